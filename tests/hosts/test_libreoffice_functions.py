"""The functions of cells in LibreOffice.

LF001  Each of the nine gives what it gives in Excel: cells, ranges, blanks, what is left out, rows of answers.
LF002  A changed cell has the functions that read it computed anew.
LF003  A workbook of Excel's shows its values, and computes: with the bare name, with the list of files, and in an array.
LF004  What LibreOffice stores as .xlsx has the name that Excel knows; .ods keeps it as well.
LF005  A workbook that was opened and not touched is not said to be changed, and has nothing to undo.
LF006  Of a formula, only the add-in before a function of this name is taken away.
LF007  The functions stand in 我的宏 only while LibreOffice runs.
LF008  A value that Excel stored beside a bare name stays as it is until something changes (as in Excel).
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from duban.macros.declared.addin_contents import CONTENTS
from duban.workbook.addin.functions_vba import faces_of
from duban.workbook.addin.libreoffice.duban_office.excel_formulas import without_addin

SHEET = "表"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

CELLS = {
    "A1": 0.5,
    "A2": 1,
    "A3": None,
    "B1": 43831,  # 2020-01-01
    "B2": 44196,  # 2020-12-31
    "C1": "财政局（张三、李四）",
    "D1": "1.开展摸底。\n2.公布清单。",
    "E1": 1,
    "E2": 1,
    "E3": 2,
    **dict(zip(("L1", "M1", "N1", "O1"), ("序号", "事项名称", "牵头单位及负责人", "完成时限"), strict=True)),
    **dict(zip(("L2", "M2", "N2", "O2"), (1, "减税", "财政局", "很久以后"), strict=True)),
}
ASKED = {
    "H1": ("=duban_progress(A1:A2)", "0.75"),
    "H2": ("=duban_progress(A1:A3)", "0.5"),
    "H3": ('=duban_progress(A1:A2,,{"限期";"常态化"})', "0.5"),
    "H4": ("=duban_expected(B1,B2,B2)", "1"),
    "H5": ("=duban_light(1,1,B2,B2)", "办结"),
    "H6": ("=duban_light(0.1,0.9,B2,B1,{0.1;0.95})", "滞后"),
    "H7": ("=duban_rollup(1,E1:E3,A1:A3)", "0.75"),
    "H8": ("=duban_rollup(7,E1:E3,A1:A3)", "未承接"),
    "H9": ("=duban_unit(C1)", "财政局"),
    "H10": ("=INDEX(duban_owners(C1),1,2)", "李四"),
    "H11": ("=INDEX(duban_measures(D1),2,2)", "公布清单。"),
    "H12": ('=duban_period("2020年9月底")', "2020Q3"),
    "H13": ("=duban_period(B2)", "2020Q4"),
    "H14": ("=duban_period(A3)", ""),
    "H15": ('=duban_period("很久以后")', "#无法计算：“很久以后”不是日期"),
}
"""A formula as it is typed, and what the cell shows."""

BARE, LISTED, ARRAY = "J1", "J2", "J3:K4"
STORED = "0.25"
"""A value that was right once."""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook with the cells above."""
    path = tmp_path / "book.xlsx"
    _workbook().save(path)
    return path


@pytest.fixture
def of_excel(tmp_path: Path) -> Path:
    """A workbook as Excel stores it: functions of an add-in with the number of its file, which stands in a list."""
    made, path = _workbook(), tmp_path / "excel.xlsx"
    plain = tmp_path / "plain.xlsx"
    sheet = made.active
    sheet[BARE], sheet[LISTED] = "=duban_progress(A1:A2)", "=[1]!duban_progress(A1:A2)"
    sheet["J3"] = "=ARRAY"
    made.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            target.writestr(name, _as_excel(name, source.read(name).decode()))
        target.writestr(
            "xl/externalLinks/externalLink1.xml",
            f'<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{RELATION}" r:id="rId1"/></externalLink>',
        )
        target.writestr(
            "xl/externalLinks/_rels/externalLink1.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
            f'Id="rId1" Type="{RELATION}/externalLinkPath" TargetMode="External" '
            'Target="file:///D:/Excel/XLSTART/duban.xlam"/></Relationships>',
        )
    return path


