"""Every shipped pack, walked duty by duty: source, article, dates, severity, both languages, and cases of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from checkbranch import rules
from checkbranch.engine.cases.files import suites
from checkbranch.engine.cases.suite import run_suite
from checkbranch.engine.findings import GAPS
from checkbranch.engine.packs import load_rules
from checkbranch.engine.packs.inference_model import Inference
from checkbranch.engine.packs.model import Duty, RuleBook
from checkbranch.engine.text import Text
from checkbranch.reports.words.wording import STATUS

PACKS = rules.names()
CHOSEN = Path(__file__).parent / "cases"
FIRST, LAST = date(2008, 1, 1), date(2026, 12, 31)  # between these the instruments were issued and looked up


@cache
def book(*names: str) -> RuleBook:
    return load_rules(names, Path(), rules.path_of, rules.names())


DUTIES = [(name, each) for name in PACKS for each in book(name).duties if each.pack == name]
INFERENCES = [(name, each) for name in PACKS for each in book(name).inferences if each.pack == name]
each_pack = pytest.mark.parametrize("name", PACKS)
each_duty = pytest.mark.parametrize(("name", "duty"), DUTIES, ids=[f"{name} {each.id}" for name, each in DUTIES])
each_inference = pytest.mark.parametrize(
    ("name", "inference"), INFERENCES, ids=[f"{name} {each.id}" for name, each in INFERENCES]
)


def is_chinese(text: str) -> bool:
    return bool(re.search("[\u4e00-\u9fff]", text))


def sentences(duty: Duty) -> Iterator[Text]:
    yield from (text for text in (duty.remedy, duty.note, *(basis.note for basis in duty.basis)) if text)


def in_both(text: Text) -> bool:
    """Whether it speaks Chinese in Chinese, and English in English but for the words of ledgers that it quotes."""
    english = re.sub("“[^”]*”|\\([^)]*\\)", "", text.en)
    return is_chinese(text.zh) and bool(re.search("[A-Za-z]", english)) and not is_chinese(english)


def test_all_packs_may_be_used_together() -> None:
    assert {pack.id for pack in book(*PACKS).packs} == set(PACKS)


@each_pack
def test_a_pack_has_its_file_s_name_a_version_and_titles(name: str) -> None:
    pack = book(name).packs[-1]
    assert pack.id == name
    assert re.fullmatch(r"20\d\d\.\d+", pack.version)
    assert in_both(pack.title)


@each_pack
def test_a_source_says_who_issued_it_or_that_it_is_local_and_when_it_was_looked_up(name: str) -> None:
    for source in book(name).sources.values():
        assert source.checked_on, source.id
        assert (source.issued or FIRST) <= source.checked_on <= LAST, source.id
        assert source.local or source.issuer, source.id
        assert in_both(source.title), source.id


@each_pack
def test_only_national_packs_cite_national_instruments(name: str) -> None:
    own = [duty for pack, duty in DUTIES if pack == name]
    national = [duty.id for duty in own if any(not book(name).sources[b.source].local for b in duty.basis)]
    assert name.startswith("cn-") or national == []


@each_pack
def test_every_type_has_names_in_both_languages_and_aliases(name: str) -> None:
    for each in book(name).activities.values():
        assert in_both(each.title), each.id
        assert each.aliases, each.id


@each_duty
def test_a_duty_rests_on_a_provision(name: str, duty: Duty) -> None:
    assert duty.basis
    for basis in duty.basis:
        source = book(name).sources[basis.source]
        assert source.local or basis.article, "a national provision has its article, or “—” where none was seen"
        assert basis.article != "—" or basis.note, "why no article is named"
        assert not basis.inferred or basis.note, "an article that was not read says so"
        assert basis.quote is None or len(basis.quote) <= 20


@each_duty
def test_the_days_of_a_duty_are_plausible(name: str, duty: Duty) -> None:
    issued = [source.issued for b in duty.basis if (source := book(name).sources[b.source]).issued]
    national = [b for b in duty.basis if not book(name).sources[b.source].local]
    since, until = duty.effective_from, duty.effective_until
    assert since is not None or not national
    if since:
        assert FIRST <= since <= LAST
        assert not issued or since >= min(day for day in issued if day)
    if until:
        assert (since or FIRST) < until <= LAST


@each_duty
def test_the_severity_fits_the_wording(name: str, duty: Duty) -> None:
    if duty.modality == "generally":
        assert duty.severity in ("warning", "info")
    elif duty.severity != "error":
        assert duty.modality == "shall"
        assert duty.note, "why it is milder than its wording"


@each_duty
def test_a_duty_speaks_both_languages(name: str, duty: Duty) -> None:
    assert in_both(duty.title)
    assert len(duty.title.zh) <= 20
    assert not duty.title.zh.endswith("。")
    assert not duty.title.en.endswith(".")
    assert duty.remedy
    for text in sentences(duty):
        assert in_both(text), text
        assert text.zh.endswith(("。", "；"))
        assert text.en.endswith((".", "”"))


@each_inference
def test_an_inference_speaks_both_languages(name: str, inference: Inference) -> None:
    for text in (inference.title, inference.message):
        assert in_both(text), text


@each_duty
def test_nobody_is_accused_or_told_to_write_up_what_was_not_held(name: str, duty: Duty) -> None:
    for text in (duty.title, *sentences(duty)):
        zh = re.sub("不[^，。；]{0,6}(?:补写|补造|编造|虚报)", "", text.zh)
        assert not re.search("违规|违纪|造假|弄虚作假|失职|作弊|虚报|补写|补造|编造", zh), text.zh
        assert not re.search(r"\b(violat|fraud|guilty|cheat|offen[cs]e|fake)", text.en), text.en


@each_duty
def test_what_is_off_says_how_to_switch_it_on(name: str, duty: Duty) -> None:
    if duty.off:
        path = rules.path_of(name)
        assert path
        assert "override: true, off: false" in path.read_text("utf-8")
        assert duty.note
        assert "默认停用" in duty.note.zh
        assert "Off by default" in duty.note.en


def read(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Return a YAML file with every scalar as text: “off” is a word there, as in packs."""
    found: dict[str, list[dict[str, Any]]] = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
    return found


