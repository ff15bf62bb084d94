"""Mutants of workbooks through every door.

FZ001  300 mutants of one seed: no internal error, no time-out, no dead worker, no output that does not open or holds
       a false number, no source changed after a refusal, no foreign part changed, no file left behind, no two
       commands that disagree whether a file can be read.
FZ002  A mutant is named by seed and number and can be made again alone; another seed gives others.
FZ003  Every mutation does something to some base.
FZ004  The bases are sound: each goes through every door without a refusal for damage.
FZ005  The fuzz can fail: planted faults of each kind are reported as that kind, with the frames of an exception.
FZ006  What is looked at in an output is seen: a foreign part, a cell without a number, broken XML, a staff cell, a
       part that is there twice, an attribute that no schema knows.
FZ007  Capped workers take every task once, each with its result; one that wants more memory than its bound is lost.
FZ008  The command line ends with 1 where a mutant failed, and names it.
"""

from __future__ import annotations

import io
import os
import random
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import capped
import fuzz
import mutant_bases
import mutate_xls
import outputs
import pytest
from capped import Tell, Worker
from fuzz import judge
from fuzz_doors import DOORS, NO_LIST, OTHER_KIND, Case, Door, Seen, disagreements, through
from mutants import LEVELS, Mutant, mutant, mutants
from zip_draft import Draft, Nothing

from duban.workbook.say.stop import Stop

pytestmark = pytest.mark.long

SEED, BATCHES, EACH = 20200930, 20, 15
CHEAP = 5
"""A mutant of seed 1 that is made without a build."""


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    """One worker for all batches of this process: to start it takes as long as ten mutants."""
    with fuzz.worker() as made:
        yield made


@pytest.mark.parametrize("batch", range(BATCHES))
def test_mutants_never_break_a_door__ok(batch: int, worker: Worker) -> None:
    """FZ001"""
    tally = fuzz.Tally()
    for number in range(batch * EACH, (batch + 1) * EACH):
        tally.add(fuzz.result(worker.run((SEED, number))))
    assert tally.mutants == EACH
    assert not tally.failures, "\n".join(tally.lines())


def test_a_mutant_alone_is_the_same__ok() -> None:
    """FZ002"""
    some = list(mutants(3, 30))
    assert [mutant(3, number) for number in range(30)] == some
    assert [each.name for each in some] == [f"3-{number}" for number in range(30)]
    assert {each.data for each in some}.isdisjoint({each.data for each in mutants(4, 30)})


def test_every_mutation_does_something__ok() -> None:
    """FZ003"""
    bases = [mutant_bases.base(name) for name in ("small", "rich", "small built")]
    for level, changes in LEVELS.items():
        for place, change in enumerate(changes):
            assert any(_changes(change, base.data, seed) for seed in range(40) for base in bases), (
                level,
                place,
            )
    assert len({mutate_xls.mutated(random.Random(seed))[0] for seed in range(40)}) > 30


def _changes(change: object, data: bytes, seed: int) -> bool:
    draft, untouched = Draft.read(data), Draft.read(data).to_bytes()
    try:
        assert callable(change)
        change(draft, random.Random(seed))
    except Nothing:
        return False
    return draft.to_bytes() != untouched


@pytest.mark.parametrize(
    "name", ["small", "odd", "small built", "rich", "rich built", "沂源经济开发区", "xls", "ods"]
)
def test_bases_are_sound__ok(name: str) -> None:
    """FZ004"""
    if name == "xls":
        made = Mutant("0-0", mutate_xls.sound(), ".xls", ("xls",))
    else:
        base = mutant_bases.base(name)
        made = Mutant("0-0", Draft.read(base.data).to_bytes(), base.suffix, (name,))
    seen = judge(made, 2, DOORS)
    assert not [each for each in seen if each.failed]
    assert {each.what for each in seen if each.kind == "stop"} <= NO_LIST | OTHER_KIND
    assert seen[0] == Seen("validate", "ok")


def planted_error_door(case: Case) -> None:
    raise ZeroDivisionError("planted")


def planted_exit_door(case: Case) -> None:
    os._exit(3)


def planted_sleep_door(case: Case) -> None:
    time.sleep(600)


def planted_memory_door(case: Case) -> None:
    raise MemoryError


def planted_change_door(case: Case) -> None:
    case.path.write_bytes(b"spoilt")
    raise Stop("damaged", path=case.path, why="planted")


def planted_blame_door(case: Case) -> None:
    raise Stop("package_check", path=case.path, why="planted")


def planted_rest_door(case: Case) -> None:
    (case.folder / ".duban-1.tmp").write_bytes(b"")


def test_planted_faults_are_reported__error() -> None:
    """FZ005"""
    planted = {
        planted_error_door: ("internal error", "planted_error_door"),
        planted_memory_door: ("memory", "planted_memory_door"),
        planted_change_door: ("source changed", "damaged"),
        planted_blame_door: ("blamed on the program", "package_check"),
        planted_rest_door: ("left behind", ".duban-1.tmp"),
    }
    with fuzz.worker(tuple(planted)) as worker:
        seen = fuzz.result(worker.run((1, CHEAP))).seen
    assert [(each.kind, each.failed) for each in seen] == [(kind, True) for kind, _ in planted.values()]
    assert all(what in each.what for each, (_, what) in zip(seen, planted.values(), strict=True))


