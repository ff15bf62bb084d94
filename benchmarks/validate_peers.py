"""What other tools need for the files of ``validate.py``; run by it, in an environment that has them.

    python benchmarks/validate_peers.py PEER SHAPE=FOLDER … FILES

Prints, as JSON, the CPU seconds of each shape for its first FILES files. Each tool checks what it can of types, blanks,
ranges and stray characters, one file after another: no rule across rows or sheets, no messages in words.
"""

from __future__ import annotations

import datetime
import json
import os
import re
import sys
import time
import warnings
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

TIDY = r"^[^\s０-９,;?!-][^０-９,;?!]*$"
DAY = r"^\d{4}-\d\d-\d\d"
LIST = {
    "序号": "number",
    "事项名称": "text",
    "改革攻坚目标": "text",
    "改革针对的突出问题": "may be text",
    "改革的具体项目": "text",
    "牵头领导": "text",
    "牵头单位及负责人": "text",
    "备注": "may be text",
    "开始日期": "day",
    "完成时限": "day",
    "完成进度": "share",
}
LEDGER = {
    "事项键": "number",
    "事项名称": "text",
    "具体项目": "text",
    "责任单位": "text",
    "负责人": "may be text",
    "开始日期": "day",
    "完成时限": "day",
    "完成进度": "share",
    "进展情况": "may be text",
    "存在问题": "may be text",
    "下步措施": "may be text",
    "更新日期": "day",
}
Told = tuple[str, int, Mapping[str, str]]
SHAPES: Mapping[str, Told] = {
    "list": ("任务清单", 2, LIST),
    "prose": ("任务清单", 2, LIST),
    "ledger": ("具体项目台账", 0, LEDGER),
}
"""Shape → its sheet, the row of its header from 0, and what each column holds."""

Check = Callable[[str], int]


def pandera(told: Told) -> Check:
    """pandas with calamine, and a schema."""
    import pandas as pd
    import pandera.pandas as pa

    sheet, header, kinds = told

    def column(kind: str) -> Any:
        if kind.endswith("text"):
            return pa.Column(str, [pa.Check.str_matches(TIDY)], nullable=kind != "text", required=False)
        if kind == "day":
            real = pa.Check(lambda values: values.map(lambda value: not isinstance(value, str)))
            return pa.Column(object, real, nullable=True)
        return pa.Column(float, [pa.Check.in_range(0, 1)] if kind == "share" else [], coerce=True)

    schema = pa.DataFrameSchema({name: column(kind) for name, kind in kinds.items()})

    def check(path: str) -> int:
        frame = pd.read_excel(path, sheet_name=sheet, header=header, engine="calamine")
        days = [name for name, kind in kinds.items() if kind == "day"]
        frame[days] = frame[days].astype(object)
        try:
            schema.validate(frame, lazy=True)
        except pa.errors.SchemaErrors as error:
            return len(error.failure_cases)
        return 0

    return check


def frictionless(told: Told) -> Check:
    """Its own reader, which is openpyxl, and a schema."""
    from frictionless import Detector, Dialect, Resource, Schema, formats

    sheet, header, kinds = told
    types = {"number": "integer", "day": "date", "share": "number"}
    limits: dict[str, dict[str, Any]] = {
        "text": {"required": True, "pattern": TIDY},
        "may be text": {"pattern": TIDY},
        "share": {"minimum": 0, "maximum": 1},
    }
    fields = [
        {"name": name, "type": types.get(kind, "string"), "constraints": limits.get(kind, {})}
        for name, kind in kinds.items()
    ]

    def check(path: str) -> int:
        dialect = Dialect(header_rows=[header + 1], controls=[formats.ExcelControl(sheet=sheet)])
        schema = Schema.from_descriptor({"fields": fields})
        known_only = Detector(schema_sync=True)  # else each further column is an error of each row
        resource = Resource(path=os.path.relpath(path), dialect=dialect, schema=schema, detector=known_only)
        return sum(len(task.errors) for task in resource.validate().tasks)

    return check


