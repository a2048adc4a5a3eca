"""A finding in the words that the flat formats share: whom it is about, its period, verdict, message and remedy."""

from __future__ import annotations

from collections.abc import Mapping

from ..engine.findings import Finding, PeriodRef, Subject
from ..engine.packs.model import Duty
from .asked import Ask
from .remembered import remember, verdict_key
from .view import AuditView
from .words.messages import finding_message, finding_remedy
from .words.periods import finding_period
from .words.wording import MARK, SEVERITY, STATUS, cite, listed


class Teller:
    """Says what a finding says, in one language; what repeats from finding to finding is made once."""

    def __init__(self, audit: AuditView, ask: Ask) -> None:
        self._audit, self._language, self._compared = audit, ask.language, ask.compared
        self.duties: Mapping[str, Duty] = {duty.id: duty for duty in audit.rules.duties}
        self._units = {unit: name for unit, name, _, _ in audit.unit_rows()}
        self._bases: dict[str, str] = {}
        self._said: dict[tuple[object, ...], tuple[str, str]] = {}
        self._periods: dict[tuple[PeriodRef | None, str], str] = {}

    def unit_name(self, unit: str) -> str:
        """Return the name of a unit, its id where it has none."""
        return self._units.get(unit) or unit

    def subject_name(self, subject: Subject) -> str:
        """Return the name of a subject, its id where it has none."""
        return subject.name or subject.id

    def of_unit(self, finding: Finding) -> bool:
        """Return whether a finding is about its unit itself."""
        return finding.subject.id == finding.unit

    def title(self, duty: str) -> str:
        """Return the title of a duty."""
        return self.duties[duty].title.say(self._language)

    def basis(self, duty: str) -> str:
        """Return the provisions of a duty as they are cited."""
        if duty not in self._bases:
            cited = [cite(basis, self._audit.rules, self._language) for basis in self.duties[duty].basis]
            self._bases[duty] = ("; " if self._language == "en" else "；").join(cited)
        return self._bases[duty]

    def period(self, finding: Finding) -> str:
        """Return the period as it is written in a sentence."""
        key = (finding.period, finding.kind)
        text = self._periods.get(key)
        if text is None:
            text = finding_period(finding, self._language)
            remember(self._periods, key, text)
        return text

    def status(self, finding: Finding) -> str:
        """Return the word of the verdict."""
        return STATUS[finding.status].say(self._language)

    def marked(self, finding: Finding) -> str:
        """Return the verdict with its mark."""
        return f"{MARK[finding.status]} {self.status(finding)}"

    def severity(self, finding: Finding) -> str:
        """Return the word of the severity."""
        return SEVERITY[finding.severity].say(self._language)

    def message(self, finding: Finding) -> str:
        """Return what was owed and what the ledger shows."""
        return self._words(finding)[0]

    def remedy(self, finding: Finding) -> str:
        """Return what to do, nothing where nothing is to be done."""
        return self._words(finding)[1]

    def _words(self, finding: Finding) -> tuple[str, str]:
        """Return the message and the remedy; remembered where they belong to no finding alone."""
        duty = self.duties[finding.duty]
        key = verdict_key(finding, duty)
        said = None if key is None else self._said.get(key)
        if said is None:
            message = finding_message(finding, duty, self._language, self._audit.rules.activities)
            said = message, finding_remedy(finding, duty, self._language) or ""
            if key is not None:
                remember(self._said, key, said)
        return said

    def state(self, finding: Finding) -> str:
        """Return whether a gap is new against the baseline, nothing where there is none or it is no gap."""
        state = self._compared.of(finding) if self._compared else None
        if state is None:
            return ""
        from .compared.baseline_words import STATE

        return STATE[state].say(self._language)

    def records(self, finding: Finding) -> str:
        """Return where the records stand that were looked at."""
        return listed((use.source for use in finding.records), self._language)
