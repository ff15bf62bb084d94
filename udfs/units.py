"""Units and people in a cell, in all the layouts that staff use.

Plain functions on one text. They never raise on odd text; what they cannot read they return as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from duban.udfs.lazy_patterns import Pattern
from duban.udfs.person_or_unit import (
    SHORT_UNIT,
    SURE_UNIT,
    find_title,
    is_person,
    is_unit,
    may_be_person,
    without_phones,
)
from duban.udfs.text import bare, squeeze

_HAN = r"[\u4e00-\u9fff]"
_LEAD, _HELP, _OWNER, _FREE = "lead", "help", "owner", "free"
_NAMED = "named"
"""Roles of a part of a cell: ``lead`` is said of the names themselves (甲局牵头), ``named`` by a label before them."""

_LABEL = Pattern(
    r"(?P<free>(?:牵头|责任|主责|承办)?(?:单位|部门)(?:及其?|和|与|、|/)(?:负责人|责任人|联系人|负责同志)\s*:)"
    r"|(?P<help>(?:配合|协办|参与|协同|协助|支持|会办|联办)(?:责任)?(?:(?:单位|部门)\s*[:为]?|\s*:)\s*)"
    r"|(?P<duty>责任(?:单位|部门)\s*:)"
    r"|(?P<named>(?:牵头责任|责任|牵头|主责|主办|承办|落实|实施|第一责任|主体责任)(?:(?:单位|部门)\s*(?::|(?<=\s))|\s*:)"
    r"|(?:^|(?<=[\s;,(]))(?:单位|部门)(?:名称)?\s*:)"
    r"|(?P<owner>"
    # 单位负责人 is a label only where no name of a unit runs into it (综合管理部 门负责人)
    rf"(?:(?:(?<!{_HAN})(?:牵头|责任|主办|单位|部门|分管|具体|直接|第一|主要)+|主要)?"
    r"(?:责任人|负责人|负责同志|联系人)\s*:?)"
    r"|(?:(?:牵头|分管|责任|联系|包保|挂包)领导|经办人|联络员|主办人|承办人)\s*:)"
)
_ROLE = Pattern(
    r"(?<!\()(?:按照?(?:各自)?职责(?:分工)?|共同|具体|积极|分别|全面){0,3}"
    r"(?:(?P<lead>牵头|主办|主责)|(?P<help>配合|协办|协助|参与|参加|协同)|(?P<free>负责|承办))"
    r"(?:负责|抓?落实|抓好落实|组织实施|实施|办理|推进)?(?=$|[\s,;。、:)]"
    r"|(?<=牵头)[\u4e00-\u9fff]{2,12}(?:配合|协办|参与|协助))"
)
_ROLE_BRACKET = Pattern(
    r"\((?:(?P<lead>牵头|主办|主责)|(?P<free>责任|承办)|(?P<help>配合|协办|参与|协助))(?:责任)?(?:单位|部门)?\)"
)
_TOGETHER = Pattern(r"(?<=[局办部委处室心司会府道镇])(?:会同|会商)(?=[\u4e00-\u9fff]{2})")
_AND = Pattern(
    r"(?<=..[局办委厅])(?:以及|和|及|与)(?=[\u4e00-\u9fff]{2,12}?(?:局|办|委|部|中心|公司|集团|街道|镇)(?:$|[\s、,;(]))"
)
_EACH = r"(?:镇街?|乡镇?|街道(?:办事处)?|区县?|县区?|市区?|功能区|园区|开发区|管委会|村|社区)"
_EVERY = Pattern(rf"各{_EACH}(?:[、/]{_EACH})+(?=$|[\s、,;/()])")
_ETC = Pattern(r"(?<=[局办部委处室心司会府道镇厅])等(?:相关|有关|其他)*(?:部门|单位|科室)?$")
_NUMBER = Pattern(r"^\s*(?:\(?\d{1,2}\)|\d{1,2}[、.])\s*(?=[\u4e00-\u9fff])")
_CIRCLED = Pattern("[①-⑳⑴-⒇⒈-⒛]")
_BRACKETS = str.maketrans("〔〕【】［］[]", "()()()()")
_BODY = Pattern(r"(?:党委|工委|管委会|政府|[省市区县镇]委)$")
_OF_A_BODY = Pattern(r"(?:办公室|.{0,6}部|.{0,4}办)$")
_TAIL_OF_A_NAME = Pattern(
    r"(?:中心|公司|集团|街道|办公室|委员会|指挥部|部门|平台|基地|学校|企业|政府|银行|园区)$"
)
_NO_UNIT = frozenset({"同上", "〃", "—", "-", "－", "——", "无", "待定", "/", "暂无"})
"""What staff type where a unit should stand; 同上 is lost as soon as somebody sorts."""
_SEPARATOR = Pattern(r"[、，,;；/／|]")
_KEPT = {"、": "\ue001", "/": "\ue002"}
"""Separators inside one name (各镇、街道); no text has these characters."""


@dataclass(frozen=True, slots=True)
class UnitCell:
    """What a 牵头单位及负责人 cell says: the leading unit, further lead units, the owners, the units that help."""

    unit: str
    others: tuple[str, ...]
    """Units that lead with it."""
    owners: tuple[str, ...]
    helpers: tuple[str, ...] = ()
    """Units that only help (配合, 协办, 参与)."""


def split_names(text: object) -> tuple[str, ...]:
    """Persons in a cell. ``邵  民`` is one name, two names may stand on two lines or behind 、.

    Single characters next to each other belong to one padded name (two to a name where more than
    three stand in a row). Titles before or behind a name (``刘洋同志``) are no part of it.
    """
    names: list[str] = []
    raw = without_phones(unicodedata.normalize("NFKC", "" if text is None else bare(str(text))))
    for piece in _SEPARATOR.split(raw.replace("\n", "、")):
        loose: list[str] = []
        for word in piece.split():
            if re.fullmatch(r"[\d+\-]*", word):
                continue  # a telephone number
            if len(word) == 1:
                loose.append(word)
                continue
            names += _join_characters(loose)
            loose = []
            names += _without_title(word)
        names += _join_characters(loose)
    return tuple(dict.fromkeys(names))


def _join_characters(loose: list[str]) -> list[str]:
    if len(loose) <= 3:
        return ["".join(loose)] if loose else []
    return ["".join(loose[at : at + 2]) for at in range(0, len(loose), 2)]


def _without_title(word: str) -> list[str]:
    """``刘洋同志``, ``局长刘洋``, ``刘洋(局长)`` as 刘洋, a title alone as nobody; other words as they are."""
    found = find_title(word) if len(word) <= 40 else None
    if not found:
        return [word]
    before, behind = (side.strip(" :()") for side in found)
    if not before and not behind:
        return []
    people = [name for name in (before, behind) if may_be_person(name)]
    return people[-1:] if people else [word]


_TRADITIONAL = Pattern(
    r"[負責聯][責任繫絡][任人同](?:志)?人?|(?:牽頭|責任|主責|主辦|承辦|配合|協辦|參與)(?:單位|部門)?(?=\s*[:：，,、。;；)）]|\s*$)"
)
"""Labels in traditional characters; names stay as they are."""
_SIMPLE = str.maketrans("負責聯繫絡牽頭單門辦協參與", "负责联系络牵头单门办协参与")


def split_unit(text: object) -> UnitCell:
    """Read ``综合管理局⏎⏎负责人：⏎卞允庆`` in all its layouts.

    The unit is what stands before 负责人; names follow the label on the same or on the next lines, a second
    one without a label. Without a label, names are read in brackets, behind a colon, a title or a space, on
    the lines below and on the line above: ``招商局（张三）``, ``招商局：张三``, ``招商局局长 张三``. What is named as a
    unit behind the label is a further unit. 牵头 and 配合 may stand before a colon, in brackets or behind
    the names (``甲局牵头，乙局配合``); where a unit is said to lead, those of which nothing is said help, and a
    unit that stands alone leads, whatever the cell calls it. A telephone number is nobody.
    """
    raw = _CIRCLED.sub("\n", "" if text is None else bare(str(text)))
    raw = _TRADITIONAL.sub(lambda label: label[0].translate(_SIMPLE), raw)
    raw = without_phones(unicodedata.normalize("NFKC", raw).translate(_BRACKETS))
    units: list[tuple[str, str]] = []
    owners: list[str] = []
    parts = list(_parts(raw))
    awaited = any(role == _OWNER for role, _ in parts)
    for role, part in parts:
        if role == _OWNER:
            for name in split_names(part):
                name = name if "(" in name else name.rstrip(")")
                if SURE_UNIT.search(name):
                    units.append((name, _FREE))
                elif name:
                    owners.append(name)
            continue
        more_units, more_owners = _read_part(part, role, awaited, bool(units))
        units += more_units
        owners += more_owners
    return _settled(units, owners)


@lru_cache(maxsize=4096)
def _read_part(
    part: str, role: str, awaited: bool, others: bool
) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Units with their roles, and people, of what stands between two labels; a list names few units many times.
    ``others`` tells whether a unit stands before it in the cell."""
    units: list[tuple[str, str]] = []
    owners: list[str] = []
    for said, run in _runs(part):
        ruled = said if said != _FREE else role
        for piece in _pieces(run):
            _read_piece(piece, ruled, awaited, others, units, owners)
    return tuple(units), tuple(owners)


