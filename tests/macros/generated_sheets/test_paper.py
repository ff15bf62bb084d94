"""What every sheet is on A4, as LibreOffice prints it.

PP1  No text is smaller than 9 points, in a bulletin than 10; all pages are A4; no page is blank.
PP2  A bulletin is upright, all else lies across.
PP3  No sheet that nobody sees is printed.
PP4  The staff's list prints without our columns, in the size that it had before.
PP5  Every row of 市级事项 prints, those too that staff add below.
PP6  A workbook of an earlier version prints like a new one after a build, but for what staff set themselves.

A usual font that is wider than the one that widths are counted in is the rule where this runs: it is not installed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from lists import Book, Item, make_book
from openpyxl.worksheet.properties import PageSetupProperties
from printed import Page, pages

from duban.macros.cli import main
from duban.macros.commands.demo import run_demo
from duban.udfs.periods import Period
from duban.workbook.file.package import Package
from duban.workbook.format.names import CITY, LEDGER, LIST

pytestmark = pytest.mark.xdist_group("libreoffice")

Soffice = Callable[[Path, str, Path], Path]
A4 = {595, 842}
Q3 = {"period": Period(2020, 9), "as_of": date(2020, 9, 30)}
LONG = "推进全链条全领域体制机制创新，形成可复制可推广的经验做法并在全区推开"


def printed(soffice: Soffice, book: Path, folder: Path) -> list[Page]:
    return pages(soffice(book, "pdf", folder))


def check(found: list[Page]) -> None:
    """PP1 and PP2."""
    assert found
    for page in found:
        assert {round(page.width), round(page.height)} == A4, page.number
        assert page.texts, f"page {page.number} is blank"
        least = 10 if page.upright else 9
        assert page.smallest >= least - 0.005, f"page {page.number}: {page.smallest:.2f} points"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    for _ in run_demo(folder):
        pass
    return folder


@pytest.mark.parametrize(
    "name", ["齐鲁化工区", "临淄经济开发区", "淄川经济开发区", "桓台经济开发区", "沂源经济开发区"]
)
def test_samples__ok(demo: Path, soffice: Soffice, tmp_path: Path, name: str) -> None:  # PP1 PP2 PP3
    check(printed(soffice, demo / f"{name}.xlsx", tmp_path))


def test_city_of_five_districts__ok(demo: Path, soffice: Soffice, tmp_path: Path) -> None:  # PP1 PP2
    city = tmp_path / "淄博市.xlsx"
    city.write_bytes((demo / "淄博市.xlsx").read_bytes())
    districts = [str(path) for path in sorted(demo.glob("*.xlsx")) if path.stem != "淄博市"]
    quarter = ["--period", "2020Q3", "--as-of", "2020-09-30"]
    assert main(["rollup", str(city), *districts, *quarter]) == 0
    assert main(["summary", str(city), *quarter]) == 0
    found = printed(soffice, city, tmp_path / "out")
    check(found)
    assert any(page.upright for page in found)


def long_list() -> Book:
    """18 items with long names and many measures."""
    items = [
        Item(
            f"第{n}项深化营商环境与要素市场化配置改革攻坚" + (LONG if n % 4 == 0 else ""),
            tuple(f"围绕第{n}项第{k}个环节细化责任分工，{LONG}" for k in range(1, 3 + n % 4)),
            unit=["综合管理局", "安全环保局（应急管理局）", "党政办公室(政务服务中心)"][n % 3],
        )
        for n in range(1, 19)
    ]
    book = make_book(*items).built(**Q3)
    rows = range(2, 2 + len(book.show(LEDGER, "具体项目")))
    cells = {(row, "存在问题"): LONG * 2 for row in rows} | {(row, "下步措施"): LONG for row in rows}
    shares = {(row, "完成进度"): (row % 10) / 10 for row in rows if row % 6}
    return book.typed(LEDGER, {**cells, **shares}).built(**Q3)


def test_eighteen_items__ok(soffice: Soffice, tmp_path: Path) -> None:  # PP1 PP2
    path = tmp_path / "清单.xlsx"
    path.write_bytes(long_list().data)
    found = printed(soffice, path, tmp_path / "out")
    check([page for page in found if page.number > 1])  # the list's own page is the staff's


def test_the_staffs_list__ok(soffice: Soffice, tmp_path: Path) -> None:  # PP4
    """Fitted to the width of a page by the staff, it is no smaller with our columns beside it."""
    plain = make_book(*(Item(f"第{n}项", (LONG,)) for n in range(1, 4)))
    opened = openpyxl.load_workbook(io.BytesIO(plain.data))
    sheet = opened[LIST]
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    opened.save(tmp_path / "before.xlsx")
    before = printed(soffice, tmp_path / "before.xlsx", tmp_path / "1")
    built = Book((tmp_path / "before.xlsx").read_bytes()).built(**Q3)
    (tmp_path / "after.xlsx").write_bytes(built.data)
    after = printed(soffice, tmp_path / "after.xlsx", tmp_path / "2")
    assert after[0].smallest == pytest.approx(before[0].smallest)
    assert len(after[0].texts) == len(before[0].texts)
    staffs = openpyxl.load_workbook(io.BytesIO(built.data))[LIST].print_area
    assert staffs.endswith("$A$1:$H$1048576")


def test_a_print_area_of_the_staffs_stays__ok() -> None:  # PP4
    opened = openpyxl.load_workbook(io.BytesIO(make_book(Item("甲事项")).data))
    opened[LIST].print_area = "A1:J40"
    stream = io.BytesIO()
    opened.save(stream)
    built = Book(stream.getvalue()).built(**Q3)
    assert openpyxl.load_workbook(io.BytesIO(built.data))[LIST].print_area.endswith("$A$1:$J$40")


def test_columns_of_the_staffs_behind_ours_print__ok() -> None:  # PP4
    """A column that staff added at the right of ours would be cut off: then all prints, as before."""
    opened = openpyxl.load_workbook(io.BytesIO(make_book(Item("甲事项")).data))
    sheet = opened[LIST]
    sheet.cell(3, 9).value, sheet.cell(3, 10).value = "完成进度", "本单位编号"
    stream = io.BytesIO()
    opened.save(stream)
    built = Book(stream.getvalue()).built(**Q3)
    assert not openpyxl.load_workbook(io.BytesIO(built.data))[LIST].print_area


def test_rows_of_the_citys_items__ok(soffice: Soffice, tmp_path: Path) -> None:  # PP5
    built = make_book(Item("甲事项")).built(**Q3)
    added = {
        (row, column): f"{row}行" if column > 1 else row - 1 for row in range(2, 60) for column in (1, 2)
    }
    path = tmp_path / "清单.xlsx"
    path.write_bytes(built.typed(CITY, added).data)
    alone = openpyxl.load_workbook(path)
    for name in alone.sheetnames:
        if name != CITY:
            alone[name].sheet_state = "hidden"
            alone[name].print_area = "XFD1"
    alone.active = alone.sheetnames.index(CITY)
    alone.save(path)
    assert sum(len(page.texts) for page in printed(soffice, path, tmp_path / "out")) >= 2 * 58


def old_set_up(data: bytes) -> bytes:
    """A ledger whose page is set up, and whose rows are fixed, as version 0.1 did it."""
    package = Package.read(data)
    part = package.sheet_part(LEDGER)
    sheet = package.data(part).decode()
    sheet = re.sub(
        r"<pageMargins [^>]*/>",
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.7" header="0.3" footer="0.3"/>',
        sheet,
    )
    sheet = re.sub(
        r"<pageSetup [^>]*/>", '<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/>', sheet
    )
    sheet = re.sub(r"<colBreaks.*?</colBreaks>", "", sheet)
    sheet = re.sub(r"<sheetPr>(.*?)</sheetPr>", r'<sheetPr>\1<pageSetUpPr fitToPage="1"/></sheetPr>', sheet)
    sheet = re.sub(
        r'(<row r="[2-9]"[^>]*?)( ht="[^"]*")?( customHeight="1")?>', r'\1 ht="20" customHeight="1">', sheet
    )
    package.put(part, sheet.encode())
    return package.to_bytes()


def test_an_earlier_version__ok(soffice: Soffice, tmp_path: Path) -> None:  # PP6
    new = make_book(*(Item(f"第{n}项", (LONG, LONG * 2)) for n in range(1, 4))).built(**Q3)
    old = Book(old_set_up(new.data))
    path = tmp_path / "清单.xlsx"
    path.write_bytes(old.data)
    assert min(page.smallest for page in printed(soffice, path, tmp_path / "1")) < 6
    built = old.built(**Q3)
    path.write_bytes(built.data)
    check(printed(soffice, path, tmp_path / "2")[1:])
    package = Package.read(built.data)
    row = re.search(r'<row r="3"[^>]*>', package.data(package.sheet_part(LEDGER)).decode())
    assert row and float(re.findall(r'ht="([\d.]+)"', row[0])[0]) > 60 and "customHeight" not in row[0]
    assert built.built(**Q3).data is built.data


def test_what_staff_set_themselves_stays__ok(tmp_path: Path) -> None:  # PP6
    new = make_book(*(Item(f"第{n}项", (LONG, LONG * 2)) for n in range(1, 4))).built(**Q3)
    opened = openpyxl.load_workbook(io.BytesIO(old_set_up(new.data)))
    opened[LEDGER].page_setup.orientation = "portrait"
    opened[LEDGER].row_dimensions[3].height = 30.75
    opened.save(tmp_path / "清单.xlsx")
    built = Book((tmp_path / "清单.xlsx").read_bytes()).typed(LEDGER, {(3, "进展情况"): LONG * 3}).built(**Q3)
    sheet = openpyxl.load_workbook(io.BytesIO(built.data))[LEDGER]
    assert sheet.page_setup.orientation == "portrait" and sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.row_dimensions[3].height == 30.75
    assert sheet.row_dimensions[4].height > 20  # that one was the program's


def test_generated_sheets_of_an_earlier_version__ok() -> None:  # PP6
    """They say the same, so that nothing would have to be made; but as they are laid out, nobody can read them."""
    new = make_book(Item("甲事项", (LONG, LONG))).built(**Q3)
    package = Package.read(new.data)
    part = package.sheet_part("单位-综合局")
    package.put(part, package.data(part).replace(b'left="0.4"', b'left="0.5"'))
    again = Book(package.to_bytes()).built(**Q3)
    laid_out = Package.read(again.data)
    assert b'left="0.4"' in laid_out.data(laid_out.sheet_part("单位-综合局"))
    assert again.built(**Q3).data is again.data
