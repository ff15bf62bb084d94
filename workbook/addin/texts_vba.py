"""What the add-in itself says, before Python runs or where it does not: one VBA function for each text.

VBA is ASCII, since its code page is that of whoever opens the file; the signs stand there as numbers.
"""

from __future__ import annotations

from duban.workbook.say.sentence import Say

MODULE = "DubanTexts"
"""The VBA module of the texts."""

TEXTS = {
    "NoWorkbookText": Say(
        "请先打开要处理的工作簿（受保护视图中请先点“启用编辑”）。",
        "Open the workbook first (in the protected view click Enable Editing).",
    ),
    "NotRunText": Say(
        "督办没有运行起来。请确认安全软件允许 Excel 启动 Python；仍不行，请关闭 Excel，重新运行 duban addin install，"
        "或者把下面的内容告诉维护人员：",
        "Duban did not run. Make sure that security software lets Excel start Python; if that is so, close Excel and "
        "run duban addin install again, or tell the following to whoever looks after it:",
    ),
    "NoPythonText": Say(
        "没有找到 Python。请关闭 Excel，重新运行 duban addin install；便携安装的，请改正 duban.conf 中的路径"
        "（要写完整路径）：",
        "Python was not found. Close Excel and run duban addin install again; after a portable setup correct the "
        "path in duban.conf (the whole path):",
    ),
    "NoLibraryText": Say(
        "加载项与本机的 xlwings 版本不同，请关闭 Excel，重新运行 duban addin install。没有找到 ",
        "The add-in and xlwings are of different versions; close Excel and run duban addin install again. Not found: ",
    ),
    "OnlyWindowsText": Say(
        "这些函数只能在 Windows 的 Excel 中使用", "These functions need Excel for Windows"
    ),
    "UnableText": Say("#无法计算：", "#cannot compute: "),
    "BusyText": Say("督办：正在处理，请稍候……", "Duban: working …"),
}
"""Name of the VBA function → what it gives, in Chinese."""

_IN_A_LINE = 20
"""Signs as numbers; VBA takes lines of 1,023 characters, and 24 of them as one."""


def texts_vba() -> str:
    """The source of the VBA module, lines ended by LF."""
    lines = [f'Attribute VB_Name = "{MODULE}"', "Option Explicit", ""]
    for name, say in TEXTS.items():
        signs = [f"&H{ord(sign):04X}" for sign in say.zh]
        rows = [", ".join(signs[at : at + _IN_A_LINE]) for at in range(0, len(signs), _IN_A_LINE)]
        numbers = ", _\n        ".join(rows)
        lines += [
            f"Public Function {name}() As String",
            f"    {name} = Joined(Array({numbers}))",
            "End Function",
            "",
        ]
    lines += [
        "Private Function Joined(Signs As Variant) As String",
        "    Dim Sign As Variant",
        "    For Each Sign In Signs",
        "        Joined = Joined & ChrW(Sign)",
        "    Next",
        "End Function",
        "",
    ]
    return "\n".join(lines)
