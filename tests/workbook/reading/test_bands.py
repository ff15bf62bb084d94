"""Lists whose numbers begin again under headings, and findings that say once what was taken.

BA1 Each item gets the heading as 清单领域 and a number of its own (一-1), which all sheets show; the list keeps its 序号.
BA2 Headings with marks of their own keep them; without, or with the same, their places count.
BA3 The number follows: renumbered, moved under another heading, or all headings gone.
BA4 A list whose numbers run through gets neither column, whatever headings it has.
BA5 Two items of one number are found again by the city, each by its own.
BA6 What was read oddly is printed once a kind, with count, first cells and what it was taken for.
BA7 A deadline that cannot be read is said to be a default in the ledger.
"""

from __future__ import annotations

from typing import Any

import pytest
from lists import AS_OF, Book, Item, make_book
from sheets import Sheet, write

from duban.macros.commands.read_districts import District, reported
from duban.macros.figures.understood import RunOptions
from duban.macros.messages.report import finding_lines
from duban.macros.staff_sheets.district_rows import _known_again
from duban.udfs.text import Band, in_chinese, split_band
from duban.workbook.format.names import LEDGER, LIST
from duban.workbook.format.sheets.task_list import BAND_COLUMNS, LABEL

HEADER = ("序号", "工作任务", "具体措施", "牵头单位", "完成时限")


def banded(*parts: tuple[str, list[str]], due: Any = None, tmp: Any) -> Book:
    """A list with a heading over each part; numbers begin again."""
    rows: list[tuple[Any, ...]] = [("2020年任务分解表",), HEADER]
    for heading, names in parts:
        rows.append((heading,))
        rows += [
            (n, name, f"1、制定{name}方案\n2、抓好{name}", "综合局", due) for n, name in enumerate(names, 1)
        ]
    return Book(write(tmp / "清单.xlsx", Sheet(LIST, rows)).read_bytes())


ECONOMY, TOWN = (
    ("一、经济运行（2项）", ["工业产能", "有效投资"]),
    ("二、城乡建设（2项）", ["老旧小区", "背街小巷"]),
)


def labels(book: Book) -> dict[str, tuple[Any, Any]]:
    grid = book.grids[LIST]
    places = {value: at for at, value in enumerate(grid.rows[1], 1)}
    at = [places["工作任务"], *(places.get(name, 99) for name in BAND_COLUMNS)]
    shown = (tuple(grid.value(row, column) for column in at) for row in range(3, len(grid.rows) + 1))
    return {name: (band, label) for name, band, label in shown if name}


def test_items_are_told_apart__ok(tmp_path: Any) -> None:  # BA1
    book = banded(ECONOMY, TOWN, tmp=tmp_path).built()
    assert labels(book) == {
        "工业产能": ("经济运行", "一-1"),
        "有效投资": ("经济运行", "一-2"),
        "老旧小区": ("城乡建设", "二-1"),
        "背街小巷": ("城乡建设", "二-2"),
    }
    ledger = [(row["事项序号"], row["措施序号"]) for row in book.tables.own[LEDGER].rows.values()]
    assert ledger == [(label, n) for label in ("一-1", "一-2", "二-1", "二-2") for n in (1, 2)]
    bulletin = {row[1]: row[0] for row in book.grids["2020年第三季度通报"].rows if len(row) > 1}
    unit = {row[1]: row[0] for row in book.grids["单位-综合局"].rows if len(row) > 1}
    assert bulletin["老旧小区"] == unit["老旧小区"] == "二-1"
    assert [value for row in book.grids[LIST].rows[2:] if (value := row[0]) in (1, 2)] == [1, 2, 1, 2]
    again = book.plan()
    assert not again.plan.sheets and not again.plan.edits


