"""具体项目台账: one row per measure. A later run keeps what staff filled, whatever happened to the list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from duban.macros.staff_sheets.baseline import CHANGE, LEFT, LISTED, Baseline, Change, Key, Record
from duban.macros.staff_sheets.cells_to_set import same_value
from duban.macros.staff_sheets.measure_keys import MeasureKeys, measure_keys
from duban.udfs.deadlines import Term
from duban.udfs.likeness import likeness
from duban.udfs.progress import LIMITED, MOVED_OUT, STANDING, counts
from duban.udfs.text import fold, item_number
from duban.udfs.units import one_unit
from duban.workbook.format.names import LEDGER
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.reading.items import Item
from duban.workbook.reading.measures import Measure, read_day, term_of
from duban.workbook.reading.rows import Rows, copied
from duban.workbook.reading.tables import Tables
from duban.workbook.say.findings import Finding

SIMILAR = 0.6
"""Two texts at least this much alike are one measure that was reworded."""

_DATES = ("开始日期", "完成时限")

_WORDS = 24
"""Characters of a measure that are said of it."""


@dataclass(frozen=True)
class LedgerState:
    """The ledger as it shall be. ``rows``: the columns of 具体项目台账, by the sheet's row.

    ``changed`` are the cells (row, column name) that differ from the sheet, new rows included; ``changes`` what
    changed of the plan, ``record`` what of the measures is to be on record, ``next_key`` the next free 措施键.
    """

    rows: Rows
    changed: frozenset[tuple[int, str]]
    findings: tuple[Finding, ...]
    changes: tuple[Change, ...] = ()
    record: Mapping[Key, Record] = field(default_factory=dict)
    next_key: int = 1


def build_ledger(tables: Tables, keys: Mapping[int, int], baseline: Baseline) -> LedgerState:
    """Carry the list's measures into the ledger.

    Matched by key and text, then by likeness, by number last; a reworded or renumbered measure keeps
    its progress. New measures come at the end; one that left the list becomes 已移出, and comes back only
    with its own text, and with the 类型 that it had. A filled cell is never overwritten otherwise, but for a date
    that the program wrote and nobody changed since, which follows the list. A row that staff added themselves
    (no 措施序号) or set to 已移出 themselves (with 措施序号) is left alone.

    Dates that the list does not say are filled in for 限期 measures only. In a row that staff made 常态化, those that the
    program wrote and nobody changed go; they come back, where the cells are still blank, when it is 限期 again. A cell of a
    限期 row that staff emptied stays blank.
    """
    work = _Work(tables, baseline)
    by_key: dict[int, list[int]] = {}
    for row, values in work.rows.items():
        key = item_number(values["事项键"])
        if key is not None:
            by_key.setdefault(key, []).append(row)
    for list_row, item in tables.items.items():
        key = keys[list_row]
        work.carry(key, item, by_key.pop(key, []))
    for orphans in by_key.values():
        for row in orphans:
            work.move_out(row)
    return work.state()


class _Work:
    """The ledger while it is being brought up to date."""

    def __init__(self, tables: Tables, baseline: Baseline) -> None:
        self.tables, self.baseline = tables, baseline
        self.names = FORMATS[LEDGER].names
        self.rows = copied(tables.ledger.rows) if tables.ledger else {}
        self.changed: set[tuple[int, str]] = set()
        self.findings: list[Finding] = []
        self.changes: list[Change] = []
        self.wrote: dict[int, dict[str, Any]] = {}
        """Row → the dates that the program wrote there."""
        self.former: dict[int, Any] = {}
        """Row → the 类型 on record: that before it left the list, or 常态化 of one that was so at the last build."""
        self.next_row = tables.ledger.last_row + 1 if tables.ledger else 2
        for row, values in self.rows.items():
            key = item_number(values["事项键"])
            if key is not None and isinstance(values["事项键"], str):  # formulas find a key only as a number
                self.put(row, "事项键", key)
        self.keys = self._give_keys()

    def _give_keys(self) -> MeasureKeys:
        keys = measure_keys(self.tables, self.rows, self.baseline)
        for row, key in keys.of_row.items():
            if row in keys.copied:
                self.find("L115", row, "措施键", was=keys.copied[row], key=key)
            elif keys.misplaced.get(row) is not None:
                self.find("L116", row, "措施键", was=keys.misplaced[row], key=key)
            self.put(row, "措施键", key)
            _, record = self.baseline.measures.get(key, (0, {}))
            self.wrote[row] = {name: record.get(name) for name in _DATES}
            self.former[row] = record.get("类型")
        return keys

    def find(self, code: str, row: int, column: str, **facts: object) -> None:
        at = self.names.index(column) + 1
        if self.tables.ledger:
            at = self.tables.ledger.header.columns[column]
        self.findings.append(Finding(code, LEDGER, row, at, column, self.rows[row][column], facts))

    def put(self, row: int, column: str, value: Any) -> None:
        if self.rows[row][column] != value:
            self.rows[row][column] = value
            self.changed.add((row, column))

    def change(self, row: int, kind: str, was: Any, now: Any) -> None:
        """Tell a change of the plan; a workbook without a ledger yet has no plan that could change."""
        if self.tables.ledger:
            values = self.rows[row]
            item = item_number(values["事项键"])
            if item is not None:
                self.changes.append(
                    Change(item, values["措施键"], CHANGE + kind, was, now, values["责任单位"])
                )

    def carry(self, key: int, item: Item, mine: list[int]) -> None:
        """The measures of one item, and its rows."""
        pairs = {
            measure: row for row, measure in _match(item.measures, {row: self.rows[row] for row in mine})
        }
        for row in mine:
            self.put(row, "事项名称", item.name)
        for measure in item.measures:
            if measure in pairs:
                self.keep(pairs[measure], key, item, measure)
            else:
                self.add(key, item, measure)
        for row in sorted(set(mine).difference(pairs.values())):
            self.move_out(row)

    def add(self, key: int, item: Item, measure: Measure) -> None:
        """A row for a measure that has none."""
        row, self.next_row = self.next_row, self.next_row + 1
        made = _new_row(self.tables, key, item, measure)
        made["措施键"], known = self.keys.for_line(key, measure.text)
        self.rows[row] = made
        self.wrote[row] = {name: made[name] for name in _DATES}
        self.changed.update((row, column) for column in self.names)
        self.say_term(row, measure)
        self.say_default(row, item, measure)
        if known:
            self.find("L118", row, "具体项目", key=key, number=measure.number)
        elif self.tables.ledger:
            self.find("L110", row, "具体项目", key=key, number=measure.number)
            self.change(row, "新增措施", None, measure.text)

    def say_term(self, row: int, measure: Measure) -> None:
        """What the words of a measure were taken for."""
        term = term_of(measure, self.tables.settings.year)
        if term is None or not (term.standing or term.worked_out or term.stages):
            return
        words = measure.ends if isinstance(measure.ends, str) else measure.text
        words = words if len(words) <= _WORDS else f"{words[:_WORDS]}…"
        code = "L123" if term.standing else "L122" if len(term.stages) > 1 else "L121"
        self.find(code, row, "类型" if term.standing else "完成时限", words=words, day=term.day)

    def say_default(self, row: int, item: Item, measure: Measure) -> None:
        """That a deadline of the list could not be read, and what the ledger has in its place."""
        told = item.due if measure.ends is None else measure.ends
        term = _term(self.tables, item, measure)
        if told is not None and (term is None or (term.day is None and not term.standing)):
            self.find("L124", row, "完成时限", words=told, day=self.rows[row]["完成时限"])

    def keep(self, row: int, key: int, item: Item, measure: Measure) -> None:
        """A row whose measure is on the list still, or again."""
        values = self.rows[row]
        was_number, was_text, was_kind = values["措施序号"], values["具体项目"], self.former.get(row)
        if fold(was_text) != fold(measure.text):
            self.put(row, "具体项目", measure.text)
            self.find("L111", row, "具体项目", key=key, number=measure.number, was=str(was_text))
            self.change(row, "具体项目", was_text, measure.text)
        self.put(row, "措施序号", measure.number)
        if was_number is None and values["类型"] == MOVED_OUT:
            self.put(row, "类型", self.former[row] or LIMITED)
            self.former[row] = None
            self.find("L114", row, "类型", key=key, number=measure.number, kind=values["类型"])
            self.change(row, "恢复措施", None, measure.text)
        elif was_number != measure.number:
            was = "" if was_number is None else was_number
            self.find("L112", row, "措施序号", was=was, number=measure.number)
        if self.tables.ledger and "配合单位" in self.tables.ledger.added:
            self.put(row, "配合单位", _helpers(item))
        self.follow(row, key, item, measure)
        if values["类型"] == STANDING:
            self.without_defaults(row, item, measure)
        elif was_kind == STANDING and counts(values["类型"]):
            self.with_defaults(row, item, measure)

    def without_defaults(self, row: int, item: Item, measure: Measure) -> None:
        """A row that is 常态化 has no date of the program's own."""
        for name, listed in zip(_DATES, _listed(self.tables, item, measure), strict=True):
            wrote = self.wrote[row].get(name)
            if wrote is not None and listed is None and same_value(self.rows[row][name], wrote):
                self.put(row, name, None)
                self.wrote[row][name] = None
                self.find("L125", row, name, was=wrote)

    def with_defaults(self, row: int, item: Item, measure: Measure) -> None:
        """A row that was 常态化 at the last build and is 限期 now has the dates of a new one, where it has none."""
        for name, day in zip(_DATES, _limited(self.tables, item, measure), strict=True):
            if self.rows[row][name] is None and self.wrote[row].get(name) is None:
                self.put(row, name, day)
                self.wrote[row][name] = day
                self.find("L126", row, name, now=day)

    def follow(self, row: int, key: int, item: Item, measure: Measure) -> None:
        """Dates that the program wrote, and nobody changed since, follow the list."""
        told = self.baseline.items.get(key)
        start, due, _ = _dates(self.tables, item, measure)
        said = _listed(self.tables, item, measure)
        for name, default, listed in zip(_DATES, (start, due), said, strict=True):
            wrote, there = self.wrote[row].get(name), self.rows[row][name]
            if wrote is None:
                # an earlier version kept no record; what stands there may be what it wrote
                if (told is None or told["列入期间"] is None) and same_value(there, default):
                    self.wrote[row][name] = default
                continue
            moved = listed is not None and not same_value(listed, wrote)
            if moved and same_value(there, wrote) and not (told and same_value(listed, told[name])):
                self.put(row, name, listed)
                self.find("L117", row, name, was=wrote, now=listed)
                self.wrote[row][name] = listed
            elif listed is not None and there is not None and not same_value(listed, there):
                self.find("L120", row, name, listed=listed, there=there)

    def move_out(self, row: int) -> None:
        """Mark a row whose measure left the list. It loses its number, for it has no place on the list any
        more; by that a later run tells it from one that staff set to 已移出 themselves."""
        values = self.rows[row]
        was = values["类型"]
        if was == MOVED_OUT or values["措施序号"] is None:
            return
        self.put(row, "类型", MOVED_OUT)
        self.put(row, "措施序号", None)
        self.former[row] = was or LIMITED
        self.find("L113", row, "类型", was=was or LIMITED, text=values["具体项目"] or "")
        self.change(row, "移出措施", values["具体项目"], None)

    def state(self) -> LedgerState:
        """The ledger as it shall be."""
        record: dict[Key, Record] = {}
        for row, values in self.rows.items():
            item, measure = item_number(values["事项键"]), item_number(values["措施键"])
            if item is not None and measure is not None:
                left = values["类型"] == MOVED_OUT and values["措施序号"] is None
                record[item, measure] = {
                    "名称": values["具体项目"],
                    **self.wrote.get(row, {}),
                    "类型": self.former.get(row) if left else _standing(values["类型"]),
                    "状态": LEFT if left else LISTED,
                }
        return LedgerState(
            self.rows,
            frozenset(self.changed),
            tuple(self.findings),
            tuple(self.changes),
            record,
            self.keys.next_key,
        )


