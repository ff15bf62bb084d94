"""Registers as staff keep them, with one cell spoilt: exactly that is found, wherever it stands.

PG1  Right registers, under titles, with columns in any order and under other names, with others between, blank rows and
     totals: nothing is found.
PG2  The wrong cells of a rule's example, in any row of such a register: the rule at its cell, and nothing else.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
import xlsxwriter

from duban.udfs.text import squeeze
from duban.validation.checker import Checking, check_file
from duban.validation.rule_examples.example import DECLARED, TODAY, first_row
from duban.validation.rule_examples.register_examples import REGISTER_EXAMPLES
from duban.workbook.cells.addresses import a1
from duban.workbook.format.registers.common import ROW_KEY
from duban.workbook.format.registers.definitions import DEFINITIONS
from duban.workbook.format.registers.on_site import ON_SITE
from duban.workbook.format.sheets_and_registers import REGISTERS

KINDS = [name for name in REGISTERS if name != DEFINITIONS]
SPOILS = {
    code: example
    for code, example in REGISTER_EXAMPLES.items()
    if example.sheet in KINDS
    and len(example.wrong.sheets) == 1
    and len(example.wrong.sheets[example.sheet].rows) == 1
    and example.at.cell
    == a1(first_row(example.sheet), [*DECLARED[example.sheet].names].index(example.at.column) + 1)
}
SEEDS = 24
MOST = {ON_SITE: 4}
"""Rows that a right register has fewer than."""
TOLD = ("short", "text", "person")
"""Kinds of keys that may say anything."""


class Register:
    """A right register, drawn by a seed."""

    def __init__(self, kind: str, chance: Random) -> None:
        self.declared, self.chance = DECLARED[kind], chance
        fields = [field for field in self.declared.fields if field.name != ROW_KEY and field.who != "formula"]
        chance.shuffle(fields)
        self.columns: list[str] = [field.name for field in fields]
        self.spelled = {field.name: self._spelled(field.name) for field in fields}
        for extra in ("自己加的列", "经办 邮箱")[: chance.randint(0, 2)]:
            self.columns.insert(chance.randint(0, len(self.columns)), extra)
        self.rows = [self._row(place) for place in range(1, chance.randint(3, MOST.get(kind, 8)))]
        self.gaps = [chance.random() < 0.2 for _ in self.rows]
        money = {each.measured_in for each in self.declared.fields if each.measured_in.endswith("元")}
        unit = f"　　单位：{money.pop()}" if len(money) == 1 else ""  # a line says one unit for all
        self.titles = ["2020年登记表", f"填报单位：综合局{unit}"][: chance.randint(0, 2)]

    def _spelled(self, name: str) -> str:
        """The column's own name, another, or one with a blank or its unit in it."""
        taken = {
            squeeze(other)
            for each in self.declared.fields
            if each.name != name
            for other in (each.name, *each.also)
        }
        others = [
            name,
            name,
            f"{name[0]} {name[1:]}",
            *(each for each in self.declared[name].also if squeeze(each) not in taken),
        ]
        unit = self.declared[name].measured_in
        return self.chance.choice([*others, f"{name}（{unit}）"] if unit else others)

    def _row(self, place: int) -> dict[str, Any]:
        good = self.declared.good_row(place)
        # rows can be told apart
        name = [name for name in self.declared.key if self.declared[name].kind in TOLD][-1]
        good[name] = f"{good[name]}{place}"
        return {**good, "自己加的列": "另 报", "经办 邮箱": 5}

    def write(self, path: Path) -> dict[tuple[int, str], str]:
        """The file; the cell of each column of each row."""
        found = {}
        with xlsxwriter.Workbook(str(path)) as book:
            day = book.add_format({"num_format": "yyyy-mm-dd"})
            sheet = book.add_worksheet(self.declared.name)
            for row, title in enumerate(self.titles):
                sheet.write_string(row, 0, title)
            at = len(self.titles)
            for column, name in enumerate(self.columns):
                sheet.write_string(at, column, self.spelled.get(name, name))
            for place, (values, gap) in enumerate(zip(self.rows, self.gaps, strict=True)):
                at += 1 + gap
                for column, name in enumerate(self.columns):
                    value = values.get(name)
                    found[place, name] = a1(at + 1, column + 1)
                    if isinstance(value, date):
                        sheet.write_datetime(at, column, value, day)
                    elif isinstance(value, str):
                        sheet.write_string(at, column, value)
                    elif value is not None:
                        sheet.write_number(at, column, value)
            if self.chance.random() < 0.4:
                sheet.write_string(at + 1, 0, "合计")
                sheet.write_number(at + 1, 1, 12)
                sheet.write_string(at + 2, 0, "注：按月更新")
        return found


def told(path: Path) -> list[tuple[str, str]]:
    found = check_file(str(path), Checking(today=TODAY, as_of=TODAY + timedelta(0))).findings
    return [(each.code, each.cell) for each in found]


@pytest.mark.parametrize("kind", KINDS)
def test_right_registers__ok(kind: str, tmp_path: Path) -> None:  # PG1
    for seed in range(SEEDS):
        register = Register(kind, Random(seed))
        register.write(path := tmp_path / f"{seed}.xlsx")
        assert told(path) == [], f"seed {seed}"


@pytest.mark.parametrize("code", SPOILS)
def test_a_spoilt_cell__error(code: str, tmp_path: Path) -> None:  # PG2
    example = SPOILS[code]
    wrong = example.wrong.sheets[example.sheet].rows[0]
    for seed in range(SEEDS):
        register = Register(example.sheet, chance := Random(seed))
        place = chance.randrange(len(register.rows))
        keys = {name: register.rows[place][name] for name in register.declared.key if name not in wrong}
        register.rows[place] |= {**wrong, **keys}
        cells = register.write(path := tmp_path / f"{seed}.xlsx")
        assert told(path) == [(code, cells[place, example.at.column])], f"seed {seed}"


def test_most_rules_of_registers_are_spoilt_here() -> None:
    assert len(SPOILS) >= 16
