"""An office's own rules: pandera schemas of a file or a package, run with the others.

OS001  A DataFrameSchema and a DataFrameModel give findings at their cells: of each value, of a column, of whole rows.
OS002  A finding says the check's own words, else a sentence about what pandera checked; its remedy is the metadata's.
OS003  The severity is that of the metadata of column or schema, a warning where the check only warns, else an error; 规则
       grades the codes like any other.
OS004  The sheet is found by its standard name, by its tab's, or is any other with the schema's columns near its top;
       columns that the program does not know are there under the sheet's names. A sheet that is not there is said.
OS005  Cells come as they are; a typed column turns them into its type, each cell that does not obey is one finding, and
       the checks see the rest. Blanks stay blanks in columns of whole numbers and of truth.
OS006  A column that is missing is one finding at the header; a check that fails itself is one that says which.
OS007  What cannot be loaded is one sentence, exit 2, before any file is looked at, in each way that a file can be wrong.
OS008  Exit 1 with findings, 0 with hints alone; JSON and CSV carry code, message, remedy; what a rule prints is no part of
       a report. A batch in several processes says the same as one by one; --fix and --annotate have them too.
OS009  A file is run under a name of its own: nothing is written beside it, its folder is not on the path.
OS010  An installed package is used by the name of its entry point, and only when it is asked for.
OS011  --engine pandera finds the same, in the same order, in every sample and in spoilt workbooks of every layout.
OS012  Without these options nothing of pandera or pandas is imported.
OS013  The button takes the file that 规则 names, and only from the user's own folder; the command never does.
OS014  The rule of the page in docs does what the page says.
"""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw
from fake_windows import open_windows
from live_model import LiveModel
from places import ROOT
from planted import AS_OF, write
from sheets import HEADER, Sheet, item
from sheets import write as write_book
from test_planted import draft_of, planted

from duban.macros import ribbon
from duban.macros.cli import main
from duban.macros.commands.own_rules import NOT_USED, folder
from duban.validation.checker import Checking, check_file
from duban.validation.office_rules.load import EVERY, load_schemas
from duban.workbook.format.names import FINDINGS, LEDGER, LIST, RULES
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.say.stop import Stop

OTHER = "项目库"
START = "import pandera.pandas as pa\n"
LEDGER_NAMES = FORMATS[LEDGER].names

Told = tuple[str, str, str, str]
"""Severity, code, sheet and cell."""


def ledger_row(place: int, **cells: Any) -> list[Any]:
    good = {**dict.fromkeys(LEDGER_NAMES), **FORMATS[LEDGER].good_row(place), **cells}
    return [good[name] for name in LEDGER_NAMES]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A list under another tab with a column of its own, a ledger, 规则, and a sheet that the program does not know."""
    return make(tmp_path / "清单.xlsx")


def make(path: Path, *settings: tuple[str, Any], weights: tuple[Any, ...] = (1, 5, None)) -> Path:
    ledger = [ledger_row(place, 权重=weight) for place, weight in enumerate(weights, 1)]
    rules = [["项目", "值"], ["当前期间", "2020Q3"], *map(list, settings)]
    other = [
        ["项目库（2020年）"],
        [],
        ["编号", "投资 额", "开工"],
        ["甲", 100, date(2020, 5, 1)],
        ["乙", -3, None],
    ]
    return write_book(
        path,
        Sheet(
            "重点任务",
            [["2020年任务清单"], [], [*HEADER, "内部 编号"], [*item(1), 7], [*item(2, "乙"), "无"]],
        ),
        Sheet(LEDGER, [list(LEDGER_NAMES), *ledger]),
        Sheet(RULES, rules),
        Sheet(OTHER, other),
    )


@pytest.fixture
def rules(tmp_path: Path) -> Callable[[str], str]:
    """Write a file of rules; gives its path."""

    def written(text: str, name: str = "规则.py") -> str:
        (tmp_path / "本单位").mkdir(exist_ok=True)
        path = tmp_path / "本单位" / name
        path.write_text("from __future__ import annotations\n" + START + text, encoding="utf-8")
        return str(path)

    return written


def own(path: Path, *schemas: str) -> list[Any]:
    """The findings of the office's own rules."""
    found = check_file(str(path), Checking(today=AS_OF, schemas=schemas)).findings
    return [each for each in found if each.code.startswith("U")]


