"""The sheets that only documents look at, read as they are."""

from __future__ import annotations

from duban.workbook.format.sheets_and_registers import OF_DOCUMENTS
from duban.workbook.reading.tables import Tables, TableSheet
from duban.workbook.say.stop import Stop


def office_sheet(tables: Tables, name: str) -> TableSheet | None:
    """The sheet of this name, each row with its columns; None where there is none. Raises Stop: ``bad_sheet``,
    ``missing_column``."""
    if name not in tables.sheet_names:
        return None
    sheet, declared = tables.of_documents.get(name), OF_DOCUMENTS[name]
    if sheet is None:
        raise Stop("bad_sheet", path=tables.file, sheet=name, columns="、".join(declared.names))
    if missing := declared.missing(sheet.header.columns):
        raise Stop("missing_column", path=tables.file, sheet=name, columns="、".join(missing))
    return sheet
