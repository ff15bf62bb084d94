"""Work that a cluster's worker does in tests: the name of a file says what happens to it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil


def act(folder: Path, path: str, tell: Callable[[Any], None]) -> str:
    """``hang`` goes on for ever, ``die`` ends its process, ``kill`` its worker, ``kill once`` only the first time, ``wrong``
    raises. The others say their name and how often they were tried, which files in ``folder`` count."""
    name = Path(path).stem
    tries = folder / f"tries of {name}"
    with tries.open("a") as file:
        file.write("x")
    match name.split():
        case ["hang", *_]:
            time.sleep(600)
        case ["die", *_]:
            os._exit(7)
        case ["kill", "once", *_] if tries.read_text() != "x":
            pass
        case ["kill", *_]:
            os.kill(worker().pid, signal.SIGKILL)
            time.sleep(600)
        case ["wrong", *_]:
            raise ValueError(name)
    return f"{name} {tries.read_text()}"


def worker() -> psutil.Process:
    """The cluster's worker above this process."""
    found = psutil.Process().parent()
    while "forkserver" in " ".join(found.cmdline()):
        found = found.parent()
    return found


def wait(job: Any, path: str, tell: Callable[[Any], None]) -> None:
    """Stands for the check of a file: goes on until there is a file ``go`` beside it."""
    Path(path).with_name("at work").touch()
    while not Path(path).with_name("go").exists():
        time.sleep(0.05)
