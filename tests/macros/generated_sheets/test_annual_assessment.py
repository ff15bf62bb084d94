"""年度考核参考: what a year says of each unit.

AA1  It is made while the last period of a year is live, not before; its title calls it a reference.
AA2  The quarters stand as they were said, the last one and the year as they are now.
AA3  The shares of the ledger's parts, the points and the reference are those of plain arithmetic; a part without data is
     left out, named, and the others count for all.
AA4  The weights are those of 规则, live; one that cannot be used is the usual one, 0 leaves a part out.
AA5  Registers count where they name the unit; what names none of the units is told.
AA6  How returns came stays on record: in time, late, not; one that is not due yet counts nowhere.
AA7  Every stored value is what both calculators give, on random workbooks too; a second build changes nothing.
AA8  In the next year the sheet keeps its figures under the name of its year, whatever is typed; so it does after closing,
     and ``verify`` finds what somebody altered.
AA9  A sheet that staff edited is kept; one of the staff's stops the build.
AA10 After what staff type, the formulas give what the next build stores.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lists import Book, Item, make_book
from oracles import compare, formula_cells, stored_values, with_cellrune, with_libreoffice
from registers import INDICATORS, PROJECTS, indicator, project, sheet
from returns import Filled, collected, sent_by
from rounds import rounds

from duban.macros.commands.close import CloseOptions, close
from duban.macros.commands.verify import verify
from duban.udfs.assessment import PARTS
from duban.udfs.periods import Period
from duban.workbook.file import write_xlsx
from duban.workbook.format.names import ANNUAL, LEDGER, PERIOD_RECORD, RULES
from duban.workbook.format.registers.benchmarking import BENCHMARKS
from duban.workbook.say.stop import Stop

Convert = Callable[[Path, str, Path], Path]

YEAR_END: Mapping[str, Any] = {"period": Period(2020, 12), "as_of": date(2020, 12, 31)}
NEXT_YEAR: Mapping[str, Any] = {"period": Period(2021, 3), "as_of": date(2021, 3, 1)}
OF_2020 = f"2020{ANNUAL}"


def row(book: Book, unit: str, heading: str = "一、", name: str = ANNUAL) -> dict[str, Any]:
    """What a table says of a unit, by its header."""
    rows = book.grids[name].rows
    at = next(n for n, cells in enumerate(rows) if cells and str(cells[0]).startswith(heading))
    header = rows[at + 1]
    found = next(cells for cells in rows[at + 2 :] if len(cells) > 1 and cells[1] == unit)
    return {
        str(header[n]): found[n] if n < len(found) else None
        for n in range(len(header))
        if header[n] is not None and n < PRINTED
    }


PRINTED = 40
"""Columns that surely hold all that prints."""


def text(book: Book, name: str = ANNUAL) -> str:
    """All that the sheet says below its tables."""
    return "\n".join(str(cells[0]) for cells in book.grids[name].rows if cells and isinstance(cells[0], str))


@pytest.fixture(scope="module")
def third() -> Book:
    """Two units in the third quarter; one of two measures of the first is at 40 %."""
    items = (Item("企业开办", ("减少环节", "全程网办")), Item("招商引资", ("上门招商",), unit="招商局"))
    return make_book(*items).built().typed(LEDGER, {(2, "完成进度"): 0.4}).built()


@pytest.fixture(scope="module")
def made(third: Book) -> Book:
    """The year's end: one measure done with evidence, one at 70 %."""
    cells = {(2, "完成进度"): 1, (2, "佐证材料"): "通知.pdf", (3, "完成进度"): 0.7}
    return third.typed(LEDGER, cells).built(**YEAR_END)


def test_only_in_the_last_period_of_a_year__ok(third: Book, made: Book) -> None:  # AA1
    assert ANNUAL not in third.grids
    assert "参考" in str(made.grids[ANNUAL].value(1, 1)) and "不是考核结论" in str(
        made.grids[ANNUAL].value(1, 1)
    )
    month = third.built(period=Period(2020, 11, quarterly=False), as_of=date(2020, 11, 30))
    assert ANNUAL not in month.grids
    assert ANNUAL in month.built(period=Period(2020, 12, quarterly=False), as_of=date(2020, 12, 31)).grids


