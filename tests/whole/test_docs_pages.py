"""The manual that Excel's buttons open.

MA001  Both pages are what their script makes of the Markdown, in any order of runs.
MA002  The manual names every button of the ribbon, its menus and every function for cells, each in a table.
MA003  A page is whole: its pictures are there, its links lead to a page or a heading, nothing is fetched.
MA004  The picture of the ribbon is drawn from the XML: every group with its buttons, and with its menus closed.
MA005  An item of the Windows checklist is open, or ticked with day and version; the page says that open ones were not run.
MA006  What the add-in itself may say is in the manual, with what to do.
MA007  The page of registers is what its script makes; it tells of each register and of each rule about registers.
MA008  That page says of each line of the documents on which sheet it is, or why not; the rules that it names are there.
"""

from __future__ import annotations

import re
import runpy
from html.parser import HTMLParser
from typing import Any

import pytest
from places import DOCS

from duban.macros import functions as excel
from duban.macros.declared.addin_contents import CONTENTS
from duban.macros.declared.commands import BUTTONS
from duban.validation.rule_examples.register_examples import REGISTER_EXAMPLES
from duban.workbook.addin.texts_vba import TEXTS
from duban.workbook.format.sheets_and_registers import REGISTERS
from duban.workbook.say.catalogue.all_findings import CATALOGUE

PAGES = ("manual.html", "rules.html")


def script(name: str) -> dict[str, Any]:
    return runpy.run_path(str(DOCS.parent / "tools" / name))


def manual() -> str:
    return (DOCS / "excel.zh-CN.md").read_text(encoding="utf-8")


def first_cells() -> list[str]:
    """The first cell of each table row of the manual."""
    return re.findall(r"^\| (.+?) \|", manual(), re.MULTILINE)


