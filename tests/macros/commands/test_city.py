"""A city's workbook over the quarters: who has handed in, what counts, what was said.

CI001  A city of five districts over three quarters, two of them late, one never: each figure, recomputed here by hand.
CI002  Every stored value of its sheets is what LibreOffice and cellrune compute.
CI003  A district that has not handed in is named with the day of its last figures, and is in no figure; with
       ``keep_old`` its last figures count, and it is still named.
CI004  A district's file of another period is collected with its own day, and has not handed in; it takes the place of
       nothing that was handed in for the current period.
CI005  Each row of 区县事项 counts or stands below 核对 with its reason and the way to its cell; no total differs.
CI006  What a quarter said stays said: the bulletin that is left is frozen, and is where 上期 comes from; ``reopen``.
CI007  ``new --city`` makes a workbook that ``validate`` finds nothing in, and ``build`` asks for city items.
CI008  A city has no units and no ledger: who asks for them is told so.
CI009  Rows of an earlier version without 报送期间: a run without files counts them and says so; one with files does not.
CI010  A district that changed its name is one district: on the sheets, and in 上期.
CI011  A workbook with a list of its own that collects districts records them and the city's items as well.
CI012  ``validate`` of a city's workbook speaks of its items and districts, and of no list, ledger or unit.
CI013  Where nothing has changed nothing is written, in no order of commands.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from bulletins import table_rows
from lists import Item, make_book
from oracles import compare, formula_cells, stored_values, with_cellrune, with_libreoffice

from duban.macros.cli import main
from duban.macros.commands.build import ALL, build
from duban.macros.commands.change_file import change_file
from duban.macros.commands.city import SUMMARY
from duban.macros.commands.read_districts import District
from duban.macros.commands.rollup import roll_up
from duban.macros.figures.understood import RunOptions
from duban.macros.messages.outcome import Outcome, Result
from duban.macros.messages.report import lines_of as report_lines
from duban.udfs.periods import Period
from duban.validation.checker import Checking, check_file
from duban.workbook.format.names import DISTRICTS, LINKS, PERIOD_RECORD, ROLLUP
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.reading.grid import GridBook
from duban.workbook.reading.tables import read_tables
from duban.workbook.say.stop import Stop

CITY_ITEMS = (
    (1, "营商环境", "一窗受理"),
    (2, "盘活厂房", "逐户摸底"),
    (3, "园区扩容", "新建厂房"),
    (4, "人才引育", "引进人才"),
    (5, "安全环保", "隐患排查"),
    (6, "机关作风", "满意度"),
)
ENDS = {"2020Q1": date(2020, 3, 31), "2020Q2": date(2020, 6, 30), "2020Q3": date(2020, 9, 30)}
LISTED = ("东区", "西区", "南区", "北区", "新区")
NEVER = "新区"
NONE_SUCH = 9
"""A city number that the city does not have: a district confirmed it all the same."""
START = date(2020, 1, 1)


@dataclass(frozen=True)
class Told:
    """One item of a district: the city items that it names, its progress, its last day; ``standing``: 常态."""

    parents: str | int | None
    progress: float | None
    due: date = date(2020, 12, 31)
    standing: bool = False


Quarter = Mapping[str, Sequence[Told]]
REPORTS: Mapping[str, Quarter] = {
    "2020Q1": {
        "东区": (Told("1、2", 0.3), Told(2, 0.1), Told("自主", 0.5)),
        "西区": (Told(1, 0.2), Told(3, None), Told(None, 0.4)),
        "南区": (Told(3, 0.25), Told(4, 0.05)),
        "北区": (Told(4, 0.2), Told(5, 0.3, standing=True), Told(NONE_SUCH, 0.6)),
    },
    "2020Q2": {
        "东区": (Told("1、2", 0.6), Told(2, 0.5), Told("自主", 0.5)),
        "西区": (Told(1, 0.4), Told(3, None), Told(None, 0.7)),
    },
    "2020Q3": {
        "东区": (Told("1、2", 1), Told(2, 1), Told("自主", 1)),
        "西区": (Told(1, 0.35, date(2020, 9, 1)), Told(3, 0.2), Told(None, 0.9)),
        "南区": (Told(3, 0.8), Told(4, None)),
        "北区": (Told(4, None), Told(5, 0.7, standing=True), Told(NONE_SUCH, 0.6)),
    },
}


def district(folder: Path, name: str, items: Sequence[Told], period: str | None, file: str = "") -> District:
    """A district's workbook whose list says progress, dates and city items itself."""
    header = ("序号", "事项名称", "改革的具体项目", "牵头单位及负责人", "备注", "对应市级事项")
    header += ("开始日期", "完成时限", "完成进度", "亮灯")
    rows = [
        (
            n,
            f"{file or name}第{n}项改革",
            "1、完成摸底",
            "综合局\n负责人：王强",
            "自主推出" if each.parents == "自主" else None,
            None if each.parents in ("自主", NONE_SUCH) else each.parents,
            START,
            each.due,
            each.progress,
            "常态" if each.standing else None,
        )
        for n, each in enumerate(items, 1)
    ]
    rules = [("项目", "值"), ("单位名称", name), ("当前期间", period), ("截至日期", None)]
    links = [
        (n, None, None, NONE_SUCH, None, "主", None, None, "已确认", *[None] * 5)
        for n, each in enumerate(items, 1)
        if each.parents == NONE_SUCH
    ]
    sheets = {"任务清单": [("2020年任务清单",), (), header, *rows], "规则": rules}
    book = make_book(more={**sheets, LINKS: [FORMATS[LINKS].names, *links]}, city=CITY_ITEMS)
    folder.mkdir(exist_ok=True, parents=True)
    path = folder / f"{file or name}.xlsx"
    path.write_bytes(book.data)
    return District(
        name, path.name, read_tables(GridBook(path), today=ENDS.get(period or "", ENDS["2020Q3"]))
    )


