"""A workbook read, once and for every command: its sheets, its settings, what was found, and what stops a build.

``validate`` takes the findings and goes on; a command that makes something of the rows stops at the first of the
stops, each of which stands for one of the findings.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from duban.workbook.format.fields import SheetFormat
from duban.workbook.format.names import LEDGER, LINKS, LIST, RULES
from duban.workbook.format.sheets_and_registers import ADDED, FORMATS, OF_DOCUMENTS
from duban.workbook.reading.find_list import choose_list, looked_at, passed_over, title_year
from duban.workbook.reading.grid import SheetSource
from duban.workbook.reading.header_findings import header_findings
from duban.workbook.reading.read_settings import read_settings, remembered_list
from duban.workbook.reading.registers import Registers
from duban.workbook.reading.settings import Settings
from duban.workbook.reading.sheet import Sheet, list_sheet, read_own
from duban.workbook.reading.title_office import title_office
from duban.workbook.say.findings import Finding
from duban.workbook.say.stop import Stop

_NO_LIST: Mapping[str, str] = {"several_lists": "S102", "no_list": "S101"}
"""Stops of a workbook without a list that could be told → the finding that says the same."""


@dataclass(frozen=True)
class Reading:
    """What a workbook says. ``sheets`` are by standard name; a sheet that is not there, or is none of ours, is not."""

    path: Path
    sheet_names: tuple[str, ...]
    settings: Settings
    sheets: Mapping[str, Sheet]
    findings: tuple[Finding, ...]
    stops: tuple[Stop, ...] = ()
    registers: Mapping[str, SheetFormat] = field(default_factory=dict)
    """All registers that the workbook can have, by name."""
    partly: Mapping[str, Sheet] = field(default_factory=dict)
    """Sheets that bear the name of a register and have only few of its columns."""
    another: Stop | None = None
    """Why the ledger is not to be brought up to date from this list, unless somebody says so: it was made of another."""


def read(source: SheetSource, sheet: str | None = None, today: date | None = None) -> Reading:
    """Read every sheet that the program knows; nothing that is missing or odd stops it.

    ``sheet`` names the list where there are several. Raises ``Stop`` for what cannot be read, and ``no_sheet`` for a ``sheet`` that is not there.
    """
    names, file = source.sheet_names, source.path.name
    found: list[Finding] = []
    aside: list[Finding] = []
    stops: list[Stop] = []
    sheets = _own_sheets(source, found, stops)
    rules = source.grid(RULES) if RULES in names else None
    registers = Registers(source)
    plan_year = another = None
    try:
        remembered = remembered_list(rules)
        the_list = choose_list(source, sheet, remembered, aside, registers.names, registers.is_rather_one)
    except Stop as stop:
        if stop.code not in _NO_LIST:
            raise
        the_list = None
        stops.append(stop)
        found.append(Finding(_NO_LIST[stop.code], "", 0, 0, "", None, {"sheets": stop.facts["sheets"]}))
    if the_list:
        sheets = {LIST: list_sheet(*the_list), **sheets}
        plan_year = title_year(the_list)
        if sheet is not None and _is_another(sheet, remembered_list(rules), sheets, names):
            another = Stop("other_list", path=file, sheet=sheet, other=remembered_list(rules))
    elif not found and _wants_a_list(sheets, registers.found):
        found.append(Finding("S101", "", 0, 0, "", None, {"sheets": looked_at(source, names)}))
    of_registers, told = registers.sheets(sheets[LIST].grid.name if LIST in sheets else "")
    sheets |= of_registers
    found += told
    try:
        settings, more = read_settings(rules, today, plan_year, file)
    except Stop as stop:
        settings, _ = read_settings(None, today, plan_year)
        more = [Finding("S114", RULES, 0, 0, "")]
        stops.append(stop)
    if the_list and not (settings.present and LEDGER in sheets):
        settings = _with_office(settings, title_office(the_list))
    return Reading(
        source.path,
        tuple(names),
        settings,
        sheets,
        (*source.findings, *found, *aside, *_of_headers(sheets.values()), *more),
        tuple(stops),
        registers.formats,
        {name: registers.sheet(name) for name in registers.partly},
        another,
    )


def _own_sheets(source: SheetSource, found: list[Finding], stops: list[Stop]) -> dict[str, Sheet]:
    """The tables that the program added, by standard name; one without its header, or a column, is told in ``found`` and
    ``stops``."""
    sheets: dict[str, Sheet] = {}
    for name in (each for each in OF_DOCUMENTS if each in source.sheet_names):
        try:
            kept = read_own(source.grid(name))
        except Stop as stop:  # no figure needs it
            passed_over(stop, name)
        else:
            sheets |= {name: kept} if kept else {}
    for name in ADDED:
        if name not in source.sheet_names:
            continue
        own = read_own(source.grid(name))
        facts = {"path": source.path.name, "sheet": name, "columns": "、".join(FORMATS[name].needed)}
        if own is None:
            stops.append(Stop("bad_sheet", **facts))
            found.append(Finding("S103", name, 0, 0, "", None, {"name": name, "columns": facts["columns"]}))
            continue
        sheets[name] = own
        if missing := FORMATS[name].missing(own.header.columns):
            stops.append(Stop("missing_column", **{**facts, "columns": "、".join(missing)}))
    return sheets


def _with_office(settings: Settings, office: str) -> Settings:
    """The settings before a first build, with the office that the title names; later a blank cell is what staff want."""
    return settings if settings.office else replace(settings, office=office, office_by_title=bool(office))


def _is_another(sheet: str, former: str | None, sheets: Mapping[str, Sheet], names: Collection[str]) -> bool:
    """Whether the ledger was made of another list of this workbook, whose measures would all be moved out of it. A copy
    of that list has its keys, and takes its place."""
    other = former in names and former != sheet
    return bool(
        other
        and LEDGER in sheets
        and sheets[LEDGER].table.rows
        and "事项键" not in sheets[LIST].header.columns
    )


def _wants_a_list(sheets: Collection[str], registers: Collection[str]) -> bool:
    """Whether a workbook without a list lacks one: neither that of a city nor one of registers alone does."""
    return LEDGER in sheets or LINKS in sheets or not (sheets or registers)


def _of_headers(sheets: Iterable[Sheet]) -> Iterator[Finding]:
    for each in sheets:
        if each.format.shape == "table" and not each.format.very_hidden:
            yield from header_findings(each)
