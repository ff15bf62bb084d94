"""The two formula engines of the tests can be trusted, and can fail.

OR1  Stored values and the calculation chain are gone before an engine sees the workbook; formulas and
     constants stay.
OR2  Each formula shape that the program writes is calculated by both engines, with the value that
     Excel's rules give: blanks, empty text, text, numbers outside 0..1 and negative weights included.
OR3  A wrong stored value is named with sheet, cell and both values.
OR4  A formula that cellrune refuses is reported and never passes for a value.
OR5  Numbers agree within a tolerance, dates are serial numbers, empty text is an empty cell, TRUE is not 1.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from oracles import (
    Values,
    compare,
    formula_cells,
    stored_values,
    strip_stored_values,
    with_cellrune,
    with_libreoffice,
)

EMPTY = '=""'

# A key, C number, D text, E type, H weight, J due date, K progress, L light, P share (a formula), U unit
LEDGER: tuple[tuple[Any, ...], ...] = (
    (1, 1, "甲", "限期", 2, date(2020, 9, 30), 0.5, "正常", "=0.5", "办公室"),
    (1, 2, "乙", None, None, None, 0.8, "正常", EMPTY, "办公室"),
    (1, 3, "丙", "常态化", 1, "2020年9月底", 0.9, "常态", "=0.9", "办公室"),
    (1, 4, "丁", "限期", "重", date(2020, 6, 30), 0.4, "滞后", "=0.4", "综合局"),
    (1, 5, "戊", "限期", -1, date(2020, 7, 1), 0.7, "正常", EMPTY, "综合局"),
    (1, 6, "己", "限期", 3, date(2020, 12, 31), "80%", "未报", "=0.3", "办公室"),
    (1, 7, "庚", "限期", 1, EMPTY, 130, "未报", "=0.2", "综合局"),
    (1, 8, "辛", "已移出", 1, None, 0.1, None, EMPTY, "综合局"),
    (1, 9, "壬", "限期", 0, None, EMPTY, None, None, None),
    (1, 10, "癸", "限期", EMPTY, None, 0.25, EMPTY, None, None),
    (1, 11, "子", "限期", 0.5, None, 1, "办结", "=1", "办公室"),
    (1, 12, "丑", EMPTY, 1, None, 0.6, "正常", None, None),
    (None, None, None, None, 5, None, 0.9, None, None, None),
    (2, 1, "寅", "限期", None, None, None, "未报", EMPTY, None),
    (2, 2, "卯", "常态化", None, None, 0.3, "常态", EMPTY, None),
    (1, 2, "乙二", "已移出", None, None, None, None, None, None),
)
COLUMNS = ("A", "C", "D", "E", "H", "J", "K", "L", "P", "U")
G = {letter: f"具体项目台账!${letter}$2:${letter}$1000" for letter in "ACDEHIJKLPU"}
DATED = '{A},$T4,{E},"<>常态化",{E},"<>已移出",{K},">=0",{K},"<=1"'.format(**G)
COUNTED = '({A}=$T4)*({E}<>"常态化")*({E}<>"已移出")'.format(**G)

SHAPES: dict[str, tuple[str, float | str | None]] = {
    "weighted sum, comma form": (
        "=SUMPRODUCT({b}*({H}>=0)*({K}>=0)*({K}<=1),{H},{K})".format(b=COUNTED, **G),
        2 * 0.5 + 0.5 * 1 + 1 * 0.6,
    ),
    "unweighted rest": (
        '=SUMIFS({K},{c})-SUMIFS({K},{c},{H},">=0")'.format(c=DATED, **G),
        0.8 + 0.4 + 0.7 + 0.25,
    ),
    "numeric criteria count": (f"=COUNTIFS({DATED})", 7),
    "criterion joined with a date cell": ('=COUNTIFS({A},$T4,{J},">="&规则!$B$5)'.format(**G), 3),
    "criterion joined with a date cell, less": ('=COUNTIFS({A},$T4,{J},"<"&规则!$B$5)'.format(**G), 1),
    "last row by key and number": (
        "=INDEX({D},SUMPRODUCT(MAX(({A}=$T4)*({C}=2)*ROW({A})))-1)".format(**G),
        "乙二",
    ),
    "row by key and number": ("=INDEX({D},SUMPRODUCT(({A}=$T4)*({C}=4)*(ROW({A})-1)))".format(**G), "丁"),
    "no row with that key": (
        '=IFERROR(INDEX({D},MATCH(99,{A},0)),"")'.format(**G),
        None,
    ),
    "text by name": ('=IFERROR(INDEX({A},MATCH("丁",{D},0)),"")'.format(**G), 1),
    "chain, none reported": (
        '=IF(COUNTIFS({A},3)=0,"",IF(COUNTIFS({A},3,{K},">=0")=0,"未报",1))'.format(**G),
        None,
    ),
    "chain, unreported": (
        '=IF(COUNTIFS({A},2)=0,"",IF(COUNTIFS({A},2,{E},"<>常态化",{K},">=0")=0,"未报",1))'.format(**G),
        "未报",
    ),
    "as-of date, capped": ("=MIN(TODAY(),DATE(2020,9,30))", 44104),
    "rank beside empty text": ("=RANK($E2,$E$2:$E$6,0)", 2),
    "rank, tied": ("=RANK($E6,$E$2:$E$6,0)", 2),
    "rank, guarded": ('=IF(COUNT($E3)=0,"—",RANK($E3,$E$2:$E$6,0))', "—"),
    "sum over a column with empty text": (
        '=SUMPRODUCT(({U}="办公室")*({L}<>"常态"),{P})'.format(**G),
        0.5 + 0.3 + 1,
    ),
    "empty text is no number": ('=IF(COUNT($E3)=0,"未报",1)', "未报"),
    "rounded lag over a rule": ('=IF(ROUND($F2-$G2,6)>规则!$B$7,"滞后","正常")', "正常"),
    "blank equals empty text": ('=SUMPRODUCT({b}*({H}=""),{K})'.format(b=COUNTED, **G), 0.8 + 0.25),
    "count of blanks and empty text": ('=SUMPRODUCT(({A}=$T4)*({H}=""))'.format(**G), 3),
    "COUNTIFS of empty": ('=COUNTIFS({A},$T4,{H},"")'.format(**G), 3),
    "COUNTIFS of not 常态化 takes blanks": ('=COUNTIFS({A},$T4,{E},"<>常态化")'.format(**G), 12),
    "wildcard-proof count": ('=SUMPRODUCT(--({U}="办公室"))'.format(**G), 5),
    "and, or, max": ("=IF(AND(MAX({C})=12,OR($T4=1,$T4=9)),SUM({C}),0)".format(**G), 78 + 2 + 1 + 2),
}
SHAPE_SHEET = "市级汇总"


def _book(wrong: dict[str, float | str] | None = None) -> bytes:
    """The shapes in column A of 市级汇总, from row 2, with right stored values but for ``wrong``."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        dated = book.add_format({"num_format": "yyyy-mm-dd"})
        ledger, rules, shapes = (book.add_worksheet(name) for name in ("具体项目台账", "规则", SHAPE_SHEET))
        rules.write_datetime("B5", date(2020, 7, 1), dated)
        rules.write_number("B7", 0.1)
        for row, values in enumerate(LEDGER, start=2):
            for letter, value in zip(COLUMNS, values, strict=True):
                cell = f"{letter}{row}"
                if isinstance(value, date):
                    ledger.write_datetime(cell, value, dated)
                elif isinstance(value, str) and value.startswith("="):
                    ledger.write_formula(cell, value, None, float(value[1:]) if value != EMPTY else "")
                elif isinstance(value, str):
                    ledger.write_string(cell, value)
                elif value is not None:
                    ledger.write_number(cell, value)
        shapes.write_number("T4", 1)
        for row, value in enumerate((0.5, None, 0.75, 0.2, 0.5), start=2):
            shapes.write_formula(f"E{row}", EMPTY if value is None else f"={value}", None, value or "")
        shapes.write_row("F2", (0.4, 0.3))
        for row, (name, (formula, value)) in enumerate(SHAPES.items(), start=2):
            stored = (wrong or {}).get(name, "" if value is None else value)
            shapes.write_formula(f"A{row}", formula, dated if "date, capped" in name else None, stored)
    return made.getvalue()


