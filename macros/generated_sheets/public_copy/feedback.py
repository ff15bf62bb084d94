"""反馈答复: the feedback that is marked 公示 and answered, without who wrote it."""

from __future__ import annotations

from collections import Counter

from duban.macros.generated_sheets.public_copy.items_and_measures import HIDDEN
from duban.macros.generated_sheets.public_copy.listing import (
    Column,
    Listing,
    Shown,
    Told,
    as_day,
    as_text,
    without,
)
from duban.udfs.text import squeeze
from duban.workbook.format.registers.feedback import PUBLIC
from duban.workbook.reading.tables import TableSheet

NOT_MARKED, NOT_ANSWERED = "not_marked", "not_answered"
"""Why a row is not published: nobody marked it 公示, nobody answered it yet."""

_COLUMNS = (
    Column("序号", 6, "center"),
    Column("日期", 11.5, "date"),
    Column("涉及事项", 20),
    Column("反馈内容", 34),
    Column("答复单位", 15, "center"),
    Column("答复内容", 34),
    Column("答复日期", 11.5, "date"),
)
_ASKED, _ANSWER, _MARK = "反馈内容", "答复内容", "是否公示"


def public_feedback(table: TableSheet, shown: Shown) -> Listing:
    """反馈答复."""
    rows: list[list[Told]] = []
    withheld = Counter[str]()
    seen = all(shown.column(name) for name in (_ASKED, _ANSWER, _MARK))
    for row, values in table.rows.items():
        if squeeze(values[_MARK]) != PUBLIC:
            withheld[NOT_MARKED] += 1
        elif not (seen and shown.row(row)):
            withheld[HIDDEN] += 1
        elif not (squeeze(values[_ASKED]) and squeeze(values[_ANSWER])):
            withheld[NOT_ANSWERED] += 1
        else:
            told = {
                name: shown.told(row, name, as_text(values[name])) for name in ("涉及事项", _ASKED, _ANSWER)
            }
            rows.append(
                [
                    Told(len(rows) + 1),
                    shown.told(row, "日期", as_day(values["日期"])),
                    told["涉及事项"],
                    told[_ASKED],
                    shown.told(row, "处理单位", as_text(values["处理单位"])),
                    told[_ANSWER],
                    shown.told(row, "答复日期", as_day(values["答复日期"])),
                ]
            )
    hides = {"日期": "日期", "涉及事项": "涉及事项", "答复单位": "处理单位", "答复日期": "答复日期"}
    listing = Listing(_COLUMNS, rows, withheld, shown.left(len(_COLUMNS) - 1))
    return without(listing, [name for name, at in hides.items() if not shown.column(at)])
