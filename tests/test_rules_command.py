"""``checkbranch rules``: the rules in force as a table, one of them in full, and packs checked without a ledger."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from click.testing import CliRunner, Result

from checkbranch.calendars import Duration
from checkbranch.cli import main
from checkbranch.engine.packs import load_rules
from checkbranch.engine.packs.condition_model import Condition, Dated, Nest
from checkbranch.engine.packs.condition_model import Test as Asked
from checkbranch.engine.packs.model import Duty, Late, RuleBook
from checkbranch.engine.text import Text
from checkbranch.reports.rulebook.as_yaml import duty_yaml, inference_yaml
from checkbranch.reports.words.conditions import condition_words, dated_words, duration_words
from checkbranch.reports.words.inferences import inference_words
from checkbranch.reports.words.rules import cadence_words, late_step
from checkbranch.rules import names, path_of, score_names

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "huanghou"
HEAD = """\
pack: own
version: "1"
title: {zh: 包, en: Pack}
sources: {s: {title: {zh: 某文, en: Text}, issued: 2020-01-01, issuer: 某委, checked_on: 2024-11-23}}
activities: {walk: {zh: 巡查, en: Walk, aliases: [巡逻]}, visit: {zh: 走访, en: Visit, aliases: [入户]}}
"""
DUTY = """\
duties:
  - id: walk-monthly
    title: {zh: 每月巡查, en: Walk every month}
    basis: [{source: s, article: "3", modality: shall, quote: 每月巡查, inferred: true, note: {zh: 注, en: Note}}]
    effective: {from: 2026-01-01, until: 2027-12-31}
    subject: branch
    where: {2026-01-01: {full_members: {at_least: 3, under: 50}, setting: [沿河, 山区]}, 2026-07-01: none}
    quota:
      do: [walk, visit]
      at_least: {2026-01-01: 1, 2026-07-01: 2}
      every: {2026-01-01: quarter, 2026-07-01: month}
    counts_when:
      attendance: {over: 1/2}
      duration: {at_least: 30}
      evidence: {has: [photos, minutes]}
      place: {filled: true}
      any: [{mode: in_person}, {none: [{content: {is_not: "1"}}, {date: {at_least: 2026-02-01}}]}]
    late: {2026-01-01: {until: 15 days, take: oldest}, 2026-07-01: none}
    partial: prorate
    severity: info
    off: true
    remedy: 如期巡查
    calendar: {on: first friday, at: "09:00", lasts: 90 minutes, shift: next}
  - id: walk-hours
    title: {zh: 每年巡查学时, en: Hours of walks}
    basis: [{source: s, article: "4", modality: generally}]
    subject: member
    quota: {do: walk, at_least: {column: hours_owed, else: 7.5}, every: year, by: [subject, host], sum: hours}
  - id: visits
    title: {zh: 走访, en: Visits}
    basis: [{source: s, article: "5", modality: must}]
    subject: household
    where: {tier: {none_of: [a, b]}, floating: true}
    quota: {do: visit, at_least: 3, every: half_year, count: each}
"""
INFERENCES = """\
inferences:
  - id: often
    title: {zh: 多次缺口, en: Often}
    subject: branch
    when:
      - {duty: walk-monthly, failed: {at_least: 2, at_most: 9}, run: 1}
      - none: {flag: calm}
      - {finding: {duty: walk-monthly, status: [missing, open], period: current, days_left: {under: 5}}}
      - {unit: {full_members: {at_least: 3}}}
      - {below: {flag: far}, count: {over: 2}}
      - {below: {duty: visits, status: missing}, count: 4}
    then: {flag: red, severity: error, message: {zh: 红灯, en: Red}}
  - {id: calm, title: {zh: 平稳, en: Calm}, subject: branch, when: [{duty: walk-monthly, met: 3}], then: {flag: calm}}
  - {id: far, title: {zh: 远, en: Far}, subject: household, when: [{duty: visits, open: 1}], then: {flag: far}}
