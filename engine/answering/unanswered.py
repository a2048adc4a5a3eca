"""Why a question about an audit has no answer: what it fits instead, or where to look."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from difflib import get_close_matches

from ...calendars import Period
from ..errors import CheckbranchError, Fault, fail
from ..findings import Flag, Span, Subject
from ..ledger.model import Subjects
from ..packs.model import Duty, RuleBook
from ..text import Text
from ..trace import Place
from .question import LEAST_HEX

_CANDIDATES = 10
_NEAR = 3
_SHORTEST = 8


def several(prefix: str, flags: Sequence[Flag], places: Sequence[Place], rules: RuleBook) -> CheckbranchError:
    """Return that an id is too short, and what it fits, each with as much of its id as tells it from the others."""
    titles = {duty.id: duty.title for duty in rules.duties} | {each.id: each.title for each in rules.inferences}
    rows = [(flag.id, titles[flag.inference], flag.subject, "") for flag in flags]
    rows += [(place.id, titles[place.duty], place.subject, place.period.key) for place in places]
    ids, more = [row[0] for row in rows], len(rows) > _CANDIDATES
    head = Text(
        f"编号“{prefix}”对应 {len(rows)} 项（请多写几位），{f'前 {_CANDIDATES} 项为' if more else '即'}：",
        f"The id “{prefix}” fits {len(rows)}. Write more of it; {f'the first {_CANDIDATES}' if more else 'they'} are:",
    )
    faults = [
        Fault(_longer(id_, ids), Text(*(f"{title.say(lang)}  {called(whom)}  {key}".rstrip() for lang in ("zh", "en"))))
        for id_, title, whom, key in rows[:_CANDIDATES]
    ]
    return CheckbranchError([Fault("", head), *faults])


def no_such_id(prefix: str, near: Sequence[Place], span: Span) -> CheckbranchError:
    """Return that no id begins so, with ids that begin alike, and how ids are found."""
    ids = [place.id for place in near[:_NEAR]]
    zh = f"相近的有：{'、'.join(ids)}。" if ids else ""
    en = f"Near it: {', '.join(ids)}. " if ids else ""
    return fail(
        "",
        f"审核区间 {span.first} 至 {span.last} 内没有编号以“{prefix}”开头的结论或提示。{zh}其他时段的请加 --period（如"
        " --period 2025）；编号见 checkbranch audit --format json，也可按“事项 [对象] [时段]”的格式写。",
        f"No finding or flag of the span {span.first} to {span.last} has an id that begins with “{prefix}”. {en}"
        "For another time give --period (such as --period 2025); checkbranch audit --format json shows the ids; "
        "or ask by DUTY [SUBJECT] [PERIOD].",
    )


def no_finding(
    duty: Duty, subject: Subject | None, period: Period | None, span: Span, subjects: Subjects
) -> CheckbranchError:
    """Return that nothing of the duty was judged there, and what is known of why."""
    zh, en = ["这个时段没有该事项的核对结果"], ["nothing of this duty is judged in that time"]
    if duty.effective_from or duty.effective_until:
        zh.append(f"事项的施行期为 {duty.effective_from or '…'} 至 {duty.effective_until or '…'}")
        en.append(f"the duty is in force from {duty.effective_from or '…'} to {duty.effective_until or '…'}")
    if subject is not None:
        sid = index_of(subjects, subject)
        first, end = subjects.starts[sid], subjects.ends[sid]
        if first:
            zh.append(f"{called(subject)} 自 {first} 起在册")
            en.append(f"{called(subject)} exists from {first} on")
        if end:
            zh.append(f"{called(subject)} 自 {end} 起不再在册")
            en.append(f"{called(subject)} exists no more from {end} on")
    when = period.key if period else f"{span.first} … {span.last}"
    return fail(
        f"{duty.id} {when}",
        "；".join(zh) + "。请换一个时段或对象。",
        "; ".join(en) + ". Choose another period or subject.",
    )


def no_periods(duty: Duty, period: Period) -> CheckbranchError:
    """Return that a duty is not judged by periods."""
    return fail(
        "",
        f"“{duty.title.zh}”不分时段，按截至日核对，没有 {period.key}。请删去时段；要看另一天的状况，请用 --as-of。",
        f"“{duty.title.en}” has no periods and is judged as of a day; there is no {period.key}. Leave the period out; "
        "for another day give --as-of.",
    )


def no_such_key(duty: Duty, subject: Subject | None, key: str, known: Sequence[str]) -> CheckbranchError:
    """Return that a duty judges nothing that is called so, with what comes near, and what may be written."""
    near = list(dict.fromkeys(get_close_matches(key, known, _CANDIDATES, 0.5))) or list(known[:_NEAR])
    whom = f"{called(subject)} " if subject else ""
    zh, en = "、".join(near), ", ".join(near)
    return fail(
        f"{duty.id} {whom}{key}",
        "本项没有这一条的核对结果。请写本项的对象、记录或诉求的编号、所在的行、日期（如 2026-05-10）或栏中的值"
        f"{f'，如 {zh}' if near else ''}。",
        "Nothing of that name is judged here. Write a subject, the id of a record or request, its row, its day (as in "
        f"2026-05-10) or a value of the column{f', such as {en}' if near else ''}.",
    )


def index_of(subjects: Subjects, subject: Subject) -> int:
    """Return the place of a subject among all."""
    return next(s for s, id_ in enumerate(subjects.id) if (subjects.kind[s], id_) == (subject.kind, subject.id))


def called(subject: Subject) -> str:
    """Return a subject by its name and id."""
    return subject.id if subject.name in (None, subject.id) else f"{subject.name}（{subject.id}）"


def _longer(id_: str, ids: Collection[str]) -> str:
    length = LEAST_HEX
    while length < len(id_) and sum(other.startswith(id_[:length]) for other in ids) > 1:
        length += 1
    return id_[: max(length, _SHORTEST)]
