"""What a text or a number means as a term 时限: a day, standing work without an end, or something to be asked about.

The days come from ``days_in_text.py``; here is which of them set an end. Definitions only, no findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from duban.udfs.days_in_text import Named, a_day, folded, last_day, named_days
from duban.udfs.lazy_patterns import Pattern
from duban.udfs.periods import from_serial

DOUBTS = {
    "month": "2020.1 may have been typed as 2020.10: January or October?",
    "day": "9.3 may have been typed as 9.30: the 3rd or the 30th?",
    "digits": "2020930: where do month and day begin? 202009 would be a month, 20200930 a day",
    "year": "20.9.30 and 20年9月: is 2020 meant?",
    "part": "9月初, 9月中: which day?",
    "before": "9月前, 三季度前, 2020年前: before it begins, or by its end?",
    "number": "9: is that a month?",
}
"""What to ask where a term is in doubt, by ``Term.doubt``."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term: with ``day``, ``standing``, or in ``doubt``; one of the three."""

    day: date | None = None
    """The last day of the term; with several stages that of the latest."""
    standing: bool = False
    """常态化: the work has no end."""
    stages: tuple[date, ...] = ()
    """The days of several stages as the text has them; empty where only one is named."""
    worked_out: bool = False
    """The day was not written as a day with its year, so what it was taken for is to be said."""
    doubt: str = ""
    """Empty, or a key of ``DOUBTS``; there is no day then."""
    candidates: tuple[date, ...] = ()
    """The days that may be meant, where there is a doubt."""


# ---- words ---------------------------------------------------------------------------------------

_CLAUSE = Pattern(r"[,;。、!]")
_EACH = r"每(?:一)?(?:两|二|三|半|\d)?个?(?:年度?|半年|季度?|月份?|周|星期|旬|日|天|双月|单月|工作日)|逐[年季月周日]|按[年季月周日]|(?<![\d年])年年(?![底末内度中])|月月|季季"
_RECURRING = Pattern(
    rf"(?:{_EACH})度?的?(?:第?[一二三四1-4]季度|\d{{1,2}}月份?|末月)?(?:\d{{1,2}}[日号])?"
    r"(?:年?底|年?末|月?初|[上中下]旬|内|(?<=年)[一-龥]?年内)?(?:之前|以前|前)?"
)
_STANDING = Pattern(rf"(?<!中)长期|常年|常态|持续|坚持|经常|定期|随时|日常|贯穿|滚动|循环|{_EACH}")
_STANDING_CLAUSE = Pattern(
    r"[并且(]*(?:长期坚持|长期推进|长期任务|长期|常年坚持|坚持常态化|持续推进|常抓不懈"
    r"|常态化(?:推进|开展|坚持|实施|管理|运行|落实)?)[)]*"
)
_STANDING_START = Pattern(rf"\W*(?:坚持|实行|原则上|做到)?(?:{_EACH})")
_STARTS = Pattern(r"份?(?:起(?!草)|以?来|之?后|以后|开始|启动|开工|动工|开建|施行|实施)|(?:至|—)今")
_STARTS_BEFORE = Pattern(r"(?:自|从|由|据|距|去|较|比|超过|[^一-龥]原|^原|原定|原定于|原计划|原时限)$")
_FACTS_BEFORE = Pattern(r"(?:截至|截止|截止到|截至到|根据|按照|依据|按|同比|环比|收到|自|从|对|于?《)$")
_DONE = "完成|建成|投用|投入使用|投入运行|投入运营|竣工|办结|投产|交付|验收|启用|上线|完工|交工|销号|通车|到位|结项|封顶|出台|印发|达产|达标|清零"
_IS_DONE = Pattern(rf"(?:{_DONE})(?!情况|率|数|额|量|的|比例|后|时|通知)")
_NOUNS = Pattern(
    r"(?:考核|数据|存量|余额|总结|评估|评议|目标|水平|的|以来|起|时|比|较|到期|欠|累计|人口|通知|报告|会议|文件|统计|前?.{1,4}的)"
)
_FILLER = Pattern(
    r"(?:自|从|起|于|在|至|到|截至|截止|力争|争取|确保|保证|必须|务必|须|应|原则上|计划|预计|暂定|拟定?|初定|定于|约|大约|左右|最迟|最晚|不迟于|不晚于"
    r"|延期|延长|推迟|延至|调整|提前|变更|改|完成时限|完成时间|完成日期|办结时限|整改时限|时限|期限|时间|截止日期|之?前|以前|止|底|末|内|份|期间"
    r"|全部|全面|基本|如期|按期|按时|按|已|为|是|的|分|完成|办结|结束|整改|工作|任务|第?[一二三四五六\d首末]+(?:阶段|期|批|步)"
    r"|[:()“”\"'.\[\]<>《》*\-—/|\s])*"
)
_LABEL = Pattern(r"^[^:]{1,15}:")
_REMARK = Pattern(r"\([^()\d年月季]*\)")


