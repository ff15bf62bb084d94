"""Odd files that Excel opens are built, not refused, and nothing of them is lost; whatever a cell holds.

OF01  A file that is odd about its parts is built; the second build changes nothing; every foreign part keeps its
      bytes; what was passed over is named by build and validate alike.
OF02  What a reader may give of a cell (a time of day, an error, a control character, a text as long as a cell)
      becomes a valid cell, and the figures are those of the formulas.
OF03  The check before saving proves that numeric cells hold numbers.
OF04  A workbook without styles keeps its look; a built-in format that means something else is of no use.
OF05  A column that holds something of the staff's is not narrowed.
OF06  What a file asks for is bounded: an array over the whole sheet, formats by the ten thousand, a picture of
      zeros, long names.
"""

from __future__ import annotations

import io
import re
import tracemalloc
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from lists import AS_OF, FIRST, Item, make_book

from duban.macros.commands.build import build
from duban.macros.commands.change_file import change_file
from duban.macros.figures.understood import RunOptions
from duban.macros.messages.outcome import Result
from duban.validation.checker import check_file
from duban.workbook.file.check_package import check
from duban.workbook.file.open_xml import MAIN
from duban.workbook.file.package import Package
from duban.workbook.format.names import LEDGER
from duban.workbook.plan.plans import BookPlan, EditCell, SheetEdit
from duban.workbook.reading.grid import GridBook
from duban.workbook.reading.tables import read_tables
from duban.workbook.say.stop import Stop

SHEET, STYLES, BOOK = "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"
BOOK_RELS, TYPES = "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
REL_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
Parts = dict[str, bytes]


