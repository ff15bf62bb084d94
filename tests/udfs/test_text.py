"""Cell text as staff write it.

X1 Two spellings are one text when they squeeze to the same: white space, line breaks, width do not count.
X2 A cell is split on a number at the start of a line, whatever its mark, never on ；or 。.
X3 The first mark sets the level; other marks inside are text of their line.
X4 Numbers are as written where distinct, else counted; no text is lost.
X5 Cells without any mark are one line each.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.udfs.text import (
    Line,
    chinese_number,
    fold,
    split_lines,
    squeeze,
    tidy,
)

steady = settings(derandomize=True, deadline=None)


def texts(*cells: object) -> list[str]:
    return [line.text for line in split_lines(*cells)]


@pytest.mark.parametrize(
    ("raw", "squeezed"),
    [
        ("牵头领 导", "牵头领导"),
        ("\n改革攻坚目标", "改革攻坚目标"),
        ("改革针对的\r\n突出问题", "改革针对的突出问题"),
        ("序\u3000号\u200b\ufeff\xa0", "序号"),
        ("序\xad号\u200d", "序号"),
        ("Ｎｏ．１", "No.1"),
        ("（一）", "(一)"),
        (12, "12"),
        (None, ""),
    ],
)
def test_squeeze__ok(raw: object, squeezed: str) -> None:  # X1
    assert squeeze(raw) == squeezed


def test_tidy_keeps_lines_and_drops_blank_ones() -> None:  # X1
    assert tidy("\n\n 甲  乙\u3000丙 \n \t\n丁\r\n") == "甲 乙 丙\n丁"
    assert tidy("甲\x0b乙\x07") == "甲\n乙"  # the soft line break of Word
    assert tidy(None) == ""


def test_fold_ignores_punctuation_and_width() -> None:  # X1
    assert fold("“六个一”平台，ＡＢ 1。") == fold("六个一平台ab１") == "六个一平台ab1"


@steady
@given(st.text("改革 １1Ａa（(）)，,：:\u3000\xa0\u200b\n\r\t\x0b\x07①㈠"))
def test_squeeze_and_tidy_change_nothing_twice(text: str) -> None:  # X1
    assert squeeze(squeeze(text)) == squeeze(text)
    assert tidy(tidy(text)) == tidy(text)


MARKED = [
    "1、甲\n2、乙",
    "1.甲\n2.乙",
    "1．甲\n2．乙",
    "1，甲\n2，乙",
    "1）甲\n2）乙",
    "１、甲\n２、乙",
    "1 、甲\n 2 、乙",
    "（1）甲\n（2）乙",
    "（一）甲\n（二）乙",
    "(一)甲\n(二) 乙",
    "( 一 )甲\n(二)、乙",
    "一是甲\n二是乙",
    "一是，甲\n二是：乙",
    "一、甲\n二、乙",
    "第一，甲\n第二，乙",
    "第1、甲\n第2、乙",
    "①甲\n②乙",
    "⑴甲\n⑵乙",
    "⒈甲\n⒉乙",
    "\n\n1、甲   \n\n   2、乙\n\n",
    "主要措施：\n1、甲\n2、乙",
    "1、甲\r\n2.乙",
    "1、甲\n2、\n乙",
    "1、甲\n\u200b2、乙",
    "\ufeff1、甲\n\u200d2\xad、乙",
]


@pytest.mark.parametrize("cell", MARKED)
def test_every_mark_at_the_start_of_a_line_splits__ok(cell: str) -> None:  # X2
    assert split_lines(cell) == (Line(1, "甲"), Line(2, "乙"))


@pytest.mark.parametrize(
    "cell",
    [
        "1、科学布局；统一建设。2、再来一次；3、最后",
        "1、甲。乙；丙",
        "一是甲；二是乙",
        "提升1.5倍；2、不算",
    ],
)
def test_no_other_place_splits__ok(cell: str) -> None:  # X2
    assert len(split_lines(cell)) == 1


@pytest.mark.parametrize(
    "line",
    ["2020年开工47个", "1.5天以上", "10,000万元", "3，000万元", "5G基站", "47个项目", "80%以上", "第一季度"],
)
def test_a_number_that_is_no_mark_stays_in_the_line__ok(line: str) -> None:  # X2
    assert texts(f"1、甲\n{line}\n2、乙") == [f"甲\n{line}", "乙"]
    assert texts(line) == [line]


@pytest.mark.parametrize(
    ("cell", "lines"),
    [
        ("1、甲\n（1）小\n（2）小\n2、乙", ["甲\n（1）小\n（2）小", "乙"]),
        ("1、甲\n1）小\n2）小\n2、乙", ["甲\n1）小\n2）小", "乙"]),
        ("（一）甲\n（1）小\n（2）小\n（二）乙", ["甲\n（1）小\n（2）小", "乙"]),
        ("一、甲\n1.小\n2.小\n二、乙\n一是小", ["甲\n1.小\n2.小", "乙\n一是小"]),
        ("1、甲\n1.1小\n1.2小\n2、乙", ["甲\n1.1小\n1.2小", "乙"]),
        ("一是甲\n①小\n②小\n二是乙", ["甲\n①小\n②小", "乙"]),
    ],
)
def test_lower_levels_stay_in_their_line__ok(cell: str, lines: list[str]) -> None:  # X3
    assert texts(cell) == lines


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("3、甲\n5、乙", [3, 5]),
        ("1、甲\n1、乙", [1, 2]),
        ("0、甲\n1、乙", [1, 2]),
        ("先行一句。\n1、甲\n2、乙", [1, 2, 3]),
        ("1、\n2、乙", [2]),
        ("十、甲\n十一、乙\n二十二、丙", [10, 11, 22]),
    ],
)
def test_numbers_as_written_where_distinct__ok(cell: str, numbers: list[int]) -> None:  # X4
    assert [line.number for line in split_lines(cell)] == numbers


WORDS = st.text("改革攻坚目标；。，开工x", min_size=1, max_size=12)


@steady
@given(st.lists(WORDS, min_size=1, max_size=12), st.sampled_from(["{}、", "{}.", "({})", "第{}，", "{})"]))
def test_splitting_undoes_numbering(measures: list[str], mark: str) -> None:  # X2 X4
    cell = "\n".join(mark.format(n) + text for n, text in enumerate(measures, 1))
    assert split_lines(cell) == tuple(Line(n, text) for n, text in enumerate(measures, 1))


@steady
@given(st.text("一二三123（）().、，是第①甲乙；。 \n\t"))
def test_no_text_is_lost_and_no_number_doubled(cell: str) -> None:  # X4
    kept = "".join(texts(cell))
    assert [c for c in kept if c in "甲乙"] == [c for c in cell if c in "甲乙"]
    assert len({line.number for line in split_lines(cell)}) == len(split_lines(cell))


def test_unmarked_cells_are_one_line_each__ok() -> None:  # X5
    assert split_lines("甲\n续甲", None, " ", "乙") == (Line(1, "甲\n续甲"), Line(2, "乙"))
    assert split_lines("1、甲\n续甲", "2、乙") == (Line(1, "甲\n续甲"), Line(2, "乙"))
    assert split_lines("1、甲", "续甲", "2、乙") == (Line(1, "甲\n续甲"), Line(2, "乙"))
    assert split_lines(None) == split_lines(" \n ") == split_lines() == ()


@pytest.mark.parametrize(
    ("text", "number"),
    [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("三十五", 35), ("１２", 12), ("⑦", 7), ("⒎", 7)],
)
def test_chinese_number__ok(text: str, number: int) -> None:
    assert chinese_number(text) == number


@pytest.mark.parametrize("text", ["", "甲", "一甲", "1.5", "-1"])
def test_chinese_number__error(text: str) -> None:
    assert chinese_number(text) is None
