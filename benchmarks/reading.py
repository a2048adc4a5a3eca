"""Reading a ledger of 100 000 rows against the library alone that reads its cells, in turn within one run.

python -m benchmarks.reading                        # every kind of file
python -m benchmarks.reading xlsx -n 9 --rows 20000
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from .ledgers import KINDS, make
from .run import HERE, Run, in_turn, row

CASES = (*((kind, False) for kind in KINDS), ("xlsx", True))
RIVALS = {"xlsx": "python-calamine", "ods": "python-calamine", "csv": "csv.reader"}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", help=f"of {', '.join(KINDS)}; all of them unless some are named")
    parser.add_argument("-n", "--runs", type=int, default=5)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--branches", type=int, default=100)
    asked = parser.parse_args()
    python = sys.executable
    print("| ledger / rival | wall s (ours / rival = ratio) | CPU s | peak MB |\n|---|---|---|---|")
    for kind, roster in CASES:
        if asked.kinds and kind not in asked.kinds:
            continue
        with tempfile.TemporaryDirectory() as name:
            file = make(Path(name), kind, asked.rows, asked.branches, roster)
            encoding = "gb18030" if kind.endswith("gb18030") else "utf-8"
            ours = [python, str(HERE / "read_ours.py"), name]
            pairs = in_turn(ours, [python, str(HERE / "read_rival.py"), str(file), encoding], asked.runs)
        check(pairs, asked.rows)
        also = f", {asked.branches * 30} members known" if roster else ""
        print(row(f"{kind}{also} / {RIVALS[kind.split('-')[0]]}", pairs), flush=True)


def check(pairs: list[tuple[Run, Run]], rows: int) -> None:
    """Make sure that both have read every row, and that ours has told of each what it came to."""
    for ours, theirs in pairs:
        said = json.loads(ours.printed)
        if int(theirs.printed) != rows or said["read"] != rows or said["taken"] + said["problems"] != rows:
            raise SystemExit(f"not every row was read: {theirs.printed}{ours.printed}")


if __name__ == "__main__":
    main()
