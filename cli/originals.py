"""Ledgers, settings and rules themselves, over which no report is ever written."""

from __future__ import annotations

import os
from fnmatch import fnmatch
from pathlib import Path

from ..engine.errors import fail
from ..engine.workspaces.settings import TableSource, Workspace

_YAML = (".yaml", ".yml")


def check_not_original(output: Path, workspace: Workspace) -> None:
    """Raise CheckbranchError where ``output`` is an original of the workspace.

    Originals are its settings, its own rules, holidays and scoring table, its ledgers, and whatever would be read as
    one of them the next time.
    """
    target = os.path.realpath(output)
    if workspace.file is not None and target == os.path.realpath(workspace.file):
        raise fail(
            str(output),
            "这是设置文件，不能覆盖。请换一个文件名。",
            "This is the file of settings; it is never written over. Choose another name.",
        )
    for own in (*workspace.rules, *workspace.holidays, *([workspace.score] if workspace.score else ())):
        if _is_of(target, os.path.realpath(os.path.join(workspace.root, str(own).replace("\\", "/")))):
            raise fail(
                str(output),
                f"这是设置中写明的规则、放假安排或评分表（{own}），不能覆盖或混入。请换一个文件名或文件夹。",
                f"The settings name this as rules, holidays or a scoring table ({own}); it is never written over. "
                "Choose another name or folder.",
            )
    for source in (one for table in workspace.data.values() for one in table):
        if _reads(source, target, os.path.realpath(workspace.root)):
            raise fail(
                str(output),
                f"这是台账“{source.pattern}”所读的文件，不能覆盖或混入。请换一个文件名或文件夹。",
                f"'{source.pattern}' under data reads this file as a ledger; it is never written over. "
                "Choose another name or folder.",
            )


def check_not_rules(output: Path) -> None:
    """Raise CheckbranchError where ``output`` is named like a file of rules or settings."""
    if output.suffix.lower() in _YAML:
        raise fail(
            str(output),
            "YAML 是规则和设置的文件，不在其上写报告。请换一个文件名。",
            "YAML files hold rules and settings; no report is written over one. Choose another name.",
        )


def _is_of(target: str, original: str) -> bool:
    """Return whether a file is ``original``, or would be read as part of it where that is a pack in a folder."""
    return target == original or (target.startswith(original + os.sep) and target.lower().endswith(_YAML))


def _reads(source: TableSource, target: str, root: str) -> bool:
    if not source.glob:
        return target == os.path.realpath(os.path.join(root, source.pattern))
    parts = os.path.relpath(target, root).split(os.sep)
    pattern = os.path.normpath(source.pattern).split(os.sep)
    if os.path.isabs(source.pattern):
        parts = target.split(os.sep)
    return _fits(parts, pattern)


def _fits(parts: list[str], pattern: list[str]) -> bool:
    """Return whether the parts of a path are matched by those of a pattern, ``**`` being any number of folders."""
    if not pattern:
        return not parts
    if pattern[0] == "**":
        return any(_fits(parts[at:], pattern[1:]) for at in range(len(parts) + 1))
    return bool(parts) and fnmatch(parts[0], pattern[0]) and _fits(parts[1:], pattern[1:])