_LONGEST = 100
"""Characters; what is longer is no plain date, and is not searched for one."""

# ---- texts ---------------------------------------------------------------------------------------


def parse_date(text: object, year: int | None = None) -> date | None:
    """A date as staff type it: ``2020年9月底``, ``2020.9.30``, ``9月30日前``, ``年内``, ``2020年第三季度``.

    The plain case of ``read_term``: one day and nothing beside it but 截至 and 前完成. ``year`` completes a
    text that names none. A month, a quarter or a year alone means its last day, 上旬 and 中旬 the 10th and
    the 20th. ``None`` when the text is no date, names an impossible one (``2020年2月30日``), one in doubt, or
    needs a year that is not given. A number with decimals is none either: what was typed as 2020.10 is
    2020.1 by now.
    """
    if (isinstance(text, float) and not text.is_integer()) or (
        isinstance(text, str) and len(text) > _LONGEST
    ):
        return None
    plain = re.sub(r"^(?:截止|截至)[到至于]?:?", "", folded(text))
    plain = re.sub(r"(?:止|内完成|完成|截止)+$", "", plain)
    found = next(named_days(plain, _known(year)), None)
    whole = found is not None and (found.start, found.end) == (0, len(plain)) and not found.dotted
    return found.day if found and whole else None


def names_a_day(text: str) -> bool:
    """Whether a date is given to the day: ``2020.9.30``, ``9月30日``, ``20200930``."""
    numbers = re.findall(r"\d+", text)
    return len(numbers) == 3 or len(numbers[:1] and numbers[0]) == 8 or bool(re.search(r"\d\s*[日号]", text))


def read_term(text: str, year: int | None) -> Term | None:
    """What the whole text of a cell means as a term; ``year`` completes days that name none.

    A day counts with words that set an end (底, 前, 内, 完成 …), or where nothing stands beside it but words that
    mean nothing for it (力争, 原则上, 一阶段：). A later day without a year has that of the one before. Where a day
    has begun something (起, 启动) it is no term. A day beside 长期坚持 counts; a day of each year does not.
    ``None`` where the text names no term, an impossible day, or needs a year that is not given.
    """
    plain = folded(text)
    if re.fullmatch(r"\d+|\d{1,2}\.\d|20\d\d\.\d", plain.removesuffix("前")):
        number = plain.removesuffix("前")
        if number == plain or "." not in number:
            return _of_number(number, _known(year))
    once, times = _RECURRING.subn("/", _REMARK.sub("", plain))
    term = _together(_terms(once, _known(year), in_cell=True))
    if term is _NONE and (times or _STANDING.search(plain)) and not _has_end(once, year):
        return Term(standing=True)
    return None if term is _NONE else term


_MAY_SAY_WHEN = Pattern(
    r"[月年季旬周每逐按常长持坚节旦庆随定经贯滚循]|五一|四五|[\d十][日号]|\d\s*[./\-—–－．／]\s*\d|[QqＱ]\s*\d|[2２][0０]\d\d"
)
"""Every text that says when something ends has one of these."""


