"""Finding the list and its rows in a sheet as it really comes.

R1 The header is found by its names, not by its row; white space, line breaks and other names count.
R2 Columns stand in any order; others are kept; 备注 may be missing; the standard name goes before another.
R3 Headers over two rows are read, with merged cells and without.
R4 A sheet is a list only with an item's name and two more columns, one of them content.
R5 An item may take several rows; a merged value counts for every item that it covers.
R6 Blank rows, headings, repeated headers, totals, notes and signatures are no items.
R7 Every row keeps its Excel row number.
R8 A sheet that the program made is found by its own names.
"""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheets import HEADER, grid, item

from duban.workbook.format.names import LEDGER
from duban.workbook.format.sheets.task_list import FORMAT as TASK_LIST
from duban.workbook.format.sheets.task_list import STAFF_COLUMNS
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.reading.find_header import Header, find_header, find_list_header
from duban.workbook.reading.find_rows import ListRow, list_rows
from duban.workbook.reading.grid import Grid

steady = settings(derandomize=True, deadline=None)
TITLE = ["2020年重点改革攻坚事项任务清单"]


def header_of(sheet: Grid) -> Header:
    header = find_list_header(sheet)
    assert header is not None
    return header


def read(rows: list[list[Any]], *merges: str) -> list[ListRow]:
    sheet = grid(rows, merges)
    return list(list_rows(sheet, header_of(sheet)))


def names(rows: list[list[Any]], *merges: str) -> dict[int, Any]:
    """Excel row → 事项名称 of each item."""
    return {each.row: each.values["事项名称"] for each in read(rows, *merges)}


# -- the header ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("above", [0, 1, 3, 12])
def test_header_is_found_in_any_row__ok(above: int) -> None:  # R1
    header = header_of(grid([*[TITLE] * above, HEADER, item(1)]))
    assert (header.top, header.bottom) == (above + 1, above + 1)
    assert header.columns == {name: at for at, name in enumerate(STAFF_COLUMNS, 1)}
    assert header.extra == {}


def test_header_text_is_compared_without_white_space__ok() -> None:  # R1
    messy = [
        "序  号",
        "事项\n名称",
        "\n改革攻坚目标",
        "改革针对的\r\n突出问题",
        "改革的\u3000具体项目",
        "牵头领 导 ",
    ]
    assert tuple(header_of(grid([messy])).columns) == STAFF_COLUMNS[:6]


@pytest.mark.parametrize(
    ("standard", "other"), [(field.name, other) for field in TASK_LIST.fields for other in field.also]
)
def test_every_other_name_is_accepted__ok(standard: str, other: str) -> None:  # R1
    columns = [name for name in STAFF_COLUMNS if name != standard]
    assert header_of(grid([[*columns, other]])).columns[standard] == len(columns) + 1


@pytest.mark.parametrize(
    ("text", "standard"),
    [
        ("责任单位（盖章）", "牵头单位及负责人"),
        ("*事项名称", "事项名称"),
        ("备注：", "备注"),
    ],
)
def test_trimmings_of_a_header_do_not_count__ok(text: str, standard: str) -> None:  # R1
    columns = [name for name in STAFF_COLUMNS if name != standard]
    assert header_of(grid([[*columns, text]])).columns[standard] == len(columns) + 1


def test_words_above_the_header_that_resemble_it_are_not_taken__ok() -> None:  # R1
    rows = [
        ["填写事项名称和改革的具体项目，须与牵头单位及负责人核对"],
        ["事项", "说明"],
        ["任务", "目标", "措施"],
        HEADER,
        item(1),
    ]
    assert header_of(grid(rows)).top == 4


@steady
@given(st.permutations(STAFF_COLUMNS), st.integers(0, 8))
def test_columns_stand_in_any_order(order: list[str], at: int) -> None:  # R2
    order.insert(at, "联系电话")
    header = header_of(grid([order]))
    assert {order[column - 1]: column for column in header.columns.values()} == dict(header.columns)
    assert header.extra == {at + 1: "联系电话"}
    assert header.last_column == 9


def test_missing_remarks__ok() -> None:  # R2
    rows = [HEADER[:-1], item(1)[:-1]]
    assert "备注" not in header_of(grid(rows)).columns
    assert names(rows) == {2: "甲改革攻坚"}


