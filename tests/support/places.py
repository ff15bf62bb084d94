"""Where things stand in the repository."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
ROOT = TESTS.parent
EXAMPLES, DOCS = ROOT / "examples", ROOT / "docs"
MADE_BY_0_1 = TESTS / "support" / "made_by_0_1"
"""Workbooks that version 0.1 made."""
