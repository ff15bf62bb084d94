"""The annotated copy of a checked workbook.

A1 Every cell with a finding has the ground of its gravest one; all else of its look stays.
A2 Every cell with a finding has one note with a line for each.
A3 校验结果 lists every finding, worst first, each with a link to its cell; texts are never formulas.
A4 In a workbook full of foreign things every other part keeps its bytes.
A5 Annotating twice gives what annotating once gives; a sheet of the staff's of that name is theirs.
A6 LibreOffice opens it and keeps notes and links.
A7 A copy never takes the place of an original, through a link either, or of another copy; and of what stands
   there only a copy that nobody touched since is replaced.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet
from rich_workbook import DATA, LIST, rich_workbook

from duban.macros.generated_sheets.findings_sheet import findings_plan
from duban.validation.file_report import FileReport
from duban.validation.mend.annotate import (
    annotate,
    annotate_file,
    copy_names,
    is_untouched_copy,
    plan_annotation,
)
from duban.workbook.file import plain_sheet
from duban.workbook.file.check_package import check
from duban.workbook.file.new_sheets import make_donor
from duban.workbook.file.open_xml import MAIN
from duban.workbook.file.package import Package
from duban.workbook.file.sheet_xml import open_sheet
from duban.workbook.file.write_xlsx import apply, create
from duban.workbook.format.names import FINDINGS
from duban.workbook.plan.plans import BookPlan, Cell, SheetPlan
from duban.workbook.plan.styles import FILLS
from duban.workbook.reading.grid import GridBook
from duban.workbook.say.findings import Finding, shown_value
from duban.workbook.say.stop import Stop

HEAD = 5
"""The row of the header in 校验结果."""


def book(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def staff_book(**options: object) -> bytes:
    """清单 with a framed percent in N7, a date in A2, a merged area C4:D6 and a dark header."""
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream, {"in_memory": True})
    made.set_properties({"created": datetime(2020, 9, 30)})  # the same bytes each time
    sheet = made.add_worksheet(LIST)
    made.add_worksheet("另表").write("A1", "=不是公式", made.add_format({"num_format": "@"}))
    sheet.write("A1", "序号", made.add_format({"bg_color": "#1F4E78", "font_color": "#FFFFFF", "bold": True}))
    sheet.write("A2", 44104, made.add_format({"num_format": "yyyy-mm-dd", "italic": True}))
    sheet.merge_range("C4:D6", "合并", made.add_format({"align": "center"}))
    sheet.write("N7", 1.3, made.add_format({"num_format": "0%", "border": 1, "font_color": "#FF0000"}))
    sheet.set_column("H:H", 12, made.add_format({"num_format": "0.00"}))
    sheet.set_row(8, None, None, {"hidden": True})
    sheet.set_column("K:K", None, None, {"hidden": True})
    made.close()
    return stream.getvalue()


FOUND = (
    Finding("T110", LIST, 7, 14, "完成进度", 1.3),
    Finding("I120", LIST, 7, 14, "完成进度", 1.3),
    Finding("S106", LIST, 1, 1, "序号", "序号", {"other": "B1"}),
    Finding("S109", LIST, 5, 4, "改革攻坚目标", None, {"area": "C4:D6"}),
    Finding("F204", "另表", 1, 1, "备注", "=不是公式", {"sign": "=", "other": f"{LIST}!N7"}),
    Finding("T110", LIST, 20, 8, "完成进度", "八成"),
    Finding("T110", LIST, 9, 11, "完成进度", 130),
    Finding("S105", LIST, 0, 0, "", None, {"columns": "备注"}),
    Finding("F201", "", 0, 0, "", None, {"part": "xl/vbaProject.bin"}),
)


@pytest.fixture(scope="module")
def done() -> bytes:
    return annotate(staff_book(), FOUND, "清单.xlsx")


def rows_of(sheet: Worksheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEAD + 1)]


def test_cells_have_the_ground_of_their_gravest_finding__ok(done: bytes) -> None:  # A1
    sheet = book(done)[LIST]
    for cell, severity in (("N7", "error"), ("A1", "error"), ("H20", "error"), ("C4", "info")):
        fill = FILLS[severity]  # type: ignore[index]
        assert sheet[cell].fill.patternType == fill.pattern, cell
        assert sheet[cell].fill.fgColor.rgb == f"FF{fill.front}", cell


def test_the_rest_of_their_look_stays__ok(done: bytes) -> None:  # A1
    sheet = book(done)[LIST]
    assert sheet["N7"].number_format == "0%"
    assert sheet["N7"].border.left.style == "thin"
    assert sheet["N7"].font.color.rgb == "FFFF0000"
    assert sheet["H20"].number_format == "0.00"  # a new cell looks like its column
    assert sheet["C4"].alignment.horizontal == "center"
    assert sheet["A2"].font.italic and sheet["A2"].fill.patternType is None


def test_white_text_stays_readable__ok(done: bytes) -> None:  # A1
    cell = book(done)[LIST]["A1"]
    assert cell.font.bold and cell.font.color is None


def test_one_note_says_all_of_a_cell__ok(done: bytes) -> None:  # A2
    sheet = book(done)[LIST]
    lines = sheet["N7"].comment.text.split("\n")
    assert [line.partition(" ")[2].partition("]")[0] for line in lines] == ["T110", "I120"]
    assert sheet["N7"].comment.author == "duban"
    assert FOUND[0].message() in lines[0] and FOUND[0].remedy() in lines[0]


def test_merged_cells_are_marked_at_the_one_that_shows__ok(done: bytes) -> None:  # A1 A2
    sheet = book(done)[LIST]
    assert "S109" in sheet["C4"].comment.text
    assert isinstance(sheet["D5"], openpyxl.cell.cell.MergedCell)


def test_hidden_rows_and_columns_are_marked_and_stay_hidden__ok(done: bytes) -> None:  # A1
    sheet = book(done)[LIST]
    assert sheet["K9"].comment.text.startswith("[错误 T110]")
    assert sheet.row_dimensions[9].hidden and sheet.column_dimensions["K"].hidden


def test_every_finding_has_its_row_worst_first__ok(done: bytes) -> None:  # A3
    rows = rows_of(book(done)[FINDINGS])
    assert sorted(row[1] for row in rows) == sorted(finding.code for finding in FOUND)
    levels = [["错误", "提醒", "说明"].index(str(row[0])) for row in rows]
    assert levels == sorted(levels)
    errors = [(row[2], row[3]) for row in rows if row[0] == "错误" and row[3]]
    assert errors == [(LIST, "A1"), (LIST, "N7"), (LIST, "N7"), (LIST, "K9"), (LIST, "H20")]


def test_every_link_leads_to_the_cell_of_its_row__ok(done: bytes) -> None:  # A3
    made = book(done)
    sheet = made[FINDINGS]
    linked = 0
    for row in range(HEAD + 1, sheet.max_row + 1):
        name, cell, shown = (sheet.cell(row, column).value for column in (3, 4, 6))
        link = sheet.cell(row, 4).hyperlink
        assert (link is None) == (cell is None)
        if link is None:
            continue
        linked += 1
        assert link.location == f"'{name}'!{cell}"
        finding = next(f for f in FOUND if (f.sheet, f.cell) == (name, cell))
        assert shown == (shown_value(finding.value) or None)
        stands = made[name][cell].value
        assert name != "另表" or stands == shown
    assert linked == 7


def test_link_to_the_other_place__ok(done: bytes) -> None:  # A3
    sheet = book(done)[FINDINGS]
    links = {cell.value: cell.hyperlink.location for cell in sheet["I"][HEAD:] if cell.hyperlink}
    assert links == {"B1": f"'{LIST}'!B1", f"{LIST}!N7": f"'{LIST}'!N7"}


def test_values_are_texts_and_no_formulas__ok(done: bytes) -> None:  # A3
    package = Package.read(done)
    data = package.data(package.sheet_part(FINDINGS))
    assert b"<f>" not in data
    assert {cell.data_type for row in book(done)[FINDINGS].iter_rows() for cell in row} <= {
        "n",
        "s",
        "inlineStr",
    }
    assert "=不是公式" in data.decode()


def test_counts_legend_and_page__ok(done: bytes) -> None:  # A3
    sheet = book(done)[FINDINGS]
    assert sheet["A2"].value == "文件：清单.xlsx"
    assert [sheet[cell].value for cell in ("C3", "E3", "F3")] == ["错误 5", "提醒 2", "说明 2"]
    assert sheet["F3"].fill.fgColor.rgb == "FF" + FILLS["info"].front
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.print_title_rows) == (
        "landscape",
        9,
        f"${HEAD}:${HEAD}",
    )
    assert sheet.freeze_panes == f"A{HEAD + 1}"


def test_english__ok() -> None:  # A3
    made = book(annotate(staff_book(), FOUND, "list.xlsx", "en"))
    assert made[FINDINGS]["A6"].value == "error"
    assert made[LIST]["N7"].comment.text.startswith("[error T110] ")


def test_nothing_found__ok() -> None:  # A3
    made = book(annotate(staff_book(), (), "清单.xlsx"))
    assert made.sheetnames == [LIST, "另表", FINDINGS]
    assert made[FINDINGS]["A4"].value == "没有发现问题。"


def test_sheet_that_is_not_there_has_no_link__ok() -> None:  # A3
    sheet = book(annotate(staff_book(), (Finding("T110", "没有", 7, 14, "完成进度", 1),)))[FINDINGS]
    assert sheet["D6"].value == "N7" and sheet["D6"].hyperlink is None


def test_very_long_values_are_cut__ok() -> None:  # A3
    long = Finding("S107", LIST, 2, 2, "备注", "长" * 32_767, {})
    sheet = book(annotate(staff_book(), (long,)))[FINDINGS]
    assert all(len(str(cell.value)) <= 300 for cell in sheet[6])


RICH_FOUND = (
    Finding("T110", LIST, 4, 2, "事项名称", "x"),  # has a thread
    Finding("S109", LIST, 5, 8, "备注", None, {"area": "H5:H6"}),
    Finding("T110", DATA, 2, 2, "金额", 10),
    Finding("T110", LIST, 30, 30, "备注", None),
)


def test_every_foreign_part_keeps_its_bytes__ok() -> None:  # A4
    rich = rich_workbook()
    before, after = Package.read(rich), Package.read(annotate(rich, RICH_FOUND, "清单.xlsm"))
    changed = {name for name in before.parts if name not in after or before.data(name) != after.data(name)}
    legacy = next(r.target for r in before.rels("xl/worksheets/sheet1.xml") if r.is_a("vmlDrawing"))
    assert changed == {
        "[Content_Types].xml",
        "docProps/app.xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
        "xl/worksheets/_rels/sheet2.xml.rels",
        "xl/comments1.xml",
        legacy,
    }
    assert set(after.parts) - set(before.parts) == {
        "xl/worksheets/sheet4.xml",
        "xl/comments2.xml",
        "xl/drawings/vmlDrawing2.vml",
    }
    assert after.data("xl/vbaProject.bin") == before.data("xl/vbaProject.bin")
    assert b"macroEnabled" in after.data("[Content_Types].xml")


def test_cell_with_a_thread_gets_colour_and_row_but_no_note__ok() -> None:  # A2 A4
    made = book(annotate(rich_workbook(), RICH_FOUND, "清单.xlsm"))
    assert made[LIST]["B4"].fill.patternType == FILLS["error"].pattern
    assert made[LIST]["B4"].comment.text == "旧式批注"
    assert made[FINDINGS]["D6"].value == "B4"


def test_touched_sheet_differs_only_in_looks_and_blank_cells__ok() -> None:  # A4
    rich = rich_workbook()
    before, after = (
        Package.read(data).tree("xl/worksheets/sheet1.xml") for data in (rich, annotate(rich, RICH_FOUND))
    )
    cells = [{c.get("r"): c for c in root.iter(f"{{{MAIN}}}c")} for root in (before, after)]
    assert cells[1].keys() - cells[0].keys() == {"AD30"}
    looks = {at for at, cell in cells[0].items() if cell.get("s") != cells[1][at].get("s")}
    assert looks == {"B4", "H5"}
    contents = [[(at, "".join(cell.itertext())) for at, cell in each.items()] for each in cells]
    assert contents[0] == [entry for entry in contents[1] if entry[0] != "AD30"]
    assert [child.tag for child in before] == [child.tag for child in after]


def test_nothing_is_calculated_anew__ok() -> None:  # A4
    after = Package.read(annotate(rich_workbook(), RICH_FOUND))
    assert b"fullCalcOnLoad" not in after.data("xl/workbook.xml")
    assert "xl/calcChain.xml" in after


def test_file_without_styles__ok() -> None:  # A1
    package = Package.read(staff_book())
    rel = next(rel for rel in package.rels(package.workbook_part) if rel.is_a("styles"))
    package.remove_rel(package.workbook_part, rel.id)
    package.drop(rel.target)
    for part in map(package.sheet_part, package.sheet_names):
        package.put(part, re.sub(rb' (s|style)="\d+"', b"", package.data(part)))
    made = book(annotate(package.to_bytes(), FOUND))
    assert made[LIST]["N7"].fill.patternType == FILLS["error"].pattern


def test_sheet_whose_cells_have_no_addresses__ok() -> None:  # A4
    package = Package.read(create((SheetPlan(LIST, {(1, 1): Cell("甲"), (1, 2): Cell("乙")}),)))
    part = package.sheet_part(LIST)
    package.put(part, re.sub(rb'(<c|<row) r="\w+"', rb"\1", package.data(part)))
    made = book(annotate(package.to_bytes(), (Finding("T110", LIST, 1, 2, "乙", "乙"),)))
    assert made[LIST]["B1"].comment and not made[LIST]["A1"].comment


@pytest.mark.parametrize(("named", "wrongly"), [(b'"B1"', b'"B01"'), (b'row r="1"', b'row r="99999999999"')])
def test_what_is_called_wrongly_is_what_stands_there__ok(named: bytes, wrongly: bytes) -> None:  # A4
    package = Package.read(create((SheetPlan(LIST, {(1, 1): Cell("甲"), (1, 2): Cell("乙")}),)))
    part = package.sheet_part(LIST)
    package.put(part, package.data(part).replace(named, wrongly))
    made = Package.read(annotate(package.to_bytes(), (Finding("T110", LIST, 1, 2, "乙", "乙"),)))
    assert open_sheet(made, LIST).style_of(1, 2) != open_sheet(package, LIST).style_of(1, 2)


class OneWay(io.BytesIO):
    """A stream that cannot go back, as of a program that sends a file while it makes it."""

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise OSError


@pytest.mark.parametrize("kind", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_untouched_parts_are_taken_over_as_they_are_packed__ok(kind: int) -> None:  # A4
    stream = OneWay()
    with zipfile.ZipFile(io.BytesIO(staff_book())) as old, zipfile.ZipFile(stream, "w", kind) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    after = zipfile.ZipFile(io.BytesIO(annotate(stream.getvalue(), FOUND)))
    assert after.testzip() is None
    theme = after.getinfo("xl/theme/theme1.xml")
    assert theme.compress_type == kind and theme.flag_bits & 0x08 == 0


def test_pretty_printed_sheet__ok() -> None:  # A4
    package = Package.read(
        create((SheetPlan(LIST, {(1, 1): Cell("甲"), (1, 3): Cell("乙"), (4, 1): Cell("丙")}),))
    )
    part = package.sheet_part(LIST)
    package.put(part, package.data(part).replace(b"><", b">\n <"))
    places = ((1, 2), (2, 1), (4, 1), (9, 9))
    found = [Finding("T110", LIST, row, column, "乙", "乙") for row, column in places]
    assert book(annotate(package.to_bytes(), found))[LIST]["I9"].comment


@pytest.mark.parametrize("make", [staff_book, rich_workbook])
def test_annotating_twice_gives_what_once_gives__ok(make: Callable[[], bytes]) -> None:  # A5
    found = FOUND if make is staff_book else RICH_FOUND
    once = annotate(make(), found, "清单.xlsx")
    assert annotate(once, found, "清单.xlsx") == once


def test_notes_of_an_earlier_run_go__ok() -> None:  # A5
    made = book(annotate(annotate(staff_book(), FOUND), FOUND[2:3]))
    assert made[LIST]["N7"].comment is None
    assert made["另表"]["A1"].comment is None
    assert made[LIST]["A1"].comment is not None
    assert len(rows_of(made[FINDINGS])) == 1


def test_staff_sheet_of_that_name_stays__ok() -> None:  # A5
    before = create((SheetPlan(LIST, {(1, 1): Cell("甲")}), SheetPlan(FINDINGS, {(1, 1): Cell("我们的")})))
    once = annotate(before, FOUND)
    assert book(once).sheetnames == [LIST, FINDINGS, f"{FINDINGS}2"]
    assert book(once)[FINDINGS]["A1"].value == "我们的"
    assert annotate(once, FOUND) == once


def test_edited_sheet_of_findings_stays__ok() -> None:  # A5
    once = annotate(staff_book(), FOUND)
    package = Package.read(once)
    part = package.sheet_part(FINDINGS)
    package.put(
        part, package.data(part).replace("清单.xlsx".encode(), b"").replace(b">T110<", ">已改<".encode(), 1)
    )
    assert book(annotate(package.to_bytes(), FOUND)).sheetnames == [LIST, "另表", FINDINGS, f"{FINDINGS}2"]


def lost(change: Callable[[Package], None]) -> str:
    """What the check says of an annotated copy that was damaged."""
    rich = rich_workbook()
    plan = plan_annotation(Package.read(rich), RICH_FOUND, "清单.xlsm", "zh")
    package = Package.read(apply(rich, plan))
    change(package)
    with pytest.raises(Stop) as stopped:
        check(rich, package.to_bytes(), plan)
    assert stopped.value.code == "package_check"
    return str(stopped.value.facts["why"])


def replace(part: str, old: bytes, new: bytes) -> Callable[[Package], None]:
    def change(package: Package) -> None:
        data = package.data(part)
        assert old in data
        package.put(part, data.replace(old, new, 1))

    return change


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b'<c r="C5" s="', b'<c r="C5" s="1'),
        ("xl/worksheets/sheet1.xml", b'r="A1"', b'r="A1" x="1"'),
        ("xl/worksheets/sheet1.xml", b"<f>SUM", b"<f>MAX"),
        ("xl/worksheets/sheet2.xml", b"<tablePart ", b"<tablePart x='1' "),
        ("xl/comments1.xml", "旧式".encode(), b""),
        ("xl/drawings/vmlDrawing1.vml", b'ObjectType="Note"', b'ObjectType="Drop"'),
        ("xl/theme/theme1.xml", b"Office", b"office"),
    ],
)  # fmt: skip
def test_check_sees_what_was_lost__error(part: str, old: bytes, new: bytes) -> None:  # A4
    assert lost(replace(part, old, new))


def test_old_format__error() -> None:
    with pytest.raises(Stop) as stopped:
        annotate(b"", (), "清单.xls")
    assert stopped.value.code == "old_format"


def test_no_workbook__error() -> None:
    with pytest.raises(Stop) as stopped:
        annotate(b"x", FOUND, "清单.xlsx")
    assert stopped.value.code == "damaged"


def test_styles_that_are_not_there__ok() -> None:  # A1
    package = Package.read(staff_book())
    part = package.sheet_part(LIST)
    package.put(part, re.sub(rb' s="\d+"', b' s="999"', package.data(part)))
    sheet = open_sheet(Package.read(annotate(package.to_bytes(), FOUND, "清单.xlsx")), LIST)
    assert sheet.style_of(7, 14) not in (None, 999)
    assert sheet.style_of(5, 4) == 999  # hidden under a merged area, so the mark is at its first cell


# the sheet is written without a donor of its own


def read_back(data: bytes) -> dict[str, object]:
    sheet = book(data)["表"]
    cells = {cell.coordinate: (cell.value, cell.font.name, cell.font.sz, cell.fill.fgColor.rgb, cell.border.left.style, cell.alignment.horizontal, cell.number_format, cell.hyperlink and cell.hyperlink.location) for row in sheet.iter_rows() for cell in row}  # fmt: skip
    widths = {name: dimension.width for name, dimension in sheet.column_dimensions.items()}
    heights = {row: round(dimension.height or 0) for row, dimension in sheet.row_dimensions.items()}
    page = (sheet.page_setup.orientation, sheet.page_setup.fitToHeight, sheet.print_title_rows, sheet.print_area, sheet.freeze_panes, sheet.sheet_properties.tabColor.rgb, sheet.page_margins.left, sheet.oddFooter.center.text)  # fmt: skip
    return {**cells, **widths, **heights, "merges": str(sheet.merged_cells), "page": page}


def test_plain_sheet_is_what_a_donor_would_make__ok() -> None:  # A3
    plan = SheetPlan(
        "表",
        {
            (1, 1): Cell("题", style="title"),
            (1, 2): Cell(None, style="title"),
            (3, 1): Cell(" a<&>\n "),
            (3, 2): Cell(0.5, style="percent"),
            (3, 3): Cell("H7", style="link", link="'表'!H7"),
            (4, 1): Cell("错误", style="error"),
            (4, 2): Cell(12, style="count"),
        },
        widths={1: 10, 2: 20.5, 5: 3},
        heights={1: 33.75, 3: 21},
        merges=((1, 1, 1, 2), (5, 1, 5, 1)),
        freeze=(3, 2),
        repeat_rows=(1, 2),
        print_area=(1, 1, 4, 3),
        hidden_columns=(5,),
        tab_colour="C00000",
    )
    assert plain_sheet.is_plain(plan)
    base = create((SheetPlan("别", {(1, 1): Cell("x")}),))
    assert read_back(apply(base, BookPlan(sheets=(plan,)))) == read_back(make_donor([plan]))


def test_text_that_no_cell_holds_is_cut__ok() -> None:
    plan = BookPlan(sheets=(SheetPlan("表", {(1, 1): Cell("长" * 32_768)}),))
    assert len(book(apply(staff_book(), plan))["表"]["A1"].value) == 32_767


# LibreOffice


@pytest.mark.libreoffice
def test_libreoffice_keeps_notes_and_links__ok(
    tmp_path: Path, soffice: Callable[[Path, str, Path], Path], done: bytes
) -> None:  # A6
    source = tmp_path / "清单.xlsx"
    source.write_bytes(done)
    again = openpyxl.load_workbook(soffice(source, "xlsx", tmp_path / "out"))
    for cell in ("N7", "A1", "C4", "H20", "K9"):
        assert again[LIST][cell].comment.text == book(done)[LIST][cell].comment.text
    before, after = book(done)[FINDINGS], again[FINDINGS]
    targets = [
        [cell.hyperlink.location for cell in sheet["D"] if cell.hyperlink] for sheet in (before, after)
    ]
    assert [t.replace("'", "").replace("#", "").replace("$", "") for t in targets[1]] == [
        t.replace("'", "") for t in targets[0]
    ]


# files


def report_on(path: Path, data: bytes, findings: Sequence[Finding] = FOUND) -> FileReport:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return FileReport(str(path), tuple(findings))


def test_copy_is_written_into_the_folder__ok(tmp_path: Path) -> None:  # A7
    report = report_on(tmp_path / "清单.xlsx", staff_book())
    made = annotate_file(report, tmp_path / "批注" / "内")
    assert made == tmp_path / "批注" / "内" / "清单.xlsx"
    assert made.read_bytes() == annotate(staff_book(), FOUND, report.path)
    assert (tmp_path / "清单.xlsx").read_bytes() == staff_book()
    assert [p.name for p in made.parent.iterdir()] == ["清单.xlsx"]


def test_no_copy_of_what_could_not_be_read_or_is_fine__ok(tmp_path: Path) -> None:  # A7
    report = report_on(tmp_path / "清单.xlsx", staff_book())
    assert annotate_file(report._replace(readable=False), tmp_path / "批注") is None
    assert annotate_file(report._replace(findings=()), tmp_path / "批注") is None
    assert not (tmp_path / "批注").exists()


def test_earlier_copy_of_a_file_that_is_fine_now_says_so__ok(tmp_path: Path) -> None:  # A7
    report = report_on(tmp_path / "清单.xlsx", staff_book())
    annotate_file(report, tmp_path / "批注")
    made = annotate_file(report._replace(findings=()), tmp_path / "批注")
    assert made is not None and book(made.read_bytes())[FINDINGS]["A4"].value == "没有发现问题。"


def test_copy_over_the_original__error(tmp_path: Path) -> None:  # A7
    report = report_on(tmp_path / "清单.xlsx", staff_book())
    with pytest.raises(Stop) as stopped:
        annotate_file(report, tmp_path)
    assert stopped.value.code == "copy_is_not_ours"
    assert (tmp_path / "清单.xlsx").read_bytes() == staff_book()


def resaved_by_openpyxl(copy: Path) -> None:
    openpyxl.load_workbook(copy).save(copy)


def a_cell_mended_in_it(copy: Path) -> None:
    package = Package.read(copy.read_bytes())
    sheet = open_sheet(package, LIST)
    sheet.set_cell(7, 14, 0.3)
    package.put(package.sheet_part(LIST), sheet.to_bytes())
    copy.write_bytes(package.to_bytes())


def a_workbook_of_the_staff(copy: Path) -> None:
    copy.write_bytes(staff_book())


def one_with_the_findings_of_a_button(copy: Path) -> None:
    copy.write_bytes(staff_book())
    copy.write_bytes(apply(staff_book(), findings_plan(GridBook(copy), FOUND)))


def something_else(copy: Path) -> None:
    copy.write_bytes(b"PK\x03\x04 something else")


@pytest.mark.parametrize(
    "change",
    [
        resaved_by_openpyxl,
        a_cell_mended_in_it,
        a_workbook_of_the_staff,
        one_with_the_findings_of_a_button,
        something_else,
    ],
)
def test_only_an_untouched_copy_is_replaced__error(
    tmp_path: Path, change: Callable[[Path], None]
) -> None:  # A7
    report = report_on(tmp_path / "清单.xlsx", staff_book())
    made = annotate_file(report, tmp_path / "批注")
    assert made is not None and is_untouched_copy(made.read_bytes())
    change(made)
    there = made.read_bytes()
    with pytest.raises(Stop) as stopped:
        annotate_file(report._replace(findings=()), tmp_path / "批注")
    assert stopped.value.code == "copy_is_not_ours"
    assert made.read_bytes() == there


def test_places_of_copies__ok(tmp_path: Path) -> None:  # A7
    def named(*paths: str, folder: str = "out") -> list[str]:
        full = [str(tmp_path / path) for path in paths]
        return [place.as_posix() for place in copy_names(full, tmp_path / folder).values()]

    assert named("a.xlsx", "b.xlsx") == ["a.xlsx", "b.xlsx"]
    assert named("一/a.xlsx", "二/a.xlsx") == ["一/a.xlsx", "二/a.xlsx"]
    assert named("a.xlsx", "二/a.xlsx") == ["a.xlsx", "二/a.xlsx"]
    assert named("a.xlsx", "A.xlsx") == ["a.xlsx", "A-2.xlsx"]
    assert named("a.xlsx", "out/a.xlsx") == ["a-2.xlsx", "out/a.xlsx"]
    assert named("a.xlsx", folder=".") == ["a-2.xlsx"]
    assert named("二/../a.xlsx") == ["a.xlsx"]
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "a.xlsx").symlink_to(tmp_path / "b.xlsx")
    assert named("a.xlsx", "b.xlsx", folder="links") == ["a-2.xlsx", "b.xlsx"]
    assert copy_names([], tmp_path) == {}


def test_copy_gets_the_name_that_it_was_given__ok(tmp_path: Path) -> None:  # A7
    report = report_on(tmp_path / "清单.xlsx", staff_book())
    made = annotate_file(report, tmp_path, name=Path("清单-2.xlsx"))
    assert made == tmp_path / "清单-2.xlsx"
    assert zipfile.is_zipfile(made)
