"""The meetings and talks of the Huanghou example, with the faults that are planted among them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from .huanghou_people import GROUPS, Member

ROOM = "安置点党群活动室"
MEETING_RECORD = "会议记录、签到表"
FULL_RECORD = "会议记录、签到表、照片"
GROUP_LEADERS = ("丁广顺", "鲁桂枝", "牛满仓")
GROUP_RECORDERS = ("白玉田", "苗青云", "席秋叶")


@dataclass(frozen=True, slots=True)
class Meeting:
    """One row of the sheet 会议活动; ``start`` is text where it is no date, ``plant`` names a planted fault."""

    start: datetime | str
    end: datetime | None
    type: str
    title: str
    expected: int
    present: int
    place: str = ROOM
    host: str = "周守正"
    recorder: str = "魏立民"
    lecturer: str | None = None
    group: str | None = None
    for_period: str | None = None
    evidence: str = FULL_RECORD
    plant: str | None = None
    filed: datetime | None = None

    @property
    def order(self) -> datetime:
        """The moment under which the row is filed in the sheet."""
        return self.filed or (self.start if isinstance(self.start, datetime) else datetime.min)


@dataclass(frozen=True, slots=True)
class Talk:
    """One row of the sheet 谈心谈话."""

    day: date
    host: str
    subject: str
    place: str
    content: str


# day, hour, present of the five committee members, title
COMMITTEE = (
    ("01-12", 9, 5, "学习贯彻上级有关会议精神，研究联合党支部年度工作计划"),
    ("02-09", 9, 5, "研究春节期间安置社区值班和走访慰问安排"),
    ("03-09", 9, 4, "研究一季度党员大会议题和预备党员培养事项"),
    ("04-13", 9, 2, "研究安置社区物业服务和环境整治工作"),
    ("05-11", 9, 5, "研究防汛准备和安全隐患排查工作"),
    ("05-20", 9, 5, "重新研究安置社区物业服务和环境整治工作"),
    ("06-08", 9, 4, "研究夏收期间帮扶互助和庆祝建党活动安排"),
    ("07-13", 9, 5, "学习贯彻上级有关会议精神，分析二季度就业帮扶情况"),
    ("07-13", 15, 4, "研究汛期值班值守和转移避险安排"),
    ("08-10", 9, 5, "研究秋季开学前困难学生家庭走访安排"),
    ("10-12", 9, 5, "研究三季度走访问题办理和产业帮扶项目进展"),
    ("11-09", 9, 4, "研究冬季取暖用电安全和医保缴费动员工作"),
)

# day, type, title, what differs from an ordinary gathering of all members
GATHERINGS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("01-09", "主题党日", "学习新修订的规章制度，到安置社区开展志愿服务", {}),
    ("01-30", "组织生活会", "2025年度组织生活会：查摆问题，开展批评和自我批评", {"for_period": "2025"}),
    ("02-03", "民主评议党员", "2025年度民主评议党员：个人自评、党员互评、民主测评", {"for_period": "2025"}),
    ("03-06", "主题党日", "学习政府工作报告，清理安置社区卫生死角", {}),
    ("03-20", "党员大会", "讨论通过年度工作计划，通报一季度党费收缴情况", {}),
    ("04-03", "主题党日", "祭扫革命烈士墓，宣传森林防火", {}),
    ("04-17", "党课", "第一季度党课：从搬迁变化看党的为民宗旨", {"lecturer": "周守正", "plant": "lecture-unnamed"}),
    ("05-08", "主题党日", "排查安置社区房屋和排水隐患", {"plant": "over-expected"}),
    ("06-26", "党课", "庆祝建党：重温党的光荣历史，做群众贴心人", {"lecturer": "郑兰芝"}),
    (
        "07-03",
        "主题党日+党课",
        "重温入党誓词，党课：基层党员怎样做好群众工作",
        {"lecturer": "冯树青", "plant": "combined-well"},
    ),
    (
        "07-08",
        "党员大会",
        "补开第二季度党员大会，讨论程晓禾同志转正",
        {"for_period": "2026-Q2", "plant": "general-made-up"},
    ),
    ("08-07", "主题党曰", "汛期走访重点户，宣传防汛避险知识", {"plant": "theme-unknown-type"}),
    ("09-18", "党员大会", "通报三季度工作，讨论安置社区居民公约修订意见", {}),
    ("10-16", "党课", "学习贯彻上级有关会议精神，谈产业和就业帮扶", {"lecturer": "范继勤"}),
    (
        "11-06",
        "主题党日",
        "补开十月主题党日：帮助社区老人整理过冬物资",
        {"for_period": "2026-10", "plant": "theme-made-up"},
    ),
)

GROUP_DAYS = ("01-20", "02-10", "03-17", "04-14", "05-19", "06-16", "07-14", "08-18", "09-15", "10-20", "11-17")
GROUP_TOPICS = (
    ("学习年度工作计划，认领走访户", "传达节前走访慰问安排", "讨论预备党员培养情况", "交流走访中发现的问题"),
    ("学习防汛知识，分配值守任务", "讨论夏收互助名单", "学习党员教育材料", "交流汛期走访情况"),
    ("讨论居民公约修订意见", "交流就业帮扶线索", "安排冬季用电安全提醒"),
)

OTHERS = (
    ("04-22", "技能培训", "家政服务技能培训", "周守正", "服务大厅"),
    ("09-22", "技能培训", "手工编织和家庭养老护理培训", "周守正", "服务大厅"),
    ("09-29", "道德模范评选", "评选年度道德模范", "郑兰芝", "北召店河西社区广场"),
    ("10-19", "文明家庭评选", "重阳节表彰年度文明家庭", "郑兰芝", "玉兰社区广场"),
)

TALKS = (
    ("01-13", "周守正", "郑兰芝", "班子分工配合和今年重点工作"),
    ("01-14", "周守正", "魏立民", "宣传工作和台账记录规范"),
    ("01-15", "周守正", "冯树青", "党员教育管理和预备党员培养"),
    ("01-15", "周守正", "范继勤", "监督走访帮扶落实情况"),
    ("01-19", "冯树青", "白玉田", "身体状况和参加活动的困难"),
    ("01-19", "冯树青", "丁广顺", "党小组会质量"),
    ("01-20", "冯树青", "韩春玲", "务工与参加组织生活的时间安排"),
    ("01-21", "魏立民", "鲁桂枝", "党小组会质量"),
    ("01-21", "魏立民", "贾存喜", "走访户反映的问题"),
    ("01-22", "魏立民", "苗青云", "记录工作的改进"),
    ("01-23", "范继勤", "牛满仓", "党小组会质量"),
    ("01-23", "范继勤", "谷雨生", "联系户就业情况"),
    ("01-26", "范继勤", "席秋叶", "记录工作的改进"),
    ("04-08", "范继勤", "葛小满", "组织关系转入后的适应情况"),
    ("05-14", "郑兰芝", "石保仓", "对支部工作的意见建议"),
    ("06-11", "冯树青", "安冬梅", "预备期的学习和表现"),
    ("07-06", "周守正", "程晓禾", "转正前谈话"),
    ("09-10", "魏立民", "龚得水", "身体状况和参加活动的困难"),
)


def meetings(roster: list[Member]) -> list[Meeting]:
    """Return every row of the sheet 会议活动 in the order in which it is filed."""
    made = [*_committee(), *_gatherings(roster), *_groups(roster), *_others()]
    return sorted(made, key=lambda row: (row.order, row.type, row.group or "", row.title))


def talks() -> list[Talk]:
    """Return every row of the sheet 谈心谈话, in order of the day."""
    return [Talk(_day(day), host, subject, ROOM, content) for day, host, subject, content in TALKS]


def _committee() -> list[Meeting]:
    plants = {"04-13": "committee-below-quorum", "05-20": "committee-too-late"}
    made = []
    for day, hour, present, title in COMMITTEE:
        plant = plants.get(day, "committee-same-day" if hour == 15 else None)
        start, end = _hours(day, hour, 90)
        late = "2026-04" if day == "05-20" else None
        made.append(
            Meeting(start, end, "支委会", title, 5, present, for_period=late, evidence=MEETING_RECORD, plant=plant)
        )
    start, end = _hours("09-04", 15, 120)
    title = "支委会成员集中学习并研究三季度党员大会议题"
    made.append(Meeting(start, end, "支委会+主题党日", title, 5, 5, plant="theme-not-combinable"))
    return made


def _gatherings(roster: list[Member]) -> list[Meeting]:
    made = []
    for number, (day, kind, title, more) in enumerate(GATHERINGS):
        start, end = _hours(day, 15, 120)
        expected = sum(member.here(start.date()) and not member.exempt for member in roster)
        present = expected + 2 if more.get("plant") == "over-expected" else expected - number % 4
        made.append(
            Meeting(
                start,
                end,
                kind,
                title,
                expected,
                present,
                lecturer=more.get("lecturer"),
                for_period=more.get("for_period"),
                plant=more.get("plant"),
            )
        )
    return made


def _groups(roster: list[Member]) -> list[Meeting]:
    topics = [topic for quarter in GROUP_TOPICS for topic in quarter]
    made = []
    for month, (first, topic) in enumerate(zip(GROUP_DAYS, topics, strict=True)):
        for place, group in enumerate(GROUPS):
            if (first, place) == ("11-17", 2):
                continue
            day = _day(first) + timedelta(place)
            made.append(_group_meeting(roster, month, place, group, day, topic))
    return made


def _group_meeting(roster: list[Member], month: int, place: int, group: str, day: date, topic: str) -> Meeting:
    start = datetime.combine(day, time(15, 30))
    end: datetime | None = start + timedelta(minutes=60)
    written: datetime | str = start
    plant: str | None = None
    if (month, place) == (1, 1):
        written, end, plant = "2026-2-30", None, "group-bad-date"
    if (month, place) == (7, 0):
        end, plant = datetime.combine(day, time(14, 50)), "end-before-start"
    expected = sum(member.group == group and member.here(day) and not member.exempt for member in roster)
    return Meeting(
        written,
        end,
        "党小组会",
        topic,
        expected,
        expected - (month + place) % 3,
        host=GROUP_LEADERS[place],
        recorder=GROUP_RECORDERS[place],
        group=group,
        evidence=MEETING_RECORD,
        plant=plant,
        filed=start,
    )


def _others() -> list[Meeting]:
    made = []
    for day, kind, title, host, place in OTHERS:
        start, end = _hours(day, 9, 150)
        plant = "training-short" if day == "04-22" else None
        made.append(Meeting(start, end, kind, title, 40, 36, place=place, host=host, plant=plant))
    return made


def _day(month_day: str) -> date:
    return date.fromisoformat(f"2026-{month_day}")


def _hours(month_day: str, hour: int, minutes: int) -> tuple[datetime, datetime]:
    start = datetime.combine(_day(month_day), time(hour))
    return start, start + timedelta(minutes=minutes)
