"""What a return that came back says: which of the rows that were sent each of its rows is, and what the unit changed.

Staff sort without the hidden columns, insert rows and copy them. So a row is known by its key and its text together; where
they disagree, by the text, if it is that of a row that was sent; and what is neither is a row that the unit added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from duban.macros.returns.read_return import COVERED, ERROR, FORMULA, OUTSIDE, FoundFile, FoundRow, FoundSheet
from duban.macros.returns.record import Came, CameRow, Record, Refusal, ReturnsRecord, Sent
from duban.macros.returns.return_sheet import KEYS
from duban.macros.returns.values import FIELDS, Unusable, meant, same, understood
from duban.macros.staff_sheets.cells_to_set import same_value
from duban.udfs.text import fold, item_number, squeeze
from duban.workbook.format.names import LEDGER
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.reading.settings import Settings
from duban.workbook.say.sentence import Say

UNFILLED = "C125"
"""Code of a return that is as it was sent: nobody has handed it in."""
OTHERS = "C128"
BY_TEXT, EXTRA, FORMULAS, LINKS, NO_BASE, NO_TIME = "C117", "C118", "C113", "C111", "C114", "C119"
"""Codes of what is to be said of a return as a whole."""

_OF_OFFICE = ("事项名称", "具体项目", "类型", "完成时限")
"""What a unit sees of a measure, and does not fill."""

_NOT_YOURS = Say("由办公室填写，没有采用", "it is for the office to fill and was not taken")

_ERROR = Say("是出错的公式", "it is a formula that fails")
_NO_RESULT = Say("是没有结果的公式", "it is a formula without a result")
_OUTSIDE = Say("是取自别的文件的公式，没有采用", "it is a formula that asks another file")

_TORN = Say("同一措施有几行，填的不同", "several rows of the measure say different things")

_TEXT = "具体项目"


def came_of(
    found: FoundFile, settings: Settings, record: ReturnsRecord, ledger: Mapping[int, Record]
) -> Iterator[Came | Refusal]:
    """What a file brings, sheet by sheet. ``ledger``: 措施键 → its row, for returns whose sending is not on record."""
    if found.why is not None:
        yield Refusal(found.file, found.print, _reason(found.why))
        return
    for sheet in found.sheets:
        mark = f"{found.print}/{sheet.name}"
        why = _why_not(sheet, settings, record)
        if why is not None:
            yield Refusal(found.file, mark, why)
            continue
        sent = _sent(sheet, record)
        base = _as_it_is(sheet, ledger) if sent is None else sent.rows
        unit = sheet.unit if sent is None else sent.unit
        came = _Understood(sheet, base, settings.year, sent is not None).came(found, mark, unit)
        if found.as_made and not (came.rows or came.new_rows or came.by):
            came = replace(came, notes={UNFILLED: ""})
        yield came


def _why_not(sheet: FoundSheet, settings: Settings, record: ReturnsRecord) -> Say | None:
    """Why nothing of a sheet is taken: another workbook's, another period's, or one that cannot be read safely."""
    identity = sheet.identity
    if identity.book != squeeze(settings.book_id):
        return Say(
            "是另一个工作簿导出的填报表（工作簿编号不同）", "it was sent by another workbook (its id differs)"
        )
    if identity.period != str(settings.period):
        return Say(
            f"是 {identity.period} 的填报表，台账现在是 {settings.period}；确要合并，请先把“当前期间”改回再回收",
            f"it is of {identity.period}, the workbook is at {settings.period}; to take it, set 当前期间 back first",
        )
    if "完成进度" not in sheet.columns:
        return Say("填报表中没有“完成进度”一列", "it has no column 完成进度")
    if sheet.doubled:
        names = "、".join(sheet.doubled)
        return Say(
            f"“{names}”有两列，不知道取哪一列；请删去多出的一列", f"it has {names} twice; delete one of them"
        )
    sent = _sent(sheet, record)
    if sent is not None and sheet.unit and sheet.unit.casefold() != sent.unit.casefold():
        return Say(
            f"这份是发给 {sent.unit} 的，表上的填报单位是 {sheet.unit}",
            f"it was sent to {sent.unit}, and says that {sheet.unit} filled it",
        )
    if sent is None and not sheet.unit:
        return Say("不知道是哪个单位填的（“填报单位”不见了）", "it does not say which unit filled it")
    return None


def _sent(sheet: FoundSheet, record: ReturnsRecord) -> Sent | None:
    """What was sent under the number of a sheet, if that is what the sheet was sent as."""
    sent = record.sent.get(sheet.identity.number)
    return sent if sent is not None and sent.code == sheet.identity.code else None


def _reason(why: Say) -> Say:
    """A sentence as part of another."""
    return Say(why.zh.rstrip("。"), why.en.rstrip("."))


def _as_it_is(sheet: FoundSheet, ledger: Mapping[int, Record]) -> Mapping[int, Record]:
    """For a return that is not on record as sent: the rows of the ledger that it names, without what was sent."""
    keys = (item_number(row.values.get("措施键")) for row in sheet.rows)
    told = ("事项序号", "措施序号", _TEXT)
    return {
        key: {name: ledger[key].get(name) for name in told}
        for key in keys
        if key is not None and key in ledger
    }


@dataclass(frozen=True)
class _Match:
    row: FoundRow
    key: int | None
    by_text: bool = False


class _Understood:
    """One sheet while it is being understood."""

    def __init__(
        self, sheet: FoundSheet, base: Mapping[int, Record], year: int | None, knows_base: bool
    ) -> None:
        self.sheet, self.base, self.year, self.knows_base = sheet, base, year, knows_base
        self.notes: dict[str, str] = {}

    def came(self, found: FoundFile, mark: str, unit: str) -> Came:
        """All that the sheet says."""
        rows: dict[int, CameRow] = {}
        new_rows: dict[int, Record] = {}
        there: set[int] = set()
        for match in matched(self.sheet.rows, self.base):
            if match.key is None:
                new_rows[match.row.row] = _shown(match.row)
                continue
            self._note(BY_TEXT, match.by_text)
            said = self._row(match.row, self.base[match.key])
            if match.key in there:
                rows[match.key] = _both(rows.get(match.key, CameRow()), said)
            elif said.answers or said.refused:
                rows[match.key] = said
            there.add(match.key)
        self._note(LINKS, found.links)
        self._note(EXTRA, bool(self.sheet.extra), "、".join(self.sheet.extra))
        self._note(OTHERS, bool(found.others), "、".join(found.others))
        self._note(NO_BASE, not self.knows_base)
        self._note(NO_TIME, found.saved is None)
        lost = tuple(key for key in self.base if key not in there) if self.knows_base else ()
        return Came(
            self.sheet.identity.number if self.knows_base else None,
            unit,
            found.file,
            mark,
            found.saved,
            self.sheet.by,
            rows,
            new_rows,
            lost,
            self.notes,
            tuple(name for name in FIELDS if name in self.sheet.columns),
        )

    def _note(self, code: str, is_so: bool, what: str = "") -> None:
        if is_so:
            self.notes[code] = what

    def _row(self, row: FoundRow, base: Record) -> CameRow:
        answers: dict[str, Any] = {}
        refused: dict[str, tuple[str, Say]] = {}
        for name in FIELDS:
            if name not in self.sheet.columns:
                continue
            value, odd = row.values.get(name), row.odd.get(name, "")
            if odd == COVERED or (self.knows_base and not odd and same_value(value, base.get(name))):
                continue  # as it was sent, whatever that means
            if odd in (ERROR, OUTSIDE):
                refused[name] = (_text(value) or "#", _ERROR if odd == ERROR else _OUTSIDE)
                continue
            if odd == FORMULA and value is None:  # what was meant nobody knows; it is no blank
                refused[name] = ("=", _NO_RESULT)
                continue
            try:
                told = understood(FORMATS[LEDGER][name], value, self.year)
            except Unusable as unusable:
                refused[name] = (_text(value), unusable.why)
                continue
            self._note(FORMULAS, odd == FORMULA)
            if not same(told, meant(FORMATS[LEDGER][name], base.get(name), self.year)) and (
                self.knows_base or told is not None
            ):
                answers[name] = told
        for name in _OF_OFFICE if self.knows_base else ():
            there = row.values.get(name)
            if name in self.sheet.columns and not _is_as_sent(name, there, base.get(name), self.year):
                refused[name] = (_text(there) or "（空）", _NOT_YOURS)
        return CameRow(answers, refused)


def _is_as_sent(name: str, there: Any, sent: Any, year: int | None) -> bool:
    if FORMATS[LEDGER][name].kind == "day":
        return same(meant(FORMATS[LEDGER][name], there, year), meant(FORMATS[LEDGER][name], sent, year))
    return fold(there) == fold(sent)


def _both(one: CameRow, other: CameRow) -> CameRow:
    """Two rows of one measure in one sheet, as somebody copied it: what they say differently is refused."""
    answers, refused = dict(one.answers), {**one.refused, **other.refused}
    for name, value in other.answers.items():
        if name in answers and not same(answers[name], value):
            refused[name] = (f"{_text(answers.pop(name))} / {_text(value)}", _TORN)
        elif name in refused:
            refused[name] = (f"{refused[name][0]} / {_text(value)}", refused[name][1])
        else:
            answers[name] = value
    return CameRow(answers, refused)


def _shown(row: FoundRow) -> Record:
    return {name: value for name, value in row.values.items() if name not in ("事项键", "措施键")}


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def matched(rows: Iterable[FoundRow], sent: Mapping[int, Record]) -> list[_Match]:
    """Each row with the 措施键 of the row that was sent, ``None`` for one that was not; in the order of the sheet.

    First rows whose key and text agree; then those whose text is that of one row that was sent, with its numbers where
    several have it; then those with another text whose numbers are those of one row that was sent; last, where the
    numbers are gone, those whose key is still free.
    """
    rows = list(rows)
    texts: dict[str, list[int]] = {}
    for each, values in sent.items():
        texts.setdefault(fold(values.get(_TEXT)), []).append(each)
    found: dict[int, _Match] = {}
    taken: set[int] = set()

    def settle(row: FoundRow, key: int | None, *, by_text: bool = False) -> None:
        found[row.row] = _Match(row, key, by_text)
        if key is not None:
            taken.add(key)

    for row in rows:
        key, text = _key(row, sent), fold(row.values.get(_TEXT))
        known = sent[key] if key is not None else {}
        # a text that several have does not tell whether a sort left the keys behind; its numbers do
        sure = len(texts.get(text, ())) == 1 or _is_place_of(row.values, known)
        if key is not None and text == fold(known.get(_TEXT)) and sure:
            settle(row, key)
    for row in rows:
        text = fold(row.values.get(_TEXT))
        if row.row in found or not text:
            continue
        alike = texts.get(text, [])
        numbered = [each for each in alike if _is_place_of(row.values, sent[each])]
        free = [each for each in numbered or alike if each not in taken]
        if len(free) == 1:
            settle(row, free[0], by_text=True)
    for row in rows:
        if row.row in found or not all(_numbers(row.values)):
            continue
        alike = [each for each in sent if each not in taken and _is_place_of(row.values, sent[each])]
        if len(alike) == 1:
            settle(row, alike[0], by_text=alike[0] != _key(row, sent))
    for row in rows:
        key = _key(row, sent)
        if row.row not in found and key is not None and key not in taken and not all(_numbers(row.values)):
            settle(row, key)
    for row in rows:
        if row.row not in found and (row.values.keys() - {*KEYS} or row.odd):
            settle(row, None)
    return [found[row.row] for row in rows if row.row in found]


def _key(row: FoundRow, sent: Mapping[int, Record]) -> int | None:
    key = item_number(row.values.get("措施键"))
    return key if key in sent else None


def _is_place_of(values: Mapping[str, Any], sent: Record) -> bool:
    """Whether a row has the numbers of one that was sent, and the name of its item, where it has one."""
    name = fold(values.get("事项名称"))
    return _numbers(values) == _numbers(sent) and name in ("", fold(sent.get("事项名称")))


def _numbers(values: Mapping[str, Any]) -> tuple[str, str]:
    return squeeze(values.get("事项序号")), squeeze(values.get("措施序号"))
