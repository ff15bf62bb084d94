"""The city's roll-up of district workbooks.

DI001  区县事项 has one row per confirmed link, and one with a blank 市级序号 for an item without any.
DI002  A city item is the weighted mean of the rows that carry it; 未承接, 未报, 0 % and 常态 are kept apart.
DI003  Progress and dates that a district wrote as text are made typed when they are collected.
DI004  Collecting again updates the same rows; rows of other districts stay; what is no longer reported is emptied.
DI005  A 市级序号 that the city filled in for an item without a link is kept and counts.
DI006  An item without a city item is reported, unless its list says 自主.
DI007  Two district workbooks of one name are refused: they would overwrite each other.
DI008  The city's own list and the districts are one pool, each a column group of its own.
DI009  Every formula computes to its stored value in two engines.
DI010  Where nothing has changed nothing is written.
DI011  A district's name is no pattern, and its case does not matter: nowhere, in no formula.
DI012  A district that changed its name keeps its rows under the new one; another's file of that name does not.
DI013  自主 stands in 市级序号 of what a district's list calls so, and is no fault in later runs either.
DI014  However much one city item carries, its row can be written, and survives being saved by another program.
DI015  Every row of 市级事项 is rolled up or reported; numbers as text become numbers.
DI016  A district that hangs, or ends its process, is passed over in a folder, and named where it was named.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from bulletins import table_rows
from lists import AS_OF as DAY
from lists import Book, Item, make_book
from oracles import compare, formula_cells, stored_values, with_cellrune, with_libreoffice
from places import EXAMPLES

from duban.macros.cli import main
from duban.macros.commands import try_to_read
from duban.macros.commands.change_file import change_file
from duban.macros.commands.demo import CITY_BOOK, DISTRICT_BOOKS, PARK, run_demo
from duban.macros.commands.read_districts import read_districts
from duban.macros.commands.rollup import roll_up
from duban.macros.figures.understood import RunOptions
from duban.macros.generated_sheets.ledger_and_link_cells import city_cells, city_findings
from duban.macros.messages.outcome import Outcome
from duban.udfs.text import same_name
from duban.workbook.format.names import CITY, DISTRICTS, LINKS, ROLLUP
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.opening.archive import Limits
from duban.workbook.reading.grid import GridBook
from duban.workbook.reading.tables import read_tables
from duban.workbook.say.stop import Stop

AS_OF = ("--as-of", "2020-09-30")
CITY_ITEMS = (
    (1, "优化营商环境", "推行一窗受理"),
    (2, "盘活存量厂房", "逐户摸底造册"),
    (3, "园区扩容", "新建厂房"),
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the demo: five built workbooks and the city's."""
    folder = tmp_path_factory.mktemp("demo")
    assert [result.path.name for result in run_demo(folder)] == [PARK, *DISTRICT_BOOKS, CITY_BOOK]
    return folder


def rows(path: Path, sheet: str = DISTRICTS, first: int = 2) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(path, data_only=True)
    return [row for row in book[sheet].iter_rows(min_row=first, values_only=True) if row[0] is not None]


def rollup_rows(path: Path) -> list[tuple[Any, ...]]:
    """The rows of 市级汇总; the places in each are the columns of its table."""
    sheet = openpyxl.load_workbook(path, data_only=True)[ROLLUP]
    return [row for row in table_rows(sheet) if row and row[0] is not None]


def city_table(path: Path) -> dict[int, tuple[Any, ...]]:
    """市级汇总: number → (carried by how many, progress, light)."""
    table: dict[int, tuple[Any, ...]] = {}
    for row in rollup_rows(path):
        if isinstance(row[0], int) and row[0] not in table:
            table[row[0]] = (row[3], None if row[5] is None else round(row[5], 4), row[8])
    return table


