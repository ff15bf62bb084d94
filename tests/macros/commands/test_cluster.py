"""A batch on a Dask cluster.

CL001  validate --scheduler says the same as --jobs, in every format, with the same exit code.
CL002  rollup --scheduler makes the same workbook, to the byte, and says the same of files that are no districts.
CL003  Results come in the order of the files. A worker that dies, even one whose process was killed, loses no file.
CL004  A file that kills its worker, or its process, is tried once more and then lost, alone. One that hangs is lost when
       its time is over; its worker goes on.
CL005  A file that a worker does not see, or sees another under its name, is said, whether it is one to check or one of the
       office's own rules.
CL006  No scheduler at the address, no worker, and a worker with another version are each one sentence, exit 2.
CL007  A run leaves nothing on the cluster: however it ends, workers are the same, without tasks and without
       processes but the one that forks them.
CL008  Without Dask a sentence says what to install; without --scheduler nothing of it is imported.
CL009  What writes files is refused.
CL010  An error of the work is raised.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import cluster_work
import dask
import psutil
import pytest
from cluster_work import act
from distributed import Client, LocalCluster
from lists import Item, make_book
from places import EXAMPLES

from duban.macros.cli import main
from duban.macros.commands import cluster, cluster_worker
from duban.macros.commands.cluster import FILES, on_cluster
from duban.macros.commands.processes import Lost
from duban.workbook.say.stop import STOPS, Stop

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals as POSIX has them")

DAY = ("--as-of", "2020-09-30")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A cluster of two workers that bears no death of a worker: the first is the last that Dask tries again after."""
    bears = {"distributed.scheduler.allowed-failures": 0}
    with (
        dask.config.set(bears),
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs="CRITICAL"
        ) as made,
    ):
        yield str(made.scheduler_address)


@pytest.fixture
def files(tmp_path: Path) -> Callable[..., list[str]]:
    """``files("a", "b")`` makes files of these names."""

    def made(*names: str) -> list[str]:
        paths = [tmp_path / f"{name}.xlsx" for name in names]
        for path in paths:
            path.touch()
        return [*map(str, paths)]

    return made


@pytest.fixture
def returns(tmp_path: Path) -> Path:
    """A folder with a good list, bad ones, one that is no workbook, and one without a list."""
    folder = tmp_path / "上报"
    folder.mkdir()
    good = make_book(Item("优化营商环境", goal="审批提速"))
    bad = make_book(Item("优化营商环境", goal="提速"), Item("盘活厂房", unit="", number=1, goal="盘活"))
    for number in range(5):
        (folder / f"{number}.xlsx").write_bytes((bad if number % 2 else good).data)
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04 half a file")
    shutil.copy(EXAMPLES / "淄博市.xlsx", folder)
    return folder


def said(capsys: pytest.CaptureFixture[str], *words: object, code: int) -> str:
    """What a command prints."""
    capsys.readouterr()
    assert main([*map(str, words)]) == code
    return capsys.readouterr().out


# CL001, CL002


