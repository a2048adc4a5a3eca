"""Duties and inferences as JSON values: what the audit's JSON says of them, with chain, conditions and words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TextIO

from ...engine.packs.advice import Linted
from ...engine.packs.inference_model import Inference
from ...engine.packs.model import Basis, Duty, RuleBook
from ...engine.packs.score_checks import LintedTable
from ..inspection.score_words import points_text
from ..json_text import json_value
from ..rule_section import Section
from ..words.inferences import inference_words
from ..words.rules import cadence_words, counting_words, late_words, owed_words, partial_words, where_words

FORMAT = "checkbranch.rules/1"


def write_rules_json(out: TextIO, kind: str, language: str, parts: Mapping[str, object]) -> None:
    """Write what a command about rules found: ``kind`` is ``list``, ``duty``, ``inference``, ``pack`` or ``lint``."""
    whole = {"format": FORMAT, "kind": kind, "language": language, **parts}
    out.write("{" + ",\n".join(f'"{key}":{_rows(value)}' for key, value in whole.items()) + "}\n")


def _rows(value: object) -> str:
    """Return a value as JSON; of a list each item on a line of its own."""
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(map(json_value, value)) + "\n]"
    return json_value(value)


def section_value(section: Section, language: str) -> dict[str, object]:
    """Return a pack with the duties and inferences that it defines."""
    pack, book = section.pack, section.book
    return {
        "id": pack.id,
        "version": pack.version,
        "title": pack.title.say(language),
        "sha256": pack.sha256,
        "laid_over": list(section.over),
        "duties": [duty_value(duty, book, language) for duty in section.duties],
        "inferences": [inference_value(each, book, language) for each in section.inferences],
    }


def lint_value(target: str, linted: Linted | LintedTable, language: str) -> dict[str, object]:
    """Return what was found in one target."""
    counts: dict[str, object] = (
        {"items": linted.items, "points": points_text(linted.points)}
        if isinstance(linted, LintedTable)
        else {"duties": linted.duties, "inferences": linted.inferences}
    )
    return {
        "target": target,
        **counts,
        "faults": [{"where": fault.where, "message": fault.message.say(language)} for fault in linted.faults],
        "hints": [{"where": hint.where, "message": hint.message.say(language)} for hint in linted.hints],
    }


def duty_value(duty: Duty, rules: RuleBook, language: str) -> dict[str, object]:
    """Return a duty with everything that is known of it; what begins as in the audit's JSON means the same."""
    return {
        "id": duty.id,
        "pack": duty.pack,
        "kind": duty.kind,
        "title": duty.title.say(language),
        "subject": duty.subject,
        "modality": duty.modality,
        "severity": duty.severity,
        "basis": [_basis(basis, rules, language) for basis in duty.basis],
        "off": duty.off,
        "chain": list(duty.chain),
        "effective": {"from": duty.effective_from, "until": duty.effective_until},
        "cadence": cadence_words(duty).say(language),
        "owed": owed_words(duty, rules.activities).say(language),
        "where": where_words(duty).say(language),
        "counts_when": [text.say(language) for text in counting_words(duty)],
        "late": late_words(duty).say(language),
        "partial": partial_words(duty).say(language),
        "remedy": duty.remedy.say(language) if duty.remedy else None,
        "note": duty.note.say(language) if duty.note else None,
    }


def _basis(basis: Basis, rules: RuleBook, language: str) -> Mapping[str, object]:
    source = rules.sources.get(basis.source)
    return {
        "source": basis.source,
        "article": basis.article,
        "modality": basis.modality,
        "quote": basis.quote,
        "inferred": basis.inferred,
        "note": basis.note.say(language) if basis.note else None,
        "title": source.title.say(language) if source else None,
        "issuer": source.issuer if source else None,
        "issued": source.issued if source else None,
        "checked_on": source.checked_on if source else None,
    }


def inference_value(inference: Inference, rules: RuleBook, language: str) -> dict[str, object]:
    """Return an inference with its conditions in words."""
    duties = {duty.id: duty for duty in rules.duties}
    return {
        "id": inference.id,
        "pack": inference.pack,
        "title": inference.title.say(language),
        "subject": inference.subject,
        "flag": inference.flag,
        "severity": inference.severity,
        "message": inference.message.say(language),
        "off": inference.off,
        "chain": list(inference.chain),
        "when": [text.say(language) for text in inference_words(inference, duties)],
    }