def _match(
    measures: tuple[Measure, ...], old: Mapping[int, Mapping[str, Any]]
) -> Iterator[tuple[int, Measure]]:
    """Pairs of ledger row and measure of one item, best evidence first."""
    open_rows = {row: fold(values["具体项目"]) for row, values in old.items()}
    open_measures = {measure: fold(measure.text) for measure in measures}

    def moved_out(row: int) -> bool:
        return bool(old[row]["类型"] == MOVED_OUT)

    def settle(row: int, measure: Measure) -> tuple[int, Measure]:
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


def _new_row(tables: Tables, key: int, item: Item, measure: Measure) -> dict[str, Any]:
    start, due, standing = _dates(tables, item, measure)
    of_item = one_unit(item.tracking["归口单位"]) or item.unit or None
    its_own = measure.unit.unit not in ("", item.unit)
    unit = measure.unit.unit if its_own else of_item
    owners = measure.unit.owners or (() if its_own else item.owners)
    helpers = "、".join((*measure.unit.others, *measure.unit.helpers)) or _helpers(item)
    return {
        **dict.fromkeys(FORMATS[LEDGER].names),
        "事项键": key,
        "事项名称": item.name,
        "措施序号": measure.number,
        "具体项目": measure.text,
        "类型": STANDING if standing else LIMITED,
        "责任单位": unit,
        "负责人": "、".join(owners) or None,
        "配合单位": helpers,
        "开始日期": start,
        "完成时限": due,
    }


