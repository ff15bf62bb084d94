"""Which file of the office's own rules the button 校验 uses: one that its user put into a folder of the user's own.

A workbook names the file; whoever sends a workbook must not choose what runs. So a name is no path, and what it leads to
must lie in that folder itself.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from duban.workbook.format.names import RULES
from duban.workbook.format.sheets.settings import OWN_SCHEMAS
from duban.workbook.reading.settings import Settings

NOT_USED = (
    f"“{RULES}”的“{OWN_SCHEMAS}”写的“{{name}}”没有用上：只用本人文件夹 ~/.duban/schemas 里的 .py 文件。"
)
"""What staff are told of a file that is not used."""


def folder() -> Path:
    """The folder of the user's files of rules. Raises RuntimeError where the user has no home."""
    return Path.home() / ".duban" / "schemas"


def own_rules(settings: Settings) -> tuple[tuple[str, ...], str]:
    """The file that 自定义规则 names, as ``Checking.schemas`` has it, and what to tell staff where it is not used."""
    name = settings.own_schemas
    if not name:
        return (), ""
    if not {*name} & {*"/\\:"}:  # what is a path is not even looked for: it may name another machine
        with suppress(
            OSError, RuntimeError, ValueError
        ):  # no home, a loop of links, a name that no file bears
            path = (folder() / name).resolve(strict=True)
            if path.suffix == ".py" and path.is_file() and path.parent == folder().resolve():
                return (str(path),), ""
    return (), NOT_USED.format(name=name)
