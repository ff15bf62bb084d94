"""A staff workbook full of things that the program knows nothing of and must not lose.

XlsxWriter makes what it can; the rest (threaded comment, slicer, pivot table, phonetics, ribbon, customXml,
printer settings) is added to the zip as raw parts, written here so that a reader sees them.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import xlsxwriter

LIST = "任务清单"
DATA = "数据"
PIVOT = "透视"
HEADER = (
    "序号",
    "事项名称",
    "改革攻坚目标",
    "改革针对的突出问题",
    "改革的具体项目",
    "牵头领导",
    "牵头单位及负责人",
    "备注",
)
HEADER_ROW = 3
ITEMS = (
    (1, "企业开办一件事", "开办时间压到一天以内", "1、材料重复提交。\n2、窗口之间不共享。", "1、合并申请表单。\n2、开通网上专区。", "李 晓 明", "办公室\n\n负责人：王强", ""),
    (2, "闲置厂房盘活", "盘活面积三万平方米", "1、底数不清。", "1、逐户摸底建账。\n2、发布招商目录。\n3、落实奖补办法。", "赵敏", "综合局\n负责人：孙丽", "重点"),
    (3, "园区用能服务", "办电环节减到两个", "1、报装环节多。", "1、公布流程图。\n2、设立服务专员。", "周涛", "建设局\n负责人：郑伟", ""),
)  # fmt: skip

_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_XM = "http://schemas.microsoft.com/office/excel/2006/main"
_TC = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
_MS = "http://schemas.microsoft.com/office"
_APP = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_MS_APP = "application/vnd.ms-excel"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def rich_workbook() -> bytes:
    """The workbook as .xlsm: sheets 任务清单 (eight columns, header in row 3), 数据 and 透视."""
    stream = io.BytesIO()
    _write_sheets(stream)
    with zipfile.ZipFile(stream) as archive:
        parts = {name: archive.read(name).decode() if name.endswith((".xml", ".rels", ".vml")) else archive.read(name) for name in archive.namelist()}  # fmt: skip
    _add_parts(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            # Excel's own entries look like this: no time, and the system DOS
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def png() -> bytes:
    """A red dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0"))
        + chunk(b"IEND", b"")
    )


def _write_sheets(stream: io.BytesIO) -> None:
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet, data = book.add_worksheet(LIST), book.add_worksheet(DATA)
    book.add_worksheet(PIVOT)
    red, framed = (
        book.add_format({"font_color": "#FF0000"}),
        book.add_format({"border": 1, "text_wrap": True}),
    )
    framed_centre = book.add_format({"border": 1, "align": "center"})

    sheet.merge_range("A1:H1", "2020年改革攻坚任务清单", book.add_format({"bold": True, "align": "center"}))
    for column, text in enumerate(HEADER):
        sheet.write(HEADER_ROW - 1, column, text, framed_centre)
    for row, item in enumerate(ITEMS, HEADER_ROW):
        for column, value in enumerate(item):
            sheet.write(row, column, value, framed)
    sheet.write_rich_string("B8", "盘活", red, "标红", "的说明")
    sheet.write_formula("K4", "=SUM(数据!B2:B4)", None, 60)
    sheet.write_url("A8", "https://example.com/", string="文件链接")
    sheet.set_column("A:A", 6)
    sheet.set_column("B:H", 24, None, {"level": 1})
    sheet.freeze_panes(HEADER_ROW, 2)
    sheet.autofilter(HEADER_ROW - 1, 0, HEADER_ROW + 2, 7)
    sheet.insert_textbox("J10", "请各单位于月底前报送", {"object_position": 1})
    sheet.insert_image("J16", "印章.png", {"image_data": io.BytesIO(png()), "description": "印章"})
    sheet.add_sparkline("J4", {"range": "数据!B2:B4"})
    sheet.conditional_format("A4:A6", {"type": "data_bar", "bar_solid": True})
    sheet.conditional_format(
        "H4:H6", {"type": "text", "criteria": "containing", "value": "重点", "format": red}
    )
    sheet.data_validation("H4:H6", {"validate": "list", "source": ["重点", "一般"]})
    sheet.write_comment("B4", "旧式批注", {"author": "办公室"})
    sheet.set_landscape()
    sheet.set_header("&C内部资料")
    sheet.repeat_rows(0, HEADER_ROW - 1)

    data.add_table("A1:B4", {"name": "金额表", "data": [["甲", 10], ["乙", 20], ["丙", 30]], "columns": [{"header": "类"}, {"header": "金额"}]})  # fmt: skip
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=数据!$B$2:$B$4", "categories": "=数据!$A$2:$A$4"})
    data.insert_chart("D2", chart)
    book.define_name("总额", "=SUM(数据!$B$2:$B$4)")
    book.define_name("透视!本表", "=透视!$A$1")
    book.add_vba_project(io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"vba" * 99), is_stream=True)
    book.set_custom_property("文号", "〔2020〕1号")
    book.close()


