"""A Python in which nothing is that the slim bundle for Windows leaves out, nor of xlwings what is not BSD.

Run as a script: imports every door, command and button, then runs the command that is given, and exits as it does.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any

from duban.workbook.addin.bundle.contents import LEFT_OUT_WHEN_SLIM

GONE = {
    *(each.replace("/", ".") for each in LEFT_OUT_WHEN_SLIM),
    *(f"xlwings.{each}" for each in ("pro", "rest", "server", "reports", "xlwingslib")),
}


class LeftOut(MetaPathFinder):
    """Stands before all others and finds nothing of what is left out."""

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> None:
        if fullname in GONE:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)


def import_all() -> None:
    """Import whatever a command, a button or a cell may start."""
    from duban.macros.declared.commands import COMMANDS

    import_module("duban.macros.ribbon")
    import_module("duban.macros.functions")
    for command in (each for top in COMMANDS for each in top.each()):
        for reference in (command.plans, command.runs, *(button.plans for button in command.buttons)):
            if reference:
                import_module(reference.partition(":")[0])


if __name__ == "__main__":
    sys.meta_path.insert(0, LeftOut())
    import_all()
    from duban.macros.cli import main

    code = main(sys.argv[1:])
    assert not GONE & {name for name, module in sys.modules.items() if module}, Path(__file__).name
    sys.exit(code)
