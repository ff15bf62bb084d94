"""The ribbon's door: one thin function for each button of the tab 督办 (``workbook.addin.ribbon_xml``).

A button and its command are the same function: each reads the open workbook, lets the command plan, and
carries the plan out in it; nothing is saved. The classic add-in calls without arguments, Server, Lite and tests
with the book.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from duban.macros.commands.own_rules import own_rules
from duban.macros.declared.command_type import load
from duban.macros.declared.commands import COMMANDS
from duban.macros.declared.register_buttons import REGISTER_BUTTONS
from duban.macros.generated_sheets.findings_sheet import findings_plan
from duban.macros.messages.log import log_path, write_down
from duban.macros.messages.outcome import Outcome, Planned
from duban.macros.messages.report import finding_lines
from duban.validation.book import read_book
from duban.validation.checker import Checking, check_source
from duban.validation.reports.words import SEVERITY
from duban.workbook.format.names import FINDINGS
from duban.workbook.format.registers.definitions import DEFINITIONS
from duban.workbook.format.sheet_names import export_file_name
from duban.workbook.live.choose_host import host_of
from duban.workbook.live.write_excel import LiveBook, apply_live, quiet
from duban.workbook.live.xlwings_link import calling_book, xw
from duban.workbook.reading.tables import read_tables
from duban.workbook.say.severity import SEVERITIES
from duban.workbook.say.stop import Stop

__all__ = [
    "about",
    "build",
    "close_period",
    "collect_returns",
    "export_returns",
    "export_sheets",
    "ledger",
    "manual",
    "publish_copy",
    "register_declared",
    "rollup",
    "rules",
    "suggest",
    "summary",
    "units",
    "validate",
]

TITLE = "督办"
MADE, UPDATED, UNCHANGED = "已生成：", "已更新。", "没有变化。"
READ_ONLY = "工作簿是以只读方式打开的：要保留结果，请“另存为”一个新文件。"
CALLED_OFF = "已取消，什么也没有做。"
ASK_PENDING = (
    "有 {count} 处冲突或清空，都列在“回收情况”。\n"
    "全部采用填报的请点“是”，全部保留台账的请点“否”；想逐处处理的请点“取消”，把要用的值填进台账，再回收一次。"
)
NONE_DECLARED = "没有要加的：“登记表定义”中没有声明，或声明的都已有工作表。"
_LINES = 12
"""Lines of findings that a message shows; all of them stand in 校验结果."""

Done = tuple[str, str | None]
"""What to tell staff, and the sheet that they then see."""


def validate(book: xw.Book | None = None) -> None:
    """校验: check the open workbook and put what was found into its sheet 校验结果."""
    _do(book, _validate)


def ledger(book: xw.Book | None = None) -> None:
    """生成台账: the ledger and the tracking columns."""
    _press(book, "ledger")


def suggest(book: xw.Book | None = None) -> None:
    """建议承接: the same, ending at the suggested links."""
    _press(book, "suggest")


def rollup(book: xw.Book | None = None) -> None:
    """市级汇总: of the workbook's own items, or of the districts that were collected."""
    _press(book, "rollup")


def units(book: xw.Book | None = None) -> None:
    """单位分表."""
    _press(book, "units")


def summary(book: xw.Book | None = None) -> None:
    """季度通报."""
    _press(book, "summary")


def build(book: xw.Book | None = None) -> None:
    """全部生成."""
    _press(book, "build")


# 登记表


def __getattr__(name: str) -> Callable[..., None]:
    """Of the buttons of the menu 登记表 each adds the register that it is called."""
    if name not in _REGISTERS:
        raise AttributeError(name)

    def add(book: xw.Book | None = None) -> None:
        _do(book, partial(_add_registers, names=(_REGISTERS[name],)))

    return add


_REGISTERS = {button.function: button.label for button in REGISTER_BUTTONS}


def register_declared(book: xw.Book | None = None) -> None:
    """The registers that are declared on 登记表定义 and have no sheet yet."""
    _do(book, _add_registers)


# 收发


def export_returns(book: xw.Book | None = None) -> None:
    """导出填报表: asks for a folder."""
    _do(book, _export_returns)


def collect_returns(book: xw.Book | None = None) -> None:
    """回收合并: asks for files or a folder, and what to do with conflicts."""
    _do(book, _collect_returns)


def close_period(book: xw.Book | None = None) -> None:
    """封存本期."""
    _press(book, "close_period")


def export_sheets(book: xw.Book | None = None) -> None:
    """导出本表: the selected sheets, into a file that is asked for."""
    _do(book, _export_sheets)


def publish_copy(book: xw.Book | None = None) -> None:
    """公示稿: into a file that is asked for; asks what to do with names and numbers."""
    _do(book, _publish_copy)


# 帮助


def rules(book: xw.Book | None = None) -> None:
    """规则: the manual of the rules, in the browser."""
    _do(book, lambda book: _open("rules.html"))


def manual(book: xw.Book | None = None) -> None:
    """手册: the manual, in the browser."""
    _do(book, lambda book: _open("manual.html"))


def about(book: xw.Book | None = None) -> None:
    """关于: versions, which Python runs, and where the log is."""
    _do(book, lambda book: _about())


def _press(book: xw.Book | None, function: str) -> None:
    """Run the command of a button on the open workbook, with nothing chosen; then staff see the button's sheet."""
    command, button = _COMMANDS[function]

    def work(book: xw.Book) -> Done:
        planned: Planned = load(button.plans or command.plans)(command.defaults)
        outcome = planned(read_tables(LiveBook(book)))
        told = _told(outcome, host_of(book).is_read_only)
        apply_live(book, outcome.plan)  # at the end: what fails before has changed nothing
        return told, button.shows or outcome.shows

    _do(book, work)


