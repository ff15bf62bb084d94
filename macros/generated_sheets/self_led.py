"""自督: items that the office which issues the bulletin leads itself, so that somebody else looks at them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from duban.macros.figures import conditions
from duban.macros.figures.figures import equal_in_excel
from duban.macros.figures.lookups import Live
from duban.macros.generated_sheets.items_of_several_units import SharedLeads
from duban.workbook.format.sheets.settings import ISSUER
from duban.workbook.plan.builder import SheetBuilder

OWN_LEAD = "（自督）"


def leads_it_itself(live: Live, figures: Mapping[str, Any]) -> bool:
    """Whether the issuing office is among the units that lead an item."""
    issuer = live.frame.settings.issuer
    return bool(issuer) and any(
        equal_in_excel(unit, issuer) for unit in (figures["unit"], *figures["co_units"])
    )


def led_by_issuer(live: Live, unit: str, position: str, shared: SharedLeads | None) -> str:
    """The same as a condition: ``unit`` is the first unit of an item, ``position`` where the list has it."""
    issuer = live.frame.settings.ref(ISSUER)
    first = f'AND({issuer}<>"",{unit}={issuer})'
    if shared is None:
        return first
    return f"OR({first},SUMPRODUCT(({shared.unit}={issuer})*({shared.position}={position}))>0)"


def say_self_led(live: Live, builder: SheetBuilder, shared: SharedLeads | None) -> None:
    """How many items the issuing office leads; nothing where it leads none."""
    number = sum(leads_it_itself(live, figures) for figures in live.items.values())
    if not number:
        return
    issuer = live.frame.settings.ref(ISSUER)
    count = conditions.count_true(f"({live.frame.items['归口单位']}={issuer})", f'({issuer}<>"")')
    if shared is not None:
        count += "+" + conditions.count_true(shared.of(issuer))
    tail = " 项由印发通报的单位自己牵头（标“自督”），须由其他单位核实。"
    builder.line(f"有 {number}{tail}", "note", f'="有 "&({count})&"{tail}"')
