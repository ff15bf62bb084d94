"""V…: findings about 服务记录."""

from __future__ import annotations

from collections.abc import Mapping

from duban.workbook.say.catalogue.entry import Entry, entry, hint

FINDINGS: Mapping[str, Entry] = {
    "V101": entry(
        "warning",
        "这一周入企 {days} 天，少于 {wanted} 天",
        "{days} days at enterprises in this week, fewer than {wanted}",
        "请核对；要求的天数在“规则”的“每周入企天数”。",
        "Check it; how many are asked for stands in 规则, 每周入企天数.",
        title=("入企天数不足", "fewer days at enterprises than asked for"),
    ),
    "V102": entry(
        "warning",
        "“{group}”有 {count} 周没有记录：{weeks}",
        "{count} weeks of group '{group}' have no row: {weeks}",
        "请补登；没有入企的填 0 天，并在备注中说明。",
        "Add them; where nobody went, enter 0 days and say why.",
        title=("服务组缺少几周的记录", "weeks without a row"),
    ),
    "V103": entry(
        "warning",
        "“服务组”中没有“{value}”",
        "服务组 has no group '{value}'",
        "请改正组别，或在“服务组”中补充。",
        "Correct the group, or add it to 服务组.",
        title=("服务记录的组别不在服务组中", "a record of a group that is not listed"),
    ),
    "V104": hint(
        "info",
        "整改的隐患 {value} 处，多于本周发现的 {found} 处",
        "{value} dangers mended, more than the {found} that were found in the week",
        "整改了以前发现的，无需处理；否则请改正。",
        "Nothing to do if older ones were mended; else correct it.",
        title=("整改的隐患多于发现的", "more dangers mended than found"),
    ),
}
