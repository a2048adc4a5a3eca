"""Every kind of duty in words and as YAML again: ``kinds/every_kind.yaml`` said as ``kinds/words.yaml`` has it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from checkbranch.cli import main
from checkbranch.engine.packs import load_rules
from checkbranch.engine.packs.compare import settled
from checkbranch.engine.packs.condition_model import Operator
from checkbranch.engine.packs.duties import KINDS
from checkbranch.engine.packs.hint_signs import SHAPES
from checkbranch.engine.text import Text
from checkbranch.reports.rulebook.as_yaml import duty_yaml
from checkbranch.reports.words.rules import cadence_words, counting_words, demand, owed_words, rule_lines
from checkbranch.reports.words.shares import share_bound, share_words

FOLDER = Path(__file__).parent / "kinds"
PACK = FOLDER / "every_kind.yaml"
BOOK = load_rules([PACK.name], FOLDER, lambda name: None, [])
DUTIES = {duty.id: duty for duty in BOOK.duties}
WORDS: dict[str, Any] = yaml.safe_load((FOLDER / "words.yaml").read_text("utf-8"))


def run(*words: object) -> str:
    done = CliRunner().invoke(main, ["rules", *map(str, words)], terminal_width=100)
    assert done.exit_code in (0, 1), done.output
    return done.stdout


def test_every_kind_and_every_sign_is_among_them() -> None:
    assert {duty.kind for duty in BOOK.duties} == set(KINDS)
    assert {getattr(duty.check, "sign", None) for duty in BOOK.duties} - {None} == set(SHAPES)
    assert list(WORDS) == list(DUTIES)


@pytest.mark.parametrize("name", WORDS)
def test_what_is_owed(name: str) -> None:
    duty, said = DUTIES[name], WORDS[name]
    assert owed_words(duty, BOOK.activities) == Text(said["zh"], said["en"])
    assert list(cadence_words(duty)) == said["short"]


@pytest.mark.parametrize("name", WORDS)
def test_a_duty_is_said_whole_in_both_languages(name: str) -> None:
    for head, text in rule_lines(DUTIES[name], BOOK.activities):
        assert head.zh and head.en and text.zh and text.en
        assert not re.search("[\u4e00-\u9fff]", re.sub('"[^"]*"', "", text.en)), text.en


@pytest.mark.parametrize(
    ("name", "zh"),
    [
        ("follow-do", ["记录的对象、走访人栏写到其编号或姓名", "方式为 当面"]),
        ("follow-have", []),
        ("requests-resolved", []),
        ("vote-before", ["实到人数超过应到人数的半数"]),
        ("talk-with-all", ["记录的对象、参加人员栏写到其编号或姓名"]),
        ("any-record", ["记录的主持人栏写到其编号或姓名"]),
        ("one-place-any", []),
        ("lead-of-each", []),
    ],
)
def test_what_counts(name: str, zh: list[str]) -> None:
    assert [text.zh for text in counting_words(DUTIES[name])] == zh
    heads = [head.zh for head, _ in rule_lines(DUTIES[name], BOOK.activities)]
    assert heads == ["应有：", "适用：", *(["计入条件："] if zh else []), "核对方式："]


@pytest.mark.parametrize(
    ("name", "day", "zh"),
    [
        ("follow-have", "2026-06-30", "每次“支部大会”之后 5 天内，应填写“公示日期”"),
        ("follow-have", "2026-07-01", "每次“支部大会”之后 1 周内，应填写“公示日期”"),
        ("own-talk-before", "2026-12-31", "每次“民主评议”之前 60 天内，应先有“谈心谈话”"),
        ("own-talk-before", "2027-01-01", "每次“民主评议”之前 30 天内，应先有“谈心谈话”"),
        ("any-record", "2026-12-31", "每条活动记录应符合：主持人已填写"),
        ("any-record", "2027-01-01", "每条活动记录应符合：不作要求"),
        ("state-dated", "2027-01-01", "其登记应符合：任期届满日晚于 2027-01-01"),
    ],
)
def test_what_is_asked_on_a_day(name: str, day: str, zh: str) -> None:
    assert demand(DUTIES[name], BOOK, date.fromisoformat(day)).zh == zh


@pytest.mark.parametrize("name", WORDS)
def test_the_yaml_of_a_duty_is_read_as_the_same_duty(name: str, tmp_path: Path) -> None:
    head = PACK.read_text("utf-8").partition("duties:\n")[0]
    for day in (None, date(2026, 1, 1), date(2027, 1, 1)):
        duty = DUTIES[name] if day is None else settled(DUTIES[name], day)
        (tmp_path / "again.yaml").write_text(f"{head}duties:\n{duty_yaml(duty)}", "utf-8")
        (again,) = load_rules(["again.yaml"], tmp_path, lambda other: None, []).duties
        assert replace(again, chain=(), where_written="") == replace(duty, chain=(), where_written="")


HALF, THIRDS = Fraction(1, 2), Fraction(2, 3)


@pytest.mark.parametrize(
    ("op", "share", "zh", "en"),
    [
        ("at_least", HALF, "实到达应到的半数以上（含半数）", "at least half of them come (exactly half counts)"),
        ("over", HALF, "实到超过应到的半数", "more than half of them come (exactly half does not count)"),
        (
            "at_least",
            THIRDS,
            "实到达应到的三分之二以上（含三分之二）",
            "at least two thirds of them come (exactly two thirds counts)",
        ),
        (
            "over",
            Fraction(4, 5),
            "实到超过应到的五分之四",
            "more than four fifths of them come (exactly four fifths does not count)",
        ),
        (
            "at_most",
            Fraction(1, 3),
            "实到不超过应到的三分之一",
            "at most one third of them come (exactly one third counts)",
        ),
        ("under", HALF, "实到不足应到的半数", "less than half of them come (exactly half does not count)"),
        (
            "at_least",
            Fraction(85, 100),
            "实到达应到的85%以上（含85%）",
            "at least 85% of them come (exactly 85% counts)",
        ),
        ("at_least", Fraction(1), "实到等于应到", "all of them come"),
    ],
)
def test_a_share_says_whether_exactly_that_much_is_enough(op: Operator, share: Fraction, zh: str, en: str) -> None:
    assert share_bound(Text("实到", "come"), Text("应到", "them"), op, share) == Text(zh, en)


def test_shares() -> None:
    said = [share_words(Fraction(text)).zh for text in ("1/4", "9/10", "2/4", "1/11", "0.125", "1", "0")]
    assert said == ["四分之一", "十分之九", "半数", "1/11", "八分之一", "100%", "0%"]


# the commands


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_may_be_cut_down_to_a_kind(kind: str) -> None:
    shown = run("list", PACK, "--kind", kind)
    wanted = [duty.id for duty in BOOK.duties if duty.kind == kind]
    listed = [line.split()[0] for line in shown.splitlines() if line.startswith("  ") and line.split()[0] in DUTIES]
    assert listed == wanted


def test_a_list_of_a_kind_that_no_rule_has_says_so() -> None:
    assert "没有符合条件" in run("list", "branch-lights", "--kind", "tally")


@pytest.mark.parametrize("name", WORDS)
def test_a_duty_is_shown_in_both_languages_with_its_yaml(name: str) -> None:
    shown = "".join(run("show", name, "-w", PACK).split())
    for language in ("zh", "en"):
        assert "".join(WORDS[name][language].split()) in shown
    assert f"{DUTIES[name].kind}:" in shown


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_handbook_says_them_all(language: str, tmp_path: Path) -> None:
    for name in ("book.md", "book.html"):
        run("handbook", PACK, "--as-of", "2026-11-23", "--lang", language, "-o", tmp_path / name)
    html = (tmp_path / "book.html").read_text("utf-8").replace("&#34;", '"').replace("&#39;", "'").replace("&gt;", ">")
    for said in WORDS.values():
        assert said[language] in html
