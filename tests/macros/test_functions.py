"""The functions in cells.

XF01 duban_progress: the weighted mean of 限期 measures; nothing reported is blank; ranges lie as they like but
     are of one length.
XF02 duban_expected: both ends counted; a blank date gives a blank; a text, an error value or reversed dates
     give the reason.
XF03 duban_light: every light, first match wins; thresholds may be given in two cells.
XF04 duban_rollup: 未承接, 常态, blank for 未报, and 0 are kept apart; only confirmed links of items that are there.
XF05 duban_unit, duban_owners, duban_measures, duban_period read what staff write; owners spill to the right,
     measures down.
XF06 duban_check says for each row what the rules of validation find in it.
XF07 A range is answered in one call, cell by cell where each cell is a question of its own.
XF08 A face never raises: it says why there is no figure.
XF09 An as-of date that is left out is today; one that is blank or no date is said.
XF10 Through xlwings' conversion: ranges, blanks, dates, money, error values, left out arguments; every range is
     fetched once, and of a whole column only what the sheet uses. A cell for dates whose number Windows knows as no
     day is that number, and the cells around it are what they are; several areas at once are said.
XF11 Every face has its optional arguments, is not volatile, and says what the wizard shows.
XF12 The function, the native formula and the figures of pandas are the same on random tables.
XF13 Nothing on our side needs pandas, pandera, openpyxl or lxml to answer a cell.
"""

from __future__ import annotations

import inspect
import io
import re
import subprocess
import sys
import types
import typing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from multiprocessing import get_context
from typing import Any
from unittest.mock import MagicMock

import pytest
import xlsxwriter
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from oracles import with_cellrune
from windows_python import stand_in_for_windows

from duban.macros import functions as excel
from duban.macros.figures import conditions, figures, formulas
from duban.macros.functions import (
    duban_check,
    duban_expected,
    duban_light,
    duban_measures,
    duban_owners,
    duban_period,
    duban_progress,
    duban_rollup,
    duban_unit,
)
from duban.udfs.error_values import ERRORS
from duban.udfs.lights import LightRules
from duban.udfs.periods import Period
from duban.validation.rule_examples.example import HEADERS, Example, Formula, Sheet, good
from duban.validation.rule_examples.example_book import TITLE
from duban.validation.rule_examples.examples import EXAMPLES
from duban.workbook.cells.addresses import ColumnRange
from duban.workbook.format.names import CONFIRMED, LEDGER, LINKS, LIST
from duban.workbook.format.sheets.task_list import TRACKING_COLUMNS
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.live import cell_functions
from duban.workbook.live.cell_functions import CELL_LIMIT, UNABLE
from duban.workbook.reading.items import Item
from duban.workbook.reading.settings import Settings

AS_OF = date(2020, 9, 30)
START, DUE = date(2020, 1, 1), date(2020, 12, 31)
ELAPSED = 274 / 366
FACES: dict[str, Any] = {name: face for name, face in vars(excel).items() if name.startswith("duban_")}


def down(*values: Any) -> list[list[Any]]:
    """A column of cells, as xlwings hands it over."""
    return [[value] for value in values]


def across(*values: Any) -> list[list[Any]]:
    """A row of cells."""
    return [list(values)]


def is_reason(answer: Any) -> bool:
    return isinstance(answer, str) and answer.startswith(UNABLE)


# figures


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        ((down(1, 0),), 0.5),
        ((across(1, None),), 0.5),
        ((down(None, None),), None),
        ((down(0, 0),), 0),
        ((0.8,), 0.8),
        (([1, 0.5],), 0.75),
        ((down(1, "80%"),), 0.5),
        ((down(1, "#N/A"),), 0.5),
        ((down(1, True),), 0.5),
        ((down(1, 0), down(3, None)), 0.75),
        ((down(1, 0), across(3, None)), 0.75),
        ((down(1, 0), down("重", -2)), 0.5),
        ((down(1, 0), down(Decimal("3"), Decimal("1"))), 0.75),
        ((down(1, 0), down(0, 0)), None),
        ((down(1, 0.5), None, down("限期", "常态化")), 1),
        ((down(1, 0.5, 0), None, down("限期", "已移出", " ")), 0.5),
        ((down(0.5), None, down("常态化")), None),
    ],
)
def test_progress__ok(arguments: tuple[Any, ...], answer: Any) -> None:  # XF01
    assert duban_progress(*arguments) == answer


@pytest.mark.parametrize(
    "arguments",
    [
        (down(1, 0), down(1)),
        (down(1, 0), down(1, 1, 1)),
        (down(1, 0), None, down("限期")),
        ([[1, 0], [0, 1]],),
        (down(1, 0, 0, 1), [[1, 0], [0, 1]]),
    ],
)
def test_progress__error(arguments: tuple[Any, ...]) -> None:  # XF01 XF08
    assert is_reason(duban_progress(*arguments))


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        ((START, DUE), ELAPSED),
        ((datetime(2020, 1, 1), datetime(2020, 12, 31)), ELAPSED),
        ((43831.0, 44196.0), ELAPSED),
        ((date(2020, 10, 1), DUE), 0),
        ((START, date(2020, 6, 30)), 1),
        ((None, DUE), None),
        ((START, "  "), None),
        ((None, "年内"), None),
        ((START, DUE, AS_OF, "常态化"), None),
        (("年内", DUE, AS_OF, "已移出"), None),
        ((START, DUE, down(44104.5)), ELAPSED),
    ],
)
def test_expected__ok(arguments: tuple[Any, ...], answer: Any) -> None:  # XF02
    first, last, *more = arguments
    assert duban_expected(first, last, *(more or (AS_OF,))) == answer


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2020年9月底", DUE),
        (START, "2020-12-31"),
        (2021, DUE),
        (START, 20201231),
        (True, DUE),
        ("#N/A", DUE),
        (START, "#REF!"),
        (DUE, START),
        (START, date(2120, 1, 1)),
    ],
)
def test_expected__error(start: Any, due: Any) -> None:  # XF02 XF08
    assert is_reason(duban_expected(start, due, AS_OF))


