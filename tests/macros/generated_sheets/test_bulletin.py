"""The bulletin of a list: its blocks, what they count, and that nothing in it is the program's own talk.

BU1  Head and foot are those of an official document: 期号, issuer, date, title, day of the figures; 报, 送 and 发.
BU2  Every light has its column, by item, measure, unit and leader, and the columns add up to the items.
BU3  The sentences say what the tables show; 上期 and the change only where a period came before.
BU4  The ranking names what it rests on, and how places moved, among the units of that time.
BU5  表扬线 and 批评线 name units by their mean progress; without them nobody is named.
BU6  Lists: 逾期和滞后 worst first; 即将到期 within 30 days, not done; 未报 as many as are counted; 未更新 before the period
     began, or with the very figure of the period before; problems of what is not done.
BU7  清单变动 tells what 填报记录 holds of the period; 需核实 what a person should look at, and no measure twice.
BU8  通报栏目 chooses blocks; one that is chosen and empty says 无; a name that is none is found (R108).
BU9  Nothing that prints speaks of the program; that a list is no longer right stands beside it, where nothing prints.
BU10 Stored values, formulas and pandas agree, whatever is chosen.
BU11 A date of the bulletin before the as-of date is found (R107).
BU12 Lists of more than 500 measures are cut, and that is said.
"""

from __future__ import annotations

import io
import re
from datetime import date
from functools import lru_cache
from typing import Any

import openpyxl
import pytest
from bulletins import MEAN, rows, table
from lists import AS_OF, Book, Item, make_book
from oracles import compare, formula_cells, stored_values, with_cellrune

from duban.udfs.lights import LIGHTS
from duban.udfs.periods import Period
from duban.workbook.file.package import Package
from duban.workbook.format.names import LEDGER, LIST, RULES
from duban.workbook.format.sheets.settings import BLOCKS_BEFORE

Q3 = "2020年第三季度通报"
SECOND: dict[str, Any] = {"period": Period(2020, 6), "as_of": date(2020, 6, 30)}
THIRD: dict[str, Any] = {"period": Period(2020, 9), "as_of": AS_OF}


def setting(book: Book, **values: Any) -> Book:
    """Settings typed into 规则."""
    grid = book.grids[RULES]
    at = {grid.value(row, 1): row for row in range(1, len(grid.rows) + 1)}
    return book.typed(RULES, {(at[name], 2): value for name, value in values.items()})


def filled(book: Book, told: dict[str, dict[str, Any]]) -> Book:
    """Cells of the ledger typed, by the text of the measure."""
    cells = {
        (book.find(LEDGER, 具体项目=text), column): value
        for text, values in told.items()
        for column, value in values.items()
    }
    return book.typed(LEDGER, cells)


@pytest.fixture(scope="module")
def before() -> Book:
    """Three units in the second quarter."""
    book = make_book(
        Item("企业开办", ("减少环节", "当场办结", "回访企业"), unit="综合局"),
        Item("招商引资", ("上门招商", "建立名册"), unit="招商局"),
        Item("园区环境", ("绿化", "亮化"), unit="建设局"),
    ).built(**SECOND)
    shares = {"减少环节": 0.2, "当场办结": 0.3, "上门招商": 0.6, "建立名册": 0.4, "绿化": 0.5, "亮化": 0.5}
    return filled(book, {text: {"完成进度": each} for text, each in shares.items()}).built(**SECOND)


@pytest.fixture(scope="module")
def made(before: Book) -> Book:
    """The third quarter: one done, one overdue, one due soon, one without report, one with old figures."""
    told = {
        "减少环节": {"完成进度": 1.0, "办结日期": date(2020, 9, 1), "存在问题": "已经解决的问题"},
        "当场办结": {
            "完成进度": 0.3,
            "完成时限": date(2020, 9, 15),
            "存在问题": "窗口不足",
            "下步措施": "增设窗口",
        },
        "上门招商": {"完成进度": 0.7, "完成时限": date(2020, 10, 20), "更新日期": date(2020, 9, 20)},
        "建立名册": {"完成进度": 0.5, "更新日期": date(2020, 6, 20)},
        "绿化": {"完成进度": 0.9, "更新日期": date(2020, 9, 1)},
    }
    return filled(before, told).built(**THIRD)


