"""登记表定义, read: the registers that an office declares, as formats like the others, and what is wrong with them.

A row that cannot be used makes its column fall away and a finding at its cell; a register that cannot be told apart from
a sheet of the program falls away as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from duban.udfs.text import one_line, squeeze
from duban.workbook.format.fields import Field, SheetFormat
from duban.workbook.format.names import is_own_sheet
from duban.workbook.format.registers.common import BLANK, NO_CHOICE, ROW_KEY, register
from duban.workbook.format.registers.definitions import FILLED_BY, KINDS, YES
from duban.workbook.format.sheet_names import is_sheet_name
from duban.workbook.reading.table import Table
from duban.workbook.say.findings import Finding
from duban.workbook.say.sentence import Say

LONGEST_CHOICES = 255
"""Characters that Excel's drop-down list takes where its choices stand in no cells."""

_MOST_COLUMNS = 1000
_SEPARATORS = re.compile(r"[、，,；;\n]+")
_UNIT = re.compile(r"\(([^()]+)\)$")
_SUMMED: Mapping[str, tuple[str, ...]] = {
    "合计": ("whole", "amount"),
    "平均": ("whole", "amount", "share"),
    "分布": ("choice", "unit", "short", "person", "month", "quarter"),
}
"""汇总 → the kinds of which it can be shown; of others it can be of any."""


@dataclass
class _Draft:
    """One register while its rows are read: its columns, those that must be filled, the header texts that are taken."""

    name: str
    first: int
    fields: list[Field] = field(default_factory=list)
    taken: dict[str, str] = field(default_factory=dict)
    needed: list[str] = field(default_factory=list)
    is_refused: bool = False


def declared_registers(
    table: Table, taken: Collection[str], sheets: Collection[str] = ()
) -> tuple[dict[str, SheetFormat], list[Finding]]:
    """The registers that the rows of 登记表定义 declare, by name, and what is wrong with them. ``taken``: names of sheets
    that are something else, as the task list's and those of registers that come with the program. A register is called as its
    sheet among ``sheets``, where that has blanks or letters in another way than its declaration.

    Findings: G120 of a cell, G121 of a whole register, G122 of what is left aside.
    """
    told = _Definitions(
        table,
        {_plain(name) for name in taken},
        {_plain(name): name for name in sheets if name == name.strip()},
    )
    for at in range(len(table.rows)):
        told.take(at)
    told.refuse_names_of_summaries()
    return told.formats(), told.findings


def _plain(name: str) -> str:
    """A name as names are compared: blanks, case and width make no other one."""
    return squeeze(name).casefold()


