"""Sentences for the staff, each in Chinese and in English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Say:
    """One sentence for the staff in Chinese and in English."""

    zh: str
    en: str

    def format(self, **facts: object) -> Say:
        """Put the facts into both languages; a fact may itself be said in both."""

        def fill(text: str, lang: str) -> str:
            return text.format(**{k: v.to(lang) if isinstance(v, Say) else v for k, v in facts.items()})

        return Say(fill(self.zh, "zh"), fill(self.en, "en"))

    def to(self, lang: str) -> str:
        """The sentence in ``lang`` (``zh`` or ``en``)."""
        return self.en if lang == "en" else self.zh


class Reason(NamedTuple):
    """Why a command stops: what is wrong, and what to do about it."""

    what: Say
    do: Say
