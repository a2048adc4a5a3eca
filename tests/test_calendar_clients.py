"""Exported calendars as other programs read them: the same events at the same instants."""

from __future__ import annotations

from pathlib import Path

import pytest

from .calendar_readers import READERS
from .calendar_story import Shown, Version, read, tell
from .calendar_workspace import run

EXAMPLE = Path(__file__).parent.parent / "examples" / "huanghou"


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> list[Version]:
    return tell(tmp_path_factory.mktemp("story"))


@pytest.fixture(scope="module")
def files(versions: list[Version], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three versions of a small calendar, and two years of the example with visits, alarms and all that was held."""
    made = [version.file for version in versions]
    for year in ("2026", "2027"):
        made.append(tmp_path_factory.mktemp("example") / f"{year}.ics")
        options = ["--year", year, "--visits", "--alarms", "1d", "--all"]
        assert run(EXAMPLE, "2026-11-23", *options, file=str(made[-1])).exit_code == 0
    return made


@pytest.fixture(scope="module")
def expected(files: list[Path]) -> list[list[Shown]]:
    """What the library sees with which checkbranch itself reads calendars."""
    found = [sorted(read(file).values()) for file in files]
    assert min(len(events) for events in found[3:]) > 100
    return found


def test_the_story_has_something_new_moved_cancelled_unchanged_and_left_out(versions: list[Version]) -> None:
    first, second, third = (version.events for version in versions)
    assert len(set(second) - set(first)) == 1
    assert {uid for uid in first if second[uid].cancelled} == {uid for uid in first if not first[uid].cancelled} - {
        event.uid for event in versions[1].live
    }
    assert len([uid for uid in first if second[uid].cancelled]) == 1
    assert [uid for uid in first if not second[uid].cancelled and second[uid].start != first[uid].start]
    assert [uid for uid in first if second[uid] == first[uid]]
    assert set(first) - set(third)


@pytest.mark.parametrize("name", READERS)
def test_every_reader_sees_the_same_events_at_the_same_instants(
    name: str, files: list[Path], expected: list[list[Shown]]
) -> None:
    found = [sorted(events) for events in READERS[name](files)]
    for file, seen, wanted in zip(files, found, expected, strict=True):
        assert seen == wanted, file


@pytest.mark.parametrize("name", ["vobject", "ical"])
def test_a_second_import_makes_no_doubles(name: str, versions: list[Version]) -> None:
    """A shelf keyed by UID, as calendars have that import twice well: moved is moved, and cancelled is marked."""
    shelf: dict[str, Shown] = {}
    first, second = versions[:2]
    for events in READERS[name]([first.file, first.file, second.file, second.file]):
        shelf |= {event.uid: event for event in events}
    assert shelf == first.events | second.events
