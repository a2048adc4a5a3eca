"""What is only worth a second look in a self-check: no gap, and nothing that must be put right."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from ...engine.findings import Finding, Status, Subject
from ...engine.packs.model import Duty

KEPT = 3000  # findings of all hints together that are kept to be shown; the others are counted


@dataclass(slots=True)
class HintPart:
    """One duty that is only a hint, in one unit: ``counts`` of all its findings, and those that are worth a look."""

    unit: Subject
    duty: Duty
    counts: Counter[Status] = field(default_factory=Counter)
    shown: list[Finding] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many findings are worth a look."""
        return self.counts["invalid"] + self.counts["missing"]

    def take(self, finding: Finding, *, keep: bool) -> bool:
        """Take account of one finding; return whether it is one of those that are shown, which ``keep`` allows."""
        self.counts[finding.status] += 1
        kept = keep and finding.status in ("invalid", "missing")
        if kept:
            self.shown.append(finding)
        return kept
