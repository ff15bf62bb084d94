"""Tables with widths of their own on one sheet, rows as high as their text, and where printed pages end.

PA1  Every table has just the widths that it asks for; a column of the sheet is never cut by an edge that no table has.
PA2  No page is higher than the paper, but where one row alone is.
PA3  No heading and no header stands alone at the foot of a page.
PA4  A table that goes on over a page has its header at the top of each; no header stands above rows of another table.
PA5  A short table is on one page where it is no large part of one.
PA6  What stands in hidden columns stays in its row, wherever pages end.
PA7  A row is as high as the text of its cells needs, of merged ones by their whole width.
PA8  Columns that do not go on one page go on several; those that are repeated stand on each.
"""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.plans import SheetPlan
from duban.workbook.plan.row_height import fitted_height, needed_lines
from duban.workbook.plan.ruler import LANDSCAPE, PORTRAIT, PRINT_SCALE, Ruler, column_breaks
from duban.workbook.plan.table import Table

PAGE = {True: 478.0, False: 720.0}
"""Points that rows may need on a page, across and upright."""

widths = st.lists(st.integers(2, 30), min_size=1, max_size=8)


@given(st.lists(widths, min_size=1, max_size=5))
def test_widths__ok(tables: list[list[int]]) -> None:  # PA1
    ruler = Ruler(*tables)
    edges = [0.0, *accumulate(round(width + 5 / 7 if width >= 1 else 1, 6) for width in ruler.widths)]
    wanted = {edge for table in tables for edge in accumulate(table)}
    assert {round(edge) for edge in edges[1:]} == wanted
    for table in tables:
        spans = ruler.spans(table)
        assert [round(edges[last] - edges[first - 1]) for first, last in spans] == table
        assert [last + 1 for _, last in spans[:-1]] == [first for first, _ in spans[1:]]


def test_another_table__error() -> None:  # PA1
    with pytest.raises(KeyError):
        Ruler([5, 10]).spans([7, 8])
    with pytest.raises(ValueError, match="ruler"):
        Table(SheetBuilder("甲", [10, 10]), [5, 15])


sections = st.lists(
    st.tuples(st.booleans(), st.lists(st.integers(1, 260), max_size=45)), min_size=1, max_size=6
)
"""Whether a line stands below the heading, and how long the text of each row is."""


def laid_out(told: list[tuple[bool, list[int]]], *, landscape: bool) -> tuple[SheetPlan, dict[int, str]]:
    """A sheet of sections, and what each row is: heading, line, header of a table, row of a table."""
    builder = SheetBuilder("甲", Ruler((5, 40, 20), (25, 40)), landscape=landscape)
    kinds: dict[int, str] = {}
    builder.title("标题")
    builder.put(3, builder.last + 1, "隐藏", "plain")
    for number, (has_line, lengths) in enumerate(told):
        kinds[builder.section(f"{number}节")] = "heading"
        if has_line or not lengths:
            kinds[builder.line("说明" * 20, keep=bool(lengths))] = "line"
        if lengths:
            table = Table(builder, (5, 40, 20) if number % 2 else (25, 40))
            table.head([f"{number}表头", "内容"])
            rows = table.fill(lengths, lambda row, length, t=table: _put(t, row, length))  # type: ignore[misc]
            kinds |= dict.fromkeys(rows, f"row {number}")
    plan = builder.plan()
    for (row, column), cell in plan.cells.items():
        if column == 1 and str(cell.value).endswith("表头"):
            kinds[row] = f"header {str(cell.value)[:-2]}"
    return plan, kinds


def _put(table: object, row: int, length: int) -> None:
    table.put(row, 1, length, "integer")  # type: ignore[attr-defined]
    table.put(row, 2, "长" * length)  # type: ignore[attr-defined]


@settings(max_examples=150, deadline=None)
@given(sections, st.booleans())
def test_pages__ok(told: list[tuple[bool, list[int]]], landscape: bool) -> None:  # PA2 PA3 PA4 PA6
    plan, kinds = laid_out(told, landscape=landscape)
    last = max(row for row, _ in plan.cells)
    starts = [1, *(row + 1 for row in plan.row_breaks)]
    assert starts == sorted(set(starts))
    hidden = [(at, cell.value) for at, cell in plan.cells.items() if at[1] == 5]
    assert hidden == [((3, 5), "隐藏")]
    for first, after in zip(starts, [*starts[1:], last + 1], strict=True):
        filled = [row for row in range(first, after) if row in kinds]
        height = sum(plan.heights.get(row, 0) for row in range(first, filled[-1] + 1))
        assert height <= PAGE[landscape] or len(filled) <= 3, "a page is too high"
        assert not kinds[filled[-1]].startswith(("heading", "header")), "alone at the foot"
        top = kinds.get(filled[0], "")
        assert not top.startswith("row"), "a page begins within a table without its header"
        current = ""
        for row in filled:
            kind = kinds[row]
            if kind.startswith("header"):
                current = kind.split()[1]
            elif kind.startswith("row"):
                assert kind.split()[1] == current, "a header above rows of another table"


