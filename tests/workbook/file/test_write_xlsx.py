"""A plan carried out in a workbook file.

W1 Nothing is lost: in a workbook full of foreign things every part outside the plan keeps its bytes.
W2 An edited staff sheet keeps everything beside the cells of the plan.
W3 A new owned sheet stands at the end; a replaced one keeps place, sheetId and part name; a run again changes nothing.
W4 Removing, renaming and adding keep local names with their sheets.
W5 Other readers (openpyxl, calamine, LibreOffice) open the result and read the values.
W6 A sheet that the program did not make is never replaced.
W7 ``check`` lets a right result pass and names what is wrong in any other.
W8 What Excel cannot hold is refused before anything is written.
W9 Rows added below a print area of one block are printed too.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from rich_workbook import DATA, LIST, PIVOT, rich_workbook

from duban.workbook.file import owned_marks as marks
from duban.workbook.file.check_package import check
from duban.workbook.file.open_xml import MAIN, parse_xml
from duban.workbook.file.package import Package
from duban.workbook.file.sheet_xml import open_sheet
from duban.workbook.file.style_sheet import StyleSheet
from duban.workbook.file.write_xlsx import apply, create
from duban.workbook.format.names import AS_LEFT_NAME, MARK_NAME
from duban.workbook.plan.plans import BookPlan, Cell, Chart, DropDown, EditCell, Series, SheetEdit, SheetPlan
from duban.workbook.plan.styles import STROKES
from duban.workbook.say.stop import Stop

SUMMARY = SheetPlan(
    "市级汇总",
    {
        (1, 1): Cell("市级汇总", style="title"),
        (4, 1): Cell("单位", style="header"),
        (5, 1): Cell("办公室"),
        (5, 2): Cell(0.5, "=任务清单!I4", "percent"),
        (5, 3): Cell("滞后", style="light"),
        (6, 1): Cell("综合局"),
        (6, 2): Cell(None, '=IF(任务清单!I5="","",任务清单!I5)', "percent"),
        (6, 3): Cell("未报", style="light"),
        (7, 1): Cell("=不是公式"),
        (7, 2): Cell(date(2020, 9, 30), style="date"),
        (7, 3): Cell(None),
    },
    widths={1: 20, 2: 10},
    heights={1: 30},
    merges=((1, 1, 1, 3),),
    freeze=(5, 1),
    repeat_rows=(4, 4),
    print_area=(1, 1, 40, 8),
    hidden_columns=(5,),
    drop_downs=(DropDown((5, 1, 6, 1), ("办公室", "综合局")),),
    light_areas=((5, 3, 6, 3),),
    charts=(
        Chart("bar", "完成进度", (Series("进度", "='市级汇总'!$A$5:$A$6", "='市级汇总'!$B$5:$B$6", "4472C4"),), (9, 1), 400, 200, True),
        Chart("stacked", "亮灯", (Series("滞后", "='市级汇总'!$A$5:$A$6", "='市级汇总'!$B$5:$B$6", "FFE699"),), (20, 1), 400, 200),
    ),
    tab_colour="4472C4",
    owned=True,
)  # fmt: skip
COLOURS = ("4472C4", "ED7D31", "70AD47")
FIGURES = ((0.2, 0.3, 0.0), (None, 0.4, 0.1), (0.5, "", 0.3), (0.6, 0.7, None))
TREND = SheetPlan(
    "走势",
    {
        **{(row, 1): Cell(f"{row - 4}月") for row in range(5, 9)},
        **{
            (row, column): Cell(None, '=IF(1=1,"","")', "percent") if value == "" else Cell(value, style="percent")
            for row, values in enumerate(FIGURES, 5)
            for column, value in enumerate(values, 2)
        },
    },
    charts=(
        Chart(
            "line",
            "进度走势",
            tuple(
                Series(name, "='走势'!$A$5:$A$8", f"='走势'!${column}$5:${column}$8", colour)
                for name, column, colour in zip("甲乙丙", "BCD", COLOURS, strict=True)
            ),
            (10, 1),
            480,
            260,
            percent=True,
        ),
    ),
    owned=True,
)  # fmt: skip
"""A blank cell, a formula that gives an empty text, and a true zero."""
EDIT = SheetEdit(
    LIST,
    {
        (3, 9): EditCell("完成进度", like=(3, 8)),
        (4, 9): EditCell(0.5, "=ROUND(1/2,2)", "percent", (4, 8)),
        (5, 9): EditCell(None, '=IF(1=1,"","")', "percent", (5, 8)),
        (6, 9): EditCell(date(2020, 9, 30), None, "date", (6, 8)),
        (4, 8): EditCell("改过的备注"),
    },
    widths={9: 12},
    hidden_columns=(10,),
    drop_downs=(DropDown((4, 9, 6, 9), ("是", "否")),),
    light_areas=((4, 9, 6, 9),),
)
PLAN = BookPlan(sheets=(SUMMARY,), edits=(EDIT,))
UNTOUCHED_IN_LIST = ["sheetPr", "sheetViews", "sheetFormatPr", "autoFilter", "mergeCells", "hyperlinks", "pageMargins", "pageSetup", "headerFooter", "drawing", "legacyDrawing", "extLst"]  # fmt: skip


@pytest.fixture(scope="module")
def rich() -> bytes:
    return rich_workbook()


@pytest.fixture(scope="module")
def done(rich: bytes) -> bytes:
    return apply(rich, PLAN)


def part(data: bytes, name: str) -> str:
    return Package.read(data).data(name).decode()


def sheet_text(data: bytes, name: str) -> str:
    package = Package.read(data)
    return package.data(package.sheet_part(name)).decode()


def with_parts(data: bytes, **changes: Callable[[bytes], bytes | None]) -> bytes:
    """``data`` with one part changed; the key is a piece of its name."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content: bytes | None = old.read(name)
            for piece, change in changes.items():
                if piece in name and content is not None:
                    content = change(content)
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def xmllist(text: str, tag: str) -> list[str]:
    """All elements ``tag`` at the top of a sheet, as text without namespaces."""
    return re.findall(rf"<{tag}[ />].*?(?:</{tag}>|(?<=/)>)", re.sub(r' xmlns(:\w+)?="[^"]*"', "", text))