def term_in(text: str, year: int | None) -> Term | None:
    """The term that the running text of a measure states for itself; ``None`` in every doubt.

    A day counts only with words that set an end: 底, 末, 前 or 内 with it, 完成, 建成 and the like close behind.
    Days of an earlier year than the plan's, starts (起, 启动), states of facts (截至), days of letters and laws
    do not. 全年 alone says over what time something is counted, and is none. Standing is what begins with 每月
    and its kind, or has a clause of nothing but 长期坚持.
    """
    if not _MAY_SAY_WHEN.search(text):
        return None  # most measures name no time at all
    plain = re.sub(r"《[^《》]{0,200}》", "", folded(text))
    once = _RECURRING.sub(
        "/", re.sub(r"(?<![年\d])\d{1,2}月内", "", plain)
    )  # 3月内 may be three months' time
    term = _together(_terms(once, _known(year), in_cell=False))
    if term is not _NONE:
        return term if term and not term.doubt else None
    clauses = re.split(r"[,;。、!():]", plain)
    standing = _STANDING_START.match(plain) or any(map(_STANDING_CLAUSE.fullmatch, clauses))
    return Term(standing=True) if standing else None


_NONE = Term()
"""No day that is a term was named, unlike ``None``: one was, and cannot be read."""


def _known(year: int | None) -> int | None:
    return year if year is not None and 1 <= year <= 9998 else None


def _has_end(text: str, year: int | None) -> bool:
    """Whether a day stands in the text that sets an end but lacks its year."""
    return _together(_terms(text, 2000, in_cell=True)) is not _NONE


def _terms(text: str, year: int | None, *, in_cell: bool) -> list[Named]:
    """The days of a text that set an end."""
    terms: list[Named] = []
    for clause in _CLAUSE.split(text):
        named = terms[-1].year if terms else None
        days = list(named_days(clause, year, named))
        filler = _is_filler(clause, days)
        for place, day in enumerate(days):
            lead = clause[days[place - 1].end if place else 0 : day.start]
            behind = clause[day.end : days[place + 1].start if place + 1 < len(days) else None]
            if place + 1 < len(days) and re.fullmatch(r"起?(?:至|到|[—\-]+)", behind):
                continue  # the beginning of a range
            ranged = place > 0 and re.fullmatch(r"起?(?:至|到|[—\-]+)", lead) is not None
            if ranged and _reversed(days[place - 1], day):
                day = replace(day, day=None, possible=False)
            sets_an_end = _closes_cell if in_cell else _closes_measure
            if sets_an_end(day, lead, behind, ranged, filler, year):
                terms.append(day)
    return terms


def _reversed(start: Named, end: Named) -> bool:
    """10月至3月: the end may be of the next year, or wrong."""
    return start.day is not None and end.day is not None and end.day < start.day


def _is_filler(clause: str, days: list[Named]) -> bool:
    """Whether nothing of a meaning of its own stands in the clause beside its days."""
    rest, at = "", 0
    for day in days:
        rest += clause[at : day.start] + "/"
        at = day.end
    return _FILLER.fullmatch(_LABEL.sub("", rest + clause[at:])) is not None


def _closes_cell(day: Named, lead: str, behind: str, ranged: bool, filler: bool, year: int | None) -> bool:
    if day.past or (_STARTS.match(behind) and not day.before):
        return False
    if not ranged and _STARTS_BEFORE.search(lead):
        return False
    return filler or (
        not day.dotted
        and not _NOUNS.match(behind)
        and (day.before or day.closes or bool(_IS_DONE.search(behind)))
    )


def _closes_measure(day: Named, lead: str, behind: str, ranged: bool, filler: bool, year: int | None) -> bool:
    if day.past or (day.year is not None and year is not None and day.year < year):
        return False
    if _FACTS_BEFORE.search(lead) or (not ranged and _STARTS_BEFORE.search(lead)) or _NOUNS.match(behind):
        return False
    if day.before or behind.startswith("止"):
        return True
    if _STARTS.match(behind) or day.dotted:
        return False
    if _IS_DONE.search(behind[:10]):
        return True
    return day.closes and (not behind.strip(")/") or not lead.strip("(/") or lead.endswith(_AT))


_AT = ("于", "在", "到", "至", "力争", "争取", "确保", "计划", "原则上", ":")


def _together(days: Iterable[Named]) -> Term | None:
    """One term of the days that set an end: the latest, and the stages where there are several."""
    found = list(days)
    if not found:
        return _NONE
    if not all(day.possible for day in found) or any(day.day is None and not day.doubt for day in found):
        return None
    sure = [day for day in found if day.day]
    latest = max((day.day for day in sure if day.day), default=date.min)
    for day in found:
        if day.doubt and max(day.candidates) > latest:
            return Term(doubt=day.doubt, candidates=day.candidates, worked_out=True)
    stages = tuple(dict.fromkeys(day.day for day in sure if day.day))
    exact = all(day.exact for day in sure if day.day == latest)
    return Term(day=latest, stages=stages if len(stages) > 1 else (), worked_out=not exact)


