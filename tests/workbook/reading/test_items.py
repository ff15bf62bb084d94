"""The items of the list, typed; and the sample workbooks read as their data modules say.

I1 Every cell becomes its type: number, name, lines, names, unit.
I2 What is missing or doubled is a finding at its own cell; reading goes on.
I3 Typed tracking values are kept and judged, and what formulas of the staff's give; where ours stand the cell counts as not typed.
I4 Hidden rows and columns count like any other.
I5 Several lists: --sheet names one; without it the message names them. Own sheets are never the list.
I6 The year of the plan is that of the title.
I7 The samples: park, city, four districts.
I8 自主 is what 对应市级事项 or the start of 备注 says; the word somewhere in a note is not.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from places import EXAMPLES
from sheets import HEADER, Rows, Sheet, grid, item, write

from duban.macros.commands.build import build
from duban.macros.commands.change_file import change_file
from duban.macros.figures.understood import FOR_FIGURES, RunOptions
from duban.udfs.periods import Period
from duban.udfs.text import Line, item_number, squeeze
from duban.validation.book import Book, book_of
from duban.validation.checker import check_book
from duban.workbook.format.names import LEDGER, LINKS, LIST
from duban.workbook.format.sheets.task_list import STAFF_COLUMNS
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.reading.find_header import find_list_header
from duban.workbook.reading.grid import GridBook
from duban.workbook.reading.items import Item, read_items
from duban.workbook.reading.rows import of_column
from duban.workbook.reading.settings import Settings
from duban.workbook.reading.sheet import list_sheet
from duban.workbook.reading.tables import Tables, is_own_initiative, read_tables
from duban.workbook.say.findings import Finding
from duban.workbook.say.stop import Stop

TODAY = date(2020, 9, 30)


def read(rows: Rows, *merges: str) -> tuple[dict[int, Item], list[Finding]]:
    sheet = grid(rows, merges)
    header = find_list_header(sheet)
    assert header is not None
    book = Book(Settings(Period(2020, 9), TODAY, plan_year=2020), {LIST: list_sheet(sheet, header)})
    return read_items(list_sheet(sheet, header)), [
        each for each in check_book(book) if each.code in FOR_FIGURES
    ]


def lines(measures: Any) -> list[tuple[int, str]]:
    return [(each.number, each.text) for each in measures]


def codes(findings: list[Finding]) -> dict[str, str]:
    """Cell → code."""
    return {finding.cell: finding.code for finding in findings}


@pytest.fixture
def tables(tmp_path: Path) -> Callable[..., Tables]:
    def make(*sheets: Sheet, sheet: str | None = None) -> Tables:
        return read_tables(GridBook(write(tmp_path / "清单.xlsx", *sheets)), sheet, TODAY)

    return make


# -- one row -------------------------------------------------------------------------------------------


def test_a_row_becomes_typed__ok() -> None:  # I1
    rows = [
        HEADER,
        item(
            "１",
            "管理体制和\n运营机制改革攻坚 ",
            goal="\n\n理顺管理。",
            problems="（一）甲；\n（二）乙。",
            measures="主要措施：\n1、丙；丁\n2、戊",
            leader="邵  民\n",
            unit="规划建设局\n\n负责人：邢少杰\n王文韬\n ",
        ),
    ]
    items, findings = read(rows)
    assert findings == []
    row = items[2]
    assert row.number == 1
    assert row.name == "管理体制和运营机制改革攻坚"
    assert row.goal == "理顺管理。"
    assert row.problems == (Line(1, "甲；"), Line(2, "乙。"))
    assert lines(row.measures) == [(1, "丙；丁"), (2, "戊")]
    assert row.leaders == ("邵民",)
    assert (row.unit, row.other_units, row.owners) == ("规划建设局", (), ("邢少杰", "王文韬"))


def test_measures_without_numbers_are_one_a_row__ok() -> None:  # I1
    rows = [
        HEADER,
        item(1, measures="设立窗口"),
        [*[None] * 4, "公布目录，\n每月更新"],
        item(2, measures="只有一项"),
    ]
    items, _ = read(rows, "A2:A3", "B2:B3")
    assert lines(items[2].measures) == [(1, "设立窗口"), (2, "公布目录，\n每月更新")]
    assert lines(items[4].measures) == [(1, "只有一项")]


def test_measures_that_count_anew_in_every_row_get_numbers_of_their_own__ok() -> None:  # I1
    rows = [HEADER, item(1, measures="1、一\n2、二"), [*[None] * 4, "1、三"]]
    items, _ = read(rows)
    assert lines(items[2].measures) == [(1, "一"), (2, "二"), (3, "三")]


def test_unit_and_owner_in_columns_of_their_own__ok() -> None:  # I1
    rows = [
        ["序号", "事项名称", "措施", "牵头单位", "负责人"],
        [1, "甲", "1、一", "办公室", "曹元良、邵  民"],
    ]
    items, _ = read(rows)
    assert (items[2].unit, items[2].owners) == ("办公室", ("曹元良", "邵民"))


@pytest.mark.parametrize(
    "value", [1, 1.0, "1", "１", "1.", "1、", "(1)", "一", "（一）", "①", "第1项", " 1 ", "01"]
)
def test_item_number__ok(value: object) -> None:  # I1
    assert item_number(value) == 1


@pytest.mark.parametrize("value", [None, "", 0, "0", -1, 1.5, "甲", True, "1.5", date(2020, 1, 1)])
def test_item_number__error(value: object) -> None:  # I1
    assert item_number(value) is None


def test_what_is_missing_or_doubled_is_found_at_its_cell__error() -> None:  # I2
    rows = [
        HEADER,
        item(1, "甲"),
        item(None, "乙"),
        item("1.5", "丙"),
        item("一", "丁"),
        item(5, None),
        item(6, "己", unit=None),
        item(7, "庚", unit="负责人：何书平"),
        item(8, "辛", measures=None),
        item(9, "壬", note=None)[:5],
    ]
    items, findings = read(rows)
    assert list(items) == [2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert codes(findings) == {
        "A3": "I101",
        "A4": "I102",
        "A5": "I103",
        "B6": "I110",
        "G7": "I120",
        "G8": "I120",
        "E9": "I130",
        "G10": "I120",
    }
    assert next(f for f in findings if f.code == "I103").facts == {"other": "A2"}


def test_a_number_shared_by_two_merged_items_is_doubled__error() -> None:  # I2
    _, findings = read([HEADER, item(1, "甲"), item(None, "乙")], "A2:A3")
    assert codes(findings) == {"A3": "I103"}


def test_a_number_of_two_parts__ok() -> None:  # I2
    items, findings = read(
        [HEADER, item("1-1", "甲"), item("1-2", "乙"), item("二-1", "丙"), item("1.2.3", "丁")]
    )
    assert findings == []
    assert [each.number for each in items.values()] == [None] * 4


def test_a_list_without_numbers_has_no_finding_about_them__ok() -> None:  # I2
    items, findings = read([HEADER[1:], item(1, "甲")[1:], item(2, "乙")[1:]])
    assert findings == []
    assert [each.number for each in items.values()] == [None, None]


TRACKED = [*HEADER[:7], "开始日期", "完成时限", "完成进度"]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("完成进度", 0.5, None),
        ("完成进度", 0, None),
        ("完成进度", 1, None),
        ("完成进度", 80, "T112"),
        ("完成进度", -0.1, "T110"),
        ("完成进度", "80%", "T111"),
        ("完成进度", "已完成", "T113"),
        ("完成进度", True, "T113"),
        ("完成时限", date(2020, 9, 30), None),
        ("完成时限", 44104, None),
        ("完成时限", "2020年9月底", "T120"),
        ("完成时限", "9月30日前", "T120"),
        ("完成时限", "年内", "T120"),
        ("开始日期", "2020.1.1", "T120"),
        ("完成时限", "2020年2月30日", "T121"),
        ("完成时限", "长期", "T125"),
        ("完成时限", True, "T121"),
        ("完成时限", 2020.9, "T129"),
        ("完成时限", 2021, "T121"),
        ("完成时限", 20200930, "T129"),
        ("开始日期", date(1905, 7, 12), "T121"),
    ],
)
def test_typed_tracking_values_are_kept_and_judged(
    column: str, value: object, code: str | None
) -> None:  # I3
    row = [*item(1)[:7], None, None, None]
    row[TRACKED.index(column)] = value
    items, findings = read([TRACKED, row])
    assert items[2].tracking[column] == value
    assert [finding.code for finding in findings] == ([code] if code else [])
    assert all(f.cell == f"{'ABCDEFGHIJ'[TRACKED.index(column)]}2" for f in findings)


@pytest.mark.parametrize(
    ("parent", "note", "own"),
    [
        ("自主", None, True),
        (" 自 主", None, True),
        ("自主、2", None, False),
        (None, "自主", True),
        (None, "（自主）", True),
        (None, "自主推出", True),
        (None, "自主实施，市级无对应", True),
        (None, "自主事项", True),
        (None, "自主；已批复", True),
        (None, "坚持自主创新", False),
        (None, "自主创新示范", False),
        (None, None, False),
        (2, None, False),
    ],
)
def test_own_initiative(parent: Any, note: Any, own: bool, tables: Callable[..., Tables]) -> None:  # I8
    row = [*item(1, note=note)[:8], parent]
    assert is_own_initiative(tables(Sheet("任务清单", [[*HEADER[:8], "对应市级事项"], row])), 2) is own


def test_a_text_date_is_found_with_its_date__error() -> None:  # I3
    _, (finding,) = read([TRACKED, [*item(1)[:7], None, "9月30日前"]])
    assert finding.facts["suggestion"] == date(2020, 9, 30)


def test_a_formula_is_not_typed__ok(tables: Callable[..., Tables]) -> None:  # I3
    rows = [
        TRACKED,
        item(1)[:7],
        [*item(2, "乙")[:7], None, None, 0.4],
        [*item(3, "丙")[:7], None, None, " "],
    ]
    ours = "=IF(COUNTIFS(A:A,1)=0,SUMPRODUCT(A:A),SUMIFS(A:A,A:A,1))"
    read = tables(Sheet("任务清单", rows, formulas={"J2": (ours, 0.5)}))
    assert [item.tracking["完成进度"] for item in read.items.values()] == [None, 0.4, None]
    assert read.list is not None
    assert [(row, read.list.header.columns["完成进度"]) in read.list.grid.formulas for row in (2, 3)] == [
        True,
        False,
    ]
    assert read.findings == ()


# -- which sheet ---------------------------------------------------------------------------------------

A_LIST = [HEADER, item(1, "甲"), item(2, "乙")]
OWN = (Sheet(LEDGER, [FORMATS[LEDGER].names]), Sheet(LINKS, [FORMATS[LINKS].names]))


def test_hidden_rows_and_columns_count__ok(tables: Callable[..., Tables]) -> None:  # I4
    read = tables(Sheet("任务清单", A_LIST, hidden_rows=[3], hidden_columns=["C", "G"]))
    assert [item.name for item in read.items.values()] == ["甲", "乙"]
    assert [item.goal for item in read.items.values()] == ["目标", "目标"]
    assert {item.unit for item in read.items.values()} == {"综合管理局"}


def test_the_only_list_is_taken_whatever_its_name_and_place__ok(tables: Callable[..., Tables]) -> None:  # I5
    read = tables(Sheet("封面", [["封面"]]), *OWN, Sheet("改革事项清单", A_LIST))
    assert read.need_list.name == "改革事项清单"


def test_several_lists__error(tables: Callable[..., Tables]) -> None:  # I5
    with pytest.raises(Stop) as stop:
        tables(Sheet("一区", A_LIST), Sheet("说明", [["说明"]]), Sheet("二区", A_LIST))
    assert (stop.value.code, stop.value.facts["sheets"]) == ("several_lists", "一区、二区")


def test_another_list_never_moves_out_what_the_ledger_was_made_of__error(tmp_path: Path) -> None:  # I5
    path = write(tmp_path / "清单.xlsx", Sheet("一区", A_LIST), Sheet("二区", A_LIST))
    options = RunOptions(as_of=TODAY)
    change_file(path, partial(build, options=options), sheet="一区", today=TODAY)
    with pytest.raises(Stop) as stop:
        change_file(path, partial(build, options=options), sheet="二区", today=TODAY)
    assert (stop.value.code, stop.value.facts["other"]) == ("other_list", "一区")
    assert not change_file(path, partial(build, options=options), sheet="一区", today=TODAY).written


def test_lists_that_are_not_read_are_named__ok(tables: Callable[..., Tables]) -> None:  # I5
    sheets = [Sheet(name, A_LIST) for name in ("一区", "二区", "三区")]
    read = tables(*sheets, Sheet("说明", [["说明"]]), Sheet("底稿", A_LIST, hidden=True), sheet="二区")
    assert [(each.code, each.sheet, each.facts["sheets"]) for each in read.findings] == [
        ("S122", "二区", "一区、三区")
    ]


def test_one_of_several_lists_by_name__ok(tables: Callable[..., Tables]) -> None:  # I5
    read = tables(Sheet("一区", A_LIST), Sheet("二区", [HEADER, item(7, "丙")]), sheet="二区")
    assert [item.name for item in read.items.values()] == ["丙"]


def test_a_hidden_list_is_taken_only_where_no_other_is__ok(tables: Callable[..., Tables]) -> None:  # I5
    shown = tables(Sheet("一区", A_LIST), Sheet("旧稿", A_LIST, hidden=True))
    assert shown.need_list.name == "一区"
    alone = tables(Sheet("封面", []), Sheet("旧稿", A_LIST, hidden=True))
    assert alone.need_list.name == "旧稿"


def test_the_tracked_one_of_two_lists_is_taken__ok(tables: Callable[..., Tables]) -> None:  # I5
    tracked = [[*HEADER, "事项键"], [*item(1), 1]]
    assert tables(Sheet("底稿", A_LIST), Sheet("任务清单", tracked)).need_list.name == "任务清单"


def test_a_sheet_that_is_not_there__error(tables: Callable[..., Tables]) -> None:  # I5
    with pytest.raises(Stop) as stop:
        tables(Sheet("一区", A_LIST), Sheet("二区", A_LIST), sheet="三区")
    assert (stop.value.code, stop.value.facts["sheets"]) == ("no_sheet", "一区、二区")


def test_a_named_sheet_that_is_no_list__error(tables: Callable[..., Tables]) -> None:  # I5
    with pytest.raises(Stop) as stop:
        tables(Sheet("一区", A_LIST), Sheet("封面", [["封面"]]), sheet="封面")
    assert stop.value.code == "no_list"


@pytest.mark.parametrize("name", ["单位-办公室", "2020年第三季度通报", "校验结果", "市级汇总（旧1）"])
def test_own_sheets_are_never_the_list__error(tables: Callable[..., Tables], name: str) -> None:  # I5
    assert tables(Sheet(name, A_LIST)).list is None
    assert tables(Sheet(name, A_LIST), Sheet("任务清单", A_LIST)).need_list.name == "任务清单"


def test_the_ledger_is_not_the_list_even_by_name__error(tables: Callable[..., Tables]) -> None:  # I5
    with pytest.raises(Stop) as stop:
        tables(Sheet("任务清单", A_LIST), *OWN, sheet=LEDGER)
    assert stop.value.code == "no_list"


def test_a_workbook_without_a_list__error(tables: Callable[..., Tables]) -> None:  # I5
    read = tables(Sheet("封面", [["封面"]]), Sheet("目录", [["序号", "事项名称"], [1, "甲"]]))
    assert read.list is None
    with pytest.raises(Stop) as stop:
        _ = read.items
    assert (stop.value.code, stop.value.facts["sheets"].zh) == ("no_list", "封面、目录")


def test_a_sheet_of_ours_without_its_columns__error(tables: Callable[..., Tables]) -> None:  # I5
    with pytest.raises(Stop) as stop:
        tables(Sheet("任务清单", A_LIST), Sheet(LEDGER, [["别的", "表"]]))
    assert stop.value.code == "bad_sheet"
    with pytest.raises(Stop) as stop:
        tables(
            Sheet("任务清单", A_LIST),
            Sheet(LEDGER, [[name for name in FORMATS[LEDGER].names if name != "更新日期"]]),
        )
    assert (stop.value.code, stop.value.facts["columns"]) == ("missing_column", "更新日期")


def test_a_row_of_ours_with_formulas_alone_is_blank__ok(tables: Callable[..., Tables]) -> None:  # I3
    ledger = Sheet(
        LEDGER,
        [FORMATS[LEDGER].names, [1, None, "甲", 1, "措施"]],
        formulas={"B2": ("=1", 1), "B3": ("=1", 1)},
    )
    read = tables(Sheet("任务清单", A_LIST), ledger)
    assert read.ledger is not None
    assert list(read.ledger.rows) == [2]


@pytest.mark.parametrize(
    ("titles", "year"),
    [
        (["2019年重点改革攻坚事项任务清单"], 2019),
        (["桓台经济开发区", "2019 年度任务清单", "（截至2021年9月）"], 2019),
        (["２０１９年任务清单"], 2019),
        (["任务清单"], 2020),
        ([], 2020),
    ],
)
def test_the_year_is_that_of_the_title(
    tables: Callable[..., Tables], titles: list[str], year: int
) -> None:  # I6
    rows = [*([title] for title in titles), [*HEADER[:7], "完成时限"], [*item(1)[:7], "9月30日前"]]
    read = tables(Sheet("任务清单", rows))
    assert (read.settings.plan_year, read.settings.year) == (year if year != 2020 else None, year)
    found = next(each for each in check_book(book_of(read)) if each.code == "T120")
    assert found.facts["suggestion"] == date(year, 9, 30)


# -- the samples ---------------------------------------------------------------------------------------

DISTRICTS = ["linzi", "zichuan", "huantai", "yiyuan"]


def sample(module: str) -> tuple[Any, Tables]:
    data = importlib.import_module(f"samples.{module}")
    return data, read_tables(GridBook(EXAMPLES / f"{data.NAME}.xlsx"), today=TODAY)


@pytest.mark.parametrize("module", ["park", *DISTRICTS])
def test_the_samples_read_as_their_data_say__ok(module: str) -> None:  # I7
    data, read = sample(module)
    for got, wanted in zip(read.items.values(), data.ITEMS, strict=True):
        assert got.number == wanted["no"]
        assert got.name == wanted["name"]
        assert [squeeze(line.text) for line in got.measures] == [squeeze(m) for m in wanted["measures"]]
        assert [squeeze(line.text) for line in got.problems] == [squeeze(p) for p in wanted["problems"]]
        assert [line.number for line in got.measures] == list(range(1, len(wanted["measures"]) + 1))
        assert squeeze(got.goal) == squeeze(wanted["goal"])
        assert got.leaders == (squeeze(wanted["leader"]),)
        assert got.unit == wanted["unit"]
        assert got.owners == tuple(squeeze(owner) for owner in wanted["owners"])
        assert got.other_units == ()


def test_the_park__ok() -> None:  # I7
    _, read = sample("park")
    assert list(read.items) == [4, 5, 6, 7, 8, 9]
    assert [len(item.measures) for item in read.items.values()] == [4, 4, 4, 3, 4, 4]
    assert [len(item.problems) for item in read.items.values()] == [2, 2, 4, 3, 3, 3]
    assert [item.unit for item in read.items.values()] == [
        "综合管理局",
        "办公室",
        "综合管理局",
        "综合管理局",
        "招商局",
        "规划建设局",
    ]
    assert read.items[9].owners == ("唐家齐", "宋一鸣")
    assert "；" in read.items[5].measures[2].text
    assert read.settings.year == 2020
    assert read.findings == ()


@pytest.mark.parametrize(
    ("module", "rows", "last_rows"),
    [
        ("linzi", [3, 5, 7, 9, 11], [3, 5, 7, 9, 11]),
        ("zichuan", [4, 7, 12, 15], [6, 10, 14, 16]),
        ("huantai", [5, 6, 7, 8], [5, 6, 7, 8]),
        ("yiyuan", [3, 4, 5, 6, 7], [3, 4, 5, 6, 7]),
    ],
)
def test_the_districts_keep_their_rows__ok(module: str, rows: list[int], last_rows: list[int]) -> None:  # I7
    _, read = sample(module)
    assert list(read.items) == rows
    assert [item.last_row for item in read.items.values()] == last_rows


def test_other_columns_of_a_district_are_kept__ok() -> None:  # I7
    assert sample("linzi")[1].need_list.header.extra == {2: "所属领域", 9: "联系电话"}
    assert sample("huantai")[1].need_list.header.extra == {8: "内部编号"}
    assert sample("yiyuan")[1].need_list.name == "改革事项清单"


def test_typed_tracking_of_a_district_is_kept_and_found__ok() -> None:  # I7
    _, read = sample("huantai")
    assert [item.tracking["完成时限"] for item in read.items.values()] == [
        "年内",
        "2020.9.15",
        "9月30日前",
        "2020年9月底",
    ]
    assert [item.tracking["完成进度"] for item in read.items.values()] == ["80%", 60, 0.4, "100%"]
    found = [each for each in check_book(book_of(read)) if each.sheet == LIST and each.code in FOR_FIGURES]
    assert codes(found) == {
        "I5": "T120",
        "I6": "T120",
        "I7": "T120",
        "I8": "T120",
        "J5": "T111",
        "J6": "T112",
        "J8": "T111",
    }


def test_the_city_has_fifteen_items_and_no_list__ok() -> None:  # I7
    _, read = sample("city")
    assert read.list is None
    assert read.city is not None
    assert of_column(read.city.rows, "序号") == list(range(1, 16))


@pytest.mark.parametrize("module", ["park", *DISTRICTS])
def test_the_ledger_of_a_sample_has_one_row_a_measure__ok(module: str) -> None:  # I7
    data, read = sample(module)
    assert read.ledger is not None
    keys = [(row["事项键"], row["措施序号"]) for row in read.ledger.rows.values()]
    assert keys == [(row[0], row[1]) for row in data.WORK]
    assert list(read.ledger.rows) == list(range(2, len(data.WORK) + 2))
    assert STAFF_COLUMNS[1] in read.need_list.header.columns
