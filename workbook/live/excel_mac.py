"""Excel for Mac, by AppleScript: what it needs beyond what every engine knows.

xlwings' engine for the Mac has no frozen panes and copies no looks. Every name behind ``.api`` is in the
dictionary of terms that xlwings brings along.
"""

from __future__ import annotations

import shutil
import subprocess
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from duban.workbook.cells.areas import Position
from duban.workbook.live.excel_desktop import DesktopHost
from duban.workbook.live.host import AskedFiles, AskedNew, LiveChart, LiveRange, LiveSheet
from duban.workbook.plan.plans import Chart
from duban.workbook.say.stop import Stop


def _chosen(script: str) -> list[str]:
    """The paths that a dialog of the system gives; none where it is called off."""
    done = subprocess.run(["osascript", "-e", script], capture_output=True, text=True, check=False)
    return [line for line in done.stdout.splitlines() if line]


class MacHost(DesktopHost):
    """Excel for Mac."""

    @cached_property
    def date1904(self) -> bool:
        return bool(self.book.api.date_1904.get())

    @property
    def is_shared(self) -> bool:
        return bool(self.book.api.multi_user_editing.get())

    @property
    def is_read_only(self) -> bool:
        return bool(self.book.api.read_only.get())

    @property
    def is_book_protected(self) -> bool:
        return bool(self.book.api.protect_structure.get())

    def ask_folder(self, title: str) -> str | None:
        found = _chosen(f'POSIX path of (choose folder with prompt "{title}")')
        return found[0] if found else None

    def ask_files(self, title: str, kind: AskedFiles = "files") -> list[str]:
        return _chosen(
            f'set chosen to choose file with prompt "{title}" with multiple selections allowed\n'
            'set told to ""\n'
            "repeat with each in chosen\n"
            "set told to told & POSIX path of each & linefeed\n"
            "end repeat\n"
            "told"
        )

    def ask_new_file(self, title: str, name: str, kind: AskedNew = "new_file") -> str | None:
        plain = Path(name).name.replace("\\", "\\\\").replace('"', '\\"')
        found = _chosen(f'POSIX path of (choose file name with prompt "{title}" default name "{plain}")')
        return found[0] if found else None

    def copy_into(self, folder: Path) -> Path:
        # Excel for Mac saves no copy: the file on disk is one, if nothing was typed since
        if not self.files or not self.files[0].is_file() or not self.book.api.saved.get():
            raise Stop("not_saved", path=self.book.name)
        return Path(shutil.copy(self.files[0], folder))

    def add_before(self, other: LiveSheet) -> LiveSheet:
        return self.book.sheets.add(before=other)

    def is_protected(self, sheet: LiveSheet, objects: bool = False) -> bool:
        return bool(sheet.api.protect_contents.get())

    def is_filtered(self, sheet: LiveSheet) -> bool:
        return bool(sheet.api.filter_mode.get())

    def unfilter(self, sheet: LiveSheet) -> None:
        sheet.api.autofilter_mode.set(False)

    def _finish_chart(self, chart: LiveChart, plan: Chart) -> None:
        super()._finish_chart(chart, plan)
        if plan.kind != "line":
            chart.api[1].plot_visible_only.set(False)  # the figures stand in hidden columns

    def _copy_look(self, source: LiveRange, target: LiveRange) -> None:
        with suppress(
            Exception
        ):  # the clipboard may be held by another program; the look is not worth the click
            source.copy()
            target.paste("formats")
            target.unmerge()  # the look of a merged cell is to be merged

    def freeze(self, sheet: LiveSheet, at: Position) -> None:
        if not sheet.visible:
            return  # only a sheet that is shown has a window
        with suppress(Exception):  # not in the view of pages
            sheet.activate()
            window = self.book.api.windows[1]
            window.freeze_panes.set(False)
            window.split_row.set(at[0] - 1)
            window.split_column.set(at[1] - 1)
            window.freeze_panes.set(True)
