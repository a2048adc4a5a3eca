"""What changed between two audits, finding by finding, without holding either of them whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ...engine.errors import fail
from ...engine.findings import GAPS
from ...engine.text import Text
from ..words.packs import pack_changes, packs_of
from .earlier import Earlier, Value

# new: a gap that was none; closed: the other way; still: a gap in both, perhaps of another kind; changed: another
# verdict, no gap in either; appeared and disappeared: obligations that only one of the two has; aside: those of the
# earlier audit whose period lies outside the span of the later one.
ChangeKind = Literal["new", "closed", "still", "changed", "appeared", "disappeared", "aside"]
CHANGES: tuple[ChangeKind, ...] = ("new", "closed", "still", "changed", "appeared", "disappeared", "aside")
_GAP_STATUSES = frozenset(GAPS)


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one obligation; ``was`` and ``now`` are its statuses, None where an audit does not have it.

    ``finding`` is it as the later audit has it, or as the earlier one where only that does.
    """

    kind: ChangeKind
    was: str | None
    now: str | None
    finding: Value


@dataclass(frozen=True, slots=True)
class Pair:
    """Two audits of one workspace, the earlier first; ``whole`` where both list all findings, not the gaps alone."""

    old: Earlier
    new: Earlier
    whole: bool
    notes: tuple[Text, ...]


def pair(old: Earlier, new: Earlier) -> Pair:
    """Return two audits to be compared; raises CheckbranchError where they cannot be."""
    _check(old, new)
    whole = lists_all(old) and lists_all(new)
    return Pair(old, new, whole, tuple(_notes(old, new, whole)))


def _check(old: Earlier, new: Earlier) -> None:
    units = [{str(row.get("id")) for row in one.rows("units", "id")} for one in (old, new)]
    if old.workspace != new.workspace or (all(units) and units[0].isdisjoint(units[1])):
        raise fail(
            str(new.path),
            f"“{new.workspace}”与 {old.path} 的“{old.workspace}”不是同一个工作区（名称或单位不同）。"
            "请给出同一工作区的两份结果。",
            f"“{new.workspace}” and “{old.workspace}” of {old.path} are two workspaces (another name, or other units)."
            " Give two audits of the same workspace.",
        )
    if old.as_of > new.as_of:
        raise fail(
            str(old.path),
            f"它截至 {old.as_of}，晚于后一份（{new.as_of}）。请把较早的写在前面。",
            f"It is as of {old.as_of}, later than the other ({new.as_of}). Name the earlier one first.",
        )


def lists_all(report: Earlier) -> bool:
    """Return whether a report lists all its findings, not the gaps alone."""
    if any(found["status"] not in _GAP_STATUSES for found in report.findings()):
        return True
    summary = report.head["summary"]
    counts = summary if isinstance(summary, Mapping) else {}
    return counts.get("total") == sum(int(counts.get(status, 0)) for status in GAPS)


def changes(of: Pair) -> Iterator[Change]:
    """Yield the changes in the order of the later audit, then what only the earlier one has.

    Of each earlier finding only its id and status are kept. Where one of the two lists its gaps alone, what is no gap
    in either is not told of.
    """
    left = {
        str(found["id"]): str(found["status"])
        for found in of.old.findings()
        if of.whole or found["status"] in _GAP_STATUSES
    }
    for found in of.new.findings():
        status = str(found["status"])
        if not of.whole and status not in _GAP_STATUSES:
            continue
        was = left.pop(str(found["id"]), None)
        kind = _kind(was, status)
        if kind is not None:
            yield Change(kind, was, status, found)
    if left:
        for found in of.old.findings():
            if str(found["id"]) in left:
                was = left.pop(str(found["id"]))
                yield Change(_gone(found, of), was, None, found)


def _gone(found: Value, of: Pair) -> ChangeKind:
    """Return what became of an obligation that only the earlier audit has; days as they are written compare as days."""
    period, (first, last) = found.get("period"), _span(of.new)
    if isinstance(period, Mapping) and (str(period.get("end")) <= first or str(period.get("start")) > last):
        return "aside"
    return "disappeared" if of.whole else "closed"


def _kind(was: str | None, now: str) -> ChangeKind | None:
    gap, before = now in _GAP_STATUSES, was in _GAP_STATUSES
    if gap:
        return "still" if before else "new"
    if was is None:
        return "appeared"
    return "closed" if before else "changed" if was != now else None


def _notes(old: Earlier, new: Earlier, whole: bool) -> Iterator[Text]:
    yield from pack_changes(old.head.get("packs"), packs_of(new.head.get("packs")))
    if old.head.get("span") != new.head.get("span"):
        was, now = _span(old), _span(new)
        yield Text(
            f"审核区间由 {was[0]} 至 {was[1]} 变为 {now[0]} 至 {now[1]}",
            f"the span went from {was[0]} to {was[1]}, to {now[0]} to {now[1]}",
        )
    if old.head.get("selection") != new.head.get("selection"):
        yield Text(
            "两份报告所选的单位或事项不同，只见于一份的会显示为新列入或不再列入",
            "the two show other units or duties; what only one shows appears or disappears",
        )
    if old.head.get("waivers") != new.head.get("waivers"):
        yield Text("其中一份未计豁免", "one of the two does not take waivers into account")
    if not whole:
        yield Text(
            "至少一份只列缺口：只比较缺口，已消除的包括不再要求的",
            "at least one of the two lists gaps only: only gaps are compared, and those no longer asked for count as "
            "closed too",
        )


def _span(report: Earlier) -> tuple[str, str]:
    span = report.head.get("span")
    return (str(span.get("from")), str(span.get("to"))) if isinstance(span, Mapping) else ("?", "?")
