"""The JSON report: its schema, its bytes, its numbers, and what a hostile name does to it."""

from __future__ import annotations

import io
import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from checkbranch.engine.findings import STATUSES, Coverage, Doubt, Finding, NearMiss, Subject, WaiverUse
from checkbranch.reports import Which, schema_path, write_json
from checkbranch.reports.json_text import json_value

from .reports_fake import FakeAudit, finding, household, ledger, record

DAY = date(2026, 5, 31)
FINDINGS = [
    finding("assembly", "2026-Q1", "made_up", records=(record(9, "made_up", "inferred"),)),
    finding("assembly", "2026-Q2", "open", due=DAY, close_by=DAY, days_left=0),
    finding("committee", "2026-01", "met", records=(record(5), record(6, "rejected", "same_day_duplicate"))),
    finding("committee", "2026-02", "missing", can_make_up_until=DAY),
    finding(
        "committee",
        "2026-03",
        "invalid",
        reason="below_quorum",
        records=(record(7, "rejected", "below_quorum", present=1, expected=3),),
        near_misses=(NearMiss("below_quorum", "r7", "台账.xlsx!2026年!7", {"lacking": 1}),),
        detail={"attributed": "inferred"},
    ),
    finding("committee", "2026-04", "waived", waiver=WaiverUse("w.csv!2", DAY, DAY, "防汛", "乡党委", None)),
    finding("committee", "2026-05", "short", required=Decimal("8.50"), counted=Decimal("1E+1"), made_up=0),
    finding("visit", "2026-Q1", "unknown", household(1), doubts=(Doubt("unread_rows", "a.csv!3"),), required=None),
    finding("visit", "2026-Q1", "not_applicable", household(2), reason="partial_period"),
]


def written(audit: FakeAudit, language: str = "zh", which: Which = "all") -> str:
    out = io.StringIO()
    write_json(audit, out, language, which)
    return out.getvalue()


def sample(findings: list[Finding] | None = None) -> FakeAudit:
    coverage = (
        Coverage("B1", date(2026, 1, 1), DAY, False),
        Coverage("B1", None, DAY, True, ("visit",)),
    )
    return FakeAudit(FINDINGS if findings is None else findings, ledger=ledger(), coverage=coverage)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_schema_holds(language: str) -> None:
    schema = json.loads(schema_path().read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads(written(sample(), language)))
    Draft202012Validator(schema).validate(json.loads(written(sample([]), language)))


def test_keys_stand_in_the_order_of_the_contract() -> None:
    report = json.loads(written(sample()))
    assert " ".join(report) == (
        "format as_of span workspace language engine packs inputs coverage fingerprint units duties "
        "summary findings flags problems slack unannounced without_waivers"
    )
    assert " ".join(report["findings"][0]) == (
        "id duty kind subject unit period status required counted made_up records severity reason due close_by "
        "days_left can_make_up_until waiver doubts near_misses detail message remedy"
    )
    assert list(report["summary"]) == ["total", *STATUSES]


def test_one_finding_a_line_and_the_same_bytes_every_time() -> None:
    text = written(sample())
    assert text == written(sample())
    lines = [line.rstrip(",") for line in text.split("\n") if line.startswith('{"id":') and '"duty":' in line]
    assert [json.loads(line)["id"] for line in lines] == [row.id for row in FINDINGS]


def test_the_language_changes_messages_and_titles_only() -> None:
    chinese, english = (json.loads(written(sample(), language)) for language in ("zh", "en"))
    assert chinese != english
    assert _wordless(chinese) == _wordless(english)


def _wordless(value: Any) -> Any:
    if isinstance(value, list):
        return [_wordless(item) for item in value]
    if not isinstance(value, dict):
        return value
    words = {"message", "title", "remedy", "language"}
    return {key: None if key in words and item else _wordless(item) for key, item in value.items()}


def test_gaps_alone_are_listed_while_the_summary_counts_all() -> None:
    report = json.loads(written(sample(), which="gaps"))
    assert {row["status"] for row in report["findings"]} == {"short", "invalid", "missing"}
    assert report["summary"]["total"] == len(FINDINGS) == sum(report["summary"][status] for status in STATUSES)


def test_numbers_are_plain() -> None:
    row = next(line for line in written(sample()).split("\n") if '"status":"short"' in line)
    assert '"required":8.5,"counted":10,"made_up":0' in row


def test_waivers_doubts_and_near_misses() -> None:
    rows = {row["status"]: row for row in json.loads(written(sample()))["findings"]}
    assert rows["waived"]["waiver"] == {
        "source": "w.csv!2",
        "from": "2026-05-31",
        "until": "2026-05-31",
        "reason": "防汛",
        "approver": "乡党委",
        "document": None,
    }
    assert rows["unknown"]["doubts"] == [{"code": "unread_rows", "source": "a.csv!3"}]
    assert rows["invalid"]["near_misses"][0]["record"] == "r7"
    assert rows["invalid"]["detail"] == {"attributed": "inferred"}


def test_equal_verdicts_of_different_duties_keep_their_own_words() -> None:
    audit = sample([finding("assembly", "2026-Q1", "missing"), finding("committee", "2026-01", "missing")])
    audit.rules = type(audit.rules)(
        audit.rules.packs,
        tuple(d if d.id != "committee" else type(d)(**_fields(d) | {"remedy": None}) for d in audit.rules.duties),
        audit.rules.activities,
        audit.rules.may_combine,
        audit.rules.sources,
    )
    first, second = json.loads(written(audit))["findings"]
    assert first["remedy"] != second["remedy"]


def _fields(duty: Any) -> dict[str, Any]:
    return {name: getattr(duty, name) for name in duty.__slots__}


@pytest.mark.parametrize(
    "name", ['"quoted"\\', "two\nlines", "\u202eright", "a\u2028b", "\x85\x00", "\ud800", "[bold]"]
)
def test_hostile_names_stay_on_their_line_and_can_be_written(name: str) -> None:
    subject = Subject("household", name, name)
    text = written(sample([finding("visit", "2026-Q1", "met", subject)]))
    line = next(line for line in text.splitlines() if '"duty":"visit"' in line)
    assert json.loads(line)["subject"]["name"] == name
    text.encode("utf-8")


def test_values_without_a_form_are_refused() -> None:
    assert (
        json_value({"a": Fraction(1, 2), "b": [True, None, 3], "c": ("x",)})
        == '{"a":"1/2","b":[true,null,3],"c":["x"]}'
    )
    with pytest.raises(TypeError, match="object"):
        json_value(object())
