"""Reading .xls and its kin, of which nobody can tell beforehand what they will ask for: in a process of its own,
with so much memory and time and no more. A process that dies is one sentence about the file.

The child is ``python -P -m duban.workbook.opening.old_formats MEGABYTES CELLS``: the file goes in, pickled values come out.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from duban.workbook.opening.archive import Limits
from duban.workbook.opening.memory_limit import limit_memory
from duban.workbook.opening.values import SheetValues, sheet_values
from duban.workbook.say.stop import Stop

_MB = 1 << 20
# -P: no stray module of the folder that this runs in
_COMMAND = ("-P", "-m", "duban.workbook.opening.old_formats")


class OldBook(NamedTuple):
    """All sheets of an old file, as ``open_values.Values``."""

    names: Sequence[str]
    visible: frozenset[str]
    sheets: dict[str, SheetValues]

    def sheet(self, name: str) -> SheetValues:
        """What a sheet holds."""
        return self.sheets[name]


def read_apart(data: bytes, path: Path, limits: Limits) -> OldBook:
    """Every sheet of an .xls, .et, .xlsb or .ods file.

    Raises Stop: ``has_password``, ``damaged``, ``too_many_cells``, ``no_memory``, ``too_slow``.
    """
    command = [sys.executable, *_COMMAND, str(limits.memory_bytes // _MB), str(limits.cells)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=limits.seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise Stop("too_slow", path=path, seconds=f"{limits.seconds:g}") from error
    try:
        code, answer = pickle.loads(done.stdout)
    except (pickle.UnpicklingError, EOFError) as error:  # it died before it could answer
        raise Stop("no_memory", path=path) from error
    if code == "read":
        names, visible, sheets = answer
        return OldBook(names, visible, {name: SheetValues(*each) for name, each in sheets.items()})
    raise Stop(code, path=path, **answer)


def _answer(data: bytes, cells: int) -> tuple[str, Any]:
    """What came of it: ``read`` with names, visible names and sheets; else the code of a Stop with its facts."""
    from io import BytesIO

    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = {}
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            rows, columns = sheet.total_height, sheet.total_width
            if rows * columns > cells:
                facts = {"rows": rows, "columns": columns, "count": rows * columns, "limit": cells}
                return "too_many_cells", {"sheet": name, **facts}
            sheets[name] = tuple(sheet_values(sheet))
        visible = [each.name for each in book.sheets_metadata if str(each.visible).endswith("Visible")]
        return "read", (tuple(sheets), frozenset(visible), sheets)
    except (KeyboardInterrupt, SystemExit):
        raise
    except MemoryError:
        return "no_memory", {}
    except BaseException as error:  # one class per format, zip errors, and Rust's panics, no Exceptions
        if type(error).__name__ == "PasswordError":
            return "has_password", {}
        return "damaged", {"why": str(error)}


if __name__ == "__main__":
    limit_memory(int(sys.argv[1]) * _MB)
    sys.stdout.buffer.write(pickle.dumps(_answer(sys.stdin.buffer.read(), int(sys.argv[2]))))
