"""Whether the name of a unit looks like one: what stands in its place is a person, a sentence or a number."""

from __future__ import annotations

import re

from duban.udfs.person_or_unit import is_person, is_unit
from duban.udfs.text import squeeze


def doubtful_unit(name: str) -> str | None:
    """Why a unit's name may be none: ``"person"``, ``"sentence"``, ``"number"``; ``None`` for what looks like one."""
    plain = squeeze(name)
    if not plain:
        return None
    if not re.search(r"[^\W\d_]", re.sub(r"[年月日号时分季度第元万亿]", "", plain)):
        return "number"
    if is_person(plain):
        return "person"
    if re.search(r"[。;,!?]|负责(?!人$)|牵头(?!办|组)|会同|按职责|要求", plain):
        return "sentence"
    short = re.sub(r"\([^()]*\)", "", plain)
    verbs = re.search(
        r"(?:确保|做好|抓好|完成|开展|推进|落实|配合|参与|协助|推动|加快|加强|建立|制定|组织实施)", short
    )
    if (verbs or len(short) > 20) and not is_unit(short):
        return "sentence"
    return "sentence" if len(short) > 40 else None
