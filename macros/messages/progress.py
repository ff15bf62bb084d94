"""How far work is, on stderr: the step of one that takes long, and the files of a batch."""

from __future__ import annotations

import sys
import threading
import time
from typing import NamedTuple, Protocol

from duban.macros.messages.terminal import tell
from duban.workbook.say.sentence import Say

PATIENCE = 1.0
"""Seconds of silence before work counts as long."""

_STAGES = {
    "districts": Say("正在读取区县工作簿", "reading the district workbooks"),
    "returns": Say("正在读取交回的填报表", "reading the returns"),
    "read": Say("正在读取工作簿", "reading the workbook"),
    "plan": Say("正在计算", "computing"),
    "write": Say("正在生成工作表", "making the sheets"),
    "check": Say("正在检查", "checking"),
    "documents": Say("正在写公文", "writing the documents"),
    "print": Say("正在由 LibreOffice 做成 PDF", "LibreOffice is making the PDF"),
    "save": Say("正在保存", "saving"),
}


class _Told(Protocol):
    """One file of a batch that is done."""

    @property
    def fixed(self) -> tuple[str, ...]:
        """What was mended, as lines."""

    @property
    def trouble(self) -> str | None:
        """What could not be written."""


class Checked(NamedTuple):
    """One file of a batch that is done, with nothing to be said of it."""

    fixed: tuple[str, ...] = ()
    trouble: str | None = None


class Progress:
    """Names the step that is running on stderr, once the work has taken over a second."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._started = time.monotonic()
        self._stage: str | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(PATIENCE, self._show)
        self._timer.daemon = True

    def __enter__(self) -> Progress:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def __call__(self, stage: str) -> None:
        """Say that a step begins."""
        self._stage = stage
        if time.monotonic() - self._started >= PATIENCE:
            self._show()

    def _show(self) -> None:
        with self._lock:
            if self._stage is not None:
                seconds = time.monotonic() - self._started
                tell(f"… {_STAGES[self._stage].to(self._lang)} {seconds:.0f} s")


class Batch:
    """Shows how far a batch is on a terminal's stderr, and says there what was mended or could not be written."""

    def __init__(self, lang: str, files: int) -> None:
        self._lang, self._files, self._done = lang, files, 0
        self._shown = files > 1 and sys.stderr.isatty()
        self._last = 0.0

    def __enter__(self) -> Batch:
        return self

    def __exit__(self, *_: object) -> None:
        self._clear()

    def __call__(self, checked: _Told) -> None:
        """One file is done."""
        self._done += 1
        for line in (*checked.fixed, *(checked.trouble or "").splitlines()):
            self._clear()
            tell(line)
        if self._shown and (time.monotonic() - self._last > 0.1 or self._done == self._files):
            self._last = time.monotonic()
            full = 30 * self._done // self._files
            bar = "█" * full + "░" * (30 - full)
            tell(f"{bar} {self._done}/{self._files}", "\r", "")

    def _clear(self) -> None:
        if self._shown:
            tell("", "\r\x1b[K", "")
