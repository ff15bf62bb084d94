"""Plans: frozen data that says what a workbook shall hold. Commands make them, writers carry them out.

Rows and columns count from 1, as in Excel. A cell position is ``(row, column)``.
Sizes are in Excel's units: column widths in characters, row heights in points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property
from hashlib import sha256
from operator import itemgetter
from types import MappingProxyType
from typing import Literal, NamedTuple

from duban.workbook.cells.areas import Area, Position
from duban.workbook.say.severity import Severity

Scalar = str | int | float | bool | date | None
NumberFormat = Literal["general", "text", "integer", "number", "percent", "date"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a generated sheet: a constant, or a formula with the value it has now.

    ``formula`` starts with ``=``. ``value`` is then its stored value; ``None`` stands for a formula
    whose value is the empty text. ``style`` is a key of ``styles.STYLES``. ``link`` is the cell of this
    workbook that a click leads to, as ``'任务清单'!H7``; it goes with a text.
    """

    value: Scalar = None
    formula: str | None = None
    style: str = "text"
    link: str | None = None


@dataclass(frozen=True, slots=True)
class EditCell:
    """One cell to set in a sheet that staff own.

    A cell that is there already keeps its style. A new cell takes the style of the cell ``like``
    (position in the same sheet) with ``number_format`` put on it, so that it looks like its neighbours.
    A cell that is there and is ``like`` itself gets ``number_format`` too, unless its own shows such values:
    what was text becomes a date or a share.
    """

    value: Scalar = None
    formula: str | None = None
    number_format: NumberFormat = "general"
    like: Position | None = None


class Remark(NamedTuple):
    """Something to say of one cell of a staff sheet, in colour and in a note.

    A tuple, because a batch makes tens of thousands.
    """

    row: int
    column: int
    severity: Severity
    text: str


@dataclass(frozen=True, slots=True)
class DropDown:
    """A list validation over ``area``; ``choices`` are texts or one range reference (``=规则!$E$2:$E$4``).

    ``strict`` refuses other input; else Excel only warns.
    """

    area: Area
    choices: tuple[str, ...] | str
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Expected:
    """What an area expects to be typed, said when a cell of it is chosen; other input is warned of, not refused."""

    area: Area
    kind: Literal["share", "day"]
    """A share 0..1, or a date."""
    hint: str


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a chart; all three are references such as ``='市级汇总'!$B$5:$B$9`` (name may be text)."""

    name: str
    categories: str
    values: str
    colour: str
    """RRGGBB."""
    light: str = ""
    """The light that it counts, which has a pattern of its own."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A native chart: ``bar`` (horizontal bars, one series), ``stacked`` (stacked horizontal bars) or ``line``.

    A ``line`` runs over the categories, one for each series, with a gap where a cell is blank. Beware of formulas
    that give an empty text: Excel draws it at zero, and the format has no way to forbid that.
    """

    kind: Literal["bar", "stacked", "line"]
    title: str
    series: tuple[Series, ...]
    anchor: Position
    width: int
    """Pixels."""
    height: int
    """Pixels."""
    percent: bool = False
    """The value axis is 0..1 shown as per cent."""
    open_ended: bool = False
    """Whether it goes on beyond 100 % where a value does."""
    step: float | None = None
    """Distance of the value axis's marks, where the program's own choice would not do."""


@dataclass(frozen=True)
class SheetPlan:
    """A whole sheet to make, or to put in the place of an owned sheet of the same name.

    ``owned`` sheets carry a hidden mark and are replaced on each run; the others are made once
    and belong to the staff from then on.
    """

    name: str
    cells: Mapping[Position, Cell]
    widths: Mapping[int, float] = field(default_factory=lambda: MappingProxyType({}))
    heights: Mapping[int, float] = field(default_factory=lambda: MappingProxyType({}))
    fitted_rows: frozenset[int] = frozenset()
    """Rows whose height is a first measure of their text: they grow and shrink when somebody types. All other rows of
    ``heights`` stay as high as they are, for no program fits a row to a merged cell."""
    merges: tuple[Area, ...] = ()
    freeze: Position | None = None
    """The first cell that scrolls; rows above and columns to the left stay."""
    repeat_rows: tuple[int, int] | None = None
    """Rows repeated at the top of each printed page."""
    repeat_columns: tuple[int, int] | None = None
    """Columns repeated at the left of each printed page."""
    row_breaks: tuple[int, ...] = ()
    """The last row of each printed page but the last, where a page must end there."""
    column_breaks: tuple[int, ...] = ()
    """The last column of each printed page; without any, all columns print side by side on one."""
    print_area: Area | None = None
    landscape: bool = True
    hidden_columns: tuple[int, ...] = ()
    drop_downs: tuple[DropDown, ...] = ()
    expected: tuple[Expected, ...] = ()
    """In a sheet of a file of its own only, as the filter and the protection."""
    filter: Area | None = None
    protected: bool = False
    """Whether only cells of a ``fill`` style can be typed into, until somebody takes the protection off: it has no
    password."""
    light_areas: tuple[Area, ...] = ()
    """Areas whose cells are coloured by the light that their text names."""
    bar_areas: tuple[Area, ...] = ()
    """Areas whose shares have a bar in the cell, full at 100 %."""
    charts: tuple[Chart, ...] = ()
    notes: Mapping[Position, str] = field(default_factory=lambda: MappingProxyType({}))
    """What is to be said of a cell, in a note; in a sheet that is made once, where it then is the staff's."""
    tab_colour: str | None = None
    owned: bool = False
    known_as: str = ""
    """The name by which the mark knows the sheet again, under whatever name staff gave it; empty: by ``name`` alone."""
    very_hidden: bool = False
    """Whether only programs see it."""

    @cached_property
    def digest(self) -> str:
        """32 hex digits of all that the plan says: the cells with their values, formulas and styles, and how they are
        laid out."""
        told = [
            f"{each.name}={getattr(self, each.name)!r}" for each in fields(self) if each.name not in _DIGESTED
        ]
        told.append(repr(sorted(self.fitted_rows)))
        for at, cell in sorted(self.cells.items(), key=itemgetter(0)):
            value = _plainly(cell.value) if isinstance(cell.value, float) else repr(cell.value)
            told.append(f"{at}{value}{cell.formula}\n{cell.style}{cell.link}")
        return sha256("\0".join(told).encode(errors="surrogatepass")).hexdigest()[:32]


