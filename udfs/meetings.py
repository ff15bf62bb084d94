"""Whether a decision of a meeting is done.

办理情况 is free text: it is done where the text begins by saying so. A text that only speaks of being done later
(``尚未办结``) is not.
"""

from __future__ import annotations

DONE_WORDS = ("已办结", "已完成", "办结", "完成")
"""What 办理情况 begins with once a decision is done."""


def is_done(told: object) -> bool:
    """Whether 办理情况 says that it is done."""
    return isinstance(told, str) and told.startswith(DONE_WORDS)
