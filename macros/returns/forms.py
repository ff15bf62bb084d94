"""What units are sent of a sheet, and how its rows are told apart: of the ledger, and of every register with columns that
units fill. All that returns do goes by this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from duban.macros.returns.record import RowKey
from duban.macros.returns.values import as_sent, as_typed, compared
from duban.macros.staff_sheets.row_keys import row_keys
from duban.udfs.text import item_number
from duban.workbook.format.fields import Field, SheetFormat
from duban.workbook.format.names import LEDGER, PERIOD_RECORD
from duban.workbook.format.registers.common import ROW_KEY
from duban.workbook.format.registers.dispatch import DISPATCH
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.reading.register_record import History, histories
from duban.workbook.reading.tables import Tables
from duban.workbook.say.sentence import Say


@dataclass(frozen=True)
class Form:
    """A sheet as units see it. All columns are by their names in its format; the hidden key is the last of ``keys``."""

    format: SheetFormat
    fields: tuple[str, ...]
    """The columns to be filled."""
    told: tuple[str, ...]
    """What the office says of a row."""
    text: tuple[str, ...]
    """Those of them that name a row, as a reader knows it."""
    numbers: tuple[str, ...]
    """Those that tell rows apart whose text is the same, or another one by now."""
    locked: tuple[str, ...]
    """Those whose change by a unit is said."""
    keys: tuple[str, ...]
    """The hidden columns."""
    needed: str = ""
    """The column to be filled without which a sheet is no return; empty: any will do."""
    stamp: str = ""
    """The column, not to be filled, with the day of the last answer in a row."""
    implied: str = ""
    """The column to be filled that means the day of the return where a unit leaves it blank."""

    @property
    def name(self) -> str:
        """The name of the sheet in the workbook."""
        return self.format.name

    @property
    def key(self) -> str:
        """The hidden column that knows a row for ever."""
        return self.keys[-1]

    @property
    def named(self) -> tuple[str, ...]:
        """What a reader knows a row by: of a register that may be what the unit fills."""
        return self.text if self.is_ledger else self.format.key

    @property
    def is_ledger(self) -> bool:
        """Whether it is the ledger, whose rows are measures."""
        return self.name == LEDGER

    @property
    def read(self) -> tuple[str, ...]:
        """All columns that a return of it has."""
        return (*self.told, *self.fields, *self.keys)

    @property
    def book(self) -> Say:
        """What people call the sheet."""
        return (
            Say("台账", "the ledger")
            if self.is_ledger
            else Say(f"登记表“{self.name}”", f"register {self.name}")
        )

    def key_of(self, values: Mapping[str, Any]) -> RowKey | None:
        """The key that a row bears."""
        number = item_number(values.get(self.key))
        return None if number is None else RowKey(self.name, number)

    def text_of(self, values: Mapping[str, Any], year: int | None) -> str:
        """What names a row, as two spellings of it compare."""
        return "、".join(compared(self.format[name], values.get(name), year) for name in self.text)

    def shown(self, values: Mapping[str, Any]) -> str:
        """What a reader knows a row by."""
        told = ((name, values.get(name)) for name in self.named)
        return "、".join(
            as_typed(as_sent(self.format[name], value)) for name, value in told if value is not None
        )


UPDATED = "更新日期"
"""Filled by collecting, where something else of the row is taken."""

REPORTED = "报送日期"
"""When a task force reported; see ``implied_days``."""

FIELDS = tuple(name for name in FORMATS[LEDGER].where("unit") if name != UPDATED)
"""What a unit fills of a measure."""

LEDGER_FORM = Form(
    FORMATS[LEDGER],
    FIELDS,
    ("事项序号", "事项名称", "措施序号", "具体项目", "类型", "完成时限"),
    ("具体项目",),
    ("事项序号", "措施序号"),
    ("事项名称", "具体项目", "类型", "完成时限"),
    ("事项键", "措施键"),
    "完成进度",
    UPDATED,
)


def form_of(register: SheetFormat) -> Form | None:
    """What units are sent of a register; ``None`` where they fill nothing of it."""
    fields = register.filled_by_units
    told = tuple(
        each.name for each in register.fields if each.who in ("staff", "program") and not each.hidden
    )
    if not fields or not told:
        return None
    text = tuple(name for name in register.key if name in told)
    numbers = tuple(name for name in told if name not in text)
    implied = REPORTED if register.name == DISPATCH else ""
    return Form(register, fields, told, text, numbers, told, (ROW_KEY,), implied=implied)


def forms_of(tables: Tables) -> dict[str, Form]:
    """All that units can be sent of a workbook: sheet → form, the ledger first. A register without any column to be filled is
    none of it."""
    forms = {LEDGER: LEDGER_FORM}
    for name, table in tables.registers.items():
        form = form_of(table.format)
        if form is not None and any(field in table.header.columns for field in form.fields):
            forms[name] = form
    return forms


def field_of(tables: Tables, key: RowKey, name: str) -> Field:
    """A column of the sheet that a key is of; one that its format does not have any more can hold anything."""
    declared = FORMATS[LEDGER] if key.sheet == LEDGER else tables.can_have.get(key.sheet)
    found = declared.by_name.get(name) if declared else None
    return found or Field(name, "any", "unit", "")


def item_numbers(tables: Tables) -> Mapping[int, Any]:
    """事项键 → what readers call the item by; none in a workbook of registers alone. Stops with ``no_list``."""
    return {} if tables.list is None and tables.ledger is None else tables.need_list.numbers


def rows_by_key(tables: Tables) -> dict[RowKey, int]:
    """The row that bears each key now: those of the ledger first, in the order of their rows; of two with one key the
    first, of registers the one that keeps it."""
    found: dict[RowKey, int] = {}
    for row, values in tables.ledger.rows.items() if tables.ledger else ():
        key = LEDGER_FORM.key_of(values)
        if key is not None:
            found.setdefault(key, row)
    for name, keys in register_keys(tables).items():
        found |= {RowKey(name, number): row for row, number in keys.items()}
    return found


def register_keys(tables: Tables) -> dict[str, dict[int, int]]:
    """Of each register that units fill: row → the 行键 that it has, or will get, in the order of the rows."""
    names = [name for name in forms_of(tables) if name != LEDGER]
    if not names:
        return {}
    record = tables.own.get(PERIOD_RECORD)
    known = histories(record.rows.values() if record else (), tables.settings.period)
    keys = {name: row_keys(tables.registers[name], known.get(name, History())).keys for name in names}
    return {name: dict(sorted(each.items())) for name, each in keys.items()}


def lack_row_keys(tables: Tables) -> bool:
    """Whether a row of a register does not bear the key that it will have."""
    for name, keys in register_keys(tables).items():
        table = tables.registers[name]
        typed = {row: item_number(values.get(ROW_KEY)) for row, values in table.rows.items()}
        if typed != keys or any(table.has_formula(row, ROW_KEY) for row in keys):
            return True
    return False
