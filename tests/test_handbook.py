"""``checkbranch rules handbook``: every rule in force is in it once, as Markdown and as a page to print.

``pytest tests/test_handbook.py --update`` writes the golden handbook anew; look at the difference first.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checkbranch.cli import main
from checkbranch.reports.md import escaped
from checkbranch.reports.rulebook.handbook_words import ordinal

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "huanghou"
GOLDEN = Path(__file__).parent / "golden" / "handbook-cn.zh.md"
DAY = ("--as-of", "2026-11-23")
HOSTILE = "</style><script>alert(1)</script>|*x*"
PACK = """\
pack: own
version: "1"
title: {zh: 自定规则包, en: Own pack}
sources: {s: {title: {zh: 某文, en: Text}, issued: 2020-01-01, issuer: 某委, checked_on: 2024-11-23}}
activities: {walk: {zh: 巡查, en: Walk, aliases: [巡逻]}, visit: {zh: 走访, en: Visit, aliases: [入户]}}
may_combine: [[walk, visit]]
duties:
  - id: walk-often
    title: {zh: "TITLE", en: "TITLE"}
    basis: [{source: s, article: "3", modality: shall, quote: "QUOTE", note: {zh: 注, en: Note}}]
    effective: {from: 2026-06-01, until: 2026-11-23}
    subject: branch
    quota: {do: walk, at_least: {2026-01-01: 1, 2026-07-01: 2}, every: month}
  - id: visit-yearly
    title: {zh: 每年走访, en: A visit a year}
    basis: [{source: s, article: "4", modality: shall}]
    subject: branch
    quota: {do: visit, at_least: 1, every: year}
    off: true
inferences:
  - id: walk-red
    title: {zh: 巡查红灯, en: Red light}
    subject: branch
    when: [{duty: walk-often, run: {at_least: 3}}]
    then: {flag: red, severity: warning, message: {zh: 红灯。, en: Red.}}
"""


class Page(HTMLParser):
    """What a browser would see: tags, ids, links to places in the page, and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.text += data


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["rules", "handbook", *map(str, words)])


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "own.yaml"
    path.write_text(PACK.replace("TITLE", HOSTILE).replace("QUOTE", "<b>每月巡查</b>"), "utf-8")
    return path