def test_the_quarters_side_by_side__ok(made: Book) -> None:  # AA2
    mine, other = row(made, "综合局", "二、"), row(made, "招商局", "二、")
    assert [mine[name] for name in ("一季度", "二季度", "三季度", "四季度", "全年", "进度名次")] == [
        None, None, 0.2, 0.85, 0.85, 1,
    ]  # fmt: skip
    assert (other["全年"], other["进度名次"]) == (None, "—")
    formulas = [text for text in made.grids[ANNUAL].formulas.values() if PERIOD_RECORD in text]
    assert formulas


def test_shares_and_points_by_hand__ok(made: Book) -> None:  # AA3
    mine = row(made, "综合局")
    # of two measures one was reported in the third quarter, both in the fourth
    shares = {"进度": (1 + 0.7) / 2, "时限": 1 / 1, "报送": (1 / 2 + 2 / 2) / 2, "佐证": 1 / 1}
    weights = {"进度": 50, "时限": 15, "报送": 15, "佐证": 5}
    for part, share in shares.items():
        assert mine[part] == pytest.approx(share * weights[part])
    assert [mine[part] for part in PARTS[4:]] == ["—"] * 3
    assert mine["参考分"] == pytest.approx(sum(shares[p] * weights[p] for p in shares) / 85 * 100)
    assert mine["未计入的部分"] == "项目；指标；对标；"


def test_what_is_unreported_counts_0__ok(made: Book) -> None:  # AA3
    other = row(made, "招商局")
    assert (other["进度"], other["报送"], other["参考分"], other["名次"]) == (0, 0, 0, 2)
    assert other["未计入的部分"] == "时限；佐证；项目；指标；对标；"


def test_overdue_late_and_without_evidence__ok(third: Book) -> None:  # AA3
    due = date(2020, 10, 31)
    cells = {
        (2, "完成进度"): 1, (2, "完成时限"): due, (2, "办结日期"): date(2020, 11, 2),
        (3, "完成进度"): 0.5, (3, "完成时限"): due,
        (4, "完成进度"): 1, (4, "完成时限"): due,
    }  # fmt: skip
    book = third.typed(LEDGER, cells).built(**YEAR_END)
    work = row(book, "综合局", "三、")
    assert [work[name] for name in ("办结", "逾期办结", "逾期", "按时率", "缺佐证", "佐证率")] == [
        0,
        1,
        1,
        0,
        1,
        0,
    ]
    other = row(book, "招商局", "三、")
    assert (other["办结"], other["按时率"]) == (1, 1)
    # the other unit's measure has no day on which it was done
    assert "没有办结日期的办结措施 1 项" in text(book)


def test_weights_of_the_settings__ok(made: Book) -> None:  # AA4
    at = {part: made.find(RULES, 项目=f"考核{part}分值") for part in PARTS}
    typed = {(at["进度"], "值"): 80, (at["时限"], "值"): 0, (at["报送"], "值"): "待定"}
    book = made.typed(RULES, typed).built(**YEAR_END)
    assert "R101" in book.codes
    mine = row(book, "综合局")
    assert (mine["进度"], mine["时限"], mine["报送"]) == (pytest.approx(68), 0, pytest.approx(0.75 * 15))
    assert mine["参考分"] == pytest.approx((0.85 * 80 + 0.75 * 15 + 5) / (80 + 15 + 5) * 100)


