"""Stops about what a workbook says, and leaves no safe way to go on."""

from __future__ import annotations

from collections.abc import Mapping

from duban.workbook.say.sentence import Reason, Say

REASONS: Mapping[str, Reason] = {
    "sheet_is_yours": Reason(
        Say(
            "{path} 中的工作表“{sheet}”不是程序生成的，程序不会覆盖它。",
            "Sheet '{sheet}' in {path} was not made by this program and will not be overwritten.",
        ),
        Say("请把它改名后再试。", "Rename it and try again."),
    ),
    "no_such_register": Reason(
        Say("没有登记表“{name}”。", "There is no register '{name}'."),
        Say(
            "可用的有：{names}；本单位自己的登记表在“登记表定义”中声明。",
            "There are: {names}; an office declares its own on sheet 登记表定义.",
        ),
    ),
    "register_is_list": Reason(
        Say(
            "{path} 的工作表“{sheet}”就是任务清单，不能再作登记表。",
            "Sheet '{sheet}' of {path} is the task list and can be no register as well.",
        ),
        Say("请把任务清单改名，或另建一张表。", "Rename the task list, or make another sheet."),
    ),
    "register_header": Reason(
        Say(
            "{path} 的工作表“{sheet}”中没有找到登记表的表头。",
            "Sheet '{sheet}' of {path} has no header of the register.",
        ),
        Say(
            "表头要有这些列名中的至少两个：{columns}；不是这张登记表的，请改名后再加。",
            "It needs two at least of: {columns}. If it is something else, rename it first.",
        ),
    ),
    "no_list": Reason(
        Say(
            "{path} 中没有找到任务清单（查看了：{sheets}）。",
            "No task list found in {path} (looked at: {sheets}).",
        ),
        Say(
            "表头须有“事项名称”和“改革的具体项目”等列名。市级工作簿请用 rollup。",
            "The header needs names such as 事项名称 and 改革的具体项目. For a city workbook use rollup.",
        ),
    ),
    "nothing_to_publish": Reason(
        Say(
            "{path} 中没有可以公示的内容，没有写出公示稿。",
            "{path} holds nothing that can be published; no public copy was written.",
        ),
        Say(
            "要有任务清单（没有隐藏的事项），或“信息反馈”中标了公示、已经答复的行。",
            "It needs a task list with items that are not hidden, or feedback that is marked 公示 and answered.",
        ),
    ),
    "other_list": Reason(
        Say(
            "{path} 的台账是按工作表“{other}”生成的；改用“{sheet}”会把原有措施全部移出。",
            "The ledger of {path} was made of sheet '{other}'; with '{sheet}' all of its measures would be moved out.",
        ),
        Say(
            "同一张清单分在几张工作表的，请合到一张；不同的清单请各用一个工作簿。",
            "Put a list that is split over sheets into one; give each list a workbook of its own.",
        ),
    ),
    "no_bulletins": Reason(
        Say(
            "{path} 只有登记表，没有任务清单，不生成通报，没有可封存的。",
            "{path} holds registers and no task list; it has no bulletins that could be closed.",
        ),
        Say(
            "登记表各期的数字记在工作簿里，不用封存。",
            "What the registers showed is on record; nothing need be closed.",
        ),
    ),
    "not_built": Reason(
        Say(
            "{path} 没有 {period} 的通报记录，无从封存。",
            "{path} has no bulletin of {period} on record that could be closed.",
        ),
        Say(
            "请先生成这一期的通报：duban summary --period {period}。",
            "First make its bulletin: duban summary --period {period}.",
        ),
    ),
    "not_closed": Reason(
        Say(
            "{path} 的 {period} 没有封存过，谈不上更正。",
            "{period} of {path} was never closed; there is nothing to correct.",
        ),
        Say("请先封存：duban close。", "Close it first: duban close."),
    ),
    "no_reason": Reason(
        Say("更正要写明原因。", "A correction needs a reason."),
        Say(
            "请加 --reason，例如 --reason 数字录入有误。",
            "Add --reason, such as --reason 'a figure was mistyped'.",
        ),
    ),
    "either_or": Reason(
        Say("{one} 和 {other} 只能选一个。", "{one} and {other} exclude each other."),
        Say("请去掉其中一个。", "Leave one of them out."),
    ),
    "only_with": Reason(
        Say("{one} 只能和 {other} 一起用。", "{one} goes only with {other}."),
        Say("请加上 {other}，或去掉 {one}。", "Add {other}, or leave {one} out."),
    ),
    "not_running": Reason(
        Say(
            "{period} 不是当前期间，不能按现在的台账重新生成后封存。",
            "{period} is not the current period, so it cannot be made anew from the ledger as it is and then closed.",
        ),
        Say(
            "按原来的数封存用 --as-built；要重做，先用 build --period {period} --reopen。",
            "Close what was built with --as-built; to make it anew, first build --period {period} --reopen.",
        ),
    ),
    "period_is_closed": Reason(
        Say("{path} 的 {period} 已封存，不能重开。", "{period} of {path} is closed and cannot be reopened."),
        Say(
            "要更正，用 duban close --reissue --reason 说明原因，更正另成一张表。",
            "To correct it, use duban close --reissue --reason, which makes a sheet of its own.",
        ),
    ),
    "several_lists": Reason(
        Say("{path} 中有多张任务清单：{sheets}。", "{path} holds several task lists: {sheets}."),
        Say(
            "请用 --sheet 指明其中一张；是同一张清单的，请先合到一张工作表。",
            "Name one with --sheet; put one list that is split over sheets into one sheet first.",
        ),
    ),
    "no_sheet": Reason(
        Say(
            "{path} 中没有工作表“{sheet}”，现有：{sheets}。",
            "{path} has no sheet '{sheet}'; it has: {sheets}.",
        ),
        Say("请检查 --sheet 或“规则”中的“清单工作表”。", "Check --sheet or 清单工作表 on sheet 规则."),
    ),
    "nothing_to_export": Reason(
        Say(
            "{path} 中没有叫“{sheet}”的工作表，现有：{sheets}。",
            "{path} has no sheet '{sheet}'; it has: {sheets}.",
        ),
        Say(
            "请写工作表的名称；* 代表任意文字，如 单位-*。隐藏的表不在其中，要导出请写全名。",
            "Name a sheet; * stands for any text, as in 单位-*. Hidden sheets are left out unless named in full.",
        ),
    ),
    "record_stays": Reason(
        Say(
            "{path} 中的“{sheet}”是程序自己的记录，不能导出。",
            "'{sheet}' in {path} is a record of the program and is not exported.",
        ),
        Say(
            "每期报出过的数字在各期通报里，请导出通报。",
            "What was said in a period stands in its bulletin: export that.",
        ),
    ),
    "bad_sheet": Reason(
        Say(
            "{path} 中的工作表“{sheet}”与程序的表同名，但找不到表头（应有：{columns}）。",
            "Sheet '{sheet}' in {path} bears one of the program's names but has no such header ({columns}).",
        ),
        Say("请把它改名，或恢复表头后再试。", "Rename it or restore its header."),
    ),
    "missing_column": Reason(
        Say(
            "{path} 中的工作表“{sheet}”缺少列：{columns}。",
            "Sheet '{sheet}' in {path} lacks the columns: {columns}.",
        ),
        Say("请恢复列名后再试。", "Restore their names and try again."),
    ),
    "foreign_key": Reason(
        Say(
            "{path}：{cell} 的“事项键”是“{value}”，不是程序发出的数字。",
            "{path}: 事项键 in {cell} is '{value}' and no number given by this program.",
        ),
        Say(
            "如果这是本单位自己的列，请把列名改掉；否则清空该单元格后再试。",
            "Rename the column if it is your own, else clear the cell.",
        ),
    ),
    "list_replaced": Reason(
        Say(
            "{path}：工作表“{sheet}”{cell} 的事项键 {key} 原来是“{was}”，现在是“{now}”。",
            "{path}: item key {key} in {sheet}!{cell} was '{was}' and is now '{now}'.",
        ),
        Say(
            "如果换了新清单，请加 --rekey 换发新键；如果排序时漏选了右侧的列，请撤销排序，"
            "已保存无法撤销的，加 --rekey 按名称找回各自的键，再核对右侧手工填写的格。",
            "If this is a new list, use --rekey; if a sort left out the columns on the right, undo it, or use --rekey, "
            "which finds each key by its name, and check what was typed in these columns.",
        ),
    ),
    "same_district": Reason(
        Say(
            "{path} 与 {other} 都叫“{name}”，汇总会相互覆盖。",
            "{path} and {other} are both called '{name}' and would overwrite each other.",
        ),
        Say(
            "请在其中一个的“规则”里改正“单位名称”，或改文件名。",
            "Correct 单位名称 on sheet 规则 of one, or its file name.",
        ),
    ),
    "no_columns": Reason(
        Say(
            "工作表“{sheet}”的列表右侧没有 {count} 个空列，程序的列加不下。",
            "Sheet '{sheet}' has no {count} blank columns to the right of its list.",
        ),
        Say("请清除最右边多余的内容后再试。", "Clear the stray cells at its far right."),
    ),
    "bad_schema": Reason(
        Say("规则文件 {path} 不能用：{why}。", "The rules in {path} cannot be used: {why}."),
        Say(
            "请改正后再试，写法见 docs/own-rules.zh-CN.md。",
            "Mend that and try again; docs/own-rules.zh-CN.md shows how rules are written.",
        ),
    ),
    "city_has_no_units": Reason(
        Say(
            "{path} 是市级工作簿，只有市级事项和区县事项，没有单位牵头的事项，不生成单位分表。",
            "{path} is a city's workbook: it has items of the city and of districts and none that units lead.",
        ),
        Say(
            "请用“市级汇总”或“季度通报”，其中按区县列出进展。",
            "Use rollup or summary, which show how districts stand.",
        ),
    ),
    "city_has_no_ledger": Reason(
        Say(
            "{path} 是市级工作簿，没有任务清单，不生成台账和承接建议。",
            "{path} is a city's workbook without a task list, of which a ledger and links could be made.",
        ),
        Say(
            "区县的承接在“区县事项”的“市级序号”中填写；请用“市级汇总”。",
            "What districts carry is filled in at 市级序号 of 区县事项; use rollup.",
        ),
    ),
    "no_city_items": Reason(
        Say(
            "{path} 中没有市级事项，无法汇总。",
            "{path} holds no city items, so nothing can be rolled up.",
        ),
        Say("请先填写市级事项（序号、事项名称、主要内容）。", "Fill it in first (序号, 事项名称, 主要内容)."),
    ),
    "no_such_unit": Reason(
        Say("{path} 中没有“{unit}”要填报的。", "Nothing of {path} is for “{unit}” to fill."),
        Say("可选的单位：{units}。", "The units are: {units}."),
    ),
    "nothing_to_send": Reason(
        Say(
            "{path} 的台账和登记表中没有哪个单位要填报的，没有可导出的。",
            "No unit carries a measure, or a row of a register, in {path}.",
        ),
        Say(
            "请先填好任务清单的牵头单位（登记表的责任单位），全部生成后再导出。",
            "Name the units on the list, or in the register, and build first.",
        ),
    ),
    "nothing_to_collect": Reason(
        Say("没有说回收哪些文件。", "No return was named."),
        Say("请写出填报表的文件名或文件夹。", "Name the files, or their folder."),
    ),
    "nothing_was_sent": Reason(
        Say("{path} 本期（{period}）没有导出过填报表。", "{path} has sent no returns for {period}."),
        Say(
            "请先导出填报表，或把“当前期间”改成要回收的那一期。",
            "Split it first, or set 当前期间 to their period.",
        ),
    ),
    "not_pending": Reason(
        Say("{cell} 没有待处理的冲突或清空。", "Nothing waits to be decided at {cell}."),
        Say("待处理的单元格列在“回收情况”。", "回收情况 lists the cells that wait."),
    ),
    "bad_resolve": Reason(
        Say("--resolve 看不懂“{text}”：{why}。", "--resolve cannot take “{text}”: {why}."),
        Say(
            "请写 theirs、ours，或 单元格=theirs、单元格=ours、单元格=值。",
            "Write theirs, ours, or CELL=theirs, CELL=ours, CELL=value.",
        ),
    ),
    "return_in_the_way": Reason(
        Say(
            "{path} 已经存在，里面有填报的内容，或不是导出后没有动过的填报表，没有覆盖，什么也没有导出。",
            "{path} is there and holds what somebody filled, or is no return as it was sent; nothing was written.",
        ),
        Say("请先回收，再换一个空文件夹导出。", "Collect it first, then choose an empty folder."),
    ),
}
