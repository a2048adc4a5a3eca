"""Inferences as JSON Schema, made from the keys and words that the reader of packs goes by."""

from __future__ import annotations

from collections.abc import Mapping

from . import inferences, whens
from .basis import GRAVITY
from .inference_model import STANDINGS
from .schema_forms import Maker, Schema, choice, described, identifier, one_or_list, ref, text, truth, whole
from .schema_words import FINDING, INFERENCE, THEN, WHEN

THEN_KEYS = ("flag", "severity", "message")
FINDING_KEYS = ("duty", "status", "period", "severity", "days_left")
_PERIOD = "^(current|last|[0-9]{4}(-(0[1-9]|1[0-2])|-Q[1-4]|-H[12])?)$"
_MOST = 100_000


def inference(make: Maker) -> Schema:
    """Return one inference, or what an overlay says of one."""
    then: Mapping[str, Schema] = {"flag": identifier(), "severity": choice(GRAVITY), "message": make.human()}
    forms: Mapping[str, Schema] = {
        "id": identifier(),
        "title": make.human(),
        "subject": choice(inferences.SUBJECTS),
        "when": {"type": "array", "minItems": 1, "maxItems": 12, "items": ref("when")},
        "then": make.map(THEN_KEYS, then, THEN, ("flag",)),
        "override": truth(),
        "off": truth(),
        "note": make.human(),
    }
    needed = ["id", "override"] if make.over else ["id", "subject", "when", "then"]
    return {**make.map(inferences.KEYS, forms, INFERENCE), "required": needed}


def bounds() -> Schema:
    """Return a whole number, or a map of comparisons with one."""
    each = whole(0, _MOST)
    return {
        "anyOf": [
            each,
            {
                "type": "object",
                "minProperties": 1,
                "additionalProperties": False,
                "properties": dict.fromkeys(whens.OPERATORS, each),
            },
        ]
    }


def finding(make: Maker) -> Schema:
    """Return what some finding must be like."""
    forms: Mapping[str, Schema] = {
        "duty": one_or_list(text(), 1),
        "status": one_or_list(choice(whens.STATUSES), 1),
        "period": one_or_list({"type": ["string", "integer"], "pattern": _PERIOD}, 1),
        "severity": one_or_list(choice(GRAVITY), 1),
        "days_left": ref("bounds"),
    }
    return {**make.map(FINDING_KEYS, forms, FINDING), "minProperties": 1}


def when(make: Maker, *, inner: bool) -> Schema:
    """Return one condition; an ``inner`` one stands below ``none`` and is no ``none`` itself."""
    flag = make.map(("flag",), {"flag": identifier()}, WHEN, ("flag",))
    forms: dict[str, Schema] = {
        "duty": text(),
        "finding": ref("finding"),
        "unit": {"allOf": [ref("condition")], "minProperties": 1},
        "flag": identifier(),
        "none": one_or_list(ref("when_inner")),
        "below": {"anyOf": [flag, ref("finding")]},
        "count": ref("bounds"),
        **{standing: ref("bounds") for standing in STANDINGS},
    }
    also: Mapping[str, tuple[str, ...]] = {"duty": STANDINGS, "below": ("count",)}
    kinds = [kind for kind in whens.KINDS if not (inner and kind == "none")]
    keys = [key for kind in kinds for key in (kind, *also.get(kind, ()))]
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {key: described(forms[key], WHEN[key], make.language) for key in keys},
        "oneOf": [
            {
                "required": [kind],
                "properties": {key: False for key in keys if key not in (kind, *also.get(kind, ()))},
                **({"minProperties": 2} if kind == "duty" else {}),
            }
            for kind in kinds
        ],
    }
