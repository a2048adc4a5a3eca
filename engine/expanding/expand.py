"""Expanding duties into obligations: one for each duty, subject and period, with all that its verdict rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from ..coded import distinct
from ..findings import Span
from ..judging.judge import pack_sql
from ..ledger.model import Ledger
from ..measuring.measure import kinds_of
from ..measuring.records import Records
from ..measuring.windows import measure_windows
from ..packs.condition_model import Test
from ..packs.model import Duty
from ..scheduling.coverage import CoverageTable, Known
from ..scheduling.roster import Roster
from ..scheduling.schedule import MEMBER, UNIT, DutyPeriod, Schedule
from ..tables.attributes import empty_kind, shape_of
from ..tables.conditions import Binder, Compiler, Field, tests_of
from ..tables.database import LAST_DAY, integers, put, rows_of, typed
from . import obligations as sql
from .looked_at import columns_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class Expansion:
    """Loads subjects and periods and expands the duties into the table ``ob``."""

    def __init__(
        self,
        con: DuckDBPyConnection,
        duties: Sequence[Duty],
        schedule: Schedule,
        ledger: Ledger,
        roster: Roster,
    ) -> None:
        self._con, self._duties, self._schedule, self._ledger, self._roster = con, duties, schedule, ledger, roster
        self.kinds = {kind: i for i, kind in enumerate(sorted(set(ledger.subjects.kind)))}
        self._families = tuple(dict.fromkeys(schedule.family(entry) for entry in schedule.periods))
        looked_at = columns_of(schedule)
        self.loaded = tuple(dict.fromkeys([*self._families, *(m.family for m in schedule.measures), *looked_at]))
        self.columns = {
            family: {n: f"a{i}" for i, n in enumerate(sorted(self._needed(family) | looked_at.get(family, set())))}
            for family in self.loaded
        }
        self._amounts = sorted({p.column for p in schedule.periods if p.column})

    def load(self, committee: bool) -> None:
        """Make the tables ``subject``, ``duty_kind`` and, by family, ``over_…``: the columns of subjects over time.

        ``committee``: the size of the committee is looked at too.
        """
        subjects, roster = self._ledger.subjects, self._roster
        put(self._con, "subject", {
            "sid": ("INTEGER", range(len(subjects.id))),
            "k": ("INTEGER", [self.kinds[kind] for kind in subjects.kind]),
            "home": ("INTEGER", roster.home),
            "starts": ("DATE", roster.starts),
            "ends": ("DATE", roster.ends),
        })  # fmt: skip
        for family in dict.fromkeys((UNIT, *self.loaded) if committee else self.loaded):
            names = [(column, name) for name, column in self.columns.get(family, {}).items()]
            if committee and family == UNIT:
                names.append(("committee_size", "committee_size"))
            timeline = roster.timeline(family, {name for _, name in names})
            put(self._con, f"over_{family}", {
                "sid": ("INTEGER", timeline.subject),
                "first": ("DATE", timeline.first),
                "until": ("DATE", timeline.end),
                "unit": ("INTEGER", timeline.unit),
                **{column: typed(timeline.columns[name], empty_kind(name)) for column, name in names},
            })  # fmt: skip
        kinds = [(i, k) for i, duty in enumerate(self._duties) for k in kinds_of(duty.subject, self.kinds)]
        put(self._con, "duty_kind", integers(("d", "k"), kinds))

    def expand(self, records: Records, coverage: CoverageTable, span: Span, as_of: date) -> None:
        """Make the table ``ob`` of all obligations, from ``counted`` and what is known of their units."""
        self._load_periods(records)
        known = sql.SOURCES if self._load_units(coverage) else sql.UNITS
        binder = Binder()
        told = any(entry.window or entry.asks for entry in self._schedule.periods)
        if told:
            raw = f"CREATE TEMP TABLE raw_window AS {self._obligations(binder, as_of, 'dp.window_kind')}"
            self._con.execute(raw, binder.values(raw))
            measure_windows(self._con, self._schedule, span, as_of)
            self._con.execute(sql.TOLD)
        day = f"{binder.bind(as_of)}::DATE"
        states = sql.STATES.format(
            obligations=self._obligations(binder, as_of, "TRUE"),
            days=sql.DAYS,
            part=f"(days_here < {sql.DAYS})",
            base=pack_sql(sql.BASE),
            **{name: text.format(as_of=day, **known) for name, text in (sql.MIXED if told else sql.TILED).items()},
            **{name: known[name] for name in ("through", "assumed", "lost")},
        )
        self._con.execute(states, binder.values(states))

    def _obligations(self, binder: Binder, as_of: date, which: str) -> str:
        day = f"{binder.bind(as_of)}::DATE"
        whom = [sql.EVERYONE, sql.ONE] if any(entry.asks for entry in self._schedule.periods) else [sql.EVERYONE]
        selects = [self._select(family, binder, day, which, each) for family in self._families for each in whom]
        return " UNION ALL ".join(selects) or sql.NOTHING

    def _needed(self, family: str) -> set[str]:
        found = {"exempt"} if family == MEMBER else set()
        own = [entry for entry in self._schedule.periods if self._schedule.family(entry) == family]
        found |= {entry.column for entry in own if entry.column}
        used = {entry.where for entry in own} | {entry.asks.must for entry in own if entry.asks}
        for index, where in enumerate(self._schedule.wheres):
            if index in used:
                found |= {test.field for test in tests_of(where)}
        return found

    def _load_periods(self, records: Records) -> None:
        """Make ``dpx``: the periods that are asked for, and those before them that records may move to."""
        measures, covered = self._schedule.measures, {t for s in self._ledger.sources for t in s.covers}
        covered |= {one for row in self._ledger.unread for one in row.types or ()}
        known = [records.known(measure, covered) for measure in measures]
        nowhere = [measure.sum is not None and not records.has_column(measure.sum) for measure in measures]
        wanted = [(i, p) for i, p in enumerate(self._schedule.periods) if p.asked or p.moves]
        scales = [measures[p.measure].scale for _, p in wanted]
        put(self._con, "dpx", {
            "dp": ("INTEGER", [i for i, _ in wanted]),
            "d": ("INTEGER", [p.duty for _, p in wanted]),
            "m": ("INTEGER", [p.measure for _, p in wanted]),
            "family": ("VARCHAR", [measures[p.measure].family for _, p in wanted]),
            "p_start": ("DATE", [p.period.start for _, p in wanted]),
            "p_end": ("DATE", [p.period.end for _, p in wanted]),
            "w": ("INTEGER", [p.where for _, p in wanted]),
            "number": ("BIGINT", [_scaled(p.number, s) for (_, p), s in zip(wanted, scales, strict=True)]),
            "amount": ("INTEGER", [self._amounts.index(p.column) if p.column else -1 for _, p in wanted]),
            "column_name": ("VARCHAR", [p.column for _, p in wanted]),
            "scale": ("BIGINT", scales),
            "last_good": ("DATE", [p.last_good for _, p in wanted]),
            "late_last": ("DATE", [p.late_last for _, p in wanted]),
            "oldest": ("BOOLEAN", [p.oldest for _, p in wanted]),
            "late_met": ("BOOLEAN", [p.late_met for _, p in wanted]),
            "asked": ("BOOLEAN", [p.asked for _, p in wanted]),
            "shown": ("BOOLEAN", [p.shown for _, p in wanted]),
            "seen": ("DATE", [LAST_DAY if p.window else p.period.start for _, p in wanted]),
            "window_kind": ("BOOLEAN", [p.window is not None for _, p in wanted]),
            "waive": ("BOOLEAN", [self._duties[p.duty].partial == "waive" and not p.window for _, p in wanted]),
            "prorate": ("BOOLEAN", [self._duties[p.duty].partial == "prorate" for _, p in wanted]),
            "must": ("BOOLEAN", [self._must(p) for _, p in wanted]),
            "known": ("BOOLEAN", [known[p.measure] for _, p in wanted]),
            "summed": ("VARCHAR", [measures[p.measure].sum for _, p in wanted]),
            "nowhere": ("BOOLEAN", [nowhere[p.measure] for _, p in wanted]),
            "fed": ("BOOLEAN", [True] * len(wanted)),
            "unwaived": ("BOOLEAN", [False] * len(wanted)),
            "key": ("VARCHAR", [p.period.key for _, p in wanted]),
            "only": ("INTEGER", [None] * len(wanted)),
            "base": ("INTEGER", [None] * len(wanted)),
        })  # fmt: skip
        self._load_items(known)

    def _load_items(self, known: Sequence[bool]) -> None:
        """Add the items to ``dpx``, each with what holds for its entry of the schedule."""
        asked = [(base, p, p.asks) for base, p in enumerate(self._schedule.periods) if p.asks]
        put(self._con, "asked_of", {
            "base": ("INTEGER", [base for base, _, _ in asked]),
            "d": ("INTEGER", [p.duty for _, p, _ in asked]),
            "m": ("INTEGER", [p.measure if asks.check.fed else -1 for _, p, asks in asked]),
            "family": ("VARCHAR", [asks.family for _, _, asks in asked]),
            "w": ("INTEGER", [p.where for _, p, _ in asked]),
            "must": ("BOOLEAN", [self._must(p) for _, p, _ in asked]),
            "unwaived": ("BOOLEAN", [not asks.check.waivable for _, _, asks in asked]),
            "fed": ("BOOLEAN", [asks.check.fed for _, _, asks in asked]),
            "known": ("BOOLEAN", [known[p.measure] for _, p, _ in asked]),
        })  # fmt: skip
        self._con.execute(sql.ITEM_PERIODS)

    def _must(self, entry: DutyPeriod) -> bool:
        return self._duties[entry.duty].modality == "must"

    def _load_units(self, coverage: CoverageTable) -> bool:
        """Make ``unit_info`` and ``cov``, what differs from it by source; return whether anything does."""
        subjects, sids = self._ledger.subjects, [s for s, f in enumerate(self._ledger.subjects.family) if f == UNIT]
        with_rows = {sid for pair in distinct(self._ledger.activities.units) for sid in pair}
        with_rows |= {sid for sid in distinct(self._ledger.activities.group) if sid is not None}
        with_rows |= {sid for row in self._ledger.unread for sid in row.units or ()}
        known = [coverage.unit(sid) for sid in sids]
        put(self._con, "unit_info", {
            "unit": ("INTEGER", sids),
            "rows": ("BOOLEAN", [sid in with_rows for sid in sids]),
            "first": ("DATE", [k.first for k in known]),
            "through": ("DATE", [k.through for k in known]),
            "assumed": ("BOOLEAN", [k.assumed for k in known]),
        })  # fmt: skip
        homes = [sid for sid in sids if subjects.kind[sid] != "group"]
        names = ("d", "unit", "first", "through", "assumed", "lost")
        kinds = ("INTEGER", "INTEGER", "DATE", "DATE", "BOOLEAN", "BOOLEAN")
        overrides = list(self._overrides(homes, coverage))
        put(self._con, "cov", rows_of(names, kinds, overrides))
        return bool(overrides)

    def _overrides(
        self, homes: Iterable[int], coverage: CoverageTable
    ) -> Iterable[tuple[int, int, date | None, date, bool, bool]]:
        """Yield what differs from the units' own coverage: sources that speak for themselves, or could not be read."""
        lost = [source for source in self._ledger.sources if source.unreadable and source.table == "activities"]
        for index, duty in enumerate(self._duties):
            types = duty.do
            if duty.check and not duty.check.fed:
                continue
            missing = [source for source in lost if not source.covers or source.covers & set(types)]
            if not (missing or coverage.said_of(types)):
                continue
            for sid in homes:
                gone = any(source.unit in (None, sid) for source in missing)
                known: Known = coverage.of(sid, types)
                yield index, sid, known.first, known.through, known.assumed, gone

    def _select(self, family: str, binder: Binder, as_of: str, which: str, whom: str) -> str:
        columns = self.columns[family]

        def resolve(test: Test) -> Field:
            return Field(f"a.{columns[test.field]}", shape_of(test.field))

        compiler = Compiler(resolve, binder)
        used = [i for i in range(len(self._schedule.wheres)) if self._uses(family, i)]
        wheres = [(i, self._schedule.wheres[i]) for i in used]
        by_column = " ".join(
            f"WHEN {i} THEN COALESCE(round(TRY_CAST(a.{columns[name]} AS DECIMAL(18,6)) * dp.scale)::BIGINT, dp.number)"
            for i, name in enumerate(self._amounts)
            if name in columns
        )
        known = "NOT COALESCE(u.rows, FALSE)"
        own = "NOT COALESCE(g.rows, FALSE)"
        return sql.OBLIGATIONS.format(
            family=family,
            seen=sql.SEEN.format(as_of=as_of),
            as_of=as_of,
            which=which,
            whom=whom,
            own=sql.OWN_ROWS if family == UNIT else "",
            applies=_cases(wheres, [compiler.truth(w) for _, w in wheres], "TRUE"),
            why_not=_cases(wheres, [compiler.first(w, "false") for _, w in wheres], "NULL::VARCHAR"),
            why_unknown=_cases(wheres, [compiler.first(w, "unknown") for _, w in wheres], "NULL::VARCHAR"),
            required=f"CASE dp.amount {by_column} ELSE dp.number END" if by_column else "dp.number",
            exempt=f"a.{columns['exempt']} IS NOT NULL AND NOT dp.must" if family == MEMBER else "FALSE",
            no_rows=f"{known} AND {own}" if family == UNIT else f"{known} OR NOT dp.known",
        )

    def _uses(self, family: str, where: int) -> bool:
        return any(p.where == where and self._schedule.family(p) == family for p in self._schedule.periods)


def _cases(wheres: Sequence[tuple[int, object]], expressions: Sequence[str], otherwise: str) -> str:
    whens = [f"WHEN {i} THEN {each}" for (i, _), each in zip(wheres, expressions, strict=True)]
    return f"CASE dp.w {' '.join(whens)} ELSE {otherwise} END" if whens else otherwise


def _scaled(number: Fraction | None, scale: int) -> int | None:
    return None if number is None else round(number * scale)
