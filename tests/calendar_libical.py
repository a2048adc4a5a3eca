"""Reads a calendar file with libical, the library of GNOME, KDE and Evolution, through ctypes."""

from __future__ import annotations

import ctypes
import ctypes.util
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

Told = tuple[str, str, str, str, str]


class _Time(ctypes.Structure):
    """``struct icaltimetype`` of libical 3."""

    _fields_ = (
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second")),
        ("is_date", ctypes.c_int),
        ("is_daylight", ctypes.c_int),
        ("zone", ctypes.c_void_p),
    )


_POINTER, _TEXT, _NUMBER = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
_FUNCTIONS = {
    "icalparser_parse_string": (_POINTER, _TEXT),
    "icalcomponent_string_to_kind": (_NUMBER, _TEXT),
    "icalproperty_string_to_kind": (_NUMBER, _TEXT),
    "icalcomponent_get_first_component": (_POINTER, _POINTER, _NUMBER),
    "icalcomponent_get_next_component": (_POINTER, _POINTER, _NUMBER),
    "icalcomponent_get_first_property": (_POINTER, _POINTER, _NUMBER),
    "icalproperty_get_value_as_string": (_TEXT, _POINTER),
    "icalcomponent_get_dtstart": (_Time, _POINTER),
    "icalcomponent_get_dtend": (_Time, _POINTER),
    "icalcomponent_get_uid": (_TEXT, _POINTER),
    "icalcomponent_get_summary": (_TEXT, _POINTER),
    "icaltime_as_timet_with_zone": (ctypes.c_long, _Time, _POINTER),
    "icalcomponent_count_errors": (_NUMBER, _POINTER),
    "icalcomponent_free": (None, _POINTER),
}


def load() -> ctypes.CDLL | None:
    """Return the library of version 3, or None where it is not installed."""
    found = ctypes.util.find_library("ical")
    if found is None or not found.endswith(".so.3"):
        return None
    library = ctypes.CDLL(found)
    for name, (result, *arguments) in _FUNCTIONS.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


def read(library: ctypes.CDLL, file: Path) -> list[Told]:
    """Return what it sees of the events of a file: UID, start, end, summary, status; no part may have an error."""
    root = library.icalparser_parse_string(file.read_bytes())
    assert root, f"{file} is no calendar"
    try:
        assert library.icalcomponent_count_errors(root) == 0
        return list(_events(library, root))
    finally:
        library.icalcomponent_free(root)


def _events(library: ctypes.CDLL, root: int) -> Iterator[Told]:
    kind = library.icalcomponent_string_to_kind(b"VEVENT")
    status = library.icalproperty_string_to_kind(b"STATUS")
    event = library.icalcomponent_get_first_component(root, kind)
    while event:
        start, end = library.icalcomponent_get_dtstart(event), library.icalcomponent_get_dtend(event)
        texts = library.icalcomponent_get_uid(event), library.icalcomponent_get_summary(event)
        found = library.icalcomponent_get_first_property(event, status)
        uid, summary, told = (text.decode() for text in (*texts, library.icalproperty_get_value_as_string(found)))
        yield uid, _shown(library, start), _shown(library, end), summary, told
        event = library.icalcomponent_get_next_component(root, kind)


def _shown(library: ctypes.CDLL, time: _Time) -> str:
    if time.is_date:
        return date(time.year, time.month, time.day).isoformat()
    instant = library.icaltime_as_timet_with_zone(time, time.zone)
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
