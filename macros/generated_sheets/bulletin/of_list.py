"""The bulletin of a list for one period: which blocks it has, in their order."""

from __future__ import annotations

from duban.macros.figures.lookups import Live
from duban.macros.generated_sheets.bulletin import items, lights, measures, overview, record, units
from duban.macros.generated_sheets.bulletin.measures import MeasureLists
from duban.macros.generated_sheets.bulletin.paper import Paper
from duban.macros.generated_sheets.bulletin.pictures import Drawn, put_pictures
from duban.macros.generated_sheets.bulletin.registers import DECISION_WIDTHS, put_registers
from duban.macros.generated_sheets.bulletin.registers import WIDTHS as REGISTER_WIDTHS
from duban.macros.generated_sheets.items_of_several_units import COLUMNS, SharedLeads, pairs_of, put_pairs
from duban.macros.generated_sheets.registers.source import Sources
from duban.macros.history.past import Past
from duban.workbook.format.sheets.settings import (
    CHANGES,
    DUE_SOON,
    ITEMS,
    LIGHTS,
    NOT_UPDATED,
    OF_REGISTERS,
    PICTURES,
    PROBLEMS,
    RANKING,
    TO_VERIFY,
    UNREPORTED,
    WORRYING,
)
from duban.workbook.plan.plans import SheetPlan

_TABLES = (
    overview.WIDTHS,
    units.WIDTHS,
    lights.WIDTHS,
    items.WIDTHS,
    measures.WIDTHS,
    measures.PROBLEM_WIDTHS,
    record.CHANGE_WIDTHS,
    record.DOUBT_WIDTHS,
    REGISTER_WIDTHS,
    DECISION_WIDTHS,
)


def summary_sheet(live: Live, past: Past, name: str, registers: Sources, correction: int = 0) -> SheetPlan:
    """The plan of the bulletin for the period of 规则, as the sheet of this name; ``past`` is what came before."""
    paper = Paper(name, live.frame.settings, live.frame.rules, _TABLES)
    key, position = paper.hide(2)
    shared = put_pairs(live, paper.sheet, pairs_of(live.led.values()), paper.hide(COLUMNS)[0])
    paper.head(correction)
    overview.put_overview(paper, live, past)
    _of_units(paper, live, shared, past)
    if paper.shows(ITEMS):
        items.put_items(paper, live, past, shared, (key, position))
    lists = MeasureLists(paper, live, past, (key, position))
    for block, put in (
        (WORRYING, lists.worrying),
        (DUE_SOON, lists.due_soon),
        (UNREPORTED, lists.unreported),
        (NOT_UPDATED, lists.not_updated),
    ):
        if paper.shows(block):
            put()
    if paper.shows(CHANGES):
        record.put_changes(paper, live)
    if paper.shows(TO_VERIFY):
        record.put_doubts(paper, live)
    if paper.shows(PROBLEMS):
        lists.problems()
    if paper.shows(OF_REGISTERS):
        put_registers(paper, registers)
    paper.foot()
    return paper.plan()


def _of_units(paper: Paper, live: Live, shared: SharedLeads | None, past: Past) -> None:
    """Ranking, lights and pictures of the units."""
    ranked = counted = None
    # pictures show the figures of tables: without any, both are there
    alone = paper.shows(PICTURES) and not (paper.shows(RANKING) or paper.shows(LIGHTS))
    if paper.shows(RANKING) or alone:
        ranked = units.put_ranking(paper, live, shared, past)
    order = [unit for unit, _ in units.by_progress([(u, f["progress"]) for u, f in live.units.items()])]
    if paper.shows(LIGHTS) or alone:
        counted = lights.put_unit_lights(paper, live, order, shared)
        leaders = lights.leaders_of(live)
        pairs = put_pairs(live, paper.sheet, leaders, paper.hide(COLUMNS)[0])
        lights.put_leader_lights(paper, live, pairs, leaders)
    if paper.shows(PICTURES):
        put_pictures(
            paper,
            "单位",
            Drawn(ranked.table, list(ranked.rows), units.UNIT, units.MEAN) if ranked else None,
            Drawn(counted.table, list(counted.rows), 1, lights.FIRST) if counted else None,
        )
