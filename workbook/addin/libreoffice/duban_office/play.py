"""Carry operations out in an open document, as one step of undo: all of them, or nothing."""

from __future__ import annotations

import contextlib
import time
from typing import Any, Callable, Dict, List, Optional, Sequence, Set, Tuple

from duban_office import cells, charts, layout, rules, sheets
from duban_office.failures import CannotDo
from duban_office.player import Player
from duban_office.undo_steps import Blocks, Calculated, Closing, Filled, Opening, Ruled
from duban_office.values import rectangles, same, typed

VERBS = {
    each.__name__: each
    for each in (
        sheets.rename,
        sheets.copy,
        sheets.add,
        sheets.empty,
        sheets.remove,
        sheets.mark,
        sheets.unmark,
        sheets.tab,
        sheets.put_away,
        cells.write,
        cells.likeness,
        cells.look,
        cells.merge,
        cells.note,
        rules.lights,
        rules.bars,
        rules.choices,
        charts.chart,
        layout.width,
        layout.hide,
        layout.fit,
        layout.height,
        layout.freeze,
        layout.page,
        layout.print_to,
        layout.print_columns,
        layout.grow,
    )
}
_RECORDED = ("rename", "copy", "add", "chart")
"""Verbs that LibreOffice itself takes back, whatever the sheet is; a chart it would not leave unrecorded."""

_RULES = ("lights", "bars")

_STRUCTURE = ("rename", "copy", "add", "remove", "put_away")
"""What a document with protection refuses."""

Op = Dict[str, Any]


def play(
    document: Any, controller: Any, ops: Sequence[Op], title: str, times: Optional[Dict[str, float]] = None
) -> None:
    """Do all of it as the step ``title``, or nothing. Raises CannotDo with a sentence.

    Sheets of the program that are filled anew or go are the exception: LibreOffice (7.4) does not give back all that they
    held, and crashes where it gives back a sheet. So where there are such ones all that goes into sheets of the program comes first and is no step; the steps before it,
    which LibreOffice counts by the places of sheets, are forgotten; and the step is what changes in sheets of staff.
    Where it fails then, sheets may stay half filled or be gone, which is said, while all else is taken back.
    """
    _check(document, ops)
    ops = with_pages_first(ops)
    press = Press(document, controller, title, {} if times is None else times)
    ahead, step, behind = parted(ops)
    press.quiet.begin()
    try:
        if ahead:
            press.without_steps(ahead)
        press.as_step(step)
        press.without_steps(behind)
    except Exception as error:
        if ahead:
            press.take_added(ops)
        raise CannotDo(_failed(press, error)) from error
    finally:
        press.quiet.end()
        press.see()
    press.freeze()


def with_pages_first(ops: Sequence[Op]) -> List[Op]:
    """The same, with the page of a sheet right behind where it is added: whatever is set of a page, LibreOffice breaks all
    that is in the sheet into pages, which takes nothing while it is empty."""
    added = {op["sheet"] for op in ops if op["op"] == "add"}
    pages = {op["sheet"]: op for op in ops if op["op"] == "page" and op["sheet"] in added}
    ordered: List[Op] = []
    for op in ops:
        if op is pages.get(op.get("sheet", "")):
            continue
        ordered.append(op)
        if op["op"] == "add" and op["sheet"] in pages:
            ordered.append(pages[op["sheet"]])
    return ordered


def parted(ops: Sequence[Op]) -> Tuple[List[Op], List[Op], List[Op]]:
    """What goes into sheets of the program, what changes in those of staff, what comes when both are there; all of it is
    the second where no sheet is filled anew or goes."""
    if not any(op["op"] in ("empty", "remove") for op in ops):
        return [], list(ops), []
    ours = {op["sheet"] for op in ops if op["op"] in ("add", "empty")}
    parts: Tuple[List[Op], List[Op], List[Op]] = ([], [], [])
    for op in ops:
        if op["op"] in _BEHIND and op.get("sheet") in {*ours, None}:
            parts[2].append(op)
        else:
            # a sheet that is renamed keeps its cells, and what changes in them is a step
            parts[0 if op["op"] in _WHOLE_SHEETS or op["sheet"] in ours else 1].append(op)
    return parts


_WHOLE_SHEETS = ("rename", "copy", "remove")
_BEHIND = ("calculate", "fit", "height", "put_away")


def _failed(press: Press, error: BaseException) -> str:
    said = "写入%s没有成功，本次写入的内容已全部撤回。" % ("“%s”" % press.sheet if press.sheet else "")
    left = [(press.refilled, "没有填完"), (press.gone, "已删除")]
    told = ["、".join("“%s”" % name for name in sorted(names)) + what for names, what in left if names]
    if told:
        said = said.replace("本次写入的内容已全部撤回", "%s，其余内容已经撤回" % "，".join(told))
    return "%s\n请再试一次；仍不成功，请把这段话交给维护人员：%s" % (said, _told(error))


