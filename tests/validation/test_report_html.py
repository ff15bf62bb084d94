"""The HTML report, as a browser sees it.

RH001  One page, nothing fetched; style and script run by their fingerprints, nothing else runs.
RH002  A cell value that looks like markup is shown as it is and does nothing.
RH003  Filters show exactly the findings they name, and every count says how many.
RH004  Up to INLINE findings are rows of the page; more come from data in it, and print as well.
RH006  Errors come first, then warnings, then remarks, in every list; within each as the files have them.
RH005  Print has every filtered row and repeats the header on each page.
"""

from __future__ import annotations

import base64
import hashlib
import html
import io
import json
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from duban.validation.file_report import FileReport
from duban.validation.reports import html as report_html
from duban.validation.reports.formats import write
from duban.validation.reports.words import SEVERITY
from duban.workbook.say.findings import Finding, shown_value
from duban.workbook.say.sentence import Say

LIST, LEDGER = "任务清单", "具体项目台账"
EVIL = "</script><script>window.ran=1</script><img src=x onerror='window.ran=1'>\"'&<!--"

Browser = Callable[..., str]


def findings(rows: Iterable[int]) -> tuple[Finding, ...]:
    """For each row one of five kinds; the ledger row stands in the value."""
    kinds: list[Callable[[int], Finding]] = [
        lambda row: Finding("T110", LEDGER, row, 12, "完成进度", f"V{row:05}"),
        lambda row: Finding("I103", LIST, row, 1, "序号", f"V{row:05}", {"other": "A5"}),
        lambda row: Finding("I102", LIST, row, 1, "序号", f"V{row:05}"),
        lambda row: Finding("X103", LIST, row, 5, "改革的具体项目", f"V{row:05}\n1、Abc"),
        lambda row: Finding("T110", LEDGER, row, 12, "完成进度", f"V{row:05}", {}, "warning"),
    ]
    return tuple(kinds[row % 5](row) for row in rows)


BATCH = (
    FileReport("区县/甲.xlsx", findings(range(10, 57))),
    FileReport("好.xlsx", ()),
    FileReport("区县/乙.xlsx", findings(range(60, 91))),
    FileReport("锁.xlsx", (Finding("F100", "", 0, 0, "", None, {"what": "密", "do": "开"}),), readable=False),
)


def page_of(*reports: FileReport, lang: str = "zh") -> str:
    out = io.StringIO()
    write("html", reports, out, lang, "9.9")
    return out.getvalue()


def driven(page: str, script: str) -> str:
    """The page with a script of the test at its end, which the page's own policy would refuse."""
    free = re.sub(r"<meta http-equiv=[^>]*>\n", "", page)
    assert free != page
    return free.replace("</body>", f"<script>{script}</script></body>")


def told(dom: str) -> Any:
    """What the test's script left in the page."""
    found = re.search(r'<pre id="told">(.*?)</pre>', dom, re.DOTALL)
    assert found is not None
    return json.loads(html.unescape(found[1]))


TELL = """
const tell = value => {
  const told = document.body.appendChild(document.createElement("pre"));
  told.id = "told";
  told.textContent = JSON.stringify(value);
};
"""


