"""Write the sample workbooks: one park, the city, four districts with lists of different shapes; and four with registers, one
of them a whole year as the program closed it quarter by quarter, in a folder of their own.

    python tools/make_samples.py [FOLDER]

Same data, same bytes. What each workbook shows stands at the top of its data module
(``samples/``).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from samples import city, huantai, linzi, park, registers, yiyuan, zichuan
from samples.sheets import (
    CITY_COLUMNS,
    LEDGER_COLUMNS,
    LINK_COLUMNS,
    REPORT_COLUMNS,
    city_rows,
    formats,
    ledger_rows,
    legible,
    link_rows,
    report_rows,
    row_height,
    set_up_page,
    write_table,
)
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

EXAMPLES = Path(__file__).parent.parent / "examples"
CREATED = datetime(2020, 9, 30, 9, 0, 0)
LIST_WIDTHS = legible([6, 22, 30, 36, 52, 10, 16, 10])
Looks = dict[str, Any]


def numbered(texts: list[str], mark: str = "{}、", lead: str = "") -> str:
    """One cell with a marked line per text: `1、…⏎2、…`; a mark of （{}） or {}是 counts in Chinese."""
    counts = "一二三四五六" if mark in ("（{}）", "{}是") else "123456"
    return lead + "\n".join(mark.format(n) + text for n, text in zip(counts, texts, strict=False))


def write_row(
    sheet: Worksheet, r: int, values: list[Any], widths: list[int], looks: Looks, centred: tuple[int, ...]
) -> None:
    """One list row in its height; None writes a framed empty cell."""
    sheet.set_row(r, row_height(zip(values, widths, strict=False)))
    for c, value in enumerate(values):
        sheet.write(r, c, value, looks["center" if c in centred else "text"])


def park_list(book: Workbook, looks: Looks) -> None:
    """Title over 8 columns, a 单位 line, the header in row 3; the last row has no 备注 cell."""
    sheet = book.add_worksheet("任务清单")
    set_up_page(sheet, 2, LIST_WIDTHS)
    sheet.merge_range(0, 0, 0, 7, park.TITLE, looks["title"])
    sheet.set_row(0, 36)
    sheet.write(1, 0, "单位：齐鲁化工区管委会办公室", looks["line"])
    sheet.write_row(2, 0, park.HEADER, looks["header"])
    for r, item in enumerate(park.ITEMS, start=3):
        values = [
            item["no"],
            item["name"],
            item["goal"],
            numbered(item["problems"], lead=item.get("problems_lead", "")),
            numbered(item["measures"]),
            item["leader"],
            item["owner_cell"],
        ]
        last = item is park.ITEMS[-1]
        write_row(sheet, r, values if last else [*values, None], LIST_WIDTHS, looks, (0, 5))


def linzi_list(book: Workbook, looks: Looks) -> None:
    """Other order, other names, two more columns, a blank row after every item."""
    sheet = book.add_worksheet("任务清单")
    widths = legible([6, 11, 22, 18, 52, 30, 32, 11, 15, 10])
    set_up_page(sheet, 1, widths)
    sheet.merge_range(0, 0, 0, len(widths) - 1, linzi.TITLE, looks["title"])
    sheet.set_row(0, 36)
    sheet.write_row(1, 0, linzi.HEADER, looks["header"])
    for i, item in enumerate(linzi.ITEMS):
        values = [
            item["no"],
            item["field"],
            item["name"],
            item["owner_cell"],
            numbered(item["measures"], "{}."),
            item["goal"],
            numbered(item["problems"], "{}."),
            item["leader"],
            item["phone"],
            None,
        ]
        write_row(sheet, 2 + 2 * i, values, widths, looks, (0, 1, 7, 8))


def zichuan_list(book: Workbook, looks: Looks) -> None:
    """A heading row per group; an item is merged over its measures' rows, a leader over a group."""
    sheet = book.add_worksheet("任务清单")
    set_up_page(sheet, 1, LIST_WIDTHS)
    sheet.merge_range(0, 0, 0, 7, zichuan.TITLE, looks["title"])
    sheet.set_row(0, 36)
    sheet.write_row(1, 0, zichuan.HEADER, looks["header"])
    items = {item["no"]: item for item in zichuan.ITEMS}
    r = 2
    for heading, numbers in zichuan.GROUPS:
        sheet.merge_range(r, 0, r, 7, heading, looks["heading"])
        sheet.set_row(r, 22)
        r += 1
        group_start = r
        for no in numbers:
            item = items[no]
            last = r + len(item["measures"]) - 1
            merged = {0: no, 1: item["name"], 2: item["goal"], 6: item["owner_cell"], 7: None}
            merged[3] = numbered(item["problems"])
            for c, value in merged.items():
                sheet.merge_range(r, c, last, c, value, looks["center" if c == 0 else "text"])
            for n, text in enumerate(item["measures"], start=1):
                sheet.write(r, 4, f"{n}、{text}", looks["text"])
                sheet.set_row(r, 48)
                r += 1
        sheet.merge_range(group_start, 5, r - 1, 5, items[numbers[0]]["leader"], looks["center"])


