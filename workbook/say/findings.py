"""Findings: what is odd about one cell, as a value. Its sentences stand in the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from duban.workbook.cells.addresses import a1
from duban.workbook.say.catalogue.all_findings import CATALOGUE
from duban.workbook.say.sentence import Say
from duban.workbook.say.severity import Severity

_NO_FACTS: Mapping[str, object] = {}


class Finding(NamedTuple):
    """One finding at one cell. ``code`` is a key of ``CATALOGUE``; ``facts`` fill its sentences.

    Row and column 0: the whole sheet; no sheet: the whole file. A batch makes tens of thousands of
    findings, hence the tuple.
    """

    code: str
    sheet: str
    row: int
    column: int
    column_name: str
    value: Any = None
    facts: Mapping[str, object] = _NO_FACTS
    """``other``, where it is there, is the partner cell of a double."""
    grade: Severity | None = None
    """The severity that the workbook's own rules give; ``None``: as in the catalogue."""

    @property
    def severity(self) -> Severity:
        """error: wrong data; warning: somebody should look; info: what the program did or style."""
        return self.grade or CATALOGUE[self.code].severity

    @property
    def cell(self) -> str:
        """The A1 address; empty for a finding about a whole sheet or file."""
        return a1(self.row, self.column) if self.row else ""

    @property
    def partner(self) -> str | None:
        """The other cell of a double, as A1 (with its sheet where that is another one)."""
        other = self.facts.get("other")
        return None if other is None else str(other)

    def message(self, lang: str = "zh") -> str:
        """What is found, in one sentence."""
        return self._fill(CATALOGUE[self.code].message, lang)

    def remedy(self, lang: str = "zh") -> str:
        """What to do."""
        return self._fill(CATALOGUE[self.code].remedy, lang)

    def _fill(self, say: Say, lang: str) -> str:
        facts = {name: fact.to(lang) if isinstance(fact, Say) else fact for name, fact in self.facts.items()}
        shown = {"value": shown_value(self.value), "column": self.column_name, "cell": self.cell}
        return say.to(lang).format(**{**shown, **facts})


def shown_value(value: Any) -> str:
    """A value as staff see it in the cell: ``130``, ``0.8``, ``2020-09-30``; empty for a blank cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
