"""What a document has besides: what was noticed while it was read, and the text that nothing was taken from."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from duban.macros.imports.found import Found, Kind, Told
from duban.macros.imports.sections import MARK
from duban.udfs.text import tidy
from duban.workbook.say.sentence import Say
from duban.workbook.word.blocks import Document, NoticeKind, Paragraph

_NOTED: dict[NoticeKind, tuple[Kind, Say]] = {
    "residue": ("提示", Say("转换留下的标记，已去掉", "a mark that a conversion left was dropped")),
    "inserted": ("提示", Say("修订：插入的内容按已接受处理", "tracked changes: what was inserted is taken")),
    "deleted": ("提示", Say("修订：删除的内容没有取用", "tracked changes: what was deleted is left out")),
    "comment": ("提示", Say("批注没有取用", "a comment is left out")),
    "hidden": ("提示", Say("隐藏文字没有取用", "hidden text is left out")),
    "picture": (
        "未识别",
        Say(
            "这里是图片，图中的文字和表格读不出来，请转成文字",
            "a picture: what it shows cannot be read; make it text",
        ),
    ),
    "text_box": (
        "未识别",
        Say(
            "文本框中的文字没有取用，请移到正文", "the text of a text box is left out; move it into the text"
        ),
    ),
    "nested": ("提示", Say("单元格里还有表格，按文字取用", "a table within a cell is taken as text")),
    "number_twice": (
        "提示",
        Say(
            "自动编号与手写的编号相同，只留一个",
            "an automatic number before the same one that is typed was left out",
        ),
    ),
    "formula": (
        "未识别",
        Say("这里是公式，读不出来，没有取用", "a formula, which cannot be read; not taken"),
    ),
    "footnote": ("提示", Say("脚注没有取用", "a footnote is left out")),
    "html_table": (
        "未识别",
        Say(
            "这里是网页代码写的表格，读不出来，请从网页上复制表格粘贴到 Word",
            "a table written as HTML, which is not read; paste it into Word from the page",
        ),
    ),
    "loose_cells": (
        "未识别",
        Say(
            "像是表格的单元格，分不出每行几格，没有取用",
            "cells of a table of which nobody can tell the rows; not taken",
        ),
    ),
}
_LEFT = Say(
    "{first} 至 {last} 没有取用（{count} 段）", "{first} to {last} ({count} paragraphs) were not taken"
)
_LEFT_ONE = Say("没有取用", "not taken")
_SHORT = 60


def noticed(document: Document, found: Found) -> Iterator[Told]:
    """What the reader of the file noticed. A picture may stand in place of a table where nothing was found."""
    for each in document.notices:
        kind, note = _NOTED[each.kind]
        if each.kind == "picture" and not found.empty:
            kind = "提示"
        yield Told(kind, each.number, tidy(each.text), note, aside=each.kind == "residue")


def unused(document: Document, used: Collection[int]) -> Iterator[Told]:
    """The text that nothing was taken from, a line for each run of paragraphs below one heading."""
    run: list[Paragraph] = []
    for block in document.blocks:
        if not isinstance(block, Paragraph):
            yield from _told(run)
            run = []
            continue
        if not block.text.strip():
            continue
        ends = block.number in used
        if run and (ends or block.level or _is_chapter(block)):
            yield from _told(run)
            run = []
        if not ends:
            run.append(block)
    yield from _told(run)


def _is_chapter(each: Paragraph) -> bool:
    return MARK.match(each.text) is not None and each.text.lstrip()[:1] in "一二三四五六七八九十第"


def _told(run: list[Paragraph]) -> Iterator[Told]:
    if not run:
        return
    text = tidy(run[0].text).replace("\n", " ")
    shown = text if len(text) <= _SHORT else f"{text[:_SHORT]}…"
    note = (
        _LEFT.format(first=run[0].number, last=run[-1].number, count=len(run)) if len(run) > 1 else _LEFT_ONE
    )
    yield Told("未用", run[0].number, shown, note)
