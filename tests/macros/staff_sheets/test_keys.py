"""事项键: the stable number of an item.

KY1  A first run takes 序号 as the key, whatever way it is written; doubled or missing numbers get the next free one.
KY2  A later row gets the next free key, and never that of an item that left the list.
KY3  The key travels with its row when staff sort, insert or renumber.
KY4  Of two rows with one key the copy gets a new one (I140): the lower, or the one with another name.
KY5  A name beyond recognition stops with both names; --rekey gives a new key (I141).
KY6  Where the tracking columns were lost, the ledger knows the key by the item's name.
KY7  Boilerplate that all names have does not make two names alike.
KY8  A row that bears the very name of another key's item was sorted away from its columns: stop (KY5).
KY9  A staff column 事项键 with other texts than numbers is refused and not overwritten.
"""

from __future__ import annotations

from typing import Any

import pytest
from lists import FIRST, Book, Item, make_book

from duban.workbook.format.names import LEDGER, LIST
from duban.workbook.reading.keys import same_item
from duban.workbook.say.stop import Stop

THREE = (
    Item("企业开办一件事", ("合并表单",)),
    Item("闲置厂房盘活", ("摸底建账",)),
    Item("园区用能服务", ("公布流程",)),
)


def keys(book: Book) -> dict[str, int]:
    """Name → key."""
    return dict(book.show(LIST, "事项名称", "事项键"))


@pytest.fixture(scope="module")
def three() -> Book:
    return make_book(*THREE).built()


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((1, 2, 3), (1, 2, 3)),
        ((7, 3, 5), (7, 3, 5)),
        (("一", "（二）", "3."), (1, 2, 3)),
        ((1, 1, 3), (1, 4, 3)),
        ((None, 1, 2), (3, 1, 2)),
        (("甲", 2, 1.5), (3, 2, 4)),
    ],
)
def test_first_run_takes_the_number__ok(numbers: tuple[Any, ...], expected: tuple[int, ...]) -> None:  # KY1
    book = make_book(
        *(Item(f"{name}事项", number=n) for name, n in zip("甲乙丙", numbers, strict=True))
    ).built()
    assert tuple(keys(book).values()) == expected


def test_later_row_gets_the_next_free_key__ok(three: Book) -> None:  # KY2
    new = three.typed(LIST, {(FIRST + 3, "序号"): 2, (FIRST + 3, "事项名称"): "人才公寓"}).built()
    assert keys(new)["人才公寓"] == 4


def test_key_of_a_removed_item_is_not_given_again__ok(three: Book) -> None:  # KY2
    gone = three.with_cut(FIRST + 2).built()
    new = gone.typed(LIST, {(FIRST + 2, "序号"): 3, (FIRST + 2, "事项名称"): "人才公寓"}).built()
    assert keys(new) == {"企业开办一件事": 1, "闲置厂房盘活": 2, "人才公寓": 4}


def test_removed_item_that_returns_gets_its_key_back__ok(three: Book) -> None:  # KY2, KY6
    gone = three.with_cut(FIRST + 2).built()
    back = gone.typed(LIST, {(FIRST + 2, "序号"): 9, (FIRST + 2, "事项名称"): "园区用能服务"}).built()
    assert keys(back)["园区用能服务"] == 3


def test_key_travels_when_sorted__ok(three: Book) -> None:  # KY3
    turned = three.sorted(LIST, "序号", reverse=True).built()
    assert keys(turned) == keys(three)
    assert list(keys(turned)) == ["园区用能服务", "闲置厂房盘活", "企业开办一件事"]


def test_key_travels_when_inserted_and_renumbered__ok(three: Book) -> None:  # KY3
    row = {(FIRST, "序号"): 1, (FIRST, "事项名称"): "人才公寓"}
    renumbered = {(FIRST + n, "序号"): n + 1 for n in (1, 2, 3)}
    book = three.inserted(LIST, FIRST).typed(LIST, {**row, **renumbered}).built()
    assert keys(book) == {**keys(three), "人才公寓": 4}
    assert book.show(LEDGER, "事项序号", "事项名称")[:3] == [
        (2, "企业开办一件事"),
        (3, "闲置厂房盘活"),
        (4, "园区用能服务"),
    ]


def test_key_travels_when_reworded__ok(three: Book) -> None:  # KY3
    book = three.typed(LIST, {(FIRST, "事项名称"): "企业开办“一件事一次办”"}).built()
    assert keys(book)["企业开办“一件事一次办”"] == 1
    assert book.value(LEDGER, 2, "事项名称") == "企业开办“一件事一次办”"


def test_copied_row_below_gets_a_new_key__ok(three: Book) -> None:  # KY4
    book = three.copied(LIST, FIRST, FIRST + 3).built()
    assert book.show(LIST, "事项键") == [(1,), (2,), (3,), (4,)]
    assert "I140" in book.codes


