"""督办单 and 催办单 for each unit of a list, or each district of a city, and 督办单台账 with their numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from duban.macros.commands.build import figured
from duban.macros.commands.city import is_city
from duban.macros.commands.documents_made import (
    PAST,
    DocumentOptions,
    Made,
    Place,
    about_office,
    facts_of_run,
    for_figures,
    is_on_record,
    is_over,
)
from duban.macros.documents.called_districts import called_districts
from duban.macros.documents.called_units import addressees, called_units
from duban.macros.documents.documents_sent import Numbering, read_sent
from duban.macros.documents.letters import Called, letter
from duban.macros.documents.templates import Template, template_of
from duban.macros.documents.words import REPLY_DAYS
from duban.macros.figures.lookups import Live
from duban.macros.figures.understood import settle
from duban.macros.generated_sheets.all_changes import Changes
from duban.macros.generated_sheets.bulletin.measure_choice import DAYS_AHEAD, MeasureChoice
from duban.macros.generated_sheets.city_understood import findings_of_districts, understand_city
from duban.macros.history.editions import read_record
from duban.macros.history.past import Past
from duban.macros.messages.outcome import Outcome
from duban.macros.messages.progress import Batch, Checked
from duban.udfs.text import squeeze
from duban.udfs.units import units_in
from duban.workbook.format.names import DOCUMENTS_SENT
from duban.workbook.format.sheet_names import document_file_names
from duban.workbook.official.write import write
from duban.workbook.reading.tables import Tables
from duban.workbook.say.sentence import Say
from duban.workbook.say.stop import Stop

_OTHER_COUNT = Say(
    "  {number} 的督办措施数，台账记的是 {was}，这次是 {now}，请核对",
    "  督办措施数 of {number} is {was} in 督办单台账 and {now} in the letter: please check",
)
_NO_WORKDAY = Say(
    "  回复期限 {day} 是星期{name}；节假日和调休程序不知道，请核对",
    "  replies are due on {day}, a {english}; holidays are not known to the program: please check",
)
_FROZEN = Say(
    "  {period}的通报已经定格，这里用的是工作簿现在的数，与通报可能不同",
    "  the bulletin of {period} is on record; the letters have the figures of the workbook as it is now",
)
_WEEKEND = {5: ("六", "Saturday"), 6: ("日", "Sunday")}


def letters(tables: Tables, options: DocumentOptions, made: Made, place: Place) -> Outcome:
    """督办单 or 催办单 for each unit or district that calls for one, into ``made``; the outcome is 督办单台账 with the new rows.

    Stops with ``no_city_items``, ``no_ledger_yet``, ``no_such_addressee``, ``nothing_to_order``, ``no_such_district``,
    ``no_district_to_order``, ``bad_reply_days``, ``document_in_the_way``, and as ``template_of``, ``Template.part``, ``read_sent``.
    """
    settled = settle(tables, options.run)
    those = _of_city(settled, made) if is_city(settled) else _of_list(settled, options, made)
    settings = those.tables.settings
    template = template_of(tables, options.kind)
    wanted = _chosen(those, options)
    day = options.day or options.run.today or date.today()
    numbering = Numbering(options.kind, template, settings, read_sent(tables), day, _reply_days(template))
    names = document_file_names([each.unit for each in wanted], settings.period, options.kind)
    with Batch(options.lang, len(wanted) if options.lang else 0) as batch:
        for each in wanted:
            path = place(settings.period) / names[each.unit]
            made.files[path] = write(letter(options.kind, template, settings, each, numbering.issue(each)))
            made.told[path] = each.counts
            batch(Checked())
    made.again = numbering.again
    made.notes += [*about_office(settings), *_notes(those.tables, numbering)]
    made.to_write()  # what is in the way has changed nothing yet
    changes = Changes()
    numbering.carry(changes)
    return Outcome(changes.plan(tables), (), facts_of_run(settings), shows=DOCUMENTS_SENT)


class _Round(NamedTuple):
    """Who may get letters: the tables with their period, who calls for one, and who there is at all."""

    tables: Tables
    called: Sequence[Called]
    there: Sequence[str]
    nobody: str
    """What stops where nobody calls for one."""
    unknown: str
    """What stops where somebody is named who is not there."""


def _of_list(settled: Tables, options: DocumentOptions, made: Made) -> _Round:
    if settled.ledger is None or not settled.ledger.rows or settled.list is None:
        raise Stop("no_ledger_yet", path=settled.file)
    state, live, _ = figured(settled, options.run)
    called, alone = called_units(live, MeasureChoice(live, Past()))
    made.alone = len(alone)
    made.is_behind = _is_behind(live, settled)
    made.findings += for_figures(state.findings)
    return _Round(settled, called, [*addressees(live)], "nothing_to_order", "no_such_addressee")


def _of_city(settled: Tables, made: Made) -> _Round:
    settled = replace(settled, settings=settled.settings.for_districts())
    city = understand_city(settled, read_record(settled))
    if not city.items:
        raise Stop("no_city_items", path=settled.file)
    made.findings += [each for each in findings_of_districts(settled, city, ()) if each.severity != "info"]
    there = [each.name for each in city.districts]
    return _Round(settled, called_districts(city), there, "no_district_to_order", "no_such_district")


def _notes(tables: Tables, numbering: Numbering) -> Iterator[Say]:
    """What staff should look at: letters that changed under their number, replies due on a weekend, figures of another day."""
    period = tables.settings.period
    for number, was, now in numbering.other_counts:
        yield _OTHER_COUNT.format(number=number, was=was, now=now)
    for day in sorted(numbering.due):
        if day.weekday() in _WEEKEND:
            name, english = _WEEKEND[day.weekday()]
            yield _NO_WORKDAY.format(day=day.isoformat(), name=name, english=english)
    if is_on_record(tables, period):
        yield _FROZEN.format(period=period.label)
    elif is_over(tables, period):
        yield PAST.format(period=period.label)


def _chosen(those: _Round, options: DocumentOptions) -> Sequence[Called]:
    """Those that get a letter: of those that were named, the ones that call for it."""
    file = those.tables.file
    known = {name for unit in those.there for name in _names(unit)}
    for unit in options.units:
        if squeeze(unit).casefold() not in known:
            raise Stop(those.unknown, path=file, unit=unit, units="、".join(sorted(those.there)))
    named = {squeeze(unit).casefold() for unit in options.units}
    chosen = [each for each in those.called if not named or not named.isdisjoint(_names(each.unit))]
    if not chosen:
        raise Stop(those.nobody, path=file, days=DAYS_AHEAD, kind=options.kind)
    return chosen


def _names(unit: str) -> set[str]:
    """What an addressee may be named by: the whole of it, and each unit of several that share their measures."""
    return {name.casefold() for name in (squeeze(unit), *units_in(unit))}


def _reply_days(template: Template) -> int:
    told = squeeze(template.part(REPLY_DAYS, {}))
    if not (told.isdecimal() and 1 <= int(told) <= 365):
        raise Stop("bad_reply_days", value=told)
    return int(told)


def _is_behind(live: Live, tables: Tables) -> bool:
    """Whether the ledger of the workbook lacks measures of the list, or has some that left it."""
    was = tables.ledger.rows if tables.ledger else {}
    return any(row not in was or was[row]["类型"] != values["类型"] for row, values in live.ledger.items())
