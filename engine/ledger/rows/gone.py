"""Records of units on days on which these did not exist: before they were founded, or once they were dissolved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ..model import Activities, SourceAccount, Subjects, Versions, place_of
from ..problems import Log, words


def tell_outside(
    acts: Activities, subjects: Subjects, values: Versions | None, accounts: Sequence[SourceAccount], log: Log
) -> None:
    """Say once for each sheet and unit how many of its records are of days on which it did not exist; they never count.

    Nothing else may tell of them, as nothing is owed by a unit then.
    """
    first = {s: day for s, day in enumerate(subjects.starts) if day and subjects.family[s] == "unit"}
    gone = {s: day for s, day in enumerate(subjects.ends) if day and subjects.family[s] == "unit"}
    if not first and not gone:
        return
    rows: dict[tuple[int, str, int], list[int]] = {}
    # From the last founding to the first dissolution all units are there: of most records nothing more is asked.
    all_from, all_until = max(first.values(), default=date.min), min(gone.values(), default=date.max)
    for source, row, day, units in zip(acts.source, acts.row, acts.date, acts.units, strict=True):
        if day is None or all_from <= day < all_until:
            continue
        for unit in units:
            if day < first.get(unit, date.min):
                rows.setdefault((source, "before_founded", unit), []).append(row)
            elif day >= gone.get(unit, date.max):
                rows.setdefault((source, "after_dissolved", unit), []).append(row)
    heirs = _heirs(values) if rows else {}
    for (source, code, unit), found in sorted(rows.items()):
        heir = heirs.get(unit) if code == "after_dissolved" else None
        message = words(
            code,
            name=subjects.name[unit] or subjects.id[unit],
            day=gone[unit] if code == "after_dissolved" else first[unit],
            count=len(found),
            heir_zh=f"承接的是“{heir}”：由它开展的，请改写为它。" if heir else "由别的支部开展的，请改写支部名称。",
            heir_en=f"Its successor is “{heir}”: write that where it held them. " if heir else "",
        )
        log.add((source, min(found)), place_of(accounts[source].source, min(found)), "unit", code, message)


def _heirs(values: Versions | None) -> dict[int, object]:
    """Return the units that took over, by the unit that was dissolved, as they are written."""
    named = values.columns.get("successor", ()) if values else ()
    return {s: heir for s, heir in zip(values.subject, named, strict=False) if heir} if values else {}
