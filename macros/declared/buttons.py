"""The groups of the ribbon, and the buttons that belong to no command."""

from __future__ import annotations

from duban.workbook.addin.button import Button, Group

LIST = Group("List", "清单")
FIGURES = Group("Figures", "汇总")
RETURNS = Group("Returns", "收发")
HELP = Group("Help", "帮助")
GROUPS = (LIST, FIGURES, RETURNS, HELP)

OTHERS = (
    Button(
        "export_returns",
        RETURNS,
        1,
        "导出填报表",
        "导出各单位填报表",
        "为每个牵头单位导出一个填报文件。此功能尚未提供。",
        "FileSendAsAttachment",
        "E",
        enabled=False,
    ),
    Button(
        "collect_returns",
        RETURNS,
        2,
        "回收合并",
        "回收并合并填报表",
        "把各单位交回的填报文件合并进台账。此功能尚未提供。",
        "ImportExcel",
        "H",
        enabled=False,
    ),
    Button(
        "rules",
        HELP,
        1,
        "规则",
        "校验规则",
        "查看全部校验规则，每条附错误示例和改法。",
        "ConditionalFormattingMenu",
        "G",
    ),
    Button("manual", HELP, 2, "手册", "使用手册", "打开使用手册。", "Help", "M"),
    Button("about", HELP, 3, "关于", "关于督办", "查看版本、Python 位置和运行情况。", "Info", "K"),
)