def test_sample_city__ok(demo: Path) -> None:  # DI002
    assert city_table(demo / CITY_BOOK) == {
        1: (3, 0.7714, "正常"),
        2: (2, 0.5625, "滞后"),
        3: (3, 0.7083, "正常"),
        4: (2, 0.7333, "逾期"),
        5: (3, 0.45, "滞后"),
        6: (1, 0, "严重滞后"),
        7: (3, 0.717, "正常"),
        8: (1, None, "未报"),
        9: (0, None, "未承接"),
        10: (2, 1, "办结"),
        11: (3, 0.5611, "严重滞后"),
        12: (0, None, "未承接"),
        13: (1, None, "常态"),
        14: (0, None, "未承接"),
        15: (0, None, "未承接"),
    }


def test_the_word_stands_only_where_nobody_carries__ok(demo: Path) -> None:  # DI002
    found = [row[0] for row in rollup_rows(demo / CITY_BOOK) if "未承接" in row]
    assert found == [9, 12, 14, 15]


def test_text_is_made_typed__ok(demo: Path) -> None:  # DI003
    mine = {row[1]: row[6] for row in rows(demo / CITY_BOOK) if row[0] == "桓台经济开发区"}
    assert mine == {1: 0.8, 2: 0.6, 3: 0.4, 4: 1}


