"""Mutations of the package: parts that are missing, swapped or odd, relations and content types."""

from __future__ import annotations

import random
import re

from zip_draft import Draft, Entry, Nothing, zeros

_GARBAGE = (
    b"",
    b" ",
    b"\0" * 100,
    b"not xml",
    b"<a/>",
    b"<a",
    b"\xff\xfe",
    b'<?xml version="1.0"?>',
    b"\x89PNG\r\n\x1a\n",
)
_TYPES = "[Content_Types].xml"


def drop(draft: Draft, rng: random.Random) -> str:
    entry = rng.choice(draft.entries)
    draft.entries.remove(entry)
    return f"{entry.name} dropped"


def garbage(draft: Draft, rng: random.Random) -> str:
    entry = rng.choice(draft.entries)
    entry.data = rng.choice(_GARBAGE)
    return f"{entry.name} holds {entry.data[:20]!r}"


def random_bytes(draft: Draft, rng: random.Random) -> str:
    entry = rng.choice(draft.entries)
    entry.data = rng.randbytes(rng.choice((10, 5000)))
    return f"{entry.name} holds {len(entry.data)} random bytes"


def swap(draft: Draft, rng: random.Random) -> str:
    if len(draft.entries) < 2:
        raise Nothing
    one, other = rng.sample(draft.entries, 2)
    one.data, other.data = other.data, one.data
    return f"{one.name} and {other.name} swapped"


def anothers(draft: Draft, rng: random.Random) -> str:
    if len(draft.entries) < 2:
        raise Nothing
    one, other = rng.sample(draft.entries, 2)
    one.data = other.data
    return f"{one.name} holds what {other.name} holds"


def rename(draft: Draft, rng: random.Random) -> str:
    entry = rng.choice(draft.entries)
    old = entry.name
    entry.name = rng.choice(("xl/{}", "{}x", "odd/{}", "{}.bak")).format(old)
    return f"{old} became {entry.name}"


def move_workbook(draft: Draft, rng: random.Random) -> str:
    """The whole workbook in another folder, or under another name, with its relations right."""
    to = rng.choice(("book", "XL", "xl/inner"))
    for entry in draft.entries:
        if entry.name.startswith("xl/"):
            entry.name = f"{to}/{entry.name[3:]}"
    for part in (_TYPES, "_rels/.rels"):
        draft.put(part, draft.text(part).replace('"/xl/', f'"/{to}/').replace('"xl/', f'"{to}/'))
    return f"the workbook lies in {to}/"


def rename_workbook(draft: Draft, rng: random.Random) -> str:
    """The workbook part under another name, with its relations right."""
    to = rng.choice(("workbook2.xml", "book.xml", "Workbook.xml"))
    draft.entry("xl/workbook.xml").name = f"xl/{to}"
    draft.entry("xl/_rels/workbook.xml.rels").name = f"xl/_rels/{to}.rels"
    for part in (_TYPES, "_rels/.rels"):
        draft.put(part, draft.text(part).replace("xl/workbook.xml", f"xl/{to}"))
    return f"the workbook part is xl/{to}"


def huge_picture(draft: Draft, rng: random.Random) -> str:
    megabytes = rng.choice((20, 60, 400))
    draft.entries.append(zeros(megabytes))
    return f"a picture of {megabytes} MB of zeros"


def many_parts(draft: Draft, rng: random.Random) -> str:
    count = rng.choice((500, 3000))
    draft.entries += [Entry(f"xl/odd/item{number}.xml", b"<a/>") for number in range(count)]
    return f"{count} more parts"


def extra_part(draft: Draft, rng: random.Random) -> str:
    name = rng.choice(("xl/vbaProject.bin", "xl/odd.xyz", "odd", "xl/worksheets/sheet99.xml", "中文/部件.xml", "a b.xml", "docProps/thumbnail.jpeg", "_xmlsignatures/origin.sigs"))  # fmt: skip
    draft.put(name, rng.choice(_GARBAGE))
    return f"a part {name}"


PARTS = (drop, drop, garbage, garbage, random_bytes, swap, anothers, rename, move_workbook, rename_workbook, huge_picture, many_parts, extra_part, extra_part)  # fmt: skip

