"""Other programs' libraries that read a calendar file: for each, what it sees of the events of some files."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest
import vobject
from ical.calendar_stream import IcsCalendarStream

from . import calendar_libical
from .calendar_story import Shown, moment

HERE = Path(__file__).parent
Reader = Callable[[Sequence[Path]], list[list[Shown]]]
NODE = ("ical.js", "node-ical", "ts-ics")


def by_vobject(files: Sequence[Path]) -> list[list[Shown]]:
    """Radicale's core; with its own strict check."""
    found = []
    for file in files:
        calendar = vobject.readOne(file.read_text(encoding="utf-8"))
        assert calendar.validate(raiseException=True)
        found.append([_vobject_event(event) for event in calendar.vevent_list])
    return found


def _vobject_event(event: vobject.base.Component) -> Shown:
    times = moment(event.dtstart.value), moment(event.dtend.value)
    return Shown(event.uid.value, *times, event.summary.value, event.status.value == "CANCELLED")


def by_ical(files: Sequence[Path]) -> list[list[Shown]]:
    """Home Assistant; it refuses what is not quite right."""
    found = []
    for file in files:
        calendar = IcsCalendarStream.calendar_from_ics(file.read_text(encoding="utf-8"))
        found.append(
            [
                Shown(
                    event.uid,
                    moment(event.dtstart),
                    moment(event.dtend),
                    event.summary or "",
                    event.status == "CANCELLED",
                )
                for event in calendar.events
            ]
        )
    return found


def by_libical(files: Sequence[Path]) -> list[list[Shown]]:
    """GNOME, KDE, Evolution; needs Debian's libical3."""
    library = calendar_libical.load()
    if library is None:
        pytest.skip("libical 3 is not installed here")
    return [[_shown(event) for event in calendar_libical.read(library, file)] for file in files]


def by_node(package: str, files: Sequence[Path]) -> list[list[Shown]]:
    """Need node and the packages, in the folder that CHECKBRANCH_NODE_MODULES names or beside the tests."""
    node = shutil.which("node")
    folder = os.environ.get("CHECKBRANCH_NODE_MODULES", str(HERE.parent / "node_modules"))
    if node is None or not (Path(folder) / package).is_dir():
        pytest.skip(f"node with {package} is not installed here")
    return _told([node, str(HERE / "calendar_client.mjs"), folder, package], files)


def by_sabre(files: Sequence[Path]) -> list[list[Shown]]:
    """Nextcloud, Baïkal, ownCloud; needs Debian's php-cli and php-sabre-vobject."""
    php = shutil.which("php")
    if php is None or not Path("/usr/share/php/Sabre/VObject").is_dir():
        pytest.skip("PHP with sabre/vobject is not installed here")
    return _told([php, str(HERE / "calendar_client.php")], files)


def by_ruby(files: Sequence[Path]) -> list[list[Shown]]:
    """Rails sites; needs Debian's ruby-icalendar."""
    ruby = shutil.which("ruby")
    if ruby is None or subprocess.run([ruby, "-rstringio", "-ricalendar", "-e", "1"], capture_output=True).returncode:
        pytest.skip("Ruby with icalendar is not installed here")
    return _told([ruby, str(HERE / "calendar_client.rb")], files)


def _told(command: list[str], files: Sequence[Path]) -> list[list[Shown]]:
    """Run a program that prints a line of JSON for each file; it may say nothing else."""
    done = subprocess.run([*command, *map(str, files)], capture_output=True, check=True)
    assert done.stderr == b"", done.stderr.decode()
    return [[_shown(event) for event in json.loads(line)] for line in done.stdout.splitlines()]


def _shown(event: Sequence[str]) -> Shown:
    uid, start, end, summary, status = event
    return Shown(uid, start, end, summary, status == "CANCELLED")


READERS: dict[str, Reader] = {
    "vobject": by_vobject,
    "ical": by_ical,
    "libical": by_libical,
    **{package: partial(by_node, package) for package in NODE},
    "sabre/vobject": by_sabre,
    "ruby-icalendar": by_ruby,
}
