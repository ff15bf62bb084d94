"""Figures as data frames, for whoever computes on with pandas: they keep what a cell holds, every column of objects, blanks as
``None`` and never NaN. Nothing of a run needs them, and pandas takes longer to import than most runs.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd


def object_frame(
    records: Mapping[Any, Sequence[Any] | Mapping[str, Any]], columns: Sequence[Hashable]
) -> pd.DataFrame:
    """A frame from index → record (a sequence in the order of ``columns``, or a mapping by their names)."""
    cells = np.empty((len(columns), len(records)), dtype=object)
    for at, record in enumerate(records.values()):
        # one by one: an array would take a cell that is a tuple apart
        for place, column in enumerate(columns):
            cells[place, at] = record[str(column)] if isinstance(record, Mapping) else record[place]
    return pd.DataFrame(cells.T, pd.Index(list(records), name="row"), list(columns), dtype=object)


def records(frame: pd.DataFrame) -> dict[Any, dict[str, Any]]:
    """Index → the row as a plain record, in order; the index must be unique, as Excel rows are."""
    names = [str(name) for name in frame.columns]
    rows = frame.to_numpy(dtype=object).tolist()
    return {row: dict(zip(names, cells, strict=True)) for row, cells in zip(frame.index, rows, strict=True)}
