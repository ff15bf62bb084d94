"""``validate --fix``.

FX1  A finding with one sure remedy is mended to exactly this (``__ok``); what is not sure stays (``__error``).
FX2  Several findings of one cell are one edit.
FX3  Formulas, cells under a merged area, text with formats inside and the program's own sheets stay.
FX4  A cell keeps its look; what was text and is now a date or a share shows as one.
FX5  Afterwards the mended findings are gone, there is no new error, and other rows are judged as before.
FX6  Every other cell and every foreign part keeps its bytes; a second run changes nothing.
FX7  Nothing to mend: nothing is written.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.styles import Font
from rich_workbook import rich_workbook

from duban.validation.book import read_book
from duban.validation.checker import Checking, check_book, check_file
from duban.validation.file_report import FileReport
from duban.validation.mend.fix import FixResult, fix_file
from duban.validation.mend.fix_lines import fix_lines
from duban.validation.mend.fix_plan import Fixed, plan_fixes
from duban.validation.mend.remedies import FIXES
from duban.validation.rule_examples.example import HEADERS, Formula, Sheet, Workbook, first_row
from duban.validation.rule_examples.example_book import write_example
from duban.workbook.file.owned_marks import write_mark
from duban.workbook.file.package import Package
from duban.workbook.format.names import LEDGER, LIST, RULES
from duban.workbook.plan.plans import BookPlan, EditCell
from duban.workbook.reading.grid import GridBook
from duban.workbook.say.findings import Finding
from duban.workbook.say.stop import Stop

Fix = Callable[..., Any]
END = date(2020, 12, 31)


def codes(findings: tuple[Finding, ...]) -> set[str]:
    return {finding.code for finding in findings}


def cell_of(path: Path, sheet: str, column: str, row: int = 0) -> Any:
    grid = GridBook(path).grid(sheet)
    return grid.value(row or first_row(sheet), HEADERS[sheet].index(column) + 1)


@pytest.fixture
def fix(tmp_path: Path) -> Fix:
    """``fix(sheet, column, value, **others)`` mends a workbook of one row and returns what the cell holds then."""

    def mend(sheet: str, column: str, value: Any, **others: Any) -> Any:
        path = write_example(tmp_path / "a.xlsx", Workbook({sheet: Sheet(({**others, column: value},))}))
        result = fix_file(path)
        for each in result.fixed:
            assert not {(each.place, code) for code in each.codes} & {
                ((f.sheet, f.row, f.column), f.code) for f in result.report.findings
            }
        assert not fix_file(path).fixed
        return cell_of(path, sheet, column)

    return mend


def two_units(tmp_path: Path, first: str, second: str) -> tuple[Any, Any]:
    rows = tuple({"牵头单位及负责人": unit} for unit in (first, second))
    path = write_example(tmp_path / "a.xlsx", Workbook({LIST: Sheet(rows)}))
    fix_file(path)
    column = "牵头单位及负责人"
    return cell_of(path, LIST, column, 3), cell_of(path, LIST, column, 4)


def test_every_remedy_has_its_test() -> None:
    tested = {name.split("_")[1].upper() for name in globals() if name.endswith("__ok")}
    assert FIXES.keys() <= tested


# FX1: text


def test_x101_full_width_digits__ok(fix: Fix) -> None:
    assert fix(LIST, "备注", "２０２０年新增３项，占８５．５％") == "2020年新增3项，占85.5%"


def test_x101_full_width_letters_stay__error(fix: Fix) -> None:
    assert fix(LIST, "备注", "ＡＢ座") == "ＡＢ座"


def test_x102_half_width_punctuation__ok(fix: Fix) -> None:
    assert (
        fix(LIST, "备注", "已完成,待验收;“双随机”!负责人:何书平")
        == "已完成，待验收；“双随机”！负责人：何书平"
    )


def test_x102_punctuation_of_numbers_and_addresses_stays__error(fix: Fix) -> None:
    assert fix(LIST, "备注", "比例:3,000:1,见http://a.cn,可") == "比例:3,000:1,见http://a.cn,可"


def test_x103_blanks_at_the_ends__ok(fix: Fix) -> None:
    assert fix(LIST, "备注", "\n 　已完成摸底 \n\n") == "已完成摸底"


def test_x103_blank_lines_inside_are_layout__error(fix: Fix) -> None:
    assert fix(LIST, "备注", "第一段\n\n  第二段") == "第一段\n\n  第二段"


def test_x103_no_sign_of_a_formula_comes_first__error(fix: Fix) -> None:
    assert fix(LIST, "备注", " =已完成") == " =已完成"


def test_x104_control_characters__ok(fix: Fix) -> None:
    assert fix(LIST, "备注", "已完成\x07摸底") == "已完成摸底"


@pytest.mark.parametrize(
    ("spelled", "shown"),
    [
        ("甲_x000D_\n乙", "甲\n乙"),
        ("甲_x000D_乙", "甲\n乙"),
        ("甲_x000B_乙", "甲\n乙"),
        ("甲_x0007_乙", "甲乙"),
    ],
)
def test_x104_spelled_out__ok(tmp_path: Path, spelled: str, shown: str) -> None:
    # XlsxWriter takes _x000D_ for the character itself unless its _ is escaped
    path = write_example(tmp_path / "a.xlsx", Workbook({LIST: Sheet(({"备注": "占位"},))}))
    text = spelled.replace("_x", "_x005F_x")
    _replace(path, "xl/sharedStrings.xml", "占位", text)
    assert fix_file(path).fixed
    assert cell_of(path, LIST, "备注") == shown


def test_x104_other_escapes_are_not_understood__error(tmp_path: Path) -> None:
    path = write_example(tmp_path / "a.xlsx", Workbook({LIST: Sheet(({"备注": "占位"},))}))
    _replace(path, "xl/sharedStrings.xml", "占位", "甲_x4E00_，新增３项")
    assert not fix_file(path).fixed


def test_x105_residue_of_word__ok(fix: Fix) -> None:
    text = '[bookmark: _GoBack]已完成{ HYPERLINK "a" }摸底错误!未找到引用源。'
    assert fix(LIST, "备注", text) == "已完成摸底"


def test_x105_a_cell_of_nothing_else_is_not_emptied__error(fix: Fix) -> None:
    assert fix(LIST, "备注", "[bookmark: _GoBack]") == "[bookmark: _GoBack]"


def test_x106_document_number__ok(fix: Fix) -> None:
    assert fix(LIST, "备注", "园办发【2020】8号、【2019】12号") == "园办发〔2020〕8号、〔2019〕12号"


def test_x106_other_brackets_stay__error(fix: Fix) -> None:
    assert fix(LIST, "备注", "【2020】年度【重点】") == "【2020】年度【重点】"


def test_i122_names_with_spaces__ok(fix: Fix) -> None:
    assert fix(LIST, "牵头领导", "何 书 平、王　晓　强\n邵  民") == "何书平、王晓强\n邵  民"


def test_i122_four_single_characters_may_be_two_names__error(fix: Fix) -> None:
    assert fix(LIST, "牵头领导", "邵 民 王 强") == "邵 民 王 强"


@pytest.mark.parametrize("name", ["邵  民", "邵　民", "邵 民、郑  忠", "综合管理局\n负责人：邵  民"])
def test_i122_a_name_of_two_set_as_wide_as_one_of_three__error(tmp_path: Path, name: str) -> None:
    """So it is set in official tables: it is no fault, and it stays."""
    column = "牵头单位及负责人" if "局" in name else "牵头领导"
    path = write_example(tmp_path / "a.xlsx", Workbook({LIST: Sheet(({column: name},))}))
    assert "I122" not in {each.code for each in check_file(str(path)).findings}
    assert not fix_file(path).written
    assert cell_of(path, LIST, column) == name


def test_i122_the_same_in_text_stays_text__error(fix: Fix) -> None:
    assert fix(LIST, "备注", "同意 邵 民") == "同意 邵 民"


def test_i123_one_spelling_of_a_unit__ok(tmp_path: Path) -> None:
    first, second = two_units(
        tmp_path, "综合管理局\n负责人：何书平", "综合 管理局\n\n负责人：何书平（综合 处）"
    )
    assert (first, second) == ("综合管理局\n负责人：何书平", "综合管理局\n\n负责人：何书平（综合 处）")


def test_i123_the_right_spelling_is_mended_as_well__ok(tmp_path: Path) -> None:
    assert two_units(tmp_path, "第１管理局\n负责人：何书平", "第1管理局\n负责人：何书平") == (
        "第1管理局\n负责人：何书平",
        "第1管理局\n负责人：何书平",
    )


def test_i123_other_units_stay__error(tmp_path: Path) -> None:
    units = "综合管理局\n负责人：何书平", "综合管理处\n负责人：何书平"
    assert two_units(tmp_path, *units) == units


# FX1: progress


@pytest.mark.parametrize(
    ("text", "share"), [("80%", 0.8), ("８０％", 0.8), ("0.57", 0.57), ("57", 0.57), ("100%", 1)]
)
def test_t111_progress_as_text__ok(fix: Fix, text: str, share: float) -> None:
    assert fix(LEDGER, "完成进度", text) == share


@pytest.mark.parametrize("text", ["八成", "1", "1.5", "约80%", "80%以上"])
def test_t111_not_sure__error(fix: Fix, text: str) -> None:
    assert fix(LEDGER, "完成进度", text) == text


def test_t112_per_cent__ok(fix: Fix) -> None:
    assert fix(LEDGER, "完成进度", 57) == 0.57


@pytest.mark.parametrize("number", [1.3, 101, -5])
def test_t112_out_of_range__error(fix: Fix, number: float) -> None:
    assert fix(LEDGER, "完成进度", number) == number


# FX1: dates


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2020年9月底", date(2020, 9, 30)),
        ("2020.9.30", date(2020, 9, 30)),
        ("20200930", date(2020, 9, 30)),
        ("2020-09-30 00:00:00", date(2020, 9, 30)),
        ("9月30日前", date(2020, 9, 30)),
        ("年内", END),
        ("2020年第三季度", date(2020, 9, 30)),
    ],
)
def test_t120_date_as_text__ok(fix: Fix, text: str, day: date) -> None:
    assert fix(LEDGER, "完成时限", text) == day


@pytest.mark.parametrize("text", ["2020年2月30日", "尽快", "2020.1", "2020-09-30 14:30", "9月或10月"])
def test_t120_not_sure__error(fix: Fix, text: str) -> None:
    assert fix(LEDGER, "完成时限", text) == text


def test_t120_only_an_end_is_the_last_day_of_a_month__error(fix: Fix) -> None:
    assert fix(LEDGER, "开始日期", "2020年3月") == "2020年3月"
    assert fix(LEDGER, "开始日期", "2020年3月1日") == date(2020, 3, 1)


def test_t120_a_year_that_nobody_wrote_is_not_guessed__error(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet(LIST)
        sheet.write_row(0, 0, HEADERS[LIST])
        sheet.write_row(
            1, 0, [1, "甲改革攻坚", "目标", "1、问题", "1、措施", "周明远", "综合局\n负责人：何书平"]
        )
        sheet.write_string(1, HEADERS[LIST].index("完成时限"), "年内")
    assert "T120" in codes(check_file(str(path)).findings)
    assert not fix_file(path).fixed


def test_t120_a_date_before_its_start_stays__error(fix: Fix) -> None:
    assert fix(LEDGER, "完成时限", "2020年9月底", 开始日期=date(2020, 10, 1)) == "2020年9月底"


# FX1: 序号


@pytest.mark.parametrize("text", ["３", "3"])
def test_number_as_text__ok(fix: Fix, text: str) -> None:
    assert fix(LIST, "序号", text) == 3


@pytest.mark.parametrize("text", ["（三）", "03", "3-1", "3."])
def test_number_as_text_with_more_than_digits__error(fix: Fix, text: str) -> None:
    assert fix(LIST, "序号", text) == text


# FX2


def test_several_findings_of_one_cell_are_one_edit(tmp_path: Path) -> None:
    path = write_example(
        tmp_path / "a.xlsx", Workbook({LIST: Sheet(({"备注": " 园发【2020】８号,已\x07办 "},))})
    )
    book = read_book(GridBook(path))
    plan, fixed = plan_fixes(book, check_book(book))
    assert plan.edits[0].cells == {(3, 8): EditCell("园发〔2020〕8号，已办")}
    assert [set(each.codes) for each in fixed] == [{"X101", "X102", "X103", "X104", "X106"}]


def test_what_a_remedy_uncovers_is_mended_too(fix: Fix) -> None:
    assert fix(LIST, "备注", "已完成\x07,待验收\x07 ") == "已完成，待验收"


def test_a_rule_that_is_switched_off_mends_nothing(tmp_path: Path) -> None:
    rows = {LIST: Sheet(({"备注": "已完成\x07,待验收"},)), RULES: Sheet(({"名称": "X102", "值": "关闭"},))}
    path = write_example(tmp_path / "a.xlsx", Workbook(rows))
    fix_file(path)
    assert cell_of(path, LIST, "备注") == "已完成,待验收"


# FX3


def test_a_formula_stays__error(fix: Fix) -> None:
    assert fix(LEDGER, "完成进度", Formula('="80%"', "80%")) == "80%"


def test_a_cell_of_an_array_formula_stays__error(tmp_path: Path) -> None:
    path = write_example(
        tmp_path / "a.xlsx", Workbook({LIST: Sheet(({"牵头领导": "新增３项"}, {"备注": 5}))})
    )
    _replace(path, "xl/worksheets/sheet1.xml", '<c r="H4"><v>', '<c r="H4"><f t="array" ref="F3:H4">1</f><v>')
    assert "X101" in codes(check_file(str(path)).findings)
    assert not fix_file(path).fixed


@pytest.mark.parametrize("kind", ["<r><t>已完成,</t></r><r><t>待验收</t></r>", "<t>已完成,待验收</t><rPh/>"])
def test_text_in_the_cell_itself_with_formats_or_readings_stays__error(tmp_path: Path, kind: str) -> None:
    path = write_example(tmp_path / "a.xlsx", Workbook({LIST: Sheet(({"备注": 5},))}))
    _replace(
        path, "xl/worksheets/sheet1.xml", '<c r="H3"><v>5</v>', f'<c r="H3" t="inlineStr"><is>{kind}</is>'
    )
    assert [finding.code for finding in fix_file(path).formatted] == ["X102"]


def test_a_cell_under_a_merged_area_stays__error(tmp_path: Path) -> None:
    sheet = Sheet(({}, {"进展情况": "已办３件"}), merged="P2:P3")
    path = write_example(tmp_path / "a.xlsx", Workbook({LEDGER: sheet}))
    fix_file(path)
    assert cell_of(path, LEDGER, "进展情况", 3) == "已办３件"


def test_the_first_cell_of_a_merged_area__ok(tmp_path: Path) -> None:
    sheet = Sheet(({"牵头领导": "何 书 平"}, {"牵头领导": None}), merged="F3:F4")
    path = write_example(tmp_path / "a.xlsx", Workbook({LIST: sheet}))
    assert [each.place for each in fix_file(path).fixed] == [(LIST, 3, 6)]
    assert cell_of(path, LIST, "牵头领导", 3) == "何书平"


def test_text_with_formats_inside_stays_and_is_told__error(tmp_path: Path) -> None:
    path = write_example(tmp_path / "a.xlsx", Workbook({LIST: Sheet(({"备注": "占位"},))}))
    runs = "<si><r><t>已完成,</t></r><r><rPr><b/></rPr><t>待验收</t></r></si>"
    _replace(path, "xl/sharedStrings.xml", "<si><t>占位</t></si>", runs)
    result = fix_file(path)
    assert [finding.code for finding in result.formatted] == ["X102"]
    assert not result.written and not result.fixed
    assert len(fix_lines(result)) == 1


def test_the_marks_of_phonetics_that_every_chinese_file_has_are_no_format__ok(tmp_path: Path) -> None:
    path = write_example(tmp_path / "a.xlsx", Workbook({LIST: Sheet(({"备注": "占位"},))}))
    text = '<si><t>已完成,待验收</t><phoneticPr fontId="1" type="noConversion"/></si>'
    _replace(path, "xl/sharedStrings.xml", "<si><t>占位</t></si>", text)
    fix_file(path)
    assert cell_of(path, LIST, "备注") == "已完成，待验收"


def test_a_sheet_of_the_program_stays__error(tmp_path: Path) -> None:
    path = write_example(tmp_path / "a.xlsx", Workbook({LEDGER: Sheet(({"进展情况": "已办３件"},))}))
    package = Package.read(path.read_bytes())
    write_mark(package, LEDGER, "0")
    path.write_bytes(package.to_bytes())
    assert not fix_file(path).fixed


def test_the_cells_of_an_item_over_several_rows__ok(tmp_path: Path) -> None:
    unit = "牵头单位及负责人"
    more = dict.fromkeys(HEADERS[LIST]) | {"改革的具体项目": "３、建立台账", unit: "负责人：何 书  平"}
    path = write_example(tmp_path / "a.xlsx", Workbook({LIST: Sheet(({}, {unit: "综合 管理局"}, more))}))
    assert [(*each.place[1:], each.codes) for each in fix_file(path).fixed] == [
        (4, 7, ("I123",)),
        (5, 5, ("X101",)),
        (5, 7, ("I122",)),
    ]
    assert [cell_of(path, LIST, unit, row) for row in (4, 5)] == ["综合管理局", "负责人：何书平"]


# FX4


@pytest.mark.parametrize(
    ("column", "text", "before", "after"),
    [
        ("完成时限", "2020.9.30", "@", "yyyy-mm-dd"),
        ("完成时限", "2020.9.30", "General", "yyyy-mm-dd"),
        ("完成时限", "2020.9.30", 'yyyy"年"m"月"d"日"', 'yyyy"年"m"月"d"日"'),
        ("完成时限", "2020.9.30", "mm-dd-yy", "mm-dd-yy"),
        ("完成进度", "80%", "@", "0%"),
        ("完成进度", "80%", "0.0%", "0.0%"),
        ("完成进度", 80, "0", "0%"),
    ],
)
def test_a_cell_keeps_its_look_but_shows_what_it_is(
    tmp_path: Path, column: str, text: Any, before: str, after: str
) -> None:
    path, bare = tmp_path / "a.xlsx", write_example(tmp_path / "b.xlsx", Workbook({LEDGER: Sheet()}))
    book = load_workbook(bare)
    cell = book[LEDGER].cell(2, HEADERS[LEDGER].index(column) + 1, text)
    cell.number_format, cell.font = before, Font(b=True, name="仿宋")
    book.save(path)
    assert fix_file(path).written
    found = load_workbook(path)[LEDGER].cell(cell.row, cell.column)
    assert (found.number_format, found.font.b, found.font.name) == (after, True, "仿宋")
    assert found.data_type == ("d" if column == "完成时限" else "n")


def test_text_keeps_its_style(tmp_path: Path) -> None:
    path, bare = tmp_path / "a.xlsx", write_example(tmp_path / "b.xlsx", Workbook())
    book = load_workbook(bare)
    cell = book[LIST].cell(3, 8, "新增３项")
    cell.number_format, cell.font = "@", Font(b=True)
    book.save(path)
    styles = ZipFile(path).read("xl/styles.xml")
    fix_file(path)
    found = load_workbook(path)[LIST].cell(3, 8)
    assert (found.value, found.number_format, found.font.b) == ("新增3项", "@", True)
    assert ZipFile(path).read("xl/styles.xml") == styles


# FX5 and FX6

TEXTS = st.sampled_from(
    [
        "已办３件",
        "已完成,待验收",
        " 已摸底\n",
        "已\x07办",
        "已办[bookmark: _GoBack]",
        "园发【2020】8号",
        "整洁",
        "=甲",
        " -甲",
    ]
)
PERSONS = st.sampled_from(["邵  民", "王强", "李 小 明、王 强", "邵 民 王 强"])
UNITS = st.sampled_from(["综合局", "综合 局", "第１局", "第1局", " 综合局", "招商局"])
DATES = st.sampled_from([END, "2020年9月底", "年内", "尽快", "2020.1", "2020.3.1", None])
SHARES = st.sampled_from([0.5, 1, 80, "80%", "八成", "１００％", 1.3, "1", None])
ITEM = st.fixed_dictionaries(
    {
        "序号": st.sampled_from([1, 2, 3, "３", "4", "（五）"]),
        "事项名称": st.sampled_from(["甲改革", "乙改革３", "丙改革3"]),
        "改革的具体项目": st.builds("1、{}\n２、{}".format, TEXTS, TEXTS),
        "牵头领导": PERSONS,
        "牵头单位及负责人": st.builds("{}\n负责人：{}".format, UNITS, PERSONS),
        "备注": TEXTS,
        "开始日期": DATES,
        "完成时限": DATES,
        "完成进度": SHARES,
    }
)
MEASURE = st.fixed_dictionaries(
    {
        "措施序号": st.integers(1, 3),
        "具体项目": TEXTS,
        "类型": st.sampled_from(["限期", "常态化"]),
        "责任单位": UNITS,
        "负责人": PERSONS,
        "开始日期": DATES,
        "完成时限": DATES,
        "完成进度": SHARES,
        "更新日期": DATES,
        "进展情况": TEXTS,
    }
)
VALUE_RULES = frozenset(FIXES) | {"F204"}
COMPARED = {"L105", "I113", "I123", "I124", "T142"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(items=st.lists(ITEM, min_size=1, max_size=4), measures=st.lists(MEASURE, max_size=4))
def test_a_mended_workbook_has_no_new_error(tmp_path: Path, items: list[Any], measures: list[Any]) -> None:
    sheets = {LIST: Sheet(tuple(items)), **({LEDGER: Sheet(tuple(measures))} if measures else {})}
    path = write_example(tmp_path / "随机.xlsx", Workbook(sheets))
    before, grids = check_file(str(path)), cells(path)
    result = fix_file(path, Checking(today=END))
    after = result.report
    assert after.readable and not fix_file(path).fixed
    mended = {each.place: each for each in result.fixed}
    gone = {(code, *each.place) for each in result.fixed for code in each.codes}
    was, now = keys(before), keys(after)
    assert not gone & now
    assert {f for f in after.findings if f.severity == "error" and key(f) not in was} == set()
    assert {k for k in now - was if k[0] in VALUE_RULES} == set()
    # other codes of values stay, but for those that compare cells: mending one may settle the other
    own = VALUE_RULES - COMPARED
    assert {k for k in was - gone if k[0] in own and k[1:] not in mended} <= now
    # what an unreadable value hid of its own row may come to light as a warning; other rows are as before
    rows = {place[:2] for place in mended}
    assert {k for k in was if k[1:3] not in rows and k[0] not in COMPARED} == {
        k for k in now if k[1:3] not in rows and k[0] not in COMPARED
    }
    for place, value in cells(path).items():
        assert value == (mended[place].new if place in mended else grids[place])


def key(finding: Finding) -> tuple[str, str, int, int]:
    return finding.code, finding.sheet, finding.row, finding.column


def keys(report: FileReport) -> set[tuple[str, str, int, int]]:
    return set(map(key, report.findings))


def cells(path: Path) -> dict[tuple[str, int, int], Any]:
    book = GridBook(path)
    return {
        (name, r, c): value
        for name in book.sheet_names
        for r, row in enumerate(book.grid(name).rows, 1)
        for c, value in enumerate(row, 1)
    }


def test_every_foreign_part_keeps_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "富.xlsm"
    data = rich_workbook()
    path.write_bytes(data)
    before = cells(path)
    result = fix_file(path)
    assert [(each.place, each.old, each.new, each.codes) for each in result.fixed] == [
        ((LIST, 4, 6), "李 晓 明", "李晓明", ("I122",))
    ]
    assert cells(path) == {**before, (LIST, 4, 6): "李晓明"}
    assert result.backup is not None and result.backup.read_bytes() == data
    with ZipFile(io.BytesIO(data)) as old, ZipFile(path) as new:
        changed = {
            name for name in old.namelist() if name not in new.namelist() or new.read(name) != old.read(name)
        }
    assert changed <= {"xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/calcChain.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"}  # fmt: skip
    once = path.read_bytes()
    assert not fix_file(path).written
    assert path.read_bytes() == once


# FX7 and the door


def test_nothing_to_mend_writes_nothing(tmp_path: Path) -> None:
    path = write_example(tmp_path / "a.xlsx", Workbook())
    result = fix_file(path, out=tmp_path / "b.xlsx")
    assert (result.written, result.backup, result.fixed) == (False, None, ())
    assert [each.name for each in tmp_path.iterdir()] == ["a.xlsx"]
    assert fix_lines(result) == []


def test_to_another_file(tmp_path: Path) -> None:
    path = write_example(tmp_path / "a.xlsx", Workbook({LIST: Sheet(({"备注": "新增３项"},))}))
    before = path.read_bytes()
    result = fix_file(path, out=tmp_path / "b.xlsx")
    assert (result.path, result.written, result.backup) == (tmp_path / "b.xlsx", True, None)
    assert path.read_bytes() == before
    assert cell_of(result.path, LIST, "备注") == "新增3项"
    assert result.report.path == str(result.path)


@pytest.mark.parametrize(
    ("name", "out", "code"),
    [("a.xls", None, "old_format"), ("a.xlsx", "b.xlsm", "other_format"), ("无.xlsx", None, "file_missing")],
)
def test_what_cannot_be_written__error(tmp_path: Path, name: str, out: str | None, code: str) -> None:
    write_example(tmp_path / "a.xlsx", Workbook())
    (tmp_path / "a.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(Stop) as stop:
        fix_file(tmp_path / name, out=tmp_path / out if out else None)
    assert stop.value.code == code


def test_tables_without_a_file_are_planned_too(tmp_path: Path) -> None:
    path = write_example(tmp_path / "a.xlsx", Workbook({LIST: Sheet(({"备注": "新增３项"},))}))
    book = read_book(GridBook(path))
    bare = type(book)(book.settings, book.sheets)
    plan, fixed = plan_fixes(bare, check_book(bare))
    assert plan.edits[0].cells == {(3, 8): EditCell("新增3项")} and len(fixed) == 1
    assert plan_fixes(bare, []) == (BookPlan(), ())


# lines


def shown(old: Any, new: Any, lang: str = "zh", codes: tuple[str, ...] = ("X101",)) -> str:
    findings = tuple(Finding(code, LIST, 3, 8, "备注", old) for code in codes)
    done = (Fixed(LIST, 3, 8, findings, old, new),)
    result = FixResult(Path("a.xlsx"), True, None, done, (), FileReport("a.xlsx", ()))
    (line,) = fix_lines(result, lang)
    return line


def test_a_line_names_cell_change_and_codes() -> None:
    assert shown(" 新增３项\n", "新增3项", codes=("X101", "X103")) == (
        "任务清单!H3 “ 新增３项⏎” → “新增3项” [X101 X103]"
    )
    assert shown("80%", 0.8, "en", ("T111",)) == "任务清单!H3 '80%' → 80% [T111]"
    assert shown("年内", END, codes=("T120",)) == "任务清单!H3 “年内” → 2020-12-31 [T120]"
    assert shown(80, 0.8, codes=("T112",)) == "任务清单!H3 80 → 80% [T112]"
    assert shown("３", 3, codes=()).startswith("任务清单!H3 “３” → 3 [")


@pytest.mark.parametrize("length", [500, 20_000])
def test_a_long_text_is_shown_around_its_change(length: int) -> None:
    old = "甲" * length + "３" + "乙" * length
    line = shown(old, old.replace("３", "3"))
    assert "甲甲３乙乙" in line and "甲甲3乙乙" in line and len(line) < 100


def test_a_line_for_a_terminal_obeys_nothing_in_the_text() -> None:
    assert "\x1b" not in shown("甲\x1b[2J乙\n", "甲[2J乙")


@given(st.text("甲乙 ３\n", max_size=60), st.text("甲乙 3\n", max_size=60))
def test_a_line_is_one_line(old: str, new: str) -> None:
    assert "\n" not in shown(old, new)


def _replace(path: Path, part: str, old: str, new: str) -> None:
    package = Package.read(path.read_bytes())
    text = package.data(part).decode()
    assert old in text
    package.put(part, text.replace(old, new).encode())
    path.write_bytes(package.to_bytes())
