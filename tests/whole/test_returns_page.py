"""The page about returns, carried out: what it says is printed, and every cell of the ledger is what its tables say.

RP001  Each command ends as the page says, and prints what it says, in that order.
RP002  After collecting and deciding, the ledger has what the tables say, and nothing else.
RP003  The bulletin that is closed has these figures; the next quarter's returns show them as 上次填报.
RP004  The English page has the same commands.
"""

from __future__ import annotations

import re
import runpy
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lists import Book
from places import DOCS, ROOT
from returns import Filled

from duban.macros import cli
from duban.workbook.format.names import LEDGER

pytestmark = [pytest.mark.libreoffice, pytest.mark.long]

PAGE = (DOCS / "returns.zh-CN.md").read_text(encoding="utf-8")
STEP = re.compile(r"```console\n(?P<shell>.*?)```|<!-- (?P<what>[^>]*?) -->", re.DOTALL)
WAITS = ("C102", "C103", "C104", "C105", "C106")
VALUES = {
    "80%": 0.8, "55": 0.55, "４０％": 0.4, "100%": 1.0, "0.7": 0.7, "65%": 0.65, "50%": 0.5, "60%": 0.6,
    "2020年9月25日": date(2020, 9, 25),
}  # fmt: skip


def measures(book: Book) -> dict[tuple[int, int], int]:
    """(item, measure) → row of the ledger."""
    assert book.tables.ledger is not None
    return {
        (values["事项序号"], values["措施序号"]): row
        for row, values in book.tables.ledger.rows.items()
        if values["措施序号"] is not None
    }


def run_block(text: str, folder: Path, printed: Callable[[], str]) -> None:
    for command in re.split(r"^\$ duban ", text, flags=re.MULTILINE)[1:]:
        line, *expected = command.splitlines()
        places = {"清单.xlsx", "填报表", "交回"}
        words = [str(folder / word) if word in places else word for word in line.split()]
        waits = any(code in each for each in expected for code in WAITS)
        assert cli.main(words) == int(waits), line  # RP001
        out = printed().replace(f"{folder}/", "")
        for each in expected:
            assert each in out, out  # RP001
            out = out.partition(each)[2]


def test_the_cycle__ok(tmp_path: Path, soffice: Any, capsys: pytest.CaptureFixture[str]) -> None:
    play = runpy.run_path(str(ROOT / "tools" / "play_returns_page.py"))
    path = tmp_path / "清单.xlsx"
    play["start"](path)
    told = play["edits"]()
    for step in STEP.finditer(PAGE):
        what = step["what"] or ""
        book = Book(path.read_bytes())
        if step["shell"]:
            run_block(step["shell"], tmp_path, lambda: capsys.readouterr().out)
        elif what.startswith("截止日"):
            play["set_due"](path)
        elif what.startswith("填报"):
            play["hand_back"](tmp_path / "填报表", tmp_path / "交回", tmp_path / "profile")
            play["office_types"](path)
        else:
            _, where, value = what.split()
            item, measure = map(int, where.split("-"))
            typed = {(measures(book)[item, measure], "完成进度"): VALUES[value]}
            path.write_bytes(book.typed(LEDGER, typed).data)
    check(Book(path.read_bytes()), told)
    sent = Filled.of((tmp_path / "填报表" / "综合管理局-2020Q4填报表.xlsx").read_bytes())
    assert sent.value(2, "上次填报") == "2020Q3：55%" and sent.value(1, "完成进度") == 0.8  # RP003


def check(book: Book, told: list[Any]) -> None:  # RP002
    wanted = {(e.item, e.measure, e.column): VALUES.get(e.value, e.value) for e in told if e.who != "台账"}
    wanted |= {(1, 2, "完成进度"): 0.55, (6, 2, "完成进度"): 0.6, (5, 2, "完成进度"): 0.6}
    columns = ("完成进度", "办结日期", "进展情况", "存在问题", "下步措施")
    assert book.tables.ledger is not None
    found = {
        (item, measure, name): book.value(LEDGER, row, name)
        for (item, measure), row in measures(book).items()
        for name in columns
        if book.value(LEDGER, row, name) is not None
    }
    assert found == wanted


def test_both_languages__ok() -> None:  # RP004
    commands = [
        re.findall(r"^\$ (.*)$", (DOCS / name).read_text(encoding="utf-8"), re.MULTILINE)
        for name in ("returns.zh-CN.md", "returns.md")
    ]
    assert commands[0] == commands[1] and len(commands[0]) == 9