def printed(book: Book, name: str = Q3) -> dict[tuple[int, int], Any]:
    """What of a sheet prints: within its print area and not hidden."""
    return _printed(book.data, name)


@lru_cache(maxsize=8)
def _printed(data: bytes, name: str) -> dict[tuple[int, int], Any]:
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True)[name]
    area = sheet.print_area.rpartition("!")[2].replace("$", "")
    hidden = {
        column
        for each in sheet.column_dimensions.values()
        if each.hidden
        for column in range(each.min, each.max + 1)
    }
    return {
        (cell.row, cell.column): cell.value
        for row in sheet[area]
        for cell in row
        if cell.value is not None and cell.column not in hidden
    }


def headings(book: Book, name: str = Q3) -> list[str]:
    """The numbered headings, without number and without what they compare with."""
    told = (str(value) for (_, column), value in sorted(printed(book, name).items()) if column == 1)
    found = (re.fullmatch(r"[一二三四五六七八九十]+、([^（]*).*", text) for text in told)
    return [match[1] for match in found if match]


def below(book: Book, heading: str) -> str:
    """What stands in the first row below a heading."""
    told = printed(book)
    row = next(
        at[0]
        for at, value in told.items()
        if re.fullmatch(f"[一二三四五六七八九十]+、{heading}.*", str(value))
    )
    return str(told.get((row + 1, 1)))


def differences(book: Book) -> list[str]:
    values, refused = with_cellrune(book.data, AS_OF)
    assert refused == []
    return compare(stored_values(book.data), values, formula_cells(book.data))


def test_head__ok(made: Book) -> None:  # BU1
    book = setting(
        made,
        单位名称="某区",
        通报期号="第7期",
        通报日期=date(2020, 10, 12),
        通报报="区委",
        通报送="各办",
        通报发="各单位",
    ).built(**THIRD)
    told = printed(book)
    assert [told[row, 1] for row in (1, 2, 3, 4)] == [
        "督　查　通　报",
        "第7期",
        "某区办公室",
        "某区2020年第三季度重点改革攻坚事项进展情况通报",
    ]
    assert "2020年10月12日" in told.values()
    assert next(value for at, value in told.items() if at[0] == 5 and at[1] > 1).date() == AS_OF
    assert [value for _, value in sorted(told.items())][-3:] == ["报：区委", "送：各办", "发：各单位"]
    assert printed(made)[2, 1] == "2020年第3期"
    assert "　　年　　月　　日" in printed(made).values()


def test_the_foot_says_the_same_number__ok(made: Book) -> None:  # BU1
    from duban.macros.commands.close import CloseOptions, close
    from duban.workbook.file import write_xlsx

    book = setting(made, 通报期号="第7期").built(**THIRD)
    outcome = close(book.tables, CloseOptions(today=date(2020, 10, 12)))
    closed = printed(Book(write_xlsx.apply(book.data, outcome.plan)))
    assert any(str(value).startswith("期号：第7期　") for value in closed.values())


def test_lights_add_up__ok(made: Book) -> None:  # BU2
    grid = made.grids[Q3]
    for each in table(grid, "类别", "合计"):
        assert sum(each[light] for light in LIGHTS) == each["合计"]
    for head, name in (("单位", "牵头事项"), ("牵头领导", "牵头事项")):
        told = table(grid, head, name, "未定时限")
        assert told[-1][head] == "合计" and told[-1][name] == 3
        assert all(sum(each[light] for light in LIGHTS) == each[name] for each in told)
        assert sum(each[name] for each in told[:-1]) == 3


