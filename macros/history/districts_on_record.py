"""Which districts a city knows: those of 区县名单, else those that it collected, now or in an earlier period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from duban.macros.history.editions import PeriodRecord
from duban.udfs.text import same_name
from duban.workbook.format.sheets.period_record import OF_DISTRICT
from duban.workbook.reading.rows import of_column
from duban.workbook.reading.settings import Settings

_FORMERLY = "原名 "
"""Begins the 内容 of a district's row: the name that it had before."""


def formerly(names: Iterable[str]) -> str | None:
    """What the record says of a district that changed its name."""
    told = "、".join(names)
    return f"{_FORMERLY}{told}" if told else None


def former_names(record: PeriodRecord) -> dict[str, str]:
    """Earlier name of a district, without case → the name that it got, as the record has it."""
    found: dict[str, str] = {}
    for edition in record.editions:
        for _, line in edition.of_kind(OF_DISTRICT):
            told = str(line.record["内容"] or "")
            for name in told.removeprefix(_FORMERLY).split("、") if told.startswith(_FORMERLY) else ():
                found[same_name(name)] = str(line.record["名称"])
    return found


def names_before(name: str, renamed: Mapping[str, str]) -> list[str]:
    """The names that a district had, without case, the last one first."""
    found: list[str] = []
    waiting = [same_name(name)]
    for now in waiting:
        before = [was for was, new in renamed.items() if same_name(new) == now and was not in waiting]
        waiting += before
        found += before
    return found


def known_districts(
    settings: Settings,
    rows: Mapping[int, Mapping[str, Any]],
    record: PeriodRecord,
    renamed: Mapping[str, str],
) -> list[str]:
    """The names in order: 区县名单, then others that have rows; without a list those of the record after them, but for
    names that were changed (``renamed``: without case → the new one)."""
    found: dict[str, str] = {}
    _add(found, settings.districts)
    _add(found, of_column(rows, "区县"))
    if not settings.districts:
        _add(found, (name for name in _on_record(record) if same_name(name) not in renamed))
    return list(found.values())


def _add(found: dict[str, str], names: Iterable[Any]) -> None:
    for name in names:
        if name:
            found.setdefault(same_name(name), str(name))


def _on_record(record: PeriodRecord) -> Iterable[Any]:
    for edition in record.latest.values():
        for _, line in edition.of_kind(OF_DISTRICT):
            yield line.record["名称"]
