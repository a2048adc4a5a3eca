"""One event of a calendar file, read property by property; what is wrong with it is its own affair."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal

from .lines import Component
from .zones import Zones

Status = Literal["confirmed", "tentative", "cancelled"]
Moment = date | datetime  # a day, or a local time without its zone
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_TIME = re.compile(r"(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})?(Z)?")
_LENGTH = re.compile(r"([+-])?P(?:(\d{1,6})W|(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?)")
_ESCAPED = re.compile(r"\\([\\;,nN])")
_STATUS: Mapping[str, Status] = {"TENTATIVE": "tentative", "CANCELLED": "cancelled", "CANCELED": "cancelled"}
_DATED = ("DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE")
EARLIEST = 1900
LONGEST = timedelta(days=31)


class Refusal(Exception):
    """Why an event cannot be taken; ``shown`` is what stands there."""

    def __init__(self, code: str, shown: str = "") -> None:
        self.code, self.shown = code, shown
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Property:
    """One property: its value as it stands, and its parameters by upper-case name."""

    value: str
    params: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Arrival:
    """One gathering. ``start`` and ``end`` are local times, or days where ``all_day`` (``end`` then inclusive).

    ``end`` is None where it is an instant.
    """

    uid: str | None
    line: int
    start: Moment
    end: Moment | None
    all_day: bool
    title: str
    place: str
    description: str
    status: Status

    @property
    def day(self) -> date:
        """The local day on which it begins."""
        return self.start.date() if isinstance(self.start, datetime) else self.start


@dataclass(frozen=True, slots=True)
class Incoming(Arrival):
    """An event as it came. ``zone`` is the zone in which it recurs, ``wall`` its start there."""

    sequence: int
    zone: tzinfo | None
    wall: datetime
    replaces: Moment | None = None
    rule: str | None = None
    added: list[Moment] = field(default_factory=list)
    removed: list[Moment] = field(default_factory=list)


class EventReader:
    """Reads events; ``home`` is the zone in which local times are told. Unknown zones are noted in ``unknown``."""

    def __init__(self, zones: Zones, home: tzinfo, default: tzinfo | None = None) -> None:
        """``default`` is the zone of times that name none (X-WR-TIMEZONE); None: they are local."""
        self._zones, self._home, self._default = zones, home, default
        self.unknown: dict[str, int] = {}

    def read(self, part: Component) -> Incoming:
        """Return the event; raise Refusal where it cannot be told when it is."""
        start = _property(part, "DTSTART")
        if start is None:
            raise Refusal("missing_start")
        moment, zone, wall = self._moment(start, "bad_start", part.line)
        if wall.year < EARLIEST:
            raise Refusal("bad_start", start.value)
        all_day = not isinstance(moment, datetime)
        end = self._end(part, moment, all_day)
        replaces = _property(part, "RECURRENCE-ID")
        rules = part.lines.get("RRULE", [])
        return Incoming(
            uid=_text(part, "UID") or None,
            line=part.line,
            start=moment,
            end=end,
            all_day=all_day,
            title=_text(part, "SUMMARY"),
            place=_text(part, "LOCATION"),
            description=_text(part, "DESCRIPTION"),
            status=_STATUS.get(_text(part, "STATUS").upper(), "confirmed"),
            sequence=_whole(_text(part, "SEQUENCE")),
            zone=zone,
            wall=wall,
            replaces=self._moment(replaces, "bad_recurrence_id", part.line)[0] if replaces else None,
            rule=property_of(rules[0]).value.strip() if rules else None,
            added=self._moments(part, "RDATE"),
            removed=self._moments(part, "EXDATE"),
        )

    def local(self, wall: datetime, zone: tzinfo | None) -> datetime:
        """Return a wall time of ``zone`` as a local time."""
        return wall if zone is None else wall.replace(tzinfo=zone).astimezone(self._home).replace(tzinfo=None)

    def _end(self, part: Component, start: Moment, all_day: bool) -> Moment | None:
        end, length = _property(part, "DTEND"), _property(part, "DURATION")
        if end is not None:
            moment = self._moment(end, "bad_end", part.line)[0]
            if isinstance(moment, datetime) == all_day:
                raise Refusal("mixed_start_and_end", end.value)
        elif length is not None:
            moment = _plus(start, _duration(length.value))
        else:
            return start if all_day else None
        if all_day and moment > start:
            moment = moment - timedelta(days=1)
        if moment < start:
            raise Refusal("end_before_start", (end or length or Property("", {})).value)
        if _span(start, moment) > LONGEST:
            raise Refusal("too_long", (end or length or Property("", {})).value)
        return moment

    def _moments(self, part: Component, name: str) -> list[Moment]:
        found = []
        for text in part.lines.get(name, ()):
            one = property_of(text)
            for value in one.value.split(","):
                found.append(self._moment(Property(value.partition("/")[0], one.params), "bad_date", part.line)[0])
        return found

    def _moment(self, one: Property, code: str, line: int) -> tuple[Moment, tzinfo | None, datetime]:
        """Return the local moment, the zone that was meant, and the wall time in it."""
        value = one.value.strip()
        try:
            if day := _DAY.fullmatch(value):
                found = date(*map(int, day.groups()))
                return found, None, datetime.combine(found, time())
            if match := _TIME.fullmatch(value):
                year, month, day_, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
                wall = datetime(year, month, day_, hour, minute, second)
                zone = UTC if match[7] else self._zone(one.params.get("TZID"), line)
                return self.local(wall, zone), zone, wall
        except (ValueError, OverflowError):
            pass
        raise Refusal(code, value[:60])

    def _zone(self, name: str | None, line: int) -> tzinfo | None:
        if not name:
            return self._default
        zone = self._zones.find(name)
        if zone is None:
            self.unknown.setdefault(name, line)
        return zone


def property_of(text: str) -> Property:
    """Return a content line as a property; its parameters may be quoted."""
    if '"' in text.partition(":")[0]:
        from icalendar.parser import Contentline

        try:
            _, params, value = Contentline(text).parts()  # type: ignore[no-untyped-call]
            return Property(value, {str(name).upper(): _one(each) for name, each in params.items()})
        except ValueError:
            pass
    # Without quotes a colon ends the parameters: no need of the library, which takes ten times as long. Some programs
    # write the zone GMT+08:00 without quotes; no day or time holds a colon.
    dated = text.upper().startswith(_DATED)
    head, _, value = text.rpartition(":") if dated else text.partition(":")
    pairs = (each.partition("=") for each in head.split(";")[1:])
    return Property(value, {name.upper(): said.strip('"') for name, _, said in pairs})


def _one(value: object) -> str:
    return str(value[0]) if isinstance(value, list) and value else str(value)


def _property(part: Component, name: str) -> Property | None:
    texts = part.lines.get(name)
    return property_of(texts[0]) if texts else None


def _text(part: Component, name: str) -> str:
    found = _property(part, name)
    if found is None:
        return ""
    if "\\" not in found.value:
        return found.value.strip()
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], found.value).strip()


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _duration(text: str) -> timedelta:
    match = _LENGTH.fullmatch(text.strip())
    if match is None or not any(match.groups()[1:]):
        raise Refusal("bad_duration", text[:60])
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    if match[1] == "-":
        raise Refusal("end_before_start", text[:60])
    if length > LONGEST:
        raise Refusal("too_long", text[:60])
    return length


def _plus(start: Moment, length: timedelta) -> Moment:
    try:
        return start + length
    except OverflowError:
        raise Refusal("too_long") from None


def _span(start: Moment, end: Moment) -> timedelta:
    if isinstance(start, datetime) and isinstance(end, datetime):
        return end - start
    return timedelta(days=end.toordinal() - start.toordinal())
