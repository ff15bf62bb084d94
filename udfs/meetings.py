"""Whether a decision of a meeting is done.

办理情况 is free text: it is done where the text begins by saying so and the sentence stops there. A text that speaks
of being done later (``尚未办结``), or of a part (``完成60%``, ``已完成初稿``), is not.
"""

from __future__ import annotations

DONE_WORDS = ("已办结", "已完成", "办结", "完成")
"""What 办理情况 begins with once a decision is done."""
STOPS = "，。；、：！,.;:!（( \u3000\n"
"""One of these follows, or nothing."""


def is_done(told: object) -> bool:
    """Whether 办理情况 says that it is done."""
    text = told if isinstance(told, str) else ""
    return any(text.startswith(word) and text[len(word) : len(word) + 1] in STOPS for word in DONE_WORDS)
