"""A look at the bytes of a worksheet.

W1 Formulas, errors, drop-downs and the reach of a sheet are those that openpyxl reads, whoever wrote the XML.
W2 However a cell is spelled, it is found; what is only in a comment is not.
W3 The reach is never too low.
W4 Formulas that ask another program are named, texts with the same signs are not.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook

from duban.workbook.opening.sheet_scan import SheetScan, extent, scan

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ERRORS = ("#REF!", "#N/A", "#DIV/0!", "#NAME?")


def sheet(cells: str, after: str = "") -> bytes:
    """A worksheet part with these rows."""
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData>{after}</worksheet>'
    return text.encode()


def row(cells: str) -> bytes:
    return sheet(f'<row r="1">{cells}</row>')


def prefixed(data: bytes) -> bytes:
    renamed = re.sub(rb"<(/?)(?![?!])(?=[A-Za-z])(?!\w+:)", rb"<\1x:", data)
    return renamed.replace(b"xmlns=", b"xmlns:x=", 1)


def _turned(match: re.Match[bytes]) -> bytes:
    attributes = re.findall(rb'\s[\w:]+="[^"]*"', match[2])
    return match[1] + b"".join(reversed(attributes)) + match[3]


def turned(data: bytes) -> bytes:
    """Attributes of cells in the other order."""
    return re.sub(rb'(<c)((?:\s[\w:]+="[^"]*")+)(/?>)', _turned, data)


def single_quoted(data: bytes) -> bytes:
    return re.sub(rb"(<(?:c|row)\s[^>]*>)", lambda match: match[1].replace(b'"', b"'"), data)


def without_addresses(data: bytes) -> bytes:
    """Cells that follow on one another do without; only for rows without a gap."""
    return re.sub(rb'(<(?:c|row)) r="\w+"', rb"\1", data)


def on_lines(data: bytes) -> bytes:
    return re.sub(rb"(<(?:c|f|v|row)[ >])", rb"\n  \1", data)


def with_comment(data: bytes) -> bytes:
    return data.replace(b"<sheetData>", b'<sheetData><!-- <row><c r="XFD9"><f>1</f></c></row> -->')


SPELLINGS: list[Callable[[bytes], bytes]] = [
    lambda data: data,
    prefixed,
    turned,
    single_quoted,
    on_lines,
    with_comment,
    lambda data: prefixed(single_quoted(turned(data))),
]

cells = st.dictionaries(
    st.tuples(st.integers(0, 12), st.one_of(st.integers(0, 8), st.integers(24, 30), st.just(701))),
    st.one_of(
        st.integers(-9, 9),
        st.text("ab<>&|!#\"'=甲\n ", min_size=1, max_size=6),
        st.sampled_from(
            [("f", '=IF(A1>"<",1,2)&"|!"', 1), ("f", "=SUM(A1:B2)", "甲"), ("f", "=cmd|'/c calc'!A0", 0)]
        ),
        st.sampled_from([("f", "=1/0", error) for error in ERRORS]),
        st.none(),
    ),
    max_size=14,
)
lists = st.lists(st.sampled_from(["A2:A9", "C1", "B3:D5"]), unique=True, max_size=2)


def made(content: dict[tuple[int, int], Any], areas: list[str]) -> bytes:
    out = io.BytesIO()
    with Workbook(out, {"strings_to_formulas": False}) as book:
        page = book.add_worksheet("甲")
        bold = book.add_format({"bold": True})
        for (r, c), value in content.items():
            if value is None:
                page.write_blank(r, c, None, bold)
            elif isinstance(value, tuple):
                page.write_formula(r, c, value[1], bold if r % 2 else None, value[2])
            else:
                page.write(r, c, value, bold if c % 2 else None)
        for area in areas:
            page.data_validation(area, {"validate": "list", "source": ["甲", "乙"]})
        page.data_validation("Z9", {"validate": "integer", "criteria": ">", "value": 0})
    return out.getvalue()


def part(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


@settings(max_examples=60, deadline=None)
@given(cells, lists, st.sampled_from(SPELLINGS))
def test_a_scan_agrees_with_openpyxl(
    content: dict[tuple[int, int], Any], areas: list[str], respelled: Callable[[bytes], bytes]
) -> None:  # W1 W2 W3 W4
    data = made(content, areas)
    got = scan(respelled(part(data)))
    formulas = openpyxl.load_workbook(io.BytesIO(data))["甲"]
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)["甲"]
    cells = [cell for line in formulas.iter_rows() for cell in line]
    expected = {cell.coordinate: str(cell.value)[1:] for cell in cells if cell.data_type == "f"}
    assert {cell.decode(): got.formula_text(cell) for cell in got.formulas} == expected
    shown = [cell for line in values.iter_rows() for cell in line]
    assert got.errors == {cell.coordinate: cell.value for cell in shown if cell.data_type == "e"}
    assert got.dde == {cell: text for cell, text in expected.items() if text.startswith("cmd|")}
    assert list(got.drop_downs) == areas
    filled = [at for at, value in content.items() if value is not None]
    last = max((r + 1 for r, _ in filled), default=0), max((c + 1 for _, c in filled), default=0)
    assert extent(respelled(part(data))) == last
    assert got.last_row >= last[0] and got.last_column >= last[1]


@pytest.mark.parametrize("respelled", SPELLINGS)
@pytest.mark.parametrize(
    "spelled", ['<c r="B1"><f>1+1</f><v>2</v></c>', '<c r="B1" t="str"><f a="b"/><v/></c>']
)
def test_spellings__ok(respelled: Callable[[bytes], bytes], spelled: str) -> None:  # W2
    got = scan(respelled(row('<c r="A1" s="1"/>' + spelled)))
    assert got.formulas == {b"B1"}


def test_cells_without_an_address_count_on__ok() -> None:  # W2
    cells = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>1</f></c></row><row r="2"><c r="A2"><f>2</f></c></row>'
    )
    assert scan(without_addresses(sheet(cells))).formulas == {b"B1", b"A2"}
    assert scan(sheet('<row r="5"><c r="C5"/><c><f>1</f></c></row><row><c><f>1</f></c></row>')).formulas == {
        b"D5",
        b"A6",
    }


def test_shared_formulas__ok() -> None:
    got = scan(
        row(
            '<c r="A1"><f t="shared" ref="A1:A2" si="0">B1&amp;"甲"</f></c><c r="B1"><f t="shared" si="0"/></c>'
        )
    )
    assert [got.formula_text(cell) for cell in (b"A1", b"B1", b"C1")] == ['B1&"甲"', "", None]


def test_errors_without_formulas__ok() -> None:
    got = scan(row('<c r="A1" t="e"><v>#REF!</v></c><c r="B1" s="1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'))
    assert got.errors == {"A1": "#REF!", "B1": "#DIV/0!"}
    # the same signs in a text make no error
    assert scan(row('<c r="A1" t="inlineStr"><is><t>#REF! t="e"</t></is></c>')).errors == {}


X14 = (
    '<extLst><ext xmlns:x14="a"><x14:dataValidations xmlns:xm="b"><x14:dataValidation type="list" prompt="a>b">'
    "<x14:formula1><xm:f>规则!A1:A3</xm:f></x14:formula1><xm:sqref>B2 B4:B5</xm:sqref></x14:dataValidation>"
    "<x14:dataValidation type='whole'><xm:sqref>C1</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
)
OLD = '<dataValidations count="2"><dataValidation sqref="A1" type="list"><formula1>"a"</formula1></dataValidation><dataValidation type="date" sqref="D1"/></dataValidations>'


@pytest.mark.parametrize("first", ["", '<row r="1"><x:c xmlns:x="y" r="A1"/></row>'])
def test_drop_downs_of_both_kinds__ok(first: str) -> None:  # W1
    assert scan(sheet(first, OLD + X14)).drop_downs == ("A1", "B2 B4:B5")
    assert scan(sheet(first, f"<!-- {OLD} -->{OLD}")).drop_downs == ("A1",)
    assert scan(sheet(first)).drop_downs == ()


@pytest.mark.parametrize(
    ("formula", "asks"),
    [
        ("cmd|'/c calc'!A0", True),
        ("cmd&#124;'/c calc'!A0", True),
        ("1+Excel|'[台.xlsx]表'!R1C1", True),
        ("A1&amp;&quot;|&quot;&amp;规则!B1", False),
        ("规则!A1", False),
    ],
)
def test_dde__ok_and_error(formula: str, asks: bool) -> None:  # W4
    assert bool(scan(row(f'<c r="A1" s="1"><f>{formula}</f><v>0</v></c>')).dde) is asks


@pytest.mark.parametrize(
    "far",
    [
        '<c r="XFD1048576"><v>1</v></c>',
        '<c s="1" r="XFD1048576"><v>1</v></c>',
        "<c r='XFD1048576'><v>1</v></c>",
        '<c  r = "XFD1048576"><v>1</v></c>',
        '<x:c xmlns:x="y" r="XFD1048576"><v>1</v></x:c>',
        '<c r="xfd1048576"><is/></c>',
    ],
)
def test_a_far_cell_is_seen_in_any_spelling(far: str) -> None:  # W3
    got = scan(row(f'<c r="A1"><v>1</v></c>{far}'))
    assert (got.last_row, got.last_column) == (1048576, 16384)


@pytest.mark.parametrize("name", ["Z99999", "AA1", "ZZ9999", "A100000", "AAA1", "B1048576", "AB20000"])
def test_the_reach_is_never_too_low(name: str) -> None:  # W3
    got = scan(row(f'<c r="A1"><v>1</v></c><c r="{name}"><f>1</f><v>1</v></c>'))
    exact = extent(row(f'<c r="{name}"><v>1</v></c>'))
    assert got.last_row >= exact[0] and got.last_column >= exact[1]
    assert got.formulas == {name.encode()}
    assert xl_rowcol_to_cell(exact[0] - 1, exact[1] - 1) == name


def test_a_blank_sheet__ok() -> None:
    assert scan(f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'.encode()).formulas == frozenset()
    assert extent(sheet("")) == (0, 0)


@pytest.mark.parametrize("data", [b"<a:c", b"<x:c/><x:c/>", b'<!DOCTYPE a [<!ENTITY b "c">]><x:c/>'])
def test_broken_xml__error(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"XML|document type"):
        scan(data + b" <x:c />")


def test_a_scan_is_frozen() -> None:
    assert isinstance(hash(scan(row("")).formulas), int)
    with pytest.raises(AttributeError):
        scan(row("")).formulas = frozenset()  # type: ignore[misc]


def test_a_scan_keeps_nothing_of_a_plain_sheet() -> None:
    assert b"sheetData" not in repr(scan(row('<c r="A1"><f>1</f></c>'))).encode()
    assert isinstance(scan(row("")), SheetScan)
