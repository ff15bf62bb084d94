"""Notes on cells of a package.

N1 A sheet without notes gets the comments part, the drawing, and everything that leads to them.
N2 Notes of the staff keep author, text and looks; the program's text goes below theirs, and their box grows.
N3 A thread is left alone, and so is the note that stands in for it.
N4 The program's notes are replaced, not doubled.
N5 Form controls in the same drawing, and the drawing of a header, keep their bytes.
N6 A box lies beside its cell and is as large as its text, whatever is hidden.
"""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from rich_workbook import LIST, rich_workbook

from duban.workbook.cells.areas import Position
from duban.workbook.file.check_package import check
from duban.workbook.file.note_boxes import NO_BOXES, Layout, with_boxes
from duban.workbook.file.notes import AUTHOR, RULE
from duban.workbook.file.open_xml import MAIN, REL, parse_xml
from duban.workbook.file.package import Package
from duban.workbook.file.relationships import rels_part
from duban.workbook.file.schema_order import SHEET_ORDER
from duban.workbook.file.write_xlsx import apply, create
from duban.workbook.plan.plans import BookPlan, Cell, Remark, SheetEdit, SheetPlan

SHEET = "清单"
CONTROL = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shape id="_x0000_s1030" type="#_x0000_t201">'
    b"<v:textbox><div><font>\xe6\x8c\x89\xe9\x92\xae<br></font></div></v:textbox>"
    b'<x:ClientData ObjectType="Button"><x:Anchor>1, 2, 3, 4, 5, 6, 7, 8</x:Anchor></x:ClientData></v:shape></xml>'
)
"""A form control as Excel writes it: the ``br`` is never closed, so this is no XML."""


def remarked(data: bytes, notes: dict[Position, str], sheet: str = SHEET) -> bytes:
    """The workbook with these notes put on it, and proven."""
    remarks = tuple(Remark(*at, "error", text) for at, text in notes.items())
    plan = BookPlan(edits=(SheetEdit(sheet, {}, remarks=remarks),), recalculate=False)
    made = apply(data, plan)
    check(data, made, plan)
    return made


def plain_book() -> bytes:
    return create((SheetPlan(SHEET, {(2, 1): Cell("序号", style="plain"), (4, 3): Cell(5, style="plain")}),))


def book_with_notes(**notes: str) -> bytes:
    """A workbook that openpyxl wrote, with notes of 王强."""
    book = openpyxl.Workbook()
    book.active.title = SHEET
    for cell, text in notes.items():
        book.active[cell].comment = Comment(text, "王强")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def notes_of(data: bytes, sheet: str = SHEET) -> dict[str, tuple[str, str]]:
    """Cell → author and text, as openpyxl reads them."""
    cells = (cell for row in openpyxl.load_workbook(io.BytesIO(data))[sheet].iter_rows() for cell in row)
    return {cell.coordinate: (cell.comment.author, cell.comment.text) for cell in cells if cell.comment}


def drawing_of(data: bytes, sheet: str = SHEET) -> bytes:
    package = Package.read(data)
    part = package.sheet_part(sheet)
    element = package.tree(part).find(f"{{{MAIN}}}legacyDrawing")
    target = next(rel.target for rel in package.rels(part) if rel.id == element.get(f"{{{REL}}}id"))
    return package.data(target)


def with_drawing(data: bytes, drawing: bytes, tag: str = "legacyDrawing") -> bytes:
    """The workbook with a VML drawing on its first sheet."""
    package = Package.read(data)
    part = package.sheet_part(SHEET)
    package.put_default_type("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")
    package.put("xl/drawings/vmlDrawing1.vml", drawing)
    number = package.add_rel(part, f"{REL}/vmlDrawing", "xl/drawings/vmlDrawing1.vml")
    text = package.data(part).replace(b"</worksheet>", f'<{tag} r:id="{number}"/></worksheet>'.encode())
    package.put(part, text)
    return package.to_bytes()


def anchors(drawing: bytes) -> list[list[int]]:
    return [[int(n) for n in a.split(",")] for a in re.findall(r"<\w+:Anchor>([^<]+)<", drawing.decode())]


def test_sheet_without_relationships_gets_all_that_notes_need__ok() -> None:  # N1
    before = plain_book()
    assert rels_part(Package.read(before).sheet_part(SHEET)) not in Package.read(before)
    after = remarked(before, {(4, 3): "第一行\n第二行", (9, 5): "空白处"})
    assert notes_of(after) == {"C4": (AUTHOR, "第一行\n第二行"), "E9": (AUTHOR, "空白处")}
    package = Package.read(after)
    assert {"xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"} <= set(package.parts)
    assert package.content_type("xl/comments1.xml").endswith("comments+xml")
    assert package.content_type("xl/drawings/vmlDrawing1.vml").endswith("vmlDrawing")


def test_drawing_stands_where_the_schema_wants_it__ok() -> None:  # N1
    root = Package.read(remarked(rich_workbook(), {(2, 1): "说明"}, "数据")).tree("xl/worksheets/sheet2.xml")
    names = [child.tag.rpartition("}")[2] for child in root]
    assert names == sorted(names, key=SHEET_ORDER.index)
    assert {"drawing", "legacyDrawing", "tableParts"} <= set(names)


