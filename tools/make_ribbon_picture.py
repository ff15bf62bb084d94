"""Draw the ribbon tab 督办 from the XML that Excel reads, as ``docs/pictures/ribbon.png``.

``make pictures``; needs Chromium and a Chinese font. The icons are first characters on a square: those of Excel
are Microsoft's and not to be copied.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from duban.macros.declared.addin_contents import CONTENTS
from duban.workbook.addin.ribbon_xml import NAMESPACES, ribbon_xml

PICTURE = Path(__file__).parent.parent / "docs" / "pictures" / "ribbon.png"
CHROMIUM = "chromium"

NEIGHBOURS = ("文件", "开始", "插入", "页面布局", "公式", "数据", "审阅", "视图")
"""The tabs of Excel beside which ours stands."""

BUTTON, PADDING, TAB, MARGIN = 70, 10, 34, 12  # widths and the tabs' height, px
TOP, BODY = 44, 112
COLOURS = ("#2b6cb0", "#2f855a", "#8a8a8a", "#7b5ea7")
INK, QUIET = "#262626", "#6b6b6b"


def read_ribbon() -> tuple[str, dict[str, dict[str, bool]]]:
    """The tab's label, and each group's label with those of what stands in it: a button, or a menu (``True``)."""
    space = NAMESPACES["customUI/customUI14.xml"]
    tab = ElementTree.fromstring(ribbon_xml(space, CONTENTS.layout)).find(f".//{{{space}}}tab")
    assert tab is not None
    groups = {
        group.attrib["label"]: {each.attrib["label"]: each.tag == f"{{{space}}}menu" for each in group}
        for group in tab
    }
    return tab.attrib["label"], groups


def text(x: float, y: float, words: str, size: int, colour: str, weight: int = 400) -> str:
    """Words with their middle at ``x`` and their foot at ``y``."""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{colour}" font-weight="{weight}">'
        f"{escape(words)}</text>"
    )


def draw() -> tuple[str, int, int]:
    """The ribbon as SVG, its width and height in px."""
    title, groups = read_ribbon()
    width = 2 * MARGIN + sum(BUTTON * len(labels) + 2 * PADDING for labels in groups.values())
    height = TOP + BODY + MARGIN
    shapes = [
        f'<rect width="{width}" height="{height}" fill="#f3f3f3"/>',
        f'<rect x="{MARGIN / 2:g}" y="{TOP}" width="{width - MARGIN}" height="{BODY}" rx="7" fill="#fff" stroke="#dcdcdc"/>',
        *_tabs(title),
    ]
    x = float(MARGIN)
    for number, (label, labels) in enumerate(groups.items()):
        wide = BUTTON * len(labels) + 2 * PADDING
        for place, (each, is_menu) in enumerate(labels.items()):
            middle = x + PADDING + BUTTON * (place + 0.5)
            shapes += _button(middle, each, COLOURS[number % len(COLOURS)])
            shapes += [_opens(middle)] if is_menu else []
        shapes.append(text(x + wide / 2, TOP + BODY - 9, label, 12, QUIET))
        x += wide
        if number < len(groups) - 1:
            shapes.append(f'<path d="M{x:g} {TOP + 10}V{TOP + BODY - 10}" stroke="#dcdcdc"/>')
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" text-anchor="middle" '
        f'font-family="Microsoft YaHei, Noto Sans CJK SC, sans-serif">{"".join(shapes)}</svg>'
    )
    return svg, width, height


def _tabs(title: str) -> list[str]:
    shapes = []
    x = float(MARGIN)
    for label in (*NEIGHBOURS, title):
        wide = 16 * len(label) + 24
        ours = label == title
        shapes.append(text(x + wide / 2, 27, label, 14, INK if ours else QUIET, 700 if ours else 400))
        if ours:
            foot = x + wide / 2
            shapes.append(
                f'<rect x="{foot - 16:g}" y="{TAB}" width="32" height="3" rx="1.5" fill="{COLOURS[1]}"/>'
            )
        x += wide
    return shapes


def _button(middle: float, label: str, colour: str) -> list[str]:
    return [
        f'<rect x="{middle - 17:g}" y="{TOP + 13}" width="34" height="34" rx="8" fill="{colour}"/>',
        text(middle, TOP + 37, label[0], 19, "#fff", 700),
        text(middle, TOP + 70, label, 13, INK),
    ]


def _opens(middle: float) -> str:
    """The small triangle of a menu."""
    return f'<path d="M{middle - 4:g} {TOP + 78}h8l-4 5z" fill="{QUIET}"/>'


def make_picture(path: Path = PICTURE) -> None:
    """Write the picture, twice as fine as it is shown."""
    svg, width, height = draw()
    with tempfile.TemporaryDirectory() as name:
        page = Path(name) / "ribbon.html"
        page.write_text(
            f'<!doctype html><meta charset="utf-8"><body style="margin:0">{svg}', encoding="utf-8"
        )
        command = [
            CHROMIUM,
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--force-device-scale-factor=2",
            f"--user-data-dir={Path(name) / 'profile'}",
            f"--window-size={width},{height}",
            f"--screenshot={path}",
            page.as_uri(),
        ]
        subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    make_picture()
