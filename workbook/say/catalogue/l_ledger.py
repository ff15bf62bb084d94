"""L…: findings about 具体项目台账 and what its measures say."""

from __future__ import annotations

from collections.abc import Mapping

from duban.workbook.say.catalogue.entry import NOTHING_TO_DO, Entry, entry

FINDINGS: Mapping[str, Entry] = {
    "L101": entry(
        "error",
        "事项键“{value}”在任务清单中没有对应的事项",
        "item key '{value}' is on no row of the task list",
        "请改正事项键，或将类型改为“已移出”。",
        "Correct the key, or set the type to 已移出.",
        title=("事项键在任务清单中没有对应的事项", "an item key that is not on the list"),
    ),
    "L102": entry(
        "error", "缺少具体项目", "the measure's text is missing", "请补填具体项目。", "Fill in the measure."
    ),
    "L103": entry(
        "error", "缺少责任单位", "the measure's unit is missing", "请补填责任单位。", "Fill in the unit."
    ),
    "L104": entry(
        "error",
        "类型“{value}”不在选项中",
        "type '{value}' is none of the choices",
        "请改为：{choices}。",
        "Use one of: {choices}.",
        title=("类型不在选项中", "a type that is none of the choices"),
    ),
    "L105": entry(
        "warning",
        "与 {other} 是同一事项下相同的具体项目",
        "the same measure of the same item as {other}",
        "请删除或改写其中一行。",
        "Delete or reword one of them.",
        title=("具体项目重复", "a measure is doubled"),
    ),
    "L106": entry(
        "error",
        "措施序号 {value} 重复，另一处在 {other}",
        "measure number {value} is doubled, also in {other}",
        "请改正其中一个措施序号。",
        "Correct one of the two.",
        title=("措施序号重复", "a measure number is doubled"),
    ),
    "L107": entry(
        "error",
        "缺少事项键",
        "the item key is missing",
        "请填写该措施所属事项的事项键。",
        "Enter the key of the item that the measure belongs to.",
    ),
    "L110": entry(
        "info",
        "新增措施 {key}-{number}",
        "new measure {key}-{number}",
        "请补充责任单位、时限和进度。",
        "Fill in unit, due date and progress.",
        title=("新增措施", "a new measure"),
    ),
    "L111": entry(
        "info",
        "措施 {key}-{number} 文字有改动，进度已保留（原文：{was}）",
        "measure {key}-{number} was reworded; its progress is kept (was: {was})",
        "请核对改动后的措施仍是同一件事。",
        "Check that it is still the same measure.",
        title=("措施文字有改动", "a measure was reworded"),
    ),
    "L112": entry(
        "info",
        "措施序号由“{was}”改为 {number}，进度已保留",
        "measure number changed from {was} to {number}; its progress is kept",
        *NOTHING_TO_DO,
        title=("措施序号有改动", "a measure number changed"),
    ),
    "L113": entry(
        "warning",
        "措施“{text}”已不在任务清单中，类型改为“已移出”，不再计入（原类型：{was}）",
        "the measure '{text}' left the task list; its type is now 已移出 and it no longer counts (type was: {was})",
        "如属误删，请在任务清单中恢复该措施后重新生成。",
        "If it was removed by mistake, put it back on the list and build again.",
        title=("措施已移出", "a measure left the list"),
    ),
    "L114": entry(
        "warning",
        "措施 {key}-{number} 重新列入清单，类型恢复为“{kind}”",
        "measure {key}-{number} is back on the list; its type is {kind} again",
        "请核对类型和进度。",
        "Check its type and its progress.",
        title=("措施重新列入", "a measure is back on the list"),
    ),
    "L115": entry(
        "info",
        "复制的行，措施键由 {was} 改为 {key}",
        "a copied row; its measure key changed from {was} to {key}",
        *NOTHING_TO_DO,
        title=("复制的台账行", "a copied row of the ledger"),
    ),
    "L116": entry(
        "info",
        "排序时措施键没有随行移动，已按措施内容由 {was} 改正为 {key}",
        "a sort left the measure keys behind; put right from {was} to {key} by the measure's text",
        *NOTHING_TO_DO,
        title=("措施键没有随行移动", "measure keys left behind by a sort"),
    ),
    "L117": entry(
        "info",
        "清单中的日期改了，{column}由 {was} 改为 {now}",
        "the list's date changed; {column} follows from {was} to {now}",
        "如不应随清单变动，请改回。",
        "Change it back if it should not follow the list.",
        title=("日期随清单变动", "a date that follows the list"),
    ),
    "L118": entry(
        "warning",
        "措施 {key}-{number} 的行已从台账中删除，清单中仍有，已重新列出，编号不变，进度为空",
        "the row of measure {key}-{number} was deleted from the ledger; it is on the list and is back, without progress",
        "请补填进度；不再推进的措施请从任务清单中移出。",
        "Fill in its progress; take measures that are given up off the task list.",
        title=("台账中的行被删除过", "a row deleted from the ledger"),
    ),
    "L120": entry(
        "warning",
        "{column}与清单不一致：清单为 {listed}，台账为 {there}",
        "{column} differs from the list, which has {listed} where the ledger has {there}",
        "台账中的日期已由人改动，没有覆盖。请核对后改一致。",
        "Somebody changed the date in the ledger, which stays. Make the two agree.",
        title=("日期与清单不一致", "a date differs from the list"),
    ),
    "L121": entry(
        "info",
        "完成时限按“{words}”推算为 {day}",
        "the deadline was worked out of '{words}' as {day}",
        "如不对，请在台账中改正。",
        "Correct it in the ledger if it is wrong.",
        title=("按措施的文字推算的时限", "a deadline worked out of a measure's words"),
    ),
    "L122": entry(
        "warning",
        "“{words}”有几个阶段的时限，台账只记最后一个：{day}",
        "'{words}' has terms of several stages; the ledger keeps the last: {day}",
        "如各阶段要分别督办，请在清单中分成几项措施。",
        "Split the measure in the list if each stage is to be followed.",
        title=("分阶段的时限取最后一个", "of several stages the last counts"),
    ),
    "L123": entry(
        "info",
        "按“{words}”作为常态化措施，没有完成时限",
        "'{words}' makes it standing work without a deadline",
        "如不是，请把类型改为“限期”并填写完成时限。",
        "If it is not, change 类型 to 限期 and fill in a deadline.",
        title=("按措施的文字作为常态化", "standing by a measure's words"),
    ),
    "L124": entry(
        "warning",
        "清单中的完成时限“{words}”不能确定，台账暂按 {day}",
        "the list's deadline '{words}' is no certain date; the ledger has {day} for now",
        "请在清单中改为日期，并改正台账的完成时限。",
        "Enter a date in the list, and correct the deadline in the ledger.",
        title=("不能确定的时限暂按默认日期", "a default in place of a deadline in doubt"),
    ),
    "L119": entry(
        "warning",
        "{count} 行旧记录的序号对不上现在的事项或措施，没有补编号，上期数不采用这些行",
        "{count} old records name numbers that do not surely fit today's items or measures; they got no key and are not used as former figures",
        "如能确定，请在隐藏的“事项键”“措施键”列中填写。",
        "Fill in the hidden columns 事项键 and 措施键 where you are sure.",
        title=("旧记录对不上", "old records without a key"),
    ),
}