def test_golden(update: bool) -> None:
    done = run("cn-party-branch", *DAY, "--lang", "zh")
    assert done.exit_code == 0, done.output
    if update:
        GOLDEN.write_bytes(done.stdout_bytes)
    assert done.stdout == GOLDEN.read_text("utf-8")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_rules_of_a_workspace_are_there_once_and_every_link_leads_somewhere(language: str, tmp_path: Path) -> None:
    target = tmp_path / "book.html"
    assert run(EXAMPLE, *DAY, "--lang", language, "-o", target).exit_code == 0
    html = target.read_text("utf-8")
    page = Page(html)
    entries = re.findall(r"<article id=.*?</span> <bdi>.*?</bdi> <small>(.*?)</small>", html, re.S)
    assert len(entries) == len(set(entries)) == 46  # 31 duties, 15 inferences
    assert {"general-meeting", "household-visit", "skills-training", "committee-meeting-red"} <= set(entries)
    assert len(page.ids) == len(set(page.ids))
    assert page.links and {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert "script" not in page.tags and "http-equiv" in html


def test_one_rule_in_full(pack: Path) -> None:
    told = run(pack, *DAY).stdout
    assert "> **《某文》第3条，“应当”**" in told
    assert "> 说明：注" in told
    assert "- **应有**：“巡查”；周期每月" in told
    assert "数量先为：至少 1 次；2026-07-01 起为：至少 2 次" in told
    assert "当日适用：每月至少 2 次“巡查”" in told
    assert "- **据此推断**：巡查红灯" in told
    assert "次数为规则包自定，不是条文规定" in told
    assert "| 《某文》 | s | 某委 | 2020-01-01 | 2024-11-23 |" in told
    assert "| 巡查 | walk | 巡逻 |" in told and "| 巡查 | 走访 |" in told
    off = told[told.index("### 第三章 已停用") :]
    assert "`visit-yearly`（已停用，不作核对）" in off and "第4条" in off
    assert told.count("`visit-yearly`") == 1


@pytest.mark.parametrize(
    ("day", "owed", "state"),
    [
        ("2026-05-31", "1", "（自 2026-06-01 起施行）"),
        ("2026-06-01", "1", ""),
        ("2026-06-30", "1", ""),
        ("2026-07-01", "2", ""),
        ("2026-11-23", "2", ""),
        ("2026-11-24", "2", "（施行至 2026-11-23 止）"),
    ],
)
def test_what_holds_on_the_day(pack: Path, day: str, owed: str, state: str) -> None:
    told = run(pack, "--as-of", day).stdout
    assert f"截至 {day}。" in told
    assert f"当日适用：每月至少 {owed} 次“巡查”" in told
    assert f" `walk-often`{state}\n" in told


def test_hostile_texts_are_shown_and_do_nothing(pack: Path, tmp_path: Path) -> None:
    target = tmp_path / "book.html"
    assert run(pack, *DAY, "-o", target).exit_code == 0
    page = Page(target.read_text("utf-8"))
    assert "script" not in page.tags and "b" not in page.tags[page.tags.index("blockquote") :][:3]
    assert HOSTILE in page.text and "<b>每月巡查</b>" in page.text
    told = run(pack, *DAY).stdout
    assert escaped(HOSTILE) == r"\</style\>\<script\>alert(1)\</script\>\|\*x\*"
    assert escaped(HOSTILE) in told and "<script>" not in told


@pytest.mark.parametrize(
    ("quote", "shown"), [("1. 每月", r"1\. 每月"), ("- 每月", r"\- 每月"), ("每月1.5次", "每月1.5次")]
)
def test_a_quote_does_not_begin_a_list(pack: Path, quote: str, shown: str) -> None:
    pack.write_text(PACK.replace("QUOTE", quote), "utf-8")
    assert f"\n> {shown}\n" in run(pack, *DAY).stdout


def test_the_name_of_the_file_says_the_format(tmp_path: Path) -> None:
    for name, words, html in (
        ("a.md", (), False),
        ("a.html", (), True),
        ("a.MD", (), False),
        ("a.htm", (), True),
        ("b.md", ("--format", "html"), True),
        ("b.html", ("--format", "md"), False),
    ):
        assert run("branch-lights", *DAY, *words, "-o", tmp_path / name).exit_code == 0
        assert (tmp_path / name).read_text("utf-8").startswith("<!DOCTYPE html>" if html else "# 制度汇编")


@pytest.mark.parametrize("form", ["html", "md"])
def test_the_same_rules_give_the_same_bytes(form: str) -> None:
    first, second = (run(EXAMPLE, *DAY, "--format", form).stdout_bytes for _ in range(2))
    assert first == second and len(first) > 20_000


def test_one_pack_of_a_workspace() -> None:
    told = run(EXAMPLE, *DAY, "--pack", "huanghou-local").stdout
    assert "## 第一编" in told and "## 第二编" not in told
    assert "`skills-training`" in told and "`general-meeting`" not in told
    assert "另改写其他规则包的 general-meeting" in told


def test_the_title_page_bears_the_name_of_the_workspace_or_of_the_pack(pack: Path) -> None:
    for words, title in (
        ((EXAMPLE,), "皇后乡易地扶贫搬迁联合党支部"),
        ((EXAMPLE, "--pack", "branch-lights"), "皇后乡易地扶贫搬迁联合党支部"),
        ((pack,), "自定规则包"),
        ((pack, "--lang", "en"), "Own pack"),
        (("cn-party-branch",), "党支部组织生活基本制度"),
    ):
        assert run(*words, *DAY).stdout.splitlines()[2] == f"**{title}**"


def test_bad_calls(tmp_path: Path) -> None:
    for words, said in (
        ((EXAMPLE, "--pack", "huanghou-locl"), "是否应为“huanghou-local”"),
        (("cn-party-brnch",), "是否应为“cn-party-branch”"),
        (("--pack", "cn-party-brnch"), "是否应为“cn-party-branch”"),
        ((EXAMPLE, "-o", tmp_path), "这是文件夹"),
        ((EXAMPLE, "-o", tmp_path / "no" / "a.md"), "不存在"),
    ):
        done = run(*words)
        assert done.exit_code == 2 and said in done.stderr, done.output
        assert not done.stdout
    assert run(EXAMPLE, "--format", "pdf").exit_code == 2
    assert not list(tmp_path.iterdir())


def test_ordinals() -> None:
    expected = {1: "一", 9: "九", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 99: "九十九", 100: "100"}
    assert {number: ordinal(number) for number in expected} == expected
