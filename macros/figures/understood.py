"""A workbook understood: from its tables to keys, ledger, links and figures, with nothing written yet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from duban.macros.figures.figures import Figures, Record, item_figures, link_figures, measure_figures
from duban.macros.staff_sheets.baseline import Baseline, read_baseline
from duban.macros.staff_sheets.cells_to_set import kept, typed_over
from duban.macros.staff_sheets.item_keys import assign_keys
from duban.macros.staff_sheets.ledger import LedgerState, build_ledger
from duban.macros.staff_sheets.links import LinkState, build_links
from duban.macros.staff_sheets.new_columns import grown
from duban.udfs.periods import Period
from duban.udfs.progress import MOVED_OUT
from duban.validation.book import Book, book_of
from duban.validation.checker import check_book
from duban.workbook.format.names import LEDGER, LIST, PERIOD_RECORD, RULES
from duban.workbook.format.own_formulas import is_own
from duban.workbook.format.sheets.period_record import OF_PERIOD, REOPENED, RUNNING
from duban.workbook.format.sheets.settings import AS_OF
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.reading.settings import Settings, choose_period
from duban.workbook.reading.tables import Tables, TableSheet
from duban.workbook.say.findings import Finding

FOR_FIGURES = frozenset(
    [
        "I101",
        "I102",
        "I103",
        "I110",
        "I120",
        "I130",
        "T110",
        "T111",
        "T112",
        "T113",
        "T120",
        "T121",
        "T122",
        "T124",
        "T125",
        "T126",
        "T114",
        "T128",
        "T129",
        "I105",
        "I125",
        "F209",
        "S111",
        "T140",
        "L101",
        "L107",
        "K101",
        "K102",
        "X104",
    ]
)
"""The rules that a build reports on its way: what the figures and sheets cannot use. ``validate`` has all of them."""


@dataclass(frozen=True)
class RunOptions:
    """What the user may choose. Blank choices come from 规则, else from today's date."""

    period: Period | None = None
    as_of: date | None = None
    accept: bool = False
    """Confirm each item's first suggestion."""
    rekey: bool = False
    """Give items whose name is beyond recognition a new key."""
    reopen: bool = False
    """Make the bulletin of an earlier period live again."""
    keep_old: bool = False
    """Go on with the last figures of districts that have not handed in."""
    today: date | None = None


@dataclass(frozen=True)
class State:
    """A workbook understood: its tables with keys, ledger, links and figures."""

    tables: Tables
    keys: Mapping[int, int]
    """事项键 of each row of the list."""
    baseline: Baseline
    """What the list said when it was last read."""
    ledger: LedgerState
    links: LinkState
    figures: Figures
    typed: Mapping[tuple[int, str], Any]
    """Ledger cells where staff typed over a formula."""
    findings: tuple[Finding, ...]


def understand(tables: Tables, options: RunOptions) -> State:
    """Everything that can be known of a workbook without writing: keys, ledger, links, figures."""
    baseline = read_baseline(tables)
    keys, key_findings = assign_keys(tables, rekey=options.rekey)
    ledger = build_ledger(tables, keys, baseline)
    links = build_links(tables, keys, accept=options.accept)
    typed = typed_over(tables.ledger, FORMATS[LEDGER].computed)
    measures = measure_figures(ledger.rows, tables.settings, typed)
    items = item_figures(tables.items, keys, measures, tables.settings)
    figures = Figures(measures, items, link_figures(links.rows, items))
    shown = numbers_by_key(tables, items)
    rows = {
        row: {
            **ledger.rows[row],
            "事项序号": typed.get((row, "事项序号"), shown.get(measure["key"])),
            "时序进度": measure["expected"],
            "亮灯": measure["light"],
        }
        for row, measure in measures.items()
    }
    ledger = replace(ledger, rows=rows)
    findings = (
        *tables.findings,
        *key_findings,
        *ledger.findings,
        *_unusable(tables, ledger),
        *(_typed_over(tables.ledger, typed) if tables.ledger else ()),
        *_unknown_formulas(tables),
        *links.findings,
    )
    return State(tables, keys, baseline, ledger, links, figures, typed, findings)


def _unusable(tables: Tables, ledger: LedgerState) -> list[Finding]:
    """What the figures cannot use; but nothing about measures that leave the list in this very run, nor about a formula
    of ours that is written anew."""
    return [
        finding
        for finding in check_book(_without_registers(tables))
        if finding.code in FOR_FIGURES
        and not (finding.code == "L101" and _leaves(ledger, finding))
        and not (finding.code == "S111" and _is_ours(tables, finding))
    ]


