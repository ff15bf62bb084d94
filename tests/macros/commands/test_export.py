"""Sheets that leave their workbook.

EX001  Each cell that can be seen holds what the file stores for it, as the same kind of value with the same look; there is
       no formula, array or chain of calculation.
EX002  Everything in the file leads to something in the file: relationships, names, charts, rules, links. Nothing is against
       the schemas.
EX003  Print set-up, widths, merged cells, pictures, conditional formats and the start of the calendar stay.
EX004  What cannot be seen does not go out: other sheets, their texts, hidden rows and columns, notes, macros, drop-downs,
       other workbooks, who wrote the file and where it lay. What hidden cells held is said.
EX005  A chart over cells that go out keeps showing them; over others it has figures of its own, and that is said. Where one
       series needs its own, all get theirs, for LibreOffice shows no mixture.
EX006  A formula without a stored result, and an error value, is named with its cell; an empty text is a result.
EX007  Names and patterns choose sheets, in the order of the workbook. A hidden sheet only by its whole name; a record of the
       program never. What is not there stops with the names that are.
EX008  The workbook is only read. OUT is never the workbook; a file that is there gets a backup, which is said.
EX009  Other readers open the file. The PDF is a print of the chosen sheets alone.
EX010  No LibreOffice, one that fails and one that hangs are sentences; then nothing is written and nothing goes on running.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from built_samples import put_built
from bulletins import TITLE, table
from lxml import etree
from openpyxl.cell import Cell
from outputs import schema_faults
from rich_workbook import rich_workbook
from small_xls import xls
from xlsxwriter.workbook import Workbook

from duban.macros.cli import main
from duban.macros.commands.export import Exported, export
from duban.macros.figures.understood import RunOptions
from duban.udfs.lights import LIGHTS
from duban.udfs.periods import Period
from duban.workbook.file import pdf_by_libreoffice
from duban.workbook.file.package import Package
from duban.workbook.format.names import BASELINE, PERIOD_RECORD, TREND
from duban.workbook.reading.grid import GridBook
from duban.workbook.say.stop import Stop

BULLETIN = "2020年第三季度通报"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
HIDDEN_TEXT = "不可外发的内容"


@pytest.fixture(scope="module")
def park(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample park workbook, built."""
    path = tmp_path_factory.mktemp("park") / "园区.xlsx"
    options = RunOptions(Period(2020, 9))
    put_built(path, options)
    return path


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A staff workbook with macros and whatever else a file can hold."""
    path = tmp_path_factory.mktemp("rich") / "杂.xlsm"
    path.write_bytes(rich_workbook())
    return path


def made(path: Path, fill: Callable[[Workbook], None], **options: Any) -> Path:
    """A workbook of XlsxWriter's."""
    with Workbook(path, options) as book:
        fill(book)
    return path


