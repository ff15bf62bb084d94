"""Stops about the Excel add-in."""

from __future__ import annotations

from collections.abc import Mapping

from duban.workbook.say.sentence import Reason, Say

REASONS: Mapping[str, Reason] = {
    "addin_no_excel": Reason(
        Say(
            "本机系统（{system}）没有 Excel，加载项不能安装。",
            "There is no Excel for this system ({system}); the add-in cannot be installed.",
        ),
        Say(
            "请用 duban addin build 生成文件，或用 --portable 生成可复制的文件夹，再到 Windows 上使用。",
            "Make the file with duban addin build, or a folder with --portable, and take it to Windows.",
        ),
    ),
    "addin_in_use": Reason(
        Say("{path} 正被 Excel 使用，没有改动。", "{path} is in use by Excel and was not changed."),
        Say("请关闭所有 Excel 窗口后再试。", "Close every Excel window and try again."),
    ),
    "addin_xlwings": Reason(
        Say(
            "xlwings 的 VBA 模块（{made}）与程序包（{installed} 版）不配套。",
            "The VBA module of xlwings ({made}) does not go with its package of version {installed}.",
        ),
        Say(
            "请重新安装：pip install --force-reinstall xlwings=={installed}。",
            "Install it again: pip install --force-reinstall xlwings=={installed}.",
        ),
    ),
    "addin_outdated": Reason(
        Say(
            "{path} 是为 xlwings {made} 生成的，现在安装的是 {installed}，单元格函数不能运行。",
            "{path} was made for xlwings {made} but {installed} is installed; functions in cells will not run.",
        ),
        Say(
            "请关闭 Excel，运行 duban addin install 重新安装加载项。",
            "Close Excel and run duban addin install.",
        ),
    ),
    "addin_no_libreoffice": Reason(
        Say("本机没有找到 LibreOffice。", "There is no LibreOffice on this machine."),
        Say(
            "请先安装 LibreOffice 7.0 或以上版本；装在别处的，请把它的 program 文件夹加入 PATH。",
            "Install LibreOffice 7.0 or later; if it is elsewhere, add its folder 'program' to PATH.",
        ),
    ),
    "addin_libreoffice": Reason(
        Say("LibreOffice 的扩展管理没有做成：{why}。", "The extension manager of LibreOffice failed: {why}."),
        Say(
            "请关闭所有 LibreOffice 窗口（包括快速启动）后再试。",
            "Close every window of LibreOffice, its quickstarter too, and try again.",
        ),
    ),
    "addin_functions": Reason(
        Say(
            "不能为 {module} 生成单元格函数（{why}）。",
            "The functions of {module} for cells could not be made ({why}).",
        ),
        Say("请重新安装本程序。", "Install this program again."),
    ),
}
