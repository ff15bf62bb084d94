"""A generated sheet that is as the program left it is known without a look at its cells.

L1 As it was left, it is known by the plan that it was made from; another plan has another digest.
L2 Whatever touches the part, be it one byte, takes that away; the mark then tells.
L3 A copy under another name is the staff's; a sheet that is known by a name of its own may be renamed.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from duban.workbook.file.as_left import as_left
from duban.workbook.file.package import Package
from duban.workbook.file.write_xlsx import apply, create
from duban.workbook.plan.plans import BookPlan, Cell, SheetPlan

NAME = "市级汇总"
PLAN = SheetPlan(NAME, {(1, 1): Cell("甲"), (2, 1): Cell(1, "=1", "percent")}, owned=True)


def made(plan: SheetPlan = PLAN) -> Package:
    return Package.read(apply(create([SheetPlan("清单", {})]), BookPlan(sheets=(plan,))))


def test_sheet_as_it_was_left__ok() -> None:  # L1
    assert as_left(made(), NAME) == PLAN.digest


@pytest.mark.parametrize(
    "other",
    [
        replace(PLAN, cells={**PLAN.cells, (1, 1): Cell("乙")}),
        replace(PLAN, cells={**PLAN.cells, (2, 1): Cell(2, "=1", "percent")}),
        replace(PLAN, cells={**PLAN.cells, (2, 1): Cell(1, "=2", "percent")}),
        replace(PLAN, cells={**PLAN.cells, (2, 1): Cell(1, "=1")}),
        replace(PLAN, cells={**PLAN.cells, (1, 1): Cell("甲", link="'清单'!A1")}),
        replace(PLAN, cells={**PLAN.cells, (3, 1): Cell(None)}),
        replace(PLAN, widths={1: 20}),
        replace(PLAN, heights={1: 20}),
        replace(PLAN, row_breaks=(1,)),
    ],
    ids=["text", "value", "formula", "style", "link", "blank cell", "width", "height", "page"],
)
def test_other_plan_has_another_digest__ok(other: SheetPlan) -> None:  # L1
    assert other.digest != PLAN.digest


def test_plan_made_again_has_the_same_digest__ok() -> None:  # L1
    turned = dict(reversed([*PLAN.cells.items()]))
    assert replace(PLAN, cells=turned).digest == PLAN.digest


def test_dust_is_no_change__ok() -> None:  # L1
    def of(value: float) -> str:
        return replace(PLAN, cells={(1, 1): Cell(value, "=1")}).digest

    assert of(0.24863387978142076) == of(0.2486338797814208)
    assert of(0.2486) != of(0.24860001) and of(123456789.12) != of(123456789.13)


def test_one_byte_changed__ok() -> None:  # L2
    package = made()
    part = package.sheet_part(NAME)
    package.put(part, package.data(part).replace(b"</worksheet>", b" </worksheet>"))
    assert as_left(Package.read(package.to_bytes()), NAME) is None


def test_sheet_of_an_earlier_version__ok() -> None:  # L2
    package = made()
    package.remove_defined_name("_duban_as_left", NAME)
    assert as_left(Package.read(package.to_bytes()), NAME) is None


def test_renamed_sheet__ok() -> None:  # L3
    package = made()
    package.rename_sheet(NAME, "我的汇总")
    assert as_left(package, "我的汇总") is None
    known = made(replace(PLAN, known_as="2020年第三季度通报"))
    known.rename_sheet(NAME, "三季度")
    assert as_left(known, "三季度", "2020年第三季度通报") is not None
