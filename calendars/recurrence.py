"""Recurring events: rules that are screened before they are followed, and followed only so far."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from .incoming import Incoming, Refusal

MOST = 5_000  # occurrences of one event
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_BY = ("BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS", "BYHOUR", "BYMINUTE", "BYSECOND")
_MOST_VALUES = 200
_MOST_A_DAY = 24
_KEYS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", *_BY})


def starts(event: Incoming, last: date) -> Iterator[datetime]:
    """Yield the wall times at which a recurring event begins, through ``last`` and a day more, ``MOST`` at most.

    Raises Refusal for a rule that is finer than daily, has no meaning, or never comes true.
    """
    parts = _parts(event.rule or "")
    _screen(parts, event.rule or "")
    rule = _rule(event, parts, last)
    for number, wall in enumerate(rule):
        if number >= MOST or wall.date() > last + timedelta(days=1):
            return
        yield wall


def is_endless(event: Incoming) -> bool:
    """Return whether its rule says neither how often nor until when."""
    parts = _parts(event.rule or "")
    return "COUNT" not in parts and "UNTIL" not in parts


def _parts(rule: str) -> dict[str, str]:
    pairs = (each.partition("=") for each in rule.split(";") if each.strip())
    return {name.strip().upper(): value.strip().upper() for name, _, value in pairs}


def _screen(parts: dict[str, str], rule: str) -> None:
    if parts.get("FREQ") not in _FREQUENCIES or not set(parts) <= _KEYS:
        raise Refusal("rule_refused", rule[:60])
    for name in ("INTERVAL", "COUNT"):
        if name in parts and not (parts[name].isdecimal() and 0 < int(parts[name]) < 10**6):
            raise Refusal("rule_refused", rule[:60])
    values = {name: parts[name].split(",") for name in _BY if name in parts}
    if sum(map(len, values.values())) > _MOST_VALUES:
        raise Refusal("rule_refused", rule[:60])
    a_day = 1
    for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        a_day *= len(values.get(name, "1"))
    if a_day > _MOST_A_DAY:
        raise Refusal("rule_refused", rule[:60])


def _rule(event: Incoming, parts: dict[str, str], last: date) -> Any:
    from dateutil.rrule import rrulestr

    own = {name: value for name, value in parts.items() if name != "UNTIL"}
    until = _until(event, parts.get("UNTIL"))
    # Without an end the library would look for a day that never comes up to the year 9999.
    own["UNTIL"] = min(until or datetime.max, datetime.combine(last, datetime.max.time())).strftime("%Y%m%dT%H%M%S")
    if "COUNT" in own:
        del own["UNTIL"]
    text = ";".join(f"{name}={value}" for name, value in own.items())
    try:
        if parts["FREQ"] != "YEARLY" and any(name in parts for name in ("BYMONTHDAY", "BYYEARDAY", "BYWEEKNO")):
            _comes_true(parts, event.rule or "")
        return rrulestr(text, dtstart=event.wall)
    except (ValueError, TypeError, KeyError, IndexError):
        raise Refusal("rule_refused", (event.rule or "")[:60]) from None


def _comes_true(parts: dict[str, str], rule: str) -> None:
    """Raise Refusal where the days that a rule names are in no year."""
    from dateutil.rrule import rrulestr

    by = [f"{name}={parts[name]}" for name in ("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO") if name in parts]
    # Twenty-eight years have every combination of weekday and leap year.
    found = rrulestr(";".join(["FREQ=YEARLY", "COUNT=1", *by]), dtstart=datetime(2000, 1, 1))
    if next(iter(found), datetime.max) > datetime(2028, 12, 31):
        raise Refusal("rule_refused", rule[:60])


def _until(event: Incoming, text: str | None) -> datetime | None:
    """Return the last wall time of the rule in the zone in which it recurs."""
    if text is None:
        return None
    try:
        day = datetime.strptime(text[:8], "%Y%m%d")
        if len(text) <= 8:
            return day + timedelta(days=1) - timedelta(seconds=1)
        wall = datetime.strptime(text[:15], "%Y%m%dT%H%M%S")
    except ValueError:
        raise Refusal("rule_refused", text[:60]) from None
    if text.endswith("Z") and event.zone is not None and not event.all_day:
        from datetime import UTC

        return wall.replace(tzinfo=UTC).astimezone(event.zone).replace(tzinfo=None)
    return wall
