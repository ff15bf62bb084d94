"""What is asked of service groups.

Source: a park's reform list: a day and a half of each week at enterprises, at least, all year long.
"""

from __future__ import annotations

USUAL_DAYS = 1.5
"""Days of a week."""
