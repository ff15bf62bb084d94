"""Three ways for one cell: what was sent, what the office has, what units answered. Pure, and the order of answers says
nothing.

A unit that answers several times means its last answer, by the time inside the files; a blank takes nothing away that it
filled before. Units that share a measure are heard alike. What nobody can decide stays as the office has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from hashlib import sha256
from typing import Any

from duban.macros.returns.record import Decision, Memory
from duban.macros.returns.values import same
from duban.macros.staff_sheets.kept_text import as_text


class State(Enum):
    """What becomes of the answers for a cell."""

    TAKEN = "采用"
    AGREED = "一致"
    CONFLICT = "冲突"
    CLEARED = "清空"
    KEPT = "保留"
    """A person decided for what the office has."""
    CHANGED = "改定"
    """The office typed over what had been taken."""


PENDING = (State.CONFLICT, State.CLEARED)
"""What waits for a person."""

THEIRS, OURS, VALUE, OFFICE = "theirs", "ours", "value", "office"
"""The choices of a decision; the last is that of the office which typed over what had been taken."""


@dataclass(frozen=True)
class Answer:
    """What one return says of a cell, other than what was sent. ``value`` ``None``: the unit made it blank."""

    unit: str
    saved: datetime | None
    mark: str
    base: Any
    value: Any
    carries: bool = True
    """Whether the unit carries the measure still."""
    knows_base: bool = True
    """Whether it is on record what was sent."""


@dataclass(frozen=True)
class Ruling:
    """What becomes of a cell: its value, and how it came to that. ``office`` is what it has without any return."""

    value: Any
    state: State
    office: Any
    signs: str
    told: tuple[Answer, ...]
    """The answers that count: one of each unit, or those that cannot be told apart."""
    earlier: tuple[Answer, ...] = ()
    """Differing answers that later ones of the same unit took the place of."""
    why: str = ""
    """Of a conflict: ``office``, ``units``, ``times``, ``moved``, ``formula``."""
    cleared: tuple[Answer, ...] = ()
    """Answers that would make the cell blank."""


def rule(
    now: Any,
    memory: Memory | None,
    answers: Sequence[Answer],
    decision: Decision | None,
    *,
    is_formula: bool = False,
) -> Ruling:
    """What becomes of a cell whose value is ``now``, by all answers of the period.

    ``memory``: what the last collecting left; ``is_formula``: whether the office computes the cell. Values are those of ``values.understood``.
    """
    every = [_voice(unit, answers) for unit in sorted({answer.unit for answer in answers})]
    # once a unit that carries the measure has said something, it is not for others any more
    voices = [voice for voice in every if voice.carries] or every
    told = tuple(answer for voice in voices for answer in voice.told)
    cleared = tuple(answer for voice in voices for answer in voice.cleared)
    gone = [answer for voice in every if voice not in voices for answer in voice.told]
    differing = [answer for answer in gone if not any(same(answer.value, each.value) for each in told)]
    earlier = (*(answer for voice in voices for answer in voice.earlier), *differing)
    signs = signs_of((*told, *cleared))
    decided = decision if decision is not None and decision.signs == signs else None
    typed_since = memory is not None and not same(now, memory.left)
    office = now if memory is None or typed_since else memory.office
    if memory is not None and typed_since and memory.signs == signs and _was_taken(memory, decided):
        value, state, why = now, State.CHANGED, ""
    else:
        value, state, why = _by_voices(office, voices, answers, memory)
        if is_formula and state == State.TAKEN:
            value, state, why = office, State.CONFLICT, "formula"
        if decided is not None:
            value, state, why = _decided(decided, office, value, voices) or (value, state, why)
    return Ruling(value, state, office, signs, told, earlier, why, cleared)


def _was_taken(memory: Memory, decided: Decision | None) -> bool:
    """Whether collecting had left there what is not the office's own."""
    by_choice = decided is not None and decided.choice not in (OURS, OFFICE)
    return not same(memory.left, memory.office) or by_choice