def _told(error: BaseException) -> str:
    said = str(getattr(error, "Message", "") or error).splitlines()
    return "%s: %s" % (type(error).__name__, said[0][:200]) if said else type(error).__name__


def _check(document: Any, ops: Sequence[Op]) -> None:
    """Raises CannotDo for what could not be carried out."""
    unknown = {op["op"] for op in ops} - set(VERBS) - {"calculate"}
    if unknown:
        raise CannotDo("扩展不认识这些操作：%s。表格没有改动，请重新安装扩展。" % "、".join(sorted(unknown)))
    if document.isReadonly():
        raise CannotDo("表格是以只读方式打开的，没有改动。请另存为一个新文件，在其中再点一次。")
    there = set(document.Sheets.ElementNames)
    names = [str(op["sheet"]) for op in ops if op.get("sheet") in there]
    for name in dict.fromkeys(names):
        if document.Sheets.getByName(name).isProtected():
            raise CannotDo("“%s”有保护，没有改动。\n请在“工具”中取消保护工作表后再试。" % name)
    if document.isProtected() and any(op["op"] in _STRUCTURE for op in ops):
        raise CannotDo("这个表格的结构有保护，没有改动。\n请在“工具”中取消保护电子表格的结构后再试。")


def _view(controller: Any) -> Tuple[Any, Any]:
    return controller.ActiveSheet, controller.Selection


def _see(controller: Any, view: Tuple[Any, Any]) -> None:
    with contextlib.suppress(Exception):  # the sheet may be gone
        controller.setActiveSheet(view[0])
        controller.select(view[1])


