"""Gnumeric as a third calculator of what the program writes.

It takes an array that is hidden in a nested function for one value, as some programs do: formulas that hide one show here.

TC1 Every formula of the samples with a list, after a build, has the value in Gnumeric that is stored.
TC2 So it is where staff sorted the ledger and the links apart since.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lists import Book
from oracles import compare, formula_cells, stored_values, with_gnumeric

from duban.workbook.format.names import LEDGER, LINKS

SAMPLES = Path(__file__).parents[2] / "examples"
Convert = Callable[[Path, Path], None]


def built(name: str) -> Book:
    return Book((SAMPLES / f"{name}.xlsx").read_bytes()).built()


@pytest.mark.parametrize("name", ["齐鲁化工区", "临淄经济开发区", "沂源经济开发区"])
def test_gnumeric_computes_what_is_stored__ok(name: str, ssconvert: Convert) -> None:  # TC1
    data = built(name).data
    formulas = formula_cells(data)
    assert sum(map(len, formulas.values())) > 1000
    assert compare(stored_values(data), with_gnumeric(data, ssconvert), formulas) == []


def test_sorted_apart__ok(ssconvert: Convert) -> None:  # TC2
    book = built("桓台经济开发区")
    turned = book.sorted(LEDGER, "措施序号").sorted(LINKS, "市级序号", reverse=True).built()
    formulas = formula_cells(turned.data)
    assert compare(stored_values(turned.data), with_gnumeric(turned.data, ssconvert), formulas) == []
