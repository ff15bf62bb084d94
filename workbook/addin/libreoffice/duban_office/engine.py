"""The program itself, as a child process that answers one line for each question; one for all documents.

The command that starts it stands in the user's settings (``~/.duban/libreoffice.json``), else it is ``duban engine``.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import threading
import time
from typing import Any, List, Optional

from duban_office.failures import CannotDo

PROTOCOL = 1
START_SECONDS, RUN_SECONDS, CALL_SECONDS = 60.0, 600.0, 30.0
"""How long it is waited for: for the greeting, for the work of a button, for a function of a cell."""

_REST = 10.0
"""Seconds in which an engine that could not be started is not tried again: a sheet has thousands of functions."""

_NOT_STARTED = "“督办”程序没有启动：%s。\n启动命令是：%s\n请先安装“督办”，再运行 duban addin install --host libreoffice，然后重新打开 LibreOffice。"


def settings_path() -> str:
    """The file of the user that names the command."""
    return os.path.join(os.path.expanduser("~"), ".duban", "libreoffice.json")


def command() -> List[str]:
    """The words of the command that starts the engine. Raises CannotDo where the settings cannot be read."""
    given = os.environ.get("DUBAN_ENGINE")
    try:
        if given:
            return [str(each) for each in json.loads(given)]
        if os.path.isfile(settings_path()):
            with open(settings_path(), encoding="utf-8") as file:
                return [str(each) for each in json.load(file)["engine"]]
    except (OSError, ValueError, KeyError, TypeError):
        raise CannotDo(
            "“督办”的设置读不出来：%s\n请运行 duban addin install --host libreoffice 重新写入。"
            % settings_path()
        )
    return ["duban", "engine"]


class Engine:
    """The process, and the lines that it has answered. Questions come one after the other."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: Optional[Any] = None
        self._lines: Any = None
        self._failed: Optional[CannotDo] = None
        self._failed_at = 0.0

    def run(self, question: Any) -> Any:
        """The answer to the question of a button. Raises CannotDo."""
        answer = self._ask(question, RUN_SECONDS, patient=True)
        if answer.get("protocol") != PROTOCOL:
            raise CannotDo(_other_version(answer.get("protocol")))
        return answer

    def call(self, function: str, arguments: Any) -> Any:
        """What a function of cells gives. Raises CannotDo."""
        answer = self._ask({"call": [{"f": function, "a": arguments}]}, CALL_SECONDS, patient=False)
        if not isinstance(answer, list):
            raise CannotDo(str(answer.get("message") or answer))
        return answer[0]

    def stop(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(OSError):
            process.stdin.close()
        try:
            process.wait(2)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _ask(self, question: Any, seconds: float, patient: bool) -> Any:
        with self._lock:
            for again in (True, False):
                fresh = self._process is None or self._process.poll() is not None
                if fresh:
                    self._started(patient)
                assert self._process is not None
                try:
                    self._process.stdin.write((json.dumps(question) + "\n").encode("ascii"))
                    self._process.stdin.flush()
                    line = self._lines.get(timeout=seconds)
                except queue.Empty:
                    self._end()
                    raise CannotDo(
                        "“督办”程序 %d 秒内没有答复，已经停止。表格没有改动，请再试一次。" % seconds
                    )
                except OSError:
                    line = None
                if line is not None:
                    return _answer(line)
                self._end()
                if fresh or not again:  # it ended over the question itself: the next one would end it as well
                    break
            raise CannotDo(
                "“督办”程序中途退出，没有答复。表格没有改动，请再试一次；仍不成功，请把日志交给维护人员。"
            )

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()

    def _started(self, patient: bool) -> None:
        if self._failed is not None and not patient and time.monotonic() - self._failed_at < _REST:
            raise self._failed
        try:
            self._start()
            self._failed = None
        except CannotDo as failed:
            self._failed, self._failed_at = failed, time.monotonic()
            raise

    def _start(self) -> None:
        words = command()
        told = " ".join(words)
        try:
            self._process = subprocess.Popen(
                words,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment(),
                **without_window(),
            )
        except (OSError, ValueError) as error:
            raise CannotDo(_NOT_STARTED % (error, told))
        assert self._process is not None
        self._lines = queue.Queue()
        threading.Thread(target=_read, args=(self._process.stdout, self._lines), daemon=True).start()
        try:
            line = self._lines.get(timeout=START_SECONDS)
            greeting = _answer(line) if line is not None else None
        except queue.Empty:
            self._end()
            raise CannotDo(_NOT_STARTED % ("%d 秒内没有答复" % START_SECONDS, told))
        except CannotDo:
            greeting = None
        if not isinstance(greeting, dict):
            self._end()
            raise CannotDo(_NOT_STARTED % ("一启动就退出，或说的不是本程序的话", told))
        if greeting.get("protocol") != PROTOCOL:
            self._end()
            raise CannotDo(_other_version(greeting.get("protocol")))


def without_window() -> Any:
    """How a process is started that shall open no console on Windows."""
    return {"creationflags": 0x08000000} if os.name == "nt" else {}


def environment() -> Any:
    """LibreOffice's own Python and libraries must not leak into the engine's."""
    own = ("PYTHONHOME", "PYTHONPATH", "LD_LIBRARY_PATH", "UNO_PATH", "URE_BOOTSTRAP")
    kept = {name: value for name, value in os.environ.items() if name not in own}
    return {**kept, "PYTHONIOENCODING": "utf-8"}


def _read(stream: Any, lines: Any) -> None:
    """Hand over line after line; ``None`` where it ends."""
    with contextlib.suppress(OSError, ValueError):
        for line in stream:
            lines.put(line)
    lines.put(None)


def _answer(line: bytes) -> Any:
    try:
        return json.loads(line.decode("utf-8"))
    except ValueError:
        raise CannotDo("“督办”程序的答复读不懂。表格没有改动，请重新安装“督办”。")


def _other_version(version: Any) -> str:
    return (
        "“督办”程序与 LibreOffice 扩展的版本不配套（程序说 %s，扩展懂 %s）。\n"
        "表格没有改动。请运行 duban addin install --host libreoffice 重新安装扩展。" % (version, PROTOCOL)
    )


ENGINE = Engine()
"""The one of this LibreOffice."""
