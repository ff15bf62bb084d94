"""Targets in numbers, and terms in words: what staff may take over, and the one that 规则 has a place for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from duban.macros.imports.facts import facts_in
from duban.macros.imports.found import TaskTable, Told
from duban.macros.imports.sections import paragraph_of
from duban.udfs.deadlines import Term, term_in
from duban.udfs.text import tidy
from duban.workbook.format.names import LIST, RULES
from duban.workbook.format.sheets.settings import STARTS_WANTED
from duban.workbook.reading.measures import term_of
from duban.workbook.say.sentence import Say
from duban.workbook.word.blocks import Document, Paragraph

_REACHED = re.compile(
    r"全部|完成|达到|开工|竣工|建成|投产|新增|引进|突破|不低于|不少于|不超过|以上|力争|确保|争取|压减|压缩|降至|下降|增长|进入|成立"
)
_SURELY = re.compile(r"全部开工|达到\s*\d|力争|确保|争取|突破\s*\d|不低于|不少于|新增\s*\d|进入前|压减\s*\d")
"""The same in prose, which has many numbers that are no targets."""
_STARTS = re.compile(r"(\d+)\s*个(?:省|市|区|县|园区|重大|、|级)*重点项目[^，。；]*?开工")
_PAST = re.compile(r"去年|上年|前年|截至|以来|累计|已(?!建|投|开工的)")
_LONGEST = 120

_TARGET = Say("数量目标：{fact}{term}；可列入“指标监测”或“重点项目库”", "a target: {fact}{term}")
_UNTIL = Say("，时限 {day}", ", until {day}")
_STARTS_TOLD = Say("取作“{rules}”的“{name}”：{count}", "taken as {name} in {rules}: {count}")
_SEVERAL = Say(
    "“{name}”有几个不同的数（{counts}），没有取用", "several numbers for {name} ({counts}); none was taken"
)
_TERM = Say(
    "任务清单第 {row} 行措施 {number} 的时限读作 {day}，生成台账时采用",
    "row {row}, measure {number}: its term is read as {day}",
)
_TWO_TERMS = Say(
    "任务清单第 {row} 行措施 {number}，措施里写的时限与“完成时限”一列不同，生成台账时按这一列（{day}）",
    "row {row}, measure {number}: its words and the column 完成时限 name different terms; the column counts ({day})",
)
_VAGUE = re.compile(r"\d{1,2}\s*月份?\s*(?:以前|之前|前)")
"""A term that may be the first of a month or its end."""
_DOUBT = Say(
    "任务清单第 {row} 行措施 {number} 的时限说不准（{days}），请写明年月日",
    "row {row}, measure {number}: its term is in doubt ({days})",
)


def targets(document: Document, table: TaskTable | None, used: set[int]) -> tuple[int | None, list[Told]]:
    """How many key projects are to start, where one number says so, and what is to be told of targets and terms. In the
    paragraphs that were ``used`` for rows only these rows are looked at."""
    told: list[Told] = []
    starts: dict[int, Told] = {}
    year = table.year if table else None
    for number, text, surely in _texts(document, table, used):
        for clause in re.split(r"[，,；;。\n]", text):
            if surely and _is_past(clause, year):
                continue
            if len(clause) <= _LONGEST and (found := _STARTS.search(clause)):
                note = _STARTS_TOLD.format(rules=RULES, name=STARTS_WANTED, count=found[1])
                starts.setdefault(int(found[1]), Told("取用", number, clause.strip(), note, about=RULES))
            facts = [each for each in facts_in(clause) if each.key[1]] if len(clause) <= _LONGEST else []
            if facts and (_SURELY if surely else _REACHED).search(clause):
                term = term_in(clause, year)
                until = _UNTIL.format(day=term.day) if term and term.day else Say("", "")
                fact = "、".join(each.text for each in facts)
                told.append(Told("建议", number, clause.strip(), _TARGET.format(fact=fact, term=until)))
    if len(starts) == 1:
        [(count, each)] = starts.items()
        return count, [each, *told, *_terms(table)]
    if starts:
        first = next(iter(starts.values()))
        counts = "、".join(map(str, starts))
        told.append(
            Told("未识别", first.number, first.text, _SEVERAL.format(name=STARTS_WANTED, counts=counts))
        )
    return None, [*told, *_terms(table)]


def _is_past(clause: str, year: int | None) -> bool:
    """Whether a clause of prose tells what has been reached, or is about a year before the plan's."""
    years = [int(each) for each in re.findall(r"((?:19|20)\d\d)年", clause)]
    return bool(_PAST.search(clause)) or (year is not None and any(each < year for each in years))


def _texts(document: Document, table: TaskTable | None, used: set[int]) -> Iterator[tuple[int, str, bool]]:
    """What may hold targets: goals and measures by their lines, and prose."""
    if table is not None:
        for row, item in table.items.items():
            for text in (item.goal, *(each.text for each in item.measures)):
                for line in text.splitlines():
                    yield paragraph_of(table, row, line), line, False
    for block in document.blocks:
        if isinstance(block, Paragraph) and (table is None or block.number not in used):
            yield block.number, tidy(block.text), True


def _terms(table: TaskTable | None) -> Iterator[Told]:
    """The terms that measures state in words, as the list's reader understands them."""
    if table is None:
        return
    for row, item in table.items.items():
        for measure in item.measures:
            number = paragraph_of(table, row, measure.text.splitlines()[0])
            facts = {"row": table.on_sheet(row), "number": measure.number}
            term, words = term_of(measure, table.year), term_of(replace(measure, ends=None), table.year)
            if term is not None and words is not None and term.day and words.day and term.day != words.day:
                against = str(measure.ends)
                yield Told(
                    "差异",
                    number,
                    measure.text,
                    _TWO_TERMS.format(day=term.day, **facts),
                    against,
                    about=LIST,
                )
            elif words is None and measure.ends is not None:
                continue  # the column alone says it
            elif term is None and item.due is None and (vague := _VAGUE.search(measure.text)):
                yield Told("未识别", number, measure.text, _DOUBT.format(days=vague[0], **facts), about=LIST)
            elif term is None or term.standing:
                continue
            elif term.day is not None:
                yield Told("建议", number, measure.text, _TERM.format(day=term.day, **facts), about=LIST)
            elif term.doubt:
                yield Told(
                    "未识别", number, measure.text, _DOUBT.format(days=_days(term), **facts), about=LIST
                )


def _days(term: Term) -> str:
    return _or(each.isoformat() for each in term.candidates) or term.doubt


def _or(texts: Iterable[str]) -> str:
    return " / ".join(texts)
