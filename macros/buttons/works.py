"""What each button does: the function of its command, with nothing chosen, on the workbook that is open.

A work reads the workbook, lets the command plan, hands the plan to the desk, and says what to tell staff and which sheet they
then see. What goes wrong is a Stop, and then nothing was changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from duban.macros.buttons.desk import Desk
from duban.macros.commands.own_rules import own_rules
from duban.macros.declared.command_type import load
from duban.macros.declared.commands import COMMANDS
from duban.macros.declared.register_buttons import REGISTER_BUTTONS
from duban.macros.generated_sheets.findings_sheet import findings_plan
from duban.macros.messages.log import log_path
from duban.macros.messages.outcome import Outcome, Planned
from duban.macros.messages.report import finding_lines
from duban.validation.book import read_book
from duban.validation.checker import Checking, check_source
from duban.validation.reports.words import SEVERITY
from duban.workbook.format.names import FINDINGS, IMPORTED
from duban.workbook.format.registers.definitions import DEFINITIONS
from duban.workbook.format.sheet_names import export_file_name
from duban.workbook.reading.tables import read_tables
from duban.workbook.say.severity import SEVERITIES
from duban.workbook.say.stop import Stop

MADE, UPDATED, UNCHANGED = "已生成：", "已更新。", "没有变化。"
READ_ONLY = "工作簿是以只读方式打开的：要保留结果，请“另存为”一个新文件。"
CALLED_OFF = "已取消，什么也没有做。"
ASK_PENDING = (
    "有 {count} 处冲突或清空，都列在“回收情况”。\n"
    "全部采用填报的请点“是”，全部保留台账的请点“否”；想逐处处理的请点“取消”，把要用的值填进台账，再回收一次。"
)
ASK_MASK = (
    "有 {count} 格可能泄露个人信息，还没有写出公示稿。\n"
    "用 ××× 代替并写出的请点“是”；想先改写这几格的请点“否”，改好以后再点一次按钮。\n"
)
NONE_DECLARED = "没有要加的：“登记表定义”中没有声明，或声明的都已有工作表。"
PUBLIC_FILE = "公示稿.xlsx"
_LINES = 12
"""Lines of findings that a message shows; all of them stand in 校验结果."""

Done = tuple[str, str | None]
"""What to tell staff, and the sheet that they then see."""
Work = Callable[[Desk], Done]


def _press(function: str, desk: Desk) -> Done:
    """Run the command of a button, with nothing chosen."""
    command, button = _COMMANDS[function]
    planned: Planned = load(button.plans or command.plans)(command.defaults)
    outcome = planned(read_tables(desk.source))
    told = _told(outcome, desk.is_read_only)
    desk.carry_out(outcome.plan)  # at the end: what fails before has changed nothing
    return told, button.shows or outcome.shows


_COMMANDS = {button.function: (command, button) for command in COMMANDS for button in command.buttons}


def _add_registers(desk: Desk, names: Sequence[str] = ()) -> Done:
    """Add registers; without names those that are declared on 登记表定义 and have no sheet yet."""
    from duban.macros.commands.register import add, without_sheet

    tables = read_tables(desk.source)
    wanted = names or without_sheet(tables)
    if not wanted:
        return NONE_DECLARED, DEFINITIONS
    outcome = add(tables, wanted)
    told = _told(outcome, desk.is_read_only)
    desk.carry_out(outcome.plan)
    return told, outcome.shows


def _export_returns(desk: Desk) -> Done:
    """导出填报表: asks for a folder."""
    from duban.macros.commands.split import SplitOptions, to_folder, write_files

    folder = desk.ask_folder("填报表放进哪个文件夹")
    if folder is None:
        return CALLED_OFF, None
    returns: dict[Path, bytes] = {}
    outcome = to_folder(read_tables(desk.source), Path(folder), SplitOptions(), returns)
    told = _told(outcome, desk.is_read_only)
    # what the workbook does not know of must not go out
    desk.carry_out(outcome.plan, then=partial(write_files, returns))
    return f"{told}\n发出的内容记在工作簿里，请保存工作簿。", outcome.shows


def _collect_returns(desk: Desk) -> Done:
    """回收合并: asks for files or a folder, and what to do with conflicts."""
    from duban.macros.commands.collect import CollectOptions, collect
    from duban.macros.commands.read_returns import read_returns_of

    way = desk.choose("选几个文件请点“是”，选一个文件夹请点“否”。", "yes_no_cancel")
    folder = desk.ask_folder("交回的填报表在哪个文件夹") if way == "no" else None
    names = [folder] if folder else desk.ask_files("选择交回的填报表") if way == "yes" else []
    if not names:
        return CALLED_OFF, None
    found, aside = read_returns_of(names, desk.files, apart=False)
    tables = read_tables(desk.source)
    outcome = collect(tables, found, CollectOptions(), aside)
    pending = outcome.returned.weighed.pending if outcome.returned else []
    if pending:
        choice = desk.choose(ASK_PENDING.format(count=len(pending)), "yes_no_cancel")
        if choice in ("yes", "no"):
            decided = CollectOptions(("theirs" if choice == "yes" else "ours",))
            outcome = collect(tables, found, decided, aside)
    told = _told(outcome, desk.is_read_only)
    desk.carry_out(outcome.plan)
    return told, outcome.shows


def _import_plan(desk: Desk) -> Done:
    """从方案导入: asks for plans."""
    from duban.macros.commands.import_plan import plan_import, read_plans

    names = desk.ask_files("选择方案（可选几个）", "documents")
    if not names:
        return CALLED_OFF, None
    tables = read_tables(desk.source)
    imported = plan_import(read_plans(map(Path, names), tables), tables)
    told = [
        *imported.lines("当前工作簿", most=_LINES),
        READ_ONLY if desk.is_read_only else "工作簿还没有保存。",
    ]
    desk.carry_out(imported.plan)
    return "\n".join(told), IMPORTED


def _export_sheets(desk: Desk) -> Done:
    """导出本表: the selected sheets, into a file that is asked for."""
    from duban.macros.commands.export import export

    sheets, name = desk.selected, export_file_name(desk.selected)
    file = _own_file(desk)
    chosen = desk.ask_new_file("导出选中的工作表", str(file.with_name(name)) if file else name)
    if chosen is None:
        return CALLED_OFF, None
    with _copy_of(desk) as copy:
        exported = export(copy, sheets, Path(chosen), file=file)
    return "\n".join(exported.lines()[: _LINES + 2]), None


def _publish_copy(desk: Desk) -> Done:
    """公示稿: into a file that is asked for; asks what to do with names and numbers."""
    from duban.macros.commands.publish import publish

    file = _own_file(desk)
    try:
        name = str(file.with_name(PUBLIC_FILE)) if file else PUBLIC_FILE
        chosen = desk.ask_new_file("写出公示稿", name, "new_notice")
    except Stop as stop:
        raise Stop(stop.code, command="duban publish") from stop
    if chosen is None:
        return CALLED_OFF, None
    with _copy_of(desk) as copy:
        published = publish(copy, Path(chosen), file=file)
        if not published.written:
            told = "\n".join([ASK_MASK.format(count=published.cells), *published.cells_told(_LINES)])
            if desk.choose(told, "yes_no") != "yes":
                return CALLED_OFF, None
            published = publish(copy, Path(chosen), mask=True, file=file)
    return "\n".join([*published.lines()][: _LINES + 2]), None


def _write_documents(desk: Desk, kind: str) -> Done:
    """生成公文: one kind, into a folder that is asked for."""
    from duban.macros.commands.document import of_sheet
    from duban.macros.commands.document_letters import letters
    from duban.macros.commands.documents_made import DocumentOptions, Made, write_documents
    from duban.macros.documents.words import LETTERS

    folder = desk.ask_folder("公文放进哪个文件夹")
    if folder is None:
        return CALLED_OFF, None
    tables, options, made = read_tables(desk.source), DocumentOptions(kind), Made(kind)
    if kind not in LETTERS:
        of_sheet(tables, options, made, lambda period: Path(folder))
        wanted = made.to_write()
        write_documents(wanted)
        return "\n".join(made.lines(len(wanted), most=_LINES)), None
    outcome = letters(tables, options, made, lambda period: Path(folder))
    wanted = made.to_write()
    # a number that the workbook does not know of must not go out
    desk.carry_out(outcome.plan, then=partial(write_documents, wanted))
    told = made.lines(len(wanted), most=_LINES)
    kept = [] if outcome.plan.empty else ["文号记在“督办单台账”，请保存工作簿。"]
    return "\n".join([*told, *kept]), None if outcome.plan.empty else outcome.shows


@contextmanager
def _copy_of(desk: Desk) -> Iterator[Path]:
    """The workbook as it is now, as a file for a while; what stops meanwhile names it without the folder of that file."""
    with TemporaryDirectory(prefix="duban-copy-", ignore_cleanup_errors=True) as folder:
        copy = desk.copy_into(Path(folder))
        try:
            yield copy
        except Stop as stop:
            if str(stop.facts.get("path", "")) != str(copy):
                raise
            raise Stop(stop.code, **{**stop.facts, "path": copy.name}) from stop


def _own_file(desk: Desk) -> Path | None:
    return next((each for each in desk.files if each.is_file()), None)


def _validate(desk: Desk) -> Done:
    """校验: check the workbook and put what was found into its sheet 校验结果."""
    source = desk.source
    checked = read_book(source)
    own, aside = own_rules(checked.settings)
    try:
        found = check_source(checked, source, Checking(schemas=own))
    except Stop as stop:
        if stop.code != "bad_schema":
            raise
        aside, found = stop.say.zh, check_source(checked, source, Checking())
    counts = Counter(finding.severity for finding in found)
    told = "，".join(f"{SEVERITY[severity].zh} {counts[severity]}" for severity in SEVERITIES)
    lines = ["校验完成，没有发现问题。"]
    if found:
        lines = [f"校验完成：{told}。", f"全部列在“{FINDINGS}”，点“单元格”一列可跳到该处。"]
    lines += [aside] if aside else []
    lines += [READ_ONLY] if desk.is_read_only else []
    desk.carry_out(findings_plan(source, found))
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


def _open(page: str, desk: Desk) -> Done:
    """Open a page of ours in the browser."""
    import webbrowser

    path = Path(str(files("duban.docs") / page))
    webbrowser.open(path.as_uri())
    return "", None


def _about(desk: Desk) -> Done:
    """关于: versions, which Python runs, and where the log is."""
    import sys
    from importlib.metadata import version

    return f"督办 {version('duban')}，{desk.about}\nPython：{sys.executable}\n日志：{log_path()}", None


WORKS: Mapping[str, Work] = {
    **{
        name: partial(_press, name)
        for name, (command, button) in _COMMANDS.items()
        if button.plans or command.plans
    },
    **{button.function: partial(_add_registers, names=(button.label,)) for button in REGISTER_BUTTONS},
    "register_declared": _add_registers,
    "validate": _validate,
    "import_plan": _import_plan,
    "export_returns": _export_returns,
    "collect_returns": _collect_returns,
    "export_sheets": _export_sheets,
    "publish_copy": _publish_copy,
    "document_bulletin": partial(_write_documents, kind="通报"),
    "document_orders": partial(_write_documents, kind="督办单"),
    "document_reminders": partial(_write_documents, kind="催办单"),
    "document_year": partial(_write_documents, kind="年度评估"),
    "rules": partial(_open, "rules.html"),
    "manual": partial(_open, "manual.html"),
    "about": _about,
}
"""Each button's function → what it does. Every button that is declared has one."""
