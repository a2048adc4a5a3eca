"""CSV, Markdown, JUnit, SARIF and messages: what they hold, that hostile names do no harm, that schemas are met."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator
from lxml import etree

from checkbranch.engine.findings import Finding, Flag, Subject, WaiverUse
from checkbranch.engine.ledger.model import Ledger, Problem
from checkbranch.engine.packs.inference_model import Inference
from checkbranch.engine.text import Text
from checkbranch.engine.workspaces.settings import Workspace
from checkbranch.reports.asked import Ask
from checkbranch.reports.formats import AUDIT
from checkbranch.reports.layout import safe
from checkbranch.reports.programs.csv_report import COLUMNS

from .reports_fake import BRANCH, FakeAudit, duty, finding, household, ledger, record
from .reports_fake import rules as rules_of

SCHEMAS = Path(__file__).parent / "schemas"
FLAT = ("csv", "md", "junit", "sarif", "message")
HOSTILE = [
    "<script>alert(1)</script>",
    '=HYPERLINK("http://x.example","点我")',
    "]]> & <![CDATA[",
    "张\u202e三\u2066\u200f",
    "王" * 10_000,
    "👩‍👩‍👧 \U0001f600",
    "@all | a `b` [c](d) *e*",
    "甲\x00\x1b[31m\x0b\ufffe\ud800乙",
    "行一\n行二\r\n行三",
]


def written(audit: FakeAudit, form: str, **asked: Any) -> str:
    out = io.StringIO()
    write = AUDIT[form].text
    assert write is not None
    write(audit, out, Ask(**asked))
    text = out.getvalue()
    text.encode("utf-8")
    return text


def sample() -> FakeAudit:
    waiver = WaiverUse("waivers.csv!2", date(2026, 5, 1), date(2026, 5, 31), "防汛", "乡党委", None)
    return FakeAudit(
        [
            finding("committee", "2026-03", "met", records=(record(3),)),
            finding("committee", "2026-04", "invalid", records=(record(4, "rejected", "missing_field:present"),)),
            finding("committee", "2026-05", "waived", waiver=waiver),
            finding("committee", "2026-10", "missing", can_make_up_until=date(2026, 11, 30)),
            finding("committee", "2026-11", "open", due=date(2026, 11, 30), days_left=7),
            finding("assembly", "2026-Q3", "unknown", severity="error", reason="before_log"),
            finding("visit", "2026-Q3", "missing", household(1, "住户甲")),
            finding("visit", "2026-Q3", "missing", household(2, "住户乙")),
            finding("talk", "2026-H1", "short", counted=1, required=2, severity="error"),
        ],
        ledger=ledger(),
        flags=[Flag("f1", "red-light", "red", BRANCH, "B1", "error", Text("连续两月未见记录", "Two months"), ("x",))],
    )


def hostile(name: str) -> FakeAudit:
    return FakeAudit(
        [
            finding("visit", "2026-Q3", "missing", Subject("household", "H1", name)),
            finding("committee", "2026-03", "invalid", Subject("branch", "B1", name), records=(record(4, "rejected"),)),
            finding("committee", "2026-11", "open", due=date(2026, 11, 30)),
        ],
        rows=(("B1", name, "branch", None),),
        workspace=Workspace(Path("."), name),
        ledger=Ledger(problems=[Problem(f"{name}.xlsx!{name}!14", name, "bad_date", Text(name, name), "error")]),
        flags=[Flag("f1", "red", "red", Subject("branch", "B1", name), "B1", "error", Text(name, name), ())],
    )


def rows(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff") and "\r\n" in text
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


JUNIT = etree.XMLSchema(etree.parse(str(SCHEMAS / "junit-10.xsd")))
SARIF = Draft4Validator(
    json.loads((SCHEMAS / "sarif-2.1.0.json").read_text("utf-8")), format_checker=Draft4Validator.FORMAT_CHECKER
)


def junit(text: str) -> Any:
    document = etree.fromstring(text.encode("utf-8"))
    JUNIT.assertValid(document)
    return document


def sarif(text: str) -> Any:
    log = json.loads(text)
    SARIF.validate(log)
    return log["runs"][0]


@pytest.mark.parametrize("form", FLAT)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_same_audit_gives_the_same_bytes(form: str, language: str) -> None:
    assert written(sample(), form, language=language) == written(sample(), form, language=language) != ""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_csv_has_a_row_for_each_finding_and_columns_that_never_move(language: str) -> None:
    head, *found = rows(written(sample(), "csv", language=language))
    assert head == [name.say(language) for name, _ in COLUMNS] and head[-1] in ("编号", "id")
    assert len(found) == 9 and {len(row) for row in found} == {len(head)}
    gaps = rows(written(sample(), "csv", language=language, which="gaps"))[1:]
    assert [row[head.index("情况代码" if language == "zh" else "status")] for row in gaps] == [
        "invalid", "missing", "missing", "missing", "short",
    ]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_csv_computes_nothing_and_stays_one_row_each(name: str) -> None:
    text = written(hostile(name), "csv")
    found = rows(text)
    assert len(found) == 4 and all(len(row) == len(COLUMNS) for row in found)
    assert not [cell for row in found for cell in row if cell.lstrip().startswith(("=", "+", "-", "@", "＝"))]
    assert max(len(cell) for row in found for cell in row) <= 32_767
    assert text.replace("\r\n", "").isprintable() or "\ufeff" in text[:1]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_markdown_shows_hostile_names_as_they_are(name: str) -> None:
    text = written(hostile(name), "md", which="all")
    assert all(line.isprintable() for line in text.splitlines())
    assert not re.search(r"(?<!\\)<(?!a id)", text) and "://" not in text and "@" not in text
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(text)
    kinds = {child.type for token in tokens for child in token.children or ()} | {token.type for token in tokens}
    assert not kinds & {"html_inline", "html_block", "link_open", "image", "code_inline", "em_open", "fence"}
    tables = [token for token in tokens if token.type == "tr_open"]
    assert len(tables) == 2 + 2 + 3  # the counts, and two duties of one and two findings
    assert max(map(len, text.splitlines())) < 5000


def test_markdown_tells_gaps_with_what_to_do_once_for_each_duty() -> None:
    text = written(sample(), "md")
    assert text.count("补救：") == 3 and "住户甲" in text and "## 缺口（5 项）" in text
    assert "达标" in text and "| 2026年3月 |" not in text
    assert "没有缺口" in written(FakeAudit([finding("committee", "2026-03", "met")]), "md")


def test_junit_meets_its_schema_and_fails_for_gaps_alone() -> None:
    document = junit(written(sample(), "junit"))
    suites = {suite.get("name"): suite for suite in document}
    assert list(suites) == ["皇后乡联合党支部 (B1)", "亮灯与提示", "数据问题"]
    unit = suites["皇后乡联合党支部 (B1)"]
    assert [unit.get(name) for name in ("tests", "failures", "errors", "skipped")] == ["9", "5", "0", "3"]
    assert (document.get("tests"), document.get("failures")) == ("11", "7")
    cases = {case.get("name"): case for case in unit.iter("testcase")}
    assert [child.tag for child in cases["2026年3月"]] == []
    assert cases["2026年10月"][0].get("type") == "missing"
    assert "台账中未见记录" in cases["2026年10月"][0].get("message")
    assert cases["2026年第三季度"][0].tag == "skipped"
    assert len({(case.get("classname"), case.get("name")) for case in document.iter("testcase")}) == 11


def test_junit_keeps_the_cases_of_a_unit_together_whatever_their_order() -> None:
    audit = FakeAudit(
        [
            finding("committee", "2026-03", "met", Subject("branch", unit, None), unit=unit)
            for unit in ("B2", "B1", "B2")
        ]
        + [finding("visit", "2026-Q3", "missing", household(1), unit="B1")],
        rows=(("B1", "一", "branch", None), ("B2", "二", "branch", None)),
    )
    document = junit(written(audit, "junit"))
    assert [(suite.get("name"), len(suite.findall("testcase"))) for suite in document] == [
        ("一 (B1)", 2),
        ("二 (B2)", 2),
    ]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_junit_and_sarif_hold_hostile_names(name: str) -> None:
    document = junit(written(hostile(name), "junit"))
    assert [len(suite.findall("testcase")) for suite in document] == [3, 1, 1]
    assert safe(name)[:50] in document.get("name")
    run = sarif(written(hostile(name), "sarif"))
    uris = re.findall(r'"uri": "([^"]*)"', json.dumps(run))
    assert uris and all(re.fullmatch(r"[A-Za-z0-9%._~/-]*", uri) for uri in uris)


def test_sarif_tells_gaps_rows_waivers_flags_and_problems() -> None:
    run = sarif(written(sample(), "sarif", exit_code=1))
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    by_rule = [(result["ruleId"], result) for result in run["results"]]
    assert all(rules[result["ruleIndex"]] == rule for rule, result in by_rule if "ruleIndex" in result)
    assert [rule for rule, _ in by_rule].count("committee") == 3 and "data/bad_date" in rules
    invalid, waived, missing = (result for rule, result in by_rule if rule == "committee")
    assert invalid["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "%E5%8F%B0%E8%B4%A6.xlsx", "uriBaseId": "WORKSPACE"},
        "region": {"startLine": 4},
    }
    assert waived["suppressions"][0]["justification"].startswith("防汛 (乡党委")
    assert "suppressions" not in invalid and invalid["level"] == "warning" and invalid["kind"] == "fail"
    assert missing["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "B1"
    assert [r["level"] for rule, r in by_rule if rule in ("talk", "data/bad_date")] == ["error", "error"]
    assert (
        next(r for r in run["tool"]["driver"]["rules"] if r["id"] == "talk")["defaultConfiguration"]["enabled"] is False
    )
    assert run["invocations"] == [{"executionSuccessful": True, "exitCode": 1}]
    prints = [result["partialFingerprints"] for result in run["results"]]
    assert {"findingId/v1": sample().given[1].id} in prints and len({str(one) for one in prints}) == len(prints)


def test_sarif_of_all_findings_says_pass_and_not_decided() -> None:
    run = sarif(written(sample(), "sarif", which="all"))
    kinds = [result["kind"] for result in run["results"] if "kind" in result]
    assert kinds == ["pass", "fail", "fail", "fail", "informational", "open", "fail", "fail", "fail"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_message_says_what_until_when_and_no_name(language: str) -> None:
    text = written(sample(), "message", language=language)
    assert "住户甲" not in text and "住户乙" not in text and "H001" not in text
    assert ("2 户" if language == "zh" else "2 households") in text
    assert "2026-11-30" in text and text.count("\n") < 10
    lines = text.splitlines()
    assert lines[0] == (
        "【皇后乡联合党支部】截至 2026-11-23：" if language == "zh" else "[皇后乡联合党支部] as of 2026-11-23:"
    )
    assert "2026-11-30" in lines[1] and re.match(r"1\. ", lines[1])
    assert "talk" in text  # a duty is told by its title


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_a_message_is_short_and_harmless(name: str) -> None:
    audit = hostile(name)
    text = written(audit, "message")
    assert all(line.isprintable() and len(line) < 300 for line in text.splitlines())
    only = FakeAudit([finding("visit", "2026-Q3", "missing", Subject("household", "H1", f"甲{name[:40]}"))])
    assert safe(f"甲{name[:40]}") not in written(only, "message")


def test_a_branch_with_nothing_to_do_gets_one_line_and_branches_an_empty_line_between() -> None:
    given: Sequence[Finding] = [
        finding("committee", "2026-03", "met", Subject("branch", "B1", "一"), unit="B1"),
        finding("committee", "2026-10", "missing", Subject("branch", "B2", "二"), unit="B2"),
    ]
    audit = FakeAudit(given, rows=(("B1", "一", "branch", None), ("B2", "二", "branch", None)))
    first, second = written(audit, "message").split("\n\n")
    assert first == "【一】截至 2026-11-23：目前没有需要补办的事项。"
    assert second.startswith("【二】截至 2026-11-23：\n1. 按期开展committee（2026年10月）：无记录")


@pytest.mark.parametrize(("reason", "zh", "en"), [
    ("no_ledger", "台账尚未收到，有 2 项待核，收到之前不能下结论", "No ledger has been received: 2 not known"),
    ("source_unreadable", "台账文件未能读取，有 2 项待核", "The ledger could not be read: 2 not known"),
    ("after_complete_through", "另有 2 项待核，请核对台账和名册。", "2 not known: please check the ledger and roster."),
])  # fmt: skip
def test_a_branch_of_which_nothing_is_known_is_told_what_to_do(reason: str, zh: str, en: str) -> None:
    given = [finding("committee", key, "unknown", reason=reason) for key in ("2026-01", "2026-02")]
    told = {language: written(FakeAudit(given), "message", language=language) for language in ("zh", "en")}
    assert told["zh"].startswith(f"【皇后乡联合党支部】截至 2026-11-23：\n{zh}")
    assert en in told["en"] and told["zh"].count("\n") == 2


def test_a_household_duty_without_a_ledger_says_nothing_of_the_branchs_own() -> None:
    given = [finding("visit", "2026-Q1", "unknown", Subject("household", "H1", "甲"), reason="no_ledger")]
    assert "另有 1 项待核" in written(FakeAudit(given), "message")


def test_nothing_at_all_is_a_valid_report_too() -> None:
    empty = FakeAudit([], rows=())
    assert len(rows(written(empty, "csv"))) == 1
    assert len(junit(written(empty, "junit"))) == 0
    assert sarif(written(empty, "sarif"))["results"] == []
    assert "没有缺口" in written(empty, "md")
    told = written(empty, "message").splitlines()
    assert len(told) == 1 and "没有应办事项" in told[0] and "2026-01-01 至 2026-11-23 没有适用的事项" in told[0]
    off = FakeAudit([], rows=(), rules=rules_of([duty("talk", "half_year", off=True)]))
    assert "no duty is in force" in written(off, "message", language="en")


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_an_inference_that_is_off_is_listed_as_a_duty_that_is_off(form: str) -> None:
    light = Inference(
        "red", "sample", Text("红灯", "Red light"), "branch", (), "red", "warning", Text("红", "Red"), off=True
    )
    shown = written(FakeAudit(list(sample().findings("all")), rules=replace(rules_of(), inferences=(light,))), form)
    assert "按期开展talk" in shown and "红灯" in shown
