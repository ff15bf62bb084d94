"""The benchmarks, without what takes time.

BM001  Every benchmark that `make bench` runs into the page is there, and has its place in the page.
BM002  A table replaces what stood between its marks and nothing else; a page without these marks stays as it is.
BM003  A figure is a median, with the smallest and the largest beside it where there is more than one.
BM004  A process that fails gives no figure; what the program keeps from run to run is kept where it is told.
"""

from __future__ import annotations

import re
import runpy
import sys
from pathlib import Path

import pytest
from places import ROOT

BENCHMARKS = ROOT / "benchmarks"
MEASURING = runpy.run_path(str(BENCHMARKS / "measuring.py"))
PAGE = "above\n<!-- one -->\nold\n<!-- /one -->\n<!-- two -->\nkept\n<!-- /two -->\n"


def test_each_benchmark_has_its_place__ok() -> None:  # BM001
    told = re.search(r"(?m)^BENCHMARKS \?= (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert told is not None
    page = (BENCHMARKS / "README.md").read_text(encoding="utf-8")
    for name in told[1].split():
        assert (BENCHMARKS / f"{name}.py").is_file(), name
        assert page.count(f"<!-- {name} -->") == page.count(f"<!-- /{name} -->") == 1, name


def test_a_table_replaces_what_stood_there__ok(tmp_path: Path) -> None:  # BM002
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    MEASURING["write_between_marks"](page, "one", r"| \1 |")
    assert page.read_text(encoding="utf-8") == PAGE.replace("old", r"| \1 |")


def test_a_table_without_its_place__error(tmp_path: Path) -> None:  # BM002
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    with pytest.raises(SystemExit):
        MEASURING["write_between_marks"](page, "three", "| new |")
    assert page.read_text(encoding="utf-8") == PAGE


@pytest.mark.parametrize(
    ("values", "told"),
    [([2.0, 1.0, 9.0], "2.00 (1.00–9.00)"), ([1.0, 2.0], "1.50 (1.00–2.00)"), ([3.0], "3.00")],
)
def test_median_and_range__ok(values: list[float], told: str) -> None:  # BM003
    assert MEASURING["spread"](values) == told


def test_a_process_that_fails__error() -> None:  # BM004
    with pytest.raises(SystemExit, match="failed with 3"):
        MEASURING["cost_of"]([sys.executable, "-c", "raise SystemExit(3)"])


def test_what_is_kept_is_kept_apart__ok(tmp_path: Path) -> None:  # BM004
    ask = "from duban.macros.messages.log import log_path; from pathlib import Path; import sys\n"
    ask += "sys.exit(not log_path().is_relative_to(Path(sys.argv[1])))"
    cost = MEASURING["cost_of"]([sys.executable, "-c", ask, tmp_path], tmp_path)
    assert cost.cpu > 0
    assert cost.peak > 1
