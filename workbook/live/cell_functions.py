"""What a function in a cell takes and answers: ranges as rows of plain values, and a reason where there is no figure."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from itertools import repeat
from typing import Any, ParamSpec, TypeVar, cast

from duban.udfs.error_values import ERRORS, error_name
from duban.udfs.periods import from_serial
from duban.udfs.progress import day
from duban.workbook.cells.plain import plain
from duban.workbook.live.xlwings_link import conversion, xw
from duban.workbook.say.findings import shown_value

UNABLE = "#无法计算："
"""How the text begins that stands where a figure cannot be computed."""

CELL_LIMIT = 32_767
"""What a cell holds at most, in characters; Excel makes #VALUE! of a longer answer."""

Cells = Any
"""An argument as xlwings hands it over: rows of cells; ``None`` where it is left out. A list or a single
value is taken as well, for callers in Python."""

Answer = Any
"""A value, or rows of values that spill."""

_P = ParamSpec("_P")
_F = TypeVar("_F", bound=Callable[..., Any])


class Unable(Exception):
    """A figure cannot be computed; the text says why."""


MANY = 10_000
"""Cells of a range from which it is worth asking where the sheet ends."""


class CellRange(conversion.Accessor):
    """How an argument is read: always rows of cells, blanks as ``None``, dates as ``datetime``, error values
    as text. Of a whole column only the part that the sheet uses is fetched, for staff like to give ``D:D``."""

    @staticmethod
    def reader(options: Mapping[str, Any]) -> Any:
        """The steps from range to rows, in one fetch where Windows can take all cells."""
        read = cast("Any", conversion.ValueAccessor).reader({**options, "ndim": 2, "err_to_str": True})
        return read.prepend_stage(_fetch)


def _fetch(context: Any) -> None:
    area = context.range
    if area is None:
        return
    if area.api.Areas.Count > 1:  # Excel would give the values of the first
        context.value = ((Unable("请只选一个连续的区域"),),)
    else:
        context.value = _values(_within_used_area(area))
    context.range = None  # read


def _within_used_area(area: Any) -> Any:
    if area.api.CountLarge <= MANY:
        return area
    used = area.sheet.used_range
    rows = used.row + used.shape[0] - area.row
    columns = used.column + used.shape[1] - area.column
    return area[: max(1, rows), : max(1, columns)]


def _values(area: Any) -> tuple[tuple[Any, ...], ...]:
    """Rows of cells as COM hands them over. Of an area with a date that Windows does not know it hands over
    nothing (20200930 or a negative number in a cell for dates): halving finds that cell, which is its number."""
    rows, columns = area.shape
    single = rows == columns == 1
    try:
        found = area.raw_value
    except Exception:
        if not single and rows >= columns:
            return _values(area[: rows // 2, :]) + _values(area[rows // 2 :, :])
        if not single:
            halves = zip(_values(area[:, : columns // 2]), _values(area[:, columns // 2 :]), strict=True)
            return tuple(left + right for left, right in halves)
        found = area.api.Value2
    return ((found,),) if single else tuple(map(tuple, found))


def _plain(value: Any) -> Any:
    """A cell's value as the reader of files gives it. Raises what stands for a range that cannot be read."""
    if isinstance(value, Unable):
        raise value
    return error_name(value) or plain(value)


def rows_of(cells: Cells) -> list[list[Any]]:
    """An argument as rows of plain values. Raises ``Unable``."""
    if not isinstance(cells, list | tuple):
        return [[_plain(cells)]]
    if not any(isinstance(row, list | tuple) for row in cells):
        return [[_plain(value) for value in cells]]
    return [[_plain(value) for value in row] for row in cells]


def line(name: str, cells: Cells) -> list[Any]:
    """One row or one column of cells as a list; ``name`` is said where it is neither."""
    rows = rows_of(cells)
    if len(rows) > 1 and len(rows[0]) > 1:
        raise Unable(f"{name}应当是一行或一列")
    return [value for row in rows for value in row]


def beside(name: str, cells: Cells, others: str, number: int) -> list[Any] | None:
    """One row or one column, as long as that of ``others``; ``None`` where the argument is left out."""
    if cells is None:
        return None
    values = line(name, cells)
    if len(values) != number:
        raise Unable(f"{name}有 {len(values)} 格，{others}有 {number} 格，应当一样多")
    return values


def for_each(answer: Callable[..., Answer], arguments: Mapping[str, Cells]) -> Answer:
    """``answer`` for each cell of the ranges, which run side by side; a single cell goes with all of them.

    ``arguments`` are by the name that staff read. The answers lie as the first longer range does.
    """
    values = {name: line(name, cells) for name, cells in arguments.items()}
    longer = [name for name, line in values.items() if len(line) > 1]
    if not longer:
        return answered(answer, *(line[0] for line in values.values()))
    number = len(values[longer[0]])
    for name in longer:
        beside(name, values[name], longer[0], number)
    lines = [line if len(line) > 1 else repeat(line[0], number) for line in values.values()]
    answers = [answered(answer, *each) for each in zip(*lines, strict=True)]
    return [answers] if len(rows_of(arguments[longer[0]])) == 1 else [[each] for each in answers]


def text_of(value: Any) -> Any:
    """A cell that is read as text; raises ``Unable`` for an error value."""
    if value in ERRORS:
        raise Unable(f"单元格是错误值 {value}")
    return value if value is None else shown_value(value)


def day_of(name: str, value: Any) -> float:
    """A date as Excel's number. Raises ``Unable``."""
    number = day(value)
    if number is None:
        raise Unable(f"{name}是空的" if value is None else f"{name}不是日期")
    return number


def as_of_date(cells: Cells) -> date:
    """The as-of date; today where the argument is left out. A blank cell is no date; NOW() is its day."""
    if cells is None:
        return _today()
    values = line("截至日期", cells)
    if len(values) != 1:
        raise Unable("截至日期应当是一格")
    return cast("date", from_serial(day_of("截至日期", values[0])))


def _today() -> date:
    return date.today()


def answered(answer: Callable[..., Answer], *values: Any) -> Answer:
    """The answer, or why there is none."""
    try:
        return answer(*values)
    except Unable as reason:
        return f"{UNABLE}{reason}"


def face(function: Callable[_P, Answer]) -> Callable[_P, Answer]:
    """A function that never raises: what a cell cannot show as a figure it says."""

    @wraps(function)
    def wrapped(*args: _P.args, **kwargs: _P.kwargs) -> Answer:
        try:
            return function(*args, **kwargs)
        except Unable as reason:
            return f"{UNABLE}{reason}"
        except Exception as error:
            logging.getLogger(__name__).exception("%s failed", function.__name__)
            return f"{UNABLE}程序出错（{type(error).__name__}），请联系管理员"

    return wrapped


def argument(name: str, doc: str) -> Callable[[_F], _F]:
    """An argument: how it is read, and what staff are asked for there, kept in ``asks`` of the face."""
    read = xw.arg(name, convert=CellRange)

    def asked(face: _F) -> _F:
        vars(face).setdefault("asks", {})[name] = doc
        return read(face)

    return asked