"""


def run(*words: str, language: str | None = None) -> Result:
    options = ["--lang", language] if language else []
    done = CliRunner().invoke(main, ["rules", *words, *options], terminal_width=100)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def value(*words: str) -> dict[str, Any]:
    done = run(*words, "--format", "json")
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["format"] == "checkbranch.rules/1"
    return found


def pack(folder: Path, text: str = HEAD + DUTY + INFERENCES, name: str = "own.yaml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def book(path: Path) -> RuleBook:
    return load_rules([path.name], path.parent, path_of, names())


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No workspace is here unless a test goes to one."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


# list


def test_without_a_workspace_every_shipped_pack_is_listed() -> None:
    told, shown = value("list"), run("list").stdout
    assert [each["id"] for each in told["packs"]] == names()
    assert told["workspace"] is None
    for each in told["packs"]:
        alone = load_rules([each["id"]], Path(), path_of, names())
        own = [rule.id for rule in alone.duties if rule.pack == each["id"]]
        assert [duty["id"] for duty in each["duties"]] == own
        assert all(id_ in shown for id_ in [*own, *(rule["id"] for rule in each["inferences"])])


def test_a_workspace_shows_who_changed_a_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLE)
    shown = run("list").stdout
    assert shown == run("list", str(EXAMPLE)).stdout
    row = next(line for line in shown.splitlines() if line.strip().startswith("committee-meeting "))
    assert row.split() == [
        *("committee-meeting", "每月召开支部委员会会议", "党支部", "每月", "≥1", "第12条", "一般", "应关注"),
        *("huanghou-local", "改写"),
    ]
    assert run("list", "--pack", "huanghou-local").stdout.count("skills-training") == 1


def test_rows_line_up_whatever_the_width_of_their_letters() -> None:
    from rich.cells import cell_len

    rows = [line for line in run("list", "--pack", "cn-party-branch").stdout.splitlines() if "第" in line]
    assert len(rows) == 8
    assert len({cell_len(row[: row.index("第")]) for row in rows}) == 1


def test_a_list_may_be_cut_down_to_a_pack_a_subject_or_what_is_off(tmp_path: Path) -> None:
    own = str(pack(tmp_path))
    assert [d["id"] for d in value("list", "--pack", own)["packs"][0]["duties"]] == [
        "walk-monthly",
        "walk-hours",
        "visits",
    ]
    assert [d["id"] for d in value("list", "--pack", own, "--off")["packs"][0]["duties"]] == ["walk-monthly"]
    members = value("list", "--pack", own, "--subject", "member")["packs"]
    assert [d["id"] for each in members for d in each["duties"]] == ["walk-hours"]
    assert "没有符合条件" in run("list", "--pack", "cn-party-branch", "--off").stdout
    assert "停用" in run("list", "--pack", own).stdout
    assert value("list", own)["packs"] == value("list", "--pack", own)["packs"]
    assert value("list", "cn-party-branch")["packs"] == value("list", "--pack", "cn-party-branch")["packs"]


@pytest.mark.parametrize(
    ("words", "needed"),
    [
        (["list", "--pack", "cn-party-brunch"], "cn-party-branch"),
        (["list", str(EXAMPLE), "--pack", "nix"], "huanghou-local"),
        (["list", "--subject", "branhc"], "branch"),
        (["list", "nowhere"], "nowhere"),
        (["show", "theme-dya"], "theme-day"),
        (["show", "theme-day", "-w", "nowhere"], "nowhere"),
        (["lint", "nowhere.yaml"], "nowhere.yaml"),
        (["lint", "."], "pack.yaml"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(words: list[str], needed: str) -> None:
    zh, en = run(*words), run(*words, language="en")
    assert (zh.exit_code, en.exit_code, zh.stdout) == (2, 2, "")
    assert needed in zh.stderr and needed in en.stderr and zh.stderr != en.stderr
    assert len(zh.stderr.splitlines()) == 1


# show


def test_a_duty_is_shown_in_both_languages_with_its_chain_and_yaml() -> None:
    shown = run("show", "committee-meeting", "-w", str(EXAMPLE)).stdout
    for part in (
        "每月至少 1 次“支部委员会会议”",
        'at least 1 "Committee meeting" every month',
        "正式党员数不少于 7",
        "到会人数达支委会人数的半数以上（含半数）",
        "at least half of the committee present (exactly half counts)",
        "原文：一般每月召开1次",
        "cn-party-branch.yaml:",
        "规则包 huanghou-local 对其作了改写，rules/local.yaml:",
        "late: {until: 15 days",
        "branch-red",
    ):
        assert part in shown
    assert run("show", "每月召开支部委员会会议", "-w", str(EXAMPLE)).stdout == shown


def test_an_inference_and_a_pack_are_shown() -> None:
    shown = run("show", "branch-red", "-w", str(EXAMPLE)).stdout
    assert "已亮“yellow”" in shown and 'it has the flag "yellow"' in shown and "failed: {at_least: 1}" in shown
    told = value("show", "branch-red", "-w", str(EXAMPLE))
    assert (told["kind"], told["inference"]["flag"]) == ("inference", "red")
    assert "zb2018" in run("show", "cn-party-branch").stdout
    assert value("show", "cn-party-branch")["pack"]["id"] == "cn-party-branch"


def test_a_shipped_rule_is_shown_in_a_workspace_that_does_not_use_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "checkbranch.yaml").write_text("checkbranch: 1\nrules: [cn-party-branch]\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run("show", "household-visit").exit_code == 0
    assert run("show", "household-visit", "-w", ".").exit_code == 2


def plain(rule: Duty) -> Duty:
    return replace(rule, chain=(), where_written="")


@pytest.mark.parametrize("name", [*names(), "own"])
def test_the_yaml_of_a_rule_is_read_as_the_same_rule(name: str, tmp_path: Path) -> None:
    path = path_of(name) or pack(tmp_path)
    before = load_rules([name], Path(), path_of, names()) if path_of(name) else book(path)
    whole = yaml.safe_load(path.read_text("utf-8"))
    whole |= {"pack": "again", "extends": []}
    whole["sources"] = {key: {"title": source.title.zh} for key, source in before.sources.items()}
    whole["activities"] = {key: {"zh": each.title.zh, "en": each.title.en} for key, each in before.activities.items()}
    whole.pop("duties", None), whole.pop("inferences", None), whole.pop("may_combine", None)
    duties = "".join(duty_yaml(duty) for duty in before.duties)
    inferences = "".join(inference_yaml(each) for each in before.inferences)
    text = yaml.safe_dump(whole, allow_unicode=True) + "duties:\n" + duties
    again = book(pack(tmp_path, text + ("inferences:\n" + inferences if inferences else ""), "again.yaml"))
    assert [replace(plain(duty), pack="") for duty in again.duties] == [
        replace(plain(duty), pack="") for duty in before.duties
    ]
    assert [replace(each, chain=(), where_written="", pack="") for each in again.inferences] == [
        replace(each, chain=(), where_written="", pack="") for each in before.inferences
    ]


# lint


def test_sound_packs_have_no_faults_and_the_shipped_ones_no_hints() -> None:
    done = run("lint", "--strict", "--as-of", "2026-11-23")
    assert done.exit_code == 0
    assert len(done.stdout.splitlines()) == len(names()) + len(score_names())
    assert all(told["faults"] == told["hints"] == [] for told in value("lint", "--as-of", "2026-11-23")["targets"])


def test_faults_are_told_a_line_each_with_their_place(tmp_path: Path) -> None:
    path = pack(tmp_path, HEAD + "duties:\n  - {id: a, subject: brunch}\n  - {id: a, subject: branch}\n")
    done = run("lint", str(path))
    assert done.exit_code == 2 and done.stdout == ""
    lines = done.stderr.splitlines()
    assert len(lines) >= 2 and all(f"{path.name}:" in line for line in lines)
    assert [fault["where"] for fault in value("lint", str(path))["targets"][0]["faults"]]
    assert run("lint", str(path), "cn-party-branch").exit_code == 2


def test_one_alias_of_two_types_is_a_fault(tmp_path: Path) -> None:
    assert run("lint", str(pack(tmp_path, HEAD.replace("[入户]", "[巡逻]") + DUTY))).exit_code == 2


HINTED = """\
pack: hinted
version: "1"
title: {zh: 包, en: Pack}
sources: {s: {title: 某文}}
activities: {walk: {zh: 巡查, en: Walk}}
duties:
  - {id: walk, title: 巡查, subject: branch, off: true, quota: {do: walk, at_least: 1, every: month}}