def test_own_initiative_is_no_fault__ok(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    city = Path(shutil.copy(EXAMPLES / CITY_BOOK, tmp_path))  # DI006
    assert main(["rollup", str(city), str(demo / "沂源经济开发区.xlsx"), *AS_OF]) == 0
    said = capsys.readouterr().out
    assert "D101" in said
    assert "“管委会+公司+基金”" in said
    assert "双精" not in said


def district(
    folder: Path, name: str, *items: Item, links: tuple[tuple[int, int], ...] = (), **more: Any
) -> Path:
    """A district workbook with confirmed links (key, city item)."""
    cells = [(k, None, None, p, None, "主", None, None, "已确认", *[None] * 5) for k, p in links]
    book = make_book(*items, city=CITY_ITEMS, more={"承接关系": [FORMATS[LINKS].names, *cells], **more})
    path = folder / f"{name}.xlsx"
    path.write_bytes(book.data)
    return path


@pytest.fixture
def city(tmp_path: Path) -> Path:
    path = tmp_path / "城市.xlsx"
    book = make_book(city=CITY_ITEMS)
    path.write_bytes(book.data)
    loaded = openpyxl.load_workbook(path)
    del loaded["任务清单"]
    loaded.save(path)
    return path


def test_collecting_again__ok(city: Path, tmp_path: Path) -> None:  # DI001, DI004, DI010
    items = (Item("一窗受理改革", ("开设专窗",)), Item("厂房清查", ("逐户登记",)))
    east = district(tmp_path, "东区", *items, links=((1, 1), (2, 2), (2, 3)))
    west = district(tmp_path, "西区", Item("市场监管改革", ("联合检查",)))
    assert main(["rollup", str(city), str(east), str(west), *AS_OF]) == 0
    assert [row[:5] for row in rows(city)] == [
        ("东区", 1, "一窗受理改革", "综合局", 1),
        ("东区", 2, "厂房清查", "综合局", 2),
        ("东区", 2, "厂房清查", "综合局", 3),
        ("西区", 1, "市场监管改革", "综合局", None),
    ]
    written = city.read_bytes()
    assert main(["rollup", str(city), str(east), str(west), *AS_OF]) == 0
    assert city.read_bytes() == written
    district(tmp_path, "东区", *items, links=((1, 1), (2, 2)))
    assert main(["rollup", str(city), str(east), *AS_OF]) == 0
    assert [(row[0], row[4]) for row in rows(city)] == [("东区", 1), ("东区", 2), ("西区", None)]


def test_city_links_by_hand__ok(city: Path, tmp_path: Path) -> None:  # DI005
    west = district(tmp_path, "西区", Item("市场监管改革", ("联合检查",)))
    main(["rollup", str(city), str(west), *AS_OF])
    book = openpyxl.load_workbook(city)
    book[DISTRICTS]["E2"] = 3
    book.save(city)
    assert main(["rollup", str(city), str(west), *AS_OF]) == 0
    assert rows(city)[0][4] == 3
    assert city_table(city)[3] == (1, None, "未报")


def test_two_of_one_name__error(
    city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # DI007
    (tmp_path / "另一处").mkdir()
    east = district(tmp_path, "东区", Item("一窗受理改革"))
    other = district(tmp_path / "另一处", "东区", Item("厂房清查"))
    before = city.read_bytes()
    assert main(["rollup", str(city), str(east), str(other), *AS_OF]) == 2
    assert "东区" in capsys.readouterr().err
    assert city.read_bytes() == before


def test_name_from_settings__ok(city: Path, tmp_path: Path) -> None:  # DI007
    rules = [("项目", "值", "说明"), ("单位名称", "高新区"), ("当前期间", None), ("截至日期", None)]
    path = district(tmp_path, "报送稿", Item("一窗受理改革"), 规则=rules)
    assert main(["rollup", str(city), str(path), *AS_OF]) == 0
    assert {row[0] for row in rows(city)} == {"高新区"}


@pytest.fixture(scope="module")
def pool(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with a list of its own that collects two districts as well."""
    own = Path(shutil.copy(demo / PARK, tmp_path_factory.mktemp("pool")))
    books = [str(EXAMPLES / f"{name}经济开发区.xlsx") for name in ("临淄", "淄川")]
    assert main(["rollup", str(own), *books, *AS_OF]) == 0
    return own


@pytest.fixture
def both(pool: Path, tmp_path: Path) -> Path:
    """The same, for one test to change."""
    return Path(shutil.copy(pool, tmp_path))


def test_own_list_and_districts_are_one_pool__ok(both: Path) -> None:  # DI008
    table = city_table(both)
    assert table[1] == (2, pytest.approx((0.7975 + 0.8) / 2, abs=1e-4), "正常")
    assert table[13] == (1, None, "常态")
    header = next(row for row in rollup_rows(both) if "本级" in row)
    assert [text for text in header if text] == [
        "市级序号", "市级事项名称", "承接单位", "本级", "临淄经济开发区", "淄川经济开发区",
    ]  # fmt: skip
    before = both.read_bytes()
    assert main(["build", str(both), *AS_OF]) == 0
    assert both.read_bytes() == before


def test_formulas_are_short_enough_for_excel__ok(both: Path) -> None:  # DI009
    longest = max(len(f) for cells in formula_cells(both.read_bytes()).values() for f in cells.values())
    assert longest < 8192


def test_cellrune_agrees__ok(both: Path, demo: Path) -> None:  # DI009
    for path in (both, demo / CITY_BOOK):
        data = path.read_bytes()
        computed, refused = with_cellrune(data)
        assert refused == []
        assert compare(stored_values(data), computed, formula_cells(data)) == []


@pytest.mark.libreoffice
def test_libreoffice_agrees__ok(both: Path, demo: Path, soffice: Callable[[Path, str, Path], Path]) -> None:
    for path in (both, demo / CITY_BOOK):  # DI009
        data = path.read_bytes()
        assert compare(stored_values(data), with_libreoffice(data, soffice), formula_cells(data)) == []


@pytest.mark.libreoffice
def test_saving_in_another_program_is_no_edit__ok(
    demo: Path, tmp_path: Path, soffice: Callable[[Path, str, Path], Path]
) -> None:
    """A workbook that LibreOffice saved holds other spellings of the same formulas."""
    saved = soffice(demo / PARK, "xlsx", tmp_path)
    before = saved.read_bytes()
    assert main(["build", str(saved), *AS_OF, "--accept-suggestions"]) == 0
    assert saved.read_bytes() == before


@pytest.mark.libreoffice
def test_old_format_is_read_as_a_district__ok(
    city: Path, tmp_path: Path, soffice: Callable[[Path, str, Path], Path]
) -> None:
    old = soffice(EXAMPLES / "临淄经济开发区.xlsx", "xls", tmp_path)
    assert main(["rollup", str(city), str(old), *AS_OF]) == 0
    assert {row[0] for row in rows(city)} == {"临淄经济开发区"}


def test_as_of_of_the_city_rules__ok(city: Path, tmp_path: Path) -> None:  # DI002
    east = district(tmp_path, "东区", Item("一窗受理改革", ("开设专窗",)), links=((1, 1),))
    assert main(["rollup", str(city), str(east), "--as-of", "2020-07-01"]) == 0
    row = rows(city)[0]
    assert row[7] == pytest.approx(183 / 366)
    assert row[10].date() == date(2020, 7, 1)


def collect(city: Path, *books: Path) -> Outcome:
    """Roll the district workbooks up into the city's."""
    districts, skipped = read_districts(map(str, books), city)

    def command(tables: Any) -> Outcome:
        return roll_up(tables, districts, RunOptions(as_of=DAY), skipped)

    return change_file(city, command, today=DAY).outcome


def codes(outcome: Outcome) -> list[str]:
    return [finding.code for finding in outcome.findings]


def group_rows(path: Path, number: int = 1) -> list[tuple[Any, ...]]:
    """The rows of a city item in 分区县承接情况, one of each block of districts: number, name, 承接单位, then four columns
    a district."""
    found, inside = [], False
    for row in rollup_rows(path):
        heading = str(row[0]).startswith("分区县承接情况")
        inside = heading or (inside and len(row) > 3)
        if inside and row[0] == number:
            found.append(row)
    return found


PATTERNS = ("A*区", "A区", "AB区", "~区", "A?区", ">=0区", "<甲", "<>乙", '建"设"区')


@pytest.fixture
def patterns(city: Path, tmp_path: Path) -> Path:
    """A city that collected districts whose names look like patterns and operators."""
    for place, name in enumerate(PATTERNS):
        rules = [("项目", "值"), ("单位名称", name), ("当前期间", None), ("截至日期", None)]
        district(tmp_path, f"报送{place}", Item("一窗受理改革"), links=((1, 1),), 规则=rules)
    collect(city, *sorted(tmp_path.glob("报送*.xlsx")))
    return city


def test_a_name_is_no_pattern__ok(patterns: Path) -> None:  # DI009, DI011
    found = group_rows(patterns)
    assert [count for row in found for count in row[3::4] if count is not None] == [1] * len(PATTERNS)
    assert "、".join(row[2] for row in found) == "、".join(PATTERNS)
    data = patterns.read_bytes()
    computed, refused = with_cellrune(data)
    assert refused == []
    assert compare(stored_values(data), computed, formula_cells(data)) == []


@pytest.mark.libreoffice
def test_a_name_is_no_pattern_in_libreoffice__ok(
    patterns: Path, tmp_path: Path, soffice: Callable[[Path, str, Path], Path]
) -> None:  # DI009, DI010, DI011, DI014
    data = patterns.read_bytes()
    assert compare(stored_values(data), with_libreoffice(data, soffice), formula_cells(data)) == []
    saved = soffice(patterns, "xlsx", tmp_path / "存")
    before = saved.read_bytes()
    collect(saved)
    assert saved.read_bytes() == before


def test_case_makes_no_other_district__ok(city: Path, tmp_path: Path) -> None:  # DI011
    first = district(tmp_path, "A区", Item("一窗受理改革"), links=((1, 1),))
    collect(city, first)
    outcome = collect(city, first.rename(tmp_path / "a区.xlsx"))
    assert [row[:5] for row in rows(city)] == [("a区", 1, "一窗受理改革", "综合局", 1)]
    assert outcome.facts["districts"] == 1


def test_case_makes_no_other_district__error(city: Path, tmp_path: Path) -> None:  # DI007, DI011
    (tmp_path / "另").mkdir()
    both = (district(tmp_path, "A区", Item("甲")), district(tmp_path / "另", "a区", Item("乙")))
    with pytest.raises(Stop) as stop:
        collect(city, *both)
    assert stop.value.code == "same_district"


def named(folder: Path, name: str, *items: Item) -> Path:
    """A district workbook 报送.xlsx whose 规则 call it so."""
    folder.mkdir(exist_ok=True)
    rules = [("项目", "值"), ("单位名称", name), ("当前期间", None), ("截至日期", None)]
    return district(folder, "报送", *items, links=((1, 1),), 规则=rules)


def test_a_new_name_keeps_the_rows__ok(city: Path, tmp_path: Path) -> None:  # DI012
    collect(city, named(tmp_path / "甲", "东区", Item("一窗受理改革"), Item("厂房清查")))
    book = openpyxl.load_workbook(city)
    book[DISTRICTS]["E3"] = 3  # the city links the second item by hand
    book.save(city)
    outcome = collect(city, named(tmp_path / "甲", "高新区", Item("一窗受理改革"), Item("厂房清查")))
    assert [(row[0], row[2], row[4]) for row in rows(city)] == [
        ("高新区", "一窗受理改革", 1),
        ("高新区", "厂房清查", 3),
    ]
    found = [finding for finding in outcome.findings if finding.code == "D103"]
    assert [(f.facts["was"], f.facts["name"]) for f in found] == [("东区", "高新区")]
    assert "D103" not in codes(collect(city))


def test_a_file_of_the_same_name_takes_nothing__ok(city: Path, tmp_path: Path) -> None:  # DI012
    collect(city, named(tmp_path / "甲", "东区", Item("一窗受理改革")))
    outcome = collect(city, named(tmp_path / "乙", "西区", Item("厂房清查")))
    assert [row[0] for row in rows(city)] == ["东区", "西区"]
    same = collect(
        city, named(tmp_path / "甲", "东区", Item("甲")), named(tmp_path / "乙", "南区", Item("甲"))
    )
    assert "D103" not in codes(outcome) + codes(same)


def own_item(folder: Path, note: str) -> Path:
    """A district workbook with one item of this 备注."""
    path = district(folder, "东区", Item("双招双引"))
    path.write_bytes(Book(path.read_bytes()).typed("任务清单", {(4, "备注"): note}).data)
    return path


def test_own_initiative_is_kept__ok(city: Path, tmp_path: Path) -> None:  # DI006, DI013
    assert "D101" not in codes(collect(city, own_item(tmp_path, "自主推出")))
    assert rows(city)[0][4] == "自主"
    assert "D101" not in codes(collect(city))
    book = openpyxl.load_workbook(city)
    book[DISTRICTS]["E2"] = 3  # the city knows better
    book.save(city)
    collect(city, own_item(tmp_path, "自主推出"))
    assert rows(city)[0][4] == 3


def test_own_initiative_by_the_way_is_none__error(city: Path, tmp_path: Path) -> None:  # DI006, DI013
    assert "D101" in codes(collect(city, own_item(tmp_path, "坚持自主创新")))
    assert rows(city)[0][4] is None


def district_table(*carried: tuple[str, str, Any]) -> dict[str, list[tuple[Any, ...]]]:
    """区县事项 with rows of district, item and city number."""
    blank = dict.fromkeys(FORMATS[DISTRICTS].names)
    cells = [
        tuple({**blank, "区县": d, "事项序号": n, "事项名称": name, "市级序号": no, "亮灯": "未报"}.values())
        for n, (d, name, no) in enumerate(carried, 1)
    ]
    return {DISTRICTS: [FORMATS[DISTRICTS].names, *cells]}


def city_with(path: Path, *carried: tuple[str, str, Any], city: Any = CITY_ITEMS) -> Path:
    """A city workbook without a list, and with these rows in 区县事项."""
    path.write_bytes(make_book(city=city, more=district_table(*carried)).data)
    loaded = openpyxl.load_workbook(path)
    del loaded["任务清单"]
    loaded.save(path)
    return path


def test_many_items_on_one_city_item__ok(tmp_path: Path) -> None:  # DI014
    path = city_with(
        tmp_path / "城市.xlsx", *(("东区", f"第{n}号很长很长的改革攻坚事项", 1) for n in range(1200))
    )
    collect(path)
    text = next(row[2] for row in rollup_rows(path) if row[0] == 1)
    assert text.startswith("东区：第0号") and text.endswith("… 等 1200 项") and len(text) < 520


@pytest.mark.parametrize("count", [3, 40, 41, 90])
def test_many_districts__ok(tmp_path: Path, count: int) -> None:  # DI009, DI014
    path = city_with(tmp_path / "城市.xlsx", *((f"第{n}经济开发区", "事项", 1 + n % 2) for n in range(count)))
    collect(path)
    cells = formula_cells(path.read_bytes())[ROLLUP]
    assert max(map(len, cells.values())) < 8192
    blocks = group_rows(path)
    carrying = [f"第{n}经济开发区" for n in range(0, count, 2)]
    assert "、".join(row[2] for row in blocks if row[2]) == "、".join(carrying)
    # the names are live however many there are: a formula in each block names its districts
    assert sum('>0,"第' in formula for formula in cells.values()) == len(blocks) * len(CITY_ITEMS)
    data = path.read_bytes()
    assert compare(stored_values(data), with_cellrune(data)[0], formula_cells(data)) == []


def test_typed_text_number_of_a_row_counts__ok(tmp_path: Path) -> None:  # DI005
    path = city_with(tmp_path / "城市.xlsx", ("东区", "甲", "三"), ("东区", "乙", "１"), ("东区", "丙", "甲"))
    outcome = collect(path)
    assert [row[4] for row in rows(path)] == [3, 1, "甲"]
    assert codes(outcome).count("D101") == 1
    data = path.read_bytes()
    assert compare(stored_values(data), with_cellrune(data)[0], formula_cells(data)) == []


ODD_CITY = (("1", "甲", ""), (None, "乙", ""), (2, "丙", ""), ("二", "丁", ""), ("无", "戊", ""))


def test_every_city_item_is_rolled_up_or_reported__ok(tmp_path: Path) -> None:  # DI015
    path = city_with(tmp_path / "城市.xlsx", ("东区", "事项", 1), city=ODD_CITY)
    outcome = collect(path)
    found = [(f.code, f.cell) for f in outcome.findings if f.sheet == CITY]
    assert found == [("K104", "A2"), ("K103", "A3"), ("K103", "A5"), ("K103", "A6")]
    assert [row[0] for row in openpyxl.load_workbook(path)[CITY].iter_rows(min_row=2, values_only=True)] == [
        1, None, 2, 2, "无",
    ]  # fmt: skip
    assert set(city_table(path)) == {1, 2}
    tables = read_tables(GridBook(path), today=DAY)
    assert city_cells(tables) == {}
    assert [f.code for f in city_findings(tables)] == ["K103"] * 3
    assert all(f.message(lang) and f.remedy(lang) for f in outcome.findings for lang in ("zh", "en"))


def test_a_folder_is_no_workbook__error(tmp_path: Path) -> None:
    with pytest.raises(Stop) as stop:
        collect(tmp_path)
    assert stop.value.code == "is_folder"


def test_own_name_of_the_pool__ok() -> None:  # DI011
    assert same_name("Ａ区") != same_name("A区") == same_name("a区")
    assert same_name(None) == ""


@pytest.mark.parametrize(
    ("act", "code"),
    [(lambda: time.sleep(600), "too_slow"), (lambda: os._exit(7), "worker_died")],
    ids=["hangs", "dies"],
)
def test_a_district_that_cannot_be_read__error(  # DI016
    city: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    started_by: Callable[[str], None],
    act: Callable[[], None],
    code: str,
) -> None:
    started_by("fork")
    folder = tmp_path / "区县"
    folder.mkdir()
    for name in ("临淄", "淄川"):
        shutil.copy(EXAMPLES / f"{name}经济开发区.xlsx", folder)
    bad = folder / "淄川经济开发区.xlsx"

    def read(path: Path, limits: Limits) -> GridBook:
        if path == bad:
            act()
        return GridBook(path, limits)

    monkeypatch.setattr(try_to_read, "GridBook", read)
    found, skipped = read_districts([str(folder)], city, timeout=4)
    assert [each.file for each in found] == ["临淄经济开发区.xlsx"]
    assert [(each.code, each.value, each.facts["why"]) for each in skipped] == [
        ("D102", bad.name, Stop(code, path=bad, seconds="4").say)
    ]
    with pytest.raises(Stop) as stop:
        read_districts([str(bad)], city, timeout=4)
    assert stop.value.code == code
