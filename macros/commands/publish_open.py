"""公示稿 of the workbook that is open: asks for the file, and what to do with people in it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from duban.macros.commands.publish import publish
from duban.workbook.live.choose_host import host_of
from duban.workbook.say.stop import Stop

FILE = "公示稿.xlsx"
ASK_MASK = (
    "有 {count} 格可能泄露个人信息，还没有写出公示稿。\n"
    "用 ××× 代替并写出的请点“是”；想先改写这几格的请点“否”，改好以后再点一次按钮。\n"
)


def publish_open(book: Any, title: str, lines: int) -> str | None:
    """What to tell staff, of so many lines at most; ``None`` where they called it off. The workbook stays what it is.
    Raises Stop as ``publish``, and ``no_dialog``, ``not_saved``."""
    host = host_of(book)
    file = next((each for each in host.files if each.is_file()), None)
    try:
        chosen = host.ask_new_file("写出公示稿", str(file.with_name(FILE)) if file else FILE)
    except Stop as stop:
        raise Stop(stop.code, command="duban publish") from stop
    if chosen is None:
        return None
    with TemporaryDirectory(prefix="duban-publish-", ignore_cleanup_errors=True) as folder:
        copy = host.copy_into(Path(folder))
        published = publish(copy, Path(chosen), file=file)
        if not published.written:
            told = "\n".join([ASK_MASK.format(count=published.cells), *published.cells_told(lines)])
            if book.app.alert(told, title, buttons="yes_no") != "yes":
                return None
            published = publish(copy, Path(chosen), mask=True, file=file)
    return "\n".join([*published.lines()][: lines + 2])