_BETWEEN_UNITS = Pattern(r"[、，,;；/\s]+")


def units_in(text: object) -> list[str]:
    """The names of a cell that holds nothing but names of units, as 共同牵头单位 does."""
    return [name for name in map(squeeze, _BETWEEN_UNITS.split(str(text))) if name]


def one_unit(text: object) -> str:
    """The leading unit of a cell in one spelling; empty when there is none."""
    return split_unit(text).unit


def _settled(units: list[tuple[str, str]], owners: list[str]) -> UnitCell:
    """Who leads, who leads with it, who helps."""
    roles: dict[str, str] = {}
    for name, role in units:
        name = squeeze(name)
        for plain, kept in _KEPT.items():
            name = name.replace(kept, plain)
        if name and name not in _NO_UNIT:
            roles[name] = role if roles.get(name, _FREE) == _FREE else roles[name]
    said = any(role == _LEAD for role in roles.values())
    leads = [name for name, role in roles.items() if (role == _LEAD if said else role != _HELP)] or [*roles][
        :1
    ]
    return UnitCell(
        leads[0] if leads else "",
        tuple(leads[1:]),
        tuple(name for name in dict.fromkeys(owners) if name not in roles),
        tuple(name for name in roles if name not in leads),
    )


def _parts(raw: str) -> Iterator[tuple[str, str]]:
    """A cell cut at its labels: (role, text behind the label)."""
    role, at, led = _FREE, 0, False
    for label in _LABEL.finditer(raw):
        before = raw[at : label.start()]
        if before.strip():
            yield role, before
            led = led or role in (_FREE, _NAMED)
        role, at = label.lastgroup or _FREE, label.end()
        if role == "duty":  # 责任单位 behind a lead unit are those that help it
            role = _HELP if led else _NAMED
    yield role, raw[at:]


