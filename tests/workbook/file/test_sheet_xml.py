"""One sheet part: cells are set in place, and everything around them stays.

S1 Cells and rows stand in order, whatever order they are set in; attributes that are there stay.
S2 Each kind of value reads back as what was set; nothing that Excel would take for something else.
S3 Overwriting a cell never changes what another cell computes (shared and array formulas).
S4 A cell that holds the value already is not touched.
S5 New children stand where the schema wants them; existing column ranges are cut, not lost.
S6 Names are told apart by namespace, not by prefix.
"""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from datetime import time as clock
from decimal import Decimal
from typing import Any

import pytest

from duban.workbook.cells.contents import date_serial, escape_text, unescape_text
from duban.workbook.file.open_xml import MAIN
from duban.workbook.file.schema_order import SHEET_ORDER
from duban.workbook.file.shared_strings import shared_strings
from duban.workbook.file.sheet_xml import SheetXml
from duban.workbook.plan.plans import DropDown, Scalar


def sheet(rows: str = "", before: str = "", after: str = "", strings: tuple[str, ...] = ()) -> SheetXml:
    text = f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    return SheetXml(text.encode(), strings)


def text_of(made: SheetXml) -> str:
    return made.to_bytes().decode().split("?>", 1)[1].strip().replace(f' xmlns="{MAIN}"', "")


def again(made: SheetXml) -> SheetXml:
    return SheetXml(made.to_bytes())


def test_cells_stand_in_order__ok() -> None:  # S1
    made = sheet('<row r="2" ht="20" spans="1:3"><c r="B2" s="4"/></row>', '<dimension ref="B2"/>')
    for at in ((3, 1), (1, 5), (2, 3), (2, 1), (2, 2), (1, 2)):
        made.set_cell(*at, 7)
    assert text_of(made) == (
        '<worksheet><dimension ref="A1:E3"/><sheetData>'
        '<row r="1"><c r="B1"><v>7</v></c><c r="E1"><v>7</v></c></row>'
        '<row r="2" ht="20"><c r="A2"><v>7</v></c><c r="B2" s="4"><v>7</v></c><c r="C2"><v>7</v></c></row>'
        '<row r="3"><c r="A3"><v>7</v></c></row></sheetData></worksheet>'
    )


def test_positions_may_be_left_out__ok() -> None:  # S1
    made = sheet("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>")
    assert sorted(made.contents()) == [(1, 1, "number", "1"), (1, 2, "number", "2"), (2, 1, "number", "3")]


@pytest.mark.parametrize(
    ("value", "xml", "kind"),
    [
        (
            "007",
            '<c r="A1" s="3" t="inlineStr"><is><t xml:space="preserve">007</t></is></c>',
            ("text", "007"),
        ),
        (
            "=1+1",
            '<c r="A1" s="3" t="inlineStr"><is><t xml:space="preserve">=1+1</t></is></c>',
            ("text", "=1+1"),
        ),
        (
            " 一\r\n二 ",
            '<c r="A1" s="3" t="inlineStr"><is><t xml:space="preserve"> 一\n二 </t></is></c>',
            ("text", " 一\n二 "),
        ),
        (
            "a\x07_x0041_",
            '<c r="A1" s="3" t="inlineStr"><is><t xml:space="preserve">a_x0007__x005F_x0041_</t></is></c>',
            ("text", "a\x07_x0041_"),
        ),
        (0.1, '<c r="A1" s="3"><v>0.1</v></c>', ("number", "0.1")),
        (True, '<c r="A1" s="3" t="b"><v>1</v></c>', ("bool", "1")),
        (date(2020, 9, 30), '<c r="A1" s="3"><v>44104</v></c>', ("number", "44104")),
        (datetime(2020, 9, 30, 12), '<c r="A1" s="3"><v>44104.5</v></c>', ("number", "44104.5")),
        (None, '<c r="A1" s="3"/>', None),
        ("", '<c r="A1" s="3"/>', None),
    ],
)
def test_constant__ok(value: Scalar, xml: str, kind: tuple[str, str] | None) -> None:  # S2
    made = sheet('<row r="1"><c r="A1" s="3" t="e" vm="1"><v>#N/A</v></c></row>')
    made.set_cell(1, 1, value)
    assert text_of(made) == f'<worksheet><sheetData><row r="1">{xml}</row></sheetData></worksheet>'
    assert again(made).value(1, 1) == kind


@pytest.mark.parametrize(
    ("value", "xml"),
    [
        (None, '<c r="A1" t="str"><f>B1&amp;"x"</f><v></v></c>'),
        (0.5, '<c r="A1"><f>B1&amp;"x"</f><v>0.5</v></c>'),
        ("正常 ", '<c r="A1" t="str"><f>B1&amp;"x"</f><v xml:space="preserve">正常 </v></c>'),
        (False, '<c r="A1" t="b"><f>B1&amp;"x"</f><v>0</v></c>'),
    ],
)
def test_formula_with_stored_value__ok(value: Scalar, xml: str) -> None:  # S2
    made = sheet()
    made.set_cell(1, 1, value, '=B1&"x"')
    assert text_of(made) == f'<worksheet><sheetData><row r="1">{xml}</row></sheetData></worksheet>'
    assert again(made).formulas() == {(1, 1): '=B1&"x"'}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400, object()])
