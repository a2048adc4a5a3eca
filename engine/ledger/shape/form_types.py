"""The type of a record form that names none: taken from its title, its name, or the name of its file or folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath

from ..forms.labels import label_of
from ..headers import TYPE_OR_TITLE, plain_header
from ..values.cells import Raw, is_blank, show, text_of
from ..values.sheets import Note, Sheet
from .matching import Match
from .types import TypeReader

TYPE = "类型"
MOST = 2  # types that one record may have; a heading with more is that of a form for all of them


def with_type(sheet: Sheet, match: Match, file: str, types: TypeReader) -> Sheet:
    """Return a sheet of forms with the column of types, those that are left blank filled with what a heading names.

    A form without anything in it stays blank.
    """
    at = match.names.get("type")
    cells: list[Raw] = [None] * len(sheet.numbers) if at is None else list(sheet.columns[at])
    notes = list(sheet.notes)
    for row in range(len(cells)):
        blank = all(is_blank(column[row]) for column in sheet.columns)
        found = None if blank or not is_blank(cells[row]) else _guess(sheet, row, file, types)
        if found is not None:
            cells[row], note = found
            notes.append(note)
    header, columns = list(sheet.header), list(sheet.columns)
    if at is None:
        header.append(TYPE)
        columns.append(cells)
    else:
        columns[at] = cells
    return replace(sheet, header=header, columns=columns, notes=notes[: len(sheet.notes) + 1])


def with_known_labels(match: Match) -> Match:
    """Return the match of a sheet of forms; a label that forms are known to have is no unknown column."""
    match.unknown = [header for header in match.unknown if label_of(header.rstrip(" 0123456789")) is None]
    return match


def _guess(sheet: Sheet, row: int, file: str, types: TypeReader) -> tuple[str, Note] | None:
    for zh, en, text in _places(sheet, row, file):
        named = types.named_in(text)
        if 1 <= len(named) <= MOST:
            return "、".join(named), Note("type_guessed", {"where": zh, "where_en": en, "shown": show(text)})
    return None


def _places(sheet: Sheet, row: int, file: str) -> Iterator[tuple[str, str, str]]:
    """Yield the texts that may name the type, the nearest first, with what they are."""
    for title in reversed(sheet.titles):
        yield "标题", "title", title
    for header, column in zip(sheet.header, sheet.columns, strict=True):
        name = text_of(header) or ""
        if plain_header(name) in TYPE_OR_TITLE and (text := text_of(column[row])) is not None:
            yield f"“{name}”栏", f"field {name}", text
    path = PurePath(file)
    yield "文件名", "name of the file", path.stem
    yield "文件夹名", "name of the folder", path.parent.name
