"""The bundle's own Python runs in Wine.

WB001  It answers ``--help``, in Chinese, from a folder and for a user with Chinese names and blanks.
WB002  What Wine cannot load is known by name; the day it can, these tests say so.
"""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.wine, pytest.mark.long]


@pytest.mark.parametrize("words", [["--help"], ["validate", "--help"]])
def test_help__ok(words, windows) -> None:  # WB001
    ran = windows.duban(*words)
    assert ran.code == 0
    assert ran.out.startswith("用法：duban")


def test_numpy_does_not_load_in_wine_by_itself__error(windows) -> None:  # WB002
    assert "unimplemented function ucrtbase.dll.crealf" in windows.alone["numpy"]


def test_calamine_does_not_load_in_wine_by_itself__error(windows) -> None:  # WB002
    assert "DLL load failed while importing _python_calamine" in windows.alone["calamine"]


def test_platform_is_not_told_in_wine_by_itself__error(windows) -> None:  # WB002
    assert not windows.alone["wmi"].startswith("0 ")  # propsys.dll.VariantToString is not there