def test_validate_says_the_same__ok(
    address: str, returns: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(returns.parent)  # names are relative to where the client is
    told = []
    for way in (("--jobs", 2), ("--scheduler", address)):
        report = Path(f"{way[0]}.json")
        text = said(capsys, "validate", returns.name, "没有.xlsx", *DAY, *way, "--json", report, code=2)
        told.append((text, report.read_text()))
    assert told[0] == told[1]
    one = ("validate", f"{returns.name}/1.xlsx", *DAY, "--format", "csv")
    assert said(capsys, *one, "--scheduler", address, code=1) == said(capsys, *one, code=1)


def test_rollup_makes_the_same__ok(address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "区县"
    folder.mkdir()
    for name in ("临淄经济开发区.xlsx", "淄川经济开发区.xlsx", "淄博市.xlsx"):
        shutil.copy(EXAMPLES / name, folder)
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04 half a file")
    made = []
    for name, more in (("本机", ()), ("集群", ("--scheduler", address))):
        out = tmp_path / name / "市.xlsx"
        out.parent.mkdir()
        words = ("rollup", EXAMPLES / "淄博市.xlsx", folder, *DAY, "-o", out, *more)
        made.append((said(capsys, *words, code=0).replace(str(out), ""), out.read_bytes()))
    assert made[0] == made[1]
    assert "坏.xlsx" in made[0][0]
    bad = ("rollup", EXAMPLES / "淄博市.xlsx", folder / "坏.xlsx", "-o", tmp_path / "无.xlsx")
    assert main([*map(str, bad), "--scheduler", address]) == 2
    assert not (tmp_path / "无.xlsx").exists()


# CL003, CL004, CL010


def test_no_file_is_lost_with_a_worker__ok(
    address: str, files: Callable[..., list[str]], tmp_path: Path
) -> None:
    names = [f"{number}" for number in range(3 * FILES)]
    names[40] = "kill once"
    found = [*on_cluster(address, partial(act, tmp_path), files(*names))]
    assert [str(each).rpartition(" ")[0] for each in found] == names
    assert found[40] == "kill once xx"


def test_what_kills_is_lost_alone__error(
    address: str, files: Callable[..., list[str]], tmp_path: Path
) -> None:
    names = ["a", "kill", "die", "b", "hang", "c"]
    found = [*on_cluster(address, partial(act, tmp_path), files(*names), seconds=2)]
    assert [each.code if isinstance(each, Lost) else each[0] for each in found] == [
        "a",
        "worker_died",
        "worker_died",
        "b",
        "too_slow",
        "c",
    ]
    assert (tmp_path / "tries of kill").read_text() == (tmp_path / "tries of die").read_text() == "xx"


def test_an_error_is_raised__error(address: str, files: Callable[..., list[str]], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="wrong"):
        list(on_cluster(address, partial(act, tmp_path), files("a", "wrong")))


# CL005


def test_files_that_a_worker_does_not_see__error(
    address: str, returns: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The worker is of this machine, so it is the client that sees other files: none, and one of another size."""
    odd = {str(returns / "1.xlsx"): None, str(returns / "2.xlsx"): (1, 0.0)}
    see = cluster_worker.stamp_of
    monkeypatch.setattr(cluster_worker, "stamp_of", lambda path: odd[path] if path in odd else see(path))
    out = tmp_path / "r.json"
    assert main(["validate", str(returns), *DAY, "--json", str(out), "--scheduler", address]) == 2
    told = {Path(each["path"]).name: each for each in json.loads(out.read_text())["files"]}
    for name in ("1.xlsx", "2.xlsx"):
        assert told[name]["status"] == "unreadable"
        [finding] = told[name]["findings"]
        assert "共享文件夹" in finding["message"] + finding["remedy"]
    assert told["3.xlsx"]["status"] == "findings"


def test_rules_that_a_worker_does_not_see__error(
    address: str, files: Callable[..., list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = tmp_path / "rules.py"
    rules.touch()
    see = cluster_worker.stamp_of
    monkeypatch.setattr(
        cluster_worker, "stamp_of", lambda path: (9, 9.0) if path == str(rules) else see(path)
    )
    [found] = on_cluster(address, partial(act, tmp_path), files("a"), also=[str(rules)])
    assert isinstance(found, Lost) and found.code == "not_on_worker" and found.where


def test_a_relative_name_needs_the_folder__error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that lacks the client's folder must not take a file of that name from its own."""
    monkeypatch.chdir(tmp_path)
    Path("a.xlsx").touch()
    piece = cluster_worker.piece_of("a.xlsx")
    found = [
        cluster_worker._seen(cluster_worker.Order(partial(act, tmp_path), str(folder), 1, ()), piece, print)
        for folder in (tmp_path, tmp_path / "not here")
    ]
    assert found[0] == "a x"
    assert isinstance(found[1], Lost) and found[1].code == "not_on_worker"


# CL006, CL009


def stop_of(address: str) -> str:
    with pytest.raises(Stop) as stop:
        list(on_cluster(address, partial(act, Path()), ["a"]))
    assert stop.value.code in STOPS
    return stop.value.code


@pytest.mark.parametrize("dead", ["tcp://127.0.0.1:1", "nonsense://a", ""])
def test_no_scheduler__error(dead: str, returns: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECT", 0.3)
    assert stop_of(dead) == "no_cluster"
    assert main(["validate", str(returns), "--scheduler", dead]) == 2
    assert main(["rollup", str(EXAMPLES / "淄博市.xlsx"), str(returns), "--scheduler", dead]) == 2


def test_no_workers__error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECT", 0.3)
    with LocalCluster(n_workers=0, processes=False, dashboard_address=":0") as empty:
        assert stop_of(str(empty.scheduler_address)) == "no_workers"


@pytest.mark.parametrize("late", [False, True], ids=["at the start", "one that comes later"])
@pytest.mark.parametrize("what", ["duban", "lxml"])
def test_other_versions__error(address: str, monkeypatch: pytest.MonkeyPatch, late: bool, what: str) -> None:
    mine = {**cluster_worker.stand(), what: "9"}
    monkeypatch.setattr(cluster, "stand", lambda: mine)
    if late:
        monkeypatch.setattr(cluster._Run, "compare", lambda run: None)
    with pytest.raises(Stop) as stop:
        list(on_cluster(address, partial(act, Path()), ["a"]))
    assert (stop.value.code, stop.value.facts["what"]) == ("cluster_differs", what)
    assert (stop.value.facts["ours"], stop.value.facts["theirs"]) == ("9", cluster_worker.stand()[what])


@pytest.mark.parametrize("late", [False, True], ids=["at the start", "one that comes later"])
def test_a_worker_without_duban__error(address: str, monkeypatch: pytest.MonkeyPatch, late: bool) -> None:
    if late:
        monkeypatch.setattr(cluster._Run, "compare", lambda run: None)
    name = cluster_worker.__name__
    with Client(address, set_as_default=False) as other:
        other.run(exec, f"import sys; sys.modules[{name!r}] = None")
        try:
            assert stop_of(address) == "cluster_differs"
        finally:
            other.run(exec, f"import sys; del sys.modules[{name!r}]")


def test_every_part_of_the_code_counts__ok(monkeypatch: pytest.MonkeyPatch) -> None:
    before = cluster_worker.stand()["duban"]
    for left_out in cluster_worker._CODE:
        with monkeypatch.context() as patch:
            patch.setattr(
                cluster_worker, "_CODE", tuple(each for each in cluster_worker._CODE if each != left_out)
            )
            assert cluster_worker.stand()["duban"] != before


@pytest.mark.parametrize("option", [["--fix"], ["--annotate", "批注"]])
def test_what_writes_is_refused__error(returns: Path, option: list[str]) -> None:
    before = {path: path.read_bytes() for path in returns.iterdir()}
    assert main(["validate", str(returns), *option, "--scheduler", "tcp://127.0.0.1:1"]) == 2
    assert {path: path.read_bytes() for path in returns.iterdir()} == before


# CL007


PROGRAM = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # shells start jobs in the background deaf to it
from cluster_work import wait
from duban.macros import cli
from duban.macros.commands import validate
validate._in_process = wait
sys.exit(cli.main(sys.argv[1:]))
"""


def stands(address: str) -> tuple[Any, ...]:
    """The workers, what runs under them, their runs, and the tasks that the scheduler knows."""
    with Client(address, set_as_default=False) as client:
        workers = client.run(os.getpid)
        runs = client.run(eval, f"{cluster.CALL}._RUNS.copy()")
        tasks = client.run_on_scheduler(lambda dask_scheduler: [*dask_scheduler.tasks])
    below = (child for pid in workers.values() for child in psutil.Process(pid).children(recursive=True))
    return workers, [*filter(forked, below)], [*filter(None, runs.values())], tasks


def forked(process: psutil.Process) -> bool:
    """Whether a process does the work of a run; one that ends while it is asked does not any more."""
    try:
        parent = process.parent()
        return parent is not None and "forkserver" in " ".join(parent.cmdline())
    except psutil.NoSuchProcess:
        return False


def settled(address: str) -> tuple[Any, ...]:
    """How it stands when what was asked to end has had time to."""
    for _ in range(300):
        workers, *left = stands(address)
        if not any(left):
            break
        time.sleep(0.1)
    return workers, *left


def test_a_run_leaves_nothing__ok(address: str, files: Callable[..., list[str]], tmp_path: Path) -> None:
    workers = stands(address)[0]
    list(on_cluster(address, partial(act, tmp_path), files("a", "b")))
    assert settled(address) == (workers, [], [], [])


def test_ctrl_c__error(address: str, returns: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workers = stands(address)[0]
    monkeypatch.setenv("PYTHONPATH", str(Path(cluster_work.__file__).parent), prepend=os.pathsep)
    words = ["validate", str(returns), "--scheduler", address, "--json", str(tmp_path / "r.json")]
    with subprocess.Popen([sys.executable, "-c", PROGRAM, *words], stderr=subprocess.PIPE) as process:
        while not (returns / "at work").exists():
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        told = process.communicate()[1].decode()
    assert process.returncode == 2
    assert "Traceback" not in told and "distributed" not in told
    assert not list(tmp_path.glob("*.json"))
    (returns / "go").touch()
    assert settled(address) == (workers, [], [], [])


# CL008


def test_without_dask__error(
    returns: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert stop_of("tcp://127.0.0.1:1") == "no_dask"
    assert main(["validate", str(returns), "--scheduler", "tcp://127.0.0.1:1"]) == 2
    assert "duban[cluster]" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["validate", "rollup"])
def test_nothing_of_dask_otherwise__ok(command: str, returns: Path, tmp_path: Path) -> None:
    more = ["-o", str(tmp_path / "市.xlsx")] if command == "rollup" else [str(returns)]
    words = [command, str(EXAMPLES / "淄博市.xlsx"), *DAY, *more]
    program = (
        f"import sys\nfrom duban.macros.cli import main\nassert main({words!r}) != 2 or {command!r} == 'validate'\n"
        "print([each for each in sys.modules if each.split('.')[0] in ('dask', 'distributed')], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1] == "[]"
