"""Drop-downs as a list validation has them."""

from __future__ import annotations

from duban.workbook.plan.plans import DropDown

DROP_DOWN_LIMIT = 255
"""Characters that Excel takes for a list typed into a validation."""


def drop_down_formula(drop_down: DropDown) -> str:
    """What a list validation refers to: ``"甲,乙"``, or a reference without ``=``.

    Raises ValueError for a typed list of more than 255 characters or with a comma in a choice.
    """
    if isinstance(drop_down.choices, str):
        return drop_down.choices.removeprefix("=")
    joined = ",".join(drop_down.choices)
    if len(joined) > DROP_DOWN_LIMIT:
        raise ValueError(f"a drop-down list holds {DROP_DOWN_LIMIT} characters at most, not {len(joined)}")
    if any("," in choice for choice in drop_down.choices):
        raise ValueError("a comma separates the choices of a drop-down list")
    return '"' + joined.replace('"', '""') + '"'
