"""Print the lowest version of each direct dependency that ``pyproject.toml`` allows, as constraints for pip.

``make lowest`` installs them and runs the fast half of the tests: a floor is true only where somebody stood on it.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

PROJECT = Path(__file__).parent.parent / "pyproject.toml"
_FLOOR = re.compile(r"([\w.-]+)(?:>=|==)([\w.]+)")


def floors() -> list[str]:
    """``name==version`` for everything that the product itself needs, on a cluster too. Raises ValueError for one without a floor."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    found = []
    for each in (*project["dependencies"], *project["optional-dependencies"]["cluster"]):
        match = _FLOOR.match(each)
        if match is None:
            raise ValueError(f"{each} has no floor")
        found.append(f"{match[1]}=={match[2]}")
    return found


if __name__ == "__main__":
    print("\n".join(floors()))
