"""Whose key is whose: the 事项键 of each row of the list, by what stands there and by the names on record.

Nothing is written and nothing stops here: a build gives the keys, ``validate`` says where one would be refused.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from duban.udfs.likeness import likeness
from duban.udfs.text import fold, item_number
from duban.workbook.format.names import BASELINE, LEDGER
from duban.workbook.reading.sheet import Sheet
from duban.workbook.say.sentence import Say

BEYOND_RECOGNITION = 0.35
"""Two names of one key that are less alike than this are two different items."""

_BOILERPLATE = ("改革攻坚", "体制机制", "工作")


class Named(NamedTuple):
    """An item as keys know it: the key that stands in its row, its name and its 序号."""

    key: int | None
    name: str
    number: int | None


class Keys(NamedTuple):
    """Row of the list → its key, and what is to be said of it."""

    of_row: dict[int, int]
    copied: dict[int, int]
    """Rows that need a new key → the key that stands there, which is another row's."""
    replaced: dict[int, int]
    """Rows whose name is not that of their key → the key that stands there."""


def former_names(sheets: Mapping[str, Sheet]) -> dict[int, str]:
    """The name that each key had when the workbook was last built: by the record, else (version 0.1) by the ledger."""
    if BASELINE in sheets:
        table, name = sheets[BASELINE].table, "名称"
        of_item = [key is None for key in table["措施键"]]
    elif LEDGER in sheets:
        table, name = sheets[LEDGER].table, "事项名称"
        of_item = [True] * len(table.rows)
    else:
        return {}
    found: dict[int, str] = {}
    for key, told, mine in zip(table.numbers("事项键"), table[name], of_item, strict=True):
        if mine and key is not None and told:
            found.setdefault(key, str(told))
    return found


def decide(items: Mapping[int, Named], former: Mapping[int, str]) -> Keys:
    """The key of every item.

    A typed key is kept; a row without one gets the key that is on record for its name, else its 序号
    where that number is free, else the next free one. Of two rows with one key the one with the key's name keeps it,
    else the upper one; the other gets a new key, and so does one whose name is beyond recognition.
    """
    known_names: dict[str, list[int]] = {}
    for key, name in former.items():
        known_names.setdefault(fold(name), []).append(key)
    kept = _typed_keys(items, former, known_names)
    keys = dict(kept.of_row)
    taken = set(keys.values())
    open_numbers = [item.number for row, item in items.items() if row not in keys and item.number is not None]
    after = max([0, *taken, *former, *open_numbers])
    for row, item in items.items():
        if row in keys or row in kept.copied:
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
        fresh = row not in kept.copied and row not in kept.replaced and number not in taken
        if number is not None and fresh and _may_be(former.get(number), item.name):
            keys[row] = number
        else:
            after += 1
            keys[row] = after
        taken.add(keys[row])
    return kept._replace(of_row={row: keys[row] for row in items})


def _typed_keys(
    items: Mapping[int, Named], former: Mapping[int, str], known_names: Mapping[str, Sequence[int]]
) -> Keys:
    """The keys that stand in their rows and stay there; ``known_names``: name → the keys on record for it."""
    found = Keys({}, {}, {})
    holders: dict[int, list[int]] = {}
    for row, item in items.items():
        if item.key is not None:
            holders.setdefault(item.key, []).append(row)
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
        found.copied.update((row, key) for row in rows if row != owner)
        (found.of_row if owner in fitting else found.replaced)[owner] = key
    return found


def was_named(key: int, former: Mapping[int, str]) -> str | Say:
    """The name that a key had. A key that no item ever had is another's where the name in its row is."""
    return former.get(key) or Say("（没有记录）", "(not on record)")


def named(key: object, name: str, number: int | None) -> Named:
    """An item by what its cells hold; a key that is none of ours is none."""
    return Named(item_number(key), name, number)


def _is_no_others(key: int, was: str | None, others: Collection[int], stay: Collection[int]) -> bool:
    """Whether a name is not that of another key; two items may share one where each still bears it (an item
    without measures has no row in the ledger that could tell)."""
    return not others or key in others or (was is None and all(other in stay for other in others))


def _may_be(was: str | None, now: str) -> bool:
    """Whether a key is free for an item: never used, or by an item of about the same name."""
    return was is None or same_item(was, now)


def same_item(was: str, now: str) -> bool:
    """Whether two names may belong to one item; boilerplate that every name has does not count."""
    one, other = fold(was), fold(now)
    for words in _BOILERPLATE:
        one, other = one.replace(words, ""), other.replace(words, "")
    if not one or not other:
        return True
    return likeness(one, other) >= BEYOND_RECOGNITION
