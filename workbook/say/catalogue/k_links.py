"""K…: findings about 承接关系 and 市级事项."""

from __future__ import annotations

from collections.abc import Mapping

from duban.workbook.say.catalogue.entry import NOTHING_TO_DO, Entry, entry

FINDINGS: Mapping[str, Entry] = {
    "K100": entry(
        "info",
        "“市级事项”中还没有事项，没有承接建议和市级汇总",
        "sheet 市级事项 holds no items yet, so nothing is suggested or rolled up",
        "请填写市级事项的序号、名称和主要内容后重新生成。",
        "Fill in number, name and description of the city's items and build again.",
    ),
    "K101": entry(
        "error",
        "市级序号“{value}”在市级事项中不存在",
        "city item '{value}' does not exist",
        "请改正序号，或在“市级事项”中补充该事项。",
        "Correct the number or add the city item.",
        title=("市级序号不存在", "a city item that does not exist"),
    ),
    "K102": entry(
        "warning",
        "已确认的承接关系，其事项键“{value}”已不在任务清单中，不再计入汇总",
        "item key '{value}' of this confirmed link is no longer on the task list; the link does not count",
        "如事项已取消，可删除该行或改为“不采纳”；如属误删，请在任务清单中恢复。",
        "Delete the link or set it to 不采纳; if the item was removed by mistake, put it back on the list.",
        title=("承接关系的事项已不在清单中", "a link of an item that left the list"),
    ),
    "K103": entry(
        "error",
        "市级事项「{name}」{why}，未列入市级汇总",
        "city item '{name}' is not rolled up: {why}",
        "请填写 1、2、3 这样不重复的整数序号。",
        "Give it a whole number of its own: 1, 2, 3.",
        title=("市级事项的序号不能用", "a city item without a usable number"),
    ),
    "K104": entry(
        "info",
        "市级事项的序号“{value}”是文字，已改为数字 {number}",
        "the city item's number '{value}' was text and is now the number {number}",
        *NOTHING_TO_DO,
        title=("市级事项的序号由文字改为数字", "a city item's number was text"),
    ),
    "K105": entry(
        "error",
        "同一事项与市级事项 {value} 的承接关系重复，另一处在 {other}",
        "this item's link to city item {value} is doubled, also in {other}",
        "请删除其中一行。",
        "Delete one of them.",
        title=("承接关系重复", "a link is doubled"),
    ),
    "K106": entry(
        "error",
        "一个事项有两条“主”承接关系，另一处在 {other}",
        "the item has two main parents, the other in {other}",
        "请将其中一条改为“辅”。",
        "Set one of them to 辅.",
        title=("一个事项有两条“主”承接关系", "an item with two main parents"),
    ),
    "K107": entry(
        "warning",
        "事项「{name}」没有已确认的市级事项，也没有注明“自主”",
        "item '{name}' has no confirmed city item and is not marked 自主",
        "请在“承接关系”中确认，或在“对应市级事项”中填“自主”。",
        "Confirm a link on sheet 承接关系, or enter 自主 as its city item.",
        title=("事项没有市级事项，也没有注明“自主”", "an item without a parent, not marked 自主"),
    ),
    "K108": entry(
        "info",
        "市级事项 {value}「{name}」没有事项承接",
        "city item {value} '{name}' is carried by no item",
        "如应承接，请补充承接关系；市级工作簿请在“区县事项”的“市级序号”中填写。",
        "Add a link if it should be carried; in a city's workbook fill in 市级序号 of 区县事项.",
        title=("市级事项没有事项承接", "a city item that nobody carries"),
    ),
    "K109": entry(
        "error",
        "{column}“{value}”不在选项中",
        "{column} '{value}' is none of the choices",
        "请改为：{choices}。",
        "Use one of: {choices}.",
        title=("承接关系的内容不在选项中", "a link's value is none of the choices"),
    ),
    "K110": entry(
        "info",
        "手工填写的对应市级事项“{value}”已转为承接关系（已确认）",
        "the typed parent '{value}' was made into confirmed links",
        *NOTHING_TO_DO,
        title=("手工填写的市级事项转为承接关系", "a typed parent became a link"),
    ),
    "K111": entry(
        "info",
        "任务清单中的对应市级事项已改为“{typed}”，原先由此确认的市级事项 {value} 改为不采纳",
        "the typed parent is now '{typed}'; the link to city item {value} that came from it is refused",
        *NOTHING_TO_DO,
        title=("手工填写的市级事项有改动", "a typed parent changed"),
    ),
    "K112": entry(
        "error", "缺少市级序号", "the city item's number is missing", "请填写市级序号。", "Enter the number."
    ),
    "K113": entry(
        "error",
        "缺少状态",
        "the state is missing",
        "请选择：建议、已确认、不采纳。",
        "Choose one of: 建议, 已确认, 不采纳.",
    ),
    "K120": entry(
        "warning",
        "事项「{name}」的承接建议尚未确认",
        "the suggested parents of '{name}' are not confirmed yet",
        "请在“承接关系”的“状态”列选择“已确认”或“不采纳”。",
        "Set 状态 on sheet 承接关系 to 已确认 or 不采纳.",
        title=("承接建议尚未确认", "suggested parents to confirm"),
    ),
}
