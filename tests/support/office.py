"""One LibreOffice for many tests: documents are opened, buttons pressed, results stored, line by line."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SECONDS = 120
"""How long an answer may take."""


@dataclass(frozen=True)
class Told:
    """What a press said."""

    done: bool
    message: str
    undoable: Sequence[str]
    """Titles of the steps that could be undone then."""


class Office:
    """A LibreOffice that runs ``libreoffice_lines.py``."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str], times: Path) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=dict(environ),
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self.times = times
        """A line of JSON for each press: what took how long, and how many operations there were."""
        threading.Thread(target=self._read, daemon=True).start()
        self._next()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put(json.dumps({"fault": "LibreOffice has ended"}))

    def _next(self) -> Any:
        answer = json.loads(self._lines.get(timeout=SECONDS))
        assert "fault" not in answer, answer["fault"]
        return answer["gives"]

    def ask(self, *told: Any) -> Any:
        """One line, and its answer. AssertionError with what went wrong."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(told) + "\n")
        self._process.stdin.flush()
        return self._next()

    def open(self, path: Path) -> Document:
        """A file, open."""
        return Document(self, self.ask("open", str(path)))

    def last_press(self) -> dict[str, Any]:
        """What took how long in the press before."""
        told: dict[str, Any] = json.loads(self.times.read_text(encoding="utf-8").splitlines()[-1])
        return told

    def end(self) -> None:
        """Close LibreOffice."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(SECONDS)

    def kill(self) -> None:
        """End whatever is left of it."""
        self._process.kill()
        self._process.wait(SECONDS)


class Document:
    """An open document."""

    def __init__(self, office: Office, number: int) -> None:
        self._office, self._number = office, number

    def __enter__(self) -> Document:
        return self

    def __exit__(self, *_: object) -> None:
        self.do("close")

    def do(self, kind: str, what: Any = None) -> Any:
        """A step of ``libreoffice_presses.py``."""
        return self._office.ask(kind, self._number, *([] if what is None else [what]))

    def press(self, button: str, answers: Mapping[str, Any] | None = None) -> Told:
        """A press of a button; ``answers`` by the kind of the question."""
        return Told(*self.do("press", [button, answers] if answers else button))

    def store(self, path: Path) -> Path:
        """A copy as a file, .xlsx or .ods; the document stays what it is."""
        self.do("store", str(path))
        return path

    def state(self) -> dict[str, list[Any]]:
        """What it holds, sheet by sheet."""
        found: dict[str, list[Any]] = self.do("state")
        return found
