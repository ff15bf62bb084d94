"""The figures are the same from pandas (stored values), from native formulas and from the UDF definitions.

FO1 Sample: every stored value of every formula is what cellrune and LibreOffice calculate.
FO2 Random tables with all that staff type: the same.
FO3 The definitions of duban.udfs, applied to the raw rows of the file, give the figures that stand in it.
FO4 A row that staff append inside the spare range is computed and counted everywhere before the next run.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bulletins import header_row, texts_of
from bulletins import rows as table_of
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lists import AS_OF, FIRST, Book, Item, make_book, numbered
from oracles import compare, formula_cells, stored_values, with_cellrune, with_libreoffice
from places import EXAMPLES
from rounds import rounds

from duban.macros.figures.understood import RunOptions, understand
from duban.udfs import lights, progress
from duban.workbook.format.names import CITY, LEDGER, LINKS, LIST, LOG, ROLLUP, RULES
from duban.workbook.format.sheets.task_list import STAFF_COLUMNS, TRACKING_COLUMNS
from duban.workbook.format.sheets_and_registers import FORMATS

pytestmark = pytest.mark.long

SAMPLES = EXAMPLES
Convert = Callable[[Path, str, Path], Path]

UNITS = ("综合局", "办公室", "A*局", "A?局", '建"设"局', "~局", "<>局", ">=0", "'引'局")
SHARES = (None, 0, 1, 0.5, 0.25, 0.333333333333, 0.07, 0.9999999, 0.99, 1.2, -0.1, 80, "80%", "完成")
WEIGHTS = (None, None, 1, 0, 2, 0.5, 7, -1, "重")
KINDS = ("限期", "限期", None, "常态化", "已移出", "其他")
DATES = (
    None, date(2020, 1, 1), date(2020, 2, 29), date(2020, 6, 30), date(2020, 9, 29), AS_OF, date(2020, 10, 1),
    date(2020, 12, 31), date(2021, 12, 31), "2020年9月底", "尽快", 44000, 2020.9, 2021, 202009, 0,
)  # fmt: skip
LIGHTS = ("正常", "逾期", "常态", "逾期办结", "绿")
ITEMS = 18
CITY_ITEMS = [(n, f"市级第{n}项", "") for n in range(1, 6)] + [
    ("六", "市级第六项", ""),
    (2, "重复的二", ""),
    ("甲", "无号", ""),
]


def maybe(choices: Any, rarely: int = 5) -> st.SearchStrategy[Any]:
    """One of the choices now and then, else blank."""
    return st.one_of(*[st.none()] * rarely, st.sampled_from(choices))


def pick(choices: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(choices)


@st.composite
def books(draw: st.DrawFn) -> Book:
    """A workbook as staff may leave it: list, ledger, links, settings and log of closings."""
    the_list: list[tuple[Any, ...]] = [("2020年改革攻坚任务清单",), (), (*STAFF_COLUMNS, *TRACKING_COLUMNS)]
    ledger: list[tuple[Any, ...]] = [FORMATS[LEDGER].names]
    for key in range(1, ITEMS + 1):
        texts = [f"第{key}项之第{n}条措施" for n in range(draw(pick((0, 1, 2, 3, 4))))]
        number = draw(pick((key, key, key, 1, None, "十一", "甲")))
        staff = (
            number,
            f"第{key}号事项{chr(0x4E00 + 97 * key)}",
            "",
            "",
            numbered(texts),
            "李明",
            draw(pick(UNITS)),
            None,
        )
        typed_key = draw(pick((key, key, key, None, 1, "3")))
        dates = (draw(maybe(DATES)), draw(maybe(DATES)))
        parent = draw(maybe((2, "2、3", "自主", "99", "六"), 9))
        typed = (draw(maybe(SHARES, 9)), draw(maybe(SHARES, 9)), draw(maybe(LIGHTS, 9)))
        the_list.append((*staff, typed_key, draw(maybe(UNITS)), parent, *dates, *typed))
        for n, text in enumerate(texts, 1):
            ledger.append(draw(measure(key, n, text)))
    for n in range(
        draw(st.integers(2, 8))
    ):  # rows of the staff, of items that are there or not; doubled rows
        key = draw(pick((1, 2, 3, 4, ITEMS + 3, None)))
        ledger.append(draw(measure(key, draw(pick((None, None, 1))), f"另加{n}")))
    links: list[tuple[Any, ...]] = [FORMATS[LINKS].names]
    for _ in range(30):
        row = dict.fromkeys(FORMATS[LINKS].names)
        row.update(
            事项键=draw(pick((*range(1, ITEMS + 1), ITEMS + 3))), 市级序号=draw(pick((1, 2, 3, 3, 6, 9, None, "4"))),
            关系=draw(pick(("主", "辅", None))), 权重=draw(pick(WEIGHTS)), 状态=draw(pick(("已确认", "已确认", "建议", "不采纳", None))),
            事项进度=draw(maybe(SHARES, 19)), 事项时序=draw(maybe(SHARES, 19)), 事项亮灯=draw(maybe(LIGHTS, 19)),
        )  # fmt: skip
        links.append(tuple(row.values()))
    log: list[tuple[Any, ...]] = [FORMATS[LOG].names]
    for _ in range(20):
        row = dict.fromkeys(FORMATS[LOG].names)
        row.update(
            期间=draw(pick(("2020Q2", "2020Q2", "2020Q1", "2020Q3"))), 事项序号=draw(pick((1, 2, 3, "十一", None))),
            措施序号=draw(maybe((1,))), 字段=draw(pick(("完成进度", "完成进度", "封存", "存在问题"))),
            新值=draw(pick(SHARES)), 单位=draw(pick(UNITS)),
        )  # fmt: skip
        log.append(tuple(row.values()))
    low = draw(pick((0.1, 0.05, 0, 0.25)))
    rules = [
        ("项目", "值"),
        ("当前期间", "2020Q3"),
        ("滞后阈值", low),
        ("严重滞后阈值", draw(pick((0.3, 0.5, low, "高")))),
    ]
    city = [("序号", "事项名称", "主要内容"), *CITY_ITEMS]
    return make_book(more={LIST: the_list, LEDGER: ledger, CITY: city, LINKS: links, RULES: rules, LOG: log})


@st.composite
def measure(draw: st.DrawFn, key: Any, number: Any, text: str) -> tuple[Any, ...]:
    """One ledger row."""
    row = dict.fromkeys(FORMATS[LEDGER].names)
    row.update(
        事项键=key, 措施序号=number, 具体项目=text, 类型=draw(pick(KINDS)), 责任单位=draw(pick(UNITS)), 权重=draw(pick(WEIGHTS)),
        开始日期=draw(pick(DATES)), 完成时限=draw(pick(DATES)), 完成进度=draw(pick(SHARES)), 办结日期=draw(maybe(DATES, 1)),
        时序进度=draw(maybe(SHARES, 15)), 亮灯=draw(maybe(LIGHTS, 15)), 存在问题=draw(maybe(("缺资金",))),
    )  # fmt: skip
    return tuple(row.values())


def differences(book: Book, oracle: str, soffice: Convert | None = None) -> list[str]:
    """Every formula cell whose stored value an independent engine does not find."""
    if soffice is not None and oracle == "libreoffice":
        computed = with_libreoffice(book.data, soffice)
    else:
        computed, refused = with_cellrune(book.data, AS_OF)
        assert refused == []
    return compare(stored_values(book.data), computed, formula_cells(book.data))


RANDOM = settings(
    derandomize=True, deadline=None, database=None, max_examples=rounds(4), phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@RANDOM
@given(books())
def test_random_tables_with_cellrune__ok(book: Book) -> None:  # FO2
    built = book.built()
    assert differences(built, "cellrune") == []
    assert built.built().data is built.data


@pytest.mark.libreoffice
@settings(RANDOM, max_examples=rounds(3))
@given(book=books())
def test_random_tables_with_libreoffice__ok(soffice: Convert, book: Book) -> None:  # FO2
    assert differences(book.built(), "libreoffice", soffice) == []


@pytest.fixture(scope="module", params=["齐鲁化工区", "淄川经济开发区", "沂源经济开发区"])
def sample(request: pytest.FixtureRequest) -> Book:
    """A sample, with every second measure reported."""
    book = Book((SAMPLES / f"{request.param}.xlsx").read_bytes()).built(accept=True)
    rows = [
        row for row, text in enumerate(book.grids[LEDGER].rows, 1) if row % 2 == 0 and text[0] is not None
    ]
    return book.typed(LEDGER, {(row, "完成进度"): row % 5 / 4 for row in rows}).built()


def test_sample_with_cellrune__ok(sample: Book) -> None:  # FO1
    assert differences(sample, "cellrune") == []


@pytest.mark.libreoffice
def test_sample_with_libreoffice__ok(sample: Book, soffice: Convert) -> None:  # FO1
    assert differences(sample, "libreoffice", soffice) == []


# FO3: the figures once more, from the raw cells and the definitions only


def table(book: Book, sheet: str) -> dict[int, dict[str, Any]]:
    """Row → column → what the cell shows, for rows where something stands."""
    header = book.tables.need_list.header.columns if sheet == LIST else book._header(sheet)
    names = {c: name for name, c in header.items()} if sheet == LIST else header
    first = FIRST if sheet == LIST else 2
    rows = {
        r: {name: book.grids[sheet].value(r, c) for c, name in names.items()}
        for r in range(first, len(book.grids[sheet].rows) + 1)
    }
    return {r: row for r, row in rows.items() if any(value is not None for value in row.values())}


def close(one: Any, other: Any) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) < 1e-9
    return (one or None) == (other or None)


def typed_over(book: Book, sheet: str, row: int, column: str) -> bool:
    return book.formula(sheet, row, column) is None


def check_measures(book: Book, rules: lights.LightRules) -> None:
    for r, m in table(book, LEDGER).items():
        if m["事项键"] is None:
            continue
        due = m["完成时限"]
        if not typed_over(book, LEDGER, r, "时序进度"):
            assert close(m["时序进度"], progress.expected(m["开始日期"], due, AS_OF, m["类型"])), (
                f"{LEDGER} row {r}"
            )
        if not typed_over(book, LEDGER, r, "亮灯"):
            mine = lights.light(
                m["完成进度"], m["时序进度"], due, AS_OF, kind=m["类型"], done_on=m["办结日期"], rules=rules
            )
            assert close(m["亮灯"], mine), f"{LEDGER} row {r}"


def check_items(book: Book, rules: lights.LightRules) -> None:
    ledger = [m for m in table(book, LEDGER).values() if m["事项键"] is not None]
    for r, item in table(book, LIST).items():
        mine = [m for m in ledger if m["事项键"] == item["事项键"]]
        counted = [m for m in mine if m["类型"] not in ("常态化", "已移出")]
        columns = [[m[name] for m in mine] for name in ("完成进度", "权重", "类型")]
        if not typed_over(book, LIST, r, "完成进度"):
            assert close(item["完成进度"], progress.item_progress(*columns)), f"{LIST} row {r}"
        own = progress.day(item["开始日期"]), progress.day(item["完成时限"])
        if not typed_over(book, LIST, r, "时序进度"):
            if None not in own:
                expected = progress.expected(*own, AS_OF)
            else:
                expected = progress.mean_expected(
                    [m["时序进度"] for m in counted], [m["权重"] for m in counted]
                )
            assert close(item["时序进度"], expected), f"{LIST} row {r}"
        if not typed_over(book, LIST, r, "亮灯"):
            dues = [day for m in counted if (day := progress.day(m["完成时限"])) is not None]
            light = lights.item_light(
                item["完成进度"], item["时序进度"], own[1] if own[1] is not None else max(dues, default=None), AS_OF,
                counted=len(counted), standing=sum(m["类型"] == "常态化" for m in mine),
                late=sum(m["亮灯"] == "逾期办结" for m in counted), rules=rules,
            )  # fmt: skip
            assert close(item["亮灯"], light), f"{LIST} row {r}"


def check_parents(book: Book, rules: lights.LightRules) -> None:
    # a link without a light is of an item that left the list
    links = [row for row in table(book, LINKS).values() if row["状态"] == "已确认" and row["事项亮灯"]]
    for r, row in table_of(book.grids[ROLLUP], "市级序号", "承接数"):
        mine = [link for link in links if link["市级序号"] == row["市级序号"]]
        active = [link for link in mine if link["事项亮灯"] != "常态"]
        shares, weights = [link["事项进度"] for link in active], [link["权重"] for link in active]
        reported = any(progress.share(share) is not None for share in shares)
        done = progress.weighted_mean(shares, weights) if reported else None
        expected = progress.mean_expected([link["事项时序"] for link in active], weights)
        light = lights.parent_light(done, expected, [link["事项亮灯"] or "" for link in mine], rules)
        assert close(row["完成进度"], done) and close(row["时序进度"], expected), f"{ROLLUP} row {r}"
        assert row["亮灯"] == light, f"{ROLLUP} row {r}"
        assert row["承接数"] == len(mine), f"{ROLLUP} row {r}"


@settings(RANDOM, max_examples=rounds(4))
@given(books())
def test_definitions_give_the_figures_of_the_file__ok(book: Book) -> None:  # FO3
    built = book.built()
    rules = built.tables.settings.lights
    check_measures(built, rules)
    check_items(built, rules)
    check_parents(built, rules)


# FO4: rows that staff append


@pytest.fixture(scope="module")
def made() -> Book:
    book = make_book(
        Item("企业开办", ("合并表单", "开通专区")), Item("厂房盘活", ("摸底",), unit="办公室"),
        city=[(1, "营商环境", "")],
    ).built()  # fmt: skip
    return book.typed(LEDGER, {(2, "完成进度"): 1, (3, "完成进度"): 0.5}).built()


def test_wrong_stored_values_are_seen__error(made: Book) -> None:  # FO1
    light, share = made.column(LIST, "亮灯"), made.column(LIST, "完成进度")

    def falsify(xml: Any) -> None:
        xml.set_cell(FIRST, light, "错", made.formula(LIST, FIRST, light))
        xml.set_cell(FIRST + 1, share, 0, made.formula(LIST, FIRST + 1, share))

    wrong = differences(made.edited(LIST, falsify), "cellrune")
    assert [line.partition(":")[0] for line in wrong] == [f"{LIST}!P{FIRST}", f"{LIST}!N{FIRST + 1}"]


APPENDED = {
    "事项键": 1, "具体项目": "迎接观摩", "类型": "限期", "责任单位": "综合局", "权重": 2, "开始日期": date(2020, 1, 1),
    "完成时限": date(2020, 9, 29), "完成进度": 0.25,
}  # fmt: skip


@pytest.mark.parametrize("row", [5, 54])
@pytest.mark.parametrize("oracle", ["cellrune", pytest.param("libreoffice", marks=pytest.mark.libreoffice)])
def test_appended_measure_is_counted__ok(
    made: Book, row: int, oracle: str, request: pytest.FixtureRequest
) -> None:  # FO4
    appended = made.typed(LEDGER, {(row, column): value for column, value in APPENDED.items()})
    if oracle == "cellrune":
        live = with_cellrune(appended.data, AS_OF)[0]
    else:
        live = with_libreoffice(appended.data, request.getfixturevalue("soffice"))
    figures = understand(appended.tables, RunOptions(as_of=AS_OF)).figures
    item = figures.items[FIRST]

    def at(sheet: str, where: int, column: int | str) -> Any:
        return live[sheet].get((where, made.column(sheet, column)))

    assert at(LIST, FIRST, "完成进度") == pytest.approx((1 + 0.5 + 2 * 0.25) / 4) == item["progress"]
    assert at(LEDGER, row, "亮灯") == "逾期" == figures.measures[row]["light"]
    assert at(LEDGER, row, "时序进度") == 1 and at(LEDGER, row, "事项序号") == 1
    assert at(LIST, FIRST, "亮灯") == item["light"] == "严重滞后"
    bulletin = "2020年第三季度通报"
    before, now = made.grids[bulletin], live[bulletin]
    counts = {"措施": (2, 3), "逾期": (0, 1)}
    header = texts_of(before, header_row(before, "名次", "单位"))
    unit = next(row for row, record in table_of(before, "名次", "单位") if record["单位"] == "综合局")
    for name, (was, becomes) in counts.items():
        column = next(place for place, text in header.items() if text == name)
        assert before.value(unit, column) == was
        assert now.get((unit, column), 0) == becomes
    texts = [text for text in now.values() if isinstance(text, str)]
    headline = next(text for text in texts if text.startswith("　　本期共督办"))
    assert "具体措施 4 项" in headline and "严重滞后 1 项" in headline
    assert differences(appended.built(), "cellrune") == []
