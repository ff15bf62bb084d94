"""The list of all packages in a bundle with their licences; the texts stand beside the packages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from email.message import Message
from email.parser import HeaderParser

_METADATA = re.compile(r"lib/([^/]+\.dist-info)/METADATA")
_TEXT = re.compile(r"(licen[cs]e|copying|notice)", re.IGNORECASE)
_HEAD = """\
许可 / Licences
===============

本文件夹由下列程序组成，各有各的许可；许可全文在所列的文件里。
What this folder is made of. The text of each licence is in the files named.

"""


def licences(found: Mapping[str, bytes], python_version: str) -> str:
    """The list for files by their path in the bundle; lines ended by LF."""
    lines = [f"CPython {python_version}\n  PSF-2.0\n  python/LICENSE.txt\n"]
    for path in sorted(found, key=str.lower):
        about = _METADATA.fullmatch(path)
        if about is None:
            continue
        told = HeaderParser().parsestr(found[path].decode("utf-8"))
        texts = [f"  {each}\n" for each in licence_texts(found, about[1])]
        lines.append(f"{told['Name']} {told['Version']}\n  {_licence(told)}\n{''.join(texts)}")
    return _HEAD + "\n".join(lines)


def licence_texts(found: Iterable[str], about: str) -> list[str]:
    """The files with a licence's text in a ``.dist-info`` folder."""
    start = f"lib/{about}/"
    return sorted(
        path
        for path in found
        if path.startswith(start)
        and (path.startswith(f"{start}licenses/") or _TEXT.search(path.rpartition("/")[2]))
    )


def _licence(told: Message) -> str:
    """What a package says of its licence, in one line."""
    said = told.get("License-Expression") or told.get("License") or "?"
    return said.strip().splitlines()[0]