def test_every_foreign_part_keeps_its_bytes__ok(rich: bytes, done: bytes) -> None:  # W1
    before, after = Package.read(rich), Package.read(done)
    changed = {name for name in before.parts if name not in after or before.data(name) != after.data(name)}
    assert changed == {
        "[Content_Types].xml",
        "docProps/app.xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/calcChain.xml",
        "xl/worksheets/sheet1.xml",
    }
    assert set(after.parts) - set(before.parts) == {
        "xl/worksheets/sheet4.xml",
        "xl/worksheets/_rels/sheet4.xml.rels",
        "xl/drawings/drawing3.xml",
        "xl/drawings/_rels/drawing3.xml.rels",
        "xl/charts/chart2.xml",
        "xl/charts/chart3.xml",
    }
    check(rich, done, PLAN)


def test_workbook_part_keeps_foreign_things__ok(done: bytes) -> None:  # W1
    text = part(done, "xl/workbook.xml")
    for piece in ("slicerCache", "pivotCache", "总额", "_xlnm._FilterDatabase", 'codeName="ThisWorkbook"'):
        assert piece in text
    assert part(done, "[Content_Types].xml").count("macroEnabled") == 1


def test_edited_sheet_keeps_everything_else__ok(rich: bytes, done: bytes) -> None:  # W2
    before, after = sheet_text(rich, LIST), sheet_text(done, LIST)
    for tag in UNTOUCHED_IN_LIST:
        assert xmllist(before, tag) == xmllist(after, tag) != [], tag
    for piece in ("x14:dataValidation", "x14:sparkline", "x14:dataBar", 'r:id="rId', "outlineLevel"):
        assert after.count(piece) >= before.count(piece) > 0, piece
    for old in xmllist(before, "conditionalFormatting"):
        assert old in "".join(xmllist(after, "conditionalFormatting"))
    assert before.split("<c ")[1:4] == after.split("<c ")[1:4]


