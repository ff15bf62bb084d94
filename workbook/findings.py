"""Findings: what is odd about one cell, as a value. Their sentences stand in one catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from duban.workbook.cells import a1
from duban.workbook.errors import Say

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of finding: how grave it is, what it says, what to do."""

    severity: Severity
    message: Say
    remedy: Say


@dataclass(frozen=True)
class Finding:
    """One finding at one cell. ``code`` is a key of ``CATALOGUE``; ``facts`` fill its sentences."""

    code: str
    sheet: str
    row: int
    column: int
    column_name: str
    value: Any = None
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """error: wrong data; warning: somebody should look; info: what the program did or style."""
        return CATALOGUE[self.code].severity

    @property
    def cell(self) -> str:
        """The A1 address."""
        return a1(self.row, self.column)

    def message(self, lang: str = "zh") -> str:
        """What is found, in one sentence."""
        return self._fill(CATALOGUE[self.code].message, lang)

    def remedy(self, lang: str = "zh") -> str:
        """What to do."""
        return self._fill(CATALOGUE[self.code].remedy, lang)

    def _fill(self, say: Say, lang: str) -> str:
        facts = {name: fact.to(lang) if isinstance(fact, Say) else fact for name, fact in self.facts.items()}
        return say.to(lang).format(value=self.value, column=self.column_name, cell=self.cell, **facts)


def _kind(severity: Severity, zh: str, en: str, do_zh: str, do_en: str) -> Kind:
    return Kind(severity, Say(zh, en), Say(do_zh, do_en))


_NOTHING = ("无需处理，请核对。", "Nothing to do; please check.")

