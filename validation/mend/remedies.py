"""What ``--fix`` does to one cell: for each rule that has a sure remedy, the function that mends a value.

A remedy gets the value, the facts of its finding and the settings, and returns the value as it should be;
``None`` where that is not sure, for then a person shall look. The remedies of one cell are used in the order
in which they stand here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from duban.udfs.deadlines import names_a_day, parse_date
from duban.udfs.periods import parse_share
from duban.udfs.text import item_number
from duban.validation.rules.text_kinds import (
    CONTROL,
    DOCUMENT_NUMBER,
    FULL_WIDTH_DIGITS,
    HALF_WIDTH_PUNCTUATION,
    RESIDUE,
    TO_FULL_WIDTH,
    TO_HALF_WIDTH,
    find_outside_addresses,
)
from duban.validation.rules.value_kinds import NAMES, Facts
from duban.workbook.plan.plans import Scalar
from duban.workbook.reading.settings import Settings

Remedy = Callable[[Any, Facts, Settings], Scalar]

_HAN = "\u4e00-\u9fff"
_LINE_SIGN = re.compile(r"(\n?)_x000[BD]_(\n?)")
_TIME = re.compile(r"[\sT]+\d{1,2}:\d{2}(?::\d{2})?$")
_MIDNIGHT = re.compile(r"[\sT]+0?0:00(?::00)?$")
_CUT_MONTH = re.compile(r"\d{4}\.1")


def _everywhere(pattern: re.Pattern[str], new: Callable[[str], str]) -> Remedy:
    def mend(value: Any, facts: Facts, settings: Settings) -> Scalar:
        text = str(value)
        for hit in reversed(find_outside_addresses(pattern, text)):
            text = text[: hit.start()] + new(hit[0]) + text[hit.end() :]
        return text

    return mend


def _one_spelling(value: Any, facts: Facts, settings: Settings) -> Scalar:
    """I123: the unit's own words; what stands behind them in the cell is kept."""
    unit, right = str(facts["unit"]), str(facts["as_in"])
    before = len(value) - len(value.lstrip())
    return value[:before] + right + value[before + len(unit) :] if value.startswith(unit, before) else None


def _no_control_characters(value: Any, facts: Facts, settings: Settings) -> Scalar:
    """X104: they go; a sign that stood for a line break becomes one, unless it stands beside one."""
    return CONTROL.sub("", _LINE_SIGN.sub(lambda sign: (sign[1] + sign[2]) or "\n", value))


def _names_without_spaces(value: Any, facts: Facts, settings: Settings) -> Scalar:
    """I122: every such name of the cell."""
    text = value
    while found := NAMES.tests["I122"](text, settings):
        name, right = str(found["name"]), str(found["fixed"])
        closed = re.sub(rf"(?<![{_HAN}]){re.escape(name)}(?![{_HAN}])", right, text)
        if closed == text:
            return None
        text = closed
    return str(text)


def _share_of_text(value: Any, facts: Facts, settings: Settings) -> Scalar:
    """T111: ``80%`` and ``0.8``. A bare ``1`` may be all of it or one per cent."""
    share = parse_share(value)
    bare = not unicodedata.normalize("NFKC", value).strip().endswith("%")
    return None if share is None or (share == 1 and bare and "00" not in value) else _round(share)


def _share_of_per_cent(value: Any, facts: Facts, settings: Settings) -> Scalar:
    return _round(value / 100)


def _round(share: float) -> float:
    return round(share, 12)  # 0.57, not 0.5700000000000001


def _date_of_text(value: Any, facts: Facts, settings: Settings) -> Scalar:
    """T120: a full date; as 完成时限 also a month, a quarter or 年内, which end on their last day.

    A text without a year needs one that somebody wrote: in the list's title or as 当前期间. A time of the
    day would be lost, and ``2020.1`` may have been ``2020.10``.
    """
    folded = _MIDNIGHT.sub("", unicodedata.normalize("NFKC", value).strip())
    year = settings.plan_year or (settings.stored_period.year if settings.stored_period else None)
    if _TIME.search(folded) or _CUT_MONTH.fullmatch(folded):
        return None
    return parse_date(folded, year) if facts.get("column") == "完成时限" or names_a_day(folded) else None


FIXES: Mapping[str, Remedy] = {
    "I123": _one_spelling,
    "X104": _no_control_characters,
    "X105": _everywhere(RESIDUE, lambda piece: ""),
    "X101": _everywhere(FULL_WIDTH_DIGITS, lambda piece: piece.translate(TO_HALF_WIDTH)),
    "X106": _everywhere(DOCUMENT_NUMBER, lambda piece: f"〔{piece[1:-1]}〕"),
    "X102": _everywhere(HALF_WIDTH_PUNCTUATION, lambda piece: piece.translate(TO_FULL_WIDTH)),
    "I122": _names_without_spaces,
    "X103": lambda value, facts, settings: value.strip(),
    "T111": _share_of_text,
    "T112": _share_of_per_cent,
    "T120": _date_of_text,
}
"""code → remedy, for every rule that ``--fix`` mends."""


def plain_number(value: Any) -> int | None:
    """序号 that is a number but for its being text: ``3``, ``３``; ``None`` for ``03``, ``3.`` and ``（三）``."""
    digits = unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else ""
    return item_number(value) if re.fullmatch(r"[1-9][0-9]{0,8}", digits) else None
