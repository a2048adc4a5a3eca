"""Makes the ledger of the Huanghou example, the table in its NOTE, and what an audit of it must find.

Run from the root of the repository: ``python -m examples.make_huanghou``.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from .huanghou_book import (
    activity_sheet,
    household_sheet,
    meeting_sheet,
    member_sheet,
    post_sheet,
    request_sheet,
    talk_sheet,
    unit_sheet,
    visit_sheet,
    waiver_sheet,
)
from .huanghou_expected import AS_OF, expected_yaml, outcomes
from .huanghou_file import Sheet, csv_text, workbook_bytes
from .huanghou_meetings import meetings, talks
from .huanghou_note import with_table
from .huanghou_people import households, members
from .huanghou_site import posts, requests, totals
from .huanghou_visits import visits

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "huanghou"
BOOK = "台账2026.xlsx"
PRINTED = "as-printed.csv"
EXPECTED = HERE.parent / "tests" / "cases" / "huanghou_expected.yaml"


@dataclass(frozen=True, slots=True)
class Example:
    """All that is made: the sheets, the NOTE's text with its table, the expectation as YAML, the misprinted figures."""

    sheets: tuple[Sheet, ...]
    note: str
    expected: str
    printed: str


def make(note: str) -> Example:
    """Return the whole example; ``note`` is the NOTE whose table is to be renewed."""
    roster = members()
    homes = households(roster)
    held, seen = meetings(roster), visits(homes)
    places = {row.plant: f"会议活动!{number}" for number, row in enumerate(held, start=2) if row.plant}
    places |= {row.plant: f"走访!{number}" for number, row in enumerate(seen, start=2) if row.plant}
    held_posts, asked = posts(homes), requests()
    places |= {row.plant: f"诉求!{number}" for number, row in enumerate(asked, start=2) if row.plant}
    for number, post in enumerate(held_posts, start=2):
        if not post.held(AS_OF):
            places[f"post-{post.kind}"] = f"岗位!{number}"
    sheets = (
        unit_sheet(totals(homes, AS_OF)),
        member_sheet(roster),
        household_sheet(homes),
        meeting_sheet(held),
        talk_sheet(talks()),
        visit_sheet(seen),
        waiver_sheet(),
        activity_sheet(),
        post_sheet(held_posts),
        request_sheet(asked, {home.id: home.head for home in homes}),
    )
    sources = {plant: f"{BOOK}!{place}" for plant, place in places.items()}
    printed = unit_sheet(totals(homes, AS_OF, printed=True))
    expected = expected_yaml(outcomes(roster, homes, seen), sources)
    return Example(sheets, with_table(note, places), expected, csv_text(printed))


def main() -> int:
    """Write the ledger, the NOTE and the expectation where they belong; return the exit code."""
    note = FOLDER / "NOTE.md"
    example = make(note.read_text(encoding="utf-8"))
    (FOLDER / BOOK).write_bytes(workbook_bytes(example.sheets))
    note.write_text(example.note, encoding="utf-8", newline="\n")
    EXPECTED.write_text(example.expected, encoding="utf-8", newline="\n")
    (FOLDER / PRINTED).write_text(example.printed, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