def _texts(path: str, told: Told) -> Any:
    """A sheet by fastexcel as a polars frame of texts: a column of dates has texts among them."""
    import fastexcel

    sheet, header, kinds = told
    return (
        fastexcel.read_excel(path)
        .load_sheet_by_name(sheet, header_row=header, dtypes="string")
        .to_polars()
        .select(list(kinds))
    )


def pointblank(told: Told) -> Check:
    """fastexcel, polars and its steps."""
    import pointblank as pb
    import polars as pl

    kinds = told[2]

    def check(path: str) -> int:
        numbers = [pl.col(name).cast(pl.Float64, strict=False) for name, k in kinds.items() if k == "share"]
        steps = pb.Validate(_texts(path, told).with_columns(numbers))
        for name, kind in kinds.items():
            if kind.endswith("text") or kind == "day":
                pattern = DAY if kind == "day" else TIDY
                steps = steps.col_vals_regex(name, pattern, na_pass=kind != "text")
            elif kind == "share":
                steps = steps.col_vals_between(name, 0, 1)
            else:
                steps = steps.col_vals_not_null(name)
        return sum(steps.interrogate(collect_extracts=False).n_failed().values())

    return check


def dataframely(told: Told) -> Check:
    """fastexcel, polars and a schema."""
    import dataframely as dy

    def column(kind: str) -> Any:
        if kind == "share":
            return dy.Float64(nullable=False, min=0, max=1)
        if kind == "number":
            return dy.Float64(nullable=False)
        return dy.String(nullable=kind != "text", regex=DAY if kind == "day" else TIDY)

    schema = type("Sheet", (dy.Schema,), {name: column(kind) for name, kind in told[2].items()})

    def check(path: str) -> int:
        _, failure = schema.filter(_texts(path, told), cast=True)
        return sum(failure.counts().values())

    return check


def openpyxl(told: Told) -> Check:
    """openpyxl and plain Python."""
    from openpyxl import load_workbook

    sheet, header, kinds = told
    tidy = re.compile(TIDY).match

    def wrong(value: Any, kind: str) -> bool:
        if value is None:
            return kind not in ("may be text", "day")
        if kind.endswith("text"):
            return not (isinstance(value, str) and tidy(value))
        if kind == "day":
            return not isinstance(value, datetime.date)
        return not isinstance(value, int | float) or (kind == "share" and not 0 <= value <= 1)

    def check(path: str) -> int:
        book = load_workbook(path, read_only=True, data_only=True)
        rows = book[sheet].iter_rows(min_row=header + 1, values_only=True)
        names = {name: place for place, name in enumerate(next(rows))}
        found = sum(
            wrong(row[names[name]] if names[name] < len(row) else None, kind)
            for row in rows
            for name, kind in kinds.items()
        )
        book.close()
        return found

    return check


PEERS: Mapping[str, tuple[Callable[[Told], Check], tuple[str, ...]]] = {
    "pandera": (pandera, ("pandera", "pandas", "python-calamine")),
    "frictionless": (frictionless, ("frictionless", "openpyxl")),
    "pointblank": (pointblank, ("pointblank", "polars", "fastexcel")),
    "dataframely": (dataframely, ("dataframely", "polars", "fastexcel")),
    "openpyxl": (openpyxl, ("openpyxl",)),
}
"""Each peer with the packages that it is made of."""


def main() -> None:
    """Check the files and print what it took."""
    warnings.simplefilter("ignore")
    peer, *folders, count = sys.argv[1:]
    make, packages = PEERS[peer]
    said: dict[str, Any] = {"versions": ", ".join(f"{name} {version(name)}" for name in packages)}
    for each in folders:
        shape, _, folder = each.partition("=")
        os.chdir(folder)  # where frictionless trusts paths
        paths = [str(path) for path in sorted(Path(folder).glob("*.xlsx"))[: int(count)]]
        check = make(SHAPES[shape])
        check(paths[0])  # what is imported and compiled once is no part of a batch
        start = time.process_time()
        found = sum(map(check, paths))
        said[shape] = [time.process_time() - start, found]
    print(json.dumps(said))


if __name__ == "__main__":
    main()
