"""Remarks on cells of a staff sheet: each cell is coloured by the gravest, and a note says them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lxml.etree import _Element as Element

from duban.workbook.cells.areas import Position
from duban.workbook.file.notes import put_notes
from duban.workbook.file.package import Package
from duban.workbook.file.sheet_xml import SheetXml, anchors
from duban.workbook.file.style_sheet import StyleSheet
from duban.workbook.plan.plans import Remark
from duban.workbook.plan.styles import FILLS
from duban.workbook.say.severity import SEVERITIES, Severity

_GRAVITY = {severity: number for number, severity in enumerate(SEVERITIES)}


def remark(
    package: Package, part: str, sheet: SheetXml, remarks: Iterable[Remark], styles: StyleSheet
) -> None:
    """Put remarks on the cells of the sheet ``part``; those on merged cells go to the cell that shows."""
    said = by_cell(sheet.root, remarks)
    variants: dict[tuple[int, Severity], int] = {}
    for at, few in said.items():
        base, worst = sheet.style_at(*at), min((each.severity for each in few), key=_GRAVITY.__getitem__)
        if (base, worst) not in variants:
            variants[base, worst] = styles.filled(base, FILLS[worst])
        sheet.set_style(*at, variants[base, worst])
    put_notes(package, part, sheet, {at: "\n".join(each.text for each in few) for at, few in said.items()})


def by_cell(sheet: Element, remarks: Iterable[Remark]) -> Mapping[Position, list[Remark]]:
    """The remarks under the cell that shows them, in the order of rows and columns."""
    remarks = list(remarks)
    shown = anchors(sheet, {(each.row, each.column) for each in remarks})
    said: dict[Position, list[Remark]] = {at: [] for at in sorted(set(shown.values()))}
    for each in remarks:
        said[shown[each.row, each.column]].append(each)
    return said
