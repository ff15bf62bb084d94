"""Findings as text, JSON, CSV, HTML, SARIF and JUnit."""
