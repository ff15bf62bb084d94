"""The roll-up: districts hand in, and 市级汇总 is made of all that stands there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from duban.macros.commands.build import build, options_of
from duban.macros.commands.city import ROLLUP
from duban.macros.commands.read_districts import District, read_districts, reported, reported_by_cluster
from duban.macros.declared.command_type import Values
from duban.macros.figures.understood import RunOptions, settle
from duban.macros.messages.outcome import Outcome, Planned, Stage, no_stage
from duban.macros.staff_sheets.district_rows import Reported
from duban.macros.staff_sheets.links import city_items
from duban.workbook.reading.tables import Tables
from duban.workbook.say.findings import Finding
from duban.workbook.say.stop import Stop


def collected(values: Values, stage: Stage = no_stage) -> Planned:
    """The roll-up with the districts that were named; a button names none. Raises as ``read_districts``.

    A cluster figures what it reads, for which it needs the city's workbook: it comes in when that was read.
    """
    options = replace(options_of(values), keep_old=values.keep_old)
    if values.scheduler is not None:
        return partial(_by_cluster, values=values, options=options, stage=stage)
    stage("districts")
    districts, skipped = read_districts(values.districts, values.book, values.out, values.timeout)
    return partial(roll_up, districts=districts, options=options, skipped=skipped)


def roll_up(
    city: Tables, districts: Sequence[District], options: RunOptions, skipped: Sequence[Finding] = ()
) -> Outcome:
    """Put the districts' items into 区县事项 and make 市级汇总 from all that stand there.

    With no district given, no district rows and a list of its own, that is the workbook's own roll-up.
    A district that is not given keeps its rows, which count while they are of the current period, or with
    ``options.keep_old``. A 市级序号 that the city filled in for an item without
    a link is kept. Stops with ``no_city_items`` where there is no city list to roll up to.
    """
    if (districts or city.districts is not None or city.list is None) and not city_items(city):
        raise Stop("no_city_items", path=city.file)
    settled = settle(city, options)
    return _built(city, [reported(settled, each, options) for each in districts], options, skipped)


def _by_cluster(city: Tables, values: Values, options: RunOptions, stage: Stage) -> Outcome:
    if not city_items(city):
        raise Stop("no_city_items", path=city.file)
    stage("districts")
    told, skipped = reported_by_cluster(
        settle(city, options),
        values.districts,
        options,
        values.scheduler,
        values.book,
        values.out,
        values.timeout,
    )
    stage("plan")
    return _built(city, told, options, skipped)


def _built(
    city: Tables, told: Sequence[Reported], options: RunOptions, skipped: Sequence[Finding]
) -> Outcome:
    outcome = build(city, options, (ROLLUP,), told)
    return replace(outcome, findings=(*outcome.findings, *skipped))
