"""Time zones as calendar files name them: IANA, Windows, offsets, and what a file defines for itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .lines import Component

_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+-])(\d{1,2}):?(\d{2})?", re.IGNORECASE)
_BRACKETED = re.compile(r"\((?:UTC|GMT)([+-]\d{2}:\d{2})?\)")


class Zones:
    """Finds the zone that a name means; ``defined`` are the VTIMEZONE components of the file by their TZID."""

    def __init__(self, defined: Mapping[str, Component]) -> None:
        self._defined = defined
        self._known: dict[str, tzinfo | None] = {}

    def find(self, name: str) -> tzinfo | None:
        """Return the zone, None where the name means none that is known."""
        if name not in self._known:
            self._known[name] = self._find(name.strip().strip('"'))
        return self._known[name]

    def _find(self, name: str) -> tzinfo | None:
        return _iana(name) or _windows(name) or _offset(name) or self._own(name)

    def _own(self, name: str) -> tzinfo | None:
        """Return the zone that the file defines: its offset, or its rules as the library reads them."""
        part = self._defined.get(name)
        if part is None:
            return None
        offsets = {line.partition(":")[2].strip() for each in part.parts for line in each.lines.get("TZOFFSETTO", ())}
        if len(offsets) == 1:
            return _offset(offsets.pop())
        from icalendar import Timezone

        lines = [line for texts in part.lines.values() for line in texts]
        inner = [
            line
            for each in part.parts
            for line in (f"BEGIN:{each.name}", *(t for texts in each.lines.values() for t in texts), f"END:{each.name}")
        ]
        text = "\r\n".join(["BEGIN:VTIMEZONE", *lines, *inner, "END:VTIMEZONE", ""])
        try:
            zone = Timezone.from_ical(text)
            assert isinstance(zone, Timezone)
            found: tzinfo = zone.to_tz(lookup_tzid=False)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError):
            return None
        return found


def _iana(name: str) -> tzinfo | None:
    """Return the zone of an IANA name, also behind the prefix that some programs put before it."""
    parts = name.split("/")
    for tail in dict.fromkeys((name, "/".join(parts[-2:]), "/".join(parts[-3:]))):
        try:
            return ZoneInfo(tail)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return None


def _windows(name: str) -> tzinfo | None:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    found = WINDOWS_TO_OLSON.get(name)
    if "北京" in name or name in ("中国标准时间", "China Time"):
        found = "Asia/Shanghai"
    return ZoneInfo(found) if found else None


def _offset(name: str) -> tzinfo | None:
    if name.upper() in ("UTC", "GMT", "Z"):
        return UTC
    bracketed = _BRACKETED.match(name)
    match = _OFFSET.fullmatch(bracketed[1] or "+00:00" if bracketed else name)
    if match is None:
        return None
    length = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    if length >= timedelta(hours=24):
        return None
    return timezone(-length if match[1] == "-" else length)
