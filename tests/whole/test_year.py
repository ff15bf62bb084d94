"""A year as the page tells it: its commands are run on the sample's list, and every figure of its bulletins is computed here.

YR001  Each command of the page ends well and prints what the page says, in that order.
YR002  Between the steps a spreadsheet program forgets all stored values, computes them anew and saves.
YR003  Every figure of a bulletin is what plain arithmetic makes of the page's own table, 上期 and 较上期 included.
YR004  What was issued never moves again, whatever is filled, typed or built later.
YR005  The English page has the same commands.
YR006  At the end a spreadsheet program computes of every formula what is stored beside it; 进度走势 tells all four quarters.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bulletins import table
from openpyxl import load_workbook
from oracles import compare, formula_cells, stored_values, strip_stored_values, with_libreoffice
from places import DOCS, EXAMPLES

from duban.macros import cli
from duban.workbook.file import write_xlsx
from duban.workbook.format.names import LEDGER, TREND
from duban.workbook.plan.plans import BookPlan, EditCell, SheetEdit
from duban.workbook.reading.grid import Grid, GridBook

pytestmark = [pytest.mark.libreoffice, pytest.mark.long]

PAGE = (DOCS / "year.zh-CN.md").read_text(encoding="utf-8")
STEP = re.compile(r"```console\n(?P<shell>.*?)```|<!-- (?P<fill>填报|改) (?P<what>[^>]*?) -->", re.DOTALL)
QUARTERS = ("一季度", "二季度", "三季度", "四季度")
ENDS = (date(2020, 3, 31), date(2020, 6, 30), date(2020, 9, 30), date(2020, 12, 31))
DAYS = 366
UNITS = {1: "综合管理局", 2: "办公室", 3: "综合管理局", 4: "综合管理局", 5: "招商局", 6: "规划建设局"}
LIGHTS = ("办结", "逾期办结", "正常", "滞后", "严重滞后", "逾期", "未报", "未定时限", "常态", "未承接")
STANDING = "常态化"

Shares = dict[tuple[int, int], float | str | None]
"""(item, measure) → its progress, nothing, or 常态化."""


def shares_of_the_page() -> list[Shares]:
    """The progress of each quarter, as the page has it."""
    rows = re.findall(r"^\| (\d)-(\d) \| (.*?) \| (.*?) \| (.*?) \| (.*?) \|$", PAGE, re.MULTILINE)
    assert len(rows) == 23
    return [{(int(i), int(m)): share(cells[quarter]) for i, m, *cells in rows} for quarter in range(4)]


def share(text: str) -> float | str | None:
    return STANDING if text == STANDING else int(text.rstrip("%")) / 100 if text else None


# plain arithmetic


def light(progress: float | None, expected: float) -> str:
    if progress is not None and progress >= 1 - 1e-12:
        return "办结"
    if progress is None:
        return "未报"
    gap = round(expected - progress, 6)
    return "严重滞后" if gap > 0.30 else "滞后" if gap > 0.10 else "正常"


def mean(values: list[float | None]) -> float | None:
    return None if all(v is None for v in values) else sum(v or 0 for v in values) / len(values)


@dataclass
class Quarter:
    """What the bulletin of a quarter must say, from the shares alone."""

    shares: Shares
    end: date
    items: dict[int, float | None] = field(init=False)

    def __post_init__(self) -> None:
        self.items = {item: mean([v for (i, _), v in self.limited.items() if i == item]) for item in UNITS}

    @property
    def limited(self) -> dict[tuple[int, int], float | None]:
        return {key: v for key, v in self.shares.items() if not isinstance(v, str)}

    @property
    def expected(self) -> float:
        return ((self.end - date(2020, 1, 1)).days + 1) / DAYS

    def measure_light(self, key: tuple[int, int]) -> str:
        value = self.shares[key]
        return "常态" if isinstance(value, str) else light(value, self.expected)

    def item_light(self, item: int) -> str:
        return light(self.items[item], self.expected)

    def unit(self, name: str) -> float | None:
        return mean([v for item, v in self.items.items() if UNITS[item] == name])

    @property
    def all(self) -> float | None:
        return mean(list(self.items.values()))


def change(now: float | None, before: float | None) -> Any:
    return "—" if now is None or before is None else now - before


def close_to(value: Any) -> Any:
    return pytest.approx(value, abs=1e-9) if isinstance(value, float) else value


def ranking(now: Quarter, past: Quarter | None) -> dict[str, list[Any]]:
    """Unit → 名次 and what follows its name."""
    rows = {}
    means = {unit: now.unit(unit) or 0.0 for unit in UNITS.values()}
    for unit, value in means.items():
        mine = [key for key in now.shares if UNITS[key[0]] == unit]
        lights = Counter(map(now.measure_light, mine))
        before = past.unit(unit) if past else None
        rows[unit] = [
            1 + sum(other > value + 5e-7 for other in means.values()),
            sum(each == unit for each in UNITS.values()),
            len(mine),
            lights["办结"],
            0,
            lights["未报"],
            now.unit(unit),
            before,
            change(now.unit(unit), before),
        ]
    return rows


def lights_of_units(now: Quarter) -> dict[str, dict[str, int]]:
    told = {}
    for unit in dict.fromkeys(UNITS.values()):
        counted = Counter(now.item_light(item) for item, each in UNITS.items() if each == unit)
        told[unit] = {name: counted[name] for name in LIGHTS}
    counted = Counter(map(now.item_light, UNITS))
    return {**told, "合计": {name: counted[name] for name in LIGHTS}}


def items(now: Quarter, past: Quarter | None) -> dict[int, list[Any]]:
    """序号 → 措施数, 已办结措施, 未报措施, 完成进度, 时序进度, 亮灯, 上期进度, 较上期."""
    rows = {}
    for item, value in now.items.items():
        mine = [key for key in now.shares if key[0] == item]
        lights = Counter(map(now.measure_light, mine))
        before = past.items[item] if past else None
        rows[item] = [
            len(mine), lights["办结"], lights["未报"], value, now.expected, now.item_light(item), before, change(value, before),
        ]  # fmt: skip
    return rows


def worrying(now: Quarter) -> list[list[Any]]:
    """事项序号, 责任单位, 完成时限, 完成进度, 时序进度, 亮灯 of what lags, worst first."""
    rows = []
    for name in ("严重滞后", "滞后"):
        for (item, measure), value in now.limited.items():
            if now.measure_light((item, measure)) == name and value is not None:
                rows.append([item, UNITS[item], date(2020, 12, 31), value, now.expected, name])
    return rows


# the page, carried out


@dataclass
class Year:
    """The workbook of the page, and what was issued."""

    book: Path
    soffice: Callable[[Path, str, Path], Path]
    issued: dict[str, tuple[Any, ...]] = field(default_factory=dict)

    def grid(self, name: str) -> Grid:
        return GridBook(self.book).grid(name)

    def fill(self, shares: Shares) -> None:
        """Type into 完成进度 (and 类型), then let a spreadsheet program compute and save."""
        ledger = self.grid(LEDGER)
        header = {name: column for column, name in enumerate(ledger.rows[0], 1)}
        cells: dict[tuple[int, int], EditCell] = {}
        for row in range(2, len(ledger.rows) + 1):
            key = ledger.value(row, header["事项序号"]), ledger.value(row, header["措施序号"])
            if key in shares:
                value = shares[key]
                kind = isinstance(value, str)
                cells[row, header["类型" if kind else "完成进度"]] = EditCell(value)
        assert len(cells) == len(shares)
        data = write_xlsx.apply(self.book.read_bytes(), BookPlan(edits=(SheetEdit(LEDGER, cells),)))
        self.book.write_bytes(strip_stored_values(data))
        made = self.soffice(self.book, "xlsx:Calc MS Excel 2007 XML", self.book.parent / "重算")
        shutil.copy(made, self.book)

    def issue(self, name: str) -> None:
        assert name not in self.issued
        self.issued[name] = self.grid(name).rows

    def check_issued(self) -> None:  # YR004
        book = GridBook(self.book)
        for name, rows in self.issued.items():
            assert [(name, line) for line in book.grid(name).rows] == [(name, same(line)) for line in rows]
            assert not book.grid(name).formulas


def same(line: tuple[Any, ...]) -> Any:
    return tuple(close_to(value) for value in line)


def name_of(quarter: int, correction: str = "") -> str:
    return f"2020年第{'一二三四'[quarter]}季度通报{correction}"


def section(rows: tuple[tuple[Any, ...], ...], title: str) -> Iterator[tuple[Any, ...]]:
    """The rows below the header of the section that begins so, up to the next blank one."""
    start = next(at for at, row in enumerate(rows) if row and str(row[0]).startswith(title))
    for row in rows[start + 2 :]:
        if not any(value not in (None, "") for value in row):
            return
        yield row


def check_figures(grid: Grid, now: Quarter, past: Quarter | None) -> None:  # YR003
    label = f"2020年第{QUARTERS[ENDS.index(past.end)]}" if past else None
    check_overview(grid, now, past, label)
    texts = [row[0] for row in grid.rows if row and isinstance(row[0], str)]
    title = next(text for text in texts if text.startswith("二、"))
    assert title == "二、单位进展排名" + (f"（上期为{label}）" if label else "")
    names = ("名次", "牵头事项", "措施", "办结", "逾期", "未报", "平均进度", "上期", "较上期")
    assert {row["单位"]: [row[name] for name in names] for row in table(grid, "名次", "单位")} == {
        unit: [close_to(value) for value in told] for unit, told in ranking(now, past).items()
    }
    counts = {row["单位"]: row for row in table(grid, "单位", "常态")}
    assert lights_of_units(now) == {
        unit: {name: row.get(name, 0) for name in LIGHTS} for unit, row in counts.items()
    }
    names = ("措施数", "办结", "未报", "完成进度", "时序进度", "亮灯", "上期进度", "较上期")
    assert {row["序号"]: [row[name] for name in names] for row in table(grid, "事项名称", "牵头单位")} == {
        item: [close_to(value) for value in told] for item, told in items(now, past).items()
    }
    names = ("序号", "责任单位", "完成时限", "完成进度", "时序进度", "亮灯")
    bad = worrying(now)
    found = table(grid, "具体项目", "完成时限", "完成进度", "时序进度", "亮灯") if bad else []
    assert [[row[name] for name in names] for row in found] == [
        [close_to(value) for value in told] for told in bad
    ]


def check_overview(grid: Grid, now: Quarter, past: Quarter | None, label: str | None) -> None:  # YR003
    """总体情况: the table and the sentences above it."""
    of_items, of_measures = table(grid, "类别", "合计")
    lights = Counter(now.item_light(item) for item in UNITS)
    before = past.all if past else None
    assert [of_items[name] for name in ("合计", "平均进度", "较上期")] == [
        close_to(value) for value in (6, now.all, change(now.all, before))
    ]
    assert {name: of_items.get(name, 0) for name in LIGHTS} == {name: lights[name] for name in LIGHTS}
    of_all = Counter(map(now.measure_light, now.shares))
    assert of_measures["合计"] == 23
    assert {name: of_measures.get(name, 0) for name in LIGHTS} == {name: of_all[name] for name in LIGHTS}
    texts = [row[0] for row in grid.rows if row and isinstance(row[0], str)]
    said, of_said = texts[texts.index("一、总体情况") + 1 :][:2]
    change_said = ""
    if before is not None:
        points = int((now.all or 0) * 100 - before * 100 + 0.5)
        change_said = f"，比上期（{label}）提高 {points} 个百分点"
    assert said == (
        "　　本期共督办改革事项 6 项、具体措施 23 项。事项中"
        + "".join(f"{name} {lights[name]} 项，" for name in LIGHTS if lights[name])
        + f"平均进度 {int((now.all or 0) * 100 + 0.5)}%{change_said}。"
    )
    missing = sum(value is None for value in now.limited.values())
    assert of_said == (
        "　　具体措施中"
        + "".join(f"{name} {of_all[name]} 项，" for name in LIGHTS if of_all[name])
        + f"没有填报进度的共 {missing} 项。"
    )


def check_trend(rows: tuple[tuple[Any, ...], ...], quarters: list[Quarter]) -> None:  # YR006
    """Each row: a column a quarter, the change since the last and since the first."""
    told = {row[1]: list(row[2:8]) for row in (*section(rows, "一、"), *section(rows, "二、"))}
    names = {item: row[1] for item, row in zip(UNITS, section(rows, "二、"), strict=True)}
    expected = {"全部": [each.all for each in quarters]}
    expected |= {unit: [each.unit(unit) for each in quarters] for unit in UNITS.values()}
    expected |= {names[item]: [each.items[item] for each in quarters] for item in UNITS}
    assert told == {
        name: [close_to(v) for v in (*values, change(values[3], values[2]), change(values[3], values[0]))]
        for name, values in expected.items()
    }


def run_block(text: str, book: Path, printed: Callable[[], str]) -> None:
    """The commands of a block, each with what it prints."""
    for command in re.split(r"^\$ duban ", text, flags=re.MULTILINE)[1:]:
        line, *expected = command.splitlines()
        words = [str(book) if word == "清单.xlsx" else word for word in line.split()]
        assert cli.main(words) == 0  # YR001
        out = printed()
        for each in expected:
            each = each.replace("清单.xlsx", str(book)) if each.startswith("清单") else each
            assert each in out  # YR001
            out = out.partition(each)[2]


def test_a_year__ok(  # YR001–YR004
    tmp_path: Path, soffice: Callable[[Path, str, Path], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "清单.xlsx"
    sample = load_workbook(EXAMPLES / "齐鲁化工区.xlsx")
    for name in set(sample.sheetnames) - {"任务清单", "市级事项"}:
        del sample[name]
    sample.save(book)
    shares = shares_of_the_page()
    quarters = [Quarter(each, end) for each, end in zip(shares, ENDS, strict=True)]
    year, current = Year(book, soffice), 0
    past: Quarter | None = None
    checked = []
    for step in STEP.finditer(PAGE):
        if step["fill"] == "填报":
            quarter = QUARTERS.index(step["what"])
            if quarter and name_of(current) not in year.issued:
                year.issue(name_of(current))
            year.fill(shares[quarter])
            past, current = (quarters[current], quarter) if quarter else (None, 0)
            continue
        if step["fill"] == "改":
            where, value = step["what"].split()
            key = int(where[0]), int(where[2])
            quarters[current] = Quarter({**shares[current], key: share(value)}, ENDS[current])
            year.fill({key: share(value)})
            continue
        run_block(step["shell"], book, lambda: capsys.readouterr().out)
        if not checked and "--accept" in step["shell"]:
            continue  # nothing was reported yet
        name = name_of(current, "（更正第1次）" if "--reissue" in step["shell"] else "")
        check_figures(year.grid(name), quarters[current], past)
        checked.append(name)
        if " close " in step["shell"]:
            year.issued.setdefault(name, year.grid(name).rows)
        year.check_issued()
    data = book.read_bytes()
    assert compare(stored_values(data), with_libreoffice(data, soffice), formula_cells(data)) == []  # YR006
    check_trend(year.grid(TREND).rows, quarters)
    assert set(checked) == {*map(name_of, range(4)), name_of(2, "（更正第1次）")}


def test_the_english_page_has_the_same_commands__ok() -> None:  # YR005
    english = (DOCS / "year.md").read_text(encoding="utf-8")
    commands = [re.findall(r"^\$ (duban .*)$", text, re.MULTILINE) for text in (PAGE, english)]
    assert commands[0] == commands[1]