def _by_voices(
    office: Any, voices: Sequence[_Voice], answers: Sequence[Answer], memory: Memory | None
) -> tuple[Any, State, str]:
    """Value, state and reason of a cell that nobody decided about."""
    told = [answer for voice in voices for answer in voice.told]
    values = distinct(answer.value for answer in told)
    cleared = any(voice.cleared for voice in voices)
    if any(voice.is_torn for voice in voices):
        return office, State.CONFLICT, "times"
    if len(values) > 1 or (values and any(not voice.told for voice in voices)):
        return office, State.CONFLICT, "units"
    if not values:
        return office, State.AGREED if office is None else State.CLEARED, ""
    (value,) = values
    if same(office, value):
        return office, State.CLEARED if cleared else State.AGREED, ""
    was_taken = memory is not None and same(memory.left, value) and not same(memory.office, value)
    if not was_taken and not any(answer.carries for answer in told):
        return office, State.CONFLICT, "moved"
    if not any(_is_as_sent(office, answer, answers) for answer in told):
        return office, State.CONFLICT, "office"
    return value, State.CLEARED if cleared else State.TAKEN, ""


def signs_of(answers: Iterable[Answer]) -> str:
    """16 hex digits of what units say, whenever and in whichever files they said it."""
    said = sorted({as_text((answer.unit, answer.value)) for answer in answers})
    return sha256("\n".join(said).encode(errors="surrogatepass")).hexdigest()[:16]


def _decided(
    decision: Decision, office: Any, value: Any, voices: Sequence[_Voice]
) -> tuple[Any, State, str] | None:
    """The same of a cell that somebody decided about; ``None`` where that leaves it open."""
    values = distinct(answer.value for voice in voices for answer in voice.told)
    cleared = any(voice.cleared for voice in voices)
    if decision.choice == VALUE:
        return decision.value, State.TAKEN, ""
    if decision.choice == OFFICE:
        return office, State.KEPT, ""
    if decision.choice == OURS:  # of a blank that follows something filled: that it takes nothing away
        return (value if cleared and values else office), State.KEPT, ""
    if cleared and len(voices) == 1:
        return None, State.TAKEN, ""
    return (values[0], State.TAKEN, "") if len(values) == 1 and not cleared else None


def _is_as_sent(office: Any, answer: Answer, answers: Sequence[Answer]) -> bool:
    """Whether the office has what was sent still. What was sent may itself have come with an earlier return, before which
    the office had what was sent then."""
    if not answer.knows_base:
        return office is None
    if same(office, answer.base):
        return True
    others = [other for other in answers if other != answer]
    return any(same(answer.base, other.value) and _is_as_sent(office, other, others) for other in others)


@dataclass(frozen=True)
class _Voice:
    """What one unit says in the end."""

    told: tuple[Answer, ...]
    cleared: tuple[Answer, ...]
    earlier: tuple[Answer, ...]
    is_torn: bool = False
    """Whether answers of one time differ."""

    @property
    def carries(self) -> bool:
        """Whether the unit carries the measure still."""
        return any(answer.carries for answer in (*self.told, *self.cleared))


def _voice(unit: str, answers: Sequence[Answer]) -> _Voice:
    mine = [answer for answer in answers if answer.unit == unit]
    if len(mine) == 1:  # as nearly always
        (only,) = mine
        return _Voice((), (only,), ()) if only.value is None else _Voice((only,), (), ())
    last = _last(mine)
    filled = _last([answer for answer in mine if answer.value is not None])
    cleared = [answer for answer in last if answer.value is None]
    kept = distinct(answer.value for answer in filled)
    earlier = [
        answer
        for answer in mine
        if answer.value is not None and not any(same(answer.value, value) for value in kept)
    ]
    # of answers that say the same, one stands for all: which file it came in must not matter
    told = [min((a for a in filled if same(a.value, value)), key=_order) for value in kept]
    return _Voice(
        tuple(sorted(told, key=_order)),
        tuple(sorted(cleared, key=_order)[:1]),
        tuple(sorted(earlier, key=_order)),
        len(distinct(answer.value for answer in last)) > 1 or len(kept) > 1,
    )


def _order(answer: Answer) -> tuple[str, str]:
    return ("" if answer.saved is None else answer.saved.isoformat(), answer.mark)


def _last(answers: Sequence[Answer]) -> list[Answer]:
    """The latest ones; several where the files have one time, or none."""
    times = [answer.saved for answer in answers if answer.saved is not None]
    if not times:
        return list(answers)
    return [answer for answer in answers if answer.saved is None or answer.saved == max(times)]


def distinct(values: Iterable[Any]) -> list[Any]:
    """The values that differ, each once."""
    found: list[Any] = []
    for value in values:
        if not any(same(value, other) for other in found):
            found.append(value)
    return found
