"""Every status, reason and number has its words, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import get_args

import pytest

from checkbranch.calendars import parse_period
from checkbranch.engine.findings import STATUSES, Finding, NearMiss, Number, PeriodRef, WaiverUse
from checkbranch.engine.packs import condition_model
from checkbranch.engine.packs.condition_model import Severity
from checkbranch.engine.packs.model import Basis, Modality
from checkbranch.engine.text import Text
from checkbranch.reports.words.fields import FIELD
from checkbranch.reports.words.messages import finding_message, finding_remedy, near_miss_message
from checkbranch.reports.words.periods import period_name
from checkbranch.reports.words.reasons import MEND, STANDING, mend_words, record_words, standing_words
from checkbranch.reports.words.wording import MARK, MODALITY, SEVERITY, STATUS, amount, cite, counted, plain_number

from .reports_fake import DUTIES, finding, record, rules

LANGUAGES = ("zh", "en")

RECORD_REASONS = (
    "below_quorum",
    "attendance_unknown",
    "missing_field:lecturer",
    "missing_evidence:minutes",
    "condition:duration",
    "condition:any",
    "condition:none",
    "same_day_duplicate",
    "future",
    "outside_existence",
    "out_of_window",
    "too_late",
    "not_combinable",
    "wrong_mode",
    "untested:attendance",
    "inferred",
    "month_only",
)

STANDING_REASONS = (
    "where:full_members",
    "partial_period",
    "exempt",
    "after_complete_through",
    "entry_grace",
    "before_log",
    "no_ledger",
    "attribute_unknown:full_members",
    "unread_rows",
    "source_unreadable",
)


def test_every_status_severity_and_modality_has_words_and_a_mark_of_its_own() -> None:
    assert set(STATUS) == set(MARK) == set(STATUSES)
    assert len(set(MARK.values())) == len(STATUSES)
    assert set(SEVERITY) == set(get_args(Severity))
    assert set(MODALITY) == set(get_args(Modality))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", RECORD_REASONS)
def test_reasons_of_records(code: str, language: str) -> None:
    _is_words(record_words(code, language), code, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", STANDING_REASONS)
def test_reasons_of_findings(code: str, language: str) -> None:
    _is_words(standing_words(code, language), code, language)


def _is_words(text: str, code: str, language: str) -> None:
    assert "{" not in text and "_" not in text, text
    assert text != code
    assert text.isascii() if language == "en" else not text.isascii()


def test_whatever_is_unknown_has_a_mend() -> None:
    settled = {"where", "partial_period", "exempt", "waiver_partial"}
    assert set(STANDING) - settled <= set(MEND)
    assert mend_words("attribute_unknown:full_members", "zh") == "在名册补填“正式党员数”（full_members）"
    assert mend_words("exempt", "zh") is None


@pytest.mark.parametrize(
    ("op", "value", "zh", "en"),
    [
        ("at_least", Fraction(1, 2), "实到 2 人、应到 5 人，未达半数", "2 of 5 present, fewer than half"),
        ("over", Fraction(1, 2), "实到 2 人、应到 5 人，未超过半数", "2 of 5 present, not more than half"),
        ("at_least", Fraction(4, 5), "实到 2 人、应到 5 人，未达 4/5", "2 of 5 present, fewer than 4/5"),
    ],
)
def test_a_quorum_is_told_with_its_numbers(op: str, value: Fraction, zh: str, en: str) -> None:
    test = condition_model.Test("attendance", op, value)  # type: ignore[arg-type]
    facts = {"present": 2, "expected": 5}
    assert record_words("below_quorum", "zh", facts, test) == zh
    assert record_words("below_quorum", "en", facts, test) == en


@pytest.mark.parametrize(
    ("present", "expected", "of", "zh", "en"),
    [
        (4, None, "committee", "单位表未填“支委会人数”", "the table of units has no committee size"),
        (4, None, None, "未记应到人数", "the number expected is not recorded"),
        (None, 9, None, "未记实到人数", "the number present is not recorded"),
        (None, 5, "committee", "未记实到人数", "the number present is not recorded"),
        (None, None, "committee", "应到或实到人数不明", "the number present or expected is not known"),
    ],
)
def test_attendance_that_is_unknown_says_which_number(
    present: int | None, expected: int | None, of: str | None, zh: str, en: str
) -> None:
    test = condition_model.Test("attendance", "at_least", Fraction(1, 2), of=of)
    facts = {"present": present, "expected": expected}
    assert record_words("attendance_unknown", "zh", facts, test) == f"{zh}，出勤无法核实"
    assert record_words("attendance_unknown", "en", facts, test) == f"{en}, so attendance cannot be checked"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (3, "3"),
        (Decimal("1.500"), "1.5"),
        (Decimal("2.000"), "2"),
        (Decimal("1E+2"), "100"),
        (Decimal("100"), "100"),
        (Decimal("0.0010"), "0.001"),
        (Decimal("0.000"), "0"),
        (Fraction(2, 3), "2/3"),
    ],
)
def test_numbers_are_written_without_exponent_and_idle_zeros(number: Number | Fraction, text: str) -> None:
    assert plain_number(number) == text


def test_amounts_have_their_unit() -> None:
    assert amount(4, None, "zh") == "4 次"
    assert amount(Decimal("31.50"), "hours", "zh") == "31.5 学时"
    assert amount(None, None, "zh") == "—"
    assert counted(1, "household", "en") == "1 household"
    assert counted(12, "household", "zh") == "12 户"


@pytest.mark.parametrize(
    ("key", "zh", "en"),
    [
        ("2026-09", "2026年9月", "September 2026"),
        ("2026-Q3", "2026年第三季度", "Q3 2026"),
        ("2026-H2", "2026年下半年", "second half of 2026"),
        ("2026", "2026年", "2026"),
    ],
)
def test_periods_are_called_by_name(key: str, zh: str, en: str) -> None:
    period = parse_period(key)
    ref = PeriodRef(key, period.start, period.end)
    assert (period_name(ref, "zh"), period_name(ref, "en")) == (zh, en)


def test_an_article_that_was_not_read_is_said_to_be_unchecked() -> None:
    basis = Basis("rules2018", "12", "generally", inferred=True)
    assert cite(basis, rules(), "zh") == "《示例条例》第12条（条号待核），“一般”"
    assert cite(basis, rules(), "en") == 'Sample Rules, art. 12 (article number to be checked), "generally"'
    for title, shown in (
        ("示例条例（试行）", "《示例条例（试行）》"),
        ("示例细则（2014年）", "《示例细则》（2014年）"),
        ("示例（甲）细则", "《示例（甲）细则》"),
    ):
        book = rules()
        source = replace(book.sources[basis.source], title=Text(title, "Sample"))
        told = cite(basis, replace(book, sources={**book.sources, basis.source: source}), "zh")
        assert told == f"{shown}第12条（条号待核），“一般”"
    assert cite(Basis("elsewhere", "附件一", "must"), rules(), "zh") == "elsewhere附件一，“必须”"


DAY = date(2026, 10, 31)
MESSAGES = [
    (finding("committee", "2026-01", "met"), "应 1 次，已有 1 次，达标。"),
    (finding("committee", "2026-01", "made_up"), "应 1 次，按期 0 次，补开 1 次。"),
    (finding("committee", "2026-01", "short", required=4, counted=1, made_up=1), "应 4 次，台账见 2 次，差 2 次。"),
    (
        finding("committee", "2026-01", "missing", can_make_up_until=DAY),
        "应 1 次，台账中未见记录。可补开至 2026-10-31。",
    ),
    (finding("committee", "2026-01", "missing", required=None), "台账中未见符合要求的记录。"),
    (
        finding("committee", "2026-01", "open", due=DAY, close_by=date(2026, 10, 30), days_left=3),
        "应 1 次，已有 0 次，尚未到期。截止 2026-10-31，还有 3 天，最后一个工作日 2026-10-30。",
    ),
    (
        finding("committee", "2026-01", "open", due=DAY, close_by=DAY, days_left=0),
        "应 1 次，已有 0 次，尚未到期。截止 2026-10-31，今天是最后一天。",
    ),
    (finding("committee", "2026-01", "unknown", reason="no_ledger"), "暂不能下结论：未读到相应台账。"),
    (
        finding("committee", "2026-01", "not_applicable", reason="where:full_members"),
        "不适用：按“正式党员数”不在适用范围。",
    ),
    (
        finding(
            "committee",
            "2026-01",
            "invalid",
            records=(record(3, "rejected", "below_quorum", present=2, expected=5),),
        ),
        "有记录，但不规范、未计入：实到 2 人、应到 5 人，未达半数。",
    ),
    (
        finding("committee", "2026-01", "waived", waiver=WaiverUse("w.csv!2", DAY, DAY, "防汛", "乡党委", None)),
        "已豁免（2026-10-31 至 2026-10-31）：防汛，乡党委批准。",
    ),
]


@pytest.mark.parametrize(("row", "text"), MESSAGES, ids=lambda value: getattr(value, "status", None))
def test_messages(row: Finding, text: str) -> None:
    assert finding_message(row, DUTIES[0], "zh") == text
    assert finding_message(row, DUTIES[0], "en").endswith(".")


def test_a_remedy_is_given_where_there_is_something_to_do() -> None:
    given = {status: finding_remedy(finding("committee", "2026-01", status), DUTIES[0], "zh") for status in STATUSES}
    assert {status for status, text in given.items() if text} == {"open", "short", "invalid", "missing"}
    unknown = finding("committee", "2026-01", "unknown", reason="unread_rows")
    assert finding_remedy(unknown, DUTIES[0], "en") == "Correct the rows under data problems and audit again."


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("code", "values", "word"),
    [
        ("below_quorum", {"lacking": 2}, "2"),
        ("unnamed_make_up", {"period": "2026-Q3"}, "2026-Q3"),
        ("not_combinable", {"types": ("committee", "visit")}, "committee"),
    ],
)
def test_near_misses(code: str, values: dict[str, object], word: str, language: str) -> None:
    text = near_miss_message(NearMiss(code, "r1", "a.csv!2", values), rules().activities, language)
    assert word in text and text != code


def test_a_column_is_called_as_a_header_may_be_written() -> None:
    """A reader who is told to fill in a column must be able to call it just so."""
    from checkbranch.engine.ledger.headers import TABLES

    headers: dict[str, set[str]] = {}
    for columns in TABLES.values():
        for name, column in columns.items():
            headers.setdefault(name, set()).update((*column.headers, *column.weak))
    unknown = [name for name, words in FIELD.items() if name in headers and words.zh not in headers[name]]
    assert unknown == ["left"]  # two words for members and for households, each of them known
