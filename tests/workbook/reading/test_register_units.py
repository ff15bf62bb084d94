"""The unit of a register's figures: wherever a header, or a line above it, says one, it is that one which counts.

RU1  Amounts in another unit than the register's are never counted: said in the header of a column, in a heading over several
     columns, in a row below the names, in a line above, alone or with other things, or in the title.
RU2  The column's own words go before what stands over it, and that before a line above; the nearest line goes first.
RU3  Lines that say units of something else, names and amounts in words say nothing about money.
RU4  Several units that a line says are none that could be counted.
RU5  A column that an office declares with its unit is known without it, and in another unit told as such.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from registers import DECLARED, DEFINITIONS, OWN, PROJECTS, sheet
from sheets import areas, grid

from duban.workbook.format.fields import SheetFormat
from duban.workbook.format.registers.zones import ZONES
from duban.workbook.format.sheets_and_registers import REGISTERS
from duban.workbook.reading.declared_registers import declared_registers
from duban.workbook.reading.registers import find_register_header, register_sheet

Row = list[Any]
NAMES: Row = ["项目编号", "项目名称", "总投资", "年度计划投资"]
DATA: Row = ["A", "甲", 50000, 20000]
MONEY = ("总投资", "年度计划投资")


def read(
    rows: list[Row], merges: tuple[str, ...] = (), declared: SheetFormat = REGISTERS[PROJECTS]
) -> tuple[list[str], dict[str, str], list[int]]:
    """The columns that are read, those in another unit with it, and the rows."""
    cells = replace(grid(rows, name=declared.name), merges=areas(merges))
    found = find_register_header(cells, declared)
    assert found is not None
    others = {each.field.name: each.unit for each in found.other_units}
    return list(found.header.columns), others, list(register_sheet(cells, found, declared).table.rows)


def over(heading: str) -> list[Row]:
    """A header of two rows: a heading over the two columns of money."""
    return [["项目编号", "项目名称", heading, None], [None, None, *MONEY], DATA]


def with_units(*units: str) -> list[Row]:
    """A header with a row of units below its names."""
    return [NAMES, [None, None, *units], DATA]


TALL = ("A1:A2", "B1:B2")
LAYOUTS: list[tuple[list[Row], tuple[str, ...], int]] = [
    (over("投资（万元）"), (*TALL, "C1:D1"), 3),
    (over("投资（万元）"), TALL, 3),
    (over("投资额：万元"), (*TALL, "C1:D1"), 3),
    (with_units("（万元）", "（万元）"), TALL, 3),
    (with_units("（万元）", "（万元）"), (), 3),
    (with_units("万元", "万元"), (), 3),
    ([["填报单位：招商局", None, None, "单位：万元"], NAMES, DATA], (), 3),
    ([["单位：万元"], ["填报单位：招商局"], NAMES, DATA], (), 4),
    ([["单位：万元  面积单位：亩"], NAMES, DATA], (), 3),
    ([["面积单位：亩  单位：万元"], NAMES, DATA], (), 3),
    ([["单位：亩、万元"], NAMES, DATA], (), 3),
    ([["单 位：万 元"], NAMES, DATA], (), 3),
    ([[None, None, "单位：", "万元"], NAMES, DATA], (), 3),
    ([["金额单位（万元）"], NAMES, DATA], (), 3),
    ([["计量单位为万元"], NAMES, DATA], (), 3),
    ([["单位：人民币万元"], NAMES, DATA], (), 3),
    ([["2020年重点项目库（万元）"], [], NAMES, DATA], (), 4),
    *(
        ([["项目编号", "项目名称", *(text.format(name) for name in MONEY)], DATA], (), 2)
        for text in (
            "{}（万元）",
            "{}（单位：万元）",
            "{}(万)",
            "{}[万元]",
            "{}【万元】",
            "{}/万元",
            "{}\n万元",
            "{}（含税，万元）",
            "{}（万元）\n",
        )
    ),
]


@pytest.mark.parametrize(("rows", "merges", "row"), LAYOUTS)
def test_another_unit_is_not_counted__error(
    rows: list[Row], merges: tuple[str, ...], row: int
) -> None:  # RU1
    assert read(rows, merges) == (["项目编号", "项目名称"], dict.fromkeys(MONEY, "万元"), [row])


def in_own_unit(value: Any) -> Any:
    return value.replace("万", "亿") if isinstance(value, str) else value


@pytest.mark.parametrize(("rows", "merges", "row"), LAYOUTS)
def test_the_register_s_own_unit_is_counted__ok(
    rows: list[Row], merges: tuple[str, ...], row: int
) -> None:  # RU1
    told = [[in_own_unit(value) for value in each] for each in rows]
    assert read(told, merges) == (NAMES, {}, [row])


@pytest.mark.parametrize(
    ("rows", "others"),
    [
        (
            [["单位：万元"], ["项目编号", "项目名称", "总投资（亿元）", "年度计划投资"], DATA],
            ["年度计划投资"],
        ),
        ([["单位：万元"], ["单位：亿元"], NAMES, DATA], []),
        ([["单位：亿元"], ["单位：万元"], NAMES, DATA], [*MONEY]),
        ([["2020年项目库（万元）"], *over("投资（亿元）")], []),
    ],
)
def test_the_nearest_word_counts__ok(rows: list[Row], others: list[str]) -> None:  # RU2
    merges = ("A2:A3", "B2:B3", "C2:D2") if rows[1][-2:] == ["投资（亿元）", None] else ()
    assert list(read(rows, merges)[1]) == others


@pytest.mark.parametrize(
    "line",
    [
        "填报单位：招商局",
        "单位：元氏县",
        "面积单位：亩",
        "重点项目（1亿元以上）",
        "总投资10亿元",
        "单位：个",
        "各单位：请于3日前报送",
    ],
)
def test_other_lines_say_nothing_of_money__ok(line: str) -> None:  # RU3
    assert read([[line], NAMES, DATA]) == (NAMES, {}, [3])
    wide = ["项目编号", "项目名称", "总投资（1亿元以上）", "年度计划投资（含土地）"]
    assert read([wide, DATA])[1] == {}


def test_several_units_are_none__error() -> None:  # RU4
    rows = [["投资单位：亿元；税收单位：万元"], NAMES, DATA]
    assert read(rows)[1] == dict.fromkeys(MONEY, "亿元、万元")


def test_units_of_areas_too__error() -> None:  # RU1
    names: Row = ["开发区", "标准厂房（平方米）", "道路里程（千米）", "腾空土地（公顷）", "注册资金（元）"]
    found = read([names, ["甲区", 5000, 3, 2, 9]], declared=REGISTERS[ZONES])
    assert found[1] == {"标准厂房": "平方米", "腾空土地": "公顷", "注册资金": "元"}
    assert found[0] == ["开发区", "道路里程"]  # 千米 is 公里


def own() -> SheetFormat:
    """安全检查, of which 罚款 is declared in 万元."""
    cells = grid([list(row) for row in sheet(DEFINITIONS, DECLARED)], name=DEFINITIONS)
    found = find_register_header(cells, REGISTERS[DEFINITIONS])
    assert found is not None
    table = register_sheet(cells, found, REGISTERS[DEFINITIONS]).table
    return declared_registers(table, REGISTERS)[0][OWN]


@pytest.mark.parametrize(
    ("above", "header", "is_read", "other"),
    [
        ("单位：元", "罚款（万元）", True, ""),  # its own words go first
        (None, "罚款（元）", False, "元"),
        ("单位：万元", "罚款", True, ""),
        ("单位：元", "罚款", False, "元"),
        (None, "罚款", False, ""),  # not the name that is declared
        ("单位：万元", "罚款（起）", False, ""),
    ],
)
def test_a_declared_unit__ok(above: str | None, header: str, is_read: bool, other: str) -> None:  # RU5
    rows: list[Row] = [[above], ["企业", "责任单位", header], ["甲厂", "综合局", 3]]
    columns, others, _ = read(rows, declared=own())
    assert ("罚款（万元）" in columns, others.get("罚款（万元）", "")) == (is_read, other)
