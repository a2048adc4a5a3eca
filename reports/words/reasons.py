"""Why a record did not count, and why nothing can be said: every code of the closed lists in words, with its mend."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from ...engine.packs.check_model import InOrder
from ...engine.packs.condition_model import Condition, Nest, Test
from ...engine.packs.model import ActivityType, Duty
from ...engine.text import Text
from .attendance import attendance_words
from .fields import EVIDENCE, FIELD, MODE, column, named
from .wording import listed, plain_number

# Of a record. What follows the colon of a code takes the place of {f}.
RECORD: Mapping[str, Text] = {
    "below_quorum": Text("出勤未达规定比例", "attendance below what is required"),
    "attendance_unknown": Text(
        "应到或实到人数不明，出勤无法核实",
        "the number present or expected is not known, so attendance cannot be checked",
    ),
    "missing_field": Text("未填{f}", "{f} not filled in"),
    "missing_evidence": Text("缺{f}", "no {f}"),
    "condition": Text("{f}不符合规定", "{f} is not as required"),
    "same_day_duplicate": Text("同日同类已计一次，不重复计", "another record of that day already counts"),
    "future": Text("晚于截至日，只作计划", "after the as-of day, so only a plan"),
    "outside_existence": Text("不在该对象存续期间", "outside the time in which the subject exists"),
    "out_of_window": Text("早于所注明的时段", "held before the period it is named for"),
    "too_late": Text("超过补开期限", "after the time for making up"),
    "not_combinable": Text("与同场其他活动不能合并计算", "cannot be combined with the other types of the gathering"),
    "wrong_mode": Text("开展方式不符合规定", "not held in the required way"),
    "untested": Text("台账无{f}列，此项未核", "the ledger has no column {f}, so this was not checked"),
    "inferred": Text("未注明所属时段，按日期归入上一时段", "names no period; taken into the preceding one by its date"),
    "month_only": Text("只记到月份，没有具体日期", "recorded by month, without a day"),
}

# Of a finding that is not applicable or not known.
STANDING: Mapping[str, Text] = {
    "where": Text("按{f}不在适用范围", "out of scope by {f}"),
    "partial_period": Text("该时段内存续不满整期", "it existed in only part of the period"),
    "exempt": Text("名册注明免除", "exempted in the roster"),
    "after_complete_through": Text(
        "期限晚于“台账完整至”的日期，尚不能下结论", "due after the day through which the ledger is complete"
    ),
    "entry_grace": Text("尚在补登宽限期内", "still within the time allowed for entering records"),
    "before_log": Text("时段早于台账起始日", "it begins before the log does"),
    "no_ledger": Text("未读到相应台账", "no ledger of it was read"),
    "attribute_unknown": Text(
        "名册缺{f}，是否适用无法判断", "{f} is not in the roster, so it is not known whether this applies"
    ),
    "unread_rows": Text("有未能读取的行可能属于本项", "a row that could not be read may belong here"),
    "source_unreadable": Text("台账文件未能读取", "its source could not be read"),
    "waiver_partial": Text("豁免未覆盖整个时段", "a waiver covers only part of the period"),
}

# What to do about what is not known.
MEND: Mapping[str, Text] = {
    "after_complete_through": Text(
        "登记齐全后，把 complete_through（台账完整至）写到该日或以后",
        "once all is entered, set complete_through to that day or later",
    ),
    "entry_grace": Text(
        "宽限期满后重新核对；已登记齐全的，写明 complete_through（台账完整至）",
        "audit again when it is over, or set complete_through if all is entered",
    ),
    "before_log": Text(
        "如有更早的台账，请列入 data.activities 并把 log_starts（台账起始日）提前",
        "if there is an older ledger, add it to data.activities and set log_starts earlier",
    ),
    "no_ledger": Text(
        "尚未登记的，如实登记；另有台账的，列入 data.activities；现有台账本已包含此类活动的，在该来源写明 covers",
        "enter what was held; add its ledger to data.activities if there is one, or name the type under covers of the "
        "source that holds it",
    ),
    "attribute_unknown": Text("在名册补填{f}（{raw}）", "fill in {f} ({raw}) in the roster"),
    "missing_field": Text("在台账增设并填写{f}（{raw}）", "add the column {f} ({raw}) to the ledger and fill it in"),
    "unread_rows": Text("按“数据问题”逐行改正后重新核对", "correct the rows under data problems and audit again"),
    "source_unreadable": Text(
        "换成能打开的文件（如另存为 .xlsx）后重新核对", "supply a file that opens (for example saved as .xlsx)"
    ),
}

_SHARES: Mapping[Fraction, Text] = {Fraction(1, 2): Text("半数", "half")}


def attendance_test(duty: Duty, day: date | None) -> Test | None:
    """Return the duty's test of attendance in force on ``day``, or None."""
    asked = duty.check.must if isinstance(duty.check, InOrder) else duty.counts_when
    return _find_attendance(asked.values()[-1] if day is None else asked.at(day))


