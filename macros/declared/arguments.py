"""Arguments that several commands have."""

from __future__ import annotations

from duban.macros.declared.command_type import Argument
from duban.workbook.say.sentence import Say

BOOK = Argument("book", Say("工作簿（.xlsx、.xlsm）", "the workbook"), kind="path", shown="BOOK")
OUT = Argument(
    "out",
    Say("另存为，不改原文件", "write here instead"),
    ("-o", "--out"),
    kind="path",
    shown="OUT",
    unset=Say("更新原文件，先备份", "BOOK itself, with a backup"),
)
SHEET = Argument(
    "sheet",
    Say("任务清单所在的工作表", "the sheet with the task list"),
    ("--sheet",),
    shown="NAME",
    unset=Say("上次用的，没有则自动找", "that of the last run, else the one that is found"),
)
PERIOD = Argument(
    "period",
    Say("期间：2020Q3 或 2020-09，写入“规则”", "2020Q3 or 2020-09, written into 规则"),
    ("--period",),
    kind="period",
    shown="P",
    unset=Say("“规则”中的期间，没有则今天所在的季度", "that in 规则, else the quarter of today"),
)
AS_OF = Argument(
    "as_of",
    Say("截至日期：2020-09-30，写入“规则”", "as-of date, written into 规则"),
    ("--as-of",),
    kind="day",
    shown="D",
    unset=Say(
        "“规则”中写定的日期，没有则取今天与期末中较早的一天",
        "that typed in 规则, else today or the last day of the period, whichever is earlier",
    ),
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
    Say("一个文件最多处理几秒", "seconds for one file"),
    ("--timeout",),
    kind="seconds",
    shown="S",
    unset=Say("成批时 20", "20 in a batch"),
)
SCHEDULER = Argument(
    "scheduler",
    Say(
        "由 Dask 集群来读，写其调度器的地址，如 tcp://10.0.0.1:8786；文件须在共享文件夹中",
        "have a Dask cluster read them, by its scheduler's address as tcp://10.0.0.1:8786; the files must lie in a shared "
        "folder",
    ),
    ("--scheduler",),
    shown="ADDRESS",
    unset=Say("只用本机", "this machine alone"),
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
