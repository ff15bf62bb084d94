"""Notes on cells (批注): the program's own beside those of the staff, who lose none of theirs.

A note is the program's by its author. In a note of the staff the program's text stands below theirs, after
a line that nobody types. A thread of comments is left alone: Excel shows the thread and hides the note.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from itertools import count

from lxml import etree
from lxml.etree import _Element as Element

from duban.workbook.cells.addresses import a1, position
from duban.workbook.cells.areas import Position
from duban.workbook.cells.contents import escape_text
from duban.workbook.file.note_boxes import NO_BOXES, Layout, can_hold_boxes, grown, with_boxes, without_boxes
from duban.workbook.file.open_xml import MAIN, REL, main, write_xml
from duban.workbook.file.package import Package
from duban.workbook.file.relationships import rels_part
from duban.workbook.file.shared_strings import string_text
from duban.workbook.file.sheet_xml import SheetXml
from duban.workbook.file.xml_numbers import whole

AUTHOR = "duban"
RULE = "――― duban ―――"
"""The line between the staff's text of a note and the program's."""

LONGEST = 30_000
"""Characters of the program's text in one note; Excel holds 32,767 in all."""

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_THREAD = "tc="
"""How the author of a note begins that stands in for a thread, for programs that know no threads."""
_EMPTY = f'<comments xmlns="{MAIN}"><authors/><commentList/></comments>'.encode()
_COMMENT, _TEXT, _T, _R = main("comment"), main("text"), main("t"), main("r")
_LOOK = etree.fromstring(
    f'<r xmlns="{MAIN}"><rPr><sz val="9"/><color indexed="81"/><rFont val="宋体"/></rPr>'
    '<t xml:space="preserve"/></r>'
)
"""A run of the program's text."""


class Notes:
    """The notes of one sheet, read from its comments part, without the program's earlier ones.

    ``own`` are the cells whose note was the program's alone; ``staff`` maps the others to their comment.
    """

    def __init__(self, package: Package, part: str) -> None:
        self.home = package.related(part, "comments")
        self.root = etree.fromstring(_EMPTY) if self.home is None else deepcopy(package.tree(self.home))
        self.usable = self._has_lists()
        """Whether notes can be put there: a part that is no list of notes holds none, and gets none."""
        self.authors = [
            author.text or "" for author in self.root.iterfind(f"{main('authors')}/{main('author')}")
        ]
        self._list = self.root.find(main("commentList"))
        self.own: set[Position] = set()
        self.staff: dict[Position, Element] = {}
        for comment in list(self.root.iter(_COMMENT)):
            at = position(comment.get("ref", ""))
            if self.author(comment) == AUTHOR:
                self.own.add(at)
                comment.getparent().remove(comment)
            else:
                self.staff[at] = comment
                _cut_own_text(comment.find(_TEXT))
        self.threads = {at for at, comment in self.staff.items() if self.author(comment).startswith(_THREAD)}
        for rel in package.rels(part):
            if rel.is_a("threadedComment") and rel.target in package:
                for thread in package.tree(rel.target).iter("{*}threadedComment"):
                    self.threads.add(position(thread.get("ref", "")))

    def _has_lists(self) -> bool:
        lists = (self.root.find(main("authors")), self.root.find(main("commentList")))
        return self.root.tag == main("comments") and None not in lists

    def author(self, comment: Element) -> str:
        """Who wrote a note."""
        number = whole(comment, "authorId")
        return self.authors[number] if number < len(self.authors) else ""

    def add(self, at: Position, text: str) -> None:
        """A note of the program's on a cell that has none."""
        if AUTHOR not in self.authors:
            # a note of the staff may name an author who is not there, and is never to be the program's by that
            named = {whole(each, "authorId") for each in self.staff.values()}
            place = next(number for number in count(len(self.authors)) if number not in named)
            for name in (*[""] * (place - len(self.authors)), AUTHOR):
                self.authors.append(name)
                etree.SubElement(self.root.find(main("authors")), main("author")).text = name
        attributes = {"ref": a1(*at), "authorId": str(self.authors.index(AUTHOR))}
        comment = etree.SubElement(self._list, _COMMENT, attributes)
        etree.SubElement(comment, _TEXT).append(_run(text))

    def append(self, at: Position, text: str) -> str:
        """The program's text below that of the staff. Returns the whole text."""
        home = self.staff[at].find(_TEXT)
        if home is None:
            home = etree.SubElement(self.staff[at], _TEXT)
        plain = home.find(_T)
        if plain is not None:  # text without runs can have none beside it
            run = home.makeelement(_R)
            plain.addprevious(run)
            run.append(plain)
        last = home.findall(_R)
        run = _run(f"\n{RULE}\n{text}")
        if last:
            last[-1].addnext(run)
        else:
            home.insert(0, run)
        return string_text(home)

    def staff_texts(self) -> dict[Position, tuple[str, str]]:
        """Cell → author and text of each note that is not the program's."""
        return {
            at: (self.author(comment), "" if (text := comment.find(_TEXT)) is None else string_text(text))
            for at, comment in self.staff.items()
        }


