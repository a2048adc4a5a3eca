"""What came near, of duties without periods: a day too late or too early, another column, a term just over, a digit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from ..findings import NearMiss, Number, Status
from ..ledger.model import Ledger
from ..measuring.uses import Use
from ..packs.check_model import Check, Cover, FollowUp, Precede, Tally

DAYS = 3  # so many days too early or too late is near
TERM = 30  # days since a term ended, or until one begins, that are near
_SHOWN = 3

Detail = Mapping[str, object]
Named = tuple[date, int, str]  # the day of a record, the record, the column that names the subject


class NearMisses:
    """Finds what came near to fulfilling what a check asks; it never says that it should count."""

    def __init__(self, ledger: Ledger, as_of: date) -> None:
        self._ledger, self._as_of = ledger, as_of
        self._posts = {str(row.get("source")): row for row in ledger.posts}
        self._named: dict[tuple[str, ...], dict[int, list[Named]]] = {}

    def of(self, check: Check, sid: int, uses: Sequence[Use], detail: Detail, status: Status) -> Iterator[NearMiss]:
        """Yield what came near, of a finding with ``uses`` and ``detail``; ``status`` is its verdict."""
        if status not in ("made_up", "invalid", "missing"):
            return
        if isinstance(check, FollowUp):
            yield from self._late(uses, detail)
        elif isinstance(check, Precede):
            yield from self._beside(uses, detail)
        elif isinstance(check, Cover):
            yield from self._terms(detail)
        elif isinstance(check, Tally):
            yield from self._digits(check, sid, detail)
        if isinstance(check, FollowUp | Precede) and check.do and status != "made_up":
            yield from self._elsewhere(check, sid, uses, detail)

    def source(self, rid: int) -> str:
        """Return where a record stands."""
        return self._ledger.where(rid)

    def _miss(self, code: str, rid: int, values: Mapping[str, object]) -> NearMiss:
        return NearMiss(code, self._ledger.activities.id[rid], self.source(rid), values)

    def _late(self, uses: Sequence[Use], detail: Detail) -> Iterator[NearMiss]:
        window, done = _window(detail), detail.get("on")
        if window is None:
            return
        for use in uses:
            day = self._ledger.activities.date[use.rid]
            if use.use == "made_up" and day and 0 < (late := (day - window[1]).days) <= DAYS:
                yield self._miss("just_late", use.rid, {"days": late})
        place = detail.get("request") or detail.get("trigger")
        if isinstance(done, date) and isinstance(place, Mapping) and 0 < (late := (done - window[1]).days) <= DAYS:
            yield NearMiss("just_late", str(place["id"]), str(place["source"]), {"days": late})

    def _beside(self, uses: Sequence[Use], detail: Detail) -> Iterator[NearMiss]:
        window = _window(detail)
        for use in uses if window else ():
            day = self._ledger.activities.date[use.rid]
            if day is None or window is None:
                continue
            if use.reasons == ("out_of_window",) and (window[0] - day).days <= DAYS:
                yield self._miss("just_early", use.rid, {"days": (window[0] - day).days})
            elif use.reasons == ("too_late",) and (day - window[1]).days <= DAYS:
                yield self._miss("just_after", use.rid, {"days": (day - window[1]).days})

    def _elsewhere(
        self, check: FollowUp | Precede, sid: int, uses: Sequence[Use], detail: Detail
    ) -> Iterator[NearMiss]:
        """Yield records of the time and type that name the member or household in a column that is not looked at."""
        window = _window(detail)
        if window is None or self._ledger.subjects.kind[sid] not in ("member", "household"):
            return
        listed = {use.rid for use in uses}
        for day, rid, column in self._names(check.do).get(sid, ()):
            near = window[0] <= day <= min(window[1], self._as_of)
            if near and column not in check.by and rid not in listed:
                listed.add(rid)
                yield self._miss("other_column", rid, {"column": column})

    def _names(self, types: tuple[str, ...]) -> Mapping[int, list[Named]]:
        """Return, by member or household, every dated record of ``types`` that names it, in whichever column."""
        if types not in self._named:
            found: dict[int, list[Named]] = {}
            acts, wanted = self._ledger.activities, set(types)
            rows = [(rid, day) for rid, day in enumerate(acts.date) if day and wanted.intersection(acts.types[rid])]
            for column in sorted(acts.people):
                cells = acts.people[column]
                for rid, day in rows:
                    for sid in cells[rid]:
                        found.setdefault(sid, []).append((day, rid, column))
            for each in found.values():
                each.sort(key=lambda one: (one[0], self._ledger.activities.id[one[1]], one[2]))
            self._named[types] = found
        return self._named[types]

    def _terms(self, detail: Detail) -> Iterator[NearMiss]:
        former = detail.get("former")
        for source in former if isinstance(former, list) else ():
            row = self._posts.get(str(source))
            if row is None or not row.get("holder"):
                continue
            first, last = row.get("from"), row.get("until")
            place = str(row.get("id") or detail.get("value"))
            if isinstance(last, date) and timedelta() < self._as_of - last <= timedelta(TERM):
                yield NearMiss("term_ended", place, str(source), {"until": last})
            elif isinstance(first, date) and timedelta() < first - self._as_of <= timedelta(TERM):
                yield NearMiss("term_begins", place, str(source), {"from": first})

    def _digits(self, check: Tally, sid: int, detail: Detail) -> Iterator[NearMiss]:
        """Yield the figures with which the sum would be right, had a digit not been left out or two changed places."""
        subjects = self._ledger.subjects
        difference, parts = _whole(detail.get("difference")), detail.get("parts")
        if difference is None or not difference:
            return
        figures = [(name, _whole(value), -difference) for name, value in dict(parts).items()] if isinstance(
            parts, Mapping
        ) else []  # fmt: skip
        figures.append((check.whole, _whole(detail.get("whole")), difference))
        found = []
        for name, written, more in figures:
            fits = None if written is None else written + more
            if written is None or fits is None or fits < 0:
                continue
            if _dropped(str(fits), str(written)):
                found.append(("digit_dropped", name, written, fits))
            elif _swapped(str(fits), str(written)):
                found.append(("digits_swapped", name, written, fits))
        for code, name, written, fits in found[:_SHOWN]:
            yield NearMiss(
                code, subjects.id[sid], subjects.source[sid], {"column": name, "written": written, "fits": fits}
            )


def _window(detail: Detail) -> tuple[date, date] | None:
    window = detail.get("window")
    if not isinstance(window, Mapping):
        return None
    first, last = window["from"], window["to"]
    return (first, last) if isinstance(first, date) and isinstance(last, date) else None


def _whole(number: object) -> int | None:
    if not isinstance(number, Number) or isinstance(number, bool):
        return None
    return int(number) if Decimal(number) == int(number) else None


def _dropped(fits: str, written: str) -> bool:
    """Return whether ``written`` is ``fits`` without one of its digits."""
    return any(fits[:at] + fits[at + 1 :] == written for at in range(len(fits)))


def _swapped(fits: str, written: str) -> bool:
    """Return whether two neighbouring digits have changed places."""
    return any(
        fits[:at] + fits[at + 1] + fits[at] + fits[at + 2 :] == written
        for at in range(len(fits) - 1)
        if fits[at] != fits[at + 1]
    )
