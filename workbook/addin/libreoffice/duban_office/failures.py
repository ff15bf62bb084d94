"""What staff are told instead of a button's work."""

from __future__ import annotations


class CannotDo(Exception):
    """A sentence for staff, in Chinese, with what to do. Nothing was changed."""
