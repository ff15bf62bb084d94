"""What a PDF prints: its pages, and the size of each text on them as it lies on the paper."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from pathlib import Path
from typing import Any

from pypdf import PdfReader


@dataclass(frozen=True)
class Page:
    """A page; sizes are in points."""

    number: int
    width: float
    height: float
    texts: tuple[tuple[float, str], ...]
    """Size and text of each run."""

    @property
    def upright(self) -> bool:
        """Whether it is higher than wide."""
        return self.height > self.width

    @property
    def smallest(self) -> float:
        """The size of its smallest text."""
        return min((size for size, _ in self.texts), default=99.0)

    @property
    def text(self) -> str:
        """All of it without blanks."""
        return "".join("".join(text.split()) for _, text in self.texts)


def pages(pdf: Path) -> list[Page]:
    """The pages of a file."""
    return [_page(number, page) for number, page in enumerate(PdfReader(pdf).pages, 1)]


def _page(number: int, page: Any) -> Page:
    found: list[tuple[float, str]] = []

    def visit(text: str, around: Any, matrix: Any, font: Any, size: float) -> None:
        if text.strip():
            # a unit upwards in the text's own space, as it lies on the page
            x = matrix[2] * around[0] + matrix[3] * around[2]
            y = matrix[2] * around[1] + matrix[3] * around[3]
            found.append((abs(size) * hypot(x, y), text))

    page.extract_text(visitor_text=visit)
    return Page(number, float(page.mediabox.width), float(page.mediabox.height), tuple(found))
