"""Stops about the bundle for Windows."""

from __future__ import annotations

from collections.abc import Mapping

from duban.workbook.say.sentence import Reason, Say

_TAKE = Say(
    "请用 python.org 的 python-{version}-embed-amd64.zip；不用 --python 时由程序自己下载。",
    "Take python-{version}-embed-amd64.zip of python.org; without --python the program downloads it itself.",
)

REASONS: Mapping[str, Reason] = {
    "bundle_download": Reason(
        Say("需要的安装包没有下载下来（{why}）。", "What the bundle needs was not downloaded ({why})."),
        Say(
            "请检查网络后再试；或在能上网的电脑上下载好，用 --wheels 指定放这些文件的文件夹。",
            "See to the network and try again, or download it elsewhere and name the folder with --wheels.",
        ),
    ),
    "bundle_lacks": Reason(
        Say("{folder} 中没有 {name} {version} 的安装包。", "{folder} has no {name} {version}."),
        Say(
            "请把它下载到这个文件夹；不用 --wheels 时由程序自己下载。",
            "Download it into this folder; without --wheels the program does so itself.",
        ),
    ),
    "bundle_hash": Reason(
        Say(
            "{path} 的 SHA-256 不是程序记下的，可能没有下载完整，或被人改过，没有采用。",
            "{path} has another SHA-256 than the pinned one: cut short or changed. It was not used.",
        ),
        Say("请重新下载。", "Download it again."),
    ),
    "bundle_python": Reason(
        Say("{path} 不是 Windows 嵌入版 Python。", "{path} is not the embeddable Python for Windows."), _TAKE
    ),
    "bundle_other_python": Reason(
        Say(
            "{path} 不是程序记下的 Python {version}（{name} 不同），没有采用。",
            "{path} is not the pinned Python {version} ({name} differs). It was not used.",
        ),
        _TAKE,
    ),
    "bundle_unread": Reason(
        Say("{path} 读不了（{why}）。", "{path} could not be read ({why})."),
        Say("请检查路径和权限。", "Check the path and the rights."),
    ),
}
