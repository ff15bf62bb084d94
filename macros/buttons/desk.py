"""What a button needs of the place where it is pressed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, Protocol

from duban.workbook.live.host import AskedFiles, AskedNew
from duban.workbook.plan.plans import BookPlan
from duban.workbook.reading.grid import SheetSource

Choices = Literal["yes_no", "yes_no_cancel"]


class Desk(Protocol):
    """A workbook that is open in some program, and the person in front of it."""

    @property
    def source(self) -> SheetSource:
        """The workbook as it is now. Raises Stop."""

    @property
    def files(self) -> Sequence[Path]:
        """The file of the workbook, where that is known: one that was never saved has none."""

    @property
    def is_read_only(self) -> bool:
        """Whether the workbook can be changed but not saved under its name."""

    @property
    def selected(self) -> Sequence[str]:
        """The names of the selected sheets; where that cannot be known, of the one in front."""

    @property
    def about(self) -> str:
        """What carries plans out here, with its version. Raises Stop where that does not fit the program."""

    def ask_folder(self, title: str) -> str | None:
        """A folder that the user chooses; ``None`` where it is called off. Raises Stop ``no_dialog``."""

    def ask_files(self, title: str, kind: AskedFiles = "files") -> list[str]:
        """Workbooks (``files``) or documents of a word processor that the user chooses, none where it is called off. Raises
        Stop ``no_dialog``."""

    def ask_new_file(self, title: str, name: str, kind: AskedNew = "new_file") -> str | None:
        """A name for a workbook or PDF (``new_file``), or for a workbook, document or page (``new_notice``), to be written;
        ``name`` is proposed; ``None`` where it is called off. Raises Stop ``no_dialog``."""

    def choose(self, question: str, choices: Choices) -> str | None:
        """``yes``, ``no``, ``cancel``; ``None`` where nobody could be asked."""

    def copy_into(self, folder: Path) -> Path:
        """A file with the workbook as it is now; the workbook stays the file that it is. Raises Stop ``no_dialog``,
        ``not_saved``."""

    def carry_out(self, plan: BookPlan, then: Callable[[], None] | None = None) -> None:
        """Carry a plan out in the workbook, which is not saved; ``then`` is for what must wait until that is done. Raises
        Stop."""
