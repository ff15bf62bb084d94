"""close and verify: a period closed for good, and what was issued held against the workbook.

CL1  A closed bulletin holds no formula; its foot names number, day, as-of date, thresholds and fingerprint.
CL2  Where figures moved since the last build it is not closed (exit 1) until --as-built or --rebuild is said.
CL3  Closing rows stand in 填报记录, one an item and one for the period; nothing else is changed there.
CL4  A correction needs a reason, stands beside the first, which keeps its cells; without a difference none is made.
CL5  verify: an altered frozen cell is exit 1 with both values; what changed in the ledger since is told, exit 0.
CL6  Killed at any step, the file is as it was or closed: record, log and sheet agree.
CL7  What cannot be closed or corrected stops with what to do, and the file keeps its bytes.
CL8  Twice is once.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bulletins import table
from lists import Book, Item, make_book

from duban.macros import cli
from duban.macros.commands.close import CloseOptions, close
from duban.macros.commands.verify import verify
from duban.macros.history.editions import read_record
from duban.udfs.periods import Period
from duban.workbook.file import safe_write, write_xlsx
from duban.workbook.file.owned_marks import remove_mark
from duban.workbook.file.package import Package
from duban.workbook.format.names import LEDGER, LOG, PERIOD_RECORD
from duban.workbook.reading.grid import GridBook
from duban.workbook.reading.tables import read_tables
from duban.workbook.say.stop import Stop

BULLETIN = "2020年第三季度通报"
CORRECTION = f"{BULLETIN}（更正第1次）"
TODAY = date(2020, 10, 9)


@pytest.fixture(scope="module")
def made() -> Book:
    book = make_book(
        Item("企业开办", ("减少环节", "当场办结")), Item("招商引资", ("上门招商",), unit="招商局")
    ).built()
    return book.typed(LEDGER, {(2, "完成进度"): 0.4, (3, "完成进度"): 0.6}).built()


def closed(book: Book, **options: Any) -> Book:
    outcome = close(book.tables, CloseOptions(today=TODAY, **options))
    data = write_xlsx.apply(book.data, outcome.plan)
    write_xlsx.check(book.data, data, outcome.plan)
    return Book(data, outcome)


def foot(book: Book, name: str = BULLETIN) -> list[str]:
    return [
        row[0] for row in book.grids[name].rows[-3:] if row and isinstance(row[0], str) and "：" in row[0]
    ]


def test_closed__ok(made: Book) -> None:  # CL1
    book = closed(made)
    assert book.codes == ["H111"]
    assert not book.grids[BULLETIN].formulas
    assert book.grids[BULLETIN].rows[: len(made.grids[BULLETIN].rows)] == made.grids[BULLETIN].rows
    print_ = book.outcome.findings[0].facts["print"]  # type: ignore[union-attr]
    assert foot(book) == [
        "期号：2020年第3期　封存日期：2020-10-09　数字截至：2020-09-30",
        f"亮灯阈值：滞后 10%，严重滞后 30%　指纹：{print_}",
    ]
    assert read_record(book.tables).latest[Period(2020, 9)].status == "封存"


def test_the_same_figures_have_the_same_fingerprint__ok(made: Book) -> None:  # CL1
    prints = [closed(each).outcome.findings[0].facts["print"] for each in (made, Book(made.data))]  # type: ignore[union-attr]
    other = closed(made.typed(LEDGER, {(2, "完成进度"): 0.5}).built())
    assert prints[0] == prints[1] != other.outcome.findings[0].facts["print"]  # type: ignore[union-attr]


def test_figures_moved__error(made: Book) -> None:  # CL2
    moved = made.typed(LEDGER, {(2, "完成进度"): 1})
    outcome = close(moved.tables, CloseOptions(today=TODAY))
    assert outcome.to_settle and outcome.plan.empty
    assert [finding.code for finding in outcome.findings] == ["H110"]
    built = closed(moved, as_built=True)
    assert built.grids[BULLETIN].rows[: len(made.grids[BULLETIN].rows)] == made.grids[BULLETIN].rows


def test_closing_rows__ok(made: Book) -> None:  # CL3
    before = made.show(LOG, "期间", "字段")
    rows = closed(made).show(LOG, "期间", "事项序号", "措施序号", "字段", "新值", "单位", "事项键")
    assert len(before) == len(made.show(LOG, "期间"))
    assert rows[len(before) :] == [
        ("2020Q3", 1, None, "完成进度", 0.5, "综合局", 1),
        ("2020Q3", 2, None, "完成进度", None, "招商局", 2),
        ("2020Q3", None, None, "封存", "2020Q3", None, None),
    ]


def test_correction__ok(made: Book) -> None:  # CL4
    first = closed(made)
    again = closed(first.typed(LEDGER, {(2, "完成进度"): 0.8}), reissue=True, reason="录入有误")
    assert again.grids[BULLETIN] == first.grids[BULLETIN]
    assert foot(again, CORRECTION)[-1] == "更正原因：录入有误"
    assert again.grids[CORRECTION].value(2, 1) == "2020年第3期（更正第1次）"
    assert again.grids[CORRECTION].value(4, 1).endswith("（更正第1次）")
    assert not again.grids[CORRECTION].formulas
    rows = again.show(LOG, "期间", "字段", "原值", "新值", "事项键")[-2:]
    assert rows == [
        ("2020Q3", "完成进度", 0.5, pytest.approx(0.7), 1),
        ("2020Q3", "封存更正", None, "录入有误", None),
    ]
    nothing = close(again.tables, CloseOptions(reissue=True, reason="再看看", today=TODAY))
    assert nothing.plan.empty and [f.code for f in nothing.findings] == ["H112"]
    later = again.built(period=Period(2020, 12), as_of=date(2020, 12, 31))
    items = table(later.grids["2020年第四季度通报"], "事项名称", "上期进度")
    assert items[0]["上期进度"] == pytest.approx(0.7)  # what was corrected counts


def test_correction_of_an_earlier_period_says_what_it_rests_on__ok(made: Book) -> None:  # CL4
    later = (
        closed(made)
        .typed(LEDGER, {(2, "完成进度"): 0.8})
        .built(period=Period(2020, 12), as_of=date(2020, 12, 31))
    )
    outcome = close(later.tables, CloseOptions(Period(2020, 9), reissue=True, reason="漏计", today=TODAY))
    assert [f.code for f in outcome.findings] == ["H111", "H113"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"period": Period(2020, 6)}, "not_built"),
        ({"reissue": True, "reason": "漏计"}, "not_closed"),
    ],
)
def test_what_cannot_be_closed__error(made: Book, options: dict[str, Any], code: str) -> None:  # CL7
    with pytest.raises(Stop) as stop:
        close(made.tables, CloseOptions(today=TODAY, **options))
    assert stop.value.code == code


def test_a_correction_without_reason__error(made: Book) -> None:  # CL4 CL7
    with pytest.raises(Stop) as stop:
        close(closed(made).tables, CloseOptions(reissue=True, today=TODAY))
    assert stop.value.code == "no_reason"


def test_a_sheet_of_the_staffs_stays_theirs__error(made: Book) -> None:  # CL7
    package = Package.read(made.data)
    package.remove_sheet(BULLETIN)
    package.rename_sheet("单位-招商局", BULLETIN)
    remove_mark(package, BULLETIN)
    with pytest.raises(Stop) as stop:
        close(Book(package.to_bytes()).tables, CloseOptions(as_built=True, today=TODAY))
    assert stop.value.code == "sheet_is_yours"


def test_a_head_that_is_gone__ok(made: Book) -> None:  # CL7
    head = next(r for r, record in made.tables.own[PERIOD_RECORD].rows.items() if record["种类"] == "期间")
    odd = made.typed(PERIOD_RECORD, {(head, column): None for column in range(1, 21)})
    book = closed(odd, as_built=True)
    assert book.grids[BULLETIN].rows[: len(made.grids[BULLETIN].rows)] == made.grids[BULLETIN].rows


def test_twice_is_once__ok(made: Book) -> None:  # CL8
    book = closed(made)
    assert closed(book).data is book.data
    assert book.built().data == book.built().built().data


def test_what_staff_typed_into_the_bulletin_stays__ok(made: Book) -> None:  # CL2
    noted = made.typed(BULLETIN, {(len(made.grids[BULLETIN].rows) + 3, 2): "已报主任审阅"})
    book = closed(noted)
    assert any("已报主任审阅" in row for row in book.grids[BULLETIN].rows)
    over = made.typed(BULLETIN, {(11, 3): 0.99})
    assert close(over.tables, CloseOptions(today=TODAY)).to_settle
    kept = closed(over, as_built=True)
    assert kept.grids[f"{BULLETIN}（旧1）"].value(11, 3) == 0.99
    assert kept.grids[BULLETIN].value(11, 3) == 0.25


def test_altered_cells__error(made: Book) -> None:  # CL5
    book = closed(made)
    assert not verify(book.tables, TODAY).to_settle
    outcome = verify(book.typed(BULLETIN, {(11, 3): 0.99}).tables, TODAY)
    assert outcome.to_settle and [f.code for f in outcome.findings] == ["H120"]
    assert "C11：0.25 → 0.99" in outcome.findings[0].message()


def test_a_record_that_somebody_was_at__error(made: Book) -> None:  # CL5
    book = closed(made)
    rows = book.grids[PERIOD_RECORD].rows
    at = next(n for n, row in enumerate(rows, 1) if row[2] == "通报")
    outcome = verify(book.typed(PERIOD_RECORD, {(at, "内容"): "[["}).tables, TODAY)
    assert outcome.to_settle and "H123" in [f.code for f in outcome.findings]


def test_changes_since_issue__ok(made: Book) -> None:  # CL5
    book = closed(made).typed(LEDGER, {(2, "完成进度"): 0.8, (4, "责任单位"): "办公室"})
    outcome = verify(book.tables, TODAY)
    assert not outcome.to_settle
    assert [(f.code, f.cell, f.facts["field"], f.facts["was"], f.facts["now"]) for f in outcome.findings] == [
        ("H130", "L2", "完成进度", "0.4", "0.8"),
        ("H130", "G4", "责任单位", "招商局", "办公室"),
    ]


def test_exit_codes__ok(made: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:  # CL2 CL5
    path = tmp_path / "清单.xlsx"
    path.write_bytes(made.typed(LEDGER, {(2, "完成进度"): 1}).data)
    before = path.read_bytes()
    assert cli.main(["close", str(path)]) == 1
    assert path.read_bytes() == before
    assert "H110" in capsys.readouterr().out
    assert cli.main(["close", str(path), "--rebuild"]) == 0
    assert GridBook(path).grid(BULLETIN).value(11, 3) == pytest.approx(0.4)
    assert cli.main(["verify", str(path)]) == 0
    path.write_bytes(Book(path.read_bytes()).typed(BULLETIN, {(11, 3): 0.99}).data)
    assert cli.main(["verify", str(path)]) == 1
    assert cli.main(["close", str(path), "--reissue"]) == 2
    assert cli.main(["close", str(path), "--as-built", "--rebuild"]) == 2
    assert cli.main(["close", str(path), "--reason", "漏计"]) == 2


def close_and_die(path: str, step: int) -> None:
    """Close, and be killed at a step of saving."""
    done = iter(range(99))

    def counted(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            if next(done) == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*given, **named)

        return call

    for name in ("replace", "fsync", "open", "link", "rename", "unlink"):
        if hasattr(os, name):
            setattr(safe_write.os, name, counted(name, getattr(os, name)))
    cli.main(["close", path])


@pytest.mark.skipif(os.name == "nt", reason="processes are killed by signals here")
def test_killed_at_any_step__ok(made: Book, tmp_path: Path) -> None:  # CL6
    states = set()
    for step in range(40):
        path = tmp_path / f"{step}" / "清单.xlsx"
        path.parent.mkdir()
        path.write_bytes(made.data)
        process = multiprocessing.get_context("fork").Process(target=close_and_die, args=(str(path), step))
        process.start()
        process.join(60)
        tables = read_tables(GridBook(path))
        status = read_record(tables).latest[Period(2020, 9)].status
        logged = "封存" in [row["字段"] for row in tables.log.rows.values()] if tables.log else False
        formulas = bool(tables.grids[BULLETIN].formulas)
        assert (status, logged, formulas) in (("进行", False, True), ("封存", True, False))
        states.add((status, process.exitcode))
        if process.exitcode == 0:
            break
    assert {status for status, code in states if code == -signal.SIGKILL} >= {"进行"}
    assert ("封存", 0) in states
