"""The engine: a click on a button of a host that is not Excel, answered as docs/protocol.md says.

EN001  Every button answers: with operations, with a message, or with a question; never with a traceback.
EN002  What a button needs to know is asked, under a key that no other question has; the answer is taken, called off is said.
EN003  Returns are written only when the host says that the workbook has everything.
EN004  What stops a command is a sentence in Chinese without the folder of the copy; then there are no operations.
EN005  A host that cannot tell formulas gets no “typed by staff”.
EN006  A name of a workbook is never a path.
EN007  The functions answer as in cells; dates are numbers, blanks null.
EN008  The table of buttons has every button once.
EN009  The pipe greets, answers line by line, and goes on after junk; its standard output holds nothing but answers.
"""

from __future__ import annotations

import base64
import io
import json
import re
import subprocess
import sys
import webbrowser
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lists import Item, make_book
from places import EXAMPLES
from played import PlayedBook

from duban.macros.buttons import works
from duban.macros.buttons.works import WORKS
from duban.macros.declared.commands import BUTTONS
from duban.macros.hosts.engine import Engine, buttons
from duban.macros.hosts.pipe import answer_lines
from duban.macros.hosts.question import NoQuestion, Question, question_of
from duban.udfs.periods import Period
from duban.workbook.format.names import FINDINGS, LEDGER, SENT_RECORD
from duban.workbook.reading.grid import GridBook

PARK = EXAMPLES / "齐鲁化工区.xlsx"


@pytest.fixture(autouse=True)
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda url: True)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return make_book(Item("优化营商环境", ("制定方案", "组织实施"))).built(period=Period.parse("2020Q3")).data


def asked(button: str, data: bytes, **more: Any) -> dict[str, Any]:
    return Engine().run(Question(button, data, "清单.ods", **more))


# EN001


@pytest.mark.parametrize("button", WORKS)
def test_every_button_answers__ok(button: str) -> None:
    answer = asked(button, PARK.read_bytes())
    assert "程序出错" not in answer["message"]
    assert answer["ok"] or not answer["ops"]
    assert answer["ops"] or answer["message"] or "ask" in answer or button in ("rules", "manual")
    assert json.loads(json.dumps(answer)) is not None


def test_validate__ok(tmp_path: Path) -> None:
    answer = asked("validate", PARK.read_bytes())
    assert answer["show"] == FINDINGS
    assert FINDINGS in PlayedBook(PARK).play(answer["ops"]).sheets


# EN002, EN003


def test_returns_wait_for_the_workbook__ok(built: bytes, tmp_path: Path) -> None:
    engine, question = Engine(), Question("export_returns", built)
    ask = engine.run(question)["ask"]
    assert (ask["kind"], ask["title"]) == ("folder", "填报表放进哪个文件夹")
    off = engine.run(replace(question, answers={ask["key"]: None}))
    assert (off["message"], off["ops"], off["finish"]) == (works.CALLED_OFF, [], None)
    answer = engine.run(replace(question, answers={ask["key"]: str(tmp_path / "填报")}))
    assert answer["ok"] and not [*(tmp_path / "填报").iterdir()]
    assert any(op["sheet"] == SENT_RECORD for op in answer["ops"] if "sheet" in op)
    assert engine.finish(answer["finish"])["ok"]
    assert [*(tmp_path / "填报").glob("*.xlsx")]
    with pytest.raises(NoQuestion):
        engine.finish(answer["finish"])


def test_files_that_cannot_be_written__error(built: bytes, tmp_path: Path) -> None:
    (tmp_path / "填报").write_text("a file where the folder should be")
    engine, question = Engine(), Question("export_returns", built)
    key = engine.run(question)["ask"]["key"]
    answer = engine.run(replace(question, answers={key: str(tmp_path / "填报")}))
    done = engine.finish(answer["finish"]) if answer["finish"] else answer
    assert not done["ok"] and "填报" in done["message"]


def test_only_some_wait__error(built: bytes, tmp_path: Path) -> None:
    engine, question = Engine(), Question("export_returns", built)
    key = engine.run(question)["ask"]["key"]
    ids = [
        engine.run(replace(question, answers={key: str(tmp_path / str(number))}))["finish"]
        for number in range(9)
    ]
    with pytest.raises(NoQuestion):
        engine.finish(ids[0])
    assert engine.finish(ids[-1])["ok"]


