"""E…: what an exported sheet does not show as its workbook does."""

from __future__ import annotations

from collections.abc import Mapping

from duban.workbook.say.catalogue.entry import NOTHING_TO_DO, Entry, entry

FINDINGS: Mapping[str, Entry] = {
    "E101": entry(
        "warning",
        "公式在文件中没有存着的结果，导出的是空白",
        "the file holds no result of this formula; it was exported as a blank",
        "请用 Excel 或 WPS 打开工作簿并保存一次，再导出。",
        "Open the workbook in Excel or WPS, save it once and export again.",
    ),
    "E102": entry(
        "warning",
        "显示的是错误值 {value}，照原样导出",
        "shows the error {value}, which was exported as it is",
        "请在工作簿中改正公式，再导出。",
        "Mend the formula in the workbook and export again.",
        title=("导出的错误值", "an error that was exported"),
    ),
    "E103": entry(
        "info",
        "隐藏的 {what}只留位置，内容没有导出",
        "of {what} that are hidden only the place was exported, not what they hold",
        "需要导出的，请先取消隐藏或筛选。",
        "Show them first, if they are to go out.",
        title=("隐藏的内容没有导出", "what is hidden is not exported"),
    ),
    "E104": entry(
        "info",
        "图表有 {count} 处数据取自没有导出的单元格，已改成图表自己的数值",
        "in {count} places charts show cells that were not exported; these are figures of their own now",
        *NOTHING_TO_DO,
        title=("图表的数据改成数值", "charts with figures of their own"),
    ),
    "E105": entry(
        "warning",
        "{count} 处条件格式或迷你图要用没有导出的内容，没有导出",
        "{count} conditional formats or sparklines need what was not exported and were left out",
        "请核对这张表的样子；需要的，把所用的表一并导出。",
        "Look at the sheet; export the sheets that they need as well.",
        title=("没有导出的条件格式和迷你图", "conditional formats and sparklines left out"),
    ),
}
