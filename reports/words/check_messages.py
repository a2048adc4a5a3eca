"""What a finding of a duty without periods found: the trigger, the days and the numbers, and no name of a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from ...engine.findings import Finding
from ...engine.packs.check_model import Cover, FollowUp, Hint, InOrder, Overlap, Precede, State, Tally
from ...engine.packs.model import ActivityType, Duty
from ...engine.text import Text
from .attendance import attendance_words
from .checks import record_types
from .fields import column
from .hint_messages import hint_message
from .reasons import attendance_test, record_words
from .register_messages import cover_message, overlap_message, state_message, tally_message
from .triggers import trigger_words, window_of, within_words

Types = Mapping[str, ActivityType]


def check_message(finding: Finding, duty: Duty, types: Types, language: str) -> str:
    """Return what was found, as a sentence without a full stop; of ``unknown`` and ``not_applicable`` see elsewhere."""
    check = duty.check
    makers: dict[type, Callable[[Finding, Duty, Types, str], Text]] = {
        FollowUp: _follow_up,
        Precede: _precede,
        InOrder: _in_order,
        State: state_message,
        Cover: cover_message,
        Tally: tally_message,
        Overlap: overlap_message,
        Hint: hint_message,
    }
    text = makers[type(check)](finding, duty, types, language).say(language)
    return text[:1].upper() + text[1:]


def _trigger(finding: Finding, duty: Duty, types: Types) -> Text:
    return trigger_words(finding, duty, types) or Text("该事项", "it")


def _follow_up(finding: Finding, duty: Duty, types: Types, language: str) -> Text:
    check, after = duty.check, _trigger(finding, duty, types)
    assert isinstance(check, FollowUp)
    window, detail = window_of(finding), finding.detail or {}
    last = window[1] if window else finding.due
    if check.have:
        field = Text(column(check.have, "zh"), column(check.have, "en"))
        what = Text(f"填写{field.zh}", f"{field.en} was to be filled in")
        if check.requests and check.have == "resolved":
            what = Text("办结", "it was to be settled")
        done, none = detail.get("on"), Text(f"尚无{field.zh}", f"{field.en} is not filled in yet")
    else:
        then = _alike(check.same, record_types(check.do, types))
        what = Text(f"开展{then.zh}", f"{then.en} was to follow")
        used = next((use for use in finding.records if use.use != "rejected"), None)
        done = used.date if used else None
        none = Text(f"台账中未见{then.zh}记录", f"no {then.en} seen in the ledger")
        if finding.status == "open":
            none = Text(f"尚未见{then.zh}记录", f"no {then.en} seen yet")
    since = "" if check.requests else "后，"
    head = Text(f"{after.zh}{since}应在 {last} 前（含当日）{what.zh}", f"{after.en}: {what.en} by {last}")
    if finding.status == "met":
        return Text(f"{head.zh}，{_on(done)}按期", f"{head.en}, and was in time{_at(done)}")
    if finding.status == "made_up":
        late = f"，晚 {(done - last).days} 天" if isinstance(done, date) and last else ""
        later = f", {_days((done - last).days)} late" if isinstance(done, date) and last else ""
        return Text(f"{head.zh}，实为 {done or '其后'}{late}", f"{head.en}; it was done on {done}{later}")
    return Text(
        f"{head.zh}，{none.zh}{_rejected(finding, duty, 'zh')}", f"{head.en}; {none.en}{_rejected(finding, duty, 'en')}"
    )


def _alike(same: str | None, what: Text) -> Text:
    """Return a type of record, with the column in which it is to agree with the trigger."""
    if same is None:
        return what
    zh, en = column(same, "zh"), column(same, "en")
    return Text(f"{zh}相同的{what.zh}", f"{what.en} of the same {en}")


def _on(day: object) -> str:
    return f"已于 {day} 完成，" if day else "已"


def _at(day: object) -> str:
    return f", on {day}" if day else ""


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"


def _precede(finding: Finding, duty: Duty, types: Types, language: str) -> Text:
    check, before = duty.check, _trigger(finding, duty, types)
    assert isinstance(check, Precede)
    length, then = within_words(check.within, finding), _alike(check.same, record_types(check.do, types))
    of = Text("与该党员的", " with this member") if finding.subject.kind == "member" else Text("", "")
    if finding.subject.kind == "household":
        of = Text("与该户的", " with this household")
    head = Text(f"{before.zh}前 {length.zh.strip()}内", f"in the {length.en} before {before.en}")
    if finding.status == "met":
        day = next((use.date for use in finding.records if use.use == "counted"), None)
        said = f"（{day}）" if day else ""
        return Text(f"{head.zh}已有{of.zh}{then.zh}记录{said}", f"{then.en}{of.en} was recorded {head.en}{_at(day)}")
    beside = _beside(finding)
    wrong = Text(_rejected(finding, duty, "zh"), _rejected(finding, duty, "en"))
    if wrong.zh:
        return Text(f"{head.zh}的{then.zh}记录未计入{wrong.zh}", f"{then.en}{of.en} {head.en} does not count{wrong.en}")
    return Text(f"{head.zh}未见{of.zh}{then.zh}记录{beside.zh}", f"no {then.en}{of.en} seen {head.en}{beside.en}")


def _beside(finding: Finding) -> Text:
    """Return the last record before the time, and the first one after the trigger, with how far off each is."""
    window, zh, en = window_of(finding), [], []
    for use in finding.records:
        if window is None or use.date is None:
            continue
        if "out_of_window" in use.reasons:
            days = (window[0] - use.date).days
            zh.append(f"最近一次 {use.date}，早了 {days} 天")
            en.append(f"the last one, of {use.date}, was {_days(days)} too early")
        elif "too_late" in use.reasons:
            days = (use.date - window[1]).days
            zh.append(f"{use.date} 的一次在其后 {days} 天" if days else f"{use.date} 的一次当天开始更晚")
            en.append(f"one of {use.date} came {_days(days)} after it" if days else "one came later on that day")
    if not zh:
        return Text("", "")
    return Text(f"（{'；'.join(zh)}）", f" ({'; '.join(en)})")


def _rejected(finding: Finding, duty: Duty, language: str) -> str:
    """Return why records inside the time do not count; empty where there are none."""
    test = attendance_test(duty, finding.period.start if finding.period else None)
    beside = {"out_of_window", "too_late", "future", "outside_existence"}
    said = dict.fromkeys(
        record_words(code, language, use.facts, test)
        for use in finding.records
        if use.use == "rejected" and not beside.intersection(use.reasons)
        for code in use.reasons
    )
    if not said:
        return ""
    return f": {'; '.join(said)}" if language == "en" else f"：{'；'.join(said)}"


def _in_order(finding: Finding, duty: Duty, types: Types, language: str) -> Text:
    use = next(iter(finding.records), None)
    titles = use.facts.get("types") if use else None
    what = record_types(titles if isinstance(titles, tuple) else duty.do, types)
    what = Text(what.zh.replace("”或“", "”“"), what.en.replace('" or "', '", "'))
    day = use.date if use else None
    head = Text(f"{day or ''} {what.zh}记录".lstrip(), f"{what.en} of {day}" if day else what.en)
    if finding.status == "met":
        exact = _exactly(finding, duty)
        return Text(f"{head.zh}符合要求{exact.zh}", f"{head.en}: in order{exact.en}")
    return Text(
        f"{head.zh}不规范{_rejected(finding, duty, 'zh')}", f"{head.en} is not in order{_rejected(finding, duty, 'en')}"
    )


def _exactly(finding: Finding, duty: Duty) -> Text:
    """Return that just enough were present, where it was exactly the share that is asked for."""
    test = attendance_test(duty, finding.period.start if finding.period else None)
    for use in finding.records:
        text = attendance_words(use.facts, test)
        if text and text.exactly:
            return Text(f"：{text.words.zh}", f": {text.words.en}")
    return Text("", "")
