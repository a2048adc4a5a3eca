"""The people of the Huanghou example: the real relocation figures, spread over invented households and members."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

BRANCH = "JB"
BRANCH_NAME = "皇后乡易地扶贫搬迁联合党支部"
COMMUNITIES = (("HX", "北召店河西社区"), ("HD", "北召店河东社区"), ("YL", "玉兰社区"), ("YG", "阳光社区"))
GROUPS = ("第一党小组", "第二党小组", "第三党小组")

# Published figures: households and people by year; the article prints 40 people for 2018, a misprint of 407.
RELOCATED = {2016: (114, 491), 2017: (50, 196), 2018: (108, 407)}
# The number of villages is real, their names are invented.
VILLAGES = (
    *("石榴沟村", "柳树坪村", "核桃垭村", "上河湾村", "松林岭村", "杏花坡村", "青石崖村"),
    *("槐树营村", "竹园沟村", "双泉洼村", "磨盘岭村", "栗子园村", "枣树坪村"),
)
HOMES: dict[int, tuple[tuple[date, str], ...]] = {
    2016: ((date(2016, 11, 18), "北召店河西社区"),),
    2017: ((date(2017, 10, 26), "北召店河东社区"),),
    2018: ((date(2018, 9, 28), "玉兰社区"), (date(2018, 11, 9), "阳光社区")),
}
SIZES = (4, 5, 3, 4, 6, 2, 5, 4, 3, 1, 4, 5, 7, 3, 4, 2, 5)
PER_BUILDING = 18
SHORT = {"北召店河西社区": "河西", "北召店河东社区": "河东", "玉兰社区": "玉兰", "阳光社区": "阳光"}
# The largest community is divided: buildings up to a number belong to an area, a cleaning zone.
AREAS = {"河西": ((4, "河西一片"), (9, "河西二片"))}
ZONES = {"河西": ((2, "河西保洁一区"), (4, "河西保洁二区"), (9, "河西保洁三区"))}

SURNAMES = "李王张刘陈杨赵黄吴徐孙马朱胡郭何高林罗梁宋谢唐许曹彭曾肖田董袁潘蒋蔡余杜叶"
FIRST = "大国德长玉秀桂春文明永广天改爱新金全保守学中志红海清云"
SECOND = "山军成林荣英花兰梅生来福贵顺才民安喜有青田河根旺平芝香莲勤"
# Combinations that happen to be names of publicly known persons are left out.
PUBLIC = (
    *("刘云山", "王国生", "孙春兰", "张志军", "王志民", "李国英", "李学勤", "王全安", "刘志军", "陈永贵"),
    *("张国荣", "王金平", "李德生", "李志民", "周国平", "陈德荣", "李春成", "李玉梅"),
)

MONITORED = frozenset(f"H{number:03d}" for number in range(9, 272, 19))
RETURNED = ("H268", date(2026, 5, 12), "搬迁后长期随子女在外居住，2026年5月12日迁回入住")
MOVED_AWAY = ("H143", date(2026, 8, 20), "随子女迁往县城，2026年8月20日搬离安置房")


@dataclass(frozen=True, slots=True)
class Member:
    """One invented member; ``joined`` and ``left`` bound the time in the branch, ``exempt`` says why none is owed."""

    id: str
    name: str
    group: str
    role: str
    village: str
    confirmed: date | None
    joined: date | None = None
    left: date | None = None
    exempt: str | None = None
    note: str | None = None

    def here(self, day: date) -> bool:
        """Tell whether the member belongs to the branch on ``day``."""
        return (self.joined is None or self.joined <= day) and (self.left is None or day < self.left)


@dataclass(frozen=True, slots=True)
class Household:
    """One invented household of the real totals; it lives at the site in ``[moved_in, left)``."""

    id: str
    head: str
    community: str
    building: str
    people: int
    year: int
    village: str
    moved_in: date
    helpers: tuple[str, ...]
    left: date | None = None
    note: str | None = None

    @property
    def monitored(self) -> bool:
        """Tell whether the household is monitored against a return to poverty."""
        return self.id in MONITORED

    @property
    def area(self) -> str:
        """Return the area to which the building belongs."""
        return self._part(AREAS, "片")

    @property
    def zone(self) -> str:
        """Return the cleaning zone to which the building belongs."""
        return self._part(ZONES, "保洁区")

    def here(self, day: date) -> bool:
        """Tell whether the household lives at the site on ``day``."""
        return self.moved_in <= day and (self.left is None or day < self.left)

    def _part(self, divided: Mapping[str, tuple[tuple[int, str], ...]], otherwise: str) -> str:
        short, number = self.building[:2], int(self.building[2:].removesuffix("号楼"))
        return next((name for last, name in divided.get(short, ()) if number <= last), short + otherwise)


# id, name, role, confirmed as a full member
ROSTER = (
    ("D01", "周守正", "支部书记", "1998-07-01"),
    ("D02", "郑兰芝", "支部副书记", "2004-06-18"),
    ("D03", "冯树青", "组织委员", "2009-07-03"),
    ("D04", "白玉田", "党员", "1987-12-20"),
    ("D05", "丁广顺", "党小组组长", "2001-07-01"),
    ("D06", "韩春玲", "党员", "2012-06-29"),
    ("D07", "石保仓", "党员", "1993-11-12"),
    ("D08", "邓长河", "党员", "2006-07-01"),
    ("D09", "魏立民", "宣传委员", "2011-12-09"),
    ("D10", "鲁桂枝", "党小组组长", "2003-06-30"),
    ("D11", "贾存喜", "党员", "1996-07-01"),
    ("D12", "苗青云", "党员", "2014-06-27"),
    ("D13", "龚得水", "党员", "1990-10-15"),
    ("D14", "陶改转", "党员", "1975-07-01"),
    ("D15", "尹石柱", "党员", "2008-12-05"),
    ("D16", "程晓禾", "党员", "2026-07-08"),
    ("D17", "范继勤", "纪检委员", "2007-07-01"),
    ("D18", "牛满仓", "党小组组长", "1999-06-25"),
    ("D19", "谷雨生", "党员", "2013-12-13"),
    ("D20", "席秋叶", "党员", "2016-07-01"),
    ("D21", "常有才", "党员", "1994-06-30"),
    ("D22", "葛小满", "党员", "2017-12-08"),
    ("D23", "娄根旺", "党员", "2002-07-01"),
    ("D24", "安冬梅", "党员", None),
)


def members() -> list[Member]:
    """Return the 24 members, eight to a group."""
    roster = {
        key: Member(
            id=key,
            name=name,
            group=GROUPS[number // 8],
            role=role,
            village=VILLAGES[number * 5 % len(VILLAGES)],
            confirmed=date.fromisoformat(confirmed) if confirmed else None,
        )
        for number, (key, name, role, confirmed) in enumerate(ROSTER)
    }
    bedridden = "年老体弱、长期卧床，经支部党员大会同意，可不参加组织生活"
    roster["D14"] = replace(roster["D14"], exempt=bedridden)
    roster["D16"] = replace(roster["D16"], joined=date(2025, 6, 27), note="2026年7月8日党员大会讨论通过按期转正")
    roster["D22"] = replace(roster["D22"], joined=date(2026, 3, 16), note="2026年3月16日组织关系转入")
    roster["D23"] = replace(roster["D23"], left=date(2026, 8, 31), note="2026年8月31日组织关系转出")
    roster["D24"] = replace(roster["D24"], joined=date(2025, 12, 5), note="2025年12月5日吸收为预备党员")
    return list(roster.values())


def households(roster: list[Member]) -> list[Household]:
    """Return the 272 households; each has a helper from ``roster``, a monitored one has two."""
    helpers = [member.name for member in roster if member.id not in {"D14", "D22", "D23", "D24"}]
    heads = _heads(sum(count for count, _ in RELOCATED.values()))
    made: list[Household] = []
    for year, (count, people) in RELOCATED.items():
        for place, size in enumerate(_sizes(count, people)):
            made.append(_household(len(made), heads, helpers, year, place / count, size))
    taken: dict[str, int] = {}
    for number, home in enumerate(made):
        place = taken.get(home.community, 0)
        taken[home.community] = place + 1
        made[number] = _special(replace(home, building=f"{SHORT[home.community]}{place // PER_BUILDING + 1}号楼"))
    return made


def workdays(first: date, last: date) -> list[date]:
    """Return the working days of 2026 from ``first`` through ``last`` (weekend working days are not used)."""
    days = (first + timedelta(number) for number in range((last - first).days + 1))
    return [day for day in days if day.weekday() < 5 and day not in HOLIDAYS]


def _household(number: int, heads: list[str], helpers: list[str], year: int, share: float, people: int) -> Household:
    homes = HOMES[year]
    moved_in, community = homes[int(share * len(homes))]
    key = f"H{number + 1:03d}"
    turn = number * len(helpers) // len(heads)
    pair = (helpers[turn], helpers[(turn + 7) % len(helpers)])
    return Household(
        id=key,
        head=heads[number],
        community=community,
        building="",
        people=people,
        year=year,
        village=VILLAGES[(number * 6 + number // 13) % len(VILLAGES)],
        moved_in=moved_in,
        helpers=pair if key in MONITORED else pair[:1],
    )


def _special(home: Household) -> Household:
    if home.id == RETURNED[0]:
        return replace(home, moved_in=RETURNED[1], note=RETURNED[2])
    if home.id == MOVED_AWAY[0]:
        return replace(home, left=MOVED_AWAY[1], note=MOVED_AWAY[2])
    return home


def _heads(count: int) -> list[str]:
    """Return ``count`` different invented names; none has the surname of a member."""
    heads: dict[str, None] = {}
    number = 0
    while len(heads) < count:
        parts = (SURNAMES[number * 7 % len(SURNAMES)], FIRST[number * 5 % len(FIRST)], SECOND[number % len(SECOND)])
        name = "".join(parts)
        if name not in PUBLIC:
            heads[name] = None
        number += 1
    return list(heads)


def _sizes(count: int, people: int) -> list[int]:
    """Return ``count`` sizes of households, between 1 and 8, that add up to ``people``."""
    sizes = [SIZES[number % len(SIZES)] for number in range(count)]
    step = 1 if sum(sizes) < people else -1
    place = 0
    while sum(sizes) != people:
        if 1 <= sizes[place % count] + step <= 8:
            sizes[place % count] += step
        place += 7
    return sizes


def _days(*spans: tuple[str, str]) -> frozenset[date]:
    days: set[date] = set()
    for first, last in spans:
        start = date.fromisoformat(first)
        days |= {start + timedelta(number) for number in range((date.fromisoformat(last) - start).days + 1)}
    return frozenset(days)


HOLIDAYS = _days(
    ("2026-01-01", "2026-01-03"),
    ("2026-02-15", "2026-02-23"),
    ("2026-04-04", "2026-04-06"),
    ("2026-05-01", "2026-05-05"),
    ("2026-06-19", "2026-06-21"),
    ("2026-09-25", "2026-09-27"),
    ("2026-10-01", "2026-10-07"),
)
