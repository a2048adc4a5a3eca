"""A workspace of which a test asks much is read, and judged for each request, once, while its files stay the same.

The commands stay what they are; only the reading and the judging that they would do again are remembered for them.
"""

from __future__ import annotations

import hashlib
import importlib
from collections import OrderedDict
from pathlib import Path

import pytest

from checkbranch.engine import Audit, Inputs, Request, Shipped, audit_inputs, read_inputs
from checkbranch.engine.ledger import Keeper
from checkbranch.engine.workspaces.settings import Workspace

READERS = ("cli.audit", "cli.calendar_export", "cli.check", "cli.explain", "cli.inspect", "cli.verify", "cli.visits")
JUDGES = ("cli.audit", "cli.inspect", "cli.verify", "cli.visits", "engine.planning.agenda", "engine.answering.answer")
KEPT = 4  # workspaces at a time
MANY = 50  # files; a folder with more is not looked through


class Once:
    """What was read and judged, by what it came from."""

    def __init__(self) -> None:
        self._read: OrderedDict[object, Inputs] = OrderedDict()
        self._judged: dict[int, dict[Request, Audit]] = {}

    def install(self, patch: pytest.MonkeyPatch) -> None:
        """Let the commands ask here."""
        for modules, name, function in (
            (READERS, "read_inputs", self.read_inputs),
            (JUDGES, "audit_inputs", self.audit_inputs),
        ):
            for module in modules:
                patch.setattr(importlib.import_module(f"checkbranch.{module}"), name, function)

    def read_inputs(self, workspace: Workspace, shipped: Shipped, keeper: Keeper | None = None) -> Inputs:
        """Read a workspace, unless that was done and its folder holds the same still."""
        key = _state(workspace)
        if key is None or keeper is not None:
            return read_inputs(workspace, shipped, keeper)
        if key not in self._read:
            self._read[key] = read_inputs(workspace, shipped)
            self._judged[id(self._read[key])] = {}
            if len(self._read) > KEPT:
                del self._judged[id(self._read.popitem(last=False)[1])]
        return self._read[key]

    def audit_inputs(self, inputs: Inputs, request: Request) -> Audit:
        """Judge what was read here, unless that was done for the same request."""
        done = self._judged.get(id(inputs), {})
        if request not in done:
            done[request] = audit_inputs(inputs, request)
        return done[request]

    def forget(self) -> None:
        """Read and judge everything anew."""
        self._read.clear()
        self._judged.clear()


def _state(workspace: Workspace) -> object:
    """Return all that a workspace says and the files of its folder hold, None where they are too many."""
    root = workspace.root.resolve()
    files: list[Path] = []
    for path in root.rglob("*"):
        if path.is_file():
            files.append(path)
            if len(files) > MANY:
                return None
    held = tuple((str(path), hashlib.sha256(path.read_bytes()).hexdigest()) for path in sorted(files))
    return str(root), repr(workspace), held
