"""What ``validate --fix`` mended, as lines for a person: old beside new, shortened to what differs."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from duban.validation.mend.fix import FixResult
from duban.validation.mend.fix_plan import Fixed
from duban.validation.reports.words import one_line, place
from duban.validation.rules.value_kinds import shown_share
from duban.workbook.cells.addresses import a1
from duban.workbook.plan.plans import Scalar
from duban.workbook.say.findings import shown_value
from duban.workbook.say.sentence import Say

_CHANGE = Say("{place} {old} → {new} [{codes}]", "{place} {old} → {new} [{codes}]")
_TO_NUMBER = Say("文字改为数字", "text to number")
_QUOTED = Say("“{text}”", "'{text}'")
_FORMATTED = Say(
    "{place} 文字中有单独的字体或颜色，没有改动 [{codes}]",
    "{place} has fonts or colours inside its text and was left alone [{codes}]",
)
_BESIDE = 8
"""Characters shown on each side of a change."""
_LONG = 60
"""Characters of one piece that is new or gone."""
_SLOW = 2_000
"""Characters up to which the single changes within a text are told apart."""


def fix_lines(result: FixResult, lang: str = "zh") -> list[str]:
    """What was mended, a line for each cell: ``任务清单!H3 “…旧…” → “…新…” [X101 X103]``; then those
    left alone for the formats inside their text."""
    lines = change_lines(result.fixed, lang)
    left: dict[str, list[str]] = {}
    for finding in result.formatted:
        left.setdefault(place(finding.sheet, finding.cell), []).append(finding.code)
    for where, found in left.items():
        lines.append(_FORMATTED.format(place=where, codes=" ".join(dict.fromkeys(found))).to(lang))
    return lines


def change_lines(fixed: Sequence[Fixed], lang: str = "zh") -> list[str]:
    """The lines of the changes alone."""
    lines = []
    for each in fixed:
        old, new = _shown(each, lang)
        codes = " ".join(each.codes) or _TO_NUMBER.to(lang)
        where = place(each.sheet, a1(each.row, each.column))
        lines.append(_CHANGE.format(place=where, old=old, new=new, codes=codes).to(lang))
    return lines


def _shown(each: Fixed, lang: str) -> tuple[str, str]:
    texts = [value if isinstance(value, str) else None for value in (each.old, each.new)]
    if texts[0] is not None and texts[1] is not None:
        texts = list(_around_changes(texts[0], texts[1]))
    old, new = (
        _plain(value) if text is None else _QUOTED.format(text=one_line(text)).to(lang)
        for text, value in zip(texts, (each.old, each.new), strict=True)
    )
    return old, new


def _plain(value: Scalar) -> str:
    return shown_share(value) if isinstance(value, float) and 0 <= value <= 1 else shown_value(value)


def _around_changes(old: str, new: str) -> tuple[str, str]:
    """Both texts with what is alike in them shortened, so that the eye falls on what changed."""
    shown: tuple[list[str], list[str]] = ([], [])
    changes = _changes(old, new)
    for number, (a, b, c, d) in enumerate(changes):
        if old[a:b] != new[c:d]:
            shown[0].append(_short(old[a:b]))
            shown[1].append(_short(new[c:d]))
            continue
        alike = old[a:b]
        head = _BESIDE if number else 0
        tail = _BESIDE if number < len(changes) - 1 else 0
        if len(alike) > head + tail + 1:
            alike = alike[:head] + "…" + (alike[-tail:] if tail else "")
        for side in shown:
            side.append(alike)
    return "".join(shown[0]), "".join(shown[1])


def _changes(old: str, new: str) -> list[tuple[int, int, int, int]]:
    """Both texts cut where they differ: from and to in each, equal and different pieces in turn."""
    if max(len(old), len(new)) <= _SLOW:
        blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        return [(a, b, c, d) for _, a, b, c, d in blocks]
    least = min(len(old), len(new))
    start = next((at for at in range(least) if old[at] != new[at]), least)
    end = next((at for at in range(least - start) if old[-1 - at] != new[-1 - at]), least - start)
    a, c = len(old) - end, len(new) - end
    pieces = [(0, start, 0, start), (start, a, start, c), (a, len(old), c, len(new))]
    return [piece for piece in pieces if piece[0] < piece[1] or piece[2] < piece[3]]


def _short(text: str) -> str:
    return text if len(text) <= _LONG else text[: _LONG // 2] + "…" + text[-_LONG // 2 :]
