"""The unit that an entry fixes, with what its place says put in: the file, the sheet, the folders."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import unquote

from ..workspaces.settings import TableSource
from .model import SourceAccount
from .opening import Opener
from .rows.places import Fixed
from .rows.references import References

_HOLE = re.compile(r"\{([^{}]*)\}")
_NO_VALUE = "__HIVE_DEFAULT_PARTITION__"  # which Spark, Hive and their like write for an empty value


def fixed_units(opener: Opener, references: References) -> dict[int, Fixed]:
    """Return the units that sources fix, by the place of their account, and write them into the accounts."""
    found: dict[int, Fixed] = {}
    for index, (account, source, file, sheet) in enumerate(opener.entries):
        if source.unit is None:
            continue
        name = _fill(opener, source, account, file, sheet)
        if name is None:
            continue
        found[index] = fixed = Fixed(name, tuple(references.unit(name)))
        account.unit = fixed.unit
        if fixed.unit is None and name == source.unit:
            near = references.nearest("unit", name)
            opener.fault(
                source,
                f"没有单位“{name}”，或不止一个。{f'是否应为“{near}”？' if near else ''}请写单位表中的编号。",
                f"There is no unit '{name}', or more than one. {f'Did you mean {near}? ' if near else ''}"
                "Write an id of the units table.",
            )
    return found


def words_of(file: str) -> dict[str, str]:
    """Return what the place of a file says: ``stem``, ``folder``, and the values of folders such as ``unit=B1``."""
    path = PurePosixPath(file)
    words: dict[str, str] = {}
    for part in path.parts[:-1]:
        key, equals, value = part.partition("=")
        if equals and key and value and value != _NO_VALUE:
            words[unquote(key)] = unquote(value)
    if path.parent.name not in ("", ".."):
        words["folder"] = path.parent.name
    return {**words, "stem": path.stem}


def _fill(opener: Opener, source: TableSource, account: SourceAccount, file: str, sheet: str | None) -> str | None:
    """Return the unit of an entry with every hole filled; None where something is missing."""
    unit, words = source.unit or "", words_of(file)
    wanted = {hole for hole in _HOLE.findall(unit) if hole != "sheet"}
    if wanted - set(words):
        _cannot(opener, source, file, min(wanted - set(words)), words)
        return None
    if "{sheet}" in unit and sheet is None:
        nothing = not account.unreadable and account.sha256 and account.read == 0 and not account.columns
        if not account.unreadable and not nothing:
            opener.fault(
                source,
                f"{file} 没有工作表名，不能用 {{sheet}} 指定单位。请改用 {{stem}} 或单位编号。",
                f"{file} has no sheet names that {{sheet}} could stand for. Write {{stem}} or the id of a unit.",
            )
        return None
    return _HOLE.sub(lambda match: words[match[1]] if match[1] != "sheet" else sheet or "", unit)


def _cannot(opener: Opener, source: TableSource, file: str, hole: str, words: dict[str, str]) -> None:
    there = [f"{{{word}}}" for word in sorted({*words, "sheet"})]
    opener.fault(
        source,
        f"{file} 的路径中没有 {{{hole}}} 可用的内容。可写：{'、'.join(there)}；"
        f"名为“{hole}=…”的文件夹可用作 {{{hole}}}。",
        f"Nothing in the path of {file} stands for {{{hole}}}. Write one of {', '.join(there)}; "
        f"a folder named “{hole}=…” would be {{{hole}}}.",
    )