_ODD_TARGETS = ("", "#", "odd.xml", "/", "..", "../..", "/xl/workbook.xml", "workbook.xml", "worksheets/sheet1.xml", "http://example.com/a.xml", "file:///etc/hostname", "?x", "a b.xml", "%", "%zz", "\\", "NULL", "x" * 5000)  # fmt: skip
_KINDS = ("worksheet", "chartsheet", "dialogsheet", "styles", "sharedStrings", "theme", "image", "officeDocument", "calcChain", "externalLink", "customXml", "")  # fmt: skip
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")


def _relation(draft: Draft, rng: random.Random) -> tuple[str, str]:
    """A part of relations, and one of its relations as text."""
    homes = [name for name in draft.names(".rels") if _RELATION.search(draft.text(name))]
    if not homes:
        raise Nothing
    home = rng.choices(
        homes, [6 if name in ("_rels/.rels", "xl/_rels/workbook.xml.rels") else 1 for name in homes]
    )[0]
    return home, rng.choice(_RELATION.findall(draft.text(home)))


def _with(relation: str, name: str, value: str) -> str:
    value = value.replace("&", "&amp;").replace('"', "&quot;")
    if re.search(rf'\b{name}="', relation):
        return re.sub(rf'\b{name}="[^"]*"', lambda _: f'{name}="{value}"', relation)
    return re.sub(r"\s*(/?)>$", rf' {name}="{value}"\1>', relation)


