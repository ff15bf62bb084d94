"""问题清单: a row for each 突出问题 of the list, and the measures that people say answer it, known by their keys.

A problem is known by its item and words; one that was reworded, by its number. What people wrote in 对应措施 stays as it is; when
the list gives a measure another number, the text is written anew. Rows of problems that left the list stay and say so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from duban.macros.figures.conditions import Where, count
from duban.macros.figures.formulas import Source, mean
from duban.macros.figures.lookups import Live
from duban.macros.figures.registers import Register
from duban.macros.figures.understood import numbers_by_key
from duban.macros.staff_sheets.cells_to_set import kept
from duban.udfs.answers import Answer, called, read_answers, shown_answer
from duban.udfs.lights import DONE, DONE_LATE
from duban.udfs.progress import MOVED_OUT, STANDING, item_progress
from duban.udfs.text import item_number, squeeze
from duban.workbook.cells.addresses import a1
from duban.workbook.format.registers.problems import AS_WRITTEN, ITEM_KEY, MEASURE_KEYS, PROBLEMS
from duban.workbook.plan.plans import Cell
from duban.workbook.reading.rows import Record, Rows
from duban.workbook.reading.tables import TableSheet
from duban.workbook.say.findings import Finding

_FROM_LIST = ("事项序号", "事项名称", "问题序号", "突出问题", "牵头单位", ITEM_KEY)
_NEEDED = {"事项名称", "突出问题", "对应措施"}
_FIGURES = ("措施数", "办结", "完成进度")
_MOST = 40
"""Measures that a formula names."""
_NO_KEYS = (0,)
"""What formulas look for where there is none: no measure has it."""
UNANSWERED, ALL_DONE, GONE = "没有对应措施", "措施已全部办结", "清单中没有，或与别的行重复"


@dataclass(frozen=True)
class ProblemRows:
    """The register as it will be: its rows, the cells to set, and what is to be said."""

    table: TableSheet
    cells: Mapping[tuple[int, str], Cell]
    findings: tuple[Finding, ...]

    def into(self, registers: Mapping[str, Register]) -> dict[str, Register]:
        """The registers with these cells; ``registers`` were understood with this table."""
        mine = registers[PROBLEMS]
        told = replace(mine, cells={**mine.cells, **self.cells}, findings=(*mine.findings, *self.findings))
        return {**registers, PROBLEMS: told}


def problem_rows(live: Live) -> ProblemRows | None:
    """What 问题清单 shall be; ``None`` where the workbook does not have it, or not the columns that tell its rows."""
    table = live.tables.registers.get(PROBLEMS)
    if table is None or live.tables.list is None or not table.header.columns.keys() >= _NEEDED:
        return None
    return _Problems(live, table).told()


class _Problems:
    """The register while it is worked out."""

    def __init__(self, live: Live, table: TableSheet) -> None:
        self.live, self.table = live, table
        self.rows: Rows = {row: dict(values) for row, values in table.rows.items()}
        self.cells: dict[tuple[int, str], Cell] = {}
        self.findings: list[Finding] = []

    @cached_property
    def _numbers(self) -> dict[int, Any]:
        """事项键 → what readers call an item by."""
        return numbers_by_key(self.live.tables, self.live.figures.items)

    @cached_property
    def _measures(self) -> dict[int, tuple[int, Record, dict[str, Any]]]:
        """措施键 → 事项键, the ledger's row and its figures; of those on the list."""
        found = {}
        for row, values in self.live.ledger.items():
            item, key = item_number(values["事项键"]), item_number(values["措施键"])
            if item is not None and key is not None and values["类型"] != MOVED_OUT:
                found[key] = item, values, self.live.measures[row]
        return found

    @cached_property
    def _by_number(self) -> dict[tuple[int, int], int]:
        """(事项键, number) → 措施键."""
        found: dict[tuple[int, int], int] = {}
        for key, (item, values, _) in self._measures.items():
            number = item_number(values["措施序号"])
            if number is not None:
                found.setdefault((item, number), key)
        return found

    def _item_called(self, told: Any) -> int | None:
        """The 事项键 of the item that readers call so; ``None`` where there is none, or more than one."""
        keys = [key for key, number in self._numbers.items() if called(number) == called(told)]
        return keys[0] if len(keys) == 1 else None

    def told(self) -> ProblemRows:
        """All of it."""
        on_list = set()
        for row, wanted in self._wanted():
            on_list.add(row)
            self._set(row, wanted)
            self.rows[row] |= wanted
        for row in sorted(self.rows):
            self._answer(row, row in on_list)
        return ProblemRows(replace(self.table, rows=self.rows), self.cells, tuple(self.findings))

    def _wanted(self) -> Iterator[tuple[int, Record]]:
        """Each problem of the list: its row, which may be a new one, and what the list says of it."""
        free = max(self.table.last_row, self._last_filled) + 1
        taken: set[int] = set()
        for at, item in self.live.tables.items.items():
            figures = self.live.items[at]
            lines = {squeeze(line.text): line for line in item.problems if squeeze(line.text)}
            mine = [row for row in self._of_item(figures["key"], item.name) if row not in taken]
            there = {text: row for row in reversed(mine) if (text := self._text(row)) in lines}
            reworded = {
                number: row
                for row in reversed(mine)
                if self._text(row) not in lines and (number := item_number(self.rows[row].get("问题序号")))
            }
            for text, line in lines.items():
                row = there.get(text) or reworded.pop(line.number, None)
                if row is None:
                    row, free = free, free + 1
                    self.rows[row] = dict.fromkeys(self.table.format.names)
                taken.add(row)
                number = self._numbers.get(figures["key"])
                yield (
                    row,
                    dict(
                        zip(
                            _FROM_LIST,
                            (
                                None if number is None else str(number),
                                item.name,
                                line.number,
                                line.text,
                                figures["unit"] or None,
                                figures["key"],
                            ),
                            strict=True,
                        )
                    ),
                )

    @property
    def _last_filled(self) -> int:
        """The last row of the sheet with anything in it."""
        rows = self.table.grid.rows
        return max(
            (at for at, row in enumerate(rows, 1) if any(value is not None for value in row)), default=1
        )

    def _of_item(self, key: int, name: str) -> list[int]:
        """The rows of an item: by its key, and where none stands by its name."""
        folded = squeeze(name)
        return [
            row
            for row, values in self.rows.items()
            if (told := item_number(values.get(ITEM_KEY))) == key
            or (told is None and squeeze(values.get("事项名称") or "") == folded)
        ]

    def _text(self, row: int) -> str:
        return squeeze(self.rows[row].get("突出问题") or "")

    def _set(self, row: int, wanted: Mapping[str, Any]) -> None:
        self.cells |= {(row, name): Cell(value) for name, value in wanted.items()}

    def _answer(self, row: int, is_there: bool) -> None:
        """对应措施 and what is computed of the measures."""
        keys = self._keys(row)
        measures = [self._measures[key] for key in keys]
        done = sum(each["light"] in (DONE, DONE_LATE) for _, _, each in measures)
        progress = item_progress(
            *([each[name] for _, _, each in measures] for name in ("progress", "weight", "kind"))
        )
        told = zip(_FIGURES, (len(keys), done, progress), self._formulas(keys), strict=False)
        for name, value, formula in told:
            self._compute(row, name, value, formula)
        self._say_state(row, is_there)

    def _say_state(self, row: int, is_there: bool) -> None:
        """情况, of the numbers beside it."""
        number, finished = self.rows[row].get("措施数"), self.rows[row].get("办结")
        if not is_there:
            self._compute(row, "情况", GONE, f'IF(TRUE,"{GONE}","")')
        elif {"措施数", "办结"} <= self.table.header.columns.keys():
            state = UNANSWERED if number == 0 else ALL_DONE if finished == number else None
            cells = [f"${a1(row, self.table.header.columns[name])}" for name in ("措施数", "办结")]
            formula = f'IF({cells[0]}=0,"{UNANSWERED}",IF({cells[1]}={cells[0]},"{ALL_DONE}",""))'
            self._compute(row, "情况", state, formula)

    def _compute(self, row: int, name: str, value: Any, formula: str) -> None:
        """A computed cell; what staff put there themselves stays."""
        if name not in self.table.header.columns:
            return
        typed = self.rows[row].get(name)
        is_new = row not in self.table.rows
        if not is_new and typed is not None and not self.table.has_own_formula(row, name):
            at = self.table.header.columns[name]
            self.findings.append(kept(self.table.grid, row, at, name, typed))
            return
        self.cells[row, name] = Cell(value, f"={formula}")
        self.rows[row][name] = value

    def _find(self, code: str, row: int, facts: Mapping[str, Any]) -> None:
        name = "对应措施"
        at, value = self.table.header.columns[name], self.rows[row].get(name)
        self.findings.append(Finding(code, self.table.name, row, at, name, value, dict(facts)))

    def _formulas(self, keys: tuple[int, ...]) -> tuple[str, str, str]:
        """How many measures, how many done, their progress."""
        keys = keys or _NO_KEYS
        ledger, column = self.live.frame.ledger, self.live.frame.ledger_columns["措施键"]
        listed = (Where(column, "in", keys), Where(ledger.kind, "<>", MOVED_OUT))
        done = "+".join(count((*listed, Where(ledger.light, "=", light))) for light in (DONE, DONE_LATE))
        counted = (*listed, Where(ledger.kind, "<>", STANDING))
        return count(listed), done, mean([Source(ledger.weight, ledger.progress, counted)])

    def _keys(self, row: int) -> tuple[int, ...]:
        """The keys of the measures that answer the problem of a row: those that were found before where the text is as it was
        then, else those that it names."""
        values = self.rows[row]
        typed = None if values.get("对应措施") is None else str(values["对应措施"])
        if typed is not None and typed == values.get(AS_WRITTEN):
            return self._kept(row)
        found, wrong = read_answers(typed)
        own = item_number(values.get(ITEM_KEY)) or self._item_called(values.get("事项序号"))
        keys: list[int] = []
        for answer in found:
            item = own if answer.item is None else self._item_called(answer.item)
            key = None if item is None else self._by_number.get((item, answer.number))
            if key is None:
                wrong.append(shown_answer(answer))
            else:
                keys.append(key)
        for what in wrong:
            self._find("Q102", row, {"what": what})
        if len(keys) > _MOST:
            self._find("Q104", row, {"count": len(keys), "most": _MOST})
            keys, wrong = keys[:_MOST], ["…"]
        # with something unknown in it, the text is read again next time
        written = None if wrong else typed
        self._set(row, {MEASURE_KEYS: "、".join(map(str, keys)) or None, AS_WRITTEN: written})
        return tuple(dict.fromkeys(keys))

    def _kept(self, row: int) -> tuple[int, ...]:
        """The keys on record; the text gets the numbers that their measures have now."""
        values = self.rows[row]
        told = [int(key) for key in str(values.get(MEASURE_KEYS) or "").split("、") if key.isdecimal()]
        keys = tuple(key for key in told if key in self._measures)
        for key in told:
            if key not in self._measures:
                self._find("Q103", row, {"what": self._text_of(key)})
        item = item_number(values.get(ITEM_KEY))
        now = [self._shown(key, item) for key in keys]
        before, _ = read_answers(values["对应措施"])
        typed = str(values["对应措施"])
        text = typed if [shown_answer(each) for each in before] == now else "、".join(now) or None
        self._set(row, {"对应措施": text, MEASURE_KEYS: "、".join(map(str, keys)) or None, AS_WRITTEN: text})
        values["对应措施"] = text
        return keys

    def _shown(self, key: int, item: int | None) -> str:
        """A measure as 对应措施 of a problem of this item names it."""
        own, values, _ = self._measures[key]
        name = None if own == item else str(self._numbers.get(own))
        return shown_answer(Answer(name, item_number(values["措施序号"]) or 0))

    def _text_of(self, key: int) -> str:
        rows = self.live.ledger.values()
        return next(
            (str(each["具体项目"]) for each in rows if item_number(each["措施键"]) == key), f"措施键 {key}"
        )
