"""The hidden mark by which a later run knows a sheet that the program made, and whether staff edited it since."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence

from duban.workbook.cells.contents import escape_text, stored, unescape_text
from duban.workbook.file.package import Package
from duban.workbook.file.sheet_cells import ContentKind
from duban.workbook.file.sheet_xml import SheetXml
from duban.workbook.file.xml_numbers import as_number
from duban.workbook.format.names import AS_LEFT_NAME, MARK_NAME, known_name
from duban.workbook.plan.plans import Cell, SheetPlan

MARK_PREFIX = "duban:1:"

_SPACE = re.compile(r"\s+")
_LINK = re.compile(r'=?\s*HYPERLINK\("#((?:[^"]|"")*)"\s*,\s*"((?:[^"]|"")*)"\)', re.IGNORECASE)
_EXPONENT = re.compile(r"\dE[+-]?\d")
_NUMBER = re.compile(r"(?<![\w.$!:])(?:\d+\.?\d*|\.\d+)(?:E[+-]?\d+)?(?![\w!:])")
_ELSEWHERE = re.compile(r"![$A-Z0-9:]+")
_ELSEWHERE_AND_TEXTS = re.compile(rf'("(?:[^"]|"")*")|{_ELSEWHERE.pattern}')
_WHOLE_COLUMNS = re.compile(r"(\$?[A-Z]+)\$?1:(\$?[A-Z]+)\$?1048576")
_GAP, _BETWEEN = "\0", '"\1"'
"""Part pieces of a formula, and formulas, from each other: what no file can hold."""
_TRUTHS = {"TRUE": "1", "FALSE": "0"}
_WHOLE_ROWS = re.compile(r"(?<![A-Z])\$?A(\$?\d+):\$?XFD(\$?\d+)")


def fingerprint(contents: Iterable[tuple[int, int, ContentKind, str]], name: str = "") -> str:
    """32 hex digits over constants and formulas, given as ``SheetXml.contents`` gives them, in any order,
    and the sheet's name: a copy that staff made takes the mark along, but is theirs.

    Stored values and styles do not count, nor which cells of other sheets a formula refers to: a row
    inserted there shifts them. Excel, WPS and LibreOffice may write the same sheet in other words (quotes
    of sheet names, spaces, ``0.10``, ``TRUE()``, line breaks): the fingerprint stays.
    """
    cells = sorted(contents)
    codes = iter(_normal_codes([text for _, _, kind, text in cells if kind == "formula"]))
    told = [name.casefold()]
    for row, column, kind, text in cells:
        if kind == "formula":
            normal_kind, normal_text = _of_formula(text, next(codes))
        else:
            normal_kind, normal_text = _normal(kind, text)
        if normal_text:
            told.append(f"{row},{column},{normal_kind},{normal_text}\0")
    return hashlib.sha256("".join(told).encode(errors="surrogatepass")).hexdigest()[:32]


def plan_mark(plan: SheetPlan, date1904: bool = False) -> str:
    """The mark of the sheet that this plan makes."""
    return mark(_plan_contents(plan, date1904), plan.name, plan.known_as)


def mark(contents: Iterable[tuple[int, int, ContentKind, str]], name: str, known_as: str = "") -> str:
    """The fingerprint of a sheet, and behind a colon the name by which it is known under any other."""
    return f"{fingerprint(contents, known_as)}:{known_as}" if known_as else fingerprint(contents, name)


def mark_now(left: str, sheet: SheetXml, name: str) -> str:
    """The mark that a sheet would get as it is now, where ``left`` is what it bears."""
    return mark(sheet.contents(), name, known_name(left))


def read_mark(package: Package, sheet: str) -> str | None:
    """The mark that the program left on a sheet; None for a sheet that it did not make. Raises KeyError."""
    text = package.defined_name(MARK_NAME, sheet)
    return None if text is None else mark_text(text)


def mark_text(text: str) -> str:
    """The mark in what its name refers to."""
    # a mark of another version is a mark too, but it matches no fingerprint
    return text.strip().removeprefix("=").strip('"').removeprefix(MARK_PREFIX)


def write_mark(package: Package, sheet: str, value: str) -> None:
    """Leave a mark on a sheet. Raises KeyError."""
    package.set_defined_name(MARK_NAME, f'"{MARK_PREFIX}{value}"', sheet, hidden=True)


def remove_mark(package: Package, sheet: str) -> None:
    """Make a sheet the staff's own. Raises KeyError."""
    package.remove_defined_name(MARK_NAME, sheet)
    package.remove_defined_name(AS_LEFT_NAME, sheet)


def normal_formula(formula: str) -> str:
    """One spelling for a formula that different programs spell differently."""
    return _one_spelling(formula.removeprefix("="))


