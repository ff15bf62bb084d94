"""An empty workbook in the format, for an office that starts without a list, or for a city."""

from __future__ import annotations

from datetime import date

from duban.macros.declared.command_type import Values
from duban.macros.messages.terminal import say
from duban.macros.staff_sheets.cells_to_set import new_sheet
from duban.macros.staff_sheets.list_sheet import new_list, new_title
from duban.macros.staff_sheets.settings_sheet import new_rules
from duban.udfs.periods import Period
from duban.workbook.file.safe_write import save
from duban.workbook.file.write_xlsx import create
from duban.workbook.format.names import CITY, DISTRICTS
from duban.workbook.format.sheets.settings import DEFAULT_DUE, DEFAULT_START
from duban.workbook.format.sheets.task_list import STAFF_COLUMNS
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.plan.plans import SheetPlan
from duban.workbook.reading.read_settings import read_settings
from duban.workbook.reading.settings import Settings, choose_period
from duban.workbook.say.sentence import Say
from duban.workbook.say.stop import Stop

_MADE = Say(
    "已新建 {book}。填好“任务清单”后运行：duban build {book}",
    "Made {book}. Fill in 任务清单, then run: duban build {book}",
)
_MADE_CITY = Say(
    "已新建 {book}。填好“市级事项”，把各区县的工作簿放进一个文件夹，然后运行：duban rollup {book} 文件夹",
    "Made {book}. Fill in 市级事项, put the districts' workbooks into a folder, then run: duban rollup {book} FOLDER",
)


def run(values: Values) -> int:
    """``duban new``. Raises Stop: already_there, other_format, and those of ``save``."""
    book = values.book
    if book.exists():
        raise Stop("already_there", path=book)
    if book.suffix.lower() != ".xlsx":
        raise Stop("other_format", path=book, suffix=".xlsx")
    make = new_city if values.city else new_workbook
    save(book, create(make(values.period, values.as_of)))
    said = _MADE_CITY if values.city else _MADE
    say(said.format(book=book).to(values.lang))
    return 0


def new_workbook(period: Period | None, as_of: date | None, today: date | None = None) -> list[SheetPlan]:
    """The sheets of a new workbook: 任务清单 with its eight columns, 市级事项 and 规则."""
    settings = _settings(period, as_of, today)
    the_list = new_list(new_title(settings.period.year), STAFF_COLUMNS)
    # staff may give the list another title, and the year of its dates is the title's
    return [the_list, new_sheet(FORMATS[CITY], {}), new_rules(settings, blank=(DEFAULT_START, DEFAULT_DUE))]


def new_city(period: Period | None, as_of: date | None, today: date | None = None) -> list[SheetPlan]:
    """The sheets of a new city workbook, which has no list of its own: 市级事项, 区县事项 and 规则."""
    return [
        new_sheet(FORMATS[CITY], {}),
        new_sheet(FORMATS[DISTRICTS], {}),
        new_rules(_settings(period, as_of, today).for_districts()),
    ]


def _settings(period: Period | None, as_of: date | None, today: date | None) -> Settings:
    return choose_period(read_settings(None, today)[0], period, as_of, today)
