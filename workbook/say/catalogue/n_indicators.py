"""N…: findings about 指标监测."""

from __future__ import annotations

from collections.abc import Mapping

from duban.workbook.say.catalogue.entry import Entry, entry, hint

FINDINGS: Mapping[str, Entry] = {
    "N101": hint(
        "warning",
        "累计数由 {was}（{before}）降为 {now}",
        "the figure of the year to date fell from {was} ({before}) to {now}",
        "请核对：每季只写本季数的，口径应为“当期”。",
        "Check it: where each quarter is by itself, 口径 is 当期.",
        title=("累计数下降", "a figure of the year to date that falls"),
    ),
    "N102": entry(
        "warning",
        "没有可用的{column}",
        "there is no {column} that could be used",
        "请填写；没有计量单位的不合计，没有年度目标（大于 0）的没有完成率。",
        "Fill it in; without a unit nothing is summed, without a target above 0 there is no 完成率.",
        title=("没有计量单位或年度目标", "no unit or no target"),
    ),
    "N103": hint(
        "warning",
        "同比 {grown}（去年同期 {before}，今年 {now}），超过 50%",
        "the change to last year is {grown} ({before} then, {now} now), which is over 50 %",
        "请核对计量单位和口径是否与去年一致。",
        "Check that unit and 口径 are those of last year.",
        title=("同比超过 50%", "a change of more than 50 % to last year"),
    ),
}
