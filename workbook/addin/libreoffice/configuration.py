"""What the extension tells LibreOffice of itself: menu, toolbar, tab, buttons, as files of its configuration."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from duban.workbook.addin.button import Button, Menu
from duban.workbook.addin.ribbon_xml import Layout

ID = "org.duban.libreoffice"
PROTOCOL = "org.duban:"
BUTTONS, JOB = "org.duban.Buttons", "org.duban.Job"
CONTEXT = "com.sun.star.sheet.SpreadsheetDocument"
COMPONENT = "duban_component.py"
LABEL = "督办"

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:component-data xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" oor:name="{name}" oor:package="org.openoffice.{package}">\n'
)
_FOOT = "</oor:component-data>\n"


def configuration(layout: Layout) -> dict[str, str]:
    """File → its text."""
    return {
        "Addons.xcu": _addons(layout),
        "CalcCommands.xcu": _tips(layout),
        "CalcWindowState.xcu": _toolbar_place(),
        "Jobs.xcu": _jobs(),
        "ProtocolHandler.xcu": _protocol(),
    }


def description(version: str) -> str:
    """Who the extension is."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<description xmlns="http://openoffice.org/extensions/description/2006" '
        'xmlns:d="http://openoffice.org/extensions/description/2006" '
        'xmlns:l="http://libreoffice.org/extensions/description/2011">\n'
        f'<identifier value="{ID}"/><version value="{version}"/>\n'
        '<dependencies><l:LibreOffice-minimal-version value="7.0" d:name="LibreOffice 7.0"/></dependencies>\n'
        f'<display-name><name lang="zh-CN">{LABEL}</name><name lang="en">duban</name></display-name>\n'
        "</description>\n"
    )


def manifest(configurations: Iterable[str]) -> str:
    """What each file of the extension is."""
    kinds = {
        COMPONENT: "application/vnd.sun.star.uno-component;type=Python",
        **dict.fromkeys(configurations, "application/vnd.sun.star.configuration-data"),
    }
    entries = "".join(
        f" <manifest:file-entry manifest:media-type={quoteattr(kind)} manifest:full-path={quoteattr(path)}/>\n"
        for path, kind in kinds.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">\n{entries}</manifest:manifest>\n'
    )


def _prop(name: str, value: str, *, kind: str = "xs:string", spoken: bool = False) -> str:
    values = f"<value>{escape(value)}</value>"
    if spoken:
        values = "".join(f'<value xml:lang="{lang}">{escape(value)}</value>' for lang in ("zh-CN", "en-US"))
    return f'<prop oor:name="{name}" oor:type="{kind}">{values}</prop>'


def _node(name: str, *inside: str, op: str | None = "replace") -> str:
    said = f' oor:op="{op}"' if op else ""
    return f"<node oor:name={quoteattr(name)}{said}>{''.join(inside)}</node>\n"


# buttons


def _item(number: int, url: str, label: str, *more: str) -> str:
    told = _prop("URL", url), _prop("Title", label, spoken=True), _prop("Target", "_self")
    return _node(f"b{number:02}", *told, _prop("Context", CONTEXT), *more)


def _line(number: int) -> str:
    return _node(f"b{number:02}", _prop("URL", "private:separator"))


def _items(layout: Layout, *, menus_open: bool) -> str:
    """The buttons of all groups, a line between the groups. ``menus_open``: whether LibreOffice itself opens a menu."""
    made: list[str] = []
    for buttons in layout.values():
        if made:
            made.append(_line(len(made)))
        for menu, few in groupby(buttons, lambda button: button.menu):
            if menu is None:
                made += [
                    _item(len(made) + place, PROTOCOL + each.function, each.label)
                    for place, each in enumerate(few)
                ]
            else:
                made.append(_menu(len(made), menu, few, menus_open))
    return "".join(made)


def _menu(number: int, menu: Menu, buttons: Iterable[Button], opens: bool) -> str:
    if not opens:
        return _item(number, PROTOCOL + menu.id.lower(), menu.label)
    inside = "".join(_item(place, PROTOCOL + each.function, each.label) for place, each in enumerate(buttons))
    return _item(number, PROTOCOL + menu.id.lower(), menu.label, _node("Submenu", inside, op=None))


def _addons(layout: Layout) -> str:
    title = _prop("Title", LABEL, spoken=True)
    in_menu, in_bar = (_items(layout, menus_open=opens) for opens in (True, False))
    menu = _node("org.duban.menu", title, _prop("Context", CONTEXT), _node("Submenu", in_menu, op=None))
    parts = (
        _node("OfficeMenuBar", menu, op=None),
        _node("OfficeToolBar", _node("org.duban.bar", in_bar), op=None),
        _node("OfficeNotebookBar", _node("org.duban.tab", in_bar), op=None),
    )
    return _HEAD.format(name="Addons", package="Office") + _node("AddonUI", *parts, op=None) + _FOOT


def _tips(layout: Layout) -> str:
    """What a button says when the mouse is over it."""
    nodes = [
        _node(
            PROTOCOL + each.function,
            _prop("Label", each.label, spoken=True),
            _prop("TooltipLabel", f"{each.screentip}：{each.supertip}", spoken=True),
        )
        for buttons in layout.values()
        for each in buttons
    ]
    commands = _node("UserInterface", _node("Commands", *nodes, op=None), op=None)
    return _HEAD.format(name="CalcCommands", package="Office.UI") + commands + _FOOT


def _toolbar_place() -> str:
    told = (
        _prop("UIName", LABEL, spoken=True),
        _prop("DockPos", "0,3"),
        _prop("DockingArea", "0", kind="xs:int"),
        _prop("Docked", "true", kind="xs:boolean"),
        _prop("Visible", "true", kind="xs:boolean"),
        _prop("Style", "1", kind="xs:int"),  # texts
    )
    bar = _node("private:resource/toolbar/addon_org.duban.bar", *told)
    states = _node("UIElements", _node("States", bar, op=None), op=None)
    return _HEAD.format(name="CalcWindowState", package="Office.UI") + states + _FOOT


def _protocol() -> str:
    speaks = f'<prop oor:name="Protocols" oor:type="oor:string-list"><value>{PROTOCOL}*</value></prop>'
    handler = _node("HandlerSet", _node(BUTTONS, speaks), op=None)
    return _HEAD.format(name="ProtocolHandler", package="Office") + handler + _FOOT


# what runs without a button


def _jobs() -> str:
    """When LibreOffice starts or ends, and when a document is loaded."""
    service = _node("Jobs", _node(JOB, _prop("Service", JOB)), op=None)
    events = (
        _node(event, _node("JobList", _node(JOB), op=None), op="fuse")
        for event in ("OnStartApp", "OnCloseApp", "OnLoad")
    )
    return _HEAD.format(name="Jobs", package="Office") + service + _node("Events", *events, op=None) + _FOOT


def layout_names(layout: Layout) -> tuple[dict[str, str], dict[str, str], dict[str, tuple[str, ...]]]:
    """Button → label, menu → label, and menu → its buttons."""
    labels = {each.function: each.label for buttons in layout.values() for each in buttons}
    menu_labels: dict[str, str] = {}
    menus: dict[str, tuple[str, ...]] = {}
    for buttons in layout.values():
        for each in buttons:
            if each.menu is not None:
                menu = each.menu.id.lower()
                menu_labels[menu] = each.menu.label
                menus[menu] = (*menus.get(menu, ()), each.function)
    return labels, menu_labels, menus
