"""Collect returns in a process that dies, without any clean-up, at the n-th call to the system while it saves:
``die_while_collecting.py N BOOK RETURN…``. Exit code 0: it came to its end first."""

from __future__ import annotations

import os
import sys

import counted_os
from counted_os import CountedOs

from duban.macros.cli import main
from duban.workbook.file import safe_write

if __name__ == "__main__":
    at, *words = sys.argv[1:]
    counted_os.CHUNK = 1 << 20  # a write in one piece
    safe_write.os = CountedOs(int(at), lambda: os._exit(9))  # type: ignore[assignment]
    sys.exit(main(["collect", *words]))
