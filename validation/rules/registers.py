"""Rules of registers against other sheets: what is on record of them, and what another register says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from duban.udfs.answers import called, read_answers, shown_answer
from duban.udfs.dispatch import task_force
from duban.udfs.progress import MOVED_OUT
from duban.udfs.text import item_number, squeeze
from duban.validation.book import Book
from duban.workbook.format.names import LEDGER, PERIOD_RECORD
from duban.workbook.format.registers.common import ROW_KEY
from duban.workbook.format.registers.dispatch import DISPATCH
from duban.workbook.format.registers.problems import PROBLEMS
from duban.workbook.format.registers.projects import PROJECTS, STATES
from duban.workbook.format.registers.service_groups import SERVICE_GROUPS
from duban.workbook.format.registers.service_log import SERVICE_LOG
from duban.workbook.format.registers.task_forces import TASK_FORCES
from duban.workbook.reading.register_record import History, histories, shown_key
from duban.workbook.reading.settings import Settings
from duban.workbook.reading.table import Table
from duban.workbook.say.findings import Finding
from duban.workbook.say.sentence import Say

_BACK = Say("退回了", "it went back")
_SKIPPED = Say("越过了中间的一步", "it skipped a step")
_REASON = "因"
"""What a reason in 跟踪记录 has in it."""


def row_is_gone(book: Book) -> Iterator[Finding]:
    """G113: rows of a register that the record knows and that are not there any more."""
    for name, history in _histories(book).items():
        sheet = book.sheets.get(name)
        last = history.last
        if sheet is None or last is None:
            continue
        rows = list(_records(sheet.table))
        keys = {item_number(each.get(ROW_KEY)) for each in rows}
        shown = {shown_key(sheet.format, each) for each in rows}
        known = {
            **(history.now.left if history.now else {}),
            **{key: row.shown for key, row in last.rows.items()},
        }
        for key, text in known.items():
            if key not in keys and text not in shown:
                facts = {"name": name, "period": str(last.period), "key": text}
                at = sheet.header.bottom, min(sheet.header.columns.values())
                yield Finding("G113", sheet.grid.name, *at, sheet.format.key[0], None, facts)


def state_out_of_order(book: Book) -> Iterator[Finding]:
    """P105: a project whose 项目状态 went back, or skipped a step, since the latest earlier period, without a reason."""
    table = book.table(PROJECTS)
    before = _histories(book).get(PROJECTS, History()).before if table is not None else None
    if table is None or before is None or "项目状态" not in table:
        return
    columns = zip(table.numbers(ROW_KEY), table["项目状态"], table["跟踪记录"], strict=True)
    for at, (key, state, told) in enumerate(columns):
        known = before.rows.get(key) if key is not None else None
        was = known.values.get("项目状态") if known else None
        if was not in STATES or state not in STATES or (told is not None and _REASON in str(told)):
            continue
        moved = STATES.index(state) - STATES.index(was)
        if moved < 0 or moved > 1:
            facts = {"before": was, "period": str(before.period), "what": _BACK if moved < 0 else _SKIPPED}
            yield table.finding("P105", at, "项目状态", facts)


def unknown_task_force(book: Book) -> Iterator[Finding]:
    """M104: a report of a task force that 工作专班 does not have."""
    reports, forces = book.table(DISPATCH), book.table(TASK_FORCES)
    if reports is None or forces is None or "产业" not in forces:
        return
    known = {task_force(name) for name in forces["产业"]}
    for at, name in enumerate(reports["专班"]):
        if name is not None and task_force(name) not in known:
            yield reports.finding("M104", at, "专班")


def unknown_service_group(book: Book) -> Iterator[Finding]:
    """V103: a record of a group that 服务组 does not have."""
    log, groups = book.table(SERVICE_LOG), book.table(SERVICE_GROUPS)
    if log is None or groups is None or "组别" not in groups or "组别" not in log:
        return
    known = {squeeze(name).casefold() for name in groups["组别"]}
    for at, name in enumerate(log["组别"]):
        if name is not None and squeeze(name).casefold() not in known:
            yield log.finding("V103", at, "组别")


def unknown_answers(book: Book) -> Iterator[Finding]:
    """Q102: 对应措施 of a problem names a measure that 具体项目台账 does not have. Nothing is said before the first build, which
    writes the numbers of the items into the ledger."""
    problems, ledger = book.table(PROBLEMS), book.table(LEDGER)
    if problems is None or ledger is None or "对应措施" not in problems:
        return
    if all(number is None for number in ledger["事项序号"]):
        return
    known = {
        (called(number), item_number(measure))
        for number, measure, kind in zip(ledger["事项序号"], ledger["措施序号"], ledger["类型"], strict=True)
        if kind != MOVED_OUT
    }
    for at, (own, told) in enumerate(zip(problems["事项序号"], problems["对应措施"], strict=True)):
        found, wrong = read_answers(told)
        unknown = [
            each
            for each in found
            if (called(own if each.item is None else each.item), each.number) not in known
        ]
        for what in (*wrong, *map(shown_answer, unknown)):
            yield problems.finding("Q102", at, "对应措施", {"what": what})


def _histories(book: Book) -> Mapping[str, History]:
    record = book.table(PERIOD_RECORD)
    return {} if record is None else record.once(_told, book.settings)


def _told(record: Table, settings: Settings) -> dict[str, History]:
    return histories(_records(record), settings.period)


def _records(table: Table) -> Iterator[Mapping[str, Any]]:
    names = list(table.columns)
    for values in zip(*table.columns.values(), strict=True):
        yield dict(zip(names, values, strict=True))