def change(path: Path, command: Callable[[Any], Outcome]) -> Outcome:
    return change_file(path, command, today=date(2020, 12, 1)).outcome


def hand_in(path: Path, period: str, *districts: District, **options: Any) -> Outcome:
    """One run of rollup for a period."""
    chosen = RunOptions(Period.parse(period), ENDS[period], **options)
    return change(path, partial(roll_up, districts=districts, options=chosen))


def bulletin(path: Path, period: str | None = None, **options: Any) -> Outcome:
    """One run of summary."""
    chosen = RunOptions(Period.parse(period), ENDS[period] if period else None, **options)
    return change(path, partial(build, options=chosen, parts=(SUMMARY,)))


@cache
def new_city() -> bytes:
    """A new city workbook with six items and a list of five districts."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "某市.xlsx"
        assert main(["new", str(path), "--city", "--period", "2020Q1", "--as-of", "2020-03-31"]) == 0
        book = openpyxl.load_workbook(path)
        for row, item in enumerate(CITY_ITEMS, 2):
            for column, value in enumerate(item, 1):
                book["市级事项"].cell(row, column, value)
        rules = book["规则"]
        next(row for row in rules.iter_rows() if row[0].value == "区县名单")[1].value = "、".join(LISTED)
        book.save(path)
        return path.read_bytes()


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A new city workbook with six items and a list of five districts."""
    path = tmp_path / "某市.xlsx"
    path.write_bytes(new_city())
    return path


