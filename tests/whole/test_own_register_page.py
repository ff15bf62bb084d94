"""The page about a register of an office's own, carried out: what it says is printed, and its figures are those of the sheets.

OR001  Each command ends as the page says, and prints what it says, in that order.
OR002  A wrong cell of each 类型 is found by the code of the page's table at its cell, and nothing else is; mended, nothing is.
OR003  The summaries show the figures of the page's tables, of one workbook and of the two districts.
OR004  The declaration has every 类型, every 填写 and every 汇总.
OR005  What the units filled stands in the register, and nothing else changed there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import play_own_register_page as play
import pytest
from places import DOCS

from duban.macros import cli
from duban.workbook.format.registers.definitions import FILLED_BY, KINDS, TOTALS
from duban.workbook.reading.grid import GridBook

pytestmark = pytest.mark.long

PAGE = (DOCS / "own-register.zh-CN.md").read_text(encoding="utf-8")
STEP = re.compile(r"```console\n(?P<shell>.*?)```|<!-- (?P<what>\S+) (?P<where>\S+) -->", re.DOTALL)
SUMMARY = f"{play.REGISTER}汇总"


def rows_of(book: Path, sheet: str) -> list[tuple[Any, ...]]:
    rows = GridBook(book).grid(sheet).rows
    width = max(map(len, rows))
    return [(*row, *[None] * (width - len(row))) for row in rows]


def run_block(text: str, printed: Callable[[], str]) -> None:
    for command in re.split(r"^\$ duban ", text, flags=re.MULTILINE)[1:]:
        line, *expected = command.splitlines()
        finds = line.startswith("validate") and not any(each.startswith("问题 0") for each in expected)
        assert cli.main(line.split()) == int(finds), line  # OR001
        out = printed()
        for each in expected:
            assert each in out, out  # OR001
            out = out.partition(each)[2]


def found(book: Path) -> set[tuple[str, str]]:
    """What validate finds: code and cell."""
    report = book.parent / "问题.json"
    cli.main(["validate", str(book), "--period", "2020Q3", "--as-of", "2020-09-30", "--json", str(report)])
    (told,) = json.loads(report.read_text(encoding="utf-8"))["files"]
    report.unlink()
    return {(each["code"], each["cell"]) for each in told["findings"]}


def number(text: str) -> Any:
    """A figure of the page."""
    if text.endswith("%"):
        return pytest.approx(float(text[:-1]) / 100)
    return pytest.approx(float(text)) if re.fullmatch(r"[0-9.]+", text) else text


def test_the_register__ok(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    play.start(tmp_path)
    done = []
    for step in STEP.finditer(PAGE):
        if step["shell"]:
            run_block(step["shell"], lambda: capsys.readouterr().out)
            continue
        book = tmp_path / f"{step['where']}.xlsx"
        done.append(step["what"])
        if step["what"] == "声明":
            declare(book)
        elif step["what"] == "填写":
            play.register(book)
            if book.stem != play.DISTRICTS[0]:
                continue
            assert found(book) == set()
        elif step["what"] == "填错":
            play.spoil(book)
            assert found(book) == {(each.code, each.cell) for each in play.mistakes()}  # OR002
        elif step["what"] == "改正":
            play.mend(book)
            before = dict(filled(book))
        elif step["what"] == "填报":
            play.fill(tmp_path / step["where"])
        elif step["what"] == "市级事项":
            play.city(book)
        else:
            check_summary(book)
    assert set(done) == {"声明", "填写", "填错", "改正", "填报", "市级事项", "汇总"}
    check_returns(before, dict(filled(tmp_path / f"{play.DISTRICTS[0]}.xlsx")))


def declare(book: Path) -> None:
    """The declaration; where the page does not show the commands, they are run as well."""
    is_first = book.stem == play.DISTRICTS[0]
    if not is_first:
        assert cli.main(["register", "add", str(book), "登记表定义"]) == 0
    play.declare(book)
    if not is_first:
        assert cli.main(["register", "add", str(book), play.REGISTER]) == 0


def filled(book: Path) -> Iterator[tuple[tuple[str, str], Any]]:
    """(企业, column) → what the register holds; but for what the program keeps."""
    head, *rows = rows_of(book, play.REGISTER)
    for row in rows:
        yield from (
            ((row[0], name), value)
            for name, value in zip(head, row, strict=True)
            if row[0] and name != "行键"
        )


def check_returns(before: dict[tuple[str, str], Any], after: dict[tuple[str, str], Any]) -> None:  # OR005
    kinds = play.kinds()
    head = next(header for header, _ in play.tables() if header[:2] == ["单位", "企业"])
    told = {
        (firm, column): play.value_of(text, kinds[column])
        for _, firm, *texts in play.table("单位", "企业")
        for column, text in zip(head[2:], texts, strict=True)
    }
    assert after == {**before, **told}


def check_summary(book: Path) -> None:  # OR003
    name = SUMMARY if book.stem in play.DISTRICTS else f"区县-{SUMMARY}"
    shown = [[value for value in row if value is not None] for row in rows_of(book, name)]
    for column, how, text in play.table(name, "汇总"):
        assert [row[2] for row in shown if row[:2] == [column, how]] == [number(text)], column
    if name == SUMMARY:
        units = {row[1]: row for row in shown if len(row) > 4 and row[1] in ("安监局", "规划局")}
        said = re.search(r"安监局查出 (\d+) 处、整改 (\d+) 处，规划局 (\d+) 处、(\d+) 处", PAGE)
        assert said
        assert [*units["安监局"][4:6], *units["规划局"][4:6]] == [*map(int, said.groups())]
        return
    head = next(row for row in shown if row[:2] == ["序号", "区县"])
    wanted = next(header for header, _ in play.tables() if header[0] == "分区县")[1:]
    for district, *texts in play.table("分区县"):
        row = next(row for row in shown if len(row) > 4 and row[1] == district)
        assert [row[head.index(each)] for each in wanted] == [number(text) for text in texts], district
    stacked = rows_of(book, f"区县-{play.REGISTER}")
    assert [row[0] for row in stacked[3:]].count(play.DISTRICTS[0]) == 4
    assert any("行数和金额与各区县报送的一致" in str(value) for value in stacked[1])


def test_every_kind_is_declared__ok() -> None:  # OR004
    declared = play.table("登记表", "列名")
    assert [set(column) - {""} for column in zip(*declared, strict=True)][2] == set(KINDS)
    assert {row[3] for row in declared} == set(FILLED_BY)
    assert {row[8] for row in declared} - {""} == set(TOTALS)
    assert {each.kind for each in play.mistakes()} == set(KINDS)
