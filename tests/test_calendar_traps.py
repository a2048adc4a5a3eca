"""The traps of calendar files that docs/calendars.md lists: each has a test that guards it."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "calendars.md").read_text(encoding="utf-8")
TABLE = PAGE.partition("## Traps")[2].partition("\n## ")[0]
ROWS = [line for line in TABLE.splitlines() if re.match(r"\| \d+ \|", line)]


def test_all_ten_are_listed_each_with_its_guards() -> None:
    assert [row.split(" | ")[0] for row in ROWS] == [f"| {n}" for n in range(1, 11)]
    assert all("`test_" in row for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=[row.split(" | ")[0] for row in ROWS])
def test_the_guards_that_a_row_names_are_there(row: str) -> None:
    named = re.findall(r"`(test_\w+)\.py::(test_\w+)`", row)
    assert len(named) == row.count("`test_")
    for file, test in named:
        assert f"\ndef {test}(" in (ROOT / "tests" / f"{file}.py").read_text(encoding="utf-8"), f"{file}: {test}"


def test_fifty_thousand_events_are_read_without_the_library() -> None:
    """``Calendar.from_ical`` takes a quarter of a minute and 325 MB for them."""
    code = """if True:
        import sys
        from datetime import date
        from checkbranch.calendars.arrivals import read_arrivals
        event = "BEGIN:VEVENT\\nUID:{}\\nDTSTART:20260305T090000\\nSUMMARY:x\\nEND:VEVENT\\n"
        text = "".join(event.format(n) for n in range(50_000))
        data = f"BEGIN:VCALENDAR\\nVERSION:2.0\\nPRODID:x\\n{text}END:VCALENDAR\\n".encode()
        found = read_arrivals(data, "Asia/Shanghai", None, date.max, date(2026, 12, 31))
        print(len(found.records), "icalendar" in sys.modules)
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["50000", "False"]


def test_no_package_keeps_dateutil_old() -> None:
    """``recurring-ical-events`` pins ``python-dateutil<3``; with ours it has to work in whatever release is newest."""
    pinned = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert int(re.findall(r"^python-dateutil==(\d+)\.", pinned, re.MULTILINE)[0]) >= 4
    assert "recurring-ical-events" not in pinned.lower()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert [need for need in project["dependencies"] if "dateutil" in need] == ["python-dateutil>=2.9"]