def test_a_short_table_is_whole__ok() -> None:  # PA5
    plan, kinds = laid_out([(False, [10] * 28), (False, [10] * 6)], landscape=False)
    second = [row for row, kind in kinds.items() if kind == "row 1"]
    heading = next(row for row, kind in kinds.items() if kind == "heading" and row > 20)
    assert plan.row_breaks == (heading - 1,)
    assert sum(kind == "header 1" for kind in kinds.values()) == 1 and len(second) == 6


def test_a_long_table_begins_where_it_can__ok() -> None:  # PA4
    plan, kinds = laid_out([(False, [10] * 20), (False, [10] * 40)], landscape=False)
    assert len(plan.row_breaks) == 1
    assert kinds[plan.row_breaks[0]] == "row 1" and kinds[plan.row_breaks[0] + 1] == "header 1"


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("短", 10, 1),
        ("完成进度", 4.3, 2),
        ("严重滞后", 8.3, 1),
        ("一二三四五六七八九十", 10, 2),
        ("一二三四五六七八九十" * 10, 10, 21),  # a line more, for some end early
        ("第一行\n第二行\n第三行", 30, 3),
        ("ABCDEFGHIJ", 10, 1),
        ("ABCDEFGHIJK", 10, 2),
        ("", 10, 1),
    ],
)
def test_lines__ok(text: str, width: float, lines: int) -> None:  # PA7
    assert needed_lines(text, width) == lines


def test_a_text_that_no_row_holds__ok() -> None:  # PA7
    """Its row becomes several, each cell one over all of them, and the next row follows below."""
    builder = SheetBuilder("甲", Ruler((5, 20), (25,)), landscape=False)
    table = Table(builder, (5, 20))
    rows = table.fill([600, 10], lambda row, length: _put(table, row, length))
    plan = builder.plan()
    last = rows[1] - 1
    assert last > 3 and {(1, 1, last, 1), (1, 2, last, 2)} <= set(plan.merges)
    together = sum(plan.heights[row] for row in range(rows[0], rows[1]))
    assert together >= needed_lines("长" * 600, 20 - 5 / 7) * 15 and max(plan.heights.values()) <= 409
    assert not plan.fitted_rows & set(range(1, last + 1)) and plan.cells[rows[1], 1].value == 10


def test_heights__ok() -> None:  # PA7
    builder = SheetBuilder("甲", Ruler((20, 20), (40,)))
    Table(builder, (20, 20)).put(1, 1, "长" * 40)
    Table(builder, (40,)).put(2, 1, "长" * 40)
    builder.next_row = 3
    plan = builder.plan()
    assert plan.heights[1] > plan.heights[2] > 20
    assert plan.fitted_rows == {1}  # Excel fits no row to a merged cell
    assert plan.heights[1] == fitted_height([("长" * 40, 20 - 5 / 7, 1.0)])


@given(st.lists(st.floats(4, 60), min_size=1, max_size=30), st.integers(0, 4))
def test_columns_over_pages__ok(columns: list[float], repeated: int) -> None:  # PA8
    breaks = column_breaks(columns, repeated)
    first = 0
    for last in (*breaks, len(columns)):
        shown = {*range(repeated if first else 0), *range(first, last)}
        wide = sum(columns[at] + 5 / 7 for at in shown)
        assert wide <= LANDSCAPE + 1e-9 or last - first == 1 or first < repeated + 1
        first = last
    assert (sum(columns) + len(columns) * 5 / 7 <= LANDSCAPE) == (breaks == ()) or len(
        columns
    ) <= repeated + 1


def test_the_scale_can_be_read__ok() -> None:
    """10.5 points at the scale of pages side by side, and where the usual font is a third wider than 7 pixels."""
    assert 10.5 * PRINT_SCALE / 100 >= 9
    across, upright = (297 - 2 * 10.16) / 25.4 * 96, (210 - 2 * 10.16) / 25.4 * 96
    assert 10.5 * across / (LANDSCAPE * 9.34) >= 9 and 10.5 * upright / (PORTRAIT * 9.34) >= 10
