"""问题清单: which measures answer which problem, and how far these are.

QP1  A build lists each 突出问题 of the list once, with its item and unit; staff's own rows and columns stay.
QP2  What people write in 对应措施 is known by keys: when the list numbers its measures anew, the text follows.
QP3  Progress is the weighted mean of the limited measures, unreported ones as 0; done ones are counted.
QP4  What names no measure is said (Q102), stays as it was written, and is read again; so does what left the list (Q103).
QP5  A reworded problem keeps its row; one that left the list stays and says so; sorted rows stay right.
QP6  A second build changes nothing; stored values are those of both calculators.
QP7  How answers are written: 1、3  1—3  2-1, in whatever width; anything else cannot be read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lists import AS_OF, FIRST, Book, Item, make_book
from oracles import compare, formula_cells, stored_values, with_cellrune, with_libreoffice

from duban.macros.commands.register import add
from duban.udfs.answers import read_answers, shown_answer
from duban.workbook.file import write_xlsx
from duban.workbook.format.names import LEDGER, LIST
from duban.workbook.format.registers.problems import PROBLEMS

Convert = Callable[[Path, str, Path], Path]

FIRST_ITEM = Item("甲事项", ("编制清单", "推行帮办", "建立办法"), problems=("环节多", "时间长"))
SECOND_ITEM = Item("乙事项", ("摸清底数",), unit="招商局", problems=("底数不清",))
SHOWN = ("事项序号", "问题序号", "突出问题", "牵头单位", "对应措施", "措施数", "办结", "完成进度", "情况")


def with_problems(*items: Item) -> Book:
    """A built workbook with 问题清单, whose first build is done."""
    book = make_book(*items).built()
    return Book(write_xlsx.apply(book.data, add(book.tables, [PROBLEMS]).plan)).built()


def answered(book: Book, **answers: Any) -> Book:
    """对应措施 typed, by problem."""
    cells = {(book.find(PROBLEMS, 突出问题=problem), "对应措施"): told for problem, told in answers.items()}
    return book.typed(PROBLEMS, cells)


def reported(book: Book, **progress: Any) -> Book:
    """完成进度 typed into the ledger, by measure."""
    cells = {(book.find(LEDGER, 具体项目=text), "完成进度"): told for text, told in progress.items()}
    return book.typed(LEDGER, cells)


def listed(book: Book, *measures: str) -> Book:
    """The measures of the first item written anew."""
    text = "\n".join(f"{number}、{each}" for number, each in enumerate(measures, 1))
    return book.typed(LIST, {(FIRST, "改革的具体项目"): text})


@pytest.fixture(scope="module")
def made() -> Book:
    return with_problems(FIRST_ITEM, SECOND_ITEM)


def problems(book: Book) -> dict[str, tuple[Any, ...]]:
    """Problem → what its row shows."""
    return {row[2]: (*row[:2], *row[3:]) for row in book.show(PROBLEMS, *SHOWN)}


def test_each_problem_has_a_row__ok(made: Book) -> None:  # QP1
    nothing = (None, 0, 0, None, "没有对应措施")
    assert problems(made) == {
        "环节多": ("1", 1, "综合局", *nothing),
        "时间长": ("1", 2, "综合局", *nothing),
        "底数不清": ("2", 1, "招商局", *nothing),
    }


def test_progress_of_what_answers__ok(made: Book) -> None:  # QP3
    typed = answered(reported(made, 编制清单=1, 推行帮办=0.5), 环节多="1、2", 时间长="2—3", 底数不清="1-1，1")
    book = typed.built()
    told = {problem: row[3:] for problem, row in problems(book).items()}
    assert told == {
        "环节多": ("1、2", 2, 1, 0.75, None),
        "时间长": ("2—3", 2, 0, 0.25, None),
        "底数不清": ("1-1，1", 2, 1, 0.5, None),
    }
    weighted = book.typed(LEDGER, {(book.find(LEDGER, 具体项目="编制清单"), "权重"): 3}).built()
    assert problems(weighted)["环节多"][6] == (3 + 0.5) / 4
    row = book.find(LEDGER, 具体项目="推行帮办")
    standing = book.typed(LEDGER, {(row, "类型"): "常态化"}).built()
    assert problems(standing)["环节多"][3:] == ("1、2", 2, 1, 1, None)


def test_all_done__ok(made: Book) -> None:  # QP3
    book = answered(reported(made, 编制清单=1), 环节多="1").built()
    assert problems(book)["环节多"][3:] == ("1", 1, 1, 1, "措施已全部办结")


def test_numbers_follow_the_list__ok(made: Book) -> None:  # QP2
    book = answered(made, 环节多="1、3", 底数不清="1-3").built()
    moved = listed(book, "先做摸底", "编制清单", "推行帮办", "建立办法").built()
    told = problems(moved)
    assert (told["环节多"][3], told["底数不清"][3]) == ("2、4", "1-4")
    assert not {"Q102", "Q103"} & {*moved.codes}


def test_what_people_change_counts__ok(made: Book) -> None:  # QP2
    book = answered(answered(made, 环节多="1、3").built(), 环节多="2").built()
    assert problems(book)["环节多"][3:5] == ("2", 1)
    none = answered(book, 环节多=None).built()
    assert problems(none)["环节多"][3:] == (None, 0, 0, None, "没有对应措施")


def test_what_names_no_measure__error(made: Book) -> None:  # QP4
    book = answered(made, 环节多="1、9、待定").built()
    assert book.codes.count("Q102") == 2 and problems(book)["环节多"][3:5] == ("1、9、待定", 1)
    again = book.built()
    assert again.codes.count("Q102") == 2 and again.data == book.data


def test_a_measure_that_left__error(made: Book) -> None:  # QP4
    book = answered(made, 环节多="1、3").built()
    less = listed(book, "推行帮办", "建立办法").built()
    found = [each for each in less.outcome.findings if each.code == "Q103"]  # type: ignore[union-attr]
    assert [each.facts["what"] for each in found] == ["编制清单"]
    assert problems(less)["环节多"][3:5] == ("2", 1)


def test_a_reworded_problem__ok(made: Book) -> None:  # QP5
    book = answered(made, 环节多="1", 时间长="2").built()
    said = book.typed(LIST, {(FIRST, "改革针对的突出问题"): "1、审批环节太多\n2、时间长"}).built()
    assert {problem: row[3] for problem, row in problems(said).items()} == {
        "审批环节太多": "1",
        "时间长": "2",
        "底数不清": None,
    }


def test_a_problem_that_left__ok(made: Book) -> None:  # QP5
    book = answered(made, 时间长="2").built()
    less = book.typed(LIST, {(FIRST, "改革针对的突出问题"): "1、环节多"}).built()
    assert problems(less)["时间长"][3:] == ("2", 1, 0, None, "清单中没有，或与别的行重复")
    more = less.typed(LIST, {(FIRST, "改革针对的突出问题"): "1、环节多\n2、时间长\n3、收费高"}).built()
    assert problems(more)["时间长"][7] is None and problems(more)["收费高"][7] == "没有对应措施"


def test_sorted_rows__ok(made: Book) -> None:  # QP5
    book = answered(made, 环节多="1", 时间长="2").built()
    turned = book.sorted(PROBLEMS, "行键", reverse=True).built()
    assert problems(turned) == problems(book)


def test_what_staff_type_over_a_formula_stays__ok(made: Book) -> None:  # QP1
    row = made.find(PROBLEMS, 突出问题="环节多")
    book = made.typed(PROBLEMS, {(row, "完成进度"): 0.3, (row, "备注"): "请核"}).built()
    assert problems(book)["环节多"][6] == 0.3 and "T130" in book.codes
    assert book.value(PROBLEMS, row, "备注") == "请核"


@pytest.mark.libreoffice
def test_both_calculators__ok(made: Book, soffice: Convert) -> None:  # QP6
    book = answered(
        reported(made, 编制清单=1, 推行帮办=0.5), 环节多="1、2", 时间长="2—3", 底数不清="1-1，1"
    ).built()
    assert book.plan().plan.empty
    formulas, stored = formula_cells(book.data), stored_values(book.data)
    other, refused = with_cellrune(book.data, AS_OF)
    assert [*refused, *compare(stored, other, formulas)] == []
    assert compare(stored, with_libreoffice(book.data, soffice), formulas) == []


@pytest.mark.parametrize(
    ("text", "shown", "wrong"),
    [
        ("1、3", ["1", "3"], []),
        ("１，３", ["1", "3"], []),
        ("2—4", ["2", "3", "4"], []),
        ("2-1", ["2-1"], []),
        ("一-1-2", ["一-1-2"], []),
        ("1、1", ["1"], []),
        (3, ["3"], []),
        ("4—2", [], ["4—2"]),
        ("全部", [], ["全部"]),
        (None, [], []),
    ],
)
def test_answers__ok(text: Any, shown: list[str], wrong: list[str]) -> None:  # QP7
    found, odd = read_answers(text)
    assert ([shown_answer(each) for each in found], odd) == (shown, wrong)


def test_a_list_without_problems__ok() -> None:  # QP1
    book = with_problems(replace(FIRST_ITEM, problems=()))
    assert problems(book) == {}


def test_without_some_columns__ok(made: Book) -> None:  # QP1
    heads = {(1, name): None for name in ("办结", "对应措施键", "对应措施底稿")}
    book = answered(made, 环节多="1、2").typed(PROBLEMS, heads).built()
    row = book.find(PROBLEMS, 突出问题="环节多")
    assert book.value(PROBLEMS, row, "措施数") == 2 and book.plan().plan.empty
    less = made.typed(PROBLEMS, {(1, "备注"): None})
    assert less.plan().plan.empty and PROBLEMS in less.tables.registers
    nameless = made.typed(PROBLEMS, {(1, "突出问题"): "问题描述"})
    assert len(nameless.built().grids[PROBLEMS].rows) == len(made.grids[PROBLEMS].rows)


def test_rows_of_the_staff__ok(made: Book) -> None:  # QP1
    last = len(made.grids[PROBLEMS].rows)
    own = {"事项名称": "另一件事", "突出问题": "清单外的问题", "对应措施": "1-2"}
    book = made.typed(PROBLEMS, {(5, name): told for name, told in own.items()}).built()
    row = book.find(PROBLEMS, 突出问题="清单外的问题")
    assert row == 5 and book.value(PROBLEMS, row, "措施数") == 1 and last >= 4
    assert book.value(PROBLEMS, row, "情况") == "清单中没有，或与别的行重复"


def test_many_measures__error() -> None:  # QP4
    many = Item("甲事项", [f"第{number}件" for number in range(1, 61)], problems=("环节多",))
    book = answered(with_problems(many), 环节多="1—60").built()
    assert "Q104" in book.codes and problems(book)["环节多"][4] == 40
    assert "Q104" in book.built().codes


def test_the_bulletin_says_it__ok(made: Book) -> None:
    book = answered(reported(made, 编制清单=1), 环节多="1").built()
    texts = [
        value for row in book.grids["2020年第三季度通报"].rows for value in row if isinstance(value, str)
    ]
    assert "突出问题 3 个，没有对应措施的 2 个，措施已全部办结的 1 个。" in texts


def test_two_items_of_one_number__error() -> None:  # QP4
    same = replace(SECOND_ITEM, number=1)
    book = answered(with_problems(replace(FIRST_ITEM, number=1), same), 底数不清="1", 环节多="1-1").built()
    assert problems(reported(book, 摸清底数=0.4).built())["底数不清"][6] == 0.4  # of its own item
    assert "Q102" in book.codes and problems(book)["环节多"][4] == 0  # which 1-1 is not known
