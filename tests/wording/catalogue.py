"""The gettext catalogue of all pairs, as Babel writes and reads it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from .pair import Pair

Language = Literal["zh", "en"]
Key = tuple[str | None, str]

# A header without the day on which the catalogue was made, so that it changes only with the wording.
_EVER = datetime(2026, 1, 1, tzinfo=UTC)
_HEADER = """\
# The wording of checkbranch: what stands for each text in the other language.
# docs/wording.md says how it is read over and how corrections come back into the code."""


def keyed(pairs: Iterable[Pair], into: Language) -> Iterator[tuple[Key, Pair]]:
    """Yield each pair with the context and the text under which a catalogue in ``into`` holds it.

    The same text may be said in two ways; the first that is met has no context, each other one has the file in which
    it stands first, with a number where one file says it in several ways.
    """
    contexts: dict[tuple[str, str], str | None] = {}
    taken: set[tuple[str, str | None]] = set()
    for pair in pairs:
        source, target = _sides(pair, into)
        if (source, target) not in contexts:
            contexts[source, target] = _free_context(source, pair.file, taken)
            taken.add((source, contexts[source, target]))
        yield (contexts[source, target], source), pair


def _sides(pair: Pair, into: Language) -> tuple[str, str]:
    return (pair.en, pair.zh) if into == "zh" else (pair.zh, pair.en)


def _free_context(source: str, file: str, taken: set[tuple[str, str | None]]) -> str | None:
    if (source, None) not in taken:
        return None
    name, number = file, 1
    while (source, name) in taken:
        number += 1
        name = f"{file} {number}"
    return name


def catalogue(pairs: Iterable[Pair], into: Language) -> Catalog:
    """Return the catalogue whose messages are the texts in one language and whose strings are those ``into``."""
    made = Catalog(
        locale="zh_Hans_CN" if into == "zh" else "en",
        header_comment=_HEADER,
        project="checkbranch",
        version="1",
        msgid_bugs_address="",
        creation_date=_EVER,
        revision_date=_EVER,
        last_translator="checkbranch",
        language_team="checkbranch",
        fuzzy=False,
    )
    for (context, source), pair in keyed(pairs, into):
        message = made.add(source, _sides(pair, into)[1], locations=[(pair.file, 1)], context=context)
        # Babel takes "100 % done" for a format; what is filled in here stands in braces.
        message.flags.clear()
    return made


def written(made: Catalog) -> bytes:
    """Return the catalogue as a ``.po`` file."""
    out = io.BytesIO()
    write_po(out, made, width=110, include_lineno=False, omit_header=False)
    return out.getvalue()


def read(path: Path) -> dict[Key, Message]:
    """Return the messages of a ``.po`` file by context and text.

    Raises:
        babel.messages.pofile.PoFileError: when it is no catalogue.
    """
    with path.open("rb") as file:
        held = read_po(file, abort_invalid=True)
    return {(message.context, str(message.id)): message for message in held if message.id}
