"""Foreign workbooks that have nothing to do with a list: made by XlsxWriter, openpyxl, pandas, LibreOffice and Excel.

``python tests/fuzz/foreign.py DIR`` fills a folder for the corpus.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from importlib.resources import files
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import xlsxwriter
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import ColorScaleRule, FormulaRule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.utils.dataframe import dataframe_to_rows
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table
from rich_workbook import png, rich_workbook

_FIGURES = (("区域", "一季度", "二季度"), ("东区", 120, 98.5), ("西区", 64, 71.25), ("南区", 33, 0))


# XlsxWriter: each function gets a workbook that closes itself


def _writer(fill: Callable[[Any], None], **options: Any) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with xlsxwriter.Workbook(str(path), options) as book:
            fill(book)

    return make


def _rows(sheet: Any) -> Any:
    for row, cells in enumerate(_FIGURES):
        sheet.write_row(row, 0, cells)
    return sheet


def _empty(book: Any) -> None:
    book.add_worksheet()


def _many_sheets(book: Any) -> None:
    for number in range(30):
        _rows(book.add_worksheet(f"第{number + 1}页"))
    book.worksheets()[3].activate()
    book.worksheets()[5].hide()
    book.worksheets()[6].very_hidden()


def _charts(book: Any) -> None:
    sheet = _rows(book.add_worksheet("数据"))
    for place, kind in enumerate(
        ("column", "bar", "line", "pie", "scatter", "area", "radar", "doughnut", "stock")
    ):
        chart = book.add_chart({"type": kind})
        for column in "BC" if kind != "stock" else "BCB":
            chart.add_series({"values": f"=数据!${column}$2:${column}$4", "categories": "=数据!$A$2:$A$4", "name": f"=数据!${column}$1"})  # fmt: skip
        sheet.insert_chart(place * 15, 5, chart)


def _chartsheet(book: Any) -> None:
    _rows(book.add_worksheet("数据"))
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=数据!$B$2:$B$4"})
    front = book.add_chartsheet("图表")
    front.set_chart(chart)
    front.activate()


def _images(book: Any) -> None:
    sheet = book.add_worksheet("图")
    for row in (0, 3):
        sheet.insert_image(row, 0, "a.png", {"image_data": io.BytesIO(png()), "description": "印章"})
    sheet.insert_image("D5", "b.png", {"image_data": io.BytesIO(png()), "url": "https://example.com/"})
    sheet.embed_image("A9", "c.png", {"image_data": io.BytesIO(png())})
    sheet.set_background(io.BytesIO(png()))
    sheet.set_header("&C&G", {"image_center": "d.png", "image_data_center": io.BytesIO(png())})


def _comments(book: Any) -> None:
    sheet = _rows(book.add_worksheet("批注"))
    other = _rows(book.add_worksheet("另一页"))
    for row in range(3):
        sheet.write_comment(row, 1, "请核实", {"author": "办公室", "visible": row == 1, "color": "#FFEE99"})
    other.write_comment("A1", "一\n二", {"width": 300})
    other.insert_button("D2", {"macro": "x", "caption": "点我"})


def _tables(book: Any) -> None:
    sheet = book.add_worksheet("表")
    for place, style in enumerate((None, "Table Style Light 11", "Table Style Medium 2")):
        columns = [{"header": "名称", "total_string": "合计"}, {"header": "金额", "total_function": "sum"}, {"header": "倍", "formula": "=[@金额]*2"}]  # fmt: skip
        data = [["甲", 1], ["乙", 2], ["丙", 3]]
        sheet.add_table(place * 8, 0, place * 8 + 4, 2, {"name": f"表{place}", "style": style, "data": data, "columns": columns, "total_row": True})  # fmt: skip


def _sparklines(book: Any) -> None:
    sheet = _rows(book.add_worksheet("走势"))
    for row, kind in enumerate(("line", "column", "win_loss"), 1):
        sheet.add_sparkline(
            row, 4, {"range": f"走势!B{row + 1}:C{row + 1}", "type": kind, "markers": kind == "line"}
        )


def _conditions(book: Any) -> None:
    sheet = _rows(book.add_worksheet("条件"))
    red = book.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006"})
    rules: Sequence[dict[str, Any]] = (
        {"type": "cell", "criteria": ">", "value": 50, "format": red}, {"type": "2_color_scale"}, {"type": "3_color_scale"},
        {"type": "data_bar"}, {"type": "data_bar", "data_bar_2010": True}, {"type": "icon_set", "icon_style": "3_traffic_lights"},
        {"type": "formula", "criteria": "=$B2>9", "format": red}, {"type": "top", "value": 2, "format": red}, {"type": "duplicate", "format": red},
        {"type": "text", "criteria": "containing", "value": "东", "format": red}, {"type": "blanks", "format": red, "stop_if_true": True},
        {"type": "time_period", "criteria": "yesterday", "format": red}, {"type": "average", "criteria": "above", "format": red},
    )  # fmt: skip
    for row, rule in enumerate(rules):
        sheet.conditional_format(row, 1, row + 3, 2, rule)


def _validations(book: Any) -> None:
    sheet, names = book.add_worksheet("填写"), book.add_worksheet("名单")
    names.write_column(0, 0, ["甲", "乙", "丙"])
    sheet.data_validation("A1:A9", {"validate": "list", "source": ["是", "否"]})
    sheet.data_validation("B1:B9", {"validate": "list", "source": "=名单!$A$1:$A$3"})
    sheet.data_validation("C1:C9", {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1, "error_message": "0 到 1"})  # fmt: skip
    sheet.data_validation(
        "D1", {"validate": "date", "criteria": ">", "value": date(2020, 1, 1), "input_title": "日期"}
    )
    sheet.data_validation("E1", {"validate": "custom", "value": "=LEN(E1)<5"})


def _texts(book: Any) -> None:
    sheet = book.add_worksheet("文本")
    bold, red = book.add_format({"bold": True}), book.add_format({"font_color": "red"})
    sheet.write_rich_string("A1", "普通", bold, "加粗", red, "红", "尾")
    for row, text in enumerate(
        ("_x000B_", "\x07响", " 前后空 ", "一\n二", "😀𠮷", "字" * 32_767, "=不是公式", "'引号", "\u202e反"),
        1,
    ):
        sheet.write_string(row, 0, text)
    sheet.write_url("B1", "https://example.com/?a=1&b=2#c", string="链接")
    sheet.write_url("B2", "internal:'文本'!A1", tip="到首格")
    sheet.write_url("B3", "external:其他.xlsx#Sheet1!A1")


def _formulas(book: Any) -> None:
    sheet = _rows(book.add_worksheet("公式"))
    sheet.write_formula("E1", "=SUM(B2:C4)", None, 386.75)
    sheet.write_array_formula("F1:F3", "{=B2:B4*2}", None, 240)
    sheet.write_dynamic_array_formula("G1", "=_xlfn.UNIQUE(A2:A4)", None, "东区")
    sheet.write_formula("H1", '="a"&"b"', None, "ab")
    sheet.write_formula("H2", "=1/0", None, "#DIV/0!")
    sheet.write_formula("H3", "=TRUE", None, True)
    sheet.write_formula("H4", "=[其他.xlsx]Sheet1!$A$1")
    sheet.write_formula("H5", "=LET(x,1,x+1)", None, 2)
    book.define_name("合计", "=SUM(公式!$B$2:$C$4)")
    book.define_name("公式!本页", "=公式!$A$1")
    book.set_calc_mode("manual")


def _dates(book: Any) -> None:
    sheet = book.add_worksheet("日期")
    for row, form in enumerate(("yyyy-mm-dd", 'yyyy"年"m"月"d"日"', "h:mm", "[h]:mm:ss", "mm/dd/yy hh:mm AM/PM", "[$-804]yyyy年mm月", "0.00%", "@", '"第"0"期"')):  # fmt: skip
        shape = book.add_format({"num_format": form})
        for column, value in enumerate((44104, 0.5, 44104.73, 0, -1, 2958465)):
            sheet.write_number(row, column, value, shape)
    sheet.write_datetime("H1", datetime(2020, 9, 30, 17, 30), book.add_format({"num_format": 22}))
    sheet.write_datetime("H2", time(8, 30), book.add_format({"num_format": 20}))
    sheet.write_boolean("H3", True)


def _layout(book: Any) -> None:
    sheet = _rows(book.add_worksheet("版面"))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.print_area("A1:C4")
    sheet.set_h_pagebreaks([2])
    sheet.freeze_panes(1, 1)
    sheet.autofilter("A1:C4")
    sheet.filter_column("A", "x == 东区")
    sheet.set_row(2, 30, None, {"hidden": True})
    sheet.set_column("B:C", 20, book.add_format({"italic": True}), {"level": 1, "collapsed": True})
    sheet.merge_range("E1:G2", "合并", book.add_format({"border": 2}))
    sheet.set_tab_color("green")
    sheet.ignore_errors({"number_stored_as_text": "A1:C4"})
    sheet.hide_gridlines(2)
    sheet.right_to_left()
    _rows(book.add_worksheet("拆分")).split_panes(15, 8.43)


def _protected(book: Any) -> None:
    sheet = _rows(book.add_worksheet("保护"))
    sheet.protect("secret", {"format_cells": True})
    sheet.unprotect_range("A1:A3", "可改")
    sheet.write("A1", "解锁", book.add_format({"locked": False}))


def _shapes(book: Any) -> None:
    sheet = book.add_worksheet("形状")
    sheet.insert_textbox("B2", "请于月底前报送", {"fill": {"color": "yellow"}, "rotation": 15})
    sheet.insert_textbox("B9", "", {"textlink": "=$A$1"})
    sheet.insert_checkbox("A1", True)


def _properties(book: Any) -> None:
    _rows(book.add_worksheet())
    book.set_properties({"title": "报表", "author": "综合局", "comments": "内部", "status": "定稿"})
    for name, value in (
        ("文号", "〔2020〕1号"),
        ("份数", 3),
        ("日期", datetime(2020, 9, 30)),
        ("公开", False),
    ):
        book.set_custom_property(name, value)
    book.set_size(2400, 1600)
    book.read_only_recommended()


def _formats(book: Any) -> None:
    sheet = book.add_worksheet("格式")
    for number in range(400):
        colour = f"#{(number * 40_503) % 0xFFFFFF:06X}"
        shape = {"font_color": colour, "bg_color": colour, "font_size": 8 + number % 9, "border": number % 14, "num_format": f'0.{"0" * (number % 9)}"x"', "rotation": number % 90}  # fmt: skip
        sheet.write(number, 0, number, book.add_format(shape))


def _macros(book: Any) -> None:
    _rows(book.add_worksheet())
    book.add_vba_project(io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"vba" * 99), is_stream=True)


def _outside(book: Any) -> None:
    sheet = book.add_worksheet("远")
    sheet.write("XFD1", 1)
    sheet.write(99_999, 0, 1)


def _names(book: Any) -> None:
    for name in ("it's", "a&b <c>", "空 格", "规则说明", "1", "R1C1", "Σ" * 31):
        _rows(book.add_worksheet(name)).print_area("A1:B2")


# openpyxl


def _pyxl(fill: Callable[[Any, Any], None], **options: Any) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        book = openpyxl.Workbook(**options)
        sheet = book.active if book.active is not None else book.create_sheet("数据")
        for row in _FIGURES:
            sheet.append(row)
        fill(book, sheet)
        book.save(path)

    return make


def _pyxl_styles(book: Any, sheet: Any) -> None:
    named = NamedStyle("重点", font=Font(bold=True, color="FF0000"), border=Border(left=Side(style="thin")))
    book.add_named_style(named)
    sheet["A1"].style = "重点"
    sheet["B2"].fill = PatternFill("darkGrid", fgColor="00FF00")
    sheet["B3"].alignment, sheet["B3"].protection = (
        Alignment(wrap_text=True, text_rotation=45),
        Protection(locked=False),
    )
    sheet["C2"].number_format = 'yyyy"年"m"月"'
    sheet.conditional_formatting.add("B2:C4", ColorScaleRule("min", None, "FF0000", "max", None, "00FF00"))
    sheet.conditional_formatting.add("A2:A4", FormulaRule(["B2>50"], fill=PatternFill(bgColor="FFFF00")))


def _pyxl_things(book: Any, sheet: Any) -> None:
    sheet["A2"].comment = Comment("请核实", "办公室", width=200)
    choice = DataValidation("list", formula1='"是,否"', allow_blank=True)
    choice.add("D2:D9")
    sheet.add_data_validation(choice)
    sheet.add_table(Table(displayName="金额", ref="A1:C4"))
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=4), titles_from_data=True)
    sheet.add_chart(chart, "F2")
    sheet["A9"].hyperlink = "https://example.com/"
    book.defined_names["总"] = DefinedName("总", attr_text="Sheet!$B$2:$B$4")
    sheet.print_title_rows, sheet.auto_filter.ref, sheet.freeze_panes = "1:1", "A1:C4", "B2"
    sheet.merge_cells("E1:F2")
    sheet["G1"] = ArrayFormula("G1:G3", "=B2:B4*2")
    sheet["G5"], sheet["G6"] = datetime(2020, 9, 30, 8), time(8, 30)


def _pyxl_chartsheet(book: Any, sheet: Any) -> None:
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=4))
    book.create_chartsheet("图表", 0).add_chart(chart)


def _pyxl_1904(book: Any, sheet: Any) -> None:
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheet["D1"] = datetime(2020, 9, 30)


def _pyxl_hidden(book: Any, sheet: Any) -> None:
    sheet.sheet_state = "hidden"
    book.create_sheet("看").sheet_properties.tabColor = "FF0000"
    book.active = 1
    book.security.lockStructure = True


def _pyxl_resaved(path: Path) -> None:
    """The rich workbook as openpyxl saves it, with all that it loses."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(rich_workbook()))
    del book["任务清单"]
    book.save(path)