def parts_of(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def zipped(parts: Parts) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return stream.getvalue()


def replaced(parts: Parts, part: str, old: str, new: str) -> Parts:
    assert old.encode() in parts[part], parts[part][:2000]
    return {**parts, part: parts[part].replace(old.encode(), new.encode())}


def a_list(*items: Item) -> Parts:
    return parts_of(make_book(*(items or (Item("甲事项"), Item("乙事项", unit="财政局")))).data)


def built(path: Path) -> Result:
    return change_file(path, partial(build, options=RunOptions(None, AS_OF)), today=AS_OF)


def build_twice(path: Path, parts: Parts) -> Result:
    """Build the file, which openpyxl must open, and build it again, which must write nothing."""
    path.write_bytes(zipped(parts))
    plain = opens(path)
    result = built(path)
    assert result.written
    assert opens(path) or not plain
    assert not built(path).written
    return result


def opens(path: Path) -> bool:
    """Whether openpyxl opens the file; it takes some files for broken that Excel opens."""
    try:
        openpyxl.load_workbook(path)
    except (TypeError, ValueError, KeyError):
        return False
    return True


# OF01


def no_type_of_rels(parts: Parts) -> Parts:
    entry = '<Override PartName="/{}" ContentType="' + REL_TYPE + '"/>'
    own = "".join(entry.format(name) for name in parts if name.endswith(".rels"))
    parts = replaced(parts, TYPES, f'<Default Extension="rels" ContentType="{REL_TYPE}"/>', "")
    return replaced(parts, TYPES, "</Types>", f"{own}</Types>")


def other_sheet(kind: str, target: str = "worksheets/odd.xml") -> Callable[[Parts], Parts]:
    def change(parts: Parts) -> Parts:
        link = f'<Relationship Id="odd" Type="http://schemas.microsoft.com/office/2006/relationships/{kind}" Target="{target}"/>'
        parts = replaced(parts, BOOK_RELS, "</Relationships>", f"{link}</Relationships>")
        parts = replaced(parts, BOOK, "</sheets>", '<sheet name="旧表" sheetId="99" r:id="odd"/></sheets>')
        return {**parts, f"xl/{target}": b"<odd/>"}

    return change


def moved(parts: Parts) -> Parts:
    parts = replaced(parts, "_rels/.rels", "xl/workbook.xml", "book/list.xml")
    parts = replaced(parts, TYPES, "/xl/workbook.xml", "/book/list.xml")
    parts = replaced(parts, BOOK_RELS, 'Target="', 'Target="/xl/')
    parts["book/_rels/list.xml.rels"] = parts.pop(BOOK_RELS)
    parts["book/list.xml"] = parts.pop(BOOK)
    return parts


def in_book(old: str, new: str) -> Callable[[Parts], Parts]:
    return lambda parts: replaced(parts, BOOK, old, new)


ODD: dict[str, tuple[Callable[[Parts], Parts], int]] = {
    # case: (what is done to the parts, how much is named)
    "no default type of relationships": (no_type_of_rels, 0),
    "workbook part elsewhere": (moved, 0),
    "module sheet without a part": (
        in_book("</sheets>", '<sheet name="模块" sheetId="98" state="veryHidden" r:id=""/></sheets>'),
        0,
    ),
    "macro sheet": (other_sheet("xlMacrosheet"), 0),
    "dialog sheet": (other_sheet("dialogsheet"), 0),
    "sheet of an unknown kind": (other_sheet("odd"), 1),
    "sheet that calls itself a calculation chain": (other_sheet("calcChain"), 1),
    "comment within sheets": (in_book("<sheets>", "<sheets><!-- 旧 -->"), 1),
    "unknown element within sheets": (in_book("<sheets>", '<sheets><o:odd xmlns:o="urn:o"/>'), 1),
    "activeTab": (in_book("<workbookView ", '<workbookView activeTab="甲" '), 1),
    "sheetId": (in_book('sheetId="1"', 'sheetId="1.5"'), 1),
    "localSheetId": (
        in_book("<calcPr", '<definedNames><definedName name="旧" localSheetId="x">1</definedName></definedNames><calcPr'),
        1,
    ),
    "backslashes": (
        lambda parts: {name.replace("/", "\\") if "worksheets" in name else name: d for name, d in parts.items()},
        1,
    ),
    "other case": (
        lambda parts: {name.upper() if "worksheets" in name else name: d for name, d in parts.items()},
        0,
    ),
    "broken document properties": (lambda parts: {**parts, "docProps/app.xml": b"<broken"}, 0),
    "broken relationships of a part": (
        lambda parts: {**parts, "xl/theme/_rels/theme1.xml.rels": b"<broken"},
        1,
    ),
    "number format that is no number": (
        lambda parts: replaced(parts, STYLES, "<fonts", '<numFmts count="1"><numFmt numFmtId="x" formatCode="yyyy/m/d"/></numFmts><fonts'),
        1,
    ),
    "error of a newer program": (
        lambda parts: replaced(
            parts, SHEET, "</sheetData>", '<row r="20"><c r="L20" t="e"><f>A(1)</f><v>#SPILL!</v></c></row></sheetData>'
        ),
        0,
    ),
    "sum of a foreign part is wrong": (lambda parts: {**parts, "xl/media/image1.png": b"x" * 500}, 0),
}  # fmt: skip


@pytest.mark.parametrize("case", ODD)
def test_odd_file_is_built__ok(tmp_path: Path, case: str) -> None:  # OF01
    change, named = ODD[case]
    parts = change(a_list())
    path = tmp_path / "清单.xlsx"
    result = build_twice(path, parts)
    after = parts_of(path.read_bytes())
    touched = {SHEET, BOOK, BOOK_RELS, TYPES, STYLES, "book/list.xml", "book/_rels/list.xml.rels"}
    own = {name for name in parts if "worksheets" in name.lower() and "odd" not in name} | touched
    kept = {name for name in parts if name not in own and name != "docProps/app.xml"}
    assert {name: after[name] for name in kept} == {name: parts[name] for name in kept}
    told = [finding.code for finding in result.outcome.findings if finding.code == "F206"]
    report = check_file(str(path)).findings
    assert told == ["F206"] * named == [finding.code for finding in report if finding.code == "F206"]


def test_wrong_sum_of_a_part_that_nobody_needs__ok(tmp_path: Path) -> None:  # OF01
    data = zipped({**a_list(), "xl/media/image1.png": b"x" * 500})
    at = data.rindex(b"xl/media/image1.png") - 46 + 16
    data = data[:at] + bytes(4) + data[at + 4 :]
    path = tmp_path / "清单.xlsx"
    path.write_bytes(data)
    assert check_file(str(path)).status != "unreadable"
    assert built(path).written


# OF02


def with_cells(name: str, cells: str) -> Callable[[Parts], Parts]:
    """A column of this name at the right, with cells in the rows of the items, and formats of dates."""

    def change(parts: Parts) -> Parts:
        sheet = parts[SHEET].decode()
        header = f'<c r="I{FIRST - 1}" t="inlineStr"><is><t>{name}</t></is></c></row>'
        for row, cell in ((FIRST - 1, header), (FIRST, f"{cells}</row>")):
            sheet = re.sub(
                rf'(<row r="{row}"[^>]*>.*?)</row>', lambda m, cell=cell: m[1] + cell, sheet, count=1
            )
        styles = '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0"/>' * 9 + "</cellXfs>"
        return {**replaced(parts, STYLES, "</cellXfs>", styles), SHEET: sheet.encode()}

    return change


@pytest.mark.parametrize(
    ("number", "progress"), [("0.8", 0.8), ("0.123456789", 0.123456789), ("1", 1.0), ("0", 0.0)]
)
def test_progress_shown_as_a_date_is_the_number_that_formulas_see__ok(
    tmp_path: Path, number: str, progress: float
) -> None:  # OF02
    parts = with_cells("完成进度", f'<c r="I{FIRST}" s="5"><v>{number}</v></c>')(a_list())
    path = tmp_path / "清单.xlsx"
    build_twice(path, parts)
    tables = read_tables(GridBook(path))
    unit = tables.grids["单位-综合局"]
    shown = [
        value
        for row in unit.rows
        for value in row
        if value == pytest.approx(progress) and type(value) in (int, float)
    ]
    assert shown


@pytest.mark.parametrize("number", ["0", "-1", "0.5", "20200930", "9999999"])
def test_number_that_is_no_date_is_named__ok(tmp_path: Path, number: str) -> None:  # OF02
    parts = with_cells("完成时限", f'<c r="I{FIRST}" s="5"><v>{number}</v></c>')(a_list())
    result = build_twice(tmp_path / "清单.xlsx", parts)
    assert f"I{FIRST}" in {
        f.cell for f in result.outcome.findings if f.code in ("T120", "T121", "T122", "T124", "T125", "T129")
    }


@pytest.mark.parametrize("sign", ["_x0007_", "_x000B_", "_x001F_", "_xFFFE_", "_xD800_"])
def test_control_character__ok(tmp_path: Path, sign: str) -> None:  # OF02
    parts = {
        name: data.replace("甲事项".encode(), f"甲{sign}事项".encode()).replace(
            "综合局".encode(), f"综{sign}合局".encode()
        )
        for name, data in a_list().items()
    }
    path = tmp_path / "清单.xlsx"
    result = build_twice(path, parts)
    if sign in ("_x0007_", "_x001F_"):  # _x000B_ is Word's soft line break
        assert {f.cell for f in result.outcome.findings if f.code == "X104"} == {f"B{FIRST}", f"G{FIRST}"}
        assert "单位-综合局" in GridBook(path).sheet_names
    assert f"甲{sign}事项".encode() in parts_of(path.read_bytes())["xl/sharedStrings.xml"]


@pytest.mark.parametrize("what", ["unit", "name", "measure", "goal"])
def test_text_as_long_as_a_cell__ok(tmp_path: Path, what: str) -> None:  # OF02
    long = "长" * 32_750
    item = {
        "unit": Item("甲", unit=long),
        "name": Item(long),
        "measure": Item("甲", (long,)),
        "goal": Item("甲", goal=long),
    }[what]
    build_twice(tmp_path / "清单.xlsx", a_list(item, Item("乙")))


def test_names_that_are_alike_and_long__ok(tmp_path: Path) -> None:  # OF06
    path = tmp_path / "清单.xlsx"
    path.write_bytes(make_book(Item("甲" * 32_000)).data)
    built(path)
    old = parts_of(path.read_bytes())
    old["xl/sharedStrings.xml"] = old["xl/sharedStrings.xml"].replace(
        "甲".encode() * 32_000, "甲".encode() * 31_999
    )
    path.write_bytes(zipped(old))
    assert built(path).written


# OF03


def written(value: str) -> tuple[bytes, bytes, BookPlan]:
    """A workbook before and after a numeric cell came to A30, and the plan for that."""
    old = make_book(Item("甲")).data
    new = Package.read(old)
    row = f'<row r="30"><c r="A30"><v>{value}</v></c></row></sheetData>'
    new.put(SHEET, new.data(SHEET).replace(b"</sheetData>", row.encode()))
    return old, new.to_bytes(), BookPlan(edits=(SheetEdit("任务清单", {(30, 1): EditCell(1)}),))


@pytest.mark.parametrize("value", ["19:12:00", "NaN", "inf", "1_0", "１", "TRUE"])
def test_numeric_cell_without_a_number_is_refused__error(value: str) -> None:  # OF03
    with pytest.raises(Stop) as stop:
        check(*written(value))
    assert stop.value.code == "package_check"
    assert "A30" in str(stop.value.facts["why"])


@pytest.mark.parametrize("value", ["0", "-1.5", "2E-3", "1e+300", ".5", "7."])
def test_numeric_cell_with_a_number__ok(value: str) -> None:  # OF03
    check(*written(value))


# OF04


def without_styles(parts: Parts) -> Parts:
    parts = {name: data for name, data in parts.items() if name != STYLES}
    parts[BOOK_RELS] = re.sub(rb"<Relationship [^>]*styles[^>]*/>", b"", parts[BOOK_RELS])
    parts[TYPES] = re.sub(rb"<Override [^>]*styles[^>]*/>", b"", parts[TYPES])
    parts[SHEET] = re.sub(rb' s="\d+"', b"", parts[SHEET])
    return parts


def test_workbook_without_styles_keeps_its_look__ok(tmp_path: Path) -> None:  # OF04
    path = tmp_path / "清单.xlsx"
    build_twice(path, without_styles(a_list()))
    font = openpyxl.load_workbook(path)["任务清单"].cell(FIRST, 2).font
    assert (font.name, font.scheme, font.size) == ("Calibri", "minor", 11)


def test_general_that_means_a_date__ok(tmp_path: Path) -> None:  # OF04
    odd = '<numFmts count="1"><numFmt numFmtId="0" formatCode="yyyy/m/d"/></numFmts><fonts'
    path = tmp_path / "清单.xlsx"
    build_twice(path, replaced(a_list(), STYLES, "<fonts", odd))
    tables = read_tables(GridBook(path))
    assert [item.tracking["事项键"] for item in tables.items.values()] == [1, 2]


def test_format_that_nothing_defines_does_not_come_to_mean_ours__ok(tmp_path: Path) -> None:  # OF04
    xf = '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    parts = replaced(a_list(), STYLES, "</cellXfs>", xf)
    path = tmp_path / "清单.xlsx"
    build_twice(path, parts)
    assert b'numFmtId="164" formatCode' not in parts_of(path.read_bytes())[STYLES]


# OF05


@pytest.mark.parametrize(("there", "wanted"), [(60, 60), (3, None)])
def test_column_of_the_staff_is_not_narrowed__ok(
    tmp_path: Path, there: int, wanted: int | None
) -> None:  # OF05
    parts = a_list()
    sheet = parts[SHEET].decode()
    # a note of the staff's stands above the header, where the first new column will be
    sheet = re.sub(
        r'(<row r="1"[^>]*>.*?)</row>',
        r'\1<c r="I1" t="inlineStr"><is><t>注</t></is></c></row>',
        sheet,
        count=1,
    )
    sheet = sheet.replace(
        "<sheetData>", f'<cols><col min="9" max="9" width="{there}" customWidth="1"/></cols><sheetData>'
    )
    path = tmp_path / "清单.xlsx"
    build_twice(path, {**parts, SHEET: sheet.encode()})
    made = openpyxl.load_workbook(path)["任务清单"]
    new = next(cell.column_letter for cell in made[FIRST - 1] if cell.value == "事项键")
    width = made.column_dimensions["I"].width
    assert width == wanted if wanted else (width > there or new != "I")


# OF06


def test_array_over_the_whole_sheet__ok(tmp_path: Path) -> None:  # OF06
    odd = '<row r="30"><c r="J30"><f t="array" ref="A1:XFD1048576">1+1</f><v>2</v></c></row></sheetData>'
    build_twice(tmp_path / "清单.xlsx", replaced(a_list(), SHEET, "</sheetData>", odd))


def test_measure_that_is_longer_than_a_cell__ok(tmp_path: Path) -> None:  # OF06
    """Another program may put more into a cell than Excel holds; the ledger takes what a cell can hold."""
    parts = a_list(Item("甲事项", ("长措施",)))
    texts = next(name for name in parts if name.endswith("sharedStrings.xml"))
    result = build_twice(tmp_path / "清单.xlsx", replaced(parts, texts, "长措施", "长" * 40_000))
    ledger = GridBook(result.path).grid(LEDGER)
    assert [len(row[4]) for row in ledger.rows[1:2]] == [32_767]


def test_formats_by_the_ten_thousand__ok(tmp_path: Path) -> None:  # OF06
    xf = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    build_twice(tmp_path / "清单.xlsx", replaced(a_list(), STYLES, "</cellXfs>", xf * 30_000 + "</cellXfs>"))


def test_picture_of_zeros_costs_no_memory__ok(tmp_path: Path) -> None:  # OF06
    path = tmp_path / "清单.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in a_list().items():
            file.writestr(name, data)
        with file.open("xl/media/image1.png", "w", force_zip64=True) as stream:
            for _ in range(400):
                stream.write(bytes(1_000_000))
    tracemalloc.start()
    try:
        built(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 100_000_000  # a quarter of the picture


@pytest.mark.parametrize(
    ("link", "instead"), [(rb"<Relationship [^>]*styles[^>]*/>", b""), (rb"/styles\b(?!\.)", b"/calcChain")]
)
def test_styles_that_nothing_leads_to_keep_their_bytes__ok(
    tmp_path: Path, link: bytes, instead: bytes
) -> None:  # OF04
    parts = a_list()
    parts[BOOK_RELS] = re.sub(link, instead, parts[BOOK_RELS])
    path = tmp_path / "清单.xlsx"
    path.write_bytes(zipped(parts))
    assert built(path).written
    after = parts_of(path.read_bytes())
    assert after[STYLES] == parts[STYLES]
    assert "xl/styles1.xml" in after
    assert not built(path).written


@pytest.mark.parametrize("name", ["旧数据", "单位-旧单位", "2019年第三季度通报", "单位-甲（旧1）"])
@pytest.mark.parametrize("cell", ['<c r="XFD1048576"><v>1</v></c>', '<c r="A1" t="b"><v>abc</v></c>'])
def test_sheet_that_cannot_be_read_is_passed_over_and_named__ok(
    tmp_path: Path, name: str, cell: str
) -> None:  # OF01
    parts = other_sheet("worksheet")(a_list())
    parts = replaced(parts, BOOK, "旧表", name)
    odd = f'<worksheet xmlns="{MAIN}"><sheetData><row>{cell}</row></sheetData></worksheet>'
    parts["xl/worksheets/odd.xml"] = odd.encode()
    type_of = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    entry = f'<Override PartName="/xl/worksheets/odd.xml" ContentType="{type_of}"/>'
    parts = replaced(parts, TYPES, "</Types>", f"{entry}</Types>")
    parts = replaced(
        parts,
        BOOK_RELS,
        "http://schemas.microsoft.com/office/2006/relationships/worksheet",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet",
    )
    path = tmp_path / "清单.xlsx"
    path.write_bytes(zipped(parts))
    assert [
        finding.sheet for finding in check_file(str(path)).findings if finding.code in ("F207", "F208")
    ] in (
        [name],
        [],  # a sheet of ours that no rule needs is not read
    )
    result = built(path)
    assert [finding.sheet for finding in result.outcome.findings if finding.code in ("F207", "F208")] == [
        name
    ]
    assert not built(path).written


@pytest.mark.parametrize("part", [TYPES, BOOK_RELS, "_rels/.rels"])
def test_other_case_in_names_that_all_readers_know__ok(tmp_path: Path, part: str) -> None:  # OF01
    parts = {name.title() if name == part else name: data for name, data in a_list().items()}
    build_twice(tmp_path / "清单.xlsx", parts)
