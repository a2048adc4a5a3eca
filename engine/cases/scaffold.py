"""A new duty of any kind to begin with, as a list item or as a pack of its own."""

from __future__ import annotations

from dataclasses import dataclass

from ..text import Text

KINDS = ("quota", "gap", "rolling", "follow_up", "precede", "record", "state", "cover", "tally", "overlap", "hint")
SUBJECTS = ("branch", "general_branch", "committee", "group", "community", "unit", "member", "household")
# What a subject is usually asked for; it is there to be replaced.
USUAL = {"group": "group_meeting", "member": "heart_to_heart_talk", "household": "household_visit"}
VISIT = Text("走访慰问", "Household visit")

_ASKS = {
    "quota": "quota: {do: TYPE, at_least: 1, every: month}",
    "gap": "gap: {do: TYPE, at_most: 120 days}",
    "rolling": "rolling: {do: TYPE, at_least: 2, in_any: 90 days}",
    "follow_up": "follow_up: {after: TYPE, have: recorded_on, within: 10 days}",
    "precede": "precede: {before: TYPE, do: OTHER, within: 60 days}",
    "record": "record: {of: TYPE, must: {place: {filled: true}}}",
    "state": "state: {must: {COLUMN: {filled: true}}}",
    "cover": "cover: {each: building, of: households, by: posts, where: {kind: building_lead}, match: area}",
    "tally": "tally: {SUM}",
    "overlap": "overlap: {of: TYPE, who: attendees, within: clock}",
    "hint": "hint: {of: TYPE, every: year, sign: on_holiday}",
}
FILLED = {"member": "joined", "household": "helpers"}  # what a state asks to be filled in; of units the end of the term
_UNITS = tuple(subject for subject in SUBJECTS if subject not in ("group", "member", "household"))
# About whom a kind can be begun; of a group nothing is entered but its name, and the rest is added up over a unit.
SUBJECTS_OF = {
    "state": (*_UNITS, "member", "household"),
    "cover": _UNITS,
    "tally": (*_UNITS, "household"),
    "overlap": (*_UNITS, "member"),
    "hint": _UNITS,
}
_MEANS = {
    "quota": Text("每个时段几次：month、quarter、half_year、year", "how often in each month, quarter, half_year, year"),
    "gap": Text("两次之间不超过几天", "never more days than that between two"),
    "rolling": Text("任何若干天内至少几次", "at least so many within any so many days"),
    "follow_up": Text(
        "之后多久应填好哪一栏（have），或应有哪种活动（do）",
        "which column holds a day (have), or what follows (do), and when",
    ),
    "precede": Text("之前多少天内应先有哪种活动", "what is to be there how long before"),
    "record": Text("每条记录应符合的条件", "what every record must show"),
    "state": Text("登记的内容应符合的条件", "what is entered must show"),
    "cover": Text("哪一栏的每个值都应有在任人员", "every value of which column has a holder"),
    "tally": Text("总数应等于哪些数之和", "what adds up to what"),
    "overlap": Text("同一人不应在同一时刻出现在两处", "nobody is at two places at one time"),
    "hint": Text("提示再核对的迹象", "a sign that is worth a second look"),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """What a new duty is made of; ``named`` is the type of activity as ledgers write it, ``do`` its id.

    ``other`` is another type, for what asks for two of them, and ``other_named`` its name.
    """

    id: str
    kind: str
    subject: str
    do: str
    named: str
    other: str = ""
    other_named: str = ""

    @property
    def asks(self) -> str:
        """What it asks, as YAML."""
        words = {
            "TYPE": self.do,
            "OTHER": self.other,
            "COLUMN": FILLED.get(self.subject, "term_ends"),
            "SUM": "whole: people, parts: [employed, 其他人数]"
            if self.subject == "household"
            else "whole: people, sum: people, of: households",
        }
        text = _ASKS[self.kind]
        for word, said in words.items():
            text = text.replace(word, said)
        return text


def usual_type(subject: str) -> str:
    """Return the type of activity that a duty of ``subject`` usually asks for."""
    return USUAL.get(subject, "theme_day")


def duty_text(draft: Draft, language: str) -> str:
    """Return the duty as one item of a list, set at the margin, with remarks in ``language``."""

    def say(zh: str, en: str) -> str:
        return f"  # {Text(zh, en).say(language)}"

    lines = [
        f"- id: {draft.id}",
        say("名称：供阅读，中英文各一。", "The title: for people, in both languages."),
        f"  title: {{zh: 请填写名称（{draft.id}）, en: Fill in the title ({draft.id})}}",
        say(
            "依据：先在 sources 里写明文件，再去掉下一行的 #。用语：generally 一般，shall 应当，must 必须。",
            "The provision: name the text under sources, then take the # off the next line.",
        ),
        say(
            "没有依据时 checkbranch rules lint 会提醒。",
            "Until then checkbranch rules lint has a hint. Wordings: generally, shall, must.",
        ),
        '  # basis: [{source: SOURCE, article: "12", modality: generally, quote: …}]',
        say("对象：支部、党小组、党员、户等。", "About whom: branch, group, member, household, …"),
        f"  subject: {draft.subject}",
        say("只对一部分适用的，写条件：", "Where it applies to some only, say to which:"),
        "  # where: {full_members: {at_least: 7}}",
        say(f"要求：{_MEANS[draft.kind].zh}。", f"What is asked: {_MEANS[draft.kind].en}."),
        f"  {draft.asks}",
    ]
    if draft.kind in ("quota", "gap", "rolling", "precede"):
        lines += [
            say("什么样的记录才算（只写条文规定的效力条件）：", "What makes a record valid, if the text says so:"),
            "  # counts_when: {attendance: {at_least: 1/2}}",
        ]
    if draft.kind == "quota":
        lines += [say("补开期限：", "How long a make-up is good:"), "  # late: {until: 1 month}"]
    lines += [say("缺少时怎么办：", "What to do where it lacks:"), "  # remedy: {zh: …, en: …}"]
    return "\n".join(lines) + "\n"


def pack_text(draft: Draft, pack: str, language: str) -> str:
    """Return a whole pack that holds nothing but the new duty."""
    head = Text(
        "# 自己的规则包。在 checkbranch.yaml 的 rules: 里写上它的路径。",
        "# A pack of one's own. Name its path under rules: in checkbranch.yaml.",
    )
    lines = [
        head.say(language),
        f"pack: {pack}",
        'version: "1"',
        f"title: {{zh: 请填写名称（{pack}）, en: Fill in the title ({pack})}}",
        "extends: [cn-party-branch]",
    ]
    if "household_visit" in (draft.do, draft.other):
        lines += [f"activities: {{household_visit: {{zh: {VISIT.zh}, en: {VISIT.en}}}}}"]
    lines += ["", "duties:"]
    item = [f"  {line}" if line else line for line in duty_text(draft, language).rstrip("\n").split("\n")]
    return "\n".join([*lines, *item]) + "\n"
