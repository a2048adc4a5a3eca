"""The packs of a workspace held against its tables: columns that they name and no file has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from .errors import CheckbranchError, Fault
from .ledger import read_ledger
from .packs.fields_known import unread_fields
from .packs.targets import rules_of
from .prepare import vocabulary_of
from .workspaces.workspace import read_workspace


def workspace_faults(path: Path, shipped: Callable[[str], Path | None], names: Sequence[str]) -> tuple[Fault, ...]:
    """Return a fault for each column that no table of the workspace at ``path`` has.

    Nothing is said where the ledgers themselves cannot be used: that is for ``check`` to tell. Raises CheckbranchError
    where the settings or the packs cannot be used.
    """
    workspace = read_workspace(path)
    rules = rules_of(workspace, shipped, names).load()
    try:
        ledger = read_ledger(workspace, vocabulary_of(rules))
    except CheckbranchError:
        return ()
    return tuple(unread_fields(rules, ledger, workspace))
