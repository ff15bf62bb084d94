"""The people of a workbook: every name and every number of a person that any of its sheets holds, hidden ones too.

They are read generously: a word too many stops a text that is to be published, a name too few lets it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from duban.udfs.person_or_unit import TITLE, is_person, is_unit, may_be_person
from duban.udfs.private_text import digits_of, tight_name
from duban.udfs.text import squeeze
from duban.udfs.units import split_names, split_unit
from duban.workbook.cells.addresses import a1
from duban.workbook.format.names import LOG, is_generated_name
from duban.workbook.format.registers.models import FORMAT as MODELS
from duban.workbook.reading.grid import Grid, SheetSource
from duban.workbook.reading.sheet import Sheet
from duban.workbook.reading.tables import Tables
from duban.workbook.say.findings import shown_value
from duban.workbook.say.stop import Stop

_PERSON = (
    "姓名|人名|名字|联系人|负责人|责任人|经办人|承办人|主办人|联络员|联络人|领导|领导同志|负责同志|组长|组员|成员|班子|班子成员"
    "|主持人|反馈人|来信人|来访人|投诉人|举报人|信访人|申请人|当事人|填报人|填表人|确认人|检查人|记录人|审核人|包建人|包保人|法人"
    "|法定代表人|户主|参会人员|参加人员|参与人员|走访人员|工作人员|人员|干部|专家"
)
_PERSON_HEADER = re.compile(
    rf".{{0,10}}(?:{_PERSON})(?:姓名|名单|签字|签名|[及和与、/].{{1,10}})?[0-9一二三四五]?(?:\(.*\))?"
)
_UNIT_HEADER = re.compile(
    r"(?!计量|计价|货币).{0,10}(?:单位|部门|科室|处室|机构)(?:[及和与、/].{1,10})?(?:\(.*\))?|组别"
)
_NUMBER_HEADER = re.compile(
    r".{0,10}(?:电话|手机|座机|传真|联系方式|号码|证件号|身份证|身份证号|证号|邮箱|邮件|微信|微信号|QQ|e-?mail|tel|phone)[0-9一二三四五]?(?:\(.*\))?",
    re.IGNORECASE,
)
_CALL = "电话|手机|座机|传真|联系方式|号码"
_HEADER_ROWS, _LONGEST_HEADER = 40, 16
"""Where the header of a sheet is looked for of which nobody told the columns, and the longest text of one."""

_NOBODY = re.compile(
    "无|暂无|待定|未定|另定|同上|暂缺|空缺|缺|退休|离职|调离|调整中|详见|附件|见附件|等人|全体|全员|成员|各自|本人|专人|专班|领导|干部|负责"
    "|牵头|配合|协助|组织|实施|办公|电话|手机|联系|有关|相关|主要|分管|其他|其它|部分|个人|企业|单位|项目|是|否|已|未|男|女|汉族|匿名|不详|保密|某某|热心"
    "|.{0,8}(?:市民|群众|居民|村民|网民|网友|业主|职工|学生|家长|商户|司机|游客|读者|代表|商会|企业主|经营户|个体户)"
)
_AND_OTHERS = re.compile(
    r"等\s*(?:\d+|[一二三四五六七八九十]+)?\s*(?:余?[人名位]|同志)*(?=$|[\s、，,;；。)）])|\d+\s*[人名位]"
)
_HARD, _ANY = (
    re.compile(r"[、，,;；/／|\n\r:：()（）\[\]【】。]+"),
    re.compile(r"[\s、，,;；/／|:：()（）\[\]【】。]+"),
)
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff·•‧．]{2,12}")
_LATIN = re.compile(r"[A-Za-z][A-Za-z.'\- ]{2,40}[A-Za-z.]")
_FOREIGN = 12
_FEWEST_DIGITS, _MOST_DIGITS = 5, 19
_AREA_CODE = re.compile(r"0(?:10|2\d|[3-9]\d\d)(?=\d{7,8}$)")
_LONG_CELL = 400


@dataclass
class People:
    """The names and numbers that were found, each with the first cell that holds it, as ``任务清单!F4``."""

    names: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    """Digits → cell."""
    _known: set[str] = field(default_factory=set)

    def name(self, names: Iterable[str], place: str) -> None:
        """Names that a cell holds."""
        for name in names:
            plain = tight_name(name)
            if plain not in self._known and len(plain) > 1:
                self._known.add(plain)
                self.names[name] = place

    def number(self, value: Any, place: str) -> None:
        """The numbers of a cell: each run of digits that may be one, a landline also without its area code, or with that
        of which a number lost its 0."""
        if value is None or isinstance(value, date):
            return
        for piece in _HARD.split(shown_value(value)):
            for digits in {digits_of(piece), *map(digits_of, piece.split())}:
                if _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS:
                    self.numbers.setdefault(digits, place)
                    if code := _AREA_CODE.match(digits if digits[0] == "0" else f"0{digits}"):
                        self.numbers.setdefault(digits[code.end() - (digits[0] != "0") :], place)


_SAID = re.compile(rf"(?:{_PERSON})\s*[:：]\s*(?P<name>[^:：]{{2,40}})")
_CALLED = re.compile(rf"(?:{_CALL})[^\d]{{0,8}}(?P<number>\d[\d\s\-—－]{{3,}})")
_LABEL_ALONE = re.compile(rf".{{0,6}}(?:{_PERSON})[:：]?")
_LONGEST_LINE = 80


def people_of(book: SheetSource, tables: Tables) -> People:
    """The people of all sheets: of the columns that are declared or called so, and of the owners in columns of units."""
    found = People()
    for sheet in tables.sheets.values():
        _of_sheet(found, sheet)
    _of_items(found, tables)
    told = {sheet.grid.name for sheet in tables.sheets.values()}
    for name in book.sheet_names:
        try:
            grid = book.grid(name)
        except Stop:  # nothing of it is read, and nothing is published
            continue
        _of_lines(found, grid)
        if name not in told:
            made = is_generated_name(name) or name in tables.marks
            _of_unknown(found, grid, made=made)
    return found


def _of_items(found: People, tables: Tables) -> None:
    """The people that items and their measures name as they are understood, also at the end of a measure's text."""
    for row, item in tables.list.items.items() if tables.list else ():
        owners = [owner for measure in item.measures for owner in measure.unit.owners]
        at = tables.need_list.header.columns.get("改革的具体项目", 1)
        found.name((*item.leaders, *item.owners, *owners), f"{tables.need_list.name}!{a1(row, at)}")


