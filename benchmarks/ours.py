"""One audit of a workspace through the Python API, printing its counts and where the time went."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from pathlib import Path

from checkbranch.engine import Request, Shipped, audit_inputs, read_inputs, read_workspace
from checkbranch.rules import names, path_of

try:
    from .workload import AS_OF, YEAR
except ImportError:
    from workload import AS_OF, YEAR  # type: ignore[import-not-found, no-redef]


def main(folder: Path) -> None:
    """Print {duty: {status: n}}, the calls of the verdict engine and the seconds of the stages."""
    began = time.perf_counter()
    inputs = read_inputs(read_workspace(folder), Shipped(path_of, names()))
    read = time.perf_counter() - began
    done = audit_inputs(inputs, Request(as_of=AS_OF, period=str(YEAR)))
    counts: dict[str, Counter[str]] = {}
    for duty, status, n in done.duty_counts():
        counts.setdefault(duty, Counter())[status] = n
    whole = time.perf_counter() - began
    stages = {"read": read, "judge": whole - read, "whole": whole}
    print(json.dumps({"counts": counts, "calls": done.calls, "seconds": stages}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
