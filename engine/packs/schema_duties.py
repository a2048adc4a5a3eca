"""Duties and conditions as JSON Schema, made from the keys and words that the reader of packs goes by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import get_args

from . import basis, conditions, duties, hints, intervals, quota
from .condition_model import Every
from .schema_check_words import KINDS as KIND_WORDS
from .schema_checks import check_forms
from .schema_forms import (
    DAY,
    FIELD,
    Maker,
    Schema,
    choice,
    day,
    duration,
    identifier,
    number,
    one_or_list,
    ref,
    text,
    truth,
    whole,
)
from .schema_words import BASIS, CALENDAR, DUTY, EFFECTIVE, GAP, LATE, OWED, QUOTA, ROLLING

KINDS = duties.KINDS
LATE_KEYS = ("until", "counts_as", "take")
EFFECTIVE_KEYS = ("from", "until")
AMOUNT_KEYS = ("column", "else")
PEOPLE = ("member", "household")
BY_PEOPLE = ("quota", "gap", "rolling", "follow_up", "record")  # with `cover` a precede names members all the same
LATE_UNITS = ("day", "workday", "week", "month", "year")
_COLUMN: Schema = {"type": "string", "pattern": FIELD}


def duty(make: Maker) -> Schema:
    """Return one duty, or what an overlay says of one."""
    condition = make.dated({"anyOf": [ref("condition_over" if make.over else "condition"), {"const": "none"}]})
    forms: Mapping[str, Schema] = {
        "id": identifier(),
        "title": make.human(),
        "basis": _basis(make),
        "effective": make.map(EFFECTIVE_KEYS, {"from": day(), "until": day()}, EFFECTIVE),
        "subject": choice(duties.SUBJECTS),
        "where": condition,
        "quota": _quota(make),
        "gap": _gap(make),
        "rolling": _rolling(make),
        **check_forms(make),
        "counts_when": condition,
        "late": make.dated({"anyOf": [_late(make), {"const": "none"}]}),
        "partial": choice(("waive", "require", "prorate")),
        "remedy": make.human(),
        "note": make.human(),
        "calendar": _calendar(make),
        "severity": choice(basis.GRAVITY),
        "override": truth(),
        "off": truth(),
    }
    found = make.map(duties.KEYS, forms, {**DUTY, **KIND_WORDS})
    if make.over:
        return {**found, "required": ["id", "override"]}
    no_people: Schema = {"properties": {kind: {"properties": {"by": False}} for kind in BY_PEOPLE}}
    return {
        **found,
        "required": ["id", "subject"],
        "oneOf": [{"required": [kind]} for kind in KINDS],
        "allOf": [
            {"if": {"required": ["quota"]}, "else": {"properties": dict.fromkeys(duties.ONLY_QUOTA, False)}},
            _only_with(duties.COUNTING, "counts_when"),
            _only_with(duties.SCHEDULED, "calendar"),
            {"if": {"properties": {"subject": choice(PEOPLE)}}, "else": no_people},
        ],
    }


def _only_with(kinds: Iterable[str], key: str) -> Schema:
    return {"if": {"anyOf": [{"required": [kind]} for kind in kinds]}, "else": {"properties": {key: False}}}


def _basis(make: Maker) -> Schema:
    forms: Mapping[str, Schema] = {
        "source": text(),
        "article": text(),
        "modality": choice(basis.STRICTNESS),
        "quote": text(),
        "inferred": truth(),
        "note": make.human(),
    }
    each = Maker(make.language).map(basis.KEYS, forms, BASIS, ("source", "modality"))
    one = make.map(basis.KEYS, forms, BASIS, ("source", "modality"))
    return {"anyOf": [one, {"type": "array", "minItems": 1, "items": each}]}


def _types() -> Schema:
    return one_or_list(text(), 1)


def _quota(make: Maker) -> Schema:
    amount = number(exclusiveMinimum=0, maximum=1_000_000)
    column = make.map(AMOUNT_KEYS, {"column": _COLUMN, "else": number(minimum=0, maximum=1_000_000)}, OWED, ("column",))
    forms: Mapping[str, Schema] = {
        "do": _types(),
        "at_least": make.dated({"anyOf": [amount, column]}),
        "every": make.dated(choice(get_args(Every))),
        "by": one_or_list(choice(quota.PEOPLE)),
        "sum": _COLUMN,
        "count": choice(("each",)),
    }
    return make.map(quota.KEYS, forms, QUOTA, ("do", "at_least", "every"))


def _gap(make: Maker) -> Schema:
    forms: Mapping[str, Schema] = {
        "do": _types(),
        "at_most": make.dated(duration(("day", "week"))),
        "by": one_or_list(choice(quota.PEOPLE)),
    }
    return make.map(intervals.GAP_KEYS, forms, GAP, ("do", "at_most"))


def _rolling(make: Maker) -> Schema:
    forms: Mapping[str, Schema] = {
        "do": _types(),
        "at_least": make.dated(whole(1, 1000)),
        "in_any": make.dated(duration(("day", "week"))),
        "by": one_or_list(choice(quota.PEOPLE)),
    }
    return make.map(intervals.ROLLING_KEYS, forms, ROLLING, ("do", "in_any"))


def _late(make: Maker) -> Schema:
    forms: Mapping[str, Schema] = {
        "until": duration(LATE_UNITS),
        "counts_as": choice(("made_up", "met")),
        "take": choice(("named", "oldest")),
    }
    return make.map(LATE_KEYS, forms, LATE, ("until",))


def _calendar(make: Maker) -> Schema:
    forms: Mapping[str, Schema] = {
        "on": {"type": "string", "pattern": f"^({hints._ON.pattern})$"},
        "at": {"type": "string", "pattern": f"^{hints._AT.pattern}$"},
        "lasts": duration(("minute", "hour")),
        "shift": choice(hints.SHIFTS),
        "apart": duration(("day",), zero=True),
        "buffer": duration(("workday",), zero=True),
    }
    return make.map(hints.KEYS, forms, CALENDAR)


def condition(make: Maker) -> Schema:
    """Return a map of fields and their tests, with ``any`` and ``none``."""
    inner: Schema = {"allOf": [ref("condition")], "minProperties": 1}
    nest: Schema = {"type": "array", "minItems": 1, "items": inner}
    operators = _operators(make, attendance=False)
    test: Schema = {
        "anyOf": [text(), {"type": "array", "minItems": 1, "items": text()}, operators],
    }
    fields: dict[str, Schema] = dict.fromkeys(conditions.MEASURED, _measured(make))
    fields |= {"attendance": _operators(make, attendance=True), "any": nest, "none": nest}
    if make.over:
        null: Schema = {"type": "null"}
        fields = {key: {"anyOf": [form, null]} for key, form in fields.items()}
        test = {"anyOf": [test, null]}
    return {
        "type": "object",
        "propertyNames": {"pattern": FIELD},
        "properties": fields,
        "additionalProperties": test,
    }


def _operators(make: Maker, *, attendance: bool) -> Schema:
    moment: Schema = {"type": "string", "pattern": f"^({DAY}|{conditions.TODAY})$"}
    bound: Schema = number(minimum=0, maximum=1) if attendance else {"anyOf": [number(), moment]}
    forms: dict[str, Schema] = dict.fromkeys(conditions.ORDER, bound)
    if attendance:
        forms["of"] = choice(("committee",))
    else:
        forms["of"] = {"type": "string", "pattern": FIELD, "not": {"enum": [*conditions.MEASURED, "any", "none"]}}
        forms["is_not"] = text()
        forms |= dict.fromkeys(conditions.LISTS, one_or_list(text(), 1))
    forms["filled"] = truth()
    return _tests(make, forms)


def _measured(make: Maker) -> Schema:
    return _tests(make, {**dict.fromkeys(conditions.ORDER, number(minimum=0)), "filled": truth()})


def _tests(make: Maker, forms: Mapping[str, Schema]) -> Schema:
    if make.over:
        forms = {key: {"anyOf": [form, {"type": "null"}]} for key, form in forms.items()}
    found: Schema = {"type": "object", "properties": dict(forms), "additionalProperties": False, "minProperties": 1}
    if not make.over:
        found["anyOf"] = [{"required": [key]} for key in forms if key != "of"]
    if "is_not" in forms and not make.over:
        found["dependencies"] = {"of": {"anyOf": [{"required": [key]} for key in conditions.ORDER]}}
    return found
