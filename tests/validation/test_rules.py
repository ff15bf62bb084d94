"""Every rule of the validator, by its example.

RU001  Each code that validating can give has an example, and no other; but for the codes of an office's own rules, whose
       examples are the office's (test_own_schemas.py). The rest of the catalogue is told in the manual as remarks of
       building.
RU002  The wrong example gives its rule at its cell with its partner, and nothing but what it says goes along.
RU003  The right example does not give it.
RU004  pandera says the same as the checker of these examples, where a rule is one of a column or of rows.
RU005  On random tables too: same code, cell, value and facts.
RU006  The quick look at a column never misses an entry that a test objects to.
RU007  docs/rules.md is what its script makes (``make pages``) and has every code of the catalogue.
RU008  No value that a cell can hold makes a rule fail.
RU009  What should be a number or a date, and can be read as none, is an error in every column.
"""

from __future__ import annotations

import ast
import re
import runpy
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from odd_cells import LIKELY, PLAIN, POOL, values
from places import ROOT
from rounds import rounds

from duban.macros.figures.data_frames import object_frame
from duban.udfs.lights import LightRules
from duban.udfs.periods import Period
from duban.validation import schemas
from duban.validation.book import Book, read_book
from duban.validation.checker import Checking, check_book, check_file, column_findings
from duban.validation.rule_examples.example import DECLARED, HEADERS, TODAY, Workbook
from duban.validation.rule_examples.example_book import write_example
from duban.validation.rule_examples.examples import EXAMPLES
from duban.validation.rule_examples.register_examples import OF_EACH
from duban.validation.rules import across_rows
from duban.validation.rules.all_rules import LIST_WITHOUT_LEDGER, RULES
from duban.validation.rules.value_kinds import Kind
from duban.workbook.format.names import CITY, LEDGER, LINKS, LIST, LOG, PERIOD_RECORD
from duban.workbook.format.registers.dispatch import DISPATCH
from duban.workbook.format.registers.indicators import INDICATORS
from duban.workbook.format.registers.projects import PROJECTS
from duban.workbook.format.sheets_and_registers import REGISTERS
from duban.workbook.reading.find_header import Header
from duban.workbook.reading.grid import Grid, GridBook
from duban.workbook.reading.settings import Settings
from duban.workbook.reading.sheet import Sheet
from duban.workbook.reading.table import Table
from duban.workbook.say.catalogue.all_findings import CATALOGUE, OWN_RULES
from duban.workbook.say.findings import Finding

CODE = re.compile(r"[A-Z][0-9]{3}")
LINE = r"^\| ([A-Z]\d{3}) \|"
"""A line of a table of codes in the manual."""
CODES = sorted(EXAMPLES)

Told = tuple[str, str, str, str, str | None]
"""Code, sheet, cell, column and partner cell of a finding."""


