"""B…: findings about 督办单台账."""

from __future__ import annotations

from collections.abc import Mapping

from duban.workbook.say.catalogue.entry import Entry, entry

FINDINGS: Mapping[str, Entry] = {
    "B101": entry(
        "error",
        "文号“{value}”在 {other} 已经用过",
        "'{value}' is the number of the letter in {other} as well",
        "请核对两行，一个文号只给一份公文；改正以前，重写其中一份时程序会停下。",
        "Check both rows: a number belongs to one letter. Until it is mended, neither can be made again.",
        title=("两份公文用了一个文号", "two letters of one number"),
    ),
    "B102": entry(
        "error",
        "{period}发给“{unit}”的{kind}记了两行，另一行是 {other}",
        "the {kind} of {period} to '{unit}' is on record twice, also in {other}",
        "请删去多余的一行；改正以前，重写这一份时程序会停下。",
        "Delete the one that is too many. Until it is mended, this letter cannot be made again.",
        title=("同一份公文记了两行", "one letter on record twice"),
    ),
    "B103": entry(
        "warning",
        "应于 {value} 前回复，过了 {days} 天没有回复的记录",
        "an answer was due by {value}; there is none on record {days} days later",
        "请催办（措施仍要督办的，可以生成催办单）；已经回复的，填写回复日期和回复情况；不用再回复的，办结情况写“办结”。",
        "Remind the unit (by 催办单 while its measures call for one), or fill in the answer and its day; write 办结 in 办结情况 where none is needed any more.",
        title=("督办逾期没有回复", "a letter that was not answered in time"),
    ),
    "B104": entry(
        "warning",
        "{name} {value} 早于发文日期 {sent}",
        "{name} {value} is before {sent}, on which the letter was sent",
        "请核对两个日期。",
        "Check both dates.",
        title=("回复期限或回复日期早于发文日期", "answered, or due, before it was sent"),
    ),
    "B105": entry(
        "error",
        "这一行没有填{column}，生成公文时认不出是哪一份",
        "{column} is blank: nobody can tell which letter this is",
        "请照发出的公文补上；不是公文的行，请删去。",
        "Fill it in as in the letter that was sent, or delete the row.",
        title=("督办单台账缺文种、单位、期间或日期", "a letter on record without kind, unit, period or day"),
    ),
}
