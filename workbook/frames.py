"""Data frames that keep what a cell holds: every column of objects, blanks as ``None`` and never NaN."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, cast

import pandas as pd


def object_frame(
    records: Mapping[Any, Sequence[Any] | Mapping[str, Any]], columns: Sequence[Hashable]
) -> pd.DataFrame:
    """A frame from index → record (a sequence in the order of ``columns``, or a mapping by their names)."""
    rows = [
        [record[str(column)] for column in columns] if isinstance(record, Mapping) else list(record)
        for record in records.values()
    ]
    data = {column: pd.Series([row[at] for row in rows], dtype=object) for at, column in enumerate(columns)}
    frame = pd.DataFrame(data, columns=list(columns), dtype=object)
    frame.index = pd.Index(list(records), name="row")
    return frame


def records(frame: pd.DataFrame) -> dict[Any, dict[str, Any]]:
    """Index → the row as a plain record, in order; the index must be unique, as Excel rows are."""
    return cast("dict[Any, dict[str, Any]]", frame.to_dict("index"))


def by_index(column: pd.Series[Any]) -> dict[Any, Any]:
    """Index → value of one column, in order."""
    return cast("dict[Any, Any]", column.to_dict())
