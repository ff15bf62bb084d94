"""Documents understood: what each gives, and what several give together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from duban.macros.imports.areas import areas
from duban.macros.imports.city_list import city_list
from duban.macros.imports.found import FIRST_ROW, Entry, Found, TaskTable, Told
from duban.macros.imports.roster import roster
from duban.macros.imports.sections import compared, sections_of, without_table
from duban.macros.imports.targets import targets
from duban.macros.imports.task_table import task_table
from duban.macros.imports.unused import noticed, unused
from duban.workbook.format.names import CITY, LIST
from duban.workbook.format.registers.benchmarking import BENCHMARKS
from duban.workbook.format.registers.rosters import ROSTERS
from duban.workbook.say.sentence import Say
from duban.workbook.word.blocks import Document

_ROW = Say("{sheet}第 {row} 行", "{sheet}, row {row}")
_LINE = Say("{sheet}第 {row} 行，{column} {number}", "{sheet}, row {row}, {column} {number}")
_TWICE = Say(
    "另一个文件（{other}）也有{sheet}的内容，这里的没有取用",
    "{other} has rows for {sheet} as well; these were not taken",
)
_LIST_BESIDE = Say(
    "编号条目 {count} 条；方案有任务表，没有作为市级事项取用",
    "{count} numbered titles beside a task table were not taken as city items",
)
_NUMBERED = {"改革针对的突出问题": "problems", "改革的具体项目": "measures"}


def understood(documents: Sequence[Document]) -> Found:
    """What several documents give together: of two that have rows for one sheet, the first is taken and the other told."""
    found = Found()
    for document in documents:
        found = _with(found, of_document(document))
    return found


def of_document(document: Document) -> Found:
    """What one document gives; its file is named in all that is told."""
    table, told, used = task_table(document)
    sections = sections_of(document)
    city, about_city, of_city = city_list(document)
    if city and table is not None:
        note = _LIST_BESIDE.format(count=len(city))
        told.append(Told("未识别", city[0].number, str(city[0].values["事项名称"]), note))
        city, about_city, of_city = [], [], set()
    members, about_members, of_members = roster(document)
    fields, about_fields, of_fields = areas(document)
    used |= of_city | of_members | of_fields
    if table is not None:
        told += compared(sections, table)
        used |= {number for each in sections for number in range(each.number, each.last + 1)}
        used |= {each.number for each in document.blocks if table.title and _is_title(each, table)}
    else:
        told += without_table(sections)
    starts, about_targets = targets(document, table, used if table else of_city)
    found = Found(table, tuple(city), tuple(members), tuple(fields), starts, used=frozenset(used))
    taken = [*_of_table(table), *(_of_entries(found))]
    told += [*about_city, *about_members, *about_fields, *about_targets, *noticed(document), *taken]
    told += unused(document, used)
    return replace(found, told=tuple(told)).of(document.name)


def _is_title(block: object, table: TaskTable) -> bool:
    return getattr(block, "text", "").strip() == table.title


def _with(found: Found, more: Found) -> Found:
    """What two documents give together."""
    told = [*found.told]
    takes = {"table": LIST, "city": CITY, "roster": ROSTERS, "areas": BENCHMARKS}
    there = {name: getattr(found, name) or getattr(more, name) for name in takes}
    twice = {sheet for name, sheet in takes.items() if getattr(found, name) and getattr(more, name)}
    for sheet in sorted(twice):
        other = next(
            each.file for each in found.told if each.kind == "取用" and each.note.zh.startswith(sheet)
        )
        file = more.told[0].file
        told.append(Told("未识别", 0, file, _TWICE.format(other=other, sheet=sheet), file=file))
    left = tuple(sorted(twice))
    told += [
        each for each in more.told if not (each.kind == "取用" and left and each.note.zh.startswith(left))
    ]
    starts = found.starts_wanted if found.starts_wanted is not None else more.starts_wanted
    return Found(**there, starts_wanted=starts, told=tuple(told))


# ---- what was taken --------------------------------------------------------------------------------


def _of_table(table: TaskTable | None) -> Iterator[Told]:
    """Each item and each line of it, with its paragraph."""
    if table is None:
        return
    for row, each in enumerate(table.rows, FIRST_ROW):
        name = each.values.get("事项名称") or next(iter(each.values.values()))
        yield Told("取用", each.number, name, _ROW.format(sheet=LIST, row=row))
        for column in _NUMBERED:
            lines = each.values.get(column, "").splitlines()
            for number, (paragraph, line) in enumerate(
                zip(each.lines.get(column, ()), lines, strict=False), 1
            ):
                note = _LINE.format(sheet=LIST, row=row, column=column, number=number)
                yield Told("取用", paragraph, line, note)


def _of_entries(found: Found) -> Iterator[Told]:
    for sheet, column, entries in (
        (CITY, "事项名称", found.city),
        (ROSTERS, "姓名", found.roster),
        (BENCHMARKS, "领域", found.areas),
    ):
        yield from _rows(sheet, column, entries)


def _rows(sheet: str, column: str, entries: Sequence[Entry]) -> Iterator[Told]:
    for row, each in enumerate(entries, 2):
        yield Told("取用", each.number, str(each.values.get(column, "")), _ROW.format(sheet=sheet, row=row))
