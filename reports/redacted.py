"""An audit, and what was read, as a report may tell of them to people who are not to know any names."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..engine.findings import Coverage, Finding, Flag, PeriodRef, RecordUse, Status, Subject
from ..engine.ledger.keeping import Kept
from ..engine.ledger.model import Activities, Ledger, Problem, Subjects, Versions
from ..engine.privacy import Masker
from ..engine.slack.slack import Slack
from ..engine.text import Text
from ..engine.workspaces.settings import Workspace
from .view import UnitRow, Which

if TYPE_CHECKING:
    from ..engine import Audit
    from ..engine.trace import Place


_QUOTED = re.compile("“([^”]+)”")
_OTHER = re.compile(r"[^0-9０-９年月日号时分秒点上下午周星期季度半一二三四五六七八九十〇零:：./\-－—~～至到 TZ]+")


class RedactedAudit:
    """An audit of which every name of a person or household is masked; writers need not know that it is one.

    Numbers, verdicts and ids of findings are those of the audit; what is not told here is the audit's own.
    """

    def __init__(self, audit: Audit, masker: Masker) -> None:
        self._audit, self._masker = audit, masker
        self._ledger: Ledger | None = None

    def __getattr__(self, name: str) -> Any:
        """Return what names nobody as the audit has it."""
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self._audit, name)

    @property
    def workspace(self) -> Workspace:
        """The settings, the name without a person's."""
        return redacted_settings(self._audit.workspace, self._masker)

    @property
    def ledger(self) -> Ledger:
        """What was read, masked when it is asked for the first time."""
        if self._ledger is None:
            self._ledger = redacted_ledger(self._audit.ledger, self._masker)
        return self._ledger

    @property
    def coverage(self) -> Sequence[Coverage]:
        """From when and through which day each unit's ledger is known."""
        return [self._masker.value(row) for row in self._audit.coverage]

    @property
    def flags(self) -> Sequence[Flag]:
        """What the inferences concluded."""
        return [self._masker.value(flag) for flag in self._audit.flags]

    @property
    def slack(self) -> Sequence[Slack]:
        """What is left to every unit."""
        return [self._masker.value(one) for one in self._audit.slack]

    @property
    def assumptions(self) -> Sequence[Text]:
        """What was assumed for want of a setting."""
        return [self._masker.value(text) for text in self._audit.assumptions]

    @property
    def units(self) -> Sequence[Subject]:
        """The units that are shown."""
        return [self._masker.subject(unit) for unit in self._audit.units]

    def unit_rows(self) -> Iterable[UnitRow]:
        """Yield (id, name, kind, id of the unit above) of every unit."""
        text = self._masker.text
        for id_, name, kind, above in self._audit.unit_rows():
            yield text(id_), None if name is None else text(name), kind, None if above is None else text(above)

    def findings(self, which: Which = "all") -> Iterator[Finding]:
        """Yield the findings, or only the gaps."""
        return map(self._masker.value, self._audit.findings(which))

    def unit_counts(self) -> Mapping[str, Mapping[Status, int]]:
        """Return, by unit id, how many obligations have which status."""
        return {self._masker.text(unit): counts for unit, counts in self._audit.unit_counts().items()}

    def unit_duty_counts(self, *, groups: bool = False) -> Iterable[tuple[str, str, Status, int]]:
        """Yield (unit id, duty, status, number of obligations) of what is shown."""
        for unit, duty, status, number in self._audit.unit_duty_counts(groups=groups):
            yield self._masker.text(unit), duty, status, number

    def oldest_gaps(self, *, groups: bool = False) -> Iterable[tuple[str, str, PeriodRef]]:
        """Yield (unit id, duty, period of the oldest gap) for each unit and duty that has gaps."""
        for unit, duty, period in self._audit.oldest_gaps(groups=groups):
            yield self._masker.text(unit), duty, period

    def places(self, wanted: Callable[[str], bool]) -> Sequence[Place]:
        """Return every obligation that was judged whose id is ``wanted``."""
        return [
            replace(self._masker.value(place), id=place.id, subject=self._masker.subject(place.subject))
            for place in self._audit.places(wanted)
        ]

    def findings_of(self, units: Collection[str]) -> Iterator[Finding]:
        """Yield the findings of some units, by the ids under which they are told."""
        own = [id_ for id_, *_ in self._audit.unit_rows() if self._masker.text(id_) in units]
        return map(self._masker.value, self._audit.findings_of(own))

    def unwaived(self) -> Mapping[str, Mapping[Status, int]]:
        """Return, by unit id, what is waived as it would be without waivers."""
        return {self._masker.text(unit): counts for unit, counts in self._audit.unwaived().items()}

    def latest(self, duties: Collection[str]) -> Mapping[tuple[str, str, str], RecordUse]:
        """Return the last record that counts, by duty, kind and id of the subject."""
        found = self._audit.latest(duties)
        return {
            (duty, kind, self._masker.id(kind, id_)): self._masker.value(use)
            for (duty, kind, id_), use in found.items()
        }