def test_expected_of_ranges__ok() -> None:  # XF07
    starts = down(START, None, "年内", DUE)
    answers = duban_expected(starts, DUE, AS_OF)
    assert answers[0] == [ELAPSED] and answers[1] == [None] and answers[3] == [0]
    assert is_reason(answers[2][0])
    assert duban_expected(across(START, None), down(DUE, DUE), AS_OF) == across(ELAPSED, None)
    assert is_reason(duban_expected(starts, down(DUE, DUE), AS_OF))


PAST, AHEAD = date(2020, 9, 29), date(2020, 10, 1)


@pytest.mark.parametrize(
    ("arguments", "light"),
    [
        ((1, 1, PAST), "办结"),
        ((0.9, 1, PAST), "逾期"),
        ((None, 1, PAST), "逾期"),
        ((None, 0.5, AHEAD), "未报"),
        ((None, None, None), "未报"),
        (("80%", 0.5, AHEAD), "未报"),
        (("#N/A", 0.5, AHEAD), "未报"),
        ((0.5, 0.5, None), "未定时限"),
        ((0.5, 0.5, "2020年9月底"), "未定时限"),
        ((0.1, 0.5, AHEAD), "严重滞后"),
        ((0.2, 0.5, AHEAD), "滞后"),
        ((0.4, 0.5, AHEAD), "正常"),
        ((0.4, None, AHEAD), "正常"),
        ((0.4, 0.5, AS_OF, datetime(2020, 9, 30, 15)), "正常"),
        ((0.4, f"{UNABLE}开始日期不是日期", AHEAD), "正常"),
        ((0.4, 0.5, AHEAD, AS_OF, across(0.05, 0.3)), "滞后"),
        ((0.4, 0.5, AHEAD, AS_OF, down(0, None)), "滞后"),
        ((0.4, 0.5, AHEAD, AS_OF, [None, 0.05]), "严重滞后"),
        ((0.1, 0.5, AHEAD, AS_OF, None, "常态化"), "常态"),
        ((0.1, 0.5, AHEAD, AS_OF, None, "已移出"), None),
        ((1, 1, PAST, AS_OF, None, None, AS_OF), "逾期办结"),
        ((1, 1, PAST, AS_OF, None, None, PAST), "办结"),
        ((1, 1, PAST, AS_OF, None, None, "下月"), "办结"),
    ],
)
def test_light__ok(arguments: tuple[Any, ...], light: Any) -> None:  # XF03
    done, elapsed, due, *more = arguments
    assert duban_light(done, elapsed, due, *(more or (AS_OF,))) == light


@pytest.mark.parametrize(
    "rules", [0.1, down(0.1), across(0.1, 0.2, 0.3), across("10%", 0.3), across(10, 30), across(0.1, "#REF!")]
)
def test_light_of_unusable_rules__error(rules: Any) -> None:  # XF03 XF08
    assert is_reason(duban_light(0.5, 0.5, DUE, AS_OF, rules))


def test_light_of_ranges__ok() -> None:  # XF07
    assert duban_light(down(1, 0.1, None), down(1, 0.5, None), down(PAST, AHEAD, None), AS_OF) == down(
        "办结", "严重滞后", "未报"
    )
    assert is_reason(duban_light(down(1, 0.1, None), down(1, 0.5), DUE, AS_OF))


PARENTS = down(1, 1, 2, "3", 4, None, "市级序号")
DONE = down(1, None, None, 0, "常态", 0.5, "事项进度")


@pytest.mark.parametrize(
    ("parent", "answer"),
    [(1, 0.5), (2, None), (3, 0), (4, "常态"), (5, "未承接"), ("１", 0.5), ("三", 0), (None, None)],
)
def test_rollup__ok(parent: Any, answer: Any) -> None:  # XF04
    assert duban_rollup(parent, PARENTS, DONE) == answer


def test_rollup_with_all_columns__ok() -> None:  # XF04 XF07
    links = down(1, 1, 1, 1, 2, 3)
    done = down(1, 0, 0, 0.2, 0.7, 0.7)
    weights = down(3, 1, 9, 9, None, None)
    shown = down("办结", "逾期", "常态", "滞后", None, "常态")
    states = down(CONFIRMED, CONFIRMED, CONFIRMED, "建议", CONFIRMED, CONFIRMED)
    asked = across(1, 2, 3, 4)
    assert duban_rollup(asked, links, done, weights, shown, states) == across(
        0.75, "未承接", "常态", "未承接"
    )
    assert duban_rollup(1, links, done, weights) == pytest.approx((3 + 1.8) / 22)