def huantai_list(book: Workbook, looks: Looks) -> None:
    """Three title rows, typed tracking columns, hidden rows and column, 合计 and 注 at the end."""
    sheet = book.add_worksheet("任务清单")
    widths = legible([6, 22, 28, 32, 48, 10, 16, 10, 14, 10])
    last_column = len(widths) - 1
    set_up_page(sheet, 3, widths)
    for r, title in enumerate(huantai.TITLES):
        sheet.merge_range(r, 0, r, last_column, title, looks["title"])
        sheet.set_row(r, 28)
    sheet.write_row(3, 0, huantai.HEADER, looks["header"])
    hidden = huantai.HEADER.index(huantai.HIDDEN_COLUMN)
    sheet.set_column(hidden, hidden, widths[hidden], None, {"hidden": True})
    for r, item in enumerate(huantai.ITEMS, start=4):
        values = [
            "０１２３４５６"[item["no"]],
            item["name"],
            item["goal"],
            numbered(item["problems"]),
            numbered(item["measures"]),
            item["leader"],
            item["owner_cell"],
            *item["typed"],
        ]
        write_row(sheet, r, values, widths, looks, (0, 5, 7, 8, 9))
        if item["no"] == huantai.HIDDEN_ITEM:
            sheet.set_row(r, None, None, {"hidden": True})
    r = 4 + len(huantai.ITEMS)
    sheet.set_row(r, None, None, {"hidden": True})  # a blank row, hidden too
    sheet.write_row(
        r + 1, 0, ["合计", f"{len(huantai.ITEMS)}项", *[None] * (last_column - 1)], looks["center"]
    )
    for n, text in enumerate(huantai.FOOTER, start=2):
        sheet.write(r + n, 0, text, looks["line"])


def yiyuan_list(book: Workbook, looks: Looks) -> None:
    """A cover and a roster stand before the list, which has its own sheet name."""
    cover = book.add_worksheet("封面")
    cover.set_column(0, 0, 80)
    for r, text in zip((5, 7, 16, 18), yiyuan.COVER, strict=True):
        cover.write(r, 0, text, looks["title"])
    roster = book.add_worksheet("联系人")
    set_up_page(roster, 0, [6, 28, 12, 12, 18])
    roster.write_row(0, 0, yiyuan.ROSTER_HEADER, looks["header"])
    for r, person in enumerate(yiyuan.ROSTER, start=1):
        roster.write_row(r, 0, person, looks["center"])
    sheet = book.add_worksheet(yiyuan.LIST_SHEET)
    set_up_page(sheet, 1, LIST_WIDTHS)
    sheet.merge_range(0, 0, 0, 7, yiyuan.TITLE, looks["title"])
    sheet.set_row(0, 36)
    sheet.write_row(1, 0, yiyuan.HEADER, looks["header"])
    for r, item in enumerate(yiyuan.ITEMS, start=2):
        values = [
            item["no"],
            item["name"],
            item["goal"],
            numbered(item["problems"], item["mark"]),
            numbered(item["measures"], item["mark"]),
            item["leader"],
            item["owner_cell"],
            item["note"],
        ]
        write_row(sheet, r, values, LIST_WIDTHS, looks, (0, 5, 7))


LISTS: list[tuple[Any, Callable[[Workbook, Looks], None]]] = [
    (park, park_list),
    (linzi, linzi_list),
    (zichuan, zichuan_list),
    (huantai, huantai_list),
    (yiyuan, yiyuan_list),
]


def make(folder: Path) -> list[Path]:
    """Write the six workbooks of lists into folder, those of registers into one inside it; their paths."""
    paths = []
    for data, write_list in [*LISTS, (city, None)]:
        path = folder / f"{data.NAME}.xlsx"
        with Workbook(str(path)) as book:
            book.set_properties({"title": data.NAME, "author": "办公室", "created": CREATED})
            looks = formats(book)
            if write_list:
                write_list(book, looks)
            write_table(book, looks, "市级事项", CITY_COLUMNS, city_rows())
            if write_list:
                write_table(book, looks, "具体项目台账", LEDGER_COLUMNS, ledger_rows(data))
                if hasattr(data, "LINKS"):
                    write_table(book, looks, "承接关系", LINK_COLUMNS, link_rows(data))
                write_table(book, looks, "填报记录", REPORT_COLUMNS, report_rows(data))
        paths.append(path)
    return [*paths, *make_registers(folder / "registers")]


def make_registers(folder: Path) -> list[Path]:
    """Write the workbooks with registers into folder; their paths."""
    folder.mkdir(exist_ok=True)
    paths = []
    for name, write in registers.BOOKS.items():
        path = folder / f"{name}.xlsx"
        with Workbook(str(path)) as book:
            book.set_properties({"title": name, "author": "办公室", "created": CREATED})
            write(book, formats(book))
        if name in registers.PLAYED:
            registers.PLAYED[name](path)
        paths.append(path)
    return paths


if __name__ == "__main__":
    for made in make(Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLES):
        print(made)
