"""Lay build/ns/duban/ as four folder links, so that a type checker sees the packages by their names."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "build" / "ns" / "duban"

TARGET.mkdir(parents=True, exist_ok=True)
for folder in ("workbook", "udfs", "macros", "validation"):
    link = TARGET / folder
    if not link.is_symlink():
        link.symlink_to(ROOT / folder, target_is_directory=True)
