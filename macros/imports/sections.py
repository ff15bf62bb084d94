"""The sections of a plan that name who leads them: （牵头领导：… 牵头部门：…）, held against the task table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from duban.macros.imports.facts import Fact, facts_in
from duban.macros.imports.found import TaskTable, Told
from duban.udfs.likeness import likeness
from duban.udfs.text import fold, squeeze, tidy
from duban.udfs.units import one_unit, split_names
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
_BRACKET = re.compile(r"[（(〔【]([^（()）〔〕【】]*)[)）〕】]")
_LEADER, _UNIT = "牵头领导", "牵头单位及负责人"


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its paragraphs, its title, who leads it, its text without that."""

    number: int
    """Its first paragraph."""
    last: int
    """The paragraph that says who leads it."""
    title: str
    leaders: tuple[str, ...]
    unit: str
    text: str


def sections_of(document: Document) -> list[Section]:
    """The sections that say who leads them."""
    found: list[Section] = []
    begun: list[Paragraph] = []
    for block in document.blocks:
        if not isinstance(block, Paragraph):
            begun = []
            continue
        if not block.text.strip():
            continue
        if MARK.match(block.text) or block.level:
            begun = []
        begun.append(block)
        told = _who(block.text)
        if told is not None and (begun[0].level or MARK.match(begun[0].text)):
            found.append(_section(begun, *told))
            begun = []
    return found


def _who(text: str) -> tuple[tuple[str, ...], str, str] | None:
    """Leaders and unit that a paragraph names behind their labels, in brackets or alone, and its text without that."""
    for bracket in reversed([*_BRACKET.finditer(text)]):
        if told := _labelled(bracket[1]):
            return *told, (text[: bracket.start()] + text[bracket.end() :]).strip()
    first = _LABEL.match(text.strip())
    told = _labelled(text) if first else None
    return (*told, "") if told else None


def _labelled(text: str) -> tuple[tuple[str, ...], str] | None:
    pieces = _LABEL.split(text)
    leaders: tuple[str, ...] = ()
    unit = ""
    for label, value in zip(pieces[1::2], pieces[2::2], strict=True):
        names = {name for _, name in meanings(folded(label))}
        value = value.strip(" \t\u3000；;，,。")
        if _LEADER in names and not leaders:
            leaders = split_names(value)
        elif _UNIT in names and not unit:
            unit = one_unit(value)
    return (leaders, unit) if leaders or unit else None


def _section(paragraphs: Sequence[Paragraph], leaders: tuple[str, ...], unit: str, rest: str) -> Section:
    texts = [*(each.text for each in paragraphs[:-1]), rest]
    plain = tidy("\n".join(texts))
    title, text = title_and_text(plain)
    return Section(paragraphs[0].number, paragraphs[-1].number, title, leaders, unit, text)


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


def compared(sections: Sequence[Section], table: TaskTable) -> Iterator[Told]:
    """What sections and table say differently."""
    if not sections:
        return
    pairs = _pairs(sections, table)
    if not pairs:
        first = sections[0]
        yield Told("未识别", first.number, first.title, _NO_PAIR.format(count=len(sections)))
        return
    for row, item in table.items.items():
        section = pairs.get(row)
        number, at = table.row(row).number, table.on_sheet(row)
        if section is None:
            yield Told("差异", number, item.name, _ONLY_TABLE.format(row=at))
            continue
        if fold(section.title) != fold(item.name):
            yield Told("差异", section.number, section.title, _NAME.format(row=at), item.name)
        if section.leaders and {*section.leaders} != {*item.leaders}:
            said, other = "、".join(section.leaders), "、".join(item.leaders)
            yield Told("差异", section.last, said, _LEADERS.format(row=at), other)
        if section.unit and squeeze(section.unit) not in {item.unit, *item.other_units}:
            yield Told("差异", section.last, section.unit, _UNITS.format(row=at), item.unit)
        yield from _facts(section, item, row, table)
    taken = {id(each) for each in pairs.values()}
    for each in sections:
        if id(each) not in taken:
            yield Told("差异", each.number, each.title, _ONLY_TEXT)


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


def _facts(section: Section, item: Item, row: int, table: TaskTable) -> Iterator[Told]:
    """Numbers and days that stand in one of the two alone, each with the text of the other."""
    texts = [item.goal, *(each.text for each in item.problems), *(each.text for each in item.measures)]
    in_table, in_text = _known([item.name, *texts]), _known([section.title, section.text])
    for key, fact in in_table.items():
        if key not in in_text:
            number = paragraph_of(table, row, fact.clause)
            yield Told(
                "差异",
                number,
                fact.clause,
                _FACT_TABLE.format(row=table.on_sheet(row), fact=fact.text),
                section.text,
            )
    for key, fact in in_text.items():
        if key not in in_table:
            number = section.number
            yield Told(
                "差异",
                number,
                fact.clause,
                _FACT_TEXT.format(row=table.on_sheet(row), fact=fact.text),
                "\n".join(texts),
            )


def _known(texts: Iterable[str]) -> dict[tuple[str, str], Fact]:
    found: dict[tuple[str, str], Fact] = {}
    for text in texts:
        for fact in facts_in(text):
            found.setdefault(fact.key, fact)
    return found


def paragraph_of(table: TaskTable, row: int, clause: str) -> int:
    """The paragraph of a row in which some words stand; that of the row where it cannot be told."""
    found = table.row(row)
    for name, numbers in found.lines.items():
        for number, line in zip(numbers, found.values[name].splitlines(), strict=False):
            if clause in line:
                return number
    return found.number
