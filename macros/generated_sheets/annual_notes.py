"""What stands below the tables of 年度考核参考: how each part is counted, what rests on guesses, what is not in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from duban.macros.figures.conditions import count_true
from duban.macros.figures.formulas import on_list
from duban.macros.generated_sheets.annual_basis import Cells, Year
from duban.macros.generated_sheets.annual_registers import NEEDED
from duban.macros.generated_sheets.live_text import LiveText
from duban.udfs.progress import MOVED_OUT
from duban.workbook.format.registers.benchmarking import BENCHMARKS
from duban.workbook.format.registers.indicators import INDICATORS
from duban.workbook.format.registers.projects import PROJECTS
from duban.workbook.plan.builder import SheetBuilder

_HOW = (
    "参考分：各部分得分率 × 分值，合计后除以计入部分的分值之和，再乘 100。分值在“规则”，写 0 的部分不影响参考分。",
    "进度：所牵头事项目前的平均进度，与通报相同；未报的按 0 计，常态的不计。",
    "时限：已办结和逾期的措施中，按时办结的占比。",
    "报送：本年各期填报率（有进度的措施占比）的平均，与填报表按时交回占比，两项平均；没有发过填报表的只看填报率。",
    "佐证：已办结的措施中，写明佐证材料的占比；材料是否属实，程序不能判断。",
)
_OF_REGISTERS: Mapping[str, str] = {
    PROJECTS: "项目：“重点项目库”中在库、有年度计划投资的项目，累计完成投资 ÷ 年度计划投资，最高 100%。",
    INDICATORS: "指标：“指标监测”中有年度目标的指标，完成率（每项最高 100%）的平均；没有完成率的按 0 计。单位取“数据来源”一列，"
    "提供数据的单位不一定对指标负责，请核对。",
    BENCHMARKS: "对标：“对标台账”中限期举措的平均进度，未报的按 0 计。",
}
_COUNTED = {PROJECTS: "projects", INDICATORS: "targets", BENCHMARKS: "benchmark_measures"}
_CALLED = {PROJECTS: "个项目", INDICATORS: "项指标", BENCHMARKS: "项对标举措"}


def put_notes(builder: SheetBuilder, year: Year, cells: Sequence[Cells]) -> None:
    """The last block."""
    builder.section(f"{'五' if year.registers.sources else '四'}、说明")
    for text in _HOW:
        builder.line(text)
    for name, text in _OF_REGISTERS.items():
        there = name in year.registers.sources
        needed = "、".join(NEEDED[name])
        builder.line(
            text
            if there
            else f"{text.partition('：')[0]}：没有“{name}”，或缺少列（{needed}），各单位都不计入。"
        )
    _guesses(builder, cells)
    _others(builder, year, cells)


def _span(cells: Sequence[Cells], name: str) -> tuple[int, str]:
    """A number of all units, as the sum of its column; a header that is repeated between them holds nothing there."""
    if not cells:
        return 0, "0"
    first, last = cells[0].at(name), cells[-1].at(name)
    return sum(each.whole(name) for each in cells), f"SUM({first}:{last})"


def _guesses(builder: SheetBuilder, cells: Sequence[Cells]) -> None:
    """What is taken for granted where nobody said."""
    line = LiveText("按推定计的：已过时限、没有办结日期的办结措施 ").number(*_span(cells, "undated"))
    line.say(" 项，按按时办结计；没有填报截止日或保存时间的填报表，按按时交回计。")
    builder.line(line.text, "note", line.formula)


def _others(builder: SheetBuilder, year: Year, cells: Sequence[Cells]) -> None:
    """What names none of the units, so that it is in nobody's figures."""
    live, ledger = year.live, year.live.frame.ledger
    there = [each for each in live.measures.values() if each["key"] is not None and each["kind"] != MOVED_OUT]
    number, formula = _span(cells, "measures")
    line = LiveText("不属于上列单位、没有计入的：措施 ")
    line.number(len(there) - number, f"{count_true(*on_list(ledger))}-{formula}").say(" 项")
    every = {
        **year.registers.projects(None),
        **year.registers.indicators(None),
        **{f"benchmark_{name}": told for name, told in year.registers.benchmarks(None).items()},
    }
    for name, counted in _COUNTED.items():
        if counted in every:
            value, told = every[counted]
            number, formula = _span(cells, counted)
            line.say("，").number(int(value or 0) - number, f"{told}-{formula}").say(f" {_CALLED[name]}")  # type: ignore[arg-type]
    line.say("。")
    builder.line(line.text, "note", line.formula)
