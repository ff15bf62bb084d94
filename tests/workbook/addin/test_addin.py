"""The add-in file and the commands that build, install and remove it. What its VBA does: test_addin_vba.py.

AD001  The file is sound: its parts, types and relations; openpyxl and openxml-audit read it without a finding.
AD002  Built twice it is the same bytes, and nothing in it depends on a library's compression.
AD003  An independent reader gets every VBA module back exactly as it was put in; the project lists them all, and
       nothing in it is compiled for one version of Office.
AD004  All VBA is ASCII; xlwings' licence is in it.
AD005  Each function for cells has its VBA function, whose arguments VBA can name; each names its Python function.
AD006  What the wizard shows of a function stands in the sheet: its name, the category, a text for each argument.
AD007  The settings are names and texts on the sheet that the VBA looks for.
AD008  Module and package of xlwings are of one version and the module is the known one, else the build stops; an
       outdated file is recognised.
AD009  Install puts the file to where Excel opens it at start, with this Python; a second time changes nothing.
AD010  A file that Excel holds open stops with addin_in_use; a system without Excel with addin_no_excel.
AD011  Remove takes away what install and the portable setup made, and says when there was nothing.
AD012  The portable folder has add-in, settings, setup and readme; settings read as VBA reads them.
AD013  LibreOffice opens the file and a click runs its command.
AD016  In the bundle for Windows install compiles all packages, in several processes where those may be started.
AD014  The texts that are packed beside the modules are declared as package data.
AD015  Nothing of xlwings' module that reads a workbook, starts Python or loads code is in the add-in.
"""

from __future__ import annotations

import ast
import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import olefile
import pytest
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator
from places import ROOT
from pyopenvba.vba import decompress

from duban.macros.commands import addin as commands
from duban.macros.declared.addin_contents import CONTENTS
from duban.macros.declared.commands import BUTTONS
from duban.workbook.addin import addin_file as addin
from duban.workbook.addin.ribbon_xml import MODULE, python_of
from duban.workbook.file.package import Package
from duban.workbook.say.stop import Stop

OURS = (ROOT / "workbook" / "addin" / "start_python_vba.txt").read_text(encoding="ascii")

RESERVED = (
    frozenset(  # no argument can bear such a name; a module with one does not compile, and no function works
        re.findall(
            r"\w+",
            """abs addressof alias and any array as attribute boolean byref byte byval call case cbool cbyte ccur cdate cdbl
    cdec cint circle clng clnglng clngptr close const csng cstr currency cvar cverr date debug decimal declare defbool
    defbyte defcur defdate defdbl defint deflng defobj defsng defstr defvar dim do doevents double each else elseif
    empty end endif enum eqv erase error event exit false fix for friend function get global gosub goto if imp
    implements in input inputb int integer is lbound len lenb let like line lock long longlong longptr loop lset me
    mod new next not nothing null on open option optional or paramarray preserve print private pset public put
    raiseevent redim rem resume return rset scale seek select set sgn shared single spc static step stop string sub
    tab then to true type typeof ubound unlock until variant wend while with withevents write xor""",
        )
    )
)


@pytest.fixture(scope="module")
def sources() -> Mapping[str, str]:
    return addin.vba_sources(CONTENTS)


@pytest.fixture(scope="module")
def built(sources: Mapping[str, str]) -> bytes:
    return addin.pack(sources, {}, CONTENTS.layout, addin.wizard_rows(CONTENTS))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, sources: Mapping[str, str]) -> None:
    """The commands take the VBA that is there."""
    monkeypatch.setattr(addin, "vba_sources", lambda contents: sources)


def machine(system: str, home: Path, **environ: str) -> commands.Machine:
    python = home / "venv" / "Scripts" / "python.exe"
    python.parent.mkdir(parents=True, exist_ok=True)
    for name in ("python.exe", "pythonw.exe"):
        python.with_name(name).touch()
    return commands.Machine(system, home, environ, python)


