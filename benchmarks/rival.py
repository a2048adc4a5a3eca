"""The rival: the same counts from the same files by hand-written DuckDB SQL."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from pathlib import Path

import duckdb


def main(folder: Path) -> None:
    """Print {duty: {status: n}} and the seconds it took to read the files and to count."""
    began = time.perf_counter()
    script = (Path(__file__).parent / "rival.sql").read_text("utf-8").replace("{folder}", str(folder))
    reading, counting = script.split("-- Count.")
    con = duckdb.connect()
    con.execute(reading)
    read = time.perf_counter() - began
    con.execute(counting)
    counts: dict[str, Counter[str]] = {}
    for duty, status, n in con.execute("SELECT duty, status, n::BIGINT FROM result").fetchall():
        counts.setdefault(duty, Counter())[status] = n
    whole = time.perf_counter() - began
    print(json.dumps({"counts": counts, "seconds": {"read": read, "judge": whole - read, "whole": whole}}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
