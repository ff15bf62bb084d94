"""What a press of 全部生成 costs in LibreOffice: ``python benchmarks/libreoffice.py [--runs 3] [--write]``.

A list of 60 items × 5 measures is open in a LibreOffice without a window; the engine has answered before. The first press
makes all sheets, the second one follows a typed progress and fills anew what it touches. Seconds are of the clock.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from measuring import Table, spread

ROOT = Path(__file__).resolve().parent.parent
ITEMS, MEASURES = 60, 5
SYSTEM_PYTHON = "/usr/bin/python3"
PRESSES = {"first": "first press", "again": "second press, one progress typed"}
PARTS = ("store", "engine", "play")
MOST = 6
"""Verbs that are told."""

sys.path.insert(0, str(ROOT / "tests" / "support"))


def made_list(folder: Path) -> Path:
    """The list."""
    from lists import Item, make_book

    items = [
        Item(f"改革攻坚事项{n}", [f"第{n}项的措施{m}" for m in range(1, MEASURES + 1)], f"第{n % 6 + 1}局")
        for n in range(1, ITEMS + 1)
    ]
    path = folder / "清单.xlsx"
    path.write_bytes(make_book(*items).data)
    return path


def installed(folder: Path) -> Path:
    """A profile of LibreOffice's with the extension. Raises SystemExit."""
    from duban.macros.declared.addin_contents import CONTENTS
    from duban.workbook.addin.libreoffice.oxt import build_oxt

    oxt, profile = folder / "duban.oxt", folder / "profile"
    oxt.write_bytes(build_oxt(CONTENTS))
    command = ["unopkg", "add", f"-env:UserInstallation={profile.as_uri()}", str(oxt)]
    if os.geteuid() == 0:  # unopkg refuses root an extension of its own
        folder.chmod(0o777)
        command = ["runuser", "-u", "nobody", "--", "env", f"HOME={folder}", *command]
    done = subprocess.run(command, capture_output=True, text=True, cwd="/")
    if done.returncode:
        raise SystemExit(done.stderr)
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", "root:root", str(folder)], check=True)
    return profile


def measured(runs: int, folder: Path) -> dict[str, list[dict[str, Any]]]:
    """What each press took, run for run. Raises SystemExit."""
    from office import Office

    times = folder / "times.jsonl"
    environ = {
        **os.environ,
        "DUBAN_ENGINE": json.dumps([sys.executable, "-m", "duban.macros.cli", "engine"]),
        "DUBAN_TIMES": str(times),
        "HOME": str(folder),
        "LOCALAPPDATA": str(folder),
    }
    profile, source = installed(folder), made_list(folder)
    script = str(ROOT / "tests" / "support" / "libreoffice_lines.py")
    office = Office([SYSTEM_PYTHON, script, str(profile)], environ, times)
    found: dict[str, list[dict[str, Any]]] = {press: [] for press in PRESSES}
    try:
        for run in range(-1, runs):  # once for nothing: the engine starts
            with office.open(source) as document:
                for press in PRESSES:
                    told = document.press("build")
                    if not told.done:
                        raise SystemExit(told.message)
                    if run >= 0:
                        found[press].append(office.last_press())
                    document.do("cell", ["具体项目台账", "L2", "0.5"])
    finally:
        office.end()
    return found


def main() -> None:
    """Print a row for each part of each press, and the verbs that take longest."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--write", action="store_true", help="write the table into README.md")
    given = arguments.parse_args()
    table = Table("libreoffice", "press", "part", "wall s: median (min–max)", "operations")
    with tempfile.TemporaryDirectory(prefix="duban-lo-") as name:
        found = measured(given.runs, Path(name))
    for press, told in PRESSES.items():
        runs = found[press]
        for part in PARTS:
            table.row(told, part, spread(run[part] for run in runs), "")
        verbs: Counter[str] = Counter()
        for run in runs:
            verbs.update({verb: seconds / len(runs) for verb, seconds in run.get("verbs", {}).items()})
        for verb, _ in verbs.most_common(MOST):
            table.row(told, f"play: `{verb}`", spread(run["verbs"].get(verb, 0.0) for run in runs), "")
        whole = spread(sum(run[part] for part in PARTS) for run in runs)
        table.row(told, "**all**", whole, runs[0]["ops"])
    table.close(given.write)


if __name__ == "__main__":
    main()
