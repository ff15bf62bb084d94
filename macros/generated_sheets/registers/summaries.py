"""The sheets that sum up the registers of a workbook, in the order of the build."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from duban.macros.generated_sheets.registers.benchmarking import benchmarks_summary
from duban.macros.generated_sheets.registers.declared import declared_summary
from duban.macros.generated_sheets.registers.dispatch import dispatch_summary
from duban.macros.generated_sheets.registers.indicators import indicators_summary
from duban.macros.generated_sheets.registers.of_districts import Stack, stack_sources
from duban.macros.generated_sheets.registers.projects import projects_summary
from duban.macros.generated_sheets.registers.service import service_summary, standing_measures
from duban.macros.generated_sheets.registers.source import Source, Sources
from duban.macros.generated_sheets.registers.stacked_sheet import stacked_sheet
from duban.workbook.format.registers.benchmarking import BENCHMARKS
from duban.workbook.format.registers.dispatch import DISPATCH
from duban.workbook.format.registers.indicators import INDICATORS
from duban.workbook.format.registers.projects import PROJECTS
from duban.workbook.format.registers.service_log import SERVICE_LOG
from duban.workbook.plan.plans import SheetPlan
from duban.workbook.reading.tables import Tables

Summary = Callable[[Source, Sources], SheetPlan | None]
"""Makes the sheet that sums up a register; ``None`` where there is nothing to show."""

SUMMARIES: Mapping[str, Summary] = {
    PROJECTS: projects_summary,
    DISPATCH: dispatch_summary,
    INDICATORS: indicators_summary,
    BENCHMARKS: benchmarks_summary,
}
"""Registers with a summary of their own; of others their format says what is summed up."""


def summaries(sources: Sources, tables: Tables, stacks: Sequence[Stack] = ()) -> list[SheetPlan]:
    """A sheet for each register that has one; the rows of the districts' registers, ``stacks``, and a sheet for each of
    these."""
    settings = tables.settings
    service = partial(service_summary, hints=standing_measures(tables.ledger))
    made_by: Mapping[str, Summary] = {**SUMMARIES, SERVICE_LOG: service}
    stacked = _summaries(stack_sources(stacks, settings), made_by)
    sheets = (stacked_sheet(each, settings) for each in stacks)
    return [*_summaries(sources, made_by), *sheets, *stacked]


def _summaries(sources: Sources, made_by: Mapping[str, Summary]) -> Iterator[SheetPlan]:
    for name, source in sources.items():
        if name in made_by:
            made = made_by[name](source, sources)
            if made is not None:
                yield made
        elif source.format.summary:
            yield declared_summary(source)
