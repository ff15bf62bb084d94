"""The whole job on one workbook: ledger, links, roll-up, unit sheets and bulletin from the staff's list."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from duban.macros import formulas
from duban.macros.figures import Figures, item_figures, link_figures, measure_figures
from duban.macros.frame import Frame, columns_of, make_frame
from duban.macros.history import closed_periods
from duban.macros.keys import assign_keys
from duban.macros.ledger import LedgerState, build_ledger
from duban.macros.links import LinkState, build_links, city_items
from duban.macros.live import Live, equal_in_excel
from duban.macros.owned import place_owned
from duban.macros.rollup import combined, district_carriers, own_carriers, rollup_sheet
from duban.macros.rules_sheet import choose_period, edit_rules, new_rules
from duban.macros.sheet_names import bulletin_name
from duban.macros.summary import summary_sheet
from duban.macros.tracking import edit_list
from duban.macros.units import unit_sheets
from duban.udfs.periods import Period
from duban.udfs.progress import day
from duban.workbook.cells import a1
from duban.workbook.columns import CITY, DISTRICTS, LEDGER, LEDGER_COLUMNS, LINKS, LOG, RULES, UNIT_PREFIX
from duban.workbook.findings import Finding
from duban.workbook.items import item_number, typed_cell_findings
from duban.workbook.plan import BookPlan, Cell, SheetEdit, SheetPlan
from duban.workbook.staff_sheets import Wanted, edit_sheet, formula_rows, new_sheet
from duban.workbook.tables import Tables, TableSheet

UNITS, ROLLUP, SUMMARY = "units", "rollup", "summary"
ALL = (ROLLUP, UNITS, SUMMARY)
"""The generated parts, in the order of their sheets."""


@dataclass(frozen=True)
class Options:
    """What the user may choose. Blank choices come from 规则, else from today's date."""

    period: Period | None = None
    as_of: date | None = None
    accept: bool = False
    """Confirm each item's first suggestion."""
    rekey: bool = False
    """Give items whose name is beyond recognition a new key."""
    today: date | None = None


@dataclass(frozen=True)
class Outcome:
    """What a command would change, what it found, and the numbers to tell the user."""

    plan: BookPlan
    findings: tuple[Finding, ...]
    facts: Mapping[str, int | str]


@dataclass(frozen=True)
class State:
    """A workbook understood: its tables with keys, ledger, links and figures."""

    tables: Tables
    ledger: LedgerState
    links: LinkState
    figures: Figures
    typed: Mapping[tuple[int, str], Any]
    """Ledger cells where staff typed over a formula."""
    findings: tuple[Finding, ...]


def understand(tables: Tables, options: Options) -> State:
    """Everything that can be known of a workbook without writing: keys, ledger, links, figures."""
    keys, key_findings = assign_keys(tables, rekey=options.rekey)
    ledger = build_ledger(tables, keys)
    links = build_links(tables, keys, accept=options.accept)
    typed = {
        (int(row), column): ledger.rows.at[row, column]
        for row in ledger.rows.index
        for column in ("事项序号", "时序进度", "亮灯")
        if tables.ledger is not None
        and row in tables.ledger.rows.index
        and ledger.rows.at[row, column] is not None
        and not tables.ledger.has_formula(int(row), column)
    }
    measures = measure_figures(ledger.rows, tables.settings, typed)
    items = item_figures(tables.items, keys, measures, tables.settings)
    figures = Figures(measures, items, link_figures(links.rows, items))
    shown = numbers_by_key(tables, items)
    numbers = [typed.get((row, "事项序号"), shown.get(key)) for row, key in measures["key"].items()]
    rows = ledger.rows.assign(
        事项序号=pd.Series(numbers, ledger.rows.index, dtype=object),
        时序进度=measures["expected"],
        亮灯=measures["light"],
    )
    ledger = replace(ledger, rows=rows)
    findings = (
        *tables.findings,
        *key_findings,
        *ledger.findings,
        *_ledger_findings(tables, ledger, typed, set(keys)),
        *links.findings,
    )
    return State(tables, ledger, links, figures, typed, findings)


def settle(tables: Tables, options: Options) -> Tables:
    """The tables with period, as-of date and the workbook's identity decided."""
    settings = choose_period(tables.settings, options.period, options.as_of, options.today)
    book_id = settings.book_id or hashlib.sha256(_identity(tables).encode()).hexdigest()[:16]
    list_sheet = tables.list.name if tables.list else settings.list_sheet
    return replace(tables, settings=replace(settings, book_id=book_id, list_sheet=list_sheet))


def _identity(tables: Tables) -> str:
    names = list(tables.list.rows["name"]) if tables.list else []
    return "\n".join([tables.name, *names])


