"""The report as JSON, by the contract of the command line. Text and HTML reports are made of its parts."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from json.encoder import encode_basestring
from string import Formatter

from duban.validation.file_report import FileReport
from duban.validation.reports.page import ReportOptions, Streamed
from duban.validation.reports.words import escaped
from duban.workbook.cells.addresses import letter
from duban.workbook.say.catalogue.all_findings import CATALOGUE
from duban.workbook.say.findings import shown_value
from duban.workbook.say.sentence import Say
from duban.workbook.say.severity import Severity

BEGINNING = re.compile(r'\{"tool":"duban",')
_SHOWN = ("value", "column", "cell")
"""What a finding says of itself in its sentences, unless a fact of the same name covers it."""


def page(options: ReportOptions) -> Streamed:
    """``{"tool", "version", "files"}``, one file a line."""
    head = f'{{"tool":"duban","version":{encode_basestring(options.version)},"files":[\n'
    return Streamed(head, ",\n", "\n]}\n")


def part(report: FileReport, lang: str) -> str:
    """One file as a JSON object on one line.

    A batch has tens of thousands of findings of a few kinds, so each kind has a pattern with everything
    that stays the same already in it.
    """
    texts: list[str] = []
    for code, sheet, row, column, name, value, facts, grade in report.findings:
        own = _SHOWN if not facts else tuple(word for word in _SHOWN if word not in facts)
        fill, needs = _pattern(code, sheet, column, name, grade, row > 0, own, lang)
        shown = value if type(value) is str else shown_value(value)
        if not facts and not needs:
            texts.append(fill(row, encode_basestring(shown)[1:-1], ""))
            continue
        other = facts.get("other")
        partner = "" if other is None else f',"partner":{encode_basestring(str(other))}'
        given = [_inside(_said(facts[fact], spec, lang)) for fact, spec in needs]
        texts.append(fill(row, _inside(shown), partner, *given))
    counts = ",".join(f'"{severity}":{number}' for severity, number in report.counts.items())
    head = f'{{"path":{encode_basestring(report.path)},"status":"{report.status}","counts":{{{counts}}}'
    return escaped(f'{head},"findings":[{",".join(texts)}]}}')


@lru_cache(maxsize=4096)
def _pattern(
    code: str,
    sheet: str,
    column: int,
    name: str,
    grade: Severity | None,
    in_cell: bool,
    own: tuple[str, ...],
    lang: str,
) -> tuple[Callable[..., str], tuple[tuple[str, str], ...]]:
    """The ``format`` of one kind of finding: 0 row, 1 value, 2 partner member, then the facts it needs.

    The facts are given as name and format specification. ``own`` are the words in ``_SHOWN`` that no fact
    covers.
    """
    kind = CATALOGUE[code]
    cell = _fixed(letter(column)) + "{0}" if in_cell else ""
    shown = {"value": "{1}", "column": _fixed(name), "cell": cell}
    slots = {(word, ""): shown[word] for word in own}
    needs: list[tuple[str, str]] = []

    def sentence(say: Say) -> str:
        pieces = []
        for text, field, spec, _ in Formatter().parse(say.to(lang)):
            pieces.append(_fixed(text))
            if field is not None:
                fact = (field, spec or "")
                if fact not in slots:
                    slots[fact] = f"{{{3 + len(needs)}}}"
                    needs.append(fact)
                pieces.append(slots[fact])
        return "".join(pieces)

    pattern = (
        f'{{{{"code":"{_fixed(code)}","severity":"{grade or kind.severity}","sheet":"{_fixed(sheet)}",'
        f'"cell":"{cell}","row":{{0}},"column":"{_fixed(name)}","value":"{{1}}",'
        f'"message":"{sentence(kind.message)}","remedy":"{sentence(kind.remedy)}"{{2}}}}}}'
    )
    return pattern.format, tuple(needs)


def _said(fact: object, spec: str, lang: str) -> str:
    return format(fact.to(lang) if isinstance(fact, Say) else fact, spec)


def _inside(text: str) -> str:
    """What stands between the quotation marks of a JSON string."""
    return encode_basestring(text)[1:-1]


def _fixed(text: str) -> str:
    """The same inside a pattern."""
    return _inside(text).replace("{", "{{").replace("}", "}}")
