"""The handbook as Markdown: headings, tables and lists that any viewer shows, with everything from files escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TextIO

from ..md import escaped
from .handbook import Chapter, Handbook, Part, Table
from .handbook_rules import Entry


def write_handbook_md(book: Handbook, out: TextIO) -> None:
    """Write the handbook to ``out``; the same handbook gives the same bytes."""
    for block in _blocks(book):
        out.write(block + "\n\n")
    out.write("---\n")


def _begun(text: str) -> str:
    """Return ``text`` escaped for the beginning of a line, where a dash or a number would begin a list."""
    return re.sub(r"^(\d*)([-+.)=])", r"\1\\\2", escaped(text))


def _code(text: str) -> str:
    """Return an id between backticks; one that is no plain word is escaped as text instead."""
    return f"`{text}`" if re.fullmatch(r"[\w.:-]+", text) else escaped(text)


def _blocks(book: Handbook) -> Iterator[str]:
    yield f"# {escaped(book.title)}"
    yield f"**{escaped(book.name)}**"
    yield from (escaped(note) for note in book.notes)
    for table in (book.packs, book.sources):
        yield from _table(table)
    yield f"## {escaped(book.contents)}"
    yield "\n".join(_contents(book))
    for part in book.parts:
        yield from _part(part, book.language)
    for table in (book.vocabulary, book.combine):
        yield from _table(table)


def _contents(book: Handbook) -> Iterator[str]:
    for part in book.parts:
        yield f"- {_link(part.title, part.anchor)}"
        for chapter in part.chapters:
            yield f"  - {_link(chapter.title, chapter.anchor)}"
            for entry in chapter.entries:
                yield f"    - {_link(_title(entry), entry.anchor)}"
    for table in (book.vocabulary, book.combine):
        if table.rows:
            yield f"- {_link(table.title, table.anchor)}"


def _link(text: str, anchor: str) -> str:
    return f"[{escaped(text)}](#{anchor})"


def _title(entry: Entry) -> str:
    return f"{entry.number}. {entry.title}"


def _table(table: Table) -> Iterator[str]:
    if not table.rows:
        return
    yield f'<a id="{table.anchor}"></a>'
    yield f"## {escaped(table.title)}"
    yield from (escaped(note) for note in table.notes)
    rows = [
        _row(table.heads),
        _row(["---"] * len(table.heads)),
        *map(_row, [list(map(escaped, r)) for r in table.rows]),
    ]
    yield "\n".join(rows)


def _row(values: Sequence[str]) -> str:
    return f"| {' | '.join(values)} |"


def _part(part: Part, language: str) -> Iterator[str]:
    yield f'<a id="{part.anchor}"></a>'
    yield f"## {escaped(part.title)}"
    yield from (escaped(text) for text in part.about)
    for chapter in part.chapters:
        yield from _chapter(chapter, language)


def _chapter(chapter: Chapter, language: str) -> Iterator[str]:
    yield f'<a id="{chapter.anchor}"></a>'
    yield f"### {escaped(chapter.title)}"
    yield from (escaped(note) for note in chapter.notes)
    for entry in chapter.entries:
        yield from _entry(entry, language)


def _entry(entry: Entry, language: str) -> Iterator[str]:
    english = language == "en"
    state = (f" ({escaped(entry.state)})" if english else f"（{escaped(entry.state)}）") if entry.state else ""
    yield f'<a id="{entry.anchor}"></a>'
    yield f"#### {escaped(_title(entry))} {_code(entry.id)}{state}"
    colon, note = (": ", "Note: ") if english else ("：", "说明：")
    for cited in entry.basis:
        lines = [f"**{escaped(cited.cite)}**"]
        if cited.quote:
            lines.append(_begun(cited.quote))
        if cited.note:
            lines.append(escaped(note + cited.note))
        yield "\n>\n".join(f"> {line}" for line in lines)
    items = []
    for line in entry.lines:
        head = f"- **{escaped(line.head)}**{colon}"
        if len(line.texts) == 1:
            items.append(head + escaped(line.texts[0]))
        else:
            items.append(head.rstrip())
            items += [f"  - {_begun(text)}" for text in line.texts]
        if line.on_day:
            items.append(f"  - {'On the day: ' if english else '当日适用：'}{escaped(line.on_day)}")
    yield "\n".join(items)