def build(
    tables: Tables,
    options: Options,
    parts: Collection[str] = ALL,
    district_rows: pd.DataFrame | None = None,
) -> Outcome:
    """One click: what shall change in the workbook so that all its figures and sheets are up to date.

    Pure: reads only its arguments. ``parts`` limits the generated sheets; ``district_rows`` are the rows
    that 区县事项 will have, where they differ from what stands there. Stops where the staff's
    input leaves no safe way (see ``errors.STOPS``).
    """
    tables = settle(tables, options)
    state = understand(tables, options)
    settings = tables.settings
    frame = make_frame(tables, settings, _last(state.ledger.rows), _last(state.links.rows))
    live = Live(tables, frame, state.figures, state.ledger.rows)
    edits: list[SheetEdit] = []
    sheets: list[SheetPlan] = []

    def carry(name: str, table: TableSheet | None, wanted: Wanted) -> None:
        if table is None:
            sheets.append(new_sheet(name, wanted))
        elif edit := edit_sheet(table, wanted):
            edits.append(edit)

    list_edit, list_findings = edit_list(tables, frame, state.figures.items, state.figures.main_parent)
    if list_edit:
        edits.append(list_edit)
    carry(LEDGER, tables.ledger, ledger_cells(state, frame))
    carry(LINKS, tables.links, link_cells(state, frame))
    if tables.city is None:
        sheets.append(new_sheet(CITY, {}))
    owned: list[SheetPlan] = []
    notes: list[Finding] = []
    if ROLLUP in parts:
        carriers = own_carriers(live)
        if district_rows is None and tables.districts is not None:
            district_rows = tables.districts.rows
        if district_rows is not None and len(district_rows):
            columns = columns_of(tables.districts, DISTRICTS, _last(district_rows))
            carriers = combined([carriers, district_carriers(district_rows, columns)])
        owned.append(rollup_sheet(city_items(tables), carriers, settings, frame.rules, live))
    if UNITS in parts:
        owned += unit_sheets(live)
    if SUMMARY in parts:
        name = bulletin_name(settings.period)
        log = tables.log.rows if tables.log else None
        if settings.period in closed_periods(log) and name in tables.sheet_names:
            notes.append(Finding("R111", name, 1, 1, "", None, {"name": name}))
        else:
            owned.append(summary_sheet(live))
    placed = place_owned(tables, owned, lambda name: UNITS in parts and name.startswith(UNIT_PREFIX))
    sheets += placed.sheets
    if tables.log is None:
        sheets.append(new_sheet(LOG, {}))
    if not settings.present:
        sheets.append(new_rules(settings))
    elif rules_edit := edit_rules(tables.grids[RULES], settings):
        edits.append(rules_edit)
    plan = BookPlan(placed.renames, placed.removes, tuple(sheets), tuple(edits))
    findings = (*state.findings, *list_findings, *notes, *placed.findings)
    return Outcome(plan, findings, _facts(state, owned))


def _facts(state: State, owned: Collection[SheetPlan]) -> dict[str, int | str]:
    items = state.tables.items
    links = state.figures.links
    carried = set(links.loc[links["confirmed"].astype(bool), "parent"]) if len(links) else set()
    city = city_items(state.tables)
    return {
        "items": len(items),
        "measures": sum(len(m) for m in items["measures"]),
        "problems": sum(len(p) for p in items["problems"]),
        "units": len({u for u in state.figures.items["unit"] if u}),
        "city": len(city),
        "carried": len(carried & set(city.index)),
        "not_carried": len(set(city.index) - carried),
        "sheets": len(owned),
        "period": str(state.tables.settings.period),
        "as_of": state.tables.settings.as_of.isoformat(),
    }


def _last(rows: pd.DataFrame) -> int:
    return int(rows.index.max()) if len(rows) else 1


def ledger_cells(state: State, frame: Frame) -> dict[tuple[int, str], Cell]:
    """The cells of the ledger that the program answers for: what changed, and its formulas."""
    columns, ledger = frame.ledger_columns, state.ledger
    records = ledger.rows.to_dict("index")
    wanted: dict[tuple[int, str], Cell] = {
        (row, column): Cell(records[row][column])
        for row, column in ledger.changed
        if column not in ("事项序号", "时序进度", "亮灯")
    }
    blank = dict.fromkeys(LEDGER_COLUMNS)
    keys = frame.items["事项键"]
    numbers = frame.items.get("序号", keys)
    for row in formula_rows(ledger.rows.index, columns["事项键"].first):

        def cell(name: str, row: int = row) -> str:
            return "$" + a1(row, columns[name].column)

        values = records.get(row, blank)
        texts = {
            "事项序号": (
                values["事项序号"],
                f'=IF({cell("事项键")}="","",{formulas.by_key(cell("事项键"), keys, numbers)})',
            ),
            "时序进度": (
                values["时序进度"],
                formulas.measure_expected(
                    cell("事项键"), cell("类型"), cell("开始日期"), cell("完成时限"), frame.rules
                ),
            ),
            "亮灯": (
                values["亮灯"],
                formulas.measure_light(
                    cell("事项键"),
                    cell("类型"),
                    cell("完成时限"),
                    cell("完成进度"),
                    cell("办结日期"),
                    cell("时序进度"),
                    frame.rules,
                ),
            ),
        }
        for column, (value, formula) in texts.items():
            if (row, column) not in state.typed:
                wanted[row, column] = Cell(value, formula)
    return wanted


