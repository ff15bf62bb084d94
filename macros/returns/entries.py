"""What collecting found, entry by entry: the rows of 回收情况, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from duban.macros.returns.collected import Ruled, Weighed
from duban.macros.returns.forms import LEDGER_FORM, field_of, forms_of, item_numbers
from duban.macros.returns.merge import Answer, State
from duban.macros.returns.record import Came, CameRow, Record, ReturnsRecord, RowKey
from duban.macros.returns.values import compared, same
from duban.udfs.progress import MOVED_OUT
from duban.udfs.text import item_number, one_line
from duban.workbook.cells.addresses import a1
from duban.workbook.format.fields import Field
from duban.workbook.format.names import LEDGER
from duban.workbook.reading.tables import Tables
from duban.workbook.say.sentence import Say

CONFLICT, CLEARED, NOT_TAKEN, NEW_ROW, NO_ROW = "冲突", "清空", "未采用", "新增行", "无此行"
TAKEN, EARLIER, MOVED, KEPT, CHANGED, AGREED = "采用", "较早", "有变动", "保留", "改定", "一致"

TO_SETTLE = (CONFLICT, CLEARED, NOT_TAKEN, NO_ROW, NEW_ROW)
"""What a person has to look at."""

WHY: Mapping[str, Say] = {
    "office": Say("发出后{book}也改过", "{book} changed since it was sent"),
    "units": Say("几个单位填的不同", "units say different things"),
    "times": Say("同一单位的几份分不出先后", "nobody can tell which return of the unit is later"),
    "formula": Say("{book}这一格是公式", "{book} computes the cell"),
    "moved": Say("这项措施已改由别的单位承担", "the measure is another unit's by now"),
    "other": Say(
        "这一行已改由别的单位承担，或已不是发出时的那一行（请看行键是否没有随行移动）",
        "the row is another unit's by now, or another one than was sent (see whether its 行键 was left behind by a sort)",
    ),
}

AGAIN = Say("再回收一次即采用", "collect once more to take it")
REPLACED = Say("被较晚一份代替", "gave way to a later one")
SET = Say("按处理另定", "set by decision")
WAITS = Say("较晚一份填的不同，待处理", "a later one says something else, which waits")
NO_COLUMN = Say("{book}没有这一列，没有采用", "{book} has no such column; it was not taken")
_LONGEST = 120
"""Characters of a value or text that a row shows."""


@dataclass(frozen=True)
class Entry:
    """One row of 回收情况: its kind, the units it is about, the measure or the row of a register, the column, the two
    values, a word more, the file, and the cell that it is about."""

    kind: str
    units: tuple[str, ...]
    key: RowKey | None = None
    item: Any = None
    number: Any = None
    text: str = ""
    field: str = ""
    ours: str = ""
    theirs: str = ""
    note: Say | str = ""
    file: str = ""
    at: tuple[int, int] | None = None
    mark: str = ""
    several: bool = False
    """Whether units, or returns, say different things."""
    sheet: str = LEDGER
    """What it is about: the ledger, or a register."""

    @property
    def cell(self) -> str:
        """The cell in its sheet; empty where there is none."""
        return a1(*self.at) if self.at else ""

    @property
    def place(self) -> str:
        """The cell as ``--resolve`` takes it."""
        return self.cell if self.sheet == LEDGER or not self.at else f"{self.sheet}!{self.cell}"


def shown_value(field: Field, value: Any) -> str:
    """A value as people read it."""
    if value is None:
        return "（空）"
    if field.kind == "share" and isinstance(value, float):
        return f"{value * 100:.10g}%"
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    text = value.isoformat() if isinstance(value, date) else str(value)
    if isinstance(value, float):
        text = f"{value:.15g}"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


class Entries:
    """All entries of the period."""

    def __init__(self, tables: Tables, record: ReturnsRecord, weighed: Weighed) -> None:
        self.tables, self.record, self.weighed = tables, record, weighed
        self.numbers, self.forms = item_numbers(tables), forms_of(tables)
        self.by_mark = {came.mark: came for came in record.came}

    def all(self) -> list[Entry]:
        """What waits for a person first."""
        found = [*self._of_cells(), *self._of_returns()]
        order = (*TO_SETTLE, TAKEN, CHANGED, KEPT, EARLIER, MOVED, AGREED)
        return sorted(found, key=lambda each: order.index(each.kind))

    def _shown(self, key: RowKey, name: str, value: Any) -> str:
        return shown_value(field_of(self.tables, key, name), value)

    def _about_row(self, key: RowKey, field: str = "") -> dict[str, Any]:
        """What is said of the row of an entry."""
        row, table = self.weighed.rows.get(key), self.tables.own.get(key.sheet)
        told: dict[str, Any] = {"key": key, "field": field, "sheet": key.sheet}
        if row is None or table is None:
            return told
        values, form = table.rows[row], self.forms[key.sheet]
        columns = table.header.columns
        at = columns.get(field or (form.text or form.format.key)[0])
        told["at"] = None if at is None else (row, at)
        if key.sheet != LEDGER:
            return {**told, "text": _named(key.sheet, form.shown(values))}
        item = item_number(values["事项键"])
        return {
            **told,
            "item": self.numbers.get(item) if item is not None else None,
            "number": values["措施序号"],
            "text": one_line(values["具体项目"])[:_LONGEST],
        }

    def _why(self, say: Say, key: RowKey) -> Say:
        """A reason that names the sheet."""
        return say.format(book=self.forms.get(key.sheet, LEDGER_FORM).book)

    def _of_cells(self) -> Iterator[Entry]:
        taken: dict[tuple[RowKey, str], list[tuple[Ruled, Answer]]] = {}
        for each in self.weighed.ruled:
            ruling = each.ruling
            answers = [*ruling.told, *ruling.cleared]
            if each.row is None:
                if each.key in self.weighed.rows:
                    entry = self._entry(NOT_TAKEN, each, answers, None, self._why(NO_COLUMN, each.key))
                    yield replace(entry, mark=answers[0].mark)
                continue
            yield from self._earlier(each)
            if ruling.state in (State.CONFLICT, State.CLEARED):
                yield self._pending(each, answers)
            elif ruling.state in (State.KEPT, State.CHANGED):
                kind = KEPT if ruling.state == State.KEPT else CHANGED
                yield self._entry(kind, each, answers, ruling.value)
            elif ruling.state == State.AGREED:
                yield self._entry(AGREED, each, answers, ruling.value)
            by_choice = ruling.state == State.TAKEN and not any(
                same(answer.value, ruling.value) for answer in answers
            )
            if by_choice:
                yield self._entry(KEPT, each, answers, ruling.value, SET)
            elif ruling.state in (State.TAKEN, State.CLEARED) and not each.is_there:
                yield replace(
                    self._entry(NOT_TAKEN, each, answers, each.understood, AGAIN), mark=answers[0].mark
                )
            elif ruling.state in (State.TAKEN, State.CLEARED) and ruling.told:
                first = next((a for a in answers if same(a.value, ruling.value)), answers[0])
                taken.setdefault((each.key, first.unit), []).append((each, first))
            elif ruling.state == State.TAKEN:  # a blank that was decided for
                taken.setdefault((each.key, answers[0].unit), []).append((each, answers[0]))
        for (key, unit), cells in taken.items():
            yield self._taken(key, unit, self._in_order(key, cells))

    def _in_order(self, key: RowKey, cells: Sequence[tuple[Ruled, Answer]]) -> list[tuple[Ruled, Answer]]:
        """The cells of a row in the order of its columns to be filled."""
        places = {name: place for place, name in enumerate(self.forms[key.sheet].fields)}
        return sorted(cells, key=lambda cell: places.get(cell[0].field, len(places)))

    def _taken(self, key: RowKey, unit: str, cells: Sequence[tuple[Ruled, Answer]]) -> Entry:
        """One row a measure and unit: the columns that were taken, progress first."""
        fields = [each.field for each, _ in cells]
        ours = [f"{each.field} {self._shown(key, each.field, each.ruling.office)}" for each, _ in cells]
        theirs = [f"{each.field} {self._shown(key, each.field, each.ruling.value)}" for each, _ in cells]
        files = dict.fromkeys(
            self.by_mark[answer.mark].file for _, answer in cells if answer.mark in self.by_mark
        )
        return Entry(
            TAKEN,
            (unit,),
            **{**self._about_row(key, fields[0]), "field": "、".join(fields)},
            ours="；".join(ours)[:_LONGEST],
            theirs="；".join(theirs)[:_LONGEST],
            file="、".join(files),
        )

    def _pending(self, each: Ruled, answers: Sequence[Answer]) -> Entry:
        ruling = each.ruling
        if ruling.state == State.CONFLICT:
            several = ruling.why in ("units", "times")
            reason = "other" if ruling.why == "moved" and each.key.sheet != LEDGER else ruling.why
            why = self._why(WHY[reason], each.key)
            entry = self._entry(CONFLICT, each, answers, ruling.office, why)
            return replace(entry, several=several)
        sent = self._shown(each.key, each.field, ruling.cleared[0].base)
        was = Say(f"发出时为 {sent}", f"it was sent as {sent}")
        return self._entry(CLEARED, each, ruling.cleared, ruling.value, was)

    def _entry(
        self, kind: str, each: Ruled, answers: Sequence[Answer], ours: Any, note: Say | str = ""
    ) -> Entry:
        units = tuple(dict.fromkeys(answer.unit for answer in answers))
        values = [self._shown(each.key, each.field, answer.value) for answer in answers]
        if len({*values}) > 1 or len(units) > 1:
            values = [f"{answer.unit} {value}" for answer, value in zip(answers, values, strict=True)]
        files = dict.fromkeys(
            self.by_mark[answer.mark].file for answer in answers if answer.mark in self.by_mark
        )
        return Entry(
            kind,
            units,
            **self._about_row(each.key, each.field),
            ours=self._shown(each.key, each.field, ours),
            theirs="；".join(dict.fromkeys(values)),
            note=note,
            file="、".join(files),
        )

    def _earlier(self, each: Ruled) -> Iterator[Entry]:
        for answer in each.ruling.earlier:
            now = next((told.value for told in each.ruling.told if told.unit == answer.unit), None)
            yield Entry(
                EARLIER,
                (answer.unit,),
                **self._about_row(each.key, each.field),
                ours=self._shown(each.key, each.field, now),
                theirs=self._shown(each.key, each.field, answer.value),
                note=REPLACED if each.ruling.state != State.CONFLICT else WAITS,
                file=self.by_mark[answer.mark].file,
            )

    def _of_returns(self) -> Iterator[Entry]:
        for came in self.record.came:
            for key, row in came.rows.items():
                if key not in self.weighed.rows:
                    yield self._without_row(came, key, row)
                    continue
                for name, (value, why) in row.refused.items():
                    yield replace(
                        self._about(NOT_TAKEN, came, key, name),
                        theirs=value[:_LONGEST],
                        ours=self._ours(key, name),
                        note=why,
                    )
                if row.answers and (what := self._what_moved(came, key)):
                    yield replace(self._about(MOVED, came, key), note=what)
            yield from self._new_rows(came)
        yield from self._taken_back()

    def _taken_back(self) -> Iterator[Entry]:
        """Cells that a unit filled in one return and that a later one has as they were sent: nobody knows whether it took
        them back."""
        of_unit: dict[str, list[Came]] = {}
        for came in self.record.came:
            of_unit.setdefault(came.unit.casefold(), []).append(came)
        for each in self.weighed.ruled:
            for answer in each.ruling.told if each.row is not None else ():
                mine = of_unit[answer.unit.casefold()]
                for came in mine if len(mine) > 1 else ():
                    if self._says_as_sent(came, each, answer):
                        sent = self._sent(came, each.key).get(each.field)
                        note = Say(
                            "较晚一份里是发出时的值，没有采用",
                            "a later one has what was sent; it was not taken",
                        )
                        yield Entry(
                            EARLIER,
                            (answer.unit,),
                            **self._about_row(each.key, each.field),
                            ours=self._shown(each.key, each.field, answer.value),
                            theirs=self._shown(each.key, each.field, sent),
                            note=note,
                            file=came.file,
                            mark=came.mark,
                        )

    def _says_as_sent(self, came: Came, each: Ruled, answer: Answer) -> bool:
        if came.saved is None or answer.saved is None:
            return False
        row = came.rows.get(each.key, CameRow())
        return (
            came.saved > answer.saved
            and came.sheet == each.key.sheet
            and each.field in came.columns
            and each.field not in row.answers
            and each.field not in row.refused
            and each.key not in came.lost
            and self._sent(came, each.key).get(each.field) is not None
        )

    def _about(self, kind: str, came: Came, key: RowKey, name: str = "") -> Entry:
        return Entry(kind, (came.unit,), **self._about_row(key, name), file=came.file, mark=came.mark)

    def _without_row(self, came: Came, key: RowKey, row: CameRow) -> Entry:
        """What was filled for a row that is gone."""
        sent, form = self._sent(came, key), self.forms.get(key.sheet)
        told = "；".join(f"{name} {self._shown(key, name, value)}" for name, value in row.answers.items())
        text = one_line(sent.get("具体项目"))
        if key.sheet != LEDGER:
            first = next(iter(sent.values()), "")
            text = _named(key.sheet, form.shown(sent) if form else str(first))
        return Entry(
            NO_ROW,
            (came.unit,),
            key,
            sent.get("事项序号"),
            sent.get("措施序号"),
            text[:_LONGEST],
            theirs=told,
            file=came.file,
            mark=came.mark,
            sheet=key.sheet,
        )

    def _new_rows(self, came: Came) -> Iterator[Entry]:
        form = self.forms.get(came.sheet)
        for row, values in came.new_rows.items():
            named = form.named if form else ()
            text = one_line(values.get("具体项目"))
            if came.sheet != LEDGER:
                text = _named(came.sheet, form.shown(values) if form else "")
            others = [
                f"{name} {self._shown(RowKey(came.sheet, 0), name, value)}"
                for name, value in values.items()
                if name not in named
            ]
            told = "；".join(others)[: 2 * _LONGEST]
            note = Say(f"填报表第 {row} 行", f"row {row} of the return")
            about: dict[str, Any] = {
                "theirs": told,
                "note": note,
                "file": came.file,
                "mark": came.mark,
                "sheet": came.sheet,
            }
            yield Entry(NEW_ROW, (came.unit,), text=text[:_LONGEST], **about)

    def _ours(self, key: RowKey, name: str) -> str:
        """What the sheet has where a unit's value was refused."""
        return self._shown(key, name, self.tables.own[key.sheet].rows[self.weighed.rows[key]].get(name))

    def _sent(self, came: Came, key: RowKey) -> Record:
        sent = self.record.sent.get(came.number) if came.number is not None else None
        return sent.rows.get(key, {}) if sent else {}

    def _what_moved(self, came: Came, key: RowKey) -> Say | None:
        """What became of a row since it was sent."""
        form, sent = self.forms[key.sheet], self._sent(came, key)
        values = self.tables.own[key.sheet].rows[self.weighed.rows[key]]
        if form.is_ledger and values["类型"] == MOVED_OUT:
            return Say("移出清单", "taken off the list")
        if not form.is_ledger and key not in self.weighed.units:
            return Say("出库", "taken out of the pool")
        if sent and any(
            _plain(form.format[name], sent) != _plain(form.format[name], values) for name in form.text
        ):
            return Say("改写", "reworded")
        return None


def _plain(field: Field, values: Record) -> str:
    return compared(field, values.get(field.name), None)


def _named(register: str, text: str) -> str:
    """A row of a register in the column where measures have their text."""
    return f"{register}：{text or '—'}"
