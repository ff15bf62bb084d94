"""The fields of a benchmarking plan, each with the units that it is measured against: rows for 对标台账."""

from __future__ import annotations

import re
from collections.abc import Sequence

from duban.macros.imports.found import Entry, Told
from duban.macros.imports.sections import MARK, title_and_text
from duban.udfs.text import squeeze, tidy
from duban.workbook.say.sentence import Say
from duban.workbook.word.blocks import Document, Paragraph

_UNITS = re.compile(
    r"(?:确定|选定|选取|选择|明确|将|以)(?P<names>[^，。；：]{4,60}?)(?:作?为)(?:对标|标杆)(?:学习)?(?:的)?(?:单位|对象|园区|标杆)"
)
_AND = re.compile(r"[、和与及]")
_FIELD = re.compile(r"在?(?P<field>.{2,30}?)(?:上|方面|中|领域)?(?:树标|对标|学标|夺标|比学赶超)(?!杆)")
_HOW = re.compile(r"(?:对标学习|学习借鉴|借鉴|对标)[^。；]*?(?:经验做法|做法|经验)")
_ALL_OF_THEM = re.compile(r"[两二三四2-4]个|各")
"""Words that mean all of them."""
_SENTENCE = re.compile(r"[^。]+。?")
_LEAST = 2
"""A single title about benchmarks is no list of fields."""
_KIND_OF_PLACE = re.compile(
    r"(?:(?:高新技术|经济技术|经济|高新|临港|化工|保税|工业)*(?:开发区|园区|示范区|新区|工业园|化工区)|[省市区县])$"
)
_SHORTEST = 2

_NO_UNITS = Say(
    "对标领域有 {count} 个，没有认出标杆单位，“标杆单位”一列请填写",
    "{count} fields, no benchmark unit; fill in 标杆单位",
)
_ALL = Say("本段没有点名，列入全部标杆单位", "none is named here: all benchmark units are put")
_CARRIER = Say(
    "方案没有写责任单位，“对标台账”的“责任单位”请填写", "the plan names no 责任单位 of the fields; fill it in"
)


def areas(document: Document) -> tuple[list[Entry], list[Told], set[int]]:
    """The fields, what is to be told, and the paragraphs that were taken."""
    paragraphs = [each for each in document.blocks if isinstance(each, Paragraph) and each.text.strip()]
    units, at = _units(paragraphs)
    fields = [each for each in paragraphs if _is_field(each)]
    if len(fields) < _LEAST:
        return [], [], set()
    told = (
        []
        if units
        else [Told("未识别", fields[0].number, _title(fields[0]), _NO_UNITS.format(count=len(fields)))]
    )
    entries = []
    for each in fields:
        title, text = title_and_text(tidy(each.text))
        named = [unit for unit in units if _is_named(unit, text)]
        if units and not named and not _ALL_OF_THEM.search(text.partition("。")[0]):
            told.append(Told("提示", each.number, title, _ALL))
        found = _FIELD.match(title)
        how = "；".join(match[0] for match in _HOW.finditer(text))
        row = {
            "领域": found["field"] if found else title,
            "标杆单位": "、".join(named or units),
            "标杆做法": how,
            "对标举措": _what(text),
        }
        entries.append(Entry(each.number, {name: value for name, value in row.items() if value}))
    told.append(Told("建议", fields[0].number, _title(fields[0]), _CARRIER))
    return entries, told, {*(each.number for each in fields), *at}


def _units(paragraphs: Sequence[Paragraph]) -> tuple[list[str], set[int]]:
    """The benchmark units, and the paragraph that names them."""
    for each in paragraphs:
        if found := _UNITS.search(squeeze(each.text)):
            return [name for name in _AND.split(found["names"]) if name], {each.number}
    return [], set()


def _is_field(each: Paragraph) -> bool:
    """Whether a paragraph is about a field of its own: its mark, a title that says so, and what is done."""
    if not MARK.match(each.text):
        return False
    title, text = title_and_text(tidy(each.text))
    return bool(_FIELD.match(title) and text) and len(title) <= 60


def _title(each: Paragraph) -> str:
    return title_and_text(tidy(each.text))[0]


def _is_named(unit: str, text: str) -> bool:
    """Whether a text names a unit, which may be called without its province or city there."""
    plain = squeeze(text)
    kind = _KIND_OF_PLACE.search(unit)
    whole = unit[: kind.start()] if kind else unit
    tail = kind[0] if kind else ""
    return any(whole[cut:] + tail in plain for cut in range(max(1, len(whole) - _SHORTEST + 1)))


def _what(text: str) -> str:
    """What is to be done: the sentences but for what others do."""
    told = []
    for sentence in _SENTENCE.findall(text):
        how = _HOW.search(sentence)
        rest = sentence[how.end() :].lstrip("，、；,;") if how and how.start() == 0 else sentence
        if rest.strip("。， "):
            told.append(rest)
    return "".join(told).strip()
