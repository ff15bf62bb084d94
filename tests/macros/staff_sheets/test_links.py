"""承接关系: which city items an item serves. Only what a person confirmed counts.

LK1  An item gets up to three suggestions with the shared phrase as evidence, the best first (K120 until settled).
LK2  Accepting confirms exactly the first of an item, as 主 by 自动; the others stay 建议. A second run adds nothing.
LK3  A confirmed link stays whatever the suggestions say; a refused one is not accepted.
LK4  A typed parent ``2、8`` becomes confirmed links, the first 主, the others 辅 (K110); the cell stays.
LK5  Typed 自主: no suggestion, no nagging, nothing accepted.
LK6  A parent that does not exist is K101, where it was typed or confirmed.
LK7  A link confirmed by hand without 关系 gets 主 where the item has none, else 辅.
LK8  A confirmed link of an item that left the list stays, does not count and is reported (K102).
LK9  The sample park finds all its parents at rank one; nine city items are 未承接.
"""

from __future__ import annotations

import pytest
from bulletins import uncovered
from lists import AS_OF, FIRST, Book, Item, links, make_book
from places import EXAMPLES

from duban.workbook.format.names import CITY, LINKS, LIST, ROLLUP

CITY_ITEMS = (
    (1, "优化营商环境改革攻坚", "推行企业开办一窗受理并联审批，压减水电气暖报装环节，建设政企沟通服务平台。"),
    (2, "闲置资源盘活改革攻坚", "全面清理闲置低效用地和厂房，建立闲置厂房招商目录，推行标准地出让。"),
    (
        3,
        "招才引智体制机制改革攻坚",
        "实行人才公寓先租后售，搭建校企人才联合培养基地，推行一窗受理并联审批人才事项。",
    ),
    (8, "园区管理体制机制改革攻坚", "实行管委会加公司运营，推行全员聘任和绩效考核，剥离社会事务管理职能。"),
)
ITEMS = (
    Item("一件事一次办", ("推行企业开办一窗受理并联审批",), goal="压减水电气暖报装环节"),
    Item("盘活攻坚", ("建立闲置厂房招商目录并每月发布",), goal="全面清理闲置低效用地"),
    Item("职工食堂", ("添置餐桌",)),
)


@pytest.fixture(scope="module")
def unread() -> Book:
    return make_book(*ITEMS, city=CITY_ITEMS)


@pytest.fixture(scope="module")
def suggested(unread: Book) -> Book:
    return unread.built()


def states(book: Book) -> list[tuple[int, int, str | None, str]]:
    """Key, parent, 关系, 状态 of every link in order."""
    return [row[:4] for row in links(book)]


def test_suggestions_with_evidence__ok(suggested: Book) -> None:  # LK1
    rows = suggested.show(LINKS, "事项键", "市级序号", "依据", "状态")
    assert rows[0] == (1, 1, "推行企业开办一窗受理并联审批", "建议")
    assert rows[1][:2] == (1, 3) and rows[1][2] in "推行一窗受理并联审批"
    assert next(row for row in rows if row[0] == 2) == (2, 2, "建立闲置厂房招商目录", "建议")
    assert {row[0] for row in rows} == {1, 2}  # nobody tells where the canteen belongs
    assert max([row[0] for row in rows].count(key) for key in (1, 2)) <= 3
    assert suggested.codes.count("K120") == 2
    assert suggested.show(LINKS, "市级事项名称", "事项名称")[0] == (CITY_ITEMS[0][1], "一件事一次办")


def test_suggestions_do_not_count__ok(suggested: Book) -> None:  # LK1
    assert suggested.outcome is not None
    assert suggested.outcome.facts["carried"] == 0
    assert suggested.value(LIST, FIRST, "对应市级事项") is None


def test_accept_confirms_the_first_of_each__ok(unread: Book) -> None:  # LK2
    book = unread.built(accept=True)
    of_item = {key: [row for row in links(book) if row[0] == key] for key in (1, 2)}
    for key, parent in ((1, 1), (2, 2)):
        assert of_item[key][0] == (key, parent, "主", "已确认", "自动")
        assert {row[2:] for row in of_item[key][1:]} <= {(None, "建议", None)}
    assert book.show(LINKS, "确认日期")[0] == (AS_OF,)
    assert book.show(LIST, "事项键", "对应市级事项") == [(1, 1), (2, 2), (3, None)]
    assert "K120" not in book.codes


