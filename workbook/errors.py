"""What stops a command: one exception, with a sentence in both languages that says what to do."""

from __future__ import annotations

from dataclasses import dataclass


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
    "folder_read_only": Say(
        "文件夹 {path} 不能写入，没有改动任何文件。请取得写入权限，或用 -o 另存到别处。",
        "The folder {path} cannot be written to; nothing was changed. Get write access, or write elsewhere with -o.",
    ),
    "changed_meanwhile": Say(
        "{path} 在处理期间被别人保存过，没有写入，以免覆盖。请重新运行一次。",
        "{path} was saved by someone else meanwhile and was not overwritten. Run the command again.",
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
    "no_list": Say(
        "{path} 中没有找到任务清单（查看了：{sheets}）。表头须有“事项名称”和“改革的具体项目”等列名。市级工作簿请用 rollup。",
        "No task list found in {path} (looked at: {sheets}). The header needs names such as 事项名称 and 改革的具体项目. For a city workbook use rollup.",
    ),
    "several_lists": Say(
        "{path} 中有多张任务清单：{sheets}。请用 --sheet 指明其中一张。",
        "{path} holds several task lists: {sheets}. Name one with --sheet.",
    ),
    "no_sheet": Say(
        "{path} 中没有工作表“{sheet}”，现有：{sheets}。请检查 --sheet 或“规则”中的“清单工作表”。",
        "{path} has no sheet '{sheet}'; it has: {sheets}. Check --sheet or 清单工作表 on sheet 规则.",
    ),
    "bad_sheet": Say(
        "{path} 中的工作表“{sheet}”与程序的表同名，但找不到表头（应有：{columns}）。请把它改名，或恢复表头后再试。",
        "Sheet '{sheet}' in {path} bears one of the program's names but has no such header ({columns}). Rename it or restore its header.",
    ),
    "missing_column": Say(
        "{path} 中的工作表“{sheet}”缺少列：{columns}。请恢复列名后再试。",
        "Sheet '{sheet}' in {path} lacks the columns: {columns}. Restore their names and try again.",
    ),
    "foreign_key": Say(
        "{path}：{cell} 的“事项键”是“{value}”，不是程序发出的数字。如果这是本单位自己的列，请把列名改掉；否则清空该单元格后再试。",
        "{path}: 事项键 in {cell} is '{value}' and no number given by this program. Rename the column if it is your own, else clear the cell.",
    ),
    "list_replaced": Say(
        "{path}：工作表“{sheet}”{cell} 的事项键 {key} 原来是“{was}”，现在是“{now}”。如果换了新清单，请加 --rekey 换发新键；如果排序时漏选了右侧的列，请撤销排序。",
        "{path}: item key {key} in {sheet}!{cell} was '{was}' and is now '{now}'. If this is a new list, use --rekey; if a sort left out the columns on the right, undo it.",
    ),
    "other_format": Say(
        "{path} 的扩展名应为 {suffix}，没有写出。请改正文件名后再试。",
        "{path} must end in {suffix}; nothing was written. Correct the file name.",
    ),
    "already_there": Say(
        "{path} 已经存在，没有覆盖。请换一个文件名。",
        "{path} exists already and was not overwritten. Choose another name.",
    ),
    "same_district": Say(
        "{path} 与 {other} 都叫“{name}”，汇总会相互覆盖。请在其中一个的“规则”里改正“单位名称”，或改文件名。",
        "{path} and {other} are both called '{name}' and would overwrite each other. Correct 单位名称 on sheet 规则 of one, or its file name.",
    ),
    "is_folder": Say(
        "{path} 是文件夹，不是工作簿。请写出其中一个工作簿的文件名。",
        "{path} is a folder, not a workbook. Name one of the workbooks in it.",
    ),
    "strict_format": Say(
        "{path} 是“Strict Open XML”格式，程序不能处理。请在 Excel 中另存为普通的 .xlsx（不要选 Strict）后再试。",
        "{path} is a Strict Open XML workbook. In Excel save it as a plain .xlsx (not Strict) and try again.",
    ),
    "no_columns": Say(
        "工作表“{sheet}”的列表右侧没有 {count} 个空列，程序的列加不下。请清除最右边多余的内容后再试。",
        "Sheet '{sheet}' has no {count} blank columns to the right of its list. Clear the stray cells at its far right.",
    ),
    "no_city_items": Say(
        "{path} 中没有“市级事项”，无法汇总。请先填写市级事项（序号、事项名称、主要内容）。",
        "{path} has no sheet 市级事项, so nothing can be rolled up. Fill it in first (序号, 事项名称, 主要内容).",
    ),
}
"""Every sentence that can stop a command. Tests name the code, never the sentence."""
