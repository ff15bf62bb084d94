"""Documents understood: what each gives, and what several give together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from duban.macros.imports.areas import areas
from duban.macros.imports.city_list import city_list
from duban.macros.imports.found import FIRST_ROW, IN_A_NEW_WORKBOOK, Entry, Found, Places, TaskTable, Told
from duban.macros.imports.other_tables import other_tables
from duban.macros.imports.roster import group_above, roster
from duban.macros.imports.sections import compared, sections_of, without_table
from duban.macros.imports.targets import targets
from duban.macros.imports.task_table import task_table
from duban.macros.imports.unused import noticed, unused
from duban.workbook.cells.contents import TEXT_LIMIT
from duban.workbook.format.names import CITY, LIST, RULES
from duban.workbook.format.registers.benchmarking import BENCHMARKS
from duban.workbook.format.registers.rosters import ROSTERS
from duban.workbook.say.sentence import Say
from duban.workbook.word.blocks import Document, Paragraph, Table

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
_BESIDE = Say(
    "正文中已有{sheet}的内容，这张表没有取用",
    "the paragraphs have rows for {sheet}; this table was not taken",
)
_YEAR = Say(
    "方案的标题与清单已有的标题不是同一年，时限按清单的年份读，请核对标题",
    "the plan's title and that of the list name different years; terms are read in that of the list",
)
_STARTS_BEFORE = Say(
    "前一个文件已有重点项目开工目标，这里的没有取用",
    "another plan has said it before; this one was not taken",
)
_TOO_LONG = Say(
    "一格超过 {limit} 字，只取了前面的", "more than {limit} characters in a cell; only the first were taken"
)
_SHOWN = 60
_NUMBERED = {"改革针对的突出问题": "problems", "改革的具体项目": "measures"}


def understood(documents: Sequence[Document], places: Places = IN_A_NEW_WORKBOOK) -> Found:
    """What several documents give together: of two that have rows for one sheet, the first is taken and the other told.
    Sections of a plan whose table stands in another document are held against that one."""
    parts = [of_document(document, places) for document in documents]
    beside = next(
        (
            (part.table, document.name)
            for part, document in zip(parts, documents, strict=True)
            if part.table is not None
        ),
        None,
    )
    found = Found()
    for part, document in zip(parts, documents, strict=True):
        if part.table is None and beside is not None and sections_of(document):
            part = of_document(document, places, beside)
        found = _with(found, part)
    return found


def of_document(
    document: Document, places: Places = IN_A_NEW_WORKBOOK, beside: tuple[TaskTable, str] | None = None
) -> Found:
    """What one document gives; its file is named in all that is told, and the rows are those of ``places``. ``beside``: the
    task table of another document, with its file, which its sections are about."""
    others = other_tables(document)
    if ROSTERS in others:
        others[ROSTERS] = others[ROSTERS][0], _with_group(document, *others[ROSTERS])
    table, told, used = task_table(document, [each for each, _ in others.values()])
    if table is not None:
        table, about_title = _placed(table, places)
        told += about_title
    sections = sections_of(document)
    city, about_city, of_city = city_list(document)
    if table is not None or beside is not None:
        note = _LIST_BESIDE.format(count=len(city))
        told += [Told("未识别", each.number, str(each.values["事项名称"]), note) for each in city[:1]]
        city, about_city, of_city = [], [], set()
    members, about_members, of_members = roster(document)
    fields, about_fields, of_fields = areas(document)
    city, members, fields = (
        [*found, *_of_other(others, name, found, told)]
        for name, found in ((CITY, city), (ROSTERS, members), (BENCHMARKS, fields))
    )
    used |= of_city | of_members | of_fields
    if table is not None:
        told += compared(document, sections, table)
        used |= {number for each in sections for number in range(each.number, each.last + 1)}
        used |= {each.number for each in document.blocks if table.title and _is_title(each, table)}
    elif beside is not None:
        told += compared(document, sections, *beside)
        used |= {number for each in sections for number in range(each.number, each.last + 1)}
    else:
        told += without_table(sections)
    starts, about_targets = targets(document, table, used if table else of_city)
    found = Found(table, tuple(city), tuple(members), tuple(fields), starts, used=frozenset(used))
    taken = [*_of_table(table), *_of_entries(found, places)]
    told += _too_long(found)
    told += [*about_city, *about_members, *about_fields, *about_targets, *noticed(document, found), *taken]
    told += unused(document, used)
    return replace(found, told=tuple(told)).of(document.name)


def _placed(table: TaskTable, places: Places) -> tuple[TaskTable, list[Told]]:
    """The table with the rows that it will have; the year of its terms is that of the list that is there already."""
    first = places.first_of(LIST, FIRST_ROW)
    if LIST not in places.first:
        return table, []
    told = []
    if table.year and places.list_year and table.year != places.list_year:
        told = [Told("差异", table.rows[0].number, table.title, _YEAR, f"{places.list_year}年")]
    return replace(table, first_row=first, year=places.list_year or table.year), told


def _of_other(
    others: Mapping[str, tuple[Table, list[Entry]]], name: str, there: Sequence[Entry], told: list[Told]
) -> list[Entry]:
    """The rows of a table for a sheet, where the paragraphs have none for it."""
    if name not in others:
        return []
    block, entries = others[name]
    if there:
        text = str(next(iter(entries[0].values.values())))
        told.append(Told("未识别", block.number, text, _BESIDE.format(sheet=name)))
        return []
    return entries


def _with_group(document: Document, table: Table, entries: Sequence[Entry]) -> list[Entry]:
    """The rows of a roster with the group that the title above their table names, where they name none."""
    above = [each for each in document.blocks[: document.blocks.index(table)] if isinstance(each, Paragraph)]
    group, _ = group_above([each for each in above if each.text.strip()])
    return [replace(each, values={"小组": group, **each.values}) for each in entries] if group else [*entries]


def _is_title(block: object, table: TaskTable) -> bool:
    return getattr(block, "text", "").strip() == table.title


def _with(found: Found, more: Found) -> Found:
    """What two documents give together."""
    told = [*found.told]
    takes = {"table": LIST, "city": CITY, "roster": ROSTERS, "areas": BENCHMARKS}
    there = {name: getattr(found, name) or getattr(more, name) for name in takes}
    twice = {sheet for name, sheet in takes.items() if getattr(found, name) and getattr(more, name)}
    for sheet in sorted(twice):
        other = next(each.file for each in found.told if each.kind == "取用" and each.about == sheet)
        file = next(each.file for each in more.told if each.kind == "取用")
        told.append(Told("未识别", 0, file, _TWICE.format(other=other, sheet=sheet), file=file))
    both = found.starts_wanted is not None and more.starts_wanted is not None
    for each in more.told:
        if each.about in twice:
            continue  # of rows that were not taken
        starts_again = both and each.kind == "取用" and each.about == RULES
        told.append(replace(each, kind="建议", note=_STARTS_BEFORE) if starts_again else each)
    starts = found.starts_wanted if found.starts_wanted is not None else more.starts_wanted
    return Found(**there, starts_wanted=starts, told=tuple(told))


# ---- what was taken --------------------------------------------------------------------------------


def _of_table(table: TaskTable | None) -> Iterator[Told]:
    """Each item and each line of it, with its paragraph."""
    if table is None:
        return
    for row, each in enumerate(table.rows, table.first_row):
        name = each.values.get("事项名称") or next(iter(each.values.values()))
        yield Told("取用", each.number, name, _ROW.format(sheet=LIST, row=row), about=LIST)
        for column in _NUMBERED:
            lines = each.values.get(column, "").splitlines()
            for number, (paragraph, line) in enumerate(
                zip(each.lines.get(column, ()), lines, strict=False), 1
            ):
                note = _LINE.format(sheet=LIST, row=row, column=column, number=number)
                yield Told("取用", paragraph, line, note, about=LIST)


def _too_long(found: Found) -> Iterator[Told]:
    """Cells of more than a sheet can hold."""
    rows = found.table.rows if found.table else ()
    cells = [(row.number, value) for row in rows for value in row.values.values()]
    entries = (*found.city, *found.roster, *found.areas)
    cells += [(each.number, str(value)) for each in entries for value in each.values.values()]
    for number, value in cells:
        if len(value) > TEXT_LIMIT:
            yield Told("未识别", number, value[:_SHOWN], _TOO_LONG.format(limit=TEXT_LIMIT))


def _of_entries(found: Found, places: Places) -> Iterator[Told]:
    for sheet, column, entries in (
        (CITY, "事项名称", found.city),
        (ROSTERS, "姓名", found.roster),
        (BENCHMARKS, "领域", found.areas),
    ):
        yield from _rows(sheet, column, entries, places.first_of(sheet))


def _rows(sheet: str, column: str, entries: Sequence[Entry], first: int) -> Iterator[Told]:
    for row, each in enumerate(entries, first):
        text = str(each.values.get(column, ""))
        yield Told("取用", each.number, text, _ROW.format(sheet=sheet, row=row), about=sheet)
