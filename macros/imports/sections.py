"""The sections of a plan that name who leads them: （牵头领导：… 牵头部门：…）, held against the task table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from duban.macros.imports.facts import Fact, facts_in
from duban.macros.imports.found import TaskTable, Told
from duban.udfs.likeness import likeness
from duban.udfs.person_or_unit import is_person, is_unit
from duban.udfs.text import fold, tidy
from duban.udfs.units import split_names, split_unit
from duban.workbook.format.names import LIST
from duban.workbook.reading.items import Item
from duban.workbook.reading.match_header import folded, meanings
from duban.workbook.say.sentence import Say
from duban.workbook.word.blocks import Document, Paragraph

_ALIKE = 0.5
"""Names of items that have so much in common may be one item's."""

_MOST_PAIRS = 20_000
"""Of more sections and items only those of one name are taken for the same."""

MARK = re.compile(
    r"\s*(?:[（(]\s*[一二三四五六七八九十]{1,3}\s*[)）][、.．]?|[一二三四五六七八九十]{1,3}\s*[、.．]"
    r"|\d{1,2}\s*[、.．](?!\d)|第[一二三四五六七八九十]{1,3}[，、,])\s*"
)
"""The mark of a section: （一）, 一、, 1、."""
_LABEL = re.compile(
    r"((?:牵头|分管|责任|包保|包联|联系|挂包|主办|承办|配合|协办|主管)(?:领导|部门|单位|科室|负责同志)|负责人|责任人|联系人)\s*[:：]"
)
_BARE_LABEL = re.compile(_LABEL.pattern.replace(r"\s*[:：]", r"(?:\s*[:：]|\s+)"))
_BRACKET = re.compile(r"[（(〔【]([^（()）〔〕【】]*)[)）〕】]")
_LEADS = re.compile(r"牵头(?:负责)?(?:$|[，,；;。])")
_LINES_OF_A_BRACKET, _MOST_PARAGRAPHS = 4, 200
"""Paragraphs over which a bracket goes, and those of a section."""
_LEADER, _UNIT = "牵头领导", "牵头单位及负责人"


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its paragraphs, its title, who leads it, its text without that."""

    paragraphs: tuple[Paragraph, ...]
    said: int
    """The paragraph that says who leads it."""
    title: str
    leaders: tuple[str, ...]
    units: tuple[str, ...]
    """Those that lead it; those that help are none."""
    text: str

    @property
    def number(self) -> int:
        """Its first paragraph."""
        return self.paragraphs[0].number

    @property
    def last(self) -> int:
        """Its last paragraph."""
        return self.paragraphs[-1].number

    def place_of(self, clause: str) -> int:
        """The paragraph in which some words stand; its first where that cannot be told."""
        return next((each.number for each in self.paragraphs if clause in each.text), self.number)

    def with_text(self, more: Paragraph) -> Section:
        """The same with a paragraph more."""
        text = f"{self.text}\n{tidy(more.text)}".strip()
        return replace(self, paragraphs=(*self.paragraphs, more), text=text)

    def with_who(self, more: Paragraph, leaders: tuple[str, ...], units: tuple[str, ...]) -> Section:
        """The same with a further line of who leads it."""
        paragraphs = (*self.paragraphs, more)
        return replace(
            self,
            paragraphs=paragraphs,
            said=more.number,
            leaders=self.leaders or leaders,
            units=self.units or units,
        )


def sections_of(document: Document) -> list[Section]:
    """The sections that say who leads them. Where they say it right behind the title, the text below is theirs, down to
    the next title of the same or a higher kind."""
    found: list[Section] = []
    begun: list[Paragraph] = []
    below = 0
    """The kind of the last section while its text goes on."""
    for block in document.blocks:
        if not isinstance(block, Paragraph):
            begun, below = [], 0
            continue
        if not block.text.strip():
            continue
        kind = _kind(block)
        more = _who(block.text) if _LABEL.match(block.text.strip()) else None
        if found and more is not None and not begun and not kind:
            found[-1] = found[-1].with_who(block, *more[:2])
            continue
        goes_on = found and len(found[-1].paragraphs) < _MOST_PARAGRAPHS
        if below and goes_on and not block.level and (not kind or kind > below):
            found[-1] = found[-1].with_text(block)
            continue
        below = 0
        if kind:
            begun = []
        begun.append(block)
        told = _who_of_all(begun) if _kind(begun[0]) else None
        if told is not None:
            found.append(_section(begun, *told))
            below = 0 if found[-1].text else _kind(begun[0])
            begun = []
    return found


def _kind(block: Paragraph) -> int:
    """How high a title stands by its mark: 1 一、, 2 （一） or a heading without a mark, 3 1、; 0 for no title."""
    mark = MARK.match(block.text)
    if mark is None:
        return 2 if block.level else 0
    plain = mark[0].strip()
    return 3 if plain[0].isdigit() else 2 if plain[0] in "（(" else 1


Who = tuple[tuple[str, ...], tuple[str, ...], str]
"""Leaders, units, and the text without them."""


def _who_of_all(begun: Sequence[Paragraph]) -> Who | None:
    """The same of the paragraphs of a section, where a bracket may go over the last of them."""
    text = "\n".join(each.text for each in begun[-_LINES_OF_A_BRACKET:])
    opened = max(map(text.rfind, "（(〔【"))
    if opened > max(map(text.rfind, "）)〕】")) and _LABEL.match(text[opened + 1 :]):
        return None  # it is yet to be closed
    for bracket in reversed([*_BRACKET.finditer(text)]):
        if told := _labelled(bracket[1], bare=True) or _in_words(bracket[1]):
            before = "".join(f"{each.text}\n" for each in begun[:-_LINES_OF_A_BRACKET])
            return *told, f"{before}{text[: bracket.start()]}{text[bracket.end() :]}".strip()
    alone = _who(begun[-1].text)
    return (*alone[:2], "\n".join(each.text for each in begun[:-1])) if alone else None


def _who(text: str) -> Who | None:
    """Leaders and units of a line that begins with a label."""
    told = _labelled(text) if _LABEL.match(text.strip()) else None
    return (*told, "") if told else None


def _labelled(text: str, *, bare: bool = False) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Leaders and units behind their labels; with ``bare`` a blank may stand for the colon."""
    pieces = (_BARE_LABEL if bare else _LABEL).split(text)
    leaders: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    for label, value in zip(pieces[1::2], pieces[2::2], strict=True):
        names = {name for _, name in meanings(folded(label))}
        value = value.strip(" \t\n\u3000；;，,。")
        if _LEADER in names and not leaders:
            leaders = split_names(value)
        elif _UNIT in names and not units:
            cell = split_unit(value)
            units = tuple(filter(None, (cell.unit, *cell.others)))
    return (leaders, units) if leaders or units else None


