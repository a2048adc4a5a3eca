"""A year's calendar of many branches: time, memory and size of each kind of export, beside an audit of the same.

python -m benchmarks.exports              # 1000 branches
python -m benchmarks.exports 100 -n 3
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from .run import Run, measure

AS_OF, LATER = "2026-01-20", "2026-02-20"
_WORKSPACE = """checkbranch: 1
name: 县委组织部
rules: [cn-party-branch]
data: {units: units.csv, activities: activities.csv}
log_starts: 2026-01-01
"""


def make(folder: Path, branches: int) -> None:
    """Write a workspace of branches of several sizes, with three weeks of records."""
    rng = random.Random(1)
    (folder / "checkbranch.yaml").write_text(_WORKSPACE, "utf-8")
    rows = ["id,name,kind,full_members,committee_size,term_ends"]
    rows += [f"B{b:04},第{b:04}支部,branch,{rng.choice((5, 9, 12, 30))},5,2027-12-31" for b in range(branches)]
    (folder / "units.csv").write_text("\n".join(rows) + "\n", "utf-8")
    records(folder, branches, ["2026-01-08"])


def records(folder: Path, branches: int, theme_days: list[str]) -> None:
    """Write the ledger: so many theme days of every branch."""
    rows = [f"主题党日,B{b:04},{day}" for b in range(branches) for day in theme_days]
    (folder / "activities.csv").write_text("\n".join(["type,unit,start", *rows]) + "\n", "utf-8")


def steps(folder: Path, branches: int) -> Iterator[tuple[str, Run, int]]:
    """Yield each command in turn: its name, what it cost, and how many bytes of calendar there are after it."""
    python = [sys.executable, "-m", "checkbranch.cli"]
    audit = [*python, "audit", str(folder), "--format", "json", "-o", str(folder / "audit.json"), "--as-of"]
    export = [*python, "calendar", "export", str(folder), "--year", "2026"]
    one, many = ["-o", str(folder / "plan.ics"), "--as-of"], ["--per-unit", str(folder / "units"), "--as-of"]
    yield "audit, JSON", measure([*audit, AS_OF]), 0
    yield "one file", measure([*export, *one, AS_OF]), size(folder.glob("*.ics"))
    yield "one file each", measure([*export, *many, AS_OF]), size((folder / "units").glob("*.ics"))
    yield "one file each, nothing new", measure([*export, *many, AS_OF]), size((folder / "units").glob("*.ics"))
    records(folder, branches, ["2026-01-08", "2026-02-12"])
    yield "one file each, a month later", measure([*export, *many, LATER]), size((folder / "units").glob("*.ics"))


def size(files: Iterator[Path]) -> int:
    return sum(file.stat().st_size for file in files)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("branches", type=int, nargs="?", default=1000)
    parser.add_argument("-n", "--runs", type=int, default=1)
    asked = parser.parse_args()
    runs: list[list[tuple[str, Run, int]]] = []
    for _ in range(asked.runs):
        with tempfile.TemporaryDirectory() as name:
            make(Path(name), asked.branches)
            runs.append(list(steps(Path(name), asked.branches)))
            events = sum(file.read_bytes().count(b"BEGIN:VEVENT") for file in (Path(name) / "units").glob("*.ics"))
    print(f"{asked.branches} branches, {events} events\n")
    heads = ("command", "wall s", "CPU s", "times the CPU of the audit", "peak MB", "MB of calendar")
    print(f"| {' | '.join(heads)} |\n{'|---' * len(heads)}|")
    base = median(run[0][1].cpu for run in runs)
    for row in zip(*runs, strict=True):
        wall, cpu, memory = (median(getattr(one[1], what) for one in row) for what in ("wall", "cpu", "memory"))
        print(f"| {row[0][0]} | {wall:.1f} | {cpu:.1f} | {cpu / base:.1f} | {memory:.0f} | {row[0][2] / 1e6:.1f} |")


if __name__ == "__main__":
    main()
