"""P…: findings about 重点项目库."""

from __future__ import annotations

from collections.abc import Mapping

from duban.workbook.say.catalogue.entry import Entry, entry, hint

FINDINGS: Mapping[str, Entry] = {
    "P101": entry(
        "error",
        "包建责任人写了 {count} 名：{names}，应当只有一名",
        "包建责任人 names {count} persons ({names}); there is to be one",
        "请只留一名，其余写入工作班子。",
        "Keep one; the others belong into 工作班子.",
        title=("包建责任人不止一名", "several persons as 包建责任人"),
    ),
    "P102": entry(
        "error",
        "出库的项目缺少{lacking}",
        "a project that left the pool lacks {lacking}",
        "出库日期和出库原因都要写明；没有出库的，两格都空白。",
        "Give both 出库日期 and 出库原因, or neither.",
        title=("出库日期和出库原因不全", "date or reason of leaving is missing"),
    ),
    "P103": entry(
        "error",
        "出库日期 {value} 早于入库日期 {entered}",
        "出库日期 {value} is before 入库日期 {entered}",
        "请核对两个日期。",
        "Check both dates.",
        title=("出库早于入库", "out of the pool before it came in"),
    ),
    "P104": entry(
        "warning",
        "出库日期 {value} 晚于截至日期 {as_of}",
        "出库日期 {value} is after the as-of date {as_of}",
        "请核对；到那天以前项目仍算在库。",
        "Check it; until that day the project counts as in the pool.",
        title=("出库日期在截至日期之后", "a date of leaving that is to come"),
    ),
    "P105": hint(
        "warning",
        "项目状态由“{before}”（{period}）变为“{value}”：{what}，跟踪记录中没有写明原因",
        "项目状态 went from {before} ({period}) to {value}: {what}, and 跟踪记录 gives no reason",
        "请核对；确是如此的，请在跟踪记录中写明“因……”。",
        "Check it; if it is so, say in 跟踪记录 why (因…).",
        title=(
            "项目状态退回或越过一步，没有写明原因",
            "a state that went back or skipped a step without a reason",
        ),
    ),
}
