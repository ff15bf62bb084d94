"""Which sheet of the workbook a sheet of a return is a return of.

Its hidden key says it, and the line above its table; where these are gone, the name of its tab, or the columns that it has.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from duban.macros.returns.forms import Form
from duban.macros.returns.read_return import FoundSheet
from duban.macros.returns.record import Sent
from duban.udfs.text import squeeze
from duban.workbook.format.names import LEDGER
from duban.workbook.format.registers.common import ROW_KEY
from duban.workbook.reading.grid import Grid
from duban.workbook.say.sentence import Say

_TOP = 60
_COPY = re.compile(r"\(\d+\)$")
"""What Excel adds to the name of a copied tab."""

UNKNOWN = Say(
    "看不出是哪张登记表的填报表（“登记表：”一行不见了，表头也对不上）",
    "nobody can tell of which register it is: the line 登记表 is gone, and its header tells nothing",
)


def form_of_sheet(sheet: FoundSheet, forms: Mapping[str, Form], sent: Sent | None) -> Form | Say:
    """The form of a sheet, or why there is none. ``sent``: what went out under its number."""
    texts = {squeeze(value) for row in sheet.grid.rows[:_TOP] for value in row if isinstance(value, str)}
    registers = {squeeze(name).casefold(): form for name, form in forms.items() if name != LEDGER}
    if squeeze(forms[LEDGER].key) in texts or not (registers or sheet.register or ROW_KEY in texts):
        return forms[LEDGER]
    if sheet.register:
        found = registers.get(sheet.register.casefold())
        return found or Say(
            f"工作簿里没有单位要填的登记表“{sheet.register}”",
            f"the workbook has no register {sheet.register} that units fill",
        )
    went_out = {key.sheet for key in sent.rows} if sent else {*forms}
    tab = _COPY.sub("", squeeze(sheet.name)).casefold()
    if tab in registers and registers[tab].name in went_out:
        return registers[tab]
    pool = [
        form for name, form in forms.items() if name in went_out and not (form.is_ledger and ROW_KEY in texts)
    ]
    scores = [(_alike(sheet.grid, form), form) for form in pool]
    most = max((score for score, _ in scores), default=0)
    best = [form for score, form in scores if score == most and most]
    if not best:
        return UNKNOWN if ROW_KEY in texts else forms[LEDGER]
    return best[0] if len(best) == 1 or best[0].is_ledger else UNKNOWN


def _alike(grid: Grid, form: Form) -> int:
    """How many columns of a form one row names."""
    names = {squeeze(name) for name in form.read}
    rows = ({squeeze(value) for value in row if isinstance(value, str)} for row in grid.rows[:_TOP])
    return max((len(names & texts) for texts in rows), default=0)