inferences:
  - {id: i, title: {zh: 甲, en: A}, subject: branch, when: [{duty: walk, run: 1}], then: {flag: f}}
"""


def test_hints_are_no_faults_unless_they_are_to_be(tmp_path: Path) -> None:
    path = pack(tmp_path, HINTED)
    done = run("lint", str(path))
    lines = done.stdout.splitlines()
    assert done.exit_code == 0 and "建议 5 条" in lines[-1]
    assert [line.partition(": ")[0].removeprefix(str(tmp_path) + "/") for line in lines[:-1]] == [
        *("own.yaml:4:11", "own.yaml:5:14", "own.yaml:7:5", "own.yaml:7:5", "own.yaml:9:5"),
    ]
    assert run("lint", str(path), "--strict").exit_code == 1
    assert "hint:" in run("lint", str(path), language="en").stdout


@pytest.mark.parametrize(("day", "old"), [("2026-11-22", False), ("2026-11-23", False), ("2026-11-24", True)])
def test_a_source_is_old_after_two_years(day: str, old: bool, tmp_path: Path) -> None:
    hints = value("lint", str(pack(tmp_path)), "--as-of", day)["targets"][0]["hints"]
    assert any("超过两年" in hint["message"] for hint in hints) is old


def test_a_pack_of_a_workspace_is_checked_on_top_of_those_before_it() -> None:
    alone = run("lint", str(EXAMPLE / "rules" / "local.yaml"), "--as-of", "2026-11-23")
    assert alone.exit_code == 0 and "事项 4 项，推断 2 条" in alone.stdout
    assert run("lint", str(EXAMPLE)).exit_code == 0


def test_lint_takes_the_workspace_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLE)
    assert [each["target"] for each in value("lint")["targets"]] == ["."]


# words


@pytest.mark.parametrize(
    ("condition", "zh", "en"),
    [
        (Asked("full_members", "at_least", Fraction(7)), "正式党员数不少于 7", "number of full members at least 7"),
        (Asked("full_members", "over", Fraction(3)), "正式党员数超过 3", "number of full members more than 3"),
        (Asked("duration", "at_least", Fraction(30)), "时长不少于 30 分钟", "duration at least 30 minutes"),
        (
            Asked("recorded_after", "at_most", Fraction(1)),
            "登记间隔不超过 1 天",
            "days until it was recorded at most 1 day",
        ),
        (
            Asked("attendance", "at_least", Fraction(1, 2), "committee"),
            "到会人数达支委会人数的半数以上（含半数）",
            "at least half of the committee present (exactly half counts)",
        ),
        (
            Asked("attendance", "over", Fraction(1, 2)),
            "实到人数超过应到人数的半数",
            "more than half of those expected are present (exactly half does not count)",
        ),
        (
            Asked("mode", "one_of", ("in_person", "上门", "当面")),
            "方式为 当面、上门 之一",
            "mode is one of in person, 上门, 当面",
        ),
        (Asked("mode", "is", "phone"), "方式为 电话", "mode is by phone"),
        (
            Asked("evidence", "has", ("minutes", "sign_in")),
            "佐证材料含有 会议记录、签到表",
            "evidence has minutes, sign-in sheet",
        ),
        (Asked("place", "filled", True), "地点已填写", "place filled in"),
        (Asked("place", "filled", False), "地点未填写", "place empty"),
        (
            Asked("joined", "at_most", date(2026, 1, 1)),
            "转入日期不晚于 2026-01-01",
            "day of joining not after 2026-01-01",
        ),
        (Asked("原村", "is_not", "甲"), "“原村”不是 甲", '"原村" is not 甲'),
        (Asked("tier", "none_of", ("a", "b")), "监测类别不是 a、b 中的任何一个", "tier is none of a, b"),
        (Asked("floating", "is", True), "流动党员为 是", "floating member is yes"),
        (
            Nest(
                "all",
                (Asked("tier", "is", "a"), Nest("any", (Asked("mode", "is", "b"), Asked("place", "filled", True)))),
            ),
            "监测类别为 a，且（方式为 b，或地点已填写）",
            "tier is a and (mode is b or place filled in)",
        ),
        (
            Nest("none", (Asked("tier", "is", "a"), Asked("mode", "is", "b"))),
            "没有以下情形：监测类别为 a；方式为 b",
            "none of these: tier is a; mode is b",
        ),
        (None, "无条件", "no condition"),
    ],
)
def test_conditions_in_words(condition: Condition | None, zh: str, en: str) -> None:
    assert condition_words(condition) == Text(zh, en)


def test_dated_values_in_words() -> None:
    value = Dated(((date(2018, 10, 28), Fraction(1)), (date(2026, 7, 1), Fraction(2))))
    said = dated_words(value, lambda number: Text(f"{number} 次", str(number)))
    assert said == Text("先为：1 次；2026-07-01 起为：2 次", "at first: 1; from 2026-07-01 on: 2")
    assert duration_words(Duration(1, "workday")) == Text("1 个工作日", "1 working day")
    assert duration_words(Duration(15, "day")) == Text("15 天", "15 days")
    assert late_step(None) == Text("不设补开期", "no time for making up")
    assert "按期计" in late_step(Late(Duration(3, "month"), "met", "oldest")).zh


def test_how_often_in_short(tmp_path: Path) -> None:
    said = [cadence_words(duty) for duty in book(pack(tmp_path)).duties]
    assert [text.zh for text in said] == [
        "每季度（2026-07-01 起 每月） ≥1（2026-07-01 起 ≥2）",
        "每年 ≥“hours_owed”",
        "每半年 ≥3",
    ]


def test_inferences_in_words(tmp_path: Path) -> None:
    own = book(pack(tmp_path))
    said = inference_words(own.inferences[0], {duty.id: duty for duty in own.duties})
    assert [text.zh for text in said] == [
        "“每月巡查”累计有缺口不少于 2、不超过 9 期，且到目前为止连续有缺口正好 1 期",
        "没有这种情形：已亮“calm”",
        "审核区间内，“每月巡查”在本期的结论为“未到期”或“无记录”，且剩余少于 5 天",
        "所在单位的正式党员数不少于 3",
        "其下（下级单位、党小组、党员、户）亮“far”的，超过 2 个",
        "其下（下级单位、党小组、党员、户）审核区间内“走访”的结论为“无记录”的，正好 4 个",
    ]
    assert all(text.en.isascii() for text in said)


# the page of commands


def commands(group: click.Group, before: str = "") -> Iterator[str]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")
        else:
            yield before + name


def test_the_page_of_commands_has_them_all() -> None:
    page = (ROOT / "docs" / "commands.md").read_text("utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `checkbranch ")]
    assert [name for name in commands(main) if not any(f"checkbranch {name} " in row for row in rows)] == []