def test_accept_later_confirms_the_same__ok(unread: Book, suggested: Book) -> None:  # LK2
    assert links(suggested.built(accept=True)) == links(unread.built(accept=True))


@pytest.mark.parametrize("accept", [False, True])
def test_second_run_adds_nothing__ok(unread: Book, accept: bool) -> None:  # LK2
    book = unread.built(accept=accept)
    assert book.built(accept=accept).data is book.data


def test_confirmed_link_stays__ok(suggested: Book) -> None:  # LK3
    by_hand = {(3, "状态"): "已确认", (3, "关系"): "主", (3, "确认人"): "李明", (3, "权重"): 2}
    book = suggested.typed(LINKS, by_hand).built(accept=True)
    assert states(book)[:2] == [(1, 1, None, "建议"), (1, 3, "主", "已确认")]
    assert book.show(LINKS, "事项键", "确认人", "权重")[1] == (1, "李明", 2)
    assert book.value(LIST, FIRST, "对应市级事项") == 3


def test_refused_link_stays_refused__ok(suggested: Book) -> None:  # LK3
    book = suggested.typed(LINKS, {(2, "状态"): "不采纳"}).built(accept=True)
    assert [row for row in states(book) if row[0] == 1] == [
        (1, 1, None, "不采纳"),
        *[(1, row[1], None, "建议") for row in states(suggested)[1:] if row[0] == 1],
    ]
    assert len(links(book)) == len(links(suggested))


def test_links_of_a_sorted_list_stay__ok(suggested: Book) -> None:  # LK3
    book = suggested.built(accept=True).sorted(LIST, "序号", reverse=True).built(accept=True)
    assert links(book) == links(suggested.built(accept=True))
    assert book.show(LIST, "事项键", "对应市级事项") == [(3, None), (2, 2), (1, 1)]


@pytest.mark.parametrize("typed", ["2、8", "2，8", "2 8", "２;８", "（二）/8"])
def test_typed_parents__ok(typed: str, suggested: Book) -> None:  # LK4
    book = suggested.typed(LIST, {(FIRST, "对应市级事项"): typed}).built()
    confirmed = [row for row in links(book) if row[3] == "已确认"]
    assert [row[:4] for row in confirmed] == [(1, 2, "主", "已确认"), (1, 8, "辅", "已确认")]
    assert book.value(LIST, FIRST, "对应市级事项") == typed
    assert book.formula(LIST, FIRST, "对应市级事项") is None
    assert book.codes.count("K110") == 1
    again = book.built()
    assert again.data is book.data and "K110" not in again.codes


def test_typed_parent_corrected__ok(unread: Book) -> None:  # LK4
    """What the cell said before counts no more; both would be 主 and the item counted twice."""
    book = unread.built().typed(LIST, {(FIRST + 2, "对应市级事项"): 2}).built()
    later = book.typed(LIST, {(FIRST + 2, "对应市级事项"): 8}).built()
    mine = [(parent, state) for key, parent, _, state in states(later) if key == 3]
    assert mine == [(2, "不采纳"), (8, "已确认")]
    assert "K111" in later.codes
    assert later.built().data is later.data


def test_typed_parent_confirms_its_suggestion__ok(suggested: Book) -> None:  # LK4
    book = suggested.typed(LIST, {(FIRST, "对应市级事项"): 3}).built(accept=True)
    assert states(book)[:2] == [(1, 1, None, "建议"), (1, 3, "主", "已确认")]
    assert len(links(book)) == len(links(suggested))


def test_typed_parent_refused_later_stays_refused__ok(suggested: Book) -> None:  # LK3, LK4
    book = (
        suggested.typed(LIST, {(FIRST, "对应市级事项"): 3})
        .built()
        .typed(LINKS, {(3, "状态"): "不采纳"})
        .built()
    )
    assert states(book)[1] == (1, 3, "主", "不采纳")


