"""Which of the rows that were sent each row of a return is.

Staff sort without the hidden columns, insert rows and copy them. So a row is known by its key and its text together; where
they disagree, by the text, if it is that of a row that was sent; and what is neither is a row that the unit added.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from duban.macros.returns.forms import Form
from duban.macros.returns.read_form import FoundRow
from duban.macros.returns.record import Record, RowKey
from duban.macros.returns.values import compared
from duban.udfs.text import fold

_ENOUGH = 2
"""So many columns beside its text know a row again whose text is another one."""


@dataclass(frozen=True)
class Match:
    """A row of a return with the key of the row that was sent, ``None`` for one that was not."""

    row: FoundRow
    key: RowKey | None
    by_text: bool = False
    """Whether its own key says something else."""


def matched(
    rows: Iterable[FoundRow],
    sent: Mapping[RowKey, Record],
    form: Form,
    columns: Collection[str],
    year: int | None = None,
) -> list[Match]:
    """Each row with the key of the row that was sent; in the order of the sheet. ``columns``: those that the sheet has.

    First rows whose key and text agree; then those whose text is that of one row that was sent, with its numbers where
    several have it; then those with another text whose numbers are those of one row that was sent; last, where the
    numbers are gone, those whose key is still free.
    """
    return _Matching(list(rows), sent, _Signs(form, columns, year)).all()


class _Signs:
    """By what rows of one sheet are known."""

    def __init__(self, form: Form, columns: Collection[str], year: int | None) -> None:
        self.form, self.year = form, year
        there = [name for name in form.text if name in columns]
        # of a text over several columns the rest tells enough where some are gone
        self.columns: Sequence[str] = there if len(form.text) > 1 else form.text

    def text(self, values: Mapping[str, Any]) -> str:
        """What names a row; empty where nothing does."""
        told = [self._plain(values, name) for name in self.columns]
        return "、".join(told) if any(told) else ""

    def numbers(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        """What tells it from others of its text."""
        return tuple(self._plain(values, name) for name in self.form.numbers)

    def is_numbered(self, values: Mapping[str, Any]) -> bool:
        """Whether these are enough to know it by."""
        return sum(map(bool, self.numbers(values))) >= _ENOUGH

    def is_place_of(self, values: Mapping[str, Any], sent: Record) -> bool:
        """Whether a row has the numbers of one that was sent, and the name of its item, where it has one."""
        if self.numbers(values) != self.numbers(sent):
            return False
        name = fold(values.get("事项名称")) if self.form.is_ledger else ""
        return name in ("", fold(sent.get("事项名称")))

    def may_be_another_text(self, text: str) -> bool:
        """Whether a row with this text may be one that was sent with another: a measure that was reworded, or whatever
        lost its text. What a register knows its rows by names another row."""
        return self.form.is_ledger or not text

    def _plain(self, values: Mapping[str, Any], name: str) -> str:
        return compared(self.form.format[name], values.get(name), self.year)


class _Matching:
    """The rows of one sheet while they are told apart."""

    def __init__(self, rows: list[FoundRow], sent: Mapping[RowKey, Record], signs: _Signs) -> None:
        self.rows, self.sent, self.signs = rows, sent, signs
        self.found: dict[int, Match] = {}
        self.taken: set[RowKey] = set()
        self.texts: dict[str, list[RowKey]] = {}
        for key, values in sent.items():
            self.texts.setdefault(signs.text(values), []).append(key)

    def all(self) -> list[Match]:
        """Every row that says anything."""
        self._by_key_and_text()
        self._by_text()
        self._by_numbers()
        self._by_key()
        for row in self._left():
            if row.values.keys() - {*self.signs.form.keys} or row.odd:
                self._settle(row, None)
        return [self.found[row.row] for row in self.rows if row.row in self.found]

    def _settle(self, row: FoundRow, key: RowKey | None, *, by_text: bool = False) -> None:
        self.found[row.row] = Match(row, key, by_text)
        if key is not None:
            self.taken.add(key)

    def _left(self) -> list[FoundRow]:
        return [row for row in self.rows if row.row not in self.found]

    def _key(self, row: FoundRow) -> RowKey | None:
        key = self.signs.form.key_of(row.values)
        return key if key in self.sent else None

    def _by_key_and_text(self) -> None:
        for row in self.rows:
            key, text = self._key(row), self.signs.text(row.values)
            if key is None or text != self.signs.text(self.sent[key]):
                continue
            # a text that several have does not tell whether a sort left the keys behind; its numbers do
            if len(self.texts.get(text, ())) == 1 or self.signs.is_place_of(row.values, self.sent[key]):
                self._settle(row, key)

    def _by_text(self) -> None:
        for row in self._left():
            text = self.signs.text(row.values)
            alike = self.texts.get(text, []) if text else []
            numbered = [key for key in alike if self.signs.is_place_of(row.values, self.sent[key])]
            free = [key for key in numbered or alike if key not in self.taken]
            if len(free) == 1:
                self._settle(row, free[0], by_text=True)

    def _by_numbers(self) -> None:
        for row in self._left():
            if not self.signs.is_numbered(row.values):
                continue
            alike = [
                key
                for key, sent in self.sent.items()
                if key not in self.taken and self.signs.is_place_of(row.values, sent)
            ]
            if len(alike) == 1:
                self._settle(row, alike[0], by_text=alike[0] != self._key(row))

    def _by_key(self) -> None:
        for row in self._left():
            key = self._key(row)
            if key is None or key in self.taken or self.signs.is_numbered(row.values):
                continue
            if self.signs.may_be_another_text(self.signs.text(row.values)):
                self._settle(row, key)