def test_text_of_staff_stays_and_ours_stands_below__ok() -> None:  # N2
    before = book_with_notes(B2="请核对", D4="另一条")
    after = remarked(before, {(2, 2): "[错误] 甲", (3, 3): "[错误] 乙"})
    assert notes_of(after) == {
        "B2": ("王强", f"请核对\n{RULE}\n[错误] 甲"),
        "C3": (AUTHOR, "[错误] 乙"),
        "D4": ("王强", "另一条"),
    }


def test_rich_runs_of_staff_stay_as_they_are__ok() -> None:  # N2
    runs = b'<r><rPr><b/><sz val="9"/><rFont val="Tahoma"/></rPr><t>\xe7\x8e\x8b:</t></r><r><t xml:space="preserve"> 1 </t></r>'
    package = Package.read(book_with_notes(B2="x"))
    home = package.related(package.sheet_part(SHEET), "comments")
    text = re.sub(rb"(<text>).*(</text>)", rb"\1" + runs + rb"\2", package.data(home), flags=re.DOTALL)
    package.put(home, text)
    after = Package.read(remarked(package.to_bytes(), {(2, 2): "说明"}))
    assert runs in after.data(home)


def test_box_of_staff_grows_for_the_longer_text__ok() -> None:  # N2
    before = remarked(rich_workbook(), {(5, 2): "短"}, LIST)
    long = "很长的说明" * 60
    package = Package.read(before)
    home = package.related(package.sheet_part(LIST), "comments")
    package.put(home, package.data(home).replace(f">{AUTHOR}<".encode(), ">王强<".encode()))
    after = remarked(package.to_bytes(), {(5, 2): long}, LIST)
    old, new = anchors(drawing_of(before, LIST)), anchors(drawing_of(after, LIST))
    assert new[0] == old[0]
    assert new[1][:4] == old[1][:4]
    assert new[1][6] > old[1][6] + 5
    assert drawing_of(remarked(after, {(5, 2): long}, LIST), LIST) == drawing_of(after, LIST)


def test_box_without_a_place_gets_one__ok() -> None:  # N2
    before = book_with_notes(B2="请核对")
    assert anchors(drawing_of(before)) == []
    after = remarked(before, {(2, 2): "很长的说明" * 30})
    assert anchors(drawing_of(after))[0][:4] == [2, 15, 0, 10]


def test_thread_is_left_alone__ok() -> None:  # N3
    before = rich_workbook()
    after = remarked(before, {(4, 2): "与讨论同格", (5, 2): "别处"}, LIST)
    old, new = Package.read(before), Package.read(after)
    assert old.data("xl/threadedComments/threadedComment1.xml") == new.data(
        "xl/threadedComments/threadedComment1.xml"
    )
    assert notes_of(after, LIST) == {"B4": ("办公室", "旧式批注"), "B5": (AUTHOR, "别处")}


def test_note_that_stands_in_for_a_thread_is_left_alone__ok() -> None:  # N3
    package = Package.read(book_with_notes(B2="[Threaded comment]"))
    home = package.related(package.sheet_part(SHEET), "comments")
    package.put(
        home, package.data(home).replace("王强".encode(), b"tc={AAAAAAAA-0000-0000-0000-000000000000}")
    )
    before = package.to_bytes()
    assert notes_of(remarked(before, {(2, 2): "说明"})) == notes_of(before)


def test_a_note_whose_author_is_not_there_stays_the_staffs__ok() -> None:  # N2
    package = Package.read(book_with_notes(B2="请核对"))
    home = package.related(package.sheet_part(SHEET), "comments")
    package.put(home, re.sub(rb"<authors>.*?</authors>", b"<authors/>", package.data(home)))
    once = remarked(package.to_bytes(), {(4, 2): "说明"})
    assert [text for _, text in notes_of(remarked(once, {})).values()] == ["请核对"]


@pytest.mark.parametrize(
    "part", [f'<worksheet xmlns="{MAIN}"/>', f'<comments xmlns="{MAIN}"><authors/></comments>']
)
def test_comments_that_are_no_list_get_no_notes__ok(part: str) -> None:  # N5
    package = Package.read(book_with_notes(B2="请核对"))
    home = package.related(package.sheet_part(SHEET), "comments")
    package.put(home, part.encode())
    after = Package.read(remarked(package.to_bytes(), {(4, 2): "说明"}))
    assert after.data(home) == part.encode()


def test_own_notes_are_replaced__ok() -> None:  # N4
    before = book_with_notes(B2="请核对")
    once = remarked(before, {(2, 2): "甲", (3, 3): "乙", (5, 5): "丙"})
    assert remarked(once, {(2, 2): "甲", (3, 3): "乙", (5, 5): "丙"}) == once
    later = remarked(once, {(3, 3): "丁"})
    assert notes_of(later) == {"B2": ("王强", "请核对"), "C3": (AUTHOR, "丁")}
    assert drawing_of(later).count(b'ObjectType="Note"') == 2
    gone = remarked(once, {})
    assert notes_of(gone) == notes_of(before)


