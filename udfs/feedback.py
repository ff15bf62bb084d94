"""By when feedback is answered.

Source: an ordinary instruction is usually answered within fifteen days; the office may say otherwise.
"""

from __future__ import annotations

from datetime import date, timedelta

USUAL_DAYS = 15


def reply_due(received: date, days: int = USUAL_DAYS) -> date:
    """The last day to answer: so many days after the one on which it came."""
    return received + timedelta(days=days)
