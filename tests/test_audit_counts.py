"""What an audit tells without its findings, held to what the findings say."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

from checkbranch.engine import GAPS, Audit, Request, Shipped, audit_inputs, read_inputs, read_workspace
from checkbranch.rules import names, path_of

from .reports_fake import owner
from .test_html_pages import THREE, workspace


def audited(folder: Path) -> Audit:
    workspace(folder, *THREE)
    units = folder / "units.csv"
    units.write_text(units.read_text("utf-8") + "B1甲,第一党小组,党小组,B1\n", "utf-8")
    settings = read_workspace(folder)
    return audit_inputs(read_inputs(settings, Shipped(path_of, names())), Request(as_of=date(2026, 6, 20)))


def test_counts_oldest_gaps_and_places_agree_with_the_findings(tmp_path: Path) -> None:
    audit = audited(tmp_path)
    found = list(audit.findings("all"))
    for groups in (False, True):
        counts = Counter((owner(one, groups), one.duty, one.status) for one in found)
        told = {(unit, duty, status): n for unit, duty, status, n in audit.unit_duty_counts(groups=groups)}
        assert told == counts and ("B1甲" in {unit for unit, _, _ in told}) == groups
        oldest: dict[tuple[str, str], object] = {}
        for one in sorted(found, key=lambda one: str(one.period and one.period.start)):
            if one.status in GAPS:
                oldest.setdefault((owner(one, groups), one.duty), one.period)
        assert {(unit, duty): period for unit, duty, period in audit.oldest_gaps(groups=groups)} == oldest != {}
    wanted = {one.id: (one.unit, one.duty, one.subject, one.period, one.status) for one in found[::3]}
    places = audit.places(wanted.__contains__)
    assert {one.id: (one.unit, one.duty, one.subject, one.period, one.status) for one in places} == wanted


def test_the_findings_of_some_units_are_those_of_all_of_them(tmp_path: Path) -> None:
    audit = audited(tmp_path)
    found = list(audit.findings("all"))
    for units in (["B1"], ["B2", "B3"], ["B1", "nobody"], []):
        for _ in range(2):  # it leaves nothing behind that would be in the way of the next
            assert list(audit.findings_of(units)) == [one for one in found if one.unit in units]
