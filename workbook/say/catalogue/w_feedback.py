"""W…: findings about 信息反馈, and about what is to be published."""

from __future__ import annotations

from collections.abc import Mapping

from duban.workbook.say.catalogue.entry import Entry, entry

FINDINGS: Mapping[str, Entry] = {
    "W101": entry(
        "warning",
        "应于 {due} 前答复（{limit} 天以内），超过 {days} 天",
        "an answer was due by {due} (within {limit} days), {days} days ago",
        "请催办；期限在“规则”的“反馈答复天数”。",
        "Remind the unit; the days stand in 规则, 反馈答复天数.",
        title=("信息反馈逾期答复", "feedback that is answered late, or not"),
    ),
    "W102": entry(
        "warning",
        "答复内容和答复日期只填了一项",
        "only one of the answer and its day is filled in",
        "请填写另一项。",
        "Fill in the other.",
    ),
    "W103": entry(
        "info",
        "要公示，还没有答复，暂不列入公示稿",
        "it is to be published and not answered yet, so it is not in the public copy",
        "答复以后再公示。",
        "It is published once it is answered.",
    ),
    "W104": entry(
        "warning",
        "答复日期 {value} 早于收到的日期 {came}",
        "answered on {value}, before it came on {came}",
        "请核对两个日期。",
        "Check both dates.",
        title=("答复日期早于收到的日期", "answered before it came"),
    ),
    "W201": entry(
        "error",
        "“{around}”中有人名“{word}”（见 {source}），不能公示",
        "'{around}' names {word} (as {source} does), which must not be published",
        "请改写这一格；或加 --mask，用 ××× 代替。不是指这个人的，加 --allow 和包含它的整个词。",
        "Reword the cell, or print ××× with --mask. Where nobody is meant, add --allow with the whole word around it.",
        title=("要公示的内容中有人名", "a name in what is to be published"),
    ),
    "W202": entry(
        "error",
        "“{around}”中有电话、证件号、账号或邮箱“{word}”，不能公示",
        "'{around}' has {word}, a telephone, identity or account number or an address, which must not be published",
        "请改写这一格；或加 --mask，用 ××× 代替。可以公开的号码，加 --allow 和这个号码。",
        "Reword the cell, or print ××× with --mask. Add --allow with the number where everybody may know it.",
        title=(
            "要公示的内容中有电话、证件号、账号或邮箱",
            "a number or address of a person in what is to be published",
        ),
    ),
    "W203": entry(
        "error",
        "“{around}”中的“{word}”像是某个人，不能公示",
        "'{word}' in '{around}' looks like a person, who must not be published",
        "请改写这一格；或加 --mask，用 ××× 代替。不是指人的，加 --allow 和这个词。",
        "Reword the cell, or print ××× with --mask. Where nobody is meant, add --allow with the word.",
        title=("要公示的内容中像是有人名", "what looks like a person in what is to be published"),
    ),
    "W204": entry(
        "info",
        "公示稿中隐去了“{word}”等内容，印作 ×××",
        "'{word}' is printed as ××× in the public copy",
        "请核对；不是指人的，可以在公示稿中改回来，或加 --allow。",
        "Please check. Where nobody is meant, write it back into the copy, or add --allow.",
        title=("公示稿中隐去的内容", "what is masked in the public copy"),
    ),
    "W205": entry(
        "warning",
        "{count} 行隐藏着（或被筛选掉、所在的列或表隐藏着），没有列入公示稿",
        "{count} rows are hidden (or filtered out, or their column or sheet is) and not in the public copy",
        "要公示的，请取消隐藏或筛选，保存后再做一次。",
        "Show them, save the workbook and publish again if they are to be published.",
        title=("隐藏的行没有公示", "hidden rows are not published"),
    ),
    "W206": entry(
        "info",
        "还没有生成台账，公示稿只有事项和措施，没有进度和亮灯",
        "no ledger was built yet: the public copy has items and measures without progress and lights",
        "要公示进度的，请先生成台账（duban build），填报以后再做一次。",
        "Build the ledger (duban build), let progress be reported and publish again, if progress is to be shown.",
    ),
    "W207": entry(
        "warning",
        "清单改过以后还没有重新生成台账，{count} 项措施按清单列入或不列入公示稿",
        "the list was changed since the ledger was built: {count} measures are in the public copy, or not, as the list says",
        "请核对；最好先重新生成（duban build），再做一次。",
        "Please check; better build the ledger anew (duban build) and publish again.",
        title=("台账没有跟上清单", "the ledger is behind the list"),
    ),
    "W208": entry(
        "warning",
        "没有找到任务清单，公示稿只有信息反馈的答复",
        "there is no task list: the public copy has the answered feedback only",
        "要公示事项的，请检查清单的表头。",
        "Look at the header of the list, if items are to be published.",
    ),
}