class Quiet:
    """A document that neither shows, nor computes, nor fits rows meanwhile; then all is as before."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._automatic: Optional[bool] = None

    def begin(self) -> None:
        """From here on."""
        if self._automatic is not None:
            return
        document = self._document
        self._automatic = bool(document.isAutomaticCalculationEnabled())
        document.lockControllers()
        document.addActionLock()
        document.enableAutomaticCalculation(False)
        document.IsAdjustHeightEnabled = False

    def end(self) -> None:
        """Up to here."""
        if self._automatic is None:
            return
        document = self._document
        document.IsAdjustHeightEnabled = True
        document.enableAutomaticCalculation(self._automatic)
        self._automatic = None
        document.removeActionLock()
        document.unlockControllers()


class Press:
    """One press of a button in a document, and its steps."""

    def __init__(self, document: Any, controller: Any, title: str, times: Dict[str, float]) -> None:
        self.title, self.times = title, times
        self.player = Player(document, controller)
        self.quiet = Quiet(document)
        self.sheet = ""
        self.refilled: Set[str] = set()
        """Sheets that were there and are filled anew."""
        self.gone: Set[str] = set()
        self.view = _view(controller)
        """The sheet in front, and what is selected on it."""
        self._controller = controller
        self._manager = document.UndoManager
        self._filled: Optional[Filled] = None
        self._reached: Dict[str, int] = {}

    def as_step(self, ops: Sequence[Op]) -> None:
        """Carry operations out as one step; where one fails all of them are taken back."""
        if not ops:
            return
        manager = self._manager
        manager.enterUndoContext(self.title)
        try:
            manager.addUndoAction(Opening(self))
            try:
                self._carry_out(ops, self._one)
            finally:
                manager.addUndoAction(Closing(self))
                manager.leaveUndoContext()
        except Exception:
            manager.undo()
            manager.clearRedo()
            raise

    def without_steps(self, ops: Sequence[Op]) -> None:
        """Carry operations out of which no step is kept, nor of what was done before them."""
        if not ops:
            return
        try:
            with self.player.recorder.nothing():
                self._carry_out(ops, self._unrecorded)
        finally:
            if any(op["op"] not in _BEHIND for op in ops):
                self._manager.clear()

    def take_added(self, ops: Sequence[Op]) -> None:
        """Take away the sheets that were added; those that were emptied get their marks, or they would count as edited."""
        with self.player.recorder.nothing():
            for name in self.player.added:
                if self.player.sheets.hasByName(name):
                    self.player.sheets.removeByName(name)
            for op in ops:
                if op["op"] == "mark" and op["sheet"] in self.refilled:
                    run(self.player, op)
        self._manager.clear()

    def _unrecorded(self, op: Op) -> None:
        if op["op"] == "calculate":
            self.player.document.calculate()
            return
        if op["op"] in ("empty", "remove"):
            (self.refilled if op["op"] == "empty" else self.gone).add(op["sheet"])
        run(self.player, op)
        if op["op"] == "add":
            self.player.added.add(op["sheet"])

    def _carry_out(self, ops: Sequence[Op], one: Callable[[Op], None]) -> None:
        for op in ops:
            began = time.perf_counter()
            self.sheet = op.get("sheet", "")
            one(op)
            verb = op["op"] + (":" + op["prop"] if "prop" in op else "")
            self.times[verb] = self.times.get(verb, 0.0) + time.perf_counter() - began

    def _one(self, op: Op) -> None:
        verb = op["op"]
        if verb == "calculate":
            self._own(Calculated(self))
            self.player.document.calculate()
        elif op["sheet"] in self.player.added and verb not in _RECORDED:
            self._fill(op)
        else:
            self._filled = None
            if verb not in _RECORDED:
                self._reach(op["sheet"], _right(op))
            if verb == "write":
                self._write(op["sheet"], op["area"], op["rows"])
            else:
                self._recorded(op)
            if verb == "add":
                self.player.added.add(op["sheet"])

    def _recorded(self, op: Op) -> None:
        """What LibreOffice takes back itself, and beside it what it does not."""
        if op["op"] in _RULES:
            step = Ruled(self, run, op)
            self._own(step)
            with self.player.recorder.nothing():
                step.do()
            return
        run(self.player, op)

    def _reach(self, sheet: str, right: int) -> None:
        """Let LibreOffice know of all columns up to this one: the looks of those that nobody has used yet it changes, but
        does not give back (7.4)."""
        if right <= self._reached.get(sheet, 0):
            return
        self._reached[sheet] = right
        with self.player.recorder.nothing():
            cell = self.player.sheet(sheet).getCellByPosition(
                right - 1, self.player.sheet(sheet).Rows.Count - 1
            )
            if not cell.getFormula():
                cell.setFormula("'")
                cell.setFormula("")

    def _own(self, step: Any) -> None:
        self._filled = None
        self._manager.addUndoAction(step)

    def _fill(self, op: Op) -> None:
        if self._filled is None:
            filled = Filled(self, run)
            self._manager.addUndoAction(filled)
            self._filled = filled
        with self.player.recorder.nothing():
            self._filled.put(op)

    def _write(self, sheet: str, area: Sequence[int], rows: Sequence[Sequence[Any]]) -> None:
        """Into a sheet of staff: empty cells block by block, what held something cell by cell, for so LibreOffice's own
        undo gives it back with all its looks."""
        found = self.player.range(sheet, area)
        before = found.getFormulaArray()
        texts = [[typed(value) for value in row] for row in rows]
        into_empty, over = [], []
        for row, (new, old) in enumerate(zip(texts, before)):
            for column, (text, was) in enumerate(zip(new, old)):
                if was == "" and text:
                    into_empty.append((row, column))
                elif was != "" and not (text and same(text, was)):
                    over.append((row, column))
        self._into_empty(sheet, area, texts, into_empty)
        for row, column in over:
            found.getCellByPosition(column, row).setFormula(texts[row][column])
        if over:
            cells.prove(sheet, area, texts, found.getFormulaArray())

    def _into_empty(self, sheet: str, area: Sequence[int], texts: Any, places: Any) -> None:
        if not places:
            return
        step = Blocks(self, sheet)
        self._manager.addUndoAction(step)
        with self.player.recorder.nothing():
            for top, left, bottom, right in rectangles(places):
                block = [row[left : right + 1] for row in texts[top : bottom + 1]]
                step.put((area[0] + top, area[1] + left, area[0] + bottom, area[1] + right), block)

    # windows

    def freeze(self) -> None:
        """Let rows and columns stand that the operations want to stand."""
        with contextlib.suppress(Exception):  # the window may be gone
            for sheet, (row, column) in self.player.freezes:
                if self.player.sheets.hasByName(sheet) and self.player.sheet(sheet).IsVisible:
                    self._controller.setActiveSheet(self.player.sheet(sheet))
                    self._controller.freezeAtPosition(column - 1, row - 1)
        self.see()

    def see(self) -> None:
        """The sheet and the selection that were in front."""
        _see(self._controller, self.view)


def _right(op: Op) -> int:
    """The last column that an operation names; 0: none."""
    areas = [*op.get("areas", ()), *([op["area"]] if "area" in op else ())]
    last = [area[3] for area in areas] + [columns[1] for columns in op.get("columns", ())]
    return max(last, default=0)


def run(player: Player, op: Op) -> None:
    """One operation."""
    VERBS[op["op"]](player, **{name: value for name, value in op.items() if name != "op"})
