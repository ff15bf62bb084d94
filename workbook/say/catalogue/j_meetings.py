"""J…: findings about 季度现场推进 and 会议记录."""

from __future__ import annotations

from collections.abc import Mapping

from duban.workbook.say.catalogue.entry import Entry, entry

FINDINGS: Mapping[str, Entry] = {
    "J101": entry(
        "warning",
        "{period} 没有现场推进的产业",
        "no industry was looked at in {period}",
        "请补登；确实没有推进的，无需处理。",
        "Add it; nothing to do if there was none.",
        title=("一个季度没有现场推进", "a quarter without any industry"),
    ),
    "J102": entry(
        "warning",
        "{period} 推进了 {count} 个产业，一般为两个左右",
        "{count} industries were looked at in {period}; about two are usual",
        "请核对季度。",
        "Check the quarter.",
        title=("一个季度推进的产业过多", "many industries in one quarter"),
    ),
    "J103": entry(
        "warning",
        "议定事项应于 {due} 办完，已过 {days} 天，没有写已办结",
        "the decision was due on {due}, {days} days ago, and is not said to be done",
        "办完的，办理情况以“已办结”开头；没有办完的请催办。",
        "If it is done, begin 办理情况 with 已办结; else remind the unit.",
        title=("议定事项逾期未办结", "a decision that is overdue"),
    ),
    "J104": entry(
        "info",
        "议定事项没有写{column}，不会列入通报的待办",
        "the decision has no {column} and is not listed as open in bulletins",
        "请填写；不需要办理的，办理情况写“已办结”。",
        "Fill it in; if nothing is to be done, write 已办结 as 办理情况.",
        title=("议定事项没有责任单位或期限", "a decision without a unit or a day"),
    ),
}
