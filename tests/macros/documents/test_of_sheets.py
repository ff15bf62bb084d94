"""通报 and 年度评估 say what the sheets say.

DS001  Each table of the bulletin that has rows is in the document, cell by cell as the sheet shows it; so is each sentence and
       note, without the blanks around numbers. No figure is made for the document.
DS002  Praise and criticism are named by the thresholds of 规则, and not without them.
DS003  A block that is not chosen is neither told nor attached; no line refers to an attachment that is not there.
DS004  A period that is closed is told as it was closed, whatever was typed since; one without bulletin stops.
DS005  年度评估 has the year's tables, all four quarters; before the last period of the year it stops.
DS006  A city's bulletin is told by districts.
DS007  Doubts of the bulletin are in the document.
DS008  The number of a bulletin is that of its issue, with the year of the issue; a correction has room for one of its own.
DS009  Where a later period was built and nothing tells of this one, it is said that the figures are those of now.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from built_samples import put_built
from documents import opened, paragraphs, table_with, tables, text_of
from places import EXAMPLES

from duban.macros.commands.build import build
from duban.macros.commands.change_file import change_file
from duban.macros.commands.close import closed
from duban.macros.commands.document import of_sheet
from duban.macros.commands.documents_made import DocumentOptions, Made
from duban.macros.declared.commands import CLOSE
from duban.macros.documents.facts import number_in_issue
from duban.macros.documents.shown_cells import cell_text
from duban.macros.figures.understood import RunOptions
from duban.macros.messages.outcome import Outcome
from duban.udfs.periods import Period
from duban.workbook.reading.grid import GridBook
from duban.workbook.reading.tables import Tables, read_tables
from duban.workbook.say.stop import Stop

PARK, CITY = EXAMPLES / "齐鲁化工区.xlsx", EXAMPLES / "淄博市.xlsx"
Q3 = RunOptions(Period(2020, 9), date(2020, 9, 30))
DAY = date(2020, 10, 12)


def tables_of(path: Path) -> Tables:
    return read_tables(GridBook(path))


def document_of(tables: Tables, kind: str = "通报", run: RunOptions = Q3, day: date = DAY) -> bytes:
    made = Made(kind)
    of_sheet(tables, DocumentOptions(kind, run=run, day=day), made, lambda period: Path("公文"))
    ((_, data),) = made.files.items()
    return data


def with_setting(tables: Tables, **changed: object) -> Tables:
    return replace(tables, settings=replace(tables.settings, **changed))


def rows_of(outcome: Outcome, sheet: str) -> Iterator[list[str]]:
    """The rows of a generated sheet as they show, without blanks in merged cells; those with more than one cell."""
    plan = next(each for each in outcome.plan.sheets if each.name == sheet)
    last = plan.print_area[3] if plan.print_area else 99
    covered = {
        (row, column)
        for top, left, bottom, right in plan.merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    } - {(top, left) for top, left, _, _ in plan.merges}
    by_row: dict[int, list[str]] = {}
    for at, cell in sorted(plan.cells.items()):
        if at not in covered and at[1] <= last:
            by_row.setdefault(at[0], []).append(cell_text(cell.value, cell.style))
    return (row for row in by_row.values() if len(row) > 2)


def plain(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize(("path", "sheet"), [(PARK, "2020年第三季度通报"), (CITY, "2020年第三季度通报")])
def test_every_table__ok(path: Path, sheet: str) -> None:  # DS001, DS006
    told = tables_of(path)
    outcome = build(told, Q3, ("summary",))
    document = opened(document_of(told))
    found = [row for table in tables(document) for row in table]
    shown = [[each.strip() for each in row] for row in rows_of(outcome, sheet)]
    with_rows = [row for row in shown if row in found]
    missing = [row for row in shown if row not in found]
    assert len(with_rows) > 20 or path == CITY
    # only headers of tables without rows are not there
    assert all(not any(re.search("[0-9]", each) for each in row) for row in missing), missing


def test_every_sentence__ok() -> None:  # DS001
    told = tables_of(PARK)
    plan = next(
        each for each in build(told, Q3, ("summary",)).plan.sheets if each.name == "2020年第三季度通报"
    )
    said = plain(text_of(opened(document_of(told))))
    lines = {
        plain(str(cell.value))
        for cell in plan.cells.values()
        if cell.style in ("body", "note") and cell.value not in (None, "无")
    }
    assert len(lines) > 4
    assert [line for line in lines if line not in said] == []


def test_ranking_is_that_of_the_figures__ok() -> None:  # DS001
    told = tables_of(PARK)
    record = build(told, Q3, ("summary",)).record
    assert record is not None
    units = {
        str(line.record["名称"]): line.record for key, line in record.latest[Period(2020, 9)].of_kind("单位")
    }
    header = ("名次", "单位", "牵头事项", "共同牵头", "措施", "办结", "逾期", "未报", "平均进度", "上期", "较上期", "位次变化")  # fmt: skip
    rows = table_with(opened(document_of(told)), header)
    assert {row[1] for row in rows} == units.keys() and len(rows) == 4
    for row in rows:
        figures = units[row[1]]
        assert row[8] == f"{figures['完成进度']:.0%}" and row[4] == str(figures["措施数"])
        assert row[6].replace("–", "0") == str(figures["滞后数"])


def test_praise_and_criticism__ok() -> None:  # DS002
    told = tables_of(PARK)
    assert "进度领先" not in text_of(opened(document_of(told)))
    limits = with_setting(told, praise=0.6, criticism=0.5)
    said = text_of(opened(document_of(limits)))
    assert "进度领先（平均进度不低于60%）的单位：综合管理局、招商局。" in said
    assert "进度落后（平均进度低于50%）的单位：办公室。" in said


def test_blocks_that_are_not_chosen__ok() -> None:  # DS003
    told = with_setting(tables_of(PARK), blocks=("单位排名", "未报清单"))
    document = opened(document_of(told))
    said = text_of(document)
    assert "逾期和滞后措施共" not in said and "即将到期" not in [text for _, text in paragraphs(document)]
    named = {int(number) for number in re.findall("附件([0-9]+)", said)}
    assert named == {1, 2, 3}
    headings = [text for style, text in paragraphs(document) if style == "Heading 1"]
    assert [each.partition("、")[0] for each in headings] == ["一", "二", "三", "四"]


def test_closed_period__ok(tmp_path: Path) -> None:  # DS004
    path = tmp_path / "清单.xlsx"
    put_built(path, Q3)
    before = document_of(tables_of(path))
    change_file(path, closed(CLOSE.defaults))
    book = openpyxl.load_workbook(path)
    sheet = book["具体项目台账"]
    header = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, 10):
        sheet.cell(row, header["完成进度"]).value = 0.01
    book.save(path)
    after = opened(document_of(tables_of(path), run=RunOptions()))
    assert tables(after) == tables(opened(before))
    foot = [line for line in text_of(after).splitlines() if line not in text_of(opened(before))]
    assert len(foot) == 2 and "封存日期" in foot[0] and "指纹" in foot[1]


def test_other_periods__error() -> None:  # DS004
    told = tables_of(PARK)
    with pytest.raises(Stop) as stop:
        document_of(told, "年度评估")
    assert stop.value.code == "no_year_yet"


def test_year__ok() -> None:  # DS005
    run = RunOptions(Period(2020, 12), date(2020, 12, 31))
    document = opened(document_of(tables_of(PARK), "年度评估", run))
    quarters = table_with(
        document, ("序号", "单位", "一季度", "二季度", "三季度", "四季度", "全年", "进度名次")
    )
    assert [row[1] for row in quarters] == ["综合管理局", "规划建设局", "招商局", "办公室"]
    said = text_of(document)
    assert "不作为考核得分" in said and "按推定计的" in said
    assert "时限、报送和佐证见" not in said and "齐鲁化工区2020年度重点改革攻坚事项评估" in said


def test_doubts__ok(tmp_path: Path) -> None:  # DS007
    path = tmp_path / "清单.xlsx"
    put_built(path, Q3)
    book = openpyxl.load_workbook(path)
    sheet = book["具体项目台账"]
    header = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, 5):
        sheet.cell(row, header["完成进度"]).value = 1
        sheet.cell(row, header["佐证材料"]).value = None
    book.save(path)
    document = opened(document_of(tables_of(path)))
    doubts = table_with(document, ("序号", "具体项目", "责任单位", "需核实的内容"))
    assert doubts and f"有{len(doubts)}项填报需要核实" in text_of(document)


@pytest.mark.parametrize(
    ("issue", "wanted"),
    [
        ("2020年第4期", {"年份": "2020", "顺序号": "4"}),
        ("2020 年第 12 期", {"年份": "2020", "顺序号": "12"}),
        ("第7期", {"顺序号": "7"}),
        ("第7期（更正第1次）", {"顺序号": "　"}),
        ("增刊", {"顺序号": "　"}),
    ],
)
def test_number_of_an_issue__ok(issue: str, wanted: dict[str, str]) -> None:  # DS008
    assert number_in_issue(issue) == wanted


def test_number_in_the_next_year__ok() -> None:  # DS008
    said = text_of(opened(document_of(tables_of(PARK), day=date(2021, 1, 5))))
    assert "督办通〔2020〕3号" in said and "2021年1月5日" in said


def test_past_period__ok(tmp_path: Path) -> None:  # DS009
    path = tmp_path / "清单.xlsx"
    put_built(path, Q3)
    for run, wanted in ((RunOptions(Period(2020, 3), date(2020, 3, 31)), True), (Q3, False)):
        made = Made("通报")
        of_sheet(
            tables_of(path), DocumentOptions("通报", run=run, day=DAY), made, lambda period: Path("公文")
        )
        said = [each.to("zh") for each in made.notes]
        assert any("数取自工作簿现在的内容" in each for each in said) == wanted


def test_headings_have_no_blanks__ok() -> None:  # DS001
    titles = [text for style, text in paragraphs(opened(document_of(tables_of(PARK)))) if style == "Title"]
    assert "即将到期措施（30日内）" in titles
