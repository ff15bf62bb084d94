"""措施键: the stable number of a measure, which travels with its row when staff sort, insert or renumber."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from duban.macros.staff_sheets.baseline import Baseline
from duban.udfs.text import fold, item_number
from duban.workbook.cells.addresses import a1
from duban.workbook.format.names import LEDGER
from duban.workbook.reading.rows import of_column
from duban.workbook.reading.tables import Tables
from duban.workbook.say.stop import Stop

Text = tuple[int, str]
"""事项键 and folded text: what a measure is known by where it has no key."""


@dataclass
class MeasureKeys:
    """The key of each ledger row; what was new is taken from ``next_key`` on."""

    next_key: int
    of_row: dict[int, int] = field(default_factory=dict)
    copied: dict[int, int] = field(default_factory=dict)
    """Rows that got a new key → the key that they had, which is another row's."""
    misplaced: dict[int, int | None] = field(default_factory=dict)
    """Rows whose key was put right by their text → the key that stood there."""
    lost: dict[Text, list[int]] = field(default_factory=dict)
    """Measures on record that no row has any more → their keys."""

    def for_line(self, item: int, text: str) -> tuple[int, bool]:
        """The key of a measure that gets a new row, and whether it had one before that is gone from the ledger."""
        gone = self.lost.get((item, fold(text)))
        if gone:
            return gone.pop(0), True
        self.next_key += 1
        return self.next_key - 1, False


def measure_keys(tables: Tables, rows: Mapping[int, Mapping[str, Any]], baseline: Baseline) -> MeasureKeys:
    """The key of every ledger row that belongs to an item.

    A row has the key that stands in it, unless its very text is on record under another one: then a sort left the
    column of keys behind, or the key was lost. Of two rows with one key the one with the key's text keeps it, else
    the upper one. Stops with ``foreign_key`` for a key that is no number.
    """
    recorded = baseline.measures
    by_text: dict[Text, list[int]] = {}
    for key, (item, record) in recorded.items():
        by_text.setdefault((item, fold(record["名称"])), []).append(key)
    texts: dict[int, Text] = {}
    typed: dict[int, int | None] = {}
    for row, values in rows.items():
        mine = item_number(values["事项键"])
        if mine is not None:
            texts[row] = (mine, fold(values["具体项目"]))
            typed[row] = _typed_key(tables, row, values["措施键"])
    keys = MeasureKeys(max(_used(tables, recorded, typed), default=0) + 1)
    keys.next_key = max(keys.next_key, tables.settings.next_key)
    taken: set[int] = set()

    def claim(row: int, key: int) -> None:
        keys.of_row[row] = key
        taken.add(key)

    for row, there in typed.items():
        if there is not None and there not in taken and there in by_text.get(texts[row], ()):
            claim(row, there)
    for row, text in texts.items():
        if row not in keys.of_row:
            free = next((key for key in by_text.get(text, ()) if key not in taken), None)
            if free is not None:
                claim(row, free)
                keys.misplaced[row] = typed[row]
    for row, there in typed.items():
        if row not in keys.of_row and there is not None and there not in taken:
            claim(row, there)
    for row, there in typed.items():
        if row not in keys.of_row:
            claim(row, keys.next_key)
            keys.next_key += 1
            if there is not None:
                keys.copied[row] = there
    keys.lost = {text: [key for key in known if key not in taken] for text, known in by_text.items()}
    return keys


def _typed_key(tables: Tables, row: int, value: Any) -> int | None:
    key = item_number(value)
    if key is None and value is not None and tables.ledger is not None:
        cell = f"{LEDGER}!{a1(row, tables.ledger.header.columns['措施键'])}"
        raise Stop("foreign_key", path=tables.file, cell=cell, value=value)
    return key


def _used(tables: Tables, recorded: Mapping[int, Any], typed: Mapping[int, int | None]) -> set[int]:
    """Every key that was ever given, as far as the workbook tells."""
    logged = map(item_number, of_column(tables.log.rows, "措施键")) if tables.log else ()
    return {key for key in (*recorded, *typed.values(), *logged) if key is not None}
