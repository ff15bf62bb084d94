"""The roster of a leading group: 组长, 副组长 and 成员, one person a line, with their posts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from duban.macros.imports.found import Entry, Told
from duban.udfs.person_or_unit import may_be_person
from duban.udfs.text import squeeze, tidy
from duban.workbook.say.sentence import Say
from duban.workbook.word.blocks import Document, Paragraph

_ROLE = re.compile(
    r"\s*((?:第\s*一|常\s*务)?\s*(?:副\s*组\s*长|组\s*长|召\s*集\s*人|成\s*员|组\s*员|顾\s*问|总\s*指\s*挥|副\s*总\s*指\s*挥|办\s*公\s*室\s*主\s*任))\s*[:：]\s*(.*)",
    re.DOTALL,
)
_GROUP = re.compile(
    r"(.*?(?:领导小组|工作专班|指挥部|专项小组|工作组))(?:的?(?:组成)?(?:成员|人员)?名单|组成人员|成员)"
)
_SAME_LINE = re.compile(r"[、，,；;]")
_MANY = re.compile(r"[。；;]$")
_OFFICE = re.compile(r"([\u4e00-\u9fff]{2,4})(?:同志)?(?:任|兼任)([^，。；]*?(?:主任|副主任))")
_HEADED = re.compile(
    r"由(?P<post>[^，。；由]{0,40}?(?:书记|主任|局长|领导|组长|县长|区长|市长))?(?P<name>[\u4e00-\u9fff]{2,4})同志(?:任|担任)组长"
)
_LONGEST_TITLE = 60

_NOBODY = Say("“{role}”后面没有认出姓名，没有取用", "no name was made out behind {role}; not taken")
_NO_GROUP = Say(
    "名单上方没有写小组的名称，“小组”一列请填写", "no name of the group stands above; fill in 小组"
)
_HEAD = Say(
    "办公室主任由名单中的人兼任，可在“领导小组”中加一行",
    "somebody of the roster heads the office; a row may be added",
)
_PROSE = Say("正文中写明组长，没有名单；可填入“领导小组”", "the text names a head and there is no roster")


def roster(document: Document) -> tuple[list[Entry], list[Told], set[int]]:
    """The members of leading groups, what is to be told, and the paragraphs that were taken."""
    paragraphs = [each for each in document.blocks if isinstance(each, Paragraph) and each.text.strip()]
    entries: list[Entry] = []
    told: list[Told] = []
    used: set[int] = set()
    role, group = "", ""
    for at, each in enumerate(paragraphs):
        labelled = _ROLE.fullmatch(each.text)
        if labelled:
            if not role:
                group, numbers = group_above(paragraphs[:at])
                used |= numbers
                told += [] if group else [Told("未识别", each.number, tidy(each.text), _NO_GROUP)]
            role = squeeze(labelled[1])
        people = [*_people(labelled[2] if labelled else each.text, first=bool(labelled))] if role else []
        if people:
            entries += (Entry(each.number, _row(group, role, *person)) for person in people)
            used.add(each.number)
            continue
        if labelled:
            told.append(Told("未识别", each.number, tidy(each.text), _NOBODY.format(role=role)))
        elif role:
            behind = [*_behind(each, entries)]
            told += behind
            used |= {line.number for line in behind}
            role = ""
    return entries, [*told, *(() if entries else _in_prose(paragraphs))], used


def _row(group: str, role: str, name: str, post: str) -> dict[str, str | int]:
    row: dict[str, str | int] = {"小组": group, "职务": role, "姓名": name, "单位及职务": post}
    return {name: value for name, value in row.items() if value}


def _people(text: str, *, first: bool) -> Iterator[tuple[str, str]]:
    """The people of a line with their posts: one with a post behind blanks, or several names alone."""
    for line in filter(None, (each.strip() for each in text.splitlines())):
        words = line.replace("\u3000", " ").replace("\xa0", " ").split()
        if not words or (_MANY.search(line) and len(words) == 1 and len(line) > 12):
            return
        name, rest = words[0], words[1:]
        if len(name) == 1 and rest and len(rest[0]) <= 2:
            name, rest = name + rest[0], rest[1:]
        bracketed = re.fullmatch(r"([\u4e00-\u9fff·]{2,8})[（(]([^（()）]+)[）)]", line)
        names = [each for each in _SAME_LINE.split(squeeze(line)) if each]
        if bracketed and may_be_person(bracketed[1]):
            yield bracketed[1], bracketed[2]
        elif rest and may_be_person(name):
            yield name, " ".join(rest).strip("，, ")
        elif rest and first and may_be_person(rest[-1]):
            yield rest[-1], " ".join(words[:-1])
        elif (first or len(names) > 1) and all(map(may_be_person, names)):
            yield from ((each, "") for each in names)
        else:
            return


def group_above(above: Sequence[Paragraph]) -> tuple[str, set[int]]:
    """The group's name as the title above a roster says it, which may stand on several lines, and its paragraphs."""
    for at in range(len(above) - 1, max(-1, len(above) - 6), -1):
        text = squeeze(above[at].text)
        if len(text) > _LONGEST_TITLE or not re.search(r"名单|组成人员|成员$", text):
            continue
        numbers = {above[at].number}
        before = at - 1
        while (
            before >= 0
            and above[before].number >= above[before + 1].number - 1
            and _is_title(above[before].text)
        ):
            text = squeeze(above[before].text) + text
            numbers.add(above[before].number)
            before -= 1
        found = _GROUP.match(text)
        return (found[1] if found else re.sub(r"(?:成员|组成人员)?名单$", "", text)), numbers
    return "", set()


def _is_title(text: str) -> bool:
    plain = squeeze(text)
    return 4 <= len(plain) <= 40 and not re.search(r"[。；，：:]|附件|年\d+月", plain)


def _behind(each: Paragraph, entries: Sequence[Entry]) -> Iterator[Told]:
    """Who of them heads the office, as the sentence below says."""
    names = {entry.values["姓名"] for entry in entries}
    for found in _OFFICE.finditer(squeeze(each.text)):
        if any(str(name) in found[0] or found[1].endswith(str(name)) for name in names):
            yield Told("建议", each.number, tidy(each.text), _HEAD)
            return


def _in_prose(paragraphs: Sequence[Paragraph]) -> Iterator[Told]:
    for each in paragraphs:
        if found := _HEADED.search(squeeze(each.text)):
            yield Told("建议", each.number, found[0], _PROSE)
