"""The processes that do a batch.

WK001  Results come in the order of the pieces, however the processes are started and however many there are.
WK002  A piece that takes longer than it may is lost, alone; its time begins when its process comes to it.
WK003  A piece whose process dies is tried once more while nothing else runs, and lost if it dies again.
WK004  The memory of a process is bounded. That it does not suffice counts as a death: alone, it may.
WK005  What the work tells on its way arrives, with the place of its piece, also if its process dies then.
WK006  However a batch ends, no process is left, nor one that such a process started.
WK007  An error of the work is raised, with where it came from.
WK009  A process with threads is not forked.
WK010  A batch with a reserve takes its processes from there and leaves them there, but for those that are at work. One that
       waits too long ends itself, which counts as nobody's death.
WK008  Ctrl-C ends a batch at once; the processes clean up. They end too when the one who gives work is killed.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from duban.macros.commands import processes
from duban.macros.commands.processes import AHEAD, MOST_MEMORY, Lost, Reserve, in_workers

Tell = Callable[[Any], None]
LONG = 600

posix_only = pytest.mark.skipif(os.name == "nt", reason="process groups and signals as POSIX has them")


@pytest.fixture(params=["fork", "spawn"])
def start(request: pytest.FixtureRequest, started_by: Callable[[str], None]) -> None:
    """Both ways to start processes: as on Linux, and as on Windows."""
    started_by(request.param)


def work(folder: Path, piece: str, tell: Tell) -> str:
    """Does what the first word of a piece says; its tries and those at work are files in ``folder``."""
    tries = folder / f"tries {piece}"
    with tries.open("a") as file:
        file.write("x")
    tell(piece)
    match piece.split():
        case ["hang", *_]:
            time.sleep(LONG)
        case ["die", *_]:
            os._exit(7)
        case ["once", *_] if tries.read_text() == "x":
            os.kill(os.getpid(), signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
        case ["memory", *_]:
            raise MemoryError
        case ["hungry", *_]:
            return str(len(bytearray(MOST_MEMORY + 1)))
        case ["wrong", *_]:
            raise ValueError(piece)
        case ["child", *_]:
            child = subprocess.Popen([sys.executable, "-c", f"import time; time.sleep({LONG})"])
            tell(child.pid)
            time.sleep(LONG)
    return f"{piece} {tries.read_text()}"


def alone(folder: Path, piece: str, tell: Tell) -> list[str]:
    """Which others are at work while this is; the piece ``die`` dies the first time."""
    mine = folder / f"at work {piece}"
    mine.touch()
    again = folder / "again"
    if piece == "die" and not again.exists():
        again.touch()
        os._exit(7)
    time.sleep(0.02)
    others = [path.name for path in folder.glob("at work *") if path != mine]
    mine.unlink()
    return others


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z" if Path("/proc").is_dir() else True


def gone(pids: list[int]) -> bool:
    """Whether these processes end, given time."""
    for _ in range(300):
        if not any(map(is_there, pids)):
            return True
        time.sleep(0.1)
    return False


@pytest.mark.usefixtures("start")
@pytest.mark.parametrize("jobs", [1, 3])
def test_in_order__ok(tmp_path: Path, jobs: int) -> None:  # WK001
    pieces = [f"piece {number}" for number in range(25)]
    found = list(in_workers(partial(work, tmp_path), pieces, jobs=jobs))
    assert found == [f"{piece} x" for piece in pieces]


def test_nothing_to_do__ok(tmp_path: Path) -> None:  # WK001
    assert list(in_workers(partial(work, tmp_path), [])) == []


@pytest.mark.usefixtures("start")
@pytest.mark.parametrize("jobs", [1, 2])
def test_what_hangs_is_lost_alone__error(tmp_path: Path, jobs: int) -> None:  # WK002
    pieces = ["a", "hang", *"bcdefg"]
    found = list(in_workers(partial(work, tmp_path), pieces, jobs=jobs, seconds=2))
    assert found == ["a x", Lost("too_slow"), *(f"{piece} x" for piece in "bcdefg")]


def slow(piece: str, tell: Tell) -> str:
    time.sleep(0.8)
    return piece


def test_waiting_counts_for_no_piece__ok() -> None:  # WK002
    pieces = [str(number) for number in range(AHEAD)]
    assert list(in_workers(slow, pieces, seconds=2.2)) == pieces


@pytest.mark.usefixtures("start")
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_death_is_tried_again__ok(tmp_path: Path, jobs: int) -> None:  # WK003, WK004
    pieces = ["a", "once", "b", "die", "memory", "hungry", "c"]
    found = list(in_workers(partial(work, tmp_path), pieces, jobs=jobs))
    died = Lost("worker_died")
    assert found == ["a x", "once xx", "b x", died, died, died, "c x"]
    lost = ("die", "memory", "hungry")
    assert [(tmp_path / f"tries {piece}").read_text() for piece in lost] == ["xx", "xx", "xx"]


def test_the_second_try_is_alone__ok(tmp_path: Path) -> None:  # WK003
    pieces = ["a", "die", *map(str, range(20))]
    found = dict(zip(pieces, in_workers(partial(alone, tmp_path), pieces, jobs=3), strict=True))
    # what died left its own mark the first time, and saw no other the second time
    assert found["die"] == []


@pytest.mark.usefixtures("start")
def test_what_is_told__ok(tmp_path: Path) -> None:  # WK005
    heard: list[tuple[int, str]] = []
    pieces = ["a", "die", "b", "hang"]
    each = in_workers(partial(work, tmp_path), pieces, seconds=2, told=lambda *what: heard.append(what))
    list(each)
    assert sorted(heard) == [(0, "a"), (1, "die"), (1, "die"), (2, "b"), (3, "hang")]


@posix_only
@pytest.mark.parametrize("leave", ["early", "by an error", "too slow"])
def test_no_process_is_left__ok(tmp_path: Path, leave: str) -> None:  # WK006
    heard: list[int] = []
    pieces = ["a", "child"]

    def told(place: int, what: object) -> None:
        if isinstance(what, int):
            heard.append(what)
            if leave == "by an error":
                raise KeyError(what)

    found = in_workers(
        partial(work, tmp_path), pieces, seconds=LONG if leave == "by an error" else 2, told=told
    )
    with suppress(KeyError):
        assert next(found) == "a x"
        if leave != "early":
            next(found)
    found.close()
    assert multiprocessing.active_children() == []
    assert gone(heard)
    assert heard or leave == "early"


def test_an_error_is_raised__error(tmp_path: Path) -> None:  # WK007
    with pytest.raises(ValueError, match="wrong") as caught:
        list(in_workers(partial(work, tmp_path), ["a", "wrong", "b"]))
    assert "in work" in "".join(caught.value.__notes__)


def clean_up(folder: Path, piece: str, tell: Tell) -> None:
    (folder / piece).write_text(str(os.getpid()))
    try:
        time.sleep(LONG)
    finally:
        (folder / f"{piece} cleaned up").touch()


def done(folder: Path, piece: str, tell: Tell) -> None:
    (folder / piece).write_text(str(os.getpid()))


PROGRAM = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # shells start jobs in the background deaf to it
from functools import partial
from pathlib import Path
import test_processes
from duban.macros.commands import processes as workers
workers.FORSAKEN = int(sys.argv[3])
work = partial(getattr(test_processes, sys.argv[2]), Path(sys.argv[1]))
for _ in workers.in_workers(work, ["0", "1"], jobs=2, seconds=test_processes.LONG):
    time.sleep(test_processes.LONG)
"""


