"""The rows of a sheet as records: Excel row → column → what its cell holds, a blank as ``None``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Record = dict[str, Any]
Rows = dict[int, Record]


def copied(rows: Mapping[int, Mapping[str, Any]]) -> Rows:
    """The same rows, to be changed."""
    return {row: dict(record) for row, record in rows.items()}


def of_column(rows: Mapping[int, Mapping[str, Any]], name: str) -> list[Any]:
    """What a column holds, in order of the rows."""
    return [record[name] for record in rows.values()]
