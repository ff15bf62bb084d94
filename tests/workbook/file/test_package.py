"""The package of a workbook, part by part.

P1 Parts are found by their relationships and by namespace, never by a fixed name or prefix.
P2 Parts that nobody touched keep their bytes, and the same package gives the same file.
P3 Removing or adding a sheet keeps everything right that counts tabs: local names, the open tab.
P4 A file that is no workbook, or that holds a DTD, is refused with a sentence.
P5 Dropping a part drops what only it used, and nothing else.
P6 A Strict Open XML file is read, and stays strict, or is refused with a sentence.
P7 What no figure needs may be wrong, and is left as it is; what is not touched is not even unpacked.
P8 A package that gives each part of relationships a type of its own gets new ones all the same.
"""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from rich_workbook import LIST, PIVOT, rich_workbook

from duban.workbook.file.open_xml import MAIN, REL
from duban.workbook.file.package import Package
from duban.workbook.file.parts import PACKAGE_REL
from duban.workbook.say.stop import Stop

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


@pytest.mark.parametrize("active", [0, 1, 2])
def test_add_before_keeps_the_open_tab__ok(active: int) -> None:  # P3
    """Also where the next tab is hidden."""
    parts = book("ABCD", views=f'<bookViews><workbookView activeTab="{active}"/></bookViews>')
    parts["odd/book.xml"] = parts["odd/book.xml"].replace('name="D"', 'name="D" state="veryHidden"')
    package = Package.read(zipped(parts))
    package.put("odd/tabs/new.xml", b"<x/>", "application/x")
    package.add_sheet_entry("新", "odd/tabs/new.xml", before="B")
    view = package.workbook[0][0]
    assert package.sheet_names[int(view.get("activeTab"))] == "ABC"[active]


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


def test_relationships_of_a_lost_part_are_nobody_elses__ok() -> None:  # P2
    package = Package.read(rich_workbook())
    package.put("xl/worksheets/_rels/sheet4.xml.rels", rels(("image", "../media/image1.png")).encode())
    assert package.fresh_name("xl/worksheets/sheet1.xml") == "xl/worksheets/sheet5.xml"


def test_a_calculation_chain_without_an_id_is_dropped_alone__ok() -> None:  # P5
    package = Package.read(rich_workbook())
    home = "xl/_rels/workbook.xml.rels"
    text = re.sub(rb'Id="[^"]*"( Type="[^"]*/calcChain")', rb"\1", package.data(home))
    other = b'<Relationship Type="http://other" Target="theme/theme1.xml"/></Relationships>'
    package.put(home, text.replace(b"</Relationships>", other))
    package.set_full_calc_on_load()
    assert "xl/calcChain.xml" not in package
    assert [rel.type for rel in package.rels("xl/workbook.xml") if not rel.id] == ["http://other"]


def test_nothing_that_tells_of_other_parts_is_dropped__ok() -> None:  # P5
    links = rels(("drawing", "/[Content_Types].xml"), ("drawing", "/_rels/.rels"))
    package = Package.read(zipped({**book("AB"), "odd/tabs/_rels/B.xml.rels": links}))
    package.drop("odd/tabs/B.xml")
    assert "odd/tabs/B.xml" not in package
    assert {"[Content_Types].xml", "_rels/.rels"} <= set(package.parts)


def test_a_workbook_that_leads_to_its_sheets_in_the_other_dialect__error() -> None:  # P6
    parts = book("A")
    parts["odd/book.xml"] = parts["odd/book.xml"].replace(REL, strict(REL))
    with pytest.raises(Stop) as stop:
        Package.read(zipped(parts))
    assert stop.value.code == "strict_format"


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
    assert stop.value.code in ("dtd", "damaged")


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", b"\xd0\xcf\x11\xe0" * 200, zipped({"a": "b"}), zipped({"[Content_Types].xml": TYPES})],
)
def test_no_workbook__error(data: bytes) -> None:  # P4
    with pytest.raises(Stop) as stop:
        Package.read(data, "某.xlsx")
    assert stop.value.code in ("damaged", "truncated")


def strict(text: str) -> str:
    ordinary = "http://schemas.openxmlformats.org/{}/2006/"
    for family in ("spreadsheetml", "officeDocument"):
        text = text.replace(ordinary.format(family), f"http://purl.oclc.org/ooxml/{family}/")
    return text


def test_strict_workbook_stays_strict__ok() -> None:  # P6
    parts = {name: strict(text) for name, text in book("AB", NAMES[:0]).items()}
    package = Package.read(zipped(parts))
    assert package.sheet_names == ("A", "B")
    package.rename_sheet("A", "C")
    package.put("odd/tabs/new.xml", f'<worksheet xmlns="{MAIN}"/>'.encode(), "a/b")
    package.add_sheet_entry("D", "odd/tabs/new.xml")
    with zipfile.ZipFile(io.BytesIO(package.to_bytes())) as file:
        written = {name: file.read(name).decode() for name in file.namelist()}
    assert written["odd/tabs/A.xml"] == parts["odd/tabs/A.xml"]
    assert all(REL not in text and MAIN not in text for text in written.values())
    assert Package.read(package.to_bytes()).sheet_names == ("C", "B", "D")


