"""Planted errors: what is found in a workbook is what was planted, to the cell, in every layout.

PL001  A right workbook has no findings but the note on merged cells of its list.
PL002  Findings equal the plants exactly: none missing, none extra, each at its cell and with its partner.
PL003  Every rule is planted, or it is said why it cannot be.
PL004  Every way to spoil a workbook comes up in these tests.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path
from random import Random

import pytest
from planted import AS_OF, Draft, Planted, built, list_only, write
from plants import NOT_BY_CELLS, PLANTS, NoRoom, Plant

from duban.validation.checker import Checking, check_file
from duban.validation.rule_examples.examples import EXAMPLES

BLOCK = 40
BLOCKS = 26
READ = {"S117", "S118", "S119", "S120", "T115", "T116"}
MOST = 8
"""Plants in one workbook."""


def found(path: Path) -> list[Planted]:
    """The findings of a file as plants are told, without what is said of how it was read."""
    findings = check_file(str(path), Checking(today=AS_OF)).findings
    wrong = (f for f in findings if f.code not in READ)
    return sorted((Planted(f.code, f.sheet, f.cell, f.partner) for f in wrong), key=str)


def draft_of(seed: int) -> Draft:
    chance = Random(seed)
    return (list_only, built, built)[seed % 3](chance)


def planted(draft: Draft, seed: int) -> list[Plant]:
    """Spoil a workbook: every plant has its turn as the first one, others follow as far as there is room."""
    chance = Random(-seed)
    wanted = [PLANTS[seed % len(PLANTS)], *chance.sample(PLANTS, chance.randint(0, 40))]
    done: list[Plant] = []
    for plant in sorted(dict.fromkeys(wanted), key=lambda plant: not plant.shape):
        if len(done) < MOST:
            before = len(draft.wanted)
            try:
                plant.put(draft)
            except NoRoom:
                assert len(draft.wanted) == before
            else:
                done.append(plant)
    return done


@lru_cache
def ways(seed: int) -> tuple[Plant, ...]:
    return tuple(planted(draft_of(seed), seed))


@pytest.mark.parametrize("block", range(3))
def test_right_workbooks__ok(block: int, tmp_path: Path) -> None:
    for seed in range(block * BLOCK, (block + 1) * BLOCK):
        expected = write(draft_of(seed), path := tmp_path / f"{seed}.xlsx")
        assert {each.code for each in expected} <= {"S109"}
        assert found(path) == expected, f"seed {seed}"


@pytest.mark.parametrize("block", range(BLOCKS))
def test_findings_equal_the_plants__error(block: int, tmp_path: Path) -> None:
    for seed in range(block * BLOCK, (block + 1) * BLOCK):
        draft = draft_of(seed)
        names = [f"{plant.code} {plant.where}" for plant in planted(draft, seed)]
        expected = write(draft, path := tmp_path / f"{seed}.xlsx")
        got = found(path)
        missing, extra = Counter(expected) - Counter(got), Counter(got) - Counter(expected)
        assert not missing and not extra, f"seed {seed}: {missing=} {extra=} planted: {names}"


def test_every_rule_is_planted() -> None:
    codes = {plant.code for plant in PLANTS}
    assert codes | NOT_BY_CELLS.keys() == EXAMPLES.keys()
    assert codes.isdisjoint(NOT_BY_CELLS)


def test_every_plant_comes_up() -> None:
    used = {plant.where + plant.code for seed in range(BLOCK * BLOCKS) for plant in ways(seed)}
    assert {plant.where + plant.code for plant in PLANTS} <= used
