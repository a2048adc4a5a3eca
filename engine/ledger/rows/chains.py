"""Rows of one id over time: which rows are one subject, in which order, and what holds from each of them."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from ..problems import Log
from .registers import Rows

K = TypeVar("K", bound=Hashable)

EXISTENCE = ("founded", "dissolved", "joined", "left", "moved_in")


def row_ids(rows: Rows) -> list[str]:
    """Return the id of each row: its id, else its name; a later row with a name alone takes the id of that name."""
    ids, names, since = rows.texts("id"), rows.texts("name"), rows.days("since")
    of_name: dict[str, set[str]] = {}
    for own, name in zip(ids, names, strict=True):
        if own is not None and name is not None:
            of_name.setdefault(name, set()).add(own)
    found = []
    for own, name, day in zip(ids, names, since, strict=True):
        known = of_name.get(name or "", set())
        found.append(own or (next(iter(known)) if day is not None and len(known) == 1 else name) or "")
    return found


def keys_by_unit(ids: Sequence[str], units: Sequence[int | None], since: Sequence[date | None]) -> list[Hashable]:
    """Return for each row whom it is about: the id, or unit and id where two units use the same id.

    Rows of one id in different units are one subject that moves where each begins on another day, two subjects else.
    """
    places: dict[str, list[int]] = {}
    for i, own in enumerate(ids):
        places.setdefault(own, []).append(i)
    keys: list[Hashable] = list(ids)
    for own, rows in places.items():
        several = len({units[i] for i in rows} - {None}) > 1
        if several and len({since[i] for i in rows}) < len(rows):
            for i in rows:
                keys[i] = (units[i], own)
    return keys


def chain(
    rows: Rows, keys: Sequence[K], log: Log, *, fixed: Collection[str] = EXISTENCE, same: Collection[str] = ()
) -> dict[K, list[int]]:
    """Return the rows of each subject, the earliest first; rows that conflict with an earlier one are not taken.

    Fields in ``fixed`` may stand only in the first row, those in ``same`` must not change.
    """
    since = rows.days("since")
    chains: dict[K, list[int]] = {}
    for i, key in enumerate(keys):
        if rows.is_taken(i):
            chains.setdefault(key, []).append(i)
    for own in chains.values():
        if len(own) > 1:
            own[:] = _ordered(rows, own, since, log)
            _check_later(rows, own, log, fixed, same)
    return chains


def _ordered(rows: Rows, own: Sequence[int], since: Sequence[date | None], log: Log) -> list[int]:
    kept: dict[date | None, int] = {}
    for i in own:
        first = kept.setdefault(since[i], i)
        if first != i:
            day = since[i]
            zh = f"同一编号（或姓名）在同一生效日期（{day or '空'}）出现两次，请改用不同的编号或生效日期"
            en = f"the same id (or name) begins twice on the same day ({day or 'empty'}); write another id or since"
            rows.refuse(log, i, "since", "since_conflict", first=rows.where(first), why_zh=zh, why_en=en)
    return sorted(kept.values(), key=lambda i: since[i] or date.min)


def _check_later(rows: Rows, own: list[int], log: Log, fixed: Collection[str], same: Collection[str]) -> None:
    first = own[0]
    for i in tuple(own[1:]):
        name = next((name for name in fixed if rows.columns.get(name, {i: None})[i] is not None), None)
        changed = next((name for name in same if _changes(rows, name, first, i)), None)
        if name is not None or changed is not None:
            own.remove(i)
            shown = rows.grid[i].header(name or changed or "")
            zh = f"后续行不得再填“{shown}”，请只写在最早一行" if name else f"“{shown}”不得改变，请另立编号"
            en = (
                f"a later row may not hold '{shown}'; write it in the first"
                if name
                else f"'{shown}' may not change; give it another id"
            )
            rows.refuse(log, i, name or changed, "since_conflict", first=rows.where(first), why_zh=zh, why_en=en)


def _changes(rows: Rows, name: str, first: int, i: int) -> bool:
    column = rows.columns.get(name)
    return column is not None and column[i] is not None and column[i] != column[first]


def carried(columns: Mapping[str, Sequence[object]], order: Sequence[Sequence[int]]) -> dict[str, list[object]]:
    """Return the columns in the order of the chains; an empty cell of a later row holds the earlier value."""
    found: dict[str, list[object]] = {}
    for name, column in columns.items():
        values = found[name] = []
        for own in order:
            last: object = None
            for i in own:
                last = column[i] if column[i] is not None else last
                values.append(last)
    return found
