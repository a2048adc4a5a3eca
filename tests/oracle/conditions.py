"""Conditions with three answers: True, False, and None for not known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from .cases import Row, Sheet
from .reading import Record, words

Answer = bool | None
Getter = Callable[[str, str | None], Any]
Absent = Callable[[str, str | None], bool]

SETS = ("evidence", "roles", "attendees", "absent", "helpers")
CLOSED_LIST = (
    "below_quorum",
    "attendance_unknown",
    "missing_field",
    "missing_evidence",
    "condition",
    "same_day_duplicate",
    "future",
    "outside_existence",
    "out_of_window",
    "too_late",
    "not_combinable",
    "wrong_mode",
)


def in_order(reasons: Iterable[str]) -> list[str]:
    """Return the reasons, each once, in the order of the closed list."""
    return sorted(dict.fromkeys(reasons), key=lambda reason: CLOSED_LIST.index(reason.split(":")[0]))


def fraction(value: object) -> Fraction | None:
    """Return a number as it is written (``1/2``, ``0.8``, ``7``), None where it is none."""
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        return None


def _and(answers: Iterable[Answer]) -> Answer:
    known = list(answers)
    return False if False in known else None if None in known else True


def _not(answer: Answer) -> Answer:
    return None if answer is None else not answer


def tests_of(said: Any) -> list[tuple[str, Any, str | None]]:
    """Return the tests of one field as (operator, value, of)."""
    if isinstance(said, list):
        return [("one_of", said, None)]
    if not isinstance(said, dict):
        return [("is", said, None)]
    return [(op, value, said.get("of")) for op, value in said.items() if op != "of"]


def test(op: str, wanted: Any, value: Any) -> Answer:
    """Hold one value against one test."""
    if op == "filled":
        return (value not in (None, "", frozenset())) is bool(wanted)
    if value in (None, "", frozenset()):
        return None
    if op == "has":
        return set(map(str, wanted if isinstance(wanted, list) else [wanted])) <= set(value)
    if op in ("is", "is_not", "one_of", "none_of"):
        among = any(_same(one, value) for one in (wanted if isinstance(wanted, list) else [wanted]))
        return among == (op in ("is", "one_of"))
    number, limit = fraction(value), fraction(wanted)
    assert limit is not None, wanted
    if number is None:
        return None
    return {"at_least": number >= limit, "at_most": number <= limit, "over": number > limit, "under": number < limit}[
        op
    ]


def _same(wanted: Any, value: Any) -> bool:
    if isinstance(wanted, (int, float)) and not isinstance(wanted, bool):
        return fraction(value) == fraction(wanted)
    return bool(str(wanted) == value)


def answer(condition: Mapping[str, Any], get: Getter) -> Answer:
    """Return whether all of a map holds."""
    return _and(_part(field, said, get) for field, said in condition.items())


def _part(field: str, said: Any, get: Getter) -> Answer:
    if field == "any":
        return _not(_and(_not(answer(one, get)) for one in said))
    if field == "none":
        return _and(_not(answer(one, get)) for one in said)
    return _and(test(op, wanted, get(field, of)) for op, wanted, of in tests_of(said))


def first_part(condition: Mapping[str, Any], get: Getter, wanted: Answer) -> str | None:
    """Return the first field of a map whose answer is ``wanted``."""
    return next((field for field, said in condition.items() if _part(field, said, get) is wanted), None)


def without_untested(condition: Mapping[str, Any], absent: Absent) -> tuple[dict[str, Any], list[str]]:
    """Leave out what no source has a column for; return the rest and the fields of the map that went."""
    kept: dict[str, Any] = {}
    gone = []
    for field, said in condition.items():
        if field in ("any", "none"):
            inner = [without_untested(one, absent)[0] for one in said]
            rest: Any = [one for one in inner if one]
        else:
            of = next((of for _, _, of in tests_of(said)), None)
            rest = None if absent(field, of) else said
        if rest or rest == 0:
            kept[field] = rest
        else:
            gone.append(field)
    return kept, gone


def faults(condition: Mapping[str, Any], get: Getter) -> list[str]:
    """Return why a record does not fulfil a condition, in the order the rule writes it."""
    reasons = []
    for field, said in condition.items():
        if field in ("any", "none"):
            if _part(field, said, get) is not True:
                reasons.append(f"condition:{field}")
            continue
        for op, wanted, of in tests_of(said):
            held = test(op, wanted, get(field, of))
            if held is not True:
                reasons += _reasons(field, op, wanted, held, get(field, of))
    return reasons


def _reasons(field: str, op: str, wanted: Any, held: Answer, value: Any) -> list[str]:
    if field == "attendance":
        return ["attendance_unknown" if held is None else "below_quorum"]
    if field == "evidence" and op == "has":
        entries = wanted if isinstance(wanted, list) else [wanted]
        return [f"missing_evidence:{entry}" for entry in entries if entry not in (value or ())]
    if op == "filled":
        return [f"missing_field:{field}" if wanted else f"condition:{field}"]
    if held is None:
        return [f"missing_field:{field}"]
    return ["wrong_mode"] if field == "mode" else [f"condition:{field}"]


def columns_of(field: str, of: str | None) -> tuple[str, ...]:
    """Return the columns that a field of a record is made from."""
    if field == "attendance":
        return ("present", "attendees") if of == "committee" else ("present", "attendees", "expected", "absent")
    # Every record has a start: whether the rest can be known depends on the other column.
    return {"duration": ("end",), "recorded_after": ("recorded_on",)}.get(field, (field,))


def is_absent(sheets: Iterable[Sheet], field: str, of: str | None) -> bool:
    """Return whether none of the sheets has a column from which the field is made."""
    return not any(column in sheet.columns for sheet in sheets for column in columns_of(field, of))


def record_value(record: Record, field: str, of: str | None, committee: str | None) -> Any:
    """Return what a record says of a field; ``committee`` is the size of its committee on that day."""
    if field == "attendance":
        return _attendance(record.cells, of, committee)
    if field == "duration":
        return _duration(record)
    if field == "recorded_after":
        said = record.cells.get("recorded_on")
        return (date.fromisoformat(said) - record.day).days if said and record.day else None
    text = record.cells.get(field)
    return frozenset(words(text)) if field in SETS else text


def _attendance(cells: Row, of: str | None, committee: str | None) -> Fraction | None:
    present = _people(cells.get("present"), cells.get("attendees"))
    if of == "committee":
        expected = int(committee) if committee else None
    else:
        expected = (
            int(cells["expected"]) if cells.get("expected") else _sum(present, _people(cells.get("absent"), None))
        )
    if present is None or not expected or present > expected:
        return None
    return Fraction(present, expected)


def _people(count: str | None, names: str | None) -> int | None:
    """Return a number of people from a cell that holds a number or names, else from a list."""
    for text in (count, names):
        if text:
            return int(text) if text.isdigit() else len(words(text))
    return None


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _duration(record: Record) -> int | None:
    end = record.cells.get("end")
    if record.clock is None or not end or len(end) <= 10:
        return None
    minutes = (datetime.fromisoformat(end.replace(" ", "T")) - record.clock).total_seconds() / 60
    return int(minutes) if minutes >= 0 else None
