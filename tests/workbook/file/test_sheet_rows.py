"""The rows of a generated sheet, written straight from its plan.

R1 They are what XlsxWriter writes of the same plan, to the attribute; only texts stand in the cells.
R2 A frame has no more cells than what stands around the rows depends on, and all of those.
R3 A cell that no sheet has is refused.
"""

from __future__ import annotations

from datetime import date, datetime

import pytest
from lxml.etree import _Element as Element

from duban.workbook.cells.areas import Position
from duban.workbook.cells.contents import escape_text
from duban.workbook.file.new_sheets import charted, make_donor
from duban.workbook.file.open_xml import main, parse_xml
from duban.workbook.file.package import Package
from duban.workbook.file.shared_strings import shared_strings
from duban.workbook.file.sheet_rows import SheetRows
from duban.workbook.file.style_sheet import StyleSheet
from duban.workbook.file.write_xlsx import apply, create
from duban.workbook.plan.plans import BookPlan, Cell, Chart, Series, SheetPlan

NAME = "汇总"
CELLS: dict[Position, Cell] = {
    (1, 1): Cell("标题 <&>\"'", style="title"),
    (2, 1): Cell(" 前后有空格 \n第二行\r\n"),
    (2, 2): Cell("控制\x07符 _x0041_ \ufffe"),
    (2, 3): Cell(None, style="header"),
    (3, 1): Cell(1 / 3, style="percent"),
    (3, 2): Cell(123456789.123456789),
    (3, 3): Cell(0),
    (3, 4): Cell(1e-9),
    (3, 5): Cell(True),
    (3, 6): Cell(date(2020, 9, 30), style="date"),
    (3, 7): Cell(datetime(2020, 9, 30, 13, 45)),
    (4, 1): Cell(0.25, "=IF($A$3<1,$A$3&\"\",\"<>\")", "percent"),
    (4, 2): Cell(None, '=""'),
    (4, 3): Cell("甲 & 乙", '="甲 & 乙"'),
    (4, 4): Cell(False, "=1>2"),
    (4, 5): Cell("#N/A", "=NA()"),
    (4, 6): Cell(1 / 3, "=1/3"),
    (4, 7): Cell(" ", '=" "'),
    (18, 9): Cell("去看", link="'汇总'!A1"),
    (40, 2): Cell("很下面"),
}  # fmt: skip
PLAN = SheetPlan(
    NAME,
    CELLS,
    widths={1: 12.5, 9: 30},
    heights={1: 34, 2: 50.2, 3: 15, 25: 9},
    fitted_rows=frozenset({2}),
    merges=((1, 1, 1, 9), (6, 2, 7, 3)),
    light_areas=((3, 1, 3, 3),),
    notes={(30, 12): "一条批注"},
    owned=True,
)


def as_xlsxwriter_writes(plan: SheetPlan) -> Element:
    """The sheet of a donor that has all cells, with its texts in the cells."""
    donor = Package.read(make_donor([plan]))
    root = parse_xml(donor.data(donor.sheet_part(plan.name)))
    strings = [escape_text(text) for text in shared_strings(donor.data(str(donor.texts_part)))]
    for cell in root.iter(main("c")):
        if cell.get("t") == "s":
            text = strings[int(cell[0].text)]
            cell.remove(cell[0])
            cell.set("t", "inlineStr")
            cell.append(parse_xml(b'<is xmlns="%b"><t/></is>' % main("")[1:-1].encode()))
            cell[0][0].text = text
    return root


def told(root: Element, number: dict[str, str]) -> list[object]:
    """Every row and cell; ``number``: the index of a cell's style, as that of the first cell that has it."""
    data = root.find(main("sheetData"))
    found: list[object] = [root.find(main("dimension")).get("ref")]
    for row in data:
        # earlier versions of XlsxWriter keep points that are no whole pixels
        height = {"ht": round(float(row.get("ht")) * 4 / 3)} if row.get("ht") else {}
        found.append({**row.attrib, **height})
        for cell in row:
            style = number.setdefault(cell.get("s"), cell.get("r"))
            content = [(each.tag, "".join(each.itertext())) for each in cell]
            found.append((cell.get("r"), style, cell.get("t"), content))
    return found


def test_rows_are_what_xlsxwriter_writes__ok() -> None:  # R1
    package = Package.read(apply(create([SheetPlan("清单", {})]), BookPlan(sheets=(PLAN,))))
    written = parse_xml(package.data(package.sheet_part(NAME)))
    assert told(written, {}) == told(as_xlsxwriter_writes(PLAN), {})


def test_styles_are_those_of_the_plan__ok() -> None:  # R1
    package = Package.read(apply(create([SheetPlan("清单", {})]), BookPlan(sheets=(PLAN,))))
    donor = Package.read(make_donor([PLAN]))
    cells, shown = [], []
    for book, home in ((package, cells), (donor, shown)):
        styles = StyleSheet(book.data(str(book.styles_part)))
        for cell in parse_xml(book.data(book.sheet_part(NAME))).iter(main("c")):
            style = int(cell.get("s", "0"))
            home.append((cell.get("r"), styles.number_format(style), styles.text_style(style)))
    assert cells == shown


def test_frame_has_few_cells__ok() -> None:  # R2
    many = {(row, 1): Cell(row) for row in range(1, 500)} | {(7, 2): Cell(1, style="percent")}
    frame = SheetRows(SheetPlan(NAME, many)).frame()
    assert set(frame.cells) == {(1, 1), (7, 2)}


def test_frame_has_what_charts_show__ok() -> None:  # R2
    series = Series(f"='{NAME}'!$B$1", f"='{NAME}'!$A$2:$A$4", f"='{NAME}'!$B$2:$B$4", "FF0000")
    chart = Chart("bar", "图", (series,), (1, 4), 400, 300)
    cells = {(row, column): Cell(row, style="text") for row in range(1, 9) for column in (1, 2)}
    plan = SheetPlan(NAME, cells, charts=(chart,))
    shown = charted([plan])
    assert shown == {NAME: {(1, 2), *((row, column) for row in (2, 3, 4) for column in (1, 2))}}
    kept = SheetRows(plan).frame(shown[NAME]).cells
    assert all(kept[at].value == cells[at].value for at in shown[NAME])
    data = apply(create([SheetPlan("清单", {})]), BookPlan(sheets=(plan,)))
    drawn = Package.read(data)
    part = next(part for part in drawn.parts if "/charts/" in part)
    assert drawn.data(part).count(b"<c:v>") >= 6  # the figures that a chart keeps of its cells


@pytest.mark.parametrize("at", [(0, 1), (1, 0), (1_048_577, 1), (1, 16_385)])
def test_cell_outside_any_sheet__error(at: Position) -> None:  # R3
    with pytest.raises(ValueError, match="outside the sheet"):
        SheetRows(SheetPlan(NAME, {at: Cell(1)}))
