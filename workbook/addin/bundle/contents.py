"""Which files a bundle has, and where each stands in it.

``python/`` has the embeddable Python with the DLLs that Windows looks for beside a program, ``lib/`` all packages and
``duban``; beside them are what a clerk double-clicks, the add-in, a readme and the list of licences.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from importlib.metadata import distribution, version
from importlib.resources import files
from pathlib import Path

from duban.workbook.addin.addin_file import FILE_NAME
from duban.workbook.addin.bundle.licences import licences
from duban.workbook.say.stop import Stop

TOP = "duban-windows"
"""The folder that the archive unpacks to."""
INSTALL, README = f"{TOP}/install.cmd", f"{TOP}/说明.txt"

_CODE = ("**/*.py", "**/*.txt")
_PROGRAM: Mapping[str, tuple[str, ...]] = {
    "udfs": _CODE,
    "workbook": _CODE,
    "validation": _CODE,
    "macros": _CODE,
    "docs": ("*.py", "*.html", "pictures/*.png"),
    "examples": ("*.py", "*.xlsx"),
}
"""What of each part of the program is packed, as its wheel has it."""

_NOT_FREE = (
    # xlwings: "all files in the xlwings package except the pro folder" are under the BSD licence
    "xlwings/pro/*",
    "xlwings-*.dist-info/licenses/LICENSE_PRO.txt",
)
_UNUSED = (
    # what of xlwings needs its pro folder, or another server
    "xlwings/rest/*",
    "xlwings/server.py",
    "xlwings/reports.py",
    "xlwings/xlwingslib*",
    # what xlwings would put into an Excel of its own
    "xlwings/addin/*",
    "xlwings/html/*",
    "xlwings/js/*",
    "xlwings/quickstart*",
    # tests, examples, what only a compiler or a type checker reads
    "*/tests/*",
    "*/test/*",
    "*/[Dd]emos/*",
    "*.pdb",
    "*.lib",
    "*.a",
    "*.h",
    "*.pyi",
    "*.pyx",
    "*.pxd",
    "*.chm",
    # pywin32's editor and what serves a web server
    "pythonwin/*",
    "isapi/*",
    "adodbapi/*",
    # pip would look here for what belongs to a package; nobody runs it here
    "*.dist-info/RECORD",
)
_ONLY_FOR_PANDERA = (
    "annotated_types",
    "dateutil",
    "mypy_extensions",
    "numpy",
    "packaging",
    "pandas",
    "pandera",
    "pydantic",
    "pydantic_core",
    "python_dateutil",
    "typeguard",
    "typing_inspect",
    "typing_inspection",
    "tzdata",
)
LEFT_OUT_WHEN_SLIM = (
    *_ONLY_FOR_PANDERA,
    "win32com/HTML",
    "win32com/include",
    "win32com/makegw",
    "win32comext",
)
"""Packages and folders that no button and no function for cells needs."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """All files of a bundle, with the facts that are told of it."""

    files: Mapping[str, bytes]
    """Path in the archive → content."""

    @property
    def unpacked(self) -> int:
        """Bytes of the files."""
        return sum(map(len, self.files.values()))


def bundle_of(
    python: Mapping[str, bytes],
    wheels: Iterable[Iterable[tuple[str, bytes]]],
    addin: bytes,
    python_version: str,
    *,
    slim: bool,
) -> Bundle:
    """A bundle of the embeddable Python, the files of each wheel, the program that runs this, and its add-in."""
    found = {f"python/{name}": data for name, data in python.items()}
    for wheel in wheels:
        for name, data in wheel:
            place = _place(name)
            if place is not None and not (place.startswith("lib/") and _left_out(place[4:], slim)):
                found[place] = data
    found |= {f"lib/{name}": data for name, data in _program().items()}
    found[_path_file(python)] = _dos(_source("path.txt"))
    for name, source in (
        ("install.cmd", "install.txt"),
        ("uninstall.cmd", "uninstall.txt"),
        ("duban.cmd", "command.txt"),
    ):
        found[name] = _dos(_source(source))
    readme = _source("readme.txt").replace("{version}", version("duban")).replace("{python}", python_version)
    found["说明.txt"] = b"\xef\xbb\xbf" + _dos(readme)
    found["LICENSES.txt"] = b"\xef\xbb\xbf" + _dos(licences(found, python_version))
    found[FILE_NAME] = addin
    return Bundle({f"{TOP}/{name}": found[name] for name in sorted(found)})


def _place(name: str) -> str | None:
    """Where a file of a wheel goes; ``None`` for scripts and headers, which are for other ways to install."""
    if name.startswith("pywin32_system32/"):
        return f"python/{name.partition('/')[2]}"
    top, _, rest = name.partition("/")
    if not top.endswith(".data"):
        return f"lib/{name}"
    scheme, _, inner = rest.partition("/")
    return {"data": f"python/{inner}", "purelib": f"lib/{inner}", "platlib": f"lib/{inner}"}.get(scheme)


def _left_out(name: str, slim: bool) -> bool:
    if any(fnmatchcase(name, pattern) for pattern in (*_NOT_FREE, *_UNUSED)):
        return True
    return slim and any(
        name.startswith((f"{each}/", f"{each}-", f"{each}.")) or name == f"{each}.py"
        for each in LEFT_OUT_WHEN_SLIM
    )


def _program() -> Mapping[str, bytes]:
    """The program as its wheel has it, with enough beside it to tell its version and its licence."""
    found = {}
    for part, patterns in _PROGRAM.items():
        folder = Path(str(files(f"duban.{part}")))
        for path in (each for pattern in patterns for each in folder.glob(pattern)):
            found[f"duban/{part}/{path.relative_to(folder).as_posix()}"] = path.read_bytes()
    about = f"duban-{version('duban')}.dist-info"
    told = f"Metadata-Version: 2.4\nName: duban\nVersion: {version('duban')}\nLicense-Expression: MIT\n"
    found[f"{about}/METADATA"] = told.encode()
    licence = next((path for path in distribution("duban").files or () if path.name == "LICENSE"), None)
    if licence is None:
        raise Stop("bundle_unread", path="LICENSE", why="duban")
    found[f"{about}/licenses/LICENSE"] = Path(str(licence.locate())).read_bytes()
    return found


def _path_file(python: Mapping[str, bytes]) -> str:
    """``python313._pth``, beside which Python looks for modules where that file says, and nowhere else."""
    return f"python/{next(name for name in python if name.endswith('._pth'))}"


def _source(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _dos(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()
