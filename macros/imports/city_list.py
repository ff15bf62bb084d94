"""A city's list of items: numbered titles, each in a paragraph of its own, with their texts below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

from duban.macros.imports.found import Entry, Told
from duban.udfs.text import chinese_number, tidy
from duban.workbook.say.sentence import Say
from duban.workbook.word.blocks import Document, Paragraph

_TITLE = re.compile(r"\s*(\d{1,3})\s*[、.．](?!\d)\s*(\S.*)")
_LONGEST_TITLE = 60
_TITLE_AND_TEXT = re.compile(
    r"\s*[（(]?(\d{1,3})\s*(?:[、.．](?!\d)|[）)])\s*([^。；;：:\n]{4,60})[。：:](?=\s*\S).*", re.DOTALL
)
_LEAST = 3
"""Fewer titles are no list."""
_MANY = 8
"""So many numbered paragraphs with title and text in one may be a city's list."""
_ASIDE = re.compile(r"\s*(?:[（(].{1,40}[)）]|(?:来源|记者|责任编辑|编辑|作者)\s*[:：].*)\s*")
"""What stands below the last text and is none: who wrote it."""
_HEADING = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|附件)")
_LONGEST_HEADING = 20
_COUNT = re.compile(r"(\d{1,3}|[一二三四五六七八九十]{1,3})\s*(?:项|大)[^，。；\d]{0,12}?(?:事项|任务)")

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
_ONE_LINE = Say(
    "编号条目有 {count} 条，标题和内容写在同一段，没有取用；是市级事项的，请让标题单独成段再导入",
    "{count} numbered paragraphs hold title and text in one and were not taken; city items want their titles in paragraphs of "
    "their own",
)
_GAP = Say(
    "编号到 {number} 为止接得上，下面的没有取用",
    "numbers run on as far as {number}; what follows was not taken",
)


def city_list(document: Document) -> tuple[list[Entry], list[Told], set[int]]:
    """The items, what is to be told, and the paragraphs that were taken; nothing where titles have no texts."""
    paragraphs = [each for each in document.blocks if isinstance(each, Paragraph) and each.text.strip()]
    titles = [*_titles(paragraphs)]
    if len(titles) < _LEAST:
        return [], [*_on_one_line(paragraphs)], set()
    ends = [*titles[1:], len(paragraphs)]
    entries: list[Entry] = []
    told: list[Told] = []
    used: set[int] = set()
    for number, (at, end) in enumerate(zip(titles, ends, strict=True), 1):
        texts = [each for each in paragraphs[at + 1 : end] if not _ASIDE.fullmatch(each.text)]
        last = end == len(paragraphs)
        texts = [*_down_to_heading(texts)] if last else _without_heading_below(texts)
        head = paragraphs[at]
        if not texts:
            note = _NO_TEXT.format(number=number, count=len(titles))
            told = [Told("未识别", head.number, tidy(head.text), note)]
            return [], told if 2 * len(entries) >= len(titles) else [], set()
        told += _numbered_within(texts, number)
        title = _TITLE.fullmatch(head.text)
        assert title is not None
        content = "\n".join(tidy(each.text) for each in texts)
        entries.append(Entry(head.number, {"序号": number, "事项名称": tidy(title[2]), "主要内容": content}))
        used |= {head.number, *(each.number for each in texts)}
    return entries, [*told, *_told(paragraphs, titles, entries)], used


def _on_one_line(paragraphs: list[Paragraph]) -> Iterator[Told]:
    """Many numbered paragraphs that begin with a title and go on with its text: whether they are items nobody can tell."""
    found: list[Paragraph] = []
    for each in paragraphs:
        told = _TITLE_AND_TEXT.fullmatch(each.text)
        if told and int(told[1]) == len(found) + 1:
            found.append(each)
    if len(found) >= _MANY:
        yield Told("未识别", found[0].number, tidy(found[0].text), _ONE_LINE.format(count=len(found)))


def _without_heading_below(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """The texts of an item without the headings of the next part that stand below them."""
    texts = [*paragraphs]
    while texts and (texts[-1].level or (_HEADING.match(texts[-1].text) and not _is_sentence(texts[-1]))):
        texts.pop()
    return texts


def _is_sentence(each: Paragraph) -> bool:
    return each.text.rstrip().endswith(("。", "；", ";", "！", "：", ":", "）", ")", "”"))


def _numbered_within(texts: list[Paragraph], number: int) -> Iterator[Told]:
    """Where numbers begin again in the text of an item: what follows may be its own, or the next item's."""
    for each in texts:
        found = _TITLE.fullmatch(each.text)
        if found and int(found[1]) == 1 and not _is_sentence(each):
            yield Told("未识别", each.number, tidy(each.text), _WITHIN.format(number=number))
            return


def _titles(paragraphs: list[Paragraph]) -> Iterator[int]:
    """The places of the titles 1, 2, 3 and so on."""
    wanted = count(1)
    number = next(wanted)
    for at, each in enumerate(paragraphs):
        found = _TITLE.fullmatch(each.text)
        if (
            found
            and int(found[1]) == number
            and len(found[2]) <= _LONGEST_TITLE
            and not found[2].rstrip().endswith(("。", "；", ";"))
        ):
            yield at
            number = next(wanted)


def _down_to_heading(paragraphs: list[Paragraph]) -> Iterator[Paragraph]:
    """The texts of the last item: down to a heading of another kind, or one below which the list cannot go on."""
    for each, below in zip(paragraphs, [*paragraphs[1:], None], strict=True):
        if each.level or _HEADING.match(each.text) or _TITLE.fullmatch(each.text):
            return
        again = below is not None and _TITLE.fullmatch(below.text)
        if again and len(each.text) <= _LONGEST_HEADING and not _is_sentence(each):
            return  # the title of another list
        yield each


def _told(paragraphs: list[Paragraph], titles: list[int], entries: list[Entry]) -> Iterator[Told]:
    """Where the text above says another number, or the numbers do not run on."""
    for each in paragraphs[: titles[0]]:
        said = [number for found in _COUNT.finditer(each.text) if (number := chinese_number(found[1]))]
        if len(entries) not in said and said and each is paragraphs[titles[0] - 1]:
            yield Told(
                "差异", each.number, tidy(each.text)[-80:], _DIFFERS.format(said=said[-1], count=len(entries))
            )
    behind = paragraphs[titles[-1] + 1 :]
    stray = next(
        (
            each
            for each in behind
            if (found := _TITLE.fullmatch(each.text)) and len(found[2]) <= _LONGEST_TITLE
        ),
        None,
    )
    if stray is not None:
        yield Told("未识别", stray.number, tidy(stray.text), _GAP.format(number=len(entries)))
