"""``os`` as ``safe_write`` sees it in its tests: every call is counted, and one of them can go wrong.

Run as a script it saves a file in a process of its own that dies, without any clean-up, at the n-th call:
``counted_os.py N PATH DATA NOW KEEP HARD_LINKS``. Exit code 0 says that the save came to its end first.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from duban.workbook.file import safe_write

NOT_ON_DISK = {"strerror", "fsencode"}
CHUNK = 7
"""Bytes that one write takes, so that a write can break off in the middle of a file."""


class CountedOs:
    """All of ``os``; ``fault()`` is called in place of call number ``at`` (and of all later ones if ``lasting``),
    or, if ``late``, when that call has done its work."""

    def __init__(
        self,
        at: int = 0,
        fault: Callable[[], None] | None = None,
        *,
        lasting: bool = False,
        late: bool = False,
        **instead: Any,
    ) -> None:
        self.calls: list[str] = []
        self._at = at
        self._fault = fault
        self._lasting = lasting
        self._late = late
        self._instead = instead

    @property
    def path(self) -> Any:
        return _Under(self, os.path)

    def __getattr__(self, name: str) -> Any:
        return self.counted(name, self._instead.get(name, getattr(os, name, None)))

    def counted(self, name: str, real: Any) -> Any:
        if real is None:
            raise AttributeError(name)
        if not callable(real) or isinstance(real, type) or name in NOT_ON_DISK:
            return real

        def call(*arguments: Any, **named: Any) -> Any:
            self.calls.append(name)
            number = len(self.calls)
            fails = number == self._at or (self._lasting and number > self._at)
            if self._fault is not None and fails and not self._late:
                self._fault()
            if name == "write":
                arguments = (arguments[0], bytes(arguments[1])[:CHUNK])
            done = real(*arguments, **named)
            if self._fault is not None and fails and self._late:
                self._fault()
            return done

        return call


class _Under:
    """``os.path`` with its calls counted too."""

    def __init__(self, owner: CountedOs, module: Any) -> None:
        self._owner = owner
        self._module = module

    def __getattr__(self, name: str) -> Any:
        return self._owner.counted(name, getattr(self._module, name))


def no_hard_links(*_: Any) -> None:
    """What ``os.link`` does on a memory stick."""
    raise OSError(errno.EPERM, "no hard links here")


def main(at: str, path: str, data: str, now: str, keep: str, hard_links: str) -> None:
    instead = {} if hard_links == "True" else {"link": no_hard_links}
    safe_write.os = CountedOs(int(at), lambda: os._exit(9), **instead)  # type: ignore[assignment]
    safe_write.save(Path(path), data.encode(), now=datetime.fromisoformat(now), keep=int(keep))


if __name__ == "__main__":
    main(*sys.argv[1:])
