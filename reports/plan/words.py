"""The words of a plan: short names, weekdays, months, and what the days off are called."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from ...calendars import DayKind, parse_duration
from ...calendars.holiday_names import holiday_name
from ...calendars.proposals import Proposer
from ...engine.ledger.values.dates import Clock, clock_of
from ...engine.packs.model import Duty, RuleBook
from ...engine.slack.follow_ups import follow_up_of
from ...engine.text import Text
from ..calendar.words import clean
from ..words.wording import article

WEEKDAY = tuple(
    Text(f"周{zh}", en)
    for zh, en in zip("一二三四五六日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True)
)
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SHORT = 4  # characters that a name may have in a cell of a wall calendar
_SHORT_EN = 14
# Days off by law whatever is announced, with their names.
_STANDING_HOLIDAYS = {
    (1, 1): Text("元旦", "New Year's Day"),
    (5, 1): Text("劳动节", "Labour Day"),
    (5, 2): Text("劳动节", "Labour Day"),
    (10, 1): Text("国庆节", "National Day"),
    (10, 2): Text("国庆节", "National Day"),
    (10, 3): Text("国庆节", "National Day"),
}


def month_name(first: date, language: str) -> str:
    """Return a month with its year: ``2027年1月``, ``January 2027``."""
    return f"{_MONTHS[first.month - 1]} {first.year}" if language == "en" else f"{first.year}年{first.month}月"


def short_day(day: date, language: str) -> str:
    """Return a day without its year: ``1月15日``, ``15 Jan``."""
    return f"{day.day} {_MONTHS[day.month - 1][:3]}" if language == "en" else f"{day.month}月{day.day}日"


def short_name(duty: Duty, what: str, rules: RuleBook, language: str) -> str:
    """Return ``what`` a duty asks for in few characters: an alias of the type where its title is long."""
    if follow_up_of(duty) or not duty.do:
        return shortened(what, language)
    if language == "en":
        return shortened(what, language)
    parts = []
    for one in duty.do:
        found = rules.activities.get(one)
        names = [found.title.zh, *found.aliases] if found else [one]
        parts.append(next((name for name in names if len(name) <= _SHORT), names[0]))
    return shortened(clean("/".join(parts)), language, 2 * _SHORT)


def shortened(text: str, language: str, most: int = 0) -> str:
    """Return a text cut to what a cell of a wall calendar takes."""
    room = most or (_SHORT_EN if language == "en" else _SHORT + 2)
    return text if len(text) <= room else text[: room - 1] + "…"


def cited(duty: Duty, rules: RuleBook, language: str) -> str:
    """Return the provisions of a duty, briefly: instrument and article."""
    found = []
    for basis in duty.basis:
        source = rules.sources.get(basis.source)
        title = source.title.say(language) if source else basis.source
        if language != "en" and source and not source.local and "《" not in title:
            title = f"《{title}》"
        found.append(clean(f"{title}{', ' if language == 'en' else ''}{article(basis.article, language)}"))
    return ("; " if language == "en" else "；").join(dict.fromkeys(found))


def rule_clock(duty: Duty) -> Clock | None:
    """Return the clock times that a rule gives, or None."""
    hints = duty.calendar or {}
    clock = clock_of(hints.get("at"))
    length = parse_duration(hints["lasts"]) if "lasts" in hints else None
    if not isinstance(clock, Clock) or length is None:
        return clock if isinstance(clock, Clock) else None
    ends = datetime.combine(date.min, clock.start)
    ends += timedelta(minutes=length.number * (60 if length.unit == "hour" else 1))
    return Clock(clock.start, ends.time())


class DayNames:
    """Tells what a day is, for people: off, worked to make up, a weekend, and whether that is settled."""

    def __init__(self, proposer: Proposer, language: str) -> None:
        self._proposer, self._language = proposer, language

    def kind(self, day: date) -> DayKind:
        """Return the kind of a day; one that is off by law every year is a holiday though nothing is announced."""
        kind = self._proposer.kind(day)
        return DayKind.HOLIDAY if kind is DayKind.WORKDAY and not self._proposer.is_worked(day) else kind

    def name(self, day: date) -> str:
        """Return the holiday that a day belongs to, empty where there is none."""
        kind = self.kind(day)
        if kind not in (DayKind.HOLIDAY, DayKind.MAKEUP_WORKDAY):
            return ""
        found = holiday_name(day)
        if found:
            return found[self._language == "en"]
        standing = _STANDING_HOLIDAYS.get((day.month, day.day))
        return standing.say(self._language) if standing and kind is DayKind.HOLIDAY else ""

    def is_provisional(self, day: date) -> bool:
        """Return whether it is not yet announced if the day is worked."""
        return self._proposer.is_provisional(day)
