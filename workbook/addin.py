"""The Excel add-in ``duban.xlam``, made from source on any system: ribbon, VBA, functions for cells, settings.

Five VBA modules: the document modules of workbook and sheet, ``DubanRibbon`` (addin_ribbon.py),
``xlwings_udfs`` (addin_functions.py), and from the installed xlwings package its BSD module for custom add-ins
with the dictionary that this module needs on a Mac. They are read from the package and not kept here, because
the module loads a DLL that bears the exact version of the package.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from duban.workbook import addin_functions
from duban.workbook.addin_ribbon import MODULE, NAMESPACES, ribbon_vba, ribbon_xml
from duban.workbook.errors import Stop
from duban.workbook.package import CONTENT_TYPES_PART, Package

FILE_NAME = "duban.xlam"
FUNCTIONS = "duban.udfs.excel"
"""The Python module whose decorated functions cells can call."""

PROJECT = "duban"
"""xlwings reads its settings from the sheet ``duban.conf`` of the add-in, then from a file of that name."""

SETTINGS: Mapping[str, str] = {
    "UDF MODULES": FUNCTIONS,
    # a workbook's folder on sys.path would let a stray pandas.py beside it shadow the real one
    "ADD_WORKBOOK_TO_PYTHONPATH": "False",
    # a process per click: what a click does never depends on the clicks before it
    "USE UDF SERVER": "False",
    "SHOW CONSOLE": "False",
}
"""The settings that are the same on every machine; the interpreter is added when it is installed."""

_ADDIN_TYPE = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
_BOOK_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_RIBBON_RELATIONS = {
    "customUI/customUI.xml": "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility",
    "customUI/customUI14.xml": "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility",
}
_VERSION = re.compile(r'^Public Const XLWINGS_VERSION As String = "([^"]*)"', re.MULTILINE)
_PROJECT_NAME = 'Public Const PROJECT_NAME As String = "myaddin"'
_CREATED = datetime(2020, 1, 1)  # fixed, for the same bytes
_CLASS_HEAD = """\
Attribute VB_Name = "Dictionary"
Attribute VB_Base = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"
Attribute VB_GlobalNameSpace = False
Attribute VB_Creatable = False
Attribute VB_PredeclaredId = False
Attribute VB_Exposed = True
Attribute VB_TemplateDerived = False
Attribute VB_Customizable = False
"""
_DICTIONARY_LICENCE = "addin_dictionary_licence.txt"


def build_addin(interpreter: Mapping[str, str] | None = None) -> bytes:
    """The add-in file; the same sources and the same xlwings give the same bytes.

    ``interpreter`` are settings for one machine (``INTERPRETER_WIN`` or ``INTERPRETER_MAC`` → path of Python).
    Raises Stop: addin_xlwings (the package and its VBA are of different versions), addin_functions.
    """
    return pack(vba_sources(), {**(interpreter or {}), **SETTINGS})


def vba_sources() -> dict[str, str]:
    """VBA module → source, ASCII with lines ended by CR LF. Raises Stop: addin_xlwings, addin_functions."""
    return {
        "xlwings": _xlwings_vba(),
        "Dictionary": _dictionary_vba(),
        MODULE: ribbon_vba(),
        addin_functions.MODULE: functions_vba(),
    }


def functions_vba(module: str = FUNCTIONS) -> str:
    """The VBA of the functions in ``module``. Raises Stop addin_functions."""
    # -P: no stray module of the folder in which this runs
    command = [sys.executable, "-P", "-m", addin_functions.__name__, module]
    made = subprocess.run(command, capture_output=True, check=False)
    if made.returncode:
        said = made.stderr.decode("utf-8", "replace").strip().splitlines() or ["?"]
        raise Stop("addin_functions", module=module, why=said[-1])
    return _lines(made.stdout.decode("ascii"))


def xlwings_version(addin: Path) -> str:
    """The version of xlwings that a built add-in was made for. Raises Stop: file_missing, not_a_workbook."""
    from pyopenvba import ExcelFile, PyOpenVBAError

    try:
        with ExcelFile(addin) as book:
            found = _VERSION.search(_lf(book.get_module("xlwings")))
    except FileNotFoundError:
        raise Stop("file_missing", path=addin) from None
    except (PyOpenVBAError, KeyError, zipfile.BadZipFile) as error:
        raise Stop("not_a_workbook", path=addin, why=error) from error
    return found.group(1) if found else "?"


def check_version(addin: Path) -> None:
    """Raises Stop addin_outdated if ``addin`` was made for another xlwings than the installed one."""
    made, installed = xlwings_version(addin), version("xlwings")
    if made != installed:
        raise Stop("addin_outdated", path=addin, made=made, installed=installed)


def pack(sources: Mapping[str, str], settings: Mapping[str, str]) -> bytes:
    """The file that holds these VBA modules, these settings and the ribbon."""
    package = Package.read(_base(_vba_project(sources), settings), FILE_NAME)
    types = package.data(CONTENT_TYPES_PART)
    package.put(CONTENT_TYPES_PART, types.replace(_BOOK_TYPE.encode(), _ADDIN_TYPE.encode()))
    for part, namespace in NAMESPACES.items():
        package.put(part, ribbon_xml(namespace), "application/xml")
        package.add_rel("", _RIBBON_RELATIONS[part], part)
    return _zip({part: package.data(part) for part in package.parts})


def _zip(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a file that is the same on every system: nothing is packed, for versions of zlib differ."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for part in sorted(parts, key=lambda name: (name != CONTENT_TYPES_PART, name)):
            entry = zipfile.ZipInfo(part, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 0  # zipfile would note the system that this runs on
            archive.writestr(entry, parts[part])
    return stream.getvalue()


def _base(project: bytes, settings: Mapping[str, str]) -> bytes:
    """A workbook with the settings on one sheet: names in column A, values in column B, all text."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"created": _CREATED, "author": "duban", "title": "督办"})
    book.set_vba_name("ThisWorkbook")
    book.add_vba_project(io.BytesIO(project), is_stream=True)
    sheet = book.add_worksheet(f"{PROJECT}.conf")
    sheet.set_vba_name("Sheet1")
    for row, (name, value) in enumerate(settings.items()):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, value)
    book.close()
    return stream.getvalue()


