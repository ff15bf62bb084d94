"""The ribbon tab 督办: one table of buttons, from which its XML and its VBA are made.

The table is the only place where a button is told: its function in ``duban.macros.ribbon``, what staff
read on it, its icon and its key.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

MODULE = "DubanRibbon"
"""The VBA module of the callbacks. Names in the XML carry it, so that no other open add-in can answer."""

DOOR = "duban.macros.ribbon"
"""The Python module whose functions the buttons call."""

NAMESPACES = {
    "customUI/customUI.xml": "http://schemas.microsoft.com/office/2006/01/customui",
    "customUI/customUI14.xml": "http://schemas.microsoft.com/office/2009/07/customui",
}
"""Part → namespace of the ribbon for Excel 2007 and for Excel 2010 and later, which reads only the second."""


@dataclass(frozen=True, slots=True)
class Button:
    """One button. ``supertip`` says what a click does, ``key`` is one letter of the tab's key tips."""

    function: str
    label: str
    screentip: str
    supertip: str
    icon: str
    key: str
    enabled: bool = True

    @property
    def callback(self) -> str:
        """The VBA procedure of the button: ``close_period`` → ``OnClosePeriod``."""
        return "On" + "".join(word.capitalize() for word in self.function.split("_"))

    @property
    def command(self) -> str:
        """The Python that a click runs."""
        return f"import {DOOR}; {DOOR}.{self.function}()"


@dataclass(frozen=True, slots=True)
class Group:
    """Buttons that stand together under one name."""

    id: str
    label: str
    buttons: tuple[Button, ...]


GROUPS = (
    Group(
        "List",
        "清单",
        (
            Button(
                "validate",
                "校验",
                "校验任务清单",
                "逐格检查当前工作簿，问题写入“校验结果”，点“单元格”一列即到该处。您的内容不会改动。",
                "DataValidation",
                "J",
            ),
            Button(
                "ledger",
                "生成台账",
                "生成或更新具体项目台账",
                "把“改革的具体项目”逐条拆成台账。已填的进度跟着措施走，不会丢失。",
                "TableInsertExcel",
                "T",
            ),
            Button(
                "suggest",
                "建议承接",
                "建议对应的市级事项",
                "按共同词语为每个事项找出可能承接的市级事项，写入“承接关系”，待人工确认后才计入汇总。",
                "HyperlinkInsert",
                "C",
            ),
        ),
    ),
    Group(
        "Figures",
        "汇总",
        (
            Button(
                "rollup",
                "市级汇总",
                "生成市级汇总",
                "按已确认的承接关系汇总到市级事项，标出未承接、未报和逾期。",
                "OutlineSubtotals",
                "S",
            ),
            Button(
                "units",
                "单位分表",
                "生成各牵头单位分表",
                "每个牵头单位一张表，列出其事项、措施、进度和亮灯。",
                "WindowsCascade",
                "D",
            ),
            Button(
                "summary",
                "季度通报",
                "生成当前期间的通报",
                "按“规则”中的当前期间生成通报，含各单位排名和逾期清单。",
                "ChartInsert",
                "B",
            ),
            Button(
                "build",
                "全部生成",
                "一次生成全部表格",
                "依次生成台账、承接建议、单位分表、市级汇总和通报。",
                "RefreshAll",
                "A",
            ),
        ),
    ),
    Group(
        "Returns",
        "收发",
        (
            Button(
                "export_returns",
                "导出填报表",
                "导出各单位填报表",
                "为每个牵头单位导出一个填报文件。此功能尚未提供。",
                "FileSendAsAttachment",
                "E",
                enabled=False,
            ),
            Button(
                "collect_returns",
                "回收合并",
                "回收并合并填报表",
                "把各单位交回的填报文件合并进台账。此功能尚未提供。",
                "ImportExcel",
                "H",
                enabled=False,
            ),
            Button(
                "close_period",
                "封存本期",
                "封存当前期间",
                "把当前期间的数字定下来，不再变动。此功能尚未提供。",
                "Lock",
                "F",
                enabled=False,
            ),
        ),
    ),
    Group(
        "Help",
        "帮助",
        (
            Button(
                "rules",
                "规则",
                "校验规则",
                "查看全部校验规则，每条附错误示例和改法。",
                "ConditionalFormattingMenu",
                "G",
            ),
            Button("manual", "手册", "使用手册", "打开使用手册。", "Help", "M"),
            Button("about", "关于", "关于督办", "查看版本、Python 位置和运行情况。", "Info", "K"),
        ),
    ),
)

BUTTONS = tuple(button for group in GROUPS for button in group.buttons)


def ribbon_xml(namespace: str) -> bytes:
    """The ribbon in the dialect ``namespace``, as UTF-8."""
    lines = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>']
    lines += [f"<customUI xmlns={quoteattr(namespace)}>", " <ribbon>", "  <tabs>"]
    lines.append('   <tab id="tabDuban" label="督办" keytip="DB">')
    for group in GROUPS:
        lines.append(f'    <group id="grp{group.id}" label={quoteattr(group.label)}>')
        lines += [f"     <button {_attributes(button)}/>" for button in group.buttons]
        lines.append("    </group>")
    lines += ["   </tab>", "  </tabs>", " </ribbon>", "</customUI>", ""]
    return "\n".join(lines).encode()


def _attributes(button: Button) -> str:
    attributes = {
        "id": f"btn{button.callback[2:]}",
        "label": button.label,
        "size": "large",
        "imageMso": button.icon,
        "keytip": button.key,
        "screentip": button.screentip,
        "supertip": button.supertip,
        "onAction": f"{MODULE}.{button.callback}",
    }
    if not button.enabled:
        attributes["enabled"] = "false"
    return " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items())


_AROUND = """\
Private Sub NotRun(Reason As String)
    MsgBox NotRunText() & vbLf & Reason, vbExclamation
    Application.StatusBar = False
End Sub

Private Function HasWorkbook() As Boolean
    HasWorkbook = Not ActiveWorkbook Is Nothing And Not IsProtectedView()
    If Not HasWorkbook Then MsgBox NoWorkbookText(), vbInformation
End Function

Private Function IsProtectedView() As Boolean
    ' Behind a protected view in front the active workbook is another one, which nobody means
    Dim Host As Object
    On Error Resume Next ' neither Excel 2007 nor that of a Mac has such windows
    Set Host = Application
    IsProtectedView = Not Host.ActiveProtectedViewWindow Is Nothing
End Function
"""


def ribbon_vba() -> str:
    """The source of the VBA module with one procedure per button, lines ended by LF."""
    lines = [f'Attribute VB_Name = "{MODULE}"', "Option Explicit", ""]
    for button in BUTTONS:
        lines += [
            f"Public Sub {button.callback}(control As IRibbonControl)",
            "    On Error GoTo failed",
            f'    If HasWorkbook() Then RunPython "{button.command}"',
            "    Exit Sub",
            "failed:",
            "    NotRun Err.Description",
            "End Sub",
            "",
        ]
    return "\n".join(lines) + "\n" + _AROUND
