"""填报表: a sheet of a file that a unit fills, of the ledger or of a register.

No cells are merged and nothing stands beside the table, so that columns can be moved, rows sorted and the sheet copied.
What it is (workbook, period, number, register) stands in cells above the table; the keys in hidden columns at its right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from duban.macros.figures.lookups import shown
from duban.macros.history.past import Past
from duban.macros.returns.forms import Form
from duban.macros.returns.record import Record, RowKey
from duban.macros.returns.return_head import Head, Identity, put_head
from duban.macros.returns.values import as_sent
from duban.macros.staff_sheets.cells_to_set import choices_of
from duban.workbook.format.fields import LOOKS, Field
from duban.workbook.format.sheet_names import safe_sheet_name
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.plans import DropDown, Expected, SheetPlan
from duban.workbook.plan.ruler import PADDING, column_breaks
from duban.workbook.reading.settings import Settings

LAST_TIME = "上次填报"
"""What the unit reported before of a measure, for it to go on from. No column is called so."""

_WIDTHS: Mapping[str, float] = {
    "事项序号": 5, "事项名称": 11, "措施序号": 5, "具体项目": 26, "类型": 6.5, "完成时限": 11, LAST_TIME: 13,
    "完成进度": 7.5, "办结日期": 11, "进展情况": 21, "存在问题": 13.5, "下步措施": 13.5, "佐证材料": 9, "事项键": 7, "措施键": 8,
}  # fmt: skip
"""Of the ledger; registers have the widths of their format."""

_STYLES: Mapping[str, str] = {"share": "fill_percent", "day": "fill_date"}
_AS_TEXT = ("phone", "month", "quarter")
"""Kinds whose cells keep what is typed: 2020-07 would become a date, 0533… lose its 0."""

_CENTERED = ("事项序号", "措施序号", "类型")
_HINTS: Mapping[str, tuple[Literal["share", "day"], str]] = {
    "share": ("share", "0% 到 100%。空白表示没有报，不是 0。"),
    "day": ("day", "年月日，如 2020-09-30。"),
}
_SPARE = 5
"""Free rows below the table for work that is not on the list."""

_MOST_FROZEN = 60
"""Characters of the columns that do not scroll."""


@dataclass(frozen=True)
class Return:
    """A sheet to send: of what, to whom, and each row: what the record keeps of it and what stands there besides.
    ``told``, ``fields``: the columns of the form that the workbook has."""

    form: Form
    identity: Identity
    unit: str
    rows: Mapping[RowKey, Record]
    besides: Mapping[RowKey, Record]
    told: tuple[str, ...]
    fields: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns, from the left."""
        last_time = (LAST_TIME,) if self.form.is_ledger else ()
        return (*self.told, *last_time, *self.fields, *self.form.keys)


@dataclass(frozen=True)
class Outgoing:
    """A file to be written: its name, and the sheets in it, with so many rows of the ledger and of registers."""

    file: str
    unit: str
    measures: int
    rows: int
    sheets: tuple[SheetPlan, ...]


def last_time(values: Mapping[str, Any], past: Past, item: int, key: int) -> str:
    """What a unit reported of a measure before: its progress in the period before, and what it wrote then."""
    progress, _ = past.measure(item, key)
    told = [f"{past.edition.period}：{shown(progress)}"] if past.edition and progress is not None else []
    wrote = values.get("进展情况")
    told += [str(wrote)] if wrote is not None else []
    return "；".join(told)


