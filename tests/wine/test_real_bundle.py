"""The real bundle, made of what the package index has; no Wine is needed, but the network.

RB001  Unpacked it is under 200 MB, compiled packages included; the slim one is smaller, and a part of the full one.
RB002  Every package that is pinned is in the full bundle, at its version; the slim one lacks just what only pandera needs.
RB003  The text of a licence stands beside each package, and the list names it. Nothing of xlwings that is not BSD is there.
RB004  No two names differ in capitals alone, and none is so long that Windows could not unpack it.
RB005  Python looks for modules in the bundle and nowhere else.
"""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest

from duban.workbook.addin.bundle.contents import TOP
from duban.workbook.addin.bundle.pins import pins_here

pytestmark = [pytest.mark.wine, pytest.mark.long]
COMPILED = 1.5
"""How much a folder grows when its packages are compiled, at most (measured: 108 MB become 143)."""


@pytest.fixture(params=["full", "slim"])
def bundle(request: pytest.FixtureRequest, bundles: Path) -> ZipFile:
    return ZipFile(bundles / f"{request.param}.zip")


def test_size__ok(bundles: Path) -> None:  # RB001
    full, slim = (ZipFile(bundles / f"{name}.zip") for name in ("full", "slim"))
    sizes = [sum(each.file_size for each in archive.infolist()) for archive in (full, slim)]
    assert sizes[1] < sizes[0] < 200e6 / COMPILED
    assert set(slim.namelist()) < set(full.namelist())


def about(archive: ZipFile) -> set[str]:
    """The packages of a bundle as ``name-version``."""
    found = {name.split("/")[2] for name in archive.namelist() if name.endswith(".dist-info/METADATA")}
    return {name.removesuffix(".dist-info").lower() for name in found}


def test_packages__ok(bundles: Path) -> None:  # RB002
    full, slim = (about(ZipFile(bundles / f"{name}.zip")) for name in ("full", "slim"))
    pinned = {f"{pin.name}-{pin.version}".lower() for pin in pins_here().wheels}
    assert {name for name in full if not name.startswith("duban-")} == pinned
    assert sorted(name.split("-")[0] for name in full - slim) == [
        "annotated_types",
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
    ]


def test_licences__ok(bundle: ZipFile) -> None:  # RB003
    names = bundle.namelist()
    listed = bundle.read(f"{TOP}/LICENSES.txt").decode("utf-8-sig")
    packages = listed.replace("\r\n", "\n").split("\n\n")[2:]
    assert len(packages) == len(about(bundle)) + 1  # with Python itself
    for package in packages:
        _, licence, *texts = package.strip().split("\n")
        assert licence.strip() not in ("", "?")
        assert texts and all(f"{TOP}/{text.strip()}" in names for text in texts)
    assert [name for name in names if "xlwings/pro" in name or "LICENSE_PRO" in name] == []


def test_names__ok(bundle: ZipFile) -> None:  # RB004
    names = bundle.namelist()
    assert len({name.lower() for name in names}) == len(names)
    assert max(map(len, names)) < 120


def test_isolated__ok(bundle: ZipFile) -> None:  # RB005
    (path_file,) = (name for name in bundle.namelist() if name.endswith("._pth"))
    lines = bundle.read(path_file).decode().split()
    assert lines == ["python313.zip", ".", r"..\lib", r"..\lib\win32", r"..\lib\win32\lib"]