def expectations(pack: str, folder: Path | None = None) -> dict[str, set[str]]:
    """Return, by duty, the statuses that the cases of a pack expect of it."""
    if folder is None:
        paths = [suite.cases for suite in suites(pack, rules.path_of, rules.names()) if suite.cases]
    else:
        paths = sorted(folder.glob("*.cases.yaml"))
    status_of = {text.zh: status for status, text in STATUS.items()}
    found: dict[str, set[str]] = {}
    for path in paths:
        cases: list[dict[str, Any]] = read(path)["cases"]
        for expected in (one for case in cases for one in case.get("expect", [])):
            said = str(expected["status"])
            found.setdefault(expected["duty"], set()).add(status_of.get(said, said))
    return found


@each_duty
def test_a_duty_has_a_case_that_passes_and_one_that_trips(name: str, duty: Duty) -> None:
    """What is off is tried where it is switched on: by the packs among the cases of the tests."""
    found = expectations(name, CHOSEN if duty.off else None).get(duty.id, set())
    # An overlap is only ever told where there is one: it passes where none is found.
    assert found & ({"none"} if duty.kind == "overlap" else {"met", "made_up"})
    assert found & set(GAPS)


@pytest.mark.parametrize("path", sorted(CHOSEN.glob("*.cases.yaml")), ids=lambda path: path.name)
def test_what_is_off_comes_out_as_expected_once_it_is_on(path: Path) -> None:
    (suite,) = suites(path.as_posix(), rules.path_of, rules.names())
    result = run_suite(suite, "reference")
    assert [(each.case.name, difference) for each in result.results for difference in each.differences] == []


def test_what_is_off_is_switched_on_somewhere_to_be_tried() -> None:
    chosen = {
        each["id"]
        for path in CHOSEN.glob("*.cases.yaml")
        for each in read(path.with_name(path.name.replace(".cases", "")))["duties"]
        if each.get("off") == "false"
    }
    assert {duty.id for _, duty in DUTIES if duty.off} <= chosen
