"""Every button in LibreOffice leaves the same cells as its command."""

from __future__ import annotations

from pathlib import Path

import pytest
from by_command import written
from office import Office
from places import EXAMPLES
from stored import stored, unlike

from duban.macros.cli import main

LISTS = sorted(EXAMPLES.glob("*.xlsx"))
pytestmark = pytest.mark.libreoffice


def built_by_command(handed: Path, made: Path, *words: str) -> Path:
    main([*words, str(handed), "-o", str(made)])
    return made


def as_libreoffice_has_it(office: Office, made: Path) -> Path:
    """A file, opened and stored by LibreOffice."""
    with office.open(made) as document:
        return document.store(made.with_name(f"stored-{made.name}"))


@pytest.mark.parametrize("source", LISTS, ids=lambda path: path.stem)
def test_build_as_the_command__ok(source: Path, office: Office, tmp_path: Path) -> None:
    import time
    t=time.time()
    with office.open(source) as document:
        handed = document.store(tmp_path / source.name)
        print("open", time.time()-t); t=time.time()
        told = document.press("build")
        print("press", time.time()-t); t=time.time()
        assert told.done, told.message
        pressed = document.store(tmp_path / "pressed.xlsx")
    print("store", time.time()-t); t=time.time()
    made = built_by_command(handed, tmp_path / "made.xlsx", "build")
    print("command", time.time()-t); t=time.time()
    wanted = as_libreoffice_has_it(office, made)
    print("reopen", time.time()-t); t=time.time()
