"""What Word shows and its text does not say by itself: numbers alone, fields, circles, formulas.

WN1  A cell that has no more than an automatic number has it as its text; one under a merged cell has none and counts none;
     a blank paragraph with a number counts, as on paper.
WN2  A number that is typed behind the same automatic one stands once, and that is said; another one stays.
WN3  Of a field its result counts, never what it is told to do; a field that is broken off swallows nothing below.
WN4  A number in a circle, as a field or a sign of Wingdings, is one.
WN5  A formula in one line is its letters; another one and a footnote are left out and said.
"""

from __future__ import annotations

from copy import deepcopy

import pytest
from word_plans import Plan, body_docx

from duban.workbook.word.blocks import Document, Paragraph, Table
from duban.workbook.word.read_docx import read_docx

MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
BEGIN, SEPARATE, END = (
    f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
)


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def told(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def of_paragraphs(*inner: str) -> Document:
    return read_docx(body_docx("".join(f"<w:p>{each}</w:p>" for each in inner)), "方案.docx")


def texts(document: Document) -> list[str]:
    return [each.text for each in document.blocks if isinstance(each, Paragraph) and each.text]


def kinds(document: Document) -> list[str]:
    return [each.kind for each in document.notices]


def test_numbers_alone_are_texts_of_cells__ok() -> None:  # WN1
    plan = Plan()
    number = plan.numbers("decimal", "%1")
    table = plan.table([("", "甲"), ("", "乙"), ("", "丙")])
    for row in range(3):
        plan.number(table.cell(row, 0).paragraphs[0], number)
    merged = table.cell(0, 0).merge(table.cell(1, 0))
    for blank in merged.paragraphs[1:]:
        merged._tc.remove(blank._p)
    under = table._tbl.tr_lst[1].tc_lst[0].p_lst[0]
    under.get_or_add_pPr().append(deepcopy(table._tbl.tr_lst[2].tc_lst[0].p_lst[0].pPr.numPr))
    [read] = [each for each in read_docx(plan.data, "a.docx").blocks if isinstance(each, Table)]
    assert [cell.text if cell else None for cell, _ in read.rows] == ["1", None, "2"]


def test_blank_paragraphs_with_numbers_count__ok() -> None:  # WN1
    plan = Plan()
    number = plan.numbers("decimal", "%1、")
    for text in ("甲", "", "乙"):
        plan.number(plan.document.add_paragraph(text), number)
    assert texts(read_docx(plan.data, "a.docx")) == ["1、甲", "3、乙"]


def test_a_number_that_is_typed_as_well_stands_once__ok() -> None:  # WN2
    plan = Plan()
    number = plan.numbers("decimal", "%1、")
    for text in ("1、甲", "2 、乙", "5、丙"):
        plan.number(plan.document.add_paragraph(text), number)
    document = read_docx(plan.data, "a.docx")
    assert texts(document) == ["1、甲", "2 、乙", "3、5、丙"]
    assert [(each.kind, each.number) for each in document.notices] == [
        ("number_twice", 1),
        ("number_twice", 2),
    ]


def test_results_of_fields_count__ok() -> None:  # WN3
    inner = BEGIN + told("PAGE") + SEPARATE + run("9") + END
    field = BEGIN + told(" IF ") + inner + run("错") + SEPARATE + run("结果") + END
    assert texts(of_paragraphs(run("前") + field + run("后"))) == ["前结果后"]
    assert texts(of_paragraphs(BEGIN + told("TOC") + run("错"), run("下文"))) == ["下文"]


@pytest.mark.parametrize(
    ("inner", "wanted"),
    [
        (BEGIN + told("eq \\o\\ac(○,") + told("12)") + END, "⑫"),
        (BEGIN + told("EQ \\o\\ac(○,37)") + END, "37"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F082"/></w:r>', "②"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', ""),
    ],
)
def test_numbers_in_circles__ok(inner: str, wanted: str) -> None:  # WN4
    assert texts(of_paragraphs(inner + run("事"))) == [f"{wanted}事"]


def test_formulas_and_footnotes__ok() -> None:  # WN5
    plain = f"<m:oMath {MATH}><m:r><m:t>30%</m:t></m:r></m:oMath>"
    part = "<m:{0}><m:r><m:t>{1}</m:t></m:r></m:{0}>"
    broken = f"<m:oMath {MATH}><m:f>{part.format('num', 1)}{part.format('den', 2)}</m:f></m:oMath>"
    document = of_paragraphs(run("压减") + plain, run("压减") + broken)
    assert (texts(document), kinds(document)) == (["压减30%", "压减"], ["formula"])
    noted = of_paragraphs(run("甲") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
    assert (texts(noted), kinds(noted)) == (["甲"], ["footnote"])


def test_a_text_that_begins_with_digits_keeps_its_number__ok() -> None:  # WN2
    plan = Plan()
    for shape, text in (("%1", "15项任务"), ("%1.", "1.5公里")):
        plan.number(plan.document.add_paragraph(text), plan.numbers("decimal", shape))
    assert texts(read_docx(plan.data, "a.docx")) == ["1 15项任务", "1. 1.5公里"]