def redacted_settings(workspace: Workspace, masker: Masker) -> Workspace:
    """Return the settings with a name that names nobody."""
    unit = {key: masker.text(value) for key, value in workspace.unit.items()} if workspace.unit else workspace.unit
    return replace(workspace, name=masker.text(workspace.name), unit=unit)


def redacted_ledger(ledger: Ledger, masker: Masker) -> Ledger:
    """Return what was read without names; rows and counts are the same."""
    value = masker.value
    return replace(
        ledger,
        sources=value(ledger.sources),
        problems=[_problem(problem, masker) for problem in ledger.problems],
        subjects=_subjects(ledger.subjects, masker),
        attributes={family: _versions(rows, masker) for family, rows in ledger.attributes.items()},
        activities=_activities(ledger.activities, masker),
        copies=value(ledger.copies),
        unread=value(ledger.unread),
        waivers=[
            replace(
                value(waiver),
                duty=waiver.duty,
                approver=masker.name(waiver.approver),
            )
            for waiver in ledger.waivers
        ],
        posts=[_cells(row, masker) for row in ledger.posts],
        requests=[_cells(row, masker) for row in ledger.requests],
    )


def redacted_sheets(sheets: Iterable[Kept], problems: Iterable[Problem], masker: Masker) -> list[Kept]:
    """Return the sheets of a ledger as they stand in their files, without names.

    Of a cell that is no day, time or number, as ``problems`` say, only what looks like one is left.
    """
    unread: dict[str, list[tuple[str, int]]] = {}
    for problem in problems:
        place, _, row = problem.source.rpartition("!")
        if problem.code.startswith("bad_") and problem.at is not None:
            unread.setdefault(place, []).append((row, problem.at))
    return [_kept(one, masker, unread.get(one.place, ())) for one in sheets]


def _problem(problem: Problem, masker: Masker) -> Problem:
    """Return a problem without names; of a cell that is no day, time or number only what looks like one is quoted."""
    message = problem.message
    if problem.code.startswith("bad_"):
        for shown in _QUOTED.findall(message.zh):
            if kept := _OTHER.sub("…", shown):
                message = Text(message.zh.replace(shown, kept), message.en.replace(shown, kept))
    return replace(masker.value(problem), message=masker.value(message))


def _subjects(subjects: Subjects, masker: Masker) -> Subjects:
    pairs = list(zip(subjects.kind, subjects.id, subjects.name, strict=True))
    masked = [masker.subject(Subject(*pair)) for pair in pairs]
    return replace(
        subjects,
        id=[one.id for one in masked],
        name=[one.name for one in masked],
        source=[masker.text(source) for source in subjects.source],
    )


def _versions(versions: Versions, masker: Masker) -> Versions:
    return replace(versions, columns={name: _column(column, masker) for name, column in versions.columns.items()})


def _activities(activities: Activities, masker: Masker) -> Activities:
    fields: dict[str, Sequence[object]] = {name: _column(column, masker) for name, column in activities.fields.items()}
    return replace(activities, id=[masker.text(one) for one in activities.id], fields=fields)


def _column(values: Sequence[object], masker: Masker) -> list[object]:
    return [_cell(value, masker) if isinstance(value, str | tuple | list) else value for value in values]


def _cell(value: object, masker: Masker) -> object:
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return tuple(_cell(one, masker) for one in value)
    return masker.name(value) if isinstance(value, str) else masker.value(value)


def _cells(row: Mapping[str, object], masker: Masker) -> Mapping[str, object]:
    return {name: _cell(value, masker) for name, value in row.items()}


def _kept(kept: Kept, masker: Masker, unread: Sequence[tuple[str, int]]) -> Kept:
    sheet = kept.sheet
    columns = [list(map(masker.value, column)) for column in sheet.columns]
    rows = {str(number): at for at, number in enumerate(sheet.numbers)} if unread else {}
    for row, column in unread:
        at, own = rows.get(row), column - sheet.left
        if at is not None and 0 <= own < len(columns) and isinstance(cell := columns[own][at], str):
            columns[own][at] = _OTHER.sub("…", cell)
    cells = replace(
        sheet,
        name=None if sheet.name is None else masker.text(sheet.name),
        header=[masker.value(cell) for cell in sheet.header],
        columns=[*columns],
        broken=masker.value(sheet.broken),
        titles=masker.value(sheet.titles),
    )
    return replace(kept, place=masker.text(kept.place), file=masker.text(kept.file), sheet=cells)
