"""The JSON Schema of pack files and of ``checkbranch.yaml``, for editors that check while one writes."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ..workspaces import addresses, settings, sources, workspace
from . import files, vocabulary
from .basis import GRAVITY
from .schema_duties import condition, duty
from .schema_forms import Maker, Schema, choice, day, described, duration, identifier, one_or_list, ref, text, truth
from .schema_inferences import bounds, finding, inference, when
from .schema_settings_words import DATA, TABLES, WAIVERS, WORKSPACE
from .schema_words import ACTIVITY, PACK, SOURCE, TITLES

DRAFT = "http://json-schema.org/draft-07/schema#"


def schema_text(schema: Schema) -> str:
    """Return a schema as it stands in a file."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def pack_schema(language: str | None = None) -> Schema:
    """Return the schema of a pack file; its descriptions in ``language``, None for both."""
    make, over = Maker(language), Maker(language, over=True)
    layered: Mapping[str, Schema] = {
        name: {
            "if": {"properties": {"override": {"const": True}}, "required": ["override"]},
            "then": ref(f"{name}_over"),
            "else": ref(f"{name}_own"),
        }
        for name in ("duty", "inference")
    }
    ids = {"propertyNames": identifier()}
    types: Schema = {"type": "array", "minItems": 2, "items": text()}
    forms: Mapping[str, Schema] = {
        "pack": identifier(),
        "version": text(),
        "title": make.human(),
        "extends": one_or_list(text()),
        "sources": {"type": "object", **ids, "additionalProperties": ref("source")},
        "activities": {"type": "object", **ids, "additionalProperties": ref("activity")},
        "may_combine": {"type": "array", "items": types},
        "duties": {"type": "array", "items": ref("duty")},
        "inferences": {"type": "array", "items": ref("inference")},
    }
    return {
        "$schema": DRAFT,
        "title": TITLES["pack"].say(language or "zh"),
        **make.map(files.PACK_KEYS, forms, PACK, ("pack",)),
        "definitions": {
            **layered,
            "duty_own": duty(make),
            "duty_over": duty(over),
            "inference_own": inference(make),
            "inference_over": inference(over),
            "condition": condition(make),
            "condition_over": condition(over),
            "when": when(make, inner=False),
            "when_inner": when(make, inner=True),
            "finding": finding(make),
            "bounds": bounds(),
            "source": _source(over),
            "activity": _activity(make),
        },
    }


def _source(make: Maker) -> Schema:
    forms: Mapping[str, Schema] = {
        "title": make.human(),
        "issued": day(),
        "issuer": text(),
        "checked_on": day(),
        "local": truth(),
        "url": text(),
    }
    return make.map(vocabulary.SOURCE_KEYS, forms, SOURCE)


def _activity(make: Maker) -> Schema:
    # A type that an earlier pack names already needs no name here.
    forms: Mapping[str, Schema] = {"zh": text(), "en": text(), "aliases": one_or_list(text())}
    return make.map(vocabulary.ACTIVITY_KEYS, forms, ACTIVITY)


def workspace_schema(language: str | None = None) -> Schema:
    """Return the schema of ``checkbranch.yaml``; its descriptions in ``language``, None for both."""
    make = Maker(language)
    forms: Mapping[str, Schema] = {
        "checkbranch": {"enum": [1, "1"]},
        "name": text(),
        "timezone": text(),
        "language": choice(workspace.LANGUAGES),
        "rules": one_or_list(text(), 1),
        "unit": {"type": "object", "additionalProperties": text()},
        "data": {
            "type": "object",
            "additionalProperties": False,
            "properties": {table: described(_data(make, table), TABLES[table], language) for table in settings.TABLES},
        },
        "log_starts": day(),
        "complete_through": day(),
        "entry_grace": duration(("workday", "day"), zero=True),
        "holidays": one_or_list(text()),
        "severity": {"type": "object", "additionalProperties": choice(GRAVITY)},
        "off": one_or_list(text()),
        "score": text(),
        "waivers": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "longest": described(duration(("month", "year", "week", "day")), WAIVERS["longest"], language)
            },
        },
    }
    return {
        "$schema": DRAFT,
        "title": TITLES["workspace"].say(language or "zh"),
        **make.map(workspace.KEYS, forms, WORKSPACE, ("checkbranch",)),
    }


def _data(make: Maker, table: str) -> Schema:
    keys = [key for key in sources.KEYS if table == "activities" or key not in sources.ONLY_ACTIVITIES]
    forms: Mapping[str, Schema] = {
        **dict.fromkeys(sources.KEYS, text()),
        "url": {"type": "string", "pattern": f"^({'|'.join(addresses.SCHEMES)})://"},
        "header": {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": f"^{sources.HEADER}$"}]},
        "columns": {"type": "object", "additionalProperties": text()},
        "types": {"type": "object", "additionalProperties": text()},
        "covers": one_or_list(text()),
        "log_starts": day(),
        "complete_through": day(),
    }
    named = {"oneOf": [{"required": [key]} for key in sources.PLACES], "not": {"required": [*sources.ASKED]}}
    return one_or_list({"anyOf": [text(), {**make.map(keys, forms, DATA), **named}]})