def test_new_cells_look_like_their_neighbours__ok(rich: bytes, done: bytes) -> None:  # W2
    package = Package.read(done)
    sheet, styles = open_sheet(package, LIST), StyleSheet(package.data("xl/styles.xml"))
    old = open_sheet(Package.read(rich), LIST)
    assert sheet.style_of(3, 9) == old.style_of(3, 8)
    assert sheet.style_of(4, 8) == old.style_of(4, 8)
    assert styles.number_format(sheet.style_of(4, 9) or 0) == "0%"
    assert styles.number_format(sheet.style_of(6, 9) or 0) == "yyyy-mm-dd"
    book = openpyxl.load_workbook(io.BytesIO(done))
    assert book[LIST].cell(4, 9).border.left.style == "thin" == book[LIST].cell(4, 8).border.left.style
    assert book[LIST].cell(4, 9).alignment.wrap_text


def test_empty_framed_cell_gets_the_number_format__ok() -> None:  # W2
    book = create(
        (SheetPlan("表", {(1, 1): Cell(None, style="text"), (1, 2): Cell("有字", style="percent")}),)
    )
    cells = {at: EditCell(date(2020, 9, 30), None, "date") for at in ((1, 1), (1, 2))}
    package = Package.read(apply(book, BookPlan(edits=(SheetEdit("表", cells),))))
    sheet, styles = open_sheet(package, "表"), StyleSheet(package.data("xl/styles.xml"))
    assert [styles.number_format(sheet.style_of(1, column) or 0) for column in (1, 2)] == ["yyyy-mm-dd", "0%"]


def test_old_styles_keep_their_meaning__ok(rich: bytes, done: bytes) -> None:  # W1
    before, after = part(rich, "xl/styles.xml"), part(done, "xl/styles.xml")
    for kind in ("fonts", "fills", "borders", "cellXfs", "dxfs"):
        inside = re.compile(rf"<{kind}[^>]*>(.*?)</{kind}>", re.S)
        assert inside.findall(after)[0].startswith(inside.findall(before)[0])
        count = int(re.findall(rf'<{kind}[^>]* ?count="(\d+)"', after)[0])
        package = StyleSheet(after.encode())
        assert count == len(package._list(kind))


def test_a_list_of_formats_within_another_element_is_the_list__ok(done: bytes) -> None:  # W1
    data = Package.read(done).data("xl/styles.xml")
    start, end = data.index(b"<cellXfs"), data.index(b"</cellXfs>") + 10
    wrapped = b'<mc:AlternateContent xmlns:mc="http://mc"><mc:Choice>%s</mc:Choice></mc:AlternateContent>'
    odd = StyleSheet(data[:start] + wrapped % data[start:end] + data[end:])
    assert len(odd._list("cellXfs")) == len(StyleSheet(data)._list("cellXfs"))


def test_run_again_changes_nothing__ok(done: bytes) -> None:  # W3
    assert apply(done, PLAN) is done


def test_empty_plan_is_the_same_object__ok(rich: bytes) -> None:  # W3
    assert apply(rich, BookPlan()) is rich


def test_styles_do_not_grow__ok(done: bytes) -> None:  # W3
    other = replace(SUMMARY, cells={**SUMMARY.cells, (8, 1): Cell("再加一行")})
    again = apply(done, BookPlan(sheets=(other,)))
    assert again != done
    assert part(again, "xl/styles.xml") == part(done, "xl/styles.xml")
    assert Package.read(again).parts == Package.read(done).parts


def test_replaced_sheet_keeps_its_identity__ok(done: bytes) -> None:  # W3
    tail = apply(done, BookPlan(sheets=(replace(SUMMARY, name="单位-办公室", charts=()),)))
    before = Package.read(tail)
    other = replace(SUMMARY, cells={(1, 1): Cell("新的")}, charts=(), repeat_rows=None)
    plan = BookPlan(sheets=(other,))
    data = apply(tail, plan)
    after = Package.read(data)
    assert after.sheet_names == before.sheet_names == (LIST, DATA, PIVOT, "市级汇总", "单位-办公室")
    assert after.sheet_part("市级汇总") == before.sheet_part("市级汇总")
    assert after.sheet_id("市级汇总") == before.sheet_id("市级汇总")
    assert set(after.local_names("市级汇总")) == {"_xlnm.Print_Area", MARK_NAME, AS_LEFT_NAME}
    assert set(after.local_names("单位-办公室")) == {
        "_xlnm.Print_Area",
        "_xlnm.Print_Titles",
        MARK_NAME,
        AS_LEFT_NAME,
    }
    assert "xl/charts/chart2.xml" not in after and "xl/drawings/drawing3.xml" not in after
    assert "xl/charts/chart1.xml" in after
    check(tail, data, plan)


