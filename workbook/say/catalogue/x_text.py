"""X…: findings about the wording of any text."""

from __future__ import annotations

from collections.abc import Mapping

from duban.workbook.say.catalogue.entry import Entry, entry

FINDINGS: Mapping[str, Entry] = {
    "X101": entry(
        "info",
        "有全角数字“{piece}”",
        "full-width digits '{piece}'",
        "请改为半角“{fixed}”。",
        "Write '{fixed}'.",
        title=("全角数字", "full-width digits"),
    ),
    "X102": entry(
        "info",
        "中文中有半角标点“{piece}”",
        "half-width punctuation '{piece}' in Chinese text",
        "请改为全角“{fixed}”。",
        "Write '{fixed}'.",
        title=("中文中有半角标点", "half-width punctuation in Chinese text"),
    ),
    "X103": entry(
        "info",
        "首尾有多余的空格或空行",
        "needless blanks at its beginning or end",
        "请删除首尾的空格和空行。",
        "Delete them.",
    ),
    "X104": entry(
        "info",
        "有看不见的控制字符",
        "invisible control characters",
        "请删除后重新输入该处。",
        "Delete them and type the text again.",
    ),
    "X105": entry(
        "info",
        "有文档残留“{piece}”",
        "left over from a document: '{piece}'",
        "请删除。",
        "Delete it.",
        title=("文档残留", "left over from a document"),
    ),
    "X106": entry(
        "info",
        "文号“{piece}”用了【】",
        "the document number '{piece}' is written with 【】",
        "请改为“{fixed}”。",
        "Write '{fixed}'.",
        title=("文号用了【】", "a document number with 【】"),
    ),
}
