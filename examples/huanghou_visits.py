"""The household visits of the Huanghou example, with the faults that are planted among them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .huanghou_people import Household, workdays

LAST_DAY = date(2026, 11, 20)
QUARTERS = {
    "2026-Q1": (date(2026, 1, 5), date(2026, 3, 31)),
    "2026-Q2": (date(2026, 4, 1), date(2026, 6, 30)),
    "2026-Q3": (date(2026, 7, 1), date(2026, 9, 30)),
    "2026-Q4": (date(2026, 10, 8), date(2026, 12, 31)),
}
TRIPS = (2, 1, 2, 2, 1)
AT_HOME, BY_PHONE = "上门", "电话"

NO_VISIT = ("H021", "2026-Q2")
PHONE_ONLY = ("H052", "2026-Q2")
WRONG_NAME = ("H077", "2026-Q1")
BAD_DATE = ("H118", "2026-Q2")
WAIVED = (("H190", "2026-Q1"), ("H190", "2026-Q2"))
PARTLY_WAIVED = ("H205", "2026-Q2")
TWICE = ("H156", "2026-Q3")
MONITORED_MISSED = ("H085", "2026-05")
ALONE = {NO_VISIT, PHONE_ONLY, WRONG_NAME, BAD_DATE, *WAIVED, PARTLY_WAIVED, TWICE}

CONTENT = (
    "了解家庭收入和务工情况，宣传就业岗位信息",
    "查看房屋、水电使用情况，提醒用电用气安全",
    "宣传医保缴费和惠民政策，听取意见建议",
    "了解子女上学和老人身体情况",
    "宣传防汛防火知识，征求对物业服务的意见",
    "介绍技能培训和公益性岗位，了解产业发展意愿",
)
MONITORED_CONTENT = (
    "核对收入支出和帮扶措施落实情况",
    "了解就医用药和报销情况，解释救助政策",
    "了解务工稳定情况，对接就业岗位",
)


@dataclass(frozen=True, slots=True)
class Visit:
    """One row of the sheet 走访: ``names`` is what was written for ``homes``, ``written`` the date if it is none."""

    day: date
    homes: tuple[Household, ...]
    visitors: tuple[str, ...]
    content: str
    mode: str = AT_HOME
    names: str | None = None
    written: str | None = None
    plant: str | None = None

    @property
    def taken(self) -> bool:
        """Tell whether the row can be read at all."""
        return self.names is None and self.written is None


def visits(homes: list[Household]) -> list[Visit]:
    """Return every row of the sheet 走访, in order of the day."""
    made = [visit for quarter in QUARTERS for visit in _ordinary(homes, quarter)]
    made += [visit for home in homes if home.monitored for visit in _monitored(home, homes.index(home))]
    made += _planted({home.id: home for home in homes})
    return sorted(made, key=lambda visit: (visit.day, visit.visitors, visit.homes[0].id))


def _ordinary(homes: list[Household], quarter: str) -> list[Visit]:
    """Return a quarter's trips: each helper goes round the own households, one or two at a time."""
    first, last = QUARTERS[quarter]
    days = workdays(first, last)
    rounds: dict[str, list[Household]] = {}
    for home in homes:
        if not home.monitored and (home.id, quarter) not in ALONE and _here(home, first, last):
            rounds.setdefault(home.helpers[0], []).append(home)
    made = []
    for turn, (helper, own) in enumerate(rounds.items()):
        trips = _trips(own, turn)
        for number, trip in enumerate(trips):
            day = days[(turn * 3 + number * (len(days) // len(trips))) % len(days)]
            if day <= LAST_DAY:
                made.append(Visit(day, trip, (helper,), CONTENT[(turn + number) % len(CONTENT)]))
    return made


def _here(home: Household, first: date, last: date) -> bool:
    """Tell whether the household lives at the site for the whole of a quarter's working days."""
    return home.moved_in <= first and (home.left is None or home.left > last)


def _trips(own: list[Household], turn: int) -> list[tuple[Household, ...]]:
    trips: list[tuple[Household, ...]] = []
    left = list(own)
    while left:
        size = TRIPS[(turn + len(trips)) % len(TRIPS)]
        trips.append(tuple(left[:size]))
        left = left[size:]
    return trips


def _monitored(home: Household, number: int) -> list[Visit]:
    made = []
    for month in range(1, 12):
        key = f"2026-{month:02d}"
        days = workdays(date(2026, month, 1), date(2026, month + 1, 1))[:-1]
        day = days[(number + month * 3) % len(days)]
        if day <= LAST_DAY and (home.id, key) != MONITORED_MISSED:
            made.append(Visit(day, (home,), home.helpers, MONITORED_CONTENT[month % len(MONITORED_CONTENT)]))
    return made


def _planted(home: dict[str, Household]) -> list[Visit]:
    """Return the rows that are faulty, or stand alone so that a fault can be told by them."""

    def visit(key: str, day: date, content: int, **more: str) -> Visit:
        return Visit(day, (home[key],), home[key].helpers, CONTENT[content], **more)

    phoned = visit("H052", date(2026, 5, 13), 0, mode=BY_PHONE, plant="visit-by-phone")
    wrong = home["H077"].head[:-1] + "庚"
    misnamed = visit("H077", date(2026, 3, 11), 2, names=wrong, plant="visit-wrong-name")
    undated = visit("H118", date(2026, 4, 30), 4, written="2026-4-31", plant="visit-bad-date")
    once = visit("H156", date(2026, 8, 13), 4)
    again = visit("H156", date(2026, 8, 13), 4, plant="visit-twice")
    return [phoned, misnamed, undated, once, again]