def test_replaced_sheet_keeps_module_name_and_open_tab__ok(done: bytes) -> None:  # W3
    def as_saved_by_excel(data: bytes) -> bytes:
        return data.replace(b"<sheetPr>", b'<sheetPr codeName="Sheet5">').replace(
            b"<sheetView ", b'<sheetView tabSelected="1" '
        )

    saved = with_parts(
        done, **{"sheet4.xml": lambda data: data if b"Relationships" in data else as_saved_by_excel(data)}
    )
    again = sheet_text(
        apply(saved, BookPlan(sheets=(replace(SUMMARY, cells={(1, 1): Cell("新")}),))), "市级汇总"
    )
    assert 'codeName="Sheet5"' in again and 'tabSelected="1"' in again


def test_new_sheet_is_not_selected__ok(done: bytes) -> None:  # W3
    assert "tabSelected" not in sheet_text(done, "市级汇总")
    assert "tabSelected" in sheet_text(done, LIST)


def test_remove_and_rename__ok(done: bytes) -> None:  # W4
    two = apply(
        done, BookPlan(sheets=(replace(SUMMARY, name="单位-办公室"), replace(SUMMARY, name="单位-综合局")))
    )
    plan = BookPlan(renames=(("市级汇总", "市级汇总（旧1）"),), removes=("单位-办公室",), sheets=(SUMMARY,))
    data = apply(two, plan)
    check(two, data, plan)
    after = Package.read(data)
    assert after.sheet_names == (LIST, DATA, PIVOT, "市级汇总", "市级汇总（旧1）", "单位-综合局")
    assert marks.read_mark(after, "市级汇总（旧1）") is None
    marked = {name: marks.read_mark(after, name) for name in ("市级汇总", "单位-综合局")}
    assert marked == {name: marks.mark_now("", open_sheet(after, name), name) for name in marked}
    assert after.local_names("市级汇总（旧1）")["_xlnm.Print_Titles"] == "'市级汇总（旧1）'!$4:$4"
    assert after.local_names("单位-综合局")["_xlnm.Print_Titles"] == "'单位-综合局'!$4:$4"
    assert after.local_names(PIVOT) == {"本表": "透视!$A$1"}
    assert "'市级汇总（旧1）'!$B$5:$B$6" in part(
        data, "xl/charts/chart2.xml"
    )  # the old chart shows the old sheet


def test_labels_of_charts_say_what_they_do_not_show__ok(done: bytes) -> None:  # W4
    labels = parse_xml(Package.read(done).data("xl/charts/chart2.xml"), "chart").iter("{*}dLbls")
    shown = [
        {child.tag.rpartition("}")[2]: child.get("val") for child in each if child.get("val")}
        for each in labels
    ]
    names = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
    assert shown == [{name: str(int(name == "showVal")) for name in names}]


def test_a_chart_that_cannot_be_read_is_kept_with_its_sheet__ok(done: bytes) -> None:  # W4
    damaged = with_parts(done, **{"xl/charts/chart2.xml": lambda data: data[:-9]})
    plan = BookPlan(renames=(("市级汇总", "市级汇总（旧1）"),), sheets=(SUMMARY,))
    data = apply(damaged, plan)
    check(damaged, data, plan)
    assert part(data, "xl/charts/chart2.xml") == part(damaged, "xl/charts/chart2.xml")


def test_mark_agrees_with_the_sheet__ok(done: bytes) -> None:  # W3
    package = Package.read(done)
    assert marks.read_mark(package, "市级汇总") == marks.mark_now(
        "", open_sheet(package, "市级汇总"), "市级汇总"
    )


def test_full_calculation_on_load__ok(rich: bytes, done: bytes) -> None:
    assert "fullCalcOnLoad" not in part(rich, "xl/workbook.xml")
    assert 'fullCalcOnLoad="1"' in part(done, "xl/workbook.xml")


def values(rows: list[list[object]]) -> list[object]:
    return [rows[4][1], rows[5][1], rows[6][0], rows[6][1]]


