"""What JSON says besides the audit itself: what was asked for, and what is new against a baseline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from ...engine.findings import Finding, Flag
from ..asked import Ask

if TYPE_CHECKING:
    from ..compared.baseline import Comparison


def asked_rows(ask: Ask) -> dict[str, object]:
    """Return the keys that tell what was chosen, none where everything is shown."""
    said: dict[str, object] = {}
    if ask.units or ask.duties:
        said["selection"] = {"units": ask.units, "duties": ask.duties}
    if not ask.waivers:
        said["waivers"] = False
    if ask.redacted:
        said["redacted"] = True
    return said


def baseline_value(compared: Comparison, language: str) -> dict[str, object]:
    """Return what came of the comparison as the contract has it."""
    earlier = compared.baseline.earlier
    return {
        "as_of": earlier.as_of,
        "fingerprint": earlier.fingerprint,
        "new": _held(compared.new),
        "old": _held(compared.old),
        "closed": compared.closed,
        "gone": compared.gone,
        "aside": compared.aside,
        "notes": [note.say(language) for note in compared.notes],
    }


def _held(counts: Counter[str]) -> dict[str, object]:
    return {name: counts[name] for name in ("gaps", "flags", "problems")}


class States:
    """Adds to findings, flags and problems whether they are new; adds nothing where there is no baseline."""

    def __init__(self, compared: Comparison | None) -> None:
        self._compared = compared

    def finding(self, line: str, finding: Finding) -> str:
        """Return the line of a finding with its state, where it is a gap."""
        state = self._compared.of(finding) if self._compared else None
        return line if state is None else f'{line[:-1]},"baseline":"{state}"}}'

    def flag(self, value: dict[str, object], flag: Flag) -> dict[str, object]:
        """Return a flag with its state."""
        return {**value, "baseline": self._compared.of_flag(flag)} if self._compared else value

    def problems(self, rows: Iterable[Mapping[str, object]]) -> Iterator[Mapping[str, object]]:
        """Yield the problems, each with its state."""
        if self._compared is None:
            yield from rows
            return
        for row, state in zip(rows, self._compared.problem_states, strict=True):
            yield {**row, "baseline": state}
