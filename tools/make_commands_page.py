"""Write ``docs/commands.md`` and ``docs/commands.zh-CN.md``: every command, its arguments and its button, as declared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from duban.macros.declared.arguments import COMMON
from duban.macros.declared.command import Argument, Command
from duban.macros.declared.commands import COMMANDS
from duban.macros.messages.help import flags_of, usage_of
from duban.workbook.say.sentence import Say

DOCS = Path(__file__).parent.parent / "docs"
PAGES = {"zh": "commands.zh-CN.md", "en": "commands.md"}

_MARK = "<!-- made by tools/make_commands_page.py (make pages) of what macros/declared says; not edited by hand -->"
_TITLE = Say("命令", "Commands")
_LEAD = Say(
    "每条命令都可以加下面这些选项；`duban 命令 --help` 显示同样的内容。\n\n"
    "退出码：0 完成；1 `validate` 发现了错误或提醒；2 没有做成，原因和办法用一句话说明，文件保持原样。",
    "Every command takes these options, and `duban COMMAND --help` shows what stands here.\n\n"
    "Exit codes: 0 done; 1 `validate` found errors or warnings; 2 could not do it: one sentence says why and what "
    "to do, and the file is as it was.",
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
        yield f"| `{typed}` | {each.help.to(lang)} |"


def _full_stop(lang: str) -> str:
    return "。" if lang == "zh" else "."


if __name__ == "__main__":
    for lang, page in PAGES.items():
        (DOCS / page).write_text(commands_page(lang), encoding="utf-8", newline="\n")
