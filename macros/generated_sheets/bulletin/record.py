"""清单变动 and 需核实: what changed of the plan in the period, and what somebody should look at."""

from __future__ import annotations

from datetime import date
from typing import Any

from duban.macros.figures.doubts import Doubt
from duban.macros.figures.lookups import Live
from duban.macros.generated_sheets.bulletin.paper import Paper
from duban.macros.staff_sheets.baseline import CHANGE
from duban.udfs.periods import Period

CHANGE_WIDTHS = (5, 6, 23, 10, 17, 18)
DOUBT_WIDTHS = (5, 22, 12, 40)
_KINDS = ("新增", "移出", "恢复")


def put_changes(paper: Paper, live: Live) -> None:
    """Changes of the plan that 填报记录 holds of this period, in their order."""
    paper.heading("本期清单变动")
    log, period = live.tables.log, live.frame.settings.period
    told = [
        record
        for record in (log.rows.values() if log else ())
        if str(record["字段"] or "").startswith(CHANGE) and Period.parse(record["期间"]) == period
    ]
    if not told:
        paper.nothing()
        return
    table = paper.table(CHANGE_WIDTHS, ("序号", "变动", "事项或措施", "内容", "原为", "现为"))
    names = _names(live)

    def put(row: int, record: Any) -> None:
        what = str(record["字段"]).removeprefix(CHANGE)
        kind = next((kind for kind in _KINDS if what.startswith(kind)), "调整")
        was, now = _shown(record["原值"]), _shown(record["新值"])
        name = names.get((record["事项键"], record["措施键"])) or now or was
        table.put(row, 1, record["事项序号"], "integer")
        table.put(row, 2, kind, "center")
        table.put(row, 3, name, "text")
        table.put(row, 4, what.removeprefix(kind) if kind != "调整" else what, "center")
        table.put(row, 5, was, "text")
        table.put(row, 6, now, "text")

    table.fill(told, put)


def _names(live: Live) -> dict[tuple[Any, Any], str]:
    """(事项键, 措施键) → what the list says now."""
    items: dict[tuple[Any, Any], str] = {(each["key"], None): each["name"] for each in live.items.values()}
    measures = {
        (values["事项键"], values["措施键"]): str(values["具体项目"] or "") for values in live.ledger.values()
    }
    return items | measures


def _shown(value: Any) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)


def put_doubts(paper: Paper, live: Live) -> None:
    """Figures and reports that a person should look at; nobody is accused."""
    paper.heading("需核实事项")
    if not live.doubts:
        paper.nothing()
        return
    table = paper.table(DOUBT_WIDTHS, ("序号", "具体项目", "责任单位", "需核实的内容"))

    def put(row: int, doubt: Doubt) -> None:
        values = live.ledger[doubt.row]
        table.put(row, 1, values["事项序号"], "integer")
        table.put(row, 2, values["具体项目"], "text")
        table.put(row, 3, values["责任单位"], "center")
        table.put(row, 4, doubt.what, "text")

    table.fill(live.doubts, put)
