"""The first look at a file.

I1 What cannot or should not be read stops with a code of its own and a sentence that names the file.
I2 A file is believed only as far as its bytes bear out: sizes, numbers of parts, cells.
I3 Sheets, programs, other workbooks and DDE links are found whatever prefix, target or case the file uses.
I4 What is safe to read is read: old formats, wide sheets, formatted blank cells, a hundred sheets.
I5 What Excel opens is read, whatever else is odd about the file; what was passed over is named.
I6 A number is a number, however its cell is shown.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from sheets import Sheet, write

from duban.workbook.cells.plain import Timed
from duban.workbook.opening.archive import Limits
from duban.workbook.opening.first_look import Intake
from duban.workbook.reading.grid import GridBook
from duban.workbook.say.stop import STOPS, Stop

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"
Parts = dict[str, bytes]


def rows(cells: str) -> bytes:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'.encode()


def book(cells: str = '<row r="1"><c r="A1"><v>1</v></c></row>') -> Parts:
    """The parts of a small workbook, with one sheet ``甲`` of these rows."""
    content = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    texts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="xml" ContentType="{content}.worksheet+xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{content}.sheet.main+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>'
        '<sheet name="甲" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": "<Relationships "
        'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r8" Type="{REL}/styles" Target="styles.xml"/>'
        f'<Relationship Id="r9" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"/>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"/>',
    }
    return {**{name: text.encode() for name, text in texts.items()}, SHEET: rows(cells)}


def links(*entries: tuple[str, str, str]) -> bytes:
    """Relationships of the workbook: id, kind, target."""
    text = "".join(f'<Relationship Id="{i}" Type="{REL}/{kind}" Target="{to}"/>' for i, kind, to in entries)
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{text}</Relationships>'.encode()


def zipped(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def file(tmp_path: Path, parts: Mapping[str, bytes] | bytes, name: str = "清单.xlsx") -> Path:
    path = tmp_path / name
    path.write_bytes(parts if isinstance(parts, bytes) else zipped(parts))
    return path


def stopped(path: Path, limits: Limits | None = None) -> str:
    """The code of the Stop, which must name the file and say what to do in both languages."""
    with pytest.raises(Stop) as caught:
        intake = Intake(path, limits or Limits())
        for sheet in intake.sheets:
            intake.scan(sheet)
    stop = caught.value
    assert path.name in stop.what.zh and path.name in stop.what.en
    assert stop.do.zh and stop.do.en
    return stop.code


def ole(*streams: str) -> bytes:
    """An OLE file that has a directory with these names, and nothing else."""
    data = OLE + bytes(504)
    for name in streams:
        encoded = (name + "\0").encode("utf-16-le")
        data += encoded.ljust(64, b"\0") + struct.pack("<H", len(encoded)) + bytes(62)
    return data


MANY = f'<sst xmlns="{MAIN}" count="1" uniqueCount="2147483648"><si><t>文</t></si></sst>'.encode()


def wrong_sum(part: str) -> bytes:
    """The small workbook, with another check sum of a part than that of its bytes."""
    data = zipped(book())
    at = data.rindex(part.encode()) - 46
    assert data[at : at + 4] == b"PK\1\2"
    return data[: at + 16] + bytes(4) + data[at + 20 :]


def replaced(part: str, old: str, new: str) -> Parts:
    parts = book()
    assert old.encode() in parts[part]
    return {**parts, part: parts[part].replace(old.encode(), new.encode())}


def lying(part: str, data: bytes, said: int) -> bytes:
    """A workbook with ``data`` in a part, whose size and CRC are given as those of its first ``said`` bytes."""
    raw = bytearray(zipped({**book(), part: data}))
    crc = struct.pack("<III", zlib.crc32(data[:said]), 0, said)
    for mark, to_crc, to_name, name_length in ((b"PK\3\4", 14, 30, 26), (b"PK\1\2", 16, 46, 28)):
        at = -1
        while (at := raw.find(mark, at + 1)) >= 0:
            length = struct.unpack_from("<H", raw, at + name_length)[0]
            if raw[at + to_name : at + to_name + length] == part.encode():
                raw[at + to_crc : at + to_crc + 4] = crc[:4]
                raw[at + to_crc + 8 : at + to_crc + 12] = crc[8:]
    return bytes(raw)


def encrypted() -> bytes:
    raw = bytearray(zipped(book()))
    raw[raw.index(b"PK\1\2") + 8] |= 1
    return bytes(raw)


def doubled(name: str) -> bytes:
    out = io.BytesIO(zipped(book()))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, rows(""))
    return out.getvalue()


def overlapping() -> bytes:
    """Two parts of the directory that stand on the same bytes."""
    raw = bytearray(zipped({**book(), "xl/a.xml": b"<a/>", "xl/b.xml": b"<a/>"}))
    entries = [match.start() for match in re.finditer(b"PK\1\2", raw)]
    raw[entries[-1] + 42 : entries[-1] + 46] = raw[entries[-2] + 42 : entries[-2] + 46]
    return bytes(raw)


def without_local_header(part: str) -> bytes:
    """The small workbook, where a part does not stand at the place that the directory gives."""
    raw = zipped({**book(), part: b"<a/>"})
    at = raw.index(part.encode()) - 30
    return raw[:at] + b"PK\0\0" + raw[at + 4 :]


GOOD = zipped(book())
DTD = '<!DOCTYPE a [<!ENTITY b "c">]>'


def with_dtd(part: str, encoding: str = "utf-8") -> Parts:
    parts = book()
    declared = f'<?xml version="1.0" encoding="{encoding}"?><!-- a -->{DTD}'
    return {**parts, part: (declared + parts[part].decode()).encode(encoding)}


BAD: dict[str, tuple[str, str, Callable[[], Mapping[str, bytes] | bytes]]] = {
    # case: (code, file name, content)
    "a part that nobody reads is lost": (
        "damaged",
        "清单.xlsx",
        lambda: without_local_header("xl/other.bin"),
    ),
    "another ending": ("wrong_extension", "清单.docx", lambda: GOOD),
    "no ending": ("wrong_extension", "清单", lambda: GOOD),
    "csv": ("wrong_extension", "清单.csv", lambda: b"a,b"),
    "empty": ("empty_file", "清单.xlsx", lambda: b""),
    "text": ("not_a_workbook", "清单.xlsx", lambda: "序号,事项名称".encode("gbk")),
    "web page": ("not_a_workbook", "清单.xls", lambda: b"<html><table><tr><td>1</td></tr></table></html>"),
    "half": ("truncated", "清单.xlsx", lambda: GOOD[: len(GOOD) // 2]),
    "two thirds with an end": ("damaged", "清单.xlsx", lambda: GOOD[:400] + GOOD[700:]),
    "password": ("has_password", "清单.xlsx", lambda: ole("EncryptionInfo", "EncryptedPackage")),
    "old format renamed": ("renamed", "清单.XLSM", lambda: ole("Workbook")),
    "older format renamed": ("renamed", "清单.xlsx", lambda: ole("Book")),
    "Word 97": ("not_a_workbook", "清单.xls", lambda: ole("WordDocument")),
    "a stream name in a text": ("not_a_workbook", "清单.xls", lambda: ole() + b"-" + ole("Workbook")[512:]),
    "xlsb renamed": ("renamed", "清单.xlsx", lambda: {"xl/workbook.bin": b""}),
    "ods renamed": ("renamed", "清单.xlsx", lambda: {"mimetype": b"a.spreadsheet", "content.xml": b"<a/>"}),
    "Word": ("no_workbook_inside", "清单.xlsx", lambda: {"word/document.xml": b"<a/>"}),
    "PowerPoint": ("no_workbook_inside", "清单.xlsx", lambda: {"ppt/presentation.xml": b"<a/>"}),
    "OpenDocument text": (
        "no_workbook_inside",
        "清单.ods",
        lambda: {"mimetype": b"a.text", "content.xml": b""},
    ),
    "zip": ("no_workbook_inside", "清单.xlsx", lambda: {"甲.txt": b"a"}),
    "encrypted zip": ("encrypted_zip", "清单.xlsx", encrypted),
    "part twice": ("doubled_part", "清单.xlsx", lambda: doubled(SHEET)),
    "part twice but for case": ("doubled_part", "清单.xlsx", lambda: doubled(SHEET.upper())),
    "parts on the same bytes": ("doubled_part", "清单.xlsx", overlapping),
    "more than it says": ("false_size", "清单.xlsx", lambda: lying(SHEET, rows(" " * 5000), 100)),
    "less than it says": ("false_size", "清单.xlsx", lambda: lying(SHEET, rows(""), 5000)),
    "DTD": ("dtd", "清单.xlsx", lambda: with_dtd("xl/workbook.xml")),
    "DTD in a sheet": ("dtd", "清单.xlsx", lambda: with_dtd(SHEET)),
    "DTD in the texts": ("dtd", "清单.xlsx", lambda: with_dtd("xl/sharedStrings.xml")),
    "DTD in the styles": ("dtd", "清单.xlsx", lambda: with_dtd("xl/styles.xml")),
    "DTD in UTF-16": ("dtd", "清单.xlsx", lambda: with_dtd(SHEET, "utf-16")),
    "UTF-32": (
        "other_encoding",
        "清单.xlsx",
        lambda: {**book(), SHEET: rows("").decode().encode("utf-32-be")},
    ),
    "GBK": ("other_encoding", "清单.xlsx", lambda: {**book(), SHEET: b'<?xml encoding="GBK"?><a/>'}),
    "broken workbook": ("damaged", "清单.xlsx", lambda: replaced("xl/workbook.xml", "</sheets>", "")),
    "cells in another place": (
        "damaged",
        "清单.xlsx",
        lambda: {
            **book(),
            SHEET: rows("")
            .replace(b"<sheetData>", b"<a:AlternateContent xmlns:a='b'><a:Choice><sheetData>")
            .replace(b"</sheetData>", b"</sheetData></a:Choice></a:AlternateContent>"),
        },
    ),
    "relationships in a namespace of nobody": (
        "damaged",
        "清单.xlsx",
        lambda: replaced("xl/_rels/workbook.xml.rels", "/2006/", "/2007/"),
    ),
    "wrong sum of texts that no cell needs": (
        "damaged",
        "清单.xlsx",
        lambda: wrong_sum("xl/sharedStrings.xml"),
    ),
    "wrong sum of styles": ("damaged", "清单.xlsx", lambda: wrong_sum("xl/styles.xml")),
    "sheets where only some find them": (
        "damaged",
        "清单.xlsx",
        lambda: {
            **book(),
            "xl/workbook.xml": book()["xl/workbook.xml"]
            .replace(b"<sheets>", b"<a:Alternate xmlns:a='b'><sheets>")
            .replace(b"</sheets>", b"</sheets></a:Alternate>"),
        },
    ),
    "no sheets": (
        "damaged",
        "清单.xlsx",
        lambda: {**book(), "xl/workbook.xml": f'<workbook xmlns="{MAIN}"/>'.encode()},
    ),
    "workbook in a namespace of nobody": (
        "damaged",
        "清单.xlsx",
        lambda: replaced("xl/workbook.xml", "/2006/main", "/2006/main/"),
    ),
    "sheet in a namespace of nobody": (
        "damaged",
        "清单.xlsx",
        lambda: replaced(SHEET, "/2006/main", "/2007/main"),
    ),
    "styles in a namespace of nobody": (
        "damaged",
        "清单.xlsx",
        lambda: replaced("xl/styles.xml", "/2006/main", "/2007/main"),
    ),
    "no XML": ("damaged", "清单.xlsx", lambda: {**book(), SHEET: b"a"}),
    "no sheet": ("damaged", "清单.xlsx", lambda: {k: v for k, v in book().items() if k != SHEET}),
    "sheets of one name": (
        "damaged",
        "清单.xlsx",
        lambda: replaced("xl/workbook.xml", "</sheets>", '<sheet name="甲" r:id="r1"/></sheets>'),
    ),
    "far cells": (
        "too_many_cells",
        "清单.xlsx",
        lambda: book('<row r="1"><c r="A1"><v>1</v></c></row><row><c r="XFD1048576"><v>1</v></c></row>'),
    ),
    "far row, cells without address": (
        "too_many_cells",
        "清单.xlsx",
        lambda: book('<row r="1048576">' + "<c><v>1</v></c>" * 30 + "</row>"),
    ),
    "far cell in another spelling": (
        "too_many_cells",
        "清单.xlsx",
        lambda: book("<row><a:c s='1' r='xfd1048576' xmlns:a='b'><v>1</v></a:c></row>"),
    ),
    "cell out of every sheet": (
        "too_many_cells",
        "清单.xlsx",
        lambda: book('<row><c r="A99999999999"><v>1</v></c></row>'),
    ),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")  # zipfile, of a file made wrong on purpose
@pytest.mark.parametrize("case", BAD)
def test_bad_input__error(tmp_path: Path, case: str) -> None:  # I1 I2
    code, name, content = BAD[case]
    assert stopped(file(tmp_path, content(), name)) == code


def test_each_stop_says_what_is_wrong_and_what_to_do() -> None:  # I1
    for reason in STOPS.values():
        assert all(say.zh and say.en for say in reason)


def test_missing_file__error(tmp_path: Path) -> None:  # I1
    assert stopped(tmp_path / "没有.xlsx") == stopped(tmp_path / "没有.txt") == "file_missing"


def test_folder__error(tmp_path: Path) -> None:  # I1
    for name in ("文件夹.xlsx", "文件夹"):
        (tmp_path / name).mkdir()
        assert stopped(tmp_path / name) == "is_folder"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (PermissionError(13, "denied"), "no_permission"),
        (FileNotFoundError(2, "gone"), "file_missing"),
        (OSError(5, "disk"), "not_read"),
    ],
)
def test_file_that_cannot_be_read__error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, code: str
) -> None:  # I1
    def refuse(_: Path) -> bytes:
        raise error

    path = file(tmp_path, GOOD)
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert stopped(path) == code


def test_pipe__error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # I1
    path = file(tmp_path, GOOD)
    monkeypatch.setattr(stat, "S_ISREG", lambda mode: False)
    assert stopped(path) == "not_a_workbook"


SMALL = {
    "file": ("file_too_large", Limits(file_bytes=100), book()),
    "parts": ("too_many_parts", Limits(parts=3), book()),
    "part": ("unpacks_too_large", Limits(part_bytes=50_000), book(" " * 60_000)),
    "all parts": ("unpacks_too_large", Limits(total_bytes=500), book()),
    "ratio": ("unpacks_too_large", Limits(ratio=50, ratio_from=1000), book(" " * 60_000)),
    "formats": (
        "too_many_formats",
        Limits(formats=1),
        {
            **book(),
            "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs><xf/><xf/></cellXfs></styleSheet>'.encode(),
        },
    ),
    "cells": ("too_many_cells", Limits(cells=1), book('<row><c r="B1"><v>1</v></c></row>')),
    "text": (
        "too_much_text",
        Limits(total_bytes=100_000),
        {
            **book('<row><c t="s"><v>0</v></c></row>' * 1000),
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>{"文" * 1000}</t></si></sst>'.encode(),
        },
    ),
}


@pytest.mark.parametrize("case", SMALL)
def test_limit__error(tmp_path: Path, case: str) -> None:  # I2
    code, limits, parts = SMALL[case]
    path = file(tmp_path, parts)
    Intake(path).scan("甲")
    assert stopped(path, limits) == code


def test_texts_that_claim_to_be_small_are_not_unpacked_beyond_that__error(tmp_path: Path) -> None:  # I2
    path = file(tmp_path, lying("xl/sharedStrings.xml", b"<sst>" + b" " * 3_000_000, 100))
    assert stopped(path, Limits(part_bytes=2_000_000)) == "false_size"


def test_texts_that_claim_to_be_many_do_not_end_the_process__ok(tmp_path: Path) -> None:  # I2
    parts = {**book('<row><c t="s"><v>0</v></c></row>'), "xl/sharedStrings.xml": MANY}
    path = file(tmp_path, parts)
    code = f"from pathlib import Path; from duban.workbook.reading.grid import GridBook; print(GridBook(Path({str(path)!r})).grid('甲').rows)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "(('文',),)\n"


def test_a_far_cell_does_not_end_the_process(tmp_path: Path) -> None:  # I2
    path = file(tmp_path, BAD["far cells"][2]())
    code = f"from pathlib import Path; from duban.workbook.reading.grid import GridBook; GridBook(Path({str(path)!r})).grid('甲')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1  # a Python exception, no abort
    assert "Stop" in done.stderr


def test_errors_of_calamine_stop(tmp_path: Path) -> None:  # I1
    path = file(tmp_path, book('<row><c r="A1" t="s"><v>7</v></c></row>'))
    with pytest.raises(Stop) as stop:
        GridBook(path).grid("甲")
    assert stop.value.code == "unreadable_cells"
    assert SHEET in stop.value.what.zh


@pytest.mark.parametrize(
    "target", ["worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml", "../xl/./worksheets/sheet1.xml"]
)
def test_targets__ok(tmp_path: Path, target: str) -> None:  # I3
    path = file(tmp_path, replaced("xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", target))
    assert Intake(path).sheets == {"甲": SHEET}


def test_names_and_prefixes__ok(tmp_path: Path) -> None:  # I3
    parts = book()
    parts["xl/workbook.xml"] = (
        f"<s:workbook xmlns:s='{MAIN}' xmlns:q='{REL}'><s:sheets>"
        "<s:sheet name='甲&amp;乙&#x4E19;' q:id='r1'/><s:sheet name='隐' state='veryHidden' q:id='r2'/>"
        "</s:sheets></s:workbook>"
    ).encode()
    parts["xl/_rels/workbook.xml.rels"] = links(("r1", "worksheet", SHEET), ("r2", "worksheet", "/xl/b.xml"))
    parts["xl/b.xml"] = rows("")
    parts["XL/Worksheets/sheet1.XML"] = parts.pop(SHEET)
    intake = Intake(file(tmp_path, parts))
    assert list(intake.sheets) == ["甲&乙丙", "隐"]
    assert intake.visible == {"甲&乙丙"}
    assert intake.scan("甲&乙丙").formulas == frozenset()


def test_programs_and_links_are_found__ok(tmp_path: Path) -> None:  # I3
    link = f"<externalLink xmlns='{MAIN}'><ddeLink ddeService='cmd' ddeTopic='/c calc'/></externalLink>"
    rels = (
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
        "<Relationship Id='r1' Type='a' Target='file:///C:/%E5%8F%B0.xlsx' TargetMode='External'/></Relationships>"
    )
    more = {
        "xl/vbaProject.bin": b"a",
        "xl/macrosheets/sheet1.xml": b"<a/>",
        "xl/externalLinks/externalLink1.xml": link.encode(),
        "xl/externalLinks/_rels/externalLink1.xml.rels": rels.encode(),
    }
    intake = Intake(file(tmp_path, {**book(), **more}))
    assert intake.macro_parts == ("xl/vbaProject.bin", "xl/macrosheets/sheet1.xml")
    assert intake.external_targets == ("file:///C:/%E5%8F%B0.xlsx",)
    assert intake.dde == ("cmd|/c calc",)
    plain = Intake(file(tmp_path, book()))
    assert (plain.macro_parts, plain.external_targets, plain.dde) == ((), (), ())


def test_macro_sheet_is_found_wherever_it_stands__ok(tmp_path: Path) -> None:  # I3
    parts = with_sheet('<sheet name="乙" sheetId="2" state="veryHidden" r:id="r2"/>', "xlMacrosheet")
    assert Intake(file(tmp_path, parts)).macro_parts == ("xl/other/sheet9.xml",)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("旧.xls", ole("Workbook"), "xls"),
        ("旧.et", ole("Workbook"), "xls"),
        ("改名.xls", GOOD, "xlsx"),
        ("甲.xlsb", zipped({"xl/workbook.bin": b""}), "xlsb"),
        ("甲.ods", zipped({"mimetype": b"application/spreadsheet", "content.xml": b"<a/>"}), "ods"),
    ],
)
def test_other_formats__ok(tmp_path: Path, name: str, content: bytes, kind: str) -> None:  # I4
    assert Intake(file(tmp_path, content, name)).kind == kind


def test_wide_and_long_sheets__ok(tmp_path: Path) -> None:  # I4
    formatted = "".join(f'<c r="{name}1" s="0"/>' for name in ("A", "AZ", "XFD"))
    far = '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    intake = Intake(file(tmp_path, book(f'<row r="1">{formatted}</row>{far}')))
    assert (intake.scan("甲").last_row, intake.scan("甲").last_column) == (1048576, 1)


def test_a_long_prolog__ok(tmp_path: Path) -> None:  # I4
    parts = book()
    parts["xl/styles.xml"] = b"<!--" + b"-a" * 2000 + b"-->" + parts["xl/styles.xml"]
    assert Intake(file(tmp_path, parts)).sheets == {"甲": SHEET}


def test_a_hundred_sheets__ok(tmp_path: Path) -> None:  # I4
    path = write(
        tmp_path / "多.xlsx", *(Sheet(f"表{n}", [[n]], formulas={"B1": ("=1", 1)}) for n in range(100))
    )
    intake = Intake(path)
    assert [len(intake.scan(name).formulas) for name in intake.sheets] == [1] * 100


# what cannot be and is read all the same


def sheets_of(parts: Mapping[str, bytes], tmp_path: Path) -> dict[str, Any]:
    """Sheet → the value of its first cell."""
    source = GridBook(file(tmp_path, parts))
    return {name: source.grid(name).value(1, 1) for name in source.sheet_names}


def odd(parts: Mapping[str, bytes], tmp_path: Path) -> list[str]:
    return [finding.code for finding in GridBook(file(tmp_path, parts)).findings]


def moved(to: str) -> Parts:
    """The workbook part and its relationships at another place."""
    folder, _, name = to.rpartition("/")
    parts = replaced("xl/_rels/workbook.xml.rels", 'Target="', 'Target="/xl/')
    parts[to] = parts.pop("xl/workbook.xml")
    parts[f"{folder}/_rels/{name}.rels"] = parts.pop("xl/_rels/workbook.xml.rels")
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"xl/workbook.xml", to.encode())
    return parts


def with_sheet(entry: str, kind: str = "worksheet") -> Parts:
    """A second sheet of this entry; its relationship r2 is of this kind."""
    parts = replaced("xl/workbook.xml", "</sheets>", f"{entry}</sheets>")
    target = "other/sheet9.xml"
    rels = links(("r1", "worksheet", "worksheets/sheet1.xml"), ("r2", kind, target))
    return {**parts, "xl/_rels/workbook.xml.rels": rels, f"xl/{target}": b"<a/>"}


READ: dict[str, tuple[Callable[[], Parts], int]] = {
    # case: (parts, oddities that are named)
    "workbook elsewhere": (lambda: moved("odd/book9.xml"), 0),
    "backslashes": (lambda: {name.replace("/", "\\"): data for name, data in book().items()}, 6),
    "other case": (
        lambda: {name.upper() if name == SHEET else name: data for name, data in book().items()},
        0,
    ),
    "UTF-16": (
        lambda: {**book(), SHEET: rows('<row r="1"><c r="A1"><v>1</v></c></row>').decode().encode("utf-16")},
        0,
    ),
    "module sheet": (lambda: with_sheet('<sheet name="乙" sheetId="2" state="veryHidden" r:id=""/>'), 0),
    "chart sheet": (lambda: with_sheet('<sheet name="乙" sheetId="2" r:id="r2"/>', "chartsheet"), 0),
    "dialog sheet": (lambda: with_sheet('<sheet name="乙" sheetId="2" r:id="r2"/>', "dialogsheet"), 0),
    "macro sheet": (lambda: with_sheet('<sheet name="乙" sheetId="2" r:id="r2"/>', "xlMacrosheet"), 0),
    "unknown kind of sheet": (lambda: with_sheet('<sheet name="乙" sheetId="2" r:id="r2"/>', "odd"), 1),
    "comment": (lambda: replaced("xl/workbook.xml", "<sheets>", "<sheets><!-- a -->"), 1),
    "unknown element": (lambda: replaced("xl/workbook.xml", "<sheets>", "<sheets><odd/>"), 1),
    "sheetId": (lambda: replaced("xl/workbook.xml", 'sheetId="1"', 'sheetId="x"'), 1),
    "activeTab": (
        lambda: replaced(
            "xl/workbook.xml", "<sheets>", '<bookViews><workbookView activeTab="-1"/></bookViews><sheets>'
        ),
        1,
    ),
    "broken relationships of a sheet": (lambda: {**book(), "xl/worksheets/_rels/sheet1.xml.rels": b"<a"}, 1),
    "number format": (
        lambda: {
            **book('<row r="1"><c r="A1" s="0"><v>1</v></c></row>'),
            "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="x"/></cellXfs></styleSheet>'.encode(),
        },
        1,
    ),
    "no extent": (
        lambda: {
            **book(),
            SHEET: rows('<row r="1"><c r="A1"><v>1</v></c></row>').replace(
                b"<sheetData>", b'<dimension ref=""/><sheetData>'
            ),
        },
        0,
    ),
    "merged area that is none": (
        lambda: {
            **book(),
            SHEET: rows('<row r="1"><c r="A1"><v>1</v></c></row>').replace(
                b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="x"/></mergeCells>'
            ),
        },
        0,
    ),
    "sheet names with quotes": (lambda: replaced("xl/workbook.xml", 'name="甲"', "name='甲'"), 0),
}


@pytest.mark.parametrize("case", READ)
def test_what_excel_opens_is_read__ok(tmp_path: Path, case: str) -> None:  # I5
    parts, number = READ[case]
    assert sheets_of(parts(), tmp_path) == {"甲": 1}
    assert odd(parts(), tmp_path) == ["F206"] * number


def test_workbook_that_the_package_names_is_the_one_that_is_read__ok(tmp_path: Path) -> None:  # I5
    parts = moved("xl/other.xml")
    parts["xl/workbook.xml"] = parts["xl/other.xml"].replace("甲".encode(), "假".encode())
    source = GridBook(file(tmp_path, parts))
    assert source.sheet_names == ["甲"] == list(source.package.sheet_names)


@pytest.mark.parametrize("shown", ["#SPILL!", "#CALC!", "#FIELD!", "#BUSY!"])
def test_errors_of_newer_programs_are_errors__ok(tmp_path: Path, shown: str) -> None:  # I5
    cells = f'<row r="1"><c r="A1" t="e"><f>A(1)</f><v>{shown}</v></c><c r="B1" t="e"><v>#REF!</v></c></row>'
    source = GridBook(file(tmp_path, book(cells + '<row r="2"><c r="A2"><v>7</v></c></row>')))
    assert source.grid("甲").rows == ((), (7,))
    assert source.scan("甲").errors == {"A1": shown, "B1": "#REF!"}


DATE_STYLE = (
    f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="21"/></cellXfs></styleSheet>'
).encode()


@pytest.mark.parametrize("number", ["0", "0.8", "0.123456789", "-1", "0.7999999999", "NaN", "1e999"])
@pytest.mark.parametrize("style", [1, 2])
def test_number_shown_as_date_or_time_is_a_number__ok(tmp_path: Path, number: str, style: int) -> None:  # I6
    parts = {
        **book(f'<row r="1"><c r="A1" s="{style}"><v>{number}</v></c></row>'),
        "xl/styles.xml": DATE_STYLE,
    }
    value = GridBook(file(tmp_path, parts)).grid("甲").value(1, 1)
    if float(number) - float(number) == 0:
        assert value == float(number)
        assert type(value) in (int, float, Timed)
    else:
        assert type(value) is str  # what no cell can hold is no number


def test_pictures_are_not_unpacked__ok(tmp_path: Path) -> None:  # I2
    path = file(tmp_path, {**book(), "xl/media/image1.png": bytes(3_000_000)})
    source = GridBook(path, Limits(total_bytes=100_000))
    assert source.grid("甲").value(1, 1) == 1


def test_styles_that_are_no_xml__error(tmp_path: Path) -> None:  # I1
    for content in (b"<styleSheet/><odd/>", b"<styleSheet", f"<x:styleSheet xmlns='{MAIN}'/>".encode()):
        assert stopped(file(tmp_path, {**book(), "xl/styles.xml": content})) == "damaged"


def test_two_sheets_on_one_part__error(tmp_path: Path) -> None:  # I2
    parts = replaced("xl/workbook.xml", "</sheets>", '<sheet name="乙" sheetId="2" r:id="r1"/></sheets>')
    assert stopped(file(tmp_path, parts)) == "damaged"


@pytest.mark.parametrize(
    "part", ["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"]
)
def test_part_without_which_excel_opens_nothing__error(tmp_path: Path, part: str) -> None:  # I1
    for content in (None, b"<broken", b"\xff\xff"):
        parts = {**book(), part: content or b""}
        if content is None:
            del parts[part]
        assert stopped(file(tmp_path, parts)) == "damaged"