def _find_attendance(condition: Condition | None) -> Test | None:
    if isinstance(condition, Nest):
        found = (_find_attendance(part) for part in condition.parts if condition.kind != "none")
        return next((test for test in found if test is not None), None)
    return condition if condition is not None and condition.field == "attendance" else None


def _code_words(table: Mapping[str, Text], code: str, language: str) -> str:
    head, _, field = code.partition(":")
    text = table.get(head)
    if text is None:
        return code
    name = named(EVIDENCE, field, language) if head == "missing_evidence" else column(field, language)
    return text.say(language).format(f=name, raw=field)


def standing_words(code: str, language: str) -> str:
    """Return why a finding is not applicable or not known."""
    return _code_words(STANDING if code.partition(":")[0] in STANDING else RECORD, code, language)


def mend_words(code: str, language: str) -> str | None:
    """Return what the user can do so that it becomes known, or None where nothing can be done."""
    return _code_words(MEND, code, language) if code.partition(":")[0] in MEND else None


def record_words(
    code: str,
    language: str,
    facts: Mapping[str, object] | None = None,
    test: Test | None = None,
    types: Mapping[str, ActivityType] | None = None,
) -> str:
    """Return why a record did not count, with its numbers where ``facts`` and the attendance ``test`` give them."""
    facts = facts or {}
    if code == "below_quorum":
        return _quorum(facts, test, language) or _code_words(RECORD, code, language)
    if code == "attendance_unknown":
        return _attendance_unknown(facts, test).say(language)
    words = _code_words(RECORD, code, language)
    if code == "wrong_mode" and facts.get("mode"):
        mode = named(MODE, str(facts["mode"]), language)
        return f"{words} ({mode})" if language == "en" else f"{words}（{mode}）"
    if code == "not_combinable" and types is not None:
        names = type_names(facts.get("types"), types, language)
        return (f"{words}: {names}" if language == "en" else f"{words}（{names}）") if names else words
    return words


def _attendance_unknown(facts: Mapping[str, object], test: Test | None) -> Text:
    """Return which of the two numbers is not known: the ledger may hold both, and the roster lack the committee's."""
    present, expected = facts.get("present"), facts.get("expected")
    if isinstance(present, int) and expected is None and test is not None:
        if test.of:
            size = FIELD["committee_size"]
            return Text(
                f"单位表未填“{size.zh}”，出勤无法核实",
                f"the table of units has no {size.en}, so attendance cannot be checked",
            )
        return Text(
            "未记应到人数，出勤无法核实", "the number expected is not recorded, so attendance cannot be checked"
        )
    if isinstance(expected, int) and present is None:
        return Text("未记实到人数，出勤无法核实", "the number present is not recorded, so attendance cannot be checked")
    return RECORD["attendance_unknown"]


def _quorum(facts: Mapping[str, object], test: Test | None, language: str) -> str | None:
    present, expected = facts.get("present"), facts.get("expected")
    if present is None or expected is None:
        return None
    told = attendance_words(facts, test)
    if told is not None and told.exactly and not told.good:
        return told.words.say(language)
    numbers = f"{present} of {expected} present" if language == "en" else f"实到 {present} 人、应到 {expected} 人"
    if test is None or not isinstance(test.value, Fraction):
        rest = Text("，未达规定比例", ", below what is required")
    else:
        share = _SHARES.get(test.value)
        zh, en = (share.zh, share.en) if share else (f" {plain_number(test.value)}", plain_number(test.value))
        rest = (
            Text(f"，未超过{zh}", f", not more than {en}")
            if test.op == "over"
            else Text(f"，未达{zh}", f", fewer than {en}")
        )
    return numbers + rest.say(language)


def type_names(words: object, types: Mapping[str, ActivityType], language: str) -> str:
    """Return activity types (a word, or several) by their titles, as a list."""
    if words is None:
        return ""
    several = [words] if isinstance(words, str) else list(words) if isinstance(words, list | tuple | frozenset) else []
    titles = (types[str(word)].title.say(language) if str(word) in types else str(word) for word in several)
    return listed(titles, language)
