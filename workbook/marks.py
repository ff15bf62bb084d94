"""The hidden mark by which a later run knows a sheet that the program made, and whether staff edited it since."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator

from duban.workbook.package import Package
from duban.workbook.plan import Cell, SheetPlan
from duban.workbook.sheet_xml import Kind, SheetXml, date_serial, escape_text, unescape_text

MARK_NAME = "_duban_mark"

_PREFIX = "duban:1:"
_TOKEN = re.compile(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'|[^"\']+|["\']')
_NUMBER = re.compile(r"(?<![\w.$!:])(?:\d+\.?\d*|\.\d+)(?:E[+-]?\d+)?(?![\w!:])")
_WHOLE_COLUMNS = re.compile(r"(\$?[A-Z]+)\$?1:(\$?[A-Z]+)\$?1048576")
_WHOLE_ROWS = re.compile(r"(?<![A-Z])\$?A(\$?\d+):\$?XFD(\$?\d+)")


def fingerprint(contents: Iterable[tuple[int, int, Kind, str]]) -> str:
    """32 hex digits over constants and formulas, given as ``SheetXml.contents`` gives them, in any order.

    Stored values and styles do not count. Excel, WPS and LibreOffice may write the same sheet in other words
    (quotes of sheet names, spaces, ``0.10``, ``TRUE()``, line breaks): the fingerprint stays.
    """
    digest = hashlib.sha256()
    for row, column, kind, text in sorted(contents):
        normal_kind, normal_text = _normal(kind, text)
        if normal_text:
            digest.update(f"{row},{column},{normal_kind},{normal_text}\0".encode())
    return digest.hexdigest()[:32]


def plan_fingerprint(plan: SheetPlan, date1904: bool = False) -> str:
    """The fingerprint of the sheet that this plan makes."""
    return fingerprint(_plan_contents(plan, date1904))


def sheet_fingerprint(sheet: SheetXml) -> str:
    """The fingerprint of a sheet as it is now."""
    return fingerprint(sheet.contents())


def read_mark(package: Package, sheet: str) -> str | None:
    """The fingerprint that the program left on a sheet; None for a sheet that it did not make. Raises KeyError."""
    text = package.defined_name(MARK_NAME, sheet)
    if text is None:
        return None
    text = text.strip().removeprefix("=").strip('"')
    # a mark of another version is a mark too, but it matches no fingerprint
    return text.removeprefix(_PREFIX)


def write_mark(package: Package, sheet: str, value: str) -> None:
    """Leave a fingerprint on a sheet. Raises KeyError."""
    package.set_defined_name(MARK_NAME, f'"{_PREFIX}{value}"', sheet, hidden=True)


def remove_mark(package: Package, sheet: str) -> None:
    """Make a sheet the staff's own. Raises KeyError."""
    package.remove_defined_name(MARK_NAME, sheet)


def normal_formula(formula: str) -> str:
    """One spelling for a formula that different programs spell differently."""
    parts = []
    for token in _TOKEN.findall(formula.removeprefix("=")):
        if token.startswith('"') and len(token) > 1:
            parts.append(token)
        else:
            # quotes of sheet names are written or not as each program likes; blanks as well
            parts.append(re.sub(r"\s+", "", token.replace("'", "")).upper())
    return "".join(part if part.startswith('"') else _normal_code(part) for part in _joined(parts))


def _joined(parts: list[str]) -> Iterator[str]:
    """Put code that quotes had cut apart together again."""
    code = ""
    for part in parts:
        if part.startswith('"'):
            yield code
            yield part
            code = ""
        else:
            code += part
    yield code


def _normal_code(code: str) -> str:
    code = (
        code.replace("_XLFN.", "").replace("_XLWS.", "").replace("TRUE()", "TRUE").replace("FALSE()", "FALSE")
    )
    code = code.replace("~", ",")  # LibreOffice's union of two ranges
    code = _WHOLE_COLUMNS.sub(r"\1:\2", code)
    code = _WHOLE_ROWS.sub(r"\1:\2", code)
    return _NUMBER.sub(lambda match: f"{float(match[0]):.12g}", code)


def _normal(kind: Kind, text: str) -> tuple[str, str]:
    if kind == "formula":
        code = normal_formula(text)
        # LibreOffice writes a typed TRUE as a formula
        return ("bool", {"TRUE": "1", "FALSE": "0"}[code]) if code in ("TRUE", "FALSE") else (kind, code)
    if kind == "number":
        return kind, f"{float(text):.12g}"
    if kind == "text":
        text = unescape_text(text) if "_x000D_" in text else text
        return kind, text.replace("\r\n", "\n").replace("\r", "\n")
    return kind, text


def _plan_contents(plan: SheetPlan, date1904: bool) -> Iterator[tuple[int, int, Kind, str]]:
    for (row, column), cell in plan.cells.items():
        content = _cell_content(cell, date1904)
        if content is not None:
            yield row, column, *content


def _cell_content(cell: Cell, date1904: bool) -> tuple[Kind, str] | None:
    value = cell.value
    if cell.formula is not None:
        return "formula", cell.formula
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "bool", "1" if value else "0"
    if isinstance(value, str):
        return "text", unescape_text(escape_text(value))
    if isinstance(value, (int, float)):
        return "number", repr(value)
    return "number", repr(date_serial(value, date1904))
