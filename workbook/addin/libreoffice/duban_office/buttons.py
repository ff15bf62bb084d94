"""The buttons and functions that there are. The extension holds this file with their names in it."""

from __future__ import annotations

from typing import Dict, Tuple

LABELS: Dict[str, str] = {}
"""Button → label."""

MENUS: Dict[str, Tuple[str, ...]] = {}
"""Menu → its buttons."""

MENU_LABELS: Dict[str, str] = {}
"""Menu → label."""

FUNCTIONS = ""
"""The functions for cells, a module of Basic."""
