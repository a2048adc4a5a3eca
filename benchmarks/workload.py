"""Makes workspaces of any number of branches, the same each time: 20 quota duties and about 100 records a branch."""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

YEAR, AS_OF = 2025, date(2026, 1, 10)
PER_YEAR = {"month": 12, "quarter": 4, "half_year": 2, "year": 1}
HOUSEHOLDS, VISITS = 6, 8  # a branch has so many households, each visited so often
# (type, every, condition on attendance, make-up)
DUTIES = (
    ("a00", "month", "committee", ""), ("a01", "month", "half", "15 days"), ("a02", "month", "", "15 days"),
    ("a03", "quarter", "half", "1 month"), ("a04", "quarter", "", "1 month"), ("a05", "month", "half", ""),
    ("a06", "quarter", "", ""), ("a07", "half_year", "half", ""), ("a08", "half_year", "", ""),
    ("a09", "year", "half", "oldest"), ("a10", "year", "", "oldest"), ("a11", "year", "half", ""),
    ("a12", "year", "", ""), ("a13", "year", "half", ""), ("a14", "year", "", ""), ("a15", "year", "half", ""),
    ("a16", "quarter", "", ""), ("a17", "month", "half", ""),
)  # fmt: skip


def make(folder: Path, branches: int, seed: int = 1) -> int:
    """Write a workspace of ``branches`` branches into ``folder``; return the number of records."""
    rng = random.Random(seed)
    (folder / "rules").mkdir(parents=True, exist_ok=True)
    (folder / "checkbranch.yaml").write_text(_WORKSPACE, "utf-8")
    (folder / "rules" / "bench.yaml").write_text("\n".join(_pack()) + "\n", "utf-8")
    _write(folder / "units.csv", ("id", "kind", "full_members", "committee_size"), _units(branches, rng))
    _write(folder / "households.csv", ("id", "unit", "tier"), _households(branches))
    header = ("type", "unit", "start", "present", "expected", "mode", "subject", "for_period")
    return _write(folder / "activities.csv", header, _records(branches, rng))


def _write(path: Path, header: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> int:
    written = 0
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        for row in rows:
            writer.writerow(row)
            written += 1
    return written


def _units(branches: int, rng: random.Random) -> Iterator[tuple[object, ...]]:
    for b in range(branches):
        yield f"B{b:06}", "branch", rng.choice((5, 9, 12)), 5


def _households(branches: int) -> Iterator[tuple[object, ...]]:
    for b in range(branches):
        for h in range(HOUSEHOLDS):
            yield f"H{b:06}-{h}", f"B{b:06}", "monitored" if h == 0 else "ordinary"


def _records(branches: int, rng: random.Random) -> Iterator[tuple[object, ...]]:
    first = date(YEAR, 1, 1)
    for b in range(branches):
        unit = f"B{b:06}"
        for kind, every, _, late in DUTIES:
            n = PER_YEAR[every]
            for i in range(n):
                chance = rng.random()
                if chance < 0.05:
                    continue
                start, days = first + timedelta(days=365 * i // n), 365 // n
                # Days of make-ups are kept apart from others, so that no rival needs to know which of two counts.
                day = start + timedelta(days=15 + int(rng.random() * (days - 16)))
                named = ""
                if chance < 0.08 and late not in ("", "oldest") and i + 1 < n:
                    day, named = _made_up(start, every, i, rng)
                for _ in range(2 if rng.random() < 0.02 else 1):
                    yield kind, unit, day, rng.choice((2, 3, 4, 5, 5, 5)), 5, "", "", named
        for h in range(HOUSEHOLDS):
            for _ in range(VISITS):
                mode = "in_person" if rng.random() < 0.95 else "phone"
                day = first + timedelta(days=int(rng.random() * 365))
                yield "visit", unit, day, "", "", mode, f"H{b:06}-{h}", ""


def _made_up(start: date, every: str, i: int, rng: random.Random) -> tuple[date, str]:
    """Return a day within two weeks after the period, and the key of the period."""
    if every == "month":
        after = date(YEAR, i + 2, 1)
        return after + timedelta(days=int(rng.random() * 14)), f"{YEAR}-{i + 1:02}"
    after = date(YEAR, 3 * i + 4, 1)
    return after + timedelta(days=int(rng.random() * 14)), f"{YEAR}-Q{i + 1}"


def _pack() -> Iterator[str]:
    yield "pack: bench"
    yield 'version: "1"'
    yield "title: {zh: 性能测试, en: Benchmark}"
    yield "activities:"
    for kind in [*(duty[0] for duty in DUTIES), "visit"]:
        yield f"  {kind}: {{zh: {kind}, en: {kind}}}"
    yield "duties:"
    for kind, every, condition, late in DUTIES:
        yield f"  - id: {kind}"
        yield f"    title: {{zh: {kind}, en: {kind}}}"
        yield "    subject: branch"
        yield f"    quota: {{do: {kind}, at_least: 1, every: {every}}}"
        if condition == "committee":
            yield "    where: {full_members: {at_least: 7}}"
            yield "    counts_when: {attendance: {at_least: 1/2, of: committee}}"
        elif condition:
            yield "    counts_when: {attendance: {at_least: 1/2}}"
        if late == "oldest":
            yield "    late: {until: 3 months, counts_as: met, take: oldest}"
        elif late:
            yield f"    late: {{until: {late}}}"
    for name, every, where in (("visit-all", "quarter", ""), ("visit-monitored", "month", "monitored")):
        yield f"  - id: {name}"
        yield f"    title: {{zh: {name}, en: {name}}}"
        yield "    subject: household"
        yield f"    quota: {{do: visit, at_least: 1, every: {every}}}"
        yield "    counts_when: {mode: in_person}"
        if where:
            yield f"    where: {{tier: {where}}}"


_WORKSPACE = f"""checkbranch: 1
name: benchmark
rules: [rules/bench.yaml]
data:
  units: units.csv
  households: households.csv
  activities: activities.csv
log_starts: {YEAR}-01-01
"""

if __name__ == "__main__":
    print(make(Path(sys.argv[1]), int(sys.argv[2])), "records")
