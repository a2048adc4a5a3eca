"""The text report: sums that add up, columns that line up, and names that do no harm."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import pytest
from rich.cells import cell_len

from checkbranch.engine.findings import STATUSES, Finding, NearMiss, Subject
from checkbranch.engine.ledger.model import Ledger, Problem
from checkbranch.engine.text import Text
from checkbranch.reports import write_text
from checkbranch.reports.digest import digest, units_of
from checkbranch.reports.layout import Page, cells, cut, safe, wrap
from checkbranch.reports.text.grid import cell_status, grid_tables, share
from checkbranch.reports.words.wording import STATUS

from .reports_fake import FakeAudit, finding, household, ledger, record

LANGUAGES = ("zh", "en")
DAY = date(2026, 12, 31)
OPEN: dict[str, Any] = {"due": DAY, "close_by": DAY, "days_left": 38}


def written(audit: FakeAudit, language: str = "zh", **options: Any) -> str:
    out = io.StringIO()
    write_text(audit, out, language, **options)
    return out.getvalue()


def branch_year() -> list[Finding]:
    rejected = record(37, "rejected", "below_quorum", "missing_evidence:minutes", present=2, expected=5, title="学习会")
    near = NearMiss("below_quorum", "r37", "台账.xlsx!2026年!37", {"lacking": 1})
    return [
        finding("committee", "2026-01", "met", records=(record(4, "counted", "untested:attendance"),)),
        finding("committee", "2026-02", "missing"),
        finding("committee", "2026-03", "invalid", records=(rejected,), near_misses=(near,)),
        finding("committee", "2026-04", "made_up"),
        finding("committee", "2026-05", "waived"),
        finding("committee", "2026-06", "short", required=2, counted=1, can_make_up_until=DAY),
        finding("committee", "2026-07", "unknown", reason="attribute_unknown:full_members"),
        finding("committee", "2026-08", "not_applicable", reason="where:full_members"),
        finding("assembly", "2026-Q4", "open", **OPEN),
        finding("appraisal", "2026", "open", **OPEN),
    ]


def households(number: int = 272) -> list[Finding]:
    rows = []
    for n in range(number):
        for quarter in (1, 2, 3):
            status = "missing" if (n + quarter) % 20 == 0 else "met"
            rows.append(finding("visit", f"2026-Q{quarter}", status, household(n)))  # type: ignore[arg-type]
        rows.append(finding("visit", "2026-Q4", "open", household(n), **OPEN))
    return rows


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_numbers_of_the_summary_add_up(language: str) -> None:
    audit = FakeAudit(branch_year() + households())
    line = next(line for line in written(audit, language).split("\n") if "2026-11-23" in line)
    words = [STATUS[status].say(language) for status in STATUSES]
    pattern = "(?:{0}) (\\d+)|(\\d+) (?:{0})".format("|".join(words))
    numbers = [int(a or b) for a, b in re.findall(pattern, line)]
    assert len(numbers) == len(STATUSES)
    assert sum(numbers) == len(audit.given)
    assert str(len(audit.given)) in line


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_every_line_of_a_grid_is_equally_wide(language: str, width: int) -> None:
    audit = FakeAudit(branch_year() + households())
    page = Page(io.StringIO(), language, width, False)
    tables = list(grid_tables(page, digest(audit, units_of(audit)), "B1"))
    assert len(tables) == 3
    for table in tables:
        for block in table.blocks(width - 2):
            assert len({cell_len("".join(line)) for line in block}) == 1
            assert max(cell_len(" ".join(line)) for line in block) <= width


def test_marks_stand_under_their_months() -> None:
    text = written(FakeAudit(branch_year()))
    head = next(line for line in text.split("\n") if "2026年每月" in line)
    row = next(line for line in text.split("\n") if line.startswith("  按期开展committee"))
    ends = [cell_len(head[: found.end()]) for found in re.finditer(r"\d+月", head)]
    marks = {cell_len(row[: found.end()]): found.group() for found in re.finditer(r"[✓✗△补免缺?–·]", row)}
    assert [marks.get(end, "") for end in ends] == ["✓", "✗", "△", "补", "免", "缺", "?", "–", "", "", "", ""]


def test_many_households_are_one_row_with_the_share_that_met() -> None:
    text = written(FakeAudit(households()))
    assert "✗13" in text and "259/272" in text and "·272" in text
    assert "等 13 户" not in text and "未到期，仍须完成（272 项）" in text
    assert text.count("\n") < 40


def test_a_cell_shows_the_worst_there_is() -> None:
    assert cell_status({"met": 9, "short": 1, "missing": 1}) == "missing"
    assert cell_status({"met": 9, "open": 1}) == "open"
    assert cell_status({"made_up": 1, "met": 9}) == "met"
    assert cell_status({"not_applicable": 2}) == "not_applicable"
    assert share({"met": 1, "made_up": 1, "missing": 1, "not_applicable": 5}) == "2/3"


def test_a_gap_is_told_with_provision_record_reason_and_remedy() -> None:
    text = written(FakeAudit(branch_year()), width=120)
    for part in (
        "依据：《示例条例》第12条，“一般”",
        "2026年2月  ✗ 无记录",
        "台账.xlsx!2026年!37  2026-03-05“学习会”  未计入：实到 2 人、应到 5 人，未达半数；缺会议记录",
        "可补开至 2026-12-31",
        "补开期已过",
        "怎么办：请补开一次并写明所属时段。",
        "再有 1 人到会即达到规定",
        "补法：在名册补填“正式党员数”（full_members）。",
        "台账无“应到、实到”列，未核：按期开展committee",
        "截止 2026-12-31（还有 38 天，含当日 29 个工作日）",
        "按期开展talk (talk)",
        "图例：",
    ):
        assert part in text, part


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_findings_are_told_only_when_asked_for(language: str) -> None:
    audit = FakeAudit(branch_year())
    told = "台账.xlsx!2026年!4 "
    assert told not in written(audit, language)
    assert told in written(audit, language, which="all")


def test_assumptions_come_first() -> None:
    audit = FakeAudit(branch_year(), assumptions=[Text("按一个党支部审核。", "Audited as one branch.")])
    assert written(audit).split("\n")[1] == "  - 按一个党支部审核。"


def test_problems_are_grouped_and_limited() -> None:
    book = ledger()
    rows = [Problem(f"a.csv!{n}", "type", "unknown_type", Text("类型不识。", "?"), "error") for n in range(100)]
    text = written(FakeAudit(branch_year(), ledger=Ledger(sources=book.sources, problems=rows + book.problems)))
    assert "活动类型未识别 unknown_type：100 条，未采用" in text
    assert text.count("a.csv!") <= 20 and "台账.xlsx!2026年!14" in text
    assert "10 行 = 采用 7 + 未采用 1 + 空行 1 + 跳过 1" in text


HOSTILE = ("two\nlines", "\u202eright", "[bold]x[/bold]", "\x1b[31mred", "tab\there", "\u200b", "x" * 300, "党" * 200)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_do_not_break_the_layout(name: str) -> None:
    rows = [finding("visit", "2026-Q1", "missing", household(n, name)) for n in range(3)]
    audit = FakeAudit(rows, rows=(("B1", name, "branch", None),), assumptions=[Text(name, name)])
    text = written(audit)
    assert all(char.isprintable() or char == "\n" for char in text)
    assert "[bold]" in text if "[bold]" in name else True
    calm = FakeAudit([finding("visit", "2026-Q1", "missing", household(n)) for n in range(3)])
    assert _grid(text) == _grid(written(calm))


def _grid(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.startswith("  2026年每季度") or "0/3" in line]


@pytest.mark.parametrize("width", [60, 80, 100])
def test_paragraphs_keep_to_the_width(width: int) -> None:
    lines = written(FakeAudit(branch_year() + households()), width=width).split("\n")
    assert [line for line in lines if cells(line) > width and "共 " not in line] == []


def test_wrapping_keeps_closing_marks_with_what_they_close() -> None:
    text = "台账中未见记录，请补开（并写明所属时段）。"
    for width in range(20, 44):
        lines = wrap(text, width)
        assert "".join(lines) == text
        assert all(cell_len(line) <= width for line in lines)
        assert not any(line[0] in "，。）" for line in lines)


def test_cutting_and_escaping() -> None:
    assert cut("每月召开支部委员会会议", 12) == "每月召开支.."
    assert safe("a\u202eb\nc") == "a\\u202eb\\x0ac"
    assert wrap("x" * 50, 20) == ["x" * 20, "x" * 20, "x" * 10]


def test_colour_only_where_asked_for() -> None:
    plain = written(FakeAudit(branch_year()))
    coloured = written(FakeAudit(branch_year()), color=True)
    assert "\x1b" not in plain
    assert re.sub("\x1b\\[[0-9]*m", "", coloured) == plain


def township(number: int) -> FakeAudit:
    names = [f"U{n}" for n in range(number)]
    rows = [(name, f"第{name}党支部", "branch", None) for name in names]
    findings = [
        finding(
            "committee",
            f"2026-0{month}",
            "missing" if n % 5 > month else "met",
            Subject("branch", name, rows[n][1]),
            unit=name,
        )
        for n, name in enumerate(names)
        for month in (1, 2, 3)
    ]
    return FakeAudit(findings, rows=rows)


def test_many_units_are_rolled_up_the_worst_first() -> None:
    audit = township(30)
    text = written(audit)
    lines = text.split("\n")
    at = next(number for number, line in enumerate(lines) if line.split()[:1] == ["单位"])
    assert lines[at + 1].split()[:3] == ["第U4党支部（U4）", "3", "2026年1月"]
    assert "缺口最多的 3 个单位（9 项）" in text
    assert audit.passes == ["gaps"]
    assert "--unit" in text


def test_very_many_units_are_told_without_looking_at_a_single_finding() -> None:
    audit = township(1000)
    text = written(audit)
    assert audit.passes == []
    assert "其余 800 个单位从略" in text


def test_groups_are_told_under_their_unit() -> None:
    group = Subject("group", "B1/一组", "一组")
    rows = [("B1", "联合党支部", "branch", None), ("B1/一组", "一组", "group", "B1")]
    for unit in ("B1", "B1/一组"):
        audit = FakeAudit([finding("group", "2026-01", "missing", group, unit=unit)], rows=rows)
        text = written(audit)
        assert "联合党支部（B1）" in text and "✗1" in text and "1 个党小组" in text


@pytest.mark.parametrize(("code", "word"), [(0, "未见须报告"), (1, "有须处理"), (2, "不完整")])
def test_the_last_line_explains_the_exit_code(code: int, word: str) -> None:
    assert word in written(FakeAudit([]), exit_code=code).rstrip().split("\n")[-1]
