"""A workbook file as grids.

F1 Cells come as plain values: whole numbers, dates, text; blanks, spaces alone and errors are nothing.
F2 Rows and columns keep their Excel numbers, whatever is blank before, under or beside them.
F3 Formulas are read with their cells; merged areas and hidden sheets are known.
F4 What is no workbook stops with a code; an old format is read but never written.
F5 A stray cell at the end of a sheet costs no memory.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from sheets import HEADER, Sheet, grid, item, write

from duban.workbook.reading.grid import Grid, GridBook
from duban.workbook.reading.tables import read_tables
from duban.workbook.say.stop import Stop


def grid_of(path: Path, *sheets: Sheet) -> Grid:
    return GridBook(write(path, *sheets)).grid(sheets[0].name)


def test_values_are_plain__ok(tmp_path: Path) -> None:  # F1
    row = [1, 1.5, "文字\n第二行", True, date(2020, 9, 30), datetime(2020, 9, 30, 8, 30), " ", "\u3000\n", 0]
    got = grid_of(
        tmp_path / "a.xlsx", Sheet("一", [row], formulas={"J1": ("=1/0", "#DIV/0!"), "K1": ('="甲"', "甲")})
    )
    assert got.rows == ((*row[:6], None, None, 0, None, "甲"),)
    assert [type(value) for value in got.rows[0][:2]] == [int, float]


def test_line_breaks_that_other_programs_escape_are_line_breaks__ok(tmp_path: Path) -> None:  # F1
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "甲_x000D_\n乙"
    book.save(tmp_path / "a.xlsx")
    assert GridBook(tmp_path / "a.xlsx").grid("Sheet").value(1, 1) == "甲\r\n乙"


def test_dates_of_the_1904_system_are_the_same_days__ok(tmp_path: Path) -> None:  # F1
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.worksheets[0]["A1"] = date(2020, 9, 30)
    book.save(tmp_path / "a.xlsx")
    assert GridBook(tmp_path / "a.xlsx").grid("Sheet").value(1, 1) == date(2020, 9, 30)


def test_cells_keep_their_addresses__ok(tmp_path: Path) -> None:  # F2
    got = grid_of(tmp_path / "a.xlsx", Sheet("一", [[], [], [None, None, "丙三"], [], ["甲五"], [], [" "]]))
    assert got.value(3, 3) == "丙三"
    assert got.value(5, 1) == "甲五"
    assert (len(got.rows), got.width) == (5, 3)
    assert got.value(1, 1) is got.value(99, 1) is got.value(1, 99) is got.value(0, 0) is None


def test_merges_and_formulas__ok(tmp_path: Path) -> None:  # F3
    sheet = Sheet("一", [["甲", None, "乙"]], merges=["A1:B2"], formulas={"C3": ("=1+1", 2)}, hidden=False)
    got = grid_of(tmp_path / "a.xlsx", sheet, Sheet("二", [["丙"]], hidden=True))
    assert got.merges == ((1, 1, 2, 2),)
    assert got.covered == {(1, 2): (1, 1), (2, 1): (1, 1), (2, 2): (1, 1)}
    assert (set(got.formulas), got.value(3, 3)) == ({(3, 3)}, 2)
    book = GridBook(tmp_path / "a.xlsx")
    assert [book.grid(name).visible for name in book.sheet_names] == [True, False]


def test_an_inline_grid_is_like_a_read_one__ok(tmp_path: Path) -> None:  # F2 F3
    rows = [HEADER[:7], item(1)[:7]]
    read = grid_of(tmp_path / "a.xlsx", Sheet("任务清单", rows, merges=["A2:A3"]))
    assert read == grid(rows, ["A2:A3"])


def test_a_chart_sheet_is_empty__ok(tmp_path: Path) -> None:  # F2
    book = openpyxl.Workbook()
    book.worksheets[0].append(HEADER)
    book.worksheets[0].append(item(1))
    book.create_chartsheet("图").add_chart(openpyxl.chart.BarChart())
    book.save(tmp_path / "a.xlsx")
    assert [item.name for item in read_tables(GridBook(tmp_path / "a.xlsx")).items.values()] == ["甲改革攻坚"]


def test_a_stray_cell_far_away_costs_nothing__ok(tmp_path: Path) -> None:  # F5
    sheet = Sheet("任务清单", [HEADER, item(1)], formulas={"A200000": ('=""', "")})
    got = grid_of(tmp_path / "a.xlsx", sheet)
    assert len(got.rows) == 2


def test_whole_columns_merged_cost_no_memory__ok(tmp_path: Path) -> None:  # F5
    sheet = Sheet("一", [["甲"], ["乙", "丙", "丁"]], merges=["A1:B1048576"])
    got = grid_of(tmp_path / "a.xlsx", sheet)
    assert got.merges == ((1, 1, 2, 2),)


def refused(path: Path) -> str:
    with pytest.raises(Stop) as stop:
        _ = GridBook(path).package
    return stop.value.code


def test_what_is_no_workbook__error(tmp_path: Path) -> None:  # F4; all kinds of it stand in test_intake.py
    good = write(tmp_path / "好.xlsx", Sheet("一", [["甲"]])).read_bytes()
    files = {
        "文本.xlsx": ("not_a_workbook", "序号,事项名称".encode("gbk")),
        "半.xlsx": ("truncated", good[: len(good) // 2]),
        "清单.docx": ("wrong_extension", good),
    }
    for name, (code, data) in files.items():
        (tmp_path / name).write_bytes(data)
        assert refused(tmp_path / name) == code


def test_a_file_that_is_not_there__error(tmp_path: Path) -> None:  # F4
    assert refused(tmp_path / "没有.xlsx") == "file_missing"


def test_an_upper_case_ending_is_the_same__ok(tmp_path: Path) -> None:  # F4
    path = write(tmp_path / "清单.xlsx", Sheet("任务清单", [HEADER, item(1)]))
    assert GridBook(path.rename(tmp_path / "清单.XLSX")).package.has_sheet("任务清单")


@pytest.mark.libreoffice
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_an_old_format_is_read_and_not_written(
    tmp_path: Path, soffice: Callable[[Path, str, Path], Path], kind: str
) -> None:  # F4
    rows = [
        ["2020年任务清单"],
        HEADER,
        item(1, measures="1、一"),
        [*[None] * 4, "2、二"],
        item(2, "乙", note=date(2020, 9, 30)),
    ]
    path = write(
        tmp_path / "清单.xlsx", Sheet("任务清单", rows, merges=["A1:H1", "A3:A4", "B3:B4"], hidden_rows=[5])
    )
    old = soffice(path, kind, tmp_path / "旧")
    read = read_tables(GridBook(old))
    assert {row: len(item.measures) for row, item in read.items.items()} == {3: 2, 5: 2}
    assert read.need_list.grid.value(5, 8) == date(2020, 9, 30)
    assert read.marks == {}
    assert refused(old) == "old_format"
