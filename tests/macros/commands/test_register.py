"""``duban register add``, and what a build keeps of registers.

RA1  A new register has header, drop-downs, formats, print set-up, notes at its header, and formulas that wait for rows.
RA2  A sheet that staff keep is taken over by its header: what it lacks comes at the right, nothing else changes.
RA3  Adding it again changes nothing; names are known without blanks and case.
RA4  What cannot be added is one sentence: an unknown name, the task list, a sheet without its header.
RA5  A register that an office declares is added like the others.
RA6  A button and its command do the same, in every host; 已声明的登记表 adds those that have no sheet.
RK1  行键 stay with their rows: sorted, inserted, copied, and where the column was lost.
RK2  A row that left since the record is said, by build and by validate, until it is back or the period is over.
RK3  What staff typed into a computed column stays and is said; a column that they fill themselves is theirs.
RK4  The formulas of computed columns follow the period, and wait below the last row unless something stands there.
RK5  A state that went back or skipped a step since the earlier period asks for a reason.
RK7  A sheet of the staff's under the name of a summary stops a build, and validate says so.
RK6  A workbook of registers alone is built; one without any is as before.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw
from fake_windows import open_windows
from lists import AS_OF, Book, Item, make_book
from live_model import LiveModel
from registers import (
    DEFINITIONS,
    INDICATORS,
    OWN,
    PROJECTS,
    TASK_FORCES,
    indicator,
    project,
    sheet,
    with_registers,
)
from remote_excel import open_remote, replay
from sheets import HEADER, Sheet, item, write

from duban.macros import ribbon
from duban.macros.buttons import works
from duban.macros.commands.close import CloseOptions, close
from duban.macros.commands.register import add, without_sheet
from duban.udfs.periods import Period
from duban.validation.checker import Checking, check_file
from duban.workbook.file import write_xlsx
from duban.workbook.format.sheets_and_registers import REGISTERS
from duban.workbook.reading.grid import GridBook
from duban.workbook.reading.tables import Tables, read_tables
from duban.workbook.say.stop import Stop


def added(book: Book, *names: str) -> Book:
    """The workbook with registers added."""
    outcome = add(book.tables, names)
    data = write_xlsx.apply(book.data, outcome.plan)
    write_xlsx.check(book.data, data, outcome.plan)
    return Book(data, outcome)


def structure(book: Book, name: str) -> Any:
    """A sheet as openpyxl has it."""
    return openpyxl.load_workbook(io.BytesIO(book.data))[name]


def codes(book: Book, tmp_path: Path, period: str = "2020Q3") -> list[tuple[str, str]]:
    """What validate finds about registers: code and cell."""
    path = tmp_path / "清单.xlsx"
    path.write_bytes(book.data)
    found = check_file(str(path), Checking(period=Period.parse(period), as_of=AS_OF)).findings
    return [(each.code, each.cell) for each in found if each.code[0] in "GPMN"]


@pytest.mark.parametrize("name", REGISTERS)
def test_a_new_register__ok(name: str, tmp_path: Path) -> None:  # RA1
    book = added(make_book(Item("甲事项")).built(), name)
    made, declared = structure(book, name), REGISTERS[name]
    shown = [field for field in declared.fields if not field.hidden]
    assert [cell.value for cell in made[1]] == list(declared.names)
    assert all(made.cell(1, at).comment for at in range(1, len(shown) + 1))
    first = made.cell(1, 1).comment.text
    assert shown[0].help in first and f"例：{shown[0].example[0]}" in first
    lists = {
        str(each.sqref).partition(":")[0]: each.formula1 for each in made.data_validations.dataValidation
    }
    groups = [each for each in made.column_dimensions.values() if each.hidden]
    hidden = {at for each in groups for at in range(each.min, each.max + 1)}
    for at, field in enumerate(declared.fields, 1):
        letter = made.cell(1, at).column_letter
        assert (f"{letter}2" in lists) == bool(field.choices)
        assert (at in hidden) == field.hidden
        if field.choices:
            assert lists[f"{letter}2"] == f'"{",".join(field.choices)}"'
    assert made.page_setup.orientation == "landscape" and made.print_title_rows == "$1:$1"
    by_staff = declared[declared.key[0]].who == "staff"  # of other rows the program itself puts the formulas
    computed = [at for at, field in enumerate(declared.fields, 1) if field.who == "formula" and by_staff]
    assert all(str(made.cell(row, at).value).startswith("=") for at in computed for row in (2, 21))
    styles = {
        made.cell(row, at).number_format
        for at, field in enumerate(declared.fields, 1)
        if field.kind == "day"
        for row in (2, 21)
    }
    assert styles <= {"yyyy-mm-dd"} and not made.print_area
    assert codes(book, tmp_path) == []


def test_typed_months_stay_text__ok() -> None:  # RA1
    made = structure(added(make_book(Item("甲事项")), "月调度"), "月调度")
    assert {made.cell(row, 1).number_format for row in (2, 21)} == {"@"}


TAKEN = [
    ("2020年项目",),
    ("工程名称", "责任部门", "备注", "状态", "计划总投资（亿元）"),
    ("新区道路", "招商局", "急", "开工", 2),
    ("厂房", "办公室", None, "储备", 3),
    ("合计", None, None, None, 5),
]


def test_a_sheet_of_the_staff_s_is_taken_over__ok() -> None:  # RA2
    before = make_book(Item("甲事项"), more={PROJECTS: TAKEN}).built()
    book = added(before, PROJECTS)
    rows = book.grids[PROJECTS].rows
    assert rows[0][0] == "2020年项目" and rows[1][:5] == TAKEN[1] and rows[4][:5] == TAKEN[4]
    missing = [
        n for n in REGISTERS[PROJECTS].names if n not in ("项目名称", "责任单位", "项目状态", "总投资")
    ]
    assert list(rows[1][5:]) == missing or set(rows[1][5:]) == set(missing)
    keys = rows[1].index("行键")
    assert [row[keys] if len(row) > keys else None for row in rows[2:5]] == [1, 2, None]
    assert "G131" in book.codes
    built = book.built()
    assert built.grids["项目库汇总"].rows and {"G103", "G104"}.isdisjoint(built.codes)


def test_few_columns_are_enough_to_take_a_sheet_over__ok() -> None:  # RA2
    few = make_book(Item("甲事项"), more={PROJECTS: [("项目名称", "备注", "状态"), ("甲", 1, "开工")]})
    assert "G103" in few.built().codes
    assert PROJECTS in added(few.built(), PROJECTS).tables.registers


def test_adding_again_changes_nothing__ok() -> None:  # RA3
    book = added(make_book(Item("甲事项")), PROJECTS)
    assert add(book.tables, [" 重点 项目库"]).plan.empty


@pytest.mark.parametrize(
    ("sheets", "name", "code"),
    [
        ({}, "没有这张", "no_such_register"),
        ({PROJECTS: [("另行通知",)]}, PROJECTS, "register_header"),
    ],
)
def test_what_cannot_be_added__error(sheets: dict[str, Any], name: str, code: str) -> None:  # RA4
    with pytest.raises(Stop) as stop:
        add(make_book(Item("甲事项"), more=sheets).tables, [name])
    assert stop.value.code == code and stop.value.what.zh and stop.value.do.en


def test_the_task_list_is_no_register__error(tmp_path: Path) -> None:  # RA4
    path = tmp_path / "清单.xlsx"
    rows = [
        ["项目编号", "项目名称", "责任单位", "工作目标", "工作措施"],
        ["A", "甲", "招商局", "目标", "1、措施"],
    ]
    write(path, Sheet(PROJECTS, rows))
    with pytest.raises(Stop) as stop:
        add(read_tables(GridBook(path), PROJECTS), [PROJECTS])
    assert stop.value.code == "register_is_list"


def test_the_task_list_is_no_register_once_it_is_tracked__error(tmp_path: Path) -> None:  # RA4
    path = tmp_path / "清单.xlsx"
    write(path, Sheet(PROJECTS, [HEADER, item(1)]))
    book = Book(path.read_bytes()).built()
    assert book.tables.list is not None and book.tables.list.name == PROJECTS
    with pytest.raises(Stop) as stop:
        add(book.tables, [PROJECTS])
    assert stop.value.code == "register_is_list"


def declared_only() -> Book:
    """A workbook that declares 安全检查 and does not have it yet."""
    book = with_registers(own=[])
    kept = {DEFINITIONS: list(book.grids[DEFINITIONS].rows)}
    return make_book(Item("甲事项"), more=kept)


def test_a_declared_register_is_added__ok() -> None:  # RA5
    book = declared_only()
    assert without_sheet(book.tables) == [OWN]
    made = added(book, OWN)
    assert made.grids[OWN].rows[0][:3] == ("企业", "责任单位", "检查日期")
    assert without_sheet(made.tables) == []
    notes = structure(made, OWN)
    assert "可选：甲、乙、丙" in notes["G1"].comment.text and "单位：万元" in notes["E1"].comment.text


HOSTS: dict[str, Callable[[LiveModel], xw.Book]] = {"windows": open_windows, "remote": open_remote}
BUTTONS = {
    "register_projects": "重点项目库",
    "register_task_forces": "工作专班",
    "register_dispatch": "月调度",
    "register_indicators": "指标监测",
    "register_definitions": "登记表定义",
    "register_declared": OWN,
}


@pytest.fixture
def alerts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the buttons said."""
    said: list[str] = []
    monkeypatch.setattr(xw.App, "alert", lambda self, prompt, title=None, **_: said.append(prompt))
    return said


