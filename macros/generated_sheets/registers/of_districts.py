"""The registers of a city's districts: the rows of all workbooks below one another, which of them count, and what is to be said
of them.

A district that hands in with a run has the rows of its workbook; another keeps those that it had, under the period that they
are of. Rows of another period than the city's count nowhere, unless old figures are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from duban.macros.generated_sheets.city_understood import City
from duban.macros.generated_sheets.registers.source import Source
from duban.macros.staff_sheets.district_rows import Reported, is_older
from duban.udfs.periods import Period
from duban.udfs.text import same_name
from duban.workbook.format.fields import Field, SheetFormat
from duban.workbook.format.names import DISTRICTS, OF_DISTRICTS
from duban.workbook.format.registers.common import ROW_KEY
from duban.workbook.format.registers.dispatch import DISPATCH
from duban.workbook.reading.find_header import Header
from duban.workbook.reading.grid import Grid
from duban.workbook.reading.registers import FoundHeader, find_register_header, register_sheet
from duban.workbook.reading.rows import Record, Rows
from duban.workbook.reading.settings import Settings
from duban.workbook.reading.tables import Tables, TableSheet
from duban.workbook.say.findings import Finding
from duban.workbook.say.sentence import Say

HEADER = 3
"""The row of a stack's header."""

_DISTRICT = Field("区县", "short", "program", "报送的区县。", 12)
_PERIOD = Field("报送期间", "period", "program", "这些行是哪一期报送的。", 9)
_NAMED = 3
"""Cells that a finding about a district's register repeats."""


@dataclass(frozen=True)
class Stack:
    """The rows of one register of all districts, in their order, and which districts handed in with this run."""

    format: SheetFormat
    rows: Sequence[Record]
    handed_in: Mapping[str, int]
    """District → how many rows its workbook has; of those that handed in now."""
    period: str = ""
    """The period whose rows count; empty: all do."""

    @property
    def register(self) -> str:
        """The name of the register."""
        return self.format.name.removeprefix(OF_DISTRICTS)

    def counts(self, values: Record) -> bool:
        """Whether a row is counted by what sums the stack up."""
        return not self.period or period_of(values) == self.period

    @property
    def table(self) -> TableSheet:
        """The sheet as it will be, for what sums it up: rows that do not count have no 行键 and are none of its rows."""
        columns = {name: place for place, name in enumerate(self.format.names, 1)}
        rows: Rows = {
            row: {**each, ROW_KEY: row - HEADER}
            for row, each in enumerate(self.rows, HEADER + 1)
            if self.counts(each)
        }
        cells = (*((),) * HEADER, *(tuple(map(each.get, self.format.names)) for each in self.rows))
        return TableSheet(Grid(self.format.name, cells), Header(HEADER, HEADER, columns), rows, self.format)


class DistrictRegisters(NamedTuple):
    """The stacks of a city's workbook, and what was found."""

    stacks: Sequence[Stack] = ()
    findings: Sequence[Finding] = ()


def registers_of_districts(tables: Tables, city: City, reported: Sequence[Reported]) -> DistrictRegisters:
    """What the districts have of each register: of those in ``reported`` by their workbooks, of others by the sheets that are
    there.

    A file of another period than the one that its district has handed in for is passed over here as well. Findings: D112 what
    of a district's register no figure can use, D113 two districts with the same rows, D114 a register that a district declares
    in its own way, D115 columns that nobody declares any more.
    """
    current = tables.settings.period
    there = tables.districts.rows if tables.districts else {}
    used = [each for each in reported if not is_older(each, there, current)]
    period = "" if city.table is not None and city.table.keep_old else str(current)
    found, findings = [], [*_not_counted(used)]
    for declared, of_whom in _formats(tables, used):
        stacked, told = _declared_before(tables, of_districts(declared))
        by_district = _kept_rows(tables, stacked, _renamed(city, used))
        handed_in: dict[str, int] = {}
        for each in used:
            if declared.name not in each.registers:
                continue  # its workbook says nothing of it: what it had before stays
            mine, rows = each.registers[declared.name]
            handed_in[each.district] = len(rows)
            told_by = {"区县": each.district, "报送期间": str(each.period), ROW_KEY: None}
            by_district[same_name(each.district)] = [{**values, **told_by} for values in rows]
            told += _declared_otherwise(declared, of_whom, mine, each)
        rows = [values for of_one in by_district.values() for values in of_one]
        if rows or stacked.name in tables.marks:
            found.append(Stack(stacked, rows, handed_in, period))
            findings += [*told, *_alike(found[-1], by_district)]
    return DistrictRegisters(found, findings)