def test_value_that_no_cell_holds__error(value: Any) -> None:  # S2
    with pytest.raises(ValueError):
        sheet().set_cell(1, 1, value)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (clock(19, 12), ("number", "0.8")),
        (timedelta(hours=36), ("number", "1.5")),
        (datetime(2020, 9, 30, 12), ("number", "44104.5")),
        (Decimal("0.25"), ("number", "0.25")),
        (date(1899, 1, 1), ("text", "1899-01-01")),
        ("甲\x0b\x07\ud800乙", ("text", "甲\x0b\x07\ud800乙")),
        (10**300, ("number", str(10**300))),
    ],
)
def test_whatever_a_reader_gives_is_a_valid_cell__ok(value: Any, wanted: tuple[str, str]) -> None:  # S2
    made = sheet()
    made.set_cell(1, 1, value)
    assert again(made).value(1, 1) == wanted


def test_dates_of_both_systems__ok() -> None:  # S2
    assert [date_serial(date(1900, 1, 1)), date_serial(date(1900, 3, 1)), date_serial(date(2020, 2, 29))] == [
        1,
        61,
        43890,
    ]
    assert date_serial(date(1904, 1, 1), date1904=True) == 0
    assert date_serial(date(2020, 9, 30), date1904=True) == 44104 - 1462


def test_shared_strings_are_plain_text__ok() -> None:  # S2
    items = (
        "<si><t>甲</t></si><si><r><t>盘</t></r><r><rPr><b/></rPr><t>活</t></r></si>"
        '<si><t>赵敏</t><rPh sb="0" eb="1"><t>zhao</t></rPh></si><si><t>a_x000D_</t></si><si/>'
    )
    strings = shared_strings(f'<sst xmlns="{MAIN}">{items}</sst>'.encode())
    assert strings == ["甲", "盘活", "赵敏", "a\r", ""]
    assert shared_strings(None) == []
    made = sheet('<row r="1"><c r="A1" t="s"><v>1</v></c></row>', strings=tuple(strings))
    assert list(made.contents()) == [(1, 1, "text", "盘活")]


@pytest.mark.parametrize("text", ["a\x01b", "_x0041_", "_x005F_", "x_", "一\n二"])
def test_escape_comes_back__ok(text: str) -> None:  # S2
    assert unescape_text(escape_text(text)) == text


SHARED = (
    '<row r="1"><c r="B1"><f t="shared" ref="B1:B3" si="0">A1*$D$1+数据!A1</f><v>1</v></c></row>'
    '<row r="2"><c r="B2"><f t="shared" si="0"/><v>2</v></c></row><row r="3"><c r="B3"><f t="shared" si="0"/><v>3</v></c></row>'
)
EXPANDED = {(1, 2): "=A1*$D$1+数据!A1", (2, 2): "=A2*$D$1+数据!A2", (3, 2): "=A3*$D$1+数据!A3"}


def test_shared_formulas_read__ok() -> None:  # S3
    assert sheet(SHARED).formulas() == EXPANDED


@pytest.mark.parametrize("row", [1, 2, 3])
def test_shared_formula_overwritten__ok(row: int) -> None:  # S3
    made = sheet(SHARED)
    made.set_cell(row, 2, "定")
    assert again(made).formulas() == {at: text for at, text in EXPANDED.items() if at != (row, 2)}
    assert again(made).value(row, 2) == ("text", "定")


def test_array_formula_overwritten__ok() -> None:  # S3
    made = sheet(
        '<row r="1"><c r="A1"><f t="array" ref="A1:B1">TRANSPOSE(D1:D2)</f><v>1</v></c><c r="B1"><v>2</v></c></row>'
    )
    made.set_cell(1, 1, 9)
    assert list(again(made).formulas()) == [(1, 2)]
    assert 'ref="B1"' in text_of(made) and "INDEX(TRANSPOSE(D1:D2)" in text_of(made)
    assert again(made).value(1, 2) == ("number", "2")


def test_same_value_is_not_touched__ok() -> None:  # S4
    made = sheet(
        '<row r="1" spans="1:4"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>5.0E-1</v></c><c r="C1" t="str"><f>B1</f><v>甲</v></c>'
        '<c r="D1" t="str"><f>C1</f><v></v></c></row>',
        strings=("甲",),
    )
    made.set_cell(1, 1, "甲")
    made.set_cell(1, 2, 0.5)
    made.set_cell(1, 3, "甲", "=B1")
    made.set_cell(1, 4, None, "=C1")
    made.set_cell(1, 9, None)
    assert not made.changed
    made.set_cell(1, 3, "乙", "=B1")
    assert made.changed