def _plainly(value: float) -> str:
    """A number without its last digits, which are dust: a file keeps one or two fewer than a sum gives."""
    return f"{value:.10f}" if abs(value) < _SMALL else f"{value:.12g}"


_SMALL = 1000
_DIGESTED = ("cells", "fitted_rows")
"""What a plan's digest does not take as it is spelled: their order says nothing."""


@dataclass(frozen=True)
class SheetEdit:
    """Cells to set in a sheet that staff own; nothing else of the sheet is touched but what is named here.

    Widths, light colours and drop-downs may only name columns that the program itself created.
    """

    name: str
    cells: Mapping[Position, EditCell]
    widths: Mapping[int, float] = field(default_factory=lambda: MappingProxyType({}))
    hidden_columns: tuple[int, ...] = ()
    drop_downs: tuple[DropDown, ...] = ()
    light_areas: tuple[Area, ...] = ()
    print_to: int | None = None
    """The last row that shall print: a print area that ends above it is drawn down to it."""
    print_columns: int | None = None
    """The last column that shall print, where nobody has said what the sheet prints."""
    grow: Mapping[Area, int] = field(default_factory=lambda: MappingProxyType({}))
    """The filters and tables that shall take columns in: the area of each → its last column to be."""
    remarks: tuple[Remark, ...] | None = None
    """Cells to colour and to note, in place of all notes that the program left earlier; ``None`` leaves those."""
    becomes: SheetPlan | None = None
    """Of an owned sheet whose cells the program itself changes: what it is then, so that its mark says so."""


@dataclass(frozen=True)
class Tidy:
    """How a sheet that the program made once is kept in order: it prints down to ``last_row``, and repeats its first
    columns where it goes over several pages."""

    last_row: int
    repeated: int = 0
    unseen: int | None = None
    """Of a sheet that nobody sees: a column that is blank. It alone prints, for some programs print hidden sheets too."""


@dataclass(frozen=True)
class BookPlan:
    """All that one command changes in one workbook, in the order: rename, remove, sheets, edits."""

    renames: tuple[tuple[str, str], ...] = ()
    """Owned sheets that staff edited, kept under a new name; they lose the mark."""
    removes: tuple[str, ...] = ()
    sheets: tuple[SheetPlan, ...] = ()
    edits: tuple[SheetEdit, ...] = ()
    places: tuple[tuple[str, str | None], ...] = ()
    """Where the sheets that are not there yet come, one after the other: the name of each, and of the sheet before which it
    is put; ``None``: at the end."""
    tidy: Mapping[str, Tidy] = field(default_factory=lambda: MappingProxyType({}))
    """Sheets that are kept in order by the way, in a file: rows that show their text, pages that can be read."""
    recalculate: bool = True
    """Whether Excel shall compute everything on opening; not where no value and no formula comes or goes."""

    @property
    def empty(self) -> bool:
        """Whether carrying out this plan would change nothing."""
        return not (self.renames or self.removes or self.sheets or self.edits)

    def to_add(self, there: Iterable[str]) -> Iterator[tuple[SheetPlan, str | None]]:
        """The sheets that are not ``there``, in the order in which they are put there, each with the sheet before which it
        comes. One without a place comes before the sheet that was kept of it, else at the end."""
        taken = {name.casefold() for name in there}
        new = {plan.name: plan for plan in self.sheets if plan.name.casefold() not in taken}
        kept, placed = dict(self.renames), dict(self.places)
        for name in (
            *(each for each in placed if each in new),
            *(each for each in new if each not in placed),
        ):
            yield new[name], placed[name] if name in placed else kept.get(name)
