"""The sheets that only documents look at, read as they are."""

from __future__ import annotations

from duban.workbook.format.fields import SheetFormat
from duban.workbook.reading.find_header import find_header
from duban.workbook.reading.table import sheet_table
from duban.workbook.reading.tables import Tables, TableSheet
from duban.workbook.say.stop import Stop


def office_sheet(tables: Tables, name: str, form: SheetFormat) -> TableSheet | None:
    """The sheet of this name, each row with its columns; None where there is none. Raises Stop: ``bad_sheet``,
    ``missing_column``."""
    if name not in tables.sheet_names:
        return None
    grid = tables.grids.get(name)
    header = find_header(grid, form) if grid else None
    if grid is None or header is None:
        raise Stop("bad_sheet", path=tables.file, sheet=name, columns="、".join(form.names))
    if missing := form.missing(header.columns):
        raise Stop("missing_column", path=tables.file, sheet=name, columns="、".join(missing))
    table = sheet_table(grid, header, form.names, is_aside=lambda row: False)
    rows = {row: {each: table[each][place] for each in form.names} for place, row in enumerate(table.rows)}
    return TableSheet(grid, header, rows, form)