def click(button: str, path: Path, host: str) -> LiveModel:
    model = LiveModel.of_file(path)
    book = HOSTS[host](model)
    getattr(ribbon, button)(book)
    if host == "remote":
        replay(book, model)
    return model


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("button", BUTTONS)
def test_button_and_command_are_the_same__ok(
    button: str, host: str, tmp_path: Path, alerts: list[str]
) -> None:  # RA6
    path, name = tmp_path / "清单.xlsx", BUTTONS[button]
    book = (declared_only() if button != "register_definitions" else make_book(Item("甲事项"))).built()
    path.write_bytes(book.data)
    model = click(button, path, host)
    made = added(book, name)
    assert name in model.sheet_names and alerts and "G130" in alerts[0]
    live = model[name]
    for at, cell in made.tables.grids[name].formulas.items():
        assert live.formulas[at] == cell
    assert [live.values.get((1, at)) for at in range(1, 4)] == list(made.grids[name].rows[0][:3])


@pytest.mark.parametrize("host", HOSTS)
def test_nothing_is_declared__ok(host: str, tmp_path: Path, alerts: list[str]) -> None:  # RA6
    path = tmp_path / "清单.xlsx"
    path.write_bytes(make_book(Item("甲事项")).data)
    model = click("register_declared", path, host)
    assert alerts == [works.NONE_DECLARED] and model.sheet_names == ["任务清单"]


