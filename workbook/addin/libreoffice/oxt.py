"""The extension ``duban.oxt``, made from source on any system; the same sources give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from importlib.metadata import version
from importlib.resources import files

from duban.workbook.addin.addin_file import Contents
from duban.workbook.addin.functions_vba import faces_of
from duban.workbook.addin.libreoffice.configuration import (
    COMPONENT,
    configuration,
    description,
    layout_names,
    manifest,
)
from duban.workbook.addin.libreoffice.functions_basic import functions_module
from duban.workbook.say.stop import Stop

OXT_NAME = "duban.oxt"

_INSIDE = "duban.workbook.addin.libreoffice.duban_office"
_ROOM = "pythonpath/duban_office/"


def build_oxt(contents: Contents) -> bytes:
    """The extension as a file. Raises Stop: addin_functions."""
    try:
        faces = faces_of(contents.functions)
    except ImportError as error:
        raise Stop("addin_functions", module=contents.functions, why=error) from error
    told = configuration(contents.layout)
    parts: dict[str, bytes] = {name: text.encode() for name, text in told.items()}
    parts["META-INF/manifest.xml"] = manifest(told).encode()
    parts["description.xml"] = description(version("duban")).encode()
    for name, text in _sources().items():
        parts[COMPONENT if name == "component.py" else _ROOM + name] = text.encode()
    parts[_ROOM + "buttons.py"] = _buttons(contents, functions_module(faces)).encode()
    return _zip(parts)


def _sources() -> dict[str, str]:
    folder = files(_INSIDE)
    found = (each for each in folder.iterdir() if each.name.endswith(".py"))
    return {each.name: each.read_text(encoding="utf-8").replace("\r\n", "\n") for each in found}


def _buttons(contents: Contents, functions: str) -> str:
    labels, menu_labels, menus = layout_names(contents.layout)
    return (
        f"LABELS = {labels!r}\nMENUS = {menus!r}\nMENU_LABELS = {menu_labels!r}\nFUNCTIONS = {functions!r}\n"
    )


def _zip(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a file that is the same on every system: nothing is packed, for versions of zlib differ."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for part in sorted(parts):
            entry = zipfile.ZipInfo(part, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 0  # zipfile would note the system that this runs on
            archive.writestr(entry, parts[part])
    return stream.getvalue()
