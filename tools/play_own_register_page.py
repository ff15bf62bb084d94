"""The page about a register of one's own, played: its tables are typed into the workbooks and into the returns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import Workbook, load_workbook

from duban.workbook.cells.addresses import position
from duban.workbook.file import write_xlsx
from duban.workbook.format.names import CITY
from duban.workbook.format.registers.definitions import DEFINITIONS
from duban.workbook.plan.plans import BookPlan, EditCell, SheetEdit
from duban.workbook.reading.grid import GridBook

PAGE = Path(__file__).parent.parent / "docs" / "own-register.zh-CN.md"
REGISTER = "安全检查"
DISTRICTS = ("东岭区", "西河区")

_LIST = [
    "序号",
    "事项名称",
    "改革攻坚目标",
    "改革针对的突出问题",
    "改革的具体项目",
    "牵头领导",
    "牵头单位及负责人",
    "备注",
]
_TABLE = re.compile(r"^\| (?P<head>.+) \|\n\|[-| :]+\|\n(?P<rows>(?:^\|.*\|\n)+)", re.MULTILINE)
_DAY = re.compile(r"20\d\d-\d\d-\d\d")


class Wrong(NamedTuple):
    """A cell of the page's table of mistakes."""

    cell: str
    column: str
    kind: str
    wrong: str
    code: str
    right: str


def tables() -> Iterator[tuple[list[str], list[list[str]]]]:
    """Each table of the page: its header and its rows."""
    for found in _TABLE.finditer(PAGE.read_text(encoding="utf-8")):
        yield _cells(found["head"]), [_cells(row[2:-2]) for row in found["rows"].splitlines()]


def _cells(line: str) -> list[str]:
    return [cell.strip().strip("`") for cell in line.split(" | ")]


def table(*head: str) -> list[list[str]]:
    """The rows of the first table whose header begins so."""
    return next(rows for header, rows in tables() if header[: len(head)] == list(head))


def mistakes() -> list[Wrong]:
    """The table of mistakes."""
    return [Wrong(*row) for row in table("单元格", "列")]


def kinds() -> dict[str, str]:
    """Column of the register → its 类型."""
    return {row[1]: row[2] for row in table("登记表", "列名")}


def value_of(text: str, kind: str) -> Any:
    """What somebody types, as Excel keeps it: numbers, shares and dates; everything else is text."""
    if not text:
        return None
    if kind in ("整数", "数值") and re.fullmatch(r"[0-9.]+", text):
        return float(text) if "." in text else int(text)
    if kind == "百分比" and text.endswith("%"):
        return float(text[:-1]) / 100
    if kind == "日期" and _DAY.fullmatch(text):
        return date.fromisoformat(text)
    return text


def start(folder: Path) -> None:
    """The two workbooks, each with a list of one item."""
    for number, name in enumerate(DISTRICTS, 1):
        book = Workbook()
        sheet = book.active
        sheet.title = "任务清单"
        sheet.append([f"{name}2020年重点改革攻坚事项任务清单"])
        sheet.append(_LIST)
        problems, measures = "1、巡查人手不足；", "1、设立安全服务组；\n2、建立企业安全档案。"
        sheet.append(
            [
                number,
                "企业安全服务改革攻坚",
                "隐患早发现、早整改。",
                problems,
                measures,
                "余国庆",
                "安监局\n负责人：郝敏",
            ]
        )
        book.save(folder / f"{name}.xlsx")


def declare(book: Path) -> None:
    """The page's declaration, typed into 登记表定义."""
    rows = table("登记表", "列名")
    names, *_ = GridBook(book).grid(DEFINITIONS).rows
    head = next(header for header, _ in tables() if header[:2] == ["登记表", "列名"])
    cells = {
        (row, names.index(name) + 1): EditCell(text)
        for row, values in enumerate(rows, 2)
        for name, text in zip(head, values, strict=True)
        if text
    }
    _set(book, DEFINITIONS, cells)


def register(book: Path) -> None:
    """The rows that the page gives for this workbook, typed into the register."""
    declared = kinds()
    head, rows = next((h, r) for h, r in tables() if h[:2] == [book.stem, "企业"])
    columns = {name: at for at, name in enumerate(GridBook(book).grid(REGISTER).rows[0], 1)}
    cells = {}
    for row in rows:
        for name, text in zip(head[1:], row[1:], strict=True):
            if text.startswith("="):
                hidden = value_of(row[head.index("隐患数")], "整数")
                cells[int(row[0]), columns[name]] = EditCell("是" if hidden >= 5 else "否", text)
            else:
                value = value_of(text, declared[name])
                cells[int(row[0]), columns[name]] = _typed(value)
    _set(book, REGISTER, cells)


def _typed(value: Any) -> EditCell:
    number_format = (
        "date" if isinstance(value, date) else "percent" if isinstance(value, float) else "general"
    )
    return EditCell(value, number_format=number_format)  # type: ignore[arg-type]


def spoil(book: Path) -> None:
    """Each mistake of the page."""
    declared = kinds()
    _set(
        book,
        REGISTER,
        {position(m.cell): EditCell(value_of(m.wrong, declared[m.column])) for m in mistakes()},
    )


def mend(book: Path) -> None:
    """What the page puts there instead."""
    declared = kinds()
    _set(
        book, REGISTER, {position(m.cell): _typed(value_of(m.right, declared[m.column])) for m in mistakes()}
    )


def city(book: Path) -> None:
    """An item of the city's, without which there is nothing to roll up."""
    row = (1, "企业安全服务改革攻坚", "管好安全，服务企业。")
    _set(book, CITY, {(2, column): EditCell(value) for column, value in enumerate(row, 1)})


def _set(book: Path, sheet: str, cells: Mapping[tuple[int, int], EditCell]) -> None:
    edit = SheetEdit(sheet, dict(cells))
    book.write_bytes(write_xlsx.apply(book.read_bytes(), BookPlan(edits=(edit,))))


def fill(sent: Path) -> None:
    """What the units write into the files that they got."""
    declared = kinds()
    head = next(header for header, _ in tables() if header[:2] == ["单位", "企业"])
    for path in sorted(sent.glob("*.xlsx")):
        book = load_workbook(path)
        rows = list(book[REGISTER].iter_rows())
        top = next(row for row in rows if any(cell.value == "行键" for cell in row))
        places = {cell.value: place for place, cell in enumerate(top)}
        for unit, firm, *texts in table("单位", "企业"):
            for row in rows[top[0].row :] if path.name.startswith(f"{unit}-") else ():
                if row[places["企业"]].value == firm:
                    for column, text in zip(head[2:], texts, strict=True):
                        row[places[column]].value = value_of(text, declared[column])
        book.save(path)
