"""The door without Excel: ``duban COMMAND …``. Parses, calls the command, prints what came of it."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

# Only the standard library is imported here: --help and a wrong argument must answer at once.
if TYPE_CHECKING:
    from duban.macros.figures.state import RunOptions

DONE, COULD_NOT = 0, 2
"""Exit codes."""

_FORMATS = ("text", "json", "csv", "html", "sarif", "junit")


class _Help(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        if prefix is None and _Parser.lang == "zh":
            prefix = "用法："
        super().add_usage(usage, actions, groups, prefix)


class _Parser(argparse.ArgumentParser):
    lang = "zh"

    def __init__(self, **settings: Any) -> None:
        super().__init__(formatter_class=_Help, **{**settings, "add_help": False})
        chinese = self.lang == "zh"
        # argparse has no other way to name its two groups
        self._positionals.title = "参数" if chinese else "arguments"
        self._optionals.title = "选项" if chinese else "options"
        if settings.get("add_help", True):
            self.add_argument(
                "-h", "--help", action="help", help="显示本帮助" if chinese else "show this help"
            )

    def error(self, message: str) -> NoReturn:
        if self.lang == "zh":
            for english, chinese in _ARGPARSE.items():
                message = re.sub(english, chinese, message)
            self.exit(COULD_NOT, f"参数有误：{message}\n用法见 {self.prog} --help\n")
        self.exit(COULD_NOT, f"bad arguments: {message}\nsee {self.prog} --help\n")


_ARGPARSE = {
    r"the following arguments are required: (.*)": r"缺少 \1",
    r"unrecognized arguments: (.*)": r"不认识 \1",
    r"argument (\S+): invalid choice: (\S+) \(choose from (.*)\)": r"没有 \2，可选：\3",
    r"expected one argument": "后面要有一个值",
    r"^argument (\S+): ": r"\1：",
}
"""argparse speaks English only; what staff meet most is said in Chinese."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows pipe may know no Chinese
            stream.reconfigure(errors="replace")
    arguments = list(sys.argv[1:] if argv is None else argv)
    lang = _language(arguments)
    args = _parser(lang).parse_args(arguments)
    if not hasattr(args, "run"):
        _parser(lang).print_help()
        return COULD_NOT
    return _guarded(args)


def _guarded(args: argparse.Namespace) -> int:
    """Run the command. Whatever stops it is said in one sentence, with what was saved by then."""
    from duban.macros.messages.report import saved_lines
    from duban.macros.messages.terminal import shown, tell
    from duban.workbook.file.safe_write import WRITTEN
    from duban.workbook.say.stop import Stop

    before = len(WRITTEN)
    try:
        code = int(args.run(args))
        with shown():
            sys.stdout.flush()
        return code
    except BrokenPipeError:  # the reader of a pipe has seen enough
        _hush()
        return DONE
    except Stop as error:
        if args.debug:
            raise
        stop = error
        if stop.code == "not_shown":
            _hush()
    except KeyboardInterrupt:
        stop = Stop("interrupted")
    except MemoryError:
        stop = Stop("out_of_memory")
    except Exception as error:
        if args.debug:
            raise
        from duban.macros.messages.log import write_down

        why = f"{type(error).__name__}: {error}"
        stop = Stop("internal", why=why, log=write_down(error, " ".join(sys.argv)) or "—")
    tell(stop.say.to(args.lang))
    saved = WRITTEN[before:]
    if saved or stop.code != "maybe_saved":
        for line in saved_lines(saved, args.lang):
            tell(line)
    return COULD_NOT


def _hush() -> None:
    """Let what is still to be printed vanish, else the interpreter complains of it when it ends."""
    with suppress(OSError, ValueError):  # ValueError: no real stream, as in tests
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _language(arguments: Sequence[str]) -> str:
    for at, word in enumerate(arguments):
        if word == "--lang" and at + 1 < len(arguments):
            return arguments[at + 1]
        if word.startswith("--lang="):
            return word.partition("=")[2]
    return "zh"


