"""H…: findings about what was said: bulletins that are frozen, closed, corrected or altered."""

from __future__ import annotations

from collections.abc import Mapping

from duban.workbook.say.catalogue.entry import NOTHING_TO_DO, Entry, entry

FINDINGS: Mapping[str, Entry] = {
    "H101": entry(
        "info",
        "当前期间已是 {period}；{name} 没有期间记录，按表中现有的数值定格，不再变化",
        "the period is now {period}; {name} is not on record and is frozen with the values that it shows",
        "请与当时印发的核对。",
        "Compare it with what was issued.",
        title=("没有期间记录的通报定格", "a bulletin without record is frozen"),
    ),
    "H102": entry(
        "warning",
        "{period} 的通报是定格的（截至 {as_of}），原样保留，没有重新生成；单位分表和市级汇总按现在的台账计算",
        "the bulletin of {period} is frozen (as of {as_of}) and stays as it is; unit sheets and roll-up follow the ledger "
        "as it is now",
        "期间写错了的，请改回；确要继续填报这一期，加 --reopen。",
        "If the period was mistyped, set it back; to go on with this one, add --reopen.",
        title=("回到了已定格的期间", "back in a period that is frozen"),
    ),
    "H103": entry(
        "warning",
        "{period} 的通报已重开，随台账变动；此前定格的数（截至 {as_of}）留在期间记录第 {number} 次中",
        "the bulletin of {period} is live again; what it said before (as of {as_of}) stays on record as edition {number}",
        "改完后请核对上期、较上期。",
        "Check the changes against the period before.",
        title=("通报已重开", "a bulletin was reopened"),
    ),
    "H104": entry(
        "info",
        "{name} 已不在工作簿中，按期间记录恢复",
        "{name} was gone from the workbook and is restored from the record",
        *NOTHING_TO_DO,
        title=("通报按期间记录恢复", "a bulletin is restored from the record"),
    ),
    "H105": entry(
        "warning",
        "{name} 定格的是当时生成的数（截至 {as_of}）；此后文件中的数有变（截至 {now}），有 {count} 格不同，没有采用：{cells}",
        "{name} keeps the figures as of {as_of}; the file shows others by now (as of {now}), {count} cells, which were not "
        "taken: {cells}",
        "印发的是哪一份，请核对；要用新的数，回到该期加 --reopen 重新生成。",
        "Check which was issued; for the new figures go back to the period and build with --reopen.",
        title=("通报在定格前已显示别的数", "a bulletin showed other figures before it was frozen"),
    ),
    "H106": entry(
        "warning",
        "{period} 没有生成过通报，这一期已经过去，不能按现在的台账补做",
        "no bulletin of {period} was ever made; the period is over, and the ledger of today would make a false one",
        "确要补做，加 --reopen，并核对每个数字。",
        "To make it all the same, add --reopen and check each figure.",
        title=("过去的期间没有通报", "a past period without a bulletin"),
    ),
    "H107": entry(
        "warning",
        "期间记录不见了：{sheets} 还在，但其中的数不能再作上期，也无法核对",
        "the record 期间记录 is gone: {sheets} are there, but their figures can neither be compared with nor verified",
        "请从备份恢复工作簿。",
        "Restore the workbook from a backup.",
        title=("期间记录不见了", "the record is gone"),
    ),
    "H110": entry(
        "error",
        "{name} 没有封存：上次生成（截至 {as_of}）以后数字有变（现为截至 {now}），有 {count} 格不同：{cells}",
        "{name} was not closed: figures moved since it was last built (as of {as_of}, now {now}), {count} cells: {cells}",
        "按上次生成的数封存，加 --as-built；按现在的数封存，加 --rebuild（在 Excel 中先点“季度通报”再封存）。",
        "Close what was built with --as-built, or what it is now with --rebuild (in Excel: press 季度通报, then close).",
        title=("封存前数字有变", "figures moved before closing"),
    ),
    "H111": entry(
        "info",
        "{name} 已封存：{issue}，截至 {as_of}，指纹 {print}",
        "{name} is closed: {issue}, as of {as_of}, fingerprint {print}",
        *NOTHING_TO_DO,
        title=("通报已封存", "the bulletin is closed"),
    ),
    "H112": entry(
        "info",
        "{name} 与已封存的没有不同，没有生成更正",
        "{name} would say what was closed; no correction was made",
        *NOTHING_TO_DO,
        title=("没有需要更正的", "nothing to correct"),
    ),
    "H113": entry(
        "warning",
        "{name} 的数字按现在的台账、截至 {as_of} 计算；当前期间是 {period}",
        "the figures of {name} are those of the ledger as it is now, as of {as_of}; the current period is {period}",
        "请核对台账已改为更正后的数。",
        "Check that the ledger holds what the correction shall say.",
        title=("更正早先一期用的是现在的台账", "a correction of an earlier period uses the ledger as it is"),
    ),
    "H120": entry(
        "error",
        "{name} 定格后被改动，有 {count} 格与记录不同：{cells}",
        "{name} was altered after it was frozen; {count} cells differ from the record: {cells}",
        "请恢复原数；要更正，用 duban close --reissue。",
        "Put the figures back; to correct them, use duban close --reissue.",
        title=("定格的通报被改动", "a frozen bulletin was altered"),
    ),
    "H121": entry(
        "error",
        "{name} 已不在工作簿中（记录为{status}）",
        "{name} is gone from the workbook (on record: {status})",
        "回到该期间生成一次即可按记录恢复：duban build --period {period}。",
        "Build with --period {period} to restore it from the record.",
        title=("定格的通报不见了", "a frozen bulletin is gone"),
    ),
    "H122": entry(
        "info",
        "{name} 现在显示的与上次生成（截至 {as_of}）不同（现为截至 {now}），有 {count} 格：{cells}",
        "{name} shows other figures than when it was last built (as of {as_of}, now {now}), {count} cells: {cells}",
        *NOTHING_TO_DO,
        title=("当期通报已随台账变动", "the live bulletin moved with the ledger"),
    ),
    "H123": entry(
        "error",
        "期间记录中“{name}”（{period}）的内容不完整，无法核对",
        "what 期间记录 keeps of {name} ({period}) is not whole, so it cannot be checked",
        "请从备份恢复工作簿。",
        "Restore the workbook from a backup.",
        title=("期间记录被改动", "the record was altered"),
    ),
    "H124": entry(
        "error",
        "{name} 没有期间记录，无法核对{why}",
        "{name} is not on record and cannot be verified{why}",
        "请从备份恢复工作簿，或与印发的核对。",
        "Restore the workbook from a backup, or compare it with what was issued.",
        title=("定格的通报没有期间记录", "a frozen bulletin that is not on record"),
    ),
    "H130": entry(
        "info",
        "变更清单（{period} 以来）：{what} {field} {was} → {now}",
        "changed since {period}: {what} {field} {was} → {now}",
        *NOTHING_TO_DO,
        title=("印发以后的变更", "changes since issue"),
    ),
}