def test_an_item_of_two_leaders_and_one_of_none__ok(made: Book) -> None:  # BU2
    book = made.typed(LIST, {(4, "牵头领导"): "甲一、乙二", (5, "牵头领导"): None}).built(**THIRD)
    told = {
        each["牵头领导"]: each["牵头事项"] for each in table(book.grids[Q3], "牵头领导", "牵头事项", "办结")
    }
    assert told == {"甲一": 1, "乙二": 1, "（未写）": 1, "李明": 1, "合计": 3}
    assert differences(book) == []


def test_an_item_without_a_unit__ok(made: Book) -> None:  # BU2
    at = made.column(LIST, "归口单位")
    book = made.typed(LIST, {(4, "牵头单位及负责人"): None, (4, at): None}).built(**THIRD)
    told = table(book.grids[Q3], "单位", "牵头事项", "未定时限")
    assert {each["单位"]: each["牵头事项"] for each in told}["（未写）"] == 1
    assert told[-1]["牵头事项"] == 3 and differences(book) == []


def test_sentences__ok(before: Book, made: Book) -> None:  # BU3
    first = str(printed(before, "2020年第二季度通报")[8, 1])
    assert "上期" not in first and "本期共督办改革事项 3 项、具体措施 7 项" in first
    said = str(printed(made)[8, 1])
    mean, now = before.value("2020年第二季度通报", *MEAN), made.value(Q3, *MEAN)
    assert f"比上期（2020年第二季度）提高 {round((now - mean) * 100)} 个百分点" in said
    counted = {
        light: int(number) for light, number in re.findall(r"([一-鿿]+) (\d+) 项，", said.partition("中")[2])
    }
    assert sum(counted.values()) == 3 and set(counted) <= set(LIGHTS)
    assert "没有填报进度的共 1 项" in str(printed(made)[9, 1])


def test_ranking__ok(before: Book, made: Book) -> None:  # BU4
    was = {each["单位"]: each["名次"] for each in table(before.grids["2020年第二季度通报"], "名次")}
    assert was == {"招商局": 1, "建设局": 1, "综合局": 3}
    told = {each["单位"]: each for each in table(made.grids[Q3], "名次")}
    assert {unit: (each["名次"], each["位次变化"]) for unit, each in told.items()} == {
        "建设局": (1, "持平"),
        "招商局": (2, "退1"),
        "综合局": (3, "持平"),
    }
    assert told["综合局"]["措施"] == 3 and told["综合局"]["办结"] == 1 and told["综合局"]["未报"] == 1


def test_places_of_units_that_left__ok(before: Book) -> None:  # BU4
    """The place of the period before is that among the units of that time, not among those of today."""
    later = before.with_cut(5).built(**THIRD)
    told = {each["单位"]: each for each in table(later.grids[Q3], "名次")}
    assert told["综合局"]["名次"] == 2 and told["综合局"]["位次变化"] == "进1"
    assert differences(later) == []


@pytest.mark.parametrize("period", [Period(2020, 7, quarterly=False), Period(2020, 9)])
def test_places_by_month__ok(before: Book, period: Period) -> None:  # BU4
    """A month is written 2020-07, which a condition of a formula takes for a date."""
    first = before.built(period=Period(2020, 6, quarterly=False), as_of=date(2020, 6, 30))
    later = first.built(period=period, as_of=date(2020, 7, 31))
    assert differences(later) == []


def test_praise_and_criticism__ok(made: Book) -> None:  # BU5
    assert not any("进度领先" in str(value) or "进度落后" in str(value) for value in printed(made).values())
    book = setting(made, 表扬线=0.6, 批评线=0.5).built(**THIRD)
    means = {each["单位"]: each["平均进度"] for each in table(book.grids[Q3], "名次")}
    said = next(str(value) for value in printed(book).values() if "进度领先" in str(value))
    ahead, _, behind = said.partition("进度落后")
    named = [unit for unit in means if unit in ahead]
    assert named == [unit for unit, mean in means.items() if round(mean, 6) >= 0.6] and named
    assert [unit for unit in means if unit in behind] == [unit for unit, mean in means.items() if mean < 0.5]
    assert differences(book) == []
    nobody = setting(made, 表扬线=1.0).built(**THIRD)
    assert any("不低于 100%）的单位：无。" in str(value) for value in printed(nobody).values())


