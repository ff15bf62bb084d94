"""From plans of Word to the sheets of a workbook: a new one, or one that is open and has no rows there yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from duban.macros.declared.command_type import Values
from duban.macros.figures.registers import understood as understood_register
from duban.macros.generated_sheets.import_sheet import import_sheet, in_order
from duban.macros.generated_sheets.order_of_sheets import places_of_new
from duban.macros.imports.found import KINDS, TO_SETTLE, Entry, Found, Places, TaskTable, Told
from duban.macros.imports.list_cells import list_edit, list_rows
from duban.macros.imports.understand import understood
from duban.macros.messages.terminal import say
from duban.macros.staff_sheets.cells_to_set import Wanted, edit_sheet, new_sheet
from duban.macros.staff_sheets.list_sheet import new_list, proposed_title
from duban.macros.staff_sheets.settings_sheet import new_rules
from duban.udfs.periods import Period
from duban.workbook.cells.contents import TEXT_LIMIT
from duban.workbook.file.safe_write import save
from duban.workbook.file.write_xlsx import create
from duban.workbook.format.names import CITY, DISTRICTS, IMPORTED, LIST, RULES
from duban.workbook.format.registers.benchmarking import BENCHMARKS
from duban.workbook.format.registers.rosters import ROSTERS
from duban.workbook.format.sheet_names import kept_name
from duban.workbook.format.sheets.settings import DEFAULT_DUE, DEFAULT_START, STARTS_WANTED
from duban.workbook.format.sheets_and_registers import FORMATS, REGISTERS
from duban.workbook.plan.plans import BookPlan, Cell, SheetEdit, SheetPlan, Tidy
from duban.workbook.reading.read_settings import read_settings
from duban.workbook.reading.register_record import History
from duban.workbook.reading.settings import Settings, choose_period
from duban.workbook.reading.tables import Tables, TableSheet, new_table
from duban.workbook.say.sentence import Say
from duban.workbook.say.stop import Stop
from duban.workbook.word.read_document import read_document

DONE, TO_BE_SETTLED = 0, 1

_SUFFIX = ".xlsx"
_LINES_OF = (".txt", ".md")
"""Files whose numbers are those of lines."""
_SHORT = 60
"""Characters of a text that a line on the terminal shows."""

_MADE = Say("已导入 {book}：{what}", "imported {book}: {what}")
_TAKEN: Mapping[str, Say] = {
    LIST: Say("任务清单 {n} 项（具体项目 {measures}，突出问题 {problems}，牵头单位 {units}）", "items {n} (measures {measures}, problems {problems}, units {units})"),
    CITY: Say("市级事项 {n} 项", "city items {n}"),
    ROSTERS: Say("领导小组 {n} 人（{roles}）", "leading group {n} ({roles})"),
    BENCHMARKS: Say("对标台账 {n} 个领域", "benchmarking fields {n}"),
}  # fmt: skip
_COUNTED = Say("其余列在“导入情况”：{counts}", "the rest stands in 导入情况: {counts}")
_NEXT = Say(
    "要由人处理的：差异 {differ}，未识别 {unknown}",
    "to be settled: differences {differ}, not understood {unknown}",
)
_PLACE, _PLACE_OF_LINE = Say("第 {n} 段", "paragraph {n}"), Say("第 {n} 行", "line {n}")
_AGAINST = Say("；对照：{text}", "; the other: {text}")
_KINDS: Mapping[str, Say] = {
    "差异": Say("差异", "differs"),
    "未识别": Say("未识别", "not understood"),
    "建议": Say("建议", "suggestion"),
    "提示": Say("提示", "note"),
    "取用": Say("取用", "taken"),
    "未用": Say("未用", "not taken"),
}
_STARTS_SUGGESTED = Say("可填入“规则”的“{name}”：{count}", "may be put into {rules}, {name}: {count}")


@dataclass(frozen=True)
class Imported:
    """What came of plans: what was found in them, and what it takes for a workbook to have it."""

    found: Found
    plan: BookPlan

    def lines(self, book: Path | str, lang: str = "zh", most: int | None = None) -> Iterator[str]:
        """The report: what was taken, what must be settled, suggestions and notes; no more than ``most`` of the latter."""
        comma = "、" if lang == "zh" else ", "
        yield _MADE.format(book=book, what=comma.join(each.to(lang) for each in self._taken())).to(lang)
        counts = Counter(each.kind for each in self.found.told)
        if self.found.to_settle:
            yield _NEXT.format(differ=counts["差异"], unknown=counts["未识别"]).to(lang)
        said = [each for each in in_order(self.found.told) if each.kind not in ("取用", "未用") or each.aside]
        shown = said if most is None else said[:most]
        yield from (f"  {line_of(each, lang)}" for each in shown)
        rest = Counter(each.kind for each in self.found.told if each not in shown)
        if rest:
            named = comma.join(f"{_KINDS[kind].to(lang)} {rest[kind]}" for kind in KINDS if rest[kind])
            yield f"  {_COUNTED.format(counts=named).to(lang)}"

    def _taken(self) -> Iterator[Say]:
        found, table = self.found, self.found.table
        if table is not None:
            items = table.items.values()
            yield _TAKEN[LIST].format(
                n=len(items),
                measures=sum(len(each.measures) for each in items),
                problems=sum(len(each.problems) for each in items),
                units=len(table.units()),
            )
        roles = Counter(str(each.values["职务"]) for each in found.roster)
        each = [f"{role} {n}" for role, n in roles.items()]
        told = Say("，".join(each), ", ".join(each))
        for sheet, entries in ((CITY, found.city), (ROSTERS, found.roster), (BENCHMARKS, found.areas)):
            if entries:
                yield _TAKEN[sheet].format(n=len(entries), roles=told)


def line_of(told: Told, lang: str = "zh") -> str:
    """One line for a terminal: kind, file, place, what is said of it, both texts."""
    place = _PLACE_OF_LINE if told.file.lower().endswith(_LINES_OF) else _PLACE
    where = f" {place.format(n=told.number).to(lang)}" if told.number else ""
    against = _AGAINST.format(text=_short(told.against)).to(lang) if told.against else ""
    colon = "：" if lang == "zh" else ": "
    return f"[{_KINDS[told.kind].to(lang)}] {told.file}{where} {told.note.to(lang)}{colon}{_short(told.text)}{against}"


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _SHORT else f"{plain[:_SHORT]}…"


def run(values: Values) -> int:
    """``duban import``. Raises Stop: ``already_there``, ``other_format``, those of ``read_plans`` and ``save``."""
    book: Path = values.out
    if book.exists():
        raise Stop("already_there", path=book)
    if book.suffix.lower() != _SUFFIX:
        raise Stop("other_format", path=book, suffix=_SUFFIX)
    found = read_plans([Path(each) for each in values.plans])
    imported = plan_import(found, None, values.period, values.as_of)
    save(book, create(imported.plan.sheets))
    for line in imported.lines(book, values.lang):
        say(line)
    return TO_BE_SETTLED if imported.found.to_settle else DONE


def places_in(tables: Tables | None) -> Places:
    """Where rows will stand in a workbook; ``None``: in a new one."""
    if tables is None:
        return Places()
    there = {name: tables.own[name] for name in (CITY, ROSTERS, BENCHMARKS) if name in tables.own}
    first = {name: each.header.bottom + 1 for name, each in there.items()}
    year = None
    if tables.list is not None:
        first[LIST] = tables.list.header.bottom + 1
        year = None if proposed_title(tables.list) else tables.settings.plan_year
    return Places(first, year)


def read_plans(paths: Iterable[Path], tables: Tables | None = None) -> Found:
    """What the plans give together, for a new workbook or that of ``tables``. Raises Stop: those of ``read_document``; ``nothing_to_import``."""
    documents = [read_document(path) for path in paths]
    found = understood(documents, places_in(tables))
    if found.empty:
        wrong = [each for each in in_order(found.told) if each.kind in TO_SETTLE]
        seen = Say(
            "".join(f"{line_of(each)}。" for each in wrong[:3]),
            " ".join(line_of(each, "en") for each in wrong[:3]),
        )
        raise Stop("nothing_to_import", files="、".join(each.name for each in documents), seen=seen)
    return found


def plan_import(
    found: Found,
    tables: Tables | None,
    period: Period | None = None,
    as_of: date | None = None,
    today: date | None = None,
) -> Imported:
    """The sheets for what was found: of a new workbook, or of one that is there. Pure.

    Stops with ``import_sheet_filled`` where a sheet of ``tables`` has rows already, ``import_sheet_other`` where its name is
    that of a sheet of another kind.
    """
    year = found.table.year if found.table else None
    if tables is None:
        settings = choose_period(read_settings(None, today, year)[0], period, as_of, today)
        settings = replace(settings, starts_wanted=found.starts_wanted)
    else:
        settings = tables.settings
        if settings.present and found.starts_wanted is not None:
            found = _suggested(found)
        elif not settings.present:
            settings = replace(settings, starts_wanted=found.starts_wanted)
    made = _Made(tables, settings)
    if found.table is not None:
        made.list(found.table)
    if found.city or (tables is None and found.table is not None):
        made.table(new_table(FORMATS[CITY]), found.city)
    if (
        tables is None and found.city and found.table is None
    ):  # the list of a city, which has no list of its own
        made.settings = made.settings.for_districts()
        made.sheets.append(new_sheet(FORMATS[DISTRICTS], {}))
    for name, entries in ((ROSTERS, found.roster), (BENCHMARKS, found.areas)):
        if entries:
            made.table(new_table(REGISTERS[name]), entries)
    return Imported(found, made.plan(found.told))


def _suggested(found: Found) -> Found:
    """What was to be a setting, as a suggestion: 规则 is the staff's."""
    note = _STARTS_SUGGESTED.format(name=STARTS_WANTED, rules=RULES, count=found.starts_wanted)
    told = tuple(
        replace(each, kind="建议", note=note) if each.kind == "取用" and each.about == RULES else each
        for each in found.told
    )
    return replace(found, told=told)


