"""Units, groups, members and households: who there is, from when to when, and what holds of them over time."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date, tzinfo

from ...errors import fail
from ...workspaces.settings import Workspace
from ..headers import TABLES, claims
from ..model import Subjects, Versions
from ..problems import Log
from ..shape.grids import Grid
from ..values.cells import text_of
from ..values.sheets import Sheet, sheet_of
from .chains import carried, chain, keys_by_unit, row_ids
from .hierarchy import Hierarchy, only_branch
from .places import Fixed
from .references import References
from .registers import Rows, read_rows

BEGINS = {"unit": "founded", "member": "joined", "household": "moved_in"}
ENDS = {"unit": "dissolved", "member": "left", "household": "left"}
_IDENTITY = frozenset({"id", "name", "since"})


class Registry:
    """Builds the subjects of a workspace from its registers."""

    def __init__(self, zone: tzinfo, log: Log) -> None:
        self._zone, self._log = zone, log
        self.subjects = Subjects()
        self.references = References(self.subjects)
        self.attributes = {family: Versions() for family in ("unit", "member", "household")}

    def read_units(self, grids: Sequence[Grid]) -> None:
        """Add the units of the units table."""
        rows = read_rows("units", grids, self._zone, self._log)
        chains = self._of_kind(rows, chain(rows, row_ids(rows), self._log, same=("kind",)))
        for places in chains.values():
            while places and rows.columns["kind"][places[0]] is None:
                rows.refuse(self._log, i := places.pop(0), "kind", "missing_value", shown=rows.grid[i].header("kind"))
        chains = {own: places for own, places in chains.items() if places}
        sids: list[int] = []
        for own, places in chains.items():
            kind = rows.columns["kind"][places[0]]
            sids.append(self._add("unit", str(kind), own, rows, places))
        Hierarchy(self.subjects, self._log).build(rows, list(chains.values()), sids)
        self._version("unit", rows, list(chains.values()), sids)
        names = rows.texts("name")
        for sid, (own, places) in zip(sids, chains.items(), strict=True):
            self.references.add(sid, {own}, {name for i in places if (name := names[i]) is not None})
        self.references.default_unit = only_branch(self.subjects, sids)

    def _of_kind(self, rows: Rows, chains: dict[str, list[int]]) -> dict[str, list[int]]:
        """Return the chains whose first row says the kind of unit; later rows keep it."""
        kinds = rows.columns.get("kind", [])
        for places in chains.values():
            while places and kinds[places[0]] is None:
                i = places.pop(0)
                rows.refuse(self._log, i, "kind", "missing_value", shown=rows.grid[i].header("kind"))
        return {own: places for own, places in chains.items() if places}

    def only_unit(self, workspace: Workspace) -> None:
        """Add the only unit of a workspace without a units table; raise CheckbranchError for values that are none."""
        cells = dict(workspace.unit or {})
        cells.setdefault("kind", "branch")
        cells.setdefault("name" if "id" in cells else "id", cells.get("name") or workspace.name or "B1")
        source = workspace.file.name if workspace.file else "checkbranch.yaml"
        sheet = sheet_of(None, [list(cells), list(cells.values())], [1, 2])
        outer, self._log = self._log, Log()
        self.read_units([self._grid_of(source, sheet)])
        found, self._log = self._log.problems(), outer
        if found:
            place = f"{source}: unit.{found[0].column}"
            raise fail(place, found[0].message.zh, found[0].message.en)
        self.subjects.source[0] = source
        self.references.default_unit = 0

    @staticmethod
    def _grid_of(source: str, sheet: Sheet) -> Grid:
        from ...workspaces.settings import TableSource
        from ..model import SourceAccount

        grid = Grid(0, source, source, sheet, TableSource("units", source), SourceAccount(source, "units"))
        headers = [text_of(cell) or "" for cell in sheet.header]
        grid.names = {name: at for at, name in enumerate(headers) if name in TABLES["units"]}
        for at, header in enumerate(headers):
            meant = [] if header in grid.names else [*claims("units", header)]
            if len(meant) == 1 and meant[0] not in grid.names:
                grid.names[meant[0]] = at
        grid.own = {name: at for at, name in enumerate(headers) if at not in grid.names.values()}
        grid.state = bytearray(len(sheet.numbers))
        return grid

    def read_people(self, members: Sequence[Grid], households: Sequence[Grid], fixed: Mapping[int, Fixed]) -> None:
        """Add the groups that the members name where their unit lists none, the members and the households."""
        for family, table, grids in (("member", "members", members), ("household", "households", households)):
            rows = read_rows(table, grids, self._zone, self._log)
            units = self._units(rows, fixed)
            keys = keys_by_unit(row_ids(rows), units, rows.days("since"))
            chains = self._housed(rows, chain(rows, keys, self._log), units)
            if family == "member" and "group" in rows.columns:
                rows.columns["group"] = self._groups(rows, chains, units)
            rows.columns["unit"] = list(units)
            self._add_people(family, rows, chains, units)

    def _units(self, rows: Rows, fixed: Mapping[int, Fixed]) -> list[int | None]:
        """Return the unit of each row; a name that is no unit costs the row, an empty cell may keep an earlier one."""
        found: list[int | None] = []
        single = sum(kind != "group" for kind in self.subjects.kind) == 1
        for i, text in enumerate(rows.texts("unit")):
            given = fixed.get(rows.grid[i].index)
            if given is not None and given.unit is None:
                self._unresolved(rows, i, None, given.name)
                found.append(None)
            elif text is not None:
                found.append(self._one_unit(rows, i, text, None if given is None else given.unit))
            elif given is not None:
                found.append(given.unit)
            else:
                found.append(self.references.default_unit if single or "unit" not in rows.grid[i].names else None)
        return found

    def _one_unit(self, rows: Rows, i: int, text: str, fixed: int | None) -> int | None:
        hits = self.references.unit(text)
        if len(hits) == 1 and (fixed is None or fixed == hits[0]):
            return hits[0]
        if len(hits) > 1:
            rows.refuse(self._log, i, "unit", "ambiguous_name", shown=text, candidates=self.references.show(hits))
        else:
            self._unresolved(rows, i, "unit", text)
        return None

    def _unresolved(self, rows: Rows, i: int, name: str | None, text: str) -> None:
        """Say of a row that the unit it names is none."""
        near = self.references.nearest("unit", text)
        rows.refuse(
            self._log, i, name, "unresolved_subject", shown=text, what_zh="单位", what_en="units",
            hint_zh=f"是否应为“{near}”？" if near else "", hint_en=f"Did you mean {near}? " if near else "",
        )  # fmt: skip

    def _housed(
        self, rows: Rows, chains: dict[Hashable, list[int]], units: Sequence[int | None]
    ) -> dict[Hashable, list[int]]:
        """Return the chains whose first row says the unit; without it the row belongs nowhere."""
        for places in chains.values():
            while places and units[places[0]] is None:
                i = places.pop(0)
                if rows.is_taken(i) and (rows.row[i], "unit") not in rows.grid[i].broken:
                    if "unit" in rows.grid[i].names:
                        rows.refuse(self._log, i, "unit", "missing_value", shown=rows.grid[i].header("unit"))
                    else:
                        self._unresolved(rows, i, "unit", "—")
        return {key: places for key, places in chains.items() if places}

    def _groups(
        self, rows: Rows, chains: Mapping[Hashable, Sequence[int]], units: Sequence[int | None]
    ) -> list[object]:
        """Return the group of each row; where the unit lists no groups, its members' groups are made."""
        texts, found = rows.texts("group"), list[object]([None] * len(rows))
        listing = {unit for unit in set(units) if unit is not None and self.references.groups([unit])}
        for places in chains.values():
            unit: int | None = None
            for i in places:
                unit, text = units[i] if units[i] is not None else unit, texts[i]
                if unit is None or text is None:
                    continue
                hits = self.references.group(text, [unit])
                if not hits and unit not in listing:
                    hits = [self._new_group(unit, text, rows.where(i))]
                if len(hits) == 1:
                    found[i] = hits[0]
                else:
                    rows.refuse(self._log, i, "group", "unknown_group", shown=text)
        return found

    def _new_group(self, unit: int, name: str, source: str) -> int:
        subjects = self.subjects
        sid = self._append("unit", "group", f"{subjects.id[unit]}/{name}", name, source)
        subjects.starts[sid], subjects.ends[sid], subjects.parent[sid] = (
            subjects.starts[unit],
            subjects.ends[unit],
            unit,
        )
        self.references.add(sid, {subjects.id[sid]}, {name})
        versions = self.attributes["unit"]
        versions.subject.append(sid)
        versions.since.append(None)
        for column in versions.columns.values():
            column.append(None)
        return sid

    def _add_people(
        self, family: str, rows: Rows, chains: Mapping[Hashable, list[int]], units: Sequence[int | None]
    ) -> None:
        names, ids = rows.texts("name"), row_ids(rows)
        sids: list[int] = []
        for key, places in chains.items():
            own = ids[places[0]]
            home = units[places[0]]
            shown = f"{self.subjects.id[home]}/{own}" if isinstance(key, tuple) and home is not None else own
            sid = self._add(family, family, shown, rows, places)
            sids.append(sid)
            homes = {unit for i in places if (unit := units[i]) is not None}
            self.references.add(sid, {own, shown}, {name for i in places if (name := names[i]) is not None}, homes)
        self._version(family, rows, list(chains.values()), sids)
        if family == "member":
            self._leave_groups()

    def _leave_groups(self) -> None:
        """Who moves to another unit is no longer in a group of the former one."""
        columns = self.attributes["member"].columns
        for i, (group, unit) in enumerate(zip(columns.get("group", ()), columns["unit"], strict=False)):
            if isinstance(group, int) and self.subjects.parent[group] != unit:
                columns["group"][i] = None

    def _add(self, family: str, kind: str, own: str, rows: Rows, places: Sequence[int]) -> int:
        names = rows.texts("name") if len(places) > 1 else None
        column = rows.columns.get("name")
        one = None if column is None else column[places[0]]
        name = one if names is None else next((names[i] for i in reversed(places) if names[i] is not None), None)
        sid = self._append(family, kind, own, None if name is None else str(name), rows.where(places[0]))
        starts, ends = (self._day(rows, names_of[family], places[0]) for names_of in (BEGINS, ENDS))
        if starts is not None and ends is not None and ends < starts:
            rows.refuse(self._log, places[0], ENDS[family], "end_before_start", shown=ends.isoformat())
            ends = None
        self.subjects.starts[sid], self.subjects.ends[sid] = starts, ends
        return sid

    @staticmethod
    def _day(rows: Rows, name: str, i: int) -> date | None:
        column = rows.columns.get(name)
        value = None if column is None else column[i]
        return value if isinstance(value, date) else None

    def _append(self, family: str, kind: str, own: str, name: str | None, source: str) -> int:
        subjects = self.subjects
        subjects.family.append(family)
        subjects.kind.append(kind)
        subjects.id.append(own)
        subjects.name.append(name)
        subjects.starts.append(None)
        subjects.ends.append(None)
        subjects.parent.append(None)
        subjects.source.append(source)
        return len(subjects.id) - 1

    def _version(self, family: str, rows: Rows, order: Sequence[Sequence[int]], sids: Sequence[int]) -> None:
        versions, since = self.attributes[family], rows.days("since")
        columns = {name: column for name, column in rows.columns.items() if name not in _IDENTITY}
        versions.columns.update(carried(columns, order))
        for sid, places in zip(sids, order, strict=True):
            versions.subject.extend([sid] * len(places))
            versions.since.extend(since[i] for i in places)
