"""The units of a workspace that is there: what its table of units lists."""

from __future__ import annotations

from ..workspaces.settings import Workspace
from .opening import Opener
from .problems import Log
from .shape.types import TypeReader
from .values.cells import text_of
from .values.words import unit_kind


def known_units(workspace: Workspace, types: TypeReader) -> list[str]:
    """Return the ids and names of the units; none where only one of them is a branch, of which everything is then."""
    if not workspace.data.get("units"):
        return []
    grids = Opener(workspace, types, Log()).table("units")
    branches = sum(unit_kind(cell) == "branch" for grid in grids for cell in grid.cells("kind") or ())
    cells = [cell for grid in grids for name in ("id", "name") for cell in grid.cells(name) or ()]
    return list(dict.fromkeys(text for cell in cells if (text := text_of(cell)))) if branches != 1 else []
