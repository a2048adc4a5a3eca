"""A duty worded ``must`` may be made stricter by a pack laid over it, never softer; where it softens is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from checkbranch.engine.errors import CheckbranchError, Fault
from checkbranch.engine.packs import load_rules

HEAD = """\
pack: below
sources: {law: {title: 某文}}
activities: {t: {zh: 会议}, v: {zh: 党课}, w: {zh: 谈话}}
duties:
  - id: a
    basis: {source: law, article: "1", modality: MODALITY}
"""
# the duty below, key by key
DUTIES = {
    "quota": {
        "subject": "branch",
        "where": "{full_members: {at_least: 3}, setting: [village, town]}",
        "quota": "{do: [t, v], at_least: 2, every: quarter}",
        "counts_when": "{attendance: {at_least: 1/2}, mode: in_person}",
        "late": "{until: 15 days}",
        "partial": "prorate",
        "effective": "{from: 2020-01-01, until: 2030-12-31}",
    },
    "people": {"subject": "member", "quota": "{do: w, at_least: 1, every: year, by: [subject, attendees]}"},
    "column": {"subject": "household", "quota": "{do: w, at_least: {column: owed, else: 2}, every: year}"},
    "gap": {"subject": "branch", "gap": "{do: t, at_most: {2020-01-01: 90 days, 2026-01-01: 60 days}}"},
    "rolling": {"subject": "branch", "rolling": "{do: t, at_least: 2, in_any: 90 days}"},
    "follow_up": {"subject": "branch", "follow_up": "{after: [t, v], do: w, within: 10 days, same: title}"},
    "requests": {"subject": "household", "follow_up": "{of: requests, after: opened, have: resolved, within: 1 month}"},
    "precede": {"subject": "branch", "precede": "{before: t, do: [v, w], within: 30 days, cover: members}"},
    "record": {"subject": "branch", "record": "{of: [t, v], must: {place: {filled: true}, host: {filled: true}}}"},
    "state": {"subject": "branch", "state": "{must: {people: {at_most: 50}, setting: {none_of: [a, b]}}}"},
    "cover": {
        "subject": "community",
        "cover": "{each: building, of: households, by: posts, where: {kind: building_lead}, match: area}",
    },
    "tally": {"subject": "household", "tally": "{whole: people, parts: [x, y]}"},
    "overlap": {"subject": "branch", "overlap": "{of: [t, v], who: [attendees, host]}"},
}

# what lies below, what an overlay says, the column at which it is refused in line 5 (None: it is as strict), words
LAYERS: list[tuple[str, str, str | None, str]] = [
    ("quota", "quota: {at_least: 1}", "at_least", "less often"),
    ("quota", "quota: {at_least: 2}", None, ""),
    ("quota", "quota: {at_least: 3}", None, ""),
    ("quota", "quota: {at_least: {2020-01-01: 2, 2026-07-01: 1}}", "at_least", "less often"),
    ("quota", "quota: {at_least: {column: owed}}", "at_least", "less often"),
    ("quota", "quota: {every: year}", "every", "longer period"),
    ("quota", "quota: {every: month}", None, ""),
    ("quota", "quota: {every: month, at_least: 1}", None, ""),
    ("quota", "quota: {every: half_year, at_least: 9}", "every", "longer period"),
    ("quota", "quota: {do: [t, v, w]}", "do", "“do”"),
    ("quota", "quota: {do: t}", None, ""),
    ("quota", "quota: {count: each}", "count", "several on one day"),
    ("quota", "quota: {sum: hours}", "sum", "counted otherwise"),
    ("quota", "subject: group", "subject", "other subjects"),
    ("quota", "subject: unit", None, ""),
    ("quota", "where: {full_members: {at_least: 4}}", "where", "fewer"),
    ("quota", "where: {full_members: {at_least: 2}}", None, ""),
    ("quota", "where: {full_members: {over: 3, at_least: null}}", "where", "fewer"),
    ("quota", "where: {setting: village}", "where", "fewer"),
    ("quota", "where: {setting: [village, town, city]}", None, ""),
    ("quota", "where: {floating: false}", "where", "fewer"),
    ("quota", "where: null", None, ""),
    ("quota", "counts_when: {attendance: {at_least: 1/3}}", "counts_when", "more records"),
    ("quota", "counts_when: {attendance: {over: 1/2, at_least: null}}", None, ""),
    ("quota", "counts_when: {attendance: {at_least: 2/3}}", None, ""),
    ("quota", "counts_when: {mode: null}", "counts_when", "more records"),
    ("quota", "counts_when: {place: {filled: true}}", None, ""),
    ("quota", "counts_when: null", "counts_when", "more records"),
    ("quota", "late: {until: 16 days}", "late", "making up"),
    ("quota", "late: {until: 2 weeks}", None, ""),
    ("quota", "late: {until: 1 month}", "late", "making up"),
    ("quota", "late: {counts_as: met}", "late", "making up"),
    ("quota", "late: {take: oldest}", "late", "making up"),
    ("quota", "late: null", None, ""),
    ("quota", "partial: waive", "partial", "part of a period"),
    ("quota", "partial: require", None, ""),
    ("quota", "effective: {from: 2026-01-01}", "effective", "shorter time"),
    ("quota", "effective: {until: 2026-12-31}", "effective", "shorter time"),
    ("quota", "effective: {from: 2019-01-01, until: 2031-12-31}", None, ""),
    ("quota", "quota: null, gap: {do: t, at_most: 30 days}, late: null, partial: null", "gap", "another kind"),
    ("quota", "title: 新名称, remedy: 抓紧, severity: error", None, ""),
    ("people", "quota: {by: [subject, attendees, host]}", "by", "“by”"),
    ("people", "quota: {by: subject}", None, ""),
    ("people", "late: {until: 1 month}", "late", "making up"),
    ("column", "quota: {at_least: {else: 1}}", "at_least", "less often"),
    ("column", "quota: {do: [w, v]}", "do", "“do”"),
    ("gap", "gap: {at_most: 91 days}", "at_most", "longer gap"),
    ("gap", "gap: {at_most: 60 days}", None, ""),
    ("gap", "gap: {at_most: 61 days}", "at_most", "longer gap"),
    ("gap", "gap: {do: [t, v]}", "do", "“do”"),
    ("rolling", "rolling: {at_least: 1}", "at_least", "less often"),
    ("rolling", "rolling: {in_any: 91 days}", "in_any", "more time"),
    ("rolling", "rolling: {in_any: 80 days, at_least: 3}", None, ""),
    ("follow_up", "follow_up: {within: 11 days}", "within", "more time"),
    ("follow_up", "follow_up: {within: 10 workdays}", "within", "more time"),
    ("follow_up", "follow_up: {within: 1 week}", None, ""),
    ("follow_up", "follow_up: {after: t}", "after", "“after”"),
    ("follow_up", "follow_up: {after: [t, v, w]}", None, ""),
    ("follow_up", "follow_up: {same: null}", "same", "“same”"),
    ("requests", "follow_up: {within: 31 days}", "within", "more time"),
    ("requests", "follow_up: {within: 28 days}", None, ""),
    ("requests", "follow_up: {have: 回访}", "have", "“do”"),
    ("precede", "precede: {cover: null}", "cover", "“cover”"),
    ("precede", "precede: {within: 60 days}", "within", "more time"),
    ("precede", "precede: {do: v}", None, ""),
    ("record", "record: {of: t}", "of", "“of”"),
    ("record", "record: {of: any}", None, ""),
    ("record", "record: {must: {host: null}}", "must", "“must”"),
    ("record", "record: {must: {title: {filled: true}}}", None, ""),
    ("record", "record: {when: {place: x}}", "when", "“when”"),
    ("state", "state: {must: {people: {at_most: 60}}}", "must", "“must”"),
    ("state", "state: {must: {people: {at_most: 40}}}", None, ""),
    ("state", "state: {must: {setting: {none_of: a}}}", "must", "“must”"),
    ("state", "state: {must: {setting: {none_of: [a, b, c]}}}", None, ""),
    ("cover", "cover: {where: {kind: [building_lead, area_lead]}}", "where", "“where”"),
    ("cover", "cover: {where: null}", "where", "“where”"),
    ("cover", "cover: {where: {holder: {filled: true}}}", None, ""),
    ("cover", "cover: {each: area}", "each", "“each”"),
    ("tally", "tally: {parts: [x]}", "parts", "“whole”"),
    ("overlap", "overlap: {who: attendees}", "who", "“who”"),
    ("overlap", "overlap: {of: any}", None, ""),
]  # fmt: skip


def faults(folder: Path, below: str, over: str, modality: str) -> tuple[Fault, ...]:
    body = "".join(f"    {key}: {text}\n" for key, text in DUTIES[below].items())
    (folder / "below.yaml").write_text(HEAD.replace("MODALITY", modality) + body, "utf-8")
    text = f"pack: over\nextends: [below.yaml]\nduties:\n  -\n    {{id: a, override: true, {over}}}\n"
    (folder / "over.yaml").write_text(text, "utf-8")
    try:
        load_rules(["over.yaml"], folder, lambda name: None, [])
    except CheckbranchError as error:
        return error.faults
    return ()


@pytest.mark.parametrize(("below", "over", "key", "words"), LAYERS, ids=[f"{row[0]}: {row[1]}" for row in LAYERS])
def test_a_layer_may_not_soften(below: str, over: str, key: str | None, words: str, tmp_path: Path) -> None:
    found = faults(tmp_path, below, over, "must")
    assert bool(found) == bool(key), found
    if key:
        (fault,) = found
        file, line, _ = fault.where.split(":")
        assert (file, line) == ("over.yaml", "5")
        assert words in fault.message.en and "“a” says “must”" in fault.message.en
        assert "不得" in fault.message.zh
    assert faults(tmp_path, below, over, "shall") == ()


@pytest.mark.parametrize(
    ("over", "key"),
    [
        ("quota: {at_least: 1}", "at_least"),
        ("where: {setting: village}", "where"),
        ("late: {until: 1 month}", "late"),
        ("counts_when: null", "counts_when"),
    ],
)
def test_it_is_refused_where_it_stands(over: str, key: str, tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "quota", over, "must")
    line = (tmp_path / "over.yaml").read_text("utf-8").splitlines()[4]
    assert fault.where == f"over.yaml:5:{line.index(key) + 1}"


def test_the_second_layer_is_held_against_the_first(tmp_path: Path) -> None:
    assert faults(tmp_path, "quota", "quota: {at_least: 4}", "must") == ()
    text = "pack: third\nextends: [over.yaml]\nduties:\n  - {id: a, override: true, quota: {at_least: 3}}\n"
    (tmp_path / "third.yaml").write_text(text, "utf-8")
    with pytest.raises(CheckbranchError) as caught:
        load_rules(["third.yaml"], tmp_path, lambda name: None, [])
    assert [fault.where for fault in caught.value.faults] == ["third.yaml:4:37"]
