"""Q…: findings about 问题清单."""

from __future__ import annotations

from collections.abc import Mapping

from duban.workbook.say.catalogue.entry import Entry, entry, hint

FINDINGS: Mapping[str, Entry] = {
    "Q101": hint(
        "info",
        "这个突出问题没有写对应措施",
        "No measure is said to answer this problem",
        "有措施解决它的，请写措施序号；没有的，请在清单中补充措施。",
        "Write the numbers of the measures that answer it, or add a measure to the list.",
    ),
    "Q102": entry(
        "warning",
        "对应措施中的“{what}”找不到对应的措施",
        "'{what}' in 对应措施 names no measure",
        "请写本事项的措施序号，如 1、3；别的事项的写作 2-1。",
        "Write numbers of measures of the item, such as 1、3, or 2-1 for another item.",
        title=("对应措施写的序号在台账中找不到", "对应措施 names a measure that the ledger does not have"),
    ),
    "Q103": entry(
        "warning",
        "对应的措施“{what}”已不在清单上，不再算作对应措施",
        "The measure '{what}' has left the list and answers this problem no more",
        "请看一看问题是否还有措施解决。",
        "See whether the problem is still answered.",
        title=("对应的措施已不在清单上", "a measure that answered a problem has left the list"),
    ),
    "Q104": entry(
        "warning",
        "对应措施有 {count} 条，只计入前 {most} 条",
        "{count} measures answer this problem; only the first {most} count",
        "请把问题分开写，或只写主要的措施。",
        "Part the problem, or name the main measures only.",
        title=("对应措施太多，后面的没有计入", "too many measures answer a problem; the last do not count"),
    ),
}
