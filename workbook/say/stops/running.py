"""Stops about the run itself: memory, time, processes."""

from __future__ import annotations

from collections.abc import Mapping

from duban.workbook.say.sentence import Reason, Say

REASONS: Mapping[str, Reason] = {
    "port_taken": Reason(
        Say("端口 {port} 不能用（{why}）。", "Port {port} cannot be used ({why})."),
        Say("请换一个端口，或不写 --port，由程序挑选。", "Choose another one, or leave --port out."),
    ),
    "no_note": Reason(
        Say(
            "端口和口令写不进用户文件夹里的 .duban（{why}），没有开始应答。",
            "Port and token cannot be written into .duban in the user's folder ({why}); nothing is answered.",
        ),
        Say("请检查该文件夹的权限后再试。", "Check the permissions of that folder and try again."),
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
    "not_on_worker": Reason(
        Say(
            "{path}：集群中的 {where} 看不到它，或看到的不是同一个文件，没有处理。",
            "{path} was not done: {where} of the cluster does not see it, or sees another file under its name.",
        ),
        Say(
            "请放到各台机器以同一路径看得到的共享文件夹；刚刚改过的，再运行一次。",
            "Put it into a shared folder that has the same path on all machines; if it was changed just now, run again.",
        ),
    ),
    "left_out": Reason(
        Say(
            "这里没有 {package}：精简版不带它，{what}要用它。",
            "{package} is not here: the slim bundle leaves it out, and {what} needs it.",
        ),
        Say("请换用完整版，或安装 {package}。", "Take the full bundle, or install {package}."),
    ),
    "no_dask": Reason(
        Say(
            "没有安装 Dask，不能用 --scheduler（{why}）。",
            "Dask, which --scheduler needs, is not installed ({why}).",
        ),
        Say('请运行 pip install "duban[cluster]"。', 'Run pip install "duban[cluster]".'),
    ),
    "no_cluster": Reason(
        Say("连不上集群 {address}（{why}）。", "There is no cluster at {address} ({why})."),
        Say(
            "请检查地址（如 tcp://10.0.0.1:8786），确认调度器已启动，Dask 版本与本机相同；也可以不加 --scheduler 在本机运行。",
            "Check the address (as tcp://10.0.0.1:8786), and that its scheduler runs with the same version of Dask; or run "
            "without --scheduler.",
        ),
    ),
    "no_workers": Reason(
        Say("集群 {address} 没有可用的机器。", "The cluster {address} has no worker."),
        Say("请启动 dask worker 后再试。", "Start a dask worker and try again."),
    ),
    "cluster_gone": Reason(
        Say(
            "与集群 {address} 的联系中断，没有做完。",
            "The connection to the cluster {address} broke off before all was done.",
        ),
        Say("请确认调度器仍在运行，再运行一次。", "See that its scheduler runs, and run the command again."),
    ),
    "cluster_differs": Reason(
        Say(
            "集群中 {worker} 的 {what} 是 {theirs}，本机是 {ours}；版本不同，结果可能不同，没有处理。",
            "{worker} of the cluster has {what} {theirs}, this machine {ours}: results might differ, nothing was done.",
        ),
        Say(
            "请在各台机器上安装同样的版本，并重新启动 dask worker。",
            "Install the same versions on all machines and start the workers anew.",
        ),
    ),
    "cluster_only_reads": Reason(
        Say(
            "{option} 要写文件，不能与 --scheduler 同用。",
            "{option} writes files and cannot go with --scheduler.",
        ),
        Say("请不加 --scheduler 在本机运行。", "Run it without --scheduler."),
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
