"""A human text in the two languages every message is given in."""

from __future__ import annotations

from typing import NamedTuple


class Text(NamedTuple):
    """One text in Chinese and in English; where English is missing the Chinese stands in for it."""

    zh: str
    en: str

    def say(self, language: str) -> str:
        """Return the text in ``language`` (``zh`` or ``en``)."""
        return self.en if language == "en" else self.zh
