"""The sheets that sum up the registers of a workbook, in the order of the build."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from duban.macros.figures.registers import Register
from duban.macros.generated_sheets.registers.declared import declared_summary
from duban.macros.generated_sheets.registers.source import Source
from duban.workbook.format.registers.common import ROW_KEY
from duban.workbook.plan.plans import SheetPlan
from duban.workbook.reading.tables import Tables

Sources = Mapping[str, Source]
"""The registers that are there, by name."""

SUMMARIES: Mapping[str, Callable[[Source, Sources], SheetPlan]] = {}
"""Registers with a summary of their own; of others their format says what is summed up."""


def summaries(registers: Mapping[str, Register], tables: Tables) -> list[SheetPlan]:
    """A sheet for each register that has one."""
    sources = {name: Source(each.table, tables.settings) for name, each in registers.items()}
    return list(_summaries(sources))


def _summaries(sources: Sources) -> Iterator[SheetPlan]:
    for name, source in sources.items():
        if name in SUMMARIES:
            yield SUMMARIES[name](source, sources)
        elif source.format.summary and _says_anything(source):
            yield declared_summary(source)


def _says_anything(source: Source) -> bool:
    return any(field.total for field in source.format.fields if field.name != ROW_KEY)