def put_notes(package: Package, part: str, sheet: SheetXml, notes: Mapping[Position, str]) -> None:
    """Give the sheet ``part`` these notes (cell → text) in place of all that the program left there earlier.

    Cells with a thread get none. ``sheet`` is told of a new drawing; whoever opened it puts it back.
    """
    if not notes and not may_hold_own_notes(package, part):
        return
    boxes = boxes_part(package, part, sheet.root)
    if boxes is not None and boxes not in note_parts(package, part):
        return  # the sheet takes something else for its drawing
    drawing = NO_BOXES if boxes is None else package.data(boxes)
    if not can_hold_boxes(drawing):
        return
    there = Notes(package, part)
    if not there.usable:
        return
    new: dict[Position, str] = {}
    longer: dict[Position, str] = {}
    for at, text in sorted(notes.items()):
        text = escape_text(text[:LONGEST])
        if at in there.threads:
            continue
        if at in there.staff:
            longer[at] = there.append(at, text)
        else:
            there.add(at, text)
            new[at] = text
    layout = Layout(sheet.root)
    drawing = grown(with_boxes(without_boxes(drawing, there.own), new, layout), longer, layout)
    home = there.home
    if home is None:
        if not new:
            return
        home = package.fresh_name("xl/comments1.xml")
        package.add_rel(part, f"{REL}/comments", home)
    package.put(home, write_xml(there.root), _COMMENTS_TYPE)
    if boxes is None:
        boxes = package.fresh_name("xl/drawings/vmlDrawing1.vml")
        package.put_default_type("vml", _VML_TYPE)
        sheet.set_legacy_drawing(package.add_rel(part, f"{REL}/vmlDrawing", boxes))
    package.put(boxes, drawing)


def boxes_part(package: Package, part: str, sheet: Element) -> str | None:
    """The drawing that holds the boxes of notes (and form controls); headers may have another one."""
    element = sheet.find(main("legacyDrawing"))
    number = None if element is None else element.get(f"{{{REL}}}id")
    for rel in package.rels(part):
        if rel.id == number and rel.target in package:
            return rel.target
    return None


def note_parts(package: Package, part: str) -> set[str]:
    """The parts that notes on the sheet ``part`` may change: comments, drawings, relationships of the sheet."""
    found = {rel.target for rel in package.rels(part) if rel.is_a("comments") or rel.is_a("vmlDrawing")}
    return {package.find(rels_part(part)) or rels_part(part), *found}


def may_hold_own_notes(package: Package, part: str) -> bool:
    """Whether the program may have left notes on the sheet ``part``; quick, and never wrong with no."""
    home = package.related(part, "comments")
    return home is not None and AUTHOR.encode() in package.data(home)


def _run(text: str) -> Element:
    run = deepcopy(_LOOK)
    run[1].text = text
    return run


def _cut_own_text(text: Element | None) -> None:
    """Take the program's text out of a staff note: all from its line on, in whatever runs it stands."""
    cut = False
    for holder in [] if text is None else list(text.iter(_T)):
        if not cut and RULE in (holder.text or ""):
            cut = True
            holder.text = holder.text.partition(RULE)[0].removesuffix("\n")
            if holder.text:
                continue
        if cut:
            run = holder.getparent()
            (run if run.tag == _R else holder).getparent().remove(run if run.tag == _R else holder)