def _parser(lang: str) -> _Parser:
    def say(zh: str, en: str) -> str:
        return en if lang == "en" else zh

    _Parser.lang = lang

    def common(made: argparse.ArgumentParser) -> None:
        language = say("显示语言", "language of messages")
        made.add_argument("--lang", choices=("zh", "en"), default="zh", help=language)
        made.add_argument("--debug", action="store_true", help=say("出错时显示详细信息", "show tracebacks"))

    about = ("督办：任务清单工作簿的台账、汇总和通报", "ledger, roll-up and bulletins of task-list workbooks")
    parser = _Parser(prog="duban", description=say(*about))
    parser.add_argument("--version", action=_ShowVersion, nargs=0, help=say("显示版本", "show the version"))
    common(parser)
    commands = parser.add_subparsers(title=say("命令", "commands"), metavar="COMMAND")

    def command(name: str, run: Any, zh: str, en: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=say(zh, en), description=say(zh, en))
        common(made)
        made.set_defaults(run=run)
        return made

    def when(made: argparse.ArgumentParser, as_of: str | None = None) -> None:
        made.add_argument(
            "--period", type=_period, metavar="P", help=say("期间：2020Q3 或 2020-09", "2020Q3 or 2020-09")
        )
        made.add_argument(
            "--as-of",
            type=_day,
            metavar="D",
            help=as_of or say("截至日期：2020-09-30，写入“规则”", "as-of date, written into 规则"),
        )

    def book(made: argparse.ArgumentParser, *, links: bool = True) -> None:
        made.add_argument(
            "book", type=Path, metavar="BOOK", help=say("工作簿（.xlsx、.xlsm）", "the workbook")
        )
        made.add_argument(
            "-o", "--out", type=Path, metavar="OUT", help=say("另存为，不改原文件", "write here instead")
        )
        made.add_argument(
            "--sheet", metavar="NAME", help=say("任务清单所在的工作表", "the sheet with the task list")
        )
        when(made)
        if links:
            made.add_argument(
                "--accept-suggestions",
                action="store_true",
                help=say("确认每个事项的首条承接建议", "confirm each item's first suggested parent"),
            )
        made.add_argument(
            "--rekey",
            action="store_true",
            help=say("换了新清单时，为面目全非的事项换发新事项键", "give items of a new list new keys"),
        )

    demo = command("demo", _demo, "用自带样例走一遍全部流程", "build the bundled sample end to end")
    demo.add_argument(
        "-o", "--out", type=Path, default=Path("out"), metavar="DIR", help=say("输出文件夹", "output folder")
    )
    new = command("new", _new, "新建一个空白工作簿", "make an empty workbook in the format")
    new.add_argument("book", type=Path, metavar="BOOK", help=say("新工作簿（.xlsx）", "the new workbook"))
    when(new)
    book(
        command(
            "build",
            _build,
            "台账、承接、汇总、单位分表、季度通报一次生成",
            "ledger, links, roll-up, unit sheets and bulletin",
        )
    )
    book(command("units", _units, "只生成单位分表", "only the unit sheets"))
    rollup = command(
        "rollup", _rollup, "市级汇总；可同时收集区县工作簿", "roll up to the city list, collecting districts"
    )
    book(rollup)
    rollup.add_argument(
        "districts",
        nargs="*",
        metavar="DISTRICT",
        help=say("区县工作簿、文件夹或通配符", "district workbooks, folders or globs"),
    )
    _timeout_argument(rollup, say)
    book(command("summary", _summary, "只生成季度（月度）通报", "only the bulletin of the period"))
    _addin_arguments(
        command(
            "addin", _addin, "生成、安装或卸载 Excel 加载项", "build, install or remove the Excel add-in"
        ),
        say,
    )
    _validate_arguments(
        command("validate", _validate, "校验工作簿，可成批进行", "check workbooks, one or many"), when, say
    )
    return parser


def _addin_arguments(made: argparse.ArgumentParser, say: Any) -> None:
    made.add_argument(
        "step",
        choices=("build", "install", "remove"),
        help=say(
            "build 生成文件，install 安装到本机 Excel，remove 卸载",
            "build the file, install it here, or remove it",
        ),
    )
    made.add_argument(
        "-o",
        "--out",
        type=Path,
        default=Path("duban.xlam"),
        metavar="FILE",
        help=say("生成的文件", "the file to build"),
    )
    made.add_argument(
        "--portable",
        type=Path,
        metavar="DIR",
        help=say("build 时另做一个可复制到共享盘的文件夹", "with build: a folder to copy to a share"),
    )


