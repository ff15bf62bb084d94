"""What stops a command: one exception, with a sentence in both languages that says what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Say:
    """One sentence for the staff in Chinese and in English."""

    zh: str
    en: str

    def format(self, **facts: object) -> Say:
        """Put the facts into both languages."""
        return Say(self.zh.format(**facts), self.en.format(**facts))

    def to(self, lang: str) -> str:
        """The sentence in ``lang`` (``zh`` or ``en``)."""
        return self.en if lang == "en" else self.zh


class Stop(Exception):
    """The command could not do its work; the file on disk is as it was (exit code 2).

    ``code`` is a key of ``STOPS``; the other arguments fill its sentence.
    """

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        self.say = STOPS[code].format(**facts)
        super().__init__(self.say.zh)


STOPS: dict[str, Say] = {
    "file_missing": Say(
        "找不到文件：{path}。请检查路径和文件名。",
        "File not found: {path}. Check the path and the name.",
    ),
    "not_a_workbook": Say(
        "{path} 不是可以读取的 Excel 工作簿（{why}）。请用 Excel 或 WPS 打开后另存为 .xlsx 再试。",
        "{path} is not a readable Excel workbook ({why}). Open it in Excel or WPS, save as .xlsx and try again.",
    ),
    "old_format": Say(
        "{path} 是旧格式，程序只能读、不能写。请在 Excel 或 WPS 中另存为 .xlsx 后再试。",
        "{path} is in an old format that can be read but not written. Save it as .xlsx in Excel or WPS.",
    ),
    "open_elsewhere": Say(
        "{path} 正被打开（发现 {lock}{who}）。请先关闭该文件；若确认无人打开，删除 {lock} 后再试。",
        "{path} is open elsewhere (found {lock}{who}). Close it first; if nobody has it open, delete {lock} and try again.",
    ),
    "read_only": Say(
        "{path} 是只读文件，没有改动。请取消只读属性，或用 -o 另存到别处。",
        "{path} is read-only and was not changed. Clear the read-only flag, or write elsewhere with -o.",
    ),
    "no_room": Say(
        "写入 {path} 失败（{why}），原文件没有改动。请检查磁盘空间和文件夹权限后再试。",
        "Writing {path} failed ({why}); the file is as it was. Check disk space and folder permissions.",
    ),
    "package_check": Say(
        "写出的 {path} 没有通过检查（{why}），原文件没有改动。请把该文件交给维护人员。",
        "The package written for {path} failed its check ({why}); the file is as it was. Report this file.",
    ),
    "sheet_is_yours": Say(
        "{path} 中的工作表“{sheet}”不是程序生成的，程序不会覆盖它。请把它改名后再试。",
        "Sheet '{sheet}' in {path} was not made by this program and will not be overwritten. Rename it and try again.",
    ),
}
"""Every sentence that can stop a command. Tests name the code, never the sentence."""