def named_in(path: Path) -> set[str]:
    """The codes that stand in a module as values."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    return {text for text in texts if isinstance(text, str) and CODE.fullmatch(text)}


READERS = [
    *(
        ROOT / "workbook" / "reading" / name
        for name in (
            "read_settings.py",
            "grid.py",
            "find_list.py",
            "workbook.py",
            "header_findings.py",
            "registers.py",
            "declared_registers.py",
        )
    ),
    *(ROOT / "workbook" / "format").rglob("*.py"),
]
"""Where reading a workbook finds what ``validate`` reports, and where formats name it."""


def test_every_rule_has_an_example__ok() -> None:  # RU001
    of_the_office = ROOT / "validation" / "office_rules" / "findings.py"
    assert named_in(of_the_office) == {*OWN_RULES}
    modules = {*(ROOT / "validation").rglob("*.py")} - {
        *(ROOT / "validation" / "rule_examples").glob("*.py"),
        of_the_office,
    }
    named = {code for path in (*modules, *READERS) for code in named_in(path)}
    assert len(modules) > 10
    assert named & CATALOGUE.keys() == EXAMPLES.keys()
    assert sorted(code for code in named if code not in CATALOGUE) == []


def check(folder: Path, workbook: Workbook) -> list[Told]:
    """What the checker finds in a workbook."""
    path = write_example(folder / "工作簿.xlsx", workbook)
    report = check_file(str(path), Checking(today=TODAY))
    assert all(f.message(lang) and f.remedy(lang) for f in report.findings for lang in ("zh", "en"))
    return [(f.code, f.sheet, f.cell, f.column_name, f.partner) for f in report.findings]


@pytest.mark.parametrize("name", OF_EACH)
def test_each_register_has_a_wrong_and_a_right_cell__ok(name: str, tmp_path: Path) -> None:  # RU002
    code, example = OF_EACH[name]
    wrong = check(tmp_path, example.wrong)
    assert (code, name, example.at.cell) in [(found, sheet, cell) for found, sheet, cell, *_ in wrong]
    assert [found for found in check(tmp_path, example.right) if found[1] == name] == []


@pytest.mark.parametrize("code", CODES)
def test_rule__error(code: str, tmp_path: Path) -> None:  # RU002
    example = EXAMPLES[code]
    found = check(tmp_path, example.wrong)
    assert [each for each in found if each[0] not in example.also] == [(code, example.sheet, *example.at)]
    assert {each[0] for each in found} == {code, *example.also}


@pytest.mark.parametrize("code", CODES)
def test_rule__ok(code: str, tmp_path: Path) -> None:  # RU003
    example = EXAMPLES[code]
    assert {each[0] for each in check(tmp_path, example.right)} <= {*example.also}
    assert code not in example.also


@pytest.mark.parametrize("value", ["较高", "约三成", -1, True])
def test_what_is_no_number_is_an_error__error(value: object) -> None:  # RU009
    measured = {"完成进度", "权重", "完成时限", "开始日期", "办结日期", "更新日期", "截至日期"}
    judged = set()
    # in registers a share may be more than all of it
    for rules in (RULES[kind] for kind in RULES.keys() - REGISTERS.keys()):
        for column in rules.columns:
            if column.name in measured and not (value == -1 and column.name.endswith(("日期", "时限"))):
                judged |= {
                    (column.name, CATALOGUE[code].severity)
                    for kind in column.kinds
                    for code, test in kind.tests.items()
                    if test(value, SETTINGS) is not None
                }
    assert judged == {(name, "error") for name, _ in judged}
    assert {"完成进度", "权重"} <= {name for name, _ in judged}


# pandera


def of_one_table(code: str) -> bool:
    """Whether a rule is one of a column or of the rows of one table."""
    rules = RULES.get(EXAMPLES[code].sheet)
    return rules is not None and (
        any(code == c.required or any(code in kind.tests for kind in c.kinds) for c in rules.columns)
        or any(code in (rule.__doc__ or "") for rule in rules.rows)
    )


def frame_of(table: Table) -> pd.DataFrame:
    """A table as the data frame that API users have: the Excel rows as index."""
    rows = {
        row: {name: values[at] for name, values in table.columns.items()} for at, row in enumerate(table.rows)
    }
    return object_frame(rows, list(table.columns))


@pytest.mark.parametrize("code", [code for code in CODES if of_one_table(code)])
def test_pandera_says_the_same(code: str, tmp_path: Path) -> None:  # RU004
    example = EXAMPLES[code]
    for workbook, expected in ((example.wrong, {code, *example.also}), (example.right, {*example.also})):
        path = write_example(tmp_path / "工作簿.xlsx", workbook)
        book = read_book(GridBook(path), today=TODAY)
        found = schemas.findings(frame_of(book.sheets[example.sheet].table), example.sheet, book.settings)
        own = [f for f in check_book(book) if f.sheet == example.sheet]
        assert found == own
        assert {finding.code for finding in found} == expected


# random tables

SETTINGS = Settings(
    Period(2020, 9),
    TODAY,
    lights=LightRules(0.1, 0.3),
    units=("综合管理局", "招商局"),
    plan_year=2020,
)


def column_of(name: str, rows: int) -> st.SearchStrategy[list[Any]]:
    """A column of a random table: likely values, and any other in one cell of six."""
    likely = st.sampled_from(LIKELY.get(name, PLAIN))
    cells = st.integers(0, 5).flatmap(lambda dice: values if dice == 5 else likely)
    return st.lists(cells, min_size=rows, max_size=rows)


@st.composite
def frames(draw: st.DrawFn, kind: str) -> pd.DataFrame:
    """A random table of a sheet; its rows lie apart, as where some are blank."""
    rows = draw(st.integers(12, 24))
    cells = {name: draw(column_of(name, rows)) for name in HEADERS[kind]}
    # two rows of a column alike make doubles in the columns of texts
    for name in ("事项名称", "具体项目"):
        if name in cells:
            cells[name][-1] = cells[name][0]
    index = pd.Index(range(3, 3 + 2 * rows, 2))
    return pd.DataFrame({name: pd.Series(cells[name], index=index, dtype=object) for name in cells})


def compiled(frame: pd.DataFrame, kind: str) -> list[Finding]:
    """What the checker finds in a table."""
    table = schemas.table_of(frame, kind)
    found = [each for column in RULES[kind].columns for each in column_findings(table, column, SETTINGS)]
    for rule in RULES[kind].rows:
        found += rule(table, SETTINGS)
    return sorted(found, key=lambda f: (f.row, f.column, f.code))


def told(findings: Sequence[Finding]) -> list[tuple[Any, ...]]:
    """Findings as they compare: 1 and True are two values."""
    return [(f.code, f.row, f.column, f.column_name, repr(f.value), f.facts) for f in findings]


@pytest.mark.parametrize("kind", [LIST, LEDGER, LINKS, CITY])
@pytest.mark.long
@settings(
    max_examples=25, derandomize=True, deadline=None, phases=[Phase.generate]
)  # 320 tables; pandera takes a tenth of a second for one, and to shrink takes minutes
@given(data=st.data())
def test_both_engines_find_the_same(kind: str, data: st.DataObject) -> None:  # RU005
    frame = data.draw(frames(kind))
    assert told(schemas.findings(frame, kind, SETTINGS)) == told(compiled(frame, kind))


@pytest.mark.parametrize("kind", [PROJECTS, DISPATCH, INDICATORS])
@pytest.mark.long
@settings(max_examples=rounds(3), derandomize=True, deadline=None, phases=[Phase.generate])  # 25 columns each
@given(data=st.data())
def test_both_engines_find_the_same_in_registers(kind: str, data: st.DataObject) -> None:  # RU005
    frame = data.draw(frames(kind))
    assert told(schemas.findings(frame, kind, SETTINGS)) == told(compiled(frame, kind))


KINDS: Mapping[str, Kind] = {
    "·".join(kind.tests): kind
    for rules in RULES.values()
    for column in rules.columns
    for kind in column.kinds
}


@pytest.mark.long
@settings(max_examples=rounds(300), derandomize=True, deadline=None)
@given(column=st.lists(values, min_size=1, max_size=16))
def test_the_quick_look_misses_nothing(column: list[Any]) -> None:  # RU006
    for name, kind in KINDS.items():
        suspects = set(kind.suspects(column))
        missed = [
            (name, code, value)
            for at, value in enumerate(column)
            if value is not None and at not in suspects
            for code, test in kind.tests.items()
            if test(value, SETTINGS) is not None
        ]
        assert missed == []


@pytest.mark.parametrize("value", POOL, ids=repr)
def test_the_quick_look_at_each_odd_value(value: Any) -> None:  # RU006
    for kind in KINDS.values():
        objected = value is not None and any(
            test(value, SETTINGS) is not None for test in kind.tests.values()
        )
        assert not objected or 1 in kind.suspects(["正常", value])


@pytest.mark.parametrize(
    "kinds",
    [(LIST, LEDGER, CITY, LINKS, LOG, PERIOD_RECORD), *((LIST, kind, PERIOD_RECORD) for kind in REGISTERS)],
)
@settings(max_examples=25, derandomize=True, deadline=None, phases=[Phase.generate])
@given(data=st.data())
def test_no_value_makes_a_rule_fail(kinds: tuple[str, ...], data: st.DataObject) -> None:  # RU008
    sheets = {}
    for kind in kinds:
        names = HEADERS[kind]
        cells = {name: data.draw(column_of(name, 6)) for name in names}
        at = {name: place for place, name in enumerate(names, 1)}
        table = Table(kind, range(2, 8), cells, at)
        table.key = DECLARED[kind].key
        sheets[kind] = Sheet(kind, Grid(kind, ()), Header(1, 1, at), table, table, DECLARED[kind])
    hidden = {PERIOD_RECORD: sheets.pop(PERIOD_RECORD)}
    found = check_book(Book(SETTINGS, sheets, hidden=hidden))
    for rule in LIST_WITHOUT_LEDGER:
        found += rule(sheets[LIST].table, SETTINGS)
    assert all(finding.message(lang) for finding in found for lang in ("zh", "en"))
    graded = check_book(Book(replace(SETTINGS, grades=dict.fromkeys(CATALOGUE)), sheets, hidden=hidden))
    assert graded == []


# the manual


def test_the_manual_is_what_its_script_makes__ok() -> None:  # RU007
    page = runpy.run_path(str(ROOT / "tools" / "make_rules_page.py"))["rules_page"]()
    kept = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert kept == page, "docs/rules.md is stale: make pages"


def test_the_manual_has_every_code__ok() -> None:  # RU001, RU007
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    rules, others = page.split("## 自定义规则")
    own, remarks = others.split("## 生成时的说明")
    assert sorted(re.findall(r"^### (\w+)$", rules, re.MULTILINE)) == CODES
    assert set(re.findall(LINE, own, re.MULTILINE)) == {*OWN_RULES}
    told = set(re.findall(LINE, remarks, re.MULTILINE))
    assert told == CATALOGUE.keys() - EXAMPLES.keys() - {*OWN_RULES}


@pytest.mark.parametrize(
    ("rule", "columns", "code"),
    [
        (across_rows.same_link, {"事项键": [1, "1"], "市级序号": [2, "２"]}, "K105"),
        (across_rows.same_measure_number, {"事项键": ["1", 1], "措施序号": [2, "2"]}, "L106"),
    ],
)
def test_a_number_as_text_is_the_same_number__error(
    rule: across_rows.RowRule, columns: dict[str, list[Any]], code: str
) -> None:
    table = Table("表", [2, 3], columns, {name: place for place, name in enumerate(columns, 1)})
    assert [(found.code, found.row) for found in rule(table, SETTINGS)] == [(code, 3)]