def told(path: Path, *schemas: str) -> list[Told]:
    return [(f.severity, f.code, f.sheet, f.cell) for f in own(path, *schemas)]


# findings


@pytest.mark.parametrize(
    ("check", "cell"),
    [
        ("pa.Column(None, pa.Check(lambda v: v < 3, element_wise=True), nullable=True)", "I3"),
        ("pa.Column(None, pa.Check(lambda column: column < 3), nullable=True)", "I3"),
        ("pa.Column(float, pa.Check.lt(3), nullable=True)", "I3"),
        ("pa.Column(None)", "I4"),
        ("pa.Column(None, pa.Check(lambda column: False), nullable=True)", "I1"),
    ],
)
def test_a_column__error(check: str, cell: str, book: Path, rules: Callable[[str], str]) -> None:  # OS001
    path = rules(f'它 = pa.DataFrameSchema({{"权重": {check}}}, name="{LEDGER}")')
    assert told(book, path) == [("error", "U101", LEDGER, cell)]


@pytest.mark.parametrize(
    ("schema", "cells"),
    [
        ('checks=pa.Check(lambda 表: 表["权重"] != 5)', ["I3"]),
        ('checks=pa.Check(lambda 行: 行["权重"] != 5, element_wise=True)', ["I3"]),
        ("checks=pa.Check(lambda 表: False)", ["I1"]),
        ('unique=["类型", "权重"]', []),
        ("strict=False", []),
    ],
)
def test_whole_rows__error(
    schema: str, cells: list[str], book: Path, rules: Callable[[str], str]
) -> None:  # OS001
    path = rules(f'它 = pa.DataFrameSchema({{"权重": pa.Column(nullable=True)}}, {schema}, name="{LEDGER}")')
    assert [cell for *_, cell in told(book, path)] == cells


def test_rows_that_are_alike__error(tmp_path: Path, rules: Callable[[str], str]) -> None:  # OS001
    path = rules(
        f'它 = pa.DataFrameSchema({{"权重": pa.Column(nullable=True)}}, unique=["权重"], name="{LEDGER}")'
    )
    assert [cell for *_, cell in told(make(tmp_path / "甲.xlsx", weights=(2, 1, 2)), path)] == ["I2", "I4"]


def test_a_model__error(book: Path, rules: Callable[[str], str]) -> None:  # OS001, OS003
    path = rules(
        "class 任务清单(pa.DataFrameModel):\n"
        "    序号: int = pa.Field(ge=2, metadata={'severity': '说明'})\n"
        "    备注: object = pa.Field(nullable=True)\n"
        "    @pa.dataframe_check(error='要有两人')\n"
        "    def 领导(cls, 表):\n        return 表['序号'] < 2\n"
        "class 台账(pa.DataFrameModel):\n"
        "    权重: float = pa.Field(le=3, nullable=True)\n"
        f"    class Config:\n        name = '{LEDGER}'\n        metadata = {{'severity': 'warning', 'remedy': '改小'}}\n"
    )
    assert told(book, path) == [
        ("info", "U101", "重点任务", "A4"),
        ("error", "U101", "重点任务", "A5"),
        ("warning", "U101", LEDGER, "I3"),
    ]
    *_, last = own(book, path)
    assert last.remedy() == "改小"


def test_words__ok(book: Path, rules: Callable[[str], str]) -> None:  # OS002
    path = rules(
        "列 = [pa.Check.le(3, error='错'), pa.Check.le(3, description='述'), pa.Check.le(3, title='题'), pa.Check.le(3)]\n"
        f"它 = pa.DataFrameSchema({{'权重': pa.Column(float, 列, metadata={{'remedy': '改{{小}}'}})}}, name='{LEDGER}')"
    )
    found = own(book, path)
    said = [f.message() for f in found if f.cell == "I3"]
    assert said[:3] == ["错", "述", "题"]
    assert "权重" in said[3] and "3" in said[3]
    assert len({f.message() for f in found if f.cell == "I4"} - {*said}) == 1
    assert {f.remedy() for f in found} == {"改{小}"}
    assert {f.value for f in found} == {5, None}


