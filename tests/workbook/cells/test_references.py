"""What a formula refers to.

RF1  Each area with the sheet that it names, whole columns and rows among them; what stands in a text is none.
RF2  Nothing is told of a formula that names anything beside cells of single sheets.
"""

from __future__ import annotations

import pytest

from duban.workbook.cells.addresses import LAST_COLUMN, LAST_ROW
from duban.workbook.cells.references import references


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ("A1", [(None, (1, 1, 1, 1))]),
        ("'2020年第三季度通报'!$B$10:$B$13", [("2020年第三季度通报", (10, 2, 13, 2))]),
        ("('甲 ''1'''!$A$1,进度走势!b2)", [("甲 '1'", (1, 1, 1, 1)), ("进度走势", (2, 2, 2, 2))]),
        ("'表'!$A:$B,表!$1:$3", [("表", (1, 1, LAST_ROW, 2)), ("表", (1, 1, 3, LAST_COLUMN))]),
        ('IF(LEN(TRIM($P2))=0,"A9",1.5E3)', [(None, (2, 16, 2, 16))]),
        ('AND(TRUE,"别表!A1"="",x.y!A1>LOG10(2))', [("x.y", (1, 1, 1, 1))]),
        ("'[另.xlsx]表'!A1", [("[另.xlsx]表", (1, 1, 1, 1))]),  # no sheet of any workbook is called so
        ("0.3", []),
        ("", []),
    ],
)
def test_areas__ok(formula: str, found: list[object]) -> None:  # RF1
    told = references(formula)
    assert told is not None and [(each.sheet, each.area) for each in told] == found


def test_fixed_rows__ok() -> None:  # RF1
    assert [each.fixed_rows for each in references("$A1+A$1+$A$1:$A$3+A1") or ()] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    "formula",
    [
        *(
            "口径",
            "表!口径",
            "SUM(口径)",
            "[1]表!A1",
            "表1:表3!A1",
            "销售[金额]",
            "#REF!A1",
            "表!#REF!",
            "A1#",
            "@A1",
        ),
        *('INDIRECT("A1")', "OFFSET(A1,1,1)", "单位-甲!A1", "A1:B2:C3"),
    ],
)
def test_anything_else__error(formula: str) -> None:  # RF2
    assert references(formula) is None
