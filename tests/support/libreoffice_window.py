"""A LibreOffice with a window on a screen of its own, clicked with the mouse of that screen.

Run by the Python that LibreOffice's bridge (uno) belongs to: ``libreoffice_window.py PROFILE STEPS.json ANSWERS.json``, with
``DISPLAY`` set. A step is ``open`` (a path), ``click`` (what is written on something, and on what it opens), ``type`` (keys of xdotool), ``wait`` (for a
text on the screen), ``picture`` (a path), ``show`` (a sheet), ``put`` (a text into a cell), ``sheets``, ``names``. Each gives one answer; where one fails,
the last answer says why. Where things stand on the screen is asked of what LibreOffice tells programs for the blind.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from libreoffice_desktop import CONTEXT, desktop_of

SECONDS = 20
SIZE = (1180, 760)

_KEY = re.compile(r"\(\w\)$")
"""The key of an entry: 校验(A)."""


class Window:
    """What is on the screen."""

    def __init__(self, desktop: Any) -> None:
        self._desktop = desktop
        self._document: Any = None
        self._toolkit = CONTEXT[0].ServiceManager.createInstanceWithContext(
            "com.sun.star.awt.Toolkit", CONTEXT[0]
        )

    def open(self, path: str) -> None:
        self._document = self._desktop.loadComponentFromURL(Path(path).as_uri(), "_default", 0, ())
        window = self._document.CurrentController.Frame.ContainerWindow
        window.setPosSize(0, 0, *SIZE, 15)
        window.toFront()
        self.wait("督办")

    def click(self, label: str, opens: str = "") -> None:
        """Click the middle of what has this name; again, where what it opens does not come: a box may still be closing."""
        for _ in _tries():
            subprocess.run(["xdotool", "mousemove", *map(str, self._place(label))], check=True)
            time.sleep(0.3)
            subprocess.run(["xdotool", "click", "1"], check=True)
            time.sleep(0.7)
            if not opens or self._found(opens) is not None:
                return
            time.sleep(1)
        raise LookupError(f"{label} does not open {opens}")

    def type(self, *keys: str) -> None:
        subprocess.run(["xdotool", "key", *keys], check=True)
        time.sleep(0.4)

    def wait(self, text: str) -> str:
        """The first text on the screen that holds it."""
        for _ in _tries():
            found = next((name for name, _ in self._things() if text in name), None)
            if found is not None:
                return found
        raise LookupError(f"{text} is not on the screen")

    def names(self) -> list[str]:
        """All that is written on the screen."""
        return [name for name, _ in self._things() if name]

    def picture(self, path: str) -> None:
        subprocess.run(["xdotool", "mousemove", str(SIZE[0] - 40), str(SIZE[1] - 60)], check=True)
        time.sleep(1)
        subprocess.run(["import", "-window", "root", path], check=True)

    def put(self, sheet: str, address: str, value: str) -> None:
        self._document.Sheets.getByName(sheet).getCellRangeByName(address).String = value

    def show(self, name: str) -> None:
        self._document.CurrentController.setActiveSheet(self._document.Sheets.getByName(name))

    def sheets(self) -> list[str]:
        return list(self._document.Sheets.ElementNames)

    def close(self) -> None:
        if self._document is not None:
            self._document.setModified(False)
            self._document.close(True)

    def _place(self, label: str) -> tuple[int, int]:
        for _ in _tries():
            found = self._found(label)
            if found is not None:
                return found
        raise LookupError(f"{label} is not on the screen")

    def _found(self, label: str) -> tuple[int, int] | None:
        """The middle of what has this name and can be seen."""
        for name, thing in self._things():
            if _KEY.sub("", name) == label and thing.getSize().Width > 0:
                at, size = thing.getLocationOnScreen(), thing.getSize()
                return at.X + size.Width // 2, at.Y + size.Height // 2
        return None

    def _things(self) -> Iterator[tuple[str, Any]]:
        """What is on the screen, with its name; what came last first."""
        for number in reversed(range(self._toolkit.getTopWindowCount())):
            yield from _inside(self._toolkit.getTopWindow(number), 9)


def _tries() -> Iterator[None]:
    """One after the other, as long as it is waited for something."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        yield None
        time.sleep(0.25)


def _inside(thing: Any, depth: int) -> Iterator[tuple[str, Any]]:
    try:
        told = thing.getAccessibleContext()
        if told is None:
            return
        count = told.getAccessibleChildCount()
        yield told.getAccessibleName(), told
        children = [told.getAccessibleChild(each) for each in range(count if count < 200 else 0)]
    except Exception:  # it went away meanwhile
        return
    for child in children if depth else ():
        yield from _inside(child, depth - 1)


def main() -> None:
    profile, steps = Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    answers: list[Any] = []
    with desktop_of(profile, "--nologo", "--language=zh-CN") as (desktop, office):
        window = Window(desktop)
        try:
            for verb, *told in steps:
                answers.append(getattr(window, verb)(*told))
        except Exception as error:
            answers.append(f"{type(error).__name__}: {error}")
            subprocess.run(["import", "-window", "root", f"{sys.argv[3]}.png"], check=False)
            os.killpg(office.pid, signal.SIGKILL)  # a box may be open, which lets nothing be closed
        else:
            window.close()
        Path(sys.argv[3]).write_text(json.dumps(answers), encoding="utf-8")


if __name__ == "__main__":
    main()