def test_own_text_is_found_in_runs_that_another_program_joined__ok() -> None:  # N4
    once = remarked(book_with_notes(B2="请核对"), {(2, 2): "甲"})
    package = Package.read(once)
    home = package.related(package.sheet_part(SHEET), "comments")
    joined = f"<text><t>请核对\n{RULE}\n甲</t></text>".encode()
    package.put(home, re.sub(rb"<text>.*</text>", joined, package.data(home), flags=re.DOTALL))
    assert notes_of(remarked(package.to_bytes(), {(2, 2): "乙"})) == {"B2": ("王强", f"请核对\n{RULE}\n乙")}


def test_form_controls_keep_their_bytes__ok() -> None:  # N5
    after = remarked(with_drawing(plain_book(), CONTROL), {(2, 1): "说明"})
    drawing = drawing_of(after)
    start, end = CONTROL.index(b"<v:shape"), CONTROL.index(b"</xml>")
    assert CONTROL[start:end] in drawing
    assert b'id="_x0000_s1031"' in drawing
    assert drawing.count(b'id="_x0000_t202"') == 1
    assert list(notes_of(after)) == ["A2"]


def test_drawing_of_a_header_is_another_one__ok() -> None:  # N5
    before = with_drawing(plain_book(), CONTROL, "legacyDrawingHF")
    after = Package.read(remarked(before, {(2, 1): "说明"}))
    assert after.data("xl/drawings/vmlDrawing1.vml") == CONTROL
    assert b"A2" in after.data("xl/comments1.xml")
    assert b'ObjectType="Note"' in after.data("xl/drawings/vmlDrawing2.vml")


def test_drawing_that_cannot_be_extended_gets_no_notes__ok() -> None:  # N5
    odd = "<xml/>".encode("utf-16")
    before = with_drawing(plain_book(), odd)
    after = Package.read(remarked(before, {(2, 1): "说明"}))
    assert after.data("xl/drawings/vmlDrawing1.vml") == odd
    assert "xl/comments1.xml" not in after


def test_boxes_declare_their_namespaces_where_the_drawing_does_not__ok() -> None:  # N5
    drawing = with_boxes(
        b"<xml></xml>", {(2, 2): "说明"}, Layout(parse_xml(f'<worksheet xmlns="{MAIN}"/>'.encode()))
    )
    assert len(parse_xml(drawing)) == 2


def box(at: Position, text: str, sheet: str = "") -> list[int]:
    layout = Layout(parse_xml(f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>'.encode()))
    return anchors(with_boxes(NO_BOXES, {at: text}, layout))[0]


def test_box_lies_beside_its_cell__ok() -> None:  # N6
    assert box((7, 3), "短")[:4] == [3, 15, 5, 10]
    assert box((1, 1), "短")[:4] == [1, 15, 0, 2]


def test_box_is_as_high_as_its_text__ok() -> None:  # N6
    short, long = box((7, 3), "短"), box((7, 3), "一行字" * 20 + "\n再一行")
    assert short[4] == long[4]
    assert long[6] > short[6]


def test_hidden_rows_and_columns_take_no_room__ok() -> None:  # N6
    cols = '<cols><col min="4" max="6" width="9" hidden="1"/></cols>'
    rows = '<sheetData><row r="6" hidden="1"/><row r="7" ht="60"/></sheetData>'
    assert box((7, 3), "短", cols + rows) == [3, 0, 5, 0, 10, 56, 6, 28]  # 312 = 4 x 64 + 56 pixels


def test_box_at_the_rim_of_the_sheet_stays_inside__ok() -> None:  # N6
    anchor = box((1_048_576, 16_384), "短\n" * 30)
    assert anchor[4] <= 16_384
    assert anchor[6] < 1_048_576


def test_text_that_xml_cannot_hold_is_written_so_that_it_can__ok() -> None:  # N1
    assert notes_of(remarked(plain_book(), {(2, 1): "坏\x01字 <&>"}))["A2"][1] in (
        "坏\x01字 <&>",
        "坏_x0001_字 <&>",
    )


def test_note_is_cut_before_it_is_too_long_for_excel__ok() -> None:  # N1
    assert len(notes_of(remarked(plain_book(), {(2, 1): "长" * 40_000}))["A2"][1]) < 32_767


def test_xlsxwriter_drawing_is_extended__ok() -> None:  # N2
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet(SHEET)
    sheet.write_comment("B2", "请核对", {"author": "王强"})
    sheet.insert_button("D2", {"caption": "按钮"})
    book.close()
    before = stream.getvalue()
    after = remarked(before, {(2, 2): "甲", (3, 3): "乙"})
    assert b'ObjectType="Button"' in drawing_of(after)
    assert len(set(re.findall(rb'id="(_x0000_s\d+)"', drawing_of(after)))) == 3
    assert set(zipfile.ZipFile(io.BytesIO(before)).namelist()) == set(
        zipfile.ZipFile(io.BytesIO(after)).namelist()
    )