CATALOGUE: Mapping[str, Kind] = {
    "I100": _kind(
        "warning",
        "任务清单中还没有事项",
        "the task list holds no items yet",
        "请在表头下面填写事项后重新生成。",
        "Fill in items below the header and build again.",
    ),
    "K100": _kind(
        "info",
        "“市级事项”中还没有事项，没有承接建议和市级汇总",
        "sheet 市级事项 holds no items yet, so nothing is suggested or rolled up",
        "请填写市级事项的序号、名称和主要内容后重新生成。",
        "Fill in number, name and description of the city's items and build again.",
    ),
    "I101": _kind("warning", "缺少序号", "the number is missing", "请补填序号。", "Fill in the number."),
    "I102": _kind(
        "warning",
        "序号“{value}”不是整数",
        "number '{value}' is not a whole number",
        "请改为 1、2、3 这样的整数。",
        "Use whole numbers: 1, 2, 3.",
    ),
    "I103": _kind(
        "error",
        "序号 {value} 重复，另一处在 {other}",
        "number {value} is doubled, also in {other}",
        "请改正其中一个序号。",
        "Correct one of the two.",
    ),
    "I110": _kind("error", "缺少事项名称", "the item has no name", "请补填事项名称。", "Fill in the name."),
    "I120": _kind(
        "error",
        "缺少牵头单位",
        "the leading unit is missing",
        "请在“{column}”中补填单位。",
        "Fill in the unit.",
    ),
    "I130": _kind(
        "warning",
        "没有写具体项目，台账中没有该事项的措施",
        "no measures are written, so the ledger has none for this item",
        "请补填具体项目后重新生成。",
        "Fill in the measures and build again.",
    ),
    "I140": _kind(
        "info",
        "复制的行，事项键由 {old} 改为 {new}",
        "a copied row; its item key changed from {old} to {new}",
        *_NOTHING,
    ),
    "I150": _kind(
        "warning",
        "归口单位“{value}”与牵头单位“{unit}”不一致，按归口单位计算",
        "归口单位 '{value}' differs from the leading unit '{unit}'; the former counts",
        "如牵头单位已变更，请修改归口单位（清空后重新生成即可）和台账中的责任单位。",
        "If the unit changed, correct 归口单位 (clear it and build again) and 责任单位 in the ledger.",
    ),
    "I141": _kind(
        "warning",
        "按 --rekey 换发新事项键 {new}（原 {old}：“{was}”）",
        "given the new item key {new} because of --rekey (it was {old}: '{was}')",
        "请核对新旧事项不是同一件事。",
        "Check that the two items are not the same.",
    ),
    "T110": _kind(
        "error",
        "{column}“{value}”超出 0 至 1 的范围，按未报计算",
        "{column} '{value}' is outside 0..1 and counts as not reported",
        "请填 0% 至 100%。",
        "Enter 0% to 100%.",
    ),
    "T112": _kind(
        "warning",
        "{column}“{value}”像是百分数，按未报计算",
        "{column} '{value}' looks like per cent and counts as not reported",
        "请改为 {share:.0%}。",
        "Enter {share:.0%}.",
    ),
    "T111": _kind(
        "warning",
        "{column}“{value}”是文字，不是数字，按未报计算",
        "{column} '{value}' is text, not a number, and counts as not reported",
        "请改为数字，例如 80%（输入时不要带引号或空格）。",
        "Enter a number such as 80%.",
    ),
    "T120": _kind(
        "warning",
        "{column}“{value}”是文字，不是日期，按没有日期计算",
        "{column} '{value}' is text, not a date, and counts as no date",
        "请改为日期，例如 {suggestion}。",
        "Enter a date such as {suggestion}.",
    ),
    "T121": _kind(
        "error",
        "{column}“{value}”不是有效日期",
        "{column} '{value}' is not a valid date",
        "请改为日期，例如 2020-09-30。",
        "Enter a date such as 2020-09-30.",
    ),
    "T122": _kind(
        "error",
        "完成时限早于开始日期，时序进度无法计算",
        "the due date is before the start date, so no expected progress can be computed",
        "请改正完成时限或开始日期。",
        "Correct one of the two dates.",
    ),
    "T130": _kind(
        "warning",
        "{column}是手工填写的“{value}”，已保留并采用，不再自动计算",
        "{column} holds the typed value '{value}'; it is kept and used instead of the formula",
        "如需自动计算，请清空该单元格后重新生成。",
        "Clear the cell and build again to have it computed.",
    ),
    "T140": _kind(
        "warning",
        "权重“{value}”不是大于等于 0 的数字，按 1 计算",
        "weight '{value}' is not a number >= 0 and counts as 1",
        "请改为数字或留空。",
        "Enter a number or leave it blank.",
    ),
    "L101": _kind(
        "error",
        "事项键“{value}”在任务清单中没有对应的事项",
        "item key '{value}' is on no row of the task list",
        "请改正事项键，或将类型改为“已移出”。",
        "Correct the key, or set the type to 已移出.",
    ),
    "L110": _kind(
        "info",
        "新增措施 {key}-{number}",
        "new measure {key}-{number}",
        "请补充责任单位、时限和进度。",
        "Fill in unit, due date and progress.",
    ),
    "L111": _kind(
        "info",
        "措施 {key}-{number} 文字有改动，进度已保留（原文：{was}）",
        "measure {key}-{number} was reworded; its progress is kept (was: {was})",
        "请核对改动后的措施仍是同一件事。",
        "Check that it is still the same measure.",
    ),
    "L112": _kind(
        "info",
        "措施序号由“{was}”改为 {number}，进度已保留",
        "measure number changed from {was} to {number}; its progress is kept",
        *_NOTHING,
    ),
    "L113": _kind(
        "warning",
        "措施已不在任务清单中，类型改为“已移出”，不再计入（原类型：{was}）",
        "the measure left the task list; its type is now 已移出 and it no longer counts (type was: {was})",
        "如属误删，请在任务清单中恢复该措施后重新生成。",
        "If it was removed by mistake, put it back on the list and build again.",
    ),
    "L114": _kind(
        "warning",
        "措施 {key}-{number} 重新列入清单，类型恢复为“限期”",
        "measure {key}-{number} is back on the list; its type is 限期 again",
        "如原来是常态化措施，请改回“常态化”。",
        "Set it to 常态化 again if that is what it was.",
    ),
    "K101": _kind(
        "error",
        "市级序号“{value}”在市级事项中不存在",
        "city item '{value}' does not exist",
        "请改正序号，或在“市级事项”中补充该事项。",
        "Correct the number or add the city item.",
    ),
    "K102": _kind(
        "warning",
        "已确认的承接关系，其事项键“{value}”已不在任务清单中，不再计入汇总",
        "item key '{value}' of this confirmed link is no longer on the task list; the link does not count",
        "如事项已取消，可删除该行或改为“不采纳”；如属误删，请在任务清单中恢复。",
        "Delete the link or set it to 不采纳; if the item was removed by mistake, put it back on the list.",
    ),
    "K103": _kind(
        "error",
        "市级事项「{name}」{why}，未列入市级汇总",
        "city item '{name}' is not rolled up: {why}",
        "请填写 1、2、3 这样不重复的整数序号。",
        "Give it a whole number of its own: 1, 2, 3.",
    ),
    "K104": _kind(
        "info",
        "市级事项的序号“{value}”是文字，已改为数字 {number}",
        "the city item's number '{value}' was text and is now the number {number}",
        *_NOTHING,
    ),
    "K110": _kind(
        "info",
        "手工填写的对应市级事项“{value}”已转为承接关系（已确认）",
        "the typed parent '{value}' was made into confirmed links",
        *_NOTHING,
    ),
    "K111": _kind(
        "info",
        "任务清单中的对应市级事项已改为“{typed}”，原先由此确认的市级事项 {value} 改为不采纳",
        "the typed parent is now '{typed}'; the link to city item {value} that came from it is refused",
        *_NOTHING,
    ),
    "K120": _kind(
        "warning",
        "事项「{name}」的承接建议尚未确认",
        "the suggested parents of '{name}' are not confirmed yet",
        "请在“承接关系”的“状态”列选择“已确认”或“不采纳”。",
        "Set 状态 on sheet 承接关系 to 已确认 or 不采纳.",
    ),
    "R101": _kind(
        "error",
        "规则“{name}”的值“{value}”无效，按 {used} 处理",
        "setting '{name}' has the unusable value '{value}'; {used} is used",
        "请在“规则”表中改正。",
        "Correct it on sheet 规则.",
    ),
    "R102": _kind(
        "warning",
        "“滞后阈值”（{behind:.0%}）高于“严重滞后阈值”（{far:.0%}），不会亮“滞后”",
        "滞后阈值 ({behind:.0%}) is above 严重滞后阈值 ({far:.0%}); the light 滞后 never shows",
        "请在“规则”表中调换或改正。",
        "Swap or correct them on sheet 规则.",
    ),
    "R103": _kind(
        "info",
        "规则“{name}”的值“{value}”不是日期格式，按 {used} 处理，生成时改写为日期",
        "setting '{name}' has '{value}', which is no typed date; read as {used}, and build writes it as a date",
        *_NOTHING,
    ),
    "R110": _kind(
        "info",
        "工作表被手工改过，已另存为“{kept}”",
        "the sheet had been edited by hand and was kept as '{kept}'",
        "核对后可删除该旧表。",
        "Delete the old sheet when checked.",
    ),
    "R112": _kind(
        "info",
        "当前期间已是 {period}，{name} 中的公式已转为数值留存，不再变化",
        "the period is now {period}; {name} is kept with its values in place of formulas and changes no more",
        *_NOTHING,
    ),
    "R113": _kind(
        "info",
        "该单位已不牵头任何事项；工作表被手工改过，已保留",
        "the unit leads nothing any more; the sheet was edited by hand and is kept",
        "核对后可自行删除。",
        "Delete it when checked.",
    ),
    "R111": _kind(
        "info",
        "{name} 已封存，没有重新生成",
        "{name} is closed and was not made again",
        *_NOTHING,
    ),
    "D102": _kind(
        "warning",
        "没有收集 {file}：{why}",
        "{file} was not collected: {why}",
        "如应汇总，请改正该文件后再运行。",
        "Mend that file and run again if it belongs to the roll-up.",
    ),
    "D103": _kind(
        "info",
        "区县“{was}”现名“{name}”（同一文件 {file}），原有各行已改名",
        "district '{was}' is now called '{name}' (same file, {file}); its rows were renamed",
        *_NOTHING,
    ),
    "D101": _kind(
        "warning",
        "{district} 的事项「{name}」没有已确认的市级事项，未计入汇总",
        "item '{name}' of {district} has no confirmed city item and is not rolled up",
        "请该区县确认承接关系，或在“区县事项”的“市级序号”中填写。",
        "Have the district confirm its link, or fill in 市级序号.",
    ),
}
"""Every kind of finding; its code is stable. Tests name the code, never the sentence."""
