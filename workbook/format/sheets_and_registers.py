"""Every sheet that is declared. A new sheet is one file in ``sheets/``, a register one in ``registers/``, and its name here."""

from __future__ import annotations

from collections.abc import Mapping

from duban.workbook.format.fields import SheetFormat
from duban.workbook.format.names import LIST
from duban.workbook.format.registers import (
    benchmarking,
    cases,
    conduct,
    definitions,
    dispatch,
    feedback,
    indicators,
    meetings,
    models,
    on_site,
    problems,
    projects,
    rosters,
    service_groups,
    service_log,
    task_forces,
    zones,
)
from duban.workbook.format.sheets import (
    baseline,
    city,
    districts,
    document_words,
    documents_sent,
    ledger,
    links,
    log,
    period_record,
    sent_record,
    settings,
    task_list,
)

FORMATS: Mapping[str, SheetFormat] = {
    each.FORMAT.name: each.FORMAT
    for each in (
        task_list,
        ledger,
        city,
        links,
        districts,
        log,
        baseline,
        period_record,
        sent_record,
        documents_sent,
        document_words,
        settings,
    )
}
"""Standard name → format, in the order of reports."""

ADDED: Mapping[str, SheetFormat] = {
    name: each
    for name, each in FORMATS.items()
    if each.shape == "table" and name != LIST and not each.of_documents
}
"""The tables that the program adds to a workbook, and that staff or collecting fill."""

OF_DOCUMENTS: Mapping[str, SheetFormat] = {name: each for name, each in FORMATS.items() if each.of_documents}
"""The tables that documents keep; a sheet of such a name without its columns is the office's own."""

REGISTERS: Mapping[str, SheetFormat] = {
    each.FORMAT.name: each.FORMAT
    for each in (
        projects,
        task_forces,
        dispatch,
        indicators,
        benchmarking,
        models,
        on_site,
        meetings,
        problems,
        service_groups,
        service_log,
        rosters,
        conduct,
        feedback,
        zones,
        cases,
        definitions,
    )
}
"""The registers that come with the program, by name; an office may declare others in its workbook."""
