"""A LibreOffice that is told what to do, over its bridge (uno).

Imported by scripts that the Python runs to which the bridge belongs.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]

CONTEXT: list[Any] = []
"""Of the LibreOffice that answered last: what its services are made with."""

PAUSE, TIMES = 0.3, 200
"""How long, and how often, it is waited for."""


@contextmanager
def desktop_of(profile: Path, *options: str) -> Iterator[tuple[Any, subprocess.Popen[bytes]]]:
    """The desktop of a LibreOffice with a profile of its own, and its process; it ends with the block.

    ``options`` say how it starts; without a window if there are none.
    """
    pipe = f"duban{time.time_ns()}"
    accept = f"--accept=pipe,name={pipe};urp;"
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", *(options or ("--headless",))]
    command += ["--norestore", accept]
    office = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    desktop = _connected(pipe, office)
    try:
        yield desktop, office
    finally:
        with suppress(Exception):  # it goes away while it answers
            desktop.terminate()
        office.wait(30)


def opened(desktop: Any, book: Path) -> Any:
    """A file, open where nobody sees it."""
    return desktop.loadComponentFromURL(book.as_uri(), "_blank", 0, (set_to("Hidden", True),))


def shown(desktop: Any, book: Path) -> Any:
    """A copy of a file, open in a frame that is not hidden. LibreOffice opens nothing that another one has open."""
    place = Path(tempfile.mkdtemp(prefix="duban-shown-")) / book.name
    shutil.copy(book, place)
    return desktop.loadComponentFromURL(place.as_uri(), "_blank", 0, ())


def set_to(name: str, value: Any) -> Any:
    """A property as the bridge takes it."""
    told = PropertyValue()
    told.Name, told.Value = name, value
    return told


def _connected(pipe: str, office: subprocess.Popen[bytes]) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(TIMES):
        with suppress(Exception):
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            CONTEXT[:] = [context]
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        time.sleep(PAUSE)
    office.kill()
    raise SystemExit("LibreOffice does not answer")