def _of_sheet(found: People, sheet: Sheet) -> None:
    """A sheet whose header is known: its own columns, and those that staff put beside them."""
    columns = {
        at: (name, sheet.format[name].kind if name in sheet.format.by_name else "")
        for name, at in sheet.header.columns.items()
    }
    for at, text in sheet.header.extra.items():
        columns.setdefault(at, (text, ""))
    for at, (name, kind) in columns.items():
        _of_column(found, sheet.grid, at, sheet.header.bottom, (squeeze(name), kind))
    if sheet.format.name == LOG:
        _of_log(found, sheet)
    if sheet.format.name == MODELS.name:
        _of_models(found, sheet)


def _of_unknown(found: People, grid: Grid, *, made: bool = False) -> None:
    """A sheet of which nobody told the columns: each header-like cell near its top rules the column below. ``made``: of the
    program's own pages only cells that hold nothing but usual names, for other tables stand below."""
    for row, values in enumerate(grid.rows[:_HEADER_ROWS], 1):
        texts = {at: squeeze(value) for at, value in enumerate(values, 1) if isinstance(value, str)}
        for at, text in texts.items():
            if len(text) <= _LONGEST_HEADER:
                _of_column(found, grid, at, row, (text, ""), made=made)


def _of_lines(found: People, grid: Grid) -> None:
    """What a line beside a table says: 填报人：王强　电话：…, or a name beside the cell of its label; and columns that hold
    nothing but usual names, whatever they are called."""
    for row, values in enumerate(grid.rows, 1):
        for at, value in enumerate(values, 1):
            if not isinstance(value, str) or len(value) > _LONGEST_LINE:
                continue
            place = f"{grid.name}!{a1(row, at)}"
            found.name(
                (each for said in _SAID.finditer(value) for each in names_in(said["name"], sure=True)), place
            )
            for called in _CALLED.finditer(value):
                found.number(called["number"], place)
            beside = values[at] if at < len(values) else None
            alone = len(value) <= _LONGEST_HEADER and _LABEL_ALONE.fullmatch(squeeze(value))
            if alone and isinstance(beside, str) and len(beside) <= _LONGEST_LINE:
                found.name(names_in(beside, sure=True), f"{grid.name}!{a1(row, at + 1)}")
    for at in range(1, grid.width + 1):
        _of_column_of_names(found, grid, at)


def _of_column_of_names(found: People, grid: Grid, at: int) -> None:
    """A column in which, below its header, nothing but usual names stands, two at least, one of three characters."""
    cells = [(row, value) for row, value in enumerate(grid.column(at, 0), 1) if value is not None][1:]
    names = [squeeze(value) for _, value in cells if isinstance(value, str)]
    if (
        len(names) == len(cells)
        and len({*names}) > 1
        and all(map(is_person, names))
        and max(map(len, names)) > 2
    ):
        for (row, _), name in zip(cells, names, strict=True):
            found.name([name], f"{grid.name}!{a1(row, at)}")


