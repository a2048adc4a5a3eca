"""A duty without periods in a self-check: what it asks, what is lacking, and what can be done, in words."""

from __future__ import annotations

from datetime import date

from ...engine.findings import GAPS, Finding
from ...engine.text import Text
from ..digest import MANY
from ..words.reasons import standing_words
from ..words.windows import window_message
from ..words.wording import counted
from .model import DutyPart, Entry, Stand, Step
from .windows import days_of, limit_of, too_long


def window_owed(part: DutyPart, as_of: date, language: str) -> str:
    """Return what the duty asks, and of how many; each subject owes one: that it is in order."""
    limit = limit_of(part.duty, as_of)
    if limit.number is None:
        text = Text(f"任何两次之间不超过 {limit.days} 天", f"never more than {_days(limit.days)} between two of them")
    else:
        text = Text(
            f"最近 {limit.days} 天内至少 {limit.number} 次",
            f"at least {limit.number} in the last {_days(limit.days)}",
        )
    owed = int(part.tally.owed)
    zh, en = f"{owed} 项", f"{owed}"
    if part.kind in MANY:
        zh, en = counted(owed, part.kind, "zh"), counted(owed, part.kind, "en")
    return Text(f"{text.zh}，共 {zh}", f"{text.en}; {en} in all").say(language)


def window_found(finding: Finding, stand: Stand, language: str) -> str:
    """Return what was found of one subject, and when the next record is due."""
    if finding.status in ("unknown", "waived", "not_applicable"):
        return standing_words(finding.reason, language) if finding.reason else ""
    text = window_message(finding, language)
    if stand.gone:
        return text + Text("；已不在册", "; no longer there").say(language)
    if stand.next_due:
        text += Text(f"；下次不晚于 {stand.next_due}", f"; next due by {stand.next_due}").say(language)
    return text


def window_missing(entry: Entry, language: str) -> str:
    """Return what is lacking, without a word on whose fault it is; of many subjects with how many they are."""
    first, stand = entry.first, entry.stands[0]
    limit = days_of(first)
    many = first.subject.kind in MANY
    if stand.gone and first.status == "open":
        text = Text("已不在册", "no longer there")
    elif first.status == "met":
        text = Text("将到期", "due again soon") if many else _next(stand)
    elif stand.lack is not None:
        text = Text(f"还差 {stand.lack} 次", f"{stand.lack} to go")
    elif first.status == "open":
        text = Text("尚无记录", "no record yet")
    elif stand.days is not None and not many:
        text = Text(
            f"已 {stand.days} 天未见记录，超过 {limit} 天",
            f"no record seen for {_days(stand.days)}, more than {limit}",
        )
    elif stand.running:
        text = Text(
            f"超过 {limit} 天未见记录、间隔仍在延长", f"no record seen for more than {_days(limit)}, still running"
        )
    else:
        text = Text(f"间隔曾超过 {limit} 天", f"more than {_days(limit)} between records")
    if not many:
        return _capital(text.say(language))
    number = counted(entry.total, first.subject.kind, language)
    return _capital(f"{text.en}: {number}") if language == "en" else f"{text.zh}的 {number}"


def window_brief(finding: Finding, stand: Stand, language: str) -> str:
    """Return in a few words how one of many subjects stands."""
    parts: list[Text] = []
    if stand.days is not None:
        parts.append(Text(f"已 {stand.days} 天", _days(stand.days)))
    elif finding.kind == "gap" and finding.status in GAPS:
        longest = max((int(str(each["days"])) for each in too_long(finding)), default=0)
        parts.append(Text(f"最长 {longest} 天", f"longest {_days(longest)}"))
    elif stand.running and finding.due:
        parts.append(Text(f"{finding.due} 已到期", f"was due by {finding.due}"))
    if stand.next_due:
        parts.append(Text(f"下次不晚于 {stand.next_due}", f"next by {stand.next_due}"))
    return Text("，".join(one.zh for one in parts), ", ".join(one.en for one in parts)).say(language)


def window_step(step: Step, entry: Entry, on: date, language: str) -> str:
    """Return what can be done: ``hold``, ``catch_up``, ``next`` or ``explain``."""
    if step.action == "explain":
        return _EXPLAIN.say(language)
    text = {"catch_up": _catch_up, "hold": _hold, "next": _again}[step.action](step, entry, on)
    more = _until_the_inspection(step, entry, on)
    return Text(text.zh + more.zh, text.en + more.en).say(language)


_EXPLAIN = Text(
    "间隔已超过规定，事后不能补开；保留原始材料，如实说明；确已开展而漏登的，凭原始记录补登",
    "The interval was too long and cannot be undone: keep the original papers and say how it was; what was held but "
    "not entered can be entered from its original record",
)


def _catch_up(step: Step, entry: Entry, on: date) -> Text:
    times = _times(entry)
    if entry.first.kind == "gap":
        zh, en = "，使间隔不再延长", ", so that the interval grows no longer"
    else:
        zh = "；确已开展而漏登的，凭原始记录补登"
        en = "; what was held but not entered can be entered from its original record"
    return Text(
        f"{on} 前（含当日）尽快开展{times.zh}并如实登记{zh}",
        f"Hold {times.en} as soon as possible, by {on}, and record it as it was{en}",
    )


def _hold(step: Step, entry: Entry, on: date) -> Text:
    times = _times(entry)
    if step.until is not None and step.until > on:
        return Text(
            f"检查当日仍未到期，{step.until} 前（含当日）完成{times.zh}即可",
            f"Not yet due at the inspection; hold {times.en} by {step.until}",
        )
    return Text(
        f"{step.until} 前（含当日）开展{times.zh}并如实登记", f"Hold {times.en} by {step.until} and record it as it was"
    )


def _again(step: Step, entry: Entry, on: date) -> Text:
    if entry.total > 1:
        return Text(
            f"其中最早到期的应于 {step.until} 前（含当日）开展并如实登记",
            f"The first of them is due by {step.until}: hold it and record it as it was",
        )
    return Text(
        f"下次应于 {step.until} 前（含当日）开展并如实登记",
        f"Next due by {step.until}: hold it and record it as it was",
    )


def _until_the_inspection(step: Step, entry: Entry, on: date) -> Text:
    """Return what the inspection asks beyond what is due first: records that grow too old, intervals that follow."""
    days, asked = days_of(entry.first), entry.stands[0].lack or 1
    if step.need and step.need > asked:
        return Text(
            f"；到检查日最近 {days} 天内共须再有 {step.need} 次（同一天只计一次）",
            f"; on the inspection {step.need} more are needed within the last {_days(days)} (one a day counts)",
        )
    begun = step.until or step.first
    if entry.first.kind == "gap" and begun is not None and (on - begun).days > days:
        return Text(f"；此后间隔仍不超过 {days} 天", f"; and again within {_days(days)} each time")
    return Text("", "")


def _times(entry: Entry) -> Text:
    """Return how many are lacking, of a duty that asks for so many of late."""
    lack = entry.stands[0].lack
    if lack is None:
        return Text("", "it")
    day = Text("（同一天只计一次）", " (one a day counts)") if lack > 1 else Text("", "")
    return Text(f" {lack} 次{day.zh}", f"{lack}{day.en}")


def _next(stand: Stand) -> Text:
    return Text(f"下次应不晚于 {stand.next_due}", f"next due by {stand.next_due}")


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