# ---- numbers -------------------------------------------------------------------------------------

_FIRST_SERIAL, _LAST_SERIAL = 36_526, 73_050
"""2000-01-01 and 2099-12-31."""


def read_number(value: object, year: int | None) -> Term | None:
    """What a number in a cell without a date format means as a term: Excel makes 9.3 of a typed 9.30.

    ``2020.9`` is a month, 20200930 a day, 202009 a month, 44104 the serial number of a day. ``year`` completes
    9.25. ``None`` for everything else, for impossible days and for what is no number.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 10**8:
        return None
    return _of_number(f"{value:.9f}".rstrip("0").rstrip("."), _known(year))


def _of_number(digits: str, year: int | None) -> Term | None:
    whole, _, decimals = digits.partition(".")
    if len(whole) == 5 and _FIRST_SERIAL <= int(whole) <= _LAST_SERIAL:
        return _sure(from_serial(int(whole)))
    if decimals:
        return _of_decimals(whole, decimals, year)
    if re.fullmatch(r"[1-9]|1[0-2]", whole):
        return _doubtful("number", last_day(year, int(whole))) if year is not None else None
    if not re.fullmatch(r"20\d{3,6}", whole):
        return None
    wanted, rest = int(whole[:4]), whole[4:]
    if len(rest) == 4:
        day = a_day(wanted, int(rest[:2]), int(rest[2:]))
        return Term(day=day) if day else None
    if len(rest) == 2:
        # 201012: December 2010, or 12 October 2020
        short = a_day(2000 + int(whole[:2]), int(whole[2:4]), int(rest))
        month = last_day(wanted, int(rest))
        return _doubtful("digits", short, month) if short else _sure(month)
    if len(rest) == 1:
        return _doubtful("digits", last_day(wanted, int(rest)))
    splits = [(rest[:cut], rest[cut:]) for cut in (1, 2) if rest[cut] != "0" or cut == 1]
    return _doubtful("digits", *(a_day(wanted, int(month), int(number)) for month, number in splits))


def _of_decimals(whole: str, decimals: str, year: int | None) -> Term | None:
    """A month with a year (2020.9) or a day with a month (9.3), of which a last zero is lost."""
    if len(decimals) > 2:
        return None
    last = int(decimals)
    tenfold = last * 10 if len(decimals) == 1 else 0
    if re.fullmatch(r"20\d\d", whole):
        found, other = last_day(int(whole), last), last_day(int(whole), tenfold)
        return _doubtful("month", found, other) if other else _sure(found)
    if year is None or not re.fullmatch(r"[1-9]|1[0-2]", whole):
        return None
    found, other = a_day(year, int(whole), last), a_day(year, int(whole), tenfold)
    return _doubtful("day", found, other) if other else _sure(found)


def _sure(day: date | None) -> Term | None:
    return Term(day=day, worked_out=True) if day else None


def _doubtful(doubt: str, *candidates: date | None) -> Term | None:
    days = tuple(sorted({day for day in candidates if day}))
    return Term(doubt=doubt, candidates=days, worked_out=True) if days else None


# ---- number formats ------------------------------------------------------------------------------

_ELAPSED = Pattern(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_NO_LETTERS = Pattern(r'"[^"]*(?:"|$)|\\.|[_*].|\[[^\]]*\]|e[+-]', re.DOTALL)


def month_shown(code: str) -> bool:
    """Whether an Excel number format shows year and month without a day: ``yyyy"年"m"月"``, ``mmm-yy``.

    Quoted letters, locales and colours do not count; a date format with conditions shows a month only where each
    of its sections does.
    """
    if _ELAPSED.search(code):
        return False
    sections = [_NO_LETTERS.sub("", section).lower() for section in _NO_LETTERS.sub(_hidden, code).split(";")]
    shown = [section for section in sections if re.search("[ymdhs]", section) and "general" not in section]
    return bool(shown) and all(
        re.search("[ye]", section) and "m" in section and not re.search("[dhs]|aaa|am/pm|a/p", section)
        for section in shown
    )


def _hidden(match: re.Match[str]) -> str:
    return ""
