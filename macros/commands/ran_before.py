"""A run that was made before, with the same arguments on the same bytes, is not made again: what it said is said again.

A command that changes nothing of a workbook takes as long as one that changes all of it, for it has to compute what it
would write. What such a run said is kept for this user, by a digest of all that it depends on: the bytes and the place
of the workbook, the command with its arguments, the day, and the program itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from hashlib import sha256
from pathlib import Path

from duban.macros.declared.command_type import Command, Values
from duban.macros.messages.log import log_path
from duban.macros.messages.outcome import Outcome, Result
from duban.workbook.format.names import LOG, is_bulletin_name
from duban.workbook.plan.plans import BookPlan

KEPT = 64
"""Runs that are kept; the oldest go."""

_NOT_COMPARED = ("book", "out", "lang", "debug")
"""Arguments that change nothing of what a run finds, or that are compared by what they lead to."""
_LASTING = ("T", "X", "E", "I10", "I11", "I12", "I13", "S118")
"""Findings, as their codes begin, of what staff typed and no build changes: the next one finds them again. Of all others
some are said once, of what a build does."""
_PARTS = ("workbook", "udfs", "macros", "validation")


def recall(command: Command, values: Values) -> Result | None:
    """What came of the same run when it was made before; ``None`` where it was not, or would write another file."""
    if not command.repeats or (values.out is not None and values.out != values.book):
        return None
    with suppress(OSError, ValueError, KeyError, TypeError):  # then the run is made, which says what is wrong
        path = Path(values.book)
        file = _file_of(command, values, path, path.read_bytes())
        kept = json.loads(file.read_text(encoding="utf-8"))
        said = {lang: tuple(map(str, kept["said"][lang])) for lang in ("zh", "en")}
        return Result(path, False, None, Outcome(BookPlan(), (), dict(kept["facts"]), said=said))
    return None


def keep(command: Command, values: Values, result: Result) -> None:
    """Keep what the same run would say if it were made once more, where that is known."""
    if not command.repeats or result.for_trial or (result.written and not _is_settled(result.outcome)):
        return
    from duban.macros.messages.report import finding_lines

    findings = result.outcome.findings
    said = {lang: list(finding_lines(findings, lang)) for lang in ("zh", "en")}
    text = json.dumps({"facts": dict(result.outcome.facts), "said": said}, ensure_ascii=False)
    # RuntimeError: no home. Where nothing can be kept the next run takes its time
    with suppress(OSError, RuntimeError, UnicodeError):
        file = _file_of(command, values, result.path, result.data)
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = file.with_suffix(".new")
        aside.touch(mode=0o600)
        aside.write_text(text, encoding="utf-8")
        aside.replace(file)
        _forget(file.parent)


def _is_settled(outcome: Outcome) -> bool:
    """Whether the run that changed a workbook found nothing but what the next one finds as well."""
    new = {name for name, _ in outcome.plan.places}
    # a bulletin that was lost is made again; only then is its period seen to be closed
    may_be_closed = LOG not in new and any(map(is_bulletin_name, new))
    return not may_be_closed and all(each.code.startswith(_LASTING) for each in outcome.findings)


def _file_of(command: Command, values: Values, path: Path, data: bytes) -> Path:
    asked = {name: value for name, value in vars(values).items() if name not in _NOT_COMPARED}
    told = [command.name, asked, str(path.resolve()), date.today(), *_program()]
    digest = sha256(repr(told).encode(errors="surrogatepass"))
    digest.update(data)
    return log_path().parent / "runs" / f"{digest.hexdigest()}.json"


def _program() -> Iterator[tuple[str, int, int]]:
    """Every file of the program: another version, or a line changed in it, may find something else. Raises OSError where it
    does not stand in files."""
    home = Path(__file__).resolve(strict=True).parents[2]
    for part in _PARTS:
        for file in sorted((home / part).rglob("*.py")):
            about = file.stat()
            yield str(file), about.st_size, about.st_mtime_ns


def _forget(folder: Path) -> None:
    kept = sorted(folder.glob("*.json"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in kept[KEPT:]:
        file.unlink(missing_ok=True)
