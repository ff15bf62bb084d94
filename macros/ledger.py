"""具体项目台账: one row per measure. A later run keeps what staff filled, whatever happened to the list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from duban.udfs.likeness import likeness
from duban.udfs.periods import from_serial, parse_date
from duban.udfs.progress import LIMITED, MOVED_OUT, day
from duban.udfs.text import Line, fold, item_number, one_unit
from duban.workbook.findings import Finding
from duban.workbook.format.names import LEDGER
from duban.workbook.format.registry import FORMATS
from duban.workbook.frames import object_frame, records
from duban.workbook.tables import Tables

SIMILAR = 0.6
"""Two texts at least this much alike are one measure that was reworded."""


@dataclass(frozen=True)
class LedgerState:
    """The ledger as it shall be. ``rows``: columns those of LEDGER, index the sheet's row.

    ``changed`` are the cells (row, column name) that differ from the sheet, new rows included.
    """

    rows: pd.DataFrame
    changed: frozenset[tuple[int, str]]
    findings: tuple[Finding, ...]


def build_ledger(tables: Tables, keys: pd.Series[int]) -> LedgerState:
    """Carry the list's measures into the ledger.

    Matched by key and text, then by likeness, by number last; a reworded or renumbered measure keeps
    its progress. New measures come at the end; one that left the list becomes 已移出, and comes back only
    with its own text. A filled cell is never overwritten otherwise. A row that staff added themselves
    (no 措施序号) or set to 已移出 themselves (with 措施序号) is left alone.
    """
    items = tables.items
    old = (
        tables.ledger.rows
        if tables.ledger
        else pd.DataFrame(columns=list(FORMATS[LEDGER].names), dtype=object)
    )
    rows = records(old)
    changed: set[tuple[int, str]] = set()
    findings: list[Finding] = []
    by_key: dict[int, list[int]] = {}
    for row, values in rows.items():
        key = item_number(values["事项键"])
        if key is not None:
            by_key.setdefault(key, []).append(row)
            if isinstance(values["事项键"], str):  # formulas find a key only where it is a number
                values["事项键"] = key
                changed.add((row, "事项键"))

    def find(code: str, row: int, column: str, **facts: object) -> None:
        at = FORMATS[LEDGER].names.index(column) + 1
        if tables.ledger:
            at = tables.ledger.header.columns[column]
        findings.append(Finding(code, LEDGER, row, at, column, rows[row][column], facts))

    def put(row: int, column: str, value: Any) -> None:
        if rows[row][column] != value:
            rows[row][column] = value
            changed.add((row, column))

    next_row = max(rows, default=_first_row(tables) - 1) + 1
    for list_row, item in records(items).items():
        key = int(keys[list_row])
        mine = by_key.pop(key, [])
        pairs = dict(_match(item["measures"], {row: rows[row] for row in mine}))
        for row in mine:
            put(row, "事项名称", item["name"])
        for measure in item["measures"]:
            row = next((r for r, m in pairs.items() if m == measure), next_row)
            if row == next_row:
                next_row += 1
                rows[row] = _new_row(tables, key, item, measure)
                changed.update((row, column) for column in FORMATS[LEDGER].names)
                if tables.ledger:
                    find("L110", row, "具体项目", key=key, number=measure.number)
                continue
            was_number, was_text = rows[row]["措施序号"], rows[row]["具体项目"]
            if fold(was_text) != fold(measure.text):
                put(row, "具体项目", measure.text)
                find("L111", row, "具体项目", key=key, number=measure.number, was=str(was_text))
            put(row, "措施序号", measure.number)
            if was_number is None and rows[row]["类型"] == MOVED_OUT:
                put(row, "类型", LIMITED)
                find("L114", row, "类型", key=key, number=measure.number)
            elif was_number != measure.number:
                find(
                    "L112",
                    row,
                    "措施序号",
                    was="" if was_number is None else was_number,
                    number=measure.number,
                )
        for row in mine:
            if row not in pairs:
                _move_out(rows, row, put, find)
    for orphans in by_key.values():
        for row in orphans:
            _move_out(rows, row, put, find)
    frame = object_frame(rows, FORMATS[LEDGER].names)
    return LedgerState(frame, frozenset(changed), tuple(findings))


def _first_row(tables: Tables) -> int:
    return tables.ledger.header.bottom + 1 if tables.ledger else 2


def _move_out(rows: Mapping[int, Mapping[str, Any]], row: int, put: Any, find: Any) -> None:
    """Mark a row whose measure left the list. It loses its number, for it has no place on the list any
    more; by that a later run tells it from one that staff set to 已移出 themselves."""
    was = rows[row]["类型"]
    if was == MOVED_OUT or rows[row]["措施序号"] is None:
        return
    put(row, "类型", MOVED_OUT)
    put(row, "措施序号", None)
    find("L113", row, "类型", was=was or LIMITED)


def _match(measures: tuple[Line, ...], old: Mapping[int, Mapping[str, Any]]) -> Iterator[tuple[int, Line]]:
    """Pairs of ledger row and measure of one item, best evidence first."""
    open_rows = {row: fold(values["具体项目"]) for row, values in old.items()}
    open_measures = {measure: fold(measure.text) for measure in measures}

    def moved_out(row: int) -> bool:
        return bool(old[row]["类型"] == MOVED_OUT)

    def settle(row: int, measure: Line) -> tuple[int, Line]:
        del open_rows[row], open_measures[measure]
        return row, measure

    for measure, text in list(open_measures.items()):
        same = [row for row, was in open_rows.items() if was == text]
        if same:
            # a doubled row that was moved out must not take the place of the one that is still there
            yield settle(
                min(same, key=lambda r: (moved_out(r), old[r]["措施序号"] != measure.number)), measure
            )
    # only its own text brings a row back that was moved out, or makes one that staff added a numbered one
    for row in [row for row in open_rows if moved_out(row) or old[row]["措施序号"] is None]:
        del open_rows[row]
    ratios = sorted(
        (
            (-likeness(was, text), row, measure.number, measure)
            for row, was in open_rows.items()
            for measure, text in open_measures.items()
        ),
        key=lambda each: each[:3],
    )
    for ratio, row, _, measure in ratios:
        if -ratio >= SIMILAR and row in open_rows and measure in open_measures:
            yield settle(row, measure)
    for measure in list(open_measures):
        numbered = [r for r in open_rows if old[r]["措施序号"] == measure.number]
        if numbered:
            yield settle(numbered[0], measure)


def _new_row(tables: Tables, key: int, item: Mapping[str, Any], measure: Line) -> dict[str, Any]:
    settings = tables.settings
    due = _date(item["完成时限"], settings.year) or settings.due
    start = _date(item["开始日期"], settings.year) or min(settings.start, date(due.year, 1, 1))
    return {
        **dict.fromkeys(FORMATS[LEDGER].names),
        "事项键": key,
        "事项名称": item["name"],
        "措施序号": measure.number,
        "具体项目": measure.text,
        "类型": LIMITED,
        "责任单位": one_unit(item["归口单位"]) or item["unit"] or None,
        "负责人": "、".join(item["owners"]) or None,
        "开始日期": start,
        "完成时限": due,
    }


def _date(value: Any, year: int) -> date | None:
    """A date of the list for a new ledger row: typed, or text that can be read as one."""
    number = day(value)
    if number is not None:
        return from_serial(number)
    return parse_date(value, year) if isinstance(value, str) else None
