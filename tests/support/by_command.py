"""What the command line writes of a workbook; for a button that has no command like it, what a file gets of its plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from duban.macros.buttons.works import WORKS
from duban.macros.hosts.engine import FileDesk
from duban.macros.hosts.question import Question
from duban.workbook.file import write_xlsx
from duban.workbook.plan.plans import BookPlan


class WrittenDesk(FileDesk):
    """A desk whose workbook is a file: plans are written into ``data``. ``answers`` are by the kind of the question."""

    def __init__(self, question: Question, folder: Path) -> None:
        super().__init__(question, folder)
        self.data, self._answers = question.data, question.answers

    def carry_out(self, plan: BookPlan, then: Callable[[], None] | None = None) -> None:
        if not plan.empty:
            self.data = write_xlsx.apply(self.data, plan)
        if then is not None:
            then()

    def _said(self, kind: str, title: str, name: str = "") -> Any:
        return self._answers[kind]


def written(button: str, handed: Path, made: Path, answers: Mapping[str, Any] | None = None) -> Path:
    """The file that holds what the button is for; the same bytes where it changes nothing."""
    folder = made.parent / "desk"
    folder.mkdir()
    question = Question(button, handed.read_bytes(), handed.name, answers=answers or {})
    desk = WrittenDesk(question, folder)
    WORKS[button](desk)
    made.write_bytes(desk.data)
    return made