@pytest.mark.parametrize(
    ("door", "kind"), [(planted_exit_door, "dead worker"), (planted_sleep_door, "time-out")]
)
def test_a_lost_worker_is_reported_and_replaced__error(door: Door, kind: str) -> None:
    """FZ005"""
    with fuzz.worker((door,), seconds=1) as worker:
        for _ in range(2):
            (seen,) = fuzz.result(worker.run((1, CHEAP))).seen
            assert (seen.door, seen.kind, seen.failed) == (door.__name__.removesuffix("_door"), kind, True)


def planted_double(task: int, tell: Tell) -> int:
    tell("double")
    return 2 * task


def planted_greed(task: int, tell: Tell) -> int:
    tell("greed")
    return len(bytearray(task << 20))


def test_every_task_is_taken_once__ok() -> None:
    """FZ007"""
    done = sorted(capped.run(planted_double, range(7), jobs=2, seconds=60))
    assert [(each.task, each.result, each.lost) for each in done] == [(n, 2 * n, None) for n in range(7)]


def test_memory_is_bounded__error() -> None:
    """FZ007"""
    with Worker(planted_greed, seconds=60, memory=2 << 30) as worker:
        assert worker.run(1).result == 1 << 20
        assert worker.run(3 << 10).lost == ("dead worker", "greed")
        assert worker.run(2).result == 2 << 20


@pytest.mark.parametrize(
    ("check", "made", "disagree"),
    [
        (Seen("validate", "ok"), Seen("build", "stop", "damaged"), True),
        (Seen("validate", "stop", "damaged"), Seen("build", "ok"), True),
        (Seen("validate", "stop", "damaged"), Seen("build", "stop", "doubled_part"), False),
        (Seen("validate", "ok"), Seen("build", "stop", "no_list"), False),
        (Seen("validate", "ok"), Seen("build", "stop", "old_format"), False),
    ],
)
def test_disagreement_about_damage__ok(check: Seen, made: Seen, disagree: bool) -> None:
    """FZ005"""
    assert bool(list(disagreements([check, made]))) is disagree


def _with(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The workbook with a replacement in one part."""
    draft = Draft.read(data)
    entry = draft.entry(part)
    assert old in entry.data
    entry.data = entry.data.replace(old, new, 1)
    return draft.to_bytes()


def test_faults_of_an_output_are_seen__error() -> None:
    """FZ006"""
    old = mutant_bases.base("rich").data
    cases = {
        "foreign part changed": _with(old, "xl/theme/theme1.xml", b"<a:", b" <a:"),
        "false number": _with(old, "xl/worksheets/sheet1.xml", b"<v>60</v>", b"<v>17:30:00</v>"),
        "does not open": _with(old, "xl/workbook.xml", b"</sheets>", b"</sheet>"),
        "staff cell changed": _with(old, "xl/worksheets/sheet1.xml", b"<v>60</v>", b"<v>61</v>"),
        "against the schema": _with(
            old, "xl/worksheets/sheet1.xml", b"<sheetFormatPr", b"<odd/><sheetFormatPr"
        ),
    }
    for kind, new in cases.items():
        with pytest.raises(outputs.Wrong) as wrong:
            outputs.look(old, new, "build", by_schema=True)
        assert wrong.value.kind == kind
    with (
        pytest.warns(UserWarning, match="Duplicate"),
        zipfile.ZipFile(doubled := io.BytesIO(), "w") as archive,
    ):
        archive.writestr("xl/workbook.xml", b"<a/>")
        archive.writestr("xl/workbook.xml", b"<a/>")
    with pytest.raises(outputs.Wrong, match="twice"):
        outputs.look(old, doubled.getvalue(), "build")
    outputs.look(old, Draft.read(old).to_bytes(), "build")


def test_an_internal_error_keeps_its_traceback__ok(tmp_path: Path) -> None:
    """FZ005"""
    seen = through(planted_error_door, Case(tmp_path / "a.xlsx", b"", 1))
    assert "ZeroDivisionError" in seen.what and "planted" in seen.more


def test_the_command_line_tells_failures__error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """FZ008"""
    bad = fuzz.Result(
        Mutant("9-4", b"bytes", ".xlsx", ("small", "xml: x")),
        (Seen("build", "internal error", "KeyError at a"),),
    )
    good = fuzz.Result(Mutant("9-5", b"", ".xlsx", ("small",)), (Seen("build", "ok"),))
    for results, code in (([bad, good], 1), ([good], 0)):
        monkeypatch.setattr(fuzz, "run", lambda *_, results=results, **__: iter(results))
        assert fuzz.main(["--n", "2", "--seed", "9", "--keep", str(tmp_path)]) == code
    assert "9-4" in capsys.readouterr().out
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"bytes"]
