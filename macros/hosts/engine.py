"""The engine behind every host that is not Excel: a click on a button becomes operations and a message.

It gets the bytes of an .xlsx and writes nothing but what the button is for: returns, exported sheets, a copy to publish, where
the user said. The workbook itself is changed by the host, which carries the operations out.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from inspect import signature
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

from duban.macros.buttons.desk import Choices
from duban.macros.buttons.works import WORKS
from duban.macros.declared.buttons import GROUPS
from duban.macros.declared.commands import BUTTONS
from duban.macros.hosts.question import NoQuestion, Question
from duban.macros.messages.log import log_path, write_down
from duban.workbook.addin.button import Button, Menu, laid_out
from duban.workbook.live.host import AskedFiles, AskedNew
from duban.workbook.plan.plans import BookPlan
from duban.workbook.protocol.before_playing import check
from duban.workbook.protocol.operations import PROTOCOL, Operation, operations
from duban.workbook.reading.grid import Grid, GridBook, Marks
from duban.workbook.say.stop import Stop

Answer = dict[str, Any]

_WAITING = 8
"""Clicks that may wait for ``finish`` at once; an older one is forgotten."""
_CHOICES = ("yes", "no", "cancel")


class Ask(Exception):
    """The button must know something first."""

    def __init__(self, asked: Mapping[str, Any]) -> None:
        super().__init__(asked["title"])
        self.asked = asked


class Engine:
    """Answers questions, one at a time. Nothing that staff did raises: it is answered with ``ok`` false and a sentence."""

    def __init__(self) -> None:
        self._one = Lock()
        self._waiting: OrderedDict[str, Callable[[], None]] = OrderedDict()

    def run(self, question: Question) -> Answer:
        """What a click does, as docs/protocol.md has it. Raises ``NoQuestion`` for a button that does not exist."""
        work = WORKS.get(question.button)
        if work is None:
            raise NoQuestion(f"no button: {question.button}")
        with self._one, TemporaryDirectory(prefix="duban-", ignore_cleanup_errors=True) as folder:
            desk = FileDesk(question, Path(folder))
            try:
                message, show = work(desk)
            except Ask as ask:
                return _answer("", ask=ask.asked)
            except Stop as stop:
                return _answer(_without(stop.say.zh, folder), ok=False)
            except NoQuestion:
                raise
            except Exception as error:
                return _answer(_fault(error), ok=False)
            finish = self._keep(desk.then)
            return _answer(_without(message, folder), show=show, ops=desk.operations, finish=finish)

    def finish(self, key: str) -> Answer:
        """Do what had to wait until the workbook had everything. Raises ``NoQuestion`` where nothing waits under ``key``."""
        with self._one:
            then = self._waiting.pop(key, None)
            if then is None:
                raise NoQuestion(f"nothing waits: {key}")
            try:
                then()
            except Stop as stop:
                return _answer(stop.say.zh, ok=False)
            except Exception as error:
                return _answer(_fault(error), ok=False)
            return _answer("")

    def call(self, calls: Sequence[tuple[str, list[Any]]]) -> list[Any]:
        """The answers of functions in cells. Raises ``NoQuestion`` for a function that does not exist, or arguments that it
        does not take."""
        from duban.macros import functions  # its decorators are xlwings', which takes long to import

        found = []
        for name, arguments in calls:
            function = getattr(functions, name, None) if name.startswith("duban_") else None
            if function is None:
                raise NoQuestion(f"no function: {name}")
            try:
                signature(function).bind(*arguments)
            except TypeError as error:
                raise NoQuestion(f"{name}: {error}") from error
            found.append(function(*arguments))
        return found

    def _keep(self, then: Callable[[], None] | None) -> str | None:
        if then is None:
            return None
        key = secrets.token_urlsafe(9)
        self._waiting[key] = then
        while len(self._waiting) > _WAITING:
            self._waiting.popitem(last=False)
        return key


def buttons() -> list[dict[str, Any]]:
    """The groups of buttons as JSON has them, in the order of the ribbon."""
    told = []
    for group, members in laid_out(BUTTONS, GROUPS).items():
        inside: list[dict[str, Any]] = []
        for menu, few in groupby(members, lambda button: button.menu):
            each = [{"id": button.function, **_shown(button)} for button in few]
            inside += [{**_shown(menu), "menu": each}] if menu else each
        told.append({"label": group.label, "buttons": inside})
    return told


def _shown(what: Button | Menu) -> dict[str, str]:
    return {"label": what.label, "tip": what.screentip, "help": what.supertip, "icon": what.icon}


def _answer(
    message: str,
    *,
    ok: bool = True,
    show: str | None = None,
    ops: Sequence[Operation] = (),
    finish: str | None = None,
    ask: Mapping[str, Any] | None = None,
) -> Answer:
    told: Answer = {
        "protocol": PROTOCOL,
        "ok": ok,
        "message": message,
        "show": show,
        "ops": [*ops],
        "finish": finish,
    }
    return told if ask is None else {**told, "ask": ask}


def _without(message: str, folder: str) -> str:
    """A message without the folder of the copy, which says nothing to anybody."""
    return message.replace(folder + os.sep, "")


def _fault(error: Exception) -> str:
    where = write_down(error, "engine") or f"日志写不进 {log_path()}"
    return f"程序出错（{type(error).__name__}），工作簿没有改动。\n请把日志交给维护人员：\n{where}"


class FileDesk:
    """A workbook that is open in another program, by the copy that this handed over: a ``Desk``."""

    def __init__(self, question: Question, folder: Path) -> None:
        self._question = question
        self._path = folder / question.file_name
        self._path.write_bytes(question.data)
        self._book: GridBook | None = None
        self.operations: list[Operation] = []
        self.then: Callable[[], None] | None = None

    @property
    def source(self) -> GridBook:
        if self._book is None:
            self._book = (GridBook if self._question.formulas else _WithoutFormulas)(self._path)
        return self._book

    @property
    def files(self) -> Sequence[Path]:
        return [Path(self._question.place)] if self._question.place else []

    @property
    def is_read_only(self) -> bool:
        return self._question.read_only

    @property
    def selected(self) -> Sequence[str]:
        return self._question.selected or self.source.sheet_names[:1]

    @property
    def about(self) -> str:
        return f"协议 {PROTOCOL}"

    def ask_folder(self, title: str) -> str | None:
        return self._path_said("folder", title)

    def ask_files(self, title: str, kind: AskedFiles = "files") -> list[str]:
        said = self._said(kind, title) or []
        if not isinstance(said, list):
            raise NoQuestion(f"{kind}: not a list")
        return [_whole(each) for each in said]

    def ask_new_file(self, title: str, name: str, kind: AskedNew = "new_file") -> str | None:
        return self._path_said(kind, title, name)

    def choose(self, question: str, choices: Choices) -> str | None:
        said = self._said(choices, question)
        if said is not None and said not in _CHOICES:
            raise NoQuestion(f"{choices}: not one of {_CHOICES}")
        return None if said is None else str(said)

    def copy_into(self, folder: Path) -> Path:
        path = folder / self._path.name
        path.write_bytes(self._question.data)
        return path

    def carry_out(self, plan: BookPlan, then: Callable[[], None] | None = None) -> None:
        if not plan.empty:
            package = self.source.package
            check(package, plan, self._path.name)
            self.operations = operations(plan, package)
        self.then = then

    def _path_said(self, kind: str, title: str, name: str = "") -> str | None:
        said = self._said(kind, title, name)
        return None if said is None else _whole(said)

    def _said(self, kind: str, title: str, name: str = "") -> Any:
        # by what was asked, so that no answer is taken for that of another question
        key = hashlib.sha256(f"{kind}\0{title}".encode()).hexdigest()[:8]
        if key not in self._question.answers:
            raise Ask({"key": key, "kind": kind, "title": title, "name": name})
        return self._question.answers[key]


def _whole(said: Any) -> str:
    if not (isinstance(said, str) and Path(said).is_absolute()):
        raise NoQuestion("not the whole name of a file or folder")
    return said


class _WithoutFormulas(GridBook):
    """A workbook whose host cannot tell what is computed: nothing in a computed column is taken for typed."""

    def grid(self, name: str) -> Grid:
        return replace(super().grid(name), formulas={}, knows_formulas=False)

    def marks(self) -> Marks:
        left = super().marks().left
        return Marks(left, lambda name: left[name])
