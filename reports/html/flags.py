"""Lights and hints with the history that led to them: what they rest on, and since when they were seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...engine.findings import Flag
from ...engine.packs.condition_model import Severity
from ...engine.trace import Place
from ..layout import Page
from ..view import AuditView
from ..words.called import called
from ..words.periods import cadence_key, period_name
from ..words.wording import MARK, SEVERITY, STATUS

MOST = 200  # lights with their history; of more only the gravest
_SHOWN = 24  # of what a light rests on
_NAMED = 8
_GRAVITY: Mapping[Severity, int] = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class FlagLine:
    """A light: its unit, its level, what it says, the history it rests on, and in which earlier audits it was lit."""

    unit: str
    whom: str
    severity: Severity
    level: str
    text: str
    id: str
    history: tuple[str, ...]
    left_out: int
    since: str


@dataclass(frozen=True, slots=True)
class FlagGroup:
    """The lights of one inference, where there are too many to tell of each."""

    severity: Severity
    level: str
    text: str
    number: int
    names: str


def gravest(flags: Sequence[Flag]) -> list[Flag]:
    """Return the lights, the gravest first."""
    return sorted(flags, key=lambda flag: _GRAVITY[flag.severity])


class FlagLines:
    """Tells of lights; ``earlier`` are, by the day of an audit, the ids of those that were lit then, in order."""

    def __init__(
        self, page: Page, audit: AuditView, told: Sequence[Flag], earlier: Sequence[tuple[str, frozenset[str]]] = ()
    ) -> None:
        self._page, self._earlier = page, earlier
        self._titles = {duty.id: duty.title.say(page.language) for duty in audit.rules.duties}
        self._flags = {flag.id: flag for flag in audit.flags}
        wanted = {id_ for flag in told for id_ in flag.because} - set(self._flags)
        places = audit.places(wanted.__contains__) if wanted else ()
        self._places = {place.id: place for place in places}

    def line(self, flag: Flag, home: str) -> FlagLine:
        """Return a light of the unit with the id ``home``."""
        page = self._page
        history = list(self._history(flag))
        whom = called(flag.subject, page.language) if flag.subject.id != home else ""
        return FlagLine(
            home,
            whom,
            flag.severity,
            SEVERITY[flag.severity].say(page.language),
            flag.message.say(page.language),
            flag.id[:8],
            tuple(history[:_SHOWN]),
            max(len(history) - _SHOWN, 0),
            self._since(flag.id),
        )

    def _history(self, flag: Flag) -> Iterator[str]:
        page = self._page
        for id_ in flag.because:
            inner, place = self._flags.get(id_), self._places.get(id_)
            if inner is not None:
                yield page.say("另一条：", "another one: ") + inner.message.say(page.language)
            elif place is not None:
                yield self._told(place, flag)

    def _told(self, place: Place, flag: Flag) -> str:
        page = self._page
        dated = cadence_key(place.period.key) != "none"
        parts = [
            period_name(place.period, page.language) if dated else "",
            self._titles[place.duty],
            called(place.subject, page.language) if place.subject != flag.subject else "",
            f"{MARK[place.status]} {STATUS[place.status].say(page.language)}",
            "" if place.shown else page.say("（早于本次审核区间）", "(before this span)"),
        ]
        return " ".join(filter(None, parts))

    def _since(self, id_: str) -> str:
        """Return since which of the earlier audits it has been lit without a break, or that it is new."""
        if not self._earlier:
            return ""
        page = self._page
        since = ""
        for day, lit in reversed(self._earlier):
            if id_ not in lit:
                break
            since = day
        if since:
            return page.say(f"{since} 核对时已亮", f"lit already as of {since}")
        return page.say(f"{self._earlier[-1][0]} 核对时未亮，为新亮", f"new: not lit as of {self._earlier[-1][0]}")


def flag_groups(page: Page, flags: Sequence[Flag]) -> list[FlagGroup]:
    """Return lights by what raised them, the gravest first."""
    found: dict[str, list[Flag]] = {}
    for flag in gravest(flags):
        found.setdefault(flag.inference, []).append(flag)
    groups = []
    for own in found.values():
        first = own[0]
        names = page.join(called(flag.subject, page.language) for flag in own[:_NAMED])
        more = page.say(" 等", ", …") if len(own) > _NAMED else ""
        level, text = SEVERITY[first.severity].say(page.language), first.message.say(page.language)
        groups.append(FlagGroup(first.severity, level, text, len(own), names + more))
    return groups