@pytest.fixture(scope="module")
def registers() -> Book:
    projects = [
        project(1, 年度计划投资=4, 累计完成投资=3),
        project(2, 年度计划投资=1, 累计完成投资=None),
        project(3, 年度计划投资=None, 累计完成投资=9),
        project(4, 年度计划投资=5, 累计完成投资=5, 出库日期=date(2020, 6, 1)),
        project(5, 责任单位="规划局", 年度计划投资=5, 累计完成投资=5),
    ]
    whole = {"数据来源": "综合局", "年度目标": 100}
    indicators = [
        indicator("营业收入", "累计", 四季度=80, **whole),
        indicator("税收", "累计", 四季度=150, **whole),
        indicator("利润", "累计", **whole),
        indicator("位次", "名次", 四季度=3, 数据来源="综合局", 年度目标=2),
        indicator("人数", "累计", 四季度=3, 数据来源="综合局"),
    ]
    base = {"领域": "招商", "标杆单位": "泰州港", "责任单位": "综合局"}
    benchmarks = [
        {**base, "对标举措": "设点", "完成进度": 0.9},
        {**base, "对标举措": "评审"},
        {**base, "对标举措": "宣传", "类型": "常态化", "完成进度": 1},
    ]
    more = {
        PROJECTS: sheet(PROJECTS, projects),
        INDICATORS: sheet(INDICATORS, indicators),
        BENCHMARKS: sheet(BENCHMARKS, benchmarks),
    }
    return make_book(Item("甲"), Item("乙", unit="招商局"), more=more).built(**YEAR_END)


def test_registers_that_name_the_unit__ok(registers: Book) -> None:  # AA5
    mine = row(registers, "综合局", "四、")
    assert [mine[name] for name in ("项目", "年度计划（亿元）", "累计完成（亿元）", "完成率")] == [
        2,
        5,
        3,
        0.6,
    ]
    assert (mine["指标"], mine["无完成率"]) == (4, 1)
    assert mine["指标得分率"] == pytest.approx((0.8 + 1 + 0 + 0) / 4)
    assert (mine["对标举措"], mine["未报"], mine["对标进度"]) == (2, 1, 0.45)
    points = row(registers, "综合局")
    assert [points[part] for part in PARTS[4:]] == [pytest.approx(5 * share) for share in (0.6, 0.45, 0.45)]
    assert row(registers, "招商局")["未计入的部分"].endswith("项目；指标；对标；")
    assert "措施 0 项，1 个项目，0 项指标，0 项对标举措" in text(registers)


def returned(saved: datetime, due: date | None = date(2020, 10, 10)) -> Book:
    """The third quarter with the return of one of two units collected, and the fourth built."""
    items = (Item("甲事项"), Item("乙事项", unit="招商局"))
    book = make_book(*items).built()
    if due is not None:
        book = book.typed(RULES, {(book.find(RULES, 项目="填报截止日"), "值"): due})
    book, files = sent_by(book)
    filled = Filled.of(files["综合局"])
    back = filled.fill({(filled.keys[0], "完成进度"): 0.5}).at_time(saved).to_bytes()
    return collected(book, {"综合局.xlsx": back}).built(**YEAR_END)


@pytest.mark.parametrize(
    ("saved", "status", "counts", "share"),
    [
        (datetime(2020, 10, 9, 1), "按时", (1, 0, 0), (1 + 1) / 2),
        (datetime(2020, 10, 12, 1), "迟交", (0, 1, 0), (1 + 0) / 2),
    ],
)
def test_how_returns_came__ok(
    saved: datetime, status: str, counts: tuple[int, ...], share: float
) -> None:  # AA6
    book = returned(saved)
    told = {
        (each, then): state
        for then, kind, each, state in book.show(PERIOD_RECORD, "期间", "种类", "名称", "状态")
        if kind == "单位"
    }
    assert told["综合局", "2020Q3"] == status and told["招商局", "2020Q3"] == "未交"
    mine = row(book, "综合局", "三、")
    assert tuple(mine[name] for name in ("按时交回", "迟交", "未交")) == counts
    assert mine["报送得分率"] == pytest.approx(share)
    other = row(book, "招商局", "三、")
    assert (other["未交"], other["报送得分率"]) == (1, 0)