def test_calamine_reads_it__ok(done: bytes) -> None:  # W5
    book = CalamineWorkbook.from_filelike(io.BytesIO(done))
    assert values(book.get_sheet_by_name("市级汇总").to_python()) == [0.5, "", "=不是公式", date(2020, 9, 30)]
    rows = book.get_sheet_by_name(LIST).to_python()
    assert [row[8] for row in rows[2:6]] == ["完成进度", 0.5, "", date(2020, 9, 30)]
    assert rows[3][7] == "改过的备注"
    assert rows[4][4] == "1、逐户摸底建账。\n2、发布招商目录。\n3、落实奖补办法。"


def test_openpyxl_reads_it__ok(done: bytes) -> None:  # W5
    formulas, stored = (openpyxl.load_workbook(io.BytesIO(done), data_only=flag) for flag in (False, True))
    sheet = formulas["市级汇总"]
    assert sheet["B5"].value == "=任务清单!I4" and stored["市级汇总"]["B5"].value == 0.5
    assert sheet["A7"].value == "=不是公式" and sheet["A7"].data_type != "f"
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.paperSize) == ("A5", "$4:$4", 9)
    assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.fitToHeight == 0
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.column_dimensions["E"].hidden and len(sheet._charts) == 2
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:C1"]
    assert sheet.data_validations.dataValidation[0].formula1 == '"办公室,综合局"'
    rules = [rule for area in sheet.conditional_formatting for rule in area.rules]
    assert {rule.formula[0]: rule.dxf.fill.bgColor.rgb[2:] for rule in rules}['"逾期"'] == "FF7C80"
    assert formulas[LIST].cell(4, 9).value == "=ROUND(1/2,2)"
    assert formulas[LIST].column_dimensions["I"].width == pytest.approx(12.71, abs=0.01)


@pytest.mark.libreoffice
def test_libreoffice_opens_it__ok(
    done: bytes, soffice: Callable[[Path, str, Path], Path], tmp_path: Path
) -> None:  # W5
    source = tmp_path / "a.xlsm"
    source.write_bytes(done)
    again = soffice(source, "xlsx", tmp_path / "out").read_bytes()
    book = CalamineWorkbook.from_filelike(io.BytesIO(again))
    assert values(book.get_sheet_by_name("市级汇总").to_python()) == [0.5, "", "=不是公式", date(2020, 9, 30)]
    package = Package.read(again)
    assert marks.read_mark(package, "市级汇总") == marks.mark_now(
        "", open_sheet(package, "市级汇总"), "市级汇总"
    )
    # and the program takes up what LibreOffice saved
    check(again, apply(again, PLAN), PLAN)


def test_staff_sheet_of_the_same_name__error(rich: bytes) -> None:  # W6
    for plan in (replace(SUMMARY, name=DATA), replace(SUMMARY, name=DATA, owned=False)):
        with pytest.raises(Stop) as stop:
            apply(rich, BookPlan(sheets=(plan,)), "某.xlsx")
        assert stop.value.code == "sheet_is_yours"


def test_sheet_that_is_made_once__error(rich: bytes) -> None:  # W6
    once = BookPlan(sheets=(replace(SUMMARY, name="规则", owned=False),))
    with pytest.raises(Stop):
        apply(apply(rich, once), once)


def test_new_book__ok() -> None:
    data = create((replace(SUMMARY, name="规则", owned=False), SUMMARY))
    package = Package.read(data)
    assert package.sheet_names == ("规则", "市级汇总")
    assert marks.read_mark(package, "规则") is None
    assert marks.read_mark(package, "市级汇总") == marks.plan_mark(SUMMARY)
    assert data == create((replace(SUMMARY, name="规则", owned=False), SUMMARY))
    assert '<f>IF(任务清单!I5="","",任务清单!I5)</f><v></v>' in sheet_text(data, "规则")
    assert "第 &amp;P 页 共 &amp;N 页" in sheet_text(data, "规则")
    check(b"", data, BookPlan())


def test_charts_read_from_the_top__ok() -> None:
    data = create((SUMMARY,))
    bar, stacked = part(data, "xl/charts/chart1.xml"), part(data, "xl/charts/chart2.xml")
    category = re.findall(r"<c:catAx>.*?</c:catAx>", bar)[0]
    assert 'orientation val="maxMin"' in category
    assert 'formatCode="0%"' in re.findall(r"<c:valAx>.*?</c:valAx>", bar)[0]
    assert "<c:legend>" not in bar and '<c:legendPos val="b"/>' in stacked
    assert 'grouping val="stacked"' in stacked and 'typeface="宋体"' in bar and "4472C4" in bar


