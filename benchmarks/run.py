"""checkbranch against hand-written SQL, in turn within one run: wall time, CPU time and peak memory as ratios.

python -m benchmarks.run             # 1, 100 and 10 000 branches
python -m benchmarks.run 1 1000 -n 5
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from .workload import make

HERE = Path(__file__).parent
EXAMPLE = HERE.parent / "examples" / "huanghou"
IMPORTS = "import click, yaml, duckdb, durable.engine"


@dataclass(frozen=True, slots=True)
class Run:
    """One finished process: seconds of wall and CPU time, peak memory in MB, and what it printed."""

    wall: float
    cpu: float
    memory: float
    printed: str


def measure(command: list[str]) -> Run:
    """Run ``command`` to its end and return what the system counted of it."""
    with tempfile.TemporaryFile() as out:
        began = time.perf_counter()
        # As what is installed runs: the first run, which does not count, leaves the compiled modules behind.
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
        pid = os.posix_spawn(command[0], command, environment, file_actions=[(os.POSIX_SPAWN_DUP2, out.fileno(), 1)])
        _, code, usage = os.wait4(pid, 0)
        wall = time.perf_counter() - began
        out.seek(0)
        printed = out.read().decode()
    if os.waitstatus_to_exitcode(code) not in (0, 1):
        raise SystemExit(f"{command} ended with {os.waitstatus_to_exitcode(code)}\n{printed}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, printed)


def in_turn(ours: list[str], theirs: list[str], runs: int) -> list[tuple[Run, Run]]:
    """Run both in turn, after one run of each that does not count."""
    pairs = [(measure(ours), measure(theirs)) for _ in range(runs + 1)]
    return pairs[1:]


def row(name: str, pairs: list[tuple[Run, Run]]) -> str:
    """Return one line of the table: medians of ours, of the rival's, and of the ratios pair by pair."""
    cells = []
    for what in ("wall", "cpu", "memory"):
        ours = median(getattr(a, what) for a, _ in pairs)
        theirs = median(getattr(b, what) for _, b in pairs)
        ratio = median(getattr(a, what) / getattr(b, what) for a, b in pairs)
        digits = 0 if what == "memory" else 2
        cells.append(f"{ours:.{digits}f} / {theirs:.{digits}f} = {ratio:.2f}")
    return f"| {name} | {' | '.join(cells)} |"


def same_counts(a: str, b: str) -> dict[str, Any]:
    """Return what ours printed, after making sure that both counted the same."""
    ours, theirs = json.loads(a), json.loads(b)
    if ours["counts"] != theirs["counts"]:
        different = {
            d for d in {*ours["counts"], *theirs["counts"]} if ours["counts"].get(d) != theirs["counts"].get(d)
        }
        raise SystemExit(
            "\n".join(f"{d}: {ours['counts'].get(d)} / {theirs['counts'].get(d)}" for d in sorted(different))
        )
    found: dict[str, Any] = ours
    return found


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("branches", type=int, nargs="*", default=[1, 100, 10_000])
    parser.add_argument("-n", "--runs", type=int, default=5)
    asked = parser.parse_args()
    python = sys.executable
    print("| workload | wall s (ours / rival = ratio) | CPU s | peak MB |\n|---|---|---|---|")
    cold = [python, "-m", "checkbranch.cli", "audit", str(EXAMPLE), "--as-of", "2026-11-23"]
    print(row("the example, text report / its imports alone", in_turn(cold, [python, "-c", IMPORTS], asked.runs)))
    notes = []
    for branches in asked.branches:
        with tempfile.TemporaryDirectory() as name:
            records = make(Path(name), branches)
            ours, theirs = [python, str(HERE / "ours.py"), name], [python, str(HERE / "rival.py"), name]
            pairs = in_turn(ours, theirs, asked.runs)
            said = [(same_counts(a.printed, b.printed), json.loads(b.printed)) for a, b in pairs]
            print(row(f"{branches} branches, {records} records", pairs), flush=True)
            seconds = {k: median(a["seconds"][k] / b["seconds"][k] for a, b in said) for k in ("read", "judge")}
            ours_s = {k: median(a["seconds"][k] for a, _ in said) for k in ("read", "judge")}
            total = sum(sum(c.values()) for c in said[0][0]["counts"].values())
            notes.append(
                f"{branches} branches: {total} obligations, {said[0][0]['calls']} calls of the verdict engine; reading"
                f" {ours_s['read']:.2f} s ({seconds['read']:.2f} x), judging {ours_s['judge']:.2f} s"
                f" ({seconds['judge']:.2f} x the rival's counting)"
            )
    print("\n" + "\n".join(notes))


if __name__ == "__main__":
    main()
