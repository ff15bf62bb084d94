"""Cell text as staff write it: folding, numbered lists, units and their people.

Plain functions on one text. They never raise on odd text; what they cannot read they return as it is.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

CONTROL_CHARACTERS = "\x01-\x08\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff"
"""What means nothing in a cell, and what a pasted text or another program leaves there, as a set of a regular
expression. Not \\x0b, the soft line break of Word."""
_CONTROL = re.compile(f"[\x00{CONTROL_CHARACTERS}]")


def squeeze(text: object) -> str:
    """The text without any white space or line break, full-width letters and digits made half-width.

    Two spellings of a header or a unit are the same when they squeeze to the same text.
    """
    if text is None:
        return ""
    folded = "".join(unicodedata.normalize("NFKC", str(text)).split())
    return folded if folded.isprintable() else visible(folded).replace("\u200b", "").replace("\ufeff", "")


def visible(text: str) -> str:
    """The text without the control characters that no cell should hold; line breaks stay."""
    return text if text.isprintable() else _CONTROL.sub("", text)


def tidy(text: object) -> str:
    """The text with trimmed lines, runs of spaces folded to one and blank lines left out."""
    if text is None:
        return ""
    lines = (re.sub(r"[ \t\u3000\xa0]+", " ", line).strip() for line in visible(str(text)).splitlines())
    return "\n".join(line for line in lines if line)


def fold(text: object) -> str:
    """What is left when only letters, digits and Chinese characters count: for telling two texts the same."""
    return "".join(c for c in squeeze(text).casefold() if c.isalnum())


# ---- numbered lists -------------------------------------------------------------------------------

_CHINESE = "一二三四五六七八九十百"
_MARKS = tuple(
    # each kind of mark, by the way it is written; a list is split on the kind that its first mark has,
    # so that 1） inside 1、 and （1） inside （一） stay in the line that they belong to
    re.compile(pattern.replace("字", rf"[{_CHINESE}]").replace("\\h", r"[ \u3000]*"))
    for pattern in (
        r"(?P<n>\d{1,3})\h(?:、|[.．，,](?!\d))\h",
        r"(?P<n>\d{1,3})\h[）)][、.．]?\h",
        r"[（(]\h(?P<n>\d{1,3})\h[）)][、.．]?\h",
        r"[（(]\h(?P<n>字{1,4})\h[）)][、.．]?\h",
        r"(?P<n>字{1,3})是[，,：:]?\h",
        r"(?P<n>字{1,4})\h[、.．]\h",
        r"第(?P<n>字{1,4}|\d{1,3})[，,、：:]\h",
        r"(?P<n>[①-⑳])[、.．]?\h",
        r"(?P<n>[⑴-⒇])[、.．]?\h",
        r"(?P<n>[⒈-⒛])\h",
    )
)


@dataclass(frozen=True, slots=True)
class Line:
    """One numbered line of a cell: ``number`` as written (1, 2, 3 …), ``text`` without the mark."""

    number: int
    text: str


def chinese_number(text: str) -> int | None:
    """``十二`` → 12; digits and circled digits too; ``None`` when it is no whole number."""
    folded = unicodedata.normalize("NFKC", text).strip().strip("().")
    if folded.isascii() and folded.isdigit():
        return int(folded)
    total, digit = 0, 0
    for character in folded:
        if character not in _CHINESE:
            return None
        value = _CHINESE.index(character) + 1
        if value < 10:
            digit = value
        else:
            total += (digit or 1) * (10 if value == 10 else 100)
            digit = 0
    return (total + digit) or None


def item_number(value: object) -> int | None:
    """序号 as a whole number: 1, ``１``, ``1.``, ``一``, ``（一）``; ``None`` for anything else."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return int(value) if float(value).is_integer() and value > 0 else None
    text = squeeze(value).strip("()（）、.．第项号")
    return chinese_number(text) or None


