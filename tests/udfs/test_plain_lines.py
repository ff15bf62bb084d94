"""The glance that tells most texts fine as lists.

PL001 It says so of prose and of what is plainly numbered.
PL002 It says so of no text whose numbers break or that has no line: what it says, a look at all marks says too.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.udfs import text as texts
from duban.udfs.text import has_plain_lines, numbering_break, split_lines

PIECES = ["1、", "2、", "3、", "１、", "（1）", "一、", "第一，", "①", "⒛", "\n", "\n\n", "\r\n", "\x0c", "\u2028", "\u200b", " ", "\u3000", "推进", "a", "。", "：", "_"]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["推进园区。落实企业。", "推进\n落实\n", "1、推进", "1、推进\n2、落实", "“推进”"]
)
def test_prose_and_plain_numbers_are_told__ok(text: str) -> None:
    """PL001."""
    assert has_plain_lines(text)


@pytest.mark.parametrize(
    "text", ["", " 推进", "1、", "1、推进\n3、落实", "推进\n2、落实", "推进\n\u200b2、落实", "一是推进"]
)
def test_what_needs_a_look_is_not__error(text: str) -> None:
    """PL002."""
    assert not has_plain_lines(text)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@settings(max_examples=500, deadline=None)
def test_a_look_at_all_marks_says_the_same(text: str) -> None:
    """PL002."""
    if has_plain_lines(text):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(texts, "has_plain_lines", lambda _: False)
            assert numbering_break(text) is None
        assert split_lines(text)