@pytest.mark.parametrize(
    "arguments",
    [
        ("甲", down(1), down(1)),
        ("#N/A", down(1), down(1)),
        (1.5, down(1), down(1)),
        (1, down(1, 2), down(1)),
        (1, down(1, 2), down(1, 1), down(1)),
        (1, down(1, 2), down(1, 1), None, down("正常")),
        (1, down(1, 2), down(1, 1), None, None, down(CONFIRMED)),
        (1, [[1, 2], [3, 4]], [[1, 2], [3, 4]]),
    ],
)
def test_rollup__error(arguments: tuple[Any, ...]) -> None:  # XF04 XF08
    assert is_reason(duban_rollup(*arguments))


# text


@pytest.mark.parametrize(
    ("cell", "unit"),
    [
        ("综合管理局\n\n负责人：\n卞允庆", "综合管理局"),
        (" 招 商 局（张三）", "招商局"),
        (None, None),
        ("", None),
        (12.0, "12"),
        (down("办公室 李明", None), down("办公室", None)),
        (across("办公室", "招商局"), across("办公室", "招商局")),
    ],
)
def test_unit__ok(cell: Any, unit: Any) -> None:  # XF05 XF07
    assert duban_unit(cell) == unit


@pytest.mark.parametrize(
    ("cell", "owners"),
    [
        ("办公室\n负责人：邵  民\n李明", [["邵民", "李明"]]),
        ("办公室", [[None]]),
        (None, [[None]]),
        (down("办公室\n负责人：邵  民", "招商局：张三、李四"), [["邵民", None], ["张三", "李四"]]),
        (across("办公室", "招商局：张三"), [[None], ["张三"]]),
    ],
)
def test_owners__ok(cell: Any, owners: Any) -> None:  # XF05 XF07
    assert duban_owners(cell) == owners


@pytest.mark.parametrize(
    ("cell", "measures"),
    [
        ("1、摸底；\n2、盘活。", [[1, "摸底；"], [2, "盘活。"]]),
        ("摸底", [[1, "摸底"]]),
        (down("1、摸底", "2、盘活"), [[1, "摸底"], [2, "盘活"]]),
        (None, None),
        (" \n", None),
    ],
)
def test_measures__ok(cell: Any, measures: Any) -> None:  # XF05
    assert duban_measures(cell) == measures


@pytest.mark.parametrize("error", sorted(ERRORS))
def test_error_value_in_place_of_text__error(error: str) -> None:  # XF08
    assert is_reason(duban_unit(error)) and is_reason(duban_measures(error))
    assert is_reason(duban_owners(down("招商局：张三", error))[1][0])


@pytest.mark.parametrize(
    ("when", "period"),
    [
        (AS_OF, "2020Q3"),
        (datetime(2020, 10, 1, 8), "2020Q4"),
        (44104.0, "2020Q3"),
        ("2020年9月底", "2020Q3"),
        ("2020.3.31", "2020Q1"),
        ("2020Q2", "2020Q2"),
        ("2020-05", "2020Q2"),
        (20201231, "2020Q4"),
        (None, None),
        (down(AS_OF, None), down("2020Q3", None)),
    ],
)
def test_period__ok(when: Any, period: Any) -> None:  # XF05 XF07
    assert duban_period(when) == period


@pytest.mark.parametrize("when", ["尽快", "9月底", 2021, 2020.9, "#VALUE!", True, -2146826288])
def test_period__error(when: Any) -> None:  # XF05 XF08
    assert is_reason(duban_period(when))


# checking


LIST_HEADER = across("序 号", "事项名称", "主要\n措施", "牵头领导", "责任单位", "完成时限", "完成进度")
FINE = [1, "企业开办", "1、合并表单\n2、开通专区", "李明", "综合局\n负责人：王强", date(2020, 12, 31), 0.8]


def codes(answer: str) -> list[str]:
    return re.findall(r"^\[([A-Z]\d{3})\] .+。$", answer, re.MULTILINE)


def changed(**cells: Any) -> list[list[Any]]:
    """The fine row with other cells, by their letters."""
    row = list(FINE)
    for letter, value in cells.items():
        row["ABCDEFG".index(letter)] = value
    return [row]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (changed(), []),
        (changed(G=130), ["T110"]),
        (changed(G="80%"), ["T111"]),
        (changed(G="#N/A"), ["S111", "T113"]),
        (changed(F="2020年9月底"), ["T120"]),
        (changed(F=PAST), ["T155"]),
        (changed(F=44196.0), []),
        (changed(B=None), ["I110"]),
        (changed(C="1、合并表单\n3、开通专区", E="综合局"), ["I131", "I121"]),
        (changed(A=Decimal("7")), []),
        (changed(E="办公室\n负责人：曹元良"), []),  # 督办单位 stands in 规则
    ],
)
def test_check_of_the_list__ok(row: Any, found: list[str]) -> None:  # XF06
    answer = duban_check(LIST_HEADER, row, AS_OF)
    assert codes(answer) == found
    assert (answer == "正常") == (not found)


@pytest.mark.parametrize(
    "row", [across(*[None] * 7), across("合计", *[None] * 5, 0.5), across(9, *[None] * 6)]
)
def test_check_of_no_item__ok(row: Any) -> None:  # XF06
    assert duban_check(LIST_HEADER, row, AS_OF) is None


