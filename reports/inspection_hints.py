"""What is only worth a second look in a self-check: no gap, and nothing that must be put right."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from ..engine.findings import Finding, Status, Subject
from ..engine.packs.model import Duty

NAMED = 30  # findings of one hint in one unit that are kept; the others are counted


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

    def take(self, finding: Finding) -> None:
        """Take account of one finding."""
        self.counts[finding.status] += 1
        if finding.status in ("invalid", "missing") and len(self.shown) < NAMED:
            self.shown.append(finding)
