"""事项键: the stable number of an item, which travels with its row when staff sort, insert or renumber."""

from __future__ import annotations

from collections.abc import Collection

from duban.macros.baseline import Baseline, read_baseline
from duban.udfs.likeness import likeness
from duban.udfs.text import fold, item_number
from duban.workbook.cells import a1
from duban.workbook.errors import Stop
from duban.workbook.findings import Finding
from duban.workbook.tables import Tables

BEYOND_RECOGNITION = 0.35
"""Two names of one key that are less alike than this are two different items."""

_BOILERPLATE = ("改革攻坚", "体制机制", "工作")


def assign_keys(
    tables: Tables, *, rekey: bool = False, baseline: Baseline | None = None
) -> tuple[dict[int, int], list[Finding]]:
    """The key of every item by its row.

    A typed key is kept; a row without one gets the key that is on record for its name, else its 序号
    where that number is free, else the next free one.
    Of two rows with one key the one with the key's name keeps it, else the upper one; the other gets a
    new key. A key whose name is beyond recognition stops with ``list_replaced`` (both names), or is
    renewed when ``rekey``.
    """
    sheet = tables.need_list
    items = sheet.items
    former = former_names(baseline or read_baseline(tables))
    findings: list[Finding] = []
    keys: dict[int, int] = {}
    replaced: dict[int, int] = {}
    copied: dict[int, int] = {}
    holders: dict[int, list[int]] = {}
    for row, item in items.items():
        typed = item.tracking["事项键"]
        key = item_number(typed)
        if key is None and typed is not None:
            cell = f"{sheet.name}!{a1(row, sheet.header.columns['事项键'])}"
            raise Stop("foreign_key", path=tables.file, cell=cell, value=typed)
        if key is not None:
            holders.setdefault(key, []).append(row)
    known_names: dict[str, list[int]] = {}
    for key, name in former.items():
        known_names.setdefault(fold(name), []).append(key)
    stay = {
        key
        for key, rows in holders.items()
        if key in former and any(fold(items[row].name) == fold(former[key]) for row in rows)
    }
    for key, rows in holders.items():
        # a row copied above its original and renamed must not take the key away
        was, names = former.get(key), {row: items[row].name for row in rows}
        # the very name of another key: a sort left the columns on the right behind, however alike the names are
        fitting = [
            row
            for row in rows
            if _may_be(was, names[row])
            and _is_no_others(key, was, known_names.get(fold(names[row]), []), stay)
        ]
        owner = next((row for row in fitting if fold(names[row]) == fold(was)), [*fitting, *rows][0])
        copied.update((row, key) for row in rows if row != owner)
        if owner in fitting:
            keys[owner] = key
        else:
            replaced[owner] = key
    if replaced and not rekey:
        row, key = min(replaced.items())
        raise Stop(
            "list_replaced",
            path=tables.file,
            cell=a1(row, sheet.header.columns["事项名称"]),
            sheet=sheet.name,
            key=key,
            was=former[key],
            now=items[row].name,
        )
    taken = set(keys.values())
    open_numbers = [item.number for row, item in items.items() if row not in keys and item.number is not None]
    after = max([0, *taken, *former, *open_numbers])
    for row, item in items.items():
        if row in keys or row in copied:
            continue
        # its tracking columns were lost or left out of a sort, the ledger still knows the name
        known = [key for key in known_names.get(fold(item.name), []) if key not in taken]
        if known:
            keys[row] = item.number if item.number in known else known[0]
            taken.add(keys[row])
    for row, item in items.items():
        if row in keys:
            continue
        number = item.number
        fresh = row not in copied and row not in replaced and number not in taken
        if number is not None and fresh and _may_be(former.get(number), item.name):
            keys[row] = number
        else:
            after += 1
            keys[row] = after
        taken.add(keys[row])
    for row in items:
        at = sheet.header.columns.get("事项键", sheet.header.columns["事项名称"])
        if row in copied:
            facts: dict[str, object] = {"old": copied[row], "new": keys[row]}
            findings.append(Finding("I140", sheet.name, row, at, "事项键", copied[row], facts))
        if row in replaced:
            facts = {"old": replaced[row], "new": keys[row], "was": former[replaced[row]]}
            findings.append(Finding("I141", sheet.name, row, at, "事项键", replaced[row], facts))
    return {row: keys[row] for row in items}, findings


def _is_no_others(key: int, was: str | None, others: Collection[int], stay: Collection[int]) -> bool:
    """Whether a name is not that of another key; two items may share one where each still bears it (an item
    without measures has no row in the ledger that could tell)."""
    return not others or key in others or (was is None and all(other in stay for other in others))


def _may_be(was: str | None, now: str) -> bool:
    """Whether a key is free for an item: never used, or by an item of about the same name."""
    return was is None or same_item(was, now)


def former_names(baseline: Baseline) -> dict[int, str]:
    """The name that each key had when the workbook was last built."""
    return {key: str(record["名称"]) for key, record in baseline.items.items() if record["名称"]}


def same_item(was: str, now: str) -> bool:
    """Whether two names may belong to one item; boilerplate that every name has does not count."""
    one, other = fold(was), fold(now)
    for words in _BOILERPLATE:
        one, other = one.replace(words, ""), other.replace(words, "")
    if not one or not other:
        return True
    return likeness(one, other) >= BEYOND_RECOGNITION
