"""The hidden mark of owned sheets.

M1 The plan and the sheet that was made of it have one fingerprint; any edit of a constant or formula changes it.
M2 Stored values, styles and blank cells do not count.
M3 Other programs spell the same sheet differently; the fingerprint stays (LibreOffice was measured).
M4 The mark is a hidden name local to its sheet and survives a re-save.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from duban.workbook.file import owned_marks as marks
from duban.workbook.file.package import Package
from duban.workbook.file.sheet_xml import open_sheet
from duban.workbook.file.write_xlsx import create
from duban.workbook.plan.links import as_formula
from duban.workbook.plan.plans import Cell, SheetPlan

CELLS = {
    (1, 1): Cell("市级汇总", style="title"),
    (2, 1): Cell(" 第一行 \n第二行\r\n第三行 "),
    (3, 1): Cell("007"),
    (4, 1): Cell("=不是公式"),
    (5, 1): Cell(1 / 3, style="percent"),
    (6, 1): Cell(0.1 + 0.2, style="percent"),
    (7, 1): Cell(date(2020, 9, 30), style="date"),
    (8, 1): Cell(True),
    (9, 1): Cell(None),
    (10, 1): Cell("a\x07b _x0041_ <&>\"'"),
    (11, 1): Cell(123456789.123456789, style="number"),
    (12, 1): Cell("80%"),
    (1, 2): Cell(0.5, '=IF($A$5="","", ROUND( $A$5 , 6 )+0.10)', "percent"),
    (2, 2): Cell(None, '=IFERROR(INDEX(\'市级汇总\'!$A$1:$A$2000,MATCH("x  y",\'市级汇总\'!$A:$A,0)),"")'),
    (3, 2): Cell(1, "='单位-办公室 (a''b)'!$A$1&\"\"", "integer"),
    (4, 2): Cell(2, '=SUMPRODUCT(($A$1:$A$9="甲")*1,$A$1:$A$9)+1E3', "integer"),
    (5, 2): Cell(True, "=AND(TRUE,$A$5<>50%,'2020年第三季度通报'!A1=1)"),
    (6, 2): Cell(44104, "=MIN(TODAY(),DATE(2020,9,30))", "date"),
    (7, 2): Cell(3, "=SUM($1:$3)+COUNTIFS($A:$A,\">=0\",$A:$A,\"<>常态化\")", "integer"),
    (8, 2): Cell(1, "=IF(COUNT($E2)=0,\"—\",RANK($A5,$A$5:$A$6,0))", "integer"),
}  # fmt: skip
PLAN = SheetPlan("市级汇总", CELLS, owned=True)
OTHERS = (
    SheetPlan("单位-办公室 (a'b)", {(1, 1): Cell("甲")}),
    SheetPlan("2020年第三季度通报", {(1, 1): Cell(1)}),
)


def made() -> Package:
    return Package.read(create((PLAN, *OTHERS)))


def test_plan_and_sheet_agree__ok() -> None:  # M1
    package = made()
    expected = marks.plan_mark(PLAN)
    assert marks.read_mark(package, PLAN.name) == expected
    assert marks.mark_now("", open_sheet(package, PLAN.name), PLAN.name) == expected
    assert len(expected) == 32


@pytest.mark.parametrize(
    ("at", "cell"),
    [
        ((3, 1), Cell("7")),
        ((3, 1), Cell(7)),
        ((5, 1), Cell(0.3333)),
        ((1, 2), Cell(0.5, "=1")),
        ((20, 1), Cell("加的")),
    ],
)
def test_edit_changes_the_fingerprint__ok(at: tuple[int, int], cell: Cell) -> None:  # M1
    edited = SheetPlan(PLAN.name, {**CELLS, at: cell})
    assert marks.plan_mark(edited) != marks.plan_mark(PLAN)


def test_a_text_that_is_none_has_a_fingerprint__ok() -> None:  # M1
    odd = [(1, 1, "text", "\ud800")]
    assert marks.fingerprint(odd, "\ud800") != marks.fingerprint([], "\ud800")


def test_stored_values_and_styles_do_not_count__ok() -> None:  # M2
    other = {
        at: Cell("别的" if cell.formula else cell.value, cell.formula, "note") for at, cell in CELLS.items()
    }
    other[30, 1] = Cell("")
    backwards = dict(reversed(other.items()))
    assert marks.plan_mark(SheetPlan(PLAN.name, backwards)) == marks.plan_mark(PLAN)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("='市级汇总'!A1", "=市级汇总!A1"),
        ("=SUM( A1 , 2 )", "=sum(A1,2)"),
        ("=_xlfn.IFNA(A1,0.10)", "=IFNA(A1,0.1)"),
        ("=IF(TRUE,1E3,50%)", "=IF(TRUE(),1000,50%)"),
        ("=SUM(A1:A1048576)", "=SUM(A:A)"),
        ("=SUM($A1:$XFD3)", "=SUM(1:3)"),
    ],
)
def test_same_formula_in_other_words__ok(one: str, other: str) -> None:  # M3
    assert marks.same_formula(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('="x  y"', '="x y"'),
        ('="a"', '="A"'),
        ("=$A$1", "=$A$2"),
        ("=A1+1", "=A1+10"),
        ('=A1&"\'"', '=A1&""'),
        ("=汇总1!A1", "=汇总2!A1"),
    ],
)
def test_other_formula__ok(one: str, other: str) -> None:  # M3
    assert not marks.same_formula(one, other)


@pytest.mark.parametrize("target", ["'任务清单'!H7", "区县事项!A9", "'a\"b'!A1"])
def test_a_link_is_its_text__ok(target: str) -> None:  # M3
    cell = Cell('说"明"', link=target)
    formula = as_formula(cell).formula
    assert formula and marks.link_of(formula) == (target, '说"明"')
    assert marks.fingerprint([(1, 1, "formula", formula)]) == marks.fingerprint([(1, 1, "text", '说"明"')])
    assert marks.fingerprint([(1, 1, "formula", formula)]) != marks.fingerprint([(1, 1, "text", "说明")])


@pytest.mark.parametrize(
    "formula", ['=HYPERLINK("http://a","b")', '=HYPERLINK("#a!A1","b")&"c"', "=A1", None]
)
def test_a_link_is_nothing_else__ok(formula: str | None) -> None:  # M3
    assert marks.link_of(formula) is None


def test_mark_is_hidden_and_local__ok() -> None:  # M4
    package = made()
    assert b'name="_duban_mark" localSheetId="0" hidden="1">"duban:1:' in package.data("xl/workbook.xml")
    assert marks.read_mark(package, OTHERS[0].name) is None
    marks.remove_mark(package, PLAN.name)
    assert marks.read_mark(package, PLAN.name) is None


@pytest.mark.libreoffice
def test_resave_by_libreoffice__ok(
    soffice: Callable[[Path, str, Path], Path], tmp_path: Path
) -> None:  # M3, M4
    source = tmp_path / "a.xlsx"
    source.write_bytes(create((PLAN, *OTHERS)))
    again = Package.read(soffice(source, "xlsx", tmp_path / "out").read_bytes())
    expected = marks.plan_mark(PLAN)
    assert marks.read_mark(again, PLAN.name) == expected
    assert marks.mark_now("", open_sheet(again, PLAN.name), PLAN.name) == expected
