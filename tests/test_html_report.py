"""The HTML report: numbers that add up, one self-contained file, names that do no harm, many units rolled up."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from checkbranch.engine.findings import Subject
from checkbranch.engine.ledger.model import Ledger, Problem
from checkbranch.engine.text import Text
from checkbranch.engine.workspaces.settings import Workspace
from checkbranch.reports.digest import units_of
from checkbranch.reports.html import rollup as html_rollup
from checkbranch.reports.html.report import HtmlReport
from checkbranch.reports.html.tree import tree_of
from checkbranch.reports.shares import Shares, tallies_of

from .html_sample import HOSTILE, Seen, branch, branch_year, light, tiles, township, written
from .reports_fake import FakeAudit, finding, household, record

LANGUAGES = ("zh", "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audit", [branch(), township(13), FakeAudit([])], ids=["branch", "township", "nothing"])
def test_what_was_owed_is_the_sum_of_its_shares(audit: FakeAudit, language: str) -> None:
    owed, *shares, not_applicable = tiles(written(audit, language))
    hints = sum(one.kind == "hint" for one in audit.given)
    assert owed == sum(shares)
    assert owed + not_applicable + hints == len(audit.given)


def test_every_status_is_in_its_share() -> None:
    assert tiles(written(FakeAudit(branch_year()))) == [9, 1, 1, 1, 2, 1, 3, 1]
    page = Seen(written(FakeAudit(branch_year()))).text
    assert "应开 9 项，已可下结论 5 项：按期或补开 2 项（40.0%），缺口 3 项（不足 1、不规范 1、无记录 1）。" in page
    assert "缺口中还可补开 1 项、已过补开期、须如实说明 2 项；未到期 2 项，最近一项 2026-12-31 前完成。" in page


@pytest.mark.parametrize(
    ("held", "gaps", "rate"), [(0, 0, ""), (0, 3, "0.0%"), (999, 1, "99.9%"), (1999, 1, "99.9%"), (7, 0, "100.0%")]
)
def test_a_share_is_rounded_down_so_that_all_means_all(held: int, gaps: int, rate: str) -> None:
    assert Shares({"met": held, "missing": gaps, "open": 5, "not_applicable": 9}).rate == rate


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audit", [branch(), township(13), FakeAudit([])], ids=["branch", "township", "nothing"])
def test_a_page_is_well_formed_and_asks_for_nothing_from_elsewhere(audit: FakeAudit, language: str) -> None:
    page = written(audit, language)
    seen = Seen(page)
    assert seen.open == []
    ids = seen.all("id")
    assert [name for name, number in Counter(ids).items() if number > 1] == []
    assert [link for link in seen.all("href") if not link.startswith("#") or link[1:] not in ids] == []
    assert seen.all("src") == [] and "url(" not in page and "@import" not in page
    assert set(seen.all("aria-labelledby")) <= set(ids)
    assert page == written(audit, language)


def test_only_its_own_style_and_script_may_run() -> None:
    page = written(branch())
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    for tag in ("style", "script"):
        (inside,) = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src &#39;sha256-{digest}&#39;" in policy
    assert policy.startswith("default-src &#39;none&#39;") and "unsafe" not in policy
    assert Seen(page).all("style") == Seen(page).all("onclick") == []


def test_a_source_links_to_where_it_can_be_read_and_nothing_else_does() -> None:
    audit = branch()
    source = replace(audit.rules.sources["rules2018"], url="https://example.org/rules")
    for url, links in (("https://example.org/rules", 1), ("javascript:alert(1)", 0)):
        book = replace(audit.rules, sources={"rules2018": replace(source, url=url)})
        found = [link for link in Seen(written(branch(rules=book))).all("href") if not link.startswith("#")]
        assert found == [url] * links


def test_one_branch_is_told_in_full() -> None:
    page = Seen(written(branch())).text
    for words in (
        "无记录", "一般每月召开1次", "请补开一次并写明所属时段。", "可补开至 2026-12-31。", "再有 1 人到会即达到规定",
        "有未能读取的行可能属于本项", "台账.xlsx!2026年!37", "已豁免（2026-05-01 至 2026-05-31）：防汛，乡党委批准",
        "日期“三月”无法识别。", "红灯：连续两月未见记录。", "2026年2月 按期开展committee ✗ 无记录",
        "另核对了 1 条提示，其中 1 条宜再次核对", "已停用、未核对的规则", "核验码： ABAB-ABAB-ABAB",
        "未核：按期开展committee", "实到 2 人、应到 5 人，未达半数",
    ):  # fmt: skip
        assert words.replace(" ", "") in page.replace(" ", ""), words


def test_the_grid_has_a_mark_a_word_and_a_link_for_every_cell() -> None:
    page = written(branch())
    row = page.split('class="what">按期开展committee</th>')[1].split("</tr>")[0]
    cells = re.findall(r"<td([^>]*)>(.*?)</td>", row)
    assert [Seen(inside).text.split(" ")[0] for _, inside in cells] == [*"✓✗△补免缺?–", "", "", "", ""]
    assert 'href="#u1-gap-1"' in cells[1][1] and 'href="#' not in cells[0][1]
    visits = page.split('class="what">按期开展visit</th>')[1].split("</tr>")[0]
    assert visits.count('colspan="3"') == 4 and "✗3" in visits and "57/<wbr>60" in visits


def test_many_subjects_are_told_together_and_each_stands_in_the_evidence() -> None:
    page = written(branch())
    card = page.split('id="u1-gap-4"')[1].split("</article>")[0]
    assert "✗</span> 无记录 3 户" in card and "住户19（H019）" in card
    evidence = page.split('id="u1-ev-4"')[1].split("</details>")[0]
    assert evidence.count("<tr>") == 1 + 240


def test_hostile_names_are_shown_and_do_nothing() -> None:
    subject = Subject("branch", HOSTILE, HOSTILE)
    found = branch_year(subject, HOSTILE)
    found[0] = replace(found[0], records=(replace(record(4, title=HOSTILE), source=HOSTILE),))
    found.append(finding("visit", "2026-Q1", "missing", household(1, HOSTILE), unit=HOSTILE))
    problem = Problem(HOSTILE, HOSTILE, HOSTILE, Text(HOSTILE, HOSTILE), "error")
    audit = FakeAudit(
        found,
        [(HOSTILE, HOSTILE, "branch", None)],
        ledger=Ledger(problems=[problem]),
        workspace=Workspace(Path("."), HOSTILE),
        flags=[light(found[1], unit=HOSTILE)],
    )
    many = township(13, HOSTILE + "{}")
    assert "😀" in Seen(written(audit)).text
    for page in (written(audit), written(audit, "en"), written(many)):
        seen = Seen(page)
        assert seen.open == []
        assert [tag for tag, _ in seen.tags].count("script") == 1
        assert not any(name.startswith("on") for _, attrs in seen.tags for name in attrs)
        assert not set("\u202e\u2066\ufeff") & set(page) and r"\u202e" in seen.text
        assert "<script>alert(1)</script>" in seen.text
        assert len(page.encode()) < 300_000


def test_units_roll_up_along_the_tree_with_the_same_sums_on_every_level() -> None:
    audit = township(25)
    tallies = tallies_of(audit, units_of(audit))
    (top,) = tree_of(audit, tallies)
    assert top.subject.id == "W" and [one.subject.id for one in top.below] == ["Z0", "Z1", "Z2"]
    assert (top.units, top.with_gaps) == (25, sum(tallies.of(unit.id).gap > 0 for unit in units_of(audit).shown))
    for node in (top, *top.below):
        assert node.shares.total == node.own.total + sum(one.shares.total for one in node.below)
        assert node.units == sum(one.units for one in node.below)
    assert top.shares == tallies.all() and top.shares.total == len(audit.given)
    branch = top.below[0].below[0]
    (group,) = branch.below
    assert (group.subject.kind, group.shares.share("unknown"), branch.own.share("unknown")) == ("group", 1, 0)
    assert branch.shares.counts == tallies.of(branch.subject.id).counts and (branch.units, branch.groups) == (1, 1)
    page = Seen(written(audit)).text
    assert "第2党总支（Z2） 党总支，5 个单位，4 个有缺口" in page


def test_the_ranking_says_what_is_lacking_since_when_and_which_lights_are_on() -> None:
    page = written(township(13))
    table = page.split('id="unit-table"')[1].split("</table>")[0]
    first = Seen(table.split("<tr data-s=")[1].split("</tr>")[0].split(">", 1)[1]).text
    assert first.startswith("1第0党支部（B0000） 第0党总支（Z0）80001160")
    assert "0.0%2026年1月按期开展committee 6" in first and "红灯：连续两月未见记录。" in first
    assert "2026年1月 ✗、2026年2月 ✗" in first
    assert table.count("<tr data-s=") == 13 and 'data-s="met open unknown"' in table and 'data-d="d1"' in table


def test_of_very_many_units_the_worst_are_listed_and_no_finding_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_rollup, "LISTED", 30)
    monkeypatch.setattr(html_rollup, "WORST", 10)
    monkeypatch.setattr(html_rollup, "IN_DETAIL", 20)
    audit = township(40)
    page = written(audit)
    assert audit.passes == []
    assert page.count("<tr data-s=") == 10
    text = Seen(page).text
    gaps = sorted((6 - min(n % 9, 6) for n in range(40)), reverse=True)
    assert f"只列缺口最多的 10 个单位。其余 30 个单位共有缺口 {sum(gaps[10:])} 项、待核 30 项" in text
    assert "没有下级的单位在此不一一列出" in text and "第3党总支（Z3） 党总支，10 个单位" in text
    links = {unit.id: f"{unit.id}.html" for unit in units_of(audit).shown}
    index = Seen("".join(HtmlReport(audit).index(links)))
    assert set(links.values()) <= set(index.all("href")) and "其余 30 个单位的页面" in index.text


def test_a_page_lists_only_so_much_evidence_and_counts_all_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    statuses = [*["met"] * 40, *["open"] * 40, *["missing"] * 40]
    given = [finding("visit", "2026-Q1", status, household(n)) for n, status in enumerate(statuses)]  # type: ignore[arg-type]
    whole = written(FakeAudit(given))
    monkeypatch.setattr("checkbranch.reports.html.unit.MOST", 100)
    page = written(FakeAudit(given))
    assert tiles(page) == tiles(whole)
    evidence, all_ = (text.split('class="evidence"')[1].split("</section>")[0] for text in (page, whole))
    rows, every = (Counter(re.findall(r'<td><span class="tag s-(\w+)', text)) for text in (evidence, all_))
    assert every == {"met": 40, "open": 40, "missing": 40} and rows == {"missing": 40, "open": 40}
    assert "另有达标的 40 项" in evidence and "另有未达标的" not in evidence
    monkeypatch.setattr("checkbranch.reports.html.evidence._LEAST", 10)
    monkeypatch.setattr("checkbranch.reports.html.unit.MOST", 50)
    evidence = written(FakeAudit(given)).split('class="evidence"')[1].split("</section>")[0]
    assert Counter(re.findall(r'<td><span class="tag s-(\w+)', evidence)) == {"missing": 40, "open": 10}
    assert "另有未达标的 30 项" in evidence
    summary = evidence.split("<summary>")[1].split("</summary>")[0]
    assert re.findall(r"\d+", Seen(summary).text) == ["40", "40", "40"]


def test_a_few_units_are_rolled_up_and_told_in_full_below() -> None:
    page = written(township(3))
    seen = Seen(page)
    assert seen.open == [] and {"#u1", "#u2", "#u3"} <= set(seen.all("href"))
    assert page.count('<section class="unit"') == 3 and page.count("<tr data-s=") == 3
    assert {"u1", "u2", "u3"} <= set(seen.all("id"))


def test_lights_of_information_are_told_together_where_units_are_many() -> None:
    audit = township(13)
    lit = [replace(flag, severity="info") for flag in audit.flags]
    page = Seen(written(replace(audit, flags=lit))).text
    assert "供参考 红灯：连续两月未见记录。 3 个：" in page and "由以下情况推出" not in page
