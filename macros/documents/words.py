"""The program's own words of documents, in the order of the sheet 公文模板, where an office may change them."""

from __future__ import annotations

from duban.workbook.format.sheets.document_words import DOCUMENTS

LAYOUT, BULLETIN, ORDER, REMINDER, YEAR = DOCUMENTS
KINDS = (BULLETIN, ORDER, REMINDER, YEAR)
LETTERS = (ORDER, REMINDER)
"""The kinds that go to one unit each and stand in 督办单台账."""

MARK, RED_HEAD, SEAL, CODE, NUMBER = "发文机关标志", "红头", "印章", "机关代字", "发文字号"
TITLE, ADDRESSEE, SIGNED, SIGNED_ON = "标题", "主送", "署名", "成文日期"
COPY_TO, PRINTED_BY, PRINTED_ON, REPLY_DAYS = "抄送", "印发机关", "印发日期", "回复天数"
PARTS = (
    MARK, RED_HEAD, SEAL, CODE, NUMBER, TITLE, ADDRESSEE, SIGNED, SIGNED_ON, COPY_TO, PRINTED_BY, PRINTED_ON, REPLY_DAYS,
)  # fmt: skip
"""What has its place in the layout; all other parts are text, in the order of the sheet."""

YES, NO = "是", "否"

_LAYOUT = (
    (MARK, "{印发单位}文件"),
    (RED_HEAD, YES),
    (SEAL, YES),
    (CODE, "督办"),
    (NUMBER, "{机关代字}〔{年份}〕{顺序号}号"),
    (SIGNED, "{印发单位}"),
    (SIGNED_ON, "{日期}"),
    (COPY_TO, "{抄送单位}"),
    (PRINTED_BY, "{印发单位}"),
    (PRINTED_ON, "{日期}"),
    (REPLY_DAYS, "7"),
)

_BULLETIN = (
    (CODE, "督办通"),
    (TITLE, "关于{期间}重点改革攻坚事项进展情况的通报{更正}"),
    (ADDRESSEE, "{主送单位}"),
    ("开头", "现将{单位名称}{期间}重点改革攻坚事项进展情况通报如下。数据截至{截至日期}。"),
    (
        "总体情况",
        "# 总体情况\n{总体情况}\n各事项进展情况见{事项进展附件}。\n市级事项进展情况见{市级事项进展附件}。",
    ),
    (
        "排名",
        "# 进展排名\n{单位进展排名}\n各单位的平均进度和名次见{单位进展排名附件}。\n{区县进展排名}\n"
        "各区县的平均进度和名次见{区县进展排名附件}。",
    ),
    (
        "逾期和滞后",
        "# 逾期和滞后措施\n截至{截至日期}，逾期和滞后措施共{逾期和滞后措施数}项。\n{逾期和滞后措施}\n"
        "名单见{逾期和滞后措施附件}。",
    ),
    (
        "未报和未更新",
        "# 未报送和未更新\n没有填报进度的措施{未报进度措施数}项。\n名单见{未报进度措施附件}。\n"
        "本期没有更新进展的措施{本期未更新措施数}项。\n名单见{本期未更新措施附件}。\n未报送的区县{未报送区县数}个。\n"
        "名单见{未报送区县附件}。",
    ),
    (
        "即将到期",
        "# 即将到期措施\n{临期天数}日内到期、尚未办结的措施{即将到期措施数}项。\n名单见{即将到期措施附件}。",
    ),
    (
        "需核实",
        "# 需要核实的数字\n有{需核实事项数}项填报需要核实，所涉数字以核实结果为准，见{需核实事项附件}。",
    ),
    (
        "下步要求",
        "# 下步工作要求\n## 查明逾期和滞后的原因\n各责任单位对逾期和滞后的措施逐项查明原因，提出改进办法和完成时间，落实到人。\n"
        "## 按时报送\n没有填报、没有更新进展的，请尽快补报；进度以佐证材料为准。\n"
        "## 倒排即将到期的措施\n对即将到期的措施倒排时间，按期办结；确需调整时限的，按程序提出。",
    ),
)

_ORDER = (
    (TITLE, "重点改革攻坚事项督办单"),
    (ADDRESSEE, "{单位}"),
    (COPY_TO, ""),
    (
        "情况",
        "经核对，截至{截至日期}，你单位承担的重点改革攻坚措施中，有{措施数}项需要督办：逾期{逾期数}项，"
        "{临期天数}日内到期{到期数}项，没有填报进度{未报数}项。同一项措施可以同时属于几类，名单见附件1。",
    ),
    ("核实", "其中{核实数}项填报的数字需要核实，见附件1的备注，请一并说明。"),
    (
        "要求",
        "请对照名单逐项说明进展、原因和下步措施，填写附件2《督办回执》，由负责同志审签、加盖公章后，于{回复期限}前"
        "送{印发单位}。已经办结的，请附佐证材料。",
    ),
)

_REMINDER = (
    (CODE, "催办"),
    (TITLE, "重点改革攻坚事项催办单"),
    (ADDRESSEE, "{单位}"),
    (COPY_TO, ""),
    ("前次督办", "{前次督办}"),
    (
        "情况",
        "截至{截至日期}，你单位仍有{措施数}项重点改革攻坚措施需要抓紧办理：逾期{逾期数}项，{临期天数}日内到期{到期数}项，"
        "没有填报进度{未报数}项。同一项措施可以同时属于几类，名单见附件1。",
    ),
    ("核实", "其中{核实数}项填报的数字需要核实，见附件1的备注，请一并说明。"),
    (
        "要求",
        "请于{回复期限}前填写附件2《催办回执》，说明办理结果；仍不能办结的，写明原因、责任人和办结时间，送{印发单位}。",
    ),
)

_YEAR = (
    (CODE, "督办评"),
    (TITLE, "{单位名称}{年度}年度重点改革攻坚事项评估"),
    (ADDRESSEE, "{主送单位}"),
    ("开头", "现将{年度}年度重点改革攻坚事项评估的参考情况印发你们。数据截至{截至日期}。"),
    ("性质", "{提示}"),
    ("参考分", "# 参考分和名次\n各单位的参考分、各部分得分和名次见{参考分附件}。"),
    ("各季度", "# 各季度进度\n各单位各季度的平均进度和全年进度见{各季度平均进度附件}。\n{各季度平均进度}"),
    ("时限报送佐证", "# 时限、报送和佐证\n各单位按时办结、报送和佐证材料的情况见{时限、报送和佐证附件}。"),
    ("项目指标对标", "# 项目、指标和对标\n各单位项目、指标和对标的情况见{项目、指标和对标附件}。"),
    ("说明", "# 计算方法和推定\n{说明}"),
)

BUILT_IN: tuple[tuple[str, str, str], ...] = tuple(
    (kind, part, text)
    for kind, parts in (
        (LAYOUT, _LAYOUT),
        (BULLETIN, _BULLETIN),
        (ORDER, _ORDER),
        (REMINDER, _REMINDER),
        (YEAR, _YEAR),
    )
    for part, text in parts
)
"""公文, 部分, 文字."""