def test_collecting_asks_again__ok(tmp_path: Path) -> None:
    engine, question = Engine(), Question("collect_returns", PARK.read_bytes())
    way = engine.run(question)["ask"]
    assert way["kind"] == "yes_no_cancel"
    folder = engine.run(replace(question, answers={way["key"]: "no"}))["ask"]
    assert folder["kind"] == "folder" and folder["key"] != way["key"]
    files = engine.run(replace(question, answers={way["key"]: "yes"}))["ask"]
    assert files["kind"] == "files" and files["key"] not in (way["key"], folder["key"])
    off = engine.run(replace(question, answers={way["key"]: "cancel"}))
    assert off["message"] == works.CALLED_OFF


def test_sheets_go_where_was_said__ok(built: bytes, tmp_path: Path) -> None:
    place = tmp_path / "清单.xlsx"
    place.write_bytes(built)
    question = Question("export_sheets", built, "清单.xlsx", str(place), selected=(LEDGER,))
    ask = Engine().run(question)["ask"]
    assert (ask["kind"], Path(ask["name"]).parent) == ("new_file", tmp_path)
    out = tmp_path / "出.xlsx"
    answer = Engine().run(replace(question, answers={ask["key"]: str(out)}))
    assert str(out) in answer["message"] and answer["ops"] == []
    assert GridBook(out).sheet_names == [LEDGER]
    onto_itself = Engine().run(replace(question, answers={ask["key"]: str(place)}))
    assert not onto_itself["ok"] and place.read_bytes() == built


def test_a_sheet_that_is_gone__error(built: bytes, tmp_path: Path) -> None:
    question = Question("export_sheets", built, "清单.xlsx", selected=("没有这张",))
    key = Engine().run(question)["ask"]["key"]
    answer = Engine().run(replace(question, answers={key: str(tmp_path / "出.xlsx")}))
    assert not answer["ok"] and answer["message"].startswith("清单.xlsx 中没有")
    assert not (tmp_path / "出.xlsx").exists()


@pytest.mark.parametrize("said", ["relative.xlsx", 5, ["/a"], True])
def test_an_answer_that_is_none__error(built: bytes, said: object) -> None:
    question = Question("export_sheets", built)
    key = Engine().run(question)["ask"]["key"]
    with pytest.raises(NoQuestion):
        Engine().run(replace(question, answers={key: said}))


# EN004


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04 half a file", b"no workbook at all", b"PK\x05\x06" + b"\0" * 18]
)
def test_no_workbook__error(data: bytes) -> None:
    answer = asked("build", data)
    assert not answer["ok"] and answer["ops"] == []
    assert "清单.xlsx" in answer["message"] and "duban-" not in answer["message"]


def test_a_fault_of_the_program__error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("a fault")

    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setattr(works, "read_tables", fail)
    answer = asked("build", PARK.read_bytes())
    log = tmp_path / "duban" / "duban.log"
    assert not answer["ok"] and str(log) in answer["message"]
    assert "ZeroDivisionError: a fault" in log.read_text(encoding="utf-8")


def test_no_such_button__error() -> None:
    with pytest.raises(NoQuestion):
        asked("no_such_button", PARK.read_bytes())


# EN005


def test_a_host_without_formulas__ok(built: bytes) -> None:
    """Its copy has values where formulas were: none of them is the staff's."""
    values = only_values(built)
    told = asked("build", values, formulas=False)
    assert told["ok"]
    assert "F103" not in told["message"]
    kept = [op for op in told["ops"] if op["op"] in ("rename", "copy")]
    assert kept == []
    assert [op for op in asked("build", values)["ops"] if op["op"] in ("rename", "copy")] != []