def _add_parts(parts: dict[str, str | bytes]) -> None:
    _add_threaded_comment(parts)
    _add_x14_validation(parts)
    _add_slicer(parts)
    _add_pivot(parts)
    _add_package_parts(parts)
    # phonetics: what Excel writes for a name with its reading
    _change(parts, "xl/sharedStrings.xml", "<si><t>赵敏</t></si>", '<si><t>赵敏</t><rPh sb="0" eb="1"><t>zhao</t></rPh><phoneticPr fontId="0"/></si>')  # fmt: skip
    _change(parts, "xl/workbook.xml", ' fullCalcOnLoad="1"', "")
    # a formula that only Excel's own chain orders
    _add(
        parts,
        "xl/calcChain.xml",
        f'<calcChain xmlns="{_S}"><c r="K4" i="1"/></calcChain>',
        f"{_APP}.calcChain+xml",
    )
    _relate(parts, "xl/workbook.xml", f"{_R}/calcChain", "calcChain.xml")


def _add_threaded_comment(parts: dict[str, str | bytes]) -> None:
    person = "{11111111-2222-3333-4444-555555555555}"
    _add(parts, "xl/persons/person.xml", f'<personList xmlns="{_TC}"><person displayName="李四" id="{person}" userId="u" providerId="None"/></personList>', f"{_MS_APP}.person+xml")  # fmt: skip
    _relate(parts, "xl/workbook.xml", f"{_MS}/2017/10/relationships/person", "persons/person.xml")
    _add(parts, "xl/threadedComments/threadedComment1.xml", f'<ThreadedComments xmlns="{_TC}"><threadedComment ref="B4" dT="2020-09-01T08:00:00.00" personId="{person}" id="{{AAAAAAAA-2222-3333-4444-555555555555}}"><text>请核实</text></threadedComment></ThreadedComments>', f"{_MS_APP}.threadedcomments+xml")  # fmt: skip
    _relate(parts, "xl/worksheets/sheet1.xml", f"{_MS}/2017/10/relationships/threadedComment", "../threadedComments/threadedComment1.xml")  # fmt: skip
    _add(
        parts,
        "xl/printerSettings/printerSettings1.bin",
        b"P\0R\0I\0N\0T\0E\0R\0" * 9,
        f"{_APP}.printerSettings",
    )
    number = _relate(
        parts, "xl/worksheets/sheet1.xml", f"{_R}/printerSettings", "../printerSettings/printerSettings1.bin"
    )
    _change(parts, "xl/worksheets/sheet1.xml", '<pageSetup orientation="landscape"/>', f'<pageSetup orientation="landscape" r:id="{number}"/>')  # fmt: skip


def _add_x14_validation(parts: dict[str, str | bytes]) -> None:
    rule = (
        f'<ext xmlns:x14="{_X14}" uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}">'
        f'<x14:dataValidations xmlns:xm="{_XM}" count="1"><x14:dataValidation type="list" allowBlank="1">'
        "<x14:formula1><xm:f>数据!$A$2:$A$4</xm:f></x14:formula1><xm:sqref>F4:F6</xm:sqref>"
        "</x14:dataValidation></x14:dataValidations></ext>"
    )
    _change(parts, "xl/worksheets/sheet1.xml", "</extLst></worksheet>", rule + "</extLst></worksheet>")


def _add_slicer(parts: dict[str, str | bytes]) -> None:
    x15 = f"{_MS}/spreadsheetml/2010/11/main"
    _add(parts, "xl/slicers/slicer1.xml", f'<slicers xmlns="{_X14}"><slicer name="类" cache="切片器_类" caption="类" rowHeight="241300"/></slicers>', f"{_MS_APP}.slicer+xml")  # fmt: skip
    _add(parts, "xl/slicerCaches/slicerCache1.xml", f'<slicerCacheDefinition xmlns="{_X14}" xmlns:x="{_S}" name="切片器_类" sourceName="类"><extLst><x:ext uri="{{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}}" xmlns:x15="{x15}"><x15:tableSlicerCache tableId="1" column="1"/></x:ext></extLst></slicerCacheDefinition>', f"{_MS_APP}.slicerCache+xml")  # fmt: skip
    slicer = _relate(
        parts, "xl/worksheets/sheet2.xml", f"{_MS}/2007/relationships/slicer", "../slicers/slicer1.xml"
    )
    cache = _relate(
        parts, "xl/workbook.xml", f"{_MS}/2007/relationships/slicerCache", "slicerCaches/slicerCache1.xml"
    )
    _change(parts, "xl/worksheets/sheet2.xml", "</worksheet>", f'<extLst><ext xmlns:x15="{x15}" uri="{{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}}"><x14:slicerList xmlns:x14="{_X14}"><x14:slicer r:id="{slicer}"/></x14:slicerList></ext></extLst></worksheet>')  # fmt: skip
    _change(parts, "xl/workbook.xml", "</workbook>", f'<extLst><ext uri="{{46BE6895-7355-4a93-B00E-2C351335B9C9}}" xmlns:x15="{x15}"><x15:slicerCaches xmlns:x14="{_X14}"><x14:slicerCache r:id="{cache}"/></x15:slicerCaches></ext></extLst></workbook>')  # fmt: skip


