"""The evidence of one unit: every obligation with its records, which of them counted, which did not, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...engine.findings import GAPS, STATUSES, Finding, RecordUse, Status
from ...engine.packs.condition_model import Test
from ...engine.packs.model import Duty
from ..digest import MANY, Digest
from ..layout import Page
from ..view import AuditView
from ..words.called import called, clipped
from ..words.messages import finding_message
from ..words.periods import finding_period
from ..words.reasons import attendance_test, record_words
from ..words.records import USE
from ..words.standing import standing_of
from ..words.wording import MARK, STATUS

MOST = 6000  # findings of one page in full, of all its units together; of more only those that are not simply met
_RECORDS_SHOWN = 40
_LEAST = 50  # rows of one duty that are listed, however many others there are
_TELLING: tuple[Status, ...] = ("waived", "unknown", "open", "short", "missing")


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record: where it stands, its day and title, whether it counted (``use``, in ``words``), and why not."""

    source: str
    day: str
    title: str
    use: str
    words: str
    reasons: str


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """An obligation: its period, whom it is about where they are many, its status, and its records."""

    period: str
    whom: str
    status: Status
    text: str
    records: tuple[RecordLine, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """All obligations of one duty: how many have which status, a row each, and why others do not apply.

    ``left_out`` are those simply met that have no row, ``cut`` others, gaps the last of them; the counts have them all.
    """

    anchor: int
    title: str
    id: str
    counts: tuple[tuple[Status, int], ...]
    rows: tuple[EvidenceRow, ...]
    left_out: int
    cut: int
    not_applicable: tuple[str, ...]
    many: bool


def evidence_of(
    page: Page, audit: AuditView, digest: Digest, unit: str, numbers: Mapping[str, int], most: int = MOST
) -> list[Evidence]:
    """Return the evidence of a unit, the duties in the order of the packs, the periods in theirs.

    Of more than ``most`` findings those that are simply met are counted, not listed.
    """
    found: dict[str, list[Finding]] = {}
    for finding in (*digest.settled, *digest.gaps, *digest.open, *digest.unknown):
        if digest.home_of(finding) == unit and finding.kind != "hint":
            found.setdefault(finding.duty, []).append(finding)
    brief = (
        sum(map(len, found.values()))
        - sum(finding.status == "not_applicable" for findings in found.values() for finding in findings)
        > most
    )
    maker = _Maker(page, audit, max(most // max(len(found), 1), _LEAST) if brief else None)
    return [
        maker.evidence(duty, found[duty.id], numbers[duty.id]) for duty in digest.duties.values() if duty.id in found
    ]


class _Maker:
    """Makes the evidence of one duty after another, with at most ``rows`` of what is not simply met; None: all."""

    def __init__(self, page: Page, audit: AuditView, rows: int | None) -> None:
        self._page, self._audit, self._rows = page, audit, rows

    def evidence(self, duty: Duty, findings: Sequence[Finding], number: int) -> Evidence:
        counts = Counter(finding.status for finding in findings)
        owed = [finding for finding in findings if finding.status != "not_applicable"]
        told = owed if self._rows is None else [finding for finding in owed if finding.status != "met"]
        left_out = len(owed) - len(told)
        told.sort(key=lambda finding: (self._rows is not None and finding.status not in GAPS, _order(finding)))
        listed = sorted(told[: self._rows], key=_order)
        return Evidence(
            number,
            duty.title.say(self._page.language),
            duty.id,
            tuple((status, counts[status]) for status in STATUSES if counts[status]),
            tuple(self._row(duty, finding) for finding in listed),
            left_out,
            len(told) - len(listed),
            tuple(self._not_applicable(duty, findings)),
            any(finding.subject.kind in MANY for finding in findings),
        )

    def _row(self, duty: Duty, finding: Finding) -> EvidenceRow:
        page = self._page
        text = ""
        if finding.status in _TELLING or duty.check or duty.window:
            text = finding_message(finding, duty, page.language, self._audit.rules.activities)
        test = attendance_test(duty, finding.period.start if finding.period else None)
        records = [self._record(use, test) for use in finding.records[:_RECORDS_SHOWN]]
        return EvidenceRow(
            finding_period(finding, page.language),
            called(finding.subject, page.language) if finding.subject.kind in MANY else "",
            finding.status,
            text,
            tuple(records),
            max(len(finding.records) - _RECORDS_SHOWN, 0),
        )

    def _record(self, use: RecordUse, test: Test | None) -> RecordLine:
        page = self._page
        types = self._audit.rules.activities
        reasons = [record_words(code, page.language, use.facts, test, types) for code in use.reasons]
        title = use.facts.get("title")
        return RecordLine(
            use.source,
            use.date.isoformat() if use.date else page.say("无具体日期", "no date"),
            clipped(str(title)) if title else "",
            use.use,
            USE[use.use].say(page.language),
            page.say("；", "; ").join(reasons),
        )

    def _not_applicable(self, duty: Duty, findings: Sequence[Finding]) -> Iterator[str]:
        page = self._page
        reasons = Counter(
            standing_of(finding, duty, page.language) for finding in findings if finding.status == "not_applicable"
        )
        for reason, number in reasons.most_common():
            words = STATUS["not_applicable"].say(page.language)
            yield page.say(
                f"{MARK['not_applicable']} {words} {number} 项：{reason}",
                f"{MARK['not_applicable']} {number} {words}: {reason}",
            )


def _order(finding: Finding) -> tuple[str, str, str]:
    start = finding.period.start.isoformat() if finding.period else ""
    return start, finding.period.key if finding.period else "", finding.subject.id
