"""A city's list of items: numbered titles with their texts.

Titles 1、2、3、 in paragraphs of their own, with texts below, are such a list by their looks. Any other form (title and text
in one paragraph; 一、 or （一） for the number) may be the chapters of a plan as well: it is taken where the words above say
how many items there are, and as many follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duban.macros.imports.found import Entry, Told
from duban.udfs.text import chinese_number, tidy
from duban.workbook.say.sentence import Say
from duban.workbook.word.blocks import Document, Paragraph

_CHINESE = "[一二三四五六七八九十]{1,3}"
_LEAST = 3
"""Fewer titles are no list."""
_LEAST_SAID = 5
"""Of fewer, the number in the words above is that of something else by chance."""
_MANY = 8
"""So many numbered paragraphs with title and text in one may be a city's list."""
_ASIDE = re.compile(r"\s*(?:[（(].{1,40}[)）]|(?:来源|记者|责任编辑|编辑|作者)\s*[:：].*)\s*")
"""What stands below the last text and is none: who wrote it."""
_LONGEST_HEADING = 20
_COUNT = re.compile(rf"(\d{{1,3}}|{_CHINESE})\s*(?:项|大)[^，。；\d]{{0,12}}?(?:事项|任务)")


@dataclass(frozen=True)
class _Form:
    """How numbered titles are written."""

    number: str
    """A regular expression for what stands before a title, its number as the first group."""
    heading: re.Pattern[str]
    """What ends the last item's texts, and stands below those of another one without being of them."""

    def is_numbered(self, text: str) -> bool:
        """Whether a paragraph begins with such a number, title or not."""
        return re.match(rf"\s*{self.number}\s*\S", text) is not None

    def title(self, text: str, *, alone: bool) -> tuple[int, str, str] | None:
        """Number, title and, unless it is ``alone``, the text in the same paragraph; None where a paragraph is no title."""
        found = re.fullmatch(rf"\s*{self.number}\s*(\S.*)", text, re.DOTALL)
        number = chinese_number(found[1]) if found else None
        if found is None or number is None:
            return None
        parted = None if alone else _TITLE_AND_TEXT.fullmatch(found[2])
        title, rest = (parted[1], parted[2]) if parted else (found[2], "")
        is_title = len(title) <= _LONGEST_TITLE and "\n" not in title and not title.rstrip().endswith(_ENDS)
        return (number, title, rest) if is_title else None


_TITLE_AND_TEXT = re.compile(r"([^。；;：:\n]{4,60})[。：:\n]\s*(\S.*)", re.DOTALL)
_LONGEST_TITLE = 60
_ENDS = ("。", "；", ";")
_FIGURES = r"(\d{1,3})\s*[、.．](?!\d)"
_USUAL = _Form(_FIGURES, re.compile(rf"\s*(?:{_CHINESE}、|[（(]{_CHINESE}[）)]|附件)"))
_COUNTED = (
    _USUAL,
    _Form(r"[（(]?(\d{1,3})[）)]", _USUAL.heading),
    _Form(rf"({_CHINESE})、", re.compile(rf"\s*(?:{_CHINESE}、|附件)")),
    _Form(rf"[（(]({_CHINESE})[）)]", re.compile(rf"\s*(?:{_CHINESE}、|[（(]{_CHINESE}[）)]|附件)")),
)
"""Forms that are items only where their number is said."""

_DIFFERS = Say(
    "正文说有 {said} 项，编号条目有 {count} 项", "the text says {said} items, {count} are numbered"
)
_NO_TEXT = Say(
    "像市级事项的编号条目有 {count} 条，第 {number} 条下面没有内容，都没有取用",
    "{count} numbered titles look like city items; number {number} has no text, and none was taken",
)
_WITHIN = Say(
    "第 {number} 条的内容里编号又从 1 开始，下面各条的起止请核对",
    "numbers begin again in the text of item {number}; check where the items below begin",
)
_AS_SAID = Say(
    "正文说有 {count} 项，编号条目正好 {count} 条，按市级事项取用，请核对",
    "the text says {count} items, and so many are numbered: taken as city items; please check",
)
_ONE_LINE = Say(
    "编号条目有 {count} 条，标题和内容写在同一段，正文也没有说有几项，没有取用；是市级事项的，请让标题单独成段再导入",
    "{count} numbered paragraphs hold title and text in one, no text says how many items there are, and none was taken; city "
    "items want their titles in paragraphs of their own",
)
_GAP = Say(
    "编号到 {number} 为止接得上，下面的没有取用",
    "numbers run on as far as {number}; what follows was not taken",
)


def city_list(document: Document) -> tuple[list[Entry], list[Told], set[int]]:
    """The items, what is to be told, and the paragraphs that were taken; nothing where titles have no texts."""
    paragraphs = [each for each in document.blocks if isinstance(each, Paragraph) and each.text.strip()]
    listed = _List(paragraphs, _USUAL, alone=True)
    if len(listed.places) >= _LEAST:
        return listed.taken()
    for form in _COUNTED:
        listed = _List(paragraphs, form, alone=False)
        count = len(listed.places)
        if count >= _LEAST_SAID and count in listed.said_above():
            entries, told, used = listed.taken()
            head = paragraphs[listed.places[0]]
            note = Told("提示", head.number, tidy(head.text)[:80], _AS_SAID.format(count=count))
            return entries, [*([note] if entries else []), *told], used
    return [], [*_on_one_line(paragraphs)], set()


