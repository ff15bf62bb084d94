"""Arguments that several commands have."""

from __future__ import annotations

from duban.macros.declared.command_type import Argument
from duban.workbook.say.sentence import Say

BOOK = Argument("book", Say("工作簿（.xlsx、.xlsm）", "the workbook"), kind="path", shown="BOOK")
OUT = Argument(
    "out", Say("另存为，不改原文件", "write here instead"), ("-o", "--out"), kind="path", shown="OUT"
)
SHEET = Argument(
    "sheet", Say("任务清单所在的工作表", "the sheet with the task list"), ("--sheet",), shown="NAME"
)
PERIOD = Argument(
    "period",
    Say("期间：2020Q3 或 2020-09，写入“规则”", "2020Q3 or 2020-09, written into 规则"),
    ("--period",),
    kind="period",
    shown="P",
)
AS_OF = Argument(
    "as_of",
    Say("截至日期：2020-09-30，写入“规则”", "as-of date, written into 规则"),
    ("--as-of",),
    kind="day",
    shown="D",
)
ACCEPT = Argument(
    "accept_suggestions",
    Say(
        "确认每个事项的首条承接建议（确认人记为“自动”）",
        "confirm each item's first suggested parent (确认人 = 自动)",
    ),
    ("--accept-suggestions",),
    kind="flag",
    default=False,
)
REKEY = Argument(
    "rekey",
    Say("换了新清单时，为面目全非的事项换发新事项键", "give items of a new list new keys"),
    ("--rekey",),
    kind="flag",
    default=False,
)
REOPEN = Argument(
    "reopen",
    Say(
        "回到已定格的期间时，让那一期的通报重新变动（原来的数留底；已封存的不能）",
        "make the bulletin of an earlier period live again (what it said is kept; not one that is closed)",
    ),
    ("--reopen",),
    kind="flag",
    default=False,
)
KEEP_OLD = Argument(
    "keep_old",
    Say(
        "未报送的区县仍用上次报送的数字（仍列为未报送）",
        "go on with the last figures of districts that have not handed in (they are still named)",
    ),
    ("--keep-old",),
    kind="flag",
    default=False,
)
RESOLVE = Argument(
    "resolve",
    Say(
        "处理冲突和清空：theirs 全部采用填报，ours 全部保留台账，L7=theirs、L7=ours、L7=80% 处理一格，可写多次",
        "decide conflicts: theirs, ours, or one cell as L7=theirs, L7=ours, L7=80%; may be repeated",
    ),
    ("--resolve",),
    shown="theirs|ours|CELL=…",
    many=True,
)
TIMEOUT = Argument(
    "timeout",
    Say("一个文件最多处理几秒，成批时默认 20", "seconds for one file, 20 in a batch"),
    ("--timeout",),
    kind="seconds",
    shown="S",
)
CHANGES = (BOOK, OUT, SHEET, PERIOD, AS_OF, ACCEPT, REKEY, REOPEN)
"""What every command takes that plans changes of a workbook."""

COMMON = (
    Argument(
        "lang",
        Say("显示语言", "language of messages"),
        ("--lang",),
        kind="choice",
        default="zh",
        choices=("zh", "en"),
    ),
    Argument("debug", Say("出错时显示详细信息", "show tracebacks"), ("--debug",), kind="flag", default=False),
)
"""What every command takes."""