@pytest.mark.parametrize("plan", [SUMMARY, TREND])
def test_axes_of_charts_leave_nothing_to_the_version__ok(plan: SheetPlan) -> None:
    data = create((plan,))
    for number, _ in enumerate(plan.charts, 1):
        axes = re.findall(
            r"<c:(?:cat|val)Ax>.*?</c:(?:cat|val)Ax>", part(data, f"xl/charts/chart{number}.xml")
        )
        assert len(axes) == 2
        for axis in axes:
            assert axis.count('<c:delete val="0"/>') == 1
            assert '<c:majorTickMark val="out"/><c:minorTickMark val="none"/>' in axis


def test_lines__ok() -> None:
    chart = part(create((TREND,)), "xl/charts/chart1.xml")
    series = re.findall(r"<c:ser>.*?</c:ser>", chart)
    assert "<c:lineChart>" in chart and len(series) == 3
    for each, name, colour, (marker, _) in zip(series, "甲乙丙", COLOURS, STROKES, strict=False):
        assert f"<c:v>{name}</c:v>" in each
        assert re.findall(r'<c:symbol val="(.*?)"/>', each) == [marker]
        assert re.findall(r'<a:srgbClr val="(.*?)"/>', each) == [colour] * 3  # line, marker, its edge
        assert each.endswith('<c:smooth val="0"/></c:ser>')
    assert [re.findall(r'<a:prstDash val="(.*?)"/>', each) for each in series] == [
        ["solid"],
        ["dash"],
        ["sysDot"],
    ]
    assert '<c:legendPos val="b"/>' in chart
    (categories,) = re.findall(r"<c:catAx>.*?</c:catAx>", chart)
    (values,) = re.findall(r"<c:valAx>.*?</c:valAx>", chart)
    assert 'orientation val="minMax"' in categories  # time runs to the right
    assert '<c:max val="1"/><c:min val="0"/>' in values and 'formatCode="0%"' in values


def test_a_line_without_percent_is_not_bounded__ok() -> None:
    chart = replace(TREND.charts[0], percent=False, step=2)
    (values,) = re.findall(
        r"<c:valAx>.*?</c:valAx>",
        part(create((replace(TREND, charts=(chart,)),)), "xl/charts/chart1.xml"),
    )
    assert "<c:max" not in values and "0%" not in values and '<c:majorUnit val="2"/>' in values


def test_strokes_of_lines_differ__ok() -> None:
    assert len(set(STROKES)) == len(STROKES)
    neighbours = zip(STROKES, (*STROKES[1:], STROKES[0]), strict=True)
    assert all(one.marker != other.marker for one, other in neighbours)


def test_more_lines_than_strokes__ok() -> None:
    series = TREND.charts[0].series[:1] * (len(STROKES) + 1)
    data = create((replace(TREND, charts=(replace(TREND.charts[0], series=series),)),))
    symbols = re.findall(r'<c:symbol val="(.*?)"/>', part(data, "xl/charts/chart1.xml"))
    assert symbols == [stroke.marker for stroke in (*STROKES, STROKES[0])]


def test_what_is_blank_is_no_zero_in_a_line__ok() -> None:
    chart = part(create((TREND,)), "xl/charts/chart1.xml")
    assert '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/>' in chart
    kept = [
        re.findall(r'<c:pt idx="(\d)"><c:v>(.*?)</c:v>', each)
        for each in re.findall(r"<c:numCache>.*?</c:numCache>", chart)
    ]
    assert kept == [
        [("0", "0.2"), ("2", "0.5"), ("3", "0.6")],
        [("0", "0.3"), ("1", "0.4"), ("3", "0.7")],
        [("0", "0.0"), ("1", "0.1"), ("2", "0.3")],
    ]


