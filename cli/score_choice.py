"""Which scoring table a call means, held against the duties that are in force."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..engine.documents.form import nearest
from ..engine.errors import fail
from ..engine.packs.files import SUFFIXES
from ..engine.packs.model import RuleBook
from ..engine.packs.score_checks import check_score
from ..engine.packs.score_model import ScoreTable
from ..engine.packs.scores import read_score
from ..engine.packs.targets import target
from ..engine.workspaces.settings import Workspace
from ..rules import names, path_of, score_names, score_path

SHOWN = "rules/scores"


def table_of(asked: str | None, workspace: Workspace) -> ScoreTable | None:
    """Return the table that was asked for (a path from here), else that of the workspace (a path from its folder).

    Raises CheckbranchError with every fault of the table.
    """
    if asked is not None:
        return named_table(asked, Path(), "--score")
    if workspace.score is None:
        return None
    return named_table(workspace.score, workspace.root, workspace.places.get("score", "score"))


def named_table(name: str, root: Path, where: str) -> ScoreTable:
    """Return the shipped table ``name``, or the one in the file of this path from ``root``."""
    if (path := score_path(name)) is not None and not (root / name).is_file():
        return read_score(path, f"{SHOWN}/{name}.yaml", shipped=True)
    path = root / name
    if path.suffix.lower() in SUFFIXES or path.is_file():
        return read_score(path, name)
    known = score_names()
    near = nearest(name, known)
    zh, en = (f"是否应为“{near}”？", f" Did you mean “{near}”?") if near else ("", "")
    raise fail(
        where,
        f"没有名为“{name}”的评分表。{zh}内置的有：{'、'.join(known)}；自己的写 .yaml 文件的路径。",
        f"There is no scoring table “{name}”.{en} Shipped ones: {', '.join(known)}; write the path of a .yaml file for "
        "your own.",
    )


def absent_of(table: ScoreTable, rules: RuleBook) -> Mapping[str, str]:
    """Return the duties of the table that no pack of the workspace defines, with the shipped pack that does.

    Raises CheckbranchError for duties that are defined nowhere.
    """
    return check_score(table, [duty.id for duty in rules.duties], shipped_duties)


def shipped_duties() -> Mapping[str, str]:
    """Return every duty of the shipped packs, with its pack."""
    found: dict[str, str] = {}
    for name in names():
        for duty in target(name, path_of, names()).load().duties:
            found.setdefault(duty.id, duty.pack)
    return found