def split_lines(*cells: object) -> tuple[Line, ...]:
    """Split a cell on numbers at the **start of a line** (``1、 2. （一） (一) 一是 ①``), never on ；or 。.

    The mark of the first numbered line sets the kind; other kinds inside are text of the line they
    stand in. Text before the first mark is a line of its own unless it ends with a colon, when it
    only introduces the list. Cells without any mark are one line each: an item over several rows
    passes the cell of every row. Numbers are as written where they are distinct, else counted from 1.
    Shape: a tuple of lines, empty for blank cells.
    """
    texts = [text for text in map(tidy, cells) if text]
    lines = [line for text in texts for line in text.splitlines()]
    kind = next((mark for line in lines for mark in _MARKS if mark.match(_halfwidth(line))), None)
    if kind is None:
        return tuple(Line(place, text) for place, text in enumerate(texts, 1))
    found: list[tuple[int | None, list[str]]] = []
    for line in lines:
        match = kind.match(_halfwidth(line))
        if match:
            found.append((chinese_number(match["n"]), [line[match.end() :].strip()]))
        elif found:
            found[-1][1].append(line)
        elif not line.endswith(("：", ":")):
            found.append((None, [line]))
    parts = [(number, "\n".join(p for p in pieces if p)) for number, pieces in found]
    parts = [(number, piece) for number, piece in parts if piece]
    numbers = [number for number, _ in parts]
    as_written = all(numbers) and len(set(numbers)) == len(numbers)
    return tuple(
        Line(number if as_written and number else place, piece)
        for place, (number, piece) in enumerate(parts, 1)
    )


def _halfwidth(line: str) -> str:
    """Full-width digits as half-width, one character for one, so that positions stay."""
    return "".join(chr(ord(c) - 0xFEE0) if "０" <= c <= "９" else c for c in line)


def numbering_break(text: str) -> tuple[int, int] | None:
    """Where the numbers of a numbered list do not run on: (number before, number found); else ``None``.

    Only marks of the kind that the first one has count, as in ``split_lines``.
    """
    plain = text.strip().splitlines()
    if len(plain) == text.strip().count("\n") + 1 and all(
        map(str.startswith, plain, plain_marks(len(plain)))
    ):
        return None  # 1、 2、 3、 line by line, once the blanks around it are gone
    lines = tidy(text).splitlines()
    kind = next((mark for line in lines for mark in _MARKS if mark.match(_halfwidth(line))), None)
    if kind is None:
        return None
    found = (kind.match(_halfwidth(line)) for line in lines)
    numbers = [number for match in found if match and (number := chinese_number(match["n"])) is not None]
    return next(((a, b) for a, b in pairwise(numbers) if b != a + 1), None)


@lru_cache(maxsize=128)
def plain_marks(lines: int) -> tuple[str, ...]:
    """The marks of a plainly numbered text of so many lines: ``1、``, ``2、`` … ``999、``."""
    return tuple(f"{number}、" if number < 1000 else "?" for number in range(1, lines + 1))


# ---- units and people -----------------------------------------------------------------------------

