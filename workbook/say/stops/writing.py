"""Stops about where something is to be written."""

from __future__ import annotations

from collections.abc import Mapping

from duban.workbook.say.sentence import Reason, Say

REASONS: Mapping[str, Reason] = {
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
    "open_elsewhere": Reason(
        Say("{path} 正被打开（发现 {lock}{who}）。", "{path} is open elsewhere (found {lock}{who})."),
        Say(
            "请先关闭该文件；若确认无人打开，删除 {lock} 后再试。",
            "Close it first; if nobody has it open, delete {lock} and try again.",
        ),
    ),
    "held": Reason(
        Say(
            "{path} 正被别的程序占用，或者没有改写它的权限，它保持原样。",
            "{path} is in use by another program, or you may not change it; it is as it was.",
        ),
        Say(
            "请关闭打开它的程序（Excel、WPS、资源管理器的预览窗格）后再试。",
            "Close what has it open (Excel, WPS, the preview of a folder) and try again.",
        ),
    ),
    "read_only": Reason(
        Say("{path} 是只读文件，没有改动。", "{path} is read-only and was not changed."),
        Say("请取消只读属性，或用 -o 另存到别处。", "Clear the read-only flag, or write elsewhere with -o."),
    ),
    "no_folder": Reason(
        Say(
            "{path} 不能用作文件夹：{there} 是文件，没有写入任何内容。",
            "{path} can be no folder: {there} is a file; nothing was written.",
        ),
        Say("请换一个文件夹。", "Choose another folder."),
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
    "other_format": Reason(
        Say("{path} 的扩展名应为 {suffix}，没有写出。", "{path} must end in {suffix}; nothing was written."),
        Say("请改正文件名后再试。", "Correct the file name."),
    ),
    "already_there": Reason(
        Say("{path} 已经存在，没有覆盖。", "{path} exists already and was not overwritten."),
        Say("请换一个文件名。", "Choose another name."),
    ),
    "is_folder": Reason(
        Say("{path} 是文件夹，不是工作簿。", "{path} is a folder, not a workbook."),
        Say("请写出其中一个工作簿的文件名。", "Name one of the workbooks in it."),
    ),
    "no_libreoffice": Reason(
        Say(
            "导出 {path} 要用 LibreOffice，这台电脑上没有找到，没有写出。",
            "{path} needs LibreOffice, which was not found on this machine; nothing was written.",
        ),
        Say(
            "请安装 LibreOffice（libreoffice.org）后再试；或改为导出 .xlsx，再用 Excel 或 WPS 另存为 PDF。",
            "Install LibreOffice (libreoffice.org), or export an .xlsx and save it as PDF in Excel or WPS.",
        ),
    ),
    "pdf_failed": Reason(
        Say("LibreOffice 没有做出 {path}（{why}），没有写出。", "LibreOffice made no {path} ({why})."),
        Say(
            "请关闭其他程序后再试；或改为导出 .xlsx，再用 Excel 或 WPS 另存为 PDF。",
            "Close other programs and try again, or export an .xlsx and save it as PDF in Excel or WPS.",
        ),
    ),
    "pdf_too_slow": Reason(
        Say(
            "LibreOffice 用了 {seconds} 秒还没有做出 {path}，已停止，没有写出。",
            "LibreOffice had not made {path} within {seconds} seconds and was given up; nothing was written.",
        ),
        Say(
            "请少选几张表再试；或改为导出 .xlsx，再用 Excel 或 WPS 另存为 PDF。",
            "Choose fewer sheets, or export an .xlsx and save it as PDF in Excel or WPS.",
        ),
    ),
}
