"""Columns that rules look at and no table has: told with the line of the pack, before anything is judged by them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from ..documents.form import in_order, nearest
from ..errors import CheckbranchError, Fault
from ..ledger.headers import TABLES, claims
from ..ledger.model import Ledger
from ..text import Text
from ..workspaces.settings import Workspace
from .field_places import FieldPlace
from .model import RuleBook

# What is made from the columns of a table, or always known of its rows.
COMPUTED: Mapping[str, frozenset[str]] = {
    "units": frozenset({"full_members", "members", "groups", "kind", "id", "name"}),
    "members": frozenset({"kind", "id", "name"}),
    "households": frozenset({"kind", "id", "name"}),
    "activities": frozenset({"attendance", "duration", "recorded_after", "date"}),
}
FILES = Text("工作区的文件", "file of the workspace")
CASES = Text("用例", "case")
_SHOWN = 12  # columns that are named at most

TABLE_WORDS: Mapping[str, Text] = {
    "units": Text("单位表", "units"),
    "members": Text("党员名册", "members"),
    "households": Text("住户表", "households"),
    "posts": Text("岗位表", "posts"),
    "requests": Text("诉求表", "requests"),
    "activities": Text("活动台账", "activities"),
}


def check_fields(rules: RuleBook, ledger: Ledger, workspace: Workspace) -> None:
    """Raise CheckbranchError where a pack of one's own names a column that no table of the workspace has."""
    faults = unread_fields(rules, ledger, workspace)
    if faults:
        raise CheckbranchError(faults)


def unread_fields(rules: RuleBook, ledger: Ledger, workspace: Workspace) -> list[Fault]:
    """Return what ``check_fields`` raises; of a table that the workspace has not at all, nothing is said."""
    if any(source.unreadable for source in ledger.sources):
        return []  # it may have had the column
    tables = {source.table for source in ledger.sources} | ({"units"} if workspace.unit else set())
    there = replace(rules, fields=tuple(place for place in rules.fields if place.table in tables))
    return unknown_fields(there, _columns(ledger, workspace))


def unknown_fields(rules: RuleBook, columns: Collection[str], among: Text = FILES) -> list[Fault]:
    """Return a fault for each column that a pack of one's own names and that neither is canonical nor in ``columns``.

    ``among`` says where those were looked for. Rules that are switched off are left alone: nothing is judged by them.
    A column that may be lacking is only a fault where it is like another one, and so a slip.
    """
    own = _own(columns)
    off = {duty.id for duty in rules.duties if duty.off} | {each.id for each in rules.inferences if each.off}
    wrong = [
        each
        for each in rules.fields
        if not (each.shipped or each.rule in off or _is_known(each, columns))
        and not (each.spared and meant(each.field, each.table, own) is None)
    ]
    return in_order(_fault(each, columns, among) for each in wrong)


def meant(field: str, table: str, also: Iterable[str] = ()) -> str | None:
    """Return the column that was probably meant by ``field``; a Chinese header stands for its canonical column."""
    said = list(claims(table, field)) if table in TABLES else []
    return said[0] if said else nearest(field, [*names_of(table), *also])


def names_of(table: str) -> list[str]:
    """Return the canonical and computed columns of ``table``."""
    return sorted({*TABLES.get(table, ()), *COMPUTED.get(table, ())})


def _is_known(place: FieldPlace, columns: Collection[str]) -> bool:
    # Of a table that could not be told another fault was noted.
    return place.table not in TABLES or place.field in names_of(place.table) or place.field in columns


def _columns(ledger: Ledger, workspace: Workspace) -> set[str]:
    """Return every column that a source of the workspace has, whatever its table."""
    found = {name for source in ledger.sources for name in source.columns}
    for versions in ledger.attributes.values():
        found |= set(versions.columns)
    return found | set(ledger.activities.fields) | set(workspace.unit or ())


def _own(columns: Collection[str]) -> list[str]:
    """Return those that the user has added."""
    return sorted(name for name in columns if all(name not in table for table in TABLES.values()))


def near_misses(rules: RuleBook, ids: Collection[str]) -> list[Fault]:
    """Return a hint for each column that a pack of one's own names and that looks like a canonical one misspelt.

    ``ids`` are the rules that are looked at. What is like no canonical column is taken for a column of one's own.
    """
    found = []
    for place in rules.fields:
        near = (
            None if place.shipped or place.rule not in ids or _is_known(place, ()) else meant(place.field, place.table)
        )
        if near:
            table = TABLE_WORDS[place.table]
            found.append(
                Fault(
                    place.where,
                    Text(
                        f"{table.zh}没有“{place.field}”这一栏（台账自加的栏除外）。是否应为“{near}”？请核对。",
                        f"“{place.field}” is not a column of {table.en}, unless the ledger has one of its own. Did you"
                        f" mean “{near}”? Check it.",
                    ),
                )
            )
    return found


def _fault(place: FieldPlace, columns: Collection[str], among: Text) -> Fault:
    own = _own(columns)
    near = meant(place.field, place.table, own)
    table = TABLE_WORDS.get(place.table, Text(place.table, place.table))
    known = [*own, *names_of(place.table)]
    listed = [*known[:_SHOWN], "…"] if len(known) > _SHOWN else known
    zh = f"是否应为“{near}”？" if near else ""
    en = f"Did you mean “{near}”? " if near else ""
    return Fault(
        place.where,
        Text(
            f"“{place.rule}”用到“{place.field}”一栏，但{table.zh}和{among.zh}中都没有这一栏。{zh}请改写，或在台账中补"
            f"上这一栏。可写：{'、'.join(listed)}。",
            f"“{place.rule}” looks at “{place.field}”, which is not a column of {table.en} and in no {among.en} "
            f"either. {en}Change it, or add the column to the ledger. There are: {', '.join(listed)}.",
        ),
    )
