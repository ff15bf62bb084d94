"""The groups of the ribbon, and the buttons that belong to no command."""

from __future__ import annotations

from duban.workbook.addin.button import Button, Group, Menu

LIST = Group("List", "清单")
FIGURES = Group("Figures", "汇总")
RETURNS = Group("Returns", "收发")
HELP = Group("Help", "帮助")
GROUPS = (LIST, FIGURES, RETURNS, HELP)

REGISTERS = Menu(
    "Registers",
    "登记表",
    "加上一张登记表",
    "项目、专班、调度、指标、对标、会议、服务、反馈等登记表，和本单位自己声明的。已有同名工作表的，只在右边补上缺少的列。",
    "DataFormExcel",
    "R",
)

DOCUMENTS = Menu(
    "Documents",
    "生成公文",
    "写出 Word 公文",
    "按公文格式（GB/T 9704）写出通报、督办单、催办单和年度评估，数与工作簿相同，放进您选的文件夹。",
    "FileSaveAsWordDocx",
    "0",
)

OTHERS = (
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
