"""Stops about a file that cannot be read."""

from __future__ import annotations

from collections.abc import Mapping

from duban.workbook.say.sentence import Reason, Say

REASONS: Mapping[str, Reason] = {
    "file_missing": Reason(
        Say("找不到文件：{path}。", "File not found: {path}."),
        Say("请检查路径和文件名。", "Check the path and the name."),
    ),
    "not_a_workbook": Reason(
        Say(
            "{path} 不是可以读取的 Excel 工作簿（{why}）。",
            "{path} is not a readable Excel workbook ({why}).",
        ),
        Say(
            "请用 Excel 或 WPS 打开后另存为 .xlsx 再试。",
            "Open it in Excel or WPS, save as .xlsx and try again.",
        ),
    ),
    "no_permission": Reason(
        Say("{path} 不能读取：没有读取权限。", "{path} may not be read: no permission."),
        Say("请取得该文件的读取权限后再试。", "Get permission to read it and try again."),
    ),
    "not_read": Reason(
        Say("{path} 读取失败（{why}）。", "{path} could not be read ({why})."),
        Say("请检查磁盘或网络连接后再试。", "Check the disk or the network and try again."),
    ),
    "wrong_extension": Reason(
        Say(
            "{path} 的扩展名不是工作簿的扩展名（{known}）。",
            "The name of {path} does not end as a workbook's does ({known}).",
        ),
        Say(
            "请用 Excel 或 WPS 打开后另存为 .xlsx，或改正文件名。",
            "Open it in Excel or WPS and save as .xlsx, or correct its name.",
        ),
    ),
    "empty_file": Reason(
        Say("{path} 是空文件，一个字节也没有。", "{path} is empty: it has not a single byte."),
        Say("请重新复制一份，或请提供者重新发送。", "Copy it again, or ask for it again."),
    ),
    "file_too_large": Reason(
        Say(
            "{path} 有 {size} MB，超过上限 {limit} MB，没有读取。",
            "{path} has {size} MB, more than the limit of {limit} MB, and was not read.",
        ),
        Say(
            "请删去图片等附件，或分成几个工作簿。",
            "Remove pictures and the like, or split it into several workbooks.",
        ),
    ),
    "truncated": Reason(
        Say("{path} 不完整，后面一部分丢失了。", "{path} is incomplete: its end is missing."),
        Say("请重新复制或下载一份。", "Copy or download it again."),
    ),
    "damaged": Reason(
        Say("{path} 已损坏（{why}）。", "{path} is damaged ({why})."),
        Say(
            "请用 Excel 或 WPS 打开修复后另存为 .xlsx，或换用完好的一份。",
            "Open it in Excel or WPS, let it be repaired and save as .xlsx, or take a sound copy.",
        ),
    ),
    "unreadable_cells": Reason(
        Say(
            "{path} 的工作表“{sheet}”有读不出的单元格（{why}）。",
            "Sheet '{sheet}' of {path} has cells that cannot be read ({why}).",
        ),
        Say(
            "请用 Excel 或 WPS 打开修复后另存为 .xlsx，或换用完好的一份。",
            "Open it in Excel or WPS, let it be repaired and save as .xlsx, or take a sound copy.",
        ),
    ),
    "has_password": Reason(
        Say("{path} 有打开密码。", "{path} has a password to open it."),
        Say(
            "请用 Excel 或 WPS 打开，取消密码后保存。",
            "Open it in Excel or WPS, remove the password and save.",
        ),
    ),
    "encrypted_zip": Reason(
        Say("{path} 是加密的压缩包。", "{path} is an encrypted zip archive."),
        Say(
            "请先用密码解压，再检查其中的工作簿。", "Unpack it with its password and use the workbook inside."
        ),
    ),
    "renamed": Reason(
        Say("{path} 的内容是 {kind}，与扩展名不符。", "{path} holds {kind}, which its name does not say."),
        Say(
            "请把扩展名改为 {suffix}，用 Excel 或 WPS 打开后另存为 .xlsx。",
            "Rename it to {suffix}, open it in Excel or WPS and save as .xlsx.",
        ),
    ),
    "no_workbook_inside": Reason(
        Say("{path} 中没有工作簿（{why}）。", "{path} holds no workbook ({why})."),
        Say(
            "请换成 Excel 工作簿；如果是别的文档，请把表格复制到 Excel 后保存。",
            "Use an Excel workbook; if it is another document, copy its table to Excel and save.",
        ),
    ),
    "too_many_parts": Reason(
        Say(
            "{path} 内部有 {count} 个以上的部件，超过上限 {limit}，没有读取。",
            "{path} has more than {count} parts, above the limit of {limit}, and was not read.",
        ),
        Say(
            "请把表格复制到新工作簿后再试；来历不明的文件请勿打开。",
            "Copy the table to a new workbook; do not open a file from unknown hands.",
        ),
    ),
    "too_many_formats": Reason(
        Say(
            "{path} 有 {count} 种单元格格式，超过上限 {limit}，没有读取。",
            "{path} has {count} cell formats, above the limit of {limit}, and was not read.",
        ),
        Say(
            "请把表格复制到新工作簿后再试；来历不明的文件请勿打开。",
            "Copy the table to a new workbook; do not open a file from unknown hands.",
        ),
    ),
    "unpacks_too_large": Reason(
        Say(
            "{path} 的部件 {part} 展开后过大（上限 {limit} MB），没有读取。",
            "{part} in {path} unpacks to too much (limit: {limit} MB) and was not read.",
        ),
        Say(
            "请把表格复制到新工作簿后再试；来历不明的文件请勿打开。",
            "Copy the table to a new workbook; do not open a file from unknown hands.",
        ),
    ),
    "false_size": Reason(
        Say(
            "{path} 的部件 {part} 与其标明的大小不符，没有读取。",
            "{part} in {path} is not of the size that it claims; it was not read.",
        ),
        Say(
            "请用 Excel 或 WPS 打开后另存为 .xlsx；来历不明的文件请勿打开。",
            "Open it in Excel or WPS and save as .xlsx; do not open a file from unknown hands.",
        ),
    ),
    "doubled_part": Reason(
        Say(
            "{path} 的部件 {part} 出现两次或相互重叠，没有读取。",
            "{part} in {path} is there twice or overlaps another part; it was not read.",
        ),
        Say(
            "请用 Excel 或 WPS 打开后另存为 .xlsx；来历不明的文件请勿打开。",
            "Open it in Excel or WPS and save as .xlsx; do not open a file from unknown hands.",
        ),
    ),
    "dtd": Reason(
        Say(
            "{path} 的部件 {part} 带有文档类型声明（DTD），工作簿不应有，没有读取。",
            "{part} in {path} has a document type declaration (DTD), which no workbook needs; it was not read.",
        ),
        Say(
            "请把表格复制到新工作簿后再试；来历不明的文件请勿打开。",
            "Copy the table to a new workbook; do not open a file from unknown hands.",
        ),
    ),
    "other_encoding": Reason(
        Say(
            "{path} 的部件 {part} 不是 UTF-8 编码（{encoding}）。",
            "{part} in {path} is not encoded as UTF-8 ({encoding}).",
        ),
        Say("请用 Excel 或 WPS 打开后另存为 .xlsx。", "Open it in Excel or WPS and save as .xlsx."),
    ),
    "too_many_cells": Reason(
        Say(
            "{path} 中的工作表“{sheet}”用到第 {rows} 行、第 {columns} 列，共 {count} 格，超过上限 {limit}。",
            "Sheet '{sheet}' in {path} reaches row {rows} and column {columns}: {count} cells, above the limit of {limit}.",
        ),
        Say(
            "请删除远处的零星内容（选中多余的行和列，右键删除）后保存。",
            "Delete what stands far away (select the spare rows and columns, delete them) and save.",
        ),
    ),
    "too_much_text": Reason(
        Say(
            "{path} 中的工作表“{sheet}”文字过多（约 {size} MB，上限 {limit} MB），没有读取。",
            "Sheet '{sheet}' in {path} holds too much text (about {size} MB, limit {limit} MB) and was not read.",
        ),
        Say("请分成几个工作簿后再试。", "Split it into several workbooks."),
    ),
    "old_format": Reason(
        Say(
            "{path} 不是 .xlsx 或 .xlsm，程序只能读、不能写。",
            "{path} is no .xlsx or .xlsm, so it can be read but not written.",
        ),
        Say("请在 Excel 或 WPS 中另存为 .xlsx 后再试。", "Save it as .xlsx in Excel or WPS."),
    ),
    "strict_format": Reason(
        Say("{path} 是“Strict Open XML”格式，程序不能处理。", "{path} is a Strict Open XML workbook."),
        Say(
            "请在 Excel 中另存为普通的 .xlsx（不要选 Strict）后再试。",
            "In Excel save it as a plain .xlsx (not Strict) and try again.",
        ),
    ),
}