@pytest.mark.parametrize(("day", "missing"), [(date(2020, 12, 20), 0), (date(2020, 12, 31), 1)])
def test_a_return_that_is_not_due_yet_counts_nowhere__ok(day: date, missing: int) -> None:  # AA6
    book = make_book(Item("甲事项")).built(**YEAR_END)
    book = book.typed(RULES, {(book.find(RULES, 项目="填报截止日"), "值"): date(2020, 12, 25)})
    book, _ = sent_by(book)
    assert row(book.built(as_of=day), "综合局", "三、")["未交"] == missing


def wrong(book: Book, soffice: Convert | None) -> list[str]:
    """Cells whose stored value is not what the calculators give."""
    formulas = {name: cells for name, cells in formula_cells(book.data).items() if ANNUAL in name}
    stored = stored_values(book.data)
    found, refused = with_cellrune(book.data)
    lines = [*(line for line in refused if ANNUAL in line), *compare(stored, found, formulas)]
    if soffice is not None:
        lines += compare(stored, with_libreoffice(book.data, soffice), formulas)
    return lines


def test_both_calculators__ok(made: Book, registers: Book, soffice: Convert) -> None:  # AA7
    for book in (made, registers, returned(datetime(2020, 10, 12, 1))):
        assert wrong(book, soffice) == []
        assert book.built(**YEAR_END).data is book.data


QUICK: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "derandomize": True,
    "phases": [Phase.generate],
}
UNITS = ("综合局", "招商*局", "A局", "a局")
PROGRESS = st.sampled_from([None, 0, 0.3, 1, 60, "八成", 0.9999999])
DAYS = st.sampled_from([None, date(2020, 10, 31), date(2021, 6, 30), "年底", 5])


@st.composite
def books(draw: st.DrawFn) -> Book:
    """A list of several units, its ledger as staff type it, and registers."""
    units = draw(st.lists(st.sampled_from(UNITS), min_size=1, max_size=4))
    measures = draw(st.integers(1, 3))
    names = [f"第{n}条" for n in range(measures)]
    items = [Item(f"事项{n}", names, unit=unit) for n, unit in enumerate(units)]
    any_unit = st.sampled_from([*UNITS, None, "规划局"])
    amount = st.sampled_from([None, 0, 2, 5.5, -1, "待定"])
    projects = [
        project(
            n,
            责任单位=draw(any_unit),
            年度计划投资=draw(amount),
            累计完成投资=draw(amount),
            出库日期=draw(DAYS),
        )
        for n in range(draw(st.integers(0, 3)))
    ]
    indicators = [
        indicator(
            f"指标{n}",
            draw(st.sampled_from(["累计", "名次", "当期"])),
            数据来源=draw(any_unit),
            年度目标=draw(amount),
            **{name: draw(amount) for name in ("一季度", "二季度", "三季度", "四季度")},
        )
        for n in range(draw(st.integers(0, 3)))
    ]
    more = {PROJECTS: sheet(PROJECTS, projects)} if projects else {}
    more |= {INDICATORS: sheet(INDICATORS, indicators)} if indicators else {}
    book = make_book(*items, more=more).built()
    cells: dict[tuple[int, int | str], Any] = {}
    for at in range(2, 2 + len(items) * measures):
        for name, values in (
            ("完成进度", PROGRESS), ("完成时限", DAYS), ("办结日期", DAYS), ("佐证材料", st.sampled_from([None, "a.pdf", " "])),
            ("类型", st.sampled_from([None, "常态化", "限期"])), ("责任单位", any_unit),
        ):  # fmt: skip
            cells[at, name] = draw(values)
    return (
        book.typed(LEDGER, cells).built().typed(LEDGER, {(2, "完成进度"): draw(PROGRESS)}).built(**YEAR_END)
    )


@settings(max_examples=rounds(4), **QUICK)
@given(book=books())
def test_random_workbooks__ok(book: Book) -> None:  # AA7
    assert wrong(book, None) == []
    assert book.built(**YEAR_END).data is book.data


