"""Stops about official documents."""

from __future__ import annotations

from collections.abc import Mapping

from duban.workbook.say.sentence import Reason, Say

REASONS: Mapping[str, Reason] = {
    "unknown_placeholder": Reason(
        Say(
            "{path} 的 {cell} 中有程序不认识的 {name}，没有写出公文。",
            "{cell} in {path} names {name}, which there is not; no document was written.",
        ),
        Say("请改成其中一个：{known}。", "Use one of these: {known}."),
    ),
    "unknown_document": Reason(
        Say(
            "{path} 的 {cell} 写着“{name}”，没有这种公文，没有写出。",
            "{cell} in {path} says '{name}', which is no kind of document; none was written.",
        ),
        Say(
            "请改成版式、通报、督办单、催办单、年度评估中的一个。",
            "Use 版式, 通报, 督办单, 催办单 or 年度评估.",
        ),
    ),
    "bad_reply_days": Reason(
        Say(
            "“公文模板”中的回复天数“{value}”不是 1 到 365 的整数，没有写出公文。",
            "回复天数 in 公文模板 is '{value}', which is no whole number from 1 to 365; no document was written.",
        ),
        Say("请改成天数，如 7。", "Write the days, as 7."),
    ),
    "sent_unclear": Reason(
        Say(
            "{path} 的 {cell}：{name}“{value}”空白或看不明白，不知道这份公文原来的文号和日期，没有写出公文。",
            "{cell} in {path}: {name} '{value}' is blank or not understood, so that number and days of the letter are not known; no document was written.",
        ),
        Say(
            "请在“督办单台账”中补上原来的{name}（日期写成日期，期间写作 2020Q3），再做一次。",
            "Put the {name} that the letter had into 督办单台账 (a day as a date, a period as 2020Q3) and try again.",
        ),
    ),
    "sent_twice": Reason(
        Say(
            "{path} 的“{sheet}”第 {rows} 行重复：同一文号，或同一单位、期间、文种登记了两次，没有写出公文。",
            "Rows {rows} of {sheet} in {path} are of the same number, or of the same unit, period and kind; no document was written.",
        ),
        Say("请核对后改正文号，或删去多余的一行。", "Correct the number, or delete the row too many."),
    ),
    "bad_yes_no": Reason(
        Say(
            "“公文模板”中的{name}“{value}”不是“是”或“否”，没有写出公文。",
            "{name} in 公文模板 is '{value}', neither 是 nor 否; no document was written.",
        ),
        Say("请写“是”或“否”。", "Write 是 or 否."),
    ),
    "broken_placeholder": Reason(
        Say(
            "{path} 的 {cell} 中大括号不成对：{text}，没有写出公文。",
            "The braces in {cell} of {path} do not pair: {text}; no document was written.",
        ),
        Say("请把大括号补成对，如 {{期间}}。", "Write them in pairs, as {{期间}}."),
    ),
    "no_title": Reason(
        Say(
            "{path} 的“公文模板”中{kind}的标题是空白的，没有写出公文。",
            "The 标题 of {kind} in 公文模板 of {path} is blank; no document was written.",
        ),
        Say("请写上标题，或删去这一行，用程序自带的。", "Write one, or delete the row for the program's."),
    ),
    "document_in_the_way": Reason(
        Say(
            "{path} 已经存在，内容与要写出的不同，没有覆盖，没有写出公文。",
            "{path} exists already and differs from what would be written; it was not overwritten, and no document written.",
        ),
        Say("请把它移走，或换一个文件夹。", "Move it away, or choose another folder."),
    ),
    "nothing_said_yet": Reason(
        Say(
            "{path} 没有 {period} 的通报可用，没有写出公文。",
            "{path} has no bulletin of {period} to take the figures from; no document was written.",
        ),
        Say(
            "请先生成这一期的通报（duban summary），再做一次。",
            "Make the bulletin of that period (duban summary) and try again.",
        ),
    ),
    "no_year_yet": Reason(
        Say(
            "{path} 没有 {year} 年度考核参考：它在全年最后一期（第四季度或 12 月）生成。",
            "{path} has no 年度考核参考 of {year}: it is made with the last period of a year.",
        ),
        Say(
            "请用 --period {year}Q4，或把“规则”的当前期间改为全年最后一期再做。",
            "Choose --period {year}Q4, or set 当前期间 in 规则 to the last period of the year.",
        ),
    ),
    "no_such_addressee": Reason(
        Say(
            "{path} 中没有单位“{unit}”承担措施，没有写出公文。",
            "No measure in {path} belongs to '{unit}'; no document was written.",
        ),
        Say("请检查单位名称；承担措施的有：{units}。", "Check the name; these have measures: {units}."),
    ),
    "only_letters_have_units": Reason(
        Say(
            "--unit 只用于督办单和催办单，不能用于{kind}，没有写出公文。",
            "--unit is for 督办单 and 催办单 only, not for {kind}; no document was written.",
        ),
        Say("请去掉 --unit。", "Leave --unit out."),
    ),
    "nothing_to_order": Reason(
        Say(
            "{path} 中没有逾期、{days} 日内到期或未报进度的措施，不用发{kind}，没有写出。",
            "{path} has no measure that is overdue, due within {days} days or without report; no {kind} is called for.",
        ),
        Say("无需处理。", "Nothing to do."),
    ),
    "no_such_district": Reason(
        Say(
            "{path} 中没有区县“{unit}”，没有写出公文。",
            "{path} has no district '{unit}'; no document was written.",
        ),
        Say("请检查名称；有的是：{units}。", "Check the name; these are there: {units}."),
    ),
    "no_district_to_order": Reason(
        Say(
            "{path} 中各区县都已报送，没有逾期、滞后或有措施未报进度的事项，不用发{kind}，没有写出。",
            "All districts in {path} have handed in, and none has an item that is late or not reported in full; no {kind} is called for.",
        ),
        Say("无需处理。", "Nothing to do."),
    ),
    "no_ledger_yet": Reason(
        Say(
            "{path} 还没有生成台账，没有写出公文。",
            "No ledger was built in {path} yet; no document was written.",
        ),
        Say(
            "请先生成台账（duban build），填报以后再做。",
            "Build it (duban build), let progress be reported and try again.",
        ),
    ),
    "words_are_there": Reason(
        Say(
            "{path} 已经有工作表“公文模板”，没有改动。",
            "{path} has a sheet 公文模板 already; it was not changed.",
        ),
        Say(
            "请在这张表中修改；想要全部内置文字的，先把它改名。",
            "Change that sheet; rename it first, if you want the program's words anew.",
        ),
    ),
}
