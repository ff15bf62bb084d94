"""All rules in one place: what each kind of column may hold, and every rule across rows and sheets.

Which kind a column is, and which rules look across the rows of a sheet, its format says (``rules`` of its file in
``workbook.format.sheets``); rules over sheets stand in the tuples below.
This is data. Two engines read it: ``validation.checker`` in plain Python for files and batches, and the
pandera schemas of ``validation.schemas``. Where a new rule begins stands in CONTRIBUTING.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from duban.validation.rules import (
    across_letters,
    across_register_rows,
    across_rows,
    across_sheets,
    against_the_record,
    districts,
    registers,
    structure,
)
from duban.validation.rules.across_rows import RowRule
from duban.validation.rules.across_sheets import BookRule
from duban.validation.rules.register_kinds import (
    ABOUT,
    AMOUNT,
    COUNTED,
    MONTH,
    PHONE,
    QUARTER,
    RATE,
    REGISTER_SHARE,
    WEEK,
)
from duban.validation.rules.structure import SheetRule
from duban.validation.rules.text_kinds import FILES, TEXT
from duban.validation.rules.value_kinds import (
    DAY,
    DUE,
    KEY,
    MEASURES,
    NAMES,
    NUMBERED,
    PERIOD,
    SHARE,
    WEIGHT,
    WHOLE,
    Kind,
    one_of,
)
from duban.workbook.format.fields import Field, SheetFormat
from duban.workbook.format.names import LIST
from duban.workbook.format.sheets_and_registers import FORMATS, REGISTERS


class ColumnRules(NamedTuple):
    """What a column may hold. ``required`` is the code of a blank cell; rules of the kinds see filled cells."""

    name: str
    kinds: tuple[Kind, ...] = ()
    required: str | None = None


class SheetRules(NamedTuple):
    """The rules of one sheet: column by column, and across its rows."""

    columns: tuple[ColumnRules, ...]
    rows: tuple[RowRule, ...] = ()


KINDS: Mapping[str, tuple[Kind, ...]] = {
    "number": (WHOLE,),
    "key": (KEY,),
    "text": (TEXT,),
    "lines": (TEXT, NUMBERED),
    "measures": (TEXT, MEASURES),
    "unit": (TEXT,),
    "person": (TEXT, NAMES),
    "weight": (WEIGHT,),
    "day": (DAY,),
    "share": (SHARE,),
    "files": (FILES,),
    "period": (PERIOD,),
    "short": (TEXT,),
    "whole": (COUNTED,),
    "amount": (AMOUNT,),
    "about": (ABOUT,),
    "phone": (PHONE,),
    "week": (WEEK,),
    "month": (MONTH,),
    "quarter": (QUARTER,),
    "rate": (RATE,),
}
"""What a kind of field means to a check; a choice is tested by the choices of its field, other kinds are not tested."""


IN_REGISTERS: Mapping[str, tuple[Kind, ...]] = {**KINDS, "share": (REGISTER_SHARE,)}
"""The same in registers, where a share may be more than all."""

_ACROSS = {**vars(across_rows), **vars(across_register_rows), **vars(across_letters)}


_OF_LIST: Mapping[str, tuple[Kind, ...]] = {"完成时限": (DUE,)}
"""Columns of the task list of which more is to be said than of their kind."""


def _column(field: Field, kinds: Mapping[str, tuple[Kind, ...]]) -> ColumnRules:
    if field.choices:
        return ColumnRules(field.name, (one_of(field.wrong_choice, field.choices),), field.required)
    return ColumnRules(field.name, kinds.get(field.kind, ()) if field.is_checked else (), field.required)


def rules_of(sheet: SheetFormat) -> SheetRules:
    """The rules of a sheet as its format declares them. Raises KeyError for a rule that nobody wrote."""
    kinds = IN_REGISTERS if sheet.shape == "register" else KINDS
    of_list = _OF_LIST if sheet.name == LIST else {}
    columns = (
        _column(field, {**kinds, field.kind: of_list.get(field.name, kinds.get(field.kind, ()))})
        for field in sheet.fields
    )
    found = tuple(column for column in columns if column.kinds or column.required)
    return SheetRules(found, tuple(_ACROSS[name] for name in sheet.rules))


RULES: Mapping[str, SheetRules] = {
    name: rules_of(sheet) for name, sheet in {**FORMATS, **REGISTERS}.items() if sheet.shape != "settings"
}
"""The rules of each table, by its standard name."""


def rules_for(sheet: SheetFormat) -> SheetRules:
    """The rules of a sheet, be it one that an office declares itself."""
    return RULES.get(sheet.name) or rules_of(sheet)


LIST_WITHOUT_LEDGER: tuple[RowRule, ...] = (across_rows.overdue, across_rows.lagging)
"""Rules for a list that keeps dates and progress itself; with a ledger, its measures are looked at instead."""

BOOK_RULES: tuple[BookRule, ...] = (
    across_sheets.sheet_in_the_way,
    across_sheets.key_of_another_item,
    across_sheets.measure_of_no_item,
    across_sheets.link_to_no_city_item,
    across_sheets.link_of_no_item,
    across_sheets.two_main_parents,
    across_sheets.item_without_parent,
    across_sheets.city_item_carried_by_nobody,
    across_sheets.city_number,
    districts.item_of_a_district_without_parent,
    districts.district_not_handed_in,
    against_the_record.progress_since_the_record,
    against_the_record.changed_after_closing,
    against_the_record.standing_with_due,
    registers.row_is_gone,
    registers.state_out_of_order,
    registers.unknown_task_force,
    registers.unknown_service_group,
    registers.unknown_answers,
    across_sheets.values_below_the_first_row,
    structure.macros,
    structure.external_links,
    structure.dynamic_data_exchange,
)
"""Every rule across sheets."""

SHEET_RULES: tuple[SheetRule, ...] = (
    structure.merged_cells,
    structure.formula_errors,
)
"""Every rule about the shape of a sheet."""

FILE_RULES: tuple[SheetRule, ...] = (
    structure.typed_over,
    structure.formula_among_the_filled,
    structure.drop_down_removed,
    structure.keys_beside_the_filter,
)
"""Every rule about what only the bytes of a sheet tell."""