@pytest.mark.parametrize(
    ("row", "standard", "column"),
    [
        (["序号", "重点任务", "事项名称", "措施"], "事项名称", 3),
        (["序号", "事项名称", "目标任务", "改革攻坚目标", "措施"], "改革攻坚目标", 4),
        (["序号", "事项名称", "责任单位", "牵头单位", "措施"], "牵头单位及负责人", 4),
        (["序号", "事项名称", "措施", "备注", "说明"], "备注", 4),
        (["序号", "领域", "事项名称", "措施"], "事项名称", 3),
        (["领域", "主要措施", "责任单位"], "事项名称", 1),
    ],
)
def test_the_better_of_two_columns_is_taken__ok(row: list[str], standard: str, column: int) -> None:  # R2
    header = header_of(grid([row]))
    assert header.columns[standard] == column
    assert len(header.columns) + len(header.extra) == len(row)


GROUPED = [
    ["序号", "事项名称", "改革内容", None, None, "责任分工", None],
    [None, None, "目标", "突出问题", "措施", "牵头领导", "牵头单位"],
    [1, "甲改革攻坚", "目标", "问题", "1、措施", "周明远", "办公室"],
]
GROUPED_COLUMNS = [
    "序号",
    "事项名称",
    "改革攻坚目标",
    "改革针对的突出问题",
    "改革的具体项目",
    "牵头领导",
    "牵头单位及负责人",
]


@pytest.mark.parametrize("merges", [("A1:A2", "B1:B2", "C1:E1", "F1:G1"), ("C1:E1", "F1:G1"), ()])
def test_header_over_two_rows__ok(merges: tuple[str, ...]) -> None:  # R3
    header = header_of(grid(GROUPED, merges))
    assert header.columns == {name: at for at, name in enumerate(GROUPED_COLUMNS, 1)}
    assert header.bottom == 2
    assert names(GROUPED, *merges) == {3: "甲改革攻坚"}


def test_header_with_all_names_in_the_second_row__ok() -> None:  # R3
    rows = [
        ["序号", "基本情况", None, "责任分工", None],
        [None, "事项名称", "改革的具体项目", "牵头领导", "牵头单位"],
        [1, "甲改革攻坚", "1、措施", "周明远", "办公室"],
    ]
    assert header_of(grid(rows, ["A1:A2", "B1:C1", "D1:E1"])).columns["序号"] == 1
    assert names(rows, "A1:A2", "B1:C1", "D1:E1") == {3: "甲改革攻坚"}


def test_a_header_cell_merged_over_two_columns__ok() -> None:  # R3
    rows = [
        ["序号", "事项名称", None, "改革的具体项目", "牵头单位"],
        [1, "甲改革攻坚", None, "1、措施", "办公室"],
    ]
    header = header_of(grid(rows, ["B1:C1"]))
    assert header.columns["事项名称"] == 2
    assert names(rows, "B1:C1", "B2:C2") == {2: "甲改革攻坚"}


@pytest.mark.parametrize(
    "row",
    [
        ["序号", "事项名称"],
        ["序号", "事项名称", "备注"],
        ["序号", "事项名称", "牵头领导"],
        ["序号", "事项名称", "主要内容"],
        ["序号", "单位", "姓名", "职务", "联系电话"],
        ["序号", "领域", "牵头单位"],
        ["序号", "改革的具体项目", "牵头单位", "备注"],
        [],
    ],
)
def test_a_sheet_without_name_or_content_is_no_list__error(row: list[str]) -> None:  # R4
    assert find_list_header(grid([row, [1, "甲"], [2, "乙"]])) is None


def test_a_header_far_down_is_none__error() -> None:  # R4
    assert find_list_header(grid([*[["数据", 1]] * 300, HEADER])) is None


# -- the rows ------------------------------------------------------------------------------------------


def test_every_row_keeps_its_number__ok() -> None:  # R7
    rows = [TITLE, [], HEADER, [], item(1, "甲"), [], [], item(2, "乙"), [" "]]
    assert names(rows) == {5: "甲", 8: "乙"}


def test_an_item_over_several_merged_rows__ok() -> None:  # R5
    rows = [
        HEADER,
        item(1, "甲", measures="1、一"),
        [None, None, None, None, "2、二"],
        [None, None, None, None, "3、三"],
        item(2, "乙"),
    ]
    first, second = read(rows, "A2:A4", "B2:B4", "C2:C4", "D2:D4", "F2:F4", "G2:G4")
    assert (first.row, first.rows[-1]) == (2, 4)
    assert first.values["改革的具体项目"] == "1、一\n2、二\n3、三"
    assert (second.row, second.rows[-1]) == (5, 5)


