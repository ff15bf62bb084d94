"""Stops about a plan, a document of a word processor, that is to be read."""

from __future__ import annotations

from collections.abc import Mapping

from duban.workbook.say.sentence import Reason, Say

_SAVE = Say(
    "请用 Word 或 WPS 打开，另存为 .docx 后再试；来历不明的文件请勿打开。",
    "Open it in Word or WPS, save it as .docx and try again; do not open a file from unknown hands.",
)

REASONS: Mapping[str, Reason] = {
    "word_extension": Reason(
        Say("{path} 不是可以读取的方案（{known}）。", "{path} is no plan that can be read ({known})."),
        Say(
            "请用 Word 或 WPS 打开后另存为 .docx；PDF 请先转成 Word 文档。",
            "Open it in Word or WPS and save it as .docx; convert a PDF first.",
        ),
    ),
    "word_damaged": Reason(
        Say("{path} 读不出来（{why}）。", "{path} cannot be read ({why})."),
        _SAVE,
    ),
    "word_password": Reason(
        Say("{path} 有打开密码。", "{path} has a password to open it."),
        Say(
            "请用 Word 或 WPS 打开，取消密码后保存。", "Open it in Word or WPS, remove the password and save."
        ),
    ),
    "word_too_large": Reason(
        Say(
            "{path} 过大（{what}；展开后的上限 {limit} MB），没有读取。",
            "{path} is too large ({what}; unpacked, the limit is {limit} MB) and was not read.",
        ),
        Say(
            "请把方案的文字和表格复制到新文档后再试；来历不明的文件请勿打开。",
            "Copy the text and tables to a new document; do not open a file from unknown hands.",
        ),
    ),
    "word_no_libreoffice": Reason(
        Say(
            "读取 {path}（{suffix}）要用 LibreOffice，这台电脑上没有找到。",
            "{path} ({suffix}) needs LibreOffice to be read, which was not found on this machine.",
        ),
        Say(
            "请用 Word 或 WPS 打开后另存为 .docx；或安装 LibreOffice（libreoffice.org）后再试。",
            "Open it in Word or WPS and save it as .docx, or install LibreOffice (libreoffice.org).",
        ),
    ),
    "word_not_converted": Reason(
        Say("LibreOffice 没有读出 {path}（{why}）。", "LibreOffice could not read {path} ({why})."),
        Say(
            "请用 Word 或 WPS 打开后另存为 .docx 再试。",
            "Open it in Word or WPS, save it as .docx and try again.",
        ),
    ),
    "text_encoding": Reason(
        Say(
            "{path} 不是 UTF-8、UTF-16 或 GB18030 编码的文本。",
            "{path} is no text in UTF-8, UTF-16 or GB18030.",
        ),
        Say(
            "请用记事本打开，另存为 UTF-8 编码；或从 Word 另存为 .docx。",
            "Open it in Notepad and save it as UTF-8, or save a .docx in Word.",
        ),
    ),
    "nothing_to_import": Reason(
        Say(
            "{files} 中没有找到任务表、市级事项、领导小组名单或对标领域，没有写出。{seen}",
            "{files}: no task table, city items, leading group or benchmarking fields found; nothing was written. {seen}",
        ),
        Say(
            "请确认选对了方案；任务表要有“事项名称”等表头，是图片的请先转成表格。",
            "Check that it is the plan; a task table has a header with 事项名称, and a picture of one must become a table.",
        ),
    ),
    "import_sheet_other": Reason(
        Say(
            "工作簿已有叫“{sheet}”的工作表，表头不是程序认得的，没有导入，工作簿没有改动。",
            "This workbook has a sheet '{sheet}' with another header; nothing was imported or changed.",
        ),
        Say(
            "请把它改名后再点“从方案导入”。",
            "Rename it and try again.",
        ),
    ),
    "import_sheet_filled": Reason(
        Say(
            "工作簿的“{sheet}”中已有内容，没有导入，工作簿没有改动。",
            "'{sheet}' of this workbook is filled already; nothing was imported or changed.",
        ),
        Say(
            "请新建一个空白工作簿再点“从方案导入”，或把“{sheet}”改名、移到别的工作簿；命令为 duban import。",
            "Use a new, empty workbook, or rename or move '{sheet}'; the command is duban import.",
        ),
    ),
}
