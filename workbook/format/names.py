"""What the sheets are called, and the words that their cells hold."""

from __future__ import annotations

import re

LIST, LEDGER, CITY, LINKS, RULES = "任务清单", "具体项目台账", "市级事项", "承接关系", "规则"
DISTRICTS, LOG = "区县事项", "填报记录"
BASELINE = "清单底稿"
PERIOD_RECORD, SENT_RECORD = "期间记录", "发出记录"
ROLLUP, FINDINGS, RETURNS, TREND = "市级汇总", "校验结果", "回收情况", "进度走势"
DOCUMENT_WORDS, DOCUMENTS_SENT = "公文模板", "督办单台账"
"""Sheets that only documents look at: an office may have others of these names, and a build leaves them alone."""
IMPORTED = "导入情况"
"""What an import took of plans, what differs, what is left to people."""
ANNUAL = "年度考核参考"
"""The year that runs; one of an earlier year is called by it, as ``2020年度考核参考``."""
SUMMARIES = ("项目库汇总", "月调度汇总", "指标汇总", "对标汇总", "服务记录汇总", "开发区汇总")
"""What sums up the registers that come with the program."""
OF_REGISTER = "登记表汇总"
"""The kind of the sheets that sum up registers, whatever each is called."""
OF_DISTRICTS = "区县-"
"""Begins the name of a sheet with the rows of the districts' registers."""
UNIT_PREFIX, BULLETIN = "单位-", "通报"

MARK_NAME = "_duban_mark"
"""The hidden name of a sheet that holds the fingerprint of what the program made."""
AS_LEFT_NAME = "_duban_as_left"
"""The hidden name of such a sheet that tells how the program left it, to the byte."""

MAIN, SIDE = "主", "辅"
SUGGESTED, CONFIRMED, REFUSED = "建议", "已确认", "不采纳"
OWN_INITIATIVE = "自主"
"""What staff type in 对应市级事项 for an item that serves no city item."""

FIXED_SHEETS = frozenset(
    {
        *(LEDGER, CITY, LINKS, RULES, DISTRICTS, LOG, BASELINE, PERIOD_RECORD, SENT_RECORD),
        *(ROLLUP, FINDINGS, IMPORTED, RETURNS, TREND, ANNUAL, *SUMMARIES),
    }
)
"""The program's sheets that are always called the same."""

RECORDS = frozenset({PERIOD_RECORD, SENT_RECORD, BASELINE})
"""The sheets that nobody is to see: what the program remembers."""

BULLETIN_NAME = re.compile(
    rf"([0-9]{{4}}年(?:第[一二三四]季度|[0-9]{{1,2}}月)){BULLETIN}(?:（更正第([0-9]+)次）)?"
)
ANNUAL_NAME = re.compile(rf"([0-9]{{4}}){ANNUAL}")
_KEPT_NAME = re.compile(r"(.+)（旧[0-9]+）")


def is_own_sheet(name: str) -> bool:
    """Whether a sheet of this name is the program's by its looks, so that it is not searched for the list."""
    if kept := _KEPT_NAME.fullmatch(name):
        name = kept[1]
    return name in FIXED_SHEETS or is_generated_name(name)


def is_bulletin_name(name: str) -> bool:
    """Whether a bulletin is called so by the program."""
    return BULLETIN_NAME.fullmatch(name) is not None


def is_kept_name(name: str) -> bool:
    """Whether a sheet is called as one that staff edited and that was kept."""
    return _KEPT_NAME.fullmatch(name) is not None


def known_name(mark: str) -> str:
    """The name by which a mark knows its sheet under any other; empty where it says none."""
    return mark.partition(":")[2]


def is_generated_name(name: str) -> bool:
    """Whether a sheet of this name is made anew by each build."""
    fixed = (ROLLUP, TREND, ANNUAL, RETURNS, *SUMMARIES)
    of_a_time = is_bulletin_name(name) or ANNUAL_NAME.fullmatch(name) is not None
    return of_a_time or name in fixed or name.startswith((UNIT_PREFIX, OF_DISTRICTS))