def _on_one_line(paragraphs: Sequence[Paragraph]) -> Iterator[Told]:
    """Many numbered paragraphs that begin with a title and go on with its text: whether they are items nobody can tell."""
    for form in _COUNTED[:2]:
        found = _List(paragraphs, form, alone=False)
        if len(found.places) >= _MANY and all(found.text_beside(at) for at in found.places):
            first = paragraphs[found.places[0]]
            yield Told("未识别", first.number, tidy(first.text), _ONE_LINE.format(count=len(found.places)))
            return


class _List:
    """The titles 1, 2, 3 and so on of one form. ``alone``: a title has its paragraph to itself."""

    def __init__(self, paragraphs: Sequence[Paragraph], form: _Form, *, alone: bool) -> None:
        self.paragraphs, self.form, self.alone = paragraphs, form, alone
        self.places: list[int] = []
        """Of the titles, among the paragraphs."""
        for at, each in enumerate(paragraphs):
            found = self._title(each)
            if found and found[0] == len(self.places) + 1:
                self.places.append(at)

    def _title(self, each: Paragraph) -> tuple[int, str, str] | None:
        return self.form.title(each.text, alone=self.alone)

    def _looks_listed(self, each: Paragraph) -> bool:
        is_short = len(each.text.strip()) <= _LONGEST_TITLE
        return self._title(each) is not None or (is_short and self.form.is_numbered(each.text))

    def text_beside(self, at: int) -> str:
        """What a title's own paragraph says besides."""
        found = self._title(self.paragraphs[at])
        return found[2] if found else ""

    def said_above(self) -> list[int]:
        """How many items the words above the list say that there are, in order."""
        return [
            number
            for each in self.paragraphs[: self.places[0]]
            for found in _COUNT.finditer(each.text)
            if (number := chinese_number(found[1]))
        ]

    def taken(self) -> tuple[list[Entry], list[Told], set[int]]:
        """As ``city_list``."""
        entries: list[Entry] = []
        told: list[Told] = []
        used: set[int] = set()
        ends = [*self.places[1:], len(self.paragraphs)]
        for number, (at, end) in enumerate(zip(self.places, ends, strict=True), 1):
            head, below = self.paragraphs[at], self._below(at, end)
            found = self._title(head)
            texts = [self.text_beside(at), *(each.text for each in below)]
            content = "\n".join(tidy(text) for text in texts if text)
            if found is None or not content:
                note = _NO_TEXT.format(number=number, count=len(self.places))
                lacks = [Told("未识别", head.number, tidy(head.text), note)]
                return [], lacks if 2 * len(entries) >= len(self.places) else [], set()
            told += self._numbered_within(below, number)
            entries.append(
                Entry(head.number, {"序号": number, "事项名称": tidy(found[1]), "主要内容": content})
            )
            used |= {head.number, *(each.number for each in below)}
        return entries, [*told, *self._count_differs(), *self._numbers_end()], used

    def _below(self, at: int, end: int) -> list[Paragraph]:
        """The paragraphs of an item below its title."""
        texts = [each for each in self.paragraphs[at + 1 : end] if not _ASIDE.fullmatch(each.text)]
        if end == len(self.paragraphs):
            return [*self._down_to_heading(texts)]
        while texts and (texts[-1].level or self._is_heading(texts[-1])):
            texts.pop()  # of the next part
        return texts

    def _is_heading(self, each: Paragraph) -> bool:
        return self.form.heading.match(each.text) is not None and not _is_sentence(each)

    def _down_to_heading(self, paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
        """The texts of the last item: down to a heading of another kind, or one below which the list cannot go on."""
        for each, below in zip(paragraphs, [*paragraphs[1:], None], strict=True):
            if each.level or self.form.heading.match(each.text) or self.form.is_numbered(each.text):
                return
            again = below is not None and self.form.is_numbered(below.text)
            if again and len(each.text) <= _LONGEST_HEADING and not _is_sentence(each):
                return  # the title of another list
            yield each

    def _numbered_within(self, texts: Sequence[Paragraph], number: int) -> Iterator[Told]:
        """Where numbers begin again in the text of an item: what follows may be its own, or the next item's."""
        for each in texts:
            found = self._title(each)
            if found and found[0] == 1 and not _is_sentence(each):
                yield Told("未识别", each.number, tidy(each.text), _WITHIN.format(number=number))
                return

    def _count_differs(self) -> Iterator[Told]:
        """Where the words right above say another number."""
        above = self.paragraphs[self.places[0] - 1] if self.places[0] else None
        said = self.said_above()
        if above is not None and _COUNT.search(above.text) and len(self.places) not in said:
            note = _DIFFERS.format(said=said[-1], count=len(self.places))
            yield Told("差异", above.number, tidy(above.text)[-80:], note)

    def _numbers_end(self) -> Iterator[Told]:
        """Where numbered titles follow that are none of the list."""
        behind = self.paragraphs[self.places[-1] + 1 :]
        stray = next((each for each in behind if self._looks_listed(each)), None)
        if stray is not None:
            yield Told("未识别", stray.number, tidy(stray.text), _GAP.format(number=len(self.places)))


def _is_sentence(each: Paragraph) -> bool:
    return each.text.rstrip().endswith(("。", "；", ";", "！", "：", ":", "）", ")", "”"))
