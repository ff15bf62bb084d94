"""How each unit handed in its return of the period: what the record keeps for the year's sheet."""

from __future__ import annotations

from datetime import date

from duban.macros.returns.stand import Stand
from duban.udfs.assessment import return_status


def handed_in(stand: Stand) -> dict[str, str]:
    """Unit without case → 按时, 迟交 or 未交; without those that were sent nothing. Of several files of a unit the last
    counts, as in 回收情况."""
    if not stand.is_any:
        return {}
    record = stand.record
    told: dict[str, str] = {}
    for unit in dict.fromkeys([*stand.expected, *(came.unit for came in record.came)]):
        name = unit.casefold()
        mine = [came for came in record.came if came.unit.casefold() == name]
        saved = max((came.saved for came in mine if came.saved is not None), default=None)
        sent = min(
            (
                each.day
                for each in record.sent.values()
                if each.day is not None and each.unit.casefold() == name
            ),
            default=None,
        )
        due = _due(stand.tables.settings.return_due, sent)
        told[name] = return_status(None if saved is None else saved.date(), due, bool(mine))
    return told


def _due(due: date | None, sent: date | None) -> date | None:
    """The day for returns; one before the return was sent is left from an earlier period."""
    return None if due is not None and sent is not None and due < sent else due
