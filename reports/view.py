"""What a report needs to know of an audit, and nothing more."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, Protocol

from ..calendars import WorkCalendar
from ..engine.findings import Coverage, Finding, Flag, PeriodRef, Span, Status, Subject
from ..engine.ledger.model import Ledger
from ..engine.packs.model import RuleBook
from ..engine.selection import Selection
from ..engine.slack.slack import Slack
from ..engine.text import Text
from ..engine.trace import Place
from ..engine.workspaces.settings import Workspace

Which = Literal["all", "gaps"]
UnitRow = tuple[str, str | None, str, str | None]


class AuditView(Protocol):
    """A finished audit as the reports read it; all counts and findings are those that are shown."""

    @property
    def as_of(self) -> date:
        """The day the audit looks at the ledger."""
        ...

    @property
    def span(self) -> Span:
        """The days whose periods are audited."""
        ...

    @property
    def workspace(self) -> Workspace:
        """The settings, among them the name."""
        ...

    @property
    def rules(self) -> RuleBook:
        """The packs in force, with the duties that are switched off."""
        ...

    @property
    def ledger(self) -> Ledger:
        """What was read: sources with their row account, and problems."""
        ...

    @property
    def selection(self) -> Selection:
        """The units and duties that were asked for by name."""
        ...

    @property
    def waivers(self) -> bool:
        """False where all waivers were left aside."""
        ...

    @property
    def engine(self) -> str:
        """``durable`` or ``reference``."""
        ...

    @property
    def fingerprint(self) -> str:
        """The hash over inputs, packs, holidays, as-of day, span and settings."""
        ...

    @property
    def coverage(self) -> Sequence[Coverage]:
        """From when and through which day each unit's ledger is known."""
        ...

    @property
    def flags(self) -> Sequence[Flag]:
        """What the inferences concluded, by inference, unit and subject."""
        ...

    @property
    def days(self) -> WorkCalendar:
        """The working days that deadlines go by."""
        ...

    @property
    def slack(self) -> Sequence[Slack]:
        """What is left to every unit that is shown and still has something to hold."""
        ...

    @property
    def summary(self) -> Mapping[Status, int]:
        """How many obligations have which status."""
        ...

    @property
    def assumptions(self) -> Sequence[Text]:
        """What was assumed for want of a setting; printed before all else."""
        ...

    @property
    def units(self) -> Sequence[Subject]:
        """The units that are shown."""
        ...

    def unit_rows(self) -> Iterable[UnitRow]:
        """Return (id, name, kind, id of the unit above) of every unit, groups included."""
        ...

    def findings(self, which: Which) -> Iterator[Finding]:
        """Yield the findings, or only the gaps, ordered by duty, unit, subject and period."""
        ...

    def unit_counts(self) -> Mapping[str, Mapping[Status, int]]:
        """Return, by unit id, how many obligations have which status."""
        ...

    def unit_duty_counts(self, *, groups: bool = False) -> Iterable[tuple[str, str, Status, int]]:
        """Yield (unit id, duty, status, number of obligations) of what is shown.

        What a Party group owes is its branch's, as in the findings; with ``groups`` it stands under the group's own id.
        """
        ...

    def oldest_gaps(self, *, groups: bool = False) -> Iterable[tuple[str, str, PeriodRef]]:
        """Yield (unit id, duty, period of the oldest gap) for each unit and duty that has gaps; ``groups`` as above."""
        ...

    def places(self, wanted: Callable[[str], bool]) -> Sequence[Place]:
        """Return every obligation that was judged, in the span or not, whose id is ``wanted``."""
        ...

    def findings_of(self, units: Collection[str]) -> Iterator[Finding]:
        """Yield the findings of some units, by id, in the order of all; those of others are not even made."""
        ...

    def unwaived(self) -> Mapping[str, Mapping[Status, int]]:
        """Return, by unit id, how many of the obligations that are waived would have which status without waivers."""
        ...