def _add_pivot(parts: dict[str, str | bytes]) -> None:
    cache, table = "xl/pivotCache/pivotCacheDefinition1.xml", "xl/pivotTables/pivotTable1.xml"
    _add(parts, "xl/pivotCache/pivotCacheRecords1.xml", f'<pivotCacheRecords xmlns="{_S}" count="3"><r><x v="0"/><n v="10"/></r><r><x v="1"/><n v="20"/></r><r><x v="2"/><n v="30"/></r></pivotCacheRecords>', f"{_APP}.pivotCacheRecords+xml")  # fmt: skip
    _add(parts, cache, f'<pivotCacheDefinition xmlns="{_S}" xmlns:r="{_R}" r:id="rId1" refreshedVersion="6" recordCount="3"><cacheSource type="worksheet"><worksheetSource name="金额表"/></cacheSource><cacheFields count="2"><cacheField name="类" numFmtId="0"><sharedItems count="3"><s v="甲"/><s v="乙"/><s v="丙"/></sharedItems></cacheField><cacheField name="金额" numFmtId="0"><sharedItems containsSemiMixedTypes="0" containsString="0" containsNumber="1" containsInteger="1" minValue="10" maxValue="30"/></cacheField></cacheFields></pivotCacheDefinition>', f"{_APP}.pivotCacheDefinition+xml")  # fmt: skip
    _relate(parts, cache, f"{_R}/pivotCacheRecords", "pivotCacheRecords1.xml")
    _add(parts, table, f'<pivotTableDefinition xmlns="{_S}" name="透视表1" cacheId="7" dataCaption="值" applyNumberFormats="0" updatedVersion="6" createdVersion="6"><location ref="A3:B7" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/><pivotFields count="2"><pivotField axis="axisRow" showAll="0"><items count="4"><item x="0"/><item x="1"/><item x="2"/><item t="default"/></items></pivotField><pivotField dataField="1" showAll="0"/></pivotFields><rowFields count="1"><field x="0"/></rowFields><rowItems count="4"><i><x/></i><i><x v="1"/></i><i><x v="2"/></i><i t="grand"><x/></i></rowItems><colItems count="1"><i/></colItems><dataFields count="1"><dataField name="求和" fld="1"/></dataFields></pivotTableDefinition>', f"{_APP}.pivotTable+xml")  # fmt: skip
    _relate(parts, table, f"{_R}/pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml")
    _relate(parts, "xl/worksheets/sheet3.xml", f"{_R}/pivotTable", "../pivotTables/pivotTable1.xml")
    number = _relate(
        parts, "xl/workbook.xml", f"{_R}/pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"
    )
    _change(parts, "xl/workbook.xml", "<extLst>", f'<pivotCaches><pivotCache cacheId="7" r:id="{number}"/></pivotCaches><extLst>')  # fmt: skip


def _add_package_parts(parts: dict[str, str | bytes]) -> None:
    ribbon = '<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui"><ribbon><tabs><tab id="t" label="本单位"/></tabs></ribbon></customUI>'  # fmt: skip
    _add(parts, "customUI/customUI14.xml", ribbon)
    _relate(parts, "", f"{_MS}/2007/relationships/ui/extensibility", "customUI/customUI14.xml")
    _add(parts, "customXml/item1.xml", "<密级>内部</密级>")
    _add(parts, "customXml/itemProps1.xml", '<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" ds:itemID="{99999999-2222-3333-4444-555555555555}"><ds:schemaRefs/></ds:datastoreItem>', "application/vnd.openxmlformats-officedocument.customXmlProperties+xml")  # fmt: skip
    _relate(parts, "customXml/item1.xml", f"{_R}/customXmlProps", "itemProps1.xml")
    _relate(parts, "xl/workbook.xml", f"{_R}/customXml", "../customXml/item1.xml")


def _add(
    parts: dict[str, str | bytes], name: str, data: str | bytes, content_type: str | None = None
) -> None:
    parts[name] = _HEAD + data if isinstance(data, str) else data
    if content_type:
        entry = f'<Override PartName="/{name}" ContentType="{content_type}"/></Types>'
        _change(parts, "[Content_Types].xml", "</Types>", entry)


def _relate(parts: dict[str, str | bytes], part: str, kind: str, target: str) -> str:
    folder, _, name = part.rpartition("/")
    home = f"{folder}/_rels/{name}.rels".lstrip("/")
    empty = f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    text = str(parts.setdefault(home, empty))
    number = f"rId{text.count('<Relationship ') + 1}"
    _change(parts, home, "</Relationships>", f'<Relationship Id="{number}" Type="{kind}" Target="{target}"/></Relationships>')  # fmt: skip
    return number


def _change(parts: dict[str, str | bytes], part: str, old: str, new: str) -> None:
    text = parts[part]
    assert isinstance(text, str) and text.count(old) == 1, f"{old} in {part}"
    parts[part] = text.replace(old, new)
