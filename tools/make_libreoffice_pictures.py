"""Take the pictures of LibreOffice for the manual, as ``docs/pictures/libreoffice-*.png``.

Needs LibreOffice with Chinese menus, Xvfb, xdotool, ImageMagick and a Chinese font, as root or not; run it by
``PYTHONPATH=tests/support python tools/make_libreoffice_pictures.py``.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from libreoffice_profile import clicked, installed

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
BOOK = ROOT / "examples" / "淄川经济开发区.xlsx"
PERIOD = "2020Q3"


def main() -> None:
    unopkg = shutil.which("unopkg")
    assert unopkg is not None, "LibreOffice is not installed"
    with tempfile.TemporaryDirectory(prefix="duban-lo-") as name:
        folder = Path(name)
        book = folder / BOOK.name
        command = [sys.executable, "-m", "duban.macros.cli", "build", str(BOOK), "-o", str(book)]
        subprocess.run([*command, "--period", PERIOD], check=True, capture_output=True)
        profile = installed(folder, unopkg)
        taken = {each: str(folder / f"{each}.png") for each in ("menu", "register", "told", "built")}
        steps = [
            ["open", str(book)],
            ["show", "任务清单"],
            ["click", "督办"],
            ["picture", taken["menu"]],
            ["type", "Escape"],
            ["type", "Escape"],
            ["click", "登记表"],
            ["picture", taken["register"]],
            ["type", "Escape"],
            ["put", "任务清单", "E4", "1、划清开发区与镇街职责，社会管理事项整体移交镇街；"],
            ["click", "全部生成"],
            ["wait", "已生成："],
            ["picture", taken["told"]],
            ["click", "确定"],
            ["show", "2020年第三季度通报"],
            ["picture", taken["built"]],
        ]
        answers = clicked(profile, steps, folder)
        assert len(answers) == len(steps), answers
        for each, path in taken.items():
            target = PICTURES / f"libreoffice-{each}.png"
            subprocess.run(["convert", path, "-strip", "-colors", "64", str(target)], check=True)


if __name__ == "__main__":
    main()
