"""时序进度 and 亮灯 of 对标台账: by the definitions of 具体项目台账, formulas and values alike."""

from __future__ import annotations

from duban.macros.figures import formulas
from duban.macros.figures.cell_references import rules_of
from duban.macros.figures.register_row import NOTHING, Computed, Row
from duban.udfs import lights, progress

_WHAT = "对标举措"


def expected(row: Row) -> Computed:
    """时序进度."""
    if not row.has(_WHAT, "开始日期", "完成时限"):
        return NOTHING
    formula = formulas.measure_expected(
        row.cell(_WHAT), _kind(row), row.cell("开始日期"), row.cell("完成时限"), rules_of(row.settings)
    )
    if row.values.get(_WHAT) is None:
        return formula[1:], None
    values = row.values
    told = progress.expected(
        values.get("开始日期"), values.get("完成时限"), row.settings.as_of, values.get("类型")
    )
    return formula[1:], told


def light(row: Row) -> Computed:
    """亮灯."""
    if not row.has(_WHAT, "完成时限", "完成进度", "办结日期", "时序进度"):
        return NOTHING
    formula = formulas.measure_light(
        row.cell(_WHAT),
        _kind(row),
        row.cell("完成时限"),
        row.cell("完成进度"),
        row.cell("办结日期"),
        row.cell("时序进度"),
        rules_of(row.settings),
    )
    if row.values.get(_WHAT) is None:
        return formula[1:], None
    values = row.values
    told = lights.light(
        values.get("完成进度"),
        values.get("时序进度"),
        values.get("完成时限"),
        row.settings.as_of,
        kind=values.get("类型"),
        done_on=values.get("办结日期"),
        rules=row.settings.lights,
    )
    return formula[1:], told or None


def _kind(row: Row) -> str:
    """The cell of 类型; a blank where nobody keeps it."""
    return row.cell("类型") if row.has("类型") else '""'
