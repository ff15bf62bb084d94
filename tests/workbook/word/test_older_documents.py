"""Plans in older formats.

WO1  .doc and .odt are read through LibreOffice, with table and merged cells.
WO2  Without LibreOffice, and where it fails, there is one sentence; a .docx that is called .wps needs none.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from word_plans import plan_docx

from duban.macros.imports.understand import of_document
from duban.workbook.say.stop import Stop
from duban.workbook.word import old_formats
from duban.workbook.word.read_document import read_document


@pytest.mark.libreoffice
@pytest.mark.parametrize("suffix", ["doc", "odt"])
def test_older_documents__ok(tmp_path: Path, suffix: str) -> None:  # WO1
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "方案.docx").write_bytes(plan_docx())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", suffix, "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "方案.docx")], check=True, capture_output=True, timeout=180)
    table = of_document(read_document(tmp_path / f"方案.{suffix}")).table
    assert table is not None
    items = table.items.values()
    assert (
        len(items),
        sum(len(each.measures) for each in items),
        sum(len(each.problems) for each in items),
    ) == (
        6,
        23,
        17,
    )
    assert len(table.units()) == 4


def test_without_libreoffice__stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # WO2
    monkeypatch.setattr(old_formats, "programs", lambda: iter(()))
    path = tmp_path / "方案.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000))
    with pytest.raises(Stop) as stop:
        read_document(path)
    assert stop.value.code == "word_no_libreoffice"


def test_libreoffice_fails__stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # WO2
    monkeypatch.setattr(old_formats, "programs", lambda: iter(("没有这个程序",)))
    path = tmp_path / "方案.wps"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000))
    with pytest.raises(Stop) as stop:
        read_document(path)
    assert stop.value.code == "word_not_converted"


def test_docx_under_another_name__ok(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # WO2
    monkeypatch.setattr(old_formats, "programs", lambda: iter(()))
    path = tmp_path / "方案.wps"
    path.write_bytes(plan_docx())
    assert of_document(read_document(path)).table is not None
