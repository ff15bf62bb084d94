"""Windows programs under Wine: a system of its own in a folder, whose user has a Chinese name, on a Chinese Windows."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

USER = "张三"
SECONDS = 180


@dataclass(frozen=True)
class Ran:
    """How a program ended, and what it printed."""

    code: int
    out: str
    err: str


class Wine:
    """One prefix below ``folder``."""

    def __init__(self, program: str, folder: Path) -> None:
        self.program = program
        self.folder = folder
        self.drive = folder / "prefix" / "drive_c"
        self.home = self.drive / "users" / USER
        self.environ = {
            **{
                name: value
                for name, value in os.environ.items()
                if name not in ("DISPLAY", "LANG", "LANGUAGE")
            },
            "WINEPREFIX": str(folder / "prefix"),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml,winedbg.exe=d",  # else a program that dies takes 15 s to do so
            "HOME": str(folder / "home"),  # to which the user's 文档 and 桌面 would be links
            "USER": USER,
            "LOGNAME": USER,
            "LC_ALL": "zh_CN.UTF-8",  # makes it a Chinese Windows, with GBK as its code page
            "LOCPATH": str(folder / "locale"),
        }

    def start(self) -> None:
        """Make the prefix: a Windows 10. Takes some ten seconds."""
        locale = self.folder / "locale"
        locale.mkdir(parents=True)
        (self.folder / "home").mkdir()
        command = ["localedef", "-i", "zh_CN", "-f", "UTF-8", str(locale / "zh_CN.UTF-8")]
        subprocess.run(command, check=True, capture_output=True)
        self.run("wineboot", "-i", cwd=self.folder)
        self.run("winecfg", "-v", "win10", cwd=self.folder)
        assert self.home.is_dir(), "the user of the prefix"

    @contextmanager
    def awake(self) -> Iterator[None]:
        """Keep one program running meanwhile: else Wine starts its services anew for each, which takes 3 s."""
        command = [self.program, "cmd", "/q", "/k"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with subprocess.Popen(command, env=self.environ, stdin=subprocess.PIPE, cwd=self.folder, **quiet):
            yield  # its input ends with the block, and it with its input

    def run(self, *words: str, cwd: Path | None = None, seconds: int = SECONDS) -> Ran:
        """Run a Windows program to its end. Without pipes Python has no streams there."""
        done = subprocess.run(
            [self.program, *words],
            env=self.environ,
            cwd=cwd or self.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
        return Ran(done.returncode, _text(done.stdout), _text(done.stderr))

    def windows(self, path: Path) -> str:
        """A path as a Windows program names it."""
        if path.is_relative_to(self.drive):
            return "C:\\" + "\\".join(path.relative_to(self.drive).parts)
        return "Z:" + str(path).replace("/", "\\")


def _text(data: bytes) -> str:
    """What was printed: by our scripts as UTF-8, by others in the code page of a Chinese Windows."""
    try:
        return data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace").replace("\r\n", "\n")


def find_wine() -> str | None:
    """The program that starts Windows programs."""
    return shutil.which("wine") or shutil.which("wine64")


LENT = "lent_to_wine.py"


def lend(bundle: Path, inside: Path) -> None:
    """Give an unpacked bundle what Wine 8 lacks and Windows has; nothing of it touches what our program does.

    Two functions of the C runtime that numpy calls when it is loaded (for complex numbers); a DLL through which
    programs in Rust get random numbers; and ``_wmi``, which ends the process in Wine, is not there.
    """
    shutil.copy(inside / LENT, bundle / "lib" / LENT)
    numpy = bundle / "lib" / "numpy" / "__init__.py"
    numpy.write_text(f"import {Path(LENT).stem}\n" + numpy.read_text(encoding="utf-8"), encoding="utf-8")
    (bundle / "python" / "_wmi.pyd").unlink()
    random = forwarding_dll("bcryptprimitives.dll", {"ProcessPrng": "advapi32.SystemFunction036"})
    (bundle / "python" / "bcryptprimitives.dll").write_bytes(random)


_PAGE, _SECTOR = 0x1000, 0x200


def forwarding_dll(name: str, functions: dict[str, str]) -> bytes:
    """A Windows DLL for x64 that has no code: each of its functions is one of another DLL, ``dll.function``."""
    names = sorted(functions)
    count, tables = len(names), 40  # the tables stand behind the directory of exports
    texts, where = b"", {}
    for text in (name, *names, *functions.values()):
        where[text] = _PAGE + tables + 10 * count + len(texts)
        texts += text.encode("ascii") + b"\0"
    starts = [_PAGE + tables + offset * count for offset in (0, 4, 8)]
    section = struct.pack("<IIHHIIIIIII", 0, 0, 0, 0, where[name], 1, count, count, *starts)
    section += struct.pack(f"<{count}I", *(where[functions[each]] for each in names))
    section += struct.pack(f"<{count}I", *(where[each] for each in names))
    section += struct.pack(f"<{count}H", *range(count)) + texts
    head = b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\0\0"
    head += struct.pack("<HHIIIHH", 0x8664, 1, 0, 0, 0, 240, 0x2022)
    head += struct.pack("<HBBIIIII", 0x20B, 14, 0, 0, _SECTOR, 0, 0, _PAGE)
    head += struct.pack("<QIIHHHHHHI", 0x180000000, _PAGE, _SECTOR, 6, 0, 0, 0, 6, 0, 0)
    head += struct.pack(
        "<IIIHHQQQQII", 2 * _PAGE, _SECTOR, 0, 3, 0x100, 1 << 20, _PAGE, 1 << 20, _PAGE, 0, 16
    )
    head += struct.pack("<II", _PAGE, len(section)) + bytes(8 * 15)
    head += struct.pack(
        "<8sIIIIIIHHI", b".edata", len(section), _PAGE, _SECTOR, _SECTOR, 0, 0, 0, 0, 0x40000040
    )
    assert max(len(head), len(section)) <= _SECTOR
    return head.ljust(_SECTOR, b"\0") + section.ljust(_SECTOR, b"\0")
