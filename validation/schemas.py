"""pandera schemas of the typed tables: what a row must satisfy before its figures mean anything.

They check tables as ``read_tables`` gives them (index = Excel row), so a failure names a real row.
Importing pandera takes long, so no command that runs without them imports this module.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pandera.pandas as pa

from duban.udfs.lights import LIGHTS
from duban.udfs.progress import LIMITED, MOVED_OUT, STANDING, day, share
from duban.workbook.columns import CONFIRMED, MAIN, REFUSED, SIDE, SUGGESTED


def _each(test: Callable[[Any], bool], name: str) -> pa.Check:
    return pa.Check(test, element_wise=True, name=name)


_SHARE = _each(lambda value: value is None or share(value) is not None, "a number 0..1 or blank")
_DATE = _each(lambda value: value is None or day(value) is not None, "a real date or blank")
_FILLED = _each(lambda value: value is not None and str(value).strip() != "", "filled")
_KEY = _each(lambda value: isinstance(value, int) and value > 0, "a whole number above 0")
_OPTIONAL_KEY = _each(lambda value: value is None or (isinstance(value, int) and value > 0), "a key or blank")


def _one_of(*choices: str | None) -> pa.Check:
    return _each(lambda value: value in choices, f"one of {'、'.join(str(c) for c in choices if c)}")


def _in_order(table: pd.DataFrame) -> pd.Series[bool]:
    """Start not after due, where both are given."""
    pairs = [(day(start), day(due)) for start, due in zip(table["开始日期"], table["完成时限"], strict=True)]
    return pd.Series([s is None or d is None or s <= d for s, d in pairs], index=table.index)


_DATES_IN_ORDER = pa.Check(_in_order, name="开始日期 not after 完成时限")

TASK_LIST = pa.DataFrameSchema(
    {
        "number": pa.Column(object, _KEY, unique=True),
        "name": pa.Column(object, _FILLED),
        "unit": pa.Column(object, _FILLED),
        "事项键": pa.Column(object, _OPTIONAL_KEY),
        "开始日期": pa.Column(object, _DATE, nullable=True),
        "完成时限": pa.Column(object, _DATE, nullable=True),
        "完成进度": pa.Column(object, _SHARE, nullable=True),
    },
    checks=_DATES_IN_ORDER,
    name="任务清单",
)
"""The items of a task list, as ``workbook.items.read_items`` gives them."""

LEDGER = pa.DataFrameSchema(
    {
        "事项键": pa.Column(object, _KEY),
        "具体项目": pa.Column(object, _FILLED),
        "类型": pa.Column(object, _one_of(None, LIMITED, STANDING, MOVED_OUT), nullable=True),
        "开始日期": pa.Column(object, _DATE, nullable=True),
        "完成时限": pa.Column(object, _DATE, nullable=True),
        "完成进度": pa.Column(object, _SHARE, nullable=True),
        "办结日期": pa.Column(object, _DATE, nullable=True),
        "亮灯": pa.Column(object, _one_of(None, "", *LIGHTS), nullable=True),
    },
    checks=_DATES_IN_ORDER,
    name="具体项目台账",
)
"""The measures, columns as in the sheet."""

LINKS = pa.DataFrameSchema(
    {
        "事项键": pa.Column(object, _KEY),
        "市级序号": pa.Column(object, _KEY),
        "关系": pa.Column(object, _one_of(None, MAIN, SIDE), nullable=True),
        "状态": pa.Column(object, _one_of(SUGGESTED, CONFIRMED, REFUSED)),
    },
    unique=["事项键", "市级序号"],
    name="承接关系",
)
"""The links, columns as in the sheet; one row per item and city item."""
