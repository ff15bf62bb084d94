"""``duban addin``: build the add-in file, install it for the one who runs this, remove it, pack it for a share."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from collections.abc import Mapping
from compileall import compile_dir
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path, PureWindowsPath

from duban.macros.commands import addin_libreoffice as libreoffice
from duban.macros.declared.addin_contents import CONTENTS
from duban.macros.declared.command_type import Values
from duban.macros.messages.terminal import say, tell
from duban.workbook.addin.addin_file import FILE_NAME, PROJECT, build_addin, check_version
from duban.workbook.addin.libreoffice.oxt import OXT_NAME
from duban.workbook.file.safe_write import make_folder, save
from duban.workbook.say.sentence import Say
from duban.workbook.say.stop import Stop

CONF_NAME = f"{PROJECT}.conf"
README_NAME = "说明.txt"
SETUP_NAME = "install.cmd"

_USUAL_PYTHON = r"%LOCALAPPDATA%\duban\.venv\Scripts\pythonw.exe"
_MAC_STARTUP = "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"  # of Excel 2016 on
_MAC_SCRIPT = "Library/Application Scripts/com.microsoft.Excel/duban.applescript"


@dataclass(frozen=True, slots=True)
class Done:
    """What a command made or removed, and a sentence that says what to do next."""

    paths: tuple[Path, ...]
    say: Say


@dataclass(frozen=True, slots=True)
class Machine:
    """What is asked of the machine: its system, the user's folders, and the Python that runs this."""

    system: str
    home: Path
    environ: Mapping[str, str]
    python: Path

    @classmethod
    def this(cls) -> Machine:
        """The machine that this runs on."""
        return cls(sys.platform, Path.home(), os.environ, Path(sys.executable))

    @property
    def startup(self) -> Path:
        """The folder whose files Excel opens whenever it starts.

        Not the folder of add-ins: a file there waits for a tick in a dialogue, and is not trusted until somebody
        says so. Raises Stop addin_no_excel.
        """
        if self.system == "win32":
            roaming = Path(self.environ.get("APPDATA") or self.home / "AppData" / "Roaming")
            return roaming / "Microsoft" / "Excel" / "XLSTART"
        if self.system == "darwin":
            return self.home / _MAC_STARTUP
        raise Stop("addin_no_excel", system=self.system)

    @property
    def addin(self) -> Path:
        """Where the add-in stands when it is installed. Raises Stop addin_no_excel."""
        return self.startup / FILE_NAME

    @property
    def user_conf(self) -> Path:
        """The settings that ``install.cmd`` of a portable folder puts down for this user."""
        return self.home / f".{PROJECT}" / CONF_NAME

    @property
    def mac_script(self) -> Path:
        """The script through which Excel on a Mac starts Python."""
        return self.home / _MAC_SCRIPT

    @property
    def interpreter(self) -> dict[str, str]:
        """The setting that names Python; on Windows the one that opens no console, where there is one."""
        if self.system != "win32":
            return {"INTERPRETER_MAC": str(self.python)}
        quiet = self.python.with_name("pythonw.exe")
        return {"INTERPRETER_WIN": str(quiet if quiet.is_file() else self.python)}


def run_build(values: Values) -> int:
    """``duban addin build``."""
    if values.host == "libreoffice":
        out = libreoffice.build(values.out or Path(OXT_NAME))
        return _told(Done((out,), Say("已生成 {path}。", "Made {path}.").format(path=out)), values)
    if values.portable is not None:
        return _told(portable(values.portable), values)
    return _told(build(values.out or Path(FILE_NAME)), values)


def run_install(values: Values) -> int:
    """``duban addin install``."""
    if values.host == "libreoffice":
        say = Say(
            "扩展已装进 LibreOffice。请重新打开它的表格，菜单栏会出现“督办”。",
            "Installed. Start LibreOffice Calc again: its menu bar has 督办.",
        )
        return _told(Done((libreoffice.install(),), say), values)
    return _told(install(), values)


def run_remove(values: Values) -> int:
    """``duban addin remove``."""
    if values.host == "libreoffice":
        gone = Say("扩展已卸载。", "The extension was removed.")
        none = Say("没有安装过扩展，无须卸载。", "The extension was not installed.")
        return _told(Done((), gone if libreoffice.remove() else none), values)
    return _told(remove(), values)


def _told(done: Done, values: Values) -> int:
    say(done.say.to(values.lang))
    for path in done.paths:
        say(f"  {path}")
    return 0


def build(out: Path = Path(FILE_NAME)) -> Done:
    """Write the add-in, which takes its Python from the user's settings; without them it says that it has none.

    Raises Stop: other_format, out_is_not_ours, addin_xlwings, addin_functions, and those of ``save``.
    """
    if out.suffix.lower() != ".xlam":
        raise Stop("other_format", path=out, suffix=".xlam")
    _refuse_others(out)
    _write(out, build_addin(CONTENTS))
    return Done((out,), Say("已生成 {path}。", "Made {path}.").format(path=out))


