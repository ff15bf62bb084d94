"""公文模板: the words of official documents, where an office wants others than the program's. Data: no code runs."""

from __future__ import annotations

from duban.workbook.format.fields import Field, SheetFormat
from duban.workbook.format.names import DOCUMENT_WORDS
from duban.workbook.format.registers.common import NO_CHOICE

DOCUMENTS = ("版式", "通报", "督办单", "催办单", "年度评估")
"""What words are for: the layout of all, or one kind of document."""

FORMAT = SheetFormat(
    DOCUMENT_WORDS,
    "公文的一段文字，或一项版式",
    ("公文", "部分"),
    (
        Field(
            "公文",
            "choice",
            "staff",
            "用在哪种公文：通报、督办单、催办单、年度评估；写“版式”的各种公文都用。",
            10,
            choices=DOCUMENTS,
            wrong_choice=NO_CHOICE,
            example=("通报",),
        ),
        Field(
            "部分",
            "short",
            "staff",
            "哪一部分；版式的各项名称是固定的，正文各段的名称可以自定。",
            16,
            example=("开头",),
        ),
        Field(
            "文字",
            "text",
            "staff",
            "文字，大括号中是程序填的数；以 # 开头的一行是一级标题，## 是二级标题，自动编号。",
            90,
            example=("现将{期间}重点改革攻坚事项进展情况通报如下。",),
        ),
    ),
    of_documents=True,
)
