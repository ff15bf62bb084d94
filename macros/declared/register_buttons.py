"""The buttons of the ribbon's menu 登记表: one for each register that comes with the program, and one for those that a workbook
declares."""

from __future__ import annotations

from duban.macros.declared.buttons import LIST, REGISTERS
from duban.workbook.addin.button import Button

_BUTTONS = (
    ("register_projects", "重点项目库", "项目进库出库、投资和进展、包建责任和“五个一”，汇总在“项目库汇总”。", "SmartArtInsert", "P"),
    ("register_task_forces", "工作专班", "各产业的市领导、专班、智库、联盟和规划，“五要素”是否齐全。", "ReviewShareWorkbook", "W"),
    ("register_dispatch", "月调度", "各专班每月汇报的六个方面，谁已报、迟报、未报，汇总在“月调度汇总”。", "FunctionsDateTimeInsertGallery", "O"),
    ("register_indicators", "指标监测", "各产业重点指标的季度数、完成率和同比，汇总在“指标汇总”。", "ChartTypeLineInsertGallery", "I"),
    ("register_benchmarks", "对标台账", "各领域向谁对标、差距和举措，时序进度和亮灯，汇总在“对标汇总”。", "DiagramTargetInsertClassic", "1"),
    ("register_models", "标杆选树", "选树的标杆单位、企业、个人和项目。", "ShapeStar", "2"),
    ("register_on_site", "季度现场推进", "每个季度推进了哪些产业，通报、交流、问题和部署。", "DiagramCycleInsertClassic", "3"),
    ("register_meetings", "会议记录", "会议的议定事项，由谁办、何时办完；没有办完的进通报。", "ReviewNewComment", "4"),
    ("register_problems", "问题清单", "清单中的突出问题各由哪些措施解决、做到哪里；生成时从清单列出。", "ReviewAcceptChange", "X"),
    ("register_service_groups", "服务组", "入企服务组的组长、成员和包联企业。", "DiagramRadialInsertClassic", "5"),
    ("register_service_log", "服务记录", "各组每周入企天数和隐患，汇总在“服务记录汇总”。", "FormControlCheckBox", "6"),
    ("register_rosters", "领导小组", "领导小组的组长、副组长、成员和分管领域。", "OrganizationChartInsert", "7"),
    ("register_conduct", "作风问题", "督察中发现的庸、懒、散、慢、拖、瞒；只由人填写，程序从不填写。", "HighImportance", "8"),
    ("register_feedback", "信息反馈", "收到的意见、由谁答复、答复是否逾期、是否公示。", "ReviewShowAllComments", "9"),
    ("register_zones", "开发区情况", "各开发区的模式、机构、平台、基金、厂房、道路和土地，汇总在“开发区汇总”。", "ChartTypeColumnInsertGallery", "Y"),
    ("register_cases", "案例", "可以推广的做法、成效和数据。", "PictureInsertFromFile", "Z"),
    ("register_definitions", "登记表定义", "声明本单位自己的登记表：一行一列，写明类型、谁填、怎么汇总。", "NameManager", "Q"),
    ("register_declared", "已声明的登记表", "把“登记表定义”中声明、还没有工作表的登记表都加上。", "TableInsertExcel", "V"),
)  # fmt: skip
"""Function of the ribbon's door, label, what it is for, Excel's icon, key."""

_PLACE = 5
"""Behind the buttons of the group that stand alone."""

REGISTER_BUTTONS = tuple(
    Button(function, LIST, place, label, f"加上“{label}”", about, icon, key, menu=REGISTERS)
    for place, (function, label, about, icon, key) in enumerate(_BUTTONS, _PLACE)
)