def as_workbook(data: bytes) -> io.BytesIO:
    """The add-in called a workbook, for openpyxl reads no add-ins."""
    package = Package.read(data)
    types = package.data("[Content_Types].xml")
    package.put("[Content_Types].xml", types.replace(b"excel.addin.macro", b"excel.sheet.macro"))
    return io.BytesIO(package.to_bytes())


def settings_in(data: bytes) -> dict[str, Any]:
    return {row[0]: row[1] for row in sheet_in(data) if row[0] is not None}


def sheet_in(data: bytes) -> list[tuple[Any, ...]]:
    book = load_workbook(as_workbook(data))
    assert book.sheetnames == ["duban.conf"]
    return list(book["duban.conf"].iter_rows(values_only=True))


def project_in(data: bytes) -> olefile.OleFileIO:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return olefile.OleFileIO(archive.read("xl/vbaProject.bin"))


# AD001


def test_file_is_sound__ok(built: bytes, tmp_path: Path) -> None:
    path = tmp_path / "duban.xlam"
    path.write_bytes(built)
    result = OpenXmlValidator(max_errors=0).validate(str(path))
    assert result.is_valid and list(result.errors) == []
    book = load_workbook(as_workbook(built), keep_vba=True)
    assert book.vba_archive is not None and book.code_name == "ThisWorkbook"
    book.vba_archive.close()
    assert book["duban.conf"].sheet_properties.codeName == "Sheet1"


def test_parts_and_relations__ok(built: bytes) -> None:
    package = Package.read(built)
    assert package.content_type("xl/workbook.xml") == "application/vnd.ms-excel.addin.macroEnabled.main+xml"
    assert package.content_type("xl/vbaProject.bin") == "application/vnd.ms-office.vbaProject"
    assert package.related("xl/workbook.xml", "vbaProject") == "xl/vbaProject.bin"
    ribbons = {rel.type: rel.target for rel in package.rels("") if rel.is_a("extensibility")}
    assert ribbons == {
        "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility": "customUI/customUI.xml",
        "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility": "customUI/customUI14.xml",
    }
    assert set(package.parts) == package.reach("") | {"[Content_Types].xml"}


# AD002


def test_same_bytes_twice__ok(built: bytes, sources: Mapping[str, str]) -> None:
    assert addin.pack(dict(sources), {}, CONTENTS.layout, addin.wizard_rows(CONTENTS)) == built
    with zipfile.ZipFile(io.BytesIO(built)) as archive:
        entries = archive.infolist()
    kinds = {(entry.compress_type, entry.create_system, entry.external_attr) for entry in entries}
    assert kinds == {(zipfile.ZIP_STORED, 0, 0o600 << 16)}
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert entries[0].filename == "[Content_Types].xml"


def test_sources_are_written_the_same_twice__ok(sources: Mapping[str, str]) -> None:
    assert addin.vba_sources(CONTENTS) == sources


# AD003


def test_vba_comes_back_as_it_was__ok(built: bytes, sources: Mapping[str, str]) -> None:
    read = read_vba(built)
    assert read.keys() == {*sources, "Sheet1"}
    for name in ("ThisWorkbook", "Sheet1"):
        attributes, body = re.fullmatch(r"(?s)((?:Attribute VB_[^\n]*\n)+)(.*)", read.pop(name)).groups()  # type: ignore[union-attr]
        assert attributes.startswith(f'Attribute VB_Name = "{name}"')
        assert body == sources.get(name, "")
    assert read == {name: source for name, source in sources.items() if name != "ThisWorkbook"}


