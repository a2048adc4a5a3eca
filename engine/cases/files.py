"""Where the cases of a pack lie (``NAME.cases.yaml`` beside it, or ``cases/NAME.yaml``), and whose a file is."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..documents.document import read_document
from ..documents.nodes import MapNode, Scalar
from ..errors import CheckbranchError, fail
from ..packs.advice import RuleSet
from ..packs.files import SUFFIXES
from ..packs.targets import is_pack, is_workspace, target
from ..workspaces.workspace import read_workspace

Shipped = Callable[[str], Path | None]
_CASES = re.compile(r"^cases\s*:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Suite:
    """A pack with its cases: its name as it is told, its rules, and the file of cases (None: it has none)."""

    name: str
    rules: RuleSet
    cases: Path | None


def suites(name: str, shipped: Shipped, shipped_names: Sequence[str]) -> list[Suite]:
    """Return what ``name`` means: a pack, a file of cases, or every pack of its own that a workspace lists.

    Raises CheckbranchError where there is no such thing.
    """
    path = Path(name)
    if _holds_cases(path):
        pack = _pack_of(path, shipped)
        return [Suite(pack, target(pack, shipped, shipped_names), path)]
    if is_workspace(path):
        workspace = read_workspace(path)
        own = [(workspace.root / each).as_posix() for each in workspace.rules if shipped(each) is None]
        return [_suite(each, shipped, shipped_names) for each in own]
    return [_suite(name, shipped, shipped_names)]


def cases_beside(pack: Path) -> Path | None:
    """Return the file of cases of the pack at ``pack``, a file or a folder; None where there is none."""
    stem = pack.name if pack.is_dir() else pack.stem
    for suffix in SUFFIXES:
        for found in (pack.parent / f"{stem}.cases{suffix}", pack.parent / "cases" / f"{stem}{suffix}"):
            if found.is_file():
                return found
    return None


def _suite(name: str, shipped: Shipped, shipped_names: Sequence[str]) -> Suite:
    rules = target(name, shipped, shipped_names)
    path = Path(name)
    if not is_pack(path):
        path = shipped(name) or path
    return Suite(name, rules, cases_beside(path))


def _holds_cases(path: Path) -> bool:
    if not path.is_file() or path.suffix.lower() not in SUFFIXES:
        return False
    if path.stem.endswith(".cases"):
        return True
    try:
        return _CASES.search(path.read_text("utf-8-sig")) is not None
    except (OSError, UnicodeDecodeError):
        return False  # the reader of packs tells what is wrong with it


def _pack_of(path: Path, shipped: Shipped) -> str:
    """Return the pack that a file of cases is for, as a name or a path."""
    root = read_document(path, path.as_posix()).root
    node = root.get("pack") if isinstance(root, MapNode) else None
    if isinstance(node, Scalar) and node.text.strip():
        named = node.text.strip()
        own = path.parent / named
        if own.exists():
            return own.as_posix()
        if shipped(named) is not None:
            return named
        raise _without_pack(node.where)
    folder, stem = path.parent, path.stem.removesuffix(".cases")
    folder = folder.parent if path.stem == stem else folder
    for found in (folder / f"{stem}.yaml", folder / f"{stem}.yml", folder / stem):
        if is_pack(found):
            own_file = shipped(stem)
            return stem if own_file is not None and own_file.resolve() == found.resolve() else found.as_posix()
    raise _without_pack(path.as_posix())


def _without_pack(where: str) -> CheckbranchError:
    return fail(
        where,
        "找不到这些用例所属的规则包。请将文件命名为“规则包名.cases.yaml”并放在规则包旁边，"
        "或在首行写“pack: 路径或名称”。",
        "The pack of these cases cannot be found. Name the file PACK.cases.yaml and put it beside the pack, or write "
        "“pack: its path or name” as the first line.",
    )
