"""The conditions of an inference in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...engine.findings import STATUSES
from ...engine.packs.inference_model import (
    Below,
    Bound,
    Comparison,
    DutyStanding,
    FindingMatch,
    FlagRaised,
    Inference,
    NoneOf,
    UnitFits,
    When,
)
from ...engine.packs.model import Duty
from ...engine.text import Text
from .conditions import condition_words
from .wording import SEVERITY, STATUS

Duties = Mapping[str, Duty]

_STANDING = {
    "failed": Text("累计有缺口", "periods with a gap in all"),
    "run": Text("到目前为止连续有缺口", "periods with a gap running up to now"),
    "longest_run": Text("最长一次连续有缺口", "longest run of periods with a gap"),
    "clean_run": Text("到目前为止连续达标（含补开）", "good periods running up to now"),
    "met": Text("累计达标（含补开）", "good periods in all"),
    "open": Text("尚未到期", "periods not yet due"),
}
_OP: dict[Comparison, Text] = {
    "=": Text("正好", "exactly"),
    "!=": Text("不是", "not"),
    ">=": Text("不少于", "at least"),
    ">": Text("超过", "more than"),
    "<=": Text("不超过", "at most"),
    "<": Text("少于", "fewer than"),
}
_PERIODS = {"current": Text("本期", "the current period"), "last": Text("上期", "the period before")}


def inference_words(inference: Inference, duties: Duties) -> list[Text]:
    """Return the conditions of an inference, a phrase each; all of them must hold."""
    return [when_words(when, duties) for when in inference.when]


def when_words(when: When, duties: Duties) -> Text:
    """Return one condition of an inference as a phrase."""
    if isinstance(when, DutyStanding):
        title, bounds = _title(when.duty, duties), _standing(when.bounds)
        return Text(f"“{title.zh}”{bounds.zh}", f'"{title.en}": {bounds.en}')
    if isinstance(when, FindingMatch):
        found = _finding(when, duties)
        return Text(f"审核区间内，{found.zh}", f"in the span {found.en}")
    if isinstance(when, UnitFits):
        fits = condition_words(when.condition)
        return Text(f"所在单位的{fits.zh}", f"its unit: {fits.en}")
    if isinstance(when, FlagRaised):
        return Text(f"已亮“{when.flag}”", f'it has the flag "{when.flag}"')
    if isinstance(when, NoneOf):
        inner = when_words(when.inner, duties)
        return Text(f"没有这种情形：{inner.zh}", f"it is not the case that {inner.en}")
    return _below(when, duties)


def _below(when: Below, duties: Duties) -> Text:
    if isinstance(when.what, FlagRaised):
        what = Text(f"亮“{when.what.flag}”的", f'that have the flag "{when.what.flag}"')
    else:
        found = _finding(when.what, duties)
        what = Text(f"审核区间内{found.zh}的", f"for whom in the span {found.en}")
    zh, en = _bounds(when.bounds)
    return Text(
        f"其下（下级单位、党小组、党员、户）{what.zh}，{zh} 个",
        f"{en} of those below it (units, groups, members, households) {what.en}",
    )


def _bounds(bounds: Sequence[Bound]) -> tuple[str, str]:
    zh = "、".join(f"{_OP[bound.op].zh} {bound.value}" for bound in bounds)
    return zh, " and ".join(f"{_OP[bound.op].en} {bound.value}" for bound in bounds)


def _standing(bounds: Sequence[Bound]) -> Text:
    zh, en = [], []
    for name in dict.fromkeys(bound.name for bound in bounds):
        own = _bounds([bound for bound in bounds if bound.name == name])
        zh.append(f"{_STANDING[name].zh}{own[0]} 期")
        en.append(f"{_STANDING[name].en}: {own[1]}")
    return Text("，且".join(zh), "; ".join(en))


def _finding(match: FindingMatch, duties: Duties) -> Text:
    """Return what must be true of some finding, as a clause."""
    titles = [_title(duty, duties) for duty in match.duties]
    zh = "或".join(f"“{title.zh}”" for title in titles) or "某一事项"
    en = " or ".join(f'"{title.en}"' for title in titles) or "some duty"
    if match.severities:
        levels = [words for level, words in SEVERITY.items() if level in match.severities]
        zh += f"（{'或'.join(words.zh for words in levels)}）"
        en += f" ({' or '.join(words.en for words in levels)})"
    if match.periods:
        keys = [_PERIODS.get(key) or Text(key, key) for key in match.periods]
        zh += f"在{'或'.join(key.zh for key in keys)}"
        en += f" for {' or '.join(key.en for key in keys)}"
    own = [STATUS[status] for status in STATUSES if status in match.statuses]
    zh += f"的结论为{'或'.join(f'“{words.zh}”' for words in own)}" if own else "有结论"
    en += f" is {' or '.join(words.en for words in own)}" if own else " is judged"
    if match.days_left:
        left = _bounds(match.days_left)
        zh, en = f"{zh}，且剩余{left[0]} 天", f"{en}, with {left[1]} days left"
    return Text(zh, en)


def _title(duty: str, duties: Duties) -> Text:
    return duties[duty].title if duty in duties else Text(duty, duty)
