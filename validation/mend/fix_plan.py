"""Which cells are set to which values so that findings with one sure remedy are gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from duban.validation.book import Book
from duban.validation.checker import check_book
from duban.validation.mend.remedies import FIXES, plain_number
from duban.validation.rules.text_kinds import TESTS
from duban.workbook.cells.addresses import a1, parse_area
from duban.workbook.cells.areas import Position
from duban.workbook.file.open_xml import main, parse_xml
from duban.workbook.file.owned_marks import read_mark
from duban.workbook.file.package import Package
from duban.workbook.file.sheet_xml import open_sheet
from duban.workbook.format.names import LIST
from duban.workbook.plan.plans import BookPlan, EditCell, Scalar, SheetEdit
from duban.workbook.reading.settings import Settings
from duban.workbook.reading.sheet import Sheet, list_sheet, own_sheet
from duban.workbook.say.findings import Finding

Place = tuple[str, int, int]
"""Sheet, row, column."""


class Fixed(NamedTuple):
    """One cell that is mended. ``findings`` are those that are gone by it.

    They are none for a 序号 that was text: it reads as a number all the same, but sorts behind all others.
    """

    sheet: str
    row: int
    column: int
    findings: tuple[Finding, ...]
    old: Scalar
    new: Scalar

    @property
    def place(self) -> Place:
        """Where it is."""
        return self.sheet, self.row, self.column

    @property
    def codes(self) -> tuple[str, ...]:
        """The rules that the cell broke, each once."""
        return tuple(dict.fromkeys(finding.code for finding in self.findings))


class PlannedFixes(NamedTuple):
    plan: BookPlan
    fixed: tuple[Fixed, ...]
    formatted: tuple[Finding, ...]


def plan_fixes(book: Book, findings: Sequence[Finding]) -> tuple[BookPlan, tuple[Fixed, ...]]:
    """The cells to set so that findings (all those of ``check_book``) with a sure remedy are gone, and the
    list of them in the order of the findings.

    Formulas, cells under a merged area, text with formats inside and the program's own sheets are left alone.
    So is a cell whose mending would bring an error to light, or only another fault of its text. Raises Stop
    ``old_format`` for a file that cannot be written.
    """
    planned = planned_fixes(book, findings)
    return planned.plan, planned.fixed


def planned_fixes(book: Book, findings: Sequence[Finding]) -> PlannedFixes:
    known = {sheet.grid.name: sheet for sheet in book.sheets.values()}
    wanted: dict[Place, list[Finding]] = {at: [] for at in _numbers_as_text(book)}
    for finding in findings:
        if finding.code in FIXES and finding.sheet in known:
            wanted.setdefault((finding.sheet, finding.row, finding.column), []).append(finding)
    formatted: set[Place] = set()
    for name, sheet in known.items():
        places = [at[1:] for at in wanted if at[0] == name]
        closed, runs = _closed(book, sheet, places) if places else (set(), set())
        formatted |= {(name, *at) for at in runs}
        for at in closed | runs:
            wanted.pop((name, *at), None)
    refused: set[tuple[Place, str]] = set()
    while True:
        fixed = _mended(known, wanted, refused, book.settings)
        guilty = set(_guilty(findings, fixed, book)) if fixed else set()
        if not guilty:
            break
        refused |= guilty
    order = {(f.sheet, f.row, f.column): number for number, f in reversed(list(enumerate(findings)))}
    done = sorted(fixed.values(), key=lambda each: (order.get(each.place, -1), each.place))
    edits: defaultdict[str, dict[Position, EditCell]] = defaultdict(dict)
    for each in done:
        edits[each.sheet][each.row, each.column] = _edit(each)
    return PlannedFixes(
        BookPlan(edits=tuple(SheetEdit(name, cells) for name, cells in edits.items())),
        tuple(done),
        tuple(f for f in findings if f.code in FIXES and (f.sheet, f.row, f.column) in formatted),
    )


def _numbers_as_text(book: Book) -> Iterator[Place]:
    sheet = book.sheets.get(LIST)
    if sheet is not None and "序号" in sheet.table:
        for row, value in zip(sheet.table.rows, sheet.table["序号"], strict=True):
            if plain_number(value) is not None:
                yield sheet.grid.name, row, sheet.table.at["序号"]


def _mended(
    known: Mapping[str, Sheet],
    wanted: Mapping[Place, Sequence[Finding]],
    refused: Collection[tuple[Place, str]],
    settings: Settings,
) -> dict[Place, Fixed]:
    """The cells with all their remedies, without those that are refused."""
    found = {}
    for at, findings in wanted.items():
        name, row, column = at
        old = known[name].grid.value(row, column)
        # an item over several rows is judged by all of its texts, of which a cell holds but one
        own = [f for f in findings if f.value == old or f.code == "I123"]
        own = [f for f in own if (at, f.code) not in refused]
        new, mended = _remedied(old, own, settings)
        if not findings and (at, "") not in refused:
            new = plain_number(old) or old
        if type(new) is not type(old) or new != old:
            found[at] = Fixed(name, row, column, tuple(mended), old, new)
    return found


def _remedied(old: Any, findings: Sequence[Finding], settings: Settings) -> tuple[Any, list[Finding]]:
    """A value with the remedies of its findings, and the findings that have one.

    What a remedy uncovers is mended too: a comma that only stood behind a control character.
    """
    by_code = {finding.code: finding for finding in findings}
    value, mended = old, []
    for code, remedy in FIXES.items():
        finding = by_code.get(code)
        if finding is None and (value is old or not _uncovered(code, old, value, settings)):
            continue
        facts = {"column": finding.column_name, **finding.facts} if finding else {}
        new = remedy(value, facts, settings)
        if isinstance(new, str):
            new = new.replace("\r\n", "\n").replace("\r", "\n")  # as a cell stores them
            if not new.strip():
                continue  # a blank cell would be another fault
        if new is not None:
            value = new
            mended += [finding] if finding else []
    return value, mended


def _uncovered(code: str, old: object, value: object, settings: Settings) -> bool:
    if code not in TESTS or settings.grades.get(code, "info") is None:
        return False
    return TESTS[code](value, settings) is not None and TESTS[code](old, settings) is None


def _edit(each: Fixed) -> EditCell:
    at = each.row, each.column
    if isinstance(each.new, date):
        return EditCell(each.new, number_format="date", like=at)
    if isinstance(each.new, float):
        return EditCell(each.new, number_format="percent", like=at)
    if isinstance(each.new, int):
        return EditCell(each.new, number_format="integer", like=at)
    return EditCell(each.new)


# what may not be touched


def _closed(book: Book, sheet: Sheet, places: Sequence[Position]) -> tuple[set[Position], set[Position]]:
    """Of these cells: the ones that are not to be touched, and those with formats inside their text."""
    grid = sheet.grid
    closed = {at for at in places if at in grid.formulas or at in grid.covered}
    closed |= {
        at for at in places if at[1] in sheet.header.percent.values()
    }  # a share would be read as per cent
    if book.source is None:
        return closed, set()
    package = book.source.package
    if read_mark(package, grid.name) is not None:
        return set(places), set()
    xml = open_sheet(package, grid.name)
    for formula in xml.root.iter(main("f")):
        if formula.get("t") in ("array", "dataTable") and formula.get("ref"):
            try:
                top, left, bottom, right = parse_area(formula.get("ref"))
            except ValueError:  # an area that is none holds no other cells
                continue
            closed |= {at for at in places if top <= at[0] <= bottom and left <= at[1] <= right}
    for at in places:
        stored, read = xml.value(*at), grid.value(*at)
        if isinstance(read, str) and stored != ("text", read):
            closed.add(at)  # _x4E00_ and the like, which we would not write back as they were
    spelled = {a1(*at): at for at in places}
    runs = set()
    with_runs: list[bool] | None = None
    for cell in xml.root.iter(main("c")):
        if cell.get("r") not in spelled:
            continue
        if cell.get("t") == "inlineStr":
            rich = any(map(_has_runs, cell.iterchildren(main("is"))))
        elif cell.get("t") == "s":
            with_runs = _strings_with_runs(package) if with_runs is None else with_runs
            number = int(cell.findtext(main("v"), "-1"))
            rich = 0 <= number < len(with_runs) and with_runs[number]
        else:
            continue
        if rich:
            runs.add(spelled[cell.get("r")])
    return closed, runs - closed


def _strings_with_runs(package: Package) -> list[bool]:
    part = package.texts_part
    items = () if part is None else parse_xml(package.data(part), recover=True).iterchildren(main("si"))
    return [_has_runs(item) for item in items]


def _has_runs(item: Any) -> bool:
    """Whether a string has formats or readings inside. A bare ``phoneticPr`` is in every Chinese file."""
    return item.find(main("r")) is not None or item.find(main("rPh")) is not None


# what comes of it


def _guilty(
    before: Iterable[Finding], fixed: Mapping[Place, Fixed], book: Book
) -> Iterator[tuple[Place, str]]:
    """Which remedies not to use, as place and code: those that did not help, and those that made it worse."""
    known = {_key(finding) for finding in before}
    after = check_book(_book_with(book, fixed))
    for finding in after:
        place = finding.sheet, finding.row, finding.column
        if place in fixed and finding.code in fixed[place].codes:
            yield place, finding.code
        elif _key(finding) not in known and (
            finding.severity == "error" or finding.code in TESTS or finding.code in FIXES
        ):
            for each in _culprits(finding, fixed.values()):
                yield from ((each.place, code) for code in each.codes or ("",))


def _key(finding: Finding) -> tuple[str, Place]:
    return finding.code, (finding.sheet, finding.row, finding.column)


def _culprits(finding: Finding, fixed: Iterable[Fixed]) -> list[Fixed]:
    """The changes that most likely led to a finding: the nearest ones."""
    all_of_them = list(fixed)
    here = [each for each in all_of_them if each.sheet == finding.sheet]
    row = [each for each in here if each.row == finding.row]
    ways = (
        [each for each in row if each.column == finding.column],
        [each for each in row if not isinstance(each.new, str)],
        row,
        [each for each in here if a1(each.row, each.column) == finding.partner],
        [each for each in here if each.column == finding.column],
        all_of_them,
    )
    return next(way for way in ways if way)


def _book_with(book: Book, fixed: Mapping[Place, Fixed]) -> Book:
    """The workbook as it will be."""
    sheets = dict(book.sheets)
    for kind, sheet in book.sheets.items():
        own = [each for each in fixed.values() if each.sheet == sheet.grid.name]
        if not own:
            continue
        rows = [list(row) for row in sheet.grid.rows]
        for each in own:
            rows[each.row - 1][each.column - 1] = each.new
        grid = replace(sheet.grid, rows=tuple(map(tuple, rows)))
        read = list_sheet if kind == LIST else own_sheet
        sheets[kind] = read(grid, sheet.header)
    return replace(book, sheets=sheets)
