"""The Excel add-in ``duban.xlam``, made from source on any system: ribbon, VBA, functions for cells, settings.

The VBA modules: ``DubanRibbon`` (ribbon.py), ``DubanTexts`` (texts_vba.py), ``xlwings_udfs``
(functions_vba.py), the document modules of workbook and sheet, and ``xlwings``. The last is what is needed of
the BSD module for custom add-ins in the installed xlwings package, which bears the exact version of the DLL that
it loads; whatever starts Python or reads settings stands in start_python_vba.txt instead, for there xlwings trusts
the workbook in front and the folder that it is in.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from importlib.resources import files
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from duban.workbook.addin import functions_vba, ribbon_xml, texts_vba
from duban.workbook.addin.ribbon_xml import NAMESPACES, Layout
from duban.workbook.file.package import Package
from duban.workbook.opening.book_parts import CONTENT_TYPES_PART
from duban.workbook.say.stop import Stop

FILE_NAME = "duban.xlam"
PROJECT = "duban"
"""Settings are read from the sheet ``duban.conf`` of the add-in, then from a file of that name in the user's
folder."""

_ADDIN_TYPE = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
_BOOK_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_RIBBON_RELATIONS = {
    "customUI/customUI.xml": "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility",
    "customUI/customUI14.xml": "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility",
}
_VERSION = re.compile(r'^Public Const XLWINGS_VERSION As String = "([^"]*)"', re.MULTILINE)
_PROJECT_NAME = 'Public Const PROJECT_NAME As String = "myaddin"\n'
_CREATED = datetime(2020, 1, 1)  # fixed, for the same bytes

_KEPT = (
    "CreateGUID",
    "ExpandEnvironmentStrings",
    "FileExists",
    "FileExistsOnWindows",
    "FileOrFolderExistsOnMac",
    "GetConfigFilePath",
    "GetConfigFromFile",
    "GetMacDir",
    "ParentFolder",
    "WScript",
)
"""The procedures of xlwings' module that the add-in takes over; none reads anything of a workbook."""

_ANY_VERSION = bytes.fromhex("CC61FFFF000000")
"""``_VBA_PROJECT`` of no version of Office ([MS-OVBA] 2.3.4.1): each compiles the project from its source."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What an add-in holds of the program."""

    layout: Layout
    door: str
    """The Python module whose functions the buttons call."""
    functions: str
    """The Python module whose functions cells can call."""


def build_addin(contents: Contents, interpreter: Mapping[str, str] | None = None) -> bytes:
    """The add-in file; the same sources and the same xlwings give the same bytes.

    ``interpreter`` are settings for one machine (``INTERPRETER_WIN`` or ``INTERPRETER_MAC`` → path of Python).
    Raises Stop: addin_xlwings (the package and its VBA are of different versions, or the VBA is not the known
    one), functions_vba.
    """
    return pack(vba_sources(contents), interpreter or {}, contents.layout, wizard_rows(contents))


def vba_sources(contents: Contents) -> dict[str, str]:
    """VBA module → source, ASCII with lines ended by CR LF; of ``ThisWorkbook`` what is below its attributes.

    Raises Stop: addin_xlwings, functions_vba.
    """
    buttons = chain.from_iterable(contents.layout.values())
    sources = {
        "xlwings": _xlwings_vba(),
        texts_vba.MODULE: texts_vba.texts_vba(),
        ribbon_xml.MODULE: ribbon_xml.ribbon_vba(buttons, contents.door),
        functions_vba.MODULE: functions_vba.functions_vba(contents.functions, _faces(contents.functions)),
        "ThisWorkbook": functions_vba.WORKBOOK_VBA,
    }
    return {name: source.replace("\n", "\r\n") for name, source in sources.items()}


def wizard_rows(contents: Contents) -> list[list[str]]:
    """What Excel's function wizard shows, one row a function. Raises Stop functions_vba."""
    return functions_vba.wizard_rows(_faces(contents.functions))


def _faces(module: str) -> tuple[functions_vba.Face, ...]:
    try:
        return functions_vba.faces_of(module)
    except ImportError as error:
        raise Stop("addin_functions", module=module, why=error) from error


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