# RK1


ROWS = [project(1), project(2), project(3)]


def keys(book: Book) -> dict[Any, Any]:
    """项目编号 → 行键."""
    return {row[0]: row[1] for row in book.show(PROJECTS, "项目编号", "行键")}


def test_keys_stay_with_their_rows__ok() -> None:
    book = with_registers({PROJECTS: ROWS}).built()
    assert keys(book) == {"XM-01": 1, "XM-02": 2, "XM-03": 3}
    assert keys(book.sorted(PROJECTS, "项目编号", reverse=True).built()) == keys(book)
    assert keys(book.inserted(PROJECTS, 3).built()) == keys(book)


def test_a_copied_row_gets_a_new_key__ok() -> None:
    book = with_registers({PROJECTS: ROWS}).built()
    above = book.copied(PROJECTS, 2, 5).moved(PROJECTS, {5: 2, 2: 5})  # the copy stands above the original
    changed = above.typed(PROJECTS, {(2, "项目编号"): "XM-09"}).built()
    assert keys(changed) == {"XM-01": 1, "XM-02": 2, "XM-03": 3, "XM-09": 4}
    assert "G114" in changed.codes


def test_keys_that_a_sort_left_behind__ok() -> None:
    book = with_registers({PROJECTS: ROWS}).built()
    parted = book.typed(PROJECTS, {(2, "行键"): 2, (3, "行键"): 3, (4, "行键"): 1}).built()
    assert keys(parted) == keys(book) and parted.codes.count("G117") == 3
    renumbered = {(2, "项目编号"): "XM-02", (3, "项目编号"): "XM-03", (4, "项目编号"): "XM-04"}
    assert keys(book.typed(PROJECTS, renumbered).built()) == {"XM-02": 1, "XM-03": 2, "XM-04": 3}


