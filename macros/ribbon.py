"""The ribbon's door: one thin function for each button of the tab 督办 (``workbook.addin.ribbon_xml``).

What a button does stands in ``macros.buttons.works``; here it finds the workbook that is open in Excel, and carries the plan
out in it; nothing is saved. The classic add-in calls without arguments, Server, Lite and tests with the book.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from duban.macros.buttons.desk import Choices
from duban.macros.buttons.works import WORKS, Work
from duban.macros.messages.log import log_path, write_down
from duban.workbook.live.choose_host import host_of
from duban.workbook.live.host import AskedFiles, AskedNew
from duban.workbook.live.write_excel import LiveBook, apply_live, quiet
from duban.workbook.live.xlwings_link import calling_book, xw
from duban.workbook.plan.plans import BookPlan
from duban.workbook.say.stop import Stop

TITLE = "督办"

Click = Callable[..., None]
"""Takes the open workbook, or nothing: then it is the one that called."""


class ExcelDesk:
    """A workbook that is open in Excel, as a ``Desk``."""

    def __init__(self, book: xw.Book) -> None:
        self._book, self._host = book, host_of(book)

    @property
    def source(self) -> LiveBook:
        return LiveBook(self._book)

    @property
    def files(self) -> Sequence[Path]:
        return self._host.files

    @property
    def is_read_only(self) -> bool:
        return self._host.is_read_only

    @property
    def selected(self) -> Sequence[str]:
        return self._host.selected

    @property
    def about(self) -> str:
        from duban.macros.commands.addin import check_installed

        check_installed()
        return f"xlwings {xw.__version__}"

    def ask_folder(self, title: str) -> str | None:
        return self._host.ask_folder(title)

    def ask_files(self, title: str, kind: AskedFiles = "files") -> list[str]:
        return self._host.ask_files(title, kind)

    def ask_new_file(self, title: str, name: str, kind: AskedNew = "new_file") -> str | None:
        return self._host.ask_new_file(title, name, kind)

    def choose(self, question: str, choices: Choices) -> str | None:
        answer: str | None = self._book.app.alert(question, TITLE, buttons=choices)
        return answer

    def copy_into(self, folder: Path) -> Path:
        return self._host.copy_into(folder)

    def carry_out(self, plan: BookPlan, then: Callable[[], None] | None = None) -> None:
        apply_live(self._book, plan)
        if then is not None:
            then()


def __getattr__(name: str) -> Click:
    """The function of each button that is declared."""
    if name not in WORKS:
        raise AttributeError(name)

    def click(book: xw.Book | None = None) -> None:
        _do(book, WORKS[name])

    return click


def _do(book: xw.Book | None, work: Work) -> None:
    """Run the work of a button: what goes wrong is one sentence with what to do, and never a stack trace.

    Screen, calculation and selection are as before, also after an error; then the sheet that was asked for
    comes to the front.
    """
    if book is None:
        app, book = calling_book()
        if book is None:
            app.alert(Stop("book_not_open").say.zh, TITLE)
            return
    message = ""
    try:
        with quiet(book), _saying(book.app, "督办：正在处理，请稍候……"):
            message, show = work(ExcelDesk(book))
        if show is not None and show in [sheet.name for sheet in book.sheets]:
            host_of(book).show(book.sheets[show])
    except Stop as stop:
        message = stop.say.zh
        if stop.code in ("taken_back", "half_done"):  # Excel refused what it was not expected to
            message += f"\n{_log(stop)}"
    except Exception as error:
        done = message or f"程序出错（{type(error).__name__}），工作簿没有改动。"
        message = f"{done}\n请把日志交给维护人员：\n{_log(error)}"
    if message:
        book.app.alert(message, TITLE)


@contextmanager
def _saying(app: xw.App, text: str) -> Iterator[None]:
    """Say in the status bar what is going on, where the host has one."""
    try:
        app.status_bar = text
    except (NotImplementedError, AttributeError):
        yield
        return
    try:
        yield
    finally:
        with suppress(Exception):
            app.status_bar = False  # Excel's own messages again


def _log(error: Exception) -> Path | str:
    """Write a failure down. Gives where, or that it could not be."""
    return write_down(error, "ribbon") or f"日志写不进 {log_path()}"
