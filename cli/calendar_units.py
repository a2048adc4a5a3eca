"""An export into a folder with one calendar file for each unit, ready to be served as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..calendars.entries import Entry, Planned
from ..calendars.file_names import secret_list_name
from ..calendars.revisions import revise
from ..engine.planning.agenda import Agenda
from ..engine.text import Text
from ..engine.workspaces.settings import Workspace
from ..reports.calendar.units import Told, unit_index, units_summary
from ..reports.calendar.words import Words
from .calendar_files import calendar_name, read_before, write_both
from .calendar_shelf import SUFFIX, Shelf, open_shelf
from .output import write_whole

_SHOWN = 10  # notes that are shown one by one
_PRIVATE = 0o600


class UnitFiles:
    """An export into one calendar for each unit. ``notes`` say what of the folder had to be mended."""

    def __init__(self, folder: Path, workspace: Workspace, secret: bool) -> None:
        self._folder, self._workspace, self._secret = folder, workspace, secret
        self._shelf = Shelf(folder)
        self._before: dict[str, dict[str, Entry]] = {}
        self.notes: list[Text] = []

    def read(self) -> dict[str, Entry]:
        """Return what was written before, by UID.

        Raises CheckbranchError where the folder cannot be used, or holds the calendars of another workspace.
        """
        self._shelf = open_shelf(self._folder, secret=self._secret)
        notes = [*self._shelf.notes]
        for unit, name in self._shelf.owned.items():
            self._before[unit], mended = read_before(self._shelf.path(name), self._workspace)
            notes += [mended] if mended else []
        more = len(notes) - _SHOWN
        self.notes = notes[:_SHOWN]
        if more > 0:
            self.notes.append(Text(f"另有 {more} 个文件有类似情况。", f"The same goes for {more} more files."))
        return {uid: entry for entries in self._before.values() for uid, entry in entries.items()}

    def write(self, agenda: Agenda, words: Words, planned: Iterable[Planned]) -> Iterator[str]:
        """Write the calendars of all units that were asked for, and return the lines that tell of it.

        A unit that is there no longer, or of which nothing is owed any more, keeps its file: what it was proposed is
        cancelled there. Raises CheckbranchError.
        """
        plans: dict[str, list[Planned]] = defaultdict(list)
        for plan in planned:
            plans[plan.matter.unit].append(plan)
        units = sorted({*agenda.units, *plans, *filter(agenda.speaks_of, self._shelf.owned)})
        names = self._shelf.prepare(units, secret=self._secret)
        told = []
        for unit in units:
            before = self._before.get(unit, {})
            made = revise(before, plans[unit], agenda.wanted.as_of, agenda.fate, words.cancelled)
            title = calendar_name(words.names.get(unit, unit), words.language)
            file = self._shelf.path(names[unit])
            write_both(file, self._workspace, made.entries, made.aside, title, unit)
            told.append(Told.of(unit, file.name, made))
        self._write_index(names, words)
        return units_summary(agenda, told, words, str(self._folder), secret=self._shelf.key is not None)

    def _write_index(self, names: dict[str, str], words: Words) -> None:
        """Write which file is whose, for its owner's eyes, and where names are secret under one that is as well."""
        files = {unit: name + SUFFIX for unit, name in (self._shelf.owned | names).items()}
        key = self._shelf.key
        name = "index.csv" if key is None else f"index-{secret_list_name(key)}.csv"
        write_whole(self._folder / name, unit_index(files, words), _PRIVATE)
