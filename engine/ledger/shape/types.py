"""The cell that says what kind of activity a row is: one name or several, by any alias of the vocabulary."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from ...packs.model import ActivityType
from ..values.cells import Bad, Raw, fold, is_blank, show, text_of

# As they stand after fold(): full-width signs have become plain ones.
_BETWEEN = re.compile("[;、,+/暨和及&]+")
_LISTED = re.compile("[;；、,，+＋/／暨\r\n]+")  # 和 and 及 may be part of a word that is not known
_PADDING = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")  # white space beside a Chinese character
_LINES = re.compile(r"[\r\n]+")


class TypeReader:
    """Reads type cells into tuples of activity ids, in the order in which they are named."""

    def __init__(self, activities: Mapping[str, ActivityType], words: Mapping[str, str] | None = None) -> None:
        """``words`` are names of one's own with the types, or names of types, that they stand for; they go first."""
        self._activities, self._of = activities, dict[tuple[tuple[str, str], ...], TypeReader]()
        self._names: dict[str, str] = {}
        self._shown: dict[str, str] = {}
        for one in activities.values():
            for name in (one.id, one.title.zh, one.title.en, *one.aliases):
                self._names.setdefault(fold(name), one.id)
                self._shown.setdefault(fold(name), name)
        for word, name in (words or {}).items():
            self._names[fold(word)] = self._names.get(fold(name), name)
            self._shown[fold(word)] = word
        self._names.pop("", None)
        longest = sorted(self._names, key=lambda name: (-len(name), name))
        # The longest alias is tried first, and must end where a separator or the cell ends.
        either = "|".join(map(re.escape, longest)) or "(?!)"
        self._alias = re.compile(f"(?:{either})(?=$|{_BETWEEN.pattern})")
        self._within = re.compile("|".join(_spaced(name) for name in longest if len(name) > 1) or "(?!)")

    def of(self, words: Mapping[str, str]) -> TypeReader:
        """Return the reader of a source that has ``words`` of its own for types; unknown types are left out."""
        key = tuple((word, name) for word, name in words.items() if self.name(name) is not None)
        if key and key not in self._of:
            self._of[key] = TypeReader(self._activities, dict(key))
        return self._of[key] if key else self

    def name(self, word: str) -> str | None:
        """Return the id of the one type that is called ``word``, None where there is none."""
        return self._names.get(fold(word))

    def parts(self, text: str) -> list[str]:
        """Return the words that a cell lists, as they stand, whatever they are."""
        return [part.strip() for part in _LISTED.split(text) if part.strip()]

    def words(self) -> list[str]:
        """Return every name of a type, as names are compared."""
        return list(self._names)

    def read(self, cell: Raw) -> tuple[str, ...] | Bad | None:
        """Return the ids of the types in a cell, None for an empty one."""
        if is_blank(cell):
            return None
        text = text_of(cell) or ""
        whole = self._names.get(fold(text))
        return (whole,) if whole else self._several(fold(_LINES.sub(";", text)), cell)

    def named_in(self, title: str) -> tuple[str, ...]:
        """Return the types whose names stand in a title, in their order there; of names within names the longest."""
        text = _PADDING.sub("", unicodedata.normalize("NFKC", title).casefold())
        return tuple(dict.fromkeys(self._names[fold(match[0])] for match in self._within.finditer(text)))

    def known(self, cell: Raw) -> bool:
        """Return whether a cell holds nothing but names of types."""
        found = self.read(cell)
        return found is not None and not isinstance(found, Bad)

    def nearest(self, text: str) -> str | None:
        """Return the name of a type that ``text`` was probably meant to be."""
        from difflib import get_close_matches

        folded = fold(text)
        inside = [name for name in self._names if len(name) > 1 and name in folded]
        found = [max(inside, key=len)] if inside else get_close_matches(folded, list(self._names), 1, 0.5)
        return self._shown[found[0]] if found else None

    def _several(self, text: str, cell: Raw) -> tuple[str, ...] | Bad:
        found: dict[str, None] = {}
        at = len(text) - len(_BETWEEN.sub("", text, count=1)) if _BETWEEN.match(text) else 0
        while at < len(text):
            match = self._alias.match(text, at)
            if match is None:
                return Bad("unknown_type", show(cell))
            found[self._names[match[0]]] = None
            between = _BETWEEN.match(text, match.end())
            at = between.end() if between else len(text)
        return tuple(found) or Bad("unknown_type", show(cell))


def _spaced(name: str) -> str:
    """Return a pattern of a folded name; one in letters stands as words of its own, with whatever white space."""
    if not name.isascii():
        return re.escape(name)
    body = r"\s*".join(map(re.escape, name))
    return rf"(?<![a-z0-9]){body}(?![a-z0-9])"