def test_new_children_stand_in_schema_order__ok() -> None:  # S5
    before = '<sheetPr/><sheetFormatPr defaultRowHeight="15"/>'
    after = '<sheetProtection/><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells><pageMargins left="1"/><extLst/>'
    made = sheet(before=before, after=after)
    made.add_drop_down(DropDown((4, 3, 9, 3), ("是", "否")))
    made.add_light_rules((4, 2, 9, 2), {"正常": 0, "滞后": 1})
    made.set_width(2, 12)
    made.set_cell(1, 1, "x")
    tags = [child.tag.partition("}")[2] for child in made._root]
    assert tags == sorted(tags, key=SHEET_ORDER.index)
    assert {"cols", "conditionalFormatting", "dataValidations"} < set(tags)


@pytest.mark.parametrize(
    ("column", "ranges"),
    [
        (2, ["2-2h", "3-6"]),
        (4, ["2-3", "4-4h", "5-6"]),
        (6, ["2-5", "6-6h"]),
        (1, ["1-1h", "2-6"]),
        (8, ["2-6", "8-8h"]),
    ],
)
def test_column_ranges_are_cut__ok(column: int, ranges: list[str]) -> None:  # S5
    made = sheet(before='<cols><col min="2" max="6" width="24" style="3" outlineLevel="1"/></cols>')
    made.hide_column(column)
    cols = made._root[0]
    assert [f"{c.get('min')}-{c.get('max')}{'h' if c.get('hidden') else ''}" for c in cols] == ranges
    assert all(c.get("style") == "3" for c in cols if 2 <= int(c.get("min")) <= 6)


def test_width_is_what_excel_shows__ok() -> None:  # S5
    made = sheet()
    made.set_width(3, 20)
    assert float(made._root[0][0].get("width")) == pytest.approx(20.7109375, abs=1e-4)
    assert made._root[0][0].get("customWidth") == "1"


def test_light_rules_are_not_doubled__ok() -> None:  # S5
    staff = '<conditionalFormatting sqref="A1"><cfRule type="expression" dxfId="0" priority="3"><formula>TRUE</formula></cfRule></conditionalFormatting>'
    made = sheet(after=staff)
    made.add_light_rules((4, 2, 9, 2), {"正常": 5, "滞后": 6})
    first = text_of(made)
    assert (
        'sqref="B4:B9"><cfRule type="cellIs" dxfId="5" priority="4" operator="equal"><formula>"正常"</formula>'
        in first
    )
    same = again(made)
    same.add_light_rules((4, 2, 9, 2), {"正常": 5, "滞后": 6})
    assert not same.changed
    same.add_light_rules((4, 2, 20, 2), {"正常": 5, "滞后": 7})
    assert text_of(same) == first.replace("B4:B9", "B4:B20").replace('dxfId="6"', 'dxfId="7"')


def test_drop_down__ok() -> None:  # S5
    made = sheet()
    made.add_drop_down(DropDown((4, 3, 9, 3), "=规则!$E$2:$E$4", strict=True))
    made.add_drop_down(DropDown((4, 4, 9, 4), ("是", "否")))
    assert (
        '<dataValidations count="2"><dataValidation type="list" allowBlank="1" showInputMessage="1" showErrorMessage="1" sqref="C4:C9"><formula1>规则!$E$2:$E$4</formula1>'
        in text_of(made)
    )
    assert 'errorStyle="warning" sqref="D4:D9"><formula1>"是,否"</formula1>' in text_of(made)
    same = again(made)
    same.add_drop_down(DropDown((4, 4, 9, 4), ("是", "否")))
    assert not same.changed
    same.add_drop_down(DropDown((4, 4, 12, 4), ("是", "否", "无")))
    assert '"是,否"<' not in text_of(same) and 'sqref="D4:D12"' in text_of(same)


def test_drop_down_of_the_staff_wins__ok() -> None:  # S5
    made = sheet(
        after='<dataValidations count="1"><dataValidation type="whole" sqref="A1:D99"><formula1>1</formula1></dataValidation></dataValidations>'
    )
    made.add_drop_down(DropDown((4, 3, 9, 3), ("是",)))
    assert not made.changed


@pytest.mark.parametrize("choices", [("长" * 256,), ("甲,乙",)])
def test_drop_down_that_excel_refuses__error(choices: tuple[str, ...]) -> None:
    with pytest.raises(ValueError):
        sheet().add_drop_down(DropDown((1, 1, 1, 1), choices))


def test_prefixed_sheet__ok() -> None:  # S6
    data = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:f>B1</x:f><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    made = SheetXml(data.encode())
    assert made.formulas() == {(1, 1): "=B1"}
    made.set_cell(1, 2, "甲")
    made.add_drop_down(DropDown((1, 2, 1, 2), ("甲",)))
    assert b'<x:c r="B1" t="inlineStr"><x:is><x:t xml:space="preserve">' in made.to_bytes()
    assert b"<x:dataValidations" in made.to_bytes()
    assert again(made).value(1, 2) == ("text", "甲")


def test_many_cells_are_quick__ok() -> None:
    made = sheet()
    start = time.perf_counter()
    for row in range(1, 5001):
        for column in range(1, 21):
            made.set_cell(row, column, row / 7, f"=A{row}")
    # about 1 s; a search per cell would take minutes
    assert time.perf_counter() - start < 20
