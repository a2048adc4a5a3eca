"""The fixed words of a self-check, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping

from ...engine.text import Text
from .model import Role, Share

LABEL: Mapping[str, Text] = {
    "title": Text("迎检自查表", "Pre-inspection self-check"),
    "counts": Text("各项合计", "Counts"),
    "total": Text("合计", "total"),
    "todo": Text("检查前要办的事", "To do before the inspection"),
    "later": Text("检查日之后才到期", "Due after the inspection"),
    "explain": Text("已不能补开，须如实说明", "Can no longer be made up: state the facts as they were"),
    "index": Text("各项一览", "At a glance"),
    "by_unit": Text("各单位一览（缺口多的在前）", "By unit (most gaps first)"),
    "duties": Text("逐项自查", "Duty by duty"),
    "not_owed": Text("不适用的事项", "Duties that do not apply"),
    "off": Text("已停用、未查的事项", "Switched off, not looked at"),
    "untested": Text("台账未设列、因而未核的内容", "Not checked, as the ledger has no column for it"),
    "flags": Text("提示", "Hints"),
    "hints": Text("核对提示（只供再次核对，不是缺口）", "For a second look (no gaps)"),
    "notes": Text("说明", "Notes"),
    "later_note": Text(
        "以下各项检查当日仍未到期，按期完成即可；“工作日”为检查日（含）前可用的天数。",
        "Not yet due on the day of the inspection: hold them in time. Working days are those up to that day.",
    ),
    "by": Text("截止", "by"),
    "days": Text("工作日", "working days"),
    "matter": Text("事项", "what"),
    "how": Text("怎么办", "how"),
    "who": Text("由谁办", "who"),
    "unit": Text("单位", "unit"),
    "duty": Text("事项", "duty"),
    "basis": Text("依据", "Basis"),
    "owed": Text("应", "owed"),
    "period": Text("时段", "period"),
    "status": Text("情况", "status"),
    "found": Text("台账所见", "found in the ledger"),
    "missing": Text("缺什么", "what is missing"),
    "can": Text("检查前能做什么", "what can be done"),
    "responsible": Text("整改责任人", "person in charge"),
    "deadline": Text("完成时限", "to be done by"),
    "done": Text("完成情况", "done"),
    "own": Text("自评分", "self score"),
    "review": Text("复核分", "reviewer"),
    "waived": Text("豁免", "waived"),
    "score": Text("自评评分表", "Self score"),
    "ranking": Text("各单位得分排名", "Ranking by score"),
    "papers": Text("归档材料清单", "Papers for the box"),
    "papers_note": Text(
        "√ 台账已登记；○ 台账登记了材料而未见此种；□ 台账没有登记材料的栏，请对照实物打√。"
        "“原始记录”指会议、活动、谈话或走访的原始记录。台账未见不等于没有材料，请逐盒核对；没有的不得补造。",
        "√ the ledger names it; ○ the ledger names papers, this one not; □ the ledger has no column for papers: "
        "look in the box. The original record is that of the meeting, activity, talk or visit. Not seen in the ledger "
        "does not mean not there; never make up what is not.",
    ),
    "checker": Text("填表人", "Filled in by"),
    "reviewer": Text("复核人", "Reviewed by"),
    "secretary": Text("支部书记", "Branch secretary"),
    "date": Text("日期", "Date"),
    "code": Text("核验码", "Verification code"),
}

SHARE: Mapping[Share, Text] = {
    "on_time": Text("按期", "in time"),
    "made_up": Text("补开", "made up"),
    "waived": Text("豁免", "waived"),
    "open": Text("未到期", "not yet due"),
    "unknown": Text("待核", "not known"),
    "lacking": Text("缺", "lacking"),
}

ROLE: Mapping[Role, Text] = {
    "secretary": Text("支部书记", "branch secretary"),
    "organiser": Text("组织委员（未设的由支部书记）", "committee member for organisation, else the secretary"),
    "group_leader": Text("党小组组长", "group leader"),
    "lecturer": Text("支部书记、主讲人", "secretary, lecturer"),
    "talkers": Text("支部书记、支部委员", "secretary, committee members"),
    "helper": Text("帮扶责任人", "helper of the household"),
    "self": Text("本人", "the member"),
    "officer": Text("支部书记或分管委员", "secretary, or the committee member in charge"),
    "recorder": Text("台账登记人", "keeper of the ledger"),
}

SECRETARY: Mapping[str, Text] = {
    "branch": Text("支部书记", "branch secretary"),
    "general_branch": Text("党总支书记", "secretary of the general branch"),
    "committee": Text("党委书记", "secretary of the committee"),
    "community": Text("社区负责人", "head of the community"),
}

CADENCE: Mapping[str, Text] = {
    "month": Text("每月", "a month"),
    "quarter": Text("每季度", "a quarter"),
    "half_year": Text("每半年", "a half-year"),
    "year": Text("每年", "a year"),
    "none": Text("", ""),
}

PERIODS: Mapping[str, tuple[str, str, str]] = {
    "month": ("{n} 个月", "{n} month", "{n} months"),
    "quarter": ("{n} 个季度", "{n} quarter", "{n} quarters"),
    "half_year": ("{n} 个半年", "{n} half-year", "{n} half-years"),
    "year": ("{n} 年", "{n} year", "{n} years"),
    "none": ("{n} 项", "{n}", "{n}"),
}

TIMES: Mapping[str, tuple[str, str, str]] = {
    "household": ("{n} 户次", "{n} household period", "{n} household periods"),
    "member": ("{n} 人次", "{n} member period", "{n} member periods"),
    "group": ("{n} 组次", "{n} group period", "{n} group periods"),
}


def label(key: str, language: str) -> str:
    """Return the fixed word for ``key``."""
    return LABEL[key].say(language)


def plural(forms: tuple[str, str, str], number: int, language: str) -> str:
    """Return ``forms`` (Chinese, one, many) with the number put in."""
    zh, one, many = forms
    return (zh if language != "en" else one if number == 1 else many).format(n=number)
