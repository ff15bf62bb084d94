"""Lines on the terminal. No name of a file or sheet and no value of a cell that stands in one is obeyed by it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from duban.validation.reports.words import one_line
from duban.workbook.say.stop import Stop


@contextmanager
def shown() -> Iterator[None]:
    """What is printed meanwhile may fail with Stop ``not_shown``; a pipe whose reader is gone stays BrokenPipeError."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Stop("not_shown", why=error.strerror or error) from error


def say(line: str) -> None:
    """Print a line. Raises as ``shown``."""
    with shown():
        print(one_line(line))


def tell(line: str, lead: str = "", end: str = "\n") -> None:
    """Print a line to stderr; where nobody can hear it, the work goes on. ``lead`` is for the terminal."""
    with suppress(OSError, ValueError):
        print(lead + one_line(line), end=end, file=sys.stderr, flush=True)