@pytest.mark.parametrize("typed", ["自主", " 自 主"])
def test_typed_own_initiative__ok(typed: str, unread: Book, suggested: Book) -> None:  # LK5
    tracked = make_book(*ITEMS).built()  # no city list yet, so nothing suggested yet
    early = tracked.typed(LIST, {(FIRST, "对应市级事项"): typed})
    with_city = make_book(*ITEMS, city=CITY_ITEMS).grids[CITY].rows[1:]
    cells = {(r, c): v for r, row in enumerate(with_city, 2) for c, v in enumerate(row, 1)}
    book = early.typed(CITY, cells).built(accept=True)
    assert {row[0] for row in links(book)} == {2}
    late = suggested.typed(LIST, {(FIRST, "对应市级事项"): typed})
    assert {row[3] for row in links(late.built(accept=True)) if row[0] == 1} == {"建议"}
    assert late.built().codes.count("K120") == 1


@pytest.mark.parametrize(
    ("typed", "wrong", "right"), [("99", "99", []), ("4、8", "4", [8]), ("八区", "八区", [])]
)
def test_unknown_parent__error(typed: str, wrong: str, right: list[int], suggested: Book) -> None:  # LK6
    book = suggested.typed(LIST, {(FIRST, "对应市级事项"): typed}).built()
    assert book.outcome is not None
    found = [f for f in book.outcome.findings if f.code == "K101"]
    assert [(f.sheet, f.row, f.facts["value"]) for f in found] == [(LIST, FIRST, wrong)]
    assert [row[1:3] for row in links(book) if row[3] == "已确认"] == [(parent, "主") for parent in right]


def test_confirmed_unknown_parent__error(suggested: Book) -> None:  # LK6
    book = suggested.typed(LINKS, {(2, "市级序号"): 99, (2, "状态"): "已确认"}).built()
    assert book.outcome is not None
    assert [(f.sheet, f.cell) for f in book.outcome.findings if f.code == "K101"] == [(LINKS, "D2")]


def test_confirmed_without_relation__ok(suggested: Book) -> None:  # LK7
    book = suggested.typed(LINKS, {(2, "状态"): "已确认", (3, "状态"): "已确认"}).built()
    assert [row[2] for row in links(book)[:2]] == ["主", "辅"]
    assert book.value(LIST, FIRST, "对应市级事项") == 1


def test_link_of_an_item_that_left_the_list__ok(suggested: Book) -> None:  # LK8
    both = suggested.built(accept=True).typed(LIST, {(FIRST + 1, "对应市级事项"): 1}).built()
    book = both.with_cut(FIRST).built()
    assert book.outcome is not None
    assert [(f.sheet, f.row) for f in book.outcome.findings if f.code == "K102"] == [(LINKS, 2)]
    row = next(row for row in uncovered(book.grids[ROLLUP]) if row[:2] == (1, CITY_ITEMS[0][1]))
    assert row[2:4] == ("盘活攻坚（综合局）", 1)
    assert book.built().data is book.data


def test_numbers_typed_as_text_count__ok(suggested: Book) -> None:  # LK3
    cells = {(2, "状态"): "已确认", (2, "市级序号"): "１", (2, "事项键"): "1"}
    book = suggested.typed(LINKS, cells).built()
    assert links(book)[0][:2] == (1, 1)
    assert book.value(LIST, FIRST, "对应市级事项") == 1


def test_sample_park__ok() -> None:  # LK9
    sample = EXAMPLES / "齐鲁化工区.xlsx"
    book = Book(sample.read_bytes()).built(accept=True)
    assert [(row[0], row[1]) for row in links(book) if row[3] == "已确认"] == [
        (1, 1), (2, 2), (3, 3), (4, 5), (5, 7), (6, 11)
    ]  # fmt: skip
    assert sum(value == "未承接" for row in book.grids[ROLLUP].rows for value in row) == 9
    assert book.outcome is not None and book.outcome.facts["not_carried"] == 9
