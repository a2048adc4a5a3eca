"""The packs of hints: only hints, never accusing, each told on the page of docs; texts are off until chosen."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from checkbranch.cli import main
from checkbranch.engine.cases.files import suites
from checkbranch.engine.cases.suite import run_suite
from checkbranch.engine.packs import load_rules
from checkbranch.engine.packs.check_model import Hint
from checkbranch.engine.packs.model import Duty, RuleBook
from checkbranch.rules import names, path_of

CASES = Path(__file__).parent / "cases"
CHOSEN = CASES / "text_hints_chosen.yaml"
PAGE = (Path(__file__).parent.parent / "docs" / "hints.md").read_text("utf-8")
PACKS = ("consistency-hints", "text-hints")
ACCUSING = re.compile("造假|弄虚作假|补本子|抄袭|照搬|违规|虚假|不实|fake|forg|plagiar|cheat|falsif", re.IGNORECASE)


@cache
def book(name: str) -> RuleBook:
    return load_rules([name], Path(), path_of, names())


def own(name: str) -> list[Duty]:
    return [each for each in book(name).duties if each.pack == name]


EACH = [(name, each) for name in PACKS for each in own(name)]
each_duty = pytest.mark.parametrize(("name", "duty"), EACH, ids=[each.id for _, each in EACH])


@each_duty
def test_a_hint_is_information_rests_on_no_provision_and_asks_to_look_again(name: str, duty: Duty) -> None:
    assert duty.severity == "info"
    assert duty.id.startswith("hint-")
    for basis in duty.basis:
        source = book(name).sources[basis.source]
        assert source.local
        assert source.checked_on
        assert basis.note
        assert "非条文要求" in basis.note.zh
        assert "no provision" in basis.note.en
    assert duty.remedy
    assert duty.note
    assert duty.remedy.zh.startswith("请再核对一下")
    assert duty.remedy.en.startswith("Please ")
    assert "不需要改动" in duty.remedy.zh or "不要凭印象补写" in duty.remedy.zh
    said = (duty.title, duty.remedy, duty.note, *(basis.note for basis in duty.basis))
    assert [text for text in said if text and (ACCUSING.search(text.zh) or ACCUSING.search(text.en))] == []


@each_duty
def test_every_duty_is_told_on_the_page(name: str, duty: Duty) -> None:
    assert f"`{duty.id}`" in PAGE


def test_the_page_names_no_duty_that_there_is_not() -> None:
    told = set(re.findall(r"`(hint-[a-z-]+)`", PAGE))
    assert told == {each.id for _, each in EACH}


@pytest.mark.parametrize("defect", [f"D{n}" for n in range(1, 16)])
def test_every_defect_that_inspectors_report_is_told_on_the_page(defect: str) -> None:
    (line,) = [line for line in PAGE.splitlines() if line.startswith(f"| {defect} |")]
    (_, _, what, where, how, _) = line.split("|")
    assert what.strip()
    assert how.strip()
    named = re.findall(r"`([a-z-]+)`", where)
    duties = {each.id for name in (*PACKS, "branch-lights") for each in book(name).duties}
    assert set(named) <= duties
    assert named or "—" in where


def test_texts_are_compared_only_where_that_is_chosen() -> None:
    assert all(each.off for each in own("text-hints"))
    assert not any(each.off for each in own("consistency-hints"))
    for each in own("text-hints"):
        assert each.note
        assert each.note.zh.startswith("默认停用")
        assert each.note.en.startswith("Off by default")


def test_the_hints_from_texts_are_tried_once_they_are_chosen() -> None:
    (suite,) = suites(CHOSEN.with_suffix(".cases.yaml").as_posix(), path_of, names())
    result = run_suite(suite, "reference")
    assert [(r.case.name, d) for r in result.results for d in r.differences] == []
    chosen = load_rules([CHOSEN.name], CHOSEN.parent, path_of, names())
    assert [each.id for each in chosen.duties if each.off] == []


def test_a_pack_of_ones_own_adds_a_document_and_keeps_the_others() -> None:
    chosen = load_rules([CHOSEN.name], CHOSEN.parent, path_of, names())
    (before,) = [each.check for each in own("text-hints") if each.id == "hint-studied-before-published"]
    (after,) = [each.check for each in chosen.duties if each.id == "hint-studied-before-published"]
    assert isinstance(before, Hint)
    assert isinstance(after, Hint)
    (added,) = set(after.documents) - set(before.documents)
    assert (added.name, added.published) == ("示例县委九届六次全会决议", date(2026, 1, 20))
    assert set(before.documents) < set(after.documents)


def test_every_document_says_what_its_day_rests_on() -> None:
    (check,) = [each.check for each in own("text-hints") if each.id == "hint-studied-before-published"]
    assert isinstance(check, Hint)
    assert len(check.documents) >= 10
    for each in check.documents:
        assert each.source
        day = each.published
        assert f"{day.year}年{day.month}月{day.day}日" in each.source
        assert each.checked_on
        assert each.checked_on > day
        assert each.title.en != each.name
        assert all(sum(letter.isalnum() for letter in name) >= 5 for name in each.names)


# what stands under “documents”, and what the message says of it
FAULTS = [
    ("{二十届三中全会决定: 2024-07-32}", "2024-07-32"),
    ("{二十届三中全会决定: {names: [三中全会决定]}}", "published: 2024-07-18"),
    ("{决定: 2024-07-18}", "too short"),
    ("{二十届三中全会决定: {published: 2024-07-18, names: [决定]}}", "too short"),
    ("{二十届三中全会决定: {publised: 2024-07-18}}", "Did you mean “published”"),
    ("[二十届三中全会决定]", "must be a map"),
    (None, "needs a list"),
]


@pytest.mark.parametrize(("written", "said"), FAULTS, ids=[row[1] for row in FAULTS])
def test_a_list_that_cannot_be_used_is_refused_with_its_line(written: str | None, said: str, tmp_path: Path) -> None:
    documents = f", documents: {written}" if written else ""
    (tmp_path / "own.yaml").write_text(
        "pack: own\nactivities: {talk: {zh: 会}}\nduties:\n  - id: early\n    title: 早\n    subject: branch\n"
        f"    hint: {{of: talk, every: year, sign: before_published{documents}}}\n",
        "utf-8",
    )
    done = CliRunner().invoke(main, ["rules", "lint", str(tmp_path / "own.yaml"), "--lang", "en"])
    assert done.exit_code == 2
    assert any("own.yaml:7:" in line and said in line for line in done.output.splitlines()), done.output