def install(machine: Machine | None = None) -> Done:
    """Put the add-in, told of this Python, to where Excel opens it at each start; nothing is to be clicked.

    Its settings are written into its own sheet: Unicode, whatever the code page, and gone when the file is gone.
    Raises Stop: addin_no_excel, addin_in_use, addin_xlwings, addin_functions, and those of ``save``.
    """
    machine = machine or Machine.this()
    machine.startup.mkdir(parents=True, exist_ok=True)
    _write(machine.addin, build_addin(CONTENTS, machine.interpreter))
    made = [machine.addin]
    if machine.system == "darwin":
        machine.mac_script.parent.mkdir(parents=True, exist_ok=True)
        _write(machine.mac_script, _source("applescript.txt").encode("ascii"))
        made.append(machine.mac_script)
    _compile_program(machine.python)
    say = Say(
        "加载项已安装到 {path}。请重新打开 Excel，功能区会出现“督办”。",
        "Installed {path}. Start Excel again: the ribbon has a tab 督办.",
    )
    return Done(tuple(made), say.format(path=machine.addin))


def _compile_program(python: Path) -> None:
    """Each click starts Python anew: it shall find the program compiled, also where nobody ran it before or may write.

    In a bundle, where no package was ever installed, that goes for all of them.
    """
    home = Path(__file__).resolve().parents[2]
    in_bundle = home.parts[-2:] == ("lib", "duban") and python.resolve().parents[1] == home.parents[1]
    if not in_bundle:
        for part in ("workbook", "udfs", "macros", "validation"):
            compile_dir(home / part, quiet=2)
        return
    tell("正在整理程序，大约一分钟，请不要关闭这个窗口……")
    try:
        compile_dir(home.parent, quiet=2, workers=0)
    except (OSError, RuntimeError):  # no processes of one's own may be started
        compile_dir(home.parent, quiet=2)


def remove(machine: Machine | None = None) -> Done:
    """Take the add-in and the user's settings for it away. Raises Stop: addin_no_excel, addin_in_use."""
    machine = machine or Machine.this()
    made = [machine.addin, machine.user_conf]
    if machine.system == "darwin":
        made.append(machine.mac_script)
    removed = [path for path in made if path.is_file()]
    for path in removed:
        try:
            path.unlink()
        except PermissionError:
            raise Stop("addin_in_use", path=path) from None
    if removed:
        return Done(tuple(removed), Say("加载项已卸载。", "The add-in was removed."))
    return Done((), Say("没有安装过加载项，无须卸载。", "The add-in was not installed."))


def portable(folder: Path, interpreter: str | None = None, machine: Machine | None = None) -> Done:
    """Make a folder for a share: the add-in, the settings to go with it, a setup of one double click, a readme.

    ``interpreter`` is where Python stands on the machines that will use it; variables such as
    ``%LOCALAPPDATA%`` are resolved there. Without it, this Python's own place, said by such variables.
    The settings are a file apart, so that each office may correct it with a text editor. The VBA looks for it
    in the user's folder and never beside the add-in, which is why the setup copies it.
    What stands in the folder and is not of an earlier run stops it (out_is_not_ours); texts that an office
    corrected are kept as backups.
    """
    python = interpreter or _by_variables(machine or Machine.this())
    make_folder(folder)
    contents = {
        FILE_NAME: build_addin(CONTENTS),
        # VBA reads this file in the code page of Windows, which is GBK where this is used
        CONF_NAME: _dos(f'"INTERPRETER_WIN","{python}"\n').encode("gb18030"),
        SETUP_NAME: _dos(_source("setup.txt")).encode("ascii"),
        README_NAME: _dos(_source("readme.txt").replace("{python}", python)).encode("utf-8-sig"),
    }
    for name, data in contents.items():
        _refuse_others(folder / name, data)
    for name, data in contents.items():
        _write(folder / name, data, backup=name != FILE_NAME)
    say = Say(
        "已生成便携文件夹 {path}，复制到共享盘即可，用法见其中的“{readme}”。",
        "Made {path}; copy it to a share. How to use it stands in {readme}.",
    )
    return Done(tuple(folder / name for name in contents), say.format(path=folder, readme=README_NAME))


def check_installed(machine: Machine | None = None) -> None:
    """Raises Stop addin_outdated if the installed add-in was made for another xlwings; silent if there is none."""
    machine = machine or Machine.this()
    if machine.system in ("win32", "darwin") and machine.addin.is_file():
        check_version(machine.addin)


def _refuse_others(path: Path, data: bytes = b"") -> None:
    """Raises Stop out_is_not_ours if there is something else than an add-in of ours, or a text that begins so."""
    if not path.is_file():
        return
    there = path.read_bytes()
    if not (_is_addin(there) if path.suffix.lower() == ".xlam" else there[:20] == data[:20]):
        raise Stop("out_is_not_ours", path=path)


def _is_addin(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return f'name="{PROJECT}.conf"'.encode() in archive.read("xl/workbook.xml")
    except (zipfile.BadZipFile, KeyError):
        return False


def _write(path: Path, data: bytes, *, backup: bool = False) -> None:
    try:
        save(path, data, backup=backup)
    except Stop as stop:
        if isinstance(stop.__cause__, PermissionError):  # Windows: Excel holds the file open
            raise Stop("addin_in_use", path=path) from stop
        raise


def _by_variables(machine: Machine) -> str:
    """The Python of a Windows machine with the user's own folders said by variables; elsewhere the usual place."""
    if machine.system != "win32":
        return _USUAL_PYTHON
    python = PureWindowsPath(machine.interpreter["INTERPRETER_WIN"])
    for variable in ("LOCALAPPDATA", "APPDATA", "USERPROFILE"):
        own = machine.environ.get(variable)
        if own and python.is_relative_to(own):
            return rf"%{variable}%\{python.relative_to(own)}"
    return str(python)


def _source(name: str) -> str:
    return files("duban.workbook.addin").joinpath(name).read_text(encoding="utf-8")


def _dos(text: str) -> str:
    return text.replace("\n", "\r\n")
