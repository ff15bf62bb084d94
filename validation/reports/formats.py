"""The reports of ``validate``: one visible table of formats, and the door that writes one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, TextIO

from duban.validation.file_report import FileReport
from duban.validation.reports import csv as report_csv
from duban.validation.reports import html as report_html
from duban.validation.reports import json as report_json
from duban.validation.reports import junit as report_junit
from duban.validation.reports import sarif as report_sarif
from duban.validation.reports import text as report_text
from duban.validation.reports.page import Page, ReportOptions


class Format(NamedTuple):
    """One format: what a file becomes, and the page that joins the files."""

    part: Callable[[FileReport, str], str]
    """One file as text, in ``zh`` or ``en``. It needs nothing else, so a worker process can make it."""
    page: Callable[[ReportOptions], Page]
    beginning: re.Pattern[str]
    """How a report of this format begins, in either language."""


FORMATS: Mapping[str, Format] = {
    "text": Format(report_json.part, report_text.TextPage, report_text.BEGINNING),
    "json": Format(report_json.part, report_json.page, report_json.BEGINNING),
    "csv": Format(report_csv.part, report_csv.page, report_csv.BEGINNING),
    "html": Format(report_json.part, report_html.HtmlPage, report_html.BEGINNING),
    "sarif": Format(report_sarif.part, report_sarif.page, report_sarif.BEGINNING),
    "junit": Format(report_junit.part, report_junit.page, report_junit.BEGINNING),
}
"""Text and HTML are pages over parts of the JSON report; they keep these, the others keep nothing."""


def is_report(begins: bytes) -> bool:
    """Whether a file that begins so (about 1,000 bytes) is a report of ours; an empty one counts as such."""
    text = begins.decode("utf-8", "replace")
    return not text or any(format.beginning.match(text) for format in FORMATS.values())


def write(
    format: str,
    reports: Iterable[FileReport],
    out: TextIO,
    lang: str = "zh",
    version: str = "",
    limit: int | None = None,
) -> None:
    """Write a report file by file. ``out`` is UTF-8 without a mark of its own, with ``newline=""``.

    ``limit`` is how many findings of a rule a text report lists; the others it counts.
    Raises KeyError for a name that is not in ``FORMATS``.
    """
    part, make, _ = FORMATS[format]
    page = make(ReportOptions(lang, version, limit))
    out.write(page.head())
    for report in reports:
        out.write(page.add(part(report, lang)))
    out.write(page.tail())
