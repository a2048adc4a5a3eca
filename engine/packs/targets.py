"""What a command about rules is told to look at: a workspace, a pack file or folder, or a shipped pack."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from ..documents.form import nearest
from ..errors import CheckbranchError, fail
from ..workspaces.settings import Workspace
from ..workspaces.workspace import FILE, read_workspace
from .advice import RuleSet
from .files import SUFFIXES

Shipped = Callable[[str], Path | None]
_SETTINGS = re.compile(r"^checkbranch\s*:", re.MULTILINE)
_SCORE = re.compile(r"^score\s*:", re.MULTILINE)
_PACK = re.compile(r"^(pack|duties)\s*:", re.MULTILINE)
_UPWARDS = 4  # folders above a pack in which its workspace is looked for


def rules_of(workspace: Workspace, shipped: Shipped, shipped_names: Sequence[str]) -> RuleSet:
    """Return the packs of a workspace, with its own changes."""
    return RuleSet(
        workspace.rules,
        workspace.root,
        shipped,
        shipped_names,
        severity=workspace.severity,
        off=workspace.off,
        places=workspace.places,
    )


def target(name: str, shipped: Shipped, shipped_names: Sequence[str]) -> RuleSet:
    """Return the packs that ``name`` means; CheckbranchError where there is no such thing.

    A pack that a workspace above it lists is taken with the packs before it, which it may be laid over.
    """
    path = Path(name)
    if is_workspace(path):
        return rules_of(read_workspace(path), shipped, shipped_names)
    if is_pack(path):
        return _in_workspace(path, shipped, shipped_names) or _alone(path, shipped, shipped_names)
    if shipped(name) is not None:
        return RuleSet((name,), Path(), shipped, shipped_names, only=True)
    if path.is_dir():
        raise fail(
            name,
            f"文件夹里没有 {FILE}，也没有 pack.yaml。请写工作区、规则包文件，或内置规则包的名称。",
            f"The folder holds neither {FILE} nor pack.yaml. Name a workspace, a pack file or a shipped pack.",
        )
    if path.is_file():
        raise fail(
            name,
            "这不是规则包。请写 .yaml 文件、工作区，或内置规则包的名称。",
            "This is not a pack. Name a .yaml file, a workspace or a shipped pack.",
        )
    near = nearest(name, shipped_names)
    raise fail(
        name,
        f"没有这个文件，也没有这个内置规则包。{f'是否应为“{near}”？' if near else ''}"
        f"内置的有：{'、'.join(shipped_names)}。",
        f"There is no such file and no such shipped pack.{f' Did you mean “{near}”?' if near else ''} Shipped are: "
        f"{', '.join(shipped_names)}.",
    )


def is_pack(path: Path) -> bool:
    """Return whether ``path`` is a pack of one's own, a file or a folder; that it can be read is not said."""
    if (path / "pack.yaml").is_file():
        return True
    return path.is_file() and path.suffix.lower() in SUFFIXES and not is_workspace(path)


def is_workspace(path: Path) -> bool:
    """Return whether ``path`` holds the settings of a workspace."""
    if path.is_dir():
        return (path / FILE).is_file()
    if not path.is_file() or path.suffix.lower() not in SUFFIXES:
        return False
    if path.name == FILE:
        return True
    try:
        return _SETTINGS.search(path.read_text("utf-8")) is not None
    except (OSError, UnicodeDecodeError):
        return False  # the reader of packs tells what is wrong with it


def is_score(path: Path) -> bool:
    """Return whether ``path`` is a file with a scoring table; that it can be read is not said."""
    if not path.is_file() or path.suffix.lower() not in SUFFIXES:
        return False
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return False
    return _SCORE.search(text) is not None and _PACK.search(text) is None


def workspace_using(path: Path) -> Workspace | None:
    """Return the nearest workspace above whose scoring table is the file ``path``; None where there is none."""
    own = path.resolve()
    for folder in list(own.parents)[:_UPWARDS]:
        if (folder / FILE).is_file():
            try:
                workspace = read_workspace(folder)
            except CheckbranchError:
                return None
            if workspace.score is not None and (folder / workspace.score).resolve() == own:
                return workspace
    return None


def _alone(path: Path, shipped: Shipped, shipped_names: Sequence[str]) -> RuleSet:
    return RuleSet((path.as_posix(),), Path(), shipped, shipped_names, only=True)


def _in_workspace(path: Path, shipped: Shipped, shipped_names: Sequence[str]) -> RuleSet | None:
    """Return the packs of the nearest workspace above that lists ``path``, up to it; None where there is none."""
    own = path.resolve()
    for folder in list(own.parents)[:_UPWARDS]:
        if not (folder / FILE).is_file():
            continue
        try:
            workspace = read_workspace(folder)
        except CheckbranchError:
            return None
        for number, name in enumerate(workspace.rules):
            if shipped(name) is None and (folder / name).resolve() == own:
                return RuleSet(workspace.rules[: number + 1], folder, shipped, shipped_names, only=True)
    return None
