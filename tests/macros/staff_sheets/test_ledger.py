"""A later run on 具体项目台账: whatever happened to list and ledger, what staff filled stays.

LG1  A first run makes one row a measure, 限期, with unit, owner and dates; a second run changes nothing.
LG2  Sorted, inserted or renumbered items keep each measure's progress.
LG3  A renumbered (L112) or reworded (L111) measure keeps its progress; by likeness before number.
LG4  A new measure comes at the end of the ledger (L110).
LG5  A measure that left the list becomes 已移出 (L113), stays, and no longer counts.
LG6  One that returns with its own text has the 类型 that it had (L114); a new measure never revives a like one.
LG7  A filled cell is never overwritten; a blank one that staff emptied stays blank.
LG8  A row that staff added without 措施序号 is left alone, and counts.
LG9  Staff may sort the ledger: every figure stays the same.
LG10 A doubled row is moved out, and never takes the place of the one that counts.
LG12 措施键 is given once, travels with its row, is put right where a sort left it behind (L116); a copied row gets a
     new one (L115), a deleted row its old one back (L118); it is never given again.
LG13 Dates that the list does not say are filled in for 限期 measures only: not where the list's words make it 常态化; where staff
     made it so they go again (L125), unless somebody changed them or the list says them, and they come back with 限期 (L126).
LG11 What figures cannot use in a cell is a finding at this cell, and no change to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lists import AS_OF, FIRST, Book, Item, ledger, make_book, numbered

from duban.validation.checker import check_file
from duban.workbook.file.package import Package
from duban.workbook.format.names import BASELINE, LEDGER, LIST
from duban.workbook.say.stop import Stop

MEASURES = ("逐户摸底建立台账", "发布厂房招商目录", "落实入驻奖补办法")
SHARES = {"逐户摸底建立台账": 1, "发布厂房招商目录": 0.5, "落实入驻奖补办法": 0.25, "合并申请表单": 0.75}


@pytest.fixture(scope="module")
def filled() -> Book:
    """Two items; every measure has a progress of its own."""
    book = make_book(Item("企业开办", ("合并申请表单",)), Item("厂房盘活", MEASURES, unit="办公室")).built()
    shares = {(book.find(LEDGER, 具体项目=text), "完成进度"): share for text, share in SHARES.items()}
    return book.typed(LEDGER, shares).built()


def progress(book: Book) -> dict[str, Any]:
    """Text of a measure → progress, for those that count."""
    return {text: row[3] for text, row in ledger(book).items() if row[2] != "已移出"}


def with_measures(book: Book, measures: Sequence[str], row: int = FIRST + 1) -> Book:
    """The list with other measures in one item."""
    return book.typed(LIST, {(row, "改革的具体项目"): numbered(measures)})


def item_progress(book: Book, name: str = "厂房盘活") -> Any:
    return book.value(LIST, book.find(LIST, 事项名称=name), "完成进度")


def test_first_run__ok() -> None:  # LG1
    book = make_book(Item("厂房盘活", MEASURES, unit="办公室")).built()
    shown = book.show(LEDGER, "事项键", "措施序号", "具体项目", "类型", "责任单位", "负责人", "完成进度")
    assert shown == [(1, n, text, "限期", "办公室", "王强", None) for n, text in enumerate(MEASURES, 1)]
    assert book.show(LEDGER, "开始日期", "完成时限")[0] == (date(2020, 1, 1), date(2020, 12, 31))
    assert not {"L110", "L113"} & set(book.codes)


def test_second_run__ok(filled: Book) -> None:  # LG1
    assert filled.plan().plan.empty
    assert filled.built().data is filled.data


def test_items_sorted__ok(filled: Book) -> None:  # LG2
    book = filled.sorted(LIST, "序号", reverse=True).built()
    assert progress(book) == SHARES
    assert item_progress(book) == pytest.approx(1.75 / 3)
    assert book.built().data is book.data


def test_item_inserted_and_all_renumbered__ok(filled: Book) -> None:  # LG2
    new = {"序号": 1, "事项名称": "人才公寓", "改革的具体项目": "1、制定配租办法"}
    cells = {(FIRST, column): value for column, value in new.items()}
    numbers = {(FIRST + n, "序号"): n + 1 for n in (1, 2)}
    book = filled.inserted(LIST, FIRST).typed(LIST, cells | numbers).built()
    assert progress(book) == {**SHARES, "制定配租办法": None}
    assert book.show(LEDGER, "事项序号")[:2] == [(2,), (3,)]
    assert book.codes.count("L110") == 1


def test_measures_renumbered__ok(filled: Book) -> None:  # LG3
    book = with_measures(filled, ("新出台管理细则", *MEASURES)).built()
    assert progress(book) == {**SHARES, "新出台管理细则": None}
    assert [ledger(book)[text][1] for text in MEASURES] == [2, 3, 4]
    assert book.codes.count("L112") == 3
    assert book.show(LEDGER, "具体项目")[-1] == ("新出台管理细则",)  # LG4
    assert book.codes.count("L110") == 1


def test_measure_reworded__ok(filled: Book) -> None:  # LG3
    book = with_measures(filled, (MEASURES[0], "分批发布厂房招商目录", MEASURES[2])).built()
    assert progress(book)["分批发布厂房招商目录"] == 0.5
    assert MEASURES[1] not in ledger(book)
    assert [c for c in book.codes if c.startswith("L")] == ["L111"]


def test_likeness_goes_before_number__ok(filled: Book) -> None:  # LG3
    book = with_measures(
        filled, ("落实企业入驻奖补办法", "逐户摸底建立企业台账", "发布闲置厂房招商目录")
    ).built()
    assert list(progress(book).values())[1:] == [1, 0.5, 0.25]
    assert progress(book)["落实企业入驻奖补办法"] == 0.25


def test_number_decides_last__ok(filled: Book) -> None:  # LG3
    book = with_measures(filled, (MEASURES[0], "设立一名服务专员", MEASURES[2])).built()
    assert progress(book)["设立一名服务专员"] == 0.5
    assert "L111" in book.codes


def test_punctuation_is_no_change__ok(filled: Book) -> None:  # LG3
    book = with_measures(filled, [f"{text}； " for text in MEASURES])
    assert [c for c in book.plan().findings if c.code.startswith("L")] == []


def test_measure_removed__ok(filled: Book) -> None:  # LG5
    book = with_measures(filled, MEASURES[:2]).built()
    assert ledger(book)[MEASURES[2]] == (2, None, "已移出", 0.25)
    assert item_progress(book) == 0.75
    assert book.codes.count("L113") == 1
    assert book.built().data is book.data


def test_item_removed__ok(filled: Book) -> None:  # LG5
    book = filled.with_cut(FIRST + 1).built()
    assert [ledger(book)[text][2:] for text in MEASURES] == [("已移出", SHARES[text]) for text in MEASURES]
    assert book.codes.count("L113") == 3
    assert "L101" not in book.codes


def test_measure_returned__ok(filled: Book) -> None:  # LG6
    book = with_measures(with_measures(filled, MEASURES[:2]).built(), MEASURES).built()
    assert progress(book) == SHARES
    assert "L114" in book.codes and "L110" not in book.codes
    assert book.built().data is book.data


def test_moved_out_by_hand_stays__ok(filled: Book) -> None:  # LG7
    row = filled.find(LEDGER, 具体项目=MEASURES[2])
    book = filled.typed(LEDGER, {(row, "类型"): "已移出"}).built()
    assert ledger(book)[MEASURES[2]] == (2, 3, "已移出", 0.25)
    assert item_progress(book) == 0.75


def test_new_measure_does_not_revive_a_like_one__ok(filled: Book) -> None:  # LG6
    gone = with_measures(filled, MEASURES[:2]).built()
    book = with_measures(gone, (*MEASURES[:2], "落实扩产奖补办法")).built()
    assert ledger(book)["落实扩产奖补办法"] == (2, 3, "限期", None)
    assert ledger(book)[MEASURES[2]][2:] == ("已移出", 0.25)


def test_filled_cells_stay__ok(filled: Book) -> None:  # LG7
    row = filled.find(LEDGER, 具体项目=MEASURES[0])
    mine = {
        "类型": "常态化",
        "责任单位": "建设局",
        "负责人": "赵敏",
        "权重": 3,
        "完成时限": date(2020, 6, 30),
        "进展情况": "已开工",
        "佐证材料": None,
    }
    book = filled.typed(LEDGER, {(row, c): v for c, v in mine.items()} | {(row, "开始日期"): None})
    later = with_measures(book, ("新出台管理细则", *MEASURES)).built()
    row = later.find(LEDGER, 具体项目=MEASURES[0])
    assert {c: later.value(LEDGER, row, c) for c in mine} == mine
    assert later.value(LEDGER, row, "开始日期") is None
    assert later.value(LEDGER, row, "完成进度") == 1


def test_row_of_the_staff_without_number__ok(filled: Book) -> None:  # LG8
    cells = {"事项键": 2, "具体项目": "迎接上级观摩", "类型": "限期", "完成进度": 0}
    book = filled.typed(LEDGER, {(6, c): v for c, v in cells.items()}).built()
    assert ledger(book)["迎接上级观摩"] == (2, None, "限期", 0)
    assert item_progress(book) == pytest.approx(1.75 / 4)
    later = with_measures(book, MEASURES[:2]).built()
    assert ledger(later)["迎接上级观摩"] == (2, None, "限期", 0)


def test_row_of_the_staff_comes_onto_the_list__ok(filled: Book) -> None:  # LG8
    cells = {"事项键": 2, "具体项目": "迎接上级观摩", "类型": "限期", "完成进度": 0.5}
    book = filled.typed(LEDGER, {(6, c): v for c, v in cells.items()}).built()
    later = with_measures(book, (*MEASURES, "迎接上级观摩")).built()
    assert ledger(later)["迎接上级观摩"] == (2, 4, "限期", 0.5)
    assert len(ledger(later)) == len(ledger(filled)) + 1


def test_row_of_the_staff_without_item__error(filled: Book) -> None:  # LG8, LG11
    book = filled.typed(LEDGER, {(6, "事项键"): 77, (6, "具体项目"): "迎接上级观摩"}).built()
    found = next(f for f in book.outcome.findings if f.code == "L101")  # type: ignore[union-attr]
    assert (found.sheet, found.row, found.value) == (LEDGER, 6, 77)


@pytest.mark.parametrize("column", ["完成进度", "具体项目", "措施序号"])
def test_staff_sort_the_ledger__ok(filled: Book, column: str) -> None:  # LG9
    book = filled.sorted(LEDGER, column).built()
    assert progress(book) == SHARES
    assert [c for c in book.codes if c.startswith("L")] == []
    assert book.show(LIST, "事项键", "完成进度", "亮灯") == filled.show(LIST, "事项键", "完成进度", "亮灯")
    assert book.built().data is book.data


@pytest.mark.parametrize("later_first", [False, True])
def test_doubled_row__ok(filled: Book, later_first: bool) -> None:  # LG10
    row = filled.find(LEDGER, 具体项目=MEASURES[0])
    book = filled.copied(LEDGER, row, 6).typed(LEDGER, {(6, "完成进度"): 0}).built()
    assert book.value(LEDGER, 6, "类型") == "已移出"
    if later_first:
        book = book.moved(LEDGER, {row: 6, 6: row}).built()
        assert [c for c in book.codes if c.startswith("L")] == []
    assert item_progress(book) == pytest.approx(1.75 / 3)
    assert book.built().data is book.data


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("完成进度", 130, "T110"),
        ("完成进度", -0.1, "T110"),
        ("完成进度", "80%", "T111"),
        ("完成时限", "2020年9月底", "T120"),
        ("完成时限", "2020年2月30日", "T121"),
        ("完成时限", date(2019, 12, 31), "T122"),
        ("权重", "重", "T140"),
        ("权重", -1, "T140"),
        ("亮灯", "正常", "T130"),
        ("时序进度", 0.5, "T130"),
    ],
)
def test_unusable_cell__error(filled: Book, column: str, value: Any, code: str) -> None:  # LG11
    book = filled.typed(LEDGER, {(2, column): value}).built()
    at = [(f.sheet, f.row, f.column_name) for f in book.outcome.findings if f.code == code]  # type: ignore[union-attr]
    assert at == [(LEDGER, 2, column)]
    assert book.value(LEDGER, 2, column) == value
    assert book.built().data is book.data


def test_dates_of_the_item_go_into_new_rows__ok() -> None:  # LG1
    book = make_book(Item("企业开办", ("合并表单",))).built()
    dated = book.typed(LIST, {(FIRST, "开始日期"): date(2020, 3, 1), (FIRST, "完成时限"): "2020年9月底"})
    later = with_measures(dated, ("合并表单", "开通网上专区"), FIRST).built()
    assert later.show(LEDGER, "开始日期", "完成时限")[1] == (date(2020, 3, 1), AS_OF)


# LG6


def test_a_measure_that_returns_has_the_type_that_it_had__ok(filled: Book) -> None:  # LG6
    row = filled.find(LEDGER, 具体项目=MEASURES[1])
    standing = filled.typed(LEDGER, {(row, "类型"): "常态化"}).built()
    back = with_measures(with_measures(standing, MEASURES[::2]).built(), MEASURES).built()
    assert back.value(LEDGER, row, "类型") == "常态化"
    assert next(f.facts["kind"] for f in back.outcome.findings if f.code == "L114") == "常态化"  # type: ignore[union-attr]


# LG12


def keys(book: Book) -> dict[str, Any]:
    """Text of a measure → 措施键."""
    return dict(book.show(LEDGER, "具体项目", "措施键"))


def test_keys_are_given_once__ok(filled: Book) -> None:  # LG12
    assert keys(filled) == {"合并申请表单": 1, MEASURES[0]: 2, MEASURES[1]: 3, MEASURES[2]: 4}
    assert filled.value("规则", filled.find("规则", 项目="下一措施键"), "值") == 5
    assert keys(filled.sorted(LEDGER, "具体项目").built()) == keys(filled)


def test_a_sort_that_left_the_keys_behind__ok(filled: Book) -> None:  # LG12
    column = [filled.value(LEDGER, row, "措施键") for row in range(2, 6)]
    moved = filled.sorted(LEDGER, "具体项目", reverse=True)
    apart = moved.typed(LEDGER, {(row, "措施键"): key for row, key in enumerate(column, 2)})
    again = apart.built()
    assert keys(again) == keys(filled) and "L116" in again.codes
    assert {text: row[3] for text, row in ledger(again).items()} == SHARES


def test_a_copied_row_gets_a_new_key__ok(filled: Book) -> None:  # LG12
    row = filled.find(LEDGER, 具体项目=MEASURES[0])
    copied = filled.copied(LEDGER, row, 7).typed(
        LEDGER, {(7, "具体项目"): "另发补充清单", (7, "措施序号"): None}
    )
    again = copied.built()
    assert keys(again) == {**keys(filled), "另发补充清单": 5} and "L115" in again.codes


def test_a_deleted_row_comes_back_under_its_key__ok(filled: Book) -> None:  # LG12
    row = filled.find(LEDGER, 具体项目=MEASURES[1])
    width = filled.grids[LEDGER].width
    again = filled.typed(LEDGER, {(row, c): None for c in range(1, width + 1)}).built()
    assert keys(again) == keys(filled) and "L118" in again.codes
    assert progress(again)[MEASURES[1]] is None


def test_a_key_is_never_given_again__ok(filled: Book) -> None:  # LG12
    less = with_measures(filled, MEASURES[:2]).built()
    row = less.find(LEDGER, 具体项目=MEASURES[2])
    width = less.grids[LEDGER].width
    gone = less.typed(LEDGER, {(row, c): None for c in range(1, width + 1)})
    assert keys(with_measures(gone, (*MEASURES[:2], "组织专场对接活动")).built())["组织专场对接活动"] == 5


def test_a_key_that_is_no_number__error(filled: Book) -> None:  # LG12
    with pytest.raises(Stop) as stop:
        filled.typed(LEDGER, {(3, "措施键"): "甲"}).built()
    assert (stop.value.code, stop.value.facts["cell"]) == ("foreign_key", "具体项目台账!V3")


# LG13

YEAR = (date(2020, 1, 1), date(2020, 12, 31))
KIND, START, DUE = "类型", "开始日期", "完成时限"


def in_ledger(book: Book, row: int = 2, **cells: Any) -> Book:
    return book.typed(LEDGER, {(row, column): value for column, value in cells.items()})


def dates(book: Book, row: int = 2) -> tuple[Any, Any]:
    return book.value(LEDGER, row, START), book.value(LEDGER, row, DUE)


def checked(book: Book, tmp_path: Path) -> list[str]:
    """The codes of ``validate`` for dates of standing work."""
    (path := tmp_path / "清单.xlsx").write_bytes(book.data)
    return [each.code for each in check_file(str(path)).findings if each.code == "T150"]


@pytest.fixture(scope="module")
def plain() -> Book:
    """One measure without dates."""
    return make_book(Item("企业开办", ("合并申请表单",))).built()


def test_standing_by_the_words_of_the_list__ok(tmp_path: Path) -> None:  # LG13
    book = make_book(Item("企业开办", ("每月暗访", "合并申请表单"))).built()
    assert book.show(LEDGER, KIND, START, DUE) == [("常态化", None, None), ("限期", *YEAR)]
    assert checked(book, tmp_path) == []
    assert book.built().data is book.data


def test_made_standing_and_limited_again__ok(plain: Book, tmp_path: Path) -> None:  # LG13
    assert dates(plain) == YEAR
    typed = in_ledger(plain, 类型="常态化")
    assert checked(typed, tmp_path) == []  # before a build has cleared them
    standing = typed.built()
    assert dates(standing) == (None, None)
    assert [c for c in standing.codes if c in ("L125", "L126", "L120", "L117")] == ["L125", "L125"]
    assert standing.built().data is standing.data
    limited = in_ledger(standing, 类型="限期").built()
    assert dates(limited) == YEAR
    assert limited.codes.count("L126") == 2
    assert limited.built().data is limited.data
    emptied = in_ledger(limited, 完成时限=None).built()
    assert dates(emptied) == (YEAR[0], None)  # LG7
    assert dates(in_ledger(standing, 类型=None).built()) == YEAR  # blank is 限期


def test_a_date_that_somebody_typed_stays__ok(plain: Book, tmp_path: Path) -> None:  # LG13
    mine = date(2020, 11, 30)
    standing = in_ledger(plain, 类型="常态化", 完成时限=mine).built()
    assert dates(standing) == (None, mine)
    assert checked(standing, tmp_path) == ["T150"]
    later = in_ledger(in_ledger(plain, 类型="常态化").built(), 开始日期=date(2020, 3, 1)).built()
    assert dates(later) == (date(2020, 3, 1), None)
    assert dates(in_ledger(later, 类型="限期").built()) == (date(2020, 3, 1), YEAR[1])


def test_a_date_that_the_list_says_stays__ok(plain: Book, tmp_path: Path) -> None:  # LG13
    listed = plain.typed(LIST, {(FIRST, DUE): date(2020, 9, 30)}).built()
    standing = in_ledger(listed, 类型="常态化").built()
    assert dates(standing) == (None, date(2020, 9, 30))
    assert checked(standing, tmp_path) == ["T150"]


def test_limited_again_with_a_date_on_the_list__ok(plain: Book) -> None:  # LG13
    standing = in_ledger(plain, 类型="常态化").built()
    listed = standing.typed(LIST, {(FIRST, DUE): date(2020, 9, 30)}).built()
    assert dates(listed) == (None, None)
    assert dates(in_ledger(listed, 类型="限期").built()) == (YEAR[0], date(2020, 9, 30))


def test_the_last_day_that_staff_typed_is_scolded__error(plain: Book, tmp_path: Path) -> None:  # LG13
    """It is the default, but the program wrote no date there."""
    standing = in_ledger(plain, 类型="常态化").built()
    typed = in_ledger(standing, 完成时限=YEAR[1])
    assert checked(typed, tmp_path) == ["T150"]
    assert dates(typed.built()) == (None, YEAR[1])


def test_blank_cells_of_earlier_workbooks_stay_blank__ok(plain: Book) -> None:  # LG7, LG13
    """What staff emptied before there was a record is not filled in."""
    package = Package.read(in_ledger(plain, 开始日期=None, 完成时限=None).data)
    package.remove_sheet(BASELINE)
    book = Book(package.to_bytes()).built()
    assert dates(book) == dates(book.built()) == (None, None)
    assert dates(in_ledger(book, 类型="限期").built()) == (None, None)


def test_standing_work_that_left_the_list_and_came_back__ok(plain: Book) -> None:  # LG6, LG13
    standing = in_ledger(plain, 类型="常态化").built()
    cut = standing.typed(LIST, {(FIRST, "改革的具体项目"): None}).built()
    assert cut.value(LEDGER, 2, KIND) == "已移出"
    back = cut.typed(LIST, {(FIRST, "改革的具体项目"): "1、合并申请表单"}).built()
    assert (back.value(LEDGER, 2, KIND), dates(back)) == ("常态化", (None, None))
