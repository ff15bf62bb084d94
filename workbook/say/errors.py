"""What stops a command: one exception, with a sentence in both languages that says what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Say:
    """One sentence for the staff in Chinese and in English."""

    zh: str
    en: str

    def format(self, **facts: object) -> Say:
        """Put the facts into both languages; a fact may itself be said in both."""

        def fill(text: str, lang: str) -> str:
            return text.format(**{k: v.to(lang) if isinstance(v, Say) else v for k, v in facts.items()})

        return Say(fill(self.zh, "zh"), fill(self.en, "en"))

    def to(self, lang: str) -> str:
        """The sentence in ``lang`` (``zh`` or ``en``)."""
        return self.en if lang == "en" else self.zh


class Reason(NamedTuple):
    """Why a command stops: what is wrong, and what to do about it."""

    what: Say
    do: Say


class Stop(Exception):
    """The command could not do its work; the file on disk is as it was (exit code 2).

    ``code`` is a key of ``STOPS``; the other arguments fill its two sentences.
    """

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        self.what = STOPS[code].what.format(**facts)
        self.do = STOPS[code].do.format(**facts)
        self.say = Say(self.what.zh + self.do.zh, f"{self.what.en} {self.do.en}")
        super().__init__(self.say.zh)


STOPS: dict[str, Reason] = {
    "protected": Reason(
        Say("“{sheet}”有保护，没有改动。", "'{sheet}' is protected; nothing was changed."),
        Say("请在“审阅”中撤销保护后再试。", "Remove the protection under Review and try again."),
    ),
    "shared_workbook": Reason(
        Say(
            "{path} 是共享工作簿（旧版），Excel 不允许增删工作表、合并单元格，没有改动。",
            "{path} is a (legacy) shared workbook, where Excel merges no cells and deletes no sheets; nothing was changed.",
        ),
        Say(
            "请在“审阅”中停止共享（取消“允许多用户同时编辑”）后再试。",
            "Stop sharing it under Review and try again.",
        ),
    ),
    "marked_final": Reason(
        Say("{path} 已标记为最终版本，没有改动。", "{path} is marked as final; nothing was changed."),
        Say("请点“仍然编辑”后再试。", "Click Edit Anyway and try again."),
    ),
    "filtered": Reason(
        Say(
            "“{sheet}”正在筛选，有些行没有显示；写入会错行，所以没有改动。",
            "'{sheet}' is filtered; what is written would land in wrong rows, so nothing was changed.",
        ),
        Say(
            "请在“数据”中点“清除”，显示全部行后再试。",
            "Clear the filter under Data, so that all rows show, and try again.",
        ),
    ),
    "taken_back": Reason(
        Say(
            "写入“{sheet}”没有成功（{why}），本次写入的内容已全部撤回。",
            "Writing '{sheet}' failed ({why}); whatever this click wrote was taken back.",
        ),
        Say("请再试一次；仍不成功，请把日志交给维护人员。", "Try again; if it fails again, report the log."),
    ),
    "half_done": Reason(
        Say(
            "写入“{sheet}”没有成功（{why}）。{left}；其余内容已经撤回。",
            "Writing '{sheet}' failed ({why}). {left}; all else was taken back.",
        ),
        Say(
            "请不要保存，关闭后重新打开工作簿；并请把日志交给维护人员。",
            "Do not save: close the workbook and open it again, and report the log.",
        ),
    ),
    "nothing_to_check": Reason(
        Say("没有找到可以检查的工作簿（{names}）。", "No workbook to check was found ({names})."),
        Say("请检查文件名、文件夹或通配符。", "Check the names, the folder or the pattern."),
    ),
    "no_memory": Reason(
        Say("{path} 太大，内存不足，没有检查。", "{path} is too large for the memory and was not checked."),
        Say("请关闭其他程序后再试，或分成几个工作簿。", "Close other programs, or split the workbook."),
    ),
    "out_of_memory": Reason(
        Say("内存不足，没有做完。", "The memory did not suffice."),
        Say("请关闭其他程序后再试，或分成几个工作簿。", "Close other programs, or split the workbook."),
    ),
    "too_slow": Reason(
        Say(
            "{path} 处理了 {seconds} 秒还没有完成，已停止。",
            "{path} was not done within {seconds} seconds and was given up.",
        ),
        Say(
            "请把表格复制到新工作簿后再试，或用 --timeout 放宽时限；来历不明的文件请勿打开。",
            "Copy the table to a new workbook, or allow more with --timeout; do not open a file from unknown hands.",
        ),
    ),
    "check_failed": Reason(
        Say(
            "检查 {path} 时程序出错（{why}），{changed}。",
            "The program failed on {path} ({why}); {changed}.",
        ),
        Say("请把该文件{log}交给维护人员。", "Report this file{log}."),
    ),
    "worker_died": Reason(
        Say(
            "{path} 没有处理完：处理它的进程两次中断，多半是内存不足，或文件有问题。",
            "{path} was not done: its process died twice, for want of memory or because of what is in the file.",
        ),
        Say(
            "请关闭其他程序后再试，或把表格复制到新工作簿；来历不明的文件请勿打开。",
            "Close other programs, or copy the table to a new workbook; do not open a file from unknown hands.",
        ),
    ),
    "internal": Reason(
        Say("程序内部出错（{why}）。", "The program itself failed ({why})."),
        Say(
            "请把日志 {log} 交给维护人员；加 --debug 再运行一次可以看到详情。",
            "Report the log {log}; run again with --debug to see the details.",
        ),
    ),
    "interrupted": Reason(
        Say("已中断。", "Interrupted."),
        Say("再运行一次即可。", "Run the command again."),
    ),
    "not_shown": Reason(
        Say("结果显示不出来（{why}）。", "The result could not be shown ({why})."),
        Say("请检查输出到哪里，再运行一次。", "See where the output goes and run the command again."),
    ),
    "out_is_folder": Reason(
        Say("{path} 是文件夹，报告不能写在那里。", "{path} is a folder; no report can be written there."),
        Say("请写出报告的文件名。", "Name a file for the report."),
    ),
    "out_is_workbook": Reason(
        Say(
            "{path} 是工作簿的文件名，报告不能写在那里，没有覆盖。",
            "{path} is a workbook's name; no report was written there.",
        ),
        Say(
            "请换成报告的文件名，如 {stem}.html。要工作簿的，请用 --annotate。",
            "Name a report, as {stem}.html. For a workbook use --annotate.",
        ),
    ),
    "out_is_input": Reason(
        Say(
            "{path} 就是要读取的 {other}，没有覆盖。",
            "{path} is {other}, which is to be read; it was not overwritten.",
        ),
        Say("请换一个文件名。", "Choose another name."),
    ),
    "out_is_not_ours": Reason(
        Say(
            "{path} 已经存在，不是程序写出的，没有覆盖。",
            "{path} exists already and was not written by this program; it was not overwritten.",
        ),
        Say("请换一个文件名，或先把它移走。", "Choose another name, or move it away first."),
    ),
    "out_twice": Reason(
        Say("{path} 与 {other} 会相互覆盖。", "{path} and {other} would overwrite each other."),
        Say("请换一个文件名。", "Choose another name."),
    ),
    "copy_is_not_ours": Reason(
        Say(
            "{path} 不是程序写出的批注副本，或写出后被改过，没有覆盖。",
            "{path} is no annotated copy, or was changed since; it was not overwritten.",
        ),
        Say("请把它移走，或换一个文件夹。", "Move it away, or choose another folder."),
    ),
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
    "open_elsewhere": Reason(
        Say("{path} 正被打开（发现 {lock}{who}）。", "{path} is open elsewhere (found {lock}{who})."),
        Say(
            "请先关闭该文件；若确认无人打开，删除 {lock} 后再试。",
            "Close it first; if nobody has it open, delete {lock} and try again.",
        ),
    ),
    "read_only": Reason(
        Say("{path} 是只读文件，没有改动。", "{path} is read-only and was not changed."),
        Say("请取消只读属性，或用 -o 另存到别处。", "Clear the read-only flag, or write elsewhere with -o."),
    ),
    "folder_read_only": Reason(
        Say(
            "文件夹 {path} 不能写入，没有写入任何内容。",
            "The folder {path} cannot be written to; nothing was written there.",
        ),
        Say("请取得写入权限，或用 -o 另存到别处。", "Get write access, or write elsewhere with -o."),
    ),
    "changed_meanwhile": Reason(
        Say(
            "{path} 在处理期间被别人保存过，没有写入，以免覆盖。",
            "{path} was saved by someone else meanwhile and was not overwritten.",
        ),
        Say("请重新运行一次。", "Run the command again."),
    ),
    "no_room": Reason(
        Say(
            "写入 {path} 失败（{why}），它保持原样。",
            "Writing {path} failed ({why}); it is as it was.",
        ),
        Say("请检查磁盘空间和文件夹权限后再试。", "Check disk space and folder permissions."),
    ),
    "maybe_saved": Reason(
        Say(
            "写入 {path} 的最后一步出错（{why}），不能确定是否已经写成。",
            "The last step of writing {path} failed ({why}); whether it was written is not known.",
        ),
        Say("请打开它核对。{backup}", "Open it and look. {backup}"),
    ),
    "package_check": Reason(
        Say(
            "要写出的 {path} 没有通过检查（{why}），没有写出。",
            "The package made for {path} failed its check ({why}) and was not written.",
        ),
        Say("请把该文件交给维护人员。", "Report this file."),
    ),
    "sheet_is_yours": Reason(
        Say(
            "{path} 中的工作表“{sheet}”不是程序生成的，程序不会覆盖它。",
            "Sheet '{sheet}' in {path} was not made by this program and will not be overwritten.",
        ),
        Say("请把它改名后再试。", "Rename it and try again."),
    ),
    "no_list": Reason(
        Say(
            "{path} 中没有找到任务清单（查看了：{sheets}）。",
            "No task list found in {path} (looked at: {sheets}).",
        ),
        Say(
            "表头须有“事项名称”和“改革的具体项目”等列名。市级工作簿请用 rollup。",
            "The header needs names such as 事项名称 and 改革的具体项目. For a city workbook use rollup.",
        ),
    ),
    "other_list": Reason(
        Say(
            "{path} 的台账是按工作表“{other}”生成的；改用“{sheet}”会把原有措施全部移出。",
            "The ledger of {path} was made of sheet '{other}'; with '{sheet}' all of its measures would be moved out.",
        ),
        Say(
            "同一张清单分在几张工作表的，请合到一张；不同的清单请各用一个工作簿。",
            "Put a list that is split over sheets into one; give each list a workbook of its own.",
        ),
    ),
    "several_lists": Reason(
        Say("{path} 中有多张任务清单：{sheets}。", "{path} holds several task lists: {sheets}."),
        Say(
            "请用 --sheet 指明其中一张；是同一张清单的，请先合到一张工作表。",
            "Name one with --sheet; put one list that is split over sheets into one sheet first.",
        ),
    ),
    "no_sheet": Reason(
        Say(
            "{path} 中没有工作表“{sheet}”，现有：{sheets}。",
            "{path} has no sheet '{sheet}'; it has: {sheets}.",
        ),
        Say("请检查 --sheet 或“规则”中的“清单工作表”。", "Check --sheet or 清单工作表 on sheet 规则."),
    ),
    "bad_sheet": Reason(
        Say(
            "{path} 中的工作表“{sheet}”与程序的表同名，但找不到表头（应有：{columns}）。",
            "Sheet '{sheet}' in {path} bears one of the program's names but has no such header ({columns}).",
        ),
        Say("请把它改名，或恢复表头后再试。", "Rename it or restore its header."),
    ),
    "missing_column": Reason(
        Say(
            "{path} 中的工作表“{sheet}”缺少列：{columns}。",
            "Sheet '{sheet}' in {path} lacks the columns: {columns}.",
        ),
        Say("请恢复列名后再试。", "Restore their names and try again."),
    ),
    "foreign_key": Reason(
        Say(
            "{path}：{cell} 的“事项键”是“{value}”，不是程序发出的数字。",
            "{path}: 事项键 in {cell} is '{value}' and no number given by this program.",
        ),
        Say(
            "如果这是本单位自己的列，请把列名改掉；否则清空该单元格后再试。",
            "Rename the column if it is your own, else clear the cell.",
        ),
    ),
    "list_replaced": Reason(
        Say(
            "{path}：工作表“{sheet}”{cell} 的事项键 {key} 原来是“{was}”，现在是“{now}”。",
            "{path}: item key {key} in {sheet}!{cell} was '{was}' and is now '{now}'.",
        ),
        Say(
            "如果换了新清单，请加 --rekey 换发新键；如果排序时漏选了右侧的列，请撤销排序，"
            "已保存无法撤销的，加 --rekey 按名称找回各自的键，再核对右侧手工填写的格。",
            "If this is a new list, use --rekey; if a sort left out the columns on the right, undo it, or use --rekey, "
            "which finds each key by its name, and check what was typed in these columns.",
        ),
    ),
    "other_format": Reason(
        Say("{path} 的扩展名应为 {suffix}，没有写出。", "{path} must end in {suffix}; nothing was written."),
        Say("请改正文件名后再试。", "Correct the file name."),
    ),
    "already_there": Reason(
        Say("{path} 已经存在，没有覆盖。", "{path} exists already and was not overwritten."),
        Say("请换一个文件名。", "Choose another name."),
    ),
    "same_district": Reason(
        Say(
            "{path} 与 {other} 都叫“{name}”，汇总会相互覆盖。",
            "{path} and {other} are both called '{name}' and would overwrite each other.",
        ),
        Say(
            "请在其中一个的“规则”里改正“单位名称”，或改文件名。",
            "Correct 单位名称 on sheet 规则 of one, or its file name.",
        ),
    ),
    "is_folder": Reason(
        Say("{path} 是文件夹，不是工作簿。", "{path} is a folder, not a workbook."),
        Say("请写出其中一个工作簿的文件名。", "Name one of the workbooks in it."),
    ),
    "strict_format": Reason(
        Say("{path} 是“Strict Open XML”格式，程序不能处理。", "{path} is a Strict Open XML workbook."),
        Say(
            "请在 Excel 中另存为普通的 .xlsx（不要选 Strict）后再试。",
            "In Excel save it as a plain .xlsx (not Strict) and try again.",
        ),
    ),
    "no_columns": Reason(
        Say(
            "工作表“{sheet}”的列表右侧没有 {count} 个空列，程序的列加不下。",
            "Sheet '{sheet}' has no {count} blank columns to the right of its list.",
        ),
        Say("请清除最右边多余的内容后再试。", "Clear the stray cells at its far right."),
    ),
    "bad_schema": Reason(
        Say("规则文件 {path} 不能用：{why}。", "The rules in {path} cannot be used: {why}."),
        Say(
            "请改正后再试，写法见 docs/own-rules.zh-CN.md。",
            "Mend that and try again; docs/own-rules.zh-CN.md shows how rules are written.",
        ),
    ),
    "no_city_items": Reason(
        Say(
            "{path} 中没有“市级事项”，无法汇总。",
            "{path} has no sheet 市级事项, so nothing can be rolled up.",
        ),
        Say("请先填写市级事项（序号、事项名称、主要内容）。", "Fill it in first (序号, 事项名称, 主要内容)."),
    ),
    "book_not_open": Reason(
        Say("没有找到要处理的工作簿，什么也没有改动。", "The workbook was not found; nothing was changed."),
        Say("请打开它，再点一次按钮。", "Open it and click the button again."),
    ),
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
    "addin_functions": Reason(
        Say(
            "不能为 {module} 生成单元格函数（{why}）。",
            "The functions of {module} for cells could not be made ({why}).",
        ),
        Say("请重新安装本程序。", "Install this program again."),
    ),
}
"""Every sentence that can stop a command. Tests name the code, never the sentence."""
