"""What is said of entries of 回收情况."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duban.macros.returns.entries import (
    CHANGED,
    CLEARED,
    CONFLICT,
    EARLIER,
    MOVED,
    NEW_ROW,
    NO_ROW,
    NOT_TAKEN,
    WAITS,
    Entry,
)
from duban.workbook.format.names import LEDGER
from duban.workbook.say.findings import Finding
from duban.workbook.say.sentence import Say


def findings_of(entries: Sequence[Entry]) -> Iterator[Finding]:
    """What is said of entries that a person has to look at, and of those that changed since."""
    codes = {CONFLICT: "C102", CLEARED: "C103", NOT_TAKEN: "C105", NO_ROW: "C109", NEW_ROW: "C106"}
    codes |= {EARLIER: "C107", MOVED: "C108", CHANGED: "C115"}
    for each in entries:
        if each.kind not in codes:
            continue
        row, column = each.at or (0, 0)
        note = each.note if isinstance(each.note, Say) else Say(each.note, each.note)
        facts = {
            "unit": "、".join(each.units),
            "about": _about(each),
            **words_of(each.sheet),
            "field": each.field,
            "ours": each.ours,
            "theirs": each.theirs,
            "was": each.theirs if each.kind == EARLIER else each.ours,
            "now": each.ours,
            "shown": each.theirs,
            "why": note,
            "what": note,
            "text": each.text or each.theirs,
            "row": note.zh.removeprefix("填报表第 ").removesuffix(" 行"),
            **({"cell": each.place} if each.at else {}),
        }
        sheet = each.sheet if each.at else each.file
        code = "C126" if each.several else codes[each.kind]
        if each.kind == EARLIER and each.mark:
            code = "C127"
        if each.note == WAITS:  # the conflict itself is said
            continue
        yield Finding(code, sheet, row, column, each.field, None, facts)


def words_of(sheet: str) -> dict[str, Say]:
    """What the ledger, or a register, and its rows are called in findings about returns."""
    if sheet == LEDGER:
        return {
            "book": Say("台账", "the ledger"),
            "list": Say("清单", "the list"),
            "thing": Say("措施", "measure"),
            "key": Say("措施键", "keys"),
        }
    book = Say("登记表", "the register")
    return {"book": book, "list": book, "thing": Say("行", "row"), "key": Say("行键", "keys")}


def _about(each: Entry) -> Say:
    """Which row an entry is about."""
    if each.sheet != LEDGER:
        return Say(f"“{each.text}”这一行", f"row “{each.text}”")
    item, number = ("—" if value is None else value for value in (each.item, each.number))
    return Say(f"第 {item} 项措施 {number} ", f"measure {number} of item {item}")


def how_many(measures: int, rows: int) -> Say:
    """So many measures, and rows of registers, where there are any."""
    told = [Say(f"{measures} 项措施", f"{measures} measures")] if measures or not rows else []
    told += [Say(f"登记表 {rows} 行", f"{rows} rows of registers")] if rows else []
    return Say("、".join(each.zh for each in told), " and ".join(each.en for each in told))