def link_cells(state: State, frame: Frame) -> dict[tuple[int, str], Cell]:
    """The cells of 承接关系 that the program answers for."""
    columns, links, tables = frame.link_columns, state.links, state.tables
    records = links.rows.to_dict("index")
    computed = ("事项序号", "事项名称", "市级事项名称", "事项进度", "事项时序", "事项亮灯")
    wanted: dict[tuple[int, str], Cell] = {
        (row, column): Cell(records[row][column]) for row, column in links.changed if column not in computed
    }
    figures, items = state.figures.links, frame.items
    city_last = _last(tables.city.rows) if tables.city else 1
    city = columns_of(tables.city, CITY, city_last)
    numbers = numbers_by_key(tables, state.figures.items)
    names = _first_by_key(tables, state.figures.items, "事项名称")
    for row in formula_rows(links.rows.index, columns["事项键"].first):
        key_cell = "$" + a1(row, columns["事项键"].column)
        parent_cell = "$" + a1(row, columns["市级序号"].column)
        known = row in figures.index
        key = figures.at[row, "key"] if known else None
        raw_parent = links.rows.at[row, "市级序号"] if known else None

        def of_item(column: str, key_cell: str = key_cell) -> str:
            source = items.get(column, items["事项键"])
            return f'=IF({key_cell}="","",{formulas.by_key(key_cell, items["事项键"], source)})'

        texts: dict[str, tuple[Any, str]] = {
            "事项序号": (numbers.get(key), of_item("序号")),
            "事项名称": (names.get(key), of_item("事项名称")),
            "市级事项名称": (
                _city_name(tables, raw_parent),
                f'=IF({parent_cell}="","",{formulas.by_key(parent_cell, city["序号"], city["事项名称"])})',
            ),
            "事项进度": (figures.at[row, "progress"] if known else None, of_item("完成进度")),
            "事项时序": (figures.at[row, "expected"] if known else None, of_item("时序进度")),
            "事项亮灯": (figures.at[row, "light"] if known else "", of_item("亮灯")),
        }
        for column, (value, formula) in texts.items():
            typed = (
                known
                and tables.links is not None
                and row in tables.links.rows.index
                and tables.links.rows.at[row, column] is not None
                and not tables.links.has_formula(row, column)
            )
            if not typed:
                wanted[row, column] = Cell(value, formula)
    return wanted


def _raw(tables: Tables, row: int, column: str) -> Any:
    sheet = tables.need_list
    at = sheet.header.columns[column]
    return sheet.grid.value(*sheet.grid.covered.get((row, at), (row, at)))


def numbers_by_key(tables: Tables, items: pd.DataFrame) -> dict[int, Any]:
    """key → 序号 as it stands in the first row of the key; the key itself on a list without 序号."""
    if "序号" in tables.need_list.header.columns:
        return _first_by_key(tables, items, "序号")
    return {key: key for key in items["key"]}


def _first_by_key(tables: Tables, items: pd.DataFrame, column: str) -> dict[int, Any]:
    """key → what stands in a column of the first item with it, as MATCH finds it."""
    return {key: _raw(tables, int(row), column) for row, key in items.drop_duplicates("key")["key"].items()}


def _city_name(tables: Tables, number: Any) -> Any:
    """The name that MATCH finds for a city number: the first cell that equals it."""
    if tables.city is None or number is None:
        return None
    rows = tables.city.rows
    return next(
        (name for no, name in zip(rows["序号"], rows["事项名称"], strict=True) if equal_in_excel(no, number)),
        None,
    )


def _ledger_findings(
    tables: Tables, ledger: LedgerState, typed: Mapping[tuple[int, str], Any], item_keys: set[int]
) -> list[Finding]:
    """What figures cannot use in the ledger's cells, and values typed over formulas."""
    if tables.ledger is None:
        return []
    header = tables.ledger.header
    found: list[Finding] = []
    for row, values in ledger.rows.iterrows():
        if row not in tables.ledger.rows.index:
            continue
        at = int(row)
        found += typed_cell_findings(
            LEDGER,
            header,
            at,
            values,
            ("开始日期", "完成时限", "办结日期"),
            ("完成进度",),
            tables.settings.year,
        )
        start, due = day(values["开始日期"]), day(values["完成时限"])
        if start is not None and due is not None and due < start:
            found.append(
                Finding("T122", LEDGER, at, header.columns["完成时限"], "完成时限", values["完成时限"])
            )
        key = item_number(values["事项键"])
        if key not in item_keys and values["类型"] != "已移出":
            found.append(Finding("L101", LEDGER, at, header.columns["事项键"], "事项键", values["事项键"]))
        w = values["权重"]
        if w is not None and not (isinstance(w, int | float) and not isinstance(w, bool) and w >= 0):
            found.append(Finding("T140", LEDGER, at, header.columns["权重"], "权重", w))
    found += [
        Finding("T130", LEDGER, row, header.columns[column], column, value)
        for (row, column), value in typed.items()
    ]
    return found
