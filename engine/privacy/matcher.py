"""Known names found in a text and written over, except where they are part of a word that is nobody's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
# People put blanks between the characters of a name so that names of two and three line up.
_BETWEEN = re.compile(rf"(?<=[{_HAN}])[\s\u200b\u200c\u200d\u2060\ufeff]+(?=[{_HAN}])")
_CARD = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{5}[ -]?(?:18|19|20)[0-9]{6}[ -]?[0-9]{3}[0-9Xx](?![0-9A-Za-z])")
_PHONE = re.compile(r"(?<![0-9A-Za-z])1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9A-Za-z])")
_REMEMBERED = 100_000
_AROUND = 2  # characters of a longer word that must stand beside a name for it to be that word


class Matcher:
    """Replaces the names of ``names`` in texts by what they map to; ``kept`` are words that are never touched.

    Names of one character are left alone, as they are parts of ordinary words.
    """

    def __init__(self, names: Mapping[str, str], kept: Iterable[str], card: str, phone: str) -> None:
        self._card, self._phone = card, phone
        self._kept = frozenset(word for word in kept if len(word) > 1)
        self._names = {name: by for name, by in names.items() if len(name) > 1 and name not in self._kept}
        self._starts: dict[str, list[str]] = {}
        for name in sorted(self._names, key=len, reverse=True):
            self._starts.setdefault(name[0], []).append(name)
        self._within = self._longer_words()
        self._ascii = any(name.isascii() for name in self._names)
        self._done: dict[str, str] = {}

    def sub(self, text: str) -> str:
        """Return the text with every known name, identity card number and mobile number written over."""
        found = self._done.get(text)
        if found is None:
            found = self._sub(text)
            if len(self._done) >= _REMEMBERED:
                self._done.clear()
            self._done[text] = found
        return found

    def _sub(self, text: str) -> str:
        if self._ascii or not text.isascii():
            text = self._names_out(text)
        if any(char.isdigit() for char in text):
            text = _PHONE.sub(self._phone, _CARD.sub(self._card, text))
        return text

    def _names_out(self, text: str) -> str:
        plain, places = _closed_up(text)
        parts: list[str] = []
        done = 0
        for start, end, by in self._hits(plain):
            first, last = places[start], places[end - 1] + 1
            parts += [text[done:first], by]
            done = last
        return "".join([*parts, text[done:]]) if parts else text

    def _hits(self, plain: str) -> Iterator[tuple[int, int, str]]:
        at = 0
        while at < len(plain):
            name = self._name_at(plain, at)
            if name is None:
                at += 1
                continue
            yield at, at + len(name), self._names[name]
            at += len(name)

    def _name_at(self, plain: str, at: int) -> str | None:
        for name in self._starts.get(plain[at], ()):
            if plain.startswith(name, at) and self._stands_alone(plain, at, name):
                return name
        return None

    def _stands_alone(self, plain: str, at: int, name: str) -> bool:
        end = at + len(name)
        if _is_latin(name[0]) and at and _is_latin(plain[at - 1]):
            return False
        if _is_latin(name[-1]) and end < len(plain) and _is_latin(plain[end]):
            return False
        for before, after in self._within.get(name, ()):
            if (before and plain.endswith(before, 0, at)) or (after and plain.startswith(after, end)):
                return False
        return True

    def _longer_words(self) -> dict[str, set[tuple[str, str]]]:
        """Return, by name, what stands before and after it in words that are nobody's name: 向阳 in 向阳社区."""
        found: dict[str, set[tuple[str, str]]] = {}
        for word in self._kept:
            for at, char in enumerate(word):
                for name in self._starts.get(char, ()):
                    if word.startswith(name, at):
                        end = at + len(name)
                        found.setdefault(name, set()).add((word[max(0, at - _AROUND) : at], word[end : end + _AROUND]))
        return found


def _closed_up(text: str) -> tuple[str, range | list[int]]:
    """Return a text without the blanks between Chinese characters, and where each of its characters stood."""
    gaps = [match.span() for match in _BETWEEN.finditer(text)]
    if not gaps:
        return text, range(len(text))
    places: list[int] = []
    done = 0
    for first, end in gaps:
        places += range(done, first)
        done = end
    places += range(done, len(text))
    return "".join(text[place] for place in places), places


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
