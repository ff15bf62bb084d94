"""A column, and a sheet of columns: declared once, as data; all that reads, checks, draws or documents is derived.

A format knows no functions and no conditions. What a kind of value means to a check stands in
``validation.rules.value_kinds``, what it means to the eye stands here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from duban.udfs.text import squeeze
from duban.workbook.say.sentence import Say

FieldKind = Literal[
    "key",  # a number that knows a row again for ever
    "number",  # 序号
    "text",  # text over several lines
    "lines",  # a numbered list
    "measures",  # a numbered list that must have a line
    "unit",
    "person",
    "choice",
    "word",  # a short text that the program gives
    "short",  # a text of one line
    "weight",
    "whole",  # a whole number that counts something
    "amount",  # any number, of a unit that the field names
    "about",  # the same, or a text that says about how much, which is kept and never added up
    "phone",
    "week",
    "month",
    "quarter",
    "day",
    "share",
    "rate",  # a share of something that may be more than all of it, or less than nothing
    "light",
    "files",  # names of files, addresses
    "period",
    "any",  # whatever a cell may hold
]
"""What a column holds."""

Who = Literal["key", "program", "formula", "own", "staff", "unit"]
"""Who fills it: nobody (a key of the program), the program with a constant, a formula, a formula of the office's own, the
office, the unit in its return."""

Total = Literal["", "合计", "计数", "平均", "最新", "分布"]
"""What the summary of a register shows of a column: nothing, its sum, how many rows fill it, its mean, what the row added last
says, how often each value occurs."""

LOOKS: Mapping[FieldKind, tuple[str, str]] = {
    "key": ("center", "center"),
    "number": ("integer", "input_number"),
    "text": ("text", "input"),
    "lines": ("text", "input"),
    "measures": ("text", "input"),
    "unit": ("center", "input_center"),
    "person": ("center", "input_center"),
    "choice": ("center", "input_center"),
    "word": ("center", "input_center"),
    "short": ("center", "input_center"),
    "weight": ("number", "input_number"),
    "whole": ("integer", "input_number"),
    "amount": ("number", "input_number"),
    "about": ("number", "input_number"),
    "phone": ("center", "input_text"),
    "week": ("center", "input_text"),
    "month": ("center", "input_text"),
    "quarter": ("center", "input_text"),
    "day": ("date", "input_date"),
    "share": ("percent", "input_percent"),
    "rate": ("percent", "input_percent"),
    "light": ("light", "light"),
    "files": ("text", "input"),
    "period": ("center", "input"),
    "any": ("center", "input_center"),
}
"""Kind → its style where the program fills it, and where people do."""

NumberFormat = Literal["general", "text", "integer", "percent", "date"]

_NUMBER_FORMATS: Mapping[str, NumberFormat] = {
    "input_text": "text",
    "integer": "integer",
    "percent": "percent",
    "input_percent": "percent",
    "date": "date",
    "input_date": "date",
}


LOOKED_UP = frozenset(["IF", "IFERROR", "INDEX", "MATCH"])
"""What a formula calls that shows a value of another row by its key."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table, or a row of a sheet of settings."""

    name: str
    kind: FieldKind
    who: Who
    help: str
    """What stands in it, as the manual tells staff."""
    width: float = 12
    """Characters."""
    required: str | None = None
    """The code of the finding at a blank cell."""
    choices: tuple[str, ...] = ()
    wrong_choice: str = ""
    """The code of the finding at a value that is no choice."""
    also: tuple[str, ...] = ()
    """Other header texts, best first."""
    like: str = ""
    """How header texts are built that mean it as well: a regular expression over the text without blanks and brackets."""
    may_lack: bool = False
    """Whether a sheet without this column is whole, as those of older workbooks are."""
    checked: bool | None = None
    """Whether the tests of its kind see it; by default, those of what people fill do."""
    hidden: bool = False
    """Whether its column is hidden, as it is of no use to a reader."""
    calls: frozenset[str] = frozenset()
    """The functions that the program's formula calls, by which it is told from one of the staff's."""
    called: frozenset[str] = frozenset()
    """Those that the formula of earlier versions calls, where it was built otherwise."""
    example: tuple[Any, ...] = ()
    """Values of good rows, one after another."""
    measured_in: str = ""
    """The unit of an amount, as 亿元; a header that says another one is not read as this field."""
    total: Total = ""

    @property
    def by_people(self) -> bool:
        """Whether people fill it."""
        return self.who in ("staff", "unit")

    @property
    def by_program(self) -> bool:
        """Whether the program fills it, so that it can put the column there again."""
        return self.who in ("key", "program", "formula")

    @property
    def is_checked(self) -> bool:
        """Whether the tests of its kind see it."""
        return self.by_people if self.checked is None else self.checked

    @property
    def style(self) -> str:
        """The style of its cells."""
        return LOOKS[self.kind][self.by_people]

    @property
    def number_format(self) -> NumberFormat:
        """The number format of its cells, where the rest of their look is that of their neighbours."""
        return _NUMBER_FORMATS.get(self.style, "general")


