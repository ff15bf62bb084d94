"""The doors that a mutant is carried through, and what may never come of it."""

from __future__ import annotations

import multiprocessing
import threading
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

import outputs
from lists import Item, make_book
from outputs import Wrong

from duban.macros.commands import processes
from duban.macros.commands.build import build
from duban.macros.commands.change_file import change_file
from duban.macros.commands.read_districts import read_districts
from duban.macros.commands.rollup import roll_up
from duban.macros.commands.validate import Job, check_one
from duban.macros.figures.understood import RunOptions
from duban.validation.checker import Checking, check_file, open_book
from duban.validation.mend.annotate import annotate_file
from duban.validation.mend.fix import fix_file
from duban.workbook.opening.first_look import WRITABLE
from duban.workbook.reading.grid import GridBook
from duban.workbook.say.stop import Stop

TODAY = date(2020, 9, 30)
HOW = Checking(today=TODAY)
OPTIONS = RunOptions(None, TODAY, accept=True)
FORMATS = ("text", "json", "csv", "html", "sarif", "junit")

NO_LIST = frozenset({
    "no_list", "several_lists", "no_sheet", "bad_sheet", "missing_column", "no_columns", "no_city_items",
    "foreign_key", "list_replaced", "sheet_is_yours", "protected", "same_district",
})  # fmt: skip
"""Stops about what the sheets hold; all others say that the file is damaged, or of another kind."""
OTHER_KIND = frozenset({"old_format", "strict_format"})
"""Stops of sound files that the program reads and does not write."""
OWN_FAULT = frozenset({"package_check", "check_failed"})
"""Stops that blame the program: a mutant must never come to them."""
NO_MEMORY = "no_memory"
"""The Stop that blames the machine. A file of the old format, read in a process of its own, may come to it."""


class Case(NamedTuple):
    """A mutant on disk, alone in its folder, and which of the dear doors it takes."""

    path: Path
    data: bytes
    number: int

    @property
    def folder(self) -> Path:
        return self.path.parent


class Seen(NamedTuple):
    """What came of one door: ``kind`` is ``ok``, ``stop`` or a failure; ``what`` tells alike ones from others."""

    door: str
    kind: str
    what: str = ""
    more: str = ""

    @property
    def failed(self) -> bool:
        """Whether this may not happen."""
        return self.kind not in ("ok", "stop")


Door = Callable[[Case], None]
"""Goes through one door. Raises ``Stop`` where the program refuses, ``Wrong`` for a wrong result."""


def validate_door(case: Case) -> None:
    """The check, in every format of report."""
    checked = check_one(str(case.path), Job(HOW, formats=FORMATS, debug=True))
    if checked.status == "unreadable":
        open_book(GridBook(case.path), HOW)  # says the code
        raise Wrong("disagreement", "unreadable to the check, readable to a second look")


def fix_door(case: Case) -> None:
    """Mending in place."""
    fix_file(case.path, HOW)
    _written(case, "fix")


def annotate_door(case: Case) -> None:
    """The copy with notes."""
    made = annotate_file(check_file(str(case.path), HOW), case.folder / "copies")
    if made is not None:
        outputs.look(case.data, made.read_bytes(), "annotate", by_openpyxl=case.number % 5 == 3)
    if case.path.read_bytes() != case.data:
        raise Wrong("source changed", "annotate")


def build_door(case: Case) -> None:
    """The build in place; of some mutants a second one, which may change nothing."""
    change_file(case.path, partial(build, options=OPTIONS), today=TODAY)
    _written(case, "build")
    if case.number % 10 == 2:
        try:
            again = change_file(case.path, partial(build, options=OPTIONS), today=TODAY)
        except Stop as stop:
            raise Wrong("second run", f"{stop.code}: {stop.facts.get('why', '')}") from stop
        if again.written:
            raise Wrong("second run", "changed")


@contextmanager
def _at_once() -> Iterator[None]:
    """Files are read in processes that start at once: a fresh one takes longer to start than most mutants to read."""
    was = processes.METHOD
    if "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1:
        processes.METHOD = "fork"
    try:
        yield
    finally:
        processes.METHOD = was


def district_door(case: Case) -> None:
    """The roll-up of a sound city with the mutant as a district."""
    city = case.folder / "city.xlsx"
    city.write_bytes(_city())
    with _at_once():
        districts, skipped = read_districts([str(case.path)], city)
    change_file(city, partial(roll_up, districts=districts, options=OPTIONS, skipped=skipped), today=TODAY)
    outputs.look(_city(), city.read_bytes(), "district", by_openpyxl=False)