def test_every_office_compiles_it__ok(built: bytes) -> None:
    with project_in(built) as project:
        assert project.openstream("VBA/_VBA_PROJECT").read().hex() == "cc61ffff000000"
        modules = {path[-1] for path in project.listdir() if path[0] == "VBA"} - {"dir", "_VBA_PROJECT"}
        # compressed source begins with 01; before it would stand what was compiled
        assert {project.openstream(f"VBA/{name}").read(1) for name in modules} == {b"\x01"}
        offsets = re.findall(rb"\x31\0\x04\0\0\0(.{4})", dir_stream(project), re.DOTALL)
    assert len(offsets) == len(modules) and set(offsets) == {bytes(4)}


def dir_stream(project: olefile.OleFileIO) -> bytes:
    return decompress(project.openstream("VBA/dir").read())


def read_vba(data: bytes) -> dict[str, str]:
    """Module → source, by oletools. In a process of its own: importing it prints many warnings."""
    script = (
        "import json, sys; from oletools.olevba import VBA_Parser\n"
        "found = VBA_Parser('duban.xlam', data=sys.stdin.buffer.read()).extract_macros()\n"
        "print(json.dumps({name.rpartition('.')[0]: source for _, _, name, source in found}))"
    )
    command = [sys.executable, "-W", "ignore", "-c", script]
    found: dict[str, str] = json.loads(
        subprocess.run(command, input=data, capture_output=True, check=True).stdout
    )
    return found


def test_project_lists_all_modules__ok(built: bytes, sources: Mapping[str, str]) -> None:
    with project_in(built) as project:
        text = project.openstream("PROJECT").read().decode("ascii")
        streams = {path[-1] for path in project.listdir() if path[0] == "VBA"}
        names = project.openstream("PROJECTwm").read()
    listed = dict(re.findall(r"^(?:Module|Class|Document)=(\w+)()", text, re.MULTILINE))
    assert listed.keys() == sources.keys() | {"Sheet1"}
    assert re.findall(r"^Class=(\w+)", text, re.MULTILINE) == []
    assert re.findall(r"^Document=(\w+)", text, re.MULTILINE) == ["ThisWorkbook", "Sheet1"]
    assert listed.keys() <= streams
    assert all(name.encode("ascii") + b"\0" in names for name in listed)


# AD004


def test_vba_is_ascii__ok(sources: Mapping[str, str]) -> None:
    for source in sources.values():
        assert source.isascii()
        assert source.count("\n") == source.count("\r\n") == source.count("\r")
        assert max(map(len, source.splitlines())) < 1023  # the longest line that VBA takes
        assert not re.search(r"(?: _\r\n[^\n]*){25}", source)  # the most of them that it takes as one


def test_licence_is_in_the_vba__ok(sources: Mapping[str, str]) -> None:
    assert "Redistributions in binary form must reproduce" in sources["xlwings"]
    assert "THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS" in sources["xlwings"]


# AD005


def declared_functions() -> dict[str, list[str]]:
    """The functions for cells and their arguments as macros/functions.py declares them."""
    tree = ast.parse((ROOT / "macros" / "functions.py").read_text(encoding="utf-8"))
    return {
        node.name: [argument.arg for argument in node.args.args]
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("duban_")
    }


def test_functions_for_cells__ok(sources: Mapping[str, str]) -> None:
    source = sources["xlwings_udfs"]
    heads = dict(re.findall(r"^Function (\w+)\((.*)\)\r$", source, re.MULTILINE))
    arguments = {name: re.findall(r"(?:Optional )?(\w+)(?:, |$)", head) for name, head in heads.items()}
    assert arguments == declared_functions()
    assert len(arguments) >= 9
    calls = re.findall(
        r'(\w+) = XLPy\(\)\.CallUDF\("duban\.macros\.functions", "(\w+)", Array\((.*)\), Nothing, N', source
    )
    assert calls == [(name, name, ", ".join(each)) for name, each in arguments.items()]


def test_arguments_are_no_words_of_vba__ok() -> None:
    clashes = {
        name: [argument for argument in arguments if argument.lower() in RESERVED | {name.lower()}]
        for name, arguments in declared_functions().items()
    }
    assert {name: found for name, found in clashes.items() if found} == {}


