"""Names of generated sheets that Excel accepts, and that stay distinct."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from duban.udfs.periods import Period
from duban.workbook.format.names import ANNUAL, ANNUAL_NAME, BULLETIN, BULLETIN_NAME, UNIT_PREFIX

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


def is_sheet_name(name: str) -> bool:
    """Whether Excel lets a sheet be called so."""
    return bool(name.strip()) and name == _cut(name.translate(_FORBIDDEN), _LONGEST) and "'" not in name


def safe_sheet_name(name: str) -> str:
    """A name for the only sheet of a workbook."""
    return _cut(name.translate(_FORBIDDEN).strip() or "填报表", _LONGEST)


_NOT_IN_FILES = str.maketrans(
    dict.fromkeys(map(chr, range(32)))
    | dict(zip('<>"|/\\?*:.', "＜＞”｜／＼？＊：．", strict=True))  # CON.1 would be a device of Windows
)
_LONGEST_FILE = 60
"""Characters of a unit in the name of a file: with the rest under 255 bytes, as Chinese ones have three."""


def return_file_names(units: Iterable[str], period: Period) -> dict[str, str]:
    """unit → ``<unit>-2020Q3填报表.xlsx``: none that Windows forbids, all distinct on disks that do not tell upper from
    lower case. The same units in the same order give the same names."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for unit in units:
        plain = unicodedata.normalize("NFC", unit.translate(_NOT_IN_FILES)).strip(" .")
        plain, number = _cut(plain, _LONGEST_FILE).strip(" .") or "单位", 1
        name = plain
        while unicodedata.normalize("NFKC", name).casefold() in taken:
            number += 1
            name = f"{plain}~{number}"
        taken.add(unicodedata.normalize("NFKC", name).casefold())
        names[unit] = f"{name}-{period}填报表.xlsx"
    return names


def document_file_names(units: Iterable[str], period: Period, kind: str) -> dict[str, str]:
    """unit → ``<unit>-2020Q3督办单.docx``, as those of returns."""
    names = return_file_names(units, period)
    return {unit: f"{name.removesuffix('填报表.xlsx')}{kind}.docx" for unit, name in names.items()}


def export_file_name(sheets: Sequence[str]) -> str:
    """The name proposed for a file of exported sheets: that of the first, and how many there are."""
    first = _cut(sheets[0].translate(_NOT_IN_FILES), _LONGEST_FILE).strip(" .") or "导出"
    return f"{first}.xlsx" if len(sheets) == 1 else f"{first}等{len(sheets)}张表.xlsx"


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


def annual_name(year: int) -> str:
    """``2020年度考核参考``: by which the sheet of a year is known."""
    return f"{year}{ANNUAL}"


def annual_year(name: str) -> int | None:
    """The year of such a sheet; ``None`` for one of another name."""
    match = ANNUAL_NAME.fullmatch(name)
    return int(match[1]) if match else None


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
