"""What ``checkbranch map`` does: it proposes sources, and adds them to the settings of a workspace."""

from __future__ import annotations

import glob
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..engine.documents.document import parse_document
from ..engine.errors import fail
from ..engine.ledger.guess.patterns import with_patterns
from ..engine.ledger.guess.proposals import Entry, Plan, plan
from ..engine.ledger.known_units import known_units
from ..engine.packs import load_rules
from ..engine.packs.model import ActivityType
from ..engine.text import Text
from ..engine.workspaces.settings import Workspace
from ..engine.workspaces.source_insertion import with_source
from ..engine.workspaces.workspace import FILE
from ..reports.map.as_yaml import EntryYaml
from ..reports.map.workspace import UNITS, settings_text, units_csv
from ..rules import names, path_of
from .ledger_guesses import Words, guesses, settings_for, shipped_words
from .output import check_target, opened
from .text_files import text_of_file


class MapJob:
    """One run: the folder, the settings that are there, and what has come of it.

    ``said`` is what there is to say of it, ``there`` the sources that the settings name already, ``open`` those that
    could not be written.
    """

    def __init__(self, folder: Path, settings: Workspace | None, speak: str) -> None:
        self.folder, self.settings, self.speak = folder, settings, speak
        self.said: list[Text] = []
        self.there: list[Entry] = []
        self.open: list[Entry] = []
        self._words = shipped_words() if settings is None else _words(settings)

    @property
    def types(self) -> Mapping[str, ActivityType]:
        """The activities by id."""
        return self._words.rules.activities

    def propose(self, files: Sequence[Path], table: str | None, sheet: str | None) -> Plan:
        """Return what the files propose, without the sources that the settings name already."""
        found = guesses(files, self.folder, self._words, None if table is None else (table,), sheet)
        known = None if self.settings is None else known_units(self.settings, self._words.types)
        told = plan(found, forced=table is not None, named=sheet is not None, units=known)
        told.entries = with_patterns([one for one in told.entries if not self._is_there(one)], self.folder)
        if not told.entries and not self.there and not any(file.refused for file in found):
            self.said.append(Text(
                "未识别出任何一种表。请核对表头，或用 --table 指明是哪种表。",
                "No table was recognised. Check the headers, or name the table with --table.",
            ))  # fmt: skip
        return told

    def _is_there(self, entry: Entry) -> bool:
        """Return whether the settings name the file, or its sheet, for that table; say so then."""
        for source in self.settings.data.get(entry.table, ()) if self.settings else ():
            if _covers(self.folder, source.pattern, source.glob, entry.file) and source.sheet in (
                None,
                entry.sheet and entry.sheet.strip(),
            ):
                self.there.append(entry)
                place = entry.file if entry.sheet is None else f"{entry.file}!{entry.sheet}"
                self.said.append(Text(
                    f"{place} 已写在 data.{entry.table} 中（{source.where}），不再写入。",
                    f"{place} stands under data.{entry.table} already ({source.where}); it is not written again.",
                ))  # fmt: skip
                return True
        return False

    def write(self, told: Plan) -> str | None:
        """Write the proposal; return the name of the file that was written, None where there is nothing to write."""
        if not told.entries:
            return None
        target = self.folder / FILE
        check_target(target)
        if self.settings is None:
            return self._begin(target, told)
        before = text_of_file(target)
        text = before
        entries = EntryYaml(self.types, self.speak)
        for entry in told.entries:
            text = with_source(text, FILE, entry.table, entries.block(entry), entries.flow(entry))
        with opened(target) as out:
            out.write(text)
        return FILE

    def _begin(self, target: Path, told: Plan) -> str | None:
        if not any(entry.table == "activities" for entry in told.entries):
            self.open = list(told.entries)
            self.said.append(Text(
                "其中没有活动记录，单凭这些不能核对，没有写入任何内容。请把活动台账一并写上：checkbranch map FILE…",
                "None of this is activities, without which nothing can be checked; nothing was written. Name the "
                "ledger of activities too: checkbranch map FILE…",
            ))  # fmt: skip
            return None
        text = self.new_text(told)
        if parse_document(text.encode(), FILE).faults:
            raise fail(
                FILE,
                "由台账推定的内容不能写成设置文件。请用 checkbranch init 新建工作区，再自行填写 checkbranch.yaml。",
                "What was guessed from the ledgers cannot be written as settings. Make "
                "a workspace with checkbranch init and fill in checkbranch.yaml "
                "yourself.",
            )
        if told.units.several and not told.units.listed:
            self._write_units(told)
        with opened(target) as out:
            out.write(text)
        return FILE

    def _write_units(self, told: Plan) -> None:
        path = self.folder / UNITS
        if path.exists():
            self.said.append(Text(
                f"已有 {UNITS}，没有改动；请核对其中是否有台账里的各个单位。",
                f"{UNITS} is there already and was not changed; check that it lists the units of the ledgers.",
            ))  # fmt: skip
            return
        with opened(path) as out:
            out.write(units_csv(told.units.found).decode("utf-8"))
        self.said.append(Text(f"已写入 {UNITS}，请补全。", f"Written: {UNITS}; complete it."))

    def new_text(self, told: Plan) -> str:
        """Return the settings of a new workspace."""
        made = settings_for(told, self.folder, None)
        return settings_text(told, made, self.types, self.speak)

    def text(self, told: Plan, written: str | None, dry_run: bool) -> str:
        """Return the YAML of the proposal and what became of it, as it is printed."""
        zh = self.speak != "en"
        lines = [""]
        if told.entries and self.settings is None:
            lines += [f"{FILE}{'：' if zh else ':'}", "", *_indented(self.new_text(told))]
        elif told.entries:
            entries = EntryYaml(self.types, self.speak)
            lines += [f"{FILE}{'：' if zh else ':'}", "", "  data:"]
            for table in dict.fromkeys(entry.table for entry in told.entries):
                lines.append(f"    {table}:")
                for entry in told.entries:
                    if entry.table == table:
                        lines += _indented(entries.block(entry), "      ")
        lines += [text.say(self.speak) for text in self.said]
        if written:
            path = (self.folder / written).as_posix()
            lines.append(
                f"已写入 {path}，请核对后运行 checkbranch check {self.folder.as_posix()}"
                if zh
                else f"Written to {path}; look it through, then run checkbranch check {self.folder.as_posix()}"
            )
        elif dry_run:
            lines.append("没有写入（--dry-run）。" if zh else "Nothing was written (--dry-run).")
        return "\n".join(lines if len(lines) > 1 else []) + "\n" * (len(lines) > 1)


def _words(settings: Workspace) -> Words:
    rules = load_rules(
        settings.rules, settings.root, path_of, names(), severity=settings.severity, off=settings.off,
        places=settings.places,
    )  # fmt: skip
    return Words(rules, settings.timezone)


def _covers(folder: Path, pattern: str, is_glob: bool, file: str) -> bool:
    """Return whether a source names the file."""
    wanted = os.path.normpath(folder / file)
    if not is_glob:
        return os.path.normpath(folder / pattern) == wanted
    found = glob.glob(pattern, root_dir=folder, recursive=True)
    return any(os.path.normpath(folder / one) == wanted for one in found)


def _indented(block: str, indent: str = "  ") -> list[str]:
    return [indent + line if line else line for line in block.rstrip("\n").split("\n")]
