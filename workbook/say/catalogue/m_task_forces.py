"""M…: findings about 工作专班 and 月调度."""

from __future__ import annotations

from collections.abc import Mapping

from duban.workbook.say.catalogue.entry import Entry, entry

FINDINGS: Mapping[str, Entry] = {
    "M101": entry(
        "error",
        "{column}写了 {count} 名：{names}，应当只有一名",
        "{column} names {count} persons ({names}); there is to be one",
        "请只留一名。",
        "Keep one.",
        title=("市领导、组长、联系人不止一名", "several persons where there is to be one"),
    ),
    "M102": entry(
        "warning",
        "写了汇报内容，没有报送日期，算未报",
        "there is a report without 报送日期, which counts as not reported",
        "请填写报送日期。",
        "Fill in 报送日期.",
    ),
    "M103": entry(
        "warning",
        "报送日期 {value} 在 {month} 开始以前",
        "报送日期 {value} is before {month} began",
        "请核对年月和报送日期。",
        "Check the month and the date.",
        title=("报送日期早于所报的月份", "reported before the month began"),
    ),
    "M104": entry(
        "warning",
        "“工作专班”中没有专班“{value}”，月调度汇总中没有这一行",
        "工作专班 has no task force '{value}'; 月调度汇总 does not show this row",
        "请改正名称，或在“工作专班”中补充。",
        "Correct the name, or add it to 工作专班.",
        title=("月调度的专班不在工作专班中", "a report of a task force that is not listed"),
    ),
}