def only_values(data: bytes) -> bytes:
    """A workbook with each formula replaced by what it gives; the hidden names stay."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if "worksheets/sheet" in name:
                part = re.sub(rb"<f>.*?</f>", b"", part)
            new.writestr(name, part)
    return out.getvalue()


# EN006


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("清单.ods", "清单.xlsx"),
        ("../../etc/passwd", "passwd.xlsx"),
        ("C:\\Users\\a\\表.et", "表.xlsx"),
        ("a\0b?.xlsx", "ab.xlsx"),
        ("..", "工作簿.xlsx"),
        ("", "工作簿.xlsx"),
        ("长" * 300, "长" * 80 + ".xlsx"),
    ],
)
def test_names__ok(name: str, file: str) -> None:
    assert Question("build", b"", name).file_name == file


@pytest.mark.parametrize(
    "told", [{"answers": []}, {"selected": "甲"}, {"name": 5}, {"place": []}, {"run": {}}]
)
def test_no_question__error(told: dict[str, Any]) -> None:
    with pytest.raises(NoQuestion):
        question_of({"run": "build", **told}, b"")


# EN007


def test_functions__ok() -> None:
    day, due = 44104.0, 44196.0  # 2020-09-30, 2020-12-31
    calls: list[tuple[str, list[Any]]] = [
        ("duban_progress", [[[1.0], [0.5], [None]]]),
        ("duban_expected", [[[43831.0]], [[due]], [[day]]]),
        ("duban_light", [[[0.2]], [[0.75]], [[due]], [[day]]]),
        ("duban_rollup", [[[1.0]], [[1.0], [2.0]], [[0.4], [0.9]]]),
        ("duban_unit", [[["规划建设局\n负责人：韩 松"]]]),
        ("duban_owners", [[["规划建设局\n负责人：唐家齐、宋一鸣"]]]),
        ("duban_measures", [[["1.制定方案；\n2.组织实施。"]]]),
        ("duban_period", [[[day]]]),
        (
            "duban_check",
            [[["序号", "事项名称", "牵头单位及负责人"]], [["甲", "优化营商环境", None]], [[day]]],
        ),
    ]
    found = Engine().call(calls)
    assert found[0] == 0.5
    assert found[1] == pytest.approx(274 / 366)
    assert found[2:6] == ["严重滞后", 0.4, "规划建设局", [["唐家齐", "宋一鸣"]]]
    assert [row[1] for row in found[6]] == ["制定方案；", "组织实施。"]
    assert found[7] == "2020Q3"
    assert found[8].startswith("[")


@pytest.mark.parametrize(
    "call", [("duban_nothing", []), ("date", []), ("duban_period", []), ("duban_period", [1, 2, 3])]
)
def test_no_function__error(call: tuple[str, list[Any]]) -> None:
    with pytest.raises(NoQuestion):
        Engine().call([call])


# EN008


def test_every_button_is_told__ok() -> None:
    told = [each for group in buttons() for one in group["buttons"] for each in one.get("menu", [one])]
    assert sorted(each["id"] for each in told) == sorted(button.function for button in BUTTONS)
    assert all(each["label"] and each["tip"] and each["help"] for each in told)


# EN009


def answers(*lines: bytes) -> list[Any]:
    out = io.BytesIO()
    answer_lines(io.BytesIO(b"\n".join(lines) + b"\n"), out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_the_pipe__ok(built: bytes, tmp_path: Path) -> None:
    path = tmp_path / "copy.xlsx"
    path.write_bytes(built)
    found = answers(
        json.dumps({"buttons": True}).encode(),
        json.dumps({"run": "validate", "path": str(path), "name": "清单.ods"}).encode(),
        json.dumps(
            {"run": "validate", "data": base64.b64encode(built).decode(), "name": "清单.ods"}
        ).encode(),
        b"",
        json.dumps({"call": [{"f": "duban_period", "a": [[["2020年9月底"]]]}]}).encode(),
    )
    assert found[0]["protocol"] == 1 and found[0]["version"]
    assert found[1] == buttons()
    assert found[2]["ops"] == found[3]["ops"] != []
    assert found[4] == ["2020Q3"]


@pytest.mark.parametrize(
    "line",
    [
        b"junk",
        b"[]",
        b"{}",
        b"[" * 100_000,
        b'{"run":"build"}',
        b'{"run":"build","path":"/no/such/file"}',
        b'{"run":"build","data":"***"}',
        b'{"run":"nothing","data":""}',
        b'{"finish":"nothing"}',
        b'{"call":[1]}',
        b"\xff\xfe",
    ],
)
def test_the_pipe_goes_on__error(line: bytes) -> None:
    _, bad, good = answers(line, b'{"buttons":true}')
    assert (bad["ok"], bad["ops"]) == (False, []) and bad["message"]
    assert good == buttons()


def test_the_command__ok(built: bytes, tmp_path: Path) -> None:
    path = tmp_path / "copy.xlsx"
    path.write_bytes(built)
    line = json.dumps({"run": "build", "path": str(path)})
    done = subprocess.run(
        [sys.executable, "-m", "duban.macros.cli", "engine"],
        input=line.encode(),
        capture_output=True,
        check=True,
    )
    greeting, answer = map(json.loads, done.stdout.splitlines())
    assert greeting["protocol"] == answer["protocol"] == 1 and answer["ok"]