def test_check_of_rows__ok() -> None:  # XF06 XF07
    answers = duban_check(LIST_HEADER, [*changed(), *changed(G=130), *changed(G=" ")], AS_OF)
    assert [codes(answer) for (answer,) in answers] == [[], ["T110"], []]


def test_check_of_the_ledger__ok() -> None:  # XF06
    header = across("具体项目", "类型", "责任单位", "完成时限", "完成进度", "佐证材料", "亮灯")
    assert codes(duban_check(header, across("摸底", "临时", None, None, 1, None, "办结"), AS_OF)) == [
        "L104",
        "L103",
        "T151",
    ]
    assert duban_check(header, across(*[None] * 6, "未报"), AS_OF) is None
    full = {
        **dict.fromkeys(FORMATS[LEDGER].names),
        "事项键": 1,
        "具体项目": "摸底",
        "责任单位": "办公室",
        "更新日期": AS_OF,
    }
    assert duban_check([[*full]], [[*full.values()]], AS_OF) == "正常"


def test_check_of_links__ok() -> None:  # XF06
    row = {**dict.fromkeys(FORMATS[LINKS].names), "事项键": 1, "市级序号": 2, "关系": "并列", "状态": "建议"}
    assert codes(duban_check([[*row]], [[*row.values()]], AS_OF)) == ["K109"]


@pytest.mark.parametrize(
    "header",
    [across("事项名称", "完成进度"), across(*"甲乙丙丁戊己庚"), across(*[None] * 7), down(*LIST_HEADER[0])],
)
def test_check_without_a_header__error(header: Any) -> None:  # XF06 XF08
    assert is_reason(duban_check(header, changed(), AS_OF))


def test_check_with_rows_above_the_header__ok() -> None:  # XF06
    title = ["2020年任务清单", *[None] * 6]
    assert duban_check([title, *LIST_HEADER], changed(), AS_OF) == "正常"
    assert duban_check([*LIST_HEADER, *changed(G=130)], changed(), AS_OF) == "正常"


def test_check_is_no_longer_than_a_cell__ok() -> None:  # XF06
    assert len(duban_check(LIST_HEADER, changed(G="很" * CELL_LIMIT), AS_OF)) == CELL_LIMIT


def of_one_row(example: Example) -> bool:
    """Whether the cells of one row are all that is wrong in an example."""
    sheets = [book.sheets.get(example.sheet) for book in (example.wrong, example.right)]
    return (
        example.sheet in (LIST, LEDGER, LINKS)
        and all(sheet and sheet == Sheet(sheet.rows) and len(sheet.rows) == 1 for sheet in sheets)
        and len(example.wrong.sheets) == 1
        and not any(
            isinstance(value, Formula) for value in example.wrong.sheets[example.sheet].rows[0].values()
        )
    )


ONE_ROW = {
    code: example
    for code, example in EXAMPLES.items()
    if of_one_row(example) and code != "L101"  # told from the list, which every example has
}


@pytest.mark.parametrize("code", ONE_ROW)
def test_check_of_the_examples__ok(code: str) -> None:  # XF06
    kind, columns = ONE_ROW[code].sheet, HEADERS[ONE_ROW[code].sheet]
    title = [TITLE, *[None] * (len(columns) - 1)]
    wrong, right = (
        {**good(kind, 1), **book.sheets[kind].rows[0]} for book in (ONE_ROW[code].wrong, ONE_ROW[code].right)
    )
    found, none = (
        codes(duban_check([title, [*columns]], [[row.get(name) for name in columns]], AS_OF))
        for row in (wrong, right)
    )
    assert code in found and code not in none


def test_most_rules_of_one_cell_are_examples__ok() -> None:  # XF06
    assert len(ONE_ROW) >= 40


# as-of, never raising, describing


def test_today_is_the_default__ok(monkeypatch: pytest.MonkeyPatch) -> None:  # XF09
    monkeypatch.setattr(cell_functions, "_today", lambda: AS_OF)
    assert duban_expected(START, DUE) == ELAPSED
    assert duban_light(0.5, 0.5, PAST) == "逾期" and duban_light(0.5, 0.5, AS_OF) == "正常"
    assert codes(duban_check(LIST_HEADER, changed(F=PAST))) == ["T155"]


@pytest.mark.parametrize(
    "as_of", [down(None), " ", "2020-09-30", "#N/A", 2020, down(AS_OF, AS_OF), [[AS_OF, None]]]
)
def test_unusable_as_of__error(as_of: Any) -> None:  # XF09
    assert is_reason(duban_expected(START, DUE, as_of))
    assert is_reason(duban_light(0.5, 0.5, DUE, as_of))
    assert is_reason(duban_check(LIST_HEADER, changed(), as_of))


CELLS = st.one_of(
    st.none(), st.booleans(), st.floats(allow_nan=False), st.integers(), st.text(max_size=12), st.dates(),
    st.datetimes(), st.decimals(allow_nan=False, allow_infinity=False), st.sampled_from(sorted(ERRORS)),
)  # fmt: skip
RANGES = st.one_of(
    CELLS,
    st.lists(CELLS, min_size=1, max_size=4),
    st.integers(1, 3).flatmap(
        lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=4)
    ),
)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.data())
@pytest.mark.parametrize("name", FACES)
def test_never_raises__ok(name: str, data: st.DataObject) -> None:  # XF08
    number = len(inspect.signature(FACES[name]).parameters)
    answer = FACES[name](*(data.draw(RANGES) for _ in range(number)))
    assert "程序出错" not in str(answer)
    if isinstance(answer, list):
        assert answer and len({len(row) for row in answer}) == 1