class _Made:
    """The sheets to make and the cells to set, as they come."""

    def __init__(self, tables: Tables | None, settings: Settings) -> None:
        self.tables, self.settings = tables, settings
        self.sheets: list[SheetPlan] = []
        self.edits: list[SheetEdit] = []
        self.last: dict[str, int] = {}
        """The last row of each sheet that is filled."""

    def list(self, table: TaskTable) -> None:
        """任务清单."""
        there = self.tables.list if self.tables else None
        rows = list_rows(table)
        if there is None:
            self._free(LIST)
            self.sheets.append(new_list(table.title, table.columns, rows))
            return
        if there.items:
            raise self._filled(there.name)
        self.edits.append(list_edit(there, table, rows))
        self.last[there.name] = there.header.bottom + len(rows)

    def table(self, new: TableSheet, entries: Sequence[Entry]) -> None:
        """A table or register of these rows."""
        there = self.tables.own.get(new.name) if self.tables else None
        if there is not None and there.rows:
            raise self._filled(there.name)
        if there is None:
            self._free(new.name)
        table = there or new
        first = table.header.bottom + 1
        blank = dict.fromkeys(table.format.names)
        rows = {row: {**blank, **each.values} for row, each in enumerate(entries, first)}
        wanted: dict[tuple[int, str], Cell] = {
            (row, name): Cell(
                value[:TEXT_LIMIT] if isinstance(value, str) else value, None, table.format[name].style
            )
            for row, each in enumerate(entries, first)
            for name, value in each.values.items()
        }
        filled = replace(table, rows=rows)
        computed: Wanted = (
            understood_register(filled, History(), self.settings).cells
            if table.format.shape == "register"
            else {}
        )
        wanted |= computed
        if there is None:
            self.sheets.append(new_sheet(table.format, wanted))
        elif edit := edit_sheet(filled, wanted):
            self.edits.append(edit)
            self.last[there.name] = filled.last_row

    def plan(self, told: Sequence[Told]) -> BookPlan:
        """All of it, with 规则 where there is none, and 导入情况."""
        if self.tables is None or not self.settings.present:
            self._free(RULES)
            self.sheets.append(new_rules(self.settings, blank=(DEFAULT_START, DEFAULT_DUE)))
        self.sheets.append(import_sheet(told))
        if self.tables is None:
            return BookPlan(sheets=tuple(self.sheets))
        mark = self.tables.marks.get(IMPORTED)
        renames = ((IMPORTED, kept_name(IMPORTED, self.tables.sheet_names)),) if mark and mark.edited else ()
        return BookPlan(
            renames=renames,
            sheets=tuple(self.sheets),
            edits=tuple(self.edits),
            places=places_of_new(self.tables, self.sheets, renames=renames),
            tidy={name: Tidy(row) for name, row in self.last.items()},
        )

    def _free(self, name: str) -> None:
        """Stop where another sheet has this name."""
        if self.tables and name.casefold() in {each.casefold() for each in self.tables.sheet_names}:
            raise Stop("import_sheet_other", sheet=name)

    def _filled(self, sheet: str) -> Stop:
        return Stop("import_sheet_filled", sheet=sheet)
