"""What a run changes in a workbook, collected sheet by sheet into one plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from duban.macros.generated_sheets.order_of_sheets import places_of_new
from duban.macros.generated_sheets.registers.left_behind import left_behind
from duban.macros.generated_sheets.replace_or_keep import Placement, place_owned
from duban.macros.history.editions import PeriodRecord, record_cells
from duban.macros.history.freeze import Frozen
from duban.macros.history.said_before import SaidBefore
from duban.macros.staff_sheets.cells_to_set import Wanted, edit_sheet, new_sheet, tidied
from duban.macros.staff_sheets.settings_sheet import edit_rules, new_rules
from duban.workbook.format.names import PERIOD_RECORD, RULES
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.plan.plans import BookPlan, SheetEdit, SheetPlan, Tidy
from duban.workbook.reading.settings import Settings
from duban.workbook.reading.tables import Tables, TableSheet
from duban.workbook.say.findings import Finding


class Changes:
    """Sheets to make and cells to set so far; new sheets stand in the order in which they came."""

    def __init__(self) -> None:
        self._sheets: list[SheetPlan] = []
        self._edits: list[SheetEdit] = []
        self._placed = Placement()
        self._renames: tuple[tuple[str, str], ...] = ()
        self._tidy: dict[str, Tidy] = {}

    def edit(self, edit: SheetEdit | None) -> None:
        """Cells of one sheet; ``None`` where all is there already."""
        if edit is not None:
            self._edits.append(edit)

    def carry(self, name: str, table: TableSheet | None, wanted: Wanted) -> None:
        """A sheet of the program's tables: made where it is not there, else the cells that differ."""
        if table is None:
            self._sheets.append(new_sheet(FORMATS[name], wanted))
        else:
            self.edit(edit_sheet(table, wanted))
            self._tidy[name] = tidied(table, wanted)

    def make(self, sheet: SheetPlan) -> None:
        """One sheet to make."""
        self._sheets.append(sheet)

    def rename(self, old: str, new: str) -> None:
        """A sheet that staff changed, to keep under another name."""
        self._renames = (*self._renames, (old, new))

    def place(self, placed: Placement) -> None:
        """The owned sheets; once."""
        self._sheets += placed.sheets
        self._placed = placed

    def show(
        self,
        tables: Tables,
        owned: Sequence[SheetPlan],
        before: SaidBefore,
        after: PeriodRecord,
        is_stale: Callable[[str], bool] = lambda name: False,
    ) -> list[Finding]:
        """The generated sheets, bulletins that are frozen, and ``after``, the record of what is shown now; once."""
        self.freeze(before.frozen)
        placed = place_owned(tables, owned, is_stale)
        self.place(placed)
        self.carry(PERIOD_RECORD, tables.own.get(PERIOD_RECORD), record_cells(tables, after))
        return [*before.findings, *placed.findings, *left_behind(tables, owned)]

    def freeze(self, frozen: Frozen) -> None:
        """What becomes of sheets that are not live."""
        self._sheets += frozen.sheets
        self._edits += frozen.edits
        self._renames = (*self._renames, *frozen.renames)

    def settings(self, tables: Tables, settings: Settings) -> None:
        """规则 as it shall be."""
        if settings.present:
            self.edit(edit_rules(tables.grids[RULES], settings))
            self._tidy[RULES] = Tidy(max(settings.rows.values()))
        else:
            self._sheets.append(new_rules(settings))

    def plan(self, tables: Tables) -> BookPlan:
        """All of it, in the workbook that was read."""
        sheets, removes = tuple(self._sheets), self._placed.removes
        renames = (*self._placed.renames, *self._renames)
        places = places_of_new(tables, sheets, self._placed.order, renames, removes)
        return BookPlan(renames, removes, sheets, tuple(self._edits), places, self._tidy)
