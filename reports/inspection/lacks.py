"""How often something is lacking of a duty in a unit, by what it is: what scoring tables count."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from ...engine.findings import Finding

PLURAL = ("missing", "short")


@dataclass(slots=True)
class Lacks:
    """Times, not findings: of three that are owed in a period and one that was held two are missing.

    ``missing`` were not seen in the ledger, ``not_in_order`` are on record and do not count, ``made_up`` were late;
    of ``unknown``, ``open`` and ``waived`` nothing is lacking, or not known to be. ``owed`` are all times.
    """

    owed: int = 0
    missing: int = 0
    not_in_order: int = 0
    made_up: int = 0
    unknown: int = 0
    open: int = 0
    waived: int = 0

    def take(self, finding: Finding, *, summed: bool) -> None:
        """Add one finding; ``summed``: its duty adds up a column, such as hours, so that it is one time."""
        if finding.status == "not_applicable":
            return
        need, late, rest = 1, int(finding.status == "made_up"), int(finding.status not in ("met", "made_up"))
        if finding.kind == "quota" and not summed and finding.required is not None:
            need = ceil(finding.required)
            in_time = min(int(finding.counted or 0), need)
            late = min(int(finding.made_up or 0), need - in_time)
            rest = need - in_time - late
        self.owed += need
        self.made_up += late
        if finding.status in PLURAL:
            self.missing += rest
        elif finding.status == "invalid":
            self.not_in_order += rest
        elif finding.status == "unknown":
            self.unknown += rest
        elif finding.status == "open":
            self.open += rest
        elif finding.status == "waived":
            self.waived += rest
