"""A profile of LibreOffice's with the extension, and a screen on which it is clicked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from places import TESTS

from duban.macros.declared.addin_contents import CONTENTS
from duban.workbook.addin.libreoffice.oxt import build_oxt

SYSTEM_PYTHON = "/usr/bin/python3"
"""To which LibreOffice's bridge (uno) belongs."""

ENGINE = (sys.executable, "-m", "duban.macros.cli", "engine")
SECONDS = 150
SCREEN = "1180x760x24"


def has_bridge() -> bool:
    """Whether there is a Python that can tell LibreOffice what to do."""
    if not Path(SYSTEM_PYTHON).is_file():
        return False
    return (
        subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode == 0
    )


def installed(folder: Path, unopkg: str) -> Path:
    """Install the extension into a new profile below the folder, and give the profile."""
    oxt = folder / "duban.oxt"
    oxt.write_bytes(build_oxt(CONTENTS))
    home = folder / "profile"
    command = [unopkg, "add", f"-env:UserInstallation={home.as_uri()}", str(oxt)]
    if os.geteuid() == 0:  # unopkg refuses root an extension of its own
        folder.chmod(0o777)
        command = ["runuser", "-u", "nobody", "--", "env", f"HOME={folder}", *command]
    for _ in range(2):  # unopkg 7.4 crashes now and then where it makes a profile
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, cwd="/", check=False)
        if done.returncode == 0:
            break
    assert done.returncode == 0, done.stderr
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", "root:root", str(folder)], check=True)
    return home


def clicked(profile: Path, steps: Sequence[Sequence[Any]], folder: Path) -> list[Any]:
    """What the steps of ``libreoffice_window.py`` give; where one fails, ``answers.json.png`` in the folder shows the screen."""
    told, answers = folder / "steps.json", folder / "answers.json"
    told.write_text(json.dumps(steps), encoding="utf-8")
    script = TESTS / "support" / "libreoffice_window.py"
    with screen() as display:
        environ = {
            **os.environ,
            "DUBAN_ENGINE": json.dumps(ENGINE),
            "HOME": str(profile.parent),
            "DISPLAY": display,
            "SAL_USE_VCLPLUGIN": "gen",
        }
        command = [SYSTEM_PYTHON, str(script), str(profile), str(told), str(answers)]
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=SECONDS, env=environ, check=False
        )
    assert answers.is_file(), done.stderr[-2000:]
    return list(json.loads(answers.read_text(encoding="utf-8")))


@contextmanager
def screen() -> Iterator[str]:
    """A screen that nobody sees; its name for ``DISPLAY``."""
    seen, told = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(told), "-screen", "0", SCREEN, "-nolisten", "tcp"],
        pass_fds=[told],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(told)
    try:
        with os.fdopen(seen, encoding="ascii") as pipe:
            yield f":{pipe.readline().strip()}"
    finally:
        server.terminate()
        server.wait()