def return_sheet(sent: Return, settings: Settings, name: str) -> SheetPlan:
    """One sheet of a return, of this name."""
    form, columns = sent.form, sent.columns
    builder = SheetBuilder(safe_sheet_name(name), [_width(form, each) for each in columns], owned=False)
    at = {name: place for place, name in enumerate(columns, 1)}
    head = Head(form, sent.identity, sent.unit, len(sent.rows), sent.fields, at)
    top = builder.next_row = put_head(builder, head, settings)
    builder.row(columns, "header")
    builder.heights[top] = 34
    first = builder.next_row
    for key, values in sent.rows.items():
        told = {**values, **sent.besides.get(key, {}), form.key: key.number}
        for name, place in at.items():
            value = told.get(name)
            value = value if form.is_ledger else as_sent(form.format[name], value)
            builder.put(builder.next_row, place, value, _style(form, name, name in sent.fields))
        builder.next_row += 1
    last = builder.next_row - 1
    end = last + _SPARE
    for row in range(last + 1, end + 1):
        for name, place in at.items():
            if name not in form.keys:
                builder.put(row, place, None, _style(form, name, fill=True))
    builder.drop_downs += _drop_downs(sent, at, first, last, end)
    frozen = _frozen(sent, at)
    shown_widths = [_width(form, name) for name in columns if name not in form.keys]
    breaks = () if form.is_ledger else column_breaks(shown_widths, frozen)
    return builder.plan(
        freeze=(first, frozen + 1),
        repeat_rows=(top, top),
        repeat_columns=(1, frozen) if breaks and frozen else None,
        column_breaks=breaks,
        print_area=(1, 1, end, len(columns) - len(form.keys)),
        hidden_columns=tuple(at[name] for name in form.keys),
        filter=(top, 1, max(first, last), len(columns)),
        protected=True,
        expected=tuple(
            Expected((first, at[name], end, at[name]), *_HINTS[kind])
            for name in sent.fields
            if (kind := form.format[name].kind) in _HINTS
        ),
    )


def _drop_downs(sent: Return, at: Mapping[str, int], first: int, last: int, end: int) -> Sequence[DropDown]:
    """What is offered in the columns to be filled, and in free rows in those of the office."""
    offered = [
        DropDown((first, at[name], end, at[name]), choices)
        for name in sent.fields
        if (choices := _choices(sent.form, name))
    ]
    offered += [
        DropDown((last + 1, at[name], end, at[name]), choices)
        for name in sent.told
        if (choices := _choices(sent.form, name))
    ]
    return offered


def _choices(form: Form, name: str) -> tuple[str, ...]:
    field = form.format[name]
    if form.is_ledger:
        return (
            field.choices[:2] if name == "类型" else field.choices
        )  # nobody adds what was taken off the list
    choices = choices_of(form.format, field) if field.choices else ()
    return choices if isinstance(choices, tuple) else ()


def _frozen(sent: Return, at: Mapping[str, int]) -> int:
    """How many columns do not scroll: those before the one that its format names, or that name a row; as long as they
    leave room beside them."""
    form = sent.form
    if form.is_ledger:
        return at["类型"] - 1
    names = form.format.names
    behind = names.index(form.format.freeze) if form.format.freeze else 0
    frozen = sum(names.index(name) < behind for name in sent.told)
    widths = [_width(form, name) + PADDING for name in sent.columns[:frozen]]
    while widths and sum(widths) > _MOST_FROZEN:
        widths.pop()
    return len(widths)


def _width(form: Form, name: str) -> float:
    if form.is_ledger:
        return _WIDTHS.get(name, 8)
    return form.format[name].width


def _style(form: Form, name: str, fill: bool) -> str:
    if name == LAST_TIME or name in form.keys:
        return "text"
    field = form.format[name]
    if not form.is_ledger:
        return _style_of_register(field, fill)
    if fill:
        return _STYLES.get(field.kind, "fill_center" if name in _CENTERED else "fill")
    return "date" if field.kind == "day" else "center" if name in _CENTERED else "text"


def _style_of_register(field: Field, fill: bool) -> str:
    as_shown = LOOKS[field.kind][0]
    if not fill:
        return as_shown
    if field.kind in _AS_TEXT:
        return "fill_text"
    return _STYLES.get(field.kind, "fill" if as_shown == "text" else "fill_center")
