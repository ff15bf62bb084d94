"""What a header, or a line above a table, says about the unit of its figures: 总投资（万元）, 单位：万元.

Only units of the same kind are ever compared: a line that says 万元 tells nothing about a column of 亩.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from duban.udfs.text import squeeze

_KINDS: Mapping[str, tuple[str, ...]] = {
    "money": ("元", "美元", "欧元", "港元", "日元"),
    "area": ("亩", "公顷", "平方米", "平方公里"),
    "length": ("米", "公里", "里"),
    "time": ("天", "工作日", "小时"),
    "weight": ("吨", "公斤"),
    **{
        each: (each,)
        for each in ("人", "户", "家", "个", "处", "项", "件", "次", "名", "台", "套", "辆", "块")
    },
}
"""Kind of unit → those that it has, without 千, 万, 亿."""

_ALIKE: Mapping[str, str] = {
    "平方千米": "平方公里",
    "km2": "平方公里",
    "平米": "平方米",
    "m2": "平方米",
    "㎡": "平方米",
    "千米": "公里",
    "km": "公里",
    "m": "米",
    "日": "天",
    "千克": "公斤",
    "美金": "美元",
    "圆": "元",
}
"""Another spelling → the unit."""

_KIND_OF = {unit: kind for kind, units in _KINDS.items() for unit in units}
_BASE = "|".join(sorted({*_KIND_OF, *_ALIKE}, key=len, reverse=True))
_UNIT = re.compile(rf"(?:人民币)?(?P<many>[十百千万亿]*?)(?P<base>{_BASE})(?:人民币)?", re.IGNORECASE)
_MANY = re.compile(r"[百千]?[万亿]|万亿")
"""A unit of money whose 元 goes without saying."""

_AT_END = re.compile(
    r"(?<![\d.十百千万亿])(?P<unit>[十百千万亿]+[美欧港日]?元|[万亿]?平方(?:公里|千米|米)|[万亿]亩|公顷|公里)$"
)
"""A unit behind a word without any bracket: 总投资万元."""

_BRACKETS = re.compile(r"[(\[{<【〔《〈「『]([^()\[\]{}<>【】〔〕《》〈〉「」『』]*)[)\]}>】〕》〉」』]")
_LAST_BRACKETS = re.compile(rf"{_BRACKETS.pattern}$")
_PARTS = re.compile(r"[\W_]+")
_SAYS_UNIT = re.compile(r"单位")
_LEAD = re.compile(r"^(?:\w{0,6}?单位)?[为是]?")


class Measure(NamedTuple):
    """A unit: its kind, and its one spelling."""

    kind: str
    unit: str


def measure(text: str) -> Measure | None:
    """The unit that a squeezed text is: 万元, 人民币万元, ㎡; ``None`` for any other text."""
    if _MANY.fullmatch(text):
        return Measure("money", f"{text}元")
    found = _UNIT.fullmatch(_ALIKE.get(text, text))
    if found is None:
        return None
    base = _ALIKE.get(found["base"].lower(), found["base"])
    return Measure(_KIND_OF[base], found["many"] + base)


def kind_of(unit: str) -> str:
    """The kind of a column's unit; that of an unknown one is its own."""
    found = measure(squeeze(unit))
    return unit if found is None else found.kind


def same_unit(one: str, other: str) -> bool:
    """Whether two spellings mean one unit: 亿元 and 人民币亿元."""
    return (measure(squeeze(one)) or one) == (measure(squeeze(other)) or other)


def _measures(text: str) -> Iterator[Measure]:
    """The units among the words of a text, which may say before them that they are units."""
    for part in _PARTS.split(text):
        found = measure(_LEAD.sub("", part)) if part else None
        if found is not None:
            yield found


def unit_of_header(text: str, kind: str) -> str:
    """The unit of a kind that a squeezed text of a header says: in brackets, behind a stroke, at its end or alone. Empty
    where it says none."""
    for inner in _BRACKETS.findall(text):
        for each in _measures(inner):
            if each.kind == kind:
                return each.unit
        if (found := _at_end(inner, kind)) is not None:
            return found
    plain = _BRACKETS.sub("", text)
    _, *behind = _PARTS.split(plain)
    for part in (*behind, plain):
        alone = measure(_LEAD.sub("", part))
        if alone is not None and alone.kind == kind:
            return alone.unit
    return _at_end(plain, kind) or ""


def any_unit_of_header(text: str) -> str:
    """The unit of whatever kind that a squeezed text of a header says in brackets, 标准厂房（个）; empty where it says none."""
    told = (each.unit for inner in _BRACKETS.findall(text) for each in _measures(inner))
    return next(told, "")


def _at_end(text: str, kind: str) -> str | None:
    found = _AT_END.search(text)
    told = measure(found["unit"]) if found else None
    return told.unit if told is not None and told.kind == kind else None


def without_unit(text: str) -> Iterator[str]:
    """What a squeezed text of a header may be called without its unit: without its last brackets, without what follows a
    stroke, without a unit at its end."""
    if found := _LAST_BRACKETS.search(text):
        yield text[: found.start()]
        text = text[: found.start()]
    parts = list(_PARTS.finditer(text))
    if parts and measure(_LEAD.sub("", text[parts[-1].end() :])) is not None:
        yield text[: parts[-1].start()]
    if found := _AT_END.search(text):
        yield text[: found.start()]


def is_unit_alone(text: str) -> bool:
    """Whether a squeezed text is nothing but a unit: 万元, （万元）, %."""
    inner = found[1] if (found := _BRACKETS.fullmatch(text)) else text
    return inner in ("%", "‰") or measure(_LEAD.sub("", inner.replace(":", ""))) is not None


def units_above(rows: Sequence[Sequence[object]], kind: str) -> str:
    """The unit of a kind that the lines above a table say, the nearest first: 单位：万元, in one cell or two; 金额单位（万元）;
    a title that ends in （万元）. Several that differ are all told, with 、 between."""
    for values in reversed(rows):
        texts = [unicodedata.normalize("NFKC", value) for value in values if isinstance(value, str)]
        found = dict.fromkeys(each.unit for each in _of_line(texts) if each.kind == kind)
        if found:
            return "、".join(found)
    return ""


def _of_line(texts: Sequence[str]) -> Iterator[Measure]:
    """All units that a line says, which has these texts in its cells."""
    line = " | ".join(texts)
    for text in dict.fromkeys((line, "|".join(map(squeeze, texts)))):
        # up to the next word 单位, of what follows each
        yield from (each for behind in _SAYS_UNIT.split(text)[1:] for each in _measures(behind))
    for text in texts:
        plain = squeeze(text)
        told = [measure(plain), *(each for inner in _BRACKETS.findall(plain) for each in _measures(inner))]
        yield from filter(None, told)