def city_door(case: Case) -> None:
    """The roll-up with the mutant as the city's workbook."""
    other = case.folder / "district.xlsx"
    other.write_bytes(_city())
    with _at_once():
        districts, skipped = read_districts([str(other)], case.path)
    change_file(
        case.path, partial(roll_up, districts=districts, options=OPTIONS, skipped=skipped), today=TODAY
    )
    _written(case, "city")


def _written(case: Case, door: str) -> None:
    """The file is a sound workbook, and one beside it holds the bytes before."""
    made = case.path.read_bytes()
    build = door == "build"
    by_openpyxl, by_schema = case.number % 4 == 1 or not build, build and case.number % 20 == 4
    outputs.look(case.data, made, door, by_openpyxl=by_openpyxl and door != "fix", by_schema=by_schema)
    if made != case.data and all(
        path.read_bytes() != case.data for path in case.folder.iterdir() if path != case.path
    ):
        raise Wrong("no backup", door)


@cache
def _city() -> bytes:
    return make_book(
        Item("优化营商环境改革", ("合并申请表单",), "办公室"), city=[(1, "优化营商环境", ""), (2, "其他", "")]
    ).data


DOORS: tuple[Door, ...] = (validate_door, fix_door, annotate_door, build_door, district_door, city_door)
_DEAR: tuple[Door, ...] = (district_door, city_door)


def doors_of(number: int, doors: tuple[Door, ...] = DOORS) -> tuple[Door, ...]:
    """The doors of a mutant: of five, one is a district and one the city; they take as long as all the others."""
    mine = _DEAR[number % 5 : number % 5 + 1]
    return tuple(door for door in doors if door not in _DEAR or door in mine)


def through(door: Door, case: Case) -> Seen:
    """One door with its folder looked at before and after."""
    name = door.__name__.removesuffix("_door")
    case.path.write_bytes(case.data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            door(case)
    except Stop as stop:
        return _refused(name, stop, case)
    except Wrong as wrong:
        return Seen(name, wrong.kind, wrong.what)
    except MemoryError:
        return Seen(name, "memory", _frames(3), traceback.format_exc())
    except Exception as error:
        said = f"{type(error).__name__}: {str(error)[:80]}"
        return Seen(
            name,
            "internal error",
            f"{type(error).__name__} at {_frames(3)}",
            f"{said}\n{traceback.format_exc()}",
        )
    return _left_behind(name, case) or Seen(name, "ok")


def _refused(name: str, stop: Stop, case: Case) -> Seen:
    if case.path.read_bytes() != case.data:
        return Seen(name, "source changed", stop.code, stop.say.en)
    if stop.code in OWN_FAULT or (stop.code == NO_MEMORY and case.path.suffix in WRITABLE):
        why = str(stop.facts.get("why", ""))
        return Seen(name, "blamed on the program", f"{stop.code}: {_plain(why)}", stop.say.en)
    return _left_behind(name, case) or Seen(name, "stop", stop.code, stop.say.en)


def _left_behind(name: str, case: Case) -> Seen | None:
    left = sorted(
        path.name for path in case.folder.rglob("*") if path.name.startswith(".") or path.suffix == ".tmp"
    )
    return Seen(name, "left behind", " ".join(left)) if left else None


def _plain(text: str) -> str:
    """A reason without its numbers and names, so that alike ones are one."""
    import re

    return re.sub(r"[0-9]+", "9", text)[:70]


def _frames(count: int) -> str:
    """The last frames of the exception within the program, innermost last."""
    import sys

    error = sys.exc_info()[2]
    frames = traceback.extract_tb(error)
    own = [
        frame
        for frame in frames
        if "site-packages" not in frame.filename and "/lib/python" not in frame.filename
    ]
    return " ← ".join(f"{Path(f.filename).name}:{f.name}" for f in reversed(own[-count:]))


def disagreements(seen: Sequence[Seen]) -> Iterator[Seen]:
    """What the check calls readable, the other doors read, and the other way round, as far as damage goes."""
    check = seen[0]
    if check.door != "validate" or check.failed:
        return
    for other in seen[1:]:
        pair = {check.what if check.kind == "stop" else "", other.what if other.kind == "stop" else ""}
        damage = pair - NO_LIST - {""}
        if other.failed or other.door == "annotate" or OTHER_KIND & pair:
            continue
        if damage and "" in pair:
            said = f"validate {check.what or 'reads it'}, {other.door} {other.what or 'reads it'}"
            yield Seen(f"validate, {other.door}", "disagreement", said, f"{check.more}{other.more}")
