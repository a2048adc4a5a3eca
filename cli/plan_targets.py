"""The files that a plan is written to, and in which format each."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from ..engine.errors import fail
from ..engine.workspaces.settings import Workspace
from .originals import check_not_original
from .output import check_target

Form = Literal["xlsx", "html", "ics", "text"]
_SUFFIXES: dict[str, Form] = {".xlsx": "xlsx", ".html": "html", ".htm": "html", ".ics": "ics", ".txt": "text"}

# What Excel and WPS, LibreOffice, and WPS on Linux put beside a file that they have open.
_LOCKS = ("~${}", ".~lock.{}#", ".~{}")


@dataclass(frozen=True, slots=True)
class Targets:
    """A file for each format, at most one; none at all for a plan on standard output, in the format ``shown``."""

    files: dict[Form, Path]
    shown: Form | None


def targets_of(outputs: Sequence[Path], form: Form | None) -> Targets:
    """Return where a plan goes; raises CheckbranchError where the formats cannot be told or are not to be had."""
    if not outputs:
        if form in ("xlsx", "ics"):
            raise fail(
                "--format",
                f"{form} 不能显示在屏幕上。请用 -o 写出文件名。",
                f"{form} cannot be shown on a screen. Name a file with -o.",
            )
        return Targets({}, form or "text")
    if form is not None and len(outputs) > 1:
        raise fail(
            "--format",
            "写多个文件时，格式看各文件名的后缀。请去掉 --format。",
            "With several files the suffix of each tells its format. Leave out --format.",
        )
    files: dict[Form, Path] = {}
    for output in outputs:
        found = form or _SUFFIXES.get(output.suffix.lower())
        if found is None:
            raise fail(
                str(output),
                "无法判断格式。请用后缀 .xlsx、.html、.ics 或 .txt，或写 --format。",
                "The format is not clear. Use the suffix .xlsx, .html, .ics or .txt, or give --format.",
            )
        if found in files:
            raise fail(
                str(output),
                f"{found} 文件写了两个。一次每种格式写一个。",
                f"Two files of the format {found}. Write one of each at a time.",
            )
        files[found] = output
    if len({os.path.realpath(path) for path in files.values()}) < len(files):
        raise fail("-o", "同一个文件写了两次。请各写一个不同的文件名。", "One file is named twice. Give each its own.")
    assert set(files) <= set(get_args(Form))
    return Targets(files, None)


def check_targets(targets: Targets, workspace: Workspace) -> None:
    """Raise CheckbranchError where a file cannot be written, or is a ledger."""
    for path in targets.files.values():
        check_target(path)
        check_not_original(path, workspace)
    if "xlsx" in targets.files:
        _check_closed(targets.files["xlsx"])


def _check_closed(path: Path) -> None:
    """Raise CheckbranchError where a spreadsheet program has the workbook open: what it holds unsaved would be lost."""
    for pattern in _LOCKS:
        lock = path.with_name(pattern.format(path.name))
        if lock.exists():
            raise fail(
                str(path),
                f"表格软件正打开着这个文件。请先保存、关闭；确已关闭的，删去 {lock.name} 再试。",
                f"A spreadsheet program has this file open. Save and close it; if it is closed, delete {lock.name} and "
                "try again.",
            )