@pytest.mark.parametrize(
    ("column", "schema", "severity"),
    [
        ("", "", "error"),
        ("", "metadata={'severity': '提醒'}", "warning"),
        ("metadata={'severity': 'info'}", "metadata={'severity': '错误'}", "info"),
        ("metadata={'severity': '错误'}", "metadata={'severity': 'info'}", "error"),
    ],
)
def test_severity__ok(
    column: str, schema: str, severity: str, book: Path, rules: Callable[[str], str]
) -> None:  # OS003
    path = rules(
        f"它 = pa.DataFrameSchema({{'权重': pa.Column(float, pa.Check.le(3), nullable=True, {column})}}, name='{LEDGER}', {schema})"
    )
    assert told(book, path) == [(severity, "U101", LEDGER, "I3")]


MILD = f"它 = pa.DataFrameSchema({{'权重': pa.Column(float, pa.Check.le(3, raise_warning=True), nullable=True)}}, name='{LEDGER}')"


def test_a_check_that_only_warns__ok(book: Path, rules: Callable[[str], str]) -> None:  # OS003
    assert told(book, rules(MILD)) == [("warning", "U101", LEDGER, "I3")]


@pytest.mark.parametrize(("grade", "severities"), [("关闭", []), ("说明", ["info"]), ("错误", ["error"])])
def test_graded_by_the_workbook__ok(
    grade: str, severities: list[str], tmp_path: Path, rules: Callable[[str], str]
) -> None:  # OS003
    path = make(tmp_path / "清单.xlsx", ("U101", grade))
    assert [severity for severity, *_ in told(path, rules(MILD))] == severities


def test_sheets_and_columns__ok(book: Path, rules: Callable[[str], str]) -> None:  # OS004
    path = rules(
        "一 = pa.DataFrameSchema({'内部编号': pa.Column(int)}, name='任务清单')\n"
        "二 = pa.DataFrameSchema({'内部 编号': pa.Column(int)}, name='重点任务')\n"
        f"三 = pa.DataFrameSchema({{'投资额': pa.Column(float, pa.Check.gt(0)), '开工': pa.Column(nullable=True)}}, name='{OTHER}')\n"
        "四 = pa.DataFrameSchema({'投资额': pa.Column()}, name='没有的表')\n"
        f"五 = pa.DataFrameSchema({{'没有的列': pa.Column()}}, name='{OTHER}')\n"
    )
    assert told(book, path) == [
        ("info", "U104", "", ""),
        ("info", "U104", "", ""),
        ("error", "U101", "重点任务", "I5"),
        ("error", "U101", "重点任务", "I5"),
        ("error", "U101", OTHER, "B5"),
    ]


def test_what_the_cells_hold__ok(book: Path, rules: Callable[[str], str], tmp_path: Path) -> None:  # OS005
    seen = tmp_path / "看到.txt"
    path = rules(
        f"def 看(表):\n    open({str(seen)!r}, 'w', encoding='utf-8').write(repr([*map(list, 表.values)]) + repr([*表.index]))\n"
        f"    return True\n它 = pa.DataFrameSchema(checks=pa.Check(看), name='{OTHER}', columns={{'编号': pa.Column(), '开工': pa.Column(nullable=True)}})"
    )
    assert told(book, path) == []
    assert seen.read_text(encoding="utf-8") == (
        "[['甲', datetime.date(2020, 5, 1), 100], ['乙', None, -3]][4, 5]"
    )


