"""Real calendars into which exports are imported or synchronised, one after another: no doubles, nothing stale."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from .calendar_servers import CalDav, radicale, served
from .calendar_story import Shown, Version, read, tell
from .calendar_workspace import files, ledger, listed, per_unit, two_units


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> list[Version]:
    return tell(tmp_path_factory.mktemp("story"))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[CalDav]:
    data = tmp_path / "radicale"
    data.mkdir()
    with radicale(data) as calendar:
        yield calendar


def shown(objects: Iterable[bytes], folder: Path) -> list[Shown]:
    """Return what is in single calendar objects, sorted."""
    file = folder / "object.ics"
    found: list[Shown] = []
    for one in objects:
        file.write_bytes(one)
        found += read(file).values()
    return sorted(found)


def no_uid(events: Iterable[Shown]) -> list[tuple[str, str, str, bool]]:
    return sorted((event.start, event.end, event.summary, event.cancelled) for event in events)


def tool(*words: str | Path) -> str:
    """Run a Python client as the program it is; return what it prints."""
    env = {**os.environ, "PYTHONUTF8": "1", "NO_PROXY": "*"}
    command = [sys.executable, "-m", *map(str, words)]
    done = subprocess.run(command, capture_output=True, env=env, timeout=60)
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    return done.stdout.decode()


# A CalDAV server.


def test_radicale_has_each_event_once_however_often_it_is_put(
    server: CalDav, versions: list[Version], tmp_path: Path
) -> None:
    first, second, _ = versions
    for version in (first, first, second, second):
        server.put_each(version.file.read_bytes())
        assert shown(server.report(), tmp_path) == sorted(version.events.values())
    (moved,) = [one for one in second.live if one.uid in first.events and one.start > first.events[one.uid].start]
    for event, number in ((moved, 1), (first.events[moved.uid], 0)):
        between = event.start.replace(".000", ""), event.end.replace(".000", "")
        found = server.report(tuple(time.replace("-", "").replace(":", "") for time in between))  # type: ignore[arg-type]
        assert len(found) == number


def test_radicale_takes_a_whole_file_in_the_place_of_the_last(
    server: CalDav, versions: list[Version], tmp_path: Path
) -> None:
    for version in versions:
        for _ in range(2):
            server.put_all(version.file.read_bytes())
            assert shown(server.report(), tmp_path) == sorted(version.events.values())


# A subscription.


def vdirsyncer(folder: Path, feed: str, target: str) -> None:
    """Tell vdirsyncer to keep a copy of a feed."""
    text = f"""\
[general]
status_path = "{folder}/status/"
[pair plan]
a = "feed"
b = "copy"
collections = null
[storage feed]
type = "http"
url = "{feed}"
[storage copy]
{target}
"""
    (folder / "vdirsyncer").write_text(text, encoding="utf-8")
    tool("vdirsyncer", "-c", folder / "vdirsyncer", "discover")


def sync(folder: Path) -> str:
    return tool("vdirsyncer", "-c", folder / "vdirsyncer", "sync")


def test_vdirsyncer_follows_a_feed_of_one_unit(tmp_path: Path) -> None:
    """What ``--per-unit`` writes is served as it is: the file changes in its place, under a name nobody can guess."""
    work, copy = two_units(tmp_path), tmp_path / "copy"
    copy.mkdir()
    per_unit(work, "2026-10-05", "--secret-names")
    name = next(row[2] for row in listed(work) if row[0] == "B2")
    with served(work / "served") as address:
        vdirsyncer(tmp_path, address + name, f'type = "filesystem"\npath = "{copy}/"\nfileext = ".ics"')
        for day, rows in (("2026-10-05", []), ("2026-10-08", ["2026-10-07,主题党日,,B2"]), ("2027-05-10", [])):
            ledger(work, rows, head="日期,类型,所属时段,党支部")
            per_unit(work, day, "--year", day[:4])
            for _ in range(2):
                sync(tmp_path)
                found = [one for file in copy.iterdir() for one in read(file).values()]
                assert no_uid(found) == no_uid(read(work / "served" / name).values())
    assert len(files(work)) == 2


def test_vdirsyncer_brings_a_feed_to_a_caldav_server(server: CalDav, versions: list[Version], tmp_path: Path) -> None:
    web = tmp_path / "web"
    web.mkdir()
    target = f'type = "caldav"\nurl = "{server.url}plan/"\nusername = "user"\npassword = "x"'
    with served(web) as address:
        shutil.copy(versions[0].file, web / "plan.ics")
        vdirsyncer(tmp_path, f"{address}plan.ics", target)
        for version in versions:
            shutil.copy(version.file, web / "plan.ics")
            sync(tmp_path)
            assert no_uid(shown(server.report(), tmp_path)) == no_uid(version.events.values())


# Imports by hand.

KHAL = """\
[calendars]
[[plan]]
path = {folder}/calendar
[locale]
local_timezone = Asia/Shanghai
default_timezone = Asia/Shanghai
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.db
[default]
default_calendar = plan
"""


def test_khal_has_no_doubles_and_marks_what_is_cancelled(versions: list[Version], tmp_path: Path) -> None:
    (tmp_path / "calendar").mkdir()
    (tmp_path / "khal").write_text(KHAL.format(folder=tmp_path), encoding="utf-8")
    fields = [word for name in ("uid", "start-long", "title", "status") for word in ("--json", name)]
    for version in (versions[0], versions[0], versions[1], versions[1]):
        tool("khal", "-c", tmp_path / "khal", "import", "--batch", "-a", "plan", version.file)
        days = tool("khal", "-c", tmp_path / "khal", "list", *fields, "2026-10-01", "2026-12-31").splitlines()
        found = [event for day in days for event in json.loads(day)]
        told = {(one["uid"], one["start-long"], one["title"], one["status"] == "CANCELLED") for one in found}
        assert len(found) == len(told)
        assert told == {(one.uid, local(one.start), one.summary, one.cancelled) for one in version.events.values()}


def local(start: str) -> str:
    """Return an instant as a clock in China shows it; a day as it is."""
    return start if len(start) == 10 else f"{start[:10]} {int(start[11:13]) + 8:02d}:{start[14:16]}"


def test_calcurse_goes_by_no_uid_and_so_has_doubles(versions: list[Version], tmp_path: Path) -> None:
    """As docs/calendars.md says: with such a client one empties the calendar before the next import."""
    calcurse = shutil.which("calcurse")
    if calcurse is None:
        pytest.skip("calcurse is not installed here")
    counts = []
    for _ in range(2):
        command = [calcurse, "-D", str(tmp_path), "-C", str(tmp_path), "-q", "-i", str(versions[0].file)]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "TZ": "Asia/Shanghai"})
        lines = (tmp_path / "apts").read_text(encoding="utf-8").splitlines()
        counts.append(len(lines))
    events = versions[0].events.values()
    assert counts == [len(events), 2 * len(events)]
    timed = [one for one in events if len(one.start) > 10]
    for one in timed:
        day, clock = local(one.start).split()
        assert sum(line.startswith(f"{day[5:7]}/{day[8:]}/{day[:4]} @ {clock}") for line in lines) == 2
