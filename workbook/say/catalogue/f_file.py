"""F…: findings about the file itself."""

from __future__ import annotations

from collections.abc import Mapping

from duban.workbook.say.catalogue.entry import Entry, entry

FINDINGS: Mapping[str, Entry] = {
    "F100": entry(
        "error",
        "{what}",
        "{what}",
        "{do}",
        "{do}",
        title=("文件无法读取", "the file cannot be read"),
    ),
    "F201": entry(
        "warning",
        "工作簿中有宏代码（{part}）",
        "the workbook holds macro code ({part})",
        "请确认来源可靠；填报的工作簿不需要宏，另存为 .xlsx 即可去掉。",
        "Make sure that it comes from a trusted place; a return needs no macros: save it as .xlsx.",
        title=("工作簿中有宏代码", "macro code in the workbook"),
    ),
    "F202": entry(
        "warning",
        "工作簿引用外部文件“{target}”",
        "the workbook refers to another file, '{target}'",
        "请在“数据 - 编辑链接”中断开链接，改为数值。",
        "Break the link under Data - Edit Links and keep the values.",
        title=("引用外部文件", "a link to another file"),
    ),
    "F203": entry(
        "error",
        "动态数据交换（DDE）“{target}”，打开时可能启动其他程序",
        "a dynamic data exchange (DDE) with '{target}' may start another program when opened",
        "请不要在 Excel 中点“启用”，删除该公式或链接后再使用。",
        "Do not enable it in Excel; delete the formula or link first.",
        title=("动态数据交换（DDE）", "dynamic data exchange (DDE)"),
    ),
    "F204": entry(
        "warning",
        "“{value}”以 {sign} 开头，复制或导出后可能被当作公式",
        "'{value}' begins with {sign} and may be taken for a formula when copied or exported",
        "请去掉开头的 {sign}，或在前面加文字。",
        "Remove the leading {sign}, or put a word before it.",
        title=("文字以公式符号开头", "text that begins like a formula"),
    ),
    "F205": entry(
        "warning",
        "{column}应当填写内容，却是公式“{formula}”",
        "{column} is to be filled in but holds the formula '{formula}'",
        "请改为数值或文字（复制后“选择性粘贴 - 数值”）。",
        "Replace it by its value (copy, then Paste Special - Values).",
        title=("应填写的单元格里是公式", "a formula in a cell to be filled in"),
    ),
    "F206": entry(
        "info",
        "部件 {part} 有不合规之处（{what}），程序没有用到，已原样保留",
        "part {part} holds something that cannot be ({what}); it is not needed and was left as it is",
        "用 Excel 或 WPS 打开后另存一次即可消除。",
        "Open the file in Excel or WPS and save it once.",
        title=("文件内部有不合规之处", "something in the file that cannot be"),
    ),
    "F207": entry(
        "info",
        "工作表太大，没有查看（不影响任务清单）",
        "the sheet is too large and was not looked at; the task list does not need it",
        "如果它不该这么大，请删除远处的零星内容。",
        "If it should not be that large, delete what stands far away.",
        title=("工作表太大，没有查看", "a sheet too large to look at"),
    ),
    "F208": entry(
        "warning",
        "工作表读不出，没有查看（{why}；不影响任务清单）",
        "the sheet cannot be read and was not looked at ({why}); the task list does not need it",
        "请用 Excel 或 WPS 打开修复后另存，或换用完好的一份。",
        "Let Excel or WPS repair and save the file, or take a sound copy.",
        title=("工作表读不出", "a sheet that cannot be read"),
    ),
    "F209": entry(
        "warning",
        "{column}是公式，文件中没有存储它的结果",
        "{column} is a formula whose result the file does not hold",
        "请用 Excel 或 WPS 打开并保存一次。",
        "Open the file in Excel or WPS and save it once.",
        title=("公式没有结果", "a formula without a result"),
    ),
}