def test_a_failure_of_ours_is_said__error(monkeypatch: pytest.MonkeyPatch) -> None:  # XF08
    monkeypatch.setattr(excel, "split_lines", lambda *cells: 1 / 0)
    assert is_reason(duban_measures("1、摸底"))


@pytest.mark.parametrize("name", FACES)
def test_type_hints_resolve__ok(name: str) -> None:  # XF11
    assert typing.get_type_hints(FACES[name], include_extras=True)


# through xlwings' own conversion, in a process of its own where pywin32 is a stand-in

MISSING = -2147352572
"""What COM hands over for an argument that is left out."""

LAST_ROW = 1_048_576


@dataclass(frozen=True)
class Area:
    """A range of a sheet on which these rows of cells stand from A1 on; ``rows`` of it, if it is longer."""

    cells: Sequence[Sequence[Any]]
    rows: int = 0
    areas: int = 1


@dataclass(frozen=True)
class NoDay:
    """What stands in a cell for dates and is no day that Windows knows."""

    number: float


def com_value(value: Any) -> Any:
    """A cell's value as COM hands it over: every number a float, every date with a time and a zone."""
    if isinstance(value, NoDay):
        raise ValueError("year is out of range")
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    return float(value) if type(value) is int and value > -1_000_000 else value


class ComRange:
    """What xlwings asks of a Range of Excel: from (row, column) on, of a sheet on which ``cells`` stand from A1 on."""

    fetched: typing.ClassVar[list[int]] = []
    """The number of cells of each fetch."""

    def __init__(
        self, cells: Sequence[Sequence[Any]], first: tuple[int, int], last: tuple[int, int], areas: int = 1
    ) -> None:
        self.cells = cells
        (self.Row, self.Column), (bottom, right) = first, last
        self.Rows = types.SimpleNamespace(Count=bottom - self.Row + 1)
        self.Columns = types.SimpleNamespace(Count=right - self.Column + 1)
        self.Areas = types.SimpleNamespace(Count=areas)
        self.CountLarge = self.Rows.Count * self.Columns.Count
        self._oleobj_ = MagicMock()
        self._oleobj_.GetTypeInfo().GetTypeAttr().iid = "{00020846-0000-0000-C000-000000000046}"

    @property
    def Worksheet(self) -> Any:
        end = (len(self.cells), len(self.cells[0]))
        return types.SimpleNamespace(
            UsedRange=ComRange(self.cells, (1, 1), end),
            Cells=lambda row, column: (row, column),
            Range=lambda first, last: ComRange(self.cells, first, last),
            Parent=MagicMock(),
        )

    def _rows(self) -> list[list[Any]]:
        rows = self.cells[self.Row - 1 : self.Row - 1 + self.Rows.Count]
        return [list(row[self.Column - 1 : self.Column - 1 + self.Columns.Count]) for row in rows]

    @property
    def Value(self) -> Any:
        self.fetched.append(self.CountLarge)
        rows = tuple(tuple(map(com_value, row)) for row in self._rows())
        return rows if self.CountLarge > 1 else rows[0][0]

    @property
    def Value2(self) -> Any:
        ((value,),) = self._rows()
        return value.number


def call(name: str, arguments: tuple[Any, ...]) -> tuple[Any, list[int]]:
    """What a cell with this function gets, and the number of cells of each fetch from the sheet."""
    from xlwings.udfs import call_udf

    ComRange.fetched.clear()
    given = tuple(
        ComRange(each.cells, (1, 1), (each.rows or len(each.cells), len(each.cells[0])), each.areas)
        if isinstance(each, Area)
        else each
        for each in arguments
    )
    return call_udf("duban.macros.functions", name, given), list(ComRange.fetched)


def volatile() -> list[str]:
    """The faces that xlwings takes for volatile, or would let spill by writing beside the cell."""
    from importlib import import_module

    faces = vars(import_module("duban.macros.functions"))
    known = {name: each.__xlfunc__ for name, each in faces.items() if hasattr(each, "__xlfunc__")}
    assert known.keys() == FACES.keys()
    return [name for name, info in known.items() if info["volatile"] or "expand" in info["ret"]["options"]]


Excel = Callable[..., Any]


@pytest.fixture(scope="module")
def child() -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(1, get_context("spawn"), stand_in_for_windows) as pool:
        yield pool


@pytest.fixture
def in_excel(child: ProcessPoolExecutor) -> Excel:
    """``in_excel(name, *arguments)`` is the answer as Excel gets it; each range must be fetched once."""

    def answer(name: str, *arguments: Any) -> Any:
        given, fetched = child.submit(call, name, arguments).result()
        assert len(fetched) == sum(isinstance(each, Area) for each in arguments)
        return given

    return answer


NA, SPILL = -2146826246, -2146826243
"""Error values of cells as COM hands them over."""