def _in_words(text: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The same where no label says it: 李明牵头，办公室负责. Nothing where a name is neither a person nor surely a unit."""
    if not _LEADS.search(text):
        return None
    cell = split_unit(text)
    units = tuple(filter(None, (cell.unit, *cell.others)))
    is_sure = all(map(is_unit, units)) and all(map(is_person, cell.owners))
    return (cell.owners, units) if (units or cell.owners) and is_sure else None


def _section(
    paragraphs: Sequence[Paragraph], leaders: tuple[str, ...], units: tuple[str, ...], text: str
) -> Section:
    title, rest = title_and_text(tidy(text))
    return Section(tuple(paragraphs), paragraphs[-1].number, title, leaders, units, rest)


def title_and_text(text: str) -> tuple[str, str]:
    """The title of a section behind its mark, down to the first full stop or the end of the line, and the rest."""
    plain = MARK.sub("", text, count=1)
    title, _, rest = re.sub(r"[。：:\n]", "\n", plain, count=1).partition("\n")
    return title.strip(), rest.strip()


# ---- compared ------------------------------------------------------------------------------------

_NAME = Say(
    "任务清单第 {row} 行的事项名称，正文与任务表不同", "row {row}: text and table name the item differently"
)
_LEADERS = Say(
    "任务清单第 {row} 行的牵头领导，正文与任务表不同", "row {row}: text and table name different leaders"
)
_UNITS = Say(
    "任务清单第 {row} 行的牵头单位，正文与任务表不同", "row {row}: text and table name different units"
)
_ONLY_TEXT = Say("只在正文，任务表中没有这个事项", "only in the text; the table has no such item")
_ONLY_TABLE = Say(
    "只在任务表（任务清单第 {row} 行），正文中没有这一节",
    "only in row {row} of the table; the text has no such section",
)
_NOBODY = Say(
    "任务清单第 {row} 行：正文中有这一节，没有认出牵头领导和单位，没有对照",
    "row {row}: the text has this section, and nobody is made out who leads it; it was not compared",
)
_NOBODY_AT_ALL = Say(
    "正文中有 {count} 节与任务表的事项同名，没有认出牵头领导和单位，没有对照",
    "{count} sections of the text are named as items of the table, and nobody is made out who leads them; they were not"
    " compared",
)
_FACT_TABLE = Say(
    "任务清单第 {row} 行的“{fact}”只在任务表，正文没有", "row {row}: {fact} stands in the table alone"
)
_FACT_TEXT = Say(
    "任务清单第 {row} 行对应正文的“{fact}”只在正文，任务表没有", "row {row}: {fact} stands in the text alone"
)
_NO_TABLE = Say(
    "有 {count} 节写明牵头领导或单位，但没有任务表，没有取用",
    "{count} sections name who leads them, and there is no task table",
)

_NO_PAIR = Say(
    "有 {count} 节写明牵头领导或单位，与任务表的事项名称都对不上，没有对照",
    "{count} sections name who leads them, and none is about an item of the table",
)


def without_table(sections: Sequence[Section]) -> Iterator[Told]:
    """What is told where there is no table to hold them against."""
    if sections:
        first = sections[0]
        yield Told("未识别", first.number, first.title, _NO_TABLE.format(count=len(sections)))


def compared(
    document: Document, sections: Sequence[Section], table: TaskTable, file: str = ""
) -> Iterator[Told]:
    """What the sections of a document and a table say differently; ``file``: where the table stands, if in another one."""
    titles = _titles(document)
    if not sections:
        same = [number for item in table.items.values() if (number := titles.get(fold(item.name)))]
        if same:
            name = next(item.name for item in table.items.values() if fold(item.name) in titles)
            yield Told("未识别", min(same), name, _NOBODY_AT_ALL.format(count=len(same)))
        return
    pairs = _pairs(sections, table)
    if not pairs:
        first = sections[0]
        yield Told("未识别", first.number, first.title, _NO_PAIR.format(count=len(sections)))
        return
    for row, item in table.items.items():
        section = pairs.get(row)
        number, at = table.row(row).number, table.on_sheet(row)
        if section is None and fold(item.name) in titles:
            yield Told("未识别", titles[fold(item.name)], item.name, _NOBODY.format(row=at), about=LIST)
            continue
        if section is None:
            yield Told("差异", number, item.name, _ONLY_TABLE.format(row=at), file=file, about=LIST)
            continue
        if fold(section.title) != fold(item.name):
            yield Told("差异", section.number, section.title, _NAME.format(row=at), item.name, about=LIST)
        if section.leaders and {*section.leaders} != {*item.leaders}:
            said, other = "、".join(section.leaders), "、".join(item.leaders)
            yield Told("差异", section.said, said, _LEADERS.format(row=at), other, about=LIST)
        units = (item.unit, *item.other_units)
        if section.units and not (item.unit in section.units and {*section.units} <= {*units}):
            said, other = "、".join(section.units), "、".join(filter(None, units))
            yield Told("差异", section.said, said, _UNITS.format(row=at), other, about=LIST)
        yield from _facts(section, item, row, table, file)
    taken = {id(each) for each in pairs.values()}
    for each in sections:
        if id(each) not in taken:
            yield Told("差异", each.number, each.title, _ONLY_TEXT)


def _titles(document: Document) -> dict[str, int]:
    """The titles of a document's paragraphs, folded → their paragraph."""
    found: dict[str, int] = {}
    for each in document.blocks:
        if isinstance(each, Paragraph) and _kind(each):
            title = re.sub(r"[（(〔【].*", "", title_and_text(tidy(each.text))[0])
            found.setdefault(fold(title), each.number)
    return found


def _pairs(sections: Sequence[Section], table: TaskTable) -> dict[int, Section]:
    """Row of an item → the section that is about it: that of the same name, else the most alike of those that are left."""
    pairs: dict[int, Section] = {}
    left = [*sections]
    for row, item in table.items.items():
        same = next((each for each in left if fold(each.title) == fold(item.name)), None)
        if same is not None:
            pairs[row] = same
            left.remove(same)
    if len(left) * (len(table.items) - len(pairs)) > _MOST_PAIRS:
        return pairs
    alike = sorted(
        (
            (likeness(fold(each.title), fold(item.name)), -row, place)
            for row, item in table.items.items()
            if row not in pairs
            for place, each in enumerate(left)
        ),
        reverse=True,
    )
    taken: set[int] = set()
    for share, row, place in alike:
        if share >= _ALIKE and -row not in pairs and place not in taken:
            pairs[-row] = left[place]
            taken.add(place)
    return pairs


def _facts(section: Section, item: Item, row: int, table: TaskTable, file: str) -> Iterator[Told]:
    """Numbers and days that stand in one of the two alone, each with the text of the other."""
    texts = [item.goal, *(each.text for each in item.problems), *(each.text for each in item.measures)]
    in_table = _known([item.name, *texts], table.year)
    in_text = _known([section.title, section.text], table.year)
    cells = [value for at in range(row, item.last_row + 1) for value in table.row(at).values.values()]
    in_cells = {**in_table, **_known(cells, table.year)}
    for key, fact in in_table.items():
        if key not in in_text:
            number = paragraph_of(table, row, fact.clause)
            yield Told(
                "差异",
                number,
                fact.clause,
                _FACT_TABLE.format(row=table.on_sheet(row), fact=fact.text),
                section.text,
                file,
                about=LIST,
            )
    for key, fact in in_text.items():
        if key not in in_cells:
            yield Told(
                "差异",
                section.place_of(fact.clause),
                fact.clause,
                _FACT_TEXT.format(row=table.on_sheet(row), fact=fact.text),
                "\n".join(texts),
                about=LIST,
            )


def _known(texts: Iterable[str], year: int | None) -> dict[tuple[str, str], Fact]:
    """The facts of texts by what they say; a day of the plan's year says the same without it, and 之前 as 前."""
    found: dict[tuple[str, str], Fact] = {}
    for text in texts:
        for fact in facts_in(text):
            number, unit = fact.key
            plain = re.sub(r"(?:以|之)前$", "前", number.removeprefix(f"{year}年"))
            found.setdefault((number if unit else plain, unit), fact)
    return found


def paragraph_of(table: TaskTable, row: int, clause: str) -> int:
    """The paragraph of a row in which some words stand; that of the row where it cannot be told."""
    found = table.row(row)
    for name, numbers in found.lines.items():
        for number, line in zip(numbers, found.values[name].splitlines(), strict=False):
            if clause in line:
                return number
    return found.number