def period_of(values: Record) -> str:
    """The period that a row of a stack is of; empty where none is known."""
    told = values.get("报送期间")
    return str(Period.parse(told) or told or "")


# rows


def _renamed(city: City, reported: Sequence[Reported]) -> dict[str, str]:
    """Earlier name of a district, without case → its name; none that a district of the city has now."""
    rows = city.table.rows.values() if city.table else ()
    now = {same_name(values["区县"]) for values in rows} | {same_name(each.district) for each in reported}
    return {was: name for was, name in (city.renamed or {}).items() if was not in now}


def _kept_rows(tables: Tables, stacked: SheetFormat, renamed: Mapping[str, str]) -> dict[str, list[Record]]:
    """The rows of the sheet as an earlier run left it, by district without case, under the names that districts have now."""
    found = _header_of(tables, stacked)
    by_district: dict[str, list[Record]] = {}
    if found is None:
        return by_district
    table = register_sheet(tables.grids[stacked.name], found, stacked).table
    names = [name for name in stacked.names if name != ROW_KEY]
    for cells in zip(*(table[name] for name in names), strict=True):
        values = dict(zip(names, cells, strict=True))
        for _ in renamed:  # a district may have changed its name more than once
            values["区县"] = renamed.get(same_name(values["区县"]), values["区县"])
        by_district.setdefault(same_name(values["区县"]), []).append(values)
    return by_district


def _header_of(tables: Tables, stacked: SheetFormat) -> FoundHeader | None:
    grid = tables.grids.get(stacked.name) if stacked.name in tables.marks else None
    return None if grid is None else find_register_header(grid, stacked)


# columns


def of_districts(declared: SheetFormat) -> SheetFormat:
    """The format of the sheet that has the rows of all districts; what sums it up goes by districts."""
    fields = [
        replace(field, who="program" if field.name != ROW_KEY else field.who) for field in declared.fields
    ]
    summed = declared.summary if declared.name != DISPATCH else ""
    return replace(
        declared,
        name=f"{OF_DISTRICTS}{declared.name}",
        fields=(_DISTRICT, _PERIOD, *fields),
        key=("区县", *declared.key),
        summary=f"{OF_DISTRICTS}{summed}" if summed else "",
        sent_by="区县",
        summed_by="",
        freeze=declared.fields[1].name,
    )


def _formats(tables: Tables, reported: Sequence[Reported]) -> Iterator[tuple[SheetFormat, str]]:
    """The registers that any district has, or had, and whose declaration that is: as the city declares them, else with the
    columns of all districts."""
    for name, declared in tables.can_have.items():
        if f"{OF_DISTRICTS}{name}" in tables.marks or any(name in each.registers for each in reported):
            yield declared, "市级"
    others: dict[str, tuple[SheetFormat, str]] = {}
    for each in reported:
        for name, (declared, _) in each.registers.items():
            if name in others:
                others[name] = _with_more(others[name][0], declared.fields), others[name][1]
            elif name not in tables.can_have:
                others[name] = declared, each.district
    yield from others.values()


def _with_more(one: SheetFormat, fields: Iterable[Field]) -> SheetFormat:
    more = [field for field in fields if field.name not in one.names]
    return replace(one, fields=(*one.fields[:-1], *more, one.fields[-1])) if more else one


