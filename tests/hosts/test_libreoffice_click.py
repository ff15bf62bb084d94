"""The mouse in a LibreOffice with a window, on a screen that nobody sees.

LC001  A click on 全部生成 in the toolbar fills the sheets and tells; the box closed, the workbook has them.
LC002  The menu 督办 shows all buttons; 登记表 of the toolbar opens below itself, and a click there makes a register.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from libreoffice_profile import clicked
from places import EXAMPLES

from duban.macros.declared.commands import BUTTONS

BOOK = "桓台经济开发区.xlsx"
NEEDED = ("Xvfb", "xdotool", "import")


@pytest.mark.libreoffice
def test_clicked__ok(profile: Path, tmp_path: Path) -> None:  # LC001, LC002
    if not all(map(shutil.which, NEEDED)):
        if os.environ.get("DUBAN_REQUIRE_LIBREOFFICE") == "1":
            pytest.fail("Xvfb, xdotool or ImageMagick is not installed")
        pytest.skip("Xvfb, xdotool or ImageMagick is not installed")
    book = tmp_path / BOOK
    shutil.copy(EXAMPLES / BOOK, book)
    steps = [
        ["open", str(book)],
        ["click", "督办"],
        ["names"],
        ["type", "Escape"],
        ["type", "Escape"],
        ["click", "全部生成"],
        ["wait", "已生成："],
        ["click", "确定"],
        ["sheets"],
        ["click", "登记表", "会议记录"],
        ["click", "会议记录"],
        ["click", "确定"],
        ["sheets"],
    ]
    answers = clicked(profile, steps, tmp_path)
    assert len(answers) == len(steps), f"{answers[-1]}, see {tmp_path}/answers.json.png"
    shown, told, built, more = (answers[each] for each in (2, 6, 8, 12))
    assert [each.label for each in BUTTONS if each.menu is None and each.label not in shown] == []
    assert "市级汇总" in told and "工作簿还没有保存" in told
    assert {"市级汇总", "规则", "进度走势"} <= set(built)
    assert set(more) - set(built) == {"会议记录"}
