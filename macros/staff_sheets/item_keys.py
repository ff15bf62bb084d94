"""事项键: the stable number of an item, which travels with its row when staff sort, insert or renumber."""

from __future__ import annotations

from duban.workbook.cells.addresses import a1
from duban.workbook.reading.keys import decide, former_names, named, was_named
from duban.workbook.reading.tables import Tables
from duban.workbook.say.findings import Finding
from duban.workbook.say.stop import Stop


def assign_keys(tables: Tables, *, rekey: bool = False) -> tuple[dict[int, int], list[Finding]]:
    """The key of every item by its row, as ``workbook.reading.keys`` decides.

    Raises ``Stop``: ``foreign_key`` for one that is no number, and, unless ``rekey`` renews it, ``list_replaced`` for one whose
    item has a name beyond recognition (both names). ``validate`` says the same of both.
    """
    sheet = tables.need_list
    items, former = sheet.items, former_names(tables.sheets)
    listed = {row: named(item.tracking["事项键"], item.name, item.number) for row, item in items.items()}
    for row, item in items.items():
        typed = item.tracking["事项键"]
        if typed is not None and listed[row].key is None:
            cell = f"{sheet.name}!{a1(row, sheet.header.columns['事项键'])}"
            raise Stop("foreign_key", path=tables.file, cell=cell, value=typed)
    keys, copied, replaced = decide(listed, former)
    if replaced and not rekey:
        row, key = min(replaced.items())
        raise Stop(
            "list_replaced",
            path=tables.file,
            cell=a1(row, sheet.header.columns["事项名称"]),
            sheet=sheet.name,
            key=key,
            was=was_named(key, former),
            now=items[row].name,
        )
    findings = []
    at = sheet.header.columns.get("事项键", sheet.header.columns["事项名称"])
    for row in items:
        if row in copied:
            facts: dict[str, object] = {"old": copied[row], "new": keys[row]}
            findings.append(Finding("I140", sheet.name, row, at, "事项键", copied[row], facts))
        if row in replaced:
            facts = {"old": replaced[row], "new": keys[row], "was": was_named(replaced[row], former)}
            findings.append(Finding("I141", sheet.name, row, at, "事项键", replaced[row], facts))
    return keys, findings
