"""What the duties without periods of their own ask, in words: what follows, precedes, is in order or adds up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...calendars import Duration
from ...engine.packs.check_model import ANY, Check, Cover, FollowUp, Hint, InOrder, Of, Overlap, Precede, State, Tally
from ...engine.packs.condition_model import Condition, Dated
from ...engine.packs.model import ActivityType, Duty
from ...engine.text import Text
from .conditions import condition_words, dated_words, duration_words
from .fields import column
from .hints import hint_words
from .periods import CADENCE

Types = Mapping[str, ActivityType]

TABLE: Mapping[Of, Text] = {
    "households": Text("住户表", "the households"),
    "members": Text("党员名册", "the members"),
    "units": Text("单位表", "the units"),
    "posts": Text("岗位表", "the posts"),
}
_ROWS: Mapping[Of, Text] = {
    "households": Text("各户", "its households"),
    "members": Text("各名党员", "its members"),
    "units": Text("直接下级各单位", "the units right below it"),
    "posts": Text("各岗位", "its posts"),
}


def check_words(check: Check, types: Types) -> Text:
    """Return what is asked, as a sentence without a full stop."""
    if isinstance(check, FollowUp):
        return _follow_up(check, types)
    if isinstance(check, Precede):
        return _precede(check, types)
    if isinstance(check, InOrder):
        what, must = record_types(check.of, types), _must(check.must)
        of = "" if check.of == ANY else f" of {what.en}"
        which = _must(check.when) if check.when else None
        zh, en = (f"（{which.zh}）", f" (if {which.en})") if which else ("", "")
        return Text(f"每条{what.zh}记录{zh}应符合：{must.zh}", f"every record{of}{en}: {must.en}")
    if isinstance(check, State):
        must = _must(check.must)
        return Text(f"其登记应符合：{must.zh}", f"what is entered of it: {must.en}")
    if isinstance(check, Cover):
        return _cover(check)
    if isinstance(check, Tally):
        return _tally(check)
    if isinstance(check, Overlap):
        return _overlap(check, types)
    return hint_words(check, Text("活动", "all records") if check.of == ANY else record_types(check.of, types))


def check_short(check: Check) -> Text:
    """Return what is asked as short as a table needs it: ``事后 3 个工作日内``, ``逐条``."""
    if isinstance(check, FollowUp | Precede):
        before = isinstance(check, Precede)
        length = _steps(check.within)
        if before:
            return Text(f"事前 {length.zh}内", f"within {length.en} before")
        return Text(f"事后 {length.zh}内", f"within {length.en} after")
    if isinstance(check, Cover):
        each = _col(check.each)
        return Text(f"逐个{each.zh}", f"each {each.en}")
    if isinstance(check, Hint):
        every = CADENCE[check.every]
        return Text(f"{every.zh} 提示", f"{every.en} hint")
    if isinstance(check, InOrder):
        return Text("逐条核对", "each record")
    if isinstance(check, State):
        return Text("登记情况", "as entered")
    return Text("合计相符", "adds up") if isinstance(check, Tally) else Text("时间不重叠", "no overlap")


def judged_words(duty: Duty) -> Text:
    """Return what is judged one by one, and as of when."""
    check = duty.check
    if isinstance(check, FollowUp):
        each = (
            Text("每件诉求", "each request") if check.requests else Text("每条在先的记录", "each of the first records")
        )
        return Text(
            f"{each.zh}单独核对；到期当天仍算按期，其后补上的记为补开，截至日尚未到期的列为未到期",
            f"{each.en} by itself; the last day is still in time, what comes later is made up, and before that day it "
            "is not yet due",
        )
    if isinstance(check, Precede):
        who = (
            Text("，当天在册的每名党员各核对一次", ", once for every member of that day")
            if check.cover
            else Text("", "")
        )
        return Text(
            f"每次活动单独核对{who.zh}；期限从活动当天往前算，恰在期限第一天的也算",
            f"each of them by itself{who.en}; counted back from its day, and the first day of the time still counts",
        )
    if isinstance(check, InOrder):
        return Text(
            "审核区间内的每条记录单独核对；台账没有该栏的列为待核",
            "each record of the span by itself; where the ledger has no such column it is not known",
        )
    if isinstance(check, Overlap):
        return Text(
            "审核区间内两条都写明起止时刻、地点不同的记录；没有写时刻的不核对",
            "every two records of the span with times of day and different places; without a time nothing is judged",
        )
    if isinstance(check, Hint):
        return Text(
            "只作提示，供再次核对；不表示记录有误，也不算缺口",
            "a hint to look again; it does not say that a record is wrong, and is not a gap",
        )
    return Text("按截至日的登记情况核对", "what is entered as of the day")


def record_types(of: Sequence[str], types: Types) -> Text:
    """Return types of activity in quotation marks, joined by or; of every type, that it is any."""
    if tuple(of) == ANY:
        return Text("活动", "any activity")
    titles = [types[word].title if word in types else Text(word, word) for word in of]
    return Text("或".join(f"“{title.zh}”" for title in titles), " or ".join(f'"{title.en}"' for title in titles))


def _follow_up(check: FollowUp, types: Types) -> Text:
    what = record_types(check.after, types)
    after = (
        Text("每件诉求提出后", "after each request is opened")
        if check.requests
        else Text(f"每次{what.zh}之后", f"after each {what.en}")
    )
    if check.do:
        then = record_types(check.do, types)
        same = _same(check.same)
        return _within(check.within, after, Text(f"应有{same.zh}{then.zh}", f"{then.en}{same.en}"))
    field = _col(check.have or "")
    return _within(check.within, after, Text(f"应填写{field.zh}", f"a day under {field.en}"))


def _precede(check: Precede, types: Types) -> Text:
    what, then = record_types(check.before, types), record_types(check.do, types)
    before = Text(f"每次{what.zh}之前", f"before each {what.en}")
    if check.cover:
        return _within(check.within, before, Text(f"每名党员都应先有{then.zh}", f"{then.en} for every member"))
    same = _same(check.same)
    return _within(check.within, before, Text(f"应先有{same.zh}{then.zh}", f"{then.en}{same.en}"))


def _same(field: str | None) -> Text:
    """Return that two records agree in a column, empty where they need not."""
    name = _col(field) if field else None
    return Text(f"{name.zh}相同的", f" of the same {name.en}") if name else Text("", "")


def _within(within: Dated[Duration], when: Text, asked: Text) -> Text:
    """Return what is asked for, within a time before or after something."""
    if len(within.steps) == 1:
        length = duration_words(within.steps[0][1])
        return Text(f"{when.zh} {length.zh}内，{asked.zh}", f"{asked.en} within {length.en} {when.en}")
    said = dated_words(within, duration_words)
    return Text(f"{when.zh}，{asked.zh}；期限{said.zh}", f"{asked.en} {when.en}; within: {said.en}")


def _cover(check: Cover) -> Text:
    each, match, of, by = _col(check.each), _col(check.match), TABLE[check.of], TABLE[check.by]
    post = check.by == "posts"
    has = Text("应有在任人员与之对应", "has a holder now in office") if post else Text("应有对应的一行", "has a row")
    which = condition_words(check.where) if check.where else None
    zh, en = (f"，条件：{which.zh}", f", if: {which.en}") if which else ("", "")
    return Text(
        f"{of.zh}{each.zh}一栏出现的每个值，在{by.zh}{match.zh}一栏都{has.zh}{zh}",
        f"every value under {each.en} of {of.en} {has.en} under {match.en} of {by.en}{en}",
    )


def _tally(check: Tally) -> Text:
    whole = _col(check.whole)
    if check.of and check.sum:
        rows, added = _ROWS[check.of], _col(check.sum)
        return Text(
            f"{whole.zh}一栏应等于{rows.zh}{added.zh}一栏之和", f"{whole.en} equals the sum of {added.en} of {rows.en}"
        )
    parts = [_col(part) for part in check.parts]
    summed = "各栏之和" if len(parts) > 1 else "一栏"
    return Text(
        f"{whole.zh}一栏应等于{'、'.join(part.zh for part in parts)}{summed}",
        f"{whole.en} equals {' + '.join(part.en for part in parts)}",
    )


def _overlap(check: Overlap, types: Types) -> Text:
    what, who = record_types(check.of, types), [_col(name) for name in check.who]
    return Text(
        f"同一人（写在{'或'.join(name.zh for name in who)}一栏）同一时刻不应出现在两场{what.zh}中",
        f"nobody named under {' or '.join(name.en for name in who)} is at two places at one time, in {what.en}",
    )


def _must(must: Dated[Condition | None]) -> Text:
    return dated_words(
        must, lambda each: Text("不作要求", "nothing is asked") if each is None else condition_words(each)
    )


def _steps(within: Dated[Duration]) -> Text:
    (_, first), *later = within.steps
    text = duration_words(first)
    for day, each in later:
        own = duration_words(each)
        text = Text(f"{text.zh}（{day} 起 {own.zh}）", f"{text.en} (from {day} {own.en})")
    return text


def _col(field: str) -> Text:
    return Text(column(field, "zh"), column(field, "en"))