# pandas


def _frame() -> pd.DataFrame:
    days = pd.date_range("2020-09-28", periods=3)
    return pd.DataFrame(
        {"区域": ["东", "西", None], "数": [1.5, None, 3], "日": days, "真": [True, False, True]}
    )


def _pandas(engine: str, form: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        frame = _frame()
        if form == "levels":
            frame = frame.set_index([frame["区域"].fillna("无"), "日"])
            frame.columns = pd.MultiIndex.from_tuples([("甲", name) for name in frame.columns])
        if form == "styled":
            frame.style.highlight_max(subset=["数"]).format({"数": "{:.1f}"}).to_excel(path, engine=engine)
            return
        with pd.ExcelWriter(path, engine=engine, datetime_format="yyyy-mm-dd") as writer:
            for number in range(2):
                frame.to_excel(writer, sheet_name=f"表{number}", startrow=number * 3, freeze_panes=(1, 1))

    return make


def _rows_of_frame(path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("流")
    for row in dataframe_to_rows(_frame().astype(object).where(_frame().notna(), None)):
        sheet.append(row)
    book.save(path)


# Excel itself: blank workbooks and templates that packages of the tests bring along


def _from_package(package: str, file: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.write_bytes(files(package).joinpath(*file.split("/")).read_bytes())

    return make


MAKERS: dict[str, Callable[[Path], None]] = {
    **{f"xlsxwriter-{fill.__name__.strip('_')}": _writer(fill) for fill in (_empty, _many_sheets, _charts, _chartsheet, _images, _comments, _tables, _sparklines, _conditions, _validations, _texts, _formulas, _dates, _layout, _protected, _shapes, _properties, _formats, _outside, _names)},
    "xlsxwriter-macros": _writer(_macros),
    "xlsxwriter-stream": _writer(_texts, constant_memory=True),
    "xlsxwriter-1904": _writer(_dates, date_1904=True),
    "xlsxwriter-zip64": _writer(_layout, use_zip64=True),
    **{f"openpyxl-{fill.__name__.removeprefix('_pyxl_')}": _pyxl(fill) for fill in (_pyxl_styles, _pyxl_things, _pyxl_chartsheet, _pyxl_1904, _pyxl_hidden)},
    "openpyxl-plain": _pyxl(lambda book, sheet: None),
    "openpyxl-resaved": _pyxl_resaved,
    "openpyxl-stream": _rows_of_frame,
    **{f"pandas-{engine}-{form}": _pandas(engine, form) for engine in ("openpyxl", "xlsxwriter") for form in ("plain", "levels")},
    "excel-blank": _from_package("pyopenvba", "_templates/blank_files/blank_workbook.xlsx"),
    "excel-blank-macros": _from_package("pyopenvba", "_templates/blank_files/blank_workbook.xlsm"),
    "excel-macros": _from_package("xlwings", "quickstart_standalone.xlsm"),
    "rich": lambda path: path.write_bytes(rich_workbook()) and None,
}  # fmt: skip
"""name → what makes the workbook at a path."""

FILTERS = {
    "xlsx:Calc MS Excel 2007 XML": ".xlsx",
    "xlsx:Calc Office Open XML": ".xlsx",
    "xlsm:Calc MS Excel 2007 VBA XML": ".xlsm",
}
"""LibreOffice's own writers of packages → their suffix."""


def make(folder: Path, names: Sequence[str] = tuple(MAKERS)) -> list[Path]:
    """The workbooks of these names in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for name in names:
        maker = MAKERS[name]
        path = folder / f"{name}{'.xlsm' if name == 'rich' or name.endswith('macros') else '.xlsx'}"
        maker(path)
        made.append(path)
    return made


Convert = Callable[[Sequence[Path], str, Path], list[Path]]
"""Workbooks, ``suffix`` or ``suffix:filter``, and a folder → the converted ones there."""


def saved_by_libreoffice(
    paths: Sequence[Path], folder: Path, convert: Convert, by_way_of: Sequence[str] = ("ods", "xls", "fods")
) -> list[Path]:
    """Each workbook as each of LibreOffice's writers saves it, directly and by way of other formats."""
    made = []
    with tempfile.TemporaryDirectory() as name:
        out = Path(name)
        for place, (to, suffix) in enumerate(FILTERS.items()):
            for path in convert(paths, to, out / str(place)):
                made.append(folder / f"libreoffice{place}-{path.stem}{suffix}")
                shutil.move(path, made[-1])
        for kind in by_way_of:
            for path in convert(convert(paths, kind, out / kind), "xlsx", out / f"{kind} back"):
                made.append(folder / f"libreoffice-{kind}-{path.stem}.xlsx")
                shutil.move(path, made[-1])
    return made


def _convert(paths: Sequence[Path], to: str, folder: Path) -> list[Path]:
    """LibreOffice once for all, with a profile of its own; what it cannot convert is left out."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    assert program is not None
    with tempfile.TemporaryDirectory() as profile:
        command = [program, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", to, "--outdir", str(folder), *map(str, paths)]
        subprocess.run(command, check=True, capture_output=True, timeout=1800)
    made = [folder / f"{path.stem}.{to.partition(':')[0]}" for path in paths]
    return [path for path in made if path.is_file()]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="DIR")
    args = parser.parse_args(arguments)
    made = make(args.folder)
    if shutil.which("soffice") or shutil.which("libreoffice"):
        made += saved_by_libreoffice(made, args.folder, _convert)
    print(f"{len(made)} workbooks in {args.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
