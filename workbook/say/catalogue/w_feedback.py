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
}
