"""The texts of a public copy, looked through for people: what is private is named with its cell, or printed as ×××."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from duban.macros.generated_sheets.public_copy.listing import Listing, Told
from duban.udfs.person_or_unit import SHORT_UNIT, is_person, is_unit
from duban.udfs.private_text import Private, Screen, around, digits_of, masked
from duban.udfs.text import squeeze
from duban.udfs.unit_doubts import doubtful_unit
from duban.workbook.reading.people import People
from duban.workbook.say.findings import Finding

_UNITS = ("牵头单位", "责任单位", "答复单位")
_CODES = {"name": "W201", "number": "W202", "person": "W203"}
MASKED = "W204"


@dataclass
class Screened:
    """Texts on their way out. ``findings`` are W201, W202, W203 where ``mask`` is off; then no text may go out. With it,
    one W204 for each cell in which something was masked."""

    people: People
    mask: bool = False
    allowed: Iterable[str] = ()
    findings: list[Finding] = field(default_factory=list)
    cells: set[tuple[str, int, int]] = field(default_factory=set)
    """The cells in which something was found."""

    def __post_init__(self) -> None:
        self._screen = Screen(self.people.names, self.people.numbers, self.allowed)
        self._said: set[tuple[str, str, int, int, str]] = set()

    def text(self, told: Told, *, unit: bool = False) -> Any:
        """A value as it may go out; ``unit``: a text that shall be the name of a unit."""
        if not isinstance(told.value, str):
            return told.value
        found = self._screen.private(told.value)
        if unit and not found:
            found = [each for each in _people_for_units(told.value) if not self._screen.allows(each.word)]
        if not found:
            return told.value
        self.cells.add((told.sheet, told.row, told.column))
        if self.mask:
            self._say(MASKED, told, found[0])
        else:
            for part in found:
                self._say(_CODES[part.kind], told, part)
        return masked(told.value, found)

    def rows(self, listing: Listing) -> list[list[Any]]:
        """The rows of a table as they may go out."""
        names = [column.name for column in listing.columns]
        return [
            [self.text(told, unit=name in _UNITS) for name, told in zip(names, row, strict=True)]
            for row in listing.rows
        ]

    def _say(self, code: str, told: Told, part: Private) -> None:
        word = part.word if code != MASKED else ""
        key = (code, told.sheet, told.row, told.column, word)
        if key in self._said:
            return
        self._said.add(key)
        facts = {
            "word": part.word,
            "around": around(str(told.value), part),
            "source": self._source(part),
        }
        self.findings.append(Finding(code, told.sheet, told.row, told.column, told.name, None, facts))

    def _source(self, part: Private) -> str:
        if part.kind == "name":
            return self.people.names.get(part.word, "")
        return self.people.numbers.get(digits_of(part.word), "")


def _people_for_units(text: str) -> Iterator[Private]:
    """A person or a number where a unit should stand: 王强, 综合局王强, 7654321."""
    for piece in text.split("、"):
        plain = squeeze(piece)
        if SHORT_UNIT.fullmatch(plain):  # 司法
            continue
        start = text.index(piece)
        doubt = doubtful_unit(plain)
        tail = not is_unit(plain) and any(
            is_person(plain[-length:]) for length in (3, 2) if len(plain) > length
        )
        if doubt in ("person", "number") or tail:
            yield Private(start, start + len(piece), "person", piece)