class Targets(HTMLParser):
    """What a page points to, what can be pointed to in it, and its language."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.pictures: list[str] = []
        self.tags: set[str] = set()
        self.places: list[str] = []
        self.language: str | None = None
        self.feed((DOCS / page).read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        self.links += [given["href"] or ""] if "href" in given else []
        self.pictures += [given["src"] or ""] if "src" in given else []
        self.places += [given["id"] or ""] if "id" in given else []
        self.language = self.language or given.get("lang")


# MA001


def test_pages_are_what_the_script_makes__ok() -> None:
    made = script("make_manual.py")["made_pages"]()
    assert set(made) == set(PAGES)
    stale = [name for name in PAGES if (DOCS / name).read_text(encoding="utf-8") != made[name]]
    assert stale == [], "stale: make pages"


# MA002


def test_every_button_is_told__ok() -> None:
    assert len(BUTTONS) == 39
    assert [button.label for button in BUTTONS if button.label not in first_cells()] == []
    assert [
        button.menu.label for button in BUTTONS if button.menu and button.menu.label not in first_cells()
    ] == []


def test_every_function_is_told__ok() -> None:
    functions = [name for name in vars(excel) if name.startswith("duban_")]
    assert len(functions) == 9
    assert [name for name in functions if f"`{name}`" not in first_cells()] == []
    assert [name for name in functions if f"`={name}(" not in manual()] == [], "each has an example"


# MA003


@pytest.mark.parametrize("page", PAGES)
def test_page_is_whole__ok(page: str) -> None:
    found = Targets(page)
    assert found.language == "zh-CN"
    assert [name for name in found.pictures if not (DOCS / name).is_file()] == []
    assert all(name.startswith("pictures/") for name in found.pictures)
    inside = [link[1:] for link in found.links if link.startswith("#")]
    assert [place for place in inside if place not in found.places] == []
    assert len(found.places) == len(set(found.places))
    assert {link for link in found.links if not link.startswith("#")} <= {*PAGES, *found.pictures}
    assert not found.tags & {"script", "link", "iframe"}


def test_manual_leads_to_the_rules__ok() -> None:
    assert "rules.html" in Targets("manual.html").links


def test_links_of_the_source__ok() -> None:
    targets = re.findall(r"\]\((?!http)([^)#]+)\)", manual())
    assert [target for target in targets if not (DOCS / target).exists()] == []


def test_rule_is_reached_by_its_number__ok() -> None:
    assert {"F100", "T155"} <= set(Targets("rules.html").places)


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("[规则](rules.md#T155)", '<a href="rules.html#T155">规则</a>'),
        ("[说明](../README.zh-CN.md)", "<p>说明</p>"),
        ("进度\\<5", "进度&lt;5"),
        ("- [ ] 一项", "☐"),
        ("第一行，\n第二行", "第一行，第二行"),
    ],
    ids=["page", "elsewhere", "sign", "box", "line"],
)
def test_rendering__ok(source: str, wanted: str) -> None:
    assert wanted in script("make_manual.py")["page_of"](f"# 题\n\n{source}\n")


# MA004


def test_picture_of_the_ribbon_reads_every_button__ok() -> None:
    drawing = script("make_ribbon_picture.py")
    _, groups = drawing["read_ribbon"]()
    shown = {
        group.label: {(button.menu or button).label: button.menu is not None for button in buttons}
        for group, buttons in CONTENTS.layout.items()
    }
    assert groups == shown
    assert [list(labels) for labels in groups.values()] == [list(labels) for labels in shown.values()]
    svg, width, height = drawing["draw"]()
    top = [label for labels in shown.values() for label in labels]
    assert [label for label in top if f">{label}<" not in svg] == []
    inside = [button.label for button in BUTTONS if button.menu]
    assert inside and [label for label in inside if f">{label}<" in svg] == []
    picture = (DOCS / "pictures" / "ribbon.png").read_bytes()
    size = [int.from_bytes(picture[at : at + 4]) for at in (16, 20)]
    assert size == [2 * width, 2 * height], "stale: make pages"


# MA005


def test_checklist__ok() -> None:
    _, checklist = manual().split("## Windows 实机检查清单\n")
    entries = re.findall(r"^- (\[.?\].*)", checklist, re.MULTILINE)
    assert len(entries) > 20
    ticked = r"\[x\] .+（20\d\d-\d\d-\d\d，.+）"
    assert [each for each in entries if not re.fullmatch(rf"\[ \] \S.*|{ticked}", each)] == []
    assert "没有打勾的**都没有执行过**" in checklist
    assert Targets("manual.html").tags.isdisjoint({"input"})


# MA006


def test_every_message_is_told__ok() -> None:
    _, troubles = manual().split("## 出了问题")
    first = {name: re.split("[，。：（]", say.zh)[0] for name, say in TEXTS.items()}
    said = {name: words for name, words in first.items() if name not in ("BusyText", "OnlyWindowsText")}
    assert [words for words in said.values() if words not in troubles] == []
    assert "Windows 的 Excel 中使用" in TEXTS["OnlyWindowsText"].zh and "在 Mac 上显示" in manual()


# MA007, MA008


def test_what_the_documents_ask_for__ok() -> None:
    page = (DOCS / "registers.md").read_text(encoding="utf-8")
    asked = [each for group in script("asked_by_the_sources.py")["ASKED"].values() for each in group]
    assert len({each.what for each in asked}) == len(asked) == 50
    assert [each.what for each in asked if f"| {each.what} | " not in page] == []
    codes = {code for each in asked for code in re.findall(r"\b[A-Z]\d{3}\b", each.where)}
    assert codes and codes <= CATALOGUE.keys()


def test_page_of_registers__ok() -> None:
    made = script("make_registers_page.py")
    page = (DOCS / "registers.md").read_text(encoding="utf-8")
    assert page == made["registers_page"](), "stale: make pages"
    assert made["SHOWS"].keys() | made["PICTURES"].keys() <= REGISTERS.keys()
    summed = {name for name, each in REGISTERS.items() if each.summary}
    assert summed <= made["SHOWS"].keys() and summed <= made["PICTURES"].keys()
    for name in REGISTERS:
        section = page.split(f"\n## {name}\n")[1].split("\n## ")[0]
        assert f"**汇总**　{made['SHOWS'].get(name, made['NO_SUMMARY'])}\n" in section
        assert (name in made["PICTURES"]) == ("](pictures/register-" in section)
    assert [p for p, _ in made["PICTURES"].values() if not (DOCS / "pictures" / f"{p}.png").is_file()] == []
    codes = {code for code in REGISTER_EXAMPLES if f"rules.md#{code})" not in page}
    assert codes == set(), "each rule about registers stands there"
