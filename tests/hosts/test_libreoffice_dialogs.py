"""Buttons that ask something, in LibreOffice; what staff would choose goes with the press.

LD001  导出填报表 writes a file for each unit into the folder, and notes in the workbook what went out.
LD002  回收合并 takes the files that came back, and asks how they are chosen and what holds in a conflict.
LD003  导出本表 writes the selected sheet as .xlsx and as .pdf; 公示稿 hides what it was told to.
LD004  Called off at any question, nothing is done, neither in the workbook nor in a folder.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from places import EXAMPLES

BOOK = "淄川经济开发区.xlsx"
PHONE = "13812345678"
CALLED_OFF = "已取消，什么也没有做。"


@pytest.mark.libreoffice
def test_asked__ok(presses: Any, tmp_path: Path) -> None:  # LD001, LD002, LD003, LD004
    sent, called_off, made = tmp_path / "发出", tmp_path / "不发", tmp_path / "导出"
    for folder in (sent, called_off, made):
        folder.mkdir()
    sheet, printed, public, document, page = (
        str(made / name) for name in ("本表.xlsx", "本表.pdf", "公示.xlsx", "公示.docx", "公示.html")
    )
    off = [
        ("export_returns", {"folder": None}),
        ("collect_returns", {"yes_no_cancel": "cancel"}),
        ("collect_returns", {"yes_no_cancel": "yes", "files": None}),
        ("collect_returns", {"yes_no_cancel": "no", "folder": None}),
        ("import_plan", {"documents": None}),
        ("export_sheets", {"new_file": None}),
        ("publish_copy", {"new_notice": None}),
        ("publish_copy", {"new_notice": public, "yes_no": "no"}),
    ]
    done = [
        ("build", {}),
        ("export_sheets", {"new_file": sheet}),
        ("export_sheets", {"new_file": printed}),
        ("publish_copy", {"new_notice": public, "yes_no": "yes"}),
        ("publish_copy", {"new_notice": document, "yes_no": "yes"}),
        ("publish_copy", {"new_notice": page, "yes_no": "yes"}),
        ("export_returns", {"folder": str(sent)}),
        ("collect_returns", {"yes_no_cancel": "no", "folder": str(sent)}),
    ]
    steps = [["cell", ["任务清单", "C4", f"剥离社会事务，联系电话{PHONE}"]], ["state"]]
    steps += [*(["press", list(each)] for each in off), ["state"]]
    steps += [["press", list(each)] for each in done]
    answers = presses([{"source": str(EXAMPLES / BOOK), "steps": steps}])[0]
    _, before, *refused = answers[: 2 + len(off)]
    after, *told = answers[2 + len(off) :]
    assert [each[1] for each in refused] == [CALLED_OFF] * len(off)
    assert before == after and list(called_off.iterdir()) == [] and refused[-1][2] == ["Input"]
    assert [each[0] for each in told] == [True] * len(done), told
    assert load_workbook(sheet).sheetnames == ["任务清单"]
    assert Path(printed).read_bytes()[:5] == b"%PDF-"
    assert PHONE not in texts(Path(public)) and "剥离社会事务" in texts(Path(public))
    assert Path(document).read_bytes()[:2] == b"PK" and Path(page).read_bytes()[:9] == b"<!DOCTYPE"
    names = sorted(each.stem for each in sent.glob("*.xlsx"))
    assert len(names) > 1 and all(any(unit in name for name in names) for unit in ("规划建设局",))
    assert "请保存工作簿" in told[-2][1]
    assert told[-1][1] != CALLED_OFF and list(made.iterdir()) != []


def texts(path: Path) -> str:
    """All that stands in a workbook."""
    return "\n".join(
        str(value)
        for sheet in load_workbook(path)
        for row in sheet.iter_rows(values_only=True)
        for value in row
    )