def _validate_arguments(made: argparse.ArgumentParser, when: Any, say: Any) -> None:
    paths = say(
        "工作簿、文件夹或通配符；- 表示从标准输入逐行读取",
        "workbooks, folders or globs; - reads names from stdin",
    )
    made.add_argument("paths", nargs="+", metavar="PATH", help=paths)
    made.add_argument(
        "--format", choices=_FORMATS, default="text", help=say("报告格式，默认 text", "format of the report")
    )
    made.add_argument(
        "-o", "--out", type=Path, metavar="FILE", help=say("报告写入文件", "write the report to a file")
    )
    made.add_argument(
        "--json", type=Path, metavar="FILE", help=say("另存一份 JSON 报告", "a JSON report besides")
    )
    made.add_argument(
        "--annotate",
        type=Path,
        metavar="DIR",
        help=say("在文件夹中另存带批注的副本", "write copies with the findings in them"),
    )
    made.add_argument(
        "--fix",
        action="store_true",
        help=say("改正有把握的小问题（原文件留备份）", "mend what is surely safe to mend (with a backup)"),
    )
    made.add_argument(
        "--jobs", type=_count, default=1, metavar="N", help=say("同时检查的进程数", "processes to use")
    )
    made.add_argument(
        "--limit",
        type=_count,
        metavar="N",
        help=say("每条规则最多列出几处", "list so many findings of a rule"),
    )
    made.add_argument(
        "--sheet", metavar="NAME", help=say("任务清单所在的工作表", "the sheet with the task list")
    )
    when(made, say("检查所用的截至日期：2020-09-30", "check as of this date"))
    made.add_argument(
        "--schema",
        action="append",
        default=[],
        metavar="FILE.py",
        help=say(
            "加上本单位自己的规则：pandera 规则文件，或已安装规则包的名称（all 表示全部），可写多次",
            "rules of your own: a file of pandera schemas, or an installed package of them by name (all: every one); may be repeated",
        ),
    )
    made.add_argument(
        "--engine",
        choices=("plain", "pandera"),
        default="plain",
        help=say(
            "自带规则由谁执行，结果相同；pandera 慢几秒，默认 plain",
            "what runs the built-in rules, with the same findings; pandera takes some seconds more",
        ),
    )
    _timeout_argument(made, say)
    made.add_argument(
        "--max-mb",
        type=_count,
        metavar="N",
        help=say("单个文件解压后的上限（MB）", "most MB of an unpacked file"),
    )
    made.add_argument(
        "--max-cells", type=_count, metavar="N", help=say("单张工作表的单元格上限", "most cells of a sheet")
    )


def _timeout_argument(made: argparse.ArgumentParser, say: Any) -> None:
    seconds = say("一个文件最多处理几秒，成批时默认 20", "seconds for one file, 20 in a batch")
    made.add_argument("--timeout", type=_seconds, metavar="S", help=seconds)


