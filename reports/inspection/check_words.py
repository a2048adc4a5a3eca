"""What has no periods and no interval, in the words of a self-check: what is asked, what is lacking, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from ...engine.findings import Finding, Number, RecordUse
from ...engine.packs.check_model import Cover, FollowUp, Overlap, Precede, Tally
from ...engine.packs.model import ActivityType, Duty
from ...engine.text import Text
from ..digest import MANY
from ..words.called import called, clipped
from ..words.checks import check_words, record_types
from ..words.fields import column
from ..words.reasons import attendance_test, record_words, standing_words
from ..words.wording import MARK, counted, listed, plain_number
from .checks import ONCE, failed, places_of, reasons
from .model import DutyPart, Entry, PeriodRow
from .words import missing_words

Types = Mapping[str, ActivityType]

_FEW = 4  # findings of one line that are listed one by one
_WINDOW = {
    "out_of_window": Text("早于规定的期限", "before the time that is asked for"),
    "too_late": Text("在该次活动之后", "only after it"),
}
_IN_SPAN, _AS_OF = Text("审核区间内", "in the span"), Text("截至日状况", "as of the day")


def check_owed(part: DutyPart, types: Types, language: str) -> str:
    """Return what a duty asks and of how many; each of them owes one: that it is in order."""
    check = part.duty.check
    assert check is not None
    text, owed = check_words(check, types).say(language), int(part.tally.owed)
    total = _number(owed, part.duty, part.kind, language)
    text = text[:1].upper() + text[1:]
    return f"{text}; {total} in all" if language == "en" else f"{text}；共 {total}"


def check_period(duty: Duty, day: date | None, language: str) -> str:
    """Return what stands where other duties have their period: the day of the one record, else what is looked at."""
    if day is not None and duty.kind not in ONCE:
        return day.isoformat()
    return (_AS_OF if duty.kind in ONCE else _IN_SPAN).say(language)


def check_found(row: PeriodRow, duty: Duty, types: Types, language: str) -> list[str]:
    """Return what was found of a duty: of a few findings each, of many only how many records counted."""
    if row.counts.total() <= _FEW:
        told = ((MARK[finding.status], _found(finding, duty, types, language)) for finding in row.items)
        return [f"{mark} {text}" for mark, text in told if text]
    if duty.kind in ONCE or not row.records:
        return []
    return [f"{row.records} records counted" if language == "en" else f"计入记录 {row.records} 条"]


def missing_of(entry: Entry, duty: Duty, types: Types, language: str) -> str:
    """Return what is missing, of a duty of any kind."""
    return missing_words(entry, duty, language) if duty.check is None else check_missing(entry, duty, types, language)


def check_missing(entry: Entry, duty: Duty, types: Types, language: str) -> str:
    """Return what is lacking, and of how many, without a word on whose fault it is."""
    first = entry.first
    number = _number(entry.total, duty, first.subject.kind, language)
    if first.status == "unknown":
        return _unknown(first, number, language)
    text = _missing(entry, duty, types, number)
    said = text.say(language)
    return said[:1].upper() + said[1:]


def check_names(entry: Entry, duty: Duty, language: str) -> list[str]:
    """Return which findings an entry is about, each with its row; the last says how many are not listed."""
    shown = [_label(one, duty, language) for one in entry.findings]
    rest = entry.total - len(entry.findings)
    if rest:
        shown.append(f"{rest} more" if language == "en" else f"另有 {rest} 条")
    return [text for text in shown if text]


def check_each(entry: Entry, duty: Duty, types: Types, language: str) -> list[str]:
    """Return the findings of an entry of a few, each with what was seen of it; figures stand with what lacks."""
    if duty.kind == "tally":
        return []
    return [text for one in entry.findings if (text := _found(one, duty, types, language))]


def _missing(entry: Entry, duty: Duty, types: Types, number: str) -> Text:
    first, check = entry.first, duty.check
    if isinstance(check, FollowUp):
        what = columns_words([check.have]) if check.have else record_types(check.do, types)
        if first.status == "open":
            return Text(
                f"{number}尚待{'填写' if check.have else ''}{what.zh}，{first.due} 到期",
                f"{what.en} still to come for {number}, due {first.due}",
            )
        return Text(f"{number}已过期限，未见{what.zh}", f"no {what.en} seen in time for {number}")
    if isinstance(check, Precede):
        return _unpreceded(entry, record_types(check.do, types), number)
    if duty.kind == "record":
        codes = dict.fromkeys(code for use in first.records for code in reasons(use.reasons))
        zh, en = (listed((record_words(code, say) for code in codes), say) for say in ("zh", "en"))
        return Text(f"{number}：{zh}", f"{number}: {en}")
    if duty.kind == "state":
        fields = columns_words(failed(first))
        if first.status == "missing":
            return Text(f"{number}未填{fields.zh}", f"{fields.en} not filled in: {number}")
        return Text(f"{number}{fields.zh}不符合要求", f"{fields.en} not as asked for: {number}")
    if isinstance(check, Tally):
        return _difference(first, check)
    if isinstance(check, Overlap):
        return Text(f"{number}时间重叠", f"times that overlap: {number}")
    if isinstance(check, Cover) and check.by == "posts":
        return Text(f"{number}未见在任人员", f"nobody seen in office for {number}")
    return Text(f"{number}无对应登记", f"no entry for {number}")


def _unpreceded(entry: Entry, what: Text, number: str) -> Text:
    if entry.first.status == "missing":
        return Text(f"{number}在活动前未见{what.zh}", f"no {what.en} seen before it: {number}")
    codes = dict.fromkeys(code for one in entry.findings for use in one.records for code in reasons(use.reasons))
    if set(codes) <= set(_WINDOW):
        zh, en = (listed((_WINDOW[code].say(say) for code in codes), say) for say in ("zh", "en"))
        return Text(f"{number}的{what.zh}{zh}", f"{what.en} {en}: {number}")
    return Text(f"{number}之前的{what.zh}不符合要求", f"{what.en} before it not in order: {number}")


def _unknown(finding: Finding, number: str, language: str) -> str:
    head, _, field = (finding.reason or "").partition(":")
    if head != "attribute_unknown":
        text = standing_words(finding.reason, language) if finding.reason else ""
        return text[:1].upper() + text[1:]
    name = column(field, language)
    if language == "en":
        return f"{name} is not filled in, cannot be read, or has no column: {number}"
    return f"{number}：{name}未填、无法识别或台账无此列，不能判断"


def _difference(finding: Finding, check: Tally) -> Text:
    detail = finding.detail or {}
    parts = detail.get("parts")
    shown: Mapping[str, object] = parts if isinstance(parts, dict) else {}
    whole, total, difference = (_plain(detail.get(key)) for key in ("whole", "sum", "difference"))
    summed = " + ".join(_plain(value) for value in shown.values())
    summed = f"{summed} = {total}" if summed else total
    name = column(check.whole, "zh"), column(check.whole, "en")
    return Text(
        f"{name[0]}为 {whole}，各项合计 {summed}，相差 {difference}",
        f"{name[1]} {whole}, but {summed}: off by {difference}",
    )


def _found(finding: Finding, duty: Duty, types: Types, language: str) -> str:
    """Return one finding with its row and what was seen of it."""
    label, colon = _label(finding, duty, language), ": " if language == "en" else "："
    stop = "; " if language == "en" else "；"
    if finding.kind == "tally" and isinstance(duty.check, Tally) and finding.detail:
        said = [_difference(finding, duty.check).say(language)] if finding.status == "invalid" else []
    elif finding.kind in ("record", "overlap"):
        said = [text for use in finding.records if (text := stop.join(_why(use, duty, types, language)))]
    else:
        said = list(_records(finding, duty, types, language))
        done = (finding.detail or {}).get("on")
        said += [f"{done}"] if done else []
    text = stop.join(said)
    return f"{label}{colon}{text}" if label and text else label or text


def _why(use: RecordUse, duty: Duty, types: Types, language: str) -> Iterator[str]:
    """Yield why a record does not count."""
    test = attendance_test(duty, None)
    for code in reasons(use.reasons):
        if code in _WINDOW:
            yield _WINDOW[code].say(language)
        else:
            yield record_words(code, language, use.facts, test, types)


def _records(finding: Finding, duty: Duty, types: Types, language: str) -> Iterator[str]:
    """Yield the records that were held against a trigger, each with why it does not count."""
    for use in finding.records[:_FEW]:
        text = f"{use.date or ''} {clipped(use.source, 160)}".strip()
        why = list(_why(use, duty, types, language))
        if use.use == "made_up":
            why.insert(0, "made up" if language == "en" else "补开")
        yield (f"{text} ({', '.join(why)})" if language == "en" else f"{text}（{'，'.join(why)}）") if why else text


def _label(finding: Finding, duty: Duty, language: str) -> str:
    """Return which one a finding is: its subject where a unit has many, its value, its day and row."""
    many, english = finding.subject.kind in MANY, language == "en"
    parts = [called(finding.subject, language)] if many else []
    detail, due = finding.detail or {}, ""
    if finding.kind == "cover":
        former = detail.get("former")
        rows = listed((clipped(str(row), 160) for row in former[:_FEW]), language) if isinstance(former, list) else ""
        value = clipped(str(detail.get("value", "")))
        parts.append(
            f"{value} (before: {rows})" if rows and english else f"{value}（原登记 {rows}）" if rows else value
        )
    elif finding.kind not in ONCE and finding.period:
        parts.append(f"{finding.period.start}")
        parts += [clipped(place, 160) for place in places_of(finding)]
        if finding.kind == "overlap":
            parts.append(f"{str(detail.get('from', ''))[11:]}–{str(detail.get('until', ''))[11:]}")
        if finding.status == "missing" and finding.due:
            due = f" (due {finding.due})" if english else f"（应不迟于 {finding.due}）"
    return " ".join(parts) + due


def _number(number: int, duty: Duty, kind: str, language: str) -> str:
    """Return how many in words: requests, records, values, or subjects."""
    english, check = language == "en", duty.check
    if duty.kind in ("state", "tally"):
        return counted(number, kind, language)
    if isinstance(check, FollowUp) and check.requests:
        return f"{number} request{'' if number == 1 else 's'}" if english else f"{number} 件诉求"
    if isinstance(check, Cover):
        each = column(check.each, language)
        return f"{number} of {each}" if english else f"{number} 处{each}"
    if isinstance(check, Overlap):
        return f"{number}" if english else f"{number} 处"
    if kind == "member":
        return f"{number} for members" if english else f"{number} 人次"
    return f"{number} record{'' if number == 1 else 's'}" if english else f"{number} 条记录"


def columns_words(names: Sequence[str | None]) -> Text:
    """Return columns as they are named to the reader, as a list."""
    known = [name for name in names if name]
    return Text(
        listed((column(name, "zh") for name in known), "zh"), listed((column(name, "en") for name in known), "en")
    )


def _plain(value: object) -> str:
    return plain_number(value) if isinstance(value, Number) else str(value)