def test_lost_keys_come_back__ok() -> None:
    book = with_registers({PROJECTS: ROWS}).built()
    cleared = book.typed(PROJECTS, {(row, "行键"): None for row in (2, 3, 4)})
    more = cleared.typed(PROJECTS, {(3, "项目编号"): "XM-99"}).built()
    assert keys(more) == {"XM-01": 1, "XM-03": 3, "XM-99": 4}


def test_keys_are_never_given_again__ok() -> None:
    book = with_registers({PROJECTS: ROWS}).built()
    width = len(book.grids[PROJECTS].rows[0])
    gone = book.typed(PROJECTS, {(4, at): None for at in range(1, width + 1)}).built()
    again = gone.typed(PROJECTS, {(4, "项目编号"): "XM-04", (4, "项目名称"): "新的"}).built()
    assert keys(again)["XM-04"] == 4


# RK2


def test_a_row_that_left_is_said__error(tmp_path: Path) -> None:
    book = with_registers({PROJECTS: ROWS}).built(period=Period(2020, 6))
    width = len(book.grids[PROJECTS].rows[0])
    gone = book.typed(PROJECTS, {(3, at): None for at in range(1, width + 1)})
    assert ("G113", "A1") in codes(gone, tmp_path, "2020Q2")
    built = gone.built(period=Period(2020, 6))
    assert "G113" in built.codes and "G113" in built.built(period=Period(2020, 6)).codes
    assert ("G113", "A1") in codes(built, tmp_path, "2020Q2")
    later = built.built(period=Period(2020, 9))
    assert "G113" not in later.codes
    back = built.typed(PROJECTS, {(3, "项目编号"): "XM-02", (3, "项目名称"): "回来了"}).built(
        period=Period(2020, 6)
    )
    assert keys(back)["XM-02"] == 2 and "G113" not in back.codes


# RK3, RK4


def test_typed_over_a_formula__ok() -> None:
    book = with_registers({PROJECTS: ROWS}).built()
    typed = book.typed(PROJECTS, {(2, "五个一"): "5/5"}).built()
    assert typed.value(PROJECTS, 2, "五个一") == "5/5" and "T130" in typed.codes
    own = typed.typed(PROJECTS, {(3, "五个一"): '=IF(B3="","",LEN(B3))'}).built()
    assert own.formula(PROJECTS, 3, "五个一") == '=IF(B3="","",LEN(B3))' and "T132" in own.codes


def test_a_column_that_staff_fill_is_theirs__ok() -> None:
    rows = [indicator("利润", "当期", 年度目标=10, 三季度=3, 本期=7, 完成率=0.7)]
    book = with_registers({INDICATORS: rows}).built()
    assert (book.value(INDICATORS, 2, "本期"), book.formula(INDICATORS, 2, "本期")) == (7, None)
    assert book.formula(INDICATORS, 3, "本期") is None  # nor below
    assert book.value(INDICATORS, 2, "完成率") == 0.7


