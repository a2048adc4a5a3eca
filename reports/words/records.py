"""One record held against one obligation: whether it counted, and every reason with its numbers and what was asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from ...engine.findings import PeriodRef, RecordUse
from ...engine.packs.check_model import Precede
from ...engine.packs.condition_model import Condition, Nest, Test
from ...engine.packs.model import ActivityType, Duty
from ...engine.text import Text
from .conditions import condition_words
from .periods import period_name
from .reasons import attendance_test, record_words
from .verdicts import needed

# Of what was to come before something, beside the time in which it was to come.
BESIDE: Mapping[str, Text] = {
    "out_of_window": Text("早于规定的期限", "earlier than the time that is asked for"),
    "too_late": Text("在该次活动之后", "only after it"),
}
USE: Mapping[str, Text] = {
    "counted": Text("计入", "counted"),
    "made_up": Text("作补开计入", "counted as made up"),
    "rejected": Text("未计入", "not counted"),
}


def reason_words(
    use: RecordUse, code: str, duty: Duty, late_last: date | None, types: Mapping[str, ActivityType]
) -> Text:
    """Return one reason of a record; ``duty`` as it is in force in the period (each dated value a single one)."""
    test = attendance_test(duty, None)
    if isinstance(duty.check, Precede) and code in BESIDE:
        return BESIDE[code]
    zh, en = (record_words(code, language, use.facts, test, types) for language in ("zh", "en"))
    more = _more(use, code, duty, late_last)
    return Text(f"{zh}；{more.zh}" if more.zh else zh, f"{en}; {more.en}" if more.en else en)


def counted_words(use: RecordUse, duty: Duty, period: PeriodRef | None, late_last: date | None) -> list[Text]:
    """Return what speaks for a record that counts: its attendance where the rule asks for one, and its make-up time."""
    said = []
    test = attendance_test(duty, None)
    present, quorum = use.facts.get("present"), _quorum(use, test)
    if test and present is not None and quorum.zh:
        said.append(Text(f"实到 {present} 人；{quorum.zh}", f"{present} present; {quorum.en}"))
    if duty.tiled and period and use.date and use.date >= period.end and "inferred" not in use.reasons:
        how = (
            Text("按规则视为按期", "by the rule counted as in time")
            if use.use == "counted"
            else Text("在补开期内", "within the time for making up")
        )
        said.append(
            Text(
                f"时段结束后开展，记录写明属于{period_name(period, 'zh')}，{how.zh}（至 {late_last}）",
                f"held after the period, its record names {period_name(period, 'en')}, {how.en} (through {late_last})",
            )
        )
    return said


def _more(use: RecordUse, code: str, duty: Duty, late_last: date | None) -> Text:
    head, _, field = code.partition(":")
    if duty.check and head == "too_late":
        return Text("", "")
    if head == "below_quorum":
        return _quorum(use, attendance_test(duty, None))
    if head == "too_late":
        if late_last is None:
            return Text("本项不设补开期", "this duty has no time for making up")
        return Text(f"补开期至 {late_last} 止", f"it ended on {late_last}")
    if head in ("condition", "wrong_mode", "missing_evidence"):
        wanted = {"wrong_mode": "mode", "missing_evidence": "evidence"}.get(head, field)
        asked = [condition_words(part) for part in _parts(duty.counts_when.values()[0], wanted)]
        if asked:
            zh, en = "，且".join(text.zh for text in asked), " and ".join(text.en for text in asked)
            return Text(f"规则要求{zh}", f"the rule asks: {en}")
    return Text("", "")


def _quorum(use: RecordUse, test: Test | None) -> Text:
    """Return how many would have been enough."""
    expected = use.facts.get("expected")
    if test is None or not isinstance(test.value, Fraction) or not isinstance(expected, int):
        return Text("", "")
    if test.op not in ("at_least", "over"):
        return Text("", "")
    least = needed(test.value, expected, over=test.op == "over")
    share = Text("不少于", "at least") if test.op == "at_least" else Text("超过", "more than")
    whole = (
        Text(f"支委会 {expected} 人", f"the committee's {expected}")
        if test.of
        else Text(f"应到 {expected} 人", f"the {expected} expected")
    )
    return Text(
        f"规则要求{share.zh}{whole.zh}的 {test.value}，至少须到 {least} 人",
        f"the rule asks for {share.en} {test.value} of {whole.en}, that is {least}",
    )


def _parts(condition: Condition | None, field: str) -> Iterator[Condition]:
    """Yield the tests of ``field`` that a condition asks for, or the nest that is called so (``any``, ``none``)."""
    if isinstance(condition, Test):
        if condition.field == field:
            yield condition
    elif isinstance(condition, Nest):
        if condition.kind == field:
            yield condition
        elif condition.kind == "all":
            for part in condition.parts:
                yield from _parts(part, field)
