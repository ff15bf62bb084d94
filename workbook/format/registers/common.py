"""What all registers have in common: a hidden key at the right by which a row is known again for ever."""

from __future__ import annotations

from collections.abc import Sequence

from duban.workbook.format.fields import Field, SheetFormat
from duban.workbook.say.sentence import Say

ROW_KEY = "行键"

BLANK, NO_CHOICE = "G101", "G102"
"""Codes of a cell that must be filled, and of a value that is no choice."""

_KEY = Field(
    ROW_KEY, "key", "key", "程序给行的固定编号，随行移动，永不改变；请勿修改。", 7, hidden=True, may_lack=True, checked=True
)  # fmt: skip


def register(
    name: str,
    row: str,
    key: tuple[str, ...],
    purpose: Say,
    fields: Sequence[Field],
    *,
    rules: tuple[str, ...] = (),
    summary: str = "",
    sent_by: str = "",
    summed_by: str = "",
    freeze: str = "",
) -> SheetFormat:
    """A register of these columns. ``row`` says what one row is, ``key`` which columns tell its rows apart to a reader;
    what it is known by is its 行键. All registers have the rules about doubled keys."""
    return SheetFormat(
        name,
        row,
        key,
        (*fields, _KEY),
        ("same_key", *rules),
        "register",
        freeze,
        purpose=purpose,
        summary=summary,
        sent_by=sent_by,
        summed_by=summed_by,
    )