def test_functions_of_no_module__error() -> None:
    with pytest.raises(Stop) as stop:
        addin.vba_sources(replace(CONTENTS, functions="duban.no_such_module"))
    assert stop.value.code == "addin_functions"


# AD006


def test_wizard_rows__ok(built: bytes) -> None:
    rows = [[text for text in row[3:] if text is not None] for row in sheet_in(built)]
    assert {name: len(texts) for name, _, _, *texts in rows} == {
        name: len(arguments) for name, arguments in declared_functions().items()
    }
    for _, category, text, *texts in rows:
        assert category == "督办"
        assert all(re.search(r"[\u4e00-\u9fff]", each) and len(each) <= 255 for each in (text, *texts))


# AD007


def test_settings__ok(sources: Mapping[str, str]) -> None:
    settings = {"INTERPRETER_WIN": r"C:\程序\pythonw.exe"}
    assert (
        settings_in(addin.pack(sources, settings, CONTENTS.layout, addin.wizard_rows(CONTENTS))) == settings
    )


def test_no_settings__ok(built: bytes) -> None:
    assert settings_in(built) == {}


def test_vba_asks_for_these_settings__ok(sources: Mapping[str, str]) -> None:
    source = sources["xlwings"]
    assert 'PROJECT_NAME As String = "duban"' in source
    assert set(re.findall(r'\("(INTERPRETER\w*)"', source)) == {"INTERPRETER_WIN", "INTERPRETER_MAC"}


# AD008


def test_versions_agree__ok(built: bytes, tmp_path: Path) -> None:
    path = tmp_path / "duban.xlam"
    path.write_bytes(built)
    assert addin.xlwings_version(path) == version("xlwings")
    addin.check_version(path)


