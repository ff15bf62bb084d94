"""How grave a finding is."""

from __future__ import annotations

from typing import Literal

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""Worst first. error: wrong data, to be mended before it is used; warning: supervision should look;
info: style, or what the program did."""