def pack(
    sources: Mapping[str, str],
    settings: Mapping[str, str],
    layout: Layout,
    wizard: Sequence[Sequence[str]] = (),
) -> bytes:
    """The file that holds these VBA modules, these settings, these texts for the function wizard, and the ribbon."""
    package = Package.read(_base(_vba_project(sources), settings, wizard), FILE_NAME)
    types = package.data(CONTENT_TYPES_PART)
    package.put(CONTENT_TYPES_PART, types.replace(_BOOK_TYPE.encode(), _ADDIN_TYPE.encode()))
    for part, namespace in NAMESPACES.items():
        package.put(part, ribbon_xml.ribbon_xml(namespace, layout), "application/xml")
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


def _base(project: bytes, settings: Mapping[str, str], wizard: Sequence[Sequence[str]]) -> bytes:
    """A workbook of one sheet, all text: names of settings in column A, values in column B, what the function
    wizard shows from column D on."""
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
    for row, texts in enumerate(wizard):
        for column, text in enumerate(texts, 3):
            sheet.write_string(row, column, text)
    book.close()
    return stream.getvalue()


def _vba_project(sources: Mapping[str, str]) -> bytes:
    """vbaProject.bin with these modules beside those of workbook and sheet; Office compiles it when it is opened."""
    from pyopenvba import ExcelFile, VBAModuleKind
    from pyopenvba.cfb import CFB

    with TemporaryDirectory() as folder:
        path = Path(folder) / FILE_NAME
        with ExcelFile.create_new(path) as book:
            project = book.vba_project()
            project.delete_module("Module1")
            for module in project.modules:
                module.body = sources.get(module.name, "")  # written anew, without what Excel had compiled
            for name, source in sources.items():
                if name != "ThisWorkbook":
                    project.add_module(name, source, kind=VBAModuleKind.standard)
            book.save()
        streams = CFB.from_bytes(zipfile.ZipFile(path).read("xl/vbaProject.bin"))
    streams.write_stream_in_storage("VBA", "_VBA_PROJECT", _ANY_VERSION)
    project_bin: bytes = streams.to_bytes()
    return project_bin


def _xlwings_vba() -> str:
    """The head of xlwings' module, with its licence, told the name of this add-in; the procedures that are kept;
    and those of start_python_vba.txt."""
    source = _of_xlwings("xlwings_custom_addin.bas")
    found, installed = _VERSION.search(source), version("xlwings")
    made = found.group(1) if found else "?"
    if made != installed or source.count(_PROJECT_NAME) != 1:
        raise Stop("addin_xlwings", made=made, installed=installed)
    head = source[: source.index(_PROJECT_NAME)] + _PROJECT_NAME.replace("myaddin", PROJECT)
    procedures = [_procedure(source, name) for name in _KEPT]
    ours = files("duban.workbook.addin").joinpath("start_python_vba.txt").read_text(encoding="ascii")
    return "\n".join([head, *procedures, ours])


def _procedure(source: str, name: str) -> str:
    """One procedure of xlwings' module. Raises Stop addin_xlwings unless it stands there exactly once and names no
    workbook."""
    pattern = rf"^(?:Public |Private )?(Sub|Function) {name}\(.*?^End \1\n"
    found = [match.group() for match in re.finditer(pattern, source, re.MULTILINE | re.DOTALL)]
    if len(found) != 1 or "Workbook" in found[0]:
        raise Stop("addin_xlwings", made=name, installed=version("xlwings"))
    return found[0]


def _of_xlwings(name: str) -> str:
    """A VBA file of the installed xlwings package, found without importing it, which takes two seconds."""
    spec = find_spec("xlwings")
    assert spec is not None and spec.origin is not None, "xlwings is a dependency"
    try:
        return _lf((Path(spec.origin).parent / name).read_bytes().decode("ascii"))
    except (FileNotFoundError, UnicodeDecodeError):
        raise Stop("addin_xlwings", made="?", installed=version("xlwings")) from None


def _lf(text: str) -> str:
    return text.replace("\r\n", "\n")
