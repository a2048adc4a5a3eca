"""What every key of packs and settings means, in Chinese and in English, as editors show it."""

from __future__ import annotations

from collections.abc import Mapping

from ..text import Text

Words = Mapping[str, Text]

DATED = ("可写成“日期: 内容”，各自从该日起生效。", "May be a map from days to values, each in force from its day.")
BY = Text("记录的哪些栏写到该党员或该户才算。", "The columns of a record that must name the member or household.")
DO = Text("活动类型，一种或几种。", "The types of activity, one or several.")
_OFF = Text("true 表示停用，报告仍会列出。", "true switches it off; reports still list it.")
_OVERRIDE = Text("true 表示改写前面规则包中同编号的内容。", "true lays this over what an earlier pack says of this id.")
_ID = Text("编号，供程序使用。", "Its id, for programs.")
_TITLE = Text("名称，可分写 zh 和 en。", "Its title, in zh and en.")
_LEVEL = Text("级别：error 须整改，warning 应关注，info 供参考。", "How grave a gap is: error, warning or info.")
_FLAG = Text("标记的名称，如 yellow、red。", "The name of the flag, such as yellow or red.")
_NOTE = Text("说明：条文没有明确规定的内容。", "What the provision does not say outright.")

TITLES: Words = {
    "pack": Text("checkbranch 规则包", "A checkbranch pack"),
    "workspace": Text("checkbranch 工作区设置", "The settings of a checkbranch workspace"),
}
PACK: Words = {
    "pack": Text("规则包的名称，不可与其他规则包相同。", "The name of the pack, unlike all others."),
    "version": Text("版本。", "Its version."),
    "title": _TITLE,
    "extends": Text("建立在哪些规则包之上：名称或路径。", "The packs it is laid over: names or paths."),
    "sources": Text("依据文件，按编号分写。", "The instruments that provisions are cited from, by id."),
    "activities": Text("活动类型及其在台账中的叫法。", "Types of activity, and what ledgers call them."),
    "may_combine": Text(
        "哪些类型可以在一次活动中合并开展，每组两种以上。", "Types that one gathering may serve together."
    ),
    "duties": Text("事项：应当开展什么。", "Duties: what is owed."),
    "inferences": Text("推断：由多项结论得出的亮灯和提示。", "Inferences: flags from many verdicts together."),
}
SOURCE: Words = {
    "title": Text("文件名称，可分写 zh 和 en。", "Its title, in zh and en."),
    "issued": Text("印发日期。", "The day it was issued."),
    "issuer": Text("印发机关。", "Who issued it."),
    "checked_on": Text("最近一次核对条文的日期。", "The day on which its text was last checked."),
    "local": Text("true 表示当地文件。", "true for a local document."),
    "url": Text("网址，仅供参考，程序不访问。", "Its address, for people only; it is never visited."),
}
ACTIVITY: Words = {
    "zh": Text("中文名称。", "Its Chinese name."),
    "en": Text("英文名称。", "Its English name."),
    "aliases": Text("台账中的其他叫法。", "Other names that ledgers use."),
}
DUTY: Words = {
    "id": _ID,
    "title": _TITLE,
    "basis": Text("依据的条文，一条或几条。", "The provisions it rests on, one or several."),
    "effective": Text(
        "生效期间；在此之外开始的时段不要求。", "When it is in force; a period that begins outside is not owed."
    ),
    "subject": Text("对象：哪一类单位、党员或户。", "Whom it is about: a kind of unit, members or households."),
    "where": Text(f"适用条件。{DATED[0]}", f"To whom it applies. {DATED[1]}"),
    "quota": Text("每期应有几次。", "How many are owed in each period."),
    "gap": Text("两次之间最长间隔多久。", "How long it may be between two of them."),
    "rolling": Text("最近一段时间内应有几次。", "How many are owed within a recent stretch of time."),
    "counts_when": Text(f"什么样的记录才算。{DATED[0]}", f"What makes a record count. {DATED[1]}"),
    "late": Text(
        f"补开期限；none 表示不设。{DATED[0]}", f"The time for making up; “none” for no such time. {DATED[1]}"
    ),
    "partial": Text(
        "对象只存在于时段一部分的：waive 不要求，require 足额要求，prorate 折算。",
        "Where the subject exists in part of a period: waive, require, or prorate.",
    ),
    "remedy": Text("怎么办，可分写 zh 和 en。", "What to do, in zh and en."),
    "note": _NOTE,
    "calendar": Text("一般安排在什么时候，用于日历。", "When it is usually held, for the calendar."),
    "severity": _LEVEL,
    "override": _OVERRIDE,
    "off": _OFF,
}
BASIS: Words = {
    "source": Text("依据文件的编号。", "The id of the source."),
    "article": Text('条号，加引号，如 "12"。', 'The article, in quotes, such as "12".'),
    "modality": Text("用语：generally 一般，shall 应当，must 必须。", "How it is worded: generally, shall or must."),
    "quote": Text("原文。", "The words themselves."),
    "inferred": Text("true 表示条号系推定，待核。", "true where the article number is yet to be checked."),
    "note": _NOTE,
}
EFFECTIVE: Words = {
    "from": Text("从哪一天起。", "The first day."),
    "until": Text("到哪一天止（含当天）。", "The last day."),
}
QUOTA: Words = {
    "do": DO,
    "at_least": Text(f"至少几次，或取自对象的一栏。{DATED[0]}", f"How many, or a column of the subject. {DATED[1]}"),
    "every": Text(f"周期。{DATED[0]}", f"The period. {DATED[1]}"),
    "by": BY,
    "sum": Text("不计次数，而把此栏的数相加，如 hours。", "Add up this column, such as hours, instead of counting."),
    "count": Text("each 表示同一天的多次都计。", "each counts several of one day."),
}
OWED: Words = {
    "column": Text("对象表中写有应有次数的一栏。", "The subject's column that holds the number owed."),
    "else": Text("该栏为空时的数。", "The number where that cell is empty."),
}
GAP: Words = {
    "do": DO,
    "at_most": Text(f"最长间隔，如 120 days。{DATED[0]}", f"The longest time between, such as 120 days. {DATED[1]}"),
    "by": BY,
}
ROLLING: Words = {
    "do": DO,
    "at_least": Text(f"至少几次，不写为 1。{DATED[0]}", f"How many; 1 where nothing is said. {DATED[1]}"),
    "in_any": Text(f"多长时间之内，如 90 days。{DATED[0]}", f"Within how long, such as 90 days. {DATED[1]}"),
    "by": BY,
}
LATE: Words = {
    "until": Text(
        "时段结束后多久之内，如 15 days、1 month。", "How long after the period, such as 15 days or 1 month."
    ),
    "counts_as": Text("made_up 记为补开（默认），met 按期计。", "made_up (default), or met: as on time."),
    "take": Text(
        "named 记录须写明所属时段（默认）；oldest 未写明的先归上一时段。",
        "named: the record names its period (default); oldest: one that names none goes to the period before.",
    ),
}
CALENDAR: Words = {
    "on": Text(
        "哪一天，如 first friday、day 15、last workday。", "The day, such as first friday, day 15, last workday."
    ),
    "at": Text('几点，加引号，如 "15:30"。', 'The time, in quotes, such as "15:30".'),
    "lasts": Text("多长时间，如 90 minutes。", "How long, such as 90 minutes."),
    "shift": Text("遇休息日如何调整。", "Where it moves to from a day off."),
    "apart": Text("与同类活动至少隔几天，如 10 days。", "At least so long from others of its kind, such as 10 days."),
    "buffer": Text(
        "期末留几个工作日，如 3 workdays（默认）。",
        "Working days kept free at the end of the period, such as 3 workdays (default).",
    ),
}
INFERENCE: Words = {
    "id": _ID,
    "title": _TITLE,
    "subject": Text("对象。", "Whom it is about."),
    "when": Text("成立条件，须全部成立，最多 12 个。", "The conditions, all of which must hold; at most 12."),
    "then": Text("得出的标记。", "The flag that follows."),
    "override": _OVERRIDE,
    "off": _OFF,
    "note": _NOTE,
}
THEN: Words = {
    "flag": _FLAG,
    "severity": _LEVEL,
    "message": Text("报告中的提示，可分写 zh 和 en。", "What reports say, in zh and en."),
}
FINDING: Words = {
    "duty": Text("事项的编号，一个或几个。", "Ids of duties, one or several."),
    "status": Text("结论，一种或几种。", "Statuses, one or several."),
    "period": Text(
        "时段，如 2026-09、2026-Q3，或 current（本期）、last（上期）。",
        "A period such as 2026-09 or 2026-Q3, or current or last.",
    ),
    "severity": _LEVEL,
    "days_left": Text("未到期的还剩几天。", "The days left of one that is not yet due."),
}
WHEN: Words = {
    "duty": Text(
        "事项的编号；另写其状况，如 run: {at_least: 2}。", "The id of a duty, with a standing: run: {at_least: 2}."
    ),
    "finding": Text("审核区间内有这样的结论。", "Some finding of the span is like this."),
    "unit": Text("所在单位符合这些条件。", "The subject's unit fits these conditions."),
    "flag": _FLAG,
    "none": Text("里面的条件不成立。", "What is inside does not hold."),
    "below": Text("其下有这样的标记或结论。", "Those below have such a flag or finding."),
    "count": Text("其下有几个，不写为至少 1 个。", "How many below; at least one where nothing is said."),
    "failed": Text("累计有缺口的期数。", "Periods with a gap in all."),
    "run": Text("到目前为止连续有缺口的期数。", "Periods with a gap running up to now."),
    "longest_run": Text("最长一次连续有缺口的期数。", "The longest run of periods with a gap."),
    "clean_run": Text("到目前为止连续达标的期数（含补开）。", "Good periods running up to now."),
    "met": Text("累计达标的期数（含补开）。", "Good periods in all."),
    "open": Text("尚未到期的期数。", "Periods not yet due."),
}
