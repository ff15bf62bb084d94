"""The sound workbooks that mutants are made from: small lists, odd lists, a rich workbook, the samples, and built ones."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZIP_STORED

from lists import FIRST, Book, Item, make_book
from places import EXAMPLES
from rich_workbook import rich_workbook
from zip_draft import Draft, Entry

from duban.workbook.format.sheets.task_list import STAFF_COLUMNS

CITY = [(1, "优化营商环境", "一网通办"), (2, "盘活闲置厂房", "摸底建账"), (3, "其他", "")]
_SMALL = (
    Item("优化营商环境改革", ("合并申请表单", "开通网上专区"), "办公室"),
    Item("盘活闲置厂房", ("逐户摸底建账；", "2020年9月底前发布招商目录"), "综合局"),
    Item("园区用能服务", ("公布流程图",), "建设局\n\n综合局"),
)


class Base(NamedTuple):
    """A sound workbook: its name, bytes and suffix."""

    name: str
    data: bytes
    suffix: str = ".xlsx"


def small() -> Book:
    """Three items and three city items."""
    return make_book(*_SMALL, city=CITY)


def _odd() -> Book:
    """A list with the odd cells that staff lists have, and a foreign sheet."""
    rows = [["甲", 1, date(2020, 9, 30)], ["=1+1", 0.5, datetime(2020, 9, 30, 17, 30)], ["乙", "80%", ""]]
    odd = make_book(
        *_SMALL,
        Item("甲", (), "", number="（四）"),
        Item("甲", ("一、", "1.5倍"), "综合 局"),
        city=CITY,
        more={"数据": rows},
    )
    return odd.typed(
        "任务清单",
        {(FIRST, 8): "x" * 3000, (FIRST + 1, 8): "=1+1", (FIRST + 2, 9): 0.8, (FIRST + 6, 1): "合计"},
    )


def _progress() -> Book:
    """A built workbook in which staff have filled progress."""
    built = small().built(accept=True)
    return built.typed(
        "具体项目台账",
        {
            (2, "完成进度"): 0.8,
            (3, "完成进度"): "80%",
            (4, "完成时限"): date(2020, 9, 30),
            (5, "类型"): "常态化",
        },
    )


def _ods() -> bytes:
    """A list as OpenDocument, as small as readers take it."""
    rows = [("任务清单",), STAFF_COLUMNS, *(item.cells(n) for n, item in enumerate(_SMALL, 1))]
    cells = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {spaces} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="任务清单"><table:table-column table:number-columns-repeated="8"/>{cells}'
        '<table:table-row table:number-rows-repeated="9"><table:table-cell table:number-columns-repeated="8"/></table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    listed = "".join(
        f'<m:file-entry m:full-path="{path}" m:media-type="{kind}"/>' for path in ("/", "content.xml")
    )
    manifest = (
        f'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{listed}</m:manifest>'
    )
    parts = {"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest}
    return Draft([Entry(name, text.encode(), ZIP_STORED) for name, text in parts.items()]).to_bytes()


def _ods_cell(value: Any) -> str:
    if isinstance(value, int):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    lines = "".join(f"<text:p>{line}</text:p>" for line in str(value or "").split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def _built(path: Path) -> bytes:
    return Book(path.read_bytes()).built(accept=True).data


_BASES: dict[str, tuple[float, str, Callable[[], bytes]]] = {
    "small": (8, ".xlsx", lambda: small().data),
    "odd": (5, ".xlsx", lambda: _odd().data),
    "small built": (6, ".xlsx", lambda: _progress().data),
    "ods": (1, ".ods", _ods),
    "rich": (4, ".xlsm", rich_workbook),
    "rich built": (2, ".xlsm", lambda: Book(rich_workbook()).built().data),
    **{path.stem: (0.3, ".xlsx", path.read_bytes) for path in sorted(EXAMPLES.glob("*.xlsx"))},
    **{
        f"{path.stem} built": (0.15, ".xlsx", lambda path=path: _built(path))
        for path in sorted(EXAMPLES.glob("*.xlsx"))
        if path.stem != "淄博市"  # a city's own list is not built
    },
}
"""name → weight, suffix, how it is made."""


@cache
def base(name: str) -> Base:
    """One base, made once."""
    _, suffix, make = _BASES[name]
    return Base(name, make(), suffix)


def choose(rng: random.Random) -> Base:
    """A base by its weight; cheap ones come up more often."""
    return base(rng.choices(list(_BASES), [weight for weight, _, _ in _BASES.values()])[0])