def test_lists__ok(made: Book) -> None:  # BU6
    grid = made.grids[Q3]
    worst = table(grid, "具体项目", "时序进度", "亮灯")
    assert worst[0]["具体项目"] == "当场办结" and worst[0]["亮灯"] == "逾期"
    soon = table(grid, "具体项目", "剩余天数")
    assert [(each["具体项目"], each["剩余天数"]) for each in soon] == [("上门招商", 20)]
    missing = table(grid, "具体项目", "上期进度", "时序进度")
    assert [each["具体项目"] for each in missing] == ["回访企业"]
    assert sum(each["未报"] for each in table(grid, "名次")) == len(missing)
    old = {each["具体项目"]: each for each in table(grid, "具体项目", "更新日期", "上期进度")}
    # one by its date; two without a date by the figure, which is that of the quarter before
    assert set(old) == {"建立名册", "当场办结", "亮化"}
    assert old["亮化"]["上期进度"] == old["亮化"]["完成进度"] == 0.5
    problems = table(grid, "具体项目", "存在问题", "下步措施")
    assert [(each["具体项目"], each["存在问题"]) for each in problems] == [("当场办结", "窗口不足")]


def test_changes_of_the_plan__ok(made: Book) -> None:  # BU7
    text = "1、减少环节\n2、当场办结\n3、回访企业\n4、公开清单"
    book = made.typed(LIST, {(4, "改革的具体项目"): text, (5, "改革攻坚目标"): "引进十家企业"}).built(**THIRD)
    told = [(each["变动"], each["事项或措施"]) for each in table(book.grids[Q3], "变动", "原为")]
    assert ("新增", "公开清单") in told and ("调整", "招商引资") in told
    assert below(made, "本期清单变动") == "无"
    next_period = book.built(period=Period(2020, 12), as_of=date(2020, 12, 31))
    assert "变动" not in {value for at, value in printed(next_period, "2020年第四季度通报").items()}


def doubts(book: Book) -> list[tuple[str, str]]:
    try:
        told = table(book.grids[Q3], "需核实的内容")
    except LookupError:
        return []
    return [(each["具体项目"], each["需核实的内容"]) for each in told]


def test_doubts__ok(made: Book) -> None:  # BU7
    lower = filled(made, {"绿化": {"完成进度": 0.4}}).built(**THIRD)
    assert ("绿化", "进度较2020年第二季度回落，由 50% 变为 40%") in doubts(lower)
    grown = filled(made, {"减少环节": {"佐证材料": "批文"}}).built(**THIRD)
    assert doubts(grown) == [("减少环节", "进度较2020年第二季度增加超过 50 个百分点，由 20% 变为 100%")]


def test_no_doubt_of_what_leaves__ok(made: Book) -> None:  # BU7
    """A measure that leaves the list in this very run is no longer asked about, so that the next run changes nothing."""
    book = made.typed(LIST, {(4, "改革的具体项目"): "1、当场办结\n2、回访企业"}).built(**THIRD)
    assert not any(name == "减少环节" for name, _ in doubts(book))
    assert book.built(**THIRD).data is book.data


