"""Sheets that sum up registers which are not there any more, or are not summed up: their figures stay as they were."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duban.workbook.format.names import OF_DISTRICTS, ROLLUP, is_kept_name
from duban.workbook.plan.plans import SheetPlan
from duban.workbook.reading.tables import Tables
from duban.workbook.say.findings import Finding
from duban.workbook.say.sentence import Say

_SUMMARY = "汇总"
"""Ends the name of each summary of a register, whether it comes with the program or an office declares it."""


def left_behind(tables: Tables, made: Sequence[SheetPlan]) -> Iterator[Finding]:
    """G141: summaries and stacks of an earlier run that this one does not make. ``made``: all sheets of the run."""
    now = {plan.name.casefold() for plan in made}
    for name in tables.marks:
        of_registers = name.startswith(OF_DISTRICTS) or (name.endswith(_SUMMARY) and name != ROLLUP)
        if of_registers and name.casefold() not in now and not is_kept_name(name):
            yield Finding("G141", name, 1, 1, "", None, {"name": name, "why": _why(tables, name)})


def _why(tables: Tables, name: str) -> Say:
    summed = name.removeprefix(OF_DISTRICTS)
    register = next(
        (each.name for each in tables.can_have.values() if summed in (each.name, each.summary)), ""
    )
    register = register or summed.removesuffix(_SUMMARY)
    if summed != name and register not in tables.can_have:
        return Say(
            f"市级没有登记表“{register}”的定义，本次也没有区县报送",
            f"the city declares no register '{register}', and no district handed one in now",
        )
    if register not in tables.can_have or not tables.can_have[register].summary:
        return Say(
            f"没有登记表“{register}”的定义，或者定义没有要求汇总",
            f"no register '{register}' is declared, or its declaration asks for no summary",
        )
    return Say(
        f"登记表“{register}”不在工作簿中，或没有可以汇总的内容",
        f"register '{register}' is not in the workbook, or has nothing to sum up",
    )
