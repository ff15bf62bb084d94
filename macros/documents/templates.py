"""The words of a document from 公文模板, else the program's own, with figures put in. Plain substitution: no code runs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from duban.macros.documents.office_sheet import office_sheet
from duban.macros.documents.words import BUILT_IN, KINDS, LAYOUT, NO, PARTS, TITLE, YES
from duban.udfs.text import bare, squeeze
from duban.workbook.cells.addresses import a1
from duban.workbook.format.names import DOCUMENT_WORDS
from duban.workbook.format.sheets.document_words import FORMAT
from duban.workbook.official.content import Text
from duban.workbook.reading.tables import Tables
from duban.workbook.say.stop import Stop

_PLACE = re.compile(r"\{([^{}]*)\}")
_WIDE_BRACES = str.maketrans("｛｝", "{}")
_NUMERALS = "一二三四五六七八九十"
_LEVELS = 2


class _Words(NamedTuple):
    """A text and the cell that it stands in; empty for one of the program's."""

    text: str
    cell: str = ""


@dataclass(frozen=True)
class Template:
    """The words of one kind of document. Facts are by placeholder, every one that the kind has; the others stop with
    ``unknown_placeholder``."""

    parts: Mapping[str, _Words]
    """Part of the layout → its words."""
    body: Sequence[_Words]
    """The texts in their order."""
    file: str

    def part(self, name: str, facts: Mapping[str, str]) -> str:
        """A part of the layout with the figures put in; empty where it, or all that it names, is."""
        words = self.parts.get(name, _Words(""))
        return self._filled(words, bare(words.text).strip(), facts)

    def is_yes(self, name: str, facts: Mapping[str, str]) -> bool:
        """是 or 否, 是 where it is blank. Stops with ``bad_yes_no``."""
        told = squeeze(self.part(name, facts))
        if told not in ("", YES, NO):
            raise Stop("bad_yes_no", name=name, value=told)
        return told != NO

    def title(self, kind: str, facts: Mapping[str, str]) -> str:
        """标题, without which no document goes out. Stops with ``no_title``."""
        told = self.part(TITLE, facts)
        if not told:
            raise Stop("no_title", path=self.file, kind=kind)
        return told

    def paragraphs(self, facts: Mapping[str, str]) -> list[Text]:
        """The text: headings with their numbers, and paragraphs. A line one of whose placeholders is empty is left out, and
        so is a heading below which nothing is left."""
        found: list[Text] = []
        for words in self.body:
            for line in bare(words.text).splitlines():
                told = self._line(words, line.strip("　 \t"), facts)
                found += told
        return _numbered(_with_text(found))

    def _line(self, words: _Words, line: str, facts: Mapping[str, str]) -> Iterator[Text]:
        level = len(line) - len(line.lstrip("#＃"))
        text = line[level:].strip("　 ")
        names = _PLACE.findall(text.translate(_WIDE_BRACES))
        told = self._filled(words, text, facts)
        if not text or any(not facts.get(squeeze(name)) for name in names):
            return
        for piece in told.splitlines():
            yield Text(piece, "body" if not level else "heading 1" if level == 1 else "heading 2")

    def _filled(self, words: _Words, text: str, facts: Mapping[str, str]) -> str:
        def put(match: re.Match[str]) -> str:
            name = squeeze(match[1])
            if name not in facts:
                known = "、".join(facts)
                raise Stop(
                    "unknown_placeholder", path=self.file, cell=words.cell or "—", name=match[0], known=known
                )
            return facts[name]

        text = text.translate(_WIDE_BRACES)
        left = _PLACE.sub("", text)
        if left.count("{") != left.count("}"):
            raise Stop("broken_placeholder", path=self.file, cell=words.cell or "—", text=text)
        return _PLACE.sub(put, text)


