"""What a finding about the tables found: a column that is lacking, nobody in office, figures that do not add up."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ...engine.findings import Finding, Number
from ...engine.packs.check_model import Cover, State, Tally
from ...engine.packs.condition_model import Test
from ...engine.packs.model import ActivityType, Duty
from ...engine.text import Text
from .checks import TABLE
from .conditions import condition_words
from .fields import POST, column, named
from .wording import listed, plain_number

Types = Mapping[str, ActivityType]

_FIGURE = re.compile(r"-?[0-9][0-9.,:/T+-]*|true|false", re.IGNORECASE)
_ROWS = {
    "households": Text("各户", "the households'"),
    "members": Text("各名党员", "the members'"),
    "units": Text("各下级单位", "the units'"),
    "posts": Text("各岗位", "the posts'"),
}


def state_message(finding: Finding, duty: Duty, types: Types, language: str) -> Text:
    """Return which columns are lacking or not as asked; values that may be names are left out."""
    check, detail = duty.check, finding.detail or {}
    assert isinstance(check, State)
    if finding.status == "met":
        return Text("登记情况符合要求", "what is entered is in order")
    failed, values = detail.get("failed"), detail.get("values")
    fields = [str(name) for name in failed] if isinstance(failed, list) else []
    zh, en = (listed((column(name, say) for name in fields), say) for say in ("zh", "en"))
    if finding.status == "missing":
        return Text(f"{zh}尚未登记", f"{en} is not filled in")
    told = [
        (name, str(value))
        for name, value in (values.items() if isinstance(values, Mapping) else ())
        if value is not None and _FIGURE.fullmatch(str(value))
    ]
    day = finding.period.start if finding.period else None
    must = condition_words(check.must.values()[-1] if day is None else check.must.at(day))
    says = [listed((f"{column(name, say)} {value}" for name, value in told), say) for say in ("zh", "en")]
    now = Text(f"（现登记：{says[0]}）", f" (entered: {says[1]})") if told else Text("", "")
    return Text(f"{zh}与要求不符{now.zh}；要求：{must.zh}", f"{en} not as asked{now.en}; asked: {must.en}")


def post_words(check: Cover) -> Text:
    """Return who is to be in office, as far as the rule says of which kind: ``楼长``."""
    test = check.where
    if isinstance(test, Test) and test.field == "kind" and isinstance(test.value, str):
        return Text(named(POST, test.value, "zh"), named(POST, test.value, "en"))
    return Text("责任人", "person in charge")


def cover_message(finding: Finding, duty: Duty, types: Types, language: str) -> Text:
    """Return for which value nobody is in office, and what is known of the last term."""
    check, detail = duty.check, finding.detail or {}
    assert isinstance(check, Cover)
    value = str(detail.get("value", ""))
    if check.by != "posts":
        table = TABLE[check.by]
        if finding.status == "met":
            return Text(f"{value}在{table.zh}中有对应登记", f"{value} has an entry in {table.en}")
        return Text(f"{value}在{table.zh}中没有对应登记", f"{value} has no entry in {table.en}")
    post = post_words(check)
    if finding.status == "met":
        return Text(f"{value}有在任的{post.zh}", f"{value} has a {post.en} in office")
    near, former = finding.near_misses, detail.get("former")
    more = Text("", "")
    if near and near[0].code == "term_ended":
        until = near[0].values["until"]
        more = Text(f"（原任期至 {until}）", f" (the last term ended on {until})")
    elif near and near[0].code == "term_begins":
        first = near[0].values["from"]
        more = Text(f"（登记的任期自 {first} 起）", f" (a term begins on {first})")
    elif isinstance(former, list):
        zh, en = listed(map(str, former[:3]), "zh"), listed(map(str, former[:3]), "en")
        more = Text(f"（不在任期内的登记见 {zh}）", f" (entries not in force: {en})")
    return Text(f"{value}没有在任的{post.zh}{more.zh}", f"{value} has no {post.en} in office{more.en}")


def tally_message(finding: Finding, duty: Duty, types: Types, language: str) -> Text:
    """Return what the parts add up to, and how far that is from the whole."""
    check, detail = duty.check, finding.detail or {}
    assert isinstance(check, Tally)
    whole, total, difference = (_plain(detail.get(name)) for name in ("whole", "sum", "difference"))
    parts = detail.get("parts")
    added = " + ".join(_plain(value) for value in parts.values()) if isinstance(parts, Mapping) else ""
    name = Text(column(check.whole, "zh"), column(check.whole, "en"))
    if check.sum and check.of:
        rows, what = _ROWS[check.of], Text(column(check.sum, "zh"), column(check.sum, "en"))
        head = Text(f"{rows.zh}{what.zh}之和 {total}", f"{rows.en} {what.en} add up to {total}")
    else:
        zh, en = (f"（{added}）", f" ({added})") if added else ("", "")
        head = Text(f"各分项之和 {total}{zh}", f"the parts add up to {total}{en}")
    if finding.status == "met":
        return Text(f"{head.zh}，与{name.zh} {whole} 相符", f"{head.en}, as {name.en} says: {whole}")
    apart = difference.lstrip("-")
    return Text(f"{head.zh}，与{name.zh} {whole} 相差 {apart}", f"{head.en}, but {name.en} is {whole}: {apart} apart")


def _plain(value: object) -> str:
    return plain_number(value) if isinstance(value, Number) else str(value)


def overlap_message(finding: Finding, duty: Duty, types: Types, language: str) -> Text:
    """Return when the two records overlap, as something to look at again."""
    detail = finding.detail or {}
    first, last = (str(detail.get(name, "")) for name in ("from", "until"))
    start, end = first.replace("T", " "), last[11:] if first[:10] == last[:10] else last.replace("T", " ")
    common = Text(f"{start} 至 {end}" if first != last else start, f"{start} to {end}" if first != last else start)
    rows = [use.source for use in finding.records]
    zh, en = listed(rows, "zh"), listed(rows, "en")
    return Text(
        f"{common.zh}，同一人列在两场活动中（{zh}），时间重叠，请再核对一下",
        f"one person is listed at two gatherings at once, {common.en} ({en}); please look again",
    )