def test_part_that_mixes_both_dialects__error() -> None:  # P6
    parts = {name: strict(text) for name, text in book("A").items()}
    parts["odd/book.xml"] = parts["odd/book.xml"].replace("<workbook ", f'<workbook xmlns:old="{MAIN}" ')
    package = Package.read(zipped(parts))
    package.rename_sheet("A", "C")
    with pytest.raises(Stop) as stop:
        package.to_bytes()
    assert stop.value.code == "strict_format"


def test_unknown_sheet__error() -> None:
    with pytest.raises(KeyError):
        Package.read(rich_workbook()).sheet_part(LIST + "二")


ODD_BOOKS = {
    "a tab that is none": ('<bookViews><workbookView activeTab="eins" firstSheet=""/></bookViews>', ""),
    "a comment within sheets": ("", "<!-- gone -->"),
    "the unknown within sheets": ("", '<x:odd xmlns:x="urn:x"/>'),
    "a local name of no sheet": (
        '<definedNames><definedName name="n" localSheetId="x">A!$A$1</definedName></definedNames>',
        "",
    ),
}


@pytest.mark.parametrize("case", ODD_BOOKS)
def test_what_no_figure_needs_may_be_wrong__ok(case: str) -> None:  # P7
    before, among = ODD_BOOKS[case]
    names = before if "definedNames" in before else ""
    parts = book("ABC", names, views="" if names else before)
    parts["odd/book.xml"] = (
        parts["odd/book.xml"].replace("<sheets>", f"<sheets>{among}").replace('sheetId="5"', 'sheetId="x"')
    )
    package = Package.read(zipped(parts))
    package.put("odd/tabs/new.xml", b"<worksheet/>", "a/b")
    package.add_sheet_entry("D", "odd/tabs/new.xml", before="B")
    package.remove_sheet("C")
    again = Package.read(package.to_bytes())
    assert again.sheet_names == ("A", "D", "B")
    assert among in again.data("odd/book.xml").decode()


def test_sheet_without_a_part__ok() -> None:  # P7
    parts = book("AB")
    parts["odd/book.xml"] = parts["odd/book.xml"].replace('r:id="rId2"', 'r:id=""')
    package = Package.read(zipped(parts))
    package.put("odd/tabs/new.xml", b"<worksheet/>", "a/b")
    package.add_sheet_entry("C", "odd/tabs/new.xml")
    assert Package.read(package.to_bytes()).sheet_names == ("A", "B", "C")


@pytest.mark.parametrize("part", ["odd/tabs/_rels/A.xml.rels", "docProps/app.xml"])
def test_broken_part_that_nobody_needs_keeps_its_bytes__ok(part: str) -> None:  # P7
    parts = {**book("AB"), part: "<broken"}
    parts["_rels/.rels"] = rels(
        ("officeDocument", "odd/book.xml"), ("extended-properties", "docProps/app.xml")
    )
    package = Package.read(zipped(parts))
    package.rename_sheet("B", "C")
    assert Package.read(package.to_bytes()).data(part) == b"<broken"


def test_untouched_part_is_not_unpacked__ok() -> None:  # P7
    data = zipped({**book("A"), "odd/media/image1.png": "x" * 1000}).replace(b"x" * 1000, b"y" * 1000)
    package = Package.read(data)
    package.rename_sheet("A", "C")
    with zipfile.ZipFile(io.BytesIO(package.to_bytes())) as file:
        assert file.testzip() == "odd/media/image1.png"  # its sum is as wrong as it was
    with pytest.raises(Stop):
        package.data("odd/media/image1.png")


@pytest.mark.parametrize("spelling", ["\\odd\\tabs\\A.xml", "ODD/Tabs/a.XML"])
def test_other_spellings_of_a_name_stay__ok(spelling: str) -> None:  # P7
    parts = book("AB")
    parts[spelling] = parts.pop("odd/tabs/A.xml")
    package = Package.read(zipped(parts))
    package.put(package.sheet_part("A"), b"<worksheet/>")
    with zipfile.ZipFile(io.BytesIO(package.to_bytes())) as file:
        assert spelling in file.namelist()
        assert file.read(spelling) == b"<worksheet/>"


def test_new_relationships_have_a_type__ok() -> None:  # P8
    override = (
        '<Override PartName="/{}" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    own = "".join(override.format(name) for name in ("_rels/.rels", "odd/_rels/book.xml.rels"))
    default = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    types = TYPES.replace(default, "").replace("</Types>", f"{own}</Types>")
    package = Package.read(zipped({**book("A"), "[Content_Types].xml": types}))
    package.add_rel("odd/tabs/A.xml", f"{REL}/drawing", "odd/tabs/A.xml")
    again = Package.read(package.to_bytes())
    assert again.content_type("odd/tabs/_rels/A.xml.rels") == again.content_type("_rels/.rels") is not None


def test_of_two_relationships_with_one_id_the_other_stays__ok() -> None:  # P5
    links = rels(("worksheet", "tabs/A.xml"), ("worksheet", "tabs/B.xml"), ("chart", "c.xml"))
    package = Package.read(zipped({**book("AB"), "odd/_rels/book.xml.rels": links.replace("rId3", "rId1")}))
    package.remove_rel(package.workbook_part, "rId1", f"{REL}/chart")
    assert [rel.target for rel in package.rels(package.workbook_part)] == ["odd/tabs/A.xml", "odd/tabs/B.xml"]
