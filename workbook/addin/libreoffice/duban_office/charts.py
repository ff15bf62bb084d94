"""The verb chart, in the words of the document of a chart (com.sun.star.chart2)."""

from __future__ import annotations

import contextlib
from typing import Any, Mapping, Optional, Sequence

import uno
from com.sun.star.awt import Rectangle
from com.sun.star.uno import RuntimeException
from duban_office.cells import back_of
from duban_office.player import Player
from duban_office.values import PIXEL, native, rgb

_CLOCKWISE = uno.Enum("com.sun.star.drawing.LineStyle", "DASH")

_SYMBOLS = {"square": 0, "diamond": 1, "triangle": 3, "circle": 8, "star": 9, "x": 10}
"""com.sun.star.chart2.Symbol, the standard ones."""

_DASHES = {"dash": (0, 0, 1, 300, 150), "round_dot": (1, 50, 0, 0, 150), "dash_dot": (1, 50, 1, 300, 150)}
"""Dots, their length, dashes, their length, distance: hundredths of a millimetre."""

_HATCHES = {
    "dark_horizontal": 0,
    "dark_vertical": 900,
    "wide_upward_diagonal": 450,
    "small_grid": 0,
    "large_check": 450,
}
"""Angles of the lines, tenths of a degree; a net has two sets of them."""

_NETS = ("small_grid", "large_check")
_EDGE = 0x404040


def chart(
    player: Player,
    sheet: str,
    kind: str,
    title: str,
    at: Sequence[int],
    width: int,
    height: int,
    percent: bool,
    open_ended: bool,
    step: Optional[float],
    series: Sequence[Mapping[str, Any]],
) -> None:
    corner = player.range(sheet, (at[0], at[1], at[0], at[1])).Position
    place = Rectangle(corner.X, corner.Y, int(width * PIXEL), int(height * PIXEL))
    made = _new(player, sheet, place, series[0]["values"])
    made.lockControllers()
    try:
        _diagram(made, kind)
        provider = made.getDataProvider()
        made.getFirstDiagram().getCoordinateSystems()[0].getChartTypes()[0].setDataSeries(
            tuple(_series(provider, kind, each) for each in series)
        )
        _categories(made, provider, series[0]["categories"])
        if kind != "line":
            for number, each in enumerate(series):
                _bar(made, made.getDiagram().getDataRowProperties(number), each)
        _dress(made, kind, title, percent, open_ended, step, len(series))
    finally:
        made.unlockControllers()


def _new(player: Player, sheet: str, place: Any, values: str) -> Any:
    """A chart of its own name in the document. It is made of cells, for only so it gets its data from them."""
    charts, cells = player.sheet(sheet).Charts, (_cells(player, values),)
    taken = {name for each in player.sheets for name in each.Charts.ElementNames}
    names = (name for name in ("督办 %d" % number for number in range(1, 10_000)) if name not in taken)
    for name in names:
        with contextlib.suppress(RuntimeException):  # a chart that undoing took away still has its name
            charts.addNewByName(name, place, cells, False, False)
            return charts.getByName(name).EmbeddedObject
    raise RuntimeError("no name for a chart")


def _diagram(made: Any, kind: str) -> None:
    service = "LineDiagram" if kind == "line" else "BarDiagram"
    made.setDiagram(made.createInstance("com.sun.star.chart." + service))
    diagram = made.getDiagram()
    if kind == "line":
        diagram.SymbolType = -3  # each series says its own
    else:
        diagram.Vertical = True  # in this service's words: the bars lie
        diagram.Stacked = kind == "stacked"
    made.getFirstDiagram().IncludeHiddenCells = True


def _series(provider: Any, kind: str, said: Mapping[str, Any]) -> Any:
    context = uno.getComponentContext()
    create = context.ServiceManager.createInstanceWithContext
    made = create("com.sun.star.chart2.DataSeries", context)
    labeled = create("com.sun.star.chart2.data.LabeledDataSequence", context)
    values = provider.createDataSequenceByRangeRepresentation(_reference(said["values"]))
    values.Role = "values-y"
    labeled.setValues(values)
    name = str(said["name"])
    told = _reference(name) if name.startswith("=") else '"%s"' % name.replace('"', '""')
    label = provider.createDataSequenceByRangeRepresentation(told)
    label.Role = "label"
    labeled.setLabel(label)
    made.setData((labeled,))
    made.Color = rgb(said["color"])
    if kind == "line":
        _stroke(made, said)
    return made


