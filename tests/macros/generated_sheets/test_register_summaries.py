"""What sums up the registers: figures by hand, and the same from both calculators.

SU1  项目库汇总 counts and adds up what is in the pool on the as-of date, by state and level and by unit; 开工率 is of the
     goal in 规则, else of the pool. It names what came in and went out in the period and what lacks one of 五个一.
SU2  月调度汇总 shows each task force and month as 已报, 迟报, 未报 or blank, by the day in 规则; 专班 in a name says nothing.
SU3  指标汇总 adds up only what agrees in unit and 口径, and nothing of which a part is missing.
SU4  A summary of an office's own register shows what its declaration asks for.
SU5  On random registers, with all that staff type, every stored value is what both calculators give.
SU6  A second build changes nothing; nor does it after staff sorted a register.
SU7  A register that lacks a column says so, and shows what it can.
SU8  Totals, notes and signatures that staff keep below their rows count nowhere.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lists import AS_OF, Book
from oracles import compare, formula_cells, stored_values, with_cellrune, with_libreoffice
from registers import (
    DECLARED,
    DEFINITIONS,
    DISPATCH,
    INDICATORS,
    OWN,
    PROJECTS,
    TASK_FORCES,
    indicator,
    own_sheet,
    project,
    report,
    sheet,
    with_registers,
)

from duban.udfs.indicators import CALIBRES
from duban.workbook.format.names import RULES
from duban.workbook.format.registers.dispatch import TOPICS
from duban.workbook.format.registers.indicators import QUARTERS, YEAR_BEFORE
from duban.workbook.format.registers.projects import LEVELS, STATES

Convert = Callable[[Path, str, Path], Path]


def below(book: Book, name: str, heading: str, number: int = 1) -> list[list[Any]]:
    """The rows of a table below its heading, the header first, without blank cells."""
    rows = [[value for value in row if value is not None] for row in book.grids[name].rows]
    at = next(place for place, row in enumerate(rows) if row and str(row[0]).startswith(heading))
    found = []
    for row in rows[at + 1 :]:
        if not row or str(row[0])[1:2] == "、":
            break
        found.append(row)
    return found


PROJECT_ROWS = (
    project(1, 项目级别="省重大", 总投资=12.5, 年度计划投资=4, 累计完成投资=1, 入库日期=date(2020, 3, 2), 责任领导="李明", 工作班子="5 人", 实施方案="有", 跟踪记录="有"),
    project(2, 项目级别="市重大", 总投资=8, 年度计划投资=2, 累计完成投资=2, 项目状态="建成", 入库日期=date(2020, 8, 1), 责任单位="办公室"),
    project(3, 总投资=3, 项目状态="策划", 出库日期=date(2020, 9, 10), 出库原因="业主放弃"),
    project(4, 项目级别="其他", 总投资=5, 项目状态="储备", 出库日期=date(2020, 10, 9), 出库原因="将移交"),
    project(5, 项目级别="国家级", 总投资="约2亿", 项目状态="前期"),
)  # fmt: skip


def test_projects__ok() -> None:  # SU1
    book = with_registers({PROJECTS: PROJECT_ROWS}).built()
    name = "项目库汇总"
    assert below(book, name, "一、")[:2] == [
        ["在库项目", *STATES, "开工目标", "开工率"],
        [4, 0, 1, 1, 1, 4, 0.5],
    ]
    states = {row[0]: row[1:] for row in below(book, name, "二、")}
    assert states["开工"] == [1, 12.5, 0, 0, 0, 0, 0, 0, 1]
    assert states["储备"] == [0, 0, 0, 0, 0, 0, 1, 5, 1]
    assert states["全部"] == [1, 12.5, 1, 8, 0, 0, 1, 5, 4]
    units = below(book, name, "三、")
    assert units[1:4] == [
        [1, "综合局", 3, 0, 1, 1, 0, 0.25, 17.5, 4, 1],
        [2, "办公室", 1, 0, 0, 0, 1, 1, 8, 2, 2],
        ["全部", 4, 0, 1, 1, 1, 0.5, 25.5, 6, 3],
    ]
    texts = [str(value) for row in book.grids[name].rows for value in row if isinstance(value, str)]
    assert any("1 个项目状态空白或不在选项中，1 个项目级别" in text for text in texts)
    assert [text for text in texts if text.startswith("本期")] == [
        "本期入库 1 个项目。",
        "本期出库 1 个项目。",
    ]
    assert "在库项目中不全的 3 个。" in texts


def test_the_goal_of_starts_is_that_of_the_settings__ok() -> None:  # SU1
    book = with_registers({PROJECTS: PROJECT_ROWS}).built()
    row = book.tables.settings.rows["重点项目开工目标"]
    again = book.typed(RULES, {(row, 2): 8}).built()
    assert below(again, "项目库汇总", "一、")[1] == [4, 0, 1, 1, 1, 8, 0.25]


def test_dispatch__ok() -> None:  # SU2
    forces = [{"产业": name, "市领导": "李明"} for name in ("新材料", "智能装备专班", "新医药")]
    rows = [
        report("2020-01", "新材料专班", date(2020, 2, 5)),
        report(date(2020, 2, 1), "新材料", date(2020, 3, 6)),
        report("2020-03", "新材料", None),
        report("2020-08", "智能装备", date(2020, 9, 1), 基金运作=None),
        report("2020-09", "智能装备", date(2020, 9, 30)),
        report("2020-01", "电子信息", date(2020, 2, 5)),
    ]
    book = with_registers({TASK_FORCES: forces, DISPATCH: rows}).built()
    grid = book.grids["月调度汇总"]
    shown = months_of(book)
    assert shown["新材料"] == ["已报", "迟报", *["未报"] * 6, *[None] * 4]
    assert shown["智能装备专班"] == [*["未报"] * 7, "已报", "已报", *[None] * 3]
    assert shown["新医药"] == [*["未报"] * 8, *[None] * 4]
    texts = [str(value) for row in grid.rows for value in row if isinstance(value, str)]
    assert "新材料（缺 6 个月）；智能装备专班（缺 7 个月）；新医药（缺 8 个月）；" in texts
    assert any("电子信息" in text and "不在上表" in text for text in texts)
    topics = below(book, "月调度汇总", "三、")
    assert [row[:3] for row in topics[1:4]] == [[1, "新材料", 2], [2, "智能装备专班", 2], [3, "新医药", 0]]
    assert topics[2][3:] == [0, 0, 0, 1, 0, 0]


def months_of(book: Book) -> dict[str, list[Any]]:
    """Task force → what 月调度汇总 shows of it from January to December."""
    rows = book.grids["月调度汇总"].rows
    at = next(place for place, row in enumerate(rows) if "1月" in row)
    columns = [rows[at].index(f"{month}月") for month in range(1, 13)]
    names = rows[at].index("专班")
    found = {}
    for row in rows[at + 1 :]:
        if not row or not isinstance(row[0], int):
            break
        found[str(row[names])] = [row[column] for column in columns]
    return found


def test_the_last_day_to_report_is_that_of_the_settings__ok() -> None:  # SU2
    book = with_registers({DISPATCH: [report("2020-01", "新材料", date(2020, 2, 8))]}).built()
    row = book.tables.settings.rows["月调度截止日"]
    assert months_of(book)["新材料"][0] == "迟报"
    assert months_of(book.typed(RULES, {(row, 2): 8}).built())["新材料"][0] == "已报"


def test_indicators__ok() -> None:  # SU3
    rows = [
        indicator("营业收入", "累计", 年度目标=120, 上年三季度=70, 一季度=22, 二季度=50, 三季度=80),
        indicator("营业收入", "累计", 产业="新医药", 年度目标=80, 上年三季度=40, 三季度=60),
        indicator("营业收入", "累计", 产业="电子信息", 计量单位="万元", 年度目标=80, 三季度=60),
        indicator(
            "利润",
            "当期",
            年度目标=10,
            上年一季度=1,
            上年二季度=1,
            上年三季度=2,
            一季度=1,
            二季度=2,
            三季度=3,
        ),
        indicator("利润", "当期", 产业="新医药", 年度目标=10, 一季度=1, 三季度=3),
        indicator("排名", "名次", 计量单位="位", 年度目标=3, 上年三季度=5, 三季度=4),
        indicator("占比", "时点", 计量单位="%", 年度目标=30, 上年三季度=20, 三季度=25),
        indicator("占比", "时点", 产业="新医药", 计量单位="%", 年度目标=30, 上年三季度=20, 三季度=25),
    ]
    book = with_registers({INDICATORS: rows}).built()
    register = [
        tuple(book.value(INDICATORS, row, name) for name in ("本期", "完成率", "同比"))
        for row in range(2, 10)
    ]
    assert register == [
        (80, pytest.approx(2 / 3), pytest.approx(1 / 7)),
        (60, 0.75, 0.5),
        (60, 0.75, None),
        (6, 0.6, 0.5),
        (None, None, None),
        (4, "未达到", "升1"),
        (25, pytest.approx(5 / 6), 0.25),
        (25, pytest.approx(5 / 6), 0.25),
    ]
    sums = [
        [value for value in row if value is not None] for row in book.grids["指标汇总"].rows if "合计" in row
    ]
    assert sums == [
        ["合计", "营业收入", "亿元", "累计", 200, 140, 0.7],
        ["合计", "利润", "亿元", "当期", 20],
    ]


def test_an_office_s_own_register__ok() -> None:  # SU4
    rows = [
        {"企业": "甲厂", "责任单位": "应急局", "检查日期": date(2020, 9, 3), "隐患数": 4, "罚款（万元）": 1.5, "整改率": 0.5, "等级": "甲", "情况": "已改"},
        {"企业": "乙厂", "责任单位": "应急局", "检查日期": date(2020, 9, 20), "隐患数": 2, "整改率": 1, "等级": "丙", "情况": "在改"},
        {"企业": "丙厂", "责任单位": "招商局", "检查日期": date(2020, 7, 1), "隐患数": "若干", "等级": "丁", "情况": "未改"},
        {"企业": "丁厂", "隐患数": 1},
    ]  # fmt: skip
    book = with_registers(own=rows).built()
    name = f"{OWN}汇总"
    totals = {row[0]: row[2] for row in below(book, name, "一、")[1:] if len(row) > 2}
    assert totals == {
        "全部": 4, "企业": 4, "检查日期": date(2020, 9, 20), "隐患数": 7, "罚款（万元）": 1.5, "整改率": 0.75, "情况": "在改",
    }  # fmt: skip
    assert below(book, name, "二、")[:3] == [
        ["序号", "责任单位", "行数", "企业计数", "隐患数合计", "罚款（万元）合计", "整改率平均"],
        [1, "应急局", 2, 2, 6, 1.5, 0.75],
        [2, "招商局", 1, 1, 0, 0],
    ]
    values = below(book, name, "三、")
    assert [row[1:3] for row in values[1:]] == [["甲", 1], ["乙", 0], ["丙", 1], ["丁", 1]]
    texts = [str(value) for row in book.grids[name].rows for value in row if isinstance(value, str)]
    assert any("1 行没有填写责任单位" in text for text in texts) and "1 行不是数字，没有计入" in texts


def test_what_lacks_is_said__ok() -> None:  # SU7
    rows = sheet(PROJECTS, [project(1, 总投资=2)])
    keep = [place for place, name in enumerate(rows[0]) if name not in ("项目状态", "出库日期", "五个一")]
    book = with_registers(**{PROJECTS: [[row[place] for place in keep] for row in rows]}).built()
    assert "G104" in book.codes
    assert below(book, "项目库汇总", "三、")[1][:3] == [1, "综合局", 1]
    bare = with_registers(
        **{
            DISPATCH: [
                ["年月", "专班", "汇报方式", "规划编制", "项目推进"],
                ["2020-01", "甲", "书面", "有", "有"],
            ]
        }
    )
    texts = [value for row in bare.built().grids["月调度汇总"].rows for value in row if value is not None]
    assert any("缺少列：报送日期" in str(text) for text in texts)


# SU5

ODD = (None, None, 0, 1, 2.5, -1, 12, 1e9, "5", "约3", "/")
TEXTS = ("新材料", "新材料专班", "A*", "A?", "~", "<>甲", ">=0", '"引"', "5/5", "2020-07", "12", "甲\n乙")
DAYS = (None, date(2020, 7, 1), date(2020, 9, 30), date(2020, 10, 1), date(2020, 2, 5), "2020.9.1", 44000, 3)
MONTHS = (
    "2020-01",
    "2020-08",
    date(2020, 8, 1),
    date(2020, 8, 15),
    "2020年8月",
    202008,
    None,
    "2019-12",
    "2020-12",
)


@pytest.mark.libreoffice
def test_totals_and_notes_of_the_staff_s_count_nowhere__ok(soffice: Convert) -> None:  # SU8
    ends: list[list[Any]] = [["合计", "合计", *[99] * 15], ["注：按月更新"], []]
    rows = [*sheet(PROJECTS, PROJECT_ROWS), *ends]
    own = [
        *own_sheet([{"企业": "甲厂", "责任单位": "应急局", "隐患数": 4, "整改率": 0.5}]),
        ["合计", None, None, 4, 9, 0.5],
    ]
    more = {PROJECTS: rows, DEFINITIONS: sheet(DEFINITIONS, DECLARED), OWN: own}
    book = with_registers(**more).built()
    assert below(book, "项目库汇总", "一、")[1][0] == 4
    assert {row[0]: row[2] for row in below(book, f"{OWN}汇总", "一、")[1:] if len(row) > 2}["隐患数"] == 4
    assert wrong(book, soffice) == []


def some(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


def record(**columns: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(columns)


PROJECTS_OF = record(
    项目编号=some("1", 1, "XM"), 项目名称=some("甲", "乙", None), 责任单位=some(*TEXTS, None), 项目级别=some(*LEVELS, "国家级", None),
    项目状态=some(*STATES, "停工", None), 总投资=some(*ODD), 年度计划投资=some(*ODD), 累计完成投资=some(*ODD), 责任领导=some(None, "李"),
    工作班子=some(None, "有"), 实施方案=some(None, 0, "有"), 跟踪记录=some(None, "有"), 入库日期=some(*DAYS), 出库日期=some(*DAYS),
)  # fmt: skip
INDICATORS_OF = record(
    产业=some(*TEXTS), 类别=some("四强", "传统", None, "四强 "), 指标=some("营收", "利润", "5/5", None),
    计量单位=some("亿元", "户", "%", None), 口径=some(*CALIBRES, *CALIBRES, "其他", None), 年度目标=some(*ODD),
    **{name: some(*ODD) for name in (*QUARTERS, *YEAR_BEFORE)},
)  # fmt: skip
DISPATCH_OF = record(
    年月=some(*MONTHS),
    专班=some(*TEXTS, None),
    报送日期=some(*DAYS),
    **{name: some(None, "有", 3) for name in TOPICS},
)
FORCES_OF = record(
    产业=some(*TEXTS, None),
    市领导=some(None, "李"),
    组长=some(None, "王"),
    联系人=some(None, "何"),
    智库团队=some(None, "院"),
)
OWN_OF = record(
    企业=some(*TEXTS, None), 责任单位=some(*TEXTS, None), 检查日期=some(*DAYS), 隐患数=some(*ODD), 整改率=some(*ODD),
    等级=some("甲", "乙", "丁", "*", None), 情况=some(None, "有", 3),
)  # fmt: skip


@st.composite
def books(draw: st.DrawFn) -> Book:
    """A workbook with all registers, as staff may leave them."""

    def rows(of: st.SearchStrategy[dict[str, Any]]) -> list[dict[str, Any]]:
        return draw(st.lists(of, min_size=0, max_size=9))

    registers = {
        PROJECTS: rows(PROJECTS_OF),
        TASK_FORCES: rows(FORCES_OF),
        DISPATCH: rows(DISPATCH_OF),
        INDICATORS: rows(INDICATORS_OF),
    }
    return with_registers(registers, own=rows(OWN_OF))


def wrong(book: Book, soffice: Convert) -> list[str]:
    """Stored values that are not what the two calculators give."""
    formulas, stored = formula_cells(book.data), stored_values(book.data)
    assert any(name.endswith("汇总") for name in formulas)
    other, refused = with_cellrune(book.data, AS_OF)
    return [
        *refused,
        *compare(stored, other, formulas),
        *compare(stored, with_libreoffice(book.data, soffice), formulas),
    ]


@pytest.mark.long
@pytest.mark.libreoffice
@settings(
    max_examples=4, derandomize=True, deadline=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(book=books(), period=some("2020Q3", "2020Q1", "2020-08", "2020-01"))
def test_random_registers__ok(book: Book, period: str, soffice: Convert) -> None:  # SU5
    from duban.udfs.periods import Period

    assert wrong(book.built(period=Period.parse(period)), soffice) == []


# SU6


def test_a_second_build_changes_nothing__ok() -> None:
    forces = [{"产业": "新材料", "市领导": "李明"}]
    rows = [report("2020-01", "新材料", date(2020, 2, 5))]
    registers = {
        PROJECTS: PROJECT_ROWS,
        TASK_FORCES: forces,
        DISPATCH: rows,
        INDICATORS: [indicator("利润", "当期")],
    }
    book = with_registers(registers, own=[{"企业": "甲厂", "责任单位": "应急局", "隐患数": 1}]).built()
    assert book.plan().plan.empty


def test_sorting_a_register_changes_no_figure__ok() -> None:
    book = with_registers({PROJECTS: PROJECT_ROWS}).built()
    before = book.grids["项目库汇总"].rows
    turned = book.sorted(PROJECTS, "项目编号", reverse=True)
    again = turned.built()
    keys = [again.value(PROJECTS, row, "行键") for row in range(2, 7)]
    assert keys == [5, 4, 3, 2, 1] and "G114" not in again.codes and "G113" not in again.codes
    assert sorted(map(str, again.grids["项目库汇总"].rows)) != [] and len(
        again.grids["项目库汇总"].rows
    ) == len(before)
    assert below(again, "项目库汇总", "一、") == below(book, "项目库汇总", "一、")