def test_copied_and_renamed_row_above_gets_the_new_key__ok(three: Book) -> None:  # KY4
    copy = three.inserted(LIST, FIRST).copied(LIST, FIRST + 1, FIRST)
    book = copy.typed(LIST, {(FIRST, "事项名称"): "人才公寓"}).built()
    assert keys(book) == {**keys(three), "人才公寓": 4}
    assert "I140" in book.codes


def test_other_name_under_a_key__error(three: Book) -> None:  # KY5
    other = three.typed(LIST, {(FIRST + 1, "事项名称"): "人才公寓配租"})
    with pytest.raises(Stop) as stop:
        other.plan()
    assert stop.value.code == "list_replaced"
    assert (stop.value.facts["was"], stop.value.facts["now"]) == ("闲置厂房盘活", "人才公寓配租")
    assert (stop.value.facts["sheet"], stop.value.facts["cell"]) == (LIST, f"B{FIRST + 1}")


def test_other_name_with_rekey__ok(three: Book) -> None:  # KY5
    book = three.typed(LIST, {(FIRST + 1, "事项名称"): "人才公寓配租"}).built(rekey=True)
    assert keys(book) == {"企业开办一件事": 1, "人才公寓配租": 4, "园区用能服务": 3}
    assert "I141" in book.codes
    assert book.show(LEDGER, "事项键", "具体项目", "类型")[1::2] == [
        (2, "摸底建账", "已移出"),
        (4, "摸底建账", "限期"),
    ]


def test_sort_that_left_the_tracking_columns_out__error(three: Book) -> None:  # KY5
    swapped = {(FIRST, "事项名称"): "园区用能服务", (FIRST + 2, "事项名称"): "企业开办一件事"}
    with pytest.raises(Stop, match="排序"):
        three.typed(LIST, swapped).plan()
    # with --rekey each name finds its own key again
    assert keys(three.typed(LIST, swapped).built(rekey=True)) == keys(three)


def test_lost_tracking_columns__ok(three: Book) -> None:  # KY6
    lost = {(row, c): None for row in range(FIRST - 1, FIRST + 3) for c in range(9, 17)}
    renumbered = {(FIRST + n, "序号"): 3 - n for n in range(3)}
    book = three.typed(LIST, lost | renumbered).built()
    assert keys(book) == keys(three)


def test_two_items_of_one_name_keep_their_own_keys__ok() -> None:  # KY6
    book = make_book(
        Item("推进改革", ("甲事",)), Item("推进改革", ("乙事",)), Item("其他", ("丙事",))
    ).built()
    lost = {(row, c): None for row in range(FIRST - 1, FIRST + 3) for c in range(9, 17)}
    assert book.typed(LIST, lost).built().show(LIST, "事项键") == [(1,), (2,), (3,)]


def test_key_typed_as_text_becomes_a_number__ok(three: Book) -> None:  # KY3
    book = three.typed(LIST, {(FIRST, "事项键"): "1"}).typed(LEDGER, {(2, "事项键"): "1"}).built()
    assert book.value(LIST, FIRST, "事项键") == 1
    assert book.value(LEDGER, 2, "事项键") == 1


@pytest.mark.parametrize(
    ("was", "now", "same"),
    [
        ("企业开办体制机制改革攻坚", "企业开办改革攻坚工作", True),
        ("推进企业开办便利化", "企业开办便利化改革攻坚", True),
        ("金融改革攻坚", "教育改革攻坚", False),
        ("科技体制机制改革攻坚工作", "教育体制机制改革攻坚工作", False),
        ("改革攻坚", "改革攻坚工作", True),
    ],
)
def test_boilerplate_is_no_likeness__ok(was: str, now: str, same: bool) -> None:  # KY7
    assert same_item(was, now) is same


def test_names_swapped_by_a_sort__error() -> None:  # KY8
    """However alike two names are: a row that bears the very name of another key's item was sorted away from it."""
    items = (Item("重点园区基础设施建设"), Item("重点园区配套设施建设"))
    book = make_book(*items).built()
    keys = {(FIRST, "事项键"): 2, (FIRST + 1, "事项键"): 1}
    with pytest.raises(Stop) as stop:
        book.typed(LIST, keys).built()
    assert stop.value.code == "list_replaced"
    assert book.typed(LIST, keys).built(rekey=True).show(LIST, "事项键") == book.show(LIST, "事项键")


def test_a_key_that_no_item_ever_had__error() -> None:  # KY8
    """The name is on record under another key, and nothing under the one in its row."""
    book = make_book(Item("企业开办")).built()
    with pytest.raises(Stop, match="没有记录") as stop:
        book.typed(LIST, {(FIRST, "事项键"): 9}).built()
    assert stop.value.code == "list_replaced"


def test_foreign_key_column__error() -> None:  # KY9
    book = make_book(Item("企业开办")).built().typed(LIST, {(FIRST, "事项键"): "A01"})
    with pytest.raises(Stop) as stop:
        book.built()
    assert (stop.value.code, stop.value.facts["value"]) == ("foreign_key", "A01")