def _declared_before(tables: Tables, stacked: SheetFormat) -> tuple[SheetFormat, list[Finding]]:
    """The format of a stack with the columns that it has of districts that do not come with this run: D115. What the city
    declares is as it declares it."""
    found = _header_of(tables, stacked)
    if found is None or stacked.name.removeprefix(OF_DISTRICTS) in tables.can_have:
        return stacked, []
    texts = found.header.extra.values()
    more = [Field(text, "any", "program", "以前报送的列。") for text in texts if text not in stacked.known]
    if not more:
        return stacked, []
    names = "、".join(field.name for field in more)
    at = min(column for column, text in found.header.extra.items() if text not in stacked.known)
    facts = {"name": stacked.name, "columns": names, "register": stacked.name.removeprefix(OF_DISTRICTS)}
    return _with_more(stacked, more), [Finding("D115", stacked.name, HEADER, at, more[0].name, None, facts)]


# what is to be said


def _not_counted(reported: Sequence[Reported]) -> Iterator[Finding]:
    """D112: what of a district's register no figure can use; a register of its workbook that was not read at all."""
    for each in reported:
        for name, doubts in each.doubts.items():
            shown = doubts[:_NAMED]
            more = Say("……", " …") if len(doubts) > _NAMED else Say("", "")
            zh, en = (
                "；".join(f"{found.cell} {found.message(lang)}".strip() for found in shown) + more.to(lang)
                for lang in ("zh", "en")
            )
            facts = {"district": each.district, "name": name, "count": len(doubts), "what": Say(zh, en)}
            yield Finding("D112", DISTRICTS, 1, 1, "来源文件", each.file, facts)


def _declared_otherwise(
    declared: SheetFormat, of_whom: str, mine: SheetFormat, each: Reported
) -> list[Finding]:
    """D114: a register that a district declares in another way than it is summed up."""
    lacking = [name for name in declared.names if name not in mine.names and name in _asked(declared)]
    more = [name for name in mine.names if name not in declared.names]
    other = [
        field.name
        for field in mine.fields
        if field.name in declared.names and _meaning(field) != _meaning(declared[field.name])
    ]
    parts = [
        ("没有“{}”一列，这一列不计入", "it lacks {}", lacking),
        ("“{}”一列没有收", "{} is not taken", more),
        ("“{}”的类型、选项或汇总方式不同", "{} is of another kind, or summed up in another way", other),
    ]
    told = [(zh.format("、".join(names)), en.format(", ".join(names))) for zh, en, names in parts if names]
    if of_whom == each.district or not told:
        return []
    what = Say("；".join(zh for zh, _ in told), "; ".join(en for _, en in told))
    facts = {"district": each.district, "name": declared.name, "other": of_whom, "what": what}
    return [Finding("D114", DISTRICTS, 1, 1, "来源文件", each.file, facts)]


def _asked(declared: SheetFormat) -> set[str]:
    """The columns that the summary of a declared register looks at."""
    return {*declared.key, *(field.name for field in declared.fields if field.total)}


def _meaning(field: Field) -> tuple[object, ...]:
    return field.kind, field.choices, field.total, field.measured_in


def _alike(stack: Stack, by_district: Mapping[str, list[Record]]) -> Iterator[Finding]:
    """D113: a district that handed in with half of the rows, or more, of one that did not come, and both count: it may be one
    district whose file has another name."""
    now = {same_name(district): district for district in stack.handed_in}
    contents = {
        key: [_content(values) for values in rows if stack.counts(values)]
        for key, rows in by_district.items()
    }
    mine = {district: {*contents.get(key, ())} for key, district in now.items()}
    for key, theirs in contents.items():
        for district, rows in mine.items() if key not in now and theirs else ():
            same = sum(content in rows for content in theirs)
            if 2 * same >= len(theirs):
                facts = {"name": district, "other_name": by_district[key][0]["区县"], "count": same}
                facts["register"] = stack.register
                yield Finding("D113", DISTRICTS, 1, 1, "区县", district, facts)


def _content(values: Record) -> frozenset[tuple[str, Any]]:
    aside = ("区县", "报送期间", ROW_KEY)
    return frozenset(each for each in values.items() if each[1] is not None and each[0] not in aside)


def stack_sources(found: Sequence[Stack], settings: Settings) -> dict[str, Source]:
    """The stacks as summaries look at them, by the names of their registers."""
    return {each.register: Source(each.table, settings) for each in found if each.format.summary}
