"""What is asked of a run of ``duban document``, and what came of it; documents are written here, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from duban.macros.figures.understood import FOR_FIGURES, RunOptions
from duban.macros.history.editions import read_record
from duban.macros.messages.outcome import Result
from duban.macros.messages.report import finding_lines
from duban.udfs.periods import Period
from duban.workbook.file.safe_write import make_folder, refuse_closed_folder, save
from duban.workbook.reading.settings import Settings
from duban.workbook.reading.tables import Tables
from duban.workbook.say.findings import Finding
from duban.workbook.say.sentence import Say
from duban.workbook.say.stop import Stop

_MADE = Say("已写出 {count} 份{kind}：{folder}", "{count} {kind} written: {folder}")
_SAME = Say(
    "{count} 份{kind}与文件夹中已有的相同，没有改写：{folder}",
    "{count} {kind} in {folder} are as they would be",
)
_ONE = Say("  {name}{told}", "  {name}{told}")
_REST = Say("  ……共 {count} 份", "  … {count} in all")
_AGAIN = Say("  沿用台账中的文号：{numbers}", "  numbers that were given before: {numbers}")
_KEPT = Say(
    "  新文号记入 {path} 的“督办单台账”，原文件备份：{backup}",
    "  new numbers were written into 督办单台账 of {path}, backup: {backup}",
)
_ALONE = Say(
    "  有 {count} 项这样的措施没有责任单位，没有写进公文",
    "  {count} such measures belong to no unit and are in no letter",
)
_BEHIND = Say(
    "  工作簿还没有按现在的内容重新生成：公文用的是重新生成以后的数",
    "  the workbook is not up to date: the document has the figures that a build would show",
)

PAST = Say(
    "  工作簿已有{period}以后的通报，没有{period}当时的记录：数取自工作簿现在的内容",
    "  the workbook has a later bulletin and no record of {period}: the figures are those of the workbook as it is now",
)

_NAMELESS = Say(
    "  “规则”的单位名称是空白的，版头、署名和版记里没有它，请填写后重做",
    "  单位名称 in 规则 is blank, so that head, signature and imprint lack it: fill it in and make them again",
)

Place = Callable[[Period], Path]
"""The folder for the documents of a period."""


@dataclass(frozen=True)
class DocumentOptions:
    """What was chosen: the kind, the units (none: all that call for a letter), period and day of the figures, the day of the
    document, and the language of a terminal that is to see how far a batch is."""

    kind: str
    units: Sequence[str] = ()
    run: RunOptions = field(default_factory=RunOptions)
    day: date | None = None
    lang: str = ""


@dataclass
class Made:
    """What came of it: where which files are to be, what is told of each, and what else is to be said."""

    kind: str
    files: dict[Path, bytes] = field(default_factory=dict)
    told: dict[Path, Say] = field(default_factory=dict)
    again: list[str] = field(default_factory=list)
    alone: int = 0
    is_behind: bool = False
    notes: list[Say] = field(default_factory=list)
    """What else staff should look at."""
    findings: list[Finding] = field(default_factory=list)
    kept: Result | None = None
    """What became of the workbook with its register."""

    def to_write(self) -> dict[Path, bytes]:
        """The files that are not there as they are to be. Stops with ``document_in_the_way`` for one that holds anything
        else: staff may have edited it; and as ``refuse_closed_folder``."""
        for folder in {path.parent for path in self.files}:
            refuse_closed_folder(folder)
        wanted = {}
        for path, data in self.files.items():
            if path.is_file() and path.read_bytes() == data:
                continue
            if path.exists():
                raise Stop("document_in_the_way", path=path)
            wanted[path] = data
        return wanted

    def lines(self, written: int, lang: str = "zh", most: int | None = None) -> Iterator[str]:
        """The report; ``written``: how many files were not there as they are; ``most``: of how many of them a line each is
        told, without which all are."""
        folder = next(iter(self.files)).parent
        if written:
            yield _MADE.format(count=written, kind=self.kind, folder=folder).to(lang)
        if same := len(self.files) - written:
            yield _SAME.format(count=same, kind=self.kind, folder=folder).to(lang)
        for path in [*self.files][:most]:
            yield _ONE.format(name=path.name, told=self.told.get(path, Say("", ""))).to(lang)
        if most is not None and len(self.files) > most:
            yield _REST.format(count=len(self.files)).to(lang)
        if self.again:
            yield _AGAIN.format(numbers="、".join(self.again)).to(lang)
        if self.kept and self.kept.written:
            yield _KEPT.format(path=self.kept.path, backup=self.kept.backup).to(lang)
        if self.alone:
            yield _ALONE.format(count=self.alone).to(lang)
        if self.is_behind:
            yield _BEHIND.to(lang)
        yield from (each.to(lang) for each in self.notes)
        yield from finding_lines(self.findings, lang)


def is_over(tables: Tables, period: Period) -> bool:
    """Whether a later period was built already, and nothing tells what the figures of this one were."""
    record = read_record(tables)
    return not is_on_record(tables, period) and any(
        other.last_day > period.last_day and not edition.is_from_log
        for other, edition in record.latest.items()
    )


def is_on_record(tables: Tables, period: Period) -> bool:
    """Whether the figures of a period do not change any more."""
    edition = read_record(tables).latest.get(period)
    return edition is not None and not edition.is_live and not edition.is_from_log


def about_office(settings: Settings) -> Iterator[Say]:
    """What is to be said of an office without a name."""
    if not settings.office:
        yield _NAMELESS


def for_figures(findings: Iterable[Finding]) -> list[Finding]:
    """Those that the figures rest on."""
    return [each for each in findings if each.code in FOR_FIGURES and each.severity != "info"]


def facts_of_run(settings: Settings) -> Mapping[str, int | str]:
    """What an outcome says of the workbook."""
    return {"city": 0, "period": str(settings.period), "as_of": settings.as_of.isoformat()}


def write_documents(files: Mapping[Path, bytes]) -> None:
    """Write documents. Raises Stop as ``save``; those before it are then written, and the next run goes on."""
    for folder in dict.fromkeys(path.parent for path in files):
        make_folder(folder)
    for path, data in files.items():
        save(path, data, backup=False)