def _small(**formulas: str) -> bytes:
    """One sheet 表一 with A1 = 2 and the given formulas, each stored as 7."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("表一")
        sheet.write_number("A1", 2)
        for cell, formula in formulas.items():
            sheet.write_formula(cell, formula, None, 7)
    return made.getvalue()


def _with_calc_chain(data: bytes) -> bytes:
    """The workbook with a calculation chain, as Excel saves one."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for info in old.infolist():
            part = old.read(info).decode() if info.filename.endswith((".xml", ".rels")) else old.read(info)
            if info.filename == "[Content_Types].xml":
                kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
                entry = f'<Override PartName="/xl/calcChain.xml" ContentType="{kind}"/></Types>'
                part = str(part).replace("</Types>", entry)
            elif info.filename == "xl/_rels/workbook.xml.rels":
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
                entry = f'<Relationship Id="rId99" Type="{kind}" Target="calcChain.xml"/></Relationships>'
                part = str(part).replace("</Relationships>", entry)
            new.writestr(info, part)
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        new.writestr("xl/calcChain.xml", f'<calcChain xmlns="{main}"><c r="B1" i="1"/></calcChain>')
    return made.getvalue()


@pytest.fixture(params=["cellrune", pytest.param("libreoffice", marks=pytest.mark.libreoffice)])
def engine(request: pytest.FixtureRequest) -> Callable[[bytes], Values]:
    """One of the two engines; cellrune must refuse nothing."""
    if request.param == "libreoffice":
        soffice = request.getfixturevalue("soffice")
        return lambda data: with_libreoffice(data, soffice)

    def cellrune(data: bytes) -> Values:
        values, refused = with_cellrune(data)
        assert refused == []
        return values

    return cellrune


