"""The records as DuckDB tables: what the duties look at of each, whom it is about, and what counts of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ..coded import alike, distinct, each, numbered
from ..ledger.model import Ledger
from ..packs.check_model import ANY
from ..packs.condition_model import Test
from ..scheduling.roster import Roster
from ..scheduling.schedule import RANK, UNIT, Measure
from ..tables.conditions import Field, Shape, tests_of
from ..tables.database import Column, integers, put, rows_of, typed

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ATTENDANCE = ("present", "attendees", "expected", "absent")
MADE_FROM = {"attendance": ATTENDANCE, "duration": ("end",), "recorded_after": ("recorded_on",)}
NUMBERS = frozenset({"present", "expected", "absent", "attendees", "hours", "duration", "recorded_after"})
SETS = frozenset({"evidence"})


class Records:
    """Loads the records of a ledger for some measures."""

    def __init__(
        self,
        ledger: Ledger,
        roster: Roster,
        measures: Sequence[Measure],
        may_combine: frozenset[frozenset[str]],
        extra: Collection[str] = (),
    ) -> None:
        """``extra`` names columns that are looked at beside those of the measures' conditions."""
        self._extra = set(extra)
        self._ledger, self._roster, self._measures, self._may_combine = ledger, roster, measures, may_combine
        self._columns = {name: f"f{i}" for i, name in enumerate(sorted(self._needed()))}
        self._tested: dict[str, str] = {}
        self._present = {one for types in distinct(ledger.activities.types) for one in types}
        self.type_names: list[str] = []
        self.units_differ = False
        self.needs_committee = any(
            test.field == "attendance" and test.of for measure in measures for test in tests_of(measure.condition)
        )

    def load(self, con: DuckDBPyConnection) -> None:
        """Make the tables ``rec``, ``tt_measure``, ``st_sid``, ``people`` and, where units differ, ``unit_tested``."""
        acts = self._ledger.activities
        tt, tts = numbered(acts.types)
        st, sts = numbered(each(lambda units, group: (units, group), acts.units, acts.group))
        columns: dict[str, tuple[str, Sequence[object]]] = {
            "rid": ("INTEGER", range(len(tt))),
            "id": ("VARCHAR", acts.id),
            "tt": ("INTEGER", tt),
            "st": ("INTEGER", st),
            "date": ("DATE", acts.date),
            "start": ("TIMESTAMP", acts.start),
            "timed": ("BOOLEAN", acts.timed),
            "fps": ("DATE", each(lambda period: period and period.start, acts.for_period)),
            "fpr": ("INTEGER", each(lambda period: RANK[period.every] if period else None, acts.for_period)),
        }
        for name, column in self._columns.items():
            empty = "VARCHAR[]" if name in SETS else "BIGINT" if name in NUMBERS else "VARCHAR"
            columns[column] = typed(acts.fields.get(name) or alike(None, tt), empty)
        own, people = self._people()
        put(con, "rec", columns | own)
        put(con, "people", integers(("bk", "pt", "sid"), people))
        self._load_types(con, tts)
        pairs = [(i, sid) for (units, group), i in sts.items() for sid in dict.fromkeys((*units, *_some(group)))]
        put(con, "st_sid", integers(("st", "sid"), pairs))
        self._load_tested(con, sts, st)

    def bys(self) -> dict[tuple[str, ...], int]:
        """Return a number for each distinct ``by`` of the measures of members and households."""
        found: dict[tuple[str, ...], int] = {}
        for measure in self._measures:
            if measure.family != UNIT:
                found.setdefault(measure.by, len(found))
        return found

    def field(self, test: Test) -> Field:
        """Return the field of a record that ``test`` looks at, as SQL over ``r``, ``ut`` and ``home``."""
        made_from = self._made_from(test)
        tested = " OR ".join(dict.fromkeys(self._tested[name] for name in made_from))
        tested = "TRUE" if "TRUE" in tested.split(" OR ") else f"({tested})"
        if test.field == "attendance":
            present, expected = self._attendance(test)
            known = f"CASE WHEN {expected} > 0 AND {present} <= {expected} THEN {{}} END"
            return Field(known.format("1"), "number", tested, (known.format(present), known.format(expected)))
        if test.field == "duration":
            sql = f"CASE WHEN r.timed THEN date_diff('minute', r.start, TRY_CAST({self._col('end')} AS TIMESTAMP)) END"
            return Field(sql, "number", tested)
        if test.field == "recorded_after":
            return Field(f"date_diff('day', r.date, TRY_CAST({self._col('recorded_on')} AS DATE))", "number", tested)
        shape: Shape = "set" if test.field in SETS else "number" if test.field in NUMBERS else "text"
        return Field(self._col(test.field), shape, tested)

    def attendance_sql(self, measure: Measure) -> tuple[str, str]:
        """Return who came and who was expected as SQL, for the words of a report; NULL where not looked at."""
        for test in tests_of(measure.condition):
            if test.field == "attendance":
                return self._attendance(test)
        return "NULL::BIGINT", "NULL::BIGINT"

    def amount(self, measure: Measure) -> str:
        """Return what a record adds to the count, in parts of the measure's unit, as SQL; NULL for an empty cell."""
        if measure.sum is None:
            return "1::BIGINT"
        return f"(TRY_CAST({self._col(measure.sum)} AS DECIMAL(18,3)) * {measure.scale})::BIGINT"

    def known(self, measure: Measure, covered: Iterable[str]) -> bool:
        """Return whether the workspace has a row of the measure's types, or a source that is said to cover one."""
        there = self._present | set(covered)
        return bool(there if measure.do == ANY else set(measure.do) & there)

    def column(self, name: str) -> tuple[str, str]:
        """Return a column of a record as SQL over ``r``, and the SQL that says whether its unit's sources have it."""
        return self._col(name), self._tested[name]

    def has_column(self, name: str) -> bool:
        """Return whether any source of activities has the column ``name``."""
        return any(name in source.columns for source in self._ledger.sources if source.table == "activities")

    def _needed(self) -> set[str]:
        found = {measure.sum for measure in self._measures if measure.sum} | self._extra
        for measure in self._measures:
            for test in tests_of(measure.condition):
                found |= set(MADE_FROM.get(test.field, (test.field,)))
        return found

    def _made_from(self, test: Test) -> tuple[str, ...]:
        if test.field == "attendance" and test.of:
            return ("present", "attendees")
        return MADE_FROM.get(test.field, (test.field,))

    def _col(self, name: str) -> str:
        return f"r.{self._columns[name]}"

    def _attendance(self, test: Test) -> tuple[str, str]:
        present = f"COALESCE({self._col('present')}, {self._col('attendees')})::BIGINT"
        if test.of:
            return present, "TRY_CAST(home.committee_size AS BIGINT)"
        return present, f"COALESCE({self._col('expected')}, {present} + {self._col('absent')})::BIGINT"

    def _load_types(self, con: DuckDBPyConnection, tts: Mapping[tuple[str, ...], int]) -> None:
        """Say which type of each set of types counts for each measure, or that none may for want of combining."""
        names = {name: i for i, name in enumerate(sorted(self._present))}
        self.type_names = list(names)
        rows: list[tuple[int, int, int, bool]] = []
        for types, tt in tts.items():
            allowed = types if self._combine(types) else types[:1]
            for index, measure in enumerate(self._measures):
                wanted = list(types) if measure.do == ANY else [one for one in types if one in measure.do]
                may = [one for one in wanted if one in allowed]
                if wanted:
                    rows.append((tt, index, names[(may or wanted)[0]], bool(may)))
        kinds = ("INTEGER", "INTEGER", "INTEGER", "BOOLEAN")
        put(con, "tt_measure", rows_of(("tt", "m", "t", "may"), kinds, rows))

    def _combine(self, types: tuple[str, ...]) -> bool:
        return all(frozenset((a, b)) in self._may_combine for i, a in enumerate(types) for b in types[i + 1 :])

    def _people(self) -> tuple[dict[str, Column], list[tuple[int, int, int]]]:
        """Return, for each ``by``, a column numbering the sets of people that records name, and who is in each set."""
        people, columns, rows = self._ledger.activities.people, dict[str, Column](), list[tuple[int, int, int]]()
        for by, number in self.bys().items():
            cells = [people[column] for column in by if column in people]
            if not cells:
                columns[f"p{number}"] = ("INTEGER", alike(None, self._ledger.activities.date))
                continue
            found, sets = numbered(each(lambda *named: named, *cells))
            columns[f"p{number}"] = ("INTEGER", found)
            for named, i in sets.items():
                rows.extend((number, i, sid) for sid in dict.fromkeys(sid for cell in named for sid in cell))
        return columns, rows

    def _load_tested(
        self,
        con: DuckDBPyConnection,
        sts: Mapping[tuple[tuple[int, ...], int | None], int],
        st: Sequence[int],
    ) -> None:
        """Say which units have the columns; where all or none has one, the answer is a constant."""
        sources, tuples = self._ledger.sources, list(sts)
        by_unit: dict[int, set[str]] = {}
        for i, source in distinct(each(lambda *pair: pair, st, self._ledger.activities.source)):
            for sid in tuples[i][0]:
                by_unit.setdefault(self._roster.home[sid], set()).update(sources[source].columns)
        differing: dict[str, str] = {}
        for name in self._columns:
            having = sum(name in columns for columns in by_unit.values())
            if 0 < having < len(by_unit):
                differing[name] = f"t{len(differing)}"
                self._tested[name] = f"COALESCE(ut.{differing[name]}, FALSE)"
            else:
                self._tested[name] = "TRUE" if having else "FALSE"
        if differing:
            flags = {t: ("BOOLEAN", [name in c for c in by_unit.values()]) for name, t in differing.items()}
            put(con, "unit_tested", {"unit": ("INTEGER", list(by_unit)), **flags})
        self.units_differ = bool(differing)


def _some(value: int | None) -> tuple[int, ...]:
    return () if value is None else (value,)
