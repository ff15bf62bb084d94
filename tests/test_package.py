"""The package of a workbook, part by part.

P1 Parts are found by their relationships and by namespace, never by a fixed name or prefix.
P2 Parts that nobody touched keep their bytes, and the same package gives the same file.
P3 Removing or adding a sheet keeps everything right that counts tabs: local names, the open tab.
P4 A file that is no workbook, or that holds a DTD, is refused with a sentence.
P5 Dropping a part drops what only it used, and nothing else.
"""

from __future__ import annotations

import io
import zipfile

import pytest
from rich_workbook import LIST, PIVOT, rich_workbook

from duban.workbook.errors import Stop
from duban.workbook.package import MAIN, PACKAGE_REL, REL, Package

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def zipped(parts: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def rels(*links: tuple[str, str]) -> str:
    entries = [
        f'<Relationship Id="rId{n}" Type="{REL}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(links, 1)
    ]
    return f'<Relationships xmlns="{PACKAGE_REL}">{"".join(entries)}</Relationships>'


def book(
    sheets: str, rest: str = "", views: str = "", prefix: str = "", properties: str = ""
) -> dict[str, str]:
    """A workbook at an unusual place, with one sheet per letter of ``sheets``."""
    p = prefix + ":" if prefix else ""
    declared = f'xmlns{":" + prefix if prefix else ""}="{MAIN}" xmlns:r="{REL}"'
    entries = "".join(
        f'<{p}sheet name="{name}" sheetId="{n + 4}" r:id="rId{n}"/>' for n, name in enumerate(sheets, 1)
    )
    links = [
        ("worksheet", f"/odd/tabs/{name}.xml") if n % 2 else ("worksheet", f"tabs/{name}.xml")
        for n, name in enumerate(sheets)
    ]
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": rels(("officeDocument", "odd/book.xml")),
        "odd/book.xml": f"<{p}workbook {declared}>{properties}{views}<{p}sheets>{entries}</{p}sheets>{rest}</{p}workbook>",
        "odd/_rels/book.xml.rels": rels(*links),
        **{
            f"odd/tabs/{name}.xml": f"<{p}worksheet {declared}><{p}sheetData/></{p}worksheet>"
            for name in sheets
        },
    }


NAMES = (
    '<definedNames><definedName name="n" localSheetId="0">A!$A$1</definedName>'
    '<definedName name="n" localSheetId="1">B!$A$1</definedName><definedName name="n" localSheetId="2">C!$A$1</definedName>'
    '<definedName name="g">SUM(B!$A$1,AB!$A$1)</definedName></definedNames>'
)


def test_sheets_at_unusual_places_are_found__ok() -> None:  # P1
    package = Package.read(zipped(book("AB")))
    assert package.sheet_names == ("A", "B")
    assert [package.sheet_part(name) for name in "AB"] == ["odd/tabs/A.xml", "odd/tabs/B.xml"]


@pytest.mark.parametrize("prefix", ["", "x"])
def test_prefix_of_the_namespace_does_not_matter__ok(prefix: str) -> None:  # P1
    package = Package.read(zipped(book("AB", prefix=prefix)))
    package.put("odd/tabs/new.xml", b"<x/>", "application/x")
    package.add_sheet_entry("C", "odd/tabs/new.xml")
    package.set_defined_name("n", "1", "C", hidden=True)
    package.set_full_calc_on_load()
    again = Package.read(package.to_bytes())
    assert again.sheet_names == ("A", "B", "C")
    assert again.sheet_id("C") == 7
    assert again.defined_name("n", "C") == "1"
    assert [element.tag.partition("}")[2] for element in again.workbook] == [
        "sheets",
        "definedNames",
        "calcPr",
    ]


def test_part_names_compare_without_case__ok() -> None:  # P1
    parts = book("A")
    parts["odd/tabs/a.XML"] = parts.pop("odd/tabs/A.xml")
    assert Package.read(zipped(parts)).sheet_part("A") == "odd/tabs/a.XML"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", False), ('<workbookPr date1904="1"/>', True), ('<workbookPr date1904="false"/>', False)],
)
def test_date_system__ok(text: str, expected: bool) -> None:
    assert Package.read(zipped(book("A", properties=text))).date1904 is expected


def test_nothing_done_changes_nothing__ok() -> None:  # P2
    package = Package.read(rich_workbook())
    assert package.touched == frozenset()
    again = Package.read(package.to_bytes())
    assert again.parts == package.parts
    assert all(again.data(part) == package.data(part) for part in package.parts)
    assert again.to_bytes() == package.to_bytes()


def test_remove_shifts_local_names__ok() -> None:  # P3
    package = Package.read(zipped(book("ABC", NAMES)))
    package.remove_sheet("B")
    assert package.sheet_names == ("A", "C")
    assert package.local_names("A") == {"n": "A!$A$1"}
    assert package.local_names("C") == {"n": "C!$A$1"}
    assert package.defined_name("g") == "SUM(#REF!$A$1,AB!$A$1)"
    assert "odd/tabs/B.xml" not in package


