"""A single ledger file without a workspace: which of its sheets are tables beside the activities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...errors import CheckbranchError, fail
from ...workspaces.settings import TableSource, Workspace
from ..event_words import is_calendar
from ..files.files import open_file
from ..shape.types import TypeReader
from ..values.cells import text_of
from ..values.sheets import Refused
from ..values.words import unit_kind
from ..vocabulary import Vocabulary
from .tables import TableGuess, guess_table

_SHOWN = 5


def with_tables(workspace: Workspace, vocabulary: Vocabulary) -> Workspace:
    """Return the workspace of a bare file with the tables that its sheets are; all other sheets may be activities.

    Raises CheckbranchError where a sheet lists several branches, or several are named like branches: what is in the
    file is not one branch.
    """
    file = workspace.data["activities"][0].pattern
    if is_calendar(file):
        return workspace
    data = dict(workspace.data)
    guesses = _guesses(workspace, file, TypeReader(vocabulary.activities))
    housed = any(guess.table == "households" for guess in guesses)
    for guess in guesses:
        if guess.table == "requests" and "household" in guess.match.names and not housed:
            continue  # no row could be taken
        name = guess.sheet.name
        if guess.table == "units":
            branches = _branches(guess)
            if len(branches) > 1:
                raise several_units(f"{file}!{name}", branches)
            if not branches:
                continue
        data[guess.table] = (*data.get(guess.table, ()), TableSource(guess.table, file, sheet=name))
    return replace(workspace, data=data)


def _guesses(workspace: Workspace, file: str, types: TypeReader) -> list[TableGuess]:
    """Return the sheets that are rather plainly another table; a file of one sheet has none beside the activities."""
    try:
        content = open_file(workspace.root / file)
        if len(content.names) < 2:
            return []
        found = [guess_table(content.sheet(name), file, types) for name in content.names]
    except Refused:
        return []  # what cannot be read is said where it is read
    branches = [name for one in found if one and one.table == "activities" and _is_branch(name := one.sheet.name or "")]
    if len(branches) > 1:
        raise several_units(file, branches)
    plain = [one for one in found if one and one.confidence in ("high", "medium") and one.table != "activities"]
    return plain if len(plain) < len(content.names) else []


def _is_branch(name: str) -> bool:
    """Return whether a sheet is named like a branch, whose ledger it is then."""
    return name.strip().endswith("支部")


def _branches(guess: TableGuess) -> list[str]:
    """Return the names, or ids, of the branches that a sheet lists; communities and what is above them are none."""
    at = guess.match.names.get("name", guess.match.names.get("id"))
    kinds = guess.sheet.columns[guess.match.names["kind"]]
    names = kinds if at is None else guess.sheet.columns[at]
    found = (text_of(name) for name, kind in zip(names, kinds, strict=True) if unit_kind(kind) == "branch")
    return list(dict.fromkeys(name for name in found if name is not None))


def several_units(where: str, units: Sequence[str]) -> CheckbranchError:
    """Return the error of a bare file that is about several units."""
    shown = "、".join(units[:_SHOWN]) + ("…" if len(units) > _SHOWN else "")
    return fail(
        where,
        f"文件中有 {len(units)} 个单位（{shown}）。单独一个文件按一个支部核对；请用 checkbranch init DIR --from FILE "
        "建立带单位表的工作区。",
        f"The file holds {len(units)} units ({shown}). A file without a workspace is audited as one branch; make a "
        "workspace with a units table by checkbranch init DIR --from FILE.",
    )
