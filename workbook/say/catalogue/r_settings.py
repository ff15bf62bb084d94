"""R…: findings about 规则, and what a run did to sheets."""

from __future__ import annotations

from collections.abc import Mapping

from duban.workbook.say.catalogue.entry import NOTHING_TO_DO, Entry, entry

FINDINGS: Mapping[str, Entry] = {
    "R101": entry(
        "error",
        "规则“{name}”的值“{value}”无效，按 {used} 处理",
        "setting '{name}' has the unusable value '{value}'; {used} is used",
        "请在“规则”表中改正。",
        "Correct it on sheet 规则.",
        title=("规则的值无效", "an unusable setting"),
    ),
    "R102": entry(
        "warning",
        "“滞后阈值”（{behind:.0%}）高于“严重滞后阈值”（{far:.0%}），不会亮“滞后”",
        "滞后阈值 ({behind:.0%}) is above 严重滞后阈值 ({far:.0%}); the light 滞后 never shows",
        "请在“规则”表中调换或改正。",
        "Swap or correct them on sheet 规则.",
        title=("滞后阈值高于严重滞后阈值", "thresholds in the wrong order"),
    ),
    "R103": entry(
        "info",
        "规则“{name}”的值“{value}”不是日期格式，按 {used} 处理，生成时改写为日期",
        "setting '{name}' has '{value}', which is no typed date; read as {used}, and build writes it as a date",
        *NOTHING_TO_DO,
        title=("规则中的日期不是日期格式", "a setting that is no typed date"),
    ),
    "R104": entry(
        "error",
        "规则“{name}”的值“{value}”无效，该规则按“{used}”处理",
        "rule '{name}' has the unusable value '{value}'; '{used}' is used",
        "请改为：错误、提醒、说明、关闭。",
        "Use one of: 错误, 提醒, 说明, 关闭.",
        title=("规则的级别无效", "an unusable grade of a rule"),
    ),
    "R105": entry(
        "error",
        "没有编号为“{name}”的规则",
        "there is no rule '{name}'",
        "请改正编号；全部编号见规则手册。",
        "Correct the code; all codes are in the rule book.",
        title=("没有这个编号的规则", "no rule of this code"),
    ),
    "R106": entry(
        "warning",
        "截至日期 {as_of} 不在当前期间 {period} 之内，时序进度和亮灯按这一天计算",
        "the as-of date {as_of} lies outside the period {period}; expected progress and lights are those of that day",
        "不是有意的，请改“规则”中的截至日期，或清空后重新生成。",
        "If that is not meant, correct 截至日期 in 规则, or clear it and build again.",
        title=("截至日期不在当前期间之内", "an as-of date outside the period"),
    ),
    "R107": entry(
        "warning",
        "通报日期 {value} 早于截至日期 {as_of}，通报照此印出",
        "通报日期 {value} lies before the as-of date {as_of}; the bulletin is printed with it",
        "是上一期的日期，请在“规则”中改正或清空。",
        "If it is that of an earlier bulletin, correct or clear it in 规则.",
        title=("通报日期早于截至日期", "a bulletin dated before its figures"),
    ),
    "R108": entry(
        "warning",
        "没有叫这个名称的通报栏目：{unknown}",
        "no block of the bulletin is called {unknown}",
        "可用的栏目：{known}。",
        "Blocks: {known}.",
        title=("通报栏目的名称无效", "an unknown block of the bulletin"),
    ),
    "R109": entry(
        "warning",
        "批评线 {criticism:.0%} 高于表扬线 {praise:.0%}，同一单位会既列为领先又列为落后",
        "批评线 ({criticism:.0%}) is above 表扬线 ({praise:.0%}): a unit can be named as ahead and as behind",
        "请在“规则”表中调换或改正。",
        "Swap or correct them on sheet 规则.",
        title=("批评线高于表扬线", "criticism above praise"),
    ),
    "R116": entry(
        "warning",
        "通报期号“{value}”与 {period} 已封存的通报相同",
        "通报期号 {value} is that of the closed bulletin of {period}",
        "请在“规则”中改正；清空则按期间编号。",
        "Correct it in 规则; cleared, the period numbers it.",
        title=("期号与已封存的通报相同", "the number of a closed bulletin"),
    ),
    "R110": entry(
        "info",
        "工作表被手工改过，已另存为“{kept}”",
        "the sheet had been edited by hand and was kept as '{kept}'",
        "核对后可删除该旧表。",
        "Delete the old sheet when checked.",
        title=("手工改过的工作表另存", "a sheet edited by hand was kept"),
    ),
    "R111": entry(
        "info",
        "{name} 已封存，没有重新生成",
        "{name} is closed and was not made again",
        *NOTHING_TO_DO,
        title=("通报已封存", "a closed bulletin"),
    ),
    "R112": entry(
        "info",
        "当前期间已是 {period}，{name} 按当时的数字（截至 {as_of}）定格，不再变化",
        "the period is now {period}; {name} is frozen with the figures that it had (as of {as_of})",
        *NOTHING_TO_DO,
        title=("离开的期间通报定格", "the bulletin of the period that was left is frozen"),
    ),
    "R113": entry(
        "info",
        "该单位已不牵头任何事项；工作表被手工改过，已保留",
        "the unit leads nothing any more; the sheet was edited by hand and is kept",
        "核对后可自行删除。",
        "Delete it when checked.",
    ),
    "R114": entry(
        "info",
        "补上了新版本的列：{columns}",
        "columns of the new version were added: {columns}",
        *NOTHING_TO_DO,
        title=("补上了新版本的列", "columns of the new version"),
    ),
    "R115": entry(
        "warning",
        "这里读不到公式：{columns}全部重新计算，手工填写的数不保留",
        "formulas cannot be read here: {columns} are all computed, and what was typed there does not stay",
        "要保留手工填写的数，请在电脑上的 Excel 或用命令生成。",
        "To keep what was typed, build in Excel on a computer or by the command.",
        title=("读不到公式时全部重新计算", "all computed where formulas cannot be read"),
    ),
}
