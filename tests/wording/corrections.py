"""Corrections made in a catalogue, and the same in the code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Message

from .catalogue import Key, Language, keyed
from .literals import Unwritable, filled_in, literal
from .pair import Pair, Span


@dataclass(frozen=True, slots=True)
class Correction:
    """One text that becomes another at one place."""

    file: str
    at: Span
    old: str
    new: str


def corrections(pairs: Iterable[Pair], held: dict[Key, Message], into: Language) -> tuple[list[Correction], list[str]]:
    """Return what ``held`` says otherwise than the code, and what of it cannot be taken over, with the reason.

    A message that is marked fuzzy is a question and no correction; one that the code does not know any more, and one
    that fills in something else than the code does, are refused.
    """
    found: list[Correction] = []
    refused: list[str] = []
    known: set[Key] = set()
    for key, pair in keyed(pairs, into):
        known.add(key)
        message = held.get(key)
        old, at = (pair.zh, pair.zh_at) if into == "zh" else (pair.en, pair.en_at)
        if message is None or message.fuzzy or message.string == old:
            continue
        new = str(message.string)
        fault = _fault(old, new, at.form)
        if fault:
            refused.append(f"{pair.file}: {old!r} -> {new!r}: {fault}")
        else:
            found.append(Correction(pair.file, at, old, new))
    refused += [f"{key[1]!r} is not in the code any more" for key in held if key not in known]
    return found, refused


def _fault(old: str, new: str, form: str) -> str:
    if not new.strip():
        return "it is empty"
    before, after = filled_in(old, form), filled_in(new, form)
    if before != after:
        return f"it fills in {', '.join(after) or 'nothing'} instead of {', '.join(before) or 'nothing'}"
    if (old[:1].isspace(), old[-1:].isspace()) != (new[:1].isspace(), new[-1:].isspace()):
        return "it begins or ends with a space where the other does not"
    return ""


def apply(found: Iterable[Correction], root: Path) -> list[str]:
    """Write the corrections into the files under ``root``; return those that cannot be written there."""
    by_file: dict[str, list[Correction]] = defaultdict(list)
    for one in found:
        by_file[one.file].append(one)
    refused: list[str] = []
    for file, ours in sorted(by_file.items()):
        content = (root / file).read_bytes()
        for one in sorted(ours, key=lambda each: each.at.start, reverse=True):
            line = content[: one.at.start].rpartition(b"\n")[2].decode()
            try:
                new = literal(one.new, one.at.form, len(line), _quote(content[one.at.start :]))
            except Unwritable as error:
                refused.append(f"{file}: {one.new!r}: {error}")
            else:
                content = content[: one.at.start] + new.encode() + content[one.at.end :]
        (root / file).write_bytes(content)
    return refused


def _quote(content: bytes) -> str:
    """Return the quotation mark that a literal begins with; any where it has none."""
    mark = content.lstrip(b"rfRF")[:1].decode(errors="ignore")
    return mark if mark in ("'", '"') else '"'