@pytest.mark.parametrize(
    ("name", "arguments", "answer"),
    [
        ("duban_progress", (Area(down(1, None, NA, "完成")),), [[0.25]]),
        ("duban_progress", (Area(down(None, None)), MISSING, MISSING), [[""]]),
        ("duban_progress", (Area(down(1, 0)), Area(down(Decimal(3), None)), MISSING), [[0.75]]),
        ("duban_progress", (Area(across(1, 0)), MISSING, Area(down("常态化", "限期"))), [[0]]),
        ("duban_progress", (0.8, MISSING, MISSING), [[0.8]]),
        ("duban_progress", (((1.0, 0.5),), MISSING, MISSING), [[0.75]]),
        ("duban_progress", ((1.0, 0.5), MISSING, MISSING), [[0.75]]),
        ("duban_expected", (Area([[START]]), Area([[DUE]]), 44104.0, MISSING), [[ELAPSED]]),
        ("duban_expected", (Area(down(START, None)), Area([[DUE]]), Area([[AS_OF]])), [[ELAPSED], [""]]),
        ("duban_light", (Area([[0.1]]), 0.5, Area([[DUE]]), Area([[AS_OF]]), Area([[0.1, 0.4]])), [["滞后"]]),
        ("duban_light", (Area(down(1, NA)), Area(down(1, None)), Area(down(None, PAST)), 44104.0), [["办结"], ["逾期"]]),
        ("duban_rollup", (Area(down(1, 2, 3, None)), Area(down(1, 1, 2)), Area(down(1, 0, None))), [[0.5], [""], ["未承接"], [""]]),
        ("duban_unit", (Area([["综合局\n\n负责人：王强"]]),), [["综合局"]]),
        ("duban_owners", (Area(down("综合局\n负责人：王强、李明", "招商局")),), [["王强", "李明"], ["", ""]]),
        ("duban_measures", (Area([["1、摸底\n2、盘活"]]),), [[1, "摸底"], [2, "盘活"]]),
        ("duban_measures", (Area([[None]]),), [[""]]),
        ("duban_period", (Area(across(AS_OF, None)),), [["2020Q3", ""]]),
        ("duban_check", (Area(LIST_HEADER), Area([FINE]), Area([[AS_OF]])), [["正常"]]),
        ("duban_check", (Area(LIST_HEADER), Area(across(*[None] * 7)), MISSING), [[""]]),
    ],
)  # fmt: skip
def test_through_the_conversion__ok(name: str, arguments: Any, answer: Any, in_excel: Excel) -> None:  # XF10
    assert in_excel(name, *arguments) == answer


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("duban_progress", (Area(down(1, 0)), Area(down(1)))),
        ("duban_expected", (Area([["年内"]]), Area([[DUE]]), 44104.0)),
        ("duban_expected", (Area([[START]]), Area([[NA]]), 44104.0)),
        ("duban_expected", (Area([[START]]), Area([[DUE]]), Area([[None]]))),
        ("duban_expected", (Area([[START]]), Area([[DUE]]), NA)),
        ("duban_unit", (Area([[SPILL]]),)),
        ("duban_measures", (NA,)),
        ("duban_period", (Area([["尽快"]]),)),
        ("duban_check", (Area([["甲"]]), Area([["乙"]]))),
    ],
)
def test_through_the_conversion__error(name: str, arguments: Any, in_excel: Excel) -> None:  # XF08 XF10
    ((answer,),) = in_excel(name, *arguments)
    assert is_reason(answer)


def test_whole_columns__ok(child: ProcessPoolExecutor) -> None:  # XF10
    columns = tuple(Area(down(*cells), LAST_ROW) for cells in (("市级序号", 1, 1, 2), ("进度", 1, 0, 0.7)))
    answer, fetched = child.submit(call, "duban_rollup", (Area(down(1, 2)), *columns)).result()
    assert answer == [[0.5], [0.7]]
    assert fetched == [2, 4, 4]


NO_DAYS = (NoDay(20200930.0), NoDay(-5.0))


@pytest.mark.parametrize(("bad", "code"), zip(NO_DAYS, ("T129", "T121"), strict=True))
def test_a_day_that_windows_does_not_know__ok(
    bad: NoDay, code: str, child: ProcessPoolExecutor
) -> None:  # XF10
    def answer(name: str, *arguments: Any) -> Any:
        return child.submit(call, name, arguments).result()[0]

    starts = Area(down(START, bad, START, None, START))
    good, wrong, *rest = answer("duban_expected", starts, Area([[DUE]]), Area([[AS_OF]]))
    assert [good, *rest] == [[ELAPSED], [ELAPSED], [""], [ELAPSED]] and is_reason(wrong[0])
    shares = Area([[1, bad, 0.5], [bad, None, bad]])
    assert is_reason(answer("duban_progress", shares)[0][0])  # neither a row nor a column
    assert answer("duban_progress", Area(across(1, bad, 0.5))) == [[0.5]]
    assert is_reason(answer("duban_light", 0.5, 0.5, 44104.0, Area([[bad]]))[0][0])
    row = changed(F=bad, G=130)
    ((said,),) = answer("duban_check", Area(LIST_HEADER), Area(row), Area([[AS_OF]]))
    assert codes(said) == [code, "T110"]


def test_a_day_typed_as_a_number_has_its_quarter__ok(in_excel: Excel) -> None:  # XF10
    assert in_excel("duban_period", Area([[NoDay(20200930.0)]])) == [["2020Q3"]]


def test_several_areas__error(child: ProcessPoolExecutor) -> None:  # XF10
    answer, fetched = child.submit(call, "duban_progress", (Area(down(1, 0), areas=2),)).result()
    assert is_reason(answer[0][0]) and fetched == []


