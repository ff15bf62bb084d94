"""``duban addin install|remove --host libreoffice`` with LibreOffice's own extension manager.

LI001  Installed, the extension is listed, and a button is answered by the engine that the command wrote down.
LI002  Installed again, it is there once; removed, it is gone, and so is the setting. Removed again, that is said.
LI003  While LibreOffice runs, nothing is installed, and a sentence says what to do.
LI004  Without LibreOffice, a sentence says so.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from places import EXAMPLES

from duban.macros.commands import addin_libreoffice
from duban.workbook.addin.libreoffice.configuration import ID
from duban.workbook.say.stop import Stop

SECONDS = 120
AS_USER = """\
#!/bin/sh
# unopkg of a user: it refuses root an extension of its own
verb=$1; shift
[ "$1" = --shared ] && shift
for last; do :; done
[ -f "$last" ] && chmod 755 "${{last%/*}}"
{owned}
exec {user} env HOME={home} {unopkg} "$verb" "-env:UserInstallation={profile}" "$@"
"""


@dataclass(frozen=True)
class Office:
    """A LibreOffice that nobody else uses."""

    home: Path

    @property
    def profile(self) -> Path:
        return self.home / "profile"

    @property
    def settings(self) -> Path:
        return self.home / addin_libreoffice.SETTINGS

    def duban(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command of the program, where ``unopkg`` is the one of this LibreOffice."""
        environ = {**os.environ, "HOME": str(self.home), "PATH": f"{self.home}/bin:{os.environ['PATH']}"}
        command = [sys.executable, "-m", "duban.macros.cli", *words]
        return subprocess.run(
            command, capture_output=True, text=True, env=environ, timeout=SECONDS, check=False
        )

    def listed(self) -> int:
        """How often the extension is there."""
        done = subprocess.run(
            [self.home / "bin" / "unopkg", "list"], capture_output=True, text=True, check=True
        )
        return done.stdout.count(f"Identifier: {ID}")


@pytest.fixture
def office(profile: Path) -> Iterator[Office]:
    """A user of LibreOffice with a home apart (``profile`` sees to it that there is a LibreOffice)."""
    found = Office(profile.parent.with_name(f"{profile.parent.name}-user"))
    (found.home / "bin").mkdir(parents=True)
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    shim = found.home / "bin" / "unopkg"
    shim.write_text(
        AS_USER.format(
            user="runuser -u nobody --" if root else "",
            owned=f"chown -R nobody {found.home}" if root else "",
            home=found.home,
            unopkg=shutil.which("unopkg"),
            profile=found.profile.as_uri(),
        )
    )
    shim.chmod(0o755)
    found.home.chmod(0o777)
    yield found
    shutil.rmtree(found.home, ignore_errors=True)


@pytest.mark.libreoffice
def test_installed_answers_removed__ok(office: Office, presses: Any) -> None:  # LI001, LI002
    for _ in range(2):
        done = office.duban("addin", "install", "--host", "libreoffice")
        assert done.returncode == 0 and "扩展已装进 LibreOffice" in done.stdout, done.stderr
        assert office.listed() == 1
    assert json.loads(office.settings.read_text())["engine"][-1] == "engine"
    job = {"source": str(EXAMPLES / "桓台经济开发区.xlsx"), "steps": [["press", "validate"]]}
    done_, said, steps = presses([job], engine=[], home=office.profile)[0][0]
    assert done_ and len(steps) == 1, said
    removed = office.duban("addin", "remove", "--host", "libreoffice")
    assert removed.returncode == 0 and "扩展已卸载" in removed.stdout, removed.stderr
    assert office.listed() == 0 and not office.settings.exists()
    again = office.duban("addin", "remove", "--host", "libreoffice")
    assert again.returncode == 0 and "没有安装过扩展" in again.stdout


@pytest.mark.libreoffice
def test_while_it_runs__stop(office: Office) -> None:  # LI003
    assert office.listed() == 0  # makes the profile
    running = subprocess.Popen(
        ["soffice", f"-env:UserInstallation={office.profile.as_uri()}", "--headless", "--norestore"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "HOME": str(office.home)},
        start_new_session=True,
    )
    try:
        lock = office.profile / ".lock"
        for _ in range(SECONDS):
            if lock.exists():
                break
            time.sleep(0.2)
        done = office.duban("addin", "install", "--host", "libreoffice")
    finally:
        os.killpg(running.pid, 15)
        running.wait()
    assert done.returncode != 0 and "already running。请关闭所有 LibreOffice 窗口" in done.stderr, done.stdout
    assert not office.settings.exists()


def test_no_libreoffice__stop(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:  # LI004
    monkeypatch.setattr(addin_libreoffice, "_USUAL", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    for each in (addin_libreoffice.install, addin_libreoffice.remove):
        with pytest.raises(Stop) as stopped:
            each(tmp_path)
        assert stopped.value.code == "addin_no_libreoffice"
    assert list(tmp_path.iterdir()) == []
