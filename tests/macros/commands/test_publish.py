"""A public copy of a task list.

PU001  Nothing of a person goes out: no part of the file holds a name or number of the source, wherever that had it (columns of
       people, free text, notes, properties, names, hidden sheets, rows and columns, custom parts), nor what is internal.
PU002  It has the items, the measures, progress and lights as the workbook's figures are, and the answered feedback that is
       marked 公示, in their order.
PU003  A name, number or likely person in a text that would be published stops with each cell (exit 1); nothing is written.
PU004  --mask prints ××× instead, says in how many cells, and leaves the rest of the text.
PU005  --allow lets a longer word stand.
PU006  What is hidden (row, column, sheet) is withheld and counted.
PU007  Rows withheld and columns left out are told as numbers.
PU008  Without a ledger: items and measures without progress, said. Without a list: the feedback alone, said. Nothing: a stop.
PU009  The workbook is only read; the copy is never the workbook; a file that is there gets a backup.
PU010  The sheets print on A4 across, with their header on each page; every cell is a constant.
PU011  A name at a random place of a random text never goes out.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lists import AS_OF, Book, Item, make_book
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from outputs import schema_faults
from registers import with_registers

from duban.macros.cli import main
from duban.macros.commands.publish import Published, publish
from duban.udfs.private_text import MASK, digits_of, tight_name
from duban.workbook.format.names import LEDGER, LIST
from duban.workbook.format.registers.definitions import DEFINITIONS
from duban.workbook.format.registers.feedback import FEEDBACK
from duban.workbook.format.sheets_and_registers import REGISTERS
from duban.workbook.say.stop import Stop

ITEMS, MEASURES, ANSWERS = "任务公示", "措施公示", "反馈答复"
_GIVEN = "嘉怡子涵雨桐浩宇梓萱一诺思远书瑶博文俊熙天佑佳琪"


class Crowd:
    """People of whom no two are alike, each with a number."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.numbers: list[str] = []

    def one(self) -> tuple[str, str]:
        at = len(self.names)
        first, second = divmod(at, len(_GIVEN))
        name = "赵钱孙李周吴郑王冯陈"[at % 10] + _GIVEN[first] + _GIVEN[second]
        number = f"138{at:08d}" if at % 2 else f"0533-7{at:06d}"
        self.names.append(name)
        self.numbers.append(number)
        return name, number

    def in_clear(self, data: bytes) -> list[str]:
        """The names and numbers that any part of a file holds, however it is written."""
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            raw = "\n".join(
                [
                    *archive.namelist(),
                    *(archive.read(each).decode("utf-8", "replace") for each in archive.namelist()),
                ]
            )
            assert archive.comment == b""
        texts = {tight_name(raw), tight_name(re.sub(r"<[^>]*>", "", raw))}
        numbers = {digits_of(text) for text in texts}
        return [name for name in self.names if any(name in text for text in texts)] + [
            number
            for number in self.numbers
            if any(digits_of(number) in digits for digits in numbers) or number in raw
        ]


def written(data: bytes, path: Path, change: Callable[[openpyxl.Workbook], None] | None = None) -> Path:
    path.write_bytes(data)
    if change is not None:
        book = openpyxl.load_workbook(path)
        change(book)
        book.save(path)
    return path


def header_of(rows: Any, at: int) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in rows[at] if cell.value is not None}


def shown(path: Path, name: str) -> list[tuple[Any, ...]]:
    """The table of a sheet of a copy, its header first."""
    rows = [
        tuple(cell.value for cell in row) for row in openpyxl.load_workbook(path)[name].iter_rows(min_row=3)
    ]
    return [tuple(value.date() if hasattr(value, "date") else value for value in row) for row in rows]


def codes(published: Published) -> list[tuple[str, str, str]]:
    return [(each.code, each.sheet, each.cell) for each in published.findings]


def go(book: Path, **options: Any) -> Published:
    return publish(book, book.with_name("公示稿.xlsx"), today=AS_OF, **options)


def stop_of(*arguments: Any, **options: Any) -> str:
    with pytest.raises(Stop) as stopped:
        publish(*arguments, today=AS_OF, **options)
    return stopped.value.code