def template_of(tables: Tables, kind: str) -> Template:
    """The words of a kind of document: those of the workbook's sheet, and the program's own for what it does not have.

    Stops with ``bad_sheet``, ``missing_column`` where the sheet lacks its columns, and ``unknown_document`` where it names
    a kind that there is not.
    """
    own = list(_rows(tables))
    body = _body(*([each[1:] for each in rows if _is_body(each, kind)] for rows in (_built_in(), own)))
    parts: dict[str, _Words] = {}
    for rows in (
        _built_in(),
        own,
    ):  # the office's words go before the program's, those of the kind before those of all
        for wanted in (LAYOUT, kind):
            parts |= {part: words for of_kind, part, words in rows if of_kind == wanted and part in PARTS}
    return Template(parts, body, tables.file)


_Body = list[tuple[str, _Words]]
"""Texts by the name of their part, in their order."""


def _is_body(row: tuple[str, str, _Words], kind: str) -> bool:
    return row[0] == kind and row[1] not in PARTS


def _body(built_in: _Body, own: _Body) -> list[_Words]:
    """The texts of a kind: the office's in its order. Where it changed but some of the program's, the others stay where they
    are, and what is its own stands behind the text that it follows in the sheet."""
    named = {part for part, _ in own}
    kept = [part for part, _ in built_in if part not in named]
    if not own or len(kept) == len(built_in) or not kept:
        return [words for _, words in own or built_in]
    made: _Body = [(part, words) for part, words in built_in if part in kept]
    places = [part for part, _ in built_in]
    at = 0
    for part, words in own:
        if part in places:
            before = set(places[: places.index(part)])
            at = max([at, *(place for place, (name, _) in enumerate(made, 1) if name in before)])
        made.insert(at, (part, words))
        at += 1
    return [words for _, words in made]


def _built_in() -> list[tuple[str, str, _Words]]:
    return [(kind, part, _Words(text)) for kind, part, text in BUILT_IN]


def _rows(tables: Tables) -> Iterator[tuple[str, str, _Words]]:
    """公文, 部分 and 文字 of each row of the sheet."""
    sheet = office_sheet(tables, DOCUMENT_WORDS)
    if sheet is None:
        return
    for row, record in sheet.rows.items():
        kind, part, text = (record[name] for name in FORMAT.names)
        kind, part = squeeze(kind), squeeze(part)
        if kind and kind not in (LAYOUT, *KINDS):
            at = a1(row, sheet.header.columns["公文"])
            raise Stop("unknown_document", path=tables.file, cell=f"{DOCUMENT_WORDS}!{at}", name=kind)
        cell = f"{DOCUMENT_WORDS}!{a1(row, sheet.header.columns['文字'])}"
        yield kind, part, _Words("" if text is None else str(text), cell)


def _with_text(found: Sequence[Text]) -> list[Text]:
    """Without headings below which nothing stands."""
    kept: list[Text] = []
    for each in reversed(found):
        level = _level(each)
        below = _level(kept[-1]) if kept else 1
        if not level or (kept and (not below or below > level)):
            kept.append(each)
    return kept[::-1]


def _level(text: Text) -> int:
    return {"heading 1": 1, "heading 2": 2}.get(text.style, 0)


def _numbered(found: Sequence[Text]) -> list[Text]:
    counts = [0] * (_LEVELS + 1)
    made = []
    for each in found:
        level = _level(each)
        if not level:
            made.append(each)
            continue
        counts[level] += 1
        counts[level + 1 :] = [0] * (_LEVELS - level)
        number = numeral(counts[level])
        made.append(Text(f"{number}、{each.text}" if level == 1 else f"（{number}）{each.text}", each.style))
    return made


def numeral(number: int) -> str:
    """A number below 100 in Chinese: 十二."""
    tens, ones = divmod(number, 10)
    lead = "" if not tens else "十" if tens == 1 else f"{_NUMERALS[tens - 1]}十"
    return lead + (_NUMERALS[ones - 1] if ones else "")
