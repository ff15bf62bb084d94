"""The workbook of which most documents are made."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from built_samples import put_built

from duban.macros.figures.understood import RunOptions
from duban.udfs.periods import Period


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The park's workbook, built for the third quarter."""
    return put_built(tmp_path / "清单.xlsx", RunOptions(Period(2020, 9), date(2020, 9, 30)))