def changed(path: Path, part: str, *replacements: tuple[str, str]) -> Path:
    """Replace text in the parts of a file whose name matches."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, data in parts.items():
        if re.fullmatch(part, name):
            for old, new in replacements:
                assert re.search(old, data.decode()), f"{old} is not in {name}"
                data = re.sub(old, new, data.decode()).encode()
            parts[name] = data
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def parts_of(path: Path) -> Mapping[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def codes(exported: Exported) -> list[tuple[str, str, str]]:
    return [(each.code, each.sheet, each.cell) for each in exported.findings]


def stop_of(*arguments: Any, **options: Any) -> Stop:
    with pytest.raises(Stop) as stopped:
        export(*arguments, **options)
    return stopped.value


def shown(sheet: Any, cell: Cell) -> bool:
    """Whether a cell can be seen, by openpyxl: column groups stand under their first column."""
    hidden = any(
        each.hidden and each.min <= cell.column <= each.max for each in sheet.column_dimensions.values()
    )
    return not hidden and not sheet.row_dimensions[cell.row].hidden


def faults(path: Path) -> list[str]:
    """Whatever in a file leads to nothing, or is a formula."""
    found = [f"schema: {fault}" for fault in schema_faults(path.read_bytes())]
    package = Package.read(path.read_bytes())
    found += [
        f"nothing leads to {part}" for part in {*package.parts} - package.reach("") - {package.types_part}
    ]
    sheets = set(package.sheet_names)
    for part in ("", *package.parts):
        if part.endswith(".rels"):
            continue
        known = {rel.id for rel in package.rels(part)}
        found += [
            f"{part} → {rel.target}"
            for rel in package.rels(part)
            if not rel.external and rel.target not in package
        ]
        found += [
            f"{part} → {rel.target}"
            for rel in package.rels(part)
            if rel.external and not rel.target.startswith("http")
        ]
        if not part.endswith(".xml"):
            continue
        for element in package.tree(part).iter(etree.Element):
            ids = [value for key, value in element.attrib.items() if key.startswith(REL)]
            found += [f"{part}: no {each}" for each in ids if each not in known]
            name = etree.QName(element).localname
            if name == "f" and etree.QName(element).namespace.endswith("spreadsheetml/2006/main"):
                found.append(f"{part}: formula {element.text}")
            elif name in ("f", "formula", "definedName") and not referred(element.text or "") <= sheets:
                found.append(f"{part}: {element.text} is not there")
            elif name == "hyperlink" and not referred(element.get("location", "")) <= sheets:
                found.append(f"{part}: {element.get('location')} is not there")
            if name in (
                "dataValidation",
                "sheetProtection",
                "legacyDrawing",
                "calcPr",
                "externalReference",
                "customSheetView",
            ):
                found.append(f"{part}: {name}")
    return found


def referred(formula: str) -> set[str]:
    """The sheets that a formula names; what it names besides is a name that is not there."""
    plain = re.sub(r'"[^"]*"', "", formula)
    names = {
        quoted.replace("''", "'") or bare
        for quoted, bare in re.findall(r"'((?:[^']|'')+)'!|([\w.]+)!", plain)
    }
    return names | ({"?"} if "[" in plain or "#REF!" in plain else set())


def different(book: Path, exported: Path) -> list[str]:
    """Cells that can be seen and do not hold, as openpyxl reads them, what the workbook stores, or look otherwise."""
    wanted, found = (openpyxl.load_workbook(each, data_only=True) for each in (book, exported))
    assert parts_of(book)["xl/styles.xml"] == parts_of(exported)["xl/styles.xml"]
    lines = []
    for sheet in found:
        source = wanted[sheet.title]
        assert sheet.dimensions == source.dimensions
        for row in source.iter_rows():
            for cell in row:
                other = sheet.cell(cell.row, cell.column)
                value = cell.value if shown(source, cell) else None
                same = type(other.value) is type(value) and other.value == value
                if not same or cell.style_id != other.style_id:
                    lines.append(f"{sheet.title}!{cell.coordinate}: {cell.value!r} {other.value!r}")
    return lines


# EX001, EX002, EX003


def test_all_sheets_that_are_shown__ok(park: Path, tmp_path: Path) -> None:
    out = tmp_path / "外发.xlsx"
    exported = export(park, ["*"], out)
    assert different(park, out) == [] and faults(out) == []
    source, found = openpyxl.load_workbook(park), openpyxl.load_workbook(out)
    assert found.sheetnames == [name for name in source.sheetnames if source[name].sheet_state == "visible"]
    assert {code for code, _, _ in codes(exported)} == {"E103", "E104"}
    assert [sheet for code, sheet, _ in codes(exported) if code == "E104"] == [BULLETIN]
    assert sum(cell.data_type == "f" for sheet in source for row in sheet.iter_rows() for cell in row) > 500
    for sheet in found:
        before = source[sheet.title]
        for told in ("print_area", "print_title_rows", "print_title_cols", "freeze_panes", "merged_cells"):
            assert getattr(sheet, told) == getattr(before, told), (sheet.title, told)
        for told in ("orientation", "paperSize", "fitToHeight", "fitToWidth", "scale"):
            assert getattr(sheet.page_setup, told) == getattr(before.page_setup, told)
        assert vars(sheet.page_margins) == vars(before.page_margins)
        assert {key: (each.width, each.hidden) for key, each in sheet.column_dimensions.items()} == {
            key: (each.width, each.hidden) for key, each in before.column_dimensions.items()
        }
        assert {str(each.sqref) for each in sheet.conditional_formatting} == {
            str(each.sqref) for each in before.conditional_formatting
        }
        assert len(sheet._charts) == len(before._charts)


def test_kinds_of_values__ok(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        sheet, day = book.add_worksheet("表"), book.add_format({"num_format": "yyyy-mm-dd"})
        results = [1.5, "文字", " 两边有空 ", True, "", "#不是错误", "=1+1", "2020"]
        for row, value in enumerate(results):
            sheet.write_formula(row, 0, "=B1", None, value)
        sheet.write_formula("A10", "=TODAY()", day, 42_000)
        sheet.write_array_formula("A11:B12", "{=B1:C2}", None, 7)
        for cell in ("B11", "A12", "B12"):
            sheet.write_number(cell, 8)
        sheet.write_dynamic_array_formula("A14", "=UNIQUE(B1:B9)", None, 5)
        sheet.write_rich_string("C1", "盘活", book.add_format({"bold": True}), "加粗", "的说明")

    book = made(tmp_path / "值.xlsx", fill, date_1904=True)
    changed(
        book, r"xl/worksheets/sheet1\.xml", ('<c r="A5"', '<c r="A5" t="str"')
    )  # as Excel stores an empty text
    out = tmp_path / "出.xlsx"
    assert codes(export(book, ["表"], out)) == []
    assert different(book, out) == [] and faults(out) == []
    found = openpyxl.load_workbook(out, rich_text=True)
    assert found.epoch.year == 1904 and found["表"]["A10"].is_date
    assert [found["表"].cell(row, 1).data_type for row in range(1, 9)] == [*"nssb", "str", *"sss"]
    assert [run.text for run in found["表"]["C1"].value if not isinstance(run, str) and run.font.b] == [
        "加粗"
    ]
    assert not any("metadata" in part for part in parts_of(out))


# EX004


def test_what_nobody_sees_stays__ok(park: Path, tmp_path: Path) -> None:
    out = tmp_path / "一张.xlsx"
    export(park, ["单位-办公室"], out)
    stored = openpyxl.load_workbook(park, data_only=True)
    sheet = stored["单位-办公室"]
    seen = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row if shown(sheet, cell))
    texts = {
        cell.value
        for each in stored
        for row in each.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and len(cell.value) > 5 and cell.value not in seen
    }
    all_parts = b"\n".join(parts_of(out).values()).decode()
    assert len(texts) > 100
    assert [text for text in texts if text in all_parts or text.replace("\n", "&#10;") in all_parts] == []
    assert (
        "duban" not in all_parts
    )  # the mark of the program's own sheets, by which it would know its own again


def test_hidden_rows_and_columns__ok(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        sheet = book.add_worksheet("表")
        sheet.set_column("A:A", None, None, {"hidden": True})
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.write_column("B1", ["一", "二", HIDDEN_TEXT, "四"])
        sheet.write("A2", HIDDEN_TEXT)
        sheet.write_formula("A4", "=1/0", None, "#DIV/0!")
        sheet.merge_range("A5:C5", "标题从隐藏的列开始")
        rule = {"type": "formula", "format": book.add_format({"bg_color": "red"})}
        sheet.conditional_format("B1:B4", {**rule, "criteria": '=$A1="x"'})
        sheet.conditional_format(
            "C3:C4", {**rule, "criteria": '=$B3="二"'}
        )  # a hidden row that looks at itself
        sheet.conditional_format("D1:D4", {**rule, "criteria": '=$B$3="二"'})

    book = made(tmp_path / "隐.xlsx", fill)
    out = tmp_path / "出.xlsx"
    exported = export(book, ["表"], out)
    sheet = openpyxl.load_workbook(out)["表"]
    assert [[cell.value for cell in row] for row in sheet["A1:B5"]] == [
        *([None, "一"], [None, "二"], [None, None], [None, "四"]),
        ["标题从隐藏的列开始", None],
    ]
    assert HIDDEN_TEXT not in b"".join(parts_of(out).values()).decode()
    assert sheet.column_dimensions["A"].hidden and sheet.row_dimensions[3].hidden
    assert codes(exported) == [
        ("E105", "表", ""),
        ("E103", "表", ""),
    ]  # nothing of the error that nobody sees
    assert exported.findings[0].facts["count"] == 2
    assert exported.findings[1].facts["what"].zh == "1 列、1 行"
    assert [str(each.sqref) for each in sheet.conditional_formatting] == ["C3:C4"]
    assert faults(out) == []


def test_staff_workbook_with_everything__ok(rich: Path, tmp_path: Path) -> None:
    out = tmp_path / "出.xlsx"
    exported = export(rich, ["任务清单", "数据", "透视"], out)
    assert different(rich, out) == [] and faults(out) == [] and codes(exported) == []
    found = parts_of(out)
    kinds = {re.sub(r"\d+", "", name.removeprefix("xl/")) for name in found if not name.endswith(".rels")}
    assert kinds == {
        *("[Content_Types].xml", "workbook.xml", "styles.xml", "sharedStrings.xml", "theme/theme.xml"),
        *(
            "worksheets/sheet.xml",
            "drawings/drawing.xml",
            "charts/chart.xml",
            "media/image.png",
            "tables/table.xml",
        ),
    }
    assert b"macroEnabled" not in found["[Content_Types].xml"]
    sheet = found["xl/worksheets/sheet1.xml"]
    assert b"sparkline" in sheet and b"x14:dataBar" in sheet and b"printerSettings" not in sheet
    assert "月底前报送".encode() in found["xl/drawings/drawing1.xml"]
    assert openpyxl.load_workbook(out)["任务清单"]["A8"].hyperlink.target == "https://example.com/"


def test_only_one_of_the_staffs_sheets__ok(rich: Path, tmp_path: Path) -> None:
    out = tmp_path / "出.xlsx"
    exported = export(rich, ["任务清单"], out)
    assert codes(exported) == [("E105", "任务清单", "")]  # the sparkline over 数据
    assert different(rich, out) == [] and faults(out) == []
    assert not any("chart" in name or "table" in name for name in parts_of(out))


def test_what_leads_elsewhere__ok(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        sheet, other = book.add_worksheet("表"), book.add_worksheet("别表")
        other.write("A1", HIDDEN_TEXT)
        for row, url in enumerate(
            ("internal:别表!A1", "internal:表!A9", "file:///D:/密/a.docx", "mailto:a@example.com")
        ):
            sheet.write_url(row, 0, url, string="链接")
        sheet.write_formula("B1", "=别表!A1", None, "看得见")
        sheet.insert_textbox("D1", "", {"textlink": "=别表!$A$1"})
        sheet.insert_textbox("D9", "框", {"url": "internal:别表!A1"})
        rule = {"type": "formula", "format": book.add_format({"bold": True})}
        sheet.conditional_format("A1:A3", {**rule, "criteria": "=别表!$A$1=1"})
        sheet.conditional_format("B1:B3", {**rule, "criteria": "=口径=1"})
        sheet.protect("secret")
        sheet.set_first_sheet()
        other.activate()
        book.define_name("口径", "=别表!$A$1")
        book.define_name("表!本表的", "=表!$A$1")
        book.set_properties({"author": HIDDEN_TEXT})
        sheet.write_comment("A1", HIDDEN_TEXT)
        sheet.data_validation("C1", {"validate": "list", "source": [HIDDEN_TEXT]})

    book = changed(
        made(tmp_path / "连.xlsx", fill),
        r"xl/workbook\.xml",
        ("<sheets>", '<fileRecoveryPr repairLoad="1"/><sheets>'),
    )
    out = tmp_path / "出.xlsx"
    exported = export(book, ["表"], out)
    assert codes(exported) == [("E105", "表", "")] and exported.findings[0].facts["count"] == 2
    text = b"".join(parts_of(out).values()).decode()
    assert not [
        each for each in (HIDDEN_TEXT, "别表", "口径", "本表的", "docx", "repairLoad", "hash") if each in text
    ]
    sheet = openpyxl.load_workbook(out)["表"]
    links = [sheet.cell(row, 1).hyperlink for row in range(1, 5)]
    assert [link and (link.location or link.target) for link in links] == [
        None,
        "表!A9",
        None,
        "mailto:a@example.com",
    ]
    assert [sheet.cell(row, 1).value for row in range(1, 5)] == ["链接"] * 4
    assert [each for each in faults(out) if "mailto" not in each] == []
    package = Package.read(out.read_bytes())
    assert package.workbook.find("{*}bookViews/{*}workbookView").get("activeTab") is None


def test_tables_of_typed_cells__ok(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        sheet = book.add_worksheet("表")
        sheet.set_column("B:B", None, None, {"hidden": True})
        columns = [
            {"header": "甲", "total_string": "合计"},
            {"header": "乙", "total_function": "sum", "total_value": 30},
            {"header": "丙", "formula": "=[@乙]*2"},
        ]
        sheet.add_table(
            "A1:C4", {"columns": columns, "total_row": True, "data": [["x", 10, 20], ["y", 20, 40]]}
        )

    book = made(tmp_path / "表格.xlsx", fill)
    out = tmp_path / "出.xlsx"
    export(book, ["表"], out)
    assert faults(out) == []
    table = next(data for name, data in parts_of(out).items() if "table" in name).decode()
    assert "Formula" not in table and "totalsRowFunction" not in table and "tableStyleInfo" in table
    sheet = openpyxl.load_workbook(out)["表"]
    assert [[cell.value for cell in row] for row in sheet["A1:C2"]] == [["甲", "乙", "丙"], ["x", None, 0]]


# EX005


def charts(path: Path) -> list[Any]:
    return [etree.fromstring(data) for name, data in sorted(parts_of(path).items()) if "charts/chart" in name]


def chart_book(book: Workbook) -> None:
    sheet, data = book.add_worksheet("图"), book.add_worksheet("数")
    data.write_row("A1", ["单位", "进度"])
    data.write_column("A2", ["甲局", "乙局"])
    data.write_column("B2", [0.25, 0.5])
    sheet.write_column("A1", [3.25, 4.5])
    chart = book.add_chart({"type": "column"})
    labels = {"data_labels": {"value": True}}
    chart.add_series({"name": "=数!$B$1", "categories": "=数!$A$2:$A$3", "values": "=数!$B$2:$B$3", **labels})
    chart.add_series({"name": "本表", "values": "=图!$A$1:$A$2", **labels})
    chart.set_title({"name": "=数!$A$1", "name_font": {"size": 20}})
    sheet.insert_chart("B1", chart)


@pytest.mark.parametrize("stored", [True, False])
def test_chart_over_a_sheet_that_stays__ok(stored: bool, tmp_path: Path) -> None:
    book = made(tmp_path / "图.xlsx", chart_book)
    if not stored:
        changed(book, "xl/charts/.*xml", ("<c:(num|str)Cache>.*?</c:(num|str)Cache>", ""))
    out = tmp_path / "出.xlsx"
    exported = export(book, ["图"], out)
    assert codes(exported) == [("E104", "图", "")] and exported.findings[0].facts["count"] == 5
    (chart,) = charts(out)
    assert next(chart.iter(f"{CHART}f"), None) is None
    first, second = chart.iter(f"{CHART}ser")
    assert [each.text for each in second.iter(f"{CHART}v")] == ["本表", "3.25", "4.5"]
    told = {
        kind: [each.text for each in first.find(f"{CHART}{kind}").iter(f"{CHART}v")]
        for kind in ("tx", "cat", "val")
    }
    assert told == {"tx": ["进度"], "cat": ["甲局", "乙局"], "val": ["0.25", "0.5"]}
    title = chart.find(f"{CHART}chart/{CHART}title")
    assert "".join(title.itertext()).strip() == "单位"
    assert [each.get("sz") for each in title.iter("{*}defRPr")] == ["2000"]
    assert faults(out) == []
    assert len(openpyxl.load_workbook(out)["图"]._charts) == 1


@pytest.mark.usefixtures("soffice")
def test_printed_chart_over_two_sheets__ok(tmp_path: Path) -> None:
    out = tmp_path / "出.pdf"
    export(made(tmp_path / "图.xlsx", chart_book), ["图"], out)
    assert {"0.25", "0.5", "3.25", "4.5", "甲局", "乙局", "单位"} <= {*text_of(out).split()}


def test_chart_that_takes_its_name_elsewhere__ok(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        sheet = book.add_worksheet("图")
        book.add_worksheet("数").write("A1", "进度")
        sheet.write_column("A1", [3, 4])
        chart = book.add_chart({"type": "line"})
        chart.add_series({"name": "=数!$A$1", "values": "=图!$A$1:$A$2"})
        sheet.insert_chart("C1", chart)

    out = tmp_path / "出.xlsx"
    assert codes(export(made(tmp_path / "图.xlsx", fill), ["图"], out)) == [("E104", "图", "")]
    (chart,) = charts(out)
    assert [each.text for each in chart.iter(f"{CHART}f")] == ["图!$A$1:$A$2"]
    assert chart.findtext(f".//{CHART}ser/{CHART}tx/{CHART}v") == "进度"


def test_chart_over_hidden_cells_and_a_sheet_that_stays__ok(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        sheet, data = book.add_worksheet("图"), book.add_worksheet("数")
        data.write_column("A1", [1, 2])
        sheet.write_column("A1", [3, 99, 4])
        sheet.set_row(1, None, None, {"hidden": True})
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=数!$A$1:$A$2"})
        chart.add_series({"values": "=图!$A$1:$A$3"})
        sheet.insert_chart("C1", chart)

    out = tmp_path / "出.xlsx"
    export(made(tmp_path / "图.xlsx", fill), ["图"], out)
    (chart,) = charts(out)
    assert [each.text for each in chart.iter(f"{CHART}v")] == ["1", "2", "3", "4"]
    assert faults(out) == []


def test_chart_over_its_own_sheet__ok(park: Path, tmp_path: Path) -> None:
    out = tmp_path / "出.xlsx"
    assert {code for code, _, _ in codes(export(park, [TREND], out))} == {"E103"}
    formulas = [each.text for chart in charts(out) for each in chart.iter(f"{CHART}f")]
    assert formulas and {text.partition("!")[0] for text in formulas} == {TREND}


def test_charts_of_a_bulletin_keep_their_figures__ok(park: Path, tmp_path: Path) -> None:
    """What they show stands in hidden columns."""
    out = tmp_path / "出.xlsx"
    assert {code for code, _, _ in codes(export(park, [BULLETIN], out))} == {"E103", "E104"}
    assert not [each for chart in charts(out) for each in chart.iter(f"{CHART}f")]
    grid = GridBook(out).grid(BULLETIN)
    ranked = table(grid, "名次", "单位", "平均进度")
    means, lights = ([each.text for each in chart.iter(f"{CHART}v")] for chart in charts(out))
    assert means[:1] == ["平均进度"] and means[1 : 1 + len(ranked)] == [row["单位"] for row in ranked]
    assert [float(text) for text in means[1 + len(ranked) :]] == [row["平均进度"] for row in ranked]
    counted = table(grid, "单位", "牵头事项", "正常")[: len(ranked)]
    shown = [light for light in LIGHTS if any(row[light] for row in counted)]
    told = [
        [light, *(row["单位"] for row in counted), *(str(row[light]) for row in counted)] for light in shown
    ]
    assert lights == [text for each in told for text in each]


@pytest.mark.parametrize(("hidden_too", "made_own"), [(False, 0), (True, 1)])
def test_chart_over_hidden_cells__ok(hidden_too: bool, made_own: int, tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        sheet = book.add_worksheet("图")
        sheet.write_column("A1", [3, 4])
        sheet.set_column("A:A", None, None, {"hidden": True})
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=图!$A$1:$A$2"})
        if hidden_too:
            chart.show_hidden_data()
        sheet.insert_chart("C1", chart)

    out = tmp_path / "出.xlsx"
    exported = export(made(tmp_path / "图.xlsx", fill), ["图"], out)
    (chart,) = charts(out)
    assert [code for code, _, _ in codes(exported)] == ["E104"] * made_own + ["E103"]
    assert [each.text for each in chart.iter(f"{CHART}f")] == ["图!$A$1:$A$2"] * (1 - made_own)
    # what the chart shows it has; what it does not show it keeps nowhere
    assert [each.text for each in chart.iter(f"{CHART}v")] == ["3", "4"] * made_own


# EX006


def test_formula_without_a_result__error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = tmp_path / "未算.xlsx"
    source = openpyxl.Workbook()  # which computes nothing
    source.active.title = "表"
    source.active["B2"] = "=1+1"
    source.active["B3"] = 5
    source.save(book)
    out = tmp_path / "出.xlsx"
    assert codes(export(book, ["表"], out)) == [("E101", "表", "B2")]
    sheet = openpyxl.load_workbook(out)["表"]
    assert (sheet["B2"].value, sheet["B3"].value) == (None, 5)
    assert main(["export", str(book), "--sheet", "表", "-o", str(out)]) == 0
    assert "E101" in (said := capsys.readouterr().out) and "表!B2" in said


def test_error_value__error(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        sheet = book.add_worksheet("表")
        sheet.write_formula("A1", "=1/0", None, "#DIV/0!")
        sheet.write_formula("A2", '=IF(1,"","")', None, "")

    out = tmp_path / "出.xlsx"
    book = changed(
        made(tmp_path / "错.xlsx", fill), r"xl/worksheets/.*xml", ('<c r="A2"', '<c r="A2" t="str"')
    )
    exported = export(book, ["表"], out)
    assert codes(exported) == [("E102", "表", "A1")] and exported.findings[0].value == "#DIV/0!"
    cell = openpyxl.load_workbook(out)["表"]["A1"]
    assert (cell.value, cell.data_type) == ("#DIV/0!", "e")


# EX007


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["*通报", "单位-*"], ["单位-综合管理局", "单位-办公室", "单位-招商局", "单位-规划建设局", BULLETIN]),
        (["单位-办公室", "单位-办*"], ["单位-办公室"]),
        (["市级??"], ["市级事项", "市级汇总"]),
        (["任务清单"], ["任务清单"]),
    ],
)
def test_names_and_patterns__ok(names: list[str], found: list[str], park: Path, tmp_path: Path) -> None:
    out = tmp_path / "出.xlsx"
    assert list(export(park, names, out).sheets) == found
    assert openpyxl.load_workbook(out).sheetnames == found


@pytest.mark.parametrize("name", ["没有", "没有*", "期间*", "", "单位"])
def test_no_such_sheet__error(name: str, park: Path, tmp_path: Path) -> None:
    stop = stop_of(park, ["任务清单", name], tmp_path / "出.xlsx")
    assert stop.code == "nothing_to_export"
    assert "单位-办公室" in stop.say.zh and PERIOD_RECORD not in stop.facts["sheets"]
    assert not (tmp_path / "出.xlsx").exists()


@pytest.mark.parametrize("name", [PERIOD_RECORD, BASELINE])
def test_records_stay__error(name: str, park: Path, tmp_path: Path) -> None:
    assert stop_of(park, [name], tmp_path / "出.xlsx").code == "record_stays"


def test_hidden_and_selected_sheets__ok(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        for name in ("甲-1", "甲-2"):
            book.add_worksheet(name).write("A1", name)
        book.get_worksheet_by_name("甲-2").hide()
        book.add_worksheet("乙").activate()
        book.get_worksheet_by_name("甲-1").select()

    book, out = made(tmp_path / "藏.xlsx", fill), tmp_path / "出.xlsx"
    assert list(export(book, ["甲-*"], out).sheets) == ["甲-1"]
    assert list(export(book, ["甲-2"], out).sheets) == ["甲-2"]
    sheet = openpyxl.load_workbook(out)["甲-2"]
    assert (sheet.sheet_state, sheet["A1"].value) == ("visible", "甲-2")
    export(book, ["甲-1", "乙"], out)  # what is typed into one of several selected sheets would stand in all
    assert not any(b"tabSelected" in data for data in parts_of(out).values())


# EX008


def test_command_line__ok(park: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, out = park.read_bytes(), tmp_path / "出.xlsx"
    line = ["export", str(park), "--sheet", "单位-*", BULLETIN, "--sheet", "任务清单", "-o", str(out)]
    assert main(line) == 0
    assert park.read_bytes() == before and [*park.parent.iterdir()] == [park]
    assert len(openpyxl.load_workbook(out).sheetnames) == 6
    first = out.read_bytes()
    assert main(line) == 0
    assert out.read_bytes() == first and [*tmp_path.iterdir()] == [out]  # the same again is no change
    capsys.readouterr()
    assert main(["--lang", "en", "export", str(park), "--sheet", BULLETIN, "-o", str(out)]) == 0
    (backup,) = {*tmp_path.iterdir()} - {out}
    assert backup.read_bytes() == first and str(backup) in (said := capsys.readouterr().out)
    assert f"exported: {out}" in said


def test_never_over_the_workbook__error(park: Path, tmp_path: Path) -> None:
    book = Path(shutil.copy(park, tmp_path))
    link = tmp_path / "链.xlsx"
    link.symlink_to(book)
    before = book.read_bytes()
    for out in (book, link):
        assert stop_of(book, ["任务清单"], out).code == "out_is_input"
    assert stop_of(book, ["任务清单"], link, file=book).code == "out_is_input"
    assert book.read_bytes() == before


@pytest.mark.parametrize("name", ["出.xls", "出.xlsm", "出.csv", "出"])
def test_other_suffix__error(name: str, park: Path, tmp_path: Path) -> None:
    assert stop_of(park, ["任务清单"], tmp_path / name).code == "other_format"
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("line", [["--sheet", "任务清单"], ["-o", "出.xlsx"]])
def test_what_must_be_said__error(line: list[str], park: Path) -> None:
    assert main(["export", str(park), *line]) == 2


def test_old_format__error(tmp_path: Path) -> None:
    (old := tmp_path / "旧.xls").write_bytes(xls({"任务清单": [["序号"]]}))
    assert stop_of(old, ["任务清单"], tmp_path / "出.xlsx").code == "old_format"


# EX009


def test_libreoffice_opens_it__ok(
    park: Path, tmp_path: Path, soffice: Callable[[Path, str, Path], Path]
) -> None:
    out = tmp_path / "出.xlsx"
    export(park, ["单位-*", BULLETIN], out)
    back = openpyxl.load_workbook(soffice(out, "xlsx", tmp_path / "转"))
    wanted = openpyxl.load_workbook(out)
    assert back.sheetnames == wanted.sheetnames
    for sheet in wanted:
        texts = {
            cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "s"
        }
        assert {at: back[sheet.title][at].value for at in texts} == texts


def text_of(pdf: Path) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.usefixtures("soffice")
def test_pdf__ok(park: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if shutil.which("pdftotext") is None:
        pytest.fail("pdftotext is not installed")
    out = tmp_path / "出.PDF"
    # the list has no print area, the others have: each is printed
    assert main(["export", str(park), "--sheet", "任务清单", BULLETIN, "-o", str(out)]) == 0
    text = text_of(out)
    book = openpyxl.load_workbook(park, data_only=True)
    titles = {name: str(book[name]["A1"].value) for name in ("任务清单", "单位-招商局", "市级汇总")}
    titles[BULLETIN] = str(book[BULLETIN].cell(*TITLE).value)
    assert titles[BULLETIN] == "齐鲁化工区2020年第三季度重点改革攻坚事项进展情况通报"
    assert [name for name, title in titles.items() if title in text] == ["任务清单", BULLETIN]
    assert [*tmp_path.iterdir()] == [out] and str(out) in capsys.readouterr().out


# EX010


def program(folder: Path, script: str) -> Path:
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def test_no_libreoffice__error(park: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    assert stop_of(park, ["任务清单"], tmp_path / "出.pdf").code == "no_libreoffice"
    assert main(["export", str(park), "--sheet", "任务清单", "-o", str(tmp_path / "出.pdf")]) == 2
    assert [*tmp_path.iterdir()] == []


@pytest.mark.skipif(os.name == "nt", reason="the program that fails is a shell script")
@pytest.mark.parametrize(
    "script", ["echo 坏了; exit 1", "exit 0", "mkdir -p $7; echo 坏了 > $7/book.pdf", "kill -9 $$"]
)
def test_libreoffice_fails__error(
    script: str, park: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home := tmp_path / "bin").mkdir()
    program(home, script)
    monkeypatch.setenv("PATH", str(home), prepend=os.pathsep)
    (old := tmp_path / "出.pdf").write_bytes(b"%PDF-old")
    assert stop_of(park, ["任务清单"], old).code == "pdf_failed"
    assert old.read_bytes() == b"%PDF-old"


@pytest.mark.skipif(os.name == "nt", reason="the program that hangs is a shell script")
def test_libreoffice_hangs__error(park: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home := tmp_path / "bin").mkdir()
    program(home, f"sleep 600 & echo $! > {tmp_path}/pid; wait")
    monkeypatch.setenv("PATH", str(home), prepend=os.pathsep)
    monkeypatch.setattr(pdf_by_libreoffice, "SECONDS", 0.5)
    assert stop_of(park, ["任务清单"], tmp_path / "出.pdf").code == "pdf_too_slow"
    child = int((tmp_path / "pid").read_text())
    for _ in range(50):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            break
        state = Path(f"/proc/{child}/stat")
        if state.is_file() and state.read_text().rpartition(")")[2].split()[0] == "Z":
            break  # dead, and nobody has asked after it
        time.sleep(0.05)
    else:
        pytest.fail("what LibreOffice started goes on running")
