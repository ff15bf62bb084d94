"""督办单 and 催办单 of a city's workbook, one a district.

DD1  Who has items that are late or not reported in full gets them listed: 逾期, 滞后, 未报; each of them once on the slip.
DD2  Items that carry none of the city's, and rows of one item behind its first, call for nothing.
DD3  Who has not handed in for the period is asked to, without a list; of old figures nothing is told.
DD4  A letter has its number, day and row in 督办单台账 as those to units; again, the number is the same.
DD5  --unit names districts; one that is not there, and a city in which nothing is called for, stop.
DD7  An office without a name is told that its head and signature lack it.
DD6  A reminder names the letter that nobody answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from documents import opened, table_with, tables, text_of
from lists import make_book

from duban.macros.cli import main
from duban.workbook.format.names import DISTRICTS, DOCUMENTS_SENT, RULES
from duban.workbook.format.sheets_and_registers import FORMATS

ITEMS = ((1, "营商环境", ""), (2, "招商引资", ""))
OLD = "2020Q2"
HEADER = ("序号", "事项名称", "牵头单位", "完成进度", "时序进度", "亮灯", "未报措施数", "数据截至")

Row = tuple[str, int, Any, str, int, str]
"""District, item, city item, light, measures without report, period."""
ROWS: tuple[Row, ...] = (
    ("张店区", 1, 1, "逾期", 2, "2020Q3"),
    ("张店区", 1, 2, "逾期", 2, "2020Q3"),
    ("张店区", 2, 2, "严重滞后", 0, "2020Q3"),
    ("张店区", 3, None, "逾期", 5, "2020Q3"),
    ("临淄区", 1, 1, "正常", 0, "2020Q3"),
    ("周村区", 1, 2, "逾期", 1, OLD),
)


def city(folder: Path, rows: Sequence[Row] = ROWS, *, listed: str = "", office: str | None = "某市") -> Path:
    blank = dict.fromkeys(FORMATS[DISTRICTS].names)
    made, seen = [], set[tuple[str, int]]()
    for district, item, parent, light, unreported, period in rows:
        more: dict[str, Any] = {
            "区县": district, "事项序号": item, "事项名称": f"{district}第{item}项", "牵头单位": "综合局",
            "市级序号": parent, "完成进度": 0.3, "时序进度": 0.75, "亮灯": light, "未报措施数": unreported,
            "截至日期": date(2020, 9, 30), "报送期间": period, "首行": None if (district, item) in seen else 1,
        }  # fmt: skip
        seen.add((district, item))
        made.append(tuple({**blank, **more}.values()))
    rules = [("项目", "值"), ("单位名称", office), ("当前期间", "2020Q3"), ("截至日期", date(2020, 9, 30))]
    rules += [("区县名单", listed or None)]
    path = folder / "某市.xlsx"
    path.write_bytes(
        make_book(city=ITEMS, more={DISTRICTS: [FORMATS[DISTRICTS].names, *made], RULES: rules}).data
    )
    book = openpyxl.load_workbook(path)
    del book["任务清单"]
    book.save(path)
    return path


def run(path: Path, kind: str = "督办单", *more: str, day: str = "2020-10-12") -> int:
    return main(["document", str(path), "--kind", kind, "--date", day, *more])


def letter(path: Path, district: str, kind: str = "督办单") -> Any:
    return opened(path.parent / "公文-2020Q3" / f"{district}-2020Q3{kind}.docx")


def test_late_items__ok(tmp_path: Path) -> None:  # DD1, DD2
    path = city(tmp_path)
    assert run(path) == 0
    document = letter(path, "张店区")
    late = ["1", "张店区第1项", "综合局", "30%", "75%", "逾期", "2", "2020-09-30"]
    behind = ["2", "张店区第2项", "综合局", "30%", "75%", "严重滞后", "", "2020-09-30"]
    found = [rows[1:] for rows in tables(document) if tuple(rows[0]) == HEADER]
    assert [[row[:6] for row in rows] for rows in found] == [[late[:6]], [behind[:6]], [late[:6]]]
    text = text_of(document)
    assert "有2项需要督办：逾期1项，滞后1项，有措施没有填报进度的1项" in text
    assert "于2020年10月19日前" in text and "补报" not in text
    slip = table_with(
        document, ("序号", "事项名称", "办理情况", "存在问题和原因", "下步措施", "预计办结日期")
    )
    assert [row[:2] for row in slip] == [["1", "张店区第1项"], ["2", "张店区第2项"]]
    assert not (path.parent / "公文-2020Q3" / "临淄区-2020Q3督办单.docx").exists()


def test_two_items_of_one_number__ok(tmp_path: Path) -> None:  # DD2
    path = city(tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book[DISTRICTS]
    number = [cell.value for cell in sheet[1]].index("事项序号") + 1
    assert sheet.cell(5, number).value == 3  # an item that carries none of the city's
    sheet.cell(5, number, 2)
    book.save(path)
    assert run(path) == 0
    text = text_of(letter(path, "张店区"))
    assert "有2项需要督办：逾期1项，滞后1项，有措施没有填报进度的1项" in text


def test_not_handed_in__ok(tmp_path: Path) -> None:  # DD3
    path = city(tmp_path, listed="张店区、临淄区、周村区、桓台县")
    assert run(path) == 0
    for district in ("周村区", "桓台县"):
        document = letter(path, district)
        assert [len(rows) for rows in tables(document)] == [1]  # the imprint
        text = text_of(document)
        assert "没有收到你单位2020年第三季度重点改革攻坚事项进展情况的报送" in text
        assert "请于2020年10月19日前补报" in text and "附件" not in text and "逾期" not in text


def test_register__ok(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:  # DD4, DD6
    path = city(tmp_path)
    assert run(path) == 0
    said = capsys.readouterr().out
    assert "张店区-2020Q3督办单.docx：逾期 1，滞后 1，未报 1" in said
    assert "周村区-2020Q3督办单.docx：没有报送" in said
    rows = [
        row[:5] + row[7:8]
        for row in openpyxl.load_workbook(path)[DOCUMENTS_SENT].iter_rows(min_row=2, values_only=True)
    ]
    assert rows == [
        ("督办单", "督办〔2020〕1号", 2020, 1, "张店区", 2),
        ("督办单", "督办〔2020〕2号", 2020, 2, "周村区", 0),
    ]
    assert run(path) == 0
    assert "沿用台账中的文号：督办〔2020〕1号、督办〔2020〕2号" in capsys.readouterr().out
    assert run(path, "催办单", day="2020-10-26") == 0
    text = text_of(letter(path, "周村区", "催办单"))
    assert "《督办单》（督办〔2020〕2号）已送你单位" in text and "仍没有收到" in text
    before = openpyxl.load_workbook(path)[DOCUMENTS_SENT].max_row
    assert main(["build", str(path)]) == 0
    assert openpyxl.load_workbook(path)[DOCUMENTS_SENT].max_row == before == 5


@pytest.mark.parametrize(
    ("rows", "more", "said"),
    [
        (ROWS, ("--unit", "高青县"), "没有区县“高青县”"),
        (ROWS, ("--unit", "临淄区"), "不用发督办单"),
        (ROWS[4:5], (), "不用发督办单"),
    ],
)
def test_nobody__stop(
    rows: Sequence[Row], more: tuple[str, ...], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # DD5
    path = city(tmp_path, rows)
    before = path.read_bytes()
    assert run(path, "督办单", *more) == 2
    assert said in capsys.readouterr().err
    assert path.read_bytes() == before and not (tmp_path / "公文-2020Q3").exists()


def test_one_district__ok(tmp_path: Path) -> None:  # DD5
    path = city(tmp_path)
    assert run(path, "督办单", "--unit", "周村区") == 0
    assert [each.name for each in (tmp_path / "公文-2020Q3").iterdir()] == ["周村区-2020Q3督办单.docx"]


@pytest.mark.parametrize(("office", "is_told"), [(None, True), ("某市", False)])
def test_office_without_a_name__ok(
    office: str | None, is_told: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # DD7
    assert run(city(tmp_path, office=office)) == 0
    assert ("单位名称是空白的" in capsys.readouterr().out) == is_told