@posix_only
@pytest.mark.parametrize(
    ("sign", "at", "forsaken"),
    [("SIGINT", "clean_up", 60), ("SIGKILL", "clean_up", 2 - LONG), ("SIGKILL", "done", 60)],
)
def test_ended_from_outside__ok(tmp_path: Path, sign: str, at: str, forsaken: int) -> None:  # WK008
    command = [sys.executable, "-c", PROGRAM, str(tmp_path), at, str(forsaken)]
    with subprocess.Popen(command, cwd=Path(__file__).parent, stderr=subprocess.DEVNULL) as process:
        names = [tmp_path / "0", tmp_path / "1"]
        while not all(path.exists() and path.read_text() for path in names):
            assert process.poll() is None
            time.sleep(0.05)
        pids = [int(path.read_text()) for path in names]
        process.send_signal(getattr(signal, sign))
        process.wait()
    assert gone(pids)
    if sign == "SIGINT":
        assert all((tmp_path / f"{number} cleaned up").exists() for number in (0, 1))


@posix_only
def test_a_server_forks__ok(tmp_path: Path, started_by: Callable[[str], None]) -> None:  # WK001
    started_by("forkserver")
    pieces = ["a", "b", "c"]
    assert list(in_workers(partial(work, tmp_path), pieces, jobs=2)) == ["a x", "b x", "c x"]


@posix_only
def test_threads_are_not_forked__ok() -> None:  # WK009
    program = (
        "import threading, time\n"
        "from duban.macros.commands.processes import start_method\n"
        "alone = start_method()\n"
        "threading.Thread(target=time.sleep, args=(1,), daemon=True).start()\n"
        "print(alone, start_method())\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == (["fork", "forkserver"] if sys.platform == "linux" else ["spawn", "spawn"])


def pid(folder: Path, piece: str, tell: Tell) -> int:
    """Its process; the piece ``last`` never ends."""
    if piece == "last":
        time.sleep(LONG)
    return os.getpid()


def test_reserve__ok(start: None, tmp_path: Path) -> None:  # WK010
    reserve, work = Reserve(), partial(pid, tmp_path)
    [first], [second] = (list(in_workers(work, ["a"], reserve=reserve)) for _ in range(2))
    assert first == second and is_there(first)
    early = in_workers(work, ["b", "last"], reserve=reserve)
    assert next(early) == first
    early.close()
    assert gone([first])
    [third] = list(in_workers(work, ["c"], reserve=reserve))
    reserve.end()
    assert third != first and gone([third])


def test_reserve_that_waited_too_long__ok(  # WK010
    start: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "IDLE", 0.5)
    reserve, work = Reserve(), partial(pid, tmp_path)
    [first] = list(in_workers(work, ["a"], reserve=reserve))
    assert gone([first])
    [second] = list(in_workers(work, ["b"], reserve=reserve))
    assert second not in (first, Lost("worker_died"))
    reserve.end()