@pytest.mark.parametrize(
    ("kind", "weights", "cells"),
    [
        ("float", (1, "约三成", None, 9), ["I3", "I5"]),
        ("int", (1, "约三成", None, 9), ["I3", "I5"]),
        ("int", (1, 2.5, None, 9), ["I3", "I5"]),
        ("bool", (True, None), []),
        ("str", (1, "字", None), []),
    ],
)
def test_types__error(
    kind: str, weights: tuple[Any, ...], cells: list[str], tmp_path: Path, rules: Callable[[str], str]
) -> None:  # OS005
    check = "pa.Check.lt(5)" if cells else "None"
    path = rules(
        f"它 = pa.DataFrameSchema({{'权重': pa.Column({kind}, {check}, nullable=True)}}, name='{LEDGER}')"
    )
    assert told(make(tmp_path / "甲.xlsx", weights=weights), path) == [
        ("error", "U101", LEDGER, cell) for cell in cells
    ]


def test_a_date__error(book: Path, rules: Callable[[str], str]) -> None:  # OS005
    path = rules(
        "import pandas as pd\n"
        "晚 = pa.Check(lambda 日: 日 > pd.Timestamp(2020, 6, 1))\n"
        f"它 = pa.DataFrameSchema({{'编号': pa.Column(), '开工': pa.Column('datetime64[ns]', 晚, nullable=True)}}, name='{OTHER}')"
    )
    assert told(book, path) == [("error", "U101", OTHER, "C4")]


def test_missing_column__error(book: Path, rules: Callable[[str], str]) -> None:  # OS006
    path = rules(
        f"它 = pa.DataFrameSchema({{'权重': pa.Column(nullable=True), '没有': pa.Column(), '可无': pa.Column(required=False)}},\n"
        f"    checks=pa.Check(lambda 表: 表['没有'] > 1), name='{LEDGER}')"
    )
    (finding,) = own(book, path)
    assert (finding.code, finding.cell, finding.column_name) == ("U102", "I1", "没有")


