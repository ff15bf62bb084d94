"""Stops about a workbook that is open in Excel."""

from __future__ import annotations

from collections.abc import Mapping

from duban.workbook.say.sentence import Reason, Say

REASONS: Mapping[str, Reason] = {
    "no_dialog": Reason(
        Say("这里的 Excel 不能选文件和文件夹。", "This Excel cannot ask for files or folders."),
        Say(
            "请在电脑上的 Excel 里点这个按钮，或用命令 {command}。",
            "Use the button in the Excel of a desktop, or the command {command}.",
        ),
    ),
    "not_saved": Reason(
        Say("{path} 有没保存的内容，没有导出。", "{path} is not saved; nothing was exported."),
        Say("请先保存工作簿，再点一次。", "Save the workbook and click again."),
    ),
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
    "book_not_open": Reason(
        Say("没有找到要处理的工作簿，什么也没有改动。", "The workbook was not found; nothing was changed."),
        Say("请打开它，再点一次按钮。", "Open it and click the button again."),
    ),
}
