"""What each format of a report costs, in one run on one audit, against the JSON report of the same audit.

python -m benchmarks.reports 200             # 200 branches, every format
python -m benchmarks.reports 10000 html csv  # some of them
python -m benchmarks.reports 10000 pages     # a page for each branch, as --per-unit writes them
"""

from __future__ import annotations

import argparse
import io
import resource
import tempfile
import time
from pathlib import Path

from checkbranch.cli.unit_pages import open_pages, write_pages
from checkbranch.engine import Audit, Request, Shipped, audit_inputs, read_inputs, read_workspace
from checkbranch.reports.asked import Ask
from checkbranch.reports.formats import AUDIT
from checkbranch.reports.html.report import HtmlReport
from checkbranch.rules import names, path_of

from .workload import AS_OF, YEAR, make

RIVAL, PAGES = "json", "pages"


def written(audit: Audit, name: str, folder: Path) -> tuple[float, float, int]:
    """Write one format; return the seconds of wall and CPU time it took, and the size of the file."""
    form, path = AUDIT[name], folder / f"report{AUDIT[name].endings[0]}"
    wall, cpu = time.perf_counter(), time.process_time()
    if form.data is not None:
        with path.open("wb") as out:
            form.data(audit, out, Ask("zh", path=folder / "none.xlsx"))
    elif form.text is not None:
        with io.TextIOWrapper(path.open("wb"), encoding="utf-8", newline="\n") as told:
            form.text(audit, told, Ask("zh"))
    return time.perf_counter() - wall, time.process_time() - cpu, path.stat().st_size


def paged(audit: Audit, folder: Path) -> tuple[float, float, int]:
    """Write a page for each branch; return the seconds of wall and CPU time it took, and the size of all pages."""
    wall, cpu = time.perf_counter(), time.process_time()
    pages = open_pages(folder / PAGES, audit.workspace)
    for text in write_pages(pages, HtmlReport(audit), audit.workspace):
        print(text.en)
    took = time.perf_counter() - wall, time.process_time() - cpu
    return *took, sum(path.stat().st_size for path in (folder / PAGES).iterdir())


def main() -> None:
    """Print a line for each format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("branches", type=int)
    parser.add_argument("formats", nargs="*", choices=[[], *AUDIT, PAGES], default=[])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        make(folder / "ws", asked.branches)
        began, cpu = time.perf_counter(), time.process_time()
        inputs = read_inputs(read_workspace(folder / "ws"), Shipped(path_of, names()))
        audit = audit_inputs(inputs, Request(as_of=AS_OF, period=str(YEAR)))
        print(f"{sum(audit.summary.values())} obligations: read and judged in {time.perf_counter() - began:.1f} s, "
              f"{time.process_time() - cpu:.1f} s CPU, {peak():.0f} MB")  # fmt: skip
        base = written(audit, RIVAL, folder)
        for name in [RIVAL, *(one for one in asked.formats or AUDIT if one != RIVAL)]:
            wall, cpu, size = (
                base if name == RIVAL else paged(audit, folder) if name == PAGES else written(audit, name, folder)
            )
            print(f"{name:8} {wall:8.1f} s {cpu:8.1f} s CPU = {cpu / base[1]:5.2f} of {RIVAL}, {size / 1e6:8.1f} MB, "
                  f"peak so far {peak():.0f} MB", flush=True)  # fmt: skip


def peak() -> float:
    """Return the most memory that was held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