@pytest.mark.parametrize(
    "schema",
    [
        "{'权重': pa.Column(None, pa.Check(lambda v: v.没有(), error='坏'), nullable=True)}",
        "{'权重': pa.Column(None, pa.Check(lambda v: 1 / 0, element_wise=True, error='坏'), nullable=True)}",
        "{'权重': pa.Column(nullable=True)}, checks=pa.Check(lambda 表: 表['没有'] > 1, error='坏')",
        "{'权重': pa.Column(nullable=True)}, parsers=pa.Parser(lambda 表: 1 / 0)",
        "{'权重': pa.Column(None, pa.Check(lambda v: exit(3), error='坏'), nullable=True)}",
    ],
)
def test_a_check_that_fails_itself__error(
    schema: str, book: Path, rules: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:  # OS006
    path = rules(f"它 = pa.DataFrameSchema({schema}, name='{LEDGER}')")
    assert told(book, path) == [("error", "U103", LEDGER, "I1")]
    assert main(["validate", str(book), "--schema", path, "--as-of", "2020-09-30"]) == 1
    assert "Traceback" not in capsys.readouterr().err


# what cannot be loaded


@pytest.mark.parametrize(
    "text",
    [
        "",
        "def (:",
        "\x00",
        "raise ValueError('坏')",
        "import 没有的模块",
        "import sys\nsys.exit(0)",
        "它 = pa.DataFrameSchema({'权重': pa.Column()})",
        "它 = pa.DataFrameSchema({'权重': pa.Column(metadata={'severity': '很重'})}, name='表')",
        "它 = pa.DataFrameSchema({}, name='表', metadata={'severity': ['错误']})",
        "class 表(pa.DataFrameModel):\n    权重: 没有的类型",
        "from duban.validation.schemas import LEDGER",
        "from pandera.pandas import DataFrameModel",
    ],
)
def test_unloadable__error(
    text: str, book: Path, tmp_path: Path, rules: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:  # OS007
    path, report = rules(text), tmp_path / "结果.json"
    before = {name for name in sys.modules if "rules_" in name}
    with pytest.raises(Stop) as stop:
        load_schemas(path)
    assert stop.value.code == "bad_schema"
    if text.startswith(("raise", "import")):
        assert {name for name in sys.modules if "rules_" in name} == before
    assert main(["validate", str(book), "--schema", path, "--json", str(report)]) == 2
    said = capsys.readouterr()
    why, saved = said.err.splitlines()
    assert path in why and path not in saved
    assert said.out == "" and not report.exists()


@pytest.mark.parametrize("name", ["没有.py", "没有这个包", ".", ""])
def test_no_such_rules__error(name: str, book: Path, capsys: pytest.CaptureFixture[str]) -> None:  # OS007
    assert main(["validate", str(book), "--schema", name]) == 2
    why, _ = capsys.readouterr().err.splitlines()
    assert name in why


# the command


HARD = (
    "print('看')\n"
    "检 = [pa.Check.le(3, error='权重太大'), pa.Check(lambda v: print('查') is None)]\n"
    f"它 = pa.DataFrameSchema({{'权重': pa.Column(float, 检, nullable=True, metadata={{'remedy': '请改小'}})}}, name='{LEDGER}')"
)


def run(*arguments: object) -> int:
    return main(["validate", *map(str, arguments), "--as-of", "2020-09-30"])


def test_reports__error(
    book: Path, rules: Callable[[str], str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:  # OS008
    path = rules(HARD)
    assert run(book, "--schema", path, "--format", "json") == 1
    (file,) = json.loads(capsys.readouterr().out)["files"]
    (found,) = [each for each in file["findings"] if each["code"] == "U101"]
    assert [found[name] for name in ("cell", "value", "message", "remedy")] == [
        "I3",
        "5",
        "权重太大",
        "请改小",
    ]
    assert run(book, "--schema", path, "--format", "csv", "-o", tmp_path / "结果.csv") == 1
    rows = list(csv.reader((tmp_path / "结果.csv").open(encoding="utf-8-sig", newline="")))
    (row,) = [row for row in rows if "U101" in row]
    assert {"I3", "权重太大", "请改小"} <= {*row}


def test_exit_codes__ok(tmp_path: Path, rules: Callable[[str], str]) -> None:  # OS008
    book = make(tmp_path / "清单.xlsx", weights=(1, 1))
    without = run(book)
    mild = rules("它 = pa.DataFrameSchema({'x': pa.Column()}, name='没有', metadata={'severity': '说明'})")
    assert run(book, "--schema", mild) == without
    assert run(book, "--schema", mild, "--schema", rules(HARD, "二.py")) == without
    hard = make(tmp_path / "二.xlsx", weights=(1, 9))
    assert run(hard, "--schema", mild, "--schema", rules(HARD, "二.py")) == 1


def test_a_batch_in_processes__ok(
    tmp_path: Path, rules: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:  # OS008
    books = [make(tmp_path / f"{n}.xlsx", weights=(1, n)) for n in range(2, 6)]
    seen = []
    for jobs in ("1", "2"):
        assert run(*books, "--schema", rules(HARD), "--format", "json", "--jobs", jobs) == 1
        seen.append(json.loads(capsys.readouterr().out)["files"])
    assert seen[0] == seen[1]
    assert [[each["value"] for each in file["findings"] if each["code"] == "U101"] for file in seen[1]] == [
        [],
        [],
        ["4"],
        ["5"],
    ]


def test_mended_and_annotated__error(
    book: Path, rules: Callable[[str], str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:  # OS008
    arguments = (book, "--schema", rules(HARD), "--fix", "--annotate", tmp_path / "副本", "--format", "json")
    assert run(*arguments) == 1
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert "U101" in {each["code"] for each in file["findings"]}
    (copy,) = (tmp_path / "副本").glob("*.xlsx")
    assert "U101" in json.dumps(LiveModel.of_file(copy)[FINDINGS].values.__repr__(), ensure_ascii=False)


def test_run_apart__ok(book: Path, rules: Callable[[str], str]) -> None:  # OS009
    path = Path(
        rules(
            "import sys\nassert __name__ not in ('规则', '__main__')\nassert not [p for p in sys.path if '本单位' in p]\n"
            + MILD
        )
    )
    before = list(sys.path)
    assert len(told(book, str(path))) == 1
    assert sys.path == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    path.write_text(START + MILD.replace("le(3", "le(9"), encoding="utf-8")
    assert told(book, str(path)) == []


def test_installed_package__ok(book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # OS010
    site = tmp_path / "site"
    info = site / "office_rules-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: office-rules\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[duban.schemas]\nbase = office_rules\none = office_rules:ledger\nodd = office_rules:odd\n"
    )
    (site / "office_rules.py").write_text(
        START + "odd = 1\n" + MILD.replace("它", "ledger"), encoding="utf-8"
    )
    monkeypatch.syspath_prepend(str(site))
    assert told(book) == []
    assert "office_rules" not in sys.modules
    for name in ("base", "one"):
        assert told(book, name) == [("warning", "U101", LEDGER, "I3")]
    for name in (EVERY, "odd"):
        with pytest.raises(Stop) as stop:
            load_schemas(name)
        assert stop.value.code == "bad_schema"
    (info / "entry_points.txt").write_text("[duban.schemas]\nbase = office_rules\n")
    assert len(load_schemas(EVERY)) == 1


# the engine


def same(path: Path) -> int:
    plain, pandera = (
        check_file(str(path), Checking(today=AS_OF, engine=engine)).findings
        for engine in ("plain", "pandera")
    )
    assert list(map(repr, pandera)) == list(map(repr, plain))
    return len(plain)


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.xlsx")), ids=lambda path: path.stem)
def test_engines_on_samples__ok(path: Path) -> None:  # OS011
    assert same(path) or path.stem == "淄博市"


@pytest.mark.parametrize("seed", range(24))
def test_engines_on_spoilt_workbooks__ok(seed: int, tmp_path: Path) -> None:  # OS011
    draft = draft_of(seed)
    planted(draft, seed)
    write(draft, tmp_path / "工作簿.xlsx")
    same(tmp_path / "工作簿.xlsx")


def test_engines_on_items_over_rows__ok(tmp_path: Path) -> None:  # OS011
    rows = [
        ["一、企业"],
        item(1, note="已完成，"),
        [*[None] * 7, " 备注,待定"],
        item(2, "乙", measures="1、摸底,建账"),
        ["二、要素"],
        item(1, "丙"),
        item(3, "丁"),
    ]
    merges = [f"{column}5:{column}6" for column in "ABCDEFG"]
    path = write_book(tmp_path / "清单.xlsx", Sheet(LIST, [["2020年任务清单"], [], HEADER, *rows], merges))
    assert same(path)
    found = {(f.code, f.cell) for f in check_file(str(path), Checking(today=AS_OF)).findings}
    assert {("X103", "H6"), ("I104", "A10")} <= found
    assert "I103" not in {code for code, _ in found}


def test_engine_option__ok(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:  # OS011
    sample, asked = ROOT / "examples" / "齐鲁化工区.xlsx", []
    run(sample)
    plain = capsys.readouterr().out
    from duban.validation import schemas

    found = schemas.sheet_findings
    monkeypatch.setattr(schemas, "sheet_findings", lambda *given: asked.append(1) or found(*given))
    run(sample, "--engine", "pandera")
    assert capsys.readouterr().out == plain
    assert asked


def test_nothing_heavy_without_options__ok(tmp_path: Path) -> None:  # OS012
    code = (
        "import sys\nfrom duban.macros.cli import main\n"
        f"main(['validate', {str(ROOT / 'examples' / '齐鲁化工区.xlsx')!r}, '-o', {str(tmp_path / '结果.txt')!r}])\n"
        "sys.exit(' '.join({'pandas', 'numpy', 'pandera'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


# the button


@pytest.fixture
def alerts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the button said."""
    said: list[str] = []
    monkeypatch.setattr(xw.App, "alert", lambda self, prompt, title=None, **_: said.append(prompt))
    return said


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own folder for rules."""
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "家")
    folder().mkdir(parents=True)
    return folder()


def clicked(path: Path) -> set[str]:
    """The codes that stand in 校验结果 after the click."""
    model = LiveModel.of_file(path)
    ribbon.validate(open_windows(model))
    return {value for value in model[FINDINGS].values.values() if re.fullmatch(r"[A-Z]\d{3}", str(value))}


def test_button__ok(tmp_path: Path, home: Path, alerts: list[str]) -> None:  # OS013
    (home / "规则.py").write_text(START + MILD, encoding="utf-8")
    named = make(tmp_path / "清单.xlsx", ("自定义规则", "规则.py"))
    assert "U101" in clicked(named)
    assert "规则.py" not in alerts[0]
    assert "U101" not in clicked(make(tmp_path / "无.xlsx"))
    assert told(named) == []
    assert run(named) == run(make(tmp_path / "无.xlsx"))


@pytest.mark.parametrize(
    "name",
    [
        "../外.py",
        "没有.py",
        "链接.py",
        "内/规则.py",
        "内/../好.py",
        "内\\规则.py",
        "规则",
        "..",
        ".",
        "\x00.py",
        "{绝对}",
    ],
)
def test_button_takes_no_other_file__error(
    name: str, tmp_path: Path, home: Path, alerts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:  # OS013
    ran = tmp_path / "运行过"
    text = START + f"open({str(ran)!r}, 'w')\n" + MILD
    outside = home.parent / "外.py"
    (home / "内").mkdir()
    for each in (outside, home / "内" / "规则.py", home / "规则", home / "..py", home / "好.py"):
        each.write_text(text, encoding="utf-8")
    (home / "链接.py").symlink_to(outside)
    name = name.replace("{绝对}", str(outside))
    model = LiveModel.of_file(make(tmp_path / "清单.xlsx", ("自定义规则", "占位")))
    sheet = model[RULES]
    (at,) = [at for at, value in sheet.values.items() if value == "占位"]
    sheet.values[at] = name
    ribbon.validate(open_windows(model))
    assert not ran.exists()
    assert FINDINGS in model.sheet_names
    assert NOT_USED.format(name=name) in alerts[0]


def test_button_with_a_bad_file__error(tmp_path: Path, home: Path, alerts: list[str]) -> None:  # OS013
    (home / "规则.py").write_text("def (:", encoding="utf-8")
    assert "U101" not in clicked(make(tmp_path / "清单.xlsx", ("自定义规则", "规则.py")))
    assert str(home / "规则.py") in alerts[0] and len(alerts) == 1


# the page


def blocks() -> list[str]:
    page = (ROOT / "docs" / "own-rules.zh-CN.md").read_text(encoding="utf-8")
    return re.findall(r"```python\n(.*?)```", page, re.DOTALL)


def test_five_lines__error(tmp_path: Path, rules: Callable[[str], str]) -> None:  # OS014
    first, model = blocks()
    assert len([line for line in first.splitlines() if line]) == 5
    path = make(tmp_path / "清单.xlsx", weights=(1, 5, 3))
    found = own(path, rules(first))
    assert [(f.code, f.cell, f.message(), f.remedy()) for f in found] == [
        ("U101", "I3", "权重不得超过 3", "请改小")
    ]
    assert [cell for *_, cell in told(path, rules(model))] == ["H4", "H5"]
    late = write_book(
        tmp_path / "二.xlsx",
        Sheet(
            LEDGER,
            [
                list(LEDGER_NAMES),
                ledger_row(1, 类型="限期", 完成时限=None),
                ledger_row(2, 类型="常态化", 完成时限=None),
            ],
        ),
    )
    assert [cell for *_, cell in told(late, rules(first))] == ["I2"]


def test_the_page_names_every_code__ok() -> None:  # OS014
    page = (ROOT / "docs" / "own-rules.zh-CN.md").read_text(encoding="utf-8")
    assert {"U101", "U102", "U103", "U104"} <= {*re.findall(r"U\d{3}", page)}
    assert all(
        "docs/own-rules.zh-CN.md" in (ROOT / name).read_text(encoding="utf-8")
        for name in ("README.md", "README.zh-CN.md")
    )
