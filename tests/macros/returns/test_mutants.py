"""Returns that are broken in all the ways of a package.

MU001  A mutant of a filled return is read, or refused with a reason; nothing else comes of it.
"""

from __future__ import annotations

import random

from lists import Item, make_book
from mutants import mutated
from returns import edited, found_in, sent_by

from duban.macros.returns.forms import forms_of
from duban.macros.returns.record import Came, read_returns
from duban.macros.returns.understand_return import came_of

MUTANTS = 200


def test_mutants_of_a_return__ok() -> None:
    book, files = sent_by(make_book(Item("优化营商环境", ("编制清单", "推行帮办", "建立评价"))).built())
    good = edited(files["综合局"], {(1, "完成进度"): 0.8, (2, "进展情况"): "已完成大部分"})
    settings = book.tables.settings
    record = read_returns(book.tables, settings.period)
    taken = 0
    for number in range(MUTANTS):
        data, what = mutated(good, random.Random(f"returns-{number}"))
        (found,) = found_in({"回.xlsx": data})
        told = [*came_of(found, settings, record, forms_of(book.tables), {})]
        assert told, what
        taken += isinstance(told[0], Came)
    assert MUTANTS // 3 < taken < MUTANTS
