"""A new duty to begin with, and two cases of it that come out as they are: one that is met and one that is a gap."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from .text import Text

KINDS = ("quota", "gap", "rolling")
SUBJECTS = ("branch", "general_branch", "committee", "group", "community", "unit", "member", "household")
# What a subject is usually asked for; it is there to be replaced.
USUAL = {"group": "group_meeting", "member": "heart_to_heart_talk", "household": "household_visit"}
VISIT = Text("走访慰问", "Household visit")

_ASKS = {
    "quota": "quota: {do: TYPE, at_least: 1, every: month}",
    "gap": "gap: {do: TYPE, at_most: 120 days}",
    "rolling": "rolling: {do: TYPE, at_least: 2, in_any: 90 days}",
}
_MEANS = {
    "quota": Text("每个时段几次：month、quarter、half_year、year", "how often in each month, quarter, half_year, year"),
    "gap": Text("两次之间不超过几天", "never more days than that between two"),
    "rolling": Text("任何若干天内至少几次", "at least so many within any so many days"),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """What a new duty is made of; ``named`` is the type of activity as ledgers write it, ``do`` its id."""

    id: str
    kind: str
    subject: str
    do: str
    named: str


def usual_type(subject: str) -> str:
    """Return the type of activity that a duty of ``subject`` usually asks for."""
    return USUAL.get(subject, "theme_day")


def duty_text(draft: Draft, language: str) -> str:
    """Return the duty as one item of a list, set at the margin, with remarks in ``language``."""

    def say(zh: str, en: str) -> str:
        return f"  # {Text(zh, en).say(language)}"

    lines = [
        f"- id: {draft.id}",
        say("名称：给人看的，中英文各一。", "The title: for people, in both languages."),
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
        say("对谁：支部、党小组、党员、户等。", "About whom: branch, group, member, household, …"),
        f"  subject: {draft.subject}",
        say("只对一部分适用的，写条件：", "Where it applies to some only, say to which:"),
        "  # where: {full_members: {at_least: 7}}",
        say(f"要求：{_MEANS[draft.kind].zh}。", f"What is asked: {_MEANS[draft.kind].en}."),
        f"  {_ASKS[draft.kind].replace('TYPE', draft.do)}",
        say("什么样的记录才算（只写条文规定的效力条件）：", "What makes a record valid, if the text says so:"),
        "  # counts_when: {attendance: {at_least: 1/2}}",
    ]
    if draft.kind == "quota":
        lines += [say("补开期限：", "How long a make-up is good:"), "  # late: {until: 1 month}"]
    lines += [say("缺了怎么办：", "What to do where it lacks:"), "  # remedy: {zh: …, en: …}"]
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
    if draft.do == "household_visit":
        lines += [f"activities: {{household_visit: {{zh: {VISIT.zh}, en: {VISIT.en}}}}}"]
    lines += ["", "duties:"]
    item = [f"  {line}" if line else line for line in duty_text(draft, language).rstrip("\n").split("\n")]
    return "\n".join([*lines, *item]) + "\n"


def cases_text(draft: Draft, language: str, clear: Collection[str] = ()) -> str:
    """Return two cases as items of a list, set at the margin; tables in ``clear`` are emptied."""
    return _case(draft, language, clear, good=True) + "\n" + _case(draft, language, clear, good=False)


def _case(draft: Draft, language: str, clear: Collection[str], *, good: bool) -> str:
    days = {
        ("quota", True): ("2026-03-10", ["2026-01-31"]),
        ("quota", False): ("2026-03-10", ["2026-02-01"]),
        ("gap", True): ("2026-05-10", ["2026-01-10"]),
        ("gap", False): ("2026-05-11", ["2026-01-10"]),
        ("rolling", True): ("2026-04-10", ["2026-01-10", "2026-02-10"]),
        ("rolling", False): ("2026-04-11", ["2026-01-10", "2026-02-10"]),
    }
    as_of, held = days[draft.kind, good]
    name = {
        ("quota", True): Text("时段最后一天的记录算数", "a record on the last day of the period counts"),
        ("quota", False): Text("时段过后一天的记录不算", "a record one day after the period does not"),
        ("gap", True): Text("间隔正好到限度，仍达标", "exactly the limit is still good"),
        ("gap", False): Text("间隔超过限度一天", "one day over the limit"),
        ("rolling", True): Text("次数够，正好在限度当天", "enough of them, on the last good day"),
        ("rolling", False): Text("过了限度一天，只剩一次在内", "one day later only one is left"),
    }[draft.kind, good]
    status = "达标" if good else {"quota": "无记录", "gap": "无记录", "rolling": "不足"}[draft.kind]
    period = ", period: 2026-01" if draft.kind == "quota" else ""
    kind = draft.subject if draft.subject not in ("group", "unit", "member", "household") else "branch"
    table, who = _people(draft.subject)
    lines = [
        f"- name: {draft.id}{Text('：', ' - ').say(language)}{name.say(language)}",
        f"  as_of: {as_of}",
        "  workspace:",
        f"    unit: {{id: B1, name: 示例支部, kind: {kind}, full_members: 9}}",
        "    log_starts: 2026-01-01",
        f"    complete_through: {as_of}",
        *(f"  {other}: []" for other in sorted(set(clear) - {table.partition(":")[0], "activities"})),
        *([f"  {table}"] if table else []),
        "  activities:",
        *(f"    - {{类型: {draft.named}, 日期: {day}{who}}}" for day in held),
        "  expect:",
        f"    - {{duty: {draft.id}{period}, status: {status}}}",
    ]
    return "\n".join(lines) + "\n"


def _people(subject: str) -> tuple[str, str]:
    """Return the table that holds the subject (empty where the unit does), and how a record names it."""
    return {
        "group": ("members: [{姓名: 甲一, 支部: B1, 党小组: 第一党小组}]", ", 党小组: 第一党小组"),
        "member": ("members: [{姓名: 甲一, 支部: B1}]", ", 谈话对象: 甲一"),
        "household": ("households: [{户主: 甲户, 支部: B1}]", ", 走访对象: 甲户"),
    }.get(subject, ("", ""))
