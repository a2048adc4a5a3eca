"""The exported year of the example as other programs read it: the same events at the same instants."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import vobject
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from .calendar_workspace import run

EXAMPLE = Path(__file__).parent.parent / "examples" / "huanghou"
Told = set[tuple[str, str, str, str]]


@pytest.fixture(scope="module", params=["2026", "2027"])
def file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's year, with visits and alarms."""
    path = tmp_path_factory.mktemp("calendar") / "plan.ics"
    options = ["--year", request.param, "--visits", "--alarms", "1d", "--all"]
    assert run(EXAMPLE, "2026-11-23", *options, file=str(path)).exit_code == 0
    return path


def moment(value: object) -> str:
    """Return a day, or an instant in UTC."""
    if isinstance(value, datetime):
        assert value.tzinfo is not None
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    assert isinstance(value, date)
    return value.isoformat()


@pytest.fixture(scope="module")
def expected(file: Path) -> Told:
    """What the library that wrote the file reads in it; nothing in it is broken."""
    calendar = Calendar.from_ical(file.read_bytes())
    assert isinstance(calendar, Calendar)
    assert [part.errors for part in calendar.walk() if part.errors] == []
    calendar.validate()  # type: ignore[no-untyped-call]
    found = {
        (str(event["UID"]), moment(event.decoded("DTSTART")), moment(event.decoded("DTEND")), str(event["SUMMARY"]))
        for event in calendar.events
    }
    assert len(found) == len(calendar.events) > 100
    return found


def test_vobject(file: Path, expected: Told) -> None:
    calendar = vobject.readOne(file.read_text(encoding="utf-8"))
    assert calendar.validate(raiseException=True)
    told = [
        (event.uid.value, moment(event.dtstart.value), moment(event.dtend.value), event.summary.value)
        for event in calendar.vevent_list
    ]
    assert len(told) == len(expected)
    assert set(told) == expected


def test_ical(file: Path, expected: Told) -> None:
    calendar = IcsCalendarStream.calendar_from_ics(file.read_text(encoding="utf-8"))
    told = [(event.uid, moment(event.dtstart), moment(event.dtend), event.summary) for event in calendar.events]
    assert len(told) == len(expected)
    assert set(told) == expected


def test_ical_js(file: Path, expected: Told) -> None:
    """Needs node and the npm package ical.js, in the folder that CHECKBRANCH_NODE_MODULES names or found by node."""
    node = shutil.which("node")
    folder = os.environ.get("CHECKBRANCH_NODE_MODULES", str(Path(__file__).parent.parent / "node_modules"))
    if node is None or not (Path(folder) / "ical.js").is_dir():
        pytest.skip("node with ical.js is not installed here")
    script = Path(__file__).parent / "calendar_client.mjs"
    done = subprocess.run([node, script, folder, file], capture_output=True, text=True, check=True)
    told = [tuple(event) for event in json.loads(done.stdout)]
    assert len(told) == len(expected)
    assert set(told) == expected


def test_a_second_import_makes_no_doubles(file: Path, expected: Told) -> None:
    """A client that keys by UID, as all do that import twice well, ends with as many as after the first."""
    shelf: dict[str, str] = {}
    for _ in range(2):
        for event in vobject.readOne(file.read_text(encoding="utf-8")).vevent_list:
            shelf[event.uid.value] = event.serialize()
    assert len(shelf) == len(expected)
