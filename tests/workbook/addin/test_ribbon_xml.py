"""The ribbon tab: its XML for Excel 2007 and for later versions, and the VBA procedures behind its buttons.

RX001  Both XML parts keep to Microsoft's schema of their dialect: elements, attributes, lengths, ids.
RX002  Both say the same, in their own namespace.
RX003  Ids and key tips are unique; each button has a label, both tips, a key tip and an icon of Excel's.
RX004  Each button calls one procedure, named with its module; each procedure belongs to one button.
RX005  Each procedure runs one literal command, a function of duban.macros.ribbon.
RX006  Each function of duban.macros.ribbon has its button, and each button its function.
RX007  Each procedure traps what goes wrong.
"""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
from lxml import etree

from duban.macros import ribbon
from duban.macros.buttons.works import WORKS
from duban.macros.declared.addin_contents import CONTENTS
from duban.macros.declared.register_buttons import REGISTER_BUTTONS
from duban.workbook.addin.ribbon_xml import MODULE, NAMESPACES, ribbon_vba, ribbon_xml
from duban.workbook.format.sheets_and_registers import REGISTERS

BUTTONS = tuple(button for buttons in CONTENTS.layout.values() for button in buttons)

SCHEMAS = {
    "http://schemas.microsoft.com/office/2006/01/customui": "2006_01",
    "http://schemas.microsoft.com/office/2009/07/customui": "2009_07",
}

ICONS = {  # names of pictures that Excel ships; others would leave a button bare
    *(
        "AutoSum",
        "ChartInsert",
        "ConditionalFormattingMenu",
        "DataValidation",
        "FileSendAsAttachment",
        "ExportExcel",
        "FileDocumentInspect",
        "Help",
    ),
    *("HyperlinkInsert", "ImportExcel", "Info", "Lock", "OutlineSubtotals", "RefreshAll", "TableInsertExcel"),
    *("WindowsCascade", "DataFormExcel", "SmartArtInsert", "ReviewShareWorkbook"),
    *("FunctionsDateTimeInsertGallery", "ChartTypeLineInsertGallery", "NameManager"),
    *("DiagramTargetInsertClassic", "ShapeStar", "DiagramCycleInsertClassic", "ReviewNewComment"),
    *("DiagramRadialInsertClassic", "FormControlCheckBox", "OrganizationChartInsert", "HighImportance"),
    *("ReviewShowAllComments", "ChartTypeColumnInsertGallery", "PictureInsertFromFile"),
    "ReviewAcceptChange",
    "FileSaveAsWordDocx",
    "GetExternalDataFromText",
}

CALLBACK = re.compile(
    r"^Public Sub (\w+)\(control As IRibbonControl\)\n"
    r"    On Error GoTo failed\n"
    r'    If HasWorkbook\(\) Then RunPython "(.*)"\n'
    r"    Exit Sub\n"
    r"failed:\n"
    r"    NotRun Err.Description\n"
    r"End Sub\n",
    re.MULTILINE,
)
COMMAND = re.compile(r"import duban\.macros\.ribbon; duban\.macros\.ribbon\.(\w+)\(\)")


@cache
def schema(namespace: str) -> dict[str, Any]:
    """Type → its description, as openxml-audit carries it."""
    name = f"schemas_microsoft_com_office_{SCHEMAS[namespace]}_customui.json"
    text = files("openxml_audit").joinpath("data", "openxml", "schemas", name).read_text(encoding="utf-8")
    return {kind["Name"]: kind for kind in json.loads(text)["Types"]}


def breaches(xml: bytes) -> list[str]:
    """What the schema does not allow, depth first."""
    root = etree.fromstring(xml)
    namespace = etree.QName(root).namespace
    types = schema(namespace)
    found: list[str] = []

    def look(element: Any, kind: str) -> None:
        known = {attribute["QName"]: attribute for attribute in types[kind].get("Attributes", [])}
        for name, value in element.items():
            if f":{name}" not in known:
                found.append(f"{kind} has no {name}")
                continue
            limits = {
                argument["Name"]: argument["Value"]
                for validator in known[f":{name}"].get("Validators", [])
                for argument in validator.get("Arguments", [])
            }
            if not int(limits.get("MinLength", 0)) <= len(value) <= int(limits.get("MaxLength", 9999)):
                found.append(f"{name} of {len(value)} signs")
            if limits.get("IsNcName") == "True" and not re.fullmatch(r"[A-Za-z_][\w.-]*", value):
                found.append(f"{name} is no name: {value}")
        inside = {
            child["Name"].rpartition(":")[2]: child["Name"] for child in types[kind].get("Children", [])
        }
        for child in element:
            tag = etree.QName(child)
            if tag.namespace != namespace or tag.localname not in inside:
                found.append(f"{kind} holds no {tag.localname}")
            else:
                look(child, inside[tag.localname])

    look(root, next(kind for kind in types if kind.startswith(("mso:CT_CustomUI/", "mso14:CT_CustomUI/"))))
    return found


