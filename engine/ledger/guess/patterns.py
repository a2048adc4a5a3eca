"""Many files alike, each of a unit that it is named like: named by one pattern, so that the next one is read too."""

from __future__ import annotations

import glob
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from .proposals import Entry

_LEAST = 3


def with_patterns(entries: Sequence[Entry], root: Path) -> list[Entry]:
    """Return the entries, those alike as one where a pattern fits their files and no other, as seen from ``root``."""
    groups: dict[tuple[object, ...], list[Entry]] = {}
    for entry in entries:
        groups.setdefault(_key(entry), []).append(entry)
    found: list[Entry] = []
    for key, own in groups.items():
        pattern = _pattern(own, root) if key and len(own) >= _LEAST else None
        if pattern is None:
            found += own
        else:
            sheets = [sheet for entry in own for sheet in entry.sheets]
            found.append(replace(own[0], sheets=sheets, pattern=pattern))
    return found


def _key(entry: Entry) -> tuple[object, ...]:
    """Return what entries must have in common; nothing for one that no pattern can stand for."""
    if entry.unit != "{stem}" or entry.sheet is not None or entry.type is not None or entry.lost:
        return ()
    path = PurePosixPath(entry.file)
    told = (entry.columns.items(), entry.words.items())
    return (entry.table, path.parent, path.suffix, entry.header, *(tuple(sorted(map(str, items))) for items in told))


def _pattern(entries: Sequence[Entry], root: Path) -> str | None:
    path = PurePosixPath(entries[0].file)
    # The folder of the workspace need not be there yet, so that the way to the files is looked up first.
    folder = os.path.normpath(os.path.join(os.path.realpath(root), path.parent))
    fits = {one for one in os.listdir(folder) if one.endswith(path.suffix) and not one.startswith((".", "~$"))}
    if fits != {PurePosixPath(entry.file).name for entry in entries}:
        return None
    return f"{glob.escape(path.parent.as_posix())}/*{path.suffix}".removeprefix("./")
