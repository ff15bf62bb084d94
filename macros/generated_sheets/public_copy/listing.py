"""A table of a public copy before anybody has looked at its texts: each value with the cell that it comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from duban.udfs.periods import from_serial
from duban.udfs.progress import day, share
from duban.workbook.file.going_out import Hidden
from duban.workbook.reading.tables import PlacedSheet
from duban.workbook.say.findings import shown_value


class Told(NamedTuple):
    """A value and the cell of the workbook that says it; row 0: no cell of its own."""

    value: Any
    sheet: str = ""
    row: int = 0
    column: int = 0
    name: str = ""


class Column(NamedTuple):
    """A column of a public copy: its header, its width (characters) and the style of its cells."""

    name: str
    width: float
    style: str = "text"


@dataclass(frozen=True)
class Listing:
    """A table: its columns and rows. ``withheld`` says why other rows are not in it, and how many; ``left`` counts the
    columns of the workbook's sheet that it has not."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Told]]
    withheld: Mapping[str, int] = field(default_factory=dict)
    left: int = 0


@dataclass(frozen=True)
class Shown:
    """A sheet of the workbook and what of it is seen; ``hidden`` ``None``: nothing."""

    sheet: PlacedSheet
    hidden: Hidden | None

    def row(self, first: int, last: int = 0) -> bool:
        """Whether a row is seen, or one of several."""
        hidden = self.hidden
        return hidden is not None and any(
            row not in hidden.rows for row in range(first, max(first, last) + 1)
        )

    def column(self, name: str) -> bool:
        """Whether a column is seen; one that is not there hides nothing."""
        at = self.sheet.there.columns.get(name)
        return self.hidden is not None and (at is None or at not in self.hidden.columns)

    def told(self, row: int, column: str, value: Any) -> Told:
        """A value that stands in a cell of the sheet."""
        at = self.sheet.there.columns.get(column, 0)
        return (
            Told(value, self.sheet.name, row, at, column)
            if at
            else Told(value, self.sheet.name, row, 1, column)
        )

    def left(self, used: int) -> int:
        """How many of its columns are not published where so many are."""
        return max(0, len(self.sheet.there.columns) + len(self.sheet.there.extra) - used)


def without(listing: Listing, gone: Sequence[str]) -> Listing:
    """The table without these columns."""
    kept = [place for place, column in enumerate(listing.columns) if column.name not in gone]
    columns = [listing.columns[place] for place in kept]
    rows = [[row[place] for place in kept] for row in listing.rows]
    return Listing(columns, rows, listing.withheld, listing.left + len(listing.columns) - len(columns))


def as_day(value: Any) -> Any:
    """A typed date; anything else as the text that the cell shows."""
    number = day(value)
    return from_serial(number) if number is not None else as_text(value)


def as_share(value: Any) -> float | None:
    """A progress 0..1; ``None`` for anything else."""
    return share(value)


def as_text(value: Any) -> str | None:
    """What a cell shows."""
    return shown_value(value) or None