@pytest.mark.libreoffice
@pytest.mark.parametrize("version", [b"12.0000", b"16.0300"])
def test_lines_are_the_same_in_a_workbook_of_any_version__ok(
    soffice: Callable[[Path, str, Path], Path], tmp_path: Path, version: bytes
) -> None:  # W5
    base = with_parts(
        create((SheetPlan("底", {(1, 1): Cell("甲")}),)),
        **{"docProps/app.xml": lambda data: re.sub(rb"(?<=<AppVersion>)[^<]*", version, data)},
    )
    source = tmp_path / "线.xlsx"
    source.write_bytes(apply(base, BookPlan(sheets=(TREND,))))
    with zipfile.ZipFile(soffice(source, "ods", tmp_path / "out")) as file:
        (name,) = [name for name in file.namelist() if re.fullmatch(r"Object \d+/content.xml", name)]
        chart = file.read(name).decode()
    assert 'chart:class="chart:line"' in chart
    assert set(re.findall(r'chart:treat-empty-cells="(.*?)"', chart)) == {"leave-gap"}
    assert set(re.findall(r'chart:interpolation="(.*?)"', chart)) <= {"none"}
    symbols = re.findall(r'chart:symbol-name="(.*?)"', chart)
    assert len(symbols) == len(set(symbols)) == 3


@pytest.mark.parametrize(
    "broken",
    [
        replace(SUMMARY, drop_downs=(DropDown((1, 1, 1, 1), ("长" * 256,)),)),
        replace(SUMMARY, cells={(1, 1): Cell(float("nan"))}),
        replace(SUMMARY, cells={(1048577, 1): Cell(1)}),
    ],
)
def test_what_excel_cannot_hold__error(broken: SheetPlan) -> None:  # W8
    with pytest.raises(ValueError):
        create((broken,))


def test_text_put_together_too_long_shows_that_it_is_cut__ok() -> None:  # W8
    data = create((replace(SUMMARY, cells={(1, 1): Cell("长" * 40_000)}),))
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert "长…" in file.read("xl/sharedStrings.xml").decode()


def test_1904_workbook__ok() -> None:
    base = create((SheetPlan(LIST, {(1, 1): Cell("甲")}),))
    base = with_parts(
        base, **{"workbook.xml": lambda data: data.replace(b"<workbookPr ", b'<workbookPr date1904="1" ')}
    )
    plan = BookPlan(
        sheets=(SUMMARY,), edits=(SheetEdit(LIST, {(2, 1): EditCell(date(2020, 9, 30), None, "date")}),)
    )
    data = apply(base, plan)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.get_sheet_by_name(LIST).to_python()[1][0] == date(2020, 9, 30)
    assert book.get_sheet_by_name("市级汇总").to_python()[6][1] == date(2020, 9, 30)
    package = Package.read(data)
    assert open_sheet(package, LIST).value(2, 1) == ("number", "42642")
    assert marks.read_mark(package, "市级汇总") == marks.mark_now(
        "", open_sheet(package, "市级汇总"), "市级汇总"
    )


def prefixed(data: bytes) -> bytes:
    text = data.decode().replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
    return re.sub(r"<(/?)(?=[a-zA-Z])(?![a-zA-Z0-9]+:)", r"<\1x:", text).encode()


def test_prefixed_workbook__ok() -> None:
    base = create((SheetPlan(LIST, {(1, 1): Cell("甲"), (1, 2): Cell(1, "=1")}),))
    base = with_parts(
        base, **dict.fromkeys(("workbook.xml", "sheet1.xml", "styles.xml", "sharedStrings"), prefixed)
    )
    base = with_parts(
        base, **{"workbook.xml.rels": lambda data: data.replace(b"<x:", b"<").replace(b"</x:", b"</")}
    )
    assert b"<x:sheetData>" in sheet_text(base, LIST).encode()
    plan = BookPlan(
        sheets=(SUMMARY,), edits=(SheetEdit(LIST, {(4, 9): EditCell(0.5, None, "percent", (1, 1))}),)
    )
    data = apply(base, plan)
    check(base, data, plan)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.get_sheet_by_name(LIST).to_python(skip_empty_area=False)[3][8] == 0.5
    assert openpyxl.load_workbook(io.BytesIO(data))["市级汇总"]["A5"].value == "办公室"
    assert apply(data, plan) is data