def _one_spelling(code: str, *, elsewhere: bool = True) -> str:
    # text between quotes stays as it is; "" inside a text ends one and begins the next, which is no harm
    pieces = code.replace(_GAP, "").split('"')
    spelt = _normal_code(_GAP.join(pieces[::2]))
    pieces[::2] = (spelt if elsewhere else _ELSEWHERE.sub("!", spelt)).split(_GAP)
    return '"'.join(pieces)


def link_of(formula: str | None) -> tuple[str, str] | None:
    """Where a link within the workbook leads and what it shows, of a formula that is nothing else: live workbooks have
    these where files have a text with a link."""
    found = _LINK.fullmatch(formula) if formula and "HYPERLINK" in formula.upper() else None
    return None if found is None else (found[1].replace('""', '"'), found[2].replace('""', '"'))


def same_formula(one: str | None, other: str | None) -> bool:
    """Whether two formulas are one, however their programs spell it; ``None`` is no formula."""
    if one is None or other is None:
        return one is other
    return one.removeprefix("=") == other.removeprefix("=") or normal_formula(one) == normal_formula(other)


def _normal_code(code: str) -> str:
    """Pieces of formulas without the texts in them, between gaps. The tests are cheap and mostly fail."""
    if " " in code or "\n" in code:
        code = _SPACE.sub("", code)
    if "'" in code:  # quotes of sheet names are written or not as each program likes
        code = code.replace("'", "")
    code = code.upper()
    if "_XL" in code:
        code = code.replace("_XLFN.", "").replace("_XLWS.", "")
    if "TRUE()" in code or "FALSE()" in code:
        code = code.replace("TRUE()", "TRUE").replace("FALSE()", "FALSE")
    if "~" in code:  # LibreOffice's union of two ranges
        code = code.replace("~", ",")
    if "1048576" in code:
        code = _WHOLE_COLUMNS.sub(r"\1:\2", code)
    if "XFD" in code:
        code = _WHOLE_ROWS.sub(r"\1:\2", code)
    if "." in code or _EXPONENT.search(code):
        return _GAP.join(map(_normal_numbers, code.split(_GAP)))
    return code


def _normal_numbers(piece: str) -> str:
    """The numbers of a piece in one spelling, where one of them is no plain whole number."""
    if "." not in piece and ("E" not in piece or not _EXPONENT.search(piece)):
        return piece
    return _NUMBER.sub(lambda match: f"{float(match[0]):.12g}", piece)


def _normal_codes(formulas: Sequence[str]) -> list[str]:
    """The spelling of each of many formulas, as ``normal_formula`` gives it, but that cells of other sheets are not told: a
    row inserted there shifts what a formula refers to, which is no edit of this sheet."""
    if any(formula.count('"') % 2 for formula in formulas):
        return [_ELSEWHERE_AND_TEXTS.sub(lambda m: m[1] or "!", normal_formula(each)) for each in formulas]
    # as one, for a sheet has tens of thousands: what parts them looks like one more text in a formula
    together = _BETWEEN.join(formula.removeprefix("=") for formula in formulas)
    return _one_spelling(together, elsewhere=False).split(_BETWEEN)


def _of_formula(text: str, code: str) -> tuple[str, str]:
    """A formula and its spelling, as what they are to people: a link is its text, a typed truth no formula."""
    if code.startswith("HYPERLINK(") and (link := link_of(text)) is not None:
        return _normal("text", link[1])
    # LibreOffice writes a typed TRUE as a formula
    return ("bool", _TRUTHS[code]) if code in _TRUTHS else ("formula", code)


def _normal(kind: ContentKind, text: str) -> tuple[str, str]:
    if kind == "number":
        value = as_number(text)
        return kind, text if value is None else f"{value:.12g}"
    if kind == "text":
        text = unescape_text(text) if "_x000D_" in text else text
        return kind, text.replace("\r\n", "\n").replace("\r", "\n")
    return kind, text


def _plan_contents(plan: SheetPlan, date1904: bool) -> Iterator[tuple[int, int, ContentKind, str]]:
    for (row, column), cell in plan.cells.items():
        content = _cell_content(cell, date1904)
        if content is not None:
            yield row, column, *content


def _cell_content(cell: Cell, date1904: bool) -> tuple[ContentKind, str] | None:
    if cell.formula is not None:
        return "formula", cell.formula
    value = stored(cell.value, date1904)
    if value is None:
        return None
    if isinstance(value, bool):
        return "bool", "1" if value else "0"
    if isinstance(value, str):
        return "text", unescape_text(escape_text(value))
    return "number", repr(value)
