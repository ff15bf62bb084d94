"""What a person decides about cells that wait: ``--resolve``, and what is on record of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from duban.macros.returns.collected import Ruled, log_row, weigh
from duban.macros.returns.entries import shown_value
from duban.macros.returns.forms import field_of
from duban.macros.returns.merge import OURS, THEIRS, VALUE, distinct
from duban.macros.returns.record import Decision, Place, Record, ReturnsRecord
from duban.macros.returns.values import Unusable, understood
from duban.udfs.text import squeeze
from duban.workbook.cells.addresses import a1
from duban.workbook.format.names import LEDGER
from duban.workbook.reading.tables import Tables
from duban.workbook.say.findings import Finding
from duban.workbook.say.sentence import Say
from duban.workbook.say.stop import Stop

DECIDED = "处理·"
"""Begins the 字段 of a row of 填报记录 that tells a decision."""

_CELL = re.compile(r"(?:(?P<sheet>.+)!)?\$?(?P<cell>[A-Za-z]{1,3})\$?(?P<row>[0-9]+)")


def decided(
    tables: Tables, record: ReturnsRecord, resolve: Sequence[str], day: date
) -> tuple[ReturnsRecord, list[Record], list[Finding]]:
    """The record with what was decided, rows of 填报记录 that tell it, and what is said of it."""
    if not resolve:
        return record, [], []
    pending = [each for each in weigh(tables, record).pending if each.row is not None]
    decisions = dict(record.decisions)
    rows: list[Record] = []
    said: list[Finding] = []
    chosen: dict[Place, tuple[Ruled, Decision]] = {}
    for text in sorted(
        resolve, key=lambda text: "=" in text
    ):  # what is said of one cell goes before what is said of all
        for each, decision in _choices(tables, record, pending, text, day):
            chosen[each.place] = each, decision
    for each, decision in chosen.values():
        decisions[each.place] = decision
        rows.append(_log_row(tables, each, decision, day))
        said.append(_said(tables, each, decision))
    return replace(record, decisions=decisions), rows, said


def _choices(
    tables: Tables, record: ReturnsRecord, pending: Sequence[Ruled], text: str, day: date
) -> Iterator[tuple[Ruled, Decision]]:
    """The cells that one ``--resolve`` decides, with the decision."""
    cell, equals, choice = text.partition("=")
    if not equals:
        if text not in (THEIRS, OURS):
            raise Stop(
                "bad_resolve", text=text, why=Say("不是 theirs 或 ours", "it is neither theirs nor ours")
            )
        for each in pending:
            if text == OURS or _theirs(each) is not _UNSURE:
                yield each, Decision(text, None, each.ruling.signs, day)
        return
    each = _at(tables, pending, cell.strip())
    choice = choice.strip()
    if choice == OURS:
        yield each, Decision(OURS, None, each.ruling.signs, day)
    elif choice == THEIRS:
        if _theirs(each) is _UNSURE:
            why = Say("几份填报不同，请写明用哪个值", "several answers differ; say which value")
            raise Stop("bad_resolve", text=text, why=why)
        yield each, Decision(THEIRS, None, each.ruling.signs, day)
    else:
        yield each, Decision(VALUE, _value(tables, each, text, choice), each.ruling.signs, day)


_UNSURE = object()


def _theirs(each: Ruled) -> Any:
    """The one value that returns have for a cell; ``_UNSURE`` where they have several."""
    ruling = each.ruling
    units = {answer.unit for answer in (*ruling.told, *ruling.cleared)}
    if ruling.cleared:
        return None if len(units) == 1 else _UNSURE
    values = distinct(answer.value for answer in ruling.told)
    return values[0] if len(values) == 1 else _UNSURE


def _value(tables: Tables, each: Ruled, text: str, choice: str) -> Any:
    """The value that a person names: that of a unit by its name, or one that is typed."""
    of_unit = [answer for answer in each.ruling.told if choice.casefold() == answer.unit.casefold()]
    if len(of_unit) == 1:
        return of_unit[0].value
    if of_unit:
        why = Say("这个单位的几份填得不同，请写明用哪个值", "its returns differ; say which value")
        raise Stop("bad_resolve", text=text, why=why)
    if not choice:
        raise Stop("bad_resolve", text=text, why=Say("等号后面没有写", "nothing follows the sign ="))
    try:
        return understood(field_of(tables, each.key, each.field), choice, tables.settings.year)
    except Unusable as unusable:
        raise Stop("bad_resolve", text=text, why=unusable.why) from unusable


def _at(tables: Tables, pending: Sequence[Ruled], cell: str) -> Ruled:
    """The cell that is meant: of the sheet that is named; without one, of the ledger, else of the only register that has one
    there that waits."""
    match = _CELL.fullmatch(cell)
    if match is None:
        raise Stop("not_pending", cell=cell)
    wanted, sheet = match["cell"].upper() + match["row"], squeeze(match["sheet"]).strip("'").casefold()
    there = {each.key.sheet: each for each in pending if _cell(tables, each) == wanted}
    if sheet:
        named = [each for name, each in there.items() if squeeze(name).casefold() == sheet]
    else:
        named = [there[LEDGER]] if LEDGER in there else [*there.values()]
    if len(named) > 1:
        names = "、".join(f"{name}!{wanted}" for name in there)
        why = Say(
            f"几张登记表都有这一格待处理，请写明：{names}", f"several registers have such a cell; say {names}"
        )
        raise Stop("bad_resolve", text=cell, why=why)
    if not named:
        raise Stop("not_pending", cell=cell)
    return named[0]


def _cell(tables: Tables, each: Ruled) -> str:
    """Where it stands in its sheet."""
    assert each.row is not None
    return a1(each.row, tables.own[each.key.sheet].header.columns[each.field])


def _log_row(tables: Tables, each: Ruled, decision: Decision, day: date) -> Record:
    """A decision as a row of 填报记录: what the ledger had, and what it will have."""
    assert each.row is not None
    kept = "保留台账" if each.key.sheet == LEDGER else "保留登记表"
    word = {THEIRS: "采用填报", OURS: kept, VALUE: "另定"}[decision.choice]
    answers = (*each.ruling.told, *each.ruling.cleared)
    told = {
        "字段": f"{DECIDED}{each.field}",
        "原值": each.now,
        "新值": f"{word}：{_shown(tables, each, decision)}",
        "单位": "、".join(dict.fromkeys(answer.unit for answer in answers)),
        "填报时间": day,
    }
    return log_row(tables, each.key, each.row, **told)


def _shown(tables: Tables, each: Ruled, decision: Decision) -> str:
    return shown_value(field_of(tables, each.key, each.field), _outcome(each, decision))


def _outcome(each: Ruled, decision: Decision) -> Any:
    if decision.choice == VALUE:
        return decision.value
    return each.ruling.value if decision.choice == OURS else _theirs(each)


def _said(tables: Tables, each: Ruled, decision: Decision) -> Finding:
    assert each.row is not None
    sheet, at = each.key.sheet, tables.own[each.key.sheet].header.columns[each.field]
    value, is_ledger = _shown(tables, each, decision), sheet == LEDGER
    kept = ("台账", "the ledger") if is_ledger else ("登记表", "the register")
    what = {
        THEIRS: Say(f"采用填报的 {value}", f"{value}, as filled"),
        OURS: Say(f"保留{kept[0]}的 {value}", f"{value}, as in {kept[1]}"),
        VALUE: Say(f"定为 {value}", f"{value}"),
    }[decision.choice]
    cell = _cell(tables, each)
    facts = {"cell": cell if is_ledger else f"{sheet}!{cell}", "what": what}
    return Finding("C121", sheet, each.row, at, each.field, None, facts)
