"""The pandera schemas of the typed tables.

SC001  A table as the program makes it satisfies its schema.
SC002  A failure names the Excel row and the rule.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pandera.errors
import pytest

from duban.macros.demo import run_demo
from duban.validation.schemas import LEDGER, LINKS, TASK_LIST
from duban.workbook.columns import LEDGER_COLUMNS, LINK_COLUMNS
from duban.workbook.frames import object_frame
from duban.workbook.grid import GridBook
from duban.workbook.tables import Tables, read_tables


@pytest.fixture(scope="module")
def park(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """The sample park, built."""
    folder = tmp_path_factory.mktemp("demo")
    next(iter(run_demo(folder)))
    return read_tables(GridBook(folder / "齐鲁化工区.xlsx"))


def test_built_sample__ok(park: Tables) -> None:
    assert park.ledger is not None
    assert park.links is not None
    assert len(TASK_LIST.validate(park.items)) == 6
    assert len(LEDGER.validate(park.ledger.rows)) == 23
    assert set(LINKS.validate(park.links.rows)["状态"]) == {"已确认", "建议"}


def failures(schema: Any, table: pd.DataFrame) -> list[tuple[int | None, str]]:
    with pytest.raises(pandera.errors.SchemaErrors) as caught:
        schema.validate(table, lazy=True)
    cases = caught.value.failure_cases
    return sorted({(index, column) for index, column in zip(cases["index"], cases["column"], strict=True)})


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("事项键", "1"),
        ("具体项目", " "),
        ("类型", "长期"),
        ("完成进度", 80),
        ("完成进度", "80%"),
        ("完成时限", "年内"),
        ("亮灯", "绿"),
    ],
)
def test_ledger__error(column: str, value: object) -> None:
    good = {**dict.fromkeys(LEDGER_COLUMNS), "事项键": 1, "具体项目": "编制方案", "完成进度": 0.5}
    table = object_frame({7: good, 9: {**good, column: value}}, LEDGER_COLUMNS)
    assert failures(LEDGER, table) == [(9, column)]


def test_dates_in_order__error() -> None:
    dates = {"开始日期": date(2020, 9, 30), "完成时限": date(2020, 1, 1)}
    row = {**dict.fromkeys(LEDGER_COLUMNS), "事项键": 1, "具体项目": "编制方案", **dates}
    with pytest.raises(pandera.errors.SchemaErrors) as caught:
        LEDGER.validate(object_frame({12: row}, LEDGER_COLUMNS), lazy=True)
    assert 12 in set(caught.value.failure_cases["index"])


def test_links_doubled__error() -> None:
    row = {**dict.fromkeys(LINK_COLUMNS), "事项键": 1, "市级序号": 2, "状态": "已确认"}
    with pytest.raises(pandera.errors.SchemaErrors):
        LINKS.validate(object_frame({2: row, 3: row}, LINK_COLUMNS), lazy=True)
