"""The check of the data as JSON for programs: sources with their row account, problems, and how many of each kind."""

from __future__ import annotations

from collections import Counter
from typing import TextIO

from ...engine.ledger.model import Ledger
from ...engine.workspaces.settings import Workspace
from ..json_text import json_value, write_rows
from ..programs.json_report import input_rows, problem_rows

CHECK_FORMAT = "checkbranch.check/1"


def write_check_json(workspace: Workspace, ledger: Ledger, out: TextIO, language: str = "zh") -> None:
    """Write the check to ``out``; inputs and problems have the shape and the order that they have in an audit."""
    head = {"format": CHECK_FORMAT, "workspace": workspace.name, "language": language}
    out.write("{" + ",\n".join(f'"{key}":{json_value(value)}' for key, value in head.items()))
    write_rows(out, "inputs", map(json_value, input_rows(ledger)))
    write_rows(out, "problems", map(json_value, problem_rows(ledger, language)))
    counts = Counter(problem.code for problem in ledger.problems)
    out.write(f',\n"counts":{json_value(dict(sorted(counts.items())))}')
    out.write("}\n")