def test_a_doubt_that_the_office_switched_off__ok(made: Book) -> None:  # BU7
    at = max(row for row in range(1, len(made.grids[RULES].rows) + 1) if made.grids[RULES].value(row, 1)) + 1
    off = made.typed(RULES, {(at, 1): "T151", (at, 2): "关闭"}).built(**THIRD)
    assert any("佐证" in what for _, what in doubts(made)) and not any(
        "佐证" in what for _, what in doubts(off)
    )


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        ("单位排名、未报清单", ["总体情况", "单位进展排名", "未报进度措施"]),
        ("未报，逾期", ["总体情况", "逾期和滞后措施", "未报进度措施"]),
        ("图表", ["总体情况", "单位进展排名", "单位亮灯", "牵头领导亮灯", "图表"]),
        ("图表、亮灯", ["总体情况", "单位亮灯", "牵头领导亮灯", "图表"]),
        ("存在问题", ["总体情况", "存在问题和下步措施"]),
    ],
)
def test_blocks__ok(made: Book, chosen: str, shown: list[str]) -> None:  # BU8 BU10
    book = setting(made, 通报栏目=chosen).built(**THIRD)
    assert headings(book) == shown
    assert differences(book) == []
    assert "R108" not in book.codes


def test_all_blocks__ok(made: Book) -> None:  # BU8
    everything = headings(setting(made, 通报栏目=None).built(**THIRD))
    assert (
        everything == headings(made) and len(everything) == len(BLOCKS_BEFORE) + 2
    )  # 总体情况, and lights twice


def test_an_unknown_block__error(made: Book) -> None:  # BU8
    book = setting(made, 通报栏目="单位排名、红黑榜").built(**THIRD)
    found = next(each for each in book.outcome.findings if each.code == "R108")  # type: ignore[union-attr]
    assert found.facts["unknown"] == "红黑榜" and headings(book) == ["总体情况", "单位进展排名"]


def test_an_empty_block__ok() -> None:  # BU8
    book = make_book(Item("企业开办", ("减少环节",))).built(**THIRD)
    for heading in ("逾期和滞后措施", "即将到期措施", "本期未更新措施", "本期清单变动", "存在问题和下步措施"):
        assert below(book, heading) == "无", heading


def test_a_list_without_items__ok() -> None:  # BU8
    book = make_book().built(**THIRD)
    assert below(book, "事项进展") == "序号" or below(book, "事项进展") == "无"
    assert differences(book) == []


def test_nothing_of_the_program_prints__ok(made: Book) -> None:  # BU9
    talk = re.compile("重新生成|生成时|名单不符|请在|请先|程序|程式|Excel|duban")
    for name in made.grids:
        if name.startswith("单位-") or name in (Q3, "市级汇总", "进度走势"):
            told = [value for value in printed(made, name).values() if isinstance(value, str)]
            assert told and not [text for text in told if talk.search(text)], name


def test_a_list_that_is_no_longer_right__ok(made: Book) -> None:  # BU9
    """Beside the list stands a word as soon as staff type what makes it wrong, and no sooner."""

    def words(book: Book) -> list[str]:
        told = with_cellrune(book.data, AS_OF)[0][Q3]
        return [value for value in told.values() if isinstance(value, str) and "请重新生成" in value]

    assert words(made) == []
    assert any("与现在的数不符" in text for text in words(filled(made, {"回访企业": {"完成进度": 0.1}})))
    # as many as before, but others
    swapped = filled(
        made, {"当场办结": {"完成时限": date(2020, 12, 31), "完成进度": 0.9}, "绿化": {"完成进度": 0.1}}
    )
    assert words(swapped)
    updated = filled(made, {"建立名册": {"更新日期": date(2020, 9, 28)}})
    assert words(updated)


def test_leaders_in_two_spellings__ok(made: Book) -> None:  # BU2
    book = made.typed(LIST, {(4, "牵头领导"): "LiWei", (5, "牵头领导"): "LIWEI"}).built(**THIRD)
    told = {
        each["牵头领导"]: each["牵头事项"] for each in table(book.grids[Q3], "牵头领导", "牵头事项", "办结")
    }
    assert told == {"LiWei": 2, "李明": 1, "合计": 3} and differences(book) == []