class _Definitions:
    """The rows of the sheet while they are read."""

    def __init__(self, table: Table, taken: set[str], sheets: Mapping[str, str]) -> None:
        self.table, self.taken, self.sheets = table, taken, sheets
        self.drafts: dict[str, _Draft] = {}
        self.findings: list[Finding] = []
        self._name = ""

    def take(self, at: int) -> None:
        """One row."""
        name = one_line(self.table["登记表"][at]) or self._name
        self._name = name
        column = one_line(self.table["列名"][at])
        if not name:
            self._find("G120", at, "登记表", Say("没有写登记表的名称", "it names no register"), name="—")
            return
        draft = self.drafts.get(_plain(name))
        if draft is None:
            draft = self.drafts[_plain(name)] = _Draft(self.sheets.get(_plain(name), name), at)
            if why := self._why_not(name):
                self._refuse(draft, why)
        if draft.is_refused or not squeeze(column):
            return  # of a blank 列名 the rule of its column tells
        made = self._field(at, draft, column)
        if made is not None:
            draft.fields.append(made)

    def _why_not(self, name: str) -> Say | None:
        if is_own_sheet(squeeze(name)) or _plain(name) in self.taken:
            return Say("与程序的表、任务清单或自带的登记表同名", "a sheet of this name is something else")
        if not is_sheet_name(f"区县-{name}汇总"):
            return Say(
                "作工作表的名称太长，或有 / \\ ? * [ ] : ' 这样的符号",
                "it is too long for the name of a sheet, or has / \\ ? * [ ] : ' in it",
            )
        return None

    def refuse_names_of_summaries(self) -> None:
        """A register that is called as the summary of another one, whichever is declared first, and one whose own summary is
        called as a sheet of the program."""
        for name, draft in self.drafts.items():
            other = self.drafts.get(name.removesuffix("汇总"))
            if draft.is_refused:
                continue
            if other not in (None, draft):
                self._refuse(
                    draft, Say("与另一张登记表的汇总表同名", "the summary of another register is called so")
                )
            elif f"{name}汇总" in self.taken and any(each.total for each in draft.fields):
                self._refuse(
                    draft, Say("它的汇总表与程序的表同名", "its summary is called as a sheet of the program")
                )

    def _refuse(self, draft: _Draft, why: Say) -> None:
        draft.is_refused = True
        self._find("G121", draft.first, "登记表", why, name=draft.name)

    def _field(self, at: int, draft: _Draft, column: str) -> Field | None:
        """The column of a row; ``None`` for one that cannot be used."""
        kind_name = self._choice(at, "类型", KINDS, "文本")
        who = self._choice(at, "填写", FILLED_BY, "办公室")
        if not self._is_free(at, draft, "列名", column) or kind_name is None or who is None:
            return None
        if len(draft.fields) >= _MOST_COLUMNS:
            self._find("G120", at, "列名", Say("列太多", "there are too many columns"), name=draft.name)
            return None
        kind, width = KINDS[kind_name]
        choices = self._names(at, "选项")
        if kind == "choice" and len(choices) < 2:
            self._find(
                "G120", at, "选项", Say("单选要有两个以上的选项", "it needs two choices"), name=draft.name
            )
            return None
        if kind == "choice" and len(",".join(choices)) > LONGEST_CHOICES:
            why = Say("选项合计超过 255 字，没有下拉列表，仍按选项检查", "too long for a drop-down list")
            self._aside(at, "选项", why, draft)
        if kind != "choice" and choices:
            self._aside(at, "选项", Say("只有单选才用选项", "only 单选 has choices"), draft)
        if squeeze(self.table["必填"][at]) == YES and FILLED_BY[who] != "own":
            draft.needed.append(column)
        unit = _UNIT.search(squeeze(column))
        draft.taken[squeeze(column)] = column
        return Field(
            column,
            kind,
            FILLED_BY[who],
            one_line(self.table["说明"][at]) or f"{kind_name}。",
            width,
            required=BLANK if column in draft.needed else None,
            choices=choices if kind == "choice" else (),
            wrong_choice=NO_CHOICE if kind == "choice" else "",
            also=tuple(self._aliases(at, draft)),
            checked=FILLED_BY[who] != "own",
            measured_in=unit[1] if kind == "amount" and unit else "",
            total=self._total(at, draft, kind),  # type: ignore[arg-type]
        )

    def _choice(self, at: int, name: str, known: Mapping[str, object], usual: str) -> str | None:
        """What a cell chooses; ``usual`` where it is blank; ``None`` for what nobody knows, of which the rule of its column
        tells."""
        value = squeeze(self.table[name][at])
        return usual if not value else value if value in known else None

    def _is_free(self, at: int, draft: _Draft, where: str, text: str) -> bool:
        """Whether a header text says one column and no other."""
        plain = squeeze(text)
        why = None
        if plain in (ROW_KEY, "区县"):
            why = Say("这个名称由程序使用", "the program uses this name")
        elif plain in draft.taken:
            other = draft.taken[plain]
            why = Say(f"登记表中已有这个列名或别名（{other}）", f"it is a name of {other} already")
        elif len(plain) > 60:
            why = Say("列名太长", "it is too long")
        if why is not None:
            self._find("G120", at, where, why, name=draft.name)
        return why is None

    def _aliases(self, at: int, draft: _Draft) -> Iterator[str]:
        column = one_line(self.table["列名"][at])
        for text in self._names(at, "别名"):
            if squeeze(text) != squeeze(column) and self._is_free(at, draft, "别名", text):
                draft.taken[squeeze(text)] = column
                yield text

    def _total(self, at: int, draft: _Draft, kind: str) -> str:
        total = squeeze(self.table["汇总"][at])
        if kind in _SUMMED.get(total, (kind,)):
            return total if total in (*_SUMMED, "计数", "最新") else ""
        self._aside(at, "汇总", Say(f"这种类型不能{total}", f"nothing of this kind has a {total}"), draft)
        return ""

    def _names(self, at: int, column: str) -> tuple[str, ...]:
        value = self.table[column][at]
        texts = map(one_line, _SEPARATORS.split("" if value is None else str(value)))
        return tuple(dict.fromkeys(filter(None, texts)))

    def _aside(self, at: int, column: str, why: Say, draft: _Draft) -> None:
        self._find("G122", at, column, why, name=draft.name, field=one_line(self.table["列名"][at]))

    def _find(self, code: str, at: int, column: str, why: Say, **facts: object) -> None:
        place = column if column in self.table else next(iter(self.table.columns))
        self.findings.append(self.table.finding(code, at, place, {"why": why, **facts}))

    def formats(self) -> dict[str, SheetFormat]:
        """The registers that can be used."""
        return {draft.name: made for draft in self.drafts.values() if (made := self._format(draft))}

    def _format(self, draft: _Draft) -> SheetFormat | None:
        people = [each for each in draft.fields if each.by_people]
        if draft.is_refused:
            return None
        if not people:
            why = Say("没有可用的列", "it has no column that could be used")
            self._find("G121", draft.first, "登记表", why, name=draft.name)
            return None
        key = next((name for name in draft.needed if name in [each.name for each in people]), None)
        if key is None:
            why = Say(
                "没有必填的列，按第一列区分各行", "no column must be filled; the first one tells rows apart"
            )
            self._aside(draft.first, "必填", why, draft)
            key = people[0].name
        unit = next((each.name for each in people if each.kind == "unit" and each.who == "staff"), "")
        to_fill = [each for each in people if each.who == "unit"]
        if to_fill and not unit:
            why = Say(
                "有单位填写的列，却没有由办公室填写的“单位”类型的列，不知道发给谁，不导出填报表",
                "units fill columns, and no column of type 单位 says which; no returns are sent",
            )
            self._aside(draft.first, "填写", why, draft)
        purpose = Say("本单位自己的登记表", "a register of the office's own")
        summary = f"{draft.name}汇总" if any(each.total for each in draft.fields) else ""
        made = register(draft.name, "一行登记", (key,), purpose, draft.fields, summary=summary, sent_by=unit)
        return replace(made, freeze=people[1].name if len(people) > 1 else "")