def test_workbook_without_styles_and_strings__ok() -> None:
    base = create((SheetPlan(LIST, {(1, 1): Cell(1)}),))
    bare = with_parts(
        base,
        **{
            "xl/styles.xml": lambda data: None,
            "sheet1.xml": lambda data: re.sub(rb' s="[0-9]+"', b"", data),
            "sharedStrings": lambda data: None,
            "workbook.xml.rels": lambda data: re.sub(
                rb"<Relationship [^>]*(?:styles|sharedStrings)[^>]*/>", b"", data
            ),
            "Content_Types": lambda data: re.sub(
                rb"<Override [^>]*(?:styles|sharedStrings)[^>]*/>", b"", data
            ),
        },
    )
    plan = BookPlan(sheets=(SUMMARY,), edits=(SheetEdit(LIST, {(2, 2): EditCell(0.5, None, "percent")}),))
    data = apply(bare, plan)
    check(bare, data, plan)
    assert openpyxl.load_workbook(io.BytesIO(data))[LIST]["B2"].number_format == "0%"


def test_unknown_sheet__error(rich: bytes) -> None:
    with pytest.raises(KeyError):
        apply(rich, BookPlan(edits=(SheetEdit("没有", {(1, 1): EditCell(1)}),)))


@pytest.mark.parametrize(
    ("piece", "change"),
    [
        ("sheet2.xml", lambda data: data.replace(b"<sheetData>", b"<sheetData> ")),
        ("vbaProject", lambda data: data + b"x"),
        ("customUI14", lambda data: None),
        ("threadedComment1", lambda data: None),
        ("chart2.xml", lambda data: None),
        ("worksheets/sheet1.xml", lambda data: data.replace(b"<autoFilter", b"<autoFilter  ").replace(b"A3:H6", b"A3:H5")),
        ("worksheets/sheet1.xml", lambda data: re.sub(rb'<c r="A4".*?</c>', b"", data)),
        ("worksheets/sheet1.xml", lambda data: data[:-20]),
        ("xl/workbook.xml", lambda data: data.replace("透视".encode(), "别的".encode())),
        ("[Content_Types]", lambda data: data.replace(b"/xl/charts/chart3.xml", b"/xl/charts/chart9.xml").replace(b'Extension="xml"', b'Extension="y"')),
    ],
)  # fmt: skip
def test_check_finds_what_is_wrong__error(
    rich: bytes, done: bytes, piece: str, change: Callable[[bytes], bytes | None]
) -> None:  # W7
    wrong = with_parts(done, **{piece: lambda data: data if b"<Relationships" in data else change(data)})
    with pytest.raises(Stop) as stop:
        check(rich, wrong, PLAN, "某.xlsm")
    assert stop.value.code == "package_check"


def test_check_finds_a_cell_outside_the_plan__error(rich: bytes, done: bytes) -> None:  # W7
    smaller = replace(EDIT, cells={at: cell for at, cell in EDIT.cells.items() if at != (4, 8)})
    with pytest.raises(Stop) as stop:
        check(rich, done, BookPlan(sheets=(SUMMARY,), edits=(smaller,)))
    assert "row 4, column 8" in str(stop.value)


def test_check_finds_a_broken_zip__error(rich: bytes, done: bytes) -> None:  # W7
    middle = len(done) // 2
    with pytest.raises(Stop):
        check(rich, done[:middle] + b"\0\0\0\0" + done[middle + 4 :], PLAN)


def _printed(data: bytes, area: str) -> str | None:
    """The print area of the list after rows are added down to row 40, when it was ``area`` before."""
    package = Package.read(data)
    package.set_defined_name("_xlnm.Print_Area", area, LIST)
    edit = SheetEdit(LIST, {(40, 1): EditCell(7)}, print_to=40)
    return Package.read(apply(package.to_bytes(), BookPlan(edits=(edit,)))).defined_name(
        "_xlnm.Print_Area", LIST
    )


def test_print_area_grows_with_added_rows__ok(rich: bytes) -> None:
    assert _printed(rich, f"{LIST}!$A$1:$H$6") == f"{LIST}!$A$1:$H$40"


@pytest.mark.parametrize("area", [f"{LIST}!$A$1:$H$90", f"{LIST}!$A$1:$C$9,{LIST}!$E$1:$H$9"])
def test_print_area_of_the_staffs_design_stays__ok(rich: bytes, area: str) -> None:
    assert _printed(rich, area) == area
