"""What the keys of the duty kinds without periods of their own mean, in Chinese and in English."""

from __future__ import annotations

from ..text import Text
from .schema_words import BY, DATED, DO, Words

_WITHIN = Text(f"多长时间之内，如 3 workdays。{DATED[0]}", f"Within how long, such as 3 workdays. {DATED[1]}")
_MUST = Text(f"应符合的条件。{DATED[0]}", f"What must hold. {DATED[1]}")
_SAME = Text("两条记录的这一栏应相同，如 matter。", "The column in which both records agree, such as matter.")
_TYPES = Text("活动类型，一种或几种；any 表示所有类型。", "The types of activity, one or several; any for all.")

KINDS: Words = {
    "follow_up": Text("某事之后应在期限内办结或另有记录。", "Each record or request is followed in time."),
    "precede": Text("某项活动之前应先有另一项活动。", "Each record was preceded by another."),
    "record": Text("每条记录本身应当齐全、规范。", "Each record of the type is in order."),
    "state": Text("对象本身（如住户、党支部）的登记应符合要求。", "The subject itself is in order."),
    "cover": Text("每个楼栋、片区等都应有在任人员。", "Every value, such as a building, has a current holder."),
    "tally": Text("分项之和应等于总数。", "The parts add up to the whole."),
    "overlap": Text("同一人不应在同一时刻出现在两处。", "One person is not in two places at one clock time."),
    "hint": Text("值得再核对一下的迹象，只作提示。", "A sign that is worth a second look; a hint only."),
}
FOLLOW_UP: Words = {
    "after": Text("触发的活动类型；诉求写 opened。", "The types that trigger it; of requests: opened."),
    "of": Text("requests 表示针对诉求台账。", "requests: about the table of requests."),
    "do": DO,
    "have": Text("应填日期的一栏，如 resolved。", "The column that holds the day it was done, such as resolved."),
    "within": _WITHIN,
    "by": BY,
    "same": _SAME,
}
PRECEDE: Words = {
    "before": Text("在哪种活动之前。", "The types before which it is owed."),
    "do": DO,
    "within": _WITHIN,
    "cover": Text("members 表示每名党员都要有。", "members: for every member of the unit."),
    "by": BY,
    "same": _SAME,
}
RECORD: Words = {
    "of": _TYPES,
    "when": Text(f"只看符合这些条件的记录。{DATED[0]}", f"Only records of which this holds are looked at. {DATED[1]}"),
    "must": _MUST,
    "by": BY,
}
STATE: Words = {"must": _MUST}
COVER: Words = {
    "each": Text("要逐个核对的一栏，如 building。", "The column whose values are gone through, such as building."),
    "of": Text("该栏所在的表。", "The table that has that column."),
    "by": Text("由哪张表里的人负责。", "The table in which a holder is looked for."),
    "where": Text("只看符合条件的行。", "Which of its rows are looked at."),
    "match": Text("与之对应的一栏，如 area。", "The column that holds the value, such as area."),
}
TALLY: Words = {
    "whole": Text("总数所在的一栏。", "The column of the whole."),
    "parts": Text("相加的各栏。", "The columns that add up."),
    "sum": Text("逐行相加的一栏。", "The column that is added up over all rows."),
    "of": Text("在哪张表里逐行相加。", "The table whose rows are added up."),
}
OVERLAP: Words = {
    "of": _TYPES,
    "who": Text("哪些栏写有到场的人。", "The columns that say who was there."),
    "within": Text("clock：按起止时刻比较。", "clock: by the times of day."),
}
HINT: Words = {
    "of": _TYPES,
    "every": Text("按什么时段汇总。", "The period over which it is gathered."),
    "sign": Text("看什么迹象。", "The sign to look for."),
    "at_least": Text("达到多少才提示。", "From which number on it is worth a look."),
    "over": Text("比例或相似度的界限。", "From which share or likeness on it is worth a look."),
    "within": Text("相隔多少天以内（或以上）。", "How many days apart, at most (or at least)."),
    "documents": Text(
        "文件清单：名称，以及最早能学到其内容的日期。", "Documents by name, each with the first day of its content."
    ),
}
DOCUMENT: Words = {
    "published": Text("最早能学到其内容的日期。", "The first day on which its content could be studied."),
    "names": Text("记录里的其他叫法。", "Other names by which records speak of it."),
    "en": Text("英文名称。", "Its name in English."),
    "source": Text("日期的出处。", "Where that day is stated."),
    "checked_on": Text("何时核对过出处。", "When that was last checked."),
}
