"""The pandera schemas, as users of data frames have them: column names of the sheet, Excel rows as index.

SC001  Each schema bears its sheet's columns; a good row satisfies it.
SC002  The built sample satisfies them apart from style and from what supervision looks at.
SC003  A failure names the Excel row, the column and the rule; one cell fails alone.
SC004  A column that a row must fill has to be there; every missing one is named, further ones are let through.
SC005  Plain numbers, dates and missing values of pandas say the same as the cells of a sheet.
SC006  The settings are those of the workbook: its plan year, its units, its grades.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.errors
import pytest

from duban.macros.commands.demo import run_demo
from duban.macros.figures.data_frames import object_frame
from duban.udfs.periods import Period
from duban.validation.book import Book, read_book
from duban.validation.rule_examples.example import HEADERS, good
from duban.validation.schemas import CITY, LEDGER, LINKS, TASK_LIST, findings, schema
from duban.workbook.format import names
from duban.workbook.reading.grid import GridBook
from duban.workbook.reading.settings import Settings

AS_OF = date(2020, 9, 30)
SETTINGS = Settings(Period(2020, 9), AS_OF, plan_year=2020)
SCHEMAS = {names.LIST: TASK_LIST, names.LEDGER: LEDGER, names.LINKS: LINKS, names.CITY: CITY}


def table(kind: str, **cells: Any) -> pd.DataFrame:
    """Two rows of a sheet, Excel rows 7 and 9; ``cells`` are put into the second."""
    rows = {7: good(kind, 1), 9: {**good(kind, 2), **cells}}
    return object_frame(
        {row: {**dict.fromkeys(HEADERS[kind]), **values} for row, values in rows.items()}, HEADERS[kind]
    )


def told(frame: pd.DataFrame, kind: str, settings: Settings = SETTINGS) -> list[tuple[str, int, str]]:
    return [(f.code, f.row, f.column_name) for f in findings(frame, kind, settings)]


@pytest.mark.parametrize("kind", SCHEMAS)
def test_good_rows__ok(kind: str) -> None:  # SC001
    assert set(SCHEMAS[kind].columns) <= set(HEADERS[kind])
    assert len(schema(kind, SETTINGS).validate(table(kind), lazy=True)) == 2
    assert told(table(kind), kind) == []


@pytest.mark.parametrize("kind", [names.LIST, names.LINKS, names.CITY])
def test_public_schemas__ok(kind: str) -> None:  # SC001; the ledger's rules look at today's date
    assert len(SCHEMAS[kind].validate(table(kind), lazy=True)) == 2


@pytest.fixture(scope="module")
def park(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The sample park, built."""
    folder: Path = tmp_path_factory.mktemp("demo")
    next(iter(run_demo(folder)))
    return read_book(GridBook(folder / "齐鲁化工区.xlsx"), today=AS_OF)


SUPERVISED = {"I111", "I121", "T151", "T153", "T154", "T155", "T156", "T157", "T158", "T159"}


@pytest.mark.parametrize(("kind", "rows"), [(names.LIST, 6), (names.LEDGER, 23), (names.LINKS, 18)])
def test_built_sample__ok(kind: str, rows: int, park: Book) -> None:  # SC002
    read = park.sheets[kind].table
    cells = {row: {name: read[name][at] for name in read.columns} for at, row in enumerate(read.rows)}
    frame = object_frame(cells, list(read.columns))
    found = findings(frame, kind, park.settings)
    assert len(frame) == rows
    assert {f.code for f in found if f.severity != "info"} <= SUPERVISED
    assert {f.row for f in found} <= set(frame.index)


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("具体项目", None, "L102"),
        ("责任单位", None, "L103"),
        ("类型", "长期", "L104"),
        ("权重", "较高", "T140"),
        ("权重", 0, "T141"),
        ("完成进度", 1.5, "T110"),
        ("完成进度", 80, "T112"),
        ("完成进度", "80%", "T111"),
        ("完成进度", "大部分", "T113"),
        ("完成时限", "年内", "T120"),
        ("完成时限", "尽快", "T121"),
        ("完成时限", date(2019, 12, 31), "T122"),
        ("办结日期", date(2020, 10, 1), "T152"),
        ("更新日期", None, "T154"),
        ("进展情况", "已完成,待验收", "X102"),
        ("负责人", "何 书 平", "I122"),
    ],
)
def test_ledger__error(column: str, value: object, code: str) -> None:  # SC003
    frame = table(names.LEDGER, **{column: value})
    assert (code, 9, column) in told(frame, names.LEDGER)
    with pytest.raises(pandera.errors.SchemaErrors) as caught:
        schema(names.LEDGER, SETTINGS).validate(frame, lazy=True)
    assert set(caught.value.failure_cases["index"]) == {9}