def _runs(part: str) -> Iterator[tuple[str, str]]:
    """A part cut at what is said of the names before it: 牵头 of all since the last cut, 配合 of its clause."""
    for line in part.splitlines():
        line = _NUMBER.sub("", line)
        line = _AND.sub("、", line)
        line = _EVERY.sub(lambda match: "".join(_KEPT.get(c, c) for c in match[0]), line)
        for place, side in enumerate(_TOGETHER.split(line)):
            at, first = 0, True
            for word in _ROLE.finditer(side):
                run = side[at : word.start()]
                if not run.strip(" 、,;。()"):
                    continue
                at = word.end()
                said = word.lastgroup or _FREE
                if said == _HELP:
                    cut = max(run.rfind(mark) for mark in ",;。") + 1
                    yield _FREE, run[:cut]
                    run = run[cut:]
                if place and first:
                    said = _HELP  # 由甲局会同乙局牵头: 乙局 helps
                first = False
                yield said, re.sub(r"^[\s,;、]*由", "", run)
            yield (_HELP if place and first else _FREE), re.sub(r"^\s*由", "", side[at:])


def _pieces(run: str) -> Iterator[str]:
    """A run cut at separators that stand outside brackets."""
    last, depth, start = run.rfind(")"), 0, 0
    for at, character in enumerate(run):
        if character == "(":
            depth += at < last
        elif character == ")":
            depth = max(0, depth - 1)
        elif depth == 0 and character in "、,;/|":
            yield run[start:at]
            start = at + 1
    yield run[start:]