def _helpers(item: Item) -> str | None:
    """配合单位 as it stands on the list, else what the cell of the units says."""
    return item.tracking["配合单位"] or "、".join(item.helpers) or None


def _term(tables: Tables, item: Item, measure: Measure) -> Term | None:
    """Until when the list says that a measure runs: by itself, else by its item."""
    year, due = tables.settings.year, item.due
    return term_of(measure, year) or (None if due is None else read_day(due, year))


def _begin(tables: Tables, item: Item, measure: Measure) -> date | None:
    told = item.tracking["开始日期"] if measure.begins is None else measure.begins
    term = None if told is None else read_day(told, tables.settings.year)
    return None if term is None else term.day


def _listed(tables: Tables, item: Item, measure: Measure) -> tuple[date | None, date | None]:
    """开始日期 and 完成时限 as the list says them."""
    term = _term(tables, item, measure)
    return _begin(tables, item, measure), term.day if term else None


def _dates(tables: Tables, item: Item, measure: Measure) -> tuple[date | None, date | None, bool]:
    """开始日期 and 完成时限 of a new row, and whether it has no end: what the list says, else of one that has an end the
    workbook's defaults."""
    term = _term(tables, item, measure)
    if term is not None and term.standing:
        return _begin(tables, item, measure), None, True
    return *_limited(tables, item, measure), False


def _limited(tables: Tables, item: Item, measure: Measure) -> tuple[date, date]:
    """The dates of a 限期 row: what the list says, else the workbook's defaults."""
    begin, end = _listed(tables, item, measure)
    due = end or tables.settings.due
    return begin or min(tables.settings.start, date(due.year, 1, 1)), due


def _standing(kind: Any) -> str | None:
    return STANDING if kind == STANDING else None
