"""Registers into a workbook: an empty sheet of each, or a sheet that staff keep already with the columns that it lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from duban.macros.declared.command_type import Values
from duban.macros.figures.registers import understood
from duban.macros.figures.understood import RunOptions, settle
from duban.macros.generated_sheets.order_of_sheets import places_of_new
from duban.macros.messages.outcome import Outcome, Planned, Stage, no_stage
from duban.macros.messages.terminal import say
from duban.macros.staff_sheets.cells_to_set import edit_sheet, new_sheet
from duban.macros.staff_sheets.new_columns import with_columns
from duban.macros.staff_sheets.settings_sheet import new_rules
from duban.udfs.text import squeeze
from duban.workbook.format.fields import SheetFormat
from duban.workbook.format.names import PERIOD_RECORD
from duban.workbook.format.registers.definitions import DEFINITIONS
from duban.workbook.format.sheets_and_registers import REGISTERS
from duban.workbook.plan.plans import BookPlan, SheetEdit, SheetPlan
from duban.workbook.reading.register_record import History, histories
from duban.workbook.reading.tables import Tables, TableSheet, new_table
from duban.workbook.say.findings import Finding
from duban.workbook.say.sentence import Say
from duban.workbook.say.stop import Stop

DONE = 0
_SUMMARY = Say("汇总在“{summary}”", "summed up in {summary}")


def run_list(values: Values) -> int:
    """``duban register list``: the registers that come with the program, each with what it is for."""
    for name, each in REGISTERS.items():
        purpose = each.purpose.to(values.lang) if each.purpose else ""
        summary = _SUMMARY.format(summary=each.summary).to(values.lang) if each.summary else ""
        mark = "；" if values.lang == "zh" else "; "
        say(f"{name}  {mark.join(filter(None, (purpose, summary)))}")
    return DONE


def added(values: Values, stage: Stage = no_stage) -> Planned:
    """``duban register add``: the registers that are named."""
    return partial(add, names=values.names)


def add(tables: Tables, names: Sequence[str]) -> Outcome:
    """What it takes for a workbook to have these registers. Pure.

    Stops with ``no_such_register``, ``register_is_list`` where the sheet of that name is the task list, and
    ``register_header`` where nothing in the sheet is a column of the register.
    """
    sheets: list[SheetPlan] = []
    edits: list[SheetEdit] = []
    findings: list[Finding] = []
    record = tables.own.get(PERIOD_RECORD)
    known = histories(record.rows.values() if record else (), tables.settings.period)
    for declared in _wanted(tables, names):
        history = known.get(declared.name, History())
        there = _there(tables, declared)
        if there is None:
            sheets.append(_new(tables, declared, history))
            findings.append(
                _told("G130", declared.name, columns=sum(not field.hidden for field in declared.fields))
            )
            continue
        taken, about = _taken_over(tables, there, history)
        edits += [taken] if taken else []
        findings += about
    if _looks_at_rules(tables, names) and not tables.settings.present:
        sheets.append(new_rules(settle(tables, RunOptions(None, None)).settings))
    plan = BookPlan(sheets=tuple(sheets), edits=tuple(edits), places=places_of_new(tables, sheets))
    return Outcome(plan, tuple(findings), _facts(tables), shows=names[-1] if names else None)


def _looks_at_rules(tables: Tables, names: Sequence[str]) -> bool:
    """Whether formulas of one of these registers name cells of 规则: the thresholds of lights."""
    return any(declared.of_kind("light") for declared in _wanted(tables, names))


def without_sheet(tables: Tables) -> list[str]:
    """The registers that the workbook declares itself and that have no sheet yet."""
    there = {name.casefold() for name in tables.sheet_names}
    return [name for name in tables.can_have if name not in REGISTERS and name.casefold() not in there]


def _wanted(tables: Tables, names: Sequence[str]) -> Iterator[SheetFormat]:
    by_name = {squeeze(name).casefold(): each for name, each in tables.can_have.items()}
    for name in dict.fromkeys(names):
        declared = by_name.get(squeeze(name).casefold())
        if declared is None:
            raise Stop("no_such_register", path=tables.file, name=name, names="、".join(tables.can_have))
        yield declared


def _there(tables: Tables, declared: SheetFormat) -> TableSheet | None:
    """The sheet of a register as it is; ``None`` where there is none yet."""
    name = declared.name
    if tables.list is not None and squeeze(tables.list.name).casefold() == squeeze(name).casefold():
        raise Stop("register_is_list", path=tables.file, sheet=tables.list.name)
    found = tables.own.get(name) or tables.partly.get(name)
    if found is not None:
        return found
    taken = {each.casefold(): each for each in tables.sheet_names}
    if name.casefold() not in taken:
        return None
    columns = "、".join(field.name for field in declared.fields if field.by_people)
    raise Stop("register_header", path=tables.file, sheet=taken[name.casefold()], columns=columns)


def _new(tables: Tables, declared: SheetFormat, history: History) -> SheetPlan:
    """A new sheet, whose computed columns have their formulas in rows that wait to be filled."""
    made = understood(new_table(declared), history, tables.settings)
    return new_sheet(declared, made.cells)


def _taken_over(
    tables: Tables, there: TableSheet, history: History
) -> tuple[SheetEdit | None, list[Finding]]:
    """A sheet of the staff's as the register: the columns that it lacks at the right, and the keys of its rows."""
    wider = with_columns(there, [field.name for field in there.format.fields])
    if wider.name == DEFINITIONS:
        return edit_sheet(wider, {}), []
    blank = dict.fromkeys(wider.added)
    rows = {row: {**blank, **values} for row, values in wider.rows.items()}
    made = understood(replace(wider, rows=rows), history, tables.settings)
    said = [each for each in made.findings if each.code != "G113"]
    shown = [name for name in wider.added if not there.format[name].hidden]
    if shown:
        said.append(_told("G131", there.name, columns="、".join(shown)))
    return edit_sheet(made.table, made.cells), said


def _told(code: str, sheet: str, **facts: object) -> Finding:
    return Finding(code, sheet, 0, 0, "", None, {"name": sheet, **facts})


def _facts(tables: Tables) -> Mapping[str, int | str]:
    return {
        "city": 0,
        "period": str(tables.settings.period),
        "as_of": tables.settings.as_of.isoformat(),
    }
