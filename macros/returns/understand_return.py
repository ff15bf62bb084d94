"""What a return that came back says: which of the rows that were sent each of its rows is (``match_rows``), and what the
unit changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from duban.macros.returns.forms import Form
from duban.macros.returns.match_rows import matched
from duban.macros.returns.read_form import FormRows, FoundRow, read_form
from duban.macros.returns.read_return import COVERED, ERROR, FORMULA, OUTSIDE, FoundFile, FoundSheet
from duban.macros.returns.record import Came, CameRow, Record, Refusal, ReturnsRecord, RowKey, Sent
from duban.macros.returns.values import Unusable, compared, meant, same, understood
from duban.macros.returns.which_form import form_of_sheet
from duban.macros.staff_sheets.cells_to_set import same_value
from duban.udfs.text import squeeze
from duban.workbook.reading.settings import Settings
from duban.workbook.say.sentence import Say

UNFILLED = "C125"
"""Code of a return that is as it was sent: nobody has handed it in."""
OTHERS = "C128"
BY_TEXT, EXTRA, FORMULAS, LINKS, NO_BASE, NO_TIME = "C117", "C118", "C113", "C111", "C114", "C119"
NO_SHEET = "C130"
"""Codes of what is to be said of a return as a whole."""

_NOT_YOURS = Say("由办公室填写，没有采用", "it is for the office to fill and was not taken")

_ERROR = Say("是出错的公式", "it is a formula that fails")
_NO_RESULT = Say("是没有结果的公式", "it is a formula without a result")
_OUTSIDE = Say("是取自别的文件的公式，没有采用", "it is a formula that asks another file")

_TORN = Say("同一措施有几行，填的不同", "several rows of the measure say different things")
_TORN_ROW = Say("同一行键有几行，填的不同", "several rows of the same key say different things")

Forms = Mapping[str, Form]
Rows = Mapping[RowKey, Record]


def came_of(
    found: FoundFile, settings: Settings, record: ReturnsRecord, forms: Forms, rows: Rows
) -> Iterator[Came | Refusal]:
    """What a file brings, sheet by sheet. ``rows``: those of the workbook, for returns whose sending is not on record."""
    if found.why is not None:
        yield Refusal(found.file, found.print, _reason(found.why))
        return
    sheets = [
        (sheet, sent := _sent(sheet, record), form_of_sheet(sheet, forms, sent)) for sheet in found.sheets
    ]
    gone, by = _gone(sheets), dict[int, str]()
    for sheet, sent, form in sheets:
        number, mark = sheet.identity.number, f"{found.print}/{sheet.name}"
        table = FormRows() if isinstance(form, Say) else read_form(sheet, form)
        why = form if isinstance(form, Say) else _why_not(sheet, form, table, sent, settings)
        if isinstance(form, Say) or why is not None:
            assert isinstance(why, Say)
            yield Refusal(found.file, mark, why)
            continue
        base = _as_it_is(table, form, rows) if sent is None else sent.of(form.name)
        # who filled one sheet of a return filled its next one as well
        by[number] = table.by or by.get(number, "")
        told = _Understood(sheet, form, replace(table, by=by[number]), base, settings.year, sent is not None)
        came = told.came(found, mark, sheet.unit if sent is None else sent.unit)
        if found.as_made and not (came.rows or came.new_rows or came.by):
            came = replace(came, notes={UNFILLED: ""})
        elif lacking := gone.pop(number, ""):
            came = replace(came, notes={**came.notes, NO_SHEET: lacking})
        yield came


def _gone(sheets: Sequence[tuple[FoundSheet, Sent | None, Form | Say]]) -> dict[int, str]:
    """Number of a return → the sheets that went out under it and are not in the file any more."""
    found = {}
    for sheet, sent, _ in sheets:
        number = sheet.identity.number
        there = {
            form.name for each, _, form in sheets if each.identity.number == number and isinstance(form, Form)
        }
        names = dict.fromkeys(key.sheet for key in (sent.rows if sent else ()) if key.sheet not in there)
        if names:
            found[number] = "、".join(names)
    return found


def _why_not(
    sheet: FoundSheet, form: Form, table: FormRows, sent: Sent | None, settings: Settings
) -> Say | None:
    """Why nothing of a sheet is taken: another workbook's, another period's, or one that cannot be read safely."""
    identity = sheet.identity
    if identity.book != squeeze(settings.book_id):
        return Say(
            "是另一个工作簿导出的填报表（工作簿编号不同）", "it was sent by another workbook (its id differs)"
        )
    if identity.period != str(settings.period):
        return Say(
            f"是 {identity.period} 的填报表，台账现在是 {settings.period}；确要合并，请先把“当前期间”改回再回收",
            f"it is of {identity.period}, the workbook is at {settings.period}; to take it, set 当前期间 back first",
        )
    if form.needed and form.needed not in table.columns:
        return Say(f"填报表中没有“{form.needed}”一列", f"it has no column {form.needed}")
    if not any(name in table.columns for name in form.fields):
        names = "、".join(form.fields)
        return Say(
            f"登记表“{form.name}”要填的列一列也没有（{names}）",
            f"it has none of the columns to be filled of register {form.name}: {names}",
        )
    if table.doubled:
        names = "、".join(table.doubled)
        return Say(
            f"“{names}”有两列，不知道取哪一列；请删去多出的一列", f"it has {names} twice; delete one of them"
        )
    if sent is not None and sheet.unit and sheet.unit.casefold() != sent.unit.casefold():
        return Say(
            f"这份是发给 {sent.unit} 的，表上的填报单位是 {sheet.unit}",
            f"it was sent to {sent.unit}, and says that {sheet.unit} filled it",
        )
    if sent is None and not sheet.unit:
        return Say("不知道是哪个单位填的（“填报单位”不见了）", "it does not say which unit filled it")
    return None


def _sent(sheet: FoundSheet, record: ReturnsRecord) -> Sent | None:
    """What was sent under the number of a sheet, if that is what the sheet was sent as."""
    sent = record.sent.get(sheet.identity.number)
    return sent if sent is not None and sent.code == sheet.identity.code else None


def _reason(why: Say) -> Say:
    """A sentence as part of another."""
    return Say(why.zh.rstrip("。"), why.en.rstrip("."))


def _as_it_is(table: FormRows, form: Form, rows: Rows) -> Rows:
    """For a return that is not on record as sent: the rows of the workbook that it names, without what was sent."""
    keys = (form.key_of(row.values) for row in table.rows)
    told = (*form.numbers, *form.text)
    return {
        key: {name: rows[key].get(name) for name in told} for key in keys if key is not None and key in rows
    }


class _Understood:
    """One sheet while it is being understood."""

    def __init__(
        self, sheet: FoundSheet, form: Form, table: FormRows, base: Rows, year: int | None, knows_base: bool
    ) -> None:
        self.sheet, self.form, self.table = sheet, form, table
        self.base, self.year, self.knows_base = base, year, knows_base
        self.notes: dict[str, str] = {}

    def came(self, found: FoundFile, mark: str, unit: str) -> Came:
        """All that the sheet says."""
        rows: dict[RowKey, CameRow] = {}
        new_rows: dict[int, Record] = {}
        there: set[RowKey] = set()
        for match in matched(self.table.rows, self.base, self.form, self.table.columns, self.year):
            if match.key is None:
                new_rows[match.row.row] = _shown(match.row, self.form)
                continue
            self._note(BY_TEXT, match.by_text)
            said = self._row(match.row, self.base[match.key])
            if match.key in there:
                torn = _TORN if self.form.is_ledger else _TORN_ROW
                rows[match.key] = _both(rows.get(match.key, CameRow()), said, torn)
            elif said.answers or said.refused:
                rows[match.key] = said
            there.add(match.key)
        self._note(LINKS, found.links)
        self._note(EXTRA, bool(self.table.extra), "、".join(self.table.extra))
        self._note(OTHERS, bool(found.others), "、".join(found.others))
        self._note(NO_BASE, not self.knows_base)
        self._note(NO_TIME, found.saved is None)
        lost = tuple(key for key in self.base if key not in there) if self.knows_base else ()
        return Came(
            self.sheet.identity.number if self.knows_base else None,
            unit,
            found.file,
            mark,
            found.saved,
            self.table.by,
            rows,
            new_rows,
            lost,
            self.notes,
            tuple(name for name in self.form.fields if name in self.table.columns),
            self.form.name,
        )

    def _note(self, code: str, is_so: bool, what: str = "") -> None:
        if is_so:
            self.notes[code] = what

    def _row(self, row: FoundRow, base: Record) -> CameRow:
        answers: dict[str, Any] = {}
        refused: dict[str, tuple[str, Say]] = {}
        for name in self.form.fields:
            if name not in self.table.columns:
                continue
            field, value, odd = self.form.format[name], row.values.get(name), row.odd.get(name, "")
            if odd == COVERED or (self.knows_base and not odd and same_value(value, base.get(name))):
                continue  # as it was sent, whatever that means
            if odd in (ERROR, OUTSIDE):
                refused[name] = (_text(value) or "#", _ERROR if odd == ERROR else _OUTSIDE)
                continue
            if odd == FORMULA and value is None:  # what was meant nobody knows; it is no blank
                refused[name] = ("=", _NO_RESULT)
                continue
            try:
                told = understood(field, value, self.year)
            except Unusable as unusable:
                refused[name] = (_text(value), unusable.why)
                continue
            self._note(FORMULAS, odd == FORMULA)
            if not same(told, meant(field, base.get(name), self.year)) and (
                self.knows_base or told is not None
            ):
                answers[name] = told
        for name in self.form.locked if self.knows_base else ():
            there = row.values.get(name)
            if name in self.table.columns and not self._is_as_sent(name, there, base.get(name)):
                refused[name] = (_text(there) or "（空）", _NOT_YOURS)
        return CameRow(answers, refused)

    def _is_as_sent(self, name: str, there: Any, sent: Any) -> bool:
        field = self.form.format[name]
        return compared(field, there, self.year) == compared(field, sent, self.year)


def _both(one: CameRow, other: CameRow, torn: Say) -> CameRow:
    """Two rows of one key in one sheet, as somebody copied it: what they say differently is refused."""
    answers, refused = dict(one.answers), {**one.refused, **other.refused}
    for name, value in other.answers.items():
        if name in answers and not same(answers[name], value):
            refused[name] = (f"{_text(answers.pop(name))} / {_text(value)}", torn)
        elif name in refused:
            refused[name] = (f"{refused[name][0]} / {_text(value)}", refused[name][1])
        else:
            answers[name] = value
    return CameRow(answers, refused)


def _shown(row: FoundRow, form: Form) -> Record:
    return {name: value for name, value in row.values.items() if name not in form.keys}


def _text(value: Any) -> str:
    return "" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)
