"""Words and rows that only the handbook needs: Chinese ordinals, sources, the vocabulary, what may be combined."""

from __future__ import annotations

from collections.abc import Sequence

from ...engine.packs.model import ActivityType, Source
from ...engine.text import Text
from ..rule_section import Section

_DIGITS = "零一二三四五六七八九"


def ordinal(number: int) -> str:
    """Return a number from 1 to 99 as Chinese headings count it: 三, 十, 二十一; larger ones in figures."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    if not tens:
        return _DIGITS[ones]
    return (_DIGITS[tens] if tens > 1 else "") + "十" + (_DIGITS[ones] if ones else "")


def source_row(source: Source, language: str) -> list[str]:
    """Return an instrument as a row: title, id, issuer, day of issue, day on which its text was last checked."""
    title = source.title.say(language)
    if language != "en" and not source.local and "《" not in title:
        title = f"《{title}》"
    if source.local:
        title += Text("（当地或自定）", " (local)").say(language)
    if source.url:
        title += f" {source.url}"
    return [title, source.id, source.issuer or "—", _day(source.issued), _day(source.checked_on)]


def _day(day: object) -> str:
    return str(day) if day else "—"


def vocabulary(sections: Sequence[Section], language: str, *, whole: bool) -> tuple[list[list[str]], list[list[str]]]:
    """Return the rows of all types with their names, and of the types that may be held together.

    Without ``whole`` only the types that the duties ask for are there.
    """
    used = {word for section in sections for duty in section.duties for word in duty.do}
    known = _merged(sections)
    shown = [each for word, each in known.items() if whole or word in used]
    comma = "、" if language != "en" else ", "
    types = [[each.title.say(language), each.id, comma.join(_names(each, language)) or "—"] for each in shown]
    pairs = {pair for section in sections for pair in section.book.may_combine}
    combine = []
    for each in shown:
        others = [known[word].title.say(language) for word in known if word != each.id and {word, each.id} in pairs]
        if others:
            combine.append([each.title.say(language), comma.join(others)])
    return types, combine


def _merged(sections: Sequence[Section]) -> dict[str, ActivityType]:
    """Return the types of all books in the order in which they come, with all their aliases."""
    merged: dict[str, ActivityType] = {}
    for section in sections:
        for word, each in section.book.activities.items():
            old = merged.get(word, each)
            aliases = tuple(dict.fromkeys([*old.aliases, *each.aliases]))
            merged[word] = ActivityType(word, old.title, aliases)
    return merged


def _names(each: ActivityType, language: str) -> list[str]:
    """Return the aliases without the title itself; in English the Chinese name is one of them."""
    names = [each.title.zh, *each.aliases] if language == "en" else [*each.aliases]
    return [name for name in dict.fromkeys(names) if name not in (each.title.say(language), each.id)]
