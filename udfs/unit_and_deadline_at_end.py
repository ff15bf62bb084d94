"""What a measure says of itself in brackets at its very end: ``（责任单位：行政审批局；完成时限：9月底前）``."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from duban.udfs.lazy_patterns import Pattern
from duban.udfs.person_or_unit import SURE_UNIT
from duban.udfs.text import bare
from duban.udfs.units import UnitCell, split_unit

_PAIRS = str.maketrans("（〔【［[）〕】］]", "((((()))))")
_TERM_LABEL = Pattern(
    r"(?:(?:计划|预计|应)?(?:完成|办结|整改|落实|推进|销号|责任)?(?:时限|时间|期限|时间节点|日期)(?:要求)?|时间节点|截止日期|截止时间)"
    r"(?:\s*:|\s+)\s*([^;,\n]*?)\s*(?=[;,\n]|\s(?:牵头|责任|配合|主办|协办|负责|完成)|$)"
)
_UNIT_LABEL = Pattern(
    r"(?:单位|部门|责任人|负责人|联系人|责任领导|牵头领导|牵头|配合|主办|协办|责任)\s*:|(?:责任|牵头|配合|主责|主办|协办)(?:单位|部门)\s"
)
_ROLE = Pattern(
    r"[\u4e00-\u9fff)](?:牵头|负责|配合|主办|承办|协办|参与|落实)(?:负责|落实|实施)?(?=$|[\s,;。])"
)
_MONTH = r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?"
_DATE = (
    rf"(?:20\d\d年|今年|本年|明年)?{_MONTH}(?:\d{{1,2}}[日号]|底|末|初|中旬|上旬|下旬)?"
    rf"|(?:20\d\d年|今年|本年|明年)?(?:年|上半年|下半年|第?[一二三四1-4]季度)|20\d\d年"
    r"|20\d\d[.\-/]\d{1,2}(?:[.\-/]\d{1,2})?"
)
_TERM = Pattern(
    rf"((?:于|在|至|到|力争|确保)?(?:(?:{_DATE})(?:[-—~至到]+(?:{_DATE}))?(?:底|末|内|中)*(?:以前|之前|前|止|左右)?)"
    r"|年(?:底|末|内|中)(?:以前|之前|前)?|全年|长期(?:坚持|推进|实施)?|常态化(?:推进|开展|坚持)?|持续(?:推进|实施|坚持)|每(?:年|月|季度|周)"
    r"|立行立改|即知即改|立即(?:整改|实施)?)(?:基本|全部|全面)?(?:完成|办结|建成|落实|到位|整改到位|完成整改|实施|见效)?"
)
_LONGEST = 400
"""Characters; what is longer is a text and no tail."""


@dataclass(frozen=True, slots=True)
class Tail:
    """Who does a measure and until when, as its end says."""

    unit: UnitCell
    term: str
    """The words of the date as they are written (``9月底前``, ``长期坚持``), not yet read; may be empty."""


def read_tail(text: object) -> Tail | None:
    """The tail of a measure: brackets of any kind at its very end, or a last line that begins with a label.

    Only what has a label (责任单位：), says a role (甲局牵头) or names a unit for sure beside a date is one;
    ``（试行）``, ``（2020—2022年）``, ``（含社区工厂）`` are not. Several brackets in a row are one tail. ``None`` when
    there is none or it names neither unit, person nor date. Never raises.
    """
    plain = ("" if text is None else bare(str(text))).translate(_PAIRS).rstrip(" \t\r\n\u3000\xa0。.；;，,")
    insides: list[str] = []
    rest = plain
    while (cut := _last_bracket(rest)) is not None:
        inside = unicodedata.normalize("NFKC", rest[cut + 1 : -1])
        if not _is_tail(inside):
            break
        insides.insert(0, inside)
        rest = rest[:cut].rstrip(" \t\r\n\u3000\xa0。.；;，,")
    if not insides:
        line = unicodedata.normalize("NFKC", plain[-_LONGEST:].rpartition("\n")[2]).strip()
        label = _UNIT_LABEL.search(line) or _TERM_LABEL.search(line)
        if (
            not label
            or not re.match(r"[\u4e00-\u9fff]{0,5}$", line[: label.start()])
            or (line.endswith(")") and "(" not in line)
        ):
            return None
        insides = [line]
    return _tail_of(";".join(insides))


def _last_bracket(text: str) -> int | None:
    """Where the bracket opens that the text ends with."""
    if not text.endswith(")"):
        return None
    depth = 0
    for at in range(len(text) - 1, max(-1, len(text) - _LONGEST), -1):
        depth += (text[at] == ")") - (text[at] == "(")
        if depth == 0:
            return at
    return None


def _is_tail(inside: str) -> bool:
    if re.match(r"\s*(?:含|包括|共|其中|如|即|见|附|例如|不含|注)", inside):
        return False
    if _UNIT_LABEL.search(inside) or _TERM_LABEL.search(inside):
        return True
    term, rest = _term_of(inside)
    units = [name for name in re.split(r"[、,;\s。]+", rest) if name]
    if _ROLE.search(inside):
        names = [re.sub(r"(?:牵头|负责|配合|主办|承办|协办|参与|落实)+$", "", name) for name in units]
        return bool(names) and len(names[0]) <= 20 and ("牵头" in inside or bool(SURE_UNIT.search(names[0])))
    return bool(term and units) and all(len(name) <= 20 and SURE_UNIT.search(name) for name in units)


def _term_of(inside: str) -> tuple[str, str]:
    """The words of the date and what is left without them."""
    if label := _TERM_LABEL.search(inside):
        term = _TERM.fullmatch(label[1])
        return term[1] if term else label[1], f"{inside[: label.start()]};{inside[label.end() :]}"
    pieces = re.split(r"([,;。\n]|\s+)", inside)
    for place in range(0, len(pieces), 2):
        if match := _TERM.fullmatch(pieces[place].strip()):
            return match[1], "".join([*pieces[:place], ";", *pieces[place + 1 :]]).strip(" ;,。\n")
    return "", inside


def _tail_of(inside: str) -> Tail | None:
    term, rest = _term_of(inside)
    unit = split_unit(rest.strip(" ;,。\n"))
    return Tail(unit, term) if unit.unit or unit.owners or term else None