def test_a_check_is_called_as_its_rule__ok() -> None:  # SC003
    with pytest.raises(pandera.errors.SchemaErrors) as caught:
        LINKS.validate(table(names.LINKS, 权重="较高", 关系="次"), lazy=True)
    cases = caught.value.failure_cases
    assert set(zip(cases["index"], cases["column"], cases["check"], strict=True)) == {
        (9, "权重", "T140"),
        (9, "关系", "K109"),
    }


def test_rows_against_each_other__error() -> None:  # SC003
    frame = table(names.LINKS, 事项键=1, 市级序号=1)
    (finding,) = findings(frame, names.LINKS, SETTINGS)
    assert (finding.code, finding.cell, finding.partner) == ("K105", "D9", "D7")
    with pytest.raises(pandera.errors.SchemaErrors):
        LINKS.validate(frame, lazy=True)


def test_missing_columns__error() -> None:  # SC004
    frame = table(names.LIST).drop(columns=["序号", "牵头领导", "备注", "完成进度"])
    assert told(frame, names.LIST) == [("S105", 0, "序号"), ("S105", 0, "牵头领导")]
    assert told(table(names.LEDGER).drop(columns="责任单位"), names.LEDGER) == [("S104", 0, "责任单位")]


def test_further_columns__ok() -> None:  # SC004
    assert told(table(names.LIST).assign(内部编号=["A,1", None]), names.LIST) == []


def test_columns_of_pandas_types__ok() -> None:  # SC005
    frame = table(names.LIST, 完成进度=None, 备注=None).infer_objects()
    frame["开始日期"] = pd.to_datetime(frame["开始日期"])
    frame["完成时限"] = [pd.Timestamp(2020, 12, 31), pd.NaT]
    frame["备注"] = pd.array(["已完成", pd.NA], dtype="string")
    assert str(frame["序号"].dtype) == "int64"
    assert str(frame["完成进度"].dtype) == "float64"
    assert told(frame, names.LIST) == []
    frame["完成进度"] = [80.0, float("nan")]
    frame["序号"] = [1, 1]
    frame["备注"] = pd.array([pd.NA, "=合计"], dtype="string")
    assert told(frame, names.LIST) == [
        ("T112", 7, "完成进度"),
        ("I103", 9, "序号"),
        ("F204", 9, "备注"),
    ]


def test_settings_of_the_workbook__ok() -> None:  # SC006
    frame = table(names.LIST, 完成时限=date(2020, 8, 31), 备注="已完成,待验收")
    later = Settings(Period(2021, 9), date(2021, 9, 30), plan_year=2021, units=("招商局",))
    assert {code for code, _, _ in told(frame, names.LIST, later)} == {"T123", "I124", "X102"}
    graded = Settings(Period(2020, 9), AS_OF, plan_year=2020, grades={"X102": None})
    assert told(frame, names.LIST, graded) == []
    (finding,) = findings(frame, names.LIST, Settings(Period(2020, 9), AS_OF, grades={"X102": "error"}))
    assert finding.severity == "error"
