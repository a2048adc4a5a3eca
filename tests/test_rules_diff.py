"""``checkbranch rules diff``: what changed between two sets of rules, or between two days, in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from checkbranch.cli import main
from checkbranch.engine.packs import compare as comparing
from checkbranch.engine.packs.model import Duty
from checkbranch.reports.rulebook.diff_words import PART

EXAMPLE = Path(__file__).parent.parent / "examples" / "huanghou"
HEAD = "pack: own\nactivities: {walk: {zh: 巡查, en: Walk}, visit: {zh: 走访, en: Visit}}\n"
DUTY: Mapping[str, str] = {
    "id": "walks",
    "title": "{zh: 每月巡查, en: Walks}",
    "basis": "[{source: s, article: '3', modality: generally}]",
    "subject": "branch",
    "quota": "{do: walk, at_least: 1, every: month}",
}
SOURCE = "sources: {s: {title: 某文}}\n"
INFERENCE: Mapping[str, str] = {
    "id": "often",
    "title": "{zh: 多次, en: Often}",
    "subject": "branch",
    "when": "[{duty: walks, failed: {at_least: 2}}]",
    "then": "{flag: red, severity: warning, message: {zh: 红灯, en: Red}}",
}


def run(*words: object, language: str = "zh") -> Result:
    done = CliRunner().invoke(main, ["rules", "diff", *map(str, words), "--lang", language], terminal_width=100)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def value(*words: object, language: str = "zh") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(*words, "--format", "json", language=language).stdout)
    assert (found["format"], found["kind"]) == ("checkbranch.rules/1", "diff")
    return found


def pack(
    folder: Path, name: str, duty: Mapping[str, str] = DUTY, inference: Mapping[str, str] = INFERENCE, head: str = HEAD
) -> Path:
    def item(values: Mapping[str, str]) -> str:
        return "  - " + "\n    ".join(f"{key}: {value}" for key, value in values.items()) + "\n"

    text = head + SOURCE + "duties:\n" + item(duty) + "inferences:\n" + item(inference)
    (folder / name).write_text(text, "utf-8")
    return folder / name


def test_the_same_rules_do_not_differ(tmp_path: Path) -> None:
    done = run(pack(tmp_path, "a.yaml"), pack(tmp_path, "b.yaml"))
    assert (done.exit_code, done.stdout.splitlines()[1]) == (0, "没有差异。")


@pytest.mark.parametrize(
    ("key", "text", "part", "old", "new"),
    [
        ("title", "{zh: 巡查, en: Walks}", "title", "每月巡查", "巡查"),
        ("quota", "{do: walk, at_least: 2, every: month}", "owed", "每月至少 1 次“巡查”", "每月至少 2 次“巡查”"),
        ("quota", "{do: visit, at_least: 1, every: month}", "owed", "每月至少 1 次“巡查”", "每月至少 1 次“走访”"),
        ("gap", "", "owed", "每月至少 1 次“巡查”", "任何两次“巡查”之间不超过 60 天"),
        ("subject", "unit", "applies", "党支部，一律适用", "各类单位，一律适用"),
        ("where", "{full_members: {at_least: 7}}", "applies", "党支部，一律适用", "7"),
        ("counts_when", "{place: {filled: true}}", "counts", "同一天的只计一次", "地点已填写；同一天的只计一次"),
        ("late", "{until: 15 days}", "late", "不设补开期", "时段结束后 15 天内"),
        ("partial", "require", "partial", "不作要求", "足额"),
        ("effective", "{from: 2026-01-01}", "effective", "不限", "自 2026-01-01 起"),
        ("basis", "[{source: s, article: '4', modality: generally}]", "basis", "第3条", "第4条"),
        ("severity", "info", "severity", "应关注", "供参考"),
        ("remedy", "如期巡查", "remedy", "无", "如期巡查"),
        ("note", "说明文字", "note", "无", "说明文字"),
        ("calendar", "{on: day 5}", "calendar", "无", "on: day 5"),
    ],
)
def test_each_part_of_a_duty_is_told_as_it_was_and_is(
    tmp_path: Path, key: str, text: str, part: str, old: str, new: str
) -> None:
    changed = {**DUTY, key: text}
    if key == "gap":
        changed = {**{k: v for k, v in DUTY.items() if k != "quota"}, "gap": "{do: walk, at_most: 60 days}"}
    before, after = pack(tmp_path, "a.yaml"), pack(tmp_path, "b.yaml", changed)
    (found,) = value(before, after)["duties"]
    assert (found["change"], found["id"]) == ("changed", "walks")
    told = {each["part"]: each for each in found["parts"]}
    assert part in told and old in told[part]["old"] and new in told[part]["new"]
    if key != "gap":
        assert list(told) == [part]
    shown = run(before, after)
    assert shown.exit_code == 1
    assert old in "".join(line.strip() for line in shown.stdout.splitlines())


@pytest.mark.parametrize(
    ("key", "text", "part", "old", "new"),
    [
        ("title", "多次缺口", "title", "多次", "多次缺口"),
        ("subject", "unit", "applies", "党支部", "各类单位"),
        ("when", "[{duty: walks, failed: {at_least: 3}}]", "when", "不少于 2 期", "不少于 3 期"),
        ("then", "{flag: blue, severity: warning, message: {zh: 红灯, en: Red}}", "flag", "red", "blue"),
        ("then", "{flag: red, severity: error, message: {zh: 红灯, en: Red}}", "severity", "应关注", "须整改"),
        ("then", "{flag: red, severity: warning, message: 注意}", "message", "红灯", "注意"),
    ],
)
def test_each_part_of_an_inference_is_told(tmp_path: Path, key: str, text: str, part: str, old: str, new: str) -> None:
    found = value(pack(tmp_path, "a.yaml"), pack(tmp_path, "b.yaml", inference={**INFERENCE, key: text}))
    ((told,),) = [each["parts"] for each in found["inferences"]]
    assert (told["part"], found["duties"]) == (part, [])
    assert old in told["old"] and new in told["new"]


def test_every_field_of_a_duty_is_compared_or_is_no_part_of_it() -> None:
    own = {"id", "pack", "kind", "modality", "off", "chain", "where_written"}  # told otherwise, or no part of it
    looked_at = {
        *(
            "title",
            "basis",
            "severity",
            "subject",
            "quota",
            "window",
            "check",
            "effective_from",
            "effective_until",
            "where",
        ),
        *("counts_when", "late", "partial", "remedy", "note", "calendar"),
    }
    assert set(Duty.__dataclass_fields__) == own | looked_at
    assert set(PART) == set(comparing.PARTS)


def test_a_difference_that_words_do_not_tell_is_shown_as_it_is_written(tmp_path: Path) -> None:
    # One value and a list of one value are said alike.
    one, other = ({**DUTY, "counts_when": f"{{mode: {words}}}"} for words in ("in_person", "[in_person]"))
    (found,) = value(pack(tmp_path, "a.yaml", one), pack(tmp_path, "b.yaml", other))["duties"]
    (told,) = found["parts"]
    assert told["old"] != told["new"]
    assert '"counts_when"' in told["old"]


def test_true_is_not_one(tmp_path: Path) -> None:
    one, other = ({**DUTY, "where": f"{{floating: {word}}}"} for word in ("true", "1"))
    assert run(pack(tmp_path, "a.yaml", one), pack(tmp_path, "b.yaml", other)).exit_code == 1


def test_added_removed_and_switched_off(tmp_path: Path) -> None:
    old = pack(tmp_path, "a.yaml")
    other = pack(tmp_path, "b.yaml", {**DUTY, "id": "others"}, {**INFERENCE, "when": "[{duty: others, failed: 1}]"})
    found = value(old, other)
    assert [(each["id"], each["change"]) for each in found["duties"]] == [("others", "added"), ("walks", "removed")]
    off = value(old, pack(tmp_path, "c.yaml", {**DUTY, "off": "true"}))
    assert [(each["id"], each["change"], each["parts"]) for each in off["duties"]] == [("walks", "off", [])]
    again = value(tmp_path / "c.yaml", old)
    assert [each["change"] for each in again["duties"]] == ["on"]
    shown = run(old, other, language="en").stdout
    assert 'Added: duties (1)\n  others  Walks (branch)\n    Owed: at least 1 "Walk" every month\n' in shown
    assert "Removed: duties (1)" in shown


def test_an_overlay_shows_what_it_changes_and_who_did(tmp_path: Path) -> None:
    over = tmp_path / "over.yaml"
    over.write_text(
        "pack: over\nextends: [cn-party-branch]\nactivities: {theme_day: {aliases: [红色党日]}}\n"
        "may_combine: [[theme_day, volunteering]]\n"
        "duties:\n  - {id: theme-day, override: true, late: {until: 15 days}}\n",
        "utf-8",
    )
    found = value("cn-party-branch", over)
    (duty,) = found["duties"]
    assert [each["part"] for each in duty["parts"]] == ["late"]
    assert "1 个月" in duty["parts"][0]["old"] and "15 天" in duty["parts"][0]["new"]
    assert [(each["kind"], each["name"]) for each in found["words"]] == [
        ("activity", "theme_day"),
        ("may_combine", "theme_day + volunteering"),
    ]
    shown = run("cn-party-branch", over).stdout
    assert "改写者：over" in shown and "over.yaml:6:5" in shown
    assert "theme_day：增加别名 红色党日" in shown


def test_workspaces_differ_by_their_own_settings(tmp_path: Path) -> None:
    for name, own in (("a", ""), ("b", "off: [theme-day]\nseverity: {general-meeting: info}\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "checkbranch.yaml").write_text(f"checkbranch: 1\n{own}", "utf-8")
    found = value(tmp_path / "a", tmp_path / "b")
    assert {each["id"]: each["change"] for each in found["duties"]} == {
        "general-meeting": "changed",
        "theme-day": "off",
    }


DATED = {
    **DUTY,
    "quota": "{do: walk, at_least: {2026-01-01: 1, 2026-07-01: 2}, every: month}",
    "late": "{2026-01-01: {until: 1 month}, 2026-07-01: none}",
}


@pytest.mark.parametrize(
    ("first", "last", "parts"),
    [
        ("2026-01-01", "2026-06-30", []),
        ("2026-06-30", "2026-07-01", ["owed", "late"]),
        ("2026-07-01", "2027-01-01", []),
        ("2025-01-01", "2026-01-01", []),
    ],
)
def test_two_days_tell_what_changed_between_them(tmp_path: Path, first: str, last: str, parts: list[str]) -> None:
    path = pack(tmp_path, "a.yaml", DATED)
    found = value(path, "--on", first, "--on", last)
    assert [part["part"] for each in found["duties"] for part in each["parts"]] == parts
    assert (found["from"]["on"], found["to"]["on"]) == (first, last)
    assert run(path, "--on", first, "--on", last).exit_code == bool(parts)


@pytest.mark.parametrize(("day", "there"), [("2025-12-31", 0), ("2026-01-01", 1), ("2026-03-31", 1), ("2026-04-01", 0)])
def test_a_duty_is_there_from_its_first_day_through_its_last(tmp_path: Path, day: str, there: int) -> None:
    path = pack(tmp_path, "a.yaml", {**DUTY, "effective": "{from: 2026-01-01, until: 2026-03-31}"})
    found = value(path, "--on", "2025-06-01", "--on", day)
    assert [each["change"] for each in found["duties"]] == ["added"] * there


def test_the_limits_of_gaps_change_with_the_days(tmp_path: Path) -> None:
    gap = {key: text for key, text in DUTY.items() if key != "quota"}
    path = pack(tmp_path, "a.yaml", {**gap, "gap": "{do: walk, at_most: {2026-01-01: 60 days, 2026-07-01: 30 days}}"})
    shown = run(path, "--on", "2026-01-01", "--on", "2026-07-01").stdout
    assert "60 天 → 任何两次“巡查”之间不超过 30 天" in shown
    assert "先为" not in shown


def test_the_workspace_here_on_two_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLE)
    assert run("--on", "2026-01-01", "--on", "2026-07-01").exit_code == 0
    monkeypatch.chdir(tmp_path)
    assert run("--on", "2026-01-01", "--on", "2026-07-01").exit_code == 2


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["cn-party-branch"],
        ["cn-party-branch", "--on", "2026-01-01"],
        ["cn-party-branch", "branch-lights", "cn-party-branch"],
        ["cn-party-branch", "--on", "2026-01-01", "--on", "2026-02-01", "--on", "2026-03-01"],
        ["cn-party-branch", "cn-party-brunch"],
        ["cn-party-branch", "nowhere.yaml"],
        ["cn-party-branch", "--on", "2026-02-30", "--on", "2026-03-01"],
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_cannot_be_compared_ends_with_2(words: list[str], language: str) -> None:
    done = run(*words, language=language)
    assert done.exit_code == 2
    assert not done.stdout
    assert done.stderr


# the key of a duty without periods, changed alone: before, after, the part that differs, what is told of it
CHECKS = [
    (
        "follow_up",
        "{after: walk, do: visit, within: 3 days}",
        "{after: walk, do: visit, within: 1 week}",
        "owed",
        "1 周内",
    ),
    (
        "follow_up",
        "{after: walk, do: visit, within: 3 days}",
        "{after: walk, have: 公示, within: 3 days}",
        "owed",
        "公示",
    ),
    (
        "precede",
        "{before: walk, do: visit, within: 3 days}",
        "{before: visit, do: visit, within: 3 days}",
        "owed",
        "“走访”",
    ),
    ("precede", "{before: walk, do: visit, within: 3 days, cover: members}", None, "counts", "参加人员"),
    (
        "record",
        "{of: walk, must: {place: {filled: true}}}",
        "{of: any, must: {place: {filled: true}}}",
        "owed",
        "每条活动",
    ),
    ("state", "{must: {people: 3}}", "{must: {people: 4}}", "owed", "4"),
    (
        "cover",
        "{each: building, of: households, by: posts, match: area}",
        "{each: tier, of: households, by: posts, match: area}",
        "owed",
        "监测类别",
    ),
    ("tally", "{whole: people, parts: [a, b]}", "{whole: people, parts: [a, c]}", "owed", "“c”"),
    ("overlap", "{of: walk, who: attendees}", "{of: walk, who: host}", "owed", "主持人"),
    (
        "hint",
        "{of: walk, every: year, sign: last_day}",
        "{of: walk, every: year, sign: last_day, at_least: 4}",
        "owed",
        "4 条",
    ),
]


@pytest.mark.parametrize(("kind", "before", "after", "part", "told"), CHECKS)
def test_what_a_duty_without_periods_asks_is_compared(
    tmp_path: Path, kind: str, before: str, after: str | None, part: str, told: str
) -> None:
    own = {key: text for key, text in DUTY.items() if key != "quota"}
    later = after or before.replace("}", ", by: [subject, attendees]}")
    old, new = pack(tmp_path, "a.yaml", {**own, kind: before}), pack(tmp_path, "b.yaml", {**own, kind: later})
    (found,) = value(old, new)["duties"]
    (each,) = found["parts"]
    assert each["part"] == part and told in each["new"] and each["old"] != each["new"]


def test_the_time_to_follow_changes_with_the_days(tmp_path: Path) -> None:
    own = {key: text for key, text in DUTY.items() if key != "quota"}
    within = "{2026-01-01: 3 days, 2026-07-01: 5 days}"
    path = pack(tmp_path, "a.yaml", {**own, "follow_up": f"{{after: walk, do: visit, within: {within}}}"})
    assert run(path, "--on", "2026-01-01", "--on", "2026-06-30").exit_code == 0
    shown = run(path, "--on", "2026-06-30", "--on", "2026-07-01").stdout
    assert "3 天内" in shown and "5 天内" in shown and "先为" not in shown