def _read_piece(
    piece: str, role: str, awaited: bool, others: bool, units: list[tuple[str, str]], owners: list[str]
) -> None:
    """Put the units and people of one piece where they belong."""
    if marked := _ROLE_BRACKET.search(piece):
        role = marked.lastgroup if marked.lastgroup != _FREE and marked.lastgroup else role
        piece = _ROLE_BRACKET.sub("", piece)
    piece = piece.strip(" \t。.:·•●■◆★▲※")
    if piece.count("(") != piece.count(")"):
        piece = piece.rstrip("( ") if piece.endswith(("(", " ")) else piece
        piece = piece.lstrip(") ")
        piece = piece if "(" in piece else piece.rstrip(") ")
    piece = re.sub(r"^\(([^()]*)\)$", r"\1", piece)
    if not piece.strip("() \t"):
        return
    turned = re.fullmatch(r"([^()]{2,8})\(([^()]{2,40})\)", piece)
    if turned and is_person(squeeze(turned[1])) and is_unit(squeeze(turned[2])):  # 王强(综合局)
        owners.append(squeeze(turned[1]))
        piece = turned[2]
    whole = piece
    people: list[str] = []
    while match := re.search(r"\(([^()]{2,24})\)$", piece):
        names = _people(match[1])
        if not names or (
            not is_unit(squeeze(piece[: match.start()])) and not is_person(squeeze(piece[: match.start()]))
        ):
            break
        people = [*names, *people]
        piece = piece[: match.start()].rstrip()
    if found := find_title(piece) if len(piece) <= 200 else None:
        before, behind = found[0].rstrip(" :,("), found[1].strip(" :,()")
        names = _people(behind)
        if names:
            people = [*names, *people]
            piece = before
        elif not behind:
            piece, at_end = _name_at_end(before)
            people = [*at_end, *people]
        if not squeeze(piece) or len(squeeze(piece)) == 1:
            owners += people
            return
    names_of_units, names = _words(piece)
    if not names_of_units and not names:
        names_of_units = [squeeze(whole)]
    for name in names_of_units:
        name, at_end = _glued(_ETC.sub("", name))
        owners += at_end
        loose = (others or bool(units)) and not awaited and role == _FREE and may_be_person(name)
        if not SHORT_UNIT.fullmatch(name) and (is_person(name) or (loose and name not in _NO_UNIT)):
            owners.append(name)
        else:
            units.append((name, role))
    owners += [*names, *people]


def _glued(name: str) -> tuple[str, list[str]]:
    """``综合局王强`` as the unit and the name; what is a unit as it is stays one."""
    if not is_unit(name) and not is_person(name):
        for length in (4, 3, 2):
            if is_person(name[-length:]) and is_unit(name[:-length]):
                return name[:-length], [name[-length:]]
    return name, []


def _people(text: str) -> list[str]:
    """The people of a text where they are awaited; nobody when one of its words is none."""
    names = [name for name in split_names(text.replace("(", " ").replace(")", " ")) if name]
    return names if names and all(map(may_be_person, names)) else []


def _name_at_end(text: str) -> tuple[str, list[str]]:
    """``综合局 张建国`` or ``综合局张建国`` before a title as the unit and the name; ``综合局`` as the unit alone."""
    if is_person(squeeze(text)):
        return "", [squeeze(text)]
    words = text.split()
    if len(words) > 1 and (may_be_person(words[-1]) and is_unit(squeeze(" ".join(words[:-1])))):
        return " ".join(words[:-1]), [words[-1]]
    plain = squeeze(text)
    unit, people = _glued(plain)
    if people:
        return unit, people
    if may_be_person(plain) and "·" not in plain and not text[-1:].isdigit():
        return ("", [plain]) if len(plain) <= 3 else (text, [])
    return text, []


def _words(piece: str) -> tuple[list[str], list[str]]:
    """Units and people of a piece that blanks or a colon part; one unit, the piece as it is, when it cannot be told.

    A blank inside a name means nothing: ``综合 管理局``, ``党 委 办 公 室``, ``邵  民``.
    """
    plain = squeeze(piece)
    if ":" in piece:
        unit, _, rest = piece.partition(":")
        names = _people(rest)
        if names and is_unit(squeeze(unit)):
            return [squeeze(unit)], names
        return [plain], []
    words = piece.split()
    if len(words) < 2 or is_person(plain):
        return [plain], []
    people: list[str] = []
    at = 1 if len(words[0]) > 1 else next((n for n, word in enumerate(words) if len(word) > 1), 0)
    first = "".join(words[:at])
    rest = words[at] if at < len(words) else ""
    if is_person(first) and is_unit(rest) and not _TAIL_OF_A_NAME.fullmatch(rest) and len(rest) > 2:
        people.append(first)
        words = words[at:]
    units: list[str] = []
    gathered: list[str] = []
    length = 0
    for place, word in enumerate(words):
        gathered.append(word)
        length += len(word)
        following = words[place + 1] if place + 1 < len(words) else ""
        if len(word) == 1 and len(following) == 1 and length < 4:
            continue  # a name set with blanks
        end = "".join(gathered[-12:])
        if not is_unit(end) or (_BODY.search(end) and _OF_A_BODY.fullmatch(following)):
            continue
        if following and (_TAIL_OF_A_NAME.fullmatch(following) or following.startswith("(")):
            continue
        units.append("".join(gathered))
        gathered, length = [], 0
    if gathered:
        names = _people(" ".join(gathered))
        if not units or not names:
            return [*people, plain] if not people else [squeeze("".join(words))], people
        people += names
    return units, people
