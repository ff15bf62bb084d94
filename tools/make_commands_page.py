"""Write ``docs/commands.md`` and ``docs/commands.zh-CN.md``: every command, its arguments and its button, as declared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from duban.macros.declared.arguments import COMMON
from duban.macros.declared.command_type import Argument, Command
from duban.macros.declared.commands import COMMANDS
from duban.macros.messages.help import flags_of, usage_of
from duban.workbook.say.sentence import Say

DOCS = Path(__file__).parent.parent / "docs"
PAGES = {"zh": "commands.zh-CN.md", "en": "commands.md"}

_MARK = "<!-- made by tools/make_commands_page.py (make pages) of what macros/declared says; not edited by hand -->"
_TITLE = Say("命令", "Commands")
_LEAD = Say(
    """每条命令都可以加 `--lang en`（英文提示）和 `--debug`（出错时显示详细信息）。不写 `-o` 就直接更新原文件：先备份（名字里有日期和时间；最早的一份始终保留，其余留最近的几份，份数在“规则”的“备份份数”里改），再整体替换，不会留下写了一半的文件。没有变化就不写文件。

退出码：0 表示完成（需要核对的地方会列出来，重要的在前）；1 表示 `validate` 查出了错误或提醒；2 表示没有做成，文件保持原样，并用一句话说明是哪个文件、哪个单元格、该怎么办。如果中途出错（例如写第二个文件时磁盘已满），会列出此前已保存的每个文件和它的备份；程序内部出错的，会写入日志，并告诉您日志在哪里。""",
    """Every command takes `--lang en` and `--debug`. Without `-o` a file is updated in place, atomically, with a
backup of the bytes before. If nothing would change, nothing is written. Exit codes: 0 done (findings are
printed, worst first), 1 `validate` found errors or warnings, 2 could not do it; the file is then as it was, and
one sentence says which file, which cell and what to do. Where something fails later, as a full disk for the second of
two files, the message names each file that was saved and its backup. An error inside the program is written to a log,
which the message names.""",
)
_COLUMNS = Say("| 参数 | 说明 |", "| argument | what it is |")
_BUTTON = Say("Excel 按钮：", "Button in Excel: ")
_EXAMPLE = Say("例：", "Example: ")


def commands_page(lang: str) -> str:
    """The page in ``zh`` or ``en``."""
    lines = [_MARK, "", f"# {_TITLE.to(lang)}", "", _LEAD.to(lang), "", *_table(COMMON, lang)]
    for command in COMMANDS:
        lines += _section(command, f"duban {command.name}", 2, lang)
    return "\n".join(lines) + "\n"


def _section(command: Command, called: str, level: int, lang: str) -> Iterator[str]:
    words = [each for each in command.arguments if not each.flags]
    usage = " ".join([called, *map(usage_of, words)])
    yield from ("", f"{'#' * level} `{usage}`", "", command.about.to(lang) + _full_stop(lang))
    for button in command.buttons:
        yield from ("", f"{_BUTTON.to(lang)}**{button.label}**　{button.supertip}")
    if command.arguments:
        yield ""
        yield from _table(command.arguments, lang)
    for step in command.steps:
        yield from _section(step, f"{called} {step.name}", level + 1, lang)
    if not command.steps:
        yield from ("", f"{_EXAMPLE.to(lang)}`duban {command.example}`")


def _table(arguments: tuple[Argument, ...], lang: str) -> Iterator[str]:
    yield _COLUMNS.to(lang)
    yield "| --- | --- |"
    for each in arguments:
        typed = (flags_of(each) if each.flags else usage_of(each)).replace("|", "\\|")
        yield f"| `{typed}` | {each.told.to(lang)} |"


def _full_stop(lang: str) -> str:
    return "。" if lang == "zh" else "."


if __name__ == "__main__":
    for lang, page in PAGES.items():
        (DOCS / page).write_text(commands_page(lang), encoding="utf-8", newline="\n")