def test_add_before_shifts_local_names__ok() -> None:  # P3
    package = Package.read(zipped(book("ABC", NAMES, '<bookViews><workbookView activeTab="1"/></bookViews>')))
    package.put("odd/tabs/new.xml", b"<x/>", "application/x")
    package.add_sheet_entry("新", "odd/tabs/new.xml", before="B")
    assert package.sheet_names == ("A", "新", "B", "C")
    assert [package.local_names(name) for name in ("A", "新", "B", "C")] == [
        {"n": "A!$A$1"},
        {},
        {"n": "B!$A$1"},
        {"n": "C!$A$1"},
    ]
    assert 'activeTab="2"' in package.data("odd/book.xml").decode()


@pytest.mark.parametrize(
    ("active", "removed", "expected"), [(2, "A", 1), (2, "C", 1), (0, "C", 0), (1, "B", 1)]
)
def test_remove_keeps_the_open_tab_valid__ok(active: int, removed: str, expected: int) -> None:  # P3
    views = f'<bookViews><workbookView activeTab="{active}" firstSheet="{active}"/></bookViews>'
    package = Package.read(zipped(book("ABC", views=views)))
    package.remove_sheet(removed)
    view = package.workbook[0][0]
    assert (view.get("activeTab"), view.get("firstSheet")) == (str(expected), str(expected))


def test_the_only_sheet__error() -> None:  # P3
    with pytest.raises(ValueError, match="only"):
        Package.read(zipped(book("A"))).remove_sheet("A")


def test_rename_takes_local_names_along__ok() -> None:  # P3
    package = Package.read(zipped(book("ABC", NAMES)))
    package.rename_sheet("B", "B（旧1）")
    assert package.local_names("B（旧1）") == {"n": "'B（旧1）'!$A$1"}
    assert package.defined_name("g") == "SUM(B!$A$1,AB!$A$1)"


def test_stale_sheet_titles_go__ok() -> None:
    package = Package.read(rich_workbook())
    assert b"TitlesOfParts" in package.data("docProps/app.xml")
    package.rename_sheet(PIVOT, "透视二")
    assert b"TitlesOfParts" not in package.data("docProps/app.xml")
    assert b"HeadingPairs" not in package.data("docProps/app.xml")
    assert b"Application" in package.data("docProps/app.xml")


def test_drop_takes_only_its_own_parts__ok() -> None:  # P5
    package = Package.read(rich_workbook())
    before = set(package.parts)
    package.remove_sheet(PIVOT)
    gone = {
        "xl/worksheets/sheet3.xml",
        "xl/worksheets/_rels/sheet3.xml.rels",
        "xl/pivotTables/pivotTable1.xml",
        "xl/pivotTables/_rels/pivotTable1.xml.rels",
    }
    assert before - set(package.parts) == gone  # the cache is the workbook's as well
    assert b"pivotTable1.xml" not in Package.read(package.to_bytes()).data("[Content_Types].xml")


def test_fresh_name__ok() -> None:
    assert Package.read(rich_workbook()).fresh_name("xl/worksheets/sheet1.xml") == "xl/worksheets/sheet4.xml"


def test_full_calc_drops_the_chain__ok() -> None:
    package = Package.read(rich_workbook())
    package.set_full_calc_on_load()
    assert "xl/calcChain.xml" not in package
    assert b"calcChain" not in package.data("xl/_rels/workbook.xml.rels")
    assert b'fullCalcOnLoad="1"' in package.data("xl/workbook.xml")
    assert b"calcChain" not in Package.read(package.to_bytes()).data("[Content_Types].xml")


DTD = '<!DOCTYPE workbook [<!ENTITY a "b">]>'


@pytest.mark.parametrize("part", ["odd/book.xml", "_rels/.rels", "[Content_Types].xml"])
def test_dtd__error(part: str) -> None:  # P4
    parts = book("A")
    parts[part] = DTD + parts[part]
    with pytest.raises(Stop) as stop:
        package = Package.read(zipped(parts), "某.xlsx")
        package.to_bytes()
    assert stop.value.code == "not_a_workbook"


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", b"\xd0\xcf\x11\xe0" * 200, zipped({"a": "b"}), zipped({"[Content_Types].xml": TYPES})],
)
def test_no_workbook__error(data: bytes) -> None:  # P4
    with pytest.raises(Stop) as stop:
        Package.read(data, "某.xlsx")
    assert stop.value.code == "not_a_workbook"


def test_strict_workbook__error() -> None:  # P4
    parts = {
        name: text.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
        for name, text in book("A").items()
    }
    with pytest.raises(Stop):
        Package.read(zipped(parts))


def test_unknown_sheet__error() -> None:
    with pytest.raises(KeyError):
        Package.read(rich_workbook()).sheet_part(LIST + "二")
