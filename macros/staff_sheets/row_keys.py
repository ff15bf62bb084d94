"""行键: the stable number of each row of a register. It travels with its row and is never given to another."""

from __future__ import annotations

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
    that lost its key has it again where the record knows one row by what it shows, which is not there otherwise.
    """
    shown = {row: shown_key(table.format, values) for row, values in table.rows.items()}
    typed = {
        row: key
        for row, values in table.rows.items()
        if (key := item_number(values.get(ROW_KEY))) is not None and not table.has_formula(row, ROW_KEY)
    }
    known = history.last.rows if history.last else {}
    by_key: dict[int, list[int]] = {}
    for row, key in typed.items():
        by_key.setdefault(key, []).append(row)
    keys: dict[int, int] = {}
    for key, rows in by_key.items():
        alike = [row for row in rows if key in known and shown[row] == known[key].shown]
        keys[(alike or rows)[0]] = key
    taken = set(keys.values())
    left = {**(history.now.left if history.now else {}), **{key: each.shown for key, each in known.items()}}
    by_text: dict[str, list[int]] = {}
    for key, text in left.items():
        if key not in taken and text:
            by_text.setdefault(text, []).append(key)
    next_key = max([history.next_key, *(key + 1 for key in taken)])
    findings = []
    for row in table.rows:
        if row in keys:
            continue
        alike = by_text.get(shown[row], []) if row not in typed else []
        if len(alike) == 1:
            keys[row] = by_text.pop(shown[row])[0]
            continue
        keys[row], next_key = next_key, next_key + 1
        if row in typed:
            at = table.header.columns[ROW_KEY]
            facts = {"key": shown[row], "new": keys[row]}
            findings.append(Finding("G114", table.name, row, at, ROW_KEY, typed[row], facts))
    there = set(keys.values())
    gone = {key: text for key, text in left.items() if key not in there}
    return RowKeys(keys, next_key, gone, tuple(findings))
