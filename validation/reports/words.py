"""Words that all reports share: severities, statuses, a rule's title, and text made safe to show."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from string import Formatter

from duban.workbook.say.catalogue.all_findings import CATALOGUE
from duban.workbook.say.sentence import Say

SEVERITY: Mapping[str, Say] = {
    "error": Say("错误", "error"),
    "warning": Say("提醒", "warning"),
    "info": Say("说明", "info"),
}
STATUS: Mapping[str, Say] = {
    "ok": Say("正常", "ok"),
    "findings": Say("有问题", "with findings"),
    "unreadable": Say("无法读取", "unreadable"),
}
WHOLE_FILE = Say("（整个文件）", "(whole file)")

# control characters, zero-width characters and those that turn the direction of writing
_UNSEEN = (*range(9), *range(11, 32), *range(127, 160), *range(0x200B, 0x2010), *range(0x2028, 0x202F))
_UNSEEN += (*range(0x2060, 0x2070), 0xFEFF, 0xFFFE, 0xFFFF)
_VISIBLE = {code: f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" for code in _UNSEEN}
_VISIBLE |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_ESCAPED = {code: f"\\u{code:04x}" for code in (*_UNSEEN, *range(0xD800, 0xE000)) if code >= 127}
_ONE_LINE = {**_VISIBLE, 10: "⏎", 9: " "}


def rule_title(code: str, lang: str) -> str:
    """What a rule is about, for any cell."""
    return CATALOGUE[code].title.to(lang)


@lru_cache(maxsize=1024)
def without_facts(sentence: str) -> str:
    """A sentence of the catalogue with ``…`` in place of each fact."""
    pieces = (text + ("" if field is None else "…") for text, field, _, _ in Formatter().parse(sentence))
    return "".join(pieces)


def sentences(lang: str, message: str, remedy: str) -> str:
    """What is found and what to do, as running text."""
    return f"{message}。{remedy}" if lang == "zh" else f"{message}. {remedy}"


def place(sheet: str, cell: str) -> str:
    """``任务清单!H7``; only the sheet for a finding about all of it, empty for the whole file."""
    return f"{sheet}!{cell}" if cell else sheet


def visible(text: str) -> str:
    """Text with unseen characters spelled out (``\\x1b``); line breaks and tabs stay."""
    return text.replace("\r\n", "\n").translate(_VISIBLE)


def one_line(text: str) -> str:
    """The same on one line, a line break shown as ``⏎``. A terminal obeys nothing that is in it."""
    return text.replace("\r\n", "\n").translate(_ONE_LINE)


def escaped(json: str) -> str:
    """JSON text with its unseen characters, and halves of pairs, as ``\\u`` escapes; what it says is the same."""
    return json if json.isprintable() else json.translate(_ESCAPED)


def encodable(text: str) -> str:
    """Text that UTF-8 can hold: a half of a pair without the other becomes ``\\ufffd``."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