@settings(max_examples=rounds(1), **QUICK)
@given(book=books())
def test_random_workbooks_in_libreoffice__ok(book: Book, soffice: Convert) -> None:  # AA7
    assert wrong(book, soffice) == []


def test_an_earlier_year_stays__ok(made: Book) -> None:  # AA8
    later = made.typed(LEDGER, {(3, "完成进度"): 0.95}).built(**NEXT_YEAR)
    assert ANNUAL not in later.grids and "R112" in later.codes
    assert later.grids[OF_2020].formulas == {}
    for heading in ("一、", "二、", "三、"):
        assert row(later, "综合局", heading, OF_2020) == row(made, "综合局", heading)
    assert later.built(**NEXT_YEAR).data is later.data
    again = later.built(period=Period(2021, 12), as_of=date(2021, 12, 31))
    assert again.grids[OF_2020].rows == later.grids[OF_2020].rows
    assert row(again, "综合局", "二、")["四季度"] == pytest.approx((1 + 0.95) / 2)
    assert again.built(period=Period(2021, 12), as_of=date(2021, 12, 31)).data is again.data


def test_from_one_year_s_end_to_the_next__ok(made: Book) -> None:  # AA8
    options = {"period": Period(2021, 12), "as_of": date(2021, 12, 31)}
    book = made.built(**options)
    assert book.grids[OF_2020].formulas == {}
    name = next(name for name in book.grids if name.startswith("2021") and name.endswith(ANNUAL))
    assert book.grids[name].formulas
    assert book.built(**options).data is book.data


def test_after_closing_it_stays__ok(made: Book) -> None:  # AA8
    outcome = close(made.tables, CloseOptions(today=date(2021, 1, 4)))
    book = Book(write_xlsx.apply(made.data, outcome.plan))
    assert book.grids[ANNUAL].formulas == {}
    assert row(book, "综合局") == row(made, "综合局")
    typed = book.typed(LEDGER, {(3, "完成进度"): 0.95}).built(**YEAR_END)
    assert typed.grids[ANNUAL].rows == book.grids[ANNUAL].rows
    assert not verify(book.tables).to_settle
    altered = book.typed(ANNUAL, {(6, 3): 99})
    assert "H120" in {each.code for each in verify(altered.tables).findings}


def test_what_staff_wrote_is_kept__ok(made: Book) -> None:  # AA9
    at = next(at for at, formula in made.grids[ANNUAL].formulas.items() if at[1] == 3)
    edited = made.typed(ANNUAL, {at: 60})
    kept = f"{ANNUAL}（旧1）"
    now = edited.built(**YEAR_END)
    assert now.grids[kept].value(*at) == 60 and row(now, "综合局") == row(made, "综合局")
    later = edited.built(**NEXT_YEAR)
    assert later.grids[kept].value(*at) == 60 and later.grids[kept].formulas == {}
    assert row(later, "综合局", "一、", later.tables.known[OF_2020]) == row(made, "综合局")


def test_a_sheet_of_the_staff_s__error(third: Book) -> None:  # AA9
    book = make_book(Item("甲"), more={ANNUAL: [["单位", "得分"], ["综合局", 90]]})
    with pytest.raises(Stop) as stop:
        book.built(**YEAR_END)
    assert stop.value.code == "sheet_is_yours"


def test_after_what_staff_type__ok(made: Book) -> None:  # AA10
    typed = made.typed(LEDGER, {(3, "完成进度"): 1, (4, "完成进度"): 0.5, (3, "责任单位"): "招商局"})
    computed, _ = with_cellrune(typed.data)
    again = typed.built(**YEAR_END)
    header = 4  # the rows may stand in another order by then: the units keep their figures
    for unit in ("综合局", "招商局"):
        score = next(
            computed[ANNUAL][at, 3] for at in range(header, 9) if computed[ANNUAL].get((at, 2)) == unit
        )
        assert score == pytest.approx(row(again, unit)["参考分"])