def test_checked_row__ok(in_excel: Excel) -> None:  # XF06 XF10
    ((answer,),) = in_excel("duban_check", Area(LIST_HEADER), Area(changed(G=130, F=PAST)), Area([[AS_OF]]))
    assert codes(answer) == ["T155", "T110"]
    assert str(PAST) in answer and "00:00" not in answer


OPTIONAL = {
    "duban_progress": (1, ["weights", "types"]),
    "duban_expected": (2, ["as_of", "types"]),
    "duban_light": (3, ["as_of", "rules", "types", "done_on"]),
    "duban_rollup": (3, ["weights", "lights", "states"]),
    "duban_unit": (1, []),
    "duban_owners": (1, []),
    "duban_measures": (1, []),
    "duban_period": (1, []),
    "duban_check": (2, ["as_of"]),
}


def test_no_face_is_volatile__ok(child: ProcessPoolExecutor) -> None:  # XF11
    assert child.submit(volatile).result() == []


@pytest.mark.parametrize("name", FACES)
def test_optional_arguments__ok(name: str) -> None:  # XF11
    parameters = inspect.signature(FACES[name]).parameters.values()
    needed, optional = OPTIONAL[name]
    assert [each.name for each in parameters][needed:] == optional
    assert [each.default is None for each in parameters] == [False] * needed + [True] * len(optional)


@pytest.mark.parametrize("name", FACES)
def test_described_in_the_wizard__ok(name: str) -> None:  # XF11
    face = FACES[name]
    assert list(inspect.signature(face).parameters) == list(reversed(face.asks))
    for text in (face.__doc__, *face.asks.values()):
        assert 2 < len(text) <= 255 and "\n" not in text and re.search(r"[\u4e00-\u9fff]", text)


# the same figure from the function, the formula and pandas

SHARES = (None, 0, 1, 0.5, 0.25, 1 / 3, 0.07, 0.9999999, 1.2, -0.1, 80, "80%", "完成")
WEIGHTS = (None, None, 1, 0, 2, 0.5, -1, "重")
KINDS = ("限期", "限期", None, "常态化", "已移出", "其他")
DATES = (
    None, date(2020, 1, 1), date(2020, 2, 29), PAST, AS_OF, AHEAD, DUE, date(2021, 12, 31),
    "2020年9月底", 44000, 2020.9, 2021, 0,
)  # fmt: skip
STATES = (CONFIRMED, CONFIRMED, "建议", None)
ITEMS, MEASURES, ROWS, CITY = 8, 60, 30, 5
ITEM, LINK, TOP, RULES = "事项", "承接", "市级", "规则"

MEASURE_ROWS = st.tuples(
    st.integers(1, ITEMS), *map(st.sampled_from, (KINDS, WEIGHTS, DATES, DATES, SHARES, DATES))
)
LINK_ROWS = st.tuples(
    st.sampled_from((1, 2, 3, 4, 9, None)), st.integers(1, ITEMS + 1), *map(st.sampled_from, (WEIGHTS, STATES))
)  # fmt: skip
BOUNDS = st.sampled_from(((0.1, 0.3), (0.05, 0.5), (0, 0.25), (0.25, 0.25)))


def column(sheet: str, place: int, last: int) -> ColumnRange:
    return ColumnRange(sheet, place, 2, last + 1)


def with_formulas(measures: Sequence[Any], links: Sequence[Any], bounds: tuple[float, float]) -> bytes:
    """A workbook with these rows (from row 2 on) and the native formulas beside them."""
    rules = formulas.Rules(f"{RULES}!$B$1", f"{RULES}!$B$2", f"{RULES}!$B$3")
    ledger = formulas.Ledger(*(column(LEDGER, at, MEASURES) for at in (1, 2, 3, 5, 6, 8, 9, 10)))
    children = formulas.Children(
        *(column(LINK, at, ROWS) for at in (1, 3, 5, 6, 7)),
        (
            conditions.Where(column(LINK, 4, ROWS), "=", CONFIRMED),
            conditions.Where(column(LINK, 7, ROWS), "filled"),
        ),
    )
    keys = column(ITEM, 1, ITEMS)
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheets = {name: book.add_worksheet(name) for name in (LEDGER, ITEM, LINK, TOP, RULES)}

        def put(sheet: str, row: int, cells: Sequence[Any]) -> None:
            for at, value in enumerate(cells):
                if value is not None:
                    sheets[sheet].write(row - 1, at, value)

        for row, value in enumerate((AS_OF, *bounds), 1):
            put(RULES, row, (None, value))
        for row, measure in enumerate(measures, 2):
            key, kind, start, due, done, finished, elapsed = (f"${x}{row}" for x in "ABDEFGH")
            put(LEDGER, row, measure)
            expected = formulas.measure_expected(key, kind, start, due, rules)
            light = formulas.measure_light(key, kind, due, done, finished, elapsed, rules)
            put(LEDGER, row, (*[None] * 7, expected, light))
        for key in range(1, ITEMS + 1):
            at = key + 1
            elapsed = formulas.item_expected(ledger, f"$A{at}", f"$E{at}", f"$F{at}", rules)
            light = formulas.item_light(ledger, f"$A{at}", f"$F{at}", f"$B{at}", f"$C{at}", rules)
            put(ITEM, at, (key, formulas.item_progress(ledger, f"$A{at}"), elapsed, light))
        for row, (parent, key, weight, state) in enumerate(links, 2):
            looked_up = ["=" + formulas.by_key(f"$B{row}", keys, column(ITEM, at, ITEMS)) for at in (2, 3, 4)]
            put(LINK, row, (parent, key, weight, state, *looked_up))
        for number in range(1, CITY + 1):
            put(TOP, number + 1, (number, "=" + formulas.parent_progress([children], f"$A{number + 1}")))
    return made.getvalue()