def _add_registers(book: xw.Book, names: Sequence[str] = ()) -> Done:
    from duban.macros.commands.register import add, without_sheet

    tables = read_tables(LiveBook(book))
    wanted = names or without_sheet(tables)
    if not wanted:
        return NONE_DECLARED, DEFINITIONS
    outcome = add(tables, wanted)
    told = _told(outcome, host_of(book).is_read_only)
    apply_live(book, outcome.plan)
    return told, outcome.shows


_COMMANDS = {button.function: (command, button) for command in COMMANDS for button in command.buttons}


def _export_returns(book: xw.Book) -> Done:
    from duban.macros.commands.split import SplitOptions, to_folder, write_files

    host = host_of(book)
    folder = host.ask_folder("填报表放进哪个文件夹")
    if folder is None:
        return CALLED_OFF, None
    files: dict[Path, bytes] = {}
    outcome = to_folder(read_tables(LiveBook(book)), Path(folder), SplitOptions(), files)
    told = _told(outcome, host.is_read_only)
    apply_live(book, outcome.plan)
    write_files(files)  # what the workbook does not know of must not go out
    return f"{told}\n发出的内容记在工作簿里，请保存工作簿。", outcome.shows


def _collect_returns(book: xw.Book) -> Done:
    from duban.macros.commands.collect import CollectOptions, collect
    from duban.macros.commands.read_returns import read_returns_of

    host = host_of(book)
    way = book.app.alert("选几个文件请点“是”，选一个文件夹请点“否”。", TITLE, buttons="yes_no_cancel")
    folder = host.ask_folder("交回的填报表在哪个文件夹") if way == "no" else None
    names = [folder] if folder else host.ask_files("选择交回的填报表") if way == "yes" else []
    if not names:
        return CALLED_OFF, None
    found, aside = read_returns_of(names, host.files, apart=False)
    tables = read_tables(LiveBook(book))
    outcome = collect(tables, found, CollectOptions(), aside)
    pending = outcome.returned.weighed.pending if outcome.returned else []
    if pending:
        choice = book.app.alert(ASK_PENDING.format(count=len(pending)), TITLE, buttons="yes_no_cancel")
        if choice in ("yes", "no"):
            decided = CollectOptions(("theirs" if choice == "yes" else "ours",))
            outcome = collect(tables, found, decided, aside)
    told = _told(outcome, host.is_read_only)
    apply_live(book, outcome.plan)
    return told, outcome.shows


def _export_sheets(book: xw.Book) -> Done:
    from duban.macros.commands.export import export

    host = host_of(book)
    sheets, name = host.selected, export_file_name(host.selected)
    file = next((each for each in host.files if each.is_file()), None)
    chosen = host.ask_new_file("导出选中的工作表", str(file.with_name(name)) if file else name)
    if chosen is None:
        return CALLED_OFF, None
    with TemporaryDirectory(prefix="duban-export-", ignore_cleanup_errors=True) as folder:
        copy = host.copy_into(Path(folder))
        exported = export(copy, sheets, Path(chosen), file=file)
    return "\n".join(exported.lines()[: _LINES + 2]), None


def _publish_copy(book: xw.Book) -> Done:
    from duban.macros.commands.publish_open import publish_open

    return publish_open(book, TITLE, _LINES) or CALLED_OFF, None


def _validate(book: xw.Book) -> Done:
    live = LiveBook(book)
    checked = read_book(live)
    own, aside = own_rules(checked.settings)
    try:
        found = check_source(checked, live, Checking(schemas=own))
    except Stop as stop:
        if stop.code != "bad_schema":
            raise
        aside, found = stop.say.zh, check_source(checked, live, Checking())
    counts = Counter(finding.severity for finding in found)
    told = "，".join(f"{SEVERITY[severity].zh} {counts[severity]}" for severity in SEVERITIES)
    lines = ["校验完成，没有发现问题。"]
    if found:
        lines = [f"校验完成：{told}。", f"全部列在“{FINDINGS}”，点“单元格”一列可跳到该处。"]
    lines += [aside] if aside else []
    lines += [READ_ONLY] if host_of(book).is_read_only else []
    apply_live(book, findings_plan(live, found))
    return "\n".join(lines), FINDINGS if found else None


def _told(outcome: Outcome, is_read_only: bool) -> str:
    plan = outcome.plan
    if plan.empty:
        # what was to be closed, or is frozen, is said all the same
        about = [each for each in outcome.findings if each.code[0] in "HCG" or each.code == "R111"]
        return "\n".join([UNCHANGED, *finding_lines(about, "zh")])
    made = "、".join(sheet.name for sheet in plan.sheets)
    lines = [f"{MADE}{made}" if made else UPDATED, READ_ONLY if is_read_only else "工作簿还没有保存。"]
    found = list(finding_lines(outcome.findings, "zh"))
    lines += ["", *found[:_LINES]] if found else []
    return "\n".join([*lines, "……更多请点“校验”。"] if len(found) > _LINES else lines)


def _open(page: str) -> Done:
    import webbrowser

    path = Path(str(files("duban.docs") / page))
    webbrowser.open(path.as_uri())
    return "", None


def _about() -> Done:
    from importlib.metadata import version

    from duban.macros.commands.addin import check_installed

    check_installed()
    return (
        f"督办 {version('duban')}，xlwings {xw.__version__}\nPython：{sys.executable}\n日志：{log_path()}",
        None,
    )


def _do(book: xw.Book | None, work: Callable[[xw.Book], Done]) -> None:
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
            message, show = work(book)
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