@dataclass(frozen=True)
class SheetFormat:
    """A sheet: what one row is, the fields that know a row again, its fields in order, its row rules by name.

    ``shape`` ``settings`` means that its fields are rows (name, value, note) and not columns; a ``register`` is a table that
    offices may keep besides, under titles and with columns of their own.
    """

    name: str
    row: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    rules: tuple[str, ...] = ()
    shape: Literal["table", "register", "settings"] = "table"
    freeze: str = ""
    """The first column that scrolls; empty: all do."""
    very_hidden: bool = False
    """Whether the sheet is one that nobody is to see or change."""
    of_documents: bool = False
    """Whether only documents look at it, so that nothing is built of it, and an office may have a sheet of its own of this name."""
    purpose: Say | None = None
    """Of a register: what it is kept for."""
    summary: str = ""
    """The sheet that sums it up, if any."""
    sent_by: str = ""
    """The column that says which unit fills a row; empty: none does."""
    summed_by: str = ""
    """The column by whose values its summary goes, where that is not the unit's."""

    def __post_init__(self) -> None:
        names = [each.name for each in self.fields]
        if len(set(names)) < len(names) or not set(self.key) <= set(names):
            raise ValueError(f"{self.name}: a field twice, or a key that is no field")

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """Name → field, in order."""
        return {each.name: each for each in self.fields}

    def __getitem__(self, name: str) -> Field:
        return self.by_name[name]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The columns, in order."""
        return tuple(self.by_name)

    @cached_property
    def computed(self) -> tuple[str, ...]:
        """Columns that hold formulas unless staff typed a value."""
        return self.where("formula")

    @cached_property
    def needed(self) -> tuple[str, ...]:
        """Columns without which the sheet cannot be used."""
        return tuple(each.name for each in self.fields if not each.may_lack)

    @cached_property
    def known(self) -> Mapping[str, str]:
        """Squeezed header text → the name of the column; own names go before other names."""
        found = {squeeze(name): name for name in self.names}
        for each in self.fields:
            for other in each.also:
                found.setdefault(squeeze(other), each.name)
        return found

    @cached_property
    def filled_by_units(self) -> tuple[str, ...]:
        """The columns that units fill in their returns; of a register none, where nobody knows which unit fills a row."""
        return self.where("unit") if self.shape != "register" or self.sent_by else ()

    def where(self, *who: Who) -> tuple[str, ...]:
        """The columns that these fill, in order."""
        return tuple(each.name for each in self.fields if each.who in who)

    def of_kind(self, *kinds: FieldKind) -> tuple[str, ...]:
        """The columns of these kinds, in order."""
        return tuple(each.name for each in self.fields if each.kind in kinds)

    def missing(self, there: Collection[str]) -> tuple[str, ...]:
        """The needed columns that are not among those ``there``."""
        return tuple(name for name in self.needed if name not in there)

    def good_row(self, place: int) -> dict[str, Any]:
        """The good row at a place (from 1): the examples of its fields, in turn."""
        return {f.name: f.example[(place - 1) % len(f.example)] for f in self.fields if f.example}