def with_pandas(measures: Sequence[Any], links: Sequence[Any], rules: LightRules) -> dict[str, list[Any]]:
    """The same figures by ``macros.figures.figures``, in the order of the rows."""
    plan = Settings(Period(2020, 9), AS_OF, lights=rules)
    names = ("事项键", "类型", "权重", "开始日期", "完成时限", "完成进度", "办结日期")
    blank: dict[str, Any] = dict.fromkeys(FORMATS[LEDGER].names)
    ledger = {row: {**blank, **dict(zip(names, each, strict=True))} for row, each in enumerate(measures, 2)}
    keys = {key + 1: key for key in range(1, ITEMS + 1)}
    items = {row: Item(tracking=dict.fromkeys(TRACKING_COLUMNS)) for row in keys}
    names = ("市级序号", "事项键", "权重", "状态")
    blank = dict.fromkeys(FORMATS[LINKS].names)
    linked = {row: {**blank, **dict(zip(names, each, strict=True))} for row, each in enumerate(links, 2)}
    of_measures = figures.measure_figures(ledger, plan, {})
    of_items = figures.item_figures(items, keys, of_measures, plan)
    of_links = figures.link_figures(linked, of_items)
    confirmed = [each for each in of_links.values() if each["confirmed"]]
    parents = [
        figures.parent_figures([each for each in confirmed if each["parent"] == number], plan)
        for number in range(1, CITY + 1)
    ]
    frames = figures.Figures(of_measures, of_items, of_links).frames
    return {
        "expected": list(frames.measures["expected"]),
        "lights": list(frames.measures["light"]),
        "items": list(frames.items["progress"]),
        "parents": [each["progress"] for each in parents],
        "states": [each["light"] for each in parents],
    }


def figure(answer: Any) -> float | None:
    """The figure of an answer; a reason and a word are none."""
    return None if answer is None or isinstance(answer, str) else float(answer)


@settings(
    derandomize=True, deadline=None, database=None, max_examples=20, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(
    st.lists(MEASURE_ROWS, min_size=MEASURES, max_size=MEASURES),
    st.lists(LINK_ROWS, min_size=ROWS, max_size=ROWS),
    BOUNDS,
)
def test_function_formula_and_pandas__ok(
    measures: list[Any], links: list[Any], bounds: tuple[float, float]
) -> None:  # XF12
    native, refused = with_cellrune(with_formulas(measures, links, bounds), AS_OF)
    assert refused == []

    def cells(sheet: str, place: int, number: int) -> list[Any]:
        return [native[sheet].get((row, place)) for row in range(2, number + 2)]

    pandas = with_pandas(measures, links, LightRules(*bounds))
    keys, kinds, weights, starts, dues, done, finished = map(list, zip(*measures, strict=True))

    elapsed = duban_expected(down(*starts), down(*dues), AS_OF, down(*kinds))
    numbers = [figure(answer) for (answer,) in elapsed]
    assert numbers == pytest.approx(cells(LEDGER, 8, MEASURES))
    assert numbers == pytest.approx(pandas["expected"])

    shown = duban_light(
        down(*done), elapsed, down(*dues), AS_OF, across(*bounds), down(*kinds), down(*finished)
    )
    assert [light or "" for (light,) in shown] == pandas["lights"]
    assert [light for (light,) in shown] == cells(LEDGER, 9, MEASURES)

    for key in range(1, ITEMS + 1):
        rows = [at for at, each in enumerate(keys) if each == key]
        mine = [[[column[at]] for at in rows] for column in (done, weights, kinds)]
        answer = duban_progress(*mine) if rows else None
        assert answer == pytest.approx(cells(ITEM, 2, ITEMS)[key - 1])
        assert answer == pytest.approx(pandas["items"][key - 1])

    # the columns of 承接关系 as they stand in the sheet, its formulas computed
    sheet = [down(*cells(LINK, place, ROWS)) for place in (1, 5, 3, 7, 4)]
    rolled = [answer for (answer,) in duban_rollup(down(*range(1, CITY + 1)), *sheet)]
    assert [figure(answer) for answer in rolled] == pytest.approx(cells(TOP, 2, CITY))
    assert [figure(answer) for answer in rolled] == pytest.approx(pandas["parents"])
    assert [answer for answer in rolled if isinstance(answer, str)] == [
        state for state in pandas["states"] if state in ("未承接", "常态")
    ]


# what is imported


def test_answers_without_heavy_libraries__ok() -> None:  # XF13
    code = (
        "import sys\n"
        "for name in ('pandas', 'numpy', 'pandera', 'openpyxl', 'lxml', 'xlsxwriter'): sys.modules[name] = None\n"
        "from duban.macros.functions import *\n"
        "from duban.macros import functions as excel\n"
        "assert excel.duban_progress([1, 0]) == 0.5\n"
        "assert excel.duban_check([['事项名称', '牵头单位', '完成进度']], [['摸底', '办公室 李明', 1]]) == '正常'\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