def _without_registers(tables: Tables) -> Book:
    """The sheets of the programme; registers tell of themselves, and no figure comes from what documents keep."""
    aside = {*tables.registers, *tables.of_documents}
    sheets = {name: sheet for name, sheet in tables.sheets.items() if name not in aside}
    return book_of(replace(tables, sheets=sheets))


def _leaves(ledger: LedgerState, finding: Finding) -> bool:
    """Whether what is found is about a measure that has left the list, be it in this very run."""
    return finding.sheet == LEDGER and ledger.rows.get(finding.row, {}).get("类型") == MOVED_OUT


def _unknown_formulas(tables: Tables) -> Iterator[Finding]:
    """R115: that nobody can tell what was typed into the computed columns of a workbook that was built before."""
    if tables.ledger is not None and not tables.ledger.grid.knows_formulas:
        columns = "、".join(dict.fromkeys((*FORMATS[LIST].computed, *FORMATS[LEDGER].computed)))
        yield Finding("R115", LEDGER, 0, 0, "", None, {"columns": columns})


def _is_ours(tables: Tables, finding: Finding) -> bool:
    kind = LIST if finding.sheet == tables.need_list.name else finding.sheet
    formula = tables.grids[finding.sheet].formulas.get((finding.row, finding.column), "")
    return finding.column_name in FORMATS[kind].computed and is_own(
        FORMATS[kind][finding.column_name], formula
    )


def _typed_over(ledger: TableSheet, typed: Mapping[tuple[int, str], Any]) -> list[Finding]:
    at = ledger.header.columns
    return [kept(ledger.grid, row, at[column], column, value) for (row, column), value in typed.items()]


def settle(tables: Tables, options: RunOptions) -> Tables:
    """The tables with period, as-of date and the workbook's identity decided, and a place for every column. Stops with
    ``other_list`` where the ledger was made of another list of the workbook, unless ``rekey``."""
    if tables.another is not None and not options.rekey:
        raise tables.another
    was = _running(tables)
    settings = choose_period(tables.settings, options.period, options.as_of, options.today, was)
    outside = _day_outside(settings)
    book_id = settings.book_id or _identity(tables)
    list_sheet = tables.list.name if tables.list else settings.list_sheet
    tables, added = grown(tables)
    settings = replace(settings, book_id=book_id, list_sheet=list_sheet)
    return replace(tables, settings=settings, findings=(*tables.findings, *added, *outside))


def _running(tables: Tables) -> Period | None:
    """The period of the last run, as 期间记录 has it: the one that is live, else the one that the as-of date is of."""
    table = tables.own.get(PERIOD_RECORD)
    heads = [row for row in table.rows.values() if row["种类"] == OF_PERIOD] if table else []
    told = [(period, row["状态"]) for row in heads if (period := Period.parse(row["期间"])) is not None]
    live = [period for period, status in told if status in (RUNNING, REOPENED)]
    day = tables.settings.as_of
    return next(
        iter(live or [period for period, _ in told if period.first_day <= day <= period.last_day]), None
    )


def _day_outside(settings: Settings) -> Iterator[Finding]:
    """R106: the as-of date lies outside the period, so that lights and expected progress are those of another."""
    first, last = settings.period.first_day, settings.period.last_day
    if not first <= settings.as_of <= last:
        facts = {"as_of": settings.as_of, "period": str(settings.period)}
        yield Finding("R106", RULES, settings.rows[AS_OF], 2, AS_OF, settings.as_of, facts)


def _identity(tables: Tables) -> str:
    names = [item.name for item in tables.list.items.values()] if tables.list else []
    said = "\n".join([Path(tables.file).stem, *names])
    return hashlib.sha256(said.encode(errors="surrogatepass")).hexdigest()[:16]  # a name may be no text


def numbers_by_key(tables: Tables, items: Mapping[int, Record]) -> dict[int, Any]:
    """key → what readers call the item by, as it stands in the first row of the key: its 序号, its 清单编号, or the
    key itself."""
    sheet = tables.need_list
    if sheet.banded:
        return {
            key: sheet.items[row].label
            for row, key in reversed([(row, item["key"]) for row, item in items.items()])
        }
    if sheet.number_column == "序号":
        return first_by_key(tables, items, "序号")
    return {item["key"]: item["key"] for item in items.values()}


def first_by_key(tables: Tables, items: Mapping[int, Record], column: str) -> dict[int, Any]:
    """key → what stands in a column of the first item with it, as MATCH finds it."""
    found: dict[int, Any] = {}
    for row, item in items.items():
        if (key := item["key"]) not in found:
            found[key] = _raw(tables, row, column)
    return found


def _raw(tables: Tables, row: int, column: str) -> Any:
    sheet = tables.need_list
    return sheet.grid.shown(row, sheet.header.columns[column])
