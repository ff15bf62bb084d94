"""Names of generated sheets that Excel accepts, and that stay distinct."""

from __future__ import annotations

from collections.abc import Iterable

from duban.udfs.periods import Period
from duban.workbook.format.names import BULLETIN, BULLETIN_NAME, UNIT_PREFIX

_LONGEST = 31
_FORBIDDEN = str.maketrans(
    {"/": "／", "\\": "＼", "?": "？", "*": "＊", "[": "［", "]": "］", ":": "：", "'": "’"}
)


def unit_sheet_names(units: Iterable[str]) -> dict[str, str]:
    """unit → sheet name ``单位-<unit>``: at most 31 characters, none that Excel forbids, all distinct
    (Excel does not tell upper from lower case). The same units in the same order give the same names."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for unit in units:
        full = UNIT_PREFIX + unit.translate(_FORBIDDEN)
        name, number = _cut(full, _LONGEST), 1
        while name.casefold() in taken:
            number += 1
            tail = f"~{number}"
            name = _cut(full, _LONGEST - len(tail)) + tail
        taken.add(name.casefold())
        names[unit] = name
    return names


def _cut(text: str, length: int) -> str:
    """The start of a text, in Excel's length: a character outside the basic plane counts two."""
    return text.encode("utf-16-le")[: 2 * length].decode("utf-16-le", "ignore")


def bulletin_name(period: Period, correction: int = 0) -> str:
    """``2020年第三季度通报`` or ``2020年9月通报``; ``…（更正第1次）`` for one that corrects it."""
    return f"{period.label}{BULLETIN}{f'（更正第{correction}次）' if correction else ''}"


def bulletin_period(name: str) -> Period | None:
    """The period of a bulletin or of its correction; ``None`` for a sheet of another name."""
    match = BULLETIN_NAME.fullmatch(name)
    return Period.parse(match[1]) if match else None


def kept_name(name: str, existing: Iterable[str]) -> str:
    """The free name ``…（旧1）`` for a generated sheet that staff edited."""
    taken = {each.casefold() for each in existing}
    number = 1
    while True:
        tail = f"（旧{number}）"
        candidate = _cut(name, _LONGEST - len(tail)) + tail
        if candidate.casefold() not in taken:
            return candidate
        number += 1