def test_other_version_of_the_package__error(
    built: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "duban.xlam"
    path.write_bytes(built)
    monkeypatch.setattr(addin, "version", lambda _: "0.37.999")
    with pytest.raises(Stop) as stop:
        addin.vba_sources(CONTENTS)
    assert stop.value.code == "addin_xlwings"
    with pytest.raises(Stop) as stop:
        addin.check_version(path)
    assert stop.value.code == "addin_outdated"


@pytest.mark.parametrize("procedure", ["GetConfigFromFile", "WScript"])
@pytest.mark.parametrize(
    "change", ["Function {}_(", "Function {}()\nEnd Function\nFunction {}(", "Function {}(wb As Workbook, "]
)
def test_unknown_vba_of_xlwings__error(procedure: str, change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    source = addin._of_xlwings("xlwings_custom_addin.bas")
    changed = source.replace(f"Function {procedure}(", change.replace("{}", procedure))
    assert changed != source
    monkeypatch.setattr(addin, "_of_xlwings", lambda name: changed)
    with pytest.raises(Stop) as stop:
        addin.vba_sources(CONTENTS)
    assert stop.value.code == "addin_xlwings"


@pytest.mark.parametrize(("data", "code"), [(None, "file_missing"), (b"no zip", "not_a_workbook")])
def test_version_of_something_else__error(data: bytes | None, code: str, tmp_path: Path) -> None:
    path = tmp_path / "duban.xlam"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(Stop) as stop:
        addin.check_version(path)
    assert stop.value.code == code


def test_version_of_a_foreign_addin__error(tmp_path: Path) -> None:
    path = tmp_path / "duban.xlam"
    path.write_bytes(addin.pack({"Other": 'Attribute VB_Name = "Other"\r\n'}, {"A": "B"}, CONTENTS.layout))
    with pytest.raises(Stop) as stop:
        addin.check_version(path)
    assert stop.value.code == "not_a_workbook"


# AD009, AD010, AD011


@pytest.mark.usefixtures("quick")
def test_install_on_windows__ok(tmp_path: Path, built: bytes) -> None:
    pc = machine("win32", tmp_path / "张三", APPDATA=str(tmp_path / "张三" / "Roaming"))
    done = commands.install(pc)
    path = tmp_path / "张三" / "Roaming" / "Microsoft" / "Excel" / "XLSTART" / "duban.xlam"
    assert done.paths == (path,)
    settings = settings_in(path.read_bytes())
    assert settings.pop("INTERPRETER_WIN") == str(pc.python.with_name("pythonw.exe"))
    assert settings == settings_in(built)
    before = path.stat().st_mtime_ns
    commands.install(pc)
    assert path.stat().st_mtime_ns == before
    commands.check_installed(pc)


@pytest.mark.usefixtures("quick")
def test_install_on_a_mac__ok(tmp_path: Path) -> None:
    done = commands.install(machine("darwin", tmp_path))
    book, script = done.paths
    assert book.parent.name == "Excel" and book.parent.parent.name == "Startup.localized"
    assert "INTERPRETER_MAC" in settings_in(book.read_bytes())
    assert script.name == "duban.applescript"
    assert b"VbaHandler" in script.read_bytes()
    # what VBA hands over reaches the shell only in quotes
    command = re.search(r"do shell script (.*)", script.read_text())[1]  # type: ignore[index]
    outside = re.sub(r'"[^"]*"|quoted form of \([^)]*\)|quoted form of \w+', "", command)
    assert not re.search(r"\w", outside)


@pytest.mark.parametrize("command", [commands.install, commands.remove])
def test_no_excel__error(command: Callable[[commands.Machine], Any], tmp_path: Path) -> None:
    with pytest.raises(Stop) as stop:
        command(machine("linux", tmp_path))
    assert stop.value.code == "addin_no_excel"


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("allowed", [True, False])
def test_install_in_the_bundle_compiles_all__ok(
    allowed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # AD016
    bundle, compiled = tmp_path / "duban-windows", []

    def compile_dir(folder: Path, quiet: int, workers: int = 1) -> None:
        if workers != 1 and not allowed:
            raise RuntimeError("no process may be started")
        compiled.append((folder, workers))

    monkeypatch.setattr(commands, "compile_dir", compile_dir)
    monkeypatch.setattr(commands, "__file__", str(bundle / "lib/duban/macros/commands/addin.py"))
    commands.install(commands.Machine("win32", tmp_path, {}, bundle / "python" / "python.exe"))
    assert compiled == [(bundle / "lib", 0 if allowed else 1)]
    commands.install(machine("win32", tmp_path))
    assert {folder for folder, _ in compiled[1:]} == {
        bundle / "lib" / "duban" / part for part in ("workbook", "udfs", "macros", "validation")
    }


@pytest.mark.usefixtures("quick")
def test_excel_holds_the_file__error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pc = machine("win32", tmp_path)
    commands.install(pc)
    before = pc.addin.read_bytes()

    def held(*_: object, **__: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(Path, "unlink", held)
    other = commands.Machine("win32", tmp_path, {}, tmp_path / "other" / "python.exe")
    for command in (commands.install, commands.remove):
        with pytest.raises(Stop) as stop:
            command(other)
        assert stop.value.code == "addin_in_use"
    assert pc.addin.read_bytes() == before


@pytest.mark.usefixtures("quick")
def test_remove__ok(tmp_path: Path) -> None:
    pc = machine("win32", tmp_path)
    assert commands.remove(pc).paths == ()
    commands.install(pc)
    pc.user_conf.parent.mkdir()
    pc.user_conf.touch()
    assert set(commands.remove(pc).paths) == {pc.addin, pc.user_conf}
    assert not pc.addin.exists() and not pc.user_conf.exists()


@pytest.mark.usefixtures("quick")
def test_remove_from_a_mac__ok(tmp_path: Path) -> None:
    mac = machine("darwin", tmp_path)
    made = commands.install(mac).paths
    assert commands.remove(mac).paths == made
    assert not any(path.exists() for path in made)


# AD012


@pytest.mark.usefixtures("quick")
def test_build__ok(tmp_path: Path, built: bytes) -> None:
    for _ in range(2):
        done = commands.build(tmp_path / "duban.xlam")
    assert [path.read_bytes() for path in done.paths] == [built]
    assert [path.name for path in tmp_path.iterdir()] == ["duban.xlam"]


def test_build_as_another_format__error(tmp_path: Path) -> None:
    with pytest.raises(Stop) as stop:
        commands.build(tmp_path / "duban.xlsx")
    assert stop.value.code == "other_format"


def read_conf(data: bytes) -> dict[str, str]:
    """The settings as the ``Input #`` of VBA on a Chinese Windows reads them."""
    return dict(csv.reader(io.StringIO(data.decode("gbk"))))  # type: ignore[arg-type]


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("given", "written"),
    [
        (None, r"%LOCALAPPDATA%\duban\.venv\Scripts\pythonw.exe"),
        (r"\\共享\督办\pythonw.exe", r"\\共享\督办\pythonw.exe"),
    ],
)
def test_portable__ok(given: str | None, written: str, tmp_path: Path, built: bytes) -> None:
    done = commands.portable(tmp_path / "便携", given, machine("linux", tmp_path / "home"))
    contents = {path.name: path.read_bytes() for path in done.paths}
    assert contents.keys() == {"duban.xlam", "duban.conf", "install.cmd", "说明.txt"}
    assert contents.keys() == {path.name for path in (tmp_path / "便携").iterdir()}
    # the sheet would hide the file of settings, so it names no Python
    assert contents["duban.xlam"] == built
    assert read_conf(contents["duban.conf"]) == {"INTERPRETER_WIN": written}
    setup = contents["install.cmd"].decode("ascii")
    assert setup.count("\r\n") == setup.count("\n")
    assert r"%APPDATA%\Microsoft\Excel\XLSTART" in setup and r"%USERPROFILE%\.duban" in setup
    assert written in contents["说明.txt"].decode("utf-8-sig")


def test_python_by_variables__ok(tmp_path: Path) -> None:
    pc = commands.Machine(
        "win32",
        tmp_path,
        {"LOCALAPPDATA": r"C:\Users\u\AppData\Local", "USERPROFILE": r"C:\Users\u"},
        Path(r"C:\Users\u\AppData\Local\duban\python.exe"),
    )
    assert commands._by_variables(pc) == r"%LOCALAPPDATA%\duban\python.exe"


# AD013

PROBE = """\
Sub Probe(url As String, answer As String, procedure As String)
    Dim file : file = FreeFile
    Open answer For Output As #file
    On Error GoTo failed
    Dim loading(2) As New com.sun.star.beans.PropertyValue
    loading(0).Name = "Hidden" : loading(0).Value = True
    loading(1).Name = "MacroExecutionMode" : loading(1).Value = 4
    loading(2).Name = "FilterName" : loading(2).Value = "Calc MS Excel 2007 VBA XML"
    Dim book : book = StarDesktop.loadComponentFromURL(url, "_blank", 0, loading())
    Print #file, Join(book.BasicLibraries.getByName("VBAProject").ElementNames, " ")
    If procedure <> "" Then
        Dim place : place = "vnd.sun.star.script:VBAProject." & procedure & "?language=Basic&location=document"
        book.getScriptProvider().getScript(place).invoke(Array(), Array(), Array())
    End If
    Print #file, book.Sheets.getByIndex(0).getCellRangeByName("D1").String
    book.close(True)
    failed:
    If Err <> 0 Then Print #file, Error
    Close #file
    StarDesktop.terminate()
End Sub
"""
"""Basic of LibreOffice: opens the add-in, calls a procedure in it, writes its modules and cell D1, or the error."""

STUB = """\
Attribute VB_Name = "xlwings"
Public Function RunPython(PythonCommand As String)
    ThisWorkbook.Worksheets(1).Range("D1").Value = PythonCommand
End Function
Public Sub Click()
    CALLBACK Nothing
End Sub
"""
"""Stands for xlwings' module: keeps the command instead of starting Python."""


@pytest.mark.libreoffice
@pytest.mark.usefixtures("soffice")
@pytest.mark.parametrize("button", [BUTTONS[0], BUTTONS[-1]], ids=lambda button: button.function)
def test_click_in_libreoffice__ok(button: Any, sources: Mapping[str, str], tmp_path: Path) -> None:
    modules = {"xlwings": STUB.replace("CALLBACK", f"{MODULE}.{button.callback}").replace("\n", "\r\n")}
    modules |= {name: sources[name] for name in (MODULE, "DubanTexts", "xlwings_udfs")}
    book = tmp_path / "duban.xlam"
    book.write_bytes(addin.pack(modules, {"A": "B"}, CONTENTS.layout))
    names, command = run_in_libreoffice(book, tmp_path, "xlwings.Click")
    assert set(names.split()) == {*modules, "ThisWorkbook", "Sheet1"}
    assert command == python_of(button, CONTENTS.door)


@pytest.mark.libreoffice
@pytest.mark.usefixtures("soffice")
def test_libreoffice_opens_the_file__ok(built: bytes, sources: Mapping[str, str], tmp_path: Path) -> None:
    book = tmp_path / "duban.xlam"
    book.write_bytes(built)
    names, cell = run_in_libreoffice(book, tmp_path)
    assert set(names.split()) == {*sources, "Sheet1"}
    assert cell == "duban_progress"


def run_in_libreoffice(book: Path, folder: Path, procedure: str = "") -> list[str]:
    """The lines that ``PROBE`` writes."""
    start_libreoffice(folder, "--terminate_after_init")  # lays down a profile
    module = folder / "profile" / "user" / "basic" / "Standard" / "Module1.xba"
    module.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"'
        f' script:language="StarBasic">{escape(PROBE)}</script:module>',
        encoding="utf-8",
    )
    answer = folder / "answer.txt"
    start_libreoffice(folder, f"macro:///Standard.Module1.Probe({book.as_uri()},{answer},{procedure})")
    return answer.read_text(encoding="utf-8").splitlines()


def start_libreoffice(folder: Path, argument: str) -> None:
    program = shutil.which("soffice") or shutil.which("libreoffice") or ""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--norestore", argument]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            process.wait(timeout=180)  # as for the other conversions: a cold start is slow
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # soffice is a shell script; its child would outlive it


# AD014


def test_texts_are_packed__ok() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packed = project["tool"]["setuptools"]["package-data"]["duban.workbook.addin"]
    room = ROOT / "workbook" / "addin"
    texts = {path.name for path in room.iterdir() if path.suffix != ".py" and path.is_file()}
    assert texts == {name.name for pattern in packed for name in room.glob(pattern)}
    assert len(texts) == 4


# AD015


def test_nothing_else_of_xlwings__ok(sources: Mapping[str, str]) -> None:
    procedures = set(
        re.findall(r"^(?:Public |Private )?(?:Sub|Function) (\w+)", sources["xlwings"], re.MULTILINE)
    )
    ours = set(re.findall(r"^(?:Public |Private )?(?:Sub|Function) (\w+)", OURS, re.MULTILINE))
    assert procedures == {*addin._KEPT, *ours} and not ours & {*addin._KEPT}
    for source in sources.values():
        assert not re.search(r"prepare_sys_path|\.py\"|ActiveSheet|cmd\.exe|conda", source, re.IGNORECASE)
    # the workbook in front is asked for its name, and whether it is there
    uses = re.findall(r"ActiveWorkbook[.\w ]*", "".join(sources.values()))
    assert set(uses) == {
        "ActiveWorkbook.Name",
        "ActiveWorkbook Is Nothing And Not IsProtectedView",
        "ActiveWorkbook",
    }