_HAN = r"[\u4e00-\u9fff]"
_OWNER_LABEL = re.compile(
    # 单位负责人 is a label only where no name of a unit runs into it (综合管理部 门负责人)
    rf"(?:(?<!{_HAN})(?:牵头|责任|主办|单位|部门|分管|具体|直接|第一|主要)+|主要)?"
    r"(?:责任人|负责人|负责同志|联系人)[:：]?"
)
_UNIT_LABEL = re.compile(r"^(?:牵头|责任|主办|承办)?(?:单位|部门)[:：]")
_HELPER_LABEL = re.compile(r"(?:配合|协办|参与|责任)(?:单位|部门)[:：]")
_ROLE = re.compile(r"\((?:牵头|主办|责任|配合|协办|参与)(?:单位|部门)?\)")
_HELPS = re.compile(r"([^、,;/|:()\s]{1,40})\((?:配合|协办|参与)(?:单位|部门)?\)")
_HELPERS = "\ue000"
"""Begins a line of units that help; no text has this character."""
_UNIT_ENDING = re.compile(
    r"(?:局|办|部|委|委员会|中心|处|科|室|院|公司|会|所|站|队|组|镇|街道|镇街|集团|开发区|园区|政府|银行"
    r"|支行|分行|厅|厂|馆|学校|妇联|商联|企业|基地|平台)$"
)
_SURE_UNIT = re.compile(r"..(?:局|办|部|委|处|室|中心|委员会|公司|集团|街道|开发区|园区|政府|法院|银行)$")
"""Endings that no person's name has, at three characters or more."""
_NO_UNIT = frozenset({"同上", "〃", "—", "-", "－", "——", "无", "待定", "/", "暂无"})
"""What staff type where a unit should stand; 同上 is lost as soon as somebody sorts."""
_SEPARATOR = re.compile(r"[、，,;；/／|]")


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
    three stand in a row).
    """
    names: list[str] = []
    for piece in _SEPARATOR.split(
        unicodedata.normalize("NFKC", "" if text is None else visible(str(text))).replace("\n", "、")
    ):
        loose: list[str] = []
        for word in piece.split():
            if re.fullmatch(r"[\d+\-]*", word):
                continue  # a telephone number
            if len(word) == 1:
                loose.append(word)
                continue
            names += _join_characters(loose)
            loose = []
            names.append(word)
        names += _join_characters(loose)
    return tuple(dict.fromkeys(names))


def _join_characters(loose: list[str]) -> list[str]:
    if len(loose) <= 3:
        return ["".join(loose)] if loose else []
    return ["".join(loose[at : at + 2]) for at in range(0, len(loose), 2)]


def split_unit(text: object) -> UnitCell:
    """Read ``综合管理局⏎⏎负责人：⏎卞允庆`` in all its layouts.

    The unit is what stands before 负责人; names follow the label on the same or on the next lines,
    a second one without a label. Without a label, names are read in brackets, behind a colon, behind a
    space or on the lines below: ``招商局（张三）``, ``招商局：张三``, ``招商局 张三``. What is named as a
    unit behind the label is a further unit. What stands behind 配合单位： or before （配合） helps.
    """
    raw = unicodedata.normalize("NFKC", "" if text is None else visible(str(text)))
    helping = [squeeze(unit) for unit in _HELPS.findall(raw)]
    raw = _ROLE.sub("", raw)
    label = _OWNER_LABEL.search(raw)
    head, tail = (raw[: label.start()], raw[label.end() :]) if label else (raw, "")
    units: list[str] = []
    owners: list[str] = []
    head = _UNIT_LABEL.sub("", head.strip())
    for line in _HELPER_LABEL.sub(rf"\n{_HELPERS}", head).splitlines():
        if line.startswith(_HELPERS):
            helping += filter(
                None, map(squeeze, _SEPARATOR.split(line.removeprefix(_HELPERS).strip("() \t")))
            )
            line = line.removeprefix(_HELPERS)
        if not line.strip("() \t"):
            continue
        line, names = _unit_and_names(line.rstrip("( ") if label else line)
        owners += names
        for piece in _SEPARATOR.split(line):
            name = squeeze(piece)
            if not name:
                continue
            if units and not label and _may_be_names((name,)):
                owners.append(name)
            else:
                units.append(name)
    for label_of_helpers in _HELPER_LABEL.finditer(tail):
        behind = tail[label_of_helpers.end() :].partition("\n")[0]
        helping += (name for name in split_names(behind) if _SURE_UNIT.search(name))
    for name in split_names(_HELPER_LABEL.sub("、", _OWNER_LABEL.sub("、", tail))):
        name = name if "(" in name else name.rstrip(")")
        if _SURE_UNIT.search(name):
            units.append(name)
        elif name:
            owners.append(name)
    unique = tuple(unit for unit in dict.fromkeys(units) if unit not in _NO_UNIT)
    lead = unique[0] if unique else ""  # a unit that stands alone leads, whatever the cell calls it
    helpers = tuple(unit for unit in unique[1:] if unit in helping)
    others = tuple(unit for unit in unique[1:] if unit not in helping)
    return UnitCell(lead, others, tuple(dict.fromkeys(owners)), helpers)


def _unit_and_names(line: str) -> tuple[str, tuple[str, ...]]:
    """``招商局(张三)``, ``招商局:张三``, ``招商局 张三`` as the unit and its people; else the line and nobody."""
    ways = [re.fullmatch(r"\s*(.+?)\(([^()]{2,12})\)\s*", line), re.fullmatch(r"([^:]+):(.+)", line)]
    pairs = [(way[1], way[2]) for way in ways if way]
    pairs += [(line[: gap.start()], line[gap.end() :]) for gap in re.finditer(r"(?<=\S)\s+(?=\S)", line)]
    for unit, people in pairs:
        names = split_names(people)
        if _UNIT_ENDING.search(squeeze(unit)) and _may_be_names(names):
            return unit, names
    return line, ()


def _may_be_names(names: tuple[str, ...]) -> bool:
    return bool(names) and all(2 <= len(name) <= 4 and not _UNIT_ENDING.search(name) for name in names)


def one_unit(text: object) -> str:
    """The leading unit of a cell in one spelling; empty when there is none."""
    return split_unit(text).unit
