"""``duban import`` and 从方案导入: plans of Word become the sheets of a workbook.

IP1  A plan becomes 任务清单 with every paragraph of a cell a line, as ``new`` makes it; ``build`` and ``validate`` read it at once.
IP2  With differences or open points the exit code is 1 and both texts are printed; else 0.
IP3  导入情况 has a row for each line that was taken and for each that is to be settled, with file and paragraph; what a
     conversion left is said on the terminal alone. It is the program's, and a build leaves it as it is.
IP4  A city's list alone makes a city's workbook; a county zone's plan makes registers; several plans make one workbook.
IP5  A file that is there is never overwritten; nothing found, a wrong name and an unreadable plan are sentences, and then
     nothing is written.
IP6  The button fills sheets that are missing or have no rows, in Excel as in a file; with rows it stops, and nothing changes.
IP7  Terms in words are days where a column is for them; columns of the plan's own come along.
IP8  How many key projects are to start stands in 规则, unless that is there already: then it is suggested.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw
from by_command import WrittenDesk
from fake_windows import open_windows
from live_model import LiveModel
from outputs import schema_faults
from word_plans import AREAS, ROSTER, TITLE, Plan, city_text, items, plan_docx, plan_text

from duban.macros import ribbon
from duban.macros.buttons import works
from duban.macros.cli import main
from duban.macros.commands.build import build
from duban.macros.commands.import_plan import plan_import, read_plans
from duban.macros.commands.new import new_city, new_workbook
from duban.macros.figures.understood import RunOptions
from duban.macros.hosts.engine import Engine
from duban.macros.hosts.question import Question
from duban.udfs.periods import Period
from duban.udfs.text import tidy
from duban.validation.checker import Checking, check_file
from duban.workbook.file.write_xlsx import create
from duban.workbook.format.names import CITY, DISTRICTS, IMPORTED, LIST, RULES
from duban.workbook.format.registers.benchmarking import BENCHMARKS
from duban.workbook.format.registers.rosters import ROSTERS
from duban.workbook.format.sheets.settings import STARTS_WANTED
from duban.workbook.live.excel_windows import WindowsHost
from duban.workbook.reading.grid import GridBook
from duban.workbook.reading.tables import Tables, read_tables
from duban.workbook.say.stop import Stop

HEADER = ("序号", "事项名称", "目标", "措施", "牵头领导", "责任单位")
AGREED = ("1", "甲事", "办实", "1、摸底\n2、建账", "李明", "综合局\n负责人：王强")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "方案.docx"
    path.write_bytes(plan_docx())
    return path


def text(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def agreed(folder: Path, header: Sequence[str] = HEADER, row: Sequence[str] = AGREED) -> Path:
    """A plan of which nothing is to be settled."""
    made = Plan().paragraphs([TITLE])
    made.table([header, row])
    path = folder / "一致.docx"
    path.write_bytes(made.data)
    return path


def rows(book: Path, sheet: str, below: int = 1) -> list[tuple[Any, ...]]:
    """The filled rows of a sheet below its header."""
    found = openpyxl.load_workbook(book)[sheet].iter_rows(min_row=below + 1, values_only=True)
    return [row for row in found if any(value is not None for value in row)]


def imported_rows(book: Path) -> list[tuple[Any, ...]]:
    return rows(book, IMPORTED, 4)


def test_a_plan_becomes_a_workbook__ok(plan: Path, tmp_path: Path) -> None:  # IP1
    out = tmp_path / "清单.xlsx"
    assert main(["import", str(plan), "-o", str(out), "--period", "2020Q3"]) == 1
    book = GridBook(out)
    assert book.sheet_names == [LIST, CITY, RULES, IMPORTED]
    assert schema_faults(out.read_bytes()) == set()
    grid = book.grid(LIST)
    assert grid.value(1, 1) == TITLE
    for row, wanted in enumerate(items(), 3):
        assert [tidy(grid.value(row, column)) for column in range(1, 9)] == [tidy(each) for each in wanted]
        assert grid.value(row, 1) == int(wanted[0])
    tables = read_tables(book)
    assert tables.settings.period == Period.parse("2020Q3")
    outcome = build(tables, RunOptions(None, None))
    assert {name: outcome.facts[name] for name in ("items", "measures", "problems", "units")} == {
        "items": 6,
        "measures": 23,
        "problems": 17,
        "units": 4,
    }
    assert main(["build", str(out)]) == 0
    found = check_file(str(out), Checking()).findings
    errors = [each.code for each in found if each.severity == "error"]
    assert errors == []


def test_text_and_document_give_the_same_list__ok(plan: Path, tmp_path: Path) -> None:  # IP1
    pasted = text(tmp_path, "方案.txt", plan_text())
    made = []
    for place, path in enumerate((plan, pasted)):
        out = tmp_path / f"{place}.xlsx"
        assert main(["import", str(path), "-o", str(out)]) == 1
        made.append(rows(out, LIST, 2))
    assert made[0] == made[1]


def test_differences_are_printed_and_listed__error(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # IP2, IP3
    out = tmp_path / "清单.xlsx"
    assert main(["import", str(plan), "-o", str(out)]) == 1
    printed = capsys.readouterr().out
    line = next(each for each in printed.splitlines() if "管理体制和运行机制" in each)
    assert "管理体制和运营机制" in line and "第 6 段" in line and plan.name in line
    listed = [row for row in imported_rows(out) if row[0] == "差异"]
    assert ("差异", plan.name, 6, "管理体制和运行机制改革攻坚", "管理体制和运营机制改革攻坚") in [
        row[:5] for row in listed
    ]
    taken = [row for row in imported_rows(out) if row[0] == "取用"]
    assert len(taken) >= 6 + 23 + 17 and all(row[1] == plan.name and row[2] > 13 for row in taken)


def test_nothing_to_settle__ok(tmp_path: Path) -> None:  # IP2
    out = tmp_path / "清单.xlsx"
    assert main(["import", str(agreed(tmp_path)), "-o", str(out)]) == 0
    assert {row[0] for row in imported_rows(out)} == {"取用"}


def test_english_is_english__ok(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # IP2
    assert main(["import", str(plan), "-o", str(tmp_path / "a.xlsx"), "--lang", "en"]) == 1
    assert "[differs]" in capsys.readouterr().out


def test_residue_is_said_and_not_listed__ok(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # IP3
    out = tmp_path / "清单.xlsx"
    assert main(["import", str(text(tmp_path, "方案.txt", plan_text())), "-o", str(out)]) == 1
    assert "[bookmark: _GoBack]" in capsys.readouterr().out
    assert not [row for row in imported_rows(out) if "bookmark" in str(row)]
    assert "bookmark" not in str(rows(out, LIST, 0))


def test_the_sheet_is_the_programs_and_stays__ok(plan: Path, tmp_path: Path) -> None:  # IP3
    out = tmp_path / "清单.xlsx"
    main(["import", str(plan), "-o", str(out)])
    assert GridBook(out).is_made(IMPORTED) and not GridBook(out).is_made(LIST)
    before = imported_rows(out)
    assert main(["build", str(out)]) == 0
    assert imported_rows(out) == before and IMPORTED in GridBook(out).sheet_names


def test_a_city_list_makes_a_city_workbook__ok(tmp_path: Path) -> None:  # IP4
    out = tmp_path / "市.xlsx"
    assert main(["import", str(text(tmp_path, "市.txt", city_text())), "-o", str(out)]) == 0
    assert GridBook(out).sheet_names == [CITY, DISTRICTS, RULES, IMPORTED]
    assert [row[0] for row in rows(out, CITY)] == [*range(1, 16)]
    assert main(["build", str(out)]) == 0


def test_a_zone_makes_registers__ok(tmp_path: Path) -> None:  # IP4
    out = tmp_path / "县.xlsx"
    assert main(["import", str(text(tmp_path, "县.txt", AREAS + ROSTER)), "-o", str(out)]) == 0
    tables = read_tables(GridBook(out))
    roles = [row["职务"] for row in tables.own[ROSTERS].rows.values()]
    assert [roles.count(each) for each in ("组长", "副组长", "成员")] == [1, 4, 6]
    benchmarks = tables.own[BENCHMARKS].rows.values()
    assert len(benchmarks) == 5 and {each["行键"] for each in benchmarks} == {1, 2, 3, 4, 5}
    assert main(["build", str(out)]) == 0


def test_several_plans_make_one_workbook__ok(plan: Path, tmp_path: Path) -> None:  # IP4
    out = tmp_path / "清单.xlsx"
    others = [text(tmp_path, "市.txt", city_text()), text(tmp_path, "县.txt", AREAS + ROSTER)]
    assert main(["import", str(plan), *map(str, others), "-o", str(out)]) == 1
    assert GridBook(out).sheet_names == [LIST, CITY, ROSTERS, BENCHMARKS, RULES, IMPORTED]
    assert len(rows(out, CITY)) == 15
    assert {row[1] for row in imported_rows(out)} == {"方案.docx", "市.txt", "县.txt"}
    assert main(["build", str(out)]) == 0


# IP5


def test_never_overwrites__stop(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "清单.xlsx"
    out.write_bytes(b"mine")
    assert main(["import", str(plan), "-o", str(out)]) == 2
    assert out.read_bytes() == b"mine"
    assert Stop("already_there", path=out).say.zh in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("空话.txt", "一、指导思想\n办实事。", "nothing_to_import"),
        ("没有.txt", None, "file_missing"),
        ("方案.pdf", "%PDF", "word_extension"),
        ("方案.docx", "不是压缩包", "word_damaged"),
    ],
)
def test_what_gives_nothing__stop(tmp_path: Path, name: str, content: str | None, code: str) -> None:
    path = tmp_path / name
    if content is not None:
        text(tmp_path, name, content)
    with pytest.raises(Stop) as stop:
        read_plans([path])
    assert stop.value.code == code
    assert main(["import", str(path), "-o", str(tmp_path / "a.xlsx")]) == 2
    assert not (tmp_path / "a.xlsx").exists()


def test_a_picture_in_place_of_the_table_is_named__stop(tmp_path: Path) -> None:
    path = text(tmp_path, "方案.md", "# 方案\n\n![任务表](任务表.png)\n")
    with pytest.raises(Stop) as stop:
        read_plans([path])
    assert stop.value.code == "nothing_to_import"
    assert "第 3 行" in stop.value.say.zh and "line 3" in stop.value.say.en


def test_wrong_name_of_the_workbook__stop(plan: Path, tmp_path: Path) -> None:
    assert main(["import", str(plan), "-o", str(tmp_path / "a.docx")]) == 2
    assert not (tmp_path / "a.docx").exists()


# IP6


def pressed(handed: bytes, plans: Sequence[Path], folder: Path) -> tuple[bytes, str]:
    """What the button leaves of a workbook, and what it says."""
    (folder / "desk").mkdir(exist_ok=True)
    answers = {"documents": [str(each) for each in plans]}
    desk = WrittenDesk(Question("import_plan", handed, "清单.xlsx", answers=answers), folder / "desk")
    told, _ = works.WORKS["import_plan"](desk)
    return desk.data, told


def tables_of(data: bytes, folder: Path) -> Tables:
    path = folder / "read.xlsx"
    path.write_bytes(data)
    return read_tables(GridBook(path))


def empty_book() -> bytes:
    return create(new_workbook(None, None))


def blank_book(folder: Path) -> bytes:
    path = folder / "blank.xlsx"
    openpyxl.Workbook().save(path)
    return path.read_bytes()


@pytest.mark.parametrize("blank", [True, False])
def test_the_button_fills_what_is_empty__ok(plan: Path, tmp_path: Path, blank: bool) -> None:
    handed = blank_book(tmp_path) if blank else empty_book()
    others = [text(tmp_path, "市.txt", city_text()), text(tmp_path, "县.txt", AREAS + ROSTER)]
    data, told = pressed(handed, [plan, *others], tmp_path)
    tables = tables_of(data, tmp_path)
    found = read_plans([plan, *others])
    assert found.table is not None
    assert [each.name for each in tables.items.values()] == [each.name for each in found.table.items.values()]
    assert sum(len(each.measures) for each in tables.items.values()) == 23
    assert [len(tables.own[name].rows) for name in (CITY, ROSTERS, BENCHMARKS)] == [15, 11, 5]
    assert IMPORTED in tables.sheet_names and "差异" in told and "还没有保存" in told
    assert schema_faults(data) <= schema_faults(handed)
    outcome = build(tables, RunOptions(Period.parse("2020Q3"), None))
    assert (outcome.facts["measures"], outcome.facts["problems"]) == (23, 17)


def test_a_city_workbook_gets_its_list__ok(tmp_path: Path) -> None:
    handed = create(new_city(None, None))
    data, _ = pressed(handed, [text(tmp_path, "市.txt", city_text())], tmp_path)
    assert len(tables_of(data, tmp_path).own[CITY].rows) == 15


@pytest.mark.parametrize("sheet", [LIST, CITY, ROSTERS])
def test_sheets_with_rows_stop_the_button__stop(plan: Path, tmp_path: Path, sheet: str) -> None:
    documents = {
        LIST: plan,
        CITY: text(tmp_path, "市.txt", city_text()),
        ROSTERS: text(tmp_path, "县.txt", ROSTER),
    }
    handed, _ = pressed(empty_book(), [documents[sheet]], tmp_path)
    with pytest.raises(Stop) as stop:
        pressed(handed, [documents[sheet]], tmp_path)
    assert (stop.value.code, stop.value.facts["sheet"]) == ("import_sheet_filled", sheet)


def test_another_sheet_of_the_name_stops_the_button__stop(plan: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = LIST
    book.active["A1"] = "自己的内容"
    book.save(tmp_path / "own.xlsx")
    with pytest.raises(Stop) as stop:
        pressed((tmp_path / "own.xlsx").read_bytes(), [plan], tmp_path)
    assert (stop.value.code, stop.value.facts["sheet"]) == ("import_sheet_other", LIST)


def test_the_other_sheets_come_beside_a_list__ok(plan: Path, tmp_path: Path) -> None:
    handed, _ = pressed(empty_book(), [plan], tmp_path)
    data, _ = pressed(handed, [text(tmp_path, "市.txt", city_text())], tmp_path)
    tables = tables_of(data, tmp_path)
    assert len(tables.items) == 6 and len(tables.own[CITY].rows) == 15


def test_excel_gets_the_same_cells__ok(plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(xw.App, "alert", lambda self, prompt, *_, **__: told.append(prompt))
    monkeypatch.setattr(WindowsHost, "ask_files", lambda self, title, kind: [str(plan)])
    handed = tmp_path / "清单.xlsx"
    handed.write_bytes(empty_book())
    model = LiveModel.of_file(handed)
    ribbon.import_plan(open_windows(model))
    data, _ = pressed(handed.read_bytes(), [plan], tmp_path)
    (tmp_path / "made.xlsx").write_bytes(data)
    made = GridBook(tmp_path / "made.xlsx")
    assert sorted(model.sheet_names) == sorted(made.sheet_names)
    for name in (LIST, IMPORTED):
        cells = {
            (row, column): value
            for row, values in enumerate(made.grid(name).rows, 1)
            for column, value in enumerate(values, 1)
            if value is not None
        }
        assert {at: model[name].values.get(at) for at in cells} == cells
    assert "差异" in told[-1]


def test_called_off__ok(tmp_path: Path) -> None:
    handed = empty_book()
    assert pressed(handed, [], tmp_path) == (handed, works.CALLED_OFF)


def test_other_programs_ask_for_documents__ok(plan: Path) -> None:
    question = Question("import_plan", empty_book())
    ask = Engine().run(question)["ask"]
    assert ask["kind"] == "documents"
    answer = Engine().run(Question("import_plan", question.data, answers={ask["key"]: [str(plan)]}))
    assert answer["ok"] and answer["ops"] and "差异" in answer["message"]


# IP7, IP8


@pytest.mark.parametrize(
    ("written", "wanted"),
    [("9月底前", "2020-09-30"), ("2020年6月", "2020-06-30"), ("长期坚持", "长期坚持"), ("9月前", "9月前")],
)
def test_terms_in_words__ok(tmp_path: Path, written: str, wanted: str) -> None:  # IP7
    out = tmp_path / "清单.xlsx"
    path = agreed(tmp_path, (*HEADER, "完成时限", "联络电话"), (*AGREED, written, "0533"))
    main(["import", str(path), "-o", str(out)])
    header, row = rows(out, LIST, 1)[:2]
    values = dict(zip(header, row, strict=True))
    assert str(values["完成时限"])[: len(wanted)] == wanted
    assert values["联络电话"] == "0533"


def test_columns_come_along_into_an_empty_list__ok(tmp_path: Path) -> None:  # IP7
    path = agreed(tmp_path, (*HEADER, "完成时限", "联络电话"), (*AGREED, "9月底前", "0533"))
    data, _ = pressed(empty_book(), [path], tmp_path)
    [item] = tables_of(data, tmp_path).items.values()
    assert str(item.due)[:10] == "2020-09-30" or item.due == 44104
    header, row = rows(tmp_path / "read.xlsx", LIST, 1)[:2]
    assert dict(zip(header, row, strict=False))["联络电话"] == "0533"


def test_a_proposed_title_becomes_the_plans__ok(plan: Path, tmp_path: Path) -> None:  # IP6
    data, _ = pressed(empty_book(), [plan], tmp_path)
    tables = tables_of(data, tmp_path)
    assert tables.need_list.grid.value(1, 1) == TITLE and tables.settings.plan_year == 2020


def own_list(folder: Path, title: str) -> bytes:
    """A list of the staff's without rows, whose header stands in row 4."""
    book = openpyxl.Workbook()
    book.active.title = "改革清单"
    for row in ([title], ["单位：办公室"], [], list(HEADER)):
        book.active.append(row or [None])
    book.save(folder / "own.xlsx")
    return (folder / "own.xlsx").read_bytes()


