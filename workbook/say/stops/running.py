"""Stops about the run itself: memory, time, processes."""

from __future__ import annotations

from collections.abc import Mapping

from duban.workbook.say.sentence import Reason, Say

REASONS: Mapping[str, Reason] = {
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
}