def test_an_item_over_several_rows_that_are_not_merged__ok() -> None:  # R5
    rows = [HEADER, item(1, measures="1、一"), [None] * 8, [None, None, None, None, "2、二"]]
    assert [(each.row, each.rows[-1]) for each in read(rows)] == [(2, 4)]


def test_rows_numbered_by_measure_under_a_merged_name_are_one_item__ok() -> None:  # R5
    rows = [
        ["序号", "领域", "主要措施", "责任单位"],
        [1, "营商环境", "设立窗口", "办公室"],
        [2, None, "公布目录", "招商局"],
        [3, "对外开放", "引进平台", "招商局"],
    ]
    first, second = read(rows, "B2:B3")
    assert first.values["序号"] == 1
    assert (second.row, second.values["序号"]) == (4, 3)


def test_a_leader_merged_over_several_items_counts_for_each__ok() -> None:  # R5
    rows = [HEADER, item(1, leader="周明远"), item(2, leader=None), item(3, leader="沈立")]
    assert [each.values["牵头领导"] for each in read(rows, "F2:F3")] == ["周明远", "周明远", "沈立"]


def test_a_number_merged_over_two_items_counts_for_each__ok() -> None:  # R5
    rows = [HEADER, item(1, "甲"), item(None, "乙")]
    assert [(each.row, each.values["序号"]) for each in read(rows, "A2:A3")] == [(2, 1), (3, 1)]


def test_what_lies_hidden_under_a_merged_area_counts_for_nothing__ok() -> None:  # R5
    rows = [HEADER, item(1, "甲", measures="1、一"), item(9, "旧名", measures="2、二")]
    merged = read(rows, "A2:A3", "B2:B3", "C2:C3", "D2:D3", "F2:F3", "G2:G3")
    assert [(each.row, each.rows[-1], each.values["事项名称"]) for each in merged] == [(2, 3, "甲")]
    assert merged[0].values["改革的具体项目"] == "1、一\n2、二"
    assert merged[0].values["改革攻坚目标"] == "目标"


def test_a_measure_merged_across_columns_is_no_heading__ok() -> None:  # R5 R6
    rows = [
        ["序号", "事项名称", "改革的具体项目", None, None, "牵头单位"],
        [1, "甲", "1、一", None, None, "办公室"],
        [None, None, "2、二", None, None, None],
    ]
    (only,) = read(rows, "C1:E1", "C2:E2", "C3:E3", "A2:A3", "B2:B3", "F2:F3")
    assert only.values["改革的具体项目"] == "1、一\n2、二"


def test_a_goal_merged_over_a_block_hides_no_measure__ok() -> None:  # R5 R6
    rows = [
        ["序号", "事项名称", "改革攻坚目标", None, None, "改革的具体项目"],
        [1, "甲", "目标", None, None, "1、一"],
        [None, None, None, None, None, "2、二"],
    ]
    (only,) = read(rows, "C2:E3", "A2:A3", "B2:B3")
    assert only.values["改革的具体项目"] == "1、一\n2、二"


def test_owner_column_beside_the_unit__ok() -> None:  # R2
    rows = [
        ["序号", "事项名称", "具体措施", "牵头单位", "联系人", "负责人"],
        [1, "甲", "1、一", "办公室", "小王", "曹元良"],
        [None, None, "2、二", None, None, "邵  民"],
    ]
    (only,) = read(rows)
    assert only.owner == "曹元良\n邵  民"


ASIDES: dict[str, list[Any]] = {
    "blank": [],
    "heading in the first column": ["一、管理体制与城乡融合"],
    "heading in the name's column": [None, "（二）产业招引"],
    "section with a Chinese number": ["二", "营商环境"],
    "section with a bracketed number": ["（三）", "对外开放"],
    "number typed ahead": [7],
    "repeated header": HEADER,
    "continued title": ["任务清单（续表）"],
    "total": ["合计", "2项"],
    "total as a table calls it": ["汇总", "2项"],
    "total in the name's column": [None, "合 计", None, "17个", "23项"],
    "total with its number": ["合计：2项"],
    "note": ["注：1.完成进度由牵头单位填报"],
    "note by number": ["注1：见附件"],
    "remark": [None, "备注：以上事项", "按季通报"],
    "explanation": ["填表说明：逐项填写"],
    "signature": ["填表人：张三", None, None, "审核人：李四", None, "联系电话：123"],
    "signature of the unit": ["单位负责人（签字）：", None, None, "填报日期："],
    "seal": ["单位（盖章）", None, "日期"],
}


