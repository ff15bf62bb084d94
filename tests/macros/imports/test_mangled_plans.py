"""Plans that somebody mangled: whatever a text or a document says, it is read or stopped by a sentence.

MP1  Lines that are lost, doubled, moved or cut give rows for a workbook, or a Stop.
MP2  So do attributes and elements of a document that are none of Word's.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable

import pytest
from word_plans import AREAS, ROSTER, city_text, plan_docx, plan_text, with_part

from duban.macros.commands.import_plan import plan_import
from duban.macros.imports.understand import understood
from duban.workbook.file.write_xlsx import create
from duban.workbook.say.stop import Stop
from duban.workbook.word.blocks import Document
from duban.workbook.word.read_docx import read_docx
from duban.workbook.word.read_text import read_text

PIECES = (
    "\t",
    "\n",
    "（",
    "）",
    "：",
    "1、",
    "（一）",
    "|",
    "| - |",
    "组长：",
    "\x0b",
    "9月前",
    "=1+1",
    "\u200b",
    "牵头领导：",
    "序号",
)
VALUES = (b'"0"', b'"-1"', b'"x"', b'"99999"', b'""')
TEXTS: tuple[Callable[[], str], ...] = (plan_text, city_text, lambda: AREAS + ROSTER)


def imports(read: Callable[[], Document]) -> None:
    try:
        found = understood([read()])
    except Stop:
        return
    if not found.empty:
        assert create(plan_import(found, None).plan.sheets)


@pytest.mark.parametrize("seed", range(60))
def test_texts__ok(seed: int) -> None:  # MP1
    chance = random.Random(seed)
    lines = chance.choice(TEXTS)().split("\n")
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(lines))
        match chance.randrange(4):
            case 0:
                lines[at] = ""
            case 1:
                lines.insert(at, chance.choice(lines))
            case 2:
                lines.insert(chance.randrange(len(lines)), lines.pop(at))
            case _:
                cut = chance.randrange(len(lines[at]) + 1)
                lines[at] = lines[at][:cut] + chance.choice(PIECES) + lines[at][cut:]
    imports(lambda: read_text("\n".join(lines).encode(), "方案.txt"))


@pytest.mark.parametrize("seed", range(40))
def test_documents__ok(seed: int) -> None:  # MP2
    chance = random.Random(seed)
    data = plan_docx()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in ("word/document.xml", "word/numbering.xml")}
    for name, content in parts.items():
        tags = re.split(rb"(?=<)", content)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(20, len(tags))
            if tags[at].endswith(b"/>") and chance.random() < 0.4:
                tags[at] = b""
            else:
                tags[at] = re.sub(rb'"[^"]*"', lambda _: chance.choice(VALUES), tags[at])
        data = with_part(data, name, b"".join(tags))
    imports(lambda: read_docx(data, "方案.docx"))
