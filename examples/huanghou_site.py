"""The site of the Huanghou example: what it has, who holds which post, what households asked for, activities there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .huanghou_people import RELOCATED, Household

IN_TIME = timedelta(days=30)
LEFT_VACANT = "阳光3号楼"
NOT_YET = "河西保洁三区"
NO_HELPER = "H230"
NOT_ASKED = "H199"
PRINTED_2018 = 40  # what the published article prints; 407 is meant

# Real: as the published article has them.
FACILITIES = {"活动室": 2, "服务大厅": 2, "卫生室": 2, "志愿服务队": 3}

AREA_LEADS = ("白玉田", "石保仓", "贾存喜", "谷雨生", "席秋叶")
OFFICERS = ("冯树青", "冯树青", "魏立民", "范继勤", "郑兰芝")


@dataclass(frozen=True, slots=True)
class Post:
    """One row of the sheet 岗位: ``holder`` has charge of ``area`` from ``first`` through ``last``."""

    kind: str
    area: str
    holder: str
    first: date
    last: date | None = None

    def held(self, day: date) -> bool:
        """Tell whether the post is held on ``day``."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Request:
    """One row of the sheet 诉求: asked by the household with that number, resolved on a day or not yet."""

    id: str
    opened: date
    home: str
    topic: str
    resolved: date | None
    plant: str | None = None

    def verdict(self, as_of: date) -> str:
        """Return the verdict it must get on ``as_of``."""
        due = self.opened + IN_TIME
        if self.resolved is not None:
            return "met" if self.resolved <= due else "made_up"
        return "open" if as_of <= due else "missing"


# id, opened, household, topic, resolved, planted
_REQUESTS = (
    ("S01", "01-14", "H034", "水管渗漏，需要维修", "01-16", None),
    ("S02", "02-05", "H112", "申请公益性岗位", "02-27", None),
    ("S03", "03-10", "H058", "安置房外墙渗水", "04-24", "request-late"),
    ("S04", "03-25", "H171", "子女转学手续", "04-02", None),
    ("S05", "04-16", "H009", "慢性病用药报销", "05-08", None),
    ("S06", "05-06", "H203", "楼道照明损坏", "06-05", "request-last-day"),
    ("S07", "06-17", "H088", "老人高龄补贴申请", "07-10", None),
    ("S08", "07-22", "H145", "下水道堵塞", "07-23", None),
    ("S09", "08-18", "H066", "迁出地宅基地复垦补助", None, "request-unanswered"),
    ("S10", "09-09", "H251", "外出务工证明", "09-10", None),
    ("S11", "10-13", "H124", "冬季取暖用电线路老化", "11-04", None),
    ("S12", "11-12", "H190", "就业培训报名", None, "request-open"),
)

# day, type, title, place, how many came
ACTIVITIES = (
    ("02-06", "文体活动", "迎新春居民联欢，歌咏表演", "北召店河西社区广场", 180),
    ("04-30", "升国旗", "五一前升国旗仪式", "北召店河西社区广场", 96),
    ("06-12", "文体活动", "居民歌咏比赛", "玉兰社区广场", 140),
    ("09-24", "文体活动", "迎中秋居民文艺演出", "阳光社区广场", 165),
    ("09-30", "升国旗", "国庆前升国旗仪式", "北召店河西社区广场", 120),
)


def posts(homes: Sequence[Household]) -> list[Post]:
    """Return every row of the sheet 岗位: leads and officers of areas, leads of buildings, cleaners of zones."""
    start, areas = date(2024, 3, 1), sorted({home.area for home in homes})
    made = [Post("片长", area, holder, start) for area, holder in zip(areas, AREA_LEADS, strict=True)]
    made += [Post("包片干部", area, holder, start) for area, holder in zip(areas, OFFICERS, strict=True)]
    firsts: dict[str, Household] = {}
    for home in homes:
        firsts.setdefault(home.building, home)
    for building, home in firsts.items():
        made.append(Post("楼长", building, home.head, start, date(2026, 9, 30) if building == LEFT_VACANT else None))
    seconds = {home.zone: home for home in homes if home is not firsts[home.building]}
    for zone, home in sorted(seconds.items()):
        made.append(Post("保洁员", zone, home.head, date(2026, 12, 1) if zone == NOT_YET else start))
    return made


def requests() -> list[Request]:
    """Return every row of the sheet 诉求, in order of the day."""
    return [
        Request(key, _day(opened), home, topic, _day(resolved) if resolved else None, plant)
        for key, opened, home, topic, resolved, plant in _REQUESTS
    ]


def totals(homes: Sequence[Household], as_of: date, printed: bool = False) -> dict[str, int]:
    """Return the branch's own columns: the published totals by year, and who lives there on ``as_of``.

    ``printed`` gives the figures as the article prints them.
    """
    found = {
        "搬迁户数": sum(count for count, _ in RELOCATED.values()),
        "搬迁人数": sum(people for _, people in RELOCATED.values()),
    }
    for year, (count, people) in RELOCATED.items():
        found[f"{year}年户数"] = count
        found[f"{year}年人数"] = PRINTED_2018 if printed and year == 2018 else people
    found["入住户数"] = len(homes)
    found["现住人口"] = sum(home.people for home in homes if home.here(as_of))
    return found | FACILITIES


def employed(home: Household) -> int | None:
    """Return how many of an invented household are employed; None where nobody has asked."""
    number = int(home.id[1:])
    if home.id == NOT_ASKED:
        return None
    return min(home.people, number % 3 if home.people < 3 else 1 + number % 3)


def site_outcomes(homes: Sequence[Household], as_of: date) -> Iterator[tuple[str, str, str, str, str | None]]:
    """Yield duty, subject kind's id, key, verdict and reason of everything that is owed at the site."""
    for home in homes:
        if home.here(as_of):
            for duty, empty, field in (
                ("household-helper", NO_HELPER, "helpers"),
                ("household-employment", NOT_ASKED, "employed"),
            ):
                lacking = home.id == empty
                yield duty, home.id, "-", "missing" if lacking else "met", f"missing_field:{field}" if lacking else None
    held = {(post.kind, post.area) for post in posts(homes) if post.held(as_of)}
    for duty, kind, column in (
        ("area-lead", "片长", "area"),
        ("area-officer", "包片干部", "area"),
        ("building-lead", "楼长", "building"),
        ("zone-cleaner", "保洁员", "zone"),
    ):
        for value in sorted({str(getattr(home, column)) for home in homes if home.here(as_of)}):
            yield duty, "JB", value, "met" if (kind, value) in held else "missing", None
    for request in requests():
        yield "request-answered", "JB", request.id, request.verdict(as_of), None
    for duty in ("site-facilities", "tally-households", "tally-people", "tally-residents", "occupancy"):
        yield duty, "JB", "-", "met", None


def _day(month_day: str) -> date:
    return date.fromisoformat(f"2026-{month_day}")