def _of(relation: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', relation)
    return found[1] if found else ""


def target(draft: Draft, rng: random.Random) -> str:
    home, relation = _relation(draft, rng)
    to = rng.choice((*_ODD_TARGETS, *(f"/{entry.name}" for entry in draft.entries[:12])))
    draft.replace(home, relation, _with(relation, "Target", to))
    return f"{home}: {_of(relation, 'Target')} → {to[:60]!r}"


def spelling(draft: Draft, rng: random.Random) -> str:
    """The same target, spelled otherwise."""
    home, relation = _relation(draft, rng)
    old = _of(relation, "Target")
    folder = home.partition("_rels/")[0]
    ways = {
        "absolute": old if old.startswith("/") else f"/{folder}{old}",
        "dots": old if old.startswith("/") else f"./{old}",
        "round": old if old.startswith("/") else f"odd/../{old}",
        "backslashes": old.replace("/", "\\"),
        "percent": old.replace("e", "%65", 1),
        "upper": old.upper(),
        "doubled": old.replace("/", "//"),
        "blank": f" {old} ",
        "without slash": f"{folder}{old}".lstrip("/"),
    }
    how = rng.choice(sorted(ways))
    draft.replace(home, relation, _with(relation, "Target", ways[how]))
    return f"{home}: {old} spelled {how}"


def relation_id(draft: Draft, rng: random.Random) -> str:
    home, relation = _relation(draft, rng)
    new = rng.choice(
        ("", "rId1", "rId99", "1", "R 1", "关系", _of(relation, "Id").lower(), _of(relation, "Id") + " ")
    )
    draft.replace(home, relation, _with(relation, "Id", new))
    return f"{home}: Id {_of(relation, 'Id')} → {new!r}"


def relation_type(draft: Draft, rng: random.Random) -> str:
    home, relation = _relation(draft, rng)
    old = _of(relation, "Type")
    kind = rng.choice(_KINDS)
    new = rng.choice((f"{old.rpartition('/')[0]}/{kind}", f"http://purl.oclc.org/ooxml/officeDocument/relationships/{kind}", kind, old.upper()))  # fmt: skip
    draft.replace(home, relation, _with(relation, "Type", new))
    return f"{home}: {_of(relation, 'Target')} is now of type …{new[-60:]}"


def relation_mode(draft: Draft, rng: random.Random) -> str:
    home, relation = _relation(draft, rng)
    mode = rng.choice(("External", "Internal", "external", ""))
    draft.replace(home, relation, _with(relation, "TargetMode", mode))
    return f"{home}: {_of(relation, 'Target')} TargetMode {mode!r}"


def drop_relation(draft: Draft, rng: random.Random) -> str:
    home, relation = _relation(draft, rng)
    draft.replace(home, relation, "")
    return f"{home}: no relation to {_of(relation, 'Target')}"


def double_relation(draft: Draft, rng: random.Random) -> str:
    home, relation = _relation(draft, rng)
    again = rng.choice((relation, _with(relation, "Id", "rId777")))
    draft.replace(home, relation, relation + again)
    return f"{home}: {_of(relation, 'Target')} twice, {'same id' if again == relation else 'two ids'}"


def swap_targets(draft: Draft, rng: random.Random) -> str:
    home, _ = _relation(draft, rng)
    relations = _RELATION.findall(draft.text(home))
    if len(relations) < 2:
        raise Nothing
    one, other = rng.sample(relations, 2)
    text = draft.text(home).replace(one, "\1").replace(other, "\2")
    text = text.replace("\1", _with(one, "Target", _of(other, "Target")))
    draft.put(home, text.replace("\2", _with(other, "Target", _of(one, "Target"))))
    return f"{home}: targets of {_of(one, 'Id')} and {_of(other, 'Id')} swapped"


def used_id(draft: Draft, rng: random.Random) -> str:
    """An r:id within a part that leads nowhere."""
    places = [
        (name, found[0])
        for name in draft.names(".xml")
        for found in re.finditer(r'\br:(?:id|embed|pict)="[^"]*"', draft.text(name))
    ]
    if not places:
        raise Nothing
    part, old = rng.choice(places)
    new = f'{old.partition("=")[0]}="{rng.choice(("", "rId999", "rId1", " ", "x"))}"'
    draft.replace(part, old, new)
    return f"{part}: {old} → {new}"


RELATIONS = (target, target, target, spelling, spelling, relation_id, relation_type, relation_type, relation_mode, drop_relation, double_relation, swap_targets, used_id, used_id)  # fmt: skip

_ENTRY = re.compile(r"<(?:\w+:)?(?:Default|Override)\b[^>]*>")


def _type_entry(draft: Draft, rng: random.Random) -> str:
    found = _ENTRY.findall(draft.text(_TYPES))
    if not found:
        raise Nothing
    return str(rng.choice(found))


def no_default_rels(draft: Draft, rng: random.Random) -> str:
    found = re.search(r'<Default[^>]*Extension="rels"[^>]*>', draft.text(_TYPES))
    if found is None:
        raise Nothing
    draft.replace(_TYPES, found[0], "")
    named = rng.random() < 0.5
    if named:  # as LibreOffice 3 to 6 wrote it
        kind = "application/vnd.openxmlformats-package.relationships+xml"
        entries = "".join(
            f'<Override PartName="/{name}" ContentType="{kind}"/>' for name in draft.names(".rels")
        )
        draft.replace(_TYPES, "</Types>", f"{entries}</Types>")
    return f"no default type of rels, {'each one named' if named else 'nor any other'}"


def no_default_xml(draft: Draft, rng: random.Random) -> str:
    found = re.search(r'<Default[^>]*Extension="xml"[^>]*>', draft.text(_TYPES))
    if found is None:
        raise Nothing
    draft.replace(_TYPES, found[0], "")
    return "no default type of xml"


def drop_type(draft: Draft, rng: random.Random) -> str:
    entry = _type_entry(draft, rng)
    draft.replace(_TYPES, entry, "")
    return f"no entry {entry[:90]}"


def double_type(draft: Draft, rng: random.Random) -> str:
    entry = _type_entry(draft, rng)
    draft.replace(_TYPES, entry, entry * 2)
    return f"twice {entry[:90]}"


def change_type(draft: Draft, rng: random.Random) -> str:
    entry = _type_entry(draft, rng)
    kind = rng.choice(("", "application/xml", "text/plain", _of(entry, "ContentType").upper(), "application/vnd.ms-excel.sheet.macroEnabled.main+xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml", "nonsense"))  # fmt: skip
    draft.replace(_TYPES, entry, _with(entry, "ContentType", kind))
    return f"{entry[:60]} has type {kind!r}"


def type_name(draft: Draft, rng: random.Random) -> str:
    entry = _type_entry(draft, rng)
    name = "Extension" if "Extension=" in entry else "PartName"
    old = _of(entry, name)
    new = rng.choice(
        (old.upper(), old.lstrip("/"), old + "x", "", old.replace("/", "\\"), old.replace("e", "%65"))
    )
    draft.replace(_TYPES, entry, _with(entry, name, new))
    return f"{name} {old} → {new!r}"


TYPES = (no_default_rels, no_default_rels, no_default_xml, drop_type, double_type, change_type, type_name)