@pytest.fixture(params=["rows", "data"])
def kept_as(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The page holds its findings as rows, or as data for the script."""
    kind: str = request.param
    if kind == "data":
        monkeypatch.setattr(report_html, "INLINE", 0)
    return kind


# RH001


def test_page_names_no_resource__ok() -> None:
    page = page_of(*BATCH)
    assert re.findall(r"""\bsrc=|\bhref=|url\(|@import|https?:|//[a-z]|\bon[a-z]+=|\bstyle=""", page) == []


@pytest.mark.parametrize("element", ["style", "script"])
def test_policy_has_the_fingerprint_of_style_and_script__ok(element: str) -> None:
    page = page_of(*BATCH)
    (text,) = re.findall(f"<{element}>(.*?)</{element}>", page, re.DOTALL)
    fingerprint = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    assert f"{element}-src 'sha256-{fingerprint}'" in page
    assert "default-src 'none'" in page


@pytest.mark.chromium
def test_page_runs_under_its_own_policy_and_fetches_nothing__ok(
    chromium: Browser, tmp_path: Path, kept_as: str
) -> None:
    file = tmp_path / "report.html"
    file.write_text(page_of(*BATCH), encoding="utf-8")
    assert chromium(file, "--dump-dom").count('<td class="remedy">') == 47 + 31 + 1
    ask = 'tell(performance.getEntriesByType("resource").map(entry => entry.name))'
    file.write_text(driven(page_of(*BATCH), TELL + ask), encoding="utf-8")
    assert told(chromium(file, "--dump-dom")) == []


# RH002


@pytest.mark.chromium
def test_markup_in_cells_does_nothing__ok(chromium: Browser, tmp_path: Path, kept_as: str) -> None:
    said = Say(EVIL, EVIL)
    report = FileReport(
        EVIL,
        (
            Finding("F100", EVIL, 3, 1, EVIL, EVIL, {"what": said, "do": said}),
            Finding("I102", EVIL, 4, 2, EVIL, "\x00\x1b\ud800\u202e"),
        ),
    )
    ask = """tell({ran: window.ran ?? 0, images: document.images.length, scripts: document.scripts.length,
      rows: [...document.getElementById("findings").tBodies[0].rows].map(
        row => [...row.cells].map(cell => cell.textContent))})"""
    file = tmp_path / "report.html"
    file.write_text(driven(page_of(report, FileReport("b.xlsx", ())), TELL + ask), encoding="utf-8")
    answer = told(chromium(file, "--dump-dom"))
    assert answer["ran"] == answer["images"] == 0
    assert answer["scripts"] == (2 if kept_as == "rows" else 3)
    assert answer["rows"][0] == ["错误", "F100", EVIL, f"{EVIL}!A3\n{EVIL}", EVIL, EVIL, EVIL]
    assert answer["rows"][1][4] == "\\x00\\x1b\ufffd\\u202e"


# RH003


class Filter(NamedTuple):
    """What is chosen in the controls."""

    severities: tuple[str, ...] = ("error", "warning", "info")
    rule: str = ""
    file: str = ""
    text: str = ""


FILTERS = (
    Filter(),
    Filter(("error",)),
    Filter(("warning", "info")),
    Filter(()),
    Filter(rule="T110"),
    Filter(("error",), rule="T110"),
    Filter(file="2"),
    Filter(("error", "info"), file="0", rule="X103"),
    Filter(text="v0003"),
    Filter(text=" ABC "),
    Filter(("info",), file="2", text="v0008"),
    Filter(text=f"{LEDGER}!L2"),
    Filter(rule="F100", text="nothing like this"),
    Filter(rule="F100"),
)


class Shown(NamedTuple):
    """One finding as the page shows it."""

    file: str
    severity: str
    code: str
    cells: tuple[str, ...]


def shown(reports: Iterable[FileReport]) -> list[Shown]:
    rows = []
    for at, report in enumerate(reports):
        for finding in report.findings:
            where = (
                f"{finding.sheet}!{finding.cell}\n{finding.column_name}" if finding.sheet else "（整个文件）"
            )
            label = SEVERITY[finding.severity].zh
            cells = (label, finding.code, report.path, where, shown_value(finding.value))
            cells += (finding.message(), finding.remedy())
            rows.append(Shown(str(at), finding.severity, finding.code, cells))
    return sorted(rows, key=lambda row: ("error", "warning", "info").index(row.severity))


def expected(rows: list[Shown], chosen: Filter) -> dict[str, Any]:
    """The rows that a filter lets through; each control's counts are of what the others let through."""
    text = chosen.text.strip().lower()
    rows = [row for row in rows if text in "\n".join(row.cells).lower()]

    def through(severity: bool = True, rule: bool = True, file: bool = True) -> list[Shown]:
        return [
            row
            for row in rows
            if (not severity or row.severity in chosen.severities)
            and (not rule or chosen.rule in ("", row.code))
            and (not file or chosen.file in ("", row.file))
        ]

    by_rule, by_file = through(rule=False), through(file=False)
    return {
        "rows": [list(row.cells) for row in through()],
        "severity": Counter(row.severity for row in through(severity=False)),
        "rule": Counter(row.code for row in by_rule) + Counter({"": len(by_rule)}),
        "file": Counter(row.file for row in by_file) + Counter({"": len(by_file)}),
    }


DRIVE = """
const form = document.getElementById("filters");
const table = document.getElementById("findings");
const counted = name => Object.fromEntries([...form[name].options].map(
  option => [option.value, Number(option.textContent.match(/\\((\\d+)\\)$/)[1])]));
const state = () => ({
  rows: table.hidden ? [] : [...table.tBodies[0].rows].filter(row => row.offsetHeight > 0).map(
    row => [...row.cells].map(cell => cell.textContent)),
  none: document.getElementById("none").offsetHeight > 0,
  shown: document.getElementById("shown").textContent,
  severity: Object.fromEntries([...form.querySelectorAll("output")].map(
    output => [output.dataset.severity, Number(output.value)])),
  rule: counted("rule"), file: counted("file"),
});
const choose = ([severities, rule, file, text]) => {
  for (const box of form.severity) box.checked = severities.includes(box.value);
  form.rule.value = rule; form.file.value = file; form.text.value = text;
  form.dispatchEvent(new Event("input", {bubbles: true}));
  return state();
};
"""


@pytest.mark.chromium
def test_filters_show_and_count_exactly__ok(chromium: Browser, tmp_path: Path, kept_as: str) -> None:
    file = tmp_path / "report.html"
    ask = f"tell([state(), ...{json.dumps(FILTERS)}.map(choose)])"
    file.write_text(driven(page_of(*BATCH), TELL + DRIVE + ask), encoding="utf-8")
    first, *answers = told(chromium(file, "--dump-dom"))
    rows = shown(BATCH)
    assert first == answers[0]
    for chosen, answer in zip(FILTERS, answers, strict=True):
        wanted = expected(rows, chosen)
        assert answer["rows"] == wanted["rows"], chosen
        assert answer["none"] == (not wanted["rows"])
        assert re.findall(r"\d+", answer["shown"]) == [str(len(wanted["rows"])), str(len(rows))]
        for control in ("severity", "rule", "file"):
            assert {key: n for key, n in answer[control].items() if n} == dict(wanted[control]), chosen


@pytest.mark.chromium
def test_a_rule_of_the_summary_is_a_filter__ok(chromium: Browser, tmp_path: Path, kept_as: str) -> None:
    ask = """
      choose([[], "", "", "no"]);
      document.querySelector('button[data-rule="X103"]').click();
      setTimeout(() => { const rule = state();
        document.querySelector('button[data-file="2"]').click();
        setTimeout(() => tell([rule, state(), document.activeElement.name]), 50); }, 50);"""
    file = tmp_path / "report.html"
    file.write_text(driven(page_of(*BATCH), TELL + DRIVE + ask), encoding="utf-8")
    by_rule, by_file, focus = told(chromium(file, "--dump-dom"))
    assert by_rule["rows"] == expected(shown(BATCH), Filter(rule="X103"))["rows"]
    assert by_file["rows"] == expected(shown(BATCH), Filter(file="2"))["rows"]
    assert focus == "file"


def summary(page: str, heading: str) -> list[list[str]]:
    table = re.search(rf'aria-label="{heading}">.*?<tbody>(.*?)</tbody>', page, re.DOTALL)
    assert table is not None
    cells = [re.findall(r"<td.*?</td>", row) for row in table[1].splitlines()]
    return [[re.sub(r"<[^>]*>", "", cell) for cell in row] for row in cells if row]


def test_errors_come_first__ok() -> None:  # RH006
    mixed = FileReport("混.xlsx", tuple(sorted(findings(range(5, 45)), key=lambda each: -each.row)))
    page = page_of(mixed, *BATCH)
    order = ["错误", "提醒", "说明"]
    for badges in re.split(r'<form|id="findings"', page):
        shown = re.findall(r'class="badge \w+">([^<]+)<', badges)
        assert set(shown) == set(order)
        assert shown == sorted(shown, key=order.index)
    boxes = re.findall(r'name="severity" value="(\w+)"', page)
    assert boxes == ["error", "warning", "info"]


def test_summary_counts_rules_and_files__ok() -> None:
    page = page_of(*BATCH)
    rules = Counter((row.severity, row.code) for row in shown(BATCH))
    assert sorted((row[0], row[1], row[3]) for row in summary(page, "按规则")) == sorted(
        (SEVERITY[severity].zh, code, str(number)) for (severity, code), number in rules.items()
    )
    assert [row[:2] for row in summary(page, "按文件")] == [
        ["区县/甲.xlsx", "有问题"],
        ["好.xlsx", "正常"],
        ["区县/乙.xlsx", "有问题"],
        ["锁.xlsx", "无法读取"],
    ]
    assert [row[2:] for row in summary(page, "按文件")] == [
        [str(number or "–") for number in report.counts.values()] for report in BATCH
    ]


def test_page_in_english__ok() -> None:
    page = page_of(*BATCH, lang="en")
    assert '<html lang="en">' in page
    assert "Showing 79 of 79 findings" in page


def test_page_without_findings__ok() -> None:
    page = page_of(FileReport("好.xlsx", ()))
    assert "没有发现问题" in page
    assert '<table id="findings"' not in page


# RH004


@pytest.mark.parametrize(("number", "inline"), [(2000, True), (2001, False)])
def test_many_findings_are_data_instead_of_rows__ok(number: int, inline: bool) -> None:
    page = page_of(FileReport("大.xlsx", findings(range(number))))
    assert page.count('<td class="remedy">') == (number if inline else 0)
    assert ('id="data"' in page) is not inline
    assert ("<noscript>" in page) is not inline


@pytest.mark.chromium
def test_many_findings_come_as_they_are_looked_at__ok(
    chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_html, "INLINE", 0)
    reports = (FileReport("大.xlsx", findings(range(1, 1001))), FileReport("小.xlsx", ()))
    ask = """
      const before = state();
      document.getElementById("more").click();
      tell([before, state(), choose([["info"], "", "", ""])])"""
    file = tmp_path / "report.html"
    file.write_text(driven(page_of(*reports), TELL + DRIVE + ask), encoding="utf-8")
    before, after, chosen = told(chromium(file, "--dump-dom"))
    rows = expected(shown(reports), Filter())["rows"]
    assert before["rows"] == rows[:300]
    assert after["rows"] == rows[:600]
    assert re.findall(r"\d+", before["shown"]) == ["1000", "1000"]
    assert chosen["rows"] == expected(shown(reports), Filter(("info",)))["rows"]


# RH005


def printed(chromium: Browser, folder: Path, page: str) -> list[str]:
    """The text of each printed page."""
    (folder / "report.html").write_text(page, encoding="utf-8")
    pdf = folder / "report.pdf"
    chromium(folder / "report.html", "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True)
    return text.stdout.decode().split("\f")[:-1]


@pytest.mark.chromium
def test_print_has_every_row_and_its_header__ok(chromium: Browser, tmp_path: Path, kept_as: str) -> None:
    pages = printed(chromium, tmp_path, page_of(FileReport("大.xlsx", findings(range(700))), *BATCH[1:2]))
    assert set(re.findall(r"V\d{5}", "".join(pages))) == {f"V{row:05}" for row in range(700)}
    with_rows = [page for page in pages if re.search(r"V\d{5}", page)]
    assert len(with_rows) > 10
    assert [page for page in with_rows if not re.search("级别.*位置.*处理", page)] == []
    assert "清除筛选" not in "".join(pages)


@pytest.mark.chromium
def test_print_has_only_filtered_rows_and_says_so__ok(
    chromium: Browser, tmp_path: Path, kept_as: str
) -> None:
    page = page_of(FileReport("大.xlsx", findings(range(700))), *BATCH[1:2])
    pages = printed(chromium, tmp_path, driven(page, DRIVE + 'choose([["error"], "I103", "", ""])'))
    values = re.findall(r"V\d{5}", re.sub("序号 V", "", "".join(pages)))
    assert set(values) == {f"V{row:05}" for row in range(1, 700, 5)}
    assert re.search("筛选：错误；I103", "".join(pages))