def _cells(player: Player, reference: str) -> Any:
    sheet, _, area = reference.lstrip("=").rpartition("!")
    if sheet.startswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    return player.sheet(sheet).getCellRangeByName(area).RangeAddress


def _reference(text: str) -> str:
    return str(native(text.lstrip("=")))


def _stroke(made: Any, said: Mapping[str, Any]) -> None:
    made.LineWidth = 79  # 2.25 points
    if said.get("dash") in _DASHES:
        dots, dot, dashes, dash, distance = _DASHES[said["dash"]]
        drawn = uno.createUnoStruct("com.sun.star.drawing.LineDash")
        drawn.Dots, drawn.DotLen, drawn.Dashes, drawn.DashLen, drawn.Distance = (
            dots,
            dot,
            dashes,
            dash,
            distance,
        )
        made.LineDash = drawn
        made.LineStyle = _CLOCKWISE
    symbol = uno.createUnoStruct("com.sun.star.chart2.Symbol")
    symbol.Style = uno.Enum("com.sun.star.chart2.SymbolStyle", "STANDARD")
    symbol.StandardSymbol = _SYMBOLS.get(said.get("marker") or "circle", 8)
    symbol.Size.Width = symbol.Size.Height = 250
    symbol.FillColor = symbol.BorderColor = rgb(said["color"])
    made.Symbol = symbol


def _bar(made: Any, bars: Any, said: Mapping[str, Any]) -> None:
    bars.LineStyle = uno.Enum("com.sun.star.drawing.LineStyle", "SOLID")
    bars.LineColor, bars.LineWidth = _EDGE, 18
    pattern = said.get("pattern")
    if not pattern or pattern["pattern"] not in _HATCHES:
        bars.FillColor = rgb(said["color"])
        return
    hatch = uno.createUnoStruct("com.sun.star.drawing.Hatch")
    net = pattern["pattern"] in _NETS
    hatch.Style = uno.Enum("com.sun.star.drawing.HatchStyle", "DOUBLE" if net else "SINGLE")
    hatch.Color, hatch.Distance, hatch.Angle = rgb(pattern["front"]), 120, _HATCHES[pattern["pattern"]]
    bars.FillStyle = uno.Enum("com.sun.star.drawing.FillStyle", "HATCH")
    hatches, name = made.createInstance("com.sun.star.drawing.HatchTable"), "%(pattern)s %(front)s" % pattern
    if not hatches.hasByName(name):
        hatches.insertByName(name, hatch)
    bars.FillHatchName = name
    bars.FillBackground = True
    bars.FillColor = back_of(pattern)


def _categories(made: Any, provider: Any, reference: str) -> None:
    context = uno.getComponentContext()
    labeled = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.chart2.data.LabeledDataSequence", context
    )
    values = provider.createDataSequenceByRangeRepresentation(_reference(reference))
    values.Role = "categories"
    labeled.setValues(values)
    axis = made.getFirstDiagram().getCoordinateSystems()[0].getAxisByDimension(0, 0)
    scale = axis.getScaleData()
    scale.Categories = labeled
    axis.setScaleData(scale)


def _dress(
    made: Any, kind: str, title: str, percent: bool, open_ended: bool, step: Optional[float], number: int
) -> None:
    made.HasMainTitle = True
    made.getTitle().String = title
    made.HasLegend = number > 1 or kind != "bar"
    if made.HasLegend:
        made.getLegend().Alignment = uno.Enum("com.sun.star.chart.ChartLegendPosition", "BOTTOM")
    axis = made.getDiagram().YAxis
    axis.Min = 0
    if percent and not open_ended:
        axis.Max = 1
    if step:
        axis.StepMain = step
    if kind != "line":
        made.getDiagram().XAxis.ReverseDirection = True
