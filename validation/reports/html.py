"""The report as one self-contained HTML page: filtered in the browser, printed on A4, no resource fetched."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from html import escape
from typing import NamedTuple

from duban.validation.reports.html_parts import SCRIPT, STYLE
from duban.validation.reports.page import ReportOptions
from duban.validation.reports.words import SEVERITY, STATUS, WHOLE_FILE, place, rule_title, visible
from duban.workbook.say.sentence import Say
from duban.workbook.say.severity import SEVERITIES

INLINE = 2000
"""Up to so many findings stand in the page as rows; more come from data in the page, as they are looked at."""

_HEAD = '<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n<meta name="generator" content="duban">\n'
BEGINNING = re.compile(re.escape(_HEAD).replace(re.escape("{lang}"), "[A-Za-z-]+"))

WORDS: Mapping[str, Say] = {
    "title": Say("工作簿校验结果", "Workbook validation report"),
    "files": Say("文件", "Files"),
    "findings": Say("问题", "Findings"),
    "by_rule": Say("按规则", "By rule"),
    "by_file": Say("按文件", "By file"),
    "status": Say("状态", "Status"),
    "severity": Say("级别", "Severity"),
    "rule": Say("规则", "Rule"),
    "says": Say("说明", "What it says"),
    "places": Say("处数", "Places"),
    "in_files": Say("文件数", "Files"),
    "file": Say("文件", "File"),
    "cell": Say("位置", "Place"),
    "value": Say("值", "Value"),
    "message": Say("说明", "Message"),
    "remedy": Say("处理", "What to do"),
    "all_rules": Say("全部规则", "All rules"),
    "all_files": Say("全部文件", "All files"),
    "search": Say("查找文字", "Search text"),
    "reset": Say("清除筛选", "Clear filters"),
    "shown": Say("显示 {shown} 处，共 {all} 处", "Showing {shown} of {all} findings"),
    "filter": Say("筛选：", "Filter: "),
    "more": Say("继续显示", "Show more"),
    "none": Say("没有符合条件的问题。", "No finding matches."),
    "clean": Say("没有发现问题。", "Nothing was found."),
    "noscript": Say(
        "浏览器禁用了脚本，这里只能看到汇总；逐条内容请用 --format csv 或 text 生成。",
        "Scripts are off in this browser, so only the summary shows; use --format csv or text for the list.",
    ),
}


class _File(NamedTuple):
    path: str
    status: str
    counts: Mapping[str, int]


class _Row(NamedTuple):
    """One finding as the page shows it; all fields but the first are shown text or keys of it."""

    file: int
    """Position of the file."""
    severity: str
    code: str
    place: str
    value: str
    message: str
    remedy: str


class HtmlPage:
    """Keeps all findings, for the summary stands at the top."""

    def __init__(self, options: ReportOptions) -> None:
        self._lang = options.lang
        self._version = options.version
        self._files: list[_File] = []
        self._rows: list[_Row] = []

    def head(self) -> str:
        """Nothing."""
        return ""

    def add(self, part: str) -> str:
        """Take the findings of a file, a part of the JSON report."""
        file = json.loads(part)
        at = len(self._files)
        self._files.append(_File(visible(file["path"]), file["status"], file["counts"]))
        for finding in file["findings"]:
            where = place(finding["sheet"], finding["cell"])
            lines = [line for line in (where, finding["column"]) if line]
            self._rows.append(
                _Row(
                    at,
                    finding["severity"],
                    finding["code"],
                    visible("\n".join(lines)) or WHOLE_FILE.to(self._lang),
                    visible(finding["value"]),
                    visible(finding["message"]),
                    visible(finding["remedy"]),
                )
            )
        return ""

    def tail(self) -> str:
        """The whole page; the gravest come first."""
        self._rows.sort(key=lambda row: SEVERITIES.index(row.severity))
        say = {name: escape(word.to(self._lang)) for name, word in WORDS.items()}
        # inline style and script are allowed by their fingerprints alone: nothing else runs or is fetched
        policy = (
            f"default-src 'none'; style-src '{_fingerprint(STYLE)}'; script-src '{_fingerprint(SCRIPT)}'; "
            "base-uri 'none'; form-action 'none'"
        )
        single = ' class="single"' if len(self._files) == 1 else ""
        return "".join(
            (
                _HEAD.format(lang="en" if self._lang == "en" else "zh-CN"),
                f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n',
                '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
                f"<title>{say['title']}</title>\n<style>{STYLE}</style>\n</head>\n<body{single}>\n",
                f"<header>\n<h1>{say['title']}</h1>\n{self._totals(say)}</header>\n",
                f'<main>\n<div class="summary">\n{self._by_rule(say)}{self._by_file(say)}</div>\n',
                self._findings(say),
                f"</main>\n<footer>督办 duban {escape(self._version)}</footer>\n",
                f"<script>{SCRIPT}</script>\n</body>\n</html>\n",
            )
        )

    def _totals(self, say: Mapping[str, str]) -> str:
        """Two lines: files by status, findings by severity."""
        statuses = Counter(file.status for file in self._files)
        severities = Counter(row.severity for row in self._rows)

        def line(name: str, total: int, shares: Iterable[tuple[str, str, int]]) -> str:
            cells = "".join(
                f'<div class="{key if number else "zero"}"><dt>{label}</dt><dd>{number}</dd></div>'
                for key, label, number in shares
            )
            return f'<dl><div class="total"><dt>{say[name]}</dt><dd>{total}</dd></div>{cells}</dl>\n'

        return line(
            "files",
            len(self._files),
            [(key, escape(word.to(self._lang)), statuses[key]) for key, word in STATUS.items()],
        ) + line(
            "findings",
            len(self._rows),
            [(key, escape(word.to(self._lang)), severities[key]) for key, word in SEVERITY.items()],
        )

    def _by_rule(self, say: Mapping[str, str]) -> str:
        places: Counter[tuple[str, str]] = Counter()
        files: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        for row in self._rows:
            places[row.severity, row.code] += 1
            files[row.severity, row.code].add(row.file)
        order = sorted(places, key=lambda rule: (SEVERITIES.index(rule[0]), -places[rule], rule[1]))
        rows = "".join(
            f"<tr><td>{self._badge(severity)}</td>"
            f'<td><button type="button" data-rule="{escape(code)}">{escape(code)}</button></td>'
            f"<td>{escape(rule_title(code, self._lang))}</td>"
            f'<td class="number">{places[severity, code]}</td>'
            f'<td class="number file">{len(files[severity, code])}</td></tr>\n'
            for severity, code in order
        )
        if not rows:
            return f'<p class="clean">{say["clean"]}</p>\n'
        return (
            f'<section><h2>{say["by_rule"]}</h2><div class="scroll" tabindex="0" role="region" aria-label="{say["by_rule"]}"><table class="rules">\n'
            f'<thead><tr><th scope="col">{say["severity"]}</th><th scope="col">{say["rule"]}</th>'
            f'<th scope="col">{say["says"]}</th><th scope="col" class="number">{say["places"]}</th>'
            f'<th scope="col" class="number file">{say["in_files"]}</th></tr></thead>\n'
            f"<tbody>\n{rows}</tbody></table></div></section>\n"
        )

    def _by_file(self, say: Mapping[str, str]) -> str:
        heads = "".join(
            f'<th scope="col" class="number">{escape(word.to(self._lang))}</th>' for word in SEVERITY.values()
        )
        rows = "".join(
            f"<tr><td>{self._file_button(at, file)}</td>"
            f'<td class="{file.status}">{escape(STATUS[file.status].to(self._lang))}</td>'
            + "".join(f'<td class="number">{file.counts[severity] or "–"}</td>' for severity in SEVERITY)
            + "</tr>\n"
            for at, file in enumerate(self._files)
        )
        return (
            f'<section><h2>{say["by_file"]}</h2><div class="scroll" tabindex="0" role="region" aria-label="{say["by_file"]}"><table class="files">\n'
            f'<thead><tr><th scope="col">{say["file"]}</th><th scope="col">{say["status"]}</th>{heads}</tr>'
            f"</thead>\n<tbody>\n{rows}</tbody></table></div></section>\n"
        )

    @staticmethod
    def _file_button(at: int, file: _File) -> str:
        if file.status == "ok":
            return escape(file.path)
        return f'<button type="button" data-file="{at}">{escape(file.path)}</button>'

    def _badge(self, severity: str) -> str:
        return f'<span class="badge {severity}">{escape(SEVERITY[severity].to(self._lang))}</span>'

    def _findings(self, say: Mapping[str, str]) -> str:
        if not self._rows:
            return ""
        inline = len(self._rows) <= INLINE
        labels = "".join(f' data-{key}="{escape(word.to(self._lang))}"' for key, word in SEVERITY.items())
        heads = "".join(
            f'<th scope="col" class="{name}">{say[name]}</th>'
            for name in ("severity", "rule", "file", "cell", "value", "message", "remedy")
        )
        shown = WORDS["shown"].to(self._lang).format(shown=len(self._rows), all=len(self._rows))
        return "".join(
            (
                f"<h2>{say['findings']}</h2>\n{self._filters(say)}",
                f'<p id="shown" aria-live="polite" data-say="{say["shown"]}">{escape(shown)}</p>\n',
                f'<p id="filtered" data-say="{say["filter"]}" hidden></p>\n',
                "" if inline else f"<noscript><p>{say['noscript']}</p></noscript>\n",
                f'<table id="findings"{labels}>\n<thead><tr>{heads}</tr></thead>\n<tbody>',
                "".join(self._tr(row) for row in self._rows) if inline else "",
                f'</tbody></table>\n<p id="none" hidden>{say["none"]}</p>\n',
                f'<p><button type="button" id="more" hidden>{say["more"]}</button></p>\n',
                "" if inline else self._data(),
            )
        )

    def _filters(self, say: Mapping[str, str]) -> str:
        severities = Counter(row.severity for row in self._rows)
        codes = Counter(row.code for row in self._rows)
        files = Counter(row.file for row in self._rows)
        boxes = "".join(
            f'<label><input type="checkbox" name="severity" value="{key}" checked> '
            f'<span class="badge {key}">{escape(word.to(self._lang))}</span> '
            f'<output data-severity="{key}">{severities[key]}</output></label>\n'
            for key, word in SEVERITY.items()
        )
        rules = [(code, f"{code} {rule_title(code, self._lang)}", codes[code]) for code in sorted(codes)]
        paths = [(str(at), self._files[at].path, files[at]) for at in sorted(files)]
        return (
            '<form id="filters" autocomplete="off">\n'
            f"<fieldset><legend>{say['severity']}</legend>{boxes}</fieldset>\n"
            f"{self._select('rule', say['rule'], say['all_rules'], rules)}"
            f"{self._select('file', say['file'], say['all_files'], paths)}"
            f'<label class="text">{say["search"]}<input type="search" name="text"></label>\n'
            f'<button type="reset">{say["reset"]}</button>\n</form>\n'
        )

    def _select(self, name: str, label: str, every: str, choices: Iterable[tuple[str, str, int]]) -> str:
        options = "".join(
            f'<option value="{escape(value)}" data-name="{escape(text)}">{escape(text)} ({number})</option>\n'
            for value, text, number in [("", every, len(self._rows)), *choices]
        )
        return f'<label class="{name}">{label}<select name="{name}">\n{options}</select></label>\n'

    def _tr(self, row: _Row) -> str:
        """A row of the table; the script makes the same for many findings."""
        return (
            f'<tr data-file="{row.file}" data-severity="{row.severity}" data-rule="{escape(row.code)}">'
            f'<td class="severity">{self._badge(row.severity)}</td><td class="rule">{escape(row.code)}</td>'
            f'<td class="file">{escape(self._files[row.file].path)}</td>'
            f'<td class="cell">{escape(row.place)}</td>'
            f'<td class="value"><div>{escape(row.value)}</div></td>'
            f'<td class="message">{escape(row.message)}</td>'
            f'<td class="remedy">{escape(row.remedy)}</td></tr>\n'
        )

    def _data(self) -> str:
        """All findings for the script: each text once, a row as the positions of its texts."""
        texts: dict[str, int] = {}
        rows = [
            [
                row.file,
                *(texts.setdefault(text, len(texts)) for text in (self._files[row.file].path, *row[1:])),
            ]
            for row in self._rows
        ]
        data = json.dumps({"texts": list(texts), "rows": rows}, ensure_ascii=False, separators=(",", ":"))
        # without "<" nothing in it can end the script element
        return f'<script type="application/json" id="data">{data.replace("<", chr(92) + "u003c")}</script>\n'


def _fingerprint(text: str) -> str:
    import base64
    import hashlib

    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
