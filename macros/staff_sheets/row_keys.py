"""行键: the stable number of each row of a register. It travels with its row and is never given to another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from duban.udfs.text import item_number
from duban.workbook.format.registers.common import ROW_KEY
from duban.workbook.reading.register_record import History, shown_key
from duban.workbook.reading.tables import TableSheet
from duban.workbook.say.findings import Finding


@dataclass(frozen=True)
class RowKeys:
    """The 行键 of each row of a register; ``next_key`` is free. ``left``: rows that were on record in the period, or before
    it, and are not there any more: key → what they were known by."""

    keys: Mapping[int, int]
    next_key: int
    left: Mapping[int, str]
    findings: tuple[Finding, ...]


def row_keys(table: TableSheet, history: History) -> RowKeys:
    """The key that each row has, or gets.

    Of rows that share a key, as copied ones do, the one that the record knows by that key keeps it, else the first. A row
    that lost its key, or has another row's, has it again where the record knows one row by what it shows, which is not
    there otherwise. Keys that a sort left behind go back to their rows.
    """
    return _Keys(table, history).told()


class _Keys:
    """The keys of one register while they are decided."""

    def __init__(self, table: TableSheet, history: History) -> None:
        self.table, self.history = table, history
        self.shown = {row: shown_key(table.format, values) for row, values in table.rows.items()}
        self.known = history.last.rows if history.last else {}
        self.typed = {
            row: key
            for row, values in table.rows.items()
            if (key := item_number(values.get(ROW_KEY))) is not None and not table.has_formula(row, ROW_KEY)
        }
        self.keys: dict[int, int] = {}
        self.findings: list[Finding] = []

    def told(self) -> RowKeys:
        """All of it."""
        self._keep()
        self._put_right()
        last = self.history.now.left if self.history.now else {}
        left = {**last, **{key: each.shown for key, each in self.known.items()}}
        next_key = self._give(left)
        there = set(self.keys.values())
        gone = {key: text for key, text in left.items() if key not in there}
        return RowKeys(self.keys, next_key, gone, tuple(self.findings))

    def _keep(self) -> None:
        """One row of each key that stands there."""
        by_key: dict[int, list[int]] = {}
        for row, key in self.typed.items():
            by_key.setdefault(key, []).append(row)
        for key, rows in by_key.items():
            alike = [row for row in rows if key in self.known and self.shown[row] == self.known[key].shown]
            self.keys[(alike or rows)[0]] = key

    def _put_right(self) -> None:
        """G117: keys of rows that show what the record knows by one another's keys, and by no others: a sort took the rows
        without them. Rows that were numbered anew show something else, and keep theirs."""
        by_text: dict[str, list[int]] = {}
        for key, each in self.known.items():
            by_text.setdefault(each.shown, []).append(key)
        wanted: dict[int, int] = {}
        for row, key in self.keys.items():
            alike = by_text.get(self.shown[row], [])
            if key in self.known and self.shown[row] != self.known[key].shown and len(alike) == 1:
                wanted[row] = alike[0]
        while True:  # until those that are left only change places with one another
            held = {self.keys[row] for row in wanted}
            asked = Counter(wanted.values())
            open_ended = [row for row, key in wanted.items() if key not in held or asked[key] > 1]
            if not open_ended:
                break
            for row in open_ended:
                del wanted[row]
        for row, key in wanted.items():
            self._changed("G117", row, was=self.keys[row], now=key)
        self.keys |= wanted

    def _give(self, left: Mapping[int, str]) -> int:
        """Keys for the rows that have none: those that they had, or new ones. Returns the next that is free."""
        taken = set(self.keys.values())
        by_text: dict[str, list[int]] = {}
        for key, text in left.items():
            if key not in taken and text:
                by_text.setdefault(text, []).append(key)
        next_key = max([self.history.next_key, *(key + 1 for key in taken)])
        for row in self.table.rows:
            if row in self.keys:
                continue
            if len(by_text.get(self.shown[row], [])) == 1:
                self.keys[row] = by_text.pop(self.shown[row])[0]
                self._changed("G117", row, was=self.typed.get(row), now=self.keys[row])
                continue
            self.keys[row], next_key = next_key, next_key + 1
            self._changed("G114", row, new=self.keys[row])
        return next_key

    def _changed(self, code: str, row: int, **facts: object) -> None:
        """That a row has another key than stands there; nothing of one that had none."""
        if row in self.typed:
            at = self.table.header.columns[ROW_KEY]
            told = {"key": self.shown[row], **facts}
            self.findings.append(Finding(code, self.table.name, row, at, ROW_KEY, self.typed[row], told))