@pytest.mark.libreoffice
def test_nine_functions__ok(presses: Any, book: Path, tmp_path: Path) -> None:  # LF001, LF002, LF004
    asked = " ".join(formula for formula, _ in ASKED.values())
    assert [face.__name__ for face in faces_of(CONTENTS.functions) if face.__name__ not in asked] == [
        "duban_check"
    ]
    xlsx, ods = tmp_path / "stored.xlsx", tmp_path / "stored.ods"
    typed = [["typed", [SHEET, at, formula.replace(",", ";")]] for at, (formula, _) in ASKED.items()]
    more = [
        ["typed", [SHEET, "H16", "=duban_check(L1:O1;L2:O2)"]],
        ["cell", [SHEET, "A2", "0"]],
        ["cell", [SHEET, "H1", None]],
        ["store", str(xlsx)],
        ["store", str(ods)],
    ]
    again = [["cell", [SHEET, "H1", None]], ["cell", [SHEET, "A2", "1"]], ["cell", [SHEET, "H1", None]]]
    jobs = [{"source": str(book), "steps": [*typed, *more]}]
    jobs += [{"source": str(path), "steps": again} for path in (xlsx, ods)]
    first, *others = presses(jobs)
    shown = dict(zip(ASKED, first, strict=False))
    assert {at: shown[at] for at in ASKED} == {at: wanted for at, (_, wanted) in ASKED.items()}
    checked, _, anew = first[len(ASKED) : len(ASKED) + 3]
    assert re.findall(r"\[(\w+)\]", checked) == ["I121", "T121"] and anew == "0.25"
    assert [(each[0], each[2]) for each in others] == [("0.25", "0.75")] * 2
    assert '<f aca="false">DUBAN_PROGRESS(A1:A2)</f>' in _sheet_xml(xlsx)
    assert "ORG.DUBAN" not in _sheet_xml(xlsx).upper()


@pytest.mark.libreoffice
def test_of_excel__ok(presses: Any, of_excel: Path, tmp_path: Path) -> None:  # LF003, LF004, LF005, LF008
    stored = tmp_path / "stored.xlsx"
    steps = [
        *(["cell", [SHEET, at, None]] for at in (BARE, LISTED, "J3", "K4")),
        ["changed"],
        ["cell", [SHEET, "A2", "0"]],
        *(["cell", [SHEET, at, None]] for at in (BARE, LISTED)),
        ["store", str(stored)],
    ]
    found = presses([{"source": str(of_excel), "steps": steps}])[0]
    assert found[:4] == [STORED, "0.75", "1", "公布清单。"]
    assert found[4] == [False, []]
    assert found[6:8] == ["0.25", "0.25"]
    formulas = re.findall("<f[^>]*>([^<]*)</f>", _sheet_xml(stored))
    assert formulas == ["DUBAN_PROGRESS(A1:A2)", "DUBAN_PROGRESS(A1:A2)", "DUBAN_MEASURES(D1)"]


@pytest.mark.libreoffice
def test_nothing_left_in_my_macros__ok(presses: Any, profile: Path, book: Path) -> None:  # LF007
    presses([{"source": str(book), "steps": []}])
    assert list((profile / "user" / "basic").rglob("duban*")) == []


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("=[1]!duban_light(A1)", "=duban_light(A1)"),
        ("=[12]!DUBAN_LIGHT(A1)+[2]!duban_unit(B1)", "=DUBAN_LIGHT(A1)+duban_unit(B1)"),
        ("='C:\\Users\\li\\duban.xlam'!duban_unit(B1)", "=duban_unit(B1)"),
        ("=[1]!other(A1)", "=[1]!other(A1)"),
        ("=[1]Sheet1!A1", "=[1]Sheet1!A1"),
        ("=duban_light(A1)", "=duban_light(A1)"),
        ("='别的.xlam'!duban_light(A1)", "='别的.xlam'!duban_light(A1)"),
    ],
)
def test_bare_names__ok(formula: str, wanted: str) -> None:  # LF006
    assert without_addin(formula) == wanted


def _workbook() -> Workbook:
    made = Workbook()
    sheet = made.active
    sheet.title = SHEET
    for at, value in CELLS.items():
        sheet[at] = value
    return made


def _as_excel(name: str, text: str) -> str:
    """A part of a file with what Excel would have written there."""
    if name == "xl/worksheets/sheet1.xml":
        text = text.replace("<v></v>", f"<v>{STORED}</v>").replace("<v/>", f"<v>{STORED}</v>")
        return text.replace("<f>ARRAY</f>", f'<f t="array" ref="{ARRAY}">[1]!duban_measures(D1)</f>')
    if name == "xl/workbook.xml":
        listed = f'<externalReference xmlns:r="{RELATION}" r:id="rIdX1"/>'
        return text.replace("<calcPr", f"<externalReferences>{listed}</externalReferences><calcPr")
    if name == "xl/_rels/workbook.xml.rels":
        link = f'<Relationship Id="rIdX1" Type="{RELATION}/externalLink" Target="externalLinks/externalLink1.xml"/>'
        return text.replace("</Relationships>", f"{link}</Relationships>")
    if name == "[Content_Types].xml":
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"
        part = f'<Override PartName="/xl/externalLinks/externalLink1.xml" ContentType="{kind}"/>'
        return text.replace("</Types>", f"{part}</Types>")
    return text


def _sheet_xml(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()