def _of_column(
    found: People, grid: Grid, at: int, bottom: int, said: tuple[str, str], *, made: bool = False
) -> None:
    """The cells of a column below its header; ``said`` is the header's text and the kind that is declared of it."""
    text, kind = said
    numbers = kind == "phone" or _NUMBER_HEADER.fullmatch(text) is not None
    units = kind == "unit" or _is_of_units(text)
    persons = not units and (kind == "person" or _PERSON_HEADER.fullmatch(text) is not None)
    if not (numbers or units or persons):
        return
    for row, value in enumerate(grid.column(at, bottom), bottom + 1):
        if value is None or squeeze(value) == text:
            continue
        place = f"{grid.name}!{a1(row, at)}"
        told = shown_value(value)
        if made:
            found.name(_only_names(told) if persons else (), place)
            continue
        found.number(value, place)
        if persons:
            found.name(names_in(told), place)
        elif units:
            found.name(_owners_in(told), place)
        else:
            found.name(names_in(told, sure=True), place)
            found.name(_accounts(told), place)


def _is_of_units(header: str) -> bool:
    """Whether a column holds units, perhaps with people: 责任单位, 牵头单位及负责人."""
    return _UNIT_HEADER.fullmatch(header) is not None


def names_in(text: str, *, sure: bool = False) -> list[str]:
    """The names in a cell that holds people, titles and what is beside them left out; ``sure``: only usual names."""
    if len(text) > _LONG_CELL:
        sure = True
    plain = _AND_OTHERS.sub("、", text)
    pieces = [*split_names(plain), *split_unit(text).owners]
    for piece in _HARD.split(plain):
        joined = squeeze(piece)
        if len(piece.split()) > 1 and _HAN.fullmatch(joined) and len(joined) <= _LONGEST_JOINED:
            pieces.append(joined)  # 欧阳 锋
        pieces += [piece.strip()] if _LATIN.fullmatch(piece.strip()) else []
        pieces += split_names(piece)
    found = dict.fromkeys(each.strip(" .。·") for each in pieces)
    return [each for each in found if _may_be(each) and (not sure or is_person(squeeze(each)))]


_LONGEST_JOINED = 4


def _may_be(piece: str) -> bool:
    plain = squeeze(piece)
    if any(pattern.fullmatch(plain) for pattern in (_NOBODY, _PERSON_HEADER, TITLE)):
        return False
    if _LATIN.fullmatch(piece):
        return True
    if not _HAN.fullmatch(plain):
        return False
    if is_person(plain):
        return True
    long = "·" in plain or len(plain) > _LONGEST_JOINED
    return not is_unit(plain) and (may_be_person(plain) or (long and len(plain) <= _FOREIGN))


def _owners_in(text: str) -> list[str]:
    """The people in a cell that holds units."""
    owners = split_unit(text).owners
    words = [word for word in map(squeeze, _ANY.split(text)) if is_person(word)]
    return [each for each in (*owners, *words) if _may_be(each)]


def _only_names(text: str) -> list[str]:
    """The names in a cell that holds nothing else."""
    pieces = [squeeze(piece) for piece in _HARD.split(text) if squeeze(piece)]
    return pieces if all(map(is_person, pieces)) else []


def _accounts(text: str) -> Iterator[str]:
    """Addresses and accounts in a column of telephone numbers: whatever has letters in it."""
    for piece in re.split(r"[\s、，,;；]+", text):
        if (
            len(piece) >= _FEWEST_DIGITS
            and re.fullmatch(r"[\x21-\x7e]+", piece)
            and re.search("[A-Za-z]", piece)
        ):
            yield piece


def _of_log(found: People, sheet: Sheet) -> None:
    """Who was named before: entries of 填报记录 about a column of people."""
    table = sheet.table
    for place, what in enumerate(table["字段"]):
        text = squeeze(what)
        units = _is_of_units(text)
        if not (units or _PERSON_HEADER.fullmatch(text)):
            continue
        for name in ("原值", "新值"):
            if name in table and (value := table[name][place]) is not None:
                cell = f"{sheet.grid.name}!{table.cell(place, name)}"
                told = shown_value(value)
                found.name(_owners_in(told) if units else names_in(told), cell)
                found.number(value, cell)


def _of_models(found: People, sheet: Sheet) -> None:
    """The persons among the models that were chosen."""
    table = sheet.table
    for place, (kind, name) in enumerate(zip(table["类别"], table["名称"], strict=True)):
        if kind == "个人" and name is not None:
            found.name(names_in(shown_value(name)), f"{sheet.grid.name}!{table.cell(place, '名称')}")
