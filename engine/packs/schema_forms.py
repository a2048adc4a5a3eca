"""The forms of written values as JSON Schema: texts, days, numbers, lengths of time, maps, and values by date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..text import Text

Schema = dict[str, object]
Words = Mapping[str, Text]

# Patterns that Python and JavaScript read alike: \w is another thing in each, so a field excludes what it cannot hold.
DAY = "(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
ID = "^[A-Za-z][A-Za-z0-9_-]{0,63}$"
_NO_LETTER = r"\s!-/:-@\[-\^`{-~\u00a1-\u00a9\u2010-\u206f\u3000-\u3004\u3008-\u3020\uff00-\uff0f\uff1a-\uff20"
FIELD = f"^[^{_NO_LETTER}0-9][^{_NO_LETTER}]{{0,63}}$"
NUMBER = r"^[+-]?((0|[1-9][0-9]{0,8})(\.[0-9]{1,6})?|[0-9]{1,9}/0*[1-9][0-9]{0,8})$"


def ref(name: str) -> Schema:
    """Return a reference to one of the definitions."""
    return {"$ref": f"#/definitions/{name}"}


def text() -> Schema:
    """Return a single text, which YAML may take for a number or for true."""
    return {"type": ["string", "number", "boolean"], "pattern": r"\S"}


def identifier() -> Schema:
    """Return an id."""
    return {"type": "string", "pattern": ID}


def truth() -> Schema:
    """Return true or false."""
    return {"type": "boolean"}


def day() -> Schema:
    """Return a day."""
    return {"type": "string", "pattern": f"^{DAY}$"}


def choice(words: Iterable[str]) -> Schema:
    """Return one of ``words``."""
    return {"enum": list(words)}


def number(**bounds: object) -> Schema:
    """Return a number, a decimal or a fraction such as 1/2; ``bounds``, in JSON Schema, hold for plain ones only."""
    return {"type": ["number", "string"], "pattern": NUMBER, **bounds}


def whole(least: int, most: int) -> Schema:
    """Return a whole number."""
    return {"type": ["integer", "string"], "pattern": "^[+]?(0|[1-9][0-9]*)$", "minimum": least, "maximum": most}


def duration(units: Iterable[str], *, zero: bool = False) -> Schema:
    """Return a length of time in one of ``units`` (in the singular), such as ``15 days``; ``zero`` allows none."""
    count = "[0-9]{1,5}" if zero else "0{0,4}[1-9][0-9]{0,4}"
    return {"type": "string", "pattern": f"^{count} +({'|'.join(units)})s?$"}


def one_or_list(item: Schema, least: int = 0) -> Schema:
    """Return one value, or a list of ``least`` or more."""
    return {"anyOf": [item, {"type": "array", "items": item, **({"minItems": least} if least else {})}]}


def dated(value: Schema) -> Schema:
    """Return a value, or a map of the days from which each value holds."""
    steps = {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": False,
        "patternProperties": {f"^{DAY}$": value},
    }
    return {"anyOf": [value, steps]}


def described(schema: Schema, words: Text, language: str | None) -> Schema:
    """Return ``schema`` with its description, in both languages for None."""
    said = f"{words.zh}\n{words.en}" if language is None else words.say(language)
    # Whatever stands beside a reference is ignored in draft 7.
    return {"description": said, **({"allOf": [schema]} if "$ref" in schema else schema)}


class Maker:
    """Makes maps of known keys; ``over`` those of an overlay, in which nothing is required and ``null`` removes."""

    def __init__(self, language: str | None, *, over: bool = False) -> None:
        self.language, self.over = language, over

    def map(self, keys: Iterable[str], forms: Mapping[str, Schema], words: Words, needed: Iterable[str] = ()) -> Schema:
        """Return a map of exactly ``keys``; KeyError where one has no form or no description."""
        found: Schema = {
            "type": "object",
            "additionalProperties": False,
            "properties": {key: described(self._removable(forms[key]), words[key], self.language) for key in keys},
        }
        if not self.over and list(needed):
            found["required"] = list(needed)
        return found

    def _removable(self, form: Schema) -> Schema:
        return {"anyOf": [form, {"type": "null"}]} if self.over else form

    def human(self) -> Schema:
        """Return a text for people: one, or a map of zh and en."""
        part = self._removable(text())
        both = {
            "type": "object",
            "additionalProperties": False,
            "minProperties": 1,
            "properties": {"zh": part, "en": part},
        }
        return {"anyOf": [text(), both]}

    def dated(self, value: Schema) -> Schema:
        """Return a value or values by date, of which an overlay may remove some."""
        return dated(self._removable(value))