def test_due_at_a_time_of_day__ok(made: Book) -> None:  # BU6
    """30 days ahead at noon is 30 days ahead, and today is today."""
    for day, left in ((44134.5, 30), (44104.5, 0), (44104, 0), (44134, 30)):
        book = filled(made, {"上门招商": {"完成时限": day}}).built(**THIRD)
        assert [each["剩余天数"] for each in table(book.grids[Q3], "具体项目", "剩余天数")] == [left]
        assert differences(book) == []


def test_the_number_of_an_earlier_bulletin__error(made: Book) -> None:  # BU1
    from duban.macros.commands.close import CloseOptions, close
    from duban.workbook.file import write_xlsx

    book = setting(made, 通报期号="第7期").built(**THIRD)
    outcome = close(book.tables, CloseOptions(today=date(2020, 10, 12)))
    closed = Book(write_xlsx.apply(book.data, outcome.plan))
    later = closed.built(period=Period(2020, 12), as_of=date(2020, 12, 31))
    assert "R116" in later.codes
    other = setting(later, 通报期号="第8期").built(period=Period(2020, 12), as_of=date(2020, 12, 31))
    assert "R116" not in other.codes
    again = close(
        filled(other, {"绿化": {"完成进度": 0.8}}).tables,
        CloseOptions(Period(2020, 9), reissue=True, reason="录入有误", today=date(2021, 1, 8)),
    )
    told = [
        cell.value for sheet in again.plan.sheets if "更正" in sheet.name for cell in sheet.cells.values()
    ]
    assert "第7期（更正第1次）" in told and not any("第8期" in str(value) for value in told)


def test_thresholds_in_the_wrong_order__error(made: Book) -> None:  # BU5
    assert "R109" in setting(made, 表扬线=0.3, 批评线=0.9).built(**THIRD).codes


def test_a_date_in_words__ok(made: Book) -> None:  # BU1
    book = setting(made, 通报日期="2020年10月12日").built(**THIRD)
    assert "2020年10月12日" in printed(book).values() and "R101" not in book.codes


def test_the_figures_agree__ok(before: Book, made: Book) -> None:  # BU10
    assert differences(before) == [] and differences(made) == []
    assert made.built(**THIRD).data is made.data


def test_dated_before_its_figures__error(made: Book) -> None:  # BU11
    assert "R107" in setting(made, 通报日期=date(2020, 7, 12)).built(**THIRD).codes
    assert "R107" not in setting(made, 通报日期=date(2020, 10, 12)).built(**THIRD).codes


def test_long_lists__ok() -> None:  # BU12
    measures = tuple(f"落实第{n}项" for n in range(1, 261))
    book = make_book(Item("甲事项", measures), Item("乙事项", measures)).built(**THIRD)
    listed = list(rows(book.grids[Q3], "具体项目", "上期进度", "时序进度"))
    assert len(listed) == 500
    assert any(str(value) == "另有 20 项，见“具体项目台账”。" for value in printed(book).values())


def test_its_bars__ok(made: Book) -> None:
    """Values without names on the bars, a pattern for each light, whole items on the axis, a legend of what occurs."""
    package = Package.read(made.data)
    charts = [
        package.data(rel.target).decode()
        for drawing in package.rels(package.sheet_part(Q3))
        if drawing.is_a("drawing")
        for rel in package.rels(drawing.target)
    ]
    lights = next(each for each in charts if "亮灯" in each)
    told = table(made.grids[Q3], "单位", "牵头事项", "未定时限")
    occurring = [light for light in LIGHTS if any(each[light] for each in told)]
    assert lights.count("<c:ser>") == len(occurring)
    assert re.findall("<c:tx><c:v>(.*?)</c:v></c:tx>", lights) == occurring
    for chart in charts:
        assert chart.count('<c:showSerName val="0"/>') == chart.count('<c:showVal val="1"/>') > 0
        assert chart.count('<c:showCatName val="0"/>') == chart.count('<c:showVal val="1"/>')
        assert '<c:plotVisOnly val="0"/>' in chart
    step = re.search(r'<c:majorUnit val="([\d.]+)"/>', lights)
    assert step and float(step[1]).is_integer()
