"""D…: findings about district workbooks and 区县事项."""

from __future__ import annotations

from collections.abc import Mapping

from duban.workbook.say.catalogue.entry import NOTHING_TO_DO, Entry, entry

FINDINGS: Mapping[str, Entry] = {
    "D101": entry(
        "warning",
        "{district} 的事项「{name}」没有已确认的市级事项，未计入汇总",
        "item '{name}' of {district} has no confirmed city item and is not rolled up",
        "请该区县确认承接关系，或在“区县事项”的“市级序号”中填写。",
        "Have the district confirm its link, or fill in 市级序号.",
        title=("区县事项没有市级事项", "a district's item without a city item"),
    ),
    "D102": entry(
        "warning",
        "没有收集 {file}：{why}",
        "{file} was not collected: {why}",
        "如应汇总，请改正该文件后再运行。",
        "Mend that file and run again if it belongs to the roll-up.",
        title=("没有收集的文件", "a file that was not collected"),
    ),
    "D103": entry(
        "info",
        "区县“{was}”现名“{name}”（同一文件 {file}），原有各行已改名",
        "district '{was}' is now called '{name}' (same file, {file}); its rows were renamed",
        *NOTHING_TO_DO,
        title=("区县改名", "a district was renamed"),
    ),
    "D104": entry(
        "error",
        "{district}的事项 {value} 重复，另一处在 {other}",
        "item {value} of {district} is doubled, also in {other}",
        "请删除其中一行，或改正事项序号。",
        "Delete one of the rows, or correct the number.",
        title=("区县事项重复", "a district's item is doubled"),
    ),
}
