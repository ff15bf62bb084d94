"""The roster of a leading group: 组长, 副组长 and 成员, one person a line, with their posts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from duban.macros.imports.found import Entry, Told
from duban.macros.imports.sections import MARK
from duban.udfs.person_or_unit import is_person, may_be_person
from duban.udfs.text import squeeze, tidy
from duban.workbook.say.sentence import Say
from duban.workbook.word.blocks import Document, Paragraph

_ROLE = re.compile(
    r"\s*((?:第\s*一|常\s*务)?\s*(?:副\s*组\s*长|组\s*长|召\s*集\s*人|成\s*员|组\s*员|顾\s*问|总\s*指\s*挥|副\s*总\s*指\s*挥|办\s*公\s*室\s*副?\s*主\s*任))(?:\s*[:：]\s*(.*)|\s*)",
    re.DOTALL,
)
_GROUP = re.compile(
    r"(.*?(?:领导小组|工作专班|指挥部|专项小组|工作组))(?:的?(?:组成)?(?:成员|人员)?名单|组成人员|成员)"
)
_SAME_LINE = re.compile(r"[、，,；;](?![^（(]*[)）])")
"""Between names; not within brackets."""
_BRACKETED = re.compile(r"([\u4e00-\u9fff·]{2,8})[（(]([^（()）]+)[）)]")
_POST_FIRST = re.compile(r"(.*(?:书记|主任|长|主席|经理|专员|委员))([\u4e00-\u9fff]{2,3})(?:同志)?")
_POST = re.compile(r"(?:书记|主任|长|主席|经理|专员|委员|成员|干部|科员)$")
_NOT_BY_NAME = re.compile(r"各|负责|人员|成员单位|有关")
"""Who is of a group by office alone."""
_PADDED = re.compile(r"(?<![^ ])([\u4e00-\u9fff])(?: +([\u4e00-\u9fff]))(?: +([\u4e00-\u9fff]))?(?![^ ])")
_MANY = re.compile(r"[。；;]$")
_OFFICE = re.compile(r"([\u4e00-\u9fff]{2,4})(?:同志)?(?:任|兼任)([^，。；]*?(?:主任|副主任))")
_HEADED = re.compile(
    r"由(?P<post>[^，。；由]{0,40}?(?:书记|主任|局长|领导|组长|县长|区长|市长))?(?P<name>[\u4e00-\u9fff]{2,4})同志(?:任|担任)组长"
)
_LONGEST_TITLE = 60

_NOBODY = Say("“{role}”后面没有认出姓名，没有取用", "no name was made out behind {role}; not taken")
_OF_OFFICE = Say(
    "“{role}”中没有写姓名的，没有取用", "who is of the group as {role} without a name was not taken"
)
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
    role, group, waits = "", "", None
    for at, each in enumerate(paragraphs):
        labelled = _ROLE.fullmatch(each.text)
        if labelled:
            if not role:
                above, numbers = group_above(paragraphs[:at])
                group = above or group
                used |= numbers
                told += [] if group else [Told("未识别", each.number, tidy(each.text), _NO_GROUP)]
            told += _nobody(waits, role)
            role, waits = squeeze(labelled[1]), each
        text = (labelled[2] or "") if labelled else each.text
        people, nameless = _people(text, first=bool(labelled)) if role else ([], "")
        if people:
            entries += (Entry(each.number, _row(group, role, *person)) for person in people)
            used |= {each.number, *([waits.number] if waits else [])}
            waits = None
        if nameless:
            told.append(Told("未识别", each.number, nameless, _OF_OFFICE.format(role=role)))
            used.add(each.number)
            waits = None
        if people or nameless or not role or (labelled and not text.strip()):
            continue
        told += _nobody(waits, role)
        waits = None
        if not labelled:
            behind = [*_behind(each, entries)]
            told += behind
            used |= {line.number for line in behind}
            role = ""
    told += _nobody(waits, role)
    return entries, [*told, *(() if entries else _in_prose(paragraphs))], used


def _nobody(label: Paragraph | None, role: str) -> Iterator[Told]:
    """A role behind which nobody was made out, not in the lines below either."""
    if label is not None and re.search(r"[:：]", label.text):
        yield Told("未识别", label.number, tidy(label.text), _NOBODY.format(role=role))


def _row(group: str, role: str, name: str, post: str) -> dict[str, str | int]:
    row: dict[str, str | int] = {"小组": group, "职务": role, "姓名": name, "单位及职务": post}
    return {name: value for name, value in row.items() if value}


def _people(text: str, *, first: bool) -> tuple[list[tuple[str, str]], str]:
    """The people of a line with their posts, and those whom it names by their office alone."""
    people: list[tuple[str, str]] = []
    nameless = []
    for line in filter(None, (each.strip() for each in text.splitlines())):
        plain = " ".join(line.replace("\u3000", " ").replace("\xa0", " ").split())
        if _MANY.search(plain) and " " not in plain and len(plain) > 12:
            break
        more = _with_posts(_joined(plain).split(), first=first) or _side_by_side(plain, first=first)
        pieces = [each for each in _SAME_LINE.split(squeeze(plain)) if each]
        if more:
            people += more
        elif named := [each for piece in pieces for each in _by_itself(piece, sure=True)]:
            others = [piece for piece in pieces if not _by_itself(piece, sure=True)]
            if not all(map(_NOT_BY_NAME.search, others)):
                break
            people += named
            nameless += others
        elif len(plain) <= _LONGEST_TITLE and _NOT_BY_NAME.search(plain) and not plain.endswith("。"):
            nameless.append(plain)
        else:
            break
    return people, "、".join(nameless)


def _joined(line: str) -> str:
    """A line with padded names as one word: 邵 民, 郑 海 燕."""
    return _PADDED.sub(lambda found: "".join(filter(None, found.groups())), line)


def _with_posts(words: list[str], *, first: bool) -> list[tuple[str, str]]:
    """Names with their posts behind blanks, one or several on a line; one behind its post."""
    if len(words) < 2:
        return []
    if len(words[0]) == 1 and len(words[1]) <= 2:
        words = [words[0] + words[1], *words[2:]]
    if len(words) > 1 and may_be_person(words[0]) and not _POST.search(words[0]):
        begins = [
            at
            for at in range(2, len(words) - 1)
            if is_person(words[at]) and not _POST.search(words[at]) and _POST.search(words[at + 1])
        ]
        ends = [*begins, len(words)]
        return [
            (words[begin], " ".join(words[begin + 1 : end]).strip("，, ；;"))
            for begin, end in zip([0, *begins], ends, strict=True)
        ]
    if first and may_be_person(words[-1]) and not _POST.search(words[-1]):
        return [(words[-1], " ".join(words[:-1]))]
    return []


def _side_by_side(line: str, *, first: bool) -> list[tuple[str, str]]:
    """Names between 、, each with its post in brackets or before it, or without one; a name with its post behind a comma."""
    pieces = [each for each in _SAME_LINE.split(squeeze(line)) if each]
    if len(pieces) > 1 and is_person(pieces[0]) and all(map(_POST.search, pieces[1:])):
        return [(pieces[0], "、".join(pieces[1:]))]
    found = [_by_itself(piece) for piece in pieces]
    if (first or len(pieces) > 1 or (pieces and "(" in pieces[0])) and all(found):
        return [each for people in found for each in people]
    return []


def _by_itself(piece: str, *, sure: bool = False) -> list[tuple[str, str]]:
    """The person of a piece, with the post where there is one; with ``sure`` by a usual surname alone."""
    bracketed, behind = _BRACKETED.fullmatch(piece), _POST_FIRST.fullmatch(piece)
    if bracketed and may_be_person(bracketed[1]):
        return [(bracketed[1], bracketed[2])]
    if behind and is_person(behind[2]) and not _POST.search(behind[2]):
        return [(behind[2], behind[1])]
    named = is_person(piece) if sure else may_be_person(piece)
    return [(piece, "")] if named and not _POST.search(piece) else []


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
        text = MARK.sub("", text, count=1)
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
