"""What changed between two states of the rules as JSON."""

from __future__ import annotations

from datetime import date
from typing import TextIO

from ...engine.packs.compare import Change, Comparison
from ...engine.packs.inference_model import Inference
from ...engine.packs.model import RuleBook
from ..programs.rules_json import duty_value, inference_value, write_rules_json
from .diff_text import Side
from .diff_words import part_words, said, word_words


def write_diff_json(
    out: TextIO, language: str, old: Side, new: Side, days: tuple[date | None, date | None], found: Comparison
) -> None:
    """Write every change; ``days`` are those on which the two sides are looked at, None for all days."""
    write_rules_json(
        out,
        "diff",
        language,
        {
            "from": {"name": old.name, "on": days[0], "packs": _packs(old.book)},
            "to": {"name": new.name, "on": days[1], "packs": _packs(new.book)},
            "duties": [_change(change, old.book, new.book, language) for change in found.duties],
            "inferences": [_change(change, old.book, new.book, language) for change in found.inferences],
            "words": [
                {
                    "kind": change.kind,
                    "name": change.name,
                    "old": word_words(change).old.say(language) if change.old else None,
                    "new": word_words(change).new.say(language) if change.new else None,
                }
                for change in found.words
            ],
        },
    )


def _packs(book: RuleBook) -> list[dict[str, object]]:
    return [{"id": pack.id, "version": pack.version, "sha256": pack.sha256} for pack in book.packs]


def _change(change: Change, old: RuleBook, new: RuleBook, language: str) -> dict[str, object]:
    rule, book = change.rule, new if change.new else old
    value = inference_value(rule, book, language) if isinstance(rule, Inference) else duty_value(rule, book, language)
    return {
        "id": rule.id,
        "change": change.kind,
        "title": part_words(rule, "title", book).say(language),
        "subject": rule.subject,
        "parts": [
            {"part": each.part, "old": each.old.say(language), "new": each.new.say(language)}
            for each in said(change, old, new)
        ],
        "rule": value,
    }
