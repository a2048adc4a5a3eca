"""Reads a workspace through the Python API, without an audit, and prints what its rows came to."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from checkbranch.engine import read_workspace
from checkbranch.engine.ledger import read_ledger
from checkbranch.engine.packs import load_rules
from checkbranch.engine.prepare import vocabulary_of
from checkbranch.rules import names, path_of


def main(folder: Path) -> None:
    """Print the row account of the ledger of activities, the problems and the ids, each as a number."""
    workspace = read_workspace(folder)
    rules = load_rules(workspace.rules, workspace.root, path_of, names())
    began = time.perf_counter()
    ledger = read_ledger(workspace, vocabulary_of(rules))
    seconds = time.perf_counter() - began
    account = ledger.sources[-1]
    print(json.dumps({
        "read": account.read, "taken": account.taken, "problems": account.problems,
        "told": len(ledger.problems), "ids": len(set(ledger.activities.id)), "seconds": seconds,
    }))  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]))
