"""The office whose list it is, read from the list's title.

TO1 It stands between the year and the kind of list, before the year, or alone in the row above a title without any.
TO2 Where no name stands there, none is found: a topic, an aim, a period, areas in general, several at once.
TO3 It is taken before the first build only, and written into 规则, where staff see it and correct it.
TO4 What staff typed as 单位名称 wins, also a blank in a workbook that was built.
TO5 A city calls a district as before where 规则 does not say its name yet: titles are often alike.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bulletins import TITLE
from lists import AS_OF, Book, Item, make_book
from sheets import grid

from duban.macros.commands.new import new_workbook
from duban.macros.commands.read_districts import read_districts
from duban.udfs.periods import Period
from duban.workbook.file.package import Package
from duban.workbook.file.write_xlsx import create
from duban.workbook.format.names import LEDGER, LIST, RULES
from duban.workbook.format.sheets.task_list import STAFF_COLUMNS
from duban.workbook.reading.find_header import find_list_header
from duban.workbook.reading.title_office import is_office, title_office

BULLETIN = "2020年第三季度通报"


def named(*titles: str) -> str:
    """The office that titles name, each in a row of its own."""
    sheet = grid([*([title] for title in titles), list(STAFF_COLUMNS), [1, "企业开办"]], name="清单")
    header = find_list_header(sheet)
    assert header is not None
    return title_office((sheet, header))


@pytest.mark.parametrize(
    ("title", "office"),
    [
        ("2020年齐鲁化工区重点改革攻坚事项任务清单", "齐鲁化工区"),
        ("桓台经济开发区2020年改革任务清单", "桓台经济开发区"),
        ("淄川经济开发区重点改革攻坚任务清单", "淄川经济开发区"),
        ("沂源经济开发区2020年改革事项清单", "沂源经济开发区"),
        ("2020 年度 临 淄 区 重点工作督查台账", "临淄区"),
        ("2020年第三季度临淄区重点工作督查台账", "临淄区"),
        ("2020年1-9月临淄区重点项目一览表", "临淄区"),
        ("齐鲁化工区2020—2022年重点改革任务清单", "齐鲁化工区"),
        ("附件2：2020年临淄区闻韶街道重点工作台账", "临淄区闻韶街道"),
        ("（征求意见稿）临淄区2020年攻坚任务清单", "临淄区"),
        ("2020年淄博市委督查室重点工作台账", "淄博市委督查室"),
        ("淄博市发展和改革委员会2020年重点工作台账", "淄博市发展和改革委员会"),
        ("2020年齐鲁化工区管委会任务清单", "齐鲁化工区管委会"),
        ("2020年淄博市人民政府重点工作任务分解", "淄博市人民政府"),
        ("2020年天津市和平区重点工作清单", "天津市和平区"),
        ("2020年枣庄市市中区督办事项台账", "枣庄市市中区"),
        ("2020年市中区重点工作台账", "市中区"),
        ("2020年全椒县重点工作台账", "全椒县"),
        ("2020年本溪市重点工作台账", "本溪市"),
        ("2020年向阳区攻坚任务清单", "向阳区"),
    ],
)
def test_a_name_in_the_title__ok(title: str, office: str) -> None:  # TO1
    assert named(title) == office
    assert named(title, "单位：综合管理局　　填报时间：2020年9月") == office


@pytest.mark.parametrize(
    "title",
    [
        "2020年重点改革攻坚事项任务清单",
        "2020年度重点改革攻坚事项任务清单",
        "2020年改革攻坚任务清单",
        "2020年第三季度重点工作台账",
        "2020年上半年督查台账",
        "重点改革攻坚任务清单",
        "任务清单",
        "台账",
        # areas in general
        "2020年全市重点改革任务清单",
        "2020年我区重点工作台账",
        "2020年各区县重点工作清单",
        "2020年沿黄各县重点工作台账",
        "2020年市区重点项目台账",
        "2020年乡镇街道重点工作台账",
        "2020年省对市重点工作清单",
        "2020年市委市政府重点工作台账",
        "2020年市政府重点工作台账",
        "2020年高新区重点工作清单",
        "2020年经济开发区重点工作清单",
        "2020年化工园区重点工作清单",
        "2020年国家级经济开发区重点改革清单",
        "2020年办公室重点工作台账",
        "2020年省级财政直管县重点改革清单",
        # topics and aims
        "2020年安全生产重点工作台账",
        "2020年脱贫攻坚任务清单",
        "2020年优化营商环境攻坚任务清单",
        "2020年创建全国文明城市攻坚任务清单",
        "2020年全国文明城市重点工作台账",
        "2020年工业强市重点工作台账",
        "2020年企业上市重点工作台账",
        "2020年数字政府重点工作台账",
        "2020年特色小镇重点项目清单",
        "2020年老旧小区重点项目清单",
        "2020年建成区重点工作台账",
        "2020年自然保护区攻坚任务清单",
        "2020年事关全局重点工作台账",
        "2020年全面开新局重点工作台账",
        "2020年以经济建设为中心重点工作台账",
        "2020年领导交办重点工作台账",
        "2020年区委常委督办事项台账",
        "2020年乡村振兴重点工作台账",
        "2020年周村区乡村振兴重点工作台账",
        "2020年临淄区全面深化改革攻坚任务清单",
        "2020年支持沂源县重点改革任务清单",
        "2020年政府工作报告重点任务台账",
        # several at once, or another document
        "2020年临淄区、桓台县重点工作清单",
        "2020年沂源县和桓台县重点工作清单",
        "关于印发《2020年齐鲁化工区重点改革攻坚事项任务清单》的通知",
        "2020年中国（山东）自由贸易试验区重点工作清单",
        "临淄区二〇二〇年通讯录",
    ],
)
def test_no_name_in_the_title__ok(title: str) -> None:  # TO2
    assert named(title) == ""
    assert named("附件", title) == ""


def test_a_name_in_the_row_above__ok() -> None:  # TO1
    assert (
        named("桓台经济开发区", "2020年度重点改革攻坚事项任务清单", "（截至2020年9月）") == "桓台经济开发区"
    )
    assert named("全市", "2020年度重点改革攻坚事项任务清单") == ""
    assert named("桓台经济开发区", "", "2020年度重点改革攻坚事项任务清单") == ""
    assert named("桓台经济开发区", "填报说明") == ""
    assert named("附件1", "安全生产", "2020年重点改革攻坚事项任务清单") == ""


def test_the_nearest_title_counts__ok() -> None:  # TO1
    assert named("2019年淄博市重点工作清单", "2020年临淄区重点工作清单") == "临淄区"


@pytest.mark.parametrize("name", ["", "区", "县区", "淄博", "齐鲁化工", "临淄区2", "a区县", "中" * 20 + "区"])
def test_what_is_no_office__ok(name: str) -> None:  # TO2
    assert not is_office(name)


def titled(title: str, book: Book | None = None) -> Book:
    return (book or make_book(Item("企业开办"))).typed(LIST, {(1, 1): title})


def office(book: Book) -> Any:
    return book.value(RULES, book.find(RULES, 项目="单位名称"), "值")


def test_the_first_build_writes_it_down__ok() -> None:  # TO3
    book = titled("2020年临淄区改革攻坚任务清单").built()
    assert office(book) == "临淄区"
    assert book.grids[BULLETIN].value(*TITLE).startswith("临淄区2020年第三季度")
    assert book.built().data is book.data
    assert office(titled("2020年桓台县改革攻坚任务清单", book).built()) == "临淄区"


def test_a_ledger_that_staff_brought_along__ok() -> None:  # TO3
    """Before a first build there is no 规则."""
    there = titled("2020年临淄区改革攻坚任务清单").built()
    package = Package.read(there.data)
    package.remove_sheet(RULES)
    assert office(Book(package.to_bytes()).built()) == "临淄区"


def test_without_a_name_the_cell_is_blank__ok() -> None:  # TO3
    book = make_book(Item("企业开办")).built()
    assert office(book) is None
    assert book.grids[BULLETIN].value(*TITLE).startswith("2020年第三季度")


def test_what_staff_typed_wins__ok() -> None:  # TO4
    made = titled("2020年临淄区改革攻坚任务清单").built()
    row = made.find(RULES, 项目="单位名称")
    typed = made.typed(RULES, {(row, "值"): "临淄区改革办"}).built()
    assert office(typed) == "临淄区改革办"
    assert typed.grids[BULLETIN].value(*TITLE).startswith("临淄区改革办2020年")
    cleared = made.typed(RULES, {(row, "值"): None}).built()
    assert office(cleared) is None
    assert cleared.grids[BULLETIN].value(*TITLE).startswith("2020年第三季度")


def test_a_new_workbook_that_staff_gave_a_title__ok() -> None:  # TO3
    empty = Book(create(new_workbook(Period.parse("2020Q3"), None, date(2026, 1, 5))))
    assert empty.value(LIST, 1, 1) == "2020年重点改革攻坚事项任务清单"
    cells = {(3, 1): 1, (3, 2): "企业开办", (3, 5): "1、合并表单", (3, 7): "综合局"}
    assert office(empty.typed(LIST, cells).built()) is None
    book = empty.typed(LIST, {**cells, (1, 1): "2021年临淄区攻坚任务清单"}).built()
    assert office(book) == "临淄区"
    assert book.show(LEDGER, "开始日期", "完成时限") == [(date(2021, 1, 1), date(2021, 12, 31))]


def test_the_title_of_a_new_list_has_the_year_of_the_period__ok() -> None:
    for period, as_of, year in (
        (Period.parse("2019Q4"), None, 2019),
        (None, date(2021, 3, 31), 2021),
        (None, None, 2026),
    ):
        title = new_workbook(period, as_of, date(2026, 1, 5))[0].cells[1, 1].value
        assert str(title).startswith(f"{year}年重点")


def test_districts_with_one_title__ok(tmp_path: Path) -> None:  # TO5
    for name in ("临淄", "桓台"):
        (tmp_path / f"{name}.xlsx").write_bytes(titled("2020年淄博市改革攻坚任务清单").data)
    found, _ = read_districts([str(tmp_path)], None)
    assert sorted(each.name for each in found) == ["临淄", "桓台"]
    built = titled("2020年临淄区改革攻坚任务清单").built(as_of=AS_OF)
    (tmp_path / "临淄.xlsx").write_bytes(built.data)
    found, _ = read_districts([str(tmp_path)], None)
    assert sorted(each.name for each in found) == ["临淄区", "桓台"]
