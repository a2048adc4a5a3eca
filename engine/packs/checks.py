"""The duty kinds without periods of their own, read from a pack: what follows, precedes, is in order or adds up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import get_args

from ...calendars import Duration
from ..documents.form import Form
from ..documents.nodes import MapNode, Node
from ..text import Text
from .check_model import ANY, Check, Cover, FollowUp, InOrder, Of, Overlap, Precede, State, Tally
from .condition_model import Condition, Dated
from .conditions import read_condition
from .dated import is_none, read_dated
from .hint_signs import read_hint
from .intervals import needed
from .quota import PEOPLE, read_by, read_column, read_types
from .vocabulary import Vocabulary

FOLLOW_UP_KEYS = ("after", "of", "do", "have", "within", "by", "same")
PRECEDE_KEYS = ("before", "do", "within", "cover", "by", "same")
RECORD_KEYS = ("of", "when", "must", "by")
STATE_KEYS = ("must",)
COVER_KEYS = ("each", "of", "by", "where", "match")
TALLY_KEYS = ("whole", "parts", "sum", "of")
OVERLAP_KEYS = ("of", "who", "within")
WITHIN = ("day", "workday", "week", "month", "year")
OPENED = "opened"
_DAY = Duration(1, "day")
_LONGEST = 10_000  # a number of days, weeks or the like; a day beyond the year 9999 is its last day
_OF: dict[str, Of] = {word: word for word in get_args(Of)}
_PEOPLE = ("member", "household")


def read_follow_up(form: Form, node: Node, subject: str | None, words: Vocabulary) -> FollowUp:
    """Return what is to follow, as ``node`` of a duty of ``subject`` says; faults are noted in ``form``."""
    fields = form.map(node, "follow_up", FOLLOW_UP_KEYS)
    needed(form, node, fields, "follow_up", ("after", "within"))
    after, of, do, have = (fields.get(key) for key in ("after", "of", "do", "have"))
    requests = of is not None and form.choice(of, "of", ("requests",)) is not None
    if isinstance(node, MapNode) and (do is None) == (have is None):
        form.fault(
            fields,
            "“follow_up”应写“do”（之后应有哪种活动）或“have”（哪一栏应填日期），二者只写其一。",
            "“follow_up” has either “do” (the activity that follows) or “have” (the column that holds a day).",
        )
    if requests and after is not None:
        form.choice(after, "after", (OPENED,))
    by = fields.get("by")
    if by is not None and do is None:
        form.fault(by, "“by”只与“do”一起用。请删去。", "“by” goes with “do” only. Leave it out.")
    same = fields.get("same")
    if same is not None and (do is None or requests):
        form.fault(
            same,
            "“same”比较两条活动记录，须与“do”一起用，不用于诉求。请删去。",
            "“same” compares two records of activities: it goes with “do” and not with requests. Leave it out.",
        )
    return FollowUp(
        after=() if of is not None or after is None else read_types(form, after, words, "after"),
        within=_within(form, fields.get("within")),
        do=read_types(form, do, words) if do else (),
        have=read_column(form, have, "have"),
        requests=requests,
        by=read_by(form, by, subject) if do else ("subject",),
        same=read_column(form, same, "same"),
    )


def read_precede(form: Form, node: Node, subject: str | None, words: Vocabulary) -> Precede:
    """Return what is to go before, as ``node`` says."""
    fields = form.map(node, "precede", PRECEDE_KEYS)
    needed(form, node, fields, "precede", ("before", "do", "within"))
    before, do, cover = fields.get("before"), fields.get("do"), fields.get("cover")
    covered = cover is not None and form.choice(cover, "cover", ("members",)) is not None
    if covered and cover is not None and subject in ("household", "group"):
        form.fault(
            cover,
            "“cover: members”用于党支部等单位或党员的事项，不用于户和党小组。请改 subject 或删去 cover。",
            "“cover: members” is for duties of branches and the like or of members, not of households or groups. "
            "Change subject, or leave cover out.",
        )
    return Precede(
        before=read_types(form, before, words, "before") if before else (),
        do=read_types(form, do, words) if do else (),
        within=_within(form, fields.get("within")),
        cover=covered,
        by=read_by(form, fields.get("by"), "member" if covered else subject),
        same=read_column(form, fields.get("same"), "same"),
    )


def read_record(form: Form, node: Node, subject: str | None, words: Vocabulary) -> InOrder:
    """Return what each record must fulfil, as ``node`` says."""
    fields = form.map(node, "record", RECORD_KEYS)
    needed(form, node, fields, "record", ("of", "must"))
    of, when = fields.get("of"), fields.get("when")
    return InOrder(
        of=types_or_any(form, of, words) if of else (),
        must=_must(form, fields.get("must"), "must"),
        by=read_by(form, fields.get("by"), subject),
        when=_must(form, when, "when") if when else None,
    )


def read_state(form: Form, node: Node, subject: str | None, words: Vocabulary) -> State:
    """Return what the subject itself must fulfil, as ``node`` says."""
    fields = form.map(node, "state", STATE_KEYS)
    needed(form, node, fields, "state", ("must",))
    return State(_must(form, fields.get("must"), "must", moving=True))


def read_cover(form: Form, node: Node, subject: str | None, words: Vocabulary) -> Cover:
    """Return which values must be covered by which rows, as ``node`` says."""
    fields = form.map(node, "cover", COVER_KEYS)
    needed(form, node, fields, "cover", ("each", "of", "by", "match"))
    _only_units(form, node, subject, "cover")
    of, by, where = fields.get("of"), fields.get("by"), fields.get("where")
    return Cover(
        each=read_column(form, fields.get("each"), "each") or "",
        of=_of(form, of, "of"),
        by=_of(form, by, "by"),
        match=read_column(form, fields.get("match"), "match") or "",
        where=read_condition(form, where, "where") if where else None,
    )


def read_tally(form: Form, node: Node, subject: str | None, words: Vocabulary) -> Tally:
    """Return what adds up to what, as ``node`` says."""
    fields = form.map(node, "tally", TALLY_KEYS)
    needed(form, node, fields, "tally", ("whole",))
    parts, summed, of = fields.get("parts"), fields.get("sum"), fields.get("of")
    if isinstance(node, MapNode) and (parts is None) == (summed is None or of is None):
        form.fault(
            fields,
            "“tally”应写“parts”（相加的各栏），或写“sum”和“of”（把各户的该栏相加），二者只写其一。",
            "“tally” has either “parts” (the columns that add up), or “sum” and “of” (that column over all rows).",
        )
    if of is not None:
        _only_units(form, of, subject, "of")
    found = [(read_column(form, at, "parts"), at) for at in _items(parts)]
    return Tally(
        whole=read_column(form, fields.get("whole"), "whole") or "",
        parts=tuple(name for name, _ in found if name),
        sum=read_column(form, summed, "sum"),
        of=_of(form, of, "of") if of else None,
    )


def read_overlap(form: Form, node: Node, subject: str | None, words: Vocabulary) -> Overlap:
    """Return who must not be in two places at once, as ``node`` says."""
    fields = form.map(node, "overlap", OVERLAP_KEYS)
    needed(form, node, fields, "overlap", ("of",))
    of, who, within = fields.get("of"), fields.get("who"), fields.get("within")
    if within is not None:
        form.choice(within, "within", ("clock",))
    for word, at in form.texts(who, "who") if who else []:
        if word not in PEOPLE:
            form.unknown(at, Text("“who”取值", "value of “who”:"), word, PEOPLE)
    return Overlap(
        of=types_or_any(form, of, words) if of else (),
        who=tuple(dict.fromkeys(word for word, _ in form.texts(who, "who"))) if who else ("attendees",),
    )


def types_or_any(form: Form, node: Node, words: Vocabulary) -> tuple[str, ...]:
    """Return the types of activity that are written, ``ANY`` for the word ``any``."""
    if [word for word, _ in form.texts(node, "of")] == ["any"]:
        return ANY
    return read_types(form, node, words, "of")


READERS: Mapping[str, Callable[[Form, Node, str | None, Vocabulary], Check]] = {
    "follow_up": read_follow_up,
    "precede": read_precede,
    "record": read_record,
    "state": read_state,
    "cover": read_cover,
    "tally": read_tally,
    "overlap": read_overlap,
    "hint": read_hint,
}


def _within(form: Form, node: Node | None) -> Dated[Duration]:
    def read(each: Node) -> Duration:
        length = form.duration(each, "within", WITHIN)
        if length and not 0 < length.number <= _LONGEST:
            form.fault(
                each,
                f"“within”应在 1 至 {_LONGEST} 之间。请改写。",
                f"“within” is a number from 1 to {_LONGEST}. Change it.",
            )
        return length or _DAY

    return read_dated(form, node, "within", read) if node else Dated(((None, _DAY),))


def _must(form: Form, node: Node | None, name: str, *, moving: bool = False) -> Dated[Condition | None]:
    def read(each: Node) -> Condition | None:
        if is_none(each):
            return None
        found = read_condition(form, each, name, moving=moving)
        if isinstance(each, MapNode) and not each.entries:
            form.fault(each, f"“{name}”没有条件。请写“字段: 值”。", f"“{name}” is empty. Write “field: value” lines.")
        return found

    return read_dated(form, node, name, read) if node else Dated(((None, None),))


def _of(form: Form, node: Node | None, name: str) -> Of:
    return _OF.get((form.choice(node, name, _OF) if node else None) or "", "households")


def _only_units(form: Form, at: Node, subject: str | None, name: str) -> None:
    if subject in _PEOPLE:
        form.fault(
            at,
            f"“{name}”只用于单位的事项。请把 subject 改为 branch 等单位类型。",
            f"“{name}” is for duties of units. Change subject to a kind of unit such as branch.",
        )


def _items(node: Node | None) -> list[Node]:
    from ..documents.nodes import ListNode

    if node is None:
        return []
    return list(node.values) if isinstance(node, ListNode) else [node]
