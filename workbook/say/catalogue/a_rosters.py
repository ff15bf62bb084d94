"""A…: findings about 领导小组."""

from __future__ import annotations

from collections.abc import Mapping

from duban.workbook.say.catalogue.entry import Entry, entry, hint

FINDINGS: Mapping[str, Entry] = {
    "A101": entry(
        "warning",
        "“{group}”有 {count} 名组长，应当有一名",
        "'{group}' has {count} persons as 组长; there is to be one",
        "请核对职务。",
        "Check 职务.",
        title=("小组没有组长，或不止一名", "a group without a head, or with several"),
    ),
    "A102": hint(
        "info",
        "{name} 有两个职务：{roles}，另一处在 {other}",
        "{name} has two roles ({roles}), also in {other}",
        "确是一人兼任的，无需处理；同名的两个人，请在姓名后注明单位。",
        "Nothing to do if it is one person; of two of one name, write the unit behind the name.",
        title=("一人兼两个职务", "one person in two roles"),
    ),
}
