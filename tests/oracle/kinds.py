"""Every finding of the duties whose obligations are found one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from .facts import covers, in_orders, states, tallies
from .follows import follow_ups, precedes
from .overlaps import overlaps
from .point import Finding
from .reading import World

KINDS: Mapping[str, Callable[[World, Mapping[str, Any], date, date], Iterator[Finding]]] = {
    "follow_up": follow_ups,
    "precede": precedes,
    "record": in_orders,
    "state": states,
    "cover": covers,
    "tally": tallies,
    "overlap": overlaps,
}


def findings_of(world: World, duty: Mapping[str, Any], first: date, last: date) -> Iterator[Finding] | None:
    """Return the findings of a duty in a span; None of one that has periods."""
    return next((find(world, duty, first, last) for kind, find in KINDS.items() if kind in duty), None)
