"""The shipped packs, walked as a whole, and what they owe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from checkbranch import rules
from checkbranch.calendars import Duration
from checkbranch.engine.packs import load_rules
from checkbranch.engine.packs.condition_model import Nest
from checkbranch.engine.packs.condition_model import Test as Is
from checkbranch.engine.packs.model import Duty, Late, RuleBook
from checkbranch.engine.text import Text

CHECKED = date(2026, 11, 23)

# duty, subject, types, how many, in each, article
OWED = [
    ("general-meeting", "branch", "general_meeting", 1, "quarter", "11"),
    ("committee-meeting", "branch", "committee_meeting", 1, "month", "12"),
    ("group-meeting", "group", "group_meeting", 1, "month", "13"),
    ("theme-day", "branch", "theme_day", 1, "month", "16"),
    ("life-meeting", "branch", "life_meeting", 1, "year", "17"),
    ("appraisal", "branch", "appraisal", 1, "year", "18"),
    ("talk-yearly", "member", "heart_to_heart_talk", 1, "year", "19"),
    ("committee-secretary-lecture", "member", "party_lecture", 1, "year", "16"),
    ("party-lecture", "branch", "party_lecture", 1, "quarter", ""),
    ("household-visit", "household", "household_visit", 1, "quarter", ""),
    ("monitored-visit", "household", "household_visit", 1, "month", ""),
    ("honour-prosperity", "branch", "honour_prosperity", 1, "year", ""),
    ("honour-morality", "branch", "honour_morality", 1, "year", ""),
    ("honour-family", "branch", "honour_family", 1, "year", ""),
    ("honour-daughter-in-law", "branch", "honour_daughter_in_law", 1, "year", ""),
    ("culture-activity", "branch", "culture_activity", 1, "half_year", ""),
    ("flag-raising", "branch", "flag_raising", 1, "half_year", ""),
    ("residents-training", "branch", "training", 1, "half_year", ""),
]
# what has no period: duty, subject, kind
STANDING = [
    ("household-helper", "household", "state"),
    ("household-employment", "household", "state"),
    ("area-lead", "branch", "cover"),
    ("area-officer", "branch", "cover"),
    ("building-lead", "branch", "cover"),
    ("zone-cleaner", "branch", "cover"),
    ("request-answered", "unit", "follow_up"),
    ("site-facilities", "branch", "state"),
    ("tally-households", "branch", "tally"),
    ("tally-people", "branch", "tally"),
    ("tally-residents", "branch", "tally"),
    ("occupancy", "branch", "tally"),
]
NATIONAL = [row[0] for row in OWED if row[5]]


@cache
def book(*names: str) -> RuleBook:
    return load_rules(names, Path(), rules.path_of, rules.names())


def duty(name: str) -> Duty:
    return next(each for each in book("huanghou-relocation").duties if each.id == name)


def texts(each: Duty) -> Iterator[Text]:
    yield from (text for text in (each.remedy, each.note, *(basis.note for basis in each.basis)) if text)


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def test_names_and_paths() -> None:
    assert {"branch-lights", "cn-party-branch", "cn-party-dues", "huanghou-relocation"} <= set(rules.names())
    assert rules.names() == sorted(rules.names())
    assert all((path := rules.path_of(name)) and path.is_file() for name in rules.names())
    assert rules.path_of("nowhere") is None
    assert rules.path_of("../cn-party-branch") is None


@pytest.mark.parametrize("name", rules.names())
def test_a_pack_is_called_as_its_file(name: str) -> None:
    pack = book(name).packs[-1]
    assert pack.id == name
    assert is_chinese(pack.title.zh)
    assert not is_chinese(pack.title.en)


def test_the_duties_are_these() -> None:
    found: list[tuple[object, ...]] = [
        (
            each.id,
            each.subject,
            *each.quota.do,
            *each.quota.at_least.values(),
            *each.quota.every.values(),
            each.basis[0].article,
        )
        for each in book("huanghou-relocation").duties
        if each.tiled
    ]
    assert found == OWED
    standing = [(each.id, each.subject, each.kind) for each in book("huanghou-relocation").duties if not each.tiled]
    assert standing == STANDING


def test_the_national_pack_stands_alone_and_is_left_as_it_is() -> None:
    alone = {each.id: each for each in book("cn-party-branch").duties}
    assert sorted(alone) == sorted(NATIONAL)
    assert all(duty(name) == each for name, each in alone.items())


@pytest.mark.parametrize("name", [row[0] for row in (*OWED, *STANDING)])
def test_every_duty_is_founded_and_speaks_both_languages(name: str) -> None:
    each = duty(name)
    assert each.remedy is not None
    assert (each.severity, each.modality) == ("warning", "generally")
    for basis in each.basis:
        source = book("huanghou-relocation").sources[basis.source]
        assert source.checked_on == CHECKED
        assert source.local is (not basis.article)
        assert source.local or source.issued == each.effective_from == date(2018, 10, 28)
        assert basis.quote is None or len(basis.quote) <= 20
    for text in (each.title, *texts(each)):
        assert is_chinese(text.zh)
        assert not is_chinese(text.en)
    for text in texts(each):
        assert text.zh.endswith("。")
        assert text.en.endswith(".")
    assert not each.title.en.endswith(".")
    assert len(each.title.zh) <= 20


def test_remedies_never_ask_for_records_of_what_did_not_happen() -> None:
    for each in book("huanghou-relocation").duties:
        assert each.remedy
        assert ("不得补写" if each.do or each.kind == "follow_up" else "不得") in each.remedy.zh
        never = "(never|do not) write (it )?up" if each.do else "never (enter|change|write up)"
        assert re.search(never, each.remedy.en, re.IGNORECASE)
        assert (each.late.values() != (None,)) is any(word in each.remedy.zh for word in ("补开", "补上", "次年三月底"))


def test_every_type_has_names_in_both_languages() -> None:
    found = book("huanghou-relocation").activities
    for each in found.values():
        assert is_chinese(each.title.zh)
        assert not is_chinese(each.title.en)
        assert each.title.zh not in each.aliases
    named = {name for each in found.values() for name in (each.title.zh, *each.aliases)}
    in_use = (
        "支部党员大会 党员大会 支部大会 支部委员会 支委会 党小组会 党课 主题党日 组织生活会 民主生活会 民主评议党员"
    )
    assert named.issuperset(in_use.split())
    assert named.issuperset(
        [
            "民主评议",
            "谈心谈话",
            "党委中心组学习",
            "党政联席会议",
            "组织特色活动",
            "其他",
            "入户走访",
            "走访慰问",
            "家访",
        ]
    )


def test_the_committee_meets_only_where_there_is_one_and_with_half_of_it() -> None:
    each = duty("committee-meeting")
    assert each.where.values() == (Is("full_members", "at_least", Fraction(7)),)
    assert each.counts_when.values() == (Is("attendance", "at_least", Fraction(1, 2), "committee"),)


@pytest.mark.parametrize("name", ["life-meeting", "appraisal"])
def test_the_year_may_end_in_march(name: str) -> None:
    assert duty(name).late.values() == (Late(Duration(3, "month"), "met", "oldest"),)


def test_the_article_of_the_appraisal_is_said_to_be_inferred() -> None:
    inferred = [each.id for each in book("huanghou-relocation").duties for basis in each.basis if basis.inferred]
    assert inferred == ["appraisal"]


def test_whom_the_records_name() -> None:
    assert duty("talk-yearly").quota.by == ("subject", "attendees", "host")
    assert duty("committee-secretary-lecture").quota.by == ("lecturer",)
    assert duty("household-visit").quota.by == ("subject",)


def test_an_empty_post_is_no_post() -> None:
    (where,) = duty("committee-secretary-lecture").where.values()
    assert isinstance(where, Nest)
    assert where.parts[0] == Is("roles", "filled", True)


def test_monitored_households_are_known_by_their_chinese_names() -> None:
    (where,) = duty("monitored-visit").where.values()
    assert isinstance(where, Is)
    assert isinstance(where.value, tuple)
    assert {"monitored", "监测户", "脱贫不稳定户", "边缘易致贫户", "突发严重困难户"} <= set(where.value)


# types that one gathering may serve, and whether they may stand together
TOGETHER = [
    ("theme_day", "party_lecture", True),
    ("theme_day", "general_meeting", True),
    ("general_meeting", "party_lecture", True),
    ("life_meeting", "appraisal", True),
    ("general_meeting", "life_meeting", True),
    ("general_meeting", "appraisal", True),
    ("committee_meeting", "life_meeting", True),
    ("committee_meeting", "theme_day", False),
    ("committee_meeting", "general_meeting", False),
    ("committee_meeting", "party_lecture", False),
    ("group_meeting", "general_meeting", False),
]


@pytest.mark.parametrize(("one", "other", "allowed"), TOGETHER)
def test_what_may_be_held_together(one: str, other: str, allowed: bool) -> None:
    assert (frozenset({one, other}) in book("huanghou-relocation").may_combine) is allowed
