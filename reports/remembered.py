"""What repeats from line to line is made once, and not more of it is kept than there is room for."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TypeVar

from ..engine.findings import Finding
from ..engine.packs.model import Duty

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

# Enough for every verdict of a large run; a run that has more merely makes them again.
_REMEMBERED = 50_000


def verdict_key(finding: Finding, duty: Duty) -> tuple[object, ...] | None:
    """Return what the words of a verdict depend on; None where something in it belongs to this finding alone."""
    own = finding.waiver or finding.doubts or finding.near_misses or finding.detail
    if own or duty.check or (finding.records and finding.status == "invalid"):
        return None
    return (
        finding.duty, finding.status, finding.required, finding.counted, finding.made_up, finding.severity,
        finding.reason, finding.due, finding.close_by, finding.days_left, finding.can_make_up_until,
    )  # fmt: skip


def remember(memory: dict[K, V], key: K, text: V) -> None:
    """Keep what was made; a memory that is full is emptied first."""
    if len(memory) >= _REMEMBERED:
        memory.clear()
    memory[key] = text
