"""Ledgers that are looked through without a workspace, or beside one: with which words, and what they propose."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from ..engine.documents.form import nearest
from ..engine.errors import fail
from ..engine.ledger.guess.guess import FileGuess, guess_file
from ..engine.ledger.guess.proposals import Plan
from ..engine.ledger.shape.types import TypeReader
from ..engine.packs import load_rules
from ..engine.packs.model import RuleBook
from ..engine.text import Text
from ..reports.map.workspace import Settings
from ..rules import names, path_of

BASE = "cn-party-branch"
ZONE = "Asia/Shanghai"
# Of packs that know a type, the first one is proposed.
_PREFERRED = ("cn-party-structure", "cn-party-members", "cn-party-dues", "cn-village-affairs", "huanghou-relocation")
_KINDS = {"党支部": "branch", "党总支": "general_branch", "党委": "committee"}
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Words:
    """The rules by whose words ledgers are read."""

    rules: RuleBook
    zone: str = ZONE

    @property
    def types(self) -> TypeReader:
        """The reader of types."""
        return TypeReader(self.rules.activities)


def shipped_words() -> Words:
    """Return the words of all shipped packs."""
    return Words(load_rules(names(), Path(), path_of, names()))


def guesses(
    files: Sequence[Path], folder: Path, words: Words, tables: Collection[str] | None = None, sheet: str | None = None
) -> list[FileGuess]:
    """Return what the files are, named as seen from ``folder``; raise CheckbranchError for a sheet that none has."""
    types = words.types
    only = None if sheet is None else {sheet, sheet.strip()}
    more = {} if tables is None else {"tables": tables}
    found = [
        guess_file(path, relative(path, folder), types, words.zone, only=only, **more) for path in dict.fromkeys(files)
    ]
    if sheet is not None and not any(file.sheets or file.refused for file in found):
        from ..engine.ledger.files.files import open_file

        there = [name for path in files for name in open_file(path).names if name is not None]
        near = nearest(sheet, there)
        raise fail(
            "--sheet",
            f"没有工作表“{sheet}”。{f'是否应为“{near}”？' if near else ''}现有：{'、'.join(there) or '（没有名称）'}。",
            f"There is no sheet “{sheet}”. {f'Did you mean “{near}”? ' if near else ''}"
            f"There are: {', '.join(there) or '(none by name)'}.",
        )
    return found


def relative(path: Path, folder: Path) -> str:
    """Return the path of a file as seen from a folder, with ``/``; an absolute one where there is no way."""
    try:
        shown = os.path.relpath(os.path.realpath(path), os.path.realpath(folder))
    except ValueError:  # on another drive
        shown = os.path.abspath(path)
    return PurePath(shown).as_posix()


def packs_for(plan: Plan) -> list[str]:
    """Return the shipped packs whose words the ledgers use, the national one first."""
    used = {one for file in plan.files for sheet in file.tables for word in sheet.words for one in word.types}
    used |= {entry.type.type for entry in plan.entries if entry.type}
    chosen = [BASE]
    left = used - set(load_rules([BASE], Path(), path_of, names()).activities)
    for name in dict.fromkeys((*_PREFERRED, *names())):
        if left and (own := left & set(load_rules([name], Path(), path_of, names()).activities)):
            chosen.append(name)
            left -= own
    return chosen


def settings_for(plan: Plan, folder: Path, given: str | None) -> Settings:
    """Return name, kind and rules of a new workspace, the name told by what is nearest."""
    units = plan.units
    kind = _KINDS.get(units.found[0].kind, "branch") if len(units.found) == 1 else "branch"
    name, said = given, Text("由 --name 指定", "as given by --name")
    if name is None and units.several:
        name, said = folder.resolve().name, Text("取自文件夹名，请核对", "from the name of the folder; check it")
    elif name is None and units.found:
        where = _NAMED[units.said]
        name, said = units.found[0].name, Text(f"取自{where.zh}，请核对", f"from {where.en}; check it")
    elif name is None:
        name = PurePath(plan.files[0].file).stem
        said = Text("取自文件名，请改为支部的名称", "from the name of the file; write that of the branch")
    shown = "".join(char for char in name if char.isprintable()).strip()[:_LONGEST] or "党支部"
    unit = units.found[0].name if len(units.found) == 1 and units.said == "column" else None
    return Settings(shown, said, packs_for(plan), kind, unit)


_NAMED = {
    "column": Text("单位一栏", "the column of units"),
    "sheet": Text("工作表名", "the name of the sheet"),
    "title": Text("标题", "the title"),
    "file": Text("文件名", "the name of the file"),
    "table": Text("单位表", "the table of units"),
    "none": Text("文件名", "the name of the file"),
}
