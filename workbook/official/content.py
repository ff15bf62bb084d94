"""What an official document says, before it is laid out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

Style = Literal["body", "heading 1", "heading 2", "heading 3", "plain", "centre", "note", "table title"]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Text:
    """A paragraph; headings bear their numbers (一、 or （一）) already."""

    text: str
    style: Style = "body"


@dataclass(frozen=True)
class Grid:
    """A table: its header, which is repeated on each page, its rows as texts, and what each column has of the width."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    aligns: Sequence[Align] = ()
    """One a column; without them all are centred."""
    height: float = 0.0
    """Millimetres that a row has at least."""


Block: TypeAlias = Text | Grid


@dataclass(frozen=True)
class Attachment:
    """What stands behind the document on pages of its own."""

    title: str
    blocks: Sequence[Block]
    across: bool = False
    """Whether its pages are turned, for a wide table."""


@dataclass(frozen=True)
class Head:
    """版头: 发文机关标志 and 发文字号 over the red line. ``printed``: whether they are printed, else there is room for them,
    as on paper that has the red head already."""

    mark: str
    number: str
    printed: bool = True


@dataclass(frozen=True)
class Signature:
    """发文机关署名 and 成文日期; ``seal``: whether there is room for the seal over them."""

    by: str
    day: str
    seal: bool = True


@dataclass(frozen=True)
class Imprint:
    """版记: who gets a copy, who printed it and when. Empty texts are left out."""

    copy_to: str = ""
    by: str = ""
    day: str = ""


@dataclass(frozen=True)
class Document:
    """A document in the order in which it is read."""

    title: str
    body: Sequence[Block]
    made_on: date
    """What its properties say, for the same input is to give the same bytes."""
    head: Head | None = None
    addressee: str = ""
    """主送, without the colon."""
    attachments: Sequence[Attachment] = ()
    signature: Signature | None = None
    imprint: Imprint | None = None
    lists_attachments: bool = True
    """Whether 附件说明 names them below the text."""