def buttons(xml: bytes) -> list[Any]:
    return [element for element in etree.fromstring(xml).iter() if etree.QName(element).localname == "button"]


XML = {part: ribbon_xml(namespace, CONTENTS.layout) for part, namespace in NAMESPACES.items()}


@pytest.mark.parametrize("part", XML)
def test_schema__ok(part: str) -> None:
    assert breaches(XML[part]) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"screentip=", b"screenTip="),
        (b'keytip="J"', b'keytip="JIAO"'),
        (b'id="btnBuild"', b'id="1st"'),
        (b"<tabs>", b"<tabs><button id='x'/>"),
        (b'size="large"', b'big="large"'),
    ],
)
@pytest.mark.parametrize("part", XML)
def test_schema__error(part: str, old: bytes, new: bytes) -> None:
    assert breaches(XML[part].replace(old, new, 1)) != []


def test_both_dialects_say_the_same__ok() -> None:
    one, other = XML.values()
    first, second = SCHEMAS
    assert other == one.replace(first.encode(), second.encode())
    assert [etree.QName(etree.fromstring(xml)).namespace for xml in XML.values()] == [first, second]


def test_ids_and_keys_are_unique__ok() -> None:
    root = etree.fromstring(next(iter(XML.values())))
    ids = Counter(element.get("id") for element in root.iter() if element.get("id"))
    assert [value for value, count in ids.items() if count > 1] == []
    menus = [element for element in root.iter() if etree.QName(element).localname == "menu"]
    assert len(menus) == 2
    # the keys of a menu answer once it is open, and then no others
    shown = [element for element in root.iter() if element.getparent() not in menus]
    for scope in (shown, *menus):
        keys = Counter(element.get("keytip") for element in scope if element.get("keytip"))
        assert [value for value, count in keys.items() if count > 1] == []
    # a key tip that begins another would answer before it
    assert {len(button.get("keytip")) for button in buttons(next(iter(XML.values())))} == {1}


def test_groups__ok() -> None:
    root = etree.fromstring(next(iter(XML.values())))
    tab = next(element for element in root.iter() if etree.QName(element).localname == "tab")
    assert tab.get("label") == "督办"
    assert [(group.get("label"), [button.get("label") for button in group]) for group in tab] == [
        ("清单", ["校验", "生成台账", "建议承接", "从方案导入", "登记表"]),
        ("汇总", ["市级汇总", "单位分表", "季度通报", "全部生成"]),
        ("收发", ["导出填报表", "回收合并", "封存本期", "导出本表", "公示稿", "生成公文"]),
        ("帮助", ["规则", "手册", "关于"]),
    ]


def test_each_register_has_a_button__ok() -> None:
    labels = [button.label for button in REGISTER_BUTTONS]
    assert labels == [*REGISTERS, "已声明的登记表"]


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.function)
def test_button_is_complete__ok(button: Any) -> None:
    assert all((button.label, button.screentip, button.supertip, button.key))
    assert button.icon in ICONS
    assert re.search(r"[\u4e00-\u9fff]", button.supertip)


def test_callbacks__ok() -> None:
    source = ribbon_vba(BUTTONS, CONTENTS.door)
    procedures = [name for name, _ in CALLBACK.findall(source)]
    assert re.findall(r"^Public Sub (\w+)", source, re.MULTILINE) == procedures
    for xml in XML.values():
        assert [button.get("onAction") for button in buttons(xml)] == [
            f"{MODULE}.{name}" for name in procedures
        ]
    assert f'Attribute VB_Name = "{MODULE}"' in source


def test_commands__ok() -> None:
    commands = [command for _, command in CALLBACK.findall(ribbon_vba(BUTTONS, CONTENTS.door))]
    functions = [found.group(1) for command in commands if (found := COMMAND.fullmatch(command))]
    assert functions == [button.function for button in BUTTONS]
    assert ribbon_vba(BUTTONS, CONTENTS.door).count("RunPython") == len(BUTTONS)
    for command in commands:
        ast.parse(command)
        # the command goes through cmd.exe between double quotes
        assert not set(command) & set("\"'%&|<>^!")


def test_functions_of_the_ribbon__ok() -> None:
    assert WORKS.keys() == {button.function for button in BUTTONS}
    assert all(callable(getattr(ribbon, button.function)) for button in BUTTONS)
    assert not hasattr(ribbon, "no_such_button")
