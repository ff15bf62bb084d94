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
_LEAST = 3
"""Fewer titles are no list."""
_ASIDE = re.compile(r"\s*(?:[（(].{1,40}[)）]|(?:来源|记者|责任编辑|编辑|作者)\s*[:：].*)\s*")
"""What stands below the last text and is none: who wrote it."""
_COUNT = re.compile(r"(\d{1,3}|[一二三四五六七八九十]{1,3})\s*(?:项|大)[^，。；\d]{0,12}?(?:事项|任务)")

_DIFFERS = Say(
    "正文说有 {said} 项，编号条目有 {count} 项", "the text says {said} items, {count} are numbered"
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
        return [], [], set()
    ends = [*titles[1:], len(paragraphs)]
    entries: list[Entry] = []
    used: set[int] = set()
    for number, (at, end) in enumerate(zip(titles, ends, strict=True), 1):
        texts = [each for each in paragraphs[at + 1 : end] if not _ASIDE.fullmatch(each.text)]
        texts = texts if end < len(paragraphs) else [*_down_to_heading(texts)]
        if not texts:
            return [], [], set()
        head = paragraphs[at]
        title = _TITLE.fullmatch(head.text)
        assert title is not None
        content = "\n".join(tidy(each.text) for each in texts)
        entries.append(Entry(head.number, {"序号": number, "事项名称": tidy(title[2]), "主要内容": content}))
        used |= {head.number, *(each.number for each in texts)}
    return entries, [*_told(paragraphs, titles, entries)], used


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
    for each in paragraphs:
        if (
            each.level
            or re.match(r"\s*(?:[一二三四五六七八九十]{1,3}、|附件)", each.text)
            or _TITLE.fullmatch(each.text)
        ):
            return
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