def test_shapes__ok(engine: Callable[[bytes], Values]) -> None:
    """OR2"""
    data = _book()
    assert compare(stored_values(data), engine(data), formula_cells(data)) == []


def test_wrong_stored_value__error(engine: Callable[[bytes], Values]) -> None:
    """OR3: a number, a text, a date, a value where nothing should be, and nothing where a value should be."""
    wrong = {
        "unweighted rest": 2.2,
        "last row by key and number": "乙",
        "as-of date, capped": 44105,
        "no row with that key": "x",
        "empty text is no number": "",
    }
    data = _book(wrong)
    names = list(SHAPES)
    named = {
        line.partition(":")[0] for line in compare(stored_values(data), engine(data), formula_cells(data))
    }
    assert named == {f"{SHAPE_SHEET}!A{names.index(name) + 2}" for name in wrong}


def test_strip__ok() -> None:
    """OR1: and every part but the sheets, the chain and what names the chain keeps its bytes."""
    data = _with_calc_chain(_small(B1="=A1*2", B2='=IF(A1=2,"是","")'))
    stripped = strip_stored_values(data)
    assert stored_values(data)["表一"] == {(1, 1): 2, (1, 2): 7, (2, 2): 7}
    assert stored_values(stripped)["表一"] == {(1, 1): 2}
    assert (
        formula_cells(stripped)
        == formula_cells(data)
        == {"表一": {(1, 2): "=A1*2", (2, 2): '=IF(A1=2,"是","")'}}
    )
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(stripped)) as new:
        assert set(old.namelist()) - set(new.namelist()) == {"xl/calcChain.xml"}
        changed = {name for name in new.namelist() if new.read(name) != old.read(name)}
        assert changed == {"xl/worksheets/sheet1.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"}
        assert not any(b"calcChain" in new.read(name) for name in new.namelist())


def test_strip_all_shapes__ok() -> None:
    """OR1"""
    data = _book()
    left = stored_values(strip_stored_values(data))
    formulas = formula_cells(data)
    assert len(formulas[SHAPE_SHEET]) == len(SHAPES) + 5
    assert not [position for sheet in formulas for position in formulas[sheet] if position in left[sheet]]


def test_engines_agree_on_wrong_stored__ok(engine: Callable[[bytes], Values]) -> None:
    """OR1: what was stored (7) is not handed back."""
    values = engine(_small(B1="=A1*2", B2="=SUM(B1,1)", B3='=IF(A1=2,"","x")'))
    assert values == {"表一": {(1, 1): 2, (1, 2): 4, (2, 2): 5}}


def test_today__ok() -> None:
    """OR2: the day that TODAY() gives to cellrune can be set."""
    values, refused = with_cellrune(_small(B1="=MIN(TODAY(),DATE(2020,9,30))"), today=date(2020, 9, 1))
    assert (values["表一"][1, 2], refused) == (44075, [])


def test_refused__error() -> None:
    """OR4"""
    data = _small(B1="=NOSUCH(A1)", B2="=B1+1", B3="=A1+5")
    values, refused = with_cellrune(data)
    assert [line.partition(":")[0] for line in refused] == ["表一!B1", "表一!B2"]
    named = [line.partition(":")[0] for line in compare(stored_values(data), values, formula_cells(data))]
    assert named == ["表一!B1", "表一!B2"]


@pytest.mark.parametrize(
    ("stored", "computed", "differences"),
    [
        (0.5, 0.4, ["任务清单!N5: stored 0.5, computed 0.4"]),
        (0.5, 0.5 + 1e-12, []),
        (3, 3.0, []),
        (None, 0, ["任务清单!N5: stored empty, computed 0"]),
        ("未报", None, ["任务清单!N5: stored '未报', computed empty"]),
        ("1", 1, ["任务清单!N5: stored '1', computed 1"]),
        (True, 1, ["任务清单!N5: stored True, computed 1"]),
        (None, None, []),
    ],
)
def test_compare__ok(stored: Any, computed: Any, differences: list[str]) -> None:
    """OR3, OR5"""
    formulas = {"任务清单": {(5, 14): "=1"}}

    def cell(value: Any) -> Values:
        return {"任务清单": {} if value is None else {(5, 14): value}}

    assert compare(cell(stored), cell(computed), formulas) == differences


def test_sheet_not_computed__error() -> None:
    """OR3: a sheet that the engine lost is a difference even if all its stored values are empty."""
    assert compare({"规则": {}}, {}, {"规则": {(1, 1): "=1"}}) == ["规则: the sheet was not computed"]


def test_date_is_serial_number__ok(tmp_path: Path) -> None:
    """OR5"""
    path = tmp_path / "dates.xlsx"
    with xlsxwriter.Workbook(path) as book:
        dated = book.add_format({"num_format": "yyyy-mm-dd"})
        book.add_worksheet("规则").write_formula("B5", "=DATE(2020,9,30)", dated, 44104)
    assert stored_values(path.read_bytes()) == {"规则": {(5, 2): 44104}}
