"""What a command did and found, as lines for a person; worst first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from duban.macros.messages.outcome import Result
from duban.macros.messages.terminal import say
from duban.validation.reports.words import SEVERITY, place, sentences
from duban.workbook.file.safe_write import Written
from duban.workbook.say.findings import Finding
from duban.workbook.say.sentence import Say
from duban.workbook.say.severity import SEVERITIES

if TYPE_CHECKING:
    from duban.workbook.plan.plans import BookPlan

NOTHING_WRITTEN = Say("没有变化，未写文件", "nothing changed, nothing written")
FOR_TRIAL = Say("试运行，没有写文件；会有下面的变化", "a trial, nothing written; it would change this")
SAME_KIND = 10
"""Findings of one kind that a build prints; the rest are counted. ``validate`` prints all."""

_READ = ("T", "S", "X", "F", "E", "G10", "G11", "I10", "I11", "I12", "I13", "K10", "L10", "L12")
"""Findings of what was read, as their codes begin; the others tell what a build did."""
_FEW, _SHORT = 3, 12
"""Findings of a kind that are all said in full; characters of a cell in a row of cells."""


def report(result: Result, lang: str = "zh") -> None:
    """Print what was made, where, and what somebody should look at, worst first."""
    for line in lines_of(result, lang):
        say(line)


def saved_lines(written: Sequence[Written], lang: str = "zh") -> list[str]:
    """Which files were saved before something went wrong, each once."""
    if not written:
        return [Say("没有保存任何文件。", "No file was saved.").to(lang)]
    backups = {each.path: each.backup for each in written}
    plain, with_backup = (
        Say("已保存：{path}", "saved: {path}"),
        Say("已保存：{path}（原文件备份：{backup}）", "saved: {path} (backup: {backup})"),
    )
    return [
        (with_backup if backup else plain).format(path=path, backup=backup).to(lang)
        for path, backup in backups.items()
    ]


def lines_of(result: Result, lang: str) -> Iterable[str]:
    """The report of one workbook as lines."""
    facts, plan = {**result.outcome.facts, "path": result.path}, result.outcome.plan

    def say(zh: str, en: str) -> str:
        return Say(zh, en).format(**facts).to(lang)

    yield say("{path}（{period}，截至 {as_of}）", "{path} ({period}, as of {as_of})")
    if "measures" in facts:
        yield say(
            "  事项 {items}，措施 {measures}，突出问题 {problems}，牵头单位 {units}",
            "  items {items}, measures {measures}, problems {problems}, leading units {units}",
        )
    if "registers" in facts:
        yield say("  登记表 {registers}，共 {rows} 行", "  registers {registers}, rows {rows}")
    if "districts" in facts:
        yield say(
            "  区县 {districts}：已报送 {handed_in}，未报送 {absent}；区县事项 {district_items}",
            "  districts {districts}: handed in {handed_in}, not handed in {absent}; their items {district_items}",
        )
    if facts["city"]:
        yield say(
            "  市级事项 {city}：已承接 {carried}，未承接 {not_carried}",
            "  city items {city}: carried {carried}, not carried {not_carried}",
        )
    if result.for_trial:
        yield f"  {FOR_TRIAL.to(lang)}"
        yield from _changes(plan, lang)
    elif result.written:
        yield from _changes(plan, lang)
    else:
        yield f"  {NOTHING_WRITTEN.to(lang)}"
    if result.backup:
        yield say("  原文件备份：", "  backup: ") + str(result.backup)
    yield from result.outcome.said.get(lang, ())
    yield from finding_lines(result.outcome.findings, lang)


def _changes(plan: BookPlan, lang: str) -> Iterable[str]:
    comma = "、" if lang == "zh" else ", "
    if plan.sheets:
        yield Say("  已生成：", "  made: ").to(lang) + comma.join(sheet.name for sheet in plan.sheets)
    if plan.edits:
        counted = Say("{name}（{n} 格）", "{name} ({n} cells)")
        wider = Say(
            "{name}（{n} 格，筛选或表格的范围加宽到新列）",
            "{name} ({n} cells, its filter or table takes the new columns in)",
        )
        edits = (
            (wider if edit.grow else counted).format(name=edit.name, n=len(edit.cells)).to(lang)
            for edit in plan.edits
        )
        yield Say("  已更新：", "  updated: ").to(lang) + comma.join(edits)
    if plan.removes:
        lead = Say("  已删除不再牵头的单位分表：", "  removed sheets of units that lead nothing: ")
        yield lead.to(lang) + comma.join(plan.removes)


def finding_lines(findings: Iterable[Finding], lang: str, most: int = SAME_KIND) -> Iterable[str]:
    """The findings by kind, worst first. What was read oddly is said once a kind, with the first other cells; what was
    changed is said one by one. No more than ``most`` of a kind; the rest are counted."""
    order = {severity: place for place, severity in enumerate(SEVERITIES)}
    kinds: dict[tuple[int, str], list[Finding]] = {}
    for finding in findings:
        kinds.setdefault((order[finding.severity], finding.code), []).append(finding)
    for (_, code), found in sorted(kinds.items()):
        whole = 1 if code.startswith(_READ) and len(found) > _FEW else most
        for finding in found[:whole]:
            severity = SEVERITY[finding.severity].to(lang)
            said = sentences(lang, finding.message(lang), finding.remedy(lang))
            yield f"  [{severity} {code}] {place(finding.sheet, finding.cell)} {said}"
        others = found[whole:]
        if others and whole == 1:
            cells = Say("、", ", ").to(lang).join(_short(each, found[0].sheet) for each in others[:SAME_KIND])
            dots = "…" if len(others) > SAME_KIND else ""
            yield (
                Say("    同类还有 {n} 处：", "    {n} more of this kind: ").format(n=len(others)).to(lang)
                + cells
                + dots
            )
        elif others:
            yield (
                Say("  [{code}] 另有 {n} 处同类", "  [{code}] {n} more of the same kind")
                .format(code=code, n=len(others))
                .to(lang)
            )


def _short(finding: Finding, sheet: str) -> str:
    """A finding by its cell and by what stands there, or what it was taken for; ``sheet`` need not be said."""
    cell = finding.cell if finding.sheet == sheet else place(finding.sheet, finding.cell)
    words, day = finding.facts.get("words"), finding.facts.get("day") or finding.facts.get("suggestion")
    told = finding.value if words is None else words
    text = "" if told is None else str(told)
    shown = text if len(text) <= _SHORT else f"{text[:_SHORT]}…"
    return f"{cell} {shown} → {day}" if shown and day else f"{cell} {shown}".strip()
