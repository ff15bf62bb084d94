"""U…: findings about rules of an office's own."""

from __future__ import annotations

from collections.abc import Mapping

from duban.workbook.say.catalogue.entry import Entry, entry

FINDINGS: Mapping[str, Entry] = {
    "U101": entry(
        "error",
        "{says}",
        "{says}",
        "{do}",
        "{do}",
        title=("不符合本单位的自定义规则", "a rule of the office's own is not satisfied"),
    ),
    "U102": entry(
        "error",
        "自定义规则要求的列“{lacking}”不在表头里",
        "column {lacking}, which a rule of your own needs, is not in the header",
        "请恢复该列；如果列名写法不同，请改规则文件。",
        "Put the column back, or correct its name in the file of rules.",
        title=("缺少自定义规则要求的列", "a column that a rule of the office's own needs"),
    ),
    "U103": entry(
        "error",
        "自定义规则“{rule}”没有查成（{why}）",
        "your own rule '{rule}' could not be run ({why})",
        "请编写规则的人改正规则文件；这条规则这次没有检查。",
        "Have the file of rules corrected; this rule was not checked.",
        title=("自定义规则没有查成", "a rule of the office's own could not be run"),
    ),
    "U104": entry(
        "info",
        "没有可查的工作表“{name}”，为它写的自定义规则没有用上",
        "there is no sheet '{name}' to check; the rules of your own for it were not used",
        "如果工作表改了名，请改规则文件里的 name。",
        "Correct the name in the file of rules if the sheet was renamed.",
        title=("自定义规则没有用上", "rules of the office's own that were not used"),
    ),
}