@pytest.mark.parametrize(
    ("headings", "marks"),
    [
        (("（一）经济运行", "（二）城乡建设"), ["一", "二"]),
        (("A、经济运行", "B、城乡建设"), ["A", "B"]),
        (("经济运行", "城乡建设"), ["一", "二"]),
        (("一、经济运行", "一、城乡建设"), ["一", "二"]),
        (("第一部分：经济运行", "第三部分：城乡建设"), ["一", "三"]),
    ],
)
def test_marks_of_headings__ok(headings: tuple[str, str], marks: list[str], tmp_path: Any) -> None:  # BA2
    book = banded(*((heading, ["甲事", "乙事"]) for heading in headings), tmp=tmp_path)
    assert [item.label for item in book.tables.items.values()] == [f"{m}-{n}" for m in marks for n in (1, 2)]
    assert {item.band for item in book.tables.items.values()} == {"经济运行", "城乡建设"}


def test_the_number_follows__ok(tmp_path: Any) -> None:  # BA3
    book = banded(ECONOMY, TOWN, tmp=tmp_path).built()
    swapped = book.edited(LIST, lambda xml: (xml.set_cell(4, 1, 2), xml.set_cell(5, 1, 1), None)[2]).built()
    assert [labels(swapped)[name][1] for name in ("工业产能", "有效投资")] == ["一-2", "一-1"]
    through = book.edited(
        LIST, lambda xml: [xml.set_cell(row, 1, n) for n, row in enumerate((4, 5, 7, 8), 1)] and None
    ).built()
    assert set(labels(through).values()) == {(None, None)}
    assert [row["事项序号"] for row in through.tables.own[LEDGER].rows.values()] == [1, 1, 2, 2, 3, 3, 4, 4]


def test_a_column_of_the_staffs_keeps_what_it_says__ok(tmp_path: Any) -> None:  # BA1
    rows = [
        (*HEADER[:4], LABEL),
        ("一、经济运行",),
        (1, "工业产能", "1、摸底", "综合局", "自编甲"),
        (2, "有效投资", "1、摸底", "综合局", 7),
        ("二、城乡建设",),
        (1, "老旧小区", "1、摸底", "综合局", "自编乙"),
    ]
    book = Book(write(tmp_path / "清单.xlsx", Sheet(LIST, rows)).read_bytes()).built()
    assert [row[4] for row in book.grids[LIST].rows if len(row) > 4] == [LABEL, "自编甲", 7, "自编乙"]
    assert [row["事项序号"] for row in book.tables.own[LEDGER].rows.values()] == ["自编甲", 7, "自编乙"]
    assert not book.plan().plan.edits


def test_a_heading_above_a_header_said_again__ok(tmp_path: Any) -> None:  # BA2
    rows = [
        ("2020年任务分解表",), ("一、经济运行",), HEADER, (1, "工业产能", "1、摸底", "综合局"), (2, "有效投资", "1、摸底", "综合局"),
        ("小计", 2), ("二、城乡建设",), HEADER, ("（牵头领导：王刚）",), (1, "老旧小区", "1、摸底", "综合局"),
    ]  # fmt: skip
    items = Book(write(tmp_path / "清单.xlsx", Sheet(LIST, rows)).read_bytes()).tables.items.values()
    assert [(item.band, item.label) for item in items] == [
        ("经济运行", "一-1"),
        ("经济运行", "一-2"),
        ("城乡建设", "二-1"),
    ]


def test_what_staff_type_beside_our_columns_stays__ok(tmp_path: Any) -> None:  # BA1
    through = make_book(Item("甲"), Item("乙")).built()
    at = through.grids[LIST].width + 1
    typed = through.typed(
        LIST, {(3, at): "清单领域", (4, at): "民生", (3, at + 1): LABEL, (4, at + 1): "ZJ-001"}
    ).built()
    assert typed.grids[LIST].rows[3][at - 1 : at + 1] == ("民生", "ZJ-001")
    book = banded(ECONOMY, TOWN, tmp=tmp_path).built()
    mine = book.tables.need_list.header.columns[LABEL]
    kept = book.typed(LIST, {(4, mine): "GY-1"}).built()
    assert labels(kept)["工业产能"] == ("经济运行", "GY-1")
    assert kept.tables.own[LEDGER].rows[2]["事项序号"] == "GY-1"