class _ShowVersion(argparse.Action):
    """Looks the version up only when asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any, **__: Any) -> None:
        parser.exit(DONE, f"duban {_version()}\n")


def _version() -> str:
    from importlib.metadata import version

    return version("duban")


def _period(text: str) -> Any:
    from duban.udfs.periods import Period

    period = Period.parse(text)
    if period is None:
        raise argparse.ArgumentTypeError(
            f"“{text}”不是期间（2020Q3、2020-09）" if _Parser.lang == "zh" else f"'{text}' is no period"
        )
    return period


def _day(text: str) -> date:
    from duban.udfs.terms import parse_date

    day = parse_date(text)
    if day is None or not re.search(r"\d{4}\D+\d{1,2}\D+\d{1,2}|\d{8}", text):
        chinese = f"“{text}”不是日期（2020-09-30）"
        raise argparse.ArgumentTypeError(
            chinese if _Parser.lang == "zh" else f"'{text}' is no date (2020-09-30)"
        )
    return day


def _count(text: str) -> int:
    if not (text.isdecimal() and int(text) > 0):
        raise argparse.ArgumentTypeError(
            f"“{text}”不是大于 0 的整数" if _Parser.lang == "zh" else f"'{text}' is no whole number above 0"
        )
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds < 1e6:
        raise argparse.ArgumentTypeError(
            f"“{text}”不是大于 0 的秒数"
            if _Parser.lang == "zh"
            else f"'{text}' is no number of seconds above 0"
        )
    return seconds


def _options(args: argparse.Namespace) -> RunOptions:
    from duban.macros.figures.state import RunOptions

    return RunOptions(args.period, args.as_of, accept=args.accept_suggestions, rekey=args.rekey)


def _change(args: argparse.Namespace, command: Any) -> int:
    from duban.macros.commands.change_file import change_file
    from duban.macros.messages.progress import Progress
    from duban.macros.messages.report import report

    with Progress(args.lang) as progress:
        result = change_file(args.book, command, out=args.out, sheet=args.sheet, stage=progress)
    report(result, args.lang)
    return DONE


def _build(args: argparse.Namespace) -> int:
    return _build_parts(args, None)


def _units(args: argparse.Namespace) -> int:
    from duban.macros.commands.build import UNITS

    return _build_parts(args, (UNITS,))


def _summary(args: argparse.Namespace) -> int:
    from duban.macros.commands.build import SUMMARY

    return _build_parts(args, (SUMMARY,))


def _build_parts(args: argparse.Namespace, parts: Sequence[str] | None) -> int:
    from functools import partial

    from duban.macros.commands.build import ALL, build

    return _change(args, partial(build, options=_options(args), parts=parts or ALL))


def _rollup(args: argparse.Namespace) -> int:
    from functools import partial

    from duban.macros.commands.rollup import read_districts, roll_up
    from duban.macros.messages.progress import Progress

    with Progress(args.lang) as progress:
        progress("districts")
        districts, skipped = read_districts(args.districts, args.book, args.out, args.timeout)
    return _change(args, partial(roll_up, districts=districts, options=_options(args), skipped=skipped))


def _validate(args: argparse.Namespace) -> int:
    from dataclasses import replace

    from duban.macros.commands.outputs import outputs
    from duban.macros.commands.validate import Job, copies_in, paths_of, validate
    from duban.macros.messages.progress import Batch
    from duban.validation.checker import Checking
    from duban.workbook.opening.intake import limits_of

    if hasattr(sys.stdin, "reconfigure"):  # a file's name may be no text
        sys.stdin.reconfigure(errors="surrogateescape")
    paths = paths_of(args.paths, sys.stdin)
    limits = limits_of(args.max_mb, args.max_cells)
    if args.timeout is not None:
        limits = replace(limits, seconds=args.timeout)
    job = Job(
        Checking(
            args.sheet,
            args.period,
            args.as_of,
            limits=limits,
            schemas=tuple(args.schema),
            engine=args.engine,
        ),
        lang=args.lang,
        fix=args.fix,
        debug=args.debug,
        timeout=args.timeout,
        **copies_in(args.annotate, paths),
    )
    if args.schema:  # what cannot be loaded stops here, before any file is looked at
        from duban.validation.own.schemas import load_all

        load_all(job.how.schemas)
    reports = outputs(args.format, args.out, args.json, paths, job.folders)
    with reports as streams, Batch(args.lang, len(paths)) as seen:
        facts = {"jobs": args.jobs, "limit": args.limit, "version": _version()}
        summary = validate(paths, job, streams, seen=seen, **facts)
    return summary.exit_code


def _new(args: argparse.Namespace) -> int:
    from duban.macros.commands.new import new_workbook
    from duban.macros.messages.terminal import say
    from duban.workbook.file.safe_write import save
    from duban.workbook.file.write_xlsx import create
    from duban.workbook.say.stop import Stop

    if args.book.exists():
        raise Stop("already_there", path=args.book)
    if args.book.suffix.lower() != ".xlsx":
        raise Stop("other_format", path=args.book, suffix=".xlsx")
    save(args.book, create(new_workbook(args.period, args.as_of)))
    zh = f"已新建 {args.book}。填好“任务清单”后运行：duban build {args.book}"
    say(zh if args.lang == "zh" else f"Made {args.book}. Fill in 任务清单, then run: duban build {args.book}")
    return DONE


def _addin(args: argparse.Namespace) -> int:
    from duban.macros.commands import addin
    from duban.macros.messages.terminal import say

    if args.step == "install":
        done = addin.install()
    elif args.step == "remove":
        done = addin.remove()
    elif args.portable is not None:
        done = addin.portable(args.portable)
    else:
        done = addin.build(args.out)
    say(done.say.to(args.lang))
    for path in done.paths:
        say(f"  {path}")
    return DONE


def _demo(args: argparse.Namespace) -> int:
    from duban.macros.commands.demo import run_demo
    from duban.macros.messages.progress import Progress
    from duban.macros.messages.report import report

    with Progress(args.lang) as progress:
        results = list(run_demo(args.out, progress))
    for result in results:
        report(result, args.lang)
    return DONE


if __name__ == "__main__":
    sys.exit(main())
