"""What can be done about what has no periods and no interval until the inspection, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ...engine.packs.check_model import Cover, FollowUp, Overlap, Precede, Tally
from ...engine.packs.model import ActivityType, Duty
from ...engine.text import Text
from ..words.called import clipped
from ..words.checks import TABLE, record_types
from ..words.fields import column
from ..words.reasons import record_words
from ..words.wording import listed
from .check_words import columns_words
from .checks import places_of
from .model import Entry, Step

Types = Mapping[str, ActivityType]

_FEW = 4  # rows that are named


def check_step(step: Step, entry: Entry, duty: Duty, types: Types, on: date, language: str) -> str | None:
    """Return what can be done, in one or two sentences; None where it is said as of any other duty."""
    check, open_ = duty.check, entry.first.status == "open"
    if step.action in ("hold", "catch_up", "settle") and isinstance(check, FollowUp):
        return _follow(check, step, on, types, open_).say(language)
    if step.action == "look_up":
        return _look_up(step, entry).say(language) if (step.code or "").startswith("attribute_unknown") else None
    if step.action == "explain":
        return _explain(step, entry, duty, types, language)
    fields = columns_words((step.code or "").split(","))
    if step.action == "register":
        return Text(
            f"情况属实的，据实补登{fields.zh}；尚未落实的，先落实再登记",
            f"Enter {fields.en} as it is; where it is not so yet, see to it first and enter it then",
        ).say(language)
    if step.action == "appoint":
        return _appoint(check).say(language)
    if step.action == "reconcile":
        return _reconcile(duty, step, fields).say(language)
    return None


def _follow(check: FollowUp, step: Step, on: date, types: Types, open_: bool) -> Text:
    then = columns_words([check.have]) if check.have else record_types(check.do, types)
    settle = Text("办结并填写" if check.requests else "完成并填写", "settle it and enter") if check.have else None
    do = Text(f"{settle.zh}{then.zh}", f"{settle.en} {then.en}") if settle else (
        Text(f"开展{then.zh}并如实登记", f"hold {then.en} and record it as it was")
    )  # fmt: skip
    if open_ and step.until and step.until > on:
        return Text(
            f"检查当日仍未到期，{step.until} 前（含当日）{do.zh}即可",
            f"Not yet due at the inspection; {do.en} by {step.until}",
        )
    if open_:
        return Text(f"{step.until} 前（含当日）{do.zh}", f"By {step.until} {do.en}")
    return Text(
        f"尽快{do.zh}；已过期限的列为补开，不计作按期；确已按期办理而漏登的，凭原始材料据实补登",
        f"As soon as possible {do.en}; it then counts as made up, not as in time; what was done in time but not "
        "entered can be entered from its original papers",
    )


def _look_up(step: Step, entry: Entry) -> Text:
    field = (step.code or "").partition(":")[2]
    zh, en = (
        listed([clipped(place, 160) for one in entry.findings[:_FEW] for place in places_of(one)], say)
        for say in ("zh", "en")
    )
    at = Text(f"（{zh}）" if zh else "", f" ({en})" if en else "")
    return Text(
        f"据实补填或更正{column(field, 'zh')}（{field}）{at.zh}；无从查考的保持原样，如实说明",
        f"Fill in or correct {column(field, 'en')} ({field}) as it was{at.en}; what cannot be found out stays as it is",
    )


def _explain(step: Step, entry: Entry, duty: Duty, types: Types, language: str) -> str:
    if isinstance(duty.check, Precede):
        what = record_types(duty.check.do, types)
        text = Text(
            f"活动已经举行，事前的{what.zh}不能再补，保留原始材料，如实说明",
            f"It has taken place, so {what.en} before it can no longer be held: keep the original papers and say how "
            "it was",
        )
    elif step.code:
        zh, en = (
            listed((record_words(code, say) for code in (step.code or "").split(",")), say) for say in ("zh", "en")
        )
        text = Text(
            f"{zh}，事后不能更改，保留原始材料，如实说明",
            f"{en}: that cannot be changed afterwards, keep the papers and say how it was",
        )
    else:
        text = Text(
            "对象已不在册，保留原始材料，如实说明", "It is there no longer: keep the original papers and say how it was"
        )
    if entry.first.status == "missing":
        more = Text(
            "；确已开展而漏登的，凭原始记录补登",
            "; what was held but not entered can be entered from its original record",
        )
        text = Text(text.zh + more.zh, text.en + more.en)
    said = text.say(language)
    return said[:1].upper() + said[1:]


def _appoint(check: object) -> Text:
    if isinstance(check, Cover) and check.by != "posts":
        table = TABLE[check.by]
        return Text(
            f"确有其事而漏登的，在{table.zh}据实补登；没有的如实说明",
            f"Enter it in {table.en} if it is so; else say how it is",
        )
    return Text(
        "已有人在任而漏登的，据实补登；尚无人选的，按程序确定人选后登记，任职日期写实际日期",
        "Enter who is in office but was left out; where there is nobody, choose somebody by the proper procedure and "
        "enter them then with the real first day",
    )


def _reconcile(duty: Duty, step: Step, fields: Text) -> Text:
    check = duty.check
    if isinstance(check, Overlap):
        places = step.places[:_FEW]
        zh, en = (listed((clipped(place, 160) for place in places), say) for say in ("zh", "en"))
        return Text(
            f"核对 {zh} 的起止时间、地点和参加人员，写错的据实更正；无误的如实说明",
            f"Check times, places and people of {en}; correct what is wrong, else say how it was",
        )
    if isinstance(check, Tally):
        whole = columns_words([check.whole])
        if check.sum and check.of:
            rows, what = TABLE[check.of], columns_words([check.sum])
            other = Text(f"{rows.zh}各行的{what.zh}", f"{what.en} in each row of {rows.en}")
        else:
            other = columns_words(check.parts)
        return Text(
            f"对照原始名册核对{whole.zh}与{other.zh}，改正写错的一项；查明之前，不得为凑数而改动",
            f"Check {whole.en} and {other.en} against the original lists and correct the one that is wrong; until that "
            "is known change nothing to make them fit",
        )
    return Text(
        f"核对{fields.zh}，写错的据实更正；登记无误的，按规定研究改进，如实说明",
        f"Check {fields.en} and correct what is wrong; where it is right see what can be done, and say how it is",
    )
