"""Seeded mutants of workbooks: each is named by its seed and number, and can be made again alone.

A mutant is a sound base with one to three small damages or oddities at one of the levels of a package: the zip,
its parts, their XML, relations, content types, styles, names, cells. Bases of the old format are mutated as bytes.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import NamedTuple

import mutant_bases
import mutate_cells
import mutate_names
import mutate_package
import mutate_xls
import mutate_xml
import mutate_zip
from zip_draft import Draft, Nothing

Mutate = Callable[[Draft, random.Random], str]
"""Changes a draft and says what it changed; raises ``Nothing`` where the base has nothing of that kind."""

LEVELS: dict[str, tuple[Mutate, ...]] = {
    "zip": mutate_zip.ALL,
    "part": mutate_package.PARTS,
    "xml": mutate_xml.ALL,
    "relations": mutate_package.RELATIONS,
    "types": mutate_package.TYPES,
    "styles": mutate_names.STYLES,
    "names": mutate_names.NAMES,
    "sheets": mutate_names.SHEETS,
    "cells": mutate_cells.ALL,
}
_WEIGHTS = {"zip": 14, "part": 10, "xml": 30, "relations": 12, "types": 4, "styles": 8, "names": 8, "sheets": 6, "cells": 18}  # fmt: skip
_XLS = 0.06
"""Share of mutants of the old format."""
_RENAMED = 0.02
"""Share of the others whose suffix is changed as well."""


class Mutant(NamedTuple):
    """One mutant: ``seed-number``, its bytes, its suffix, and what was done to which base."""

    name: str
    data: bytes
    suffix: str
    what: tuple[str, ...]


def mutants(seed: int, n: int, start: int = 0) -> Iterator[Mutant]:
    """The mutants ``start`` to ``start + n - 1`` of a seed."""
    for number in range(start, start + n):
        yield mutant(seed, number)


def mutant(seed: int, number: int) -> Mutant:
    """One mutant alone."""
    rng = random.Random(f"{seed}-{number}")
    name = f"{seed}-{number}"
    if rng.random() < _XLS:
        data, what = mutate_xls.mutated(rng)
        return Mutant(name, data, ".xls", ("xls", what))
    base = mutant_bases.choose(rng)
    data, what = mutated(base.data, rng)
    what = [base.name, *what]
    suffix = base.suffix
    if rng.random() < _RENAMED:
        suffix = rng.choice((".xlsx", ".xlsm", ".xls", ".et", ".xlsb", ".ods"))
        what.append(f"called {suffix}")
    return Mutant(name, data, suffix, tuple(what))


def mutated(data: bytes, rng: random.Random) -> tuple[bytes, list[str]]:
    """A package with one to three changes, and what they are."""
    draft = Draft.read(data)
    what = [_one(draft, rng) for _ in range(rng.choices((1, 2, 3), (70, 22, 8))[0])]
    return draft.to_bytes(), what


def _one(draft: Draft, rng: random.Random) -> str:
    while True:
        level = rng.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
        change = rng.choice(LEVELS[level])
        try:
            return f"{level}: {change(draft, rng)}"
        except Nothing:
            continue