@pytest.mark.parametrize("aside", ASIDES.values(), ids=ASIDES)
def test_rows_that_are_no_items_are_left_out__ok(aside: list[Any]) -> None:  # R6
    rows = [HEADER, item(1, "甲"), aside, item(2, "乙"), aside]
    got = read(rows)
    assert {each.row: each.values["事项名称"] for each in got} == {2: "甲", 4: "乙"}
    assert [each.rows[-1] for each in got] == [2, 4]


@pytest.mark.parametrize("merge", ["A3:H3", "B3:H3", "A3:C3"])
def test_a_heading_merged_across_is_no_item__ok(merge: str) -> None:  # R6
    heading = ["营商环境类"] if merge[0] == "A" else [None, "营商环境类"]
    assert names([HEADER, item(1, "甲"), heading, item(2, "乙")], merge) == {2: "甲", 4: "乙"}


def test_a_heading_merged_across_a_very_wide_sheet__ok() -> None:  # R6
    months = [f"{month}月" for month in range(1, 61)]
    rows = [[*HEADER, *months], [None, "营商环境类"], [*item(1, "甲"), *range(60)]]
    assert names(rows, "B2:H2") == {3: "甲"}
    assert len(header_of(grid(rows)).extra) == 60


def test_lines_after_a_note_belong_to_it__ok() -> None:  # R6
    rows = [
        HEADER,
        item(1, "甲"),
        ["注：", "1.由牵头单位填报"],
        [None, "2.已办结事项可以隐藏"],
        [None, None, "3.其他"],
    ]
    (only,) = read(rows)
    assert only.rows[-1] == 2


def test_a_repeated_header_of_two_rows_is_no_item__ok() -> None:  # R3 R6
    rows = [*GROUPED, *GROUPED[:2], [2, "乙改革攻坚", "目标", "问题", "1、措施", "沈立", "招商局"]]
    got = read(rows, "C1:E1", "F1:G1", "C4:E4", "F4:G4")
    assert {each.row: each.values["改革的具体项目"] for each in got} == {3: "1、措施", 6: "1、措施"}


@pytest.mark.parametrize(
    "name",
    ["审核流程再造改革攻坚", "累计赋分改革", "注册登记改革", "说明书改革", "填报系统改革", "一、甲改革"],
)
def test_an_item_whose_name_resembles_a_closing_row_stays__ok(name: str) -> None:  # R6
    rows = [HEADER[1:], item(1, name)[1:]]
    assert names(rows) == {2: name}


def test_items_with_chinese_numbers_stay__ok() -> None:  # R6
    rows = [HEADER, item("一", "甲"), ["二", "乙"], item("三", "丙")]
    assert names(rows) == {2: "甲", 3: "乙", 4: "丙"}


@steady
@given(st.lists(st.sampled_from(["item", *ASIDES]), max_size=12))
def test_items_are_found_between_anything(kinds: list[str]) -> None:  # R6 R7
    # lines after a note belong to it, so an item is never a single cell here
    rows = [HEADER, item(1, "第一项"), *(item(5, "甲") if kind == "item" else ASIDES[kind] for kind in kinds)]
    assert list(names(rows)) == [2, *(at for at, kind in enumerate(kinds, 3) if kind == "item")]


def test_three_thousand_rows_are_read_at_once() -> None:  # R5
    rows = [TITLE, HEADER]
    merges = []
    for number in range(1, 1001):
        first = len(rows) + 1
        rows += [item(number, f"事项{number}", measures="一"), *[[None] * 4 + ["又一"]] * 2]
        merges += [f"{column}{first}:{column}{first + 2}" for column in "ABCDFGH"]
    sheet = grid(rows, merges)
    start = time.perf_counter()
    got = list(list_rows(sheet, header_of(sheet)))
    assert time.perf_counter() - start < 2  # measured 0.05
    assert len(got) == 1000
    assert {each.rows[-1] - each.row for each in got} == {2}


# -- sheets of the program -----------------------------------------------------------------------------


def test_own_header_is_found_under_a_title_and_in_another_order__ok() -> None:  # R8
    header = find_header(grid([TITLE, ["我的列", *reversed(FORMATS[LEDGER].names)]]), FORMATS[LEDGER])
    assert header is not None
    assert (header.top, header.columns["事项键"], header.extra) == (2, 23, {1: "我的列"})


def test_own_header_without_half_of_its_names__error() -> None:  # R8
    assert find_header(grid([FORMATS[LEDGER].names[:8]]), FORMATS[LEDGER]) is None