def test_rows_are_told_where_they_stand__ok(plan: Path, tmp_path: Path) -> None:  # IP6
    data, _ = pressed(own_list(tmp_path, "2020年改革清单"), [plan], tmp_path)
    tables = tables_of(data, tmp_path)
    assert min(tables.items) == 5 and tables.items[6].name == items()[1][1]
    listed = imported_rows(tmp_path / "read.xlsx")
    differs = next(row for row in listed if row[3] == "管理体制和运行机制改革攻坚")
    assert "任务清单第 6 行" in differs[5]
    assert [row[5] for row in listed if row[3] == items()[0][1]] == ["任务清单第 5 行"]


@pytest.mark.parametrize(
    ("title", "differs"), [("2020年改革清单", False), ("2021年改革清单", True), ("改革清单", False)]
)
def test_a_title_of_another_year_is_told__ok(
    plan: Path, tmp_path: Path, title: str, differs: bool
) -> None:  # IP6
    data, _ = pressed(own_list(tmp_path, title), [plan], tmp_path)
    (tmp_path / "made.xlsx").write_bytes(data)
    told = [row for row in imported_rows(tmp_path / "made.xlsx") if row[0] == "差异" and row[3] == TITLE]
    assert bool(told) == differs
    assert GridBook(tmp_path / "made.xlsx").grid("改革清单").value(1, 1) == title


def test_starts_wanted__ok(plan: Path, tmp_path: Path) -> None:  # IP8
    out = tmp_path / "清单.xlsx"
    main(["import", str(plan), "-o", str(out)])
    assert read_tables(GridBook(out)).settings.starts_wanted == 47
    found = read_plans([plan])
    own = tables_of(empty_book(), tmp_path)
    told = [each for each in plan_import(found, own).found.told if STARTS_WANTED in each.note.zh]
    assert [each.kind for each in told] == ["建议"]
    assert own.settings.starts_wanted is None
