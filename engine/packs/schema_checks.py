"""The duty kinds without periods of their own as JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from . import checks, documents, hint_signs, quota
from .check_model import Of, Sign
from .condition_model import Every
from .schema_check_words import COVER, DOCUMENT, FOLLOW_UP, HINT, OVERLAP, PRECEDE, RECORD, STATE, TALLY
from .schema_forms import FIELD, Maker, Schema, choice, day, duration, number, one_or_list, ref, text, whole

_COLUMN: Schema = {"type": "string", "pattern": FIELD}


def check_forms(make: Maker) -> Mapping[str, Schema]:
    """Return, by kind, the map that is written under it."""
    return {
        "follow_up": _follow_up(make),
        "precede": _precede(make),
        "record": _record(make),
        "state": make.map(checks.STATE_KEYS, {"must": _must(make)}, STATE, ("must",)),
        "cover": _cover(make),
        "tally": _tally(make),
        "overlap": _overlap(make),
        "hint": _hint(make),
    }


def _follow_up(make: Maker) -> Schema:
    forms: Mapping[str, Schema] = {
        "after": one_or_list(text(), 1),
        "of": choice(("requests",)),
        "do": one_or_list(text(), 1),
        "have": _COLUMN,
        "within": make.dated(duration(checks.WITHIN)),
        "by": _people(),
        "same": _COLUMN,
    }
    found = make.map(checks.FOLLOW_UP_KEYS, forms, FOLLOW_UP, ("after", "within"))
    if make.over:
        return found
    return {
        **found,
        "oneOf": [{"required": ["do"]}, {"required": ["have"], "properties": {"by": False, "same": False}}],
    }


def _precede(make: Maker) -> Schema:
    forms: Mapping[str, Schema] = {
        "before": one_or_list(text(), 1),
        "do": one_or_list(text(), 1),
        "within": make.dated(duration(checks.WITHIN)),
        "cover": choice(("members",)),
        "by": _people(),
        "same": _COLUMN,
    }
    return make.map(checks.PRECEDE_KEYS, forms, PRECEDE, ("before", "do", "within"))


def _record(make: Maker) -> Schema:
    forms: Mapping[str, Schema] = {
        "of": one_or_list(text(), 1),
        "when": _must(make),
        "must": _must(make),
        "by": _people(),
    }
    return make.map(checks.RECORD_KEYS, forms, RECORD, ("of", "must"))


def _cover(make: Maker) -> Schema:
    forms: Mapping[str, Schema] = {
        "each": _COLUMN,
        "of": choice(get_args(Of)),
        "by": choice(get_args(Of)),
        "where": ref("condition_over" if make.over else "condition"),
        "match": _COLUMN,
    }
    return make.map(checks.COVER_KEYS, forms, COVER, ("each", "of", "by", "match"))


def _tally(make: Maker) -> Schema:
    forms: Mapping[str, Schema] = {
        "whole": _COLUMN,
        "parts": one_or_list(_COLUMN, 1),
        "sum": _COLUMN,
        "of": choice(get_args(Of)),
    }
    found = make.map(checks.TALLY_KEYS, forms, TALLY, ("whole",))
    if make.over:
        return found
    return {**found, "oneOf": [{"required": ["parts"]}, {"required": ["sum", "of"]}]}


def _overlap(make: Maker) -> Schema:
    forms: Mapping[str, Schema] = {
        "of": one_or_list(text(), 1),
        "who": _people(),
        "within": choice(("clock",)),
    }
    return make.map(checks.OVERLAP_KEYS, forms, OVERLAP, ("of",))


def _hint(make: Maker) -> Schema:
    forms: Mapping[str, Schema] = {
        "of": one_or_list(text(), 1),
        "every": choice(get_args(Every)),
        "sign": choice(get_args(Sign)),
        "at_least": whole(1, 1000),
        "over": number(exclusiveMinimum=0, maximum=1),
        "within": duration(("day", "week")),
        "documents": {"type": "object", "additionalProperties": _document(make)},
    }
    found = make.map(hint_signs.HINT_KEYS, forms, HINT, ("of", "every", "sign"))
    if make.over:
        return found
    takes = [
        {"if": {"properties": {"sign": choice((sign,))}}, "then": {"properties": dict.fromkeys(unused, False)}}
        for sign, shape in hint_signs.SHAPES.items()
        if (unused := [key for key in (*hint_signs.NUMBERS, "documents") if getattr(shape, key) is None])
    ]
    needs = [
        {"if": {"properties": {"sign": choice((sign,))}}, "then": {"required": ["documents"]}}
        for sign, shape in hint_signs.SHAPES.items()
        if shape.documents
    ]
    return {**found, "allOf": [*takes, *needs]}


def _document(make: Maker) -> Schema:
    forms: Mapping[str, Schema] = {
        "published": day(),
        "names": one_or_list(text(), 1),
        "en": text(),
        "source": text(),
        "checked_on": day(),
    }
    found = make.map(documents.DOCUMENT_KEYS, forms, DOCUMENT, ("published",))
    return {"anyOf": [day(), found, *([{"type": "null"}] if make.over else [])]}


def _people() -> Schema:
    return one_or_list(choice(quota.PEOPLE))


def _must(make: Maker) -> Schema:
    condition = ref("condition_over" if make.over else "condition")
    return make.dated({"anyOf": [condition, {"const": "none"}]})
