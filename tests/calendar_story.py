"""Three exports of one calendar, as months go by, and what a client should show of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from icalendar import Calendar

from .calendar_workspace import LECTURES, LIFE, THEME, ledger, run, workspace

_HOUR = '    calendar: {on: second tuesday, at: "15:00", lasts: 90 minutes}\n'
_FIRST, _SECOND, _LATER = "2026-10-20", "2026-11-12", "2027-02-10"


@dataclass(frozen=True, order=True)
class Shown:
    """An event as a client shows it: days, or instants in UTC, as text."""

    uid: str
    start: str
    end: str
    summary: str
    cancelled: bool


@dataclass(frozen=True)
class Version:
    """One export: the file, and what it holds by UID."""

    file: Path
    events: dict[str, Shown]

    @property
    def live(self) -> set[Shown]:
        """What still stands."""
        return {event for event in self.events.values() if not event.cancelled}


def tell(folder: Path) -> list[Version]:
    """Export a year's calendar three times.

    Between the first and the second one theme day was held, on the day of another something else was planned, and a
    lecture was struck from the ledger: an event is cancelled, one is moved, one is new, and others are as they were.
    By the third the year is over, and of the second nothing is left.
    """
    made = workspace(folder, THEME + _HOUR + LECTURES + LIFE, ["2026-10-13,主题党日", "2026-10-12,党课"])
    versions = [_export(made, _FIRST, 1)]
    ledger(made, ["2026-10-13,主题党日", "2026-11-10,主题党日", "2026-12-08,集中学习"])
    versions.append(_export(made, _SECOND, 2))
    versions.append(_export(made, _LATER, 3, "--year", "2027"))
    return versions


def moment(value: object) -> str:
    """Return a day, or an instant in UTC."""
    if isinstance(value, datetime):
        assert value.tzinfo is not None
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    assert isinstance(value, date)
    return value.isoformat()


def read(file: Path) -> dict[str, Shown]:
    """Return what the library that our reader rests on sees in a file; nothing in it may be broken."""
    calendar = Calendar.from_ical(file.read_bytes())
    assert isinstance(calendar, Calendar)
    assert [part.errors for part in calendar.walk() if part.errors] == []
    calendar.validate()  # type: ignore[no-untyped-call]
    found = [
        Shown(
            str(event["UID"]),
            moment(event.decoded("DTSTART")),
            moment(event.decoded("DTEND")),
            str(event["SUMMARY"]),
            str(event["STATUS"]) == "CANCELLED",
        )
        for event in calendar.events
    ]
    assert len({event.uid for event in found}) == len(found)
    return {event.uid: event for event in found}


def _export(folder: Path, as_of: str, number: int, *options: str) -> Version:
    result = run(folder, as_of, "--alarms", "1d,1h", *options)
    assert result.exit_code == 0, result.output
    file = folder / f"{number}.ics"
    file.write_bytes((folder / "plan.ics").read_bytes())
    return Version(file, read(file))