def feedback(**more: Any) -> dict[str, Any]:
    return {
        "日期": date(2020, 9, 3), "反馈人": "周安", "联系方式": "0533-7654321", "涉及事项": "窗口", "反馈内容": "排队时间长",
        "处理单位": "综合局", "答复内容": "已增设窗口", "答复日期": date(2020, 9, 10), "是否公示": "是", **more,
    }  # fmt: skip


# PU001


def full_of_people(crowd: Crowd, *, in_public: bool) -> Path | bytes:
    """A built workbook with every register, in which every text cell names somebody who stands in a column of people, but
    those that are published unless ``in_public``."""
    registers: dict[str, Sequence[Mapping[str, Any]]] = {
        name: [dict(declared.good_row(place)) for place in (1, 2)]
        for name, declared in REGISTERS.items()
        if name != DEFINITIONS
    }
    registers[FEEDBACK] = [
        feedback(),
        feedback(反馈内容="道路积水"),
        feedback(答复内容=None),
        feedback(是否公示="否"),
    ]
    built = with_registers(
        registers, 通讯录=[("姓名", "电话"), *(crowd.one() for _ in range(3))], 说明=[("只是说明",)]
    ).built()
    book = openpyxl.load_workbook(io.BytesIO(built.data))
    for name, declared in REGISTERS.items():
        if name == DEFINITIONS:
            continue
        rows = book[name]
        for text, column in header_of(rows, 1).items():
            if text not in declared.by_name:
                continue
            kind = declared[text].kind
            for row in range(2, rows.max_row + 1):
                plant(
                    crowd,
                    rows.cell(row, column),
                    kind,
                    public=name == FEEDBACK and row < 4,
                    in_public=in_public,
                )
    plant_list_and_ledger(crowd, book, in_public=in_public)
    plant_elsewhere(crowd, book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


PUBLIC_TEXTS = ("涉及事项", "反馈内容", "处理单位", "答复内容")


def plant(crowd: Crowd, cell: Any, kind: str, *, public: bool, in_public: bool) -> None:
    header = str(cell.parent.cell(1, cell.column).value)
    if kind == "person":
        cell.value = crowd.one()[0]
    elif kind == "phone":
        cell.value = crowd.one()[1]
    elif kind == "unit" and public and in_public:
        cell.value = f"综合局：{'，'.join(crowd.one())}"
    elif header in ("成员", "联系方式"):
        cell.value = "、".join(crowd.one())
    elif (
        kind in ("text", "files", "short")
        and cell.value is not None
        and header not in ("组别", "产业", "专班", "项目编号")
    ):
        if header in PUBLIC_TEXTS and public and not in_public:
            return
        name, number = next(someone(crowd))
        cell.value = f"{cell.value}，{name[0]} {name[1:]}（{number}）"


def someone(crowd: Crowd) -> Iterator[tuple[str, str]]:
    """People who stand in a column of people."""
    name, number = crowd.one()
    home = someone.__dict__.setdefault("home", [])
    home.append((name, number))
    yield name, number


def plant_list_and_ledger(crowd: Crowd, book: openpyxl.Workbook, *, in_public: bool) -> None:
    rows, ledger = book[LIST], book[LEDGER]
    header, of_ledger = header_of(rows, 3), header_of(ledger, 1)
    rows.cell(4, header["牵头领导"], "、".join(crowd.one()[0] for _ in range(2)))
    rows.cell(4, header["牵头单位及负责人"], f"综合局\n负责人：{crowd.one()[0]}  {crowd.one()[1]}")
    rows.cell(4, header["备注"], "，".join(next(someone(crowd))))
    rows.cell(4, header["改革针对的突出问题"], "1、" + "，".join(next(someone(crowd))))
    ledger.cell(2, of_ledger["负责人"], crowd.one()[0])
    for name in ("进展情况", "存在问题", "下步措施", "佐证材料"):
        ledger.cell(2, of_ledger[name], "，".join(next(someone(crowd))))
    ledger.cell(2, of_ledger["完成进度"], 0.5)
    last = rows.max_column + 1
    for column, header_text in enumerate(("联系人", "手机"), last):
        rows.cell(3, column, header_text)
    rows.cell(4, last, crowd.one()[0])
    rows.cell(4, last + 1, crowd.one()[1])
    if in_public:
        for cell in (rows.cell(4, header["改革攻坚目标"]), rows.cell(4, header["改革的具体项目"])):
            name, number = next(someone(crowd))
            cell.value = f"{cell.value or '1、摸底'}（{name}，{number}）"


def plant_elsewhere(crowd: Crowd, book: openpyxl.Workbook) -> None:
    name, number = next(someone(crowd))
    book[LIST]["B4"].comment = Comment(f"{name} {number}", name)
    book.properties.creator = book.properties.lastModifiedBy = name
    book.properties.title = book.properties.description = book.properties.keywords = f"{name}{number}"
    book.defined_names["电话"] = DefinedName("电话", attr_text=f'"{number}"')
    hidden = book.create_sheet("内部名单")
    hidden.sheet_state = "veryHidden"
    hidden.append(["姓名", "手机"])
    for each in someone.__dict__["home"]:
        hidden.append(each)
    book[LIST].oddHeader.center.text = name
    book["说明"].sheet_properties.codeName = "Sheet_x"
    book["说明"].title = f"{name}的说明"
    book[f"{name}的说明"]["A1"].hyperlink = f"https://example.com/{number}"
    book[LIST].column_dimensions["H"].hidden = True


@pytest.fixture(scope="module")
def crowds(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, tuple[Crowd, Path]]:
    """A workbook full of people, without and with people in what is published."""
    found = {}
    for in_public in (False, True):
        someone.__dict__.pop("home", None)
        crowd = Crowd()
        data = full_of_people(crowd, in_public=in_public)
        assert isinstance(data, bytes)
        path = tmp_path_factory.mktemp("crowd") / "清单.xlsx"
        path.write_bytes(data)
        found[in_public] = crowd, path
    return found


def test_no_part_holds_a_person__ok(crowds: dict[bool, tuple[Crowd, Path]]) -> None:
    crowd, book = crowds[False]
    assert len(crowd.names) > 80 and len(crowd.in_clear(book.read_bytes())) > 100
    published = go(book)
    assert published.written and [code for code in codes(published) if code[0] < "W205"] == []
    data = published.path.read_bytes()
    assert crowd.in_clear(data) == []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = {re.sub(r"\d+", "", name) for name in archive.namelist()}
        text = "".join(archive.read(name).decode() for name in archive.namelist())
    assert names == {
        *("[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/workbook.xml"),
        *("xl/worksheets/sheet.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/theme/theme.xml"),
    }
    for word in (
        "duban",
        "hyperlink",
        "comment",
        "<f>",
        "veryHidden",
        'hidden="1"',
        "负责人",
        "联系",
        "备注",
        "example.com",
    ):
        assert word not in text, word
    assert schema_faults(data) == set()
    assert [name for name, _ in published.rows.items()] == [ITEMS, MEASURES, ANSWERS]


def test_people_in_what_is_published__error(crowds: dict[bool, tuple[Crowd, Path]]) -> None:  # PU003
    _, book = crowds[True]
    out = book.with_name("不写.xlsx")
    published = publish(book, out, today=AS_OF)
    assert not published.written and not out.exists()
    found = {(code, where.rstrip("0123456789")) for code, _, where in codes(published) if code[:3] == "W20"}
    feedback_columns = {"D", "E", "F", "G"}
    assert found >= {(code, column) for code in ("W201", "W202") for column in {*feedback_columns, "C"}}


def test_masked_no_part_holds_a_person__ok(crowds: dict[bool, tuple[Crowd, Path]]) -> None:  # PU004
    crowd, book = crowds[True]
    published = go(book, mask=True)
    assert published.written and published.cells >= 10
    assert crowd.in_clear(published.path.read_bytes()) == []
    row = shown(published.path, ANSWERS)[1]
    assert row[3] == f"排队时间长，{MASK}（{MASK}）" and row[5] == f"已增设窗口，{MASK}（{MASK}）"
    line = openpyxl.load_workbook(published.path)[ANSWERS]["A2"].value
    assert MASK in line


# PU002


def built(*items: Item, progress: Sequence[float | None] = (), **more: Any) -> Book:
    book = make_book(*items, **more).built()
    typed = {(row, "完成进度"): value for row, value in enumerate(progress, 2)}
    return book.typed(LEDGER, typed)


def test_items_measures_and_figures__ok(tmp_path: Path) -> None:
    book = built(
        Item("甲事项", ("摸底", "建账"), goal="三成"),
        Item("乙事项", ("招商",), unit="招商局"),
        progress=(1.0, 0.5, None),
    )
    path = written(book.data, tmp_path / "清单.xlsx")
    published = go(path)
    assert published.rows == {ITEMS: 2, MEASURES: 3} and codes(published) == []
    again = Book(path.read_bytes()).built()
    due, expected = date(2020, 12, 31), again.show(LEDGER, "措施序号", "时序进度")[0][1]
    assert shown(published.path, ITEMS) == [
        ("序号", "事项名称", "改革攻坚目标", "牵头单位", "完成时限", "完成进度", "时序进度", "亮灯"),
        ("1", "甲事项", "三成", "综合局", due, 0.75, expected, "正常"),
        ("2", "乙事项", None, "招商局", due, None, expected, "未报"),
    ]
    assert shown(published.path, MEASURES) == [
        (
            "事项序号",
            "事项名称",
            "措施序号",
            "具体项目",
            "责任单位",
            "完成时限",
            "完成进度",
            "时序进度",
            "亮灯",
        ),
        ("1", "甲事项", "1", "摸底", "综合局", due, 1, expected, "办结"),
        ("1", "甲事项", "2", "建账", "综合局", due, 0.5, expected, "滞后"),
        ("2", "乙事项", "1", "招商", "招商局", due, None, expected, "未报"),
    ]
    of_list = again.show(LIST, "序号", "完成进度", "亮灯")
    assert [row[1:] for row in of_list] == [(0.75, "正常"), (None, "未报")]


def test_feedback__ok(tmp_path: Path) -> None:
    rows = [
        feedback(),
        feedback(是否公示="否"),
        feedback(是否公示=None),
        feedback(答复内容=None, 答复日期=None),
        feedback(反馈内容="路灯不亮", 答复日期="九月中旬"),
    ]
    path = written(with_registers({FEEDBACK: rows}).data, tmp_path / "清单.xlsx")
    published = go(path)
    assert shown(published.path, ANSWERS) == [
        ("序号", "日期", "涉及事项", "反馈内容", "答复单位", "答复内容", "答复日期"),
        (1, date(2020, 9, 3), "窗口", "排队时间长", "综合局", "已增设窗口", date(2020, 9, 10)),
        (2, date(2020, 9, 3), "窗口", "路灯不亮", "综合局", "已增设窗口", "九月中旬"),
    ]
    assert published.left["not_marked"] == 2 and published.left["not_answered"] == 1  # PU007


def test_titles__ok(tmp_path: Path) -> None:
    book = make_book(
        Item("甲"), more={"规则": [("项目", "值", "说明"), ("单位名称", "东岭区"), ("当前期间", "2020Q3")]}
    )
    path = written(book.data, tmp_path / "清单.xlsx")
    found = openpyxl.load_workbook(go(path).path)
    assert found[ITEMS]["A1"].value == "东岭区2020年重点改革攻坚任务公示"
    assert "2020年9月30日" in found[ITEMS]["A2"].value


# PU003, PU004, PU005


def with_text(folder: Path, **cells: str) -> Path:
    """A list of one item with these texts: name, goal, measure, unit."""
    item = Item(
        cells.get("name", "甲事项"),
        (cells.get("measure", "摸底"),),
        cells.get("unit", "综合局"),
        goal=cells.get("goal", ""),
    )
    return written(make_book(item).data, folder / "清单.xlsx")


@pytest.mark.parametrize(
    ("cells", "code", "cell"),
    [
        ({"name": "王强包保的事项"}, "W201", "B4"),
        ({"goal": "由王　强落实"}, "W201", "C4"),
        ({"measure": "王\u200b强负责摸底"}, "W201", "E4"),
        ({"goal": "致电 138-0000 1111"}, "W202", "C4"),
        ({"goal": "寄到 wang@a.cn"}, "W202", "C4"),
        ({"goal": "负责人：赵建国"}, "W203", "C4"),
        ({"goal": "王局长负责"}, "W203", "C4"),
        ({"goal": "做强国企，李明白"}, "W201", "C4"),
    ],
)
def test_a_person_stops__error(cells: dict[str, str], code: str, cell: str, tmp_path: Path) -> None:
    path = with_text(tmp_path, **cells)
    before = path.read_bytes()
    out = tmp_path / "公示稿.xlsx"
    published = publish(path, out, today=AS_OF)
    assert (code, LIST, cell) in codes(published) and not published.written
    assert [*tmp_path.iterdir()] == [path] and path.read_bytes() == before
    assert main(["publish", str(path), "-o", str(out)]) == 1 and not out.exists()
    assert publish(path, out, mask=True, today=AS_OF).written
    text = "".join(str(value) for row in shown(out, ITEMS) + shown(out, MEASURES) for value in row)
    assert MASK in text and "王" not in text and "138" not in text and "赵建国" not in text


@pytest.mark.parametrize(
    "unit",
    [
        "综合局：王强",
        "综合局 王强",
        "综合局（王强）",
        "综合局王强",
        "综合局\n负责人：王强 13800001111",
        "王强",
    ],
)
def test_a_name_in_the_column_of_units__ok(unit: str, tmp_path: Path) -> None:
    path = with_text(tmp_path)
    written(path.read_bytes(), path, lambda book: book[LIST].cell(4, 7, unit))
    published = go(path, mask=True)
    cells = [value for row in shown(published.path, ITEMS) for value in row if isinstance(value, str)]
    assert not any("王强" in value or "1380" in value for value in cells)


@pytest.mark.parametrize(
    ("sheet", "row", "column"),
    [
        *(
            (LIST, 4, name)
            for name in ("序号", "改革攻坚目标", "改革的具体项目", "牵头单位及负责人", "归口单位")
        ),
        *((LIST, 4, name) for name in ("共同牵头单位", "完成时限", "完成进度", "时序进度", "亮灯")),
        *(
            (LEDGER, 2, name)
            for name in ("事项序号", "事项名称", "措施序号", "具体项目", "责任单位", "完成时限")
        ),
        *((LEDGER, 2, name) for name in ("完成进度", "时序进度", "亮灯", "权重", "类型")),
        ("规则", 0, "单位名称"),
    ],
)
def test_a_name_typed_into_any_cell__ok(sheet: str, row: int, column: str, tmp_path: Path) -> None:
    path = written(built(Item("甲事项", ("摸底", "建账")), progress=(0.5, 0.5)).data, tmp_path / "清单.xlsx")

    def change(book: openpyxl.Workbook) -> None:
        rows = book[sheet]
        if sheet == "规则":
            at = next(cell.row for cell in rows["A"] if cell.value == column)
            rows.cell(at, 2, "王强 13812345678")
        else:
            rows.cell(row, header_of(rows, 3 if sheet == LIST else 1)[column], "王强 13812345678")

    written(path.read_bytes(), path, change)
    published = go(path, mask=True)
    with zipfile.ZipFile(published.path) as archive:
        text = "".join(archive.read(each).decode() for each in archive.namelist())
    assert "王强" not in text and "13812345678" not in text
    stopped = publish(path, tmp_path / "二.xlsx", today=AS_OF)
    assert stopped.written == (MASK not in text)


def test_a_name_in_the_heading_of_a_part__error(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        rows = book[LIST]
        rows.delete_rows(4, 9)
        for at, part in ((4, "一、经济运行（王强）"), (6, "二、民生")):
            rows.cell(at, 1, part)
            for column, value in enumerate((1, f"第{at}个事项", "", "", "1、摸底", "王强", "综合局"), 1):
                rows.cell(at + 1, column, value)

    path = with_text(tmp_path)
    written(path.read_bytes(), path, change)
    published = go(path)
    assert not published.written and {code for code, _, _ in codes(published)} == {"W201", "W206"}
    assert "王强" not in "".join(str(cell) for row in shown(go(path, mask=True).path, ITEMS) for cell in row)


def test_a_sentence_names_each_cell__error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [feedback(反馈内容=f"请王强答复第{n}次") for n in range(30)]
    path = written(with_registers({FEEDBACK: rows}).data, tmp_path / "清单.xlsx")
    assert main(["publish", str(path), "-o", str(tmp_path / "出.xlsx")]) == 1
    printed = capsys.readouterr().out
    assert [row for row in range(2, 32) if f"{FEEDBACK}!E{row} " not in printed] == []
    assert "30 格" in printed and f"{LIST}!G4" in printed


def test_english__ok(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = with_text(tmp_path, goal="王强负责")
    out = str(tmp_path / "出.xlsx")
    assert main(["publish", str(path), "-o", out, "--lang", "en"]) == 1
    assert "no public copy was written: 1 cells" in capsys.readouterr().out
    assert main(["publish", str(path), "-o", out, "--mask", "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    assert "public copy written" in printed and "left out" in printed and "W206" in printed


def test_allowed__ok(tmp_path: Path) -> None:  # PU005
    path = with_text(tmp_path, goal="李明白负责")
    assert go(path, allowed=["李明白"]).written
    assert not publish(path, tmp_path / "二.xlsx", allowed=["李明"], today=AS_OF).written


# PU006, PU007


def test_hidden_rows_and_sheets__ok(tmp_path: Path) -> None:
    rows = [feedback(), feedback(反馈内容="看不见的反馈")]
    book = with_registers({FEEDBACK: rows})

    def change(book: openpyxl.Workbook) -> None:
        book[LIST].append([2, "看不见的事项", "", "", "1、看不见的措施", "李明", "综合局"])
        book[LIST].append([3, "丙事项", "", "", "1、摸底", "李明", "综合局"])
        book[LIST].row_dimensions[5].hidden = True
        book[FEEDBACK].row_dimensions[3].hidden = True

    path = written(book.data, tmp_path / "清单.xlsx", change)
    published = go(path)
    text = "".join(
        str(value)
        for name in (ITEMS, MEASURES, ANSWERS)
        for row in shown(published.path, name)
        for value in row
    )
    assert "看不见" not in text and "丙事项" in text
    assert published.left["hidden"] == 2
    assert {(code, sheet) for code, sheet, _ in codes(published)} == {
        ("W205", LIST),
        ("W205", FEEDBACK),
        ("W206", LIST),
    }


def test_hidden_rows_of_the_ledger__ok(tmp_path: Path) -> None:
    book = built(Item("甲事项", ("摸底", "看不见的措施")), progress=(0.5, 0.5))
    path = written(book.data, tmp_path / "清单.xlsx", lambda book: hide_row(book, LEDGER, 3))
    published = go(path)
    assert [row[3] for row in shown(published.path, MEASURES)] == ["具体项目", "摸底"]
    assert published.left["hidden"] == 1 and ("W205", LEDGER, "") in codes(published)


def hide_row(book: openpyxl.Workbook, sheet: str, row: int) -> None:
    book[sheet].row_dimensions[row].hidden = True


def test_hidden_columns__ok(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book[LIST].column_dimensions["C"].hidden = True
        book[LIST].column_dimensions["E"].hidden = True

    path = with_text(tmp_path, goal="看不见的目标", measure="看不见的措施")
    written(path.read_bytes(), path, change)
    published = go(path)
    assert published.rows == {ITEMS: 1} and published.left["hidden"] == 1
    assert shown(published.path, ITEMS)[0] == ("序号", "事项名称", "牵头单位")


def test_hidden_sheet__ok(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book.create_sheet("封面")
        book[LIST].sheet_state = "hidden"

    path = written(with_registers({FEEDBACK: [feedback()]}).data, tmp_path / "清单.xlsx", change)
    published = go(path)
    assert published.rows == {ANSWERS: 1} and ("W205", LIST, "") in codes(published)


def test_what_is_left_out_is_counted__ok(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = built(Item("甲事项", ("摸底", "建账")), progress=(0.5, 0.5))
    moved = book.typed(LEDGER, {(3, "类型"): "已移出"})
    path = written(moved.data, tmp_path / "清单.xlsx")
    published = go(path)
    assert published.left["moved"] + (published.rows[MEASURES] - 1) == 1
    assert published.left["columns"] > 15 and published.left["sheets"] >= 3
    assert f"列 {published.left['columns']}" in "".join(published.lines())


# PU008


def test_without_a_ledger__ok(tmp_path: Path) -> None:
    path = with_text(tmp_path, goal="三成")
    published = go(path)
    assert codes(published) == [("W206", LIST, "")]
    assert shown(published.path, ITEMS) == [
        ("序号", "事项名称", "改革攻坚目标", "牵头单位"),
        ("1", "甲事项", "三成", "综合局"),
    ]
    assert shown(published.path, MEASURES) == [
        ("事项序号", "事项名称", "措施序号", "具体项目"),
        ("1", "甲事项", "1", "摸底"),
    ]
    assert "进度" in openpyxl.load_workbook(published.path)[ITEMS]["A2"].value


def test_list_ahead_of_its_ledger__ok(tmp_path: Path) -> None:
    book = built(Item("甲事项", ("摸底",)), progress=(0.5,))
    path = written(
        book.data, tmp_path / "清单.xlsx", lambda book: book[LIST].cell(4, 5, "1、摸底\n2、新措施")
    )
    published = go(path)
    assert [row[3] for row in shown(published.path, MEASURES)] == ["具体项目", "摸底", "新措施"]
    assert ("W207", LEDGER, "") in codes(published)


def test_without_a_list__ok(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        del book[LIST]

    path = written(with_registers({FEEDBACK: [feedback()]}).data, tmp_path / "反馈.xlsx", change)
    published = go(path)
    assert published.rows == {ANSWERS: 1} and codes(published) == [("W208", "", "")]


def test_nothing_to_publish__error(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["空"])
    book.save(tmp_path / "空.xlsx")
    assert stop_of(tmp_path / "空.xlsx", tmp_path / "出.xlsx") == "nothing_to_publish"
    assert [*tmp_path.iterdir()] == [tmp_path / "空.xlsx"]


# PU009


@pytest.mark.parametrize(
    ("out", "code"), [("清单.xlsx", "out_is_input"), ("出.pdf", "other_format"), ("出.xlsm", "other_format")]
)
def test_where_it_is_not_written__error(out: str, code: str, tmp_path: Path) -> None:
    path = with_text(tmp_path)
    before = path.read_bytes()
    assert stop_of(path, tmp_path / out) == code
    assert path.read_bytes() == before and [*tmp_path.iterdir()] == [path]
    assert main(["publish", str(path), "-o", str(tmp_path / out)]) == 2


def test_a_link_to_the_workbook__error(tmp_path: Path) -> None:
    path = with_text(tmp_path)
    (tmp_path / "别名.xlsx").symlink_to(path)
    assert stop_of(path, tmp_path / "别名.xlsx") == "out_is_input"


def test_a_file_that_is_there__ok(tmp_path: Path) -> None:
    path = with_text(tmp_path)
    before = path.read_bytes()
    (tmp_path / "公示稿.xlsx").write_bytes(b"there")
    published = go(path)
    assert published.backup is not None and published.backup.read_bytes() == b"there"
    assert str(published.backup) in "".join(published.lines())
    assert path.read_bytes() == before


def test_the_same_copy_again__ok(tmp_path: Path) -> None:
    path = with_text(tmp_path)
    first = go(path).path.read_bytes()
    assert go(path).backup is None and go(path).path.read_bytes() == first


# PU010


def test_how_it_prints__ok(tmp_path: Path) -> None:
    items = [Item(f"第{n}个事项", [f"第{n}个事项的第{m}项措施" * 3 for m in range(3)]) for n in range(40)]
    path = written(built(*items).data, tmp_path / "清单.xlsx")
    found = openpyxl.load_workbook(go(path).path)
    for sheet in found:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.print_title_rows == "$3:$3" and sheet.print_area.endswith(f"${sheet.max_row}")
        assert sheet.freeze_panes == "A4"
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= set("snd")


def test_text_that_looks_like_a_formula__ok(tmp_path: Path) -> None:
    path = with_text(tmp_path, goal="-已完成=HYPERLINK")
    rows = written(path.read_bytes(), path, lambda book: typed_as_text(book[LIST]["C4"]))
    published = go(rows)
    cell = openpyxl.load_workbook(published.path)[ITEMS]["C4"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def typed_as_text(cell: Any) -> None:
    cell.value = "=1+1"
    cell.data_type = "s"


# PU011


@settings(derandomize=True, deadline=None, max_examples=25)
@given(
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=20),
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=20),
    st.sampled_from(["", " ", "\u3000", "\u200b", "\n"]),
    st.sampled_from(["王强", "李明"]),
)
def test_a_name_in_random_text__ok(
    tmp_path_factory: pytest.TempPathFactory, before: str, behind: str, between: str, name: str
) -> None:
    folder = tmp_path_factory.mktemp("random")
    path = with_text(
        folder, goal=f"{before}{between.join(name)}{behind}", measure=f"{before}{between.join(name)}"
    )
    assert not publish(path, folder / "一.xlsx", today=AS_OF).written
    out = folder / "二.xlsx"
    assert publish(path, out, mask=True, today=AS_OF).written
    with zipfile.ZipFile(out) as archive:
        text = tight_name("".join(archive.read(each).decode() for each in archive.namelist()))
    assert name not in text
