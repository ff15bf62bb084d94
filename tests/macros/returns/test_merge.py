"""Three ways for one cell.

MG001  For any answers of any units at any times, the cell and whether it waits are what the model says.
MG002  The order of the answers says nothing.
MG003  What was ruled once is ruled so again, with what was left on record.
MG004  Answers that come later, run by run, end where all at once do.
MG005  A decision stands while the answers are the same, and no longer.
MG006  What the office types over an answer that was taken stays, until a unit says something new.
MG007  A return that was sent after an earlier one had been taken is held against what was sent then.
MG008  An answer of a unit that does not carry the measure any more is not taken.
MG009  Without a record of what was sent only a blank is filled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from returns_model import model

from duban.macros.returns.merge import OFFICE, OURS, PENDING, THEIRS, VALUE, Answer, Ruling, State, rule
from duban.macros.returns.record import Decision, Memory

NOON = datetime(2020, 10, 9, 12)
VALUES = st.sampled_from([None, 0.3, 0.5, 0.8])


@st.composite
def answers(draw: st.DrawFn) -> tuple[Any, list[Answer]]:
    """What was sent, and what units answered to it."""
    base = draw(VALUES)
    told = draw(
        st.lists(
            st.tuples(st.sampled_from("甲乙丙"), st.integers(0, 2), VALUES),
            max_size=5,
            unique_by=lambda t: t[:2],
        )
        | st.lists(st.tuples(st.sampled_from("甲乙"), st.integers(0, 1), VALUES), max_size=5)
    )
    found = [
        Answer(unit, NOON + timedelta(hours=hour), f"{place}/表", base, value)
        for place, (unit, hour, value) in enumerate(told)
        if value != base
    ]
    assume(found)
    return base, found


def memory_of(ruling: Ruling) -> Memory:
    return Memory(ruling.office, ruling.value, ruling.signs)


@settings(max_examples=600, deadline=None)
@given(case=answers(), office=VALUES)
def test_model__ok(case: tuple[Any, list[Answer]], office: Any) -> None:
    base, told = case  # MG001, MG002, MG003
    wanted = model(base, office, [(each.unit, each.saved, each.value) for each in told if each.saved])
    ruling = rule(office, None, told, None)
    assert (ruling.value, ruling.state in PENDING) == (wanted.value, wanted.waits)
    assert rule(office, None, told[::-1], None) == ruling
    assert rule(ruling.value, memory_of(ruling), told, None) == ruling


@settings(max_examples=400, deadline=None)
@given(case=answers(), office=VALUES, at=st.integers(0, 5))
def test_run_by_run__ok(case: tuple[Any, list[Answer]], office: Any, at: int) -> None:
    _, told = case  # MG004
    now, memory = office, None
    for some in (told[:at], told):
        if some:
            ruling = rule(now, memory, some, None)
            now, memory = ruling.value, memory_of(ruling)
    assert ruling == rule(office, None, told, None)


def said(unit: str, value: Any, hour: int = 0, base: Any = 0.3, **more: Any) -> Answer:
    return Answer(unit, NOON + timedelta(hours=hour), f"{unit}{hour}/表", base, value, **more)


@pytest.mark.parametrize(
    ("choice", "value", "wanted"), [(THEIRS, None, 0.8), (OURS, None, 0.5), (VALUE, 0.6, 0.6)]
)
def test_decision__ok(choice: str, value: Any, wanted: float) -> None:
    told = [said("甲", 0.8)]  # MG005
    first = rule(0.5, None, told, None)
    assert (first.state, first.why) == (State.CONFLICT, "office")
    decision = Decision(choice, value, first.signs)
    second = rule(0.5, memory_of(first), told, decision)
    assert second.value == wanted and second.state not in PENDING
    third = rule(second.value, memory_of(second), told, decision)
    assert third.value == wanted and third.state not in PENDING
    other = rule(third.value, memory_of(third), [*told, said("乙", 0.9)], decision)
    assert other.state == State.CONFLICT
    same = rule(third.value, memory_of(third), [*told, said("甲", 0.8, hour=2)], decision)
    assert same.value == wanted and same.state not in PENDING


def test_clearing_is_decided__ok() -> None:
    told = [said("甲", None)]  # MG005
    first = rule(0.3, None, told, None)
    assert (first.value, first.state) == (0.3, State.CLEARED)
    assert rule(0.3, None, told, Decision(THEIRS, None, first.signs)).value is None
    assert rule(0.3, None, told, Decision(OURS, None, first.signs)).value == 0.3
    both = [said("甲", 0.8), said("甲", None, hour=1)]
    first = rule(0.3, None, both, None)
    assert (first.value, first.state) == (0.8, State.CLEARED)
    assert rule(0.8, memory_of(first), both, Decision(OURS, None, first.signs)).value == 0.8
    assert rule(0.8, memory_of(first), both, Decision(THEIRS, None, first.signs)).value is None
    two = [said("甲", 0.8), said("乙", None)]
    first = rule(0.3, None, two, None)
    assert (first.value, first.why) == (0.3, "units")
    assert rule(0.3, None, two, Decision(THEIRS, None, first.signs)).state == State.CONFLICT


def test_typed_over__ok() -> None:
    told = [said("甲", 0.8)]  # MG006
    taken = rule(0.3, None, told, None)
    assert (taken.value, taken.state) == (0.8, State.TAKEN)
    over = rule(0.7, memory_of(taken), told, None)
    assert (over.value, over.state) == (0.7, State.CHANGED)
    kept = rule(0.7, memory_of(over), told, Decision(OFFICE, None, over.signs))
    assert (kept.value, kept.state) == (0.7, State.KEPT)
    new = rule(0.7, memory_of(kept), [*told, said("甲", 0.9, hour=1)], Decision(OFFICE, None, over.signs))
    assert (new.value, new.state) == (0.7, State.CONFLICT)


def test_typed_back_what_was_sent__ok() -> None:
    told = [said("甲", 0.5), said("甲", None, hour=1)]  # MG006
    taken = rule(0.3, None, told, None)
    assert (taken.value, taken.state) == (0.5, State.CLEARED)
    ruling = rule(0.3, memory_of(taken), told, None)
    for _ in range(3):
        assert ruling.value == 0.3
        ruling = rule(0.3, memory_of(ruling), told, Decision(OFFICE, None, ruling.signs))


def test_one_time_two_words__ok() -> None:
    torn = rule(0.3, None, [said("甲", 0.5), replace(said("甲", None), mark="又/表")], None)  # MG001
    assert (torn.value, torn.why) == (0.3, "times")


def test_the_unit_that_carries_it_now__ok() -> None:
    gone = said("甲", 0.5, carries=False)  # MG008
    taken = rule(0.3, None, [replace(gone, carries=True)], None)
    new = replace(said("乙", 0.8, hour=9), base=0.5)
    after = rule(0.5, memory_of(taken), [gone, new], None)
    assert (after.value, after.state, after.earlier) == (0.8, State.TAKEN, (gone,))


def test_sent_again__ok() -> None:
    first = said("甲", 0.5)  # MG007
    taken = rule(0.3, None, [first], None)
    second = replace(said("甲", 0.8, hour=5), base=0.5)
    after = rule(taken.value, memory_of(taken), [first, second], None)
    assert (after.value, after.state) == (0.8, State.TAKEN)
    assert rule(0.3, None, [first, second], None).value == 0.8
    meanwhile = rule(0.6, memory_of(taken), [first, second], None)
    assert (meanwhile.value, meanwhile.state) == (0.6, State.CONFLICT)
    assert rule(0.6, memory_of(meanwhile), [first, second], None).state == State.CONFLICT


def test_another_unit_by_now__ok() -> None:
    gone = said("甲", 0.8, carries=False)  # MG008
    assert rule(0.3, None, [gone], None).why == "moved"
    assert rule(0.3, None, [gone, said("乙", 0.8)], None).value == 0.8
    assert rule(0.8, None, [gone], None).state == State.AGREED


def test_not_on_record__ok() -> None:
    told: Sequence[Answer] = [said("甲", 0.8, base=None, knows_base=False)]  # MG009
    assert rule(None, None, told, None).value == 0.8
    assert rule(0.3, None, told, None).state == State.CONFLICT
