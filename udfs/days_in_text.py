"""The days that a Chinese text names, each with the words around it: ``9月底前``, ``2020年三季度``, ``次年``.

The grammar of ``terms.py``, which says whether such a day is a term. Nothing here raises on odd text.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from duban.udfs.lazy_patterns import Pattern
from duban.udfs.text import chinese_number, visible

# ---- one spelling for what is written in many ----------------------------------------------------

_LINES = Pattern(r"[\r\n\v\f\x85\u2028\u2029]+")
_DIGITS = str.maketrans("一二三四五六七八九〇○零Oo", "12345678900000")
_DASHES = str.maketrans(dict.fromkeys("–―─−‒‑～", "—") | {"~": "—", "\\": "/"})
_HAN_NUMBER = "[一二三四五六七八九十]{1,3}"
_TO = r"[—至到\-]+"


def _number(match: re.Match[str]) -> str:
    return str(chinese_number(match[0]) or match[0])


_SPELLINGS: tuple[tuple[Pattern, str], ...] = tuple(
    (Pattern(pattern), spelling)
    for pattern, spelling in (
        (r"[\sT]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?", ""),  # the time of a day
        (r"(?<=[日号])(?:上午|下午|晚上?|中午)?\d{1,2}(?:[:时点]\d{0,2}分?)(?:整|:\d\d)?", ""),
        (r"(?<!\d)\s+|\s+(?!\d)", ""),  # two numbers stay two
        (r"(?<=\d)。(?=\d)", "."),
        (r"\((?:星期|周|礼拜)[一二三四五六日天]\)", ""),
        (r"元月", "1月"),
        (r"(?<![\d.])((?:19|20|21)\d\d)—(\d{1,2})—(\d{1,2})(?!\d)", r"\1-\2-\3"),
        # what both ends of a range share is said once
        (rf"(?<![\d.])(\d{{1,2}}){_TO}(\d{{1,2}})月", r"\1月—\2月"),
        (rf"([一二三四1-4]){_TO}([一二三四1-4])季度", r"\1季度—\2季度"),
        (rf"(?<!\d)((?:19|20|21)\d\d)(?:{_TO}|、)((?:19|20|21)\d\d)年", r"\1年—\2年"),
        (rf"(\d{{1,2}})月(\d{{1,2}})[日号]?{_TO}(\d{{1,2}})[日号]", r"\1月\2日—\1月\3日"),
        (r"(?<!\d)((?:19|20|21)\d\d)\.(\d{1,2})[—至](\d{1,2})(?![\d.])", r"\1.\2—\1.\3"),
    )
)


def folded(text: object) -> str:
    """The text half-width, without blanks and times of the day, months and years in digits; lines end in ``;``."""
    plain = _LINES.sub(";", unicodedata.normalize("NFKC", visible(str(text))).strip()).translate(_DASHES)
    plain = re.sub(r"\[[^\[\]]{0,60}\]|〔[^〔〕]{0,60}〕", "", plain)
    plain = re.sub(
        r"(?<![\w])[二一][一二三四五六七八九〇○零Oo]{3}(?=年)", lambda m: m[0].translate(_DIGITS), plain
    )
    plain = re.sub(rf"(?:{_HAN_NUMBER})(?=\s*月(?!内))", _number, plain)  # 一月内 is a month's time
    plain = re.sub(rf"(?<=月)\s*(?:{_HAN_NUMBER})(?=\s*[日号])", lambda m: _number(m).strip(), plain)
    for pattern, spelling in _SPELLINGS:
        plain = pattern.sub(spelling, plain)
    return plain


# ---- the grammar ---------------------------------------------------------------------------------

_YEAR = r"(?:19|20|21)\d\d"
_RELATIVE = {"今年": 0, "本年": 0, "当年": 0, "明年": 1, "来年": 1, "次年": 1, "翌年": 1, "后年": 2}
_AFTER_NAMED = ("次年", "翌年", "来年")  # the year behind the one that was just named
_PAST = r"去年|上一?年|前年|往年|历年|近年"
_COUNTED = r"[个项家户万亿元件条处人名次场天年倍%.]"
_PART = (
    r"中下旬|上中旬|中上旬|上旬|中旬|下旬|上半月|下半月|月?底|月?末|份?内|以内|之内"
    r"|初(?![步期稿审中评选赛])|中(?=$|[前完,;。)])"
)
_POINT = Pattern(
    rf"""
    (?<![\d.])(?P<cy>{_YEAR})(?P<cm>\d\d)(?P<cd>\d\d)(?!\d)
  | (?<![\d.])(?P<ny>{_YEAR})(?P<sep>[./\-])(?P<nm>\d{{1,2}})
      (?: (?:月|(?P=sep))(?P<nd>\d{{1,2}})[日号]?(?![\d.]\d?) | 月?份?(?P<npart>{_PART})?(?![\d./]\d?|-\d{{1,2}}(?!\d)) )
  | (?<![\d.])(?P<sy>\d\d)\.(?P<sm>\d{{1,2}})\.(?P<sd>\d{{1,2}})[日号]?(?![\d.])
  | (?:
      (?: (?<!\d)(?P<year>{_YEAR})(?:年度?|(?=-?Q))-? | (?<!\d)(?P<short>\d\d)年
        | (?P<rel>{"|".join(_RELATIVE)})度? | (?P<past>{_PAST})度? | (?P<plan>十[二三四五]五)[”"]?(?P<pend>期?末|期间|时期)? )
      [的-]?
    )?
    (?:
      (?<![\d.])(?P<m>\d{{1,2}})月(?P<d>\d{{1,2}})(?:[日号]|(?![\d月]|{_COUNTED}))
    | (?<![\d./\-])(?P<dm>\d{{1,2}})(?P<dot>[./\-])(?P<dd>\d{{1,2}})(?:[日号]|(?![\d/月季\-]|{_COUNTED}))
    | (?<![\d.])(?P<month>\d{{1,2}})月份?(?!\d)(?P<part>{_PART})?
    | 前?(?:第?(?P<q>[一二三四]|(?<!\d)[1-4])(?:个?季度|(?<=第.)季)|Q(?P<q2>[1-4])(?!\d)|(?<![\dA-Z])(?P<q3>[1-4])Q)
      (?P<qpart>底|末|内|以内|之内)?
    | (?P<half>[上下])半年(?P<hpart>底|末|内)?
    | (?<![\d一二两三四五六七八九十百几多半])(?P<end>年?度?(?:底|末|内|终|以内|之内)|全年)
    )?
    """,
    re.VERBOSE,
)
_FEAST_DAYS = {
    "元旦": (1, 1),
    "五一": (5, 1),
    "七一": (7, 1),
    "八一": (8, 1),
    "十一": (10, 1),
    "国庆": (10, 1),
}
_FEAST = Pattern(rf"(?P<feast>{'|'.join(_FEAST_DAYS)})[”\"]?节?(?:之前|以前|前)")
_BEFORE = Pattern(r"之前|以前|前(?![三四]?个?季度|期)")


@dataclass(frozen=True, slots=True)
class Named:
    """A day that a text names, at ``start:end`` of the folded text."""

    start: int
    end: int
    day: date | None = None
    """``None`` where it is in doubt, impossible, or lacks a year."""
    year: int | None = None
    """Its year, which later days in the text have too where they name none."""
    possible: bool = True
    exact: bool = False
    """Written as a day with its year."""
    to_the_day: bool = False
    closes: bool = False
    """底, 末, 旬 or 内 stands with it."""
    before: bool = False
    """前 stands behind it."""
    dotted: bool = False
    """``9.30``: might be another number."""
    past: bool = False
    """去年 and the like, whatever year that is."""
    doubt: str = ""
    candidates: tuple[date, ...] = ()


def a_day(year: int, month: int, number: int) -> date | None:
    """That day; ``None`` where there is none."""
    try:
        return date(year, month, number)
    except (ValueError, OverflowError):
        return None


def last_day(year: int, month: int) -> date | None:
    """The last day of that month; ``None`` where there is none."""
    first = a_day(year, month, 1)
    return first and first.replace(day=calendar.monthrange(first.year, month)[1])


def named_days(text: str, year: int | None, named: int | None = None) -> Iterator[Named]:
    """All days of a folded text in order; ``year`` completes one without, ``named`` is the year named before."""
    at = 0
    while True:
        feast = _FEAST.search(text, at)
        point = next((match for match in _POINT.finditer(text, at) if _is_point(match, text)), None)
        if feast and (point is None or feast.start() <= point.start()):
            found = _feast(feast, named or year)
        elif point:
            found = _read(point, text, year, named)
        else:
            return
        yield found
        at = found.end
        named = found.year or named


def _is_point(match: re.Match[str], text: str) -> bool:
    """Whether a match of the grammar says a day: it matches nothing too, and 三年内 is three years' time."""
    groups = match.groupdict()
    if match["short"]:
        return any(groups[name] for name in _BODIES) and not (match["end"] and "内" in match["end"])
    if match["plan"]:
        return bool(match["pend"] or match["end"]) or match[0] == text.strip('“”"')
    if match["dot"] == "-" and not match["year"]:
        return False
    if match["end"] and not any(groups[name] for name in ("year", "rel", "past")):
        return match["end"][0] in "年全" and not text[: match.start()].endswith(tuple("每半逐同跨成整近"))
    return bool(match[0].strip("的-前"))


_BODIES = ("m", "dm", "month", "q", "q2", "q3", "half", "end")


def _feast(match: re.Match[str], year: int | None) -> Named:
    """国庆前 ends on the day before; 元旦 is that of the year's end."""
    month, number = _FEAST_DAYS[match["feast"]]
    day = a_day(year + (month == 1), month, number) if year is not None else None
    return Named(
        *match.span(), day and day - timedelta(days=1), before=True, possible=bool(day) or year is None
    )


def _read(match: re.Match[str], text: str, year: int | None, named: int | None) -> Named:
    if match["past"]:
        return Named(*match.span(), past=True)
    wanted = _year(match, year, named)
    first, last, part = _span(match, wanted if wanted is not None else 2000)  # a leap year: 2月29日 may be
    behind = _BEFORE.match(text, match.end())
    found = Named(
        match.start(),
        behind.end() if behind else match.end(),
        last if wanted is not None else None,
        wanted,
        possible=last is not None,
        to_the_day=first == last,
        exact=first == last and bool(match["cy"] or match["ny"] or match["year"]),
        closes=bool(part),
        before=behind is not None,
        dotted=bool(match["dot"]) and not match["year"],
    )
    if first is None or last is None or wanted is None:
        return found
    if part in _GUESSES:
        return replace(
            found, day=None, doubt="part", candidates=tuple(last.replace(day=n) for n in _GUESSES[part])
        )
    if match["sy"] or match["short"]:
        return replace(found, day=None, doubt="year", candidates=(last,))
    if match["ny"] and text.removesuffix("前") == f"{wanted}.1":
        return replace(found, day=None, doubt="month", candidates=(last, last.replace(month=10)))
    if found.before and not part and first != last and first > date.min:
        return replace(found, day=None, doubt="before", candidates=(first - timedelta(days=1), last))
    return found


_GUESSES = {"初": (10,), "中": (15, 20)}
_DAYS_OF_PARTS = {"上旬": 10, "中旬": 20, "上中旬": 20, "中上旬": 20, "上半月": 15}


def _year(match: re.Match[str], year: int | None, named: int | None) -> int | None:
    """The year that a match says, or the one before it, or that of the plan; ``None`` where there is none."""
    wanted = named if named is not None else year
    if written := match["cy"] or match["ny"] or match["year"]:
        wanted = int(written)
    elif written := match["sy"] or match["short"]:
        wanted = 2000 + int(written)
    elif match["plan"]:  # 十二五 ended with 2015
        wanted = 2015 + 5 * "二三四五".index(match["plan"][1])
    elif match["rel"]:
        base = wanted if match["rel"] in _AFTER_NAMED else year
        wanted = base + _RELATIVE[match["rel"]] if base is not None else None
    return wanted if wanted is not None and 1 <= wanted <= 9998 else None


def _span(match: re.Match[str], year: int) -> tuple[date | None, date | None, str]:
    """First and last day of what a match says, and the part of it that it names."""
    if number := match["cd"] or match["nd"] or match["sd"] or match["d"] or match["dd"]:
        month = match["cm"] or match["nm"] or match["sm"] or match["m"] or match["dm"]
        day = a_day(year, int(month), int(number))
        return day, day, ""
    if month := match["nm"] or match["month"]:
        first, last = a_day(year, int(month), 1), last_day(year, int(month))
        part = match["npart"] or match["part"] or ""
        if last and part in _DAYS_OF_PARTS:
            last = last.replace(day=_DAYS_OF_PARTS[part])
        return first, last, part
    if quarter := match["q"] or match["q2"] or match["q3"]:
        last_month, months = ("一二三四".find(quarter) + 1 or int(quarter)) * 3, 3
    elif match["half"]:
        last_month, months = 6 if match["half"] == "上" else 12, 6
    else:
        last_month, months = 12, 12
    part = match["qpart"] or match["hpart"] or (match["end"] or "").replace("全年", "")
    if match["pend"] and "末" in match["pend"]:
        part = "末"
    return a_day(year, last_month - months + 1, 1), last_day(year, last_month), part