@cache
def _handed_in(data: bytes, period: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "某市.xlsx"
        path.write_bytes(data)
        told = REPORTS[period].items()
        districts = [district(Path(folder) / period, name, items, period) for name, items in told]
        if period == "2020Q2":  # an old file comes once more
            districts.append(district(Path(folder) / period, "北区", REPORTS["2020Q1"]["北区"], "2020Q1"))
        hand_in(path, period, *districts)
        return path.read_bytes()


@cache
def _summed_up(data: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "某市.xlsx"
        path.write_bytes(data)
        bulletin(path)
        return path.read_bytes()


def handed_in(city: Path, period: str) -> None:
    """The run of a quarter in which those hand in who do."""
    city.write_bytes(_handed_in(city.read_bytes(), period))


def summed_up(city: Path) -> None:
    """A run of summary."""
    city.write_bytes(_summed_up(city.read_bytes()))


# what a reader would compute


def elapsed(as_of: date, due: date) -> float:
    return min(1.0, ((as_of - START).days + 1) / ((due - START).days + 1))


def light_of(progress: float | None, expected: float | None, overdue: bool) -> str:
    if progress is not None and progress >= 1:
        return "办结"
    if overdue:
        return "逾期"
    if progress is None or expected is None:
        return "未报"
    behind = round(expected - progress, 6)
    return "严重滞后" if behind > 0.3 else "滞后" if behind > 0.1 else "正常"


@dataclass
class Line:
    """One row of 区县事项, by hand."""

    district: str
    item: int
    parent: Any
    progress: float | None
    expected: float
    light: str
    period: str


def lines_of(period: str) -> list[Line]:
    """The rows that 区县事项 must hold after a quarter: each district's last report."""
    found: list[Line] = []
    for name in LISTED:
        last = max((p for p in REPORTS if p <= period and name in REPORTS[p]), default=None)
        if last is None:
            continue
        for n, each in enumerate(REPORTS[last][name], 1):
            expected = elapsed(ENDS[last], each.due)
            light = light_of(each.progress, expected, ENDS[last] > each.due)
            light = "常态" if each.standing else light
            parents = [int(x) for x in each.parents.split("、")] if each.parents == "1、2" else [each.parents]
            found += [Line(name, n, p, each.progress, expected, light, last) for p in parents]
    return found


def mean(shares: list[float | None]) -> float | None:
    known = [x for x in shares if x is not None]
    return sum(known) / len(shares) if known else None


def by_hand(period: str, *, keep_old: bool = False) -> dict[str, Any]:
    """Every figure of a quarter, by plain loops over the rows."""
    rows = lines_of(period)
    used = [r for r in rows if keep_old or r.period == period]
    items: dict[int, dict[str, Any]] = {}
    for number, _, _ in CITY_ITEMS:
        mine = [r for r in used if r.parent == number]
        active = [r for r in mine if r.light != "常态"]
        done = mean([r.progress for r in active])
        expected = sum(r.expected for r in active) / len(active) if active else None
        if not mine:
            light = "未报" if any(r.parent == number for r in rows) else "未承接"
        elif not active:
            light = "常态"
        else:
            light = light_of(done, expected, any(r.light == "逾期" for r in active))
        items[number] = {
            "承接数": len(mine),
            "完成进度": done,
            "时序进度": expected,
            "亮灯": light,
            "未报数": sum(r.progress is None for r in active),
        }
    districts: dict[str, dict[str, Any]] = {}
    for name in LISTED:
        mine = [r for r in rows if r.district == name]
        on_time = any(r.period == period for r in mine)
        firsts = {r.item: r for r in reversed(mine)}
        counting = [r for r in firsts.values() if keep_old or on_time]
        places = {"计入": 0, "自主": 0, "未对应": 0, "市级序号无效": 0, "未报送": 0}
        for r in mine:
            if not (keep_old or on_time):
                places["未报送"] += 1
            elif r.parent is None:
                places["未对应"] += 1
            elif r.parent == "自主":
                places["自主"] += 1
            else:
                places["计入" if r.parent in items else "市级序号无效"] += 1
        districts[name] = {
            "报送": "已报送" if on_time else "未报送",
            "事项数": len(firsts),
            "平均进度": mean([r.progress for r in counting if r.light != "常态"]),
            "数据截至": ENDS[mine[0].period] if mine else None,
            "行数": len(mine),
            "去向": places,
            "亮灯": [r.light for r in counting],
        }
    carried = [each for each in items.values() if each["承接数"] and each["亮灯"] != "常态"]
    return {"事项": items, "区县": districts, "平均": mean([each["完成进度"] for each in carried])}


# what stands on the sheets


def cells(path: Path, sheet: str) -> list[tuple[Any, ...]]:
    return table_rows(openpyxl.load_workbook(path, data_only=True)[sheet])


def section(path: Path, sheet: str, heading: str) -> list[tuple[Any, ...]]:
    """The rows from below a section's heading to the next section, without repeated headers."""
    rows = cells(path, sheet)
    told = [re.sub("^[一二三四五六七八九十]+、", "", str(row[0] or "")) for row in rows]
    top = next(at for at, text in enumerate(told) if text.startswith(heading))
    found: list[tuple[Any, ...]] = []
    for row in rows[top + 1 :]:
        if all(value is None for value in row):
            break
        if row not in found[:2]:
            found.append(row)
    return found


def close(value: float | None) -> Any:
    return None if value is None else pytest.approx(value, abs=1e-9)


def day(value: Any) -> date | None:
    return None if value is None else value.date()


def check_rollup(path: Path, period: str, *, keep_old: bool = False) -> None:
    """市级汇总, cell by cell."""
    wanted = by_hand(period, keep_old=keep_old)
    table = {row[0]: row for row in cells(path, ROLLUP)[4:10]}
    for number, item in wanted["事项"].items():
        row = table[number]
        assert row[3:5] == (item["承接数"], item["承接数"]), number
        assert (row[5], row[6]) == (close(item["完成进度"]), close(item["时序进度"])), number
        assert (row[8], row[9]) == (item["亮灯"], item["未报数"]), number
    told = {row[1]: row for row in section(path, ROLLUP, "区县报送情况")[1:6]}
    assert tuple(told) == LISTED
    for name, each in wanted["区县"].items():
        row = told[name]
        assert row[3:7] == (
            each["报送"],
            each["事项数"],
            close(each["平均进度"]),
            each["去向"]["计入"],
        ), name
        assert day(row[7]) == each["数据截至"], name
    check_groups(path, wanted)
    check_parts(path, wanted)


def check_groups(path: Path, wanted: Mapping[str, Any]) -> None:
    """分区县承接情况: the heads name those that have not handed in; the counts add up to the city's."""
    away = [name for name in LISTED if wanted["区县"][name]["报送"] == "未报送"]
    sums = dict.fromkeys(wanted["事项"], 0)
    for heading, names in (("分区县承接情况（1/2）", LISTED[:3]), ("分区县承接情况（2/2）", LISTED[3:])):
        rows = section(path, ROLLUP, heading)
        heads = [text for text in rows[0][3:] if text]
        assert heads == [f"{name}（未报送）" if name in away else name for name in names]
        for row in rows[2:8]:
            counts = [row[3 + 4 * place] for place in range(len(names))]
            sums[row[0]] += sum(counts)
            assert (row[2] or "") == "、".join(n for n, count in zip(names, counts, strict=True) if count)
    assert sums == {number: each["承接数"] for number, each in wanted["事项"].items()}


def check_parts(path: Path, wanted: Mapping[str, Any]) -> None:
    """核对: rows and parts, no difference; each row that counts nowhere is listed, and its link leads there."""
    rows = section(path, ROLLUP, "核对")[1:]
    of = {row[1]: row for row in rows[:7]}
    for name, each in wanted["区县"].items():
        parts = each["去向"]
        assert of[name][2:10] == ("相符", each["行数"], *parts.values(), 0), name
    sums = [
        sum(wanted["区县"][name]["去向"][part] for name in LISTED) for part in wanted["区县"]["东区"]["去向"]
    ]
    assert of["合计"][2:10] == ("相符", sum(each["行数"] for each in wanted["区县"].values()), *sums, 0)
    assert of["上表“承接数”合计"][4] == sum(each["承接数"] for each in wanted["事项"].values()) == sums[0]
    assert of["上表“承接数”合计"][9] == 0
    book = openpyxl.load_workbook(path)
    sheet, districts = book[ROLLUP], book[DISTRICTS]
    links = [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink and cell.value]
    assert len(links) == sum(sums[1:])
    for cell in links:
        assert cell.hyperlink.location == f"{DISTRICTS}!{cell.value}"
        there = districts[cell.value]
        row = [each.value for each in sheet[cell.row]]
        assert there.value in row and districts.cell(there.row, 3).value in row


def check_bulletin(path: Path, period: str, before: str | None, name: str) -> None:
    """The bulletin, with 上期 from the quarter before as it was then."""
    now, past = by_hand(period), by_hand(before) if before else None
    rows = section(path, name, "总体情况")
    carried = sum(each["亮灯"] != "未承接" for each in now["事项"].values())
    absent = sum(each["报送"] == "未报送" for each in now["区县"].values())
    earlier = past["平均"] if past else None
    assert rows[3][:2] == (6, close(now["平均"]))
    lights = dict(zip(rows[2][2:12], rows[3][2:12], strict=True))
    shown = [each["亮灯"] for each in now["事项"].values()]
    assert {light: n for light, n in lights.items() if n} == {light: shown.count(light) for light in {*shown}}
    assert sum(lights.values()) == 6
    assert f"市级事项 6 项，已承接 {carried} 项" in rows[0][0]
    if earlier is not None and now["平均"] is not None:
        points = round((now["平均"] - earlier) * 100)
        assert (f"{abs(points)} 个百分点" if points else "持平") in rows[0][0]
    assert f"应报区县 5 个，已报送 {5 - absent} 个，未报送 {absent} 个" in rows[1][0]
    check_ranking(path, name, now, past)
    of_items = {row[0]: row for row in section(path, name, "市级事项进展")[1:7]}
    for number, item in now["事项"].items():
        was = past["事项"][number]["完成进度"] if past else None
        done = item["完成进度"]
        moved = "—" if was is None or done is None else close(done - was)
        row = of_items[number]
        assert row[2:8] == (
            item["承接数"], close(done), close(item["时序进度"]), item["亮灯"], close(was), moved,
        )  # fmt: skip
    away = section(path, name, "未报送区县")
    assert [(row[1], day(row[2])) for row in away if isinstance(row[0], int)] == [
        (name, each["数据截至"]) for name, each in now["区县"].items() if each["报送"] == "未报送"
    ]


def check_ranking(path: Path, name: str, now: Mapping[str, Any], past: Mapping[str, Any] | None) -> None:
    known = {n: e["平均进度"] for n, e in now["区县"].items() if e["报送"] == "已报送"}
    for row in section(path, name, "区县进展排名")[1:]:
        each = now["区县"][row[1]]
        share = each["平均进度"]
        better = [x for x in known.values() if x is not None and share is not None and x > share + 1e-6]
        rank = 1 + len(better) if row[1] in known and share is not None else "—"
        was = past["区县"][row[1]]["平均进度"] if past else None
        moved = "—" if was is None or share is None else close(share - was)
        assert row[:1] + row[2:7] == (rank, each["报送"], each["事项数"], close(share), close(was), moved)
    told = section(path, name, "区县亮灯")[1:]
    of_districts = [row for row in told if row[0] in now["区县"]]
    assert {row[0] for row in of_districts} == set(known)  # others have no light, and are not listed
    total = next(row for row in told if row[0] == "合计")
    assert total[1] == sum(row[1] for row in of_districts) == sum(total[2:11])
    for row in of_districts:
        mine = now["区县"][row[0]]["亮灯"]
        lights = ("办结", "逾期办结", "正常", "滞后", "严重滞后", "逾期", "未报", "未定时限", "常态")
        assert row[2:11] == tuple(mine.count(light) for light in lights), row[0]


NAMES = {
    "2020Q1": "2020年第一季度通报",
    "2020Q2": "2020年第二季度通报",
    "2020Q3": "2020年第三季度通报",
}


def after(city: Path) -> Iterator[str]:
    """The three quarters, one after another."""
    for period in ENDS:
        handed_in(city, period)
        summed_up(city)
        yield period


def test_five_districts_over_three_quarters__ok(city: Path) -> None:  # CI001, CI003, CI004, CI005, CI006
    before = None
    for period in after(city):
        check_rollup(city, period)
        check_bulletin(city, period, before, NAMES[period])
        if before:
            check_bulletin(city, before, "2020Q1" if before == "2020Q2" else None, NAMES[before])
            assert formula_cells(city.read_bytes()).get(NAMES[before], {}) == {}
        before = period
    late = by_hand("2020Q2")
    assert [name for name, each in late["区县"].items() if each["报送"] == "未报送"] == [
        "南区",
        "北区",
        NEVER,
    ]
    assert {each["亮灯"] for each in late["事项"].values()} >= {"未报", "未承接", "正常"}
    assert late["平均"] != by_hand("2020Q2", keep_old=True)["平均"]


def test_the_record_of_each_quarter__ok(city: Path) -> None:  # CI001, CI006
    for _ in after(city):
        pass
    rows = cells(city, PERIOD_RECORD)
    at = {name: place for place, name in enumerate(rows[0])}
    for period in ENDS:
        wanted = by_hand(period)
        mine = [row for row in rows if row[at["期间"]] == period]
        of = {(row[at["种类"]], row[at["名称"]]): row for row in mine if row[at["行"]] is None}
        for name, each in wanted["区县"].items():
            row = of["区县", name]
            assert (row[at["完成进度"]], row[at["事项数"]]) == (close(each["平均进度"]), each["事项数"] or 0)
            assert (row[at["状态"]], day(row[at["截至日期"]])) == (each["报送"], each["数据截至"])
        for number, name, _ in CITY_ITEMS:
            row, item = of["市级事项", name], wanted["事项"][number]
            assert (row[at["事项键"]], row[at["亮灯"]]) == (number, item["亮灯"])
            assert (row[at["完成进度"]], row[at["时序进度"]]) == (
                close(item["完成进度"]),
                close(item["时序进度"]),
            )
            assert (row[at["事项数"]], row[at["未报数"]]) == (item["承接数"], item["未报数"])
        assert of["合计", None][at["完成进度"]] == close(wanted["平均"])


def test_cellrune_agrees__ok(city: Path) -> None:  # CI002
    for _ in after(city):
        data = city.read_bytes()
        computed, refused = with_cellrune(data)
        assert refused == []
        assert compare(stored_values(data), computed, formula_cells(data)) == []
        assert max(len(f) for sheet in formula_cells(data).values() for f in sheet.values()) < 8192


@pytest.mark.libreoffice
def test_libreoffice_agrees__ok(city: Path, soffice: Callable[[Path, str, Path], Path]) -> None:  # CI002
    for period in after(city):
        if period != "2020Q1":
            data = city.read_bytes()
            assert compare(stored_values(data), with_libreoffice(data, soffice), formula_cells(data)) == []


def test_keep_old__ok(city: Path) -> None:  # CI003
    for period in ("2020Q1", "2020Q2"):
        handed_in(city, period)
    check_rollup(city, "2020Q2")
    outcome = hand_in(city, "2020Q2", keep_old=True)
    check_rollup(city, "2020Q2", keep_old=True)
    found = [finding for finding in outcome.findings if finding.code == "D106"]
    assert [finding.facts["name"] for finding in found] == ["南区", "北区"]
    data = city.read_bytes()
    assert compare(stored_values(data), with_cellrune(data)[0], formula_cells(data)) == []
    outcome = hand_in(city, "2020Q2")  # it is chosen for one run
    check_rollup(city, "2020Q2")
    assert [f.facts["name"] for f in outcome.findings if f.code == "D105"] == ["南区", "北区"]
    assert [f.facts["name"] for f in outcome.findings if f.code == "D111"] == [NEVER]


def test_the_formula_does_the_excluding__ok(city: Path) -> None:  # CI003
    """Who moves 当前期间 in 规则 by hand sees at once that nobody has handed in."""
    handed_in(city, "2020Q1")
    book = openpyxl.load_workbook(city)
    rules = book["规则"]
    next(row for row in rules.iter_rows() if row[0].value == "当前期间")[1].value = "2020Q2"
    book.save(city)
    shown = with_cellrune(city.read_bytes())[0]
    goes = {value for (row, column), value in shown[DISTRICTS].items() if column == 14 and row > 1}
    assert goes == {"未报送"}
    assert "未报送区县 5 个" in str(shown[ROLLUP][2, 1])
    sheet = openpyxl.load_workbook(city)[ROLLUP]
    carried = next(cell.column for cell in sheet[4] if cell.value == "承接数")
    assert [shown[ROLLUP].get((row, carried)) for row in range(5, 11)] == [0] * 6


@pytest.mark.parametrize("typed", ["2020年第一季度", "2020q1", date(2020, 1, 1)])
def test_a_period_spelt_another_way__ok(city: Path, typed: Any) -> None:  # CI003
    book = openpyxl.load_workbook(city)
    rules = book["规则"]
    next(row for row in rules.iter_rows() if row[0].value == "当前期间")[1].value = typed
    book.save(city)
    period = "2020-01" if isinstance(typed, date) else "2020Q1"
    east = district(city.parent, "东区", REPORTS["2020Q1"]["东区"], None)
    change(city, partial(roll_up, districts=[east], options=RunOptions(as_of=date(2020, 1, 31))))
    rows = cells(city, DISTRICTS)
    assert {row[12] for row in rows[1:]} == {period}
    assert [row[13] for row in rows[1:]] == ["计入", "计入", "计入", "自主"]
    data = city.read_bytes()
    assert compare(stored_values(data), with_cellrune(data)[0], formula_cells(data)) == []


def test_a_file_of_another_period__error(city: Path) -> None:  # CI004
    handed_in(city, "2020Q1")
    old = district(city.parent / "旧", "南区", REPORTS["2020Q1"]["南区"], "2019Q4")
    outcome = hand_in(city, "2020Q1", old)
    assert [finding.code for finding in outcome.findings if finding.code in ("D107", "D108")] == ["D108"]
    check_rollup(city, "2020Q1")
    outcome = hand_in(city, "2020Q2", old)
    assert [f.facts["was"] for f in outcome.findings if f.code == "D107"] == ["2019Q4"]
    mine = [row for row in cells(city, DISTRICTS) if row[0] == "南区"]
    assert {(row[12], row[13], day(row[10])) for row in mine} == {("2019Q4", "未报送", date(2019, 12, 31))}


def test_of_a_later_period_no_later_day__error(city: Path) -> None:  # CI004
    early = district(city.parent, "东区", REPORTS["2020Q3"]["东区"], "2020Q3")
    hand_in(city, "2020Q1", early)
    assert {day(row[10]) for row in cells(city, DISTRICTS)[1:]} == {ENDS["2020Q1"]}


def test_a_difference_is_shown__error(city: Path) -> None:  # CI005
    """A city number that staff type over after the run, and a place that they type over 汇总去向."""
    handed_in(city, "2020Q1")
    book = openpyxl.load_workbook(city)
    book[DISTRICTS]["N2"] = "不算"
    book.save(city)
    outcome = hand_in(city, "2020Q1")
    assert "T130" in [finding.code for finding in outcome.findings]
    rows = section(city, ROLLUP, "核对")
    assert (rows[1][1], rows[1][2], rows[1][9]) == ("东区", "相差 1 行", 1)
    assert ("东区", "不算", "A2") in [(row[1], row[6], row[7]) for row in rows if len(row) == 8]
    data = city.read_bytes()
    assert compare(stored_values(data), with_cellrune(data)[0], formula_cells(data)) == []


def test_reopened__ok(city: Path) -> None:  # CI006
    for period in ("2020Q1", "2020Q2"):
        handed_in(city, period)
        summed_up(city)
    frozen = formula_cells(city.read_bytes()).get(NAMES["2020Q1"], {})
    assert frozen == {}
    assert "H102" in [finding.code for finding in bulletin(city, "2020Q1").findings]
    assert "H103" in [finding.code for finding in bulletin(city, "2020Q1", reopen=True).findings]
    assert formula_cells(city.read_bytes())[NAMES["2020Q1"]]


def test_new_city__ok(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:  # CI007
    path = tmp_path / "某市.xlsx"
    assert main(["new", str(path), "--city"]) == 0
    assert "rollup" in capsys.readouterr().out
    assert openpyxl.load_workbook(path).sheetnames == ["市级事项", "区县事项", "规则"]
    assert main(["validate", str(path)]) == 0
    for command in ("build", "rollup", "summary"):
        assert main([command, str(path)]) == 2
        assert "市级事项" in capsys.readouterr().err


@pytest.mark.parametrize(("parts", "code"), [((), "city_has_no_ledger"), (("units",), "city_has_no_units")])
def test_what_a_city_has_not__error(city: Path, parts: tuple[str, ...], code: str) -> None:  # CI008
    with pytest.raises(Stop) as stop:
        change(city, partial(build, options=RunOptions(), parts=parts))
    assert stop.value.code == code


def of_an_earlier_version(city: Path) -> None:
    """区县事项 without the columns that came later."""
    handed_in(city, "2020Q1")
    book = openpyxl.load_workbook(city)
    book[DISTRICTS].delete_cols(13, 4)
    del book[PERIOD_RECORD]
    book.save(city)


def test_rows_without_a_period__ok(city: Path) -> None:  # CI009
    of_an_earlier_version(city)
    outcome = change(city, partial(roll_up, districts=(), options=RunOptions()))
    assert [f.facts for f in outcome.findings if f.code == "D110"] == [{"period": "2020Q1", "count": 4}]
    check_rollup(city, "2020Q1")
    hand_in(city, "2020Q2")  # on the way into another quarter they are those of the one that was left
    assert {row[13] for row in cells(city, DISTRICTS)[1:]} == {"未报送"}


def test_rows_without_a_period_beside_new_ones__error(city: Path) -> None:  # CI009
    of_an_earlier_version(city)
    east = district(city.parent / "新", "东区", REPORTS["2020Q1"]["东区"], "2020Q1")
    outcome = hand_in(city, "2020Q1", east)
    assert [f.facts["name"] for f in outcome.findings if f.code == "D105"] == ["西区", "南区", "北区"]
    again = hand_in(city, "2020Q1")
    assert "D110" not in [finding.code for finding in again.findings]
    goes = {(row[0], row[13] == "未报送") for row in cells(city, DISTRICTS)[1:]}
    assert goes == {("东区", False), ("西区", True), ("南区", True), ("北区", True)}


def test_a_new_name__ok(city: Path) -> None:  # CI010
    book = openpyxl.load_workbook(city)
    rules = book["规则"]
    next(row for row in rules.iter_rows() if row[0].value == "区县名单")[1].value = None
    book.save(city)
    told = REPORTS["2020Q1"]["东区"]
    hand_in(city, "2020Q1", district(city.parent / "一", "东区", told, "2020Q1", "报送"))
    bulletin(city)
    for period, name in (
        ("2020Q2", "东新区"),
        ("2020Q2", "东新区"),
        ("2020Q2", "高新区"),
        ("2020Q3", "高新区"),
    ):
        hand_in(city, period, district(city.parent / name, name, told, period, "报送"))
        bulletin(city)
        found = section(city, NAMES[period], "区县进展排名")[1:]
        assert [(row[1], row[2], row[5]) for row in found] == [(name, "已报送", pytest.approx(0.3))]


def test_case_and_the_list__ok(city: Path) -> None:  # CI001
    book = openpyxl.load_workbook(city)
    rules = book["规则"]
    next(row for row in rules.iter_rows() if row[0].value == "区县名单")[1].value = "A区、乙区"
    book.save(city)
    told = REPORTS["2020Q1"]["东区"]
    outcome = hand_in(
        city,
        "2020Q1",
        district(city.parent, "a区", told, None),
        district(city.parent, "丙区", told, "2020Q1"),
    )
    rows = section(city, ROLLUP, "区县报送情况")[1:4]
    assert [row[1:2] + row[3:5] for row in rows] == [
        ("A区", "已报送", 3),
        ("乙区", "未报送", 0),
        ("丙区", "已报送", 3),
    ]
    found = [(f.code, f.facts["name"]) for f in outcome.findings if f.code in ("D109", "D111")]
    assert found == [("D111", "乙区"), ("D109", "丙区")]
    data = city.read_bytes()
    assert compare(stored_values(data), with_cellrune(data)[0], formula_cells(data)) == []


def test_a_list_of_its_own__ok(tmp_path: Path) -> None:  # CI011
    path = tmp_path / "园区.xlsx"
    path.write_bytes(make_book(Item("一窗受理", ("开设专窗",)), city=CITY_ITEMS).data)
    change(path, partial(build, options=RunOptions(Period.parse("2020Q1"), ENDS["2020Q1"]), parts=ALL))
    east = district(tmp_path / "区", "东区", REPORTS["2020Q1"]["东区"], "2020Q1")
    hand_in(path, "2020Q1", east)
    kinds = [row[2] for row in cells(path, PERIOD_RECORD)]
    assert (kinds.count("市级事项"), kinds.count("区县"), kinds.count("合计")) == (6, 1, 1)
    rows = section(path, ROLLUP, "核对")
    assert [(row[1], row[3], row[4], row[9]) for row in rows[1:4]] == [
        ("东区", 4, 3, 0),
        ("本级", 0, 0, 0),
        ("合计", 4, 3, 0),
    ]
    data = path.read_bytes()
    assert compare(stored_values(data), with_cellrune(data)[0], formula_cells(data)) == []
    written = path.read_bytes()
    change(path, partial(build, options=RunOptions(), parts=ALL))
    assert path.read_bytes() == written


def test_nothing_new__ok(city: Path) -> None:  # CI013
    handed_in(city, "2020Q1")
    handed_in(city, "2020Q2")
    bulletin(city)
    before = city.read_bytes()
    handed_in(city, "2020Q2")
    change(city, partial(build, options=RunOptions(), parts=ALL))
    bulletin(city)
    change(city, partial(roll_up, districts=(), options=RunOptions()))
    assert city.read_bytes() == before


def test_validate__error(city: Path) -> None:  # CI012
    for period in ("2020Q1", "2020Q2"):
        handed_in(city, period)
        summed_up(city)
    report = check_file(str(city), Checking(today=ENDS["2020Q2"]))
    told = sorted((f.code, f.sheet, str(f.facts.get("name"))) for f in report.findings if f.code[0] == "D")
    assert told == [
        ("D101", DISTRICTS, "西区第3项改革"),
        ("D105", DISTRICTS, "北区"),
        ("D105", DISTRICTS, "南区"),
        ("D111", "规则", NEVER),
    ]
    others = {(f.code, f.sheet, f.value) for f in report.findings if f.code[0] != "D"}
    assert others == {("K108", "市级事项", 6), ("K101", DISTRICTS, NONE_SUCH)}


def test_a_sheet_in_the_way__error(city: Path) -> None:  # CI012
    book = openpyxl.load_workbook(city)
    book.create_sheet(ROLLUP)["A1"] = "本处汇总"
    book.save(city)
    assert [f.code for f in check_file(str(city), Checking(today=ENDS["2020Q1"])).findings] == ["S121"]
    with pytest.raises(Stop) as stop:
        handed_in(city, "2020Q1")
    assert stop.value.code == "sheet_is_yours"


def test_messages__ok(city: Path) -> None:  # CI012
    handed_in(city, "2020Q1")
    outcome = hand_in(city, "2020Q2")
    for lang, words in (("zh", ("未报送 5", "区县事项 11")), ("en", ("not handed in 5", "their items 11"))):
        told = "\n".join(report_lines(Result(city, True, None, outcome), lang))
        assert all(word in told for word in words), told
        assert not any(word in told for word in ("措施 ", "measures", "units"))
        assert all(f.message(lang) and f.remedy(lang) for f in outcome.findings)