def test_numbers_that_run_through__ok() -> None:  # BA4
    book = make_book(Item("甲"), Item("乙")).built()
    assert LABEL not in book.tables.need_list.header.columns


def test_each_is_known_again_by_the_city__ok(tmp_path: Any) -> None:  # BA5
    city = make_book(city=[(1, "其他", "")]).tables
    rows = reported(
        city, District("甲区", "甲.xlsx", banded(ECONOMY, TOWN, tmp=tmp_path).tables), RunOptions(as_of=AS_OF)
    ).records
    assert [row["事项序号"] for row in rows] == ["一-1", "一-2", "二-1", "二-2"]


def test_a_number_that_began_to_be_told_with_its_heading__ok() -> None:  # BA5
    """What the city entered for an item stays with it, by its name, where its number is another one now."""
    there = {
        2: {"事项序号": 1, "事项名称": "工业产能", "市级序号": 3},
        3: {"事项序号": 2, "事项名称": "其他", "市级序号": 4},
    }
    now = {"事项序号": "一-1", "事项名称": "工业产能", "市级序号": None}
    assert _known_again(there, {2, 3}, now, {"一-1", "一-2"}) == 2
    assert _known_again(there, {3}, now, {"一-1", "一-2"}) is None
    # a new item of the same name takes nothing from the one that is still there
    assert _known_again(there, {2, 3}, {**now, "事项序号": 5}, {1, 2, 5}) is None


def test_said_once_a_kind__ok(tmp_path: Any) -> None:  # BA6
    book = banded(ECONOMY, TOWN, due="9月底前", tmp=tmp_path).built()
    assert book.outcome is not None
    lines = list(finding_lines(book.outcome.findings, "zh"))
    told = next(at for at, line in enumerate(lines) if "[提醒 T120]" in line)
    assert "E4" in lines[told] and "2020-09-30" in lines[told]
    assert (
        lines[told + 1].strip()
        == "同类还有 3 处：E5 9月底前 → 2020-09-30、E7 9月底前 → 2020-09-30、E8 9月底前 → 2020-09-30"
    )
    assert sum("T120" in line for line in lines) == 1


@pytest.mark.parametrize("due", [2020.1, 0, "尽快"])
def test_a_default_is_said__ok(due: Any, tmp_path: Any) -> None:  # BA7
    book = banded(ECONOMY, due=due, tmp=tmp_path).built()
    assert book.codes.count("L124") == 4
    assert "L124" not in banded(ECONOMY, due="12月底前", tmp=tmp_path).built().codes


@pytest.mark.parametrize(
    ("heading", "band"),
    [
        ("一、经济运行（3项）", Band("一", "经济运行")),
        ("（二）城乡建设", Band("二", "城乡建设")),
        ("三 . 民生改善（共 12 项）", Band("三", "民生改善")),
        ("十二、其他", Band("十二", "其他")),
        ("营商环境", Band("", "营商环境")),
        ("三农工作", Band("", "三农工作")),
        ("一带一路", Band("", "一带一路")),
        ("5G建设", Band("", "5G建设")),
        ("2020年重点任务", Band("", "2020年重点任务")),
        ("第一产业", Band("", "第一产业")),
        ("第二部分 城乡建设", Band("二", "城乡建设")),
        ("", Band("", "")),
    ],
)
def test_headings__ok(heading: str, band: Band) -> None:  # BA2
    assert split_band(heading) == band


def test_chinese_numbers__ok() -> None:  # BA2
    assert [in_chinese(n) for n in (1, 10, 12, 20, 35, 0, 120)] == [
        "一",
        "十",
        "十二",
        "二十",
        "三十五",
        "0",
        "120",
    ]
