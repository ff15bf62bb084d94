"""对标台账, 服务记录, and each register in a sentence of the bulletin: figures by hand, and the same from both calculators.

MR1  对标汇总 counts each 领域 × 标杆单位 by light; the mean is of measures with a date, unreported ones as 0.
MR2  服务记录汇总 shows the days of each group and week of the year; a full week without a record says so, from the group's first.
MR3  A standing measure of the ledger that asks for days at enterprises each week is named beside the groups' means.
MR4  The bulletin has a sentence for each register that is there, and the decisions of meetings that are not done.
MR5  Of faults of conduct a bulletin says how many of each kind, and nothing else.
MR6  通报栏目 of workbooks that name all earlier blocks means all; a choice without 登记表, or 不要登记表, has none.
MR8  Ranges and about-figures of 开发区情况 are never added up: their sum is blank, and how many there are is said.
MR7  On random registers every stored value is what both calculators give.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lists import AS_OF, Book, Item, make_book
from oracles import compare, formula_cells, stored_values, with_cellrune, with_libreoffice
from registers import DISPATCH, INDICATORS, PROJECTS, indicator, project, report, with_registers
from rounds import rounds

from duban.udfs.lights import LIGHTS
from duban.workbook.format.names import LEDGER, RULES
from duban.workbook.format.registers.benchmarking import BENCHMARKS
from duban.workbook.format.registers.conduct import CONDUCT, CONDUCT_KINDS
from duban.workbook.format.registers.feedback import FEEDBACK
from duban.workbook.format.registers.meetings import MEETINGS
from duban.workbook.format.registers.on_site import ON_SITE
from duban.workbook.format.registers.service_groups import SERVICE_GROUPS
from duban.workbook.format.registers.service_log import SERVICE_LOG
from duban.workbook.format.registers.zones import ZONES
from duban.workbook.format.sheets.settings import BLOCKS_BEFORE

Convert = Callable[[Path, str, Path], Path]

BULLETIN = "2020年第三季度通报"


def rows_of(book: Book, name: str) -> list[list[Any]]:
    """The rows of a generated sheet, without blank cells."""
    return [told for row in book.grids[name].rows if (told := [value for value in row if value is not None])]


def below(book: Book, name: str, heading: str) -> list[list[Any]]:
    """The rows from below a heading to the next."""
    rows = rows_of(book, name)
    at = next(place for place, row in enumerate(rows) if str(row[0]).startswith(heading))
    ends = (place for place, row in enumerate(rows) if place > at and str(row[0])[1:2] == "、")
    return rows[at + 1 : next(ends, len(rows))]


def wrong(book: Book, soffice: Convert) -> list[str]:
    """Stored values that are not what the two calculators give."""
    formulas, stored = formula_cells(book.data), stored_values(book.data)
    other, refused = with_cellrune(book.data, AS_OF)
    return [
        *refused,
        *compare(stored, other, formulas),
        *compare(stored, with_libreoffice(book.data, soffice), formulas),
    ]


def benchmark(field: str, unit: str, due: date, progress: Any, **more: Any) -> dict[str, Any]:
    """A measure that began with the year."""
    told = {
        "领域": field,
        "标杆单位": unit,
        "对标举措": f"{field}的举措",
        "责任单位": "招商局",
        "开始日期": date(2020, 1, 1),
    }
    return {**told, "完成时限": due, "完成进度": progress, **more}


BENCHMARK_ROWS = (
    benchmark("招商", "泰州", date(2020, 12, 31), 0.75),
    benchmark("招商", "泰州", date(2020, 8, 31), 0.5),
    benchmark("招商", "泰州", date(2020, 12, 31), None),
    benchmark("招商", "苏州", date(2020, 12, 31), 1, 办结日期=date(2020, 9, 1)),
    benchmark("审批", "泰州", date(2020, 12, 31), 0.2, 类型="常态化"),
    benchmark("审批", "泰州", date(2020, 12, 31), 0.2, 类型="已移出"),
)


@pytest.mark.libreoffice
def test_benchmarks__ok(soffice: Convert) -> None:  # MR1
    book = with_registers({BENCHMARKS: BENCHMARK_ROWS}).built()
    rows = [row for row in below(book, "对标汇总", "一、") if len(row) > 1]
    assert rows[0] == ["序号", "领域", "标杆单位", "举措", "平均进度", "未报进度", *LIGHTS]
    lights = dict.fromkeys(LIGHTS, 0)
    told = {tuple(row[1:3]): row[3:] for row in rows[1:-1]}
    assert told["招商", "泰州"] == [
        3, pytest.approx(1.25 / 3), 1, *(lights | {"正常": 1, "逾期": 1, "未报": 1}).values(),
    ]  # fmt: skip
    assert told["招商", "苏州"] == [1, 1, 0, *(lights | {"办结": 1}).values()]
    assert told["审批", "泰州"] == [1, 0, *(lights | {"常态": 1}).values()]
    assert rows[-1][:4] == ["全部", 5, pytest.approx(2.25 / 4), 1]
    assert [row[3] for row in below(book, "对标汇总", "二、")[1:]] == ["招商的举措"]
    assert book.find(BENCHMARKS, 完成进度=0.5) and wrong(book, soffice) == []


def service(group: str, week: Any, days: Any, **more: Any) -> dict[str, Any]:
    return {"组别": group, "周": week, "入企天数": days, **more}


SERVICE_ROWS = (
    service("第一组", "2020-W36", 2, 发现隐患=3, 整改隐患=2),
    service("第一组", date(2020, 9, 9), 1, 发现隐患=1),  # a Wednesday of W37
    service("第一组", "2020-W39", 3),
    service("第二组", "2020-W38", 1.5, 发现隐患=2, 整改隐患=2),
    service("第二组", "2020-W40", 9),  # not over on 30 September
    service("第二组", "2019-W50", 9, 发现隐患=50),
)


@pytest.mark.libreoffice
def test_service__ok(soffice: Convert) -> None:  # MR2 MR3
    measure = "每周入企服务不少于一天半"
    book = with_registers(
        {
            SERVICE_GROUPS: [{"组别": name, "组长": "李明"} for name in ("第一组", "第三组")],
            SERVICE_LOG: SERVICE_ROWS,
        }
    )
    item = make_book(
        Item("甲事项", (measure,)),
        more={name: book_sheet(book, name) for name in (SERVICE_GROUPS, SERVICE_LOG)},
    )
    built = item.built()
    row = built.find(LEDGER, 具体项目=measure)
    built = built.typed(LEDGER, {(row, "类型"): "常态化"}).built()
    groups = {told[1]: told[2:] for told in below(built, "服务记录汇总", "一、")[1:]}
    assert groups["第一组"] == [4, 3, 1, 6, 1.5, 1, 4, 2]
    assert groups["第三组"] == [4, 0, 4, 0, 0, 0, 0, 0]
    assert groups["第二组"] == [2, 1, 1, 1.5, 0.75, 0, 2, 2]
    hints = below(built, "服务记录汇总", "二、")
    assert (
        hints[0][0].startswith("3 个组中周均入企天数不足的 2 个，未全部达到要求；") and measure in hints[1][0]
    )
    weeks = below(built, "服务记录汇总", "三、")
    assert weeks[0] == ["周", "第一组", "第三组", "第二组"]
    assert weeks[1:] == [
        ["2020-W36", 2, "缺"],
        ["2020-W37", 1, "缺"],
        ["2020-W38", "缺", "缺", 1.5],
        ["2020-W39", 3, "缺", "缺"],
    ]
    assert wrong(built, soffice) == []


def book_sheet(book: Book, name: str) -> list[tuple[Any, ...]]:
    """A sheet of a workbook as rows of cells."""
    return [tuple(row) for row in book.grids[name].rows]


REGISTERS_OF: dict[str, list[dict[str, Any]]] = {
    PROJECTS: [project(1, 入库日期=date(2020, 8, 1)), project(2, 项目状态="建成"), project(3, 出库日期=date(2020, 9, 1), 出库原因="业主放弃")],
    DISPATCH: [report("2020-07", "新材料", date(2020, 8, 3)), report(date(2020, 8, 1), "新材料", date(2020, 9, 9)), report("2020-06", "新材料", date(2020, 7, 3))],
    INDICATORS: [indicator(name, "累计", 年度目标=100, 一季度=30, 二季度=60, 三季度=now) for name, now in (("营业收入", 110), ("税收", 90))],
    BENCHMARKS: list(BENCHMARK_ROWS),
    SERVICE_LOG: list(SERVICE_ROWS),
    ON_SITE: [{"季度": "2020Q3", "产业": "新材料"}, {"季度": "2020Q2", "产业": "新医药"}],
    MEETINGS: [
        {"日期": date(2020, 9, 10), "主题": "公寓", "议定事项": "首批分配", "责任单位": "住建局", "办理期限": date(2020, 10, 30)},
        {"日期": date(2020, 9, 10), "主题": "用地", "议定事项": "供地", "责任单位": "规划局", "办理期限": date(2020, 9, 20), "办理情况": "完成60%"},
        {"日期": date(2020, 9, 10), "主题": "用电", "议定事项": "专线", "责任单位": "供电公司", "办理期限": date(2020, 10, 20), "办理情况": "已办结"},
        {"日期": date(2020, 9, 10), "主题": "用水", "议定事项": "没有期限的", "责任单位": "水务局"},
    ],
    CONDUCT: [
        {"日期": date(2020, 9, 8), "单位": "招商局", "类型": "拖", "事由": "材料迟报两周"},
        {"日期": date(2020, 5, 8), "单位": "招商局", "类型": "庸", "事由": "第二季度的"},
    ],
    FEEDBACK: [
        {"日期": date(2020, 9, 3), "反馈人": "周安", "反馈内容": "排队"},
        {"日期": date(2020, 9, 3), "反馈内容": "积水", "答复内容": "已疏通", "答复日期": date(2020, 9, 9)},
        {"日期": date(2020, 9, 29), "反馈内容": "公交"},
        {"日期": date(2020, 3, 29), "反馈内容": "去年的路灯"},
    ],
    ZONES: [{"开发区": "张店", "运行模式": "一区多园", "产业基金": 2}, {"开发区": "桓台", "运行模式": "区镇融合", "产业基金": "近2亿元"}],
}  # fmt: skip

SENTENCES = {
    PROJECTS: "在库 2 个，开工 1 个，建成 1 个；本期入库 1 个；本期出库 1 个。",
    DISPATCH: "7—9月的调度已报 2 次，其中迟报 1 次。",
    INDICATORS: "共 2 项，有完成率的 2 项，其中达到年度目标的 1 项。",
    BENCHMARKS: "对标举措 5 项，平均进度 56%，逾期 1 项，未报 1 项。",
    SERVICE_LOG: "2020年入企 16.5 天，发现隐患 6 处，整改隐患 4 处。",
    ON_SITE: "本季度推进 1 个产业。",
    MEETINGS: "没有办结的议定事项 2 项，其中超过办理期限的 1 项。",
    CONDUCT: "本期登记 1 件，拖 1 件。",
    FEEDBACK: "本期收到 3 条，已答复 1 条；超过答复时限还没有答复的 2 条。",
    ZONES: "共 2 个，一区多园 1 个，区镇融合 1 个。",
    "安全检查": "共 2 行，隐患数合计 7，罚款（万元）合计 1.26。",
}


@pytest.fixture(scope="module")
def made() -> Book:
    """A workbook with many registers."""
    own = [
        {"企业": "甲厂", "责任单位": "综合局", "隐患数": 3, "罚款（万元）": 1.255},
        {"企业": "乙厂", "隐患数": 4},
    ]
    return with_registers(REGISTERS_OF, own=own).built()


@pytest.mark.libreoffice
def test_sentences_of_the_bulletin__ok(made: Book, soffice: Convert) -> None:  # MR4
    rows = rows_of(made, BULLETIN)
    at = next(place for place, row in enumerate(rows) if str(row[0]).endswith("、专项工作"))
    told = {row[0]: row[1] for row in rows[at + 2 : at + 2 + len(SENTENCES)]}
    assert told == SENTENCES
    decisions = rows[at + 2 + len(SENTENCES) :]
    assert [row[1] for row in decisions if len(row) > 3] == ["议定事项", "供地", "首批分配"]
    assert wrong(made, soffice) == []


def test_conduct_names_nobody__ok(made: Book) -> None:  # MR5
    texts = " ".join(str(value) for row in rows_of(made, BULLETIN) for value in row)
    assert "材料迟报两周" not in texts and "拖 1 件" in texts


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        (None, True),
        ("、".join(BLOCKS_BEFORE), True),
        ("登记表", True),
        ("单位排名、亮灯", False),
        ("不要登记表", False),
        ("不要图表", True),
    ],
)
def test_block__ok(made: Book, chosen: str | None, shown: bool) -> None:  # MR6
    grid = made.grids[RULES]
    at = next(row for row in range(1, len(grid.rows) + 1) if grid.value(row, 1) == "通报栏目")
    book = made.typed(RULES, {(at, 2): chosen}).built()
    assert any(str(row[0]).endswith("、专项工作") for row in rows_of(book, BULLETIN)) == shown


@pytest.mark.libreoffice
def test_what_is_said_in_words_is_not_0__ok(soffice: Convert) -> None:  # MR8
    rows = [
        {"开发区": "张店", "运行模式": "一区多园", "产业基金": "2—30亿元", "道路里程": 4.2},
        {"开发区": "桓台", "运行模式": "区镇融合", "产业基金": "近2亿元", "道路里程": 3},
    ]
    book = with_registers({ZONES: rows}).built()
    told = {row[0]: row[1:] for row in below(book, "开发区汇总", "一、")}
    assert told["产业基金"] == ["合计", "单位：亿元；2 行不是数字（范围、约数等），没有计入"]
    assert told["道路里程"][:2] == ["合计", pytest.approx(7.2)]
    modes = {row[1]: row[2:] for row in below(book, "开发区汇总", "二、") if len(row) > 3}
    assert (modes["一区多园"], modes["区镇融合"]) == ([1, 4.2], [1, 3])
    assert wrong(book, soffice) == []


# MR7

ODD = (None, 0, 1, 0.5, 1.2, -1, "5", "约3")
DAYS = (None, date(2020, 7, 1), date(2020, 9, 10), date(2020, 9, 30), date(2020, 10, 1), "2020.9.1", 44000, 3)
TEXTS = ("甲", "甲*", "~", "<>甲", "5/5", "12", None)
WEEKS = ("2020-W38", "2020-w38", "2020-W39", date(2020, 9, 9), "2020年第37周", "2020-W60", 202038, None)


def some(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


def record(**columns: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(columns)


RANDOM = {
    BENCHMARKS: record(
        领域=some(*TEXTS), 标杆单位=some("泰州", "苏州"), 对标举措=some("甲", "乙", None), 责任单位=some(*TEXTS),
        类型=some("限期", "常态化", "已移出", "其他", None), 开始日期=some(*DAYS), 完成时限=some(*DAYS), 完成进度=some(*ODD), 办结日期=some(*DAYS),
    ),
    SERVICE_LOG: record(组别=some(*TEXTS), 周=some(*WEEKS), 入企天数=some(*ODD), 发现隐患=some(*ODD), 整改隐患=some(*ODD)),
    MEETINGS: record(
        日期=some(*DAYS), 主题=some("甲"), 议定事项=some(*TEXTS, 3), 责任单位=some(*TEXTS, 4), 办理期限=some(*DAYS),
        办理情况=some("已办结", " 已办结", "尚未完成", "完成", "完成60%", "已完成初稿", "已办结，供地", "办结\n好", "完成?", 5, None),
    ),
    CONDUCT: record(日期=some(*DAYS), 单位=some("甲"), 类型=some(*CONDUCT_KINDS, "懒*", None), 事由=some("事")),
    FEEDBACK: record(日期=some(*DAYS), 反馈内容=some("甲"), 答复内容=some(None, "答", 3), 答复日期=some(*DAYS)),
    ON_SITE: record(季度=some("2020Q3", "2020q3", "2020Q2", "2020年第三季度", None), 产业=some(*TEXTS)),
    ZONES: record(开发区=some(*TEXTS), 运行模式=some("一区多园", "区镇融合", "其他", None), 产业基金=some(*ODD, "近2亿元")),
}  # fmt: skip


@pytest.mark.long
@pytest.mark.libreoffice
@given(data=st.data())
@settings(
    max_examples=rounds(4),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
    derandomize=True,
)
def test_random_registers_of_the_second_kind__ok(data: st.DataObject, soffice: Convert) -> None:  # MR7
    told = {name: data.draw(st.lists(of, max_size=9)) for name, of in RANDOM.items()}
    book = with_registers(told).built()
    assert wrong(book, soffice) == []