def _vba_project(sources: Mapping[str, str]) -> bytes:
    """vbaProject.bin with these modules beside ThisWorkbook and Sheet1; Office compiles it when it is opened."""
    from pyopenvba import ExcelFile, VBAModuleKind

    with TemporaryDirectory() as folder:
        path = Path(folder) / FILE_NAME
        with ExcelFile.create_new(path) as book:
            project = book.vba_project()
            project.delete_module("Module1")
            for name, source in sources.items():
                is_class = "\r\nAttribute VB_Base" in source
                kind = VBAModuleKind.other if is_class else VBAModuleKind.standard
                project.add_module(name, source, kind=kind)
            book.save()
        return zipfile.ZipFile(path).read("xl/vbaProject.bin")


def _xlwings_vba() -> str:
    """The module of xlwings for custom add-ins, with its licence in its head, told the name of this add-in."""
    source = _of_xlwings("xlwings_custom_addin.bas")
    found, installed = _VERSION.search(_lf(source)), version("xlwings")
    made = found.group(1) if found else "?"
    if made != installed or source.count(_PROJECT_NAME) != 1:
        raise Stop("addin_xlwings", made=made, installed=installed)
    return source.replace(_PROJECT_NAME, _PROJECT_NAME.replace("myaddin", PROJECT))


def _dictionary_vba() -> str:
    """The dictionary class as it stands in a project, with the text of the licence that it only names."""
    source = _of_xlwings("addin/Dictionary.cls")
    licence = Path(__file__).with_name(_DICTIONARY_LICENCE).read_text(encoding="ascii")
    comment = "".join(f"' {line}".rstrip() + "\n" for line in licence.splitlines())
    # what an exported file has above its first comment is spelled otherwise in a project
    return _lines(_CLASS_HEAD + comment) + source[source.index("''\r\n") :]


def _of_xlwings(name: str) -> str:
    """A VBA file of the installed xlwings package, found without importing it, which takes two seconds."""
    spec = find_spec("xlwings")
    assert spec is not None and spec.origin is not None, "xlwings is a dependency"
    try:
        return _lines((Path(spec.origin).parent / name).read_bytes().decode("ascii"))
    except (FileNotFoundError, UnicodeDecodeError):
        raise Stop("addin_xlwings", made="?", installed=version("xlwings")) from None


def _lf(text: str) -> str:
    return text.replace("\r\n", "\n")


def _lines(text: str) -> str:
    """The text with the line ends of VBA."""
    return _lf(text).replace("\n", "\r\n")