def test_formulas_follow_the_period__ok() -> None:
    rows = [indicator("利润", "当期", 年度目标=10, 一季度=1, 二季度=2, 三季度=3)]
    book = with_registers({INDICATORS: rows}).built(period=Period(2020, 6), as_of=date(2020, 6, 30))
    assert book.value(INDICATORS, 2, "本期") == 3
    later = book.built(period=Period(2020, 9))
    assert later.value(INDICATORS, 2, "本期") == 6 and "T132" not in later.codes
    assert later.formula(INDICATORS, 12, "本期") and not later.formula(INDICATORS, 13, "本期")


def test_no_formulas_where_something_stands_below__ok() -> None:
    rows = [*sheet(PROJECTS, ROWS), [], ["合计", None, None], ["注：按月更新"]]
    book = with_registers(**{PROJECTS: rows}).built()
    assert book.formula(PROJECTS, 4, "五个一") and book.formula(PROJECTS, 5, "五个一") is None


# RK5


@pytest.mark.parametrize(
    ("before", "now", "record", "found"),
    [
        ("储备", "开工", None, False),
        ("储备", "建成", None, True),
        ("开工", "储备", None, True),
        ("开工", "储备", "因用地未批", False),
        ("开工", "开工", None, False),
    ],
)
def test_a_state_out_of_order__error(
    before: str, now: str, record: str | None, found: bool, tmp_path: Path
) -> None:
    book = with_registers({PROJECTS: [project(1, 项目状态=before)]}).built(period=Period(2020, 6))
    changed = book.typed(PROJECTS, {(2, "项目状态"): now, (2, "跟踪记录"): record})
    assert ("P105" in dict(codes(changed, tmp_path))) == found
    after = changed.built(period=Period(2020, 9))  # the record of the period itself does not count
    assert ("P105" in dict(codes(after, tmp_path))) == found


# RK6


def test_a_workbook_of_registers_alone__ok(tmp_path: Path) -> None:
    path = tmp_path / "登记表.xlsx"
    write(path, Sheet(PROJECTS, [list(row) for row in sheet(PROJECTS, ROWS)]))
    assert check_file(str(path), Checking()).status == "ok"
    book = Book(path.read_bytes()).built()
    assert {PROJECTS, "项目库汇总", "规则", "期间记录"} <= set(book.grids)
    assert book.built().plan().plan.empty
    assert book.codes == []
    with pytest.raises(Stop) as stop:
        close(book.tables, CloseOptions())
    assert stop.value.code == "no_bulletins"


@pytest.mark.parametrize("name", ["项目库汇总", f"{OWN}汇总"])
def test_a_sheet_of_the_staff_s_in_the_way__error(name: str, tmp_path: Path) -> None:  # RK7
    own = [{"企业": "甲厂", "责任单位": "应急局"}]
    book = with_registers({PROJECTS: ROWS}, own=own, **{name: [("自己的表",)]})
    path = tmp_path / "清单.xlsx"
    path.write_bytes(book.data)
    found = check_file(str(path), Checking(as_of=AS_OF)).findings
    assert [(each.code, each.sheet) for each in found if each.code == "S121"] == [("S121", name)]
    with pytest.raises(Stop) as stop:
        book.built()
    assert stop.value.code == "sheet_is_yours"


def test_a_workbook_without_registers_is_as_before__ok() -> None:
    tables: Tables = make_book(Item("甲事项")).built().tables
    assert not tables.registers and set(tables.can_have) == set(REGISTERS)


def test_task_forces_are_counted__ok() -> None:
    rows = [
        {"产业": "新材料", "市领导": "李", "组长": "王", "联系人": "何", "智库团队": "院"},
        {"产业": "新医药", "组长": "王", "专项规划": "有"},
        {"市领导": "李"},
    ]
    book = with_registers({TASK_FORCES: rows}).built()
    assert [book.value(TASK_FORCES, row, "五要素") for row in (2, 3, 4)] == ["3/5", "1/5", None]
