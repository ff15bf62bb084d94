"""The report for a terminal: grouped by rule, the worst first, then the most frequent."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from duban.validation.reports.page import ReportOptions
from duban.validation.reports.words import (
    SEVERITY,
    STATUS,
    WHOLE_FILE,
    one_line,
    place,
    rule_title,
    sentences,
)
from duban.workbook.say.sentence import Say
from duban.workbook.say.severity import SEVERITIES

LONG = 60
"""A longer value is shown by its beginning and its length; the message and other formats have all of it."""

_HEADING = Say(
    "{severity} {code}　{title}（{places}{files}）", "{severity} {code}  {title} ({places}{files})"
)
_REMEDY = Say("  处理：{remedy}", "  To do: {remedy}")
_LEFT_OUT = Say("  （另有 {left} 处同类未列出）", "  ({left} more of this rule not listed)")
_LENGTH = Say("{start}…（共 {length} 字）", "{start}… ({length} characters)")
_FILES = Say("文件 {files}：{statuses}", "Files {files}: {statuses}")
_FINDINGS = Say("问题 {findings}：{severities}", "Findings {findings}: {severities}")

BEGINNING = re.compile(
    rf"({'|'.join(say.to(lang) for say in SEVERITY.values() for lang in ('zh', 'en'))}) [A-Z]\d\d\d[　 ]"
    r"|文件 \d+：正常 \d+，|Files \d+: ok \d+, "
)

Found = tuple[str, dict[str, Any]]
"""The path of a file and one finding of it, as in the JSON report."""


class TextPage:
    """Keeps all findings, for the groups and their order are known only at the end."""

    def __init__(self, options: ReportOptions) -> None:
        self._lang = options.lang
        self._limit = options.limit
        self._rules: defaultdict[tuple[str, str], list[Found]] = defaultdict(list)
        self._statuses: Counter[str] = Counter()

    def head(self) -> str:
        """Nothing."""
        return ""

    def add(self, part: str) -> str:
        """Take the findings of a file, a part of the JSON report, to their rules."""
        file = json.loads(part)
        self._statuses[file["status"]] += 1
        for finding in file["findings"]:
            self._rules[finding["severity"], finding["code"]].append((file["path"], finding))
        return ""

    def tail(self) -> str:
        """All of it: a paragraph for each rule, then the summary."""
        rank: dict[str, int] = {severity: at for at, severity in enumerate(SEVERITIES)}
        order = sorted(self._rules, key=lambda rule: (rank[rule[0]], -len(self._rules[rule]), rule[1]))
        lines = [line for rule in order for line in (*self._paragraph(*rule), "")]
        return "\n".join([*lines, *self._summary()]) + "\n"

    def _paragraph(self, severity: str, code: str) -> Iterator[str]:
        found = self._rules[severity, code]
        remedies = {finding["remedy"] for _, finding in found}
        yield _HEADING.to(self._lang).format(
            severity=SEVERITY[severity].to(self._lang),
            code=code,
            title=rule_title(code, self._lang),
            places=self._places(len(found)),
            files=self._in_files(len({path for path, _ in found})),
        )
        if len(remedies) == 1:
            yield _REMEDY.to(self._lang).format(remedy=one_line(*remedies))
        for path, finding in found[: self._limit]:
            yield self._line(path, finding, with_remedy=len(remedies) > 1)
        left = len(found) - len(found[: self._limit])
        if left:
            yield _LEFT_OUT.to(self._lang).format(left=left)

    def _places(self, number: int) -> str:
        return Say(f"{number} 处", f"{number}×").to(self._lang)

    def _in_files(self, number: int) -> str:
        """``，3 个文件``; nothing where only one file was checked."""
        if self._statuses.total() == 1:
            return ""
        return Say(f"，{number} 个文件", f" in {number} file{'s' * (number != 1)}").to(self._lang)

    def _line(self, path: str, finding: dict[str, Any], with_remedy: bool) -> str:
        where = place(finding["sheet"], finding["cell"])
        if self._statuses.total() > 1:
            where = f"{path} {where}".rstrip()
        said = finding["message"]
        if with_remedy:
            said = sentences(self._lang, said, finding["remedy"])
        where, value, said = (
            one_line(text) for text in (where or WHOLE_FILE.to(self._lang), finding["value"], said)
        )
        if len(value) > LONG:
            start = value[: LONG - 20]
            value = _LENGTH.to(self._lang).format(start=start, length=len(finding["value"]))
        return f"  {where}  {value} → {said}" if value else f"  {where} → {said}"

    def _summary(self) -> Iterator[str]:
        counted: Counter[str] = Counter()
        for (severity, _), found in self._rules.items():
            counted[severity] += len(found)
        comma = Say("，", ", ").to(self._lang)
        yield _FILES.to(self._lang).format(
            files=self._statuses.total(),
            statuses=comma.join(
                f"{say.to(self._lang)} {self._statuses[name]}" for name, say in STATUS.items()
            ),
        )
        yield _FINDINGS.to(self._lang).format(
            findings=counted.total(),
            severities=comma.join(f"{say.to(self._lang)} {counted[name]}" for name, say in SEVERITY.items()),
        )
