"""A task list put into a foreign workbook, part by part, by nothing of the program's own: zipfile and lxml only."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Sequence
from urllib.parse import unquote
from xml.sax.saxutils import escape

from lxml import etree

NAME = "任务清单"
ROWS: tuple[tuple[str | int, ...], ...] = (
    ("2020年改革攻坚任务清单",),
    (),
    ("序号", "事项名称", "改革攻坚目标", "改革针对的突出问题", "改革的具体项目", "牵头领导", "牵头单位及负责人", "备注"),
    (1, "优化营商环境", "开办时间压到一天", "1、材料重复提交。", "1、合并申请表单。\n2、开通网上专区。", "李明", "办公室\n\n负责人：王  强", ""),
    (2, "盘活闲置厂房", "盘活三万平方米", "1、底数不清。", "1、逐户摸底建账。\n2、2020年9月底前发布招商目录。", "赵敏", "综合局\n负责人：孙丽", "重点"),
)  # fmt: skip
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


class NoPackage(Exception):
    """The file is no package with a workbook in it."""


def put(data: bytes, rows: Sequence[Sequence[str | int]] = ROWS) -> bytes:
    """The workbook with one more sheet at its end; every other part as it was. One that has a sheet of this name
    stays as it is. Raises ``NoPackage``."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {info.filename: archive.read(info) for info in archive.infolist()}
            kinds = {info.filename: info.compress_type for info in archive.infolist()}
        _add(parts, rows)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, etree.XMLSyntaxError) as error:
        raise NoPackage(f"{type(error).__name__}: {error}") from error
    except (LookupError, StopIteration) as error:
        raise NoPackage(f"no part or element {error}") from error
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, kinds.get(name, zipfile.ZIP_DEFLATED))
    return out.getvalue()


def _add(parts: dict[str, bytes], rows: Sequence[Sequence[str | int]]) -> None:
    book = _workbook(parts)
    folder, file = posixpath.split(book)
    rels = posixpath.join(folder, "_rels", f"{file}.rels")
    root = etree.fromstring(parts[book])
    if any(each.get("name") == NAME for each in root.iter(etree.Element)):
        return
    number = 1
    while f"{folder}/worksheets/sheet{number}.xml".lower() in {name.lower() for name in parts}:
        number += 1
    sheet = f"{folder}/worksheets/sheet{number}.xml".lstrip("/")

    main = etree.QName(root).namespace
    office = _STRICT if "purl.oclc.org" in main else _OFFICE
    sheets = root.find(f"{{{main}}}sheets")
    if sheets is None:
        raise LookupError("sheets")
    ids = [int(each.get("sheetId", "0")) for each in sheets if isinstance(each.tag, str)]
    entry = {"name": NAME, "sheetId": str(max([0, *ids]) + 1), f"{{{office}}}id": "rIdList"}
    etree.SubElement(sheets, f"{{{main}}}sheet", entry)
    parts[book] = _bytes(root)

    related = etree.fromstring(parts[rels])
    target = {"Id": "rIdList", "Type": f"{office}/worksheet", "Target": f"/{sheet}"}
    etree.SubElement(related, f"{{{_PACKAGE}/relationships}}Relationship", target)
    parts[rels] = _bytes(related)

    types = etree.fromstring(parts["[Content_Types].xml"])
    named = {"PartName": f"/{sheet}", "ContentType": _SHEET_TYPE}
    etree.SubElement(types, f"{{{_PACKAGE}/content-types}}Override", named)
    parts["[Content_Types].xml"] = _bytes(types)
    parts[sheet] = _sheet(main, rows)


def _workbook(parts: dict[str, bytes]) -> str:
    for relation in etree.fromstring(parts["_rels/.rels"]):
        if str(relation.get("Type")).endswith("/officeDocument"):
            part = unquote(relation.get("Target", "")).lstrip("/")
            if part not in parts or b"sheets" not in parts[part]:
                break
            return part
    raise LookupError("officeDocument")


def _bytes(root: etree._Element) -> bytes:
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def _sheet(main: str, rows: Sequence[Sequence[str | int]]) -> bytes:
    made = [f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{main}"><sheetData>']
    for number, cells in enumerate(rows, 1):
        made.append(f'<row r="{number}">')
        for letter, value in zip("ABCDEFGHIJ", cells, strict=False):
            if isinstance(value, int):
                made.append(f'<c r="{letter}{number}"><v>{value}</v></c>')
            elif value:
                text = escape(value).replace("\n", "&#10;")
                made.append(
                    f'<c r="{letter}{number}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
                )
        made.append("</row>")
    return "".join([*made, "</sheetData></worksheet>"]).encode()
