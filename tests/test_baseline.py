"""A baseline, the difference of two audits, and whether a report still holds, in small workspaces."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from checkbranch.cli import main
from checkbranch.engine.ledger.model import Problem
from checkbranch.engine.text import Text
from checkbranch.reports import schema_path
from checkbranch.reports.compared.baseline import problem_states
from checkbranch.reports.ledger_places import Place, place
from checkbranch.reports.short_code import short_code

from .once import Once
from .test_flat_formats import junit, sarif

SETTINGS = """checkbranch: 1
name: 测试支部
rules: [cn-party-branch]
unit: {id: B1, name: 一支部, full_members: 9}
log_starts: 2026-01-01
complete_through: 2026-12-31
data: {activities: [a.csv]}
"""
ROWS = ["日期,类型,标题", "2026-01-06,支委会,一", "2026-03-02,支部党员大会,二", "三月,党课,三", "2026-02-03,支委会,四"]


@pytest.fixture(autouse=True)
def _once(once: Once) -> Iterator[None]:
    yield


@pytest.fixture
def ws(tmp_path: Path) -> Path:
    folder = tmp_path / "ws"
    folder.mkdir()
    folder.joinpath("checkbranch.yaml").write_text(SETTINGS, encoding="utf-8")
    ledger(folder, ROWS)
    return folder


@pytest.fixture(scope="module")
def fixed(once: Once, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that stays as it is, so that it is read once."""
    folder = tmp_path_factory.mktemp("fixed") / "ws"
    folder.mkdir()
    folder.joinpath("checkbranch.yaml").write_text(SETTINGS, encoding="utf-8")
    ledger(folder, ROWS)
    return folder


def ledger(folder: Path, lines: list[str]) -> None:
    folder.joinpath("a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def run(*args: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, [str(arg) for arg in args])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def report(folder: Path, day: str, name: str, *more: object) -> Path:
    path = folder.parent / name
    code, _, err = run("audit", folder, "--as-of", day, "--from", "2026-01-01", "-o", path, *more)
    assert code in (0, 1), err
    return path


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def edited(path: Path, pattern: str, by: str) -> Path:
    text, number = re.subn(pattern, by, path.read_text(encoding="utf-8"), count=1)
    assert number == 1
    other = path.with_name(f"edited-{path.name}")
    other.write_text(text, encoding="utf-8")
    return other


# Baselines.


def test_what_was_there_before_does_not_fail_and_is_counted(fixed: Path) -> None:
    old = report(fixed, "2026-03-20", "old.json")
    code, out, err = run("audit", fixed, "--as-of", "2026-03-21", "--from", "2026-01-01", "--baseline", old)
    assert code == 0 and err.startswith("checkbranch audit: "), err
    assert "新增 0，原有 2；基线中已消除 0" in out and "数据问题：新增 0，原有 1" in out
    assert "与基线相比没有新增；原有的仍须整改" in out
    code, out, _ = run("audit", fixed, "--as-of", "2026-03-21", "--from", "2026-01-01")
    assert code == 1


def test_a_new_gap_fails_and_every_format_says_which(ws: Path, tmp_path: Path) -> None:
    old = report(ws, "2026-03-20", "old.json")
    ledger(ws, [*ROWS, "2026-01-20,主题党日,五"])
    names = ["n.json", "n.csv", "n.md", "n.xml", "n.sarif", "n.txt"]
    outputs = [part for name in names for part in ("-o", tmp_path / name)]
    code, _, _ = run("audit", ws, "--as-of", "2026-04-20", "--from", "2026-01-01", "--baseline", old, *outputs)
    assert code == 1
    told = read(tmp_path / "n.json")
    Draft202012Validator(json.loads(schema_path().read_text("utf-8"))).validate(told)
    gaps = {f["period"]["key"]: f["baseline"] for f in told["findings"] if f["duty"] == "theme-day" and "baseline" in f}
    assert gaps == {"2026-02": "old", "2026-03": "new"}
    assert told["baseline"]["new"] == {"gaps": 2, "flags": 0, "problems": 0}
    assert (told["baseline"]["old"]["gaps"], told["baseline"]["closed"]) == (1, 1)
    assert [p["baseline"] for p in told["problems"] if p["code"] == "bad_date"] == ["old"]
    table = list(csv.DictReader(io.StringIO(tmp_path.joinpath("n.csv").read_text("utf-8-sig"))))
    assert sorted(row["基线"] for row in table if row["基线"]) == ["原有", "新增", "新增"]
    assert "| 新增 |" in (tmp_path / "n.md").read_text("utf-8")
    messages = [case.get("message") for case in junit((tmp_path / "n.xml").read_text("utf-8")).iter("failure")]
    assert sorted(text[:4] for text in messages) == ["[原有]", "[原有]", "[新增]", "[新增]"]
    states = [result["baselineState"] for result in sarif((tmp_path / "n.sarif").read_text("utf-8"))["results"]]
    assert sorted(states) == ["new", "new", "unchanged", "unchanged"]
    text = (tmp_path / "n.txt").read_text("utf-8")
    assert "新增的 2 项缺口" in text and "基线中已消除 1" in text and "有新增的缺口" in text


def test_a_gap_outside_what_is_shown_is_neither_closed_nor_lost(fixed: Path) -> None:
    old = report(fixed, "2026-03-20", "old.json")
    path = report(fixed, "2026-03-20", "part.json", "--duty", "committee-meeting", "--baseline", old)
    held = read(path)["baseline"]
    assert (held["old"]["gaps"], held["closed"], held["gone"], held["aside"]) == (0, 0, 0, 2)


def test_problems_stay_the_same_when_their_rows_move() -> None:
    def problem(row: int, words: str = "不是日期", sheet: str = "a.xlsx!表") -> Problem:
        return Problem(
            f"{sheet}!{row}", "日期", "bad_date", Text(f"{words}（见 {sheet}!{row + 1}）", "No date."), "error"
        )

    def before(*rows: int) -> list[dict[str, object]]:
        return [
            {"source": one.source, "column": one.column, "code": one.code, "message": one.message.zh}
            for one in map(problem, rows)
        ]

    assert problem_states([problem(5), problem(9)], before(4, 8), "zh") == ["old", "old"]
    assert problem_states([problem(4), problem(5), problem(8)], before(4, 8), "zh") == ["old", "new", "old"]
    assert problem_states([problem(4, "另一处")], before(4), "zh") == ["new"]
    assert problem_states([problem(4, sheet="b.xlsx!表")], before(4), "zh") == ["new"]
    assert problem_states([problem(4)], before(), "zh") == ["new"]
    assert problem_states([problem(4, "另一处")], before(4), None) == ["old"]  # the words were masked there


@pytest.mark.parametrize(
    ("pattern", "by", "says"),
    [
        ('"workspace":"测试支部"', '"workspace":"另一个支部"', "不是同一个工作区"),
        ('"units":\\[\n\\{"id":"B1"', '"units":[\n{"id":"B9"', "不是同一个工作区"),
        ("checkbranch.audit/1", "checkbranch.audit/2", "不是 checkbranch.audit/1 格式"),
        ('"as_of":"2026-03-20"', '"as_of":"2026-05-20"', "晚于本次的 2026-04-20"),
        ('"summary"', '"sumary"', "报告不完整"),
        ('"problems":\\[', '"problems":[{},', "报告不完整"),
    ],
)
def test_what_is_no_baseline_is_refused(fixed: Path, pattern: str, by: str, says: str) -> None:
    bad = edited(report(fixed, "2026-03-20", "old.json"), pattern, by)
    code, out, err = run("audit", fixed, "--as-of", "2026-04-20", "--baseline", bad)
    assert (code, out) == (2, "") and says in err and len(err.splitlines()) == 1


def test_other_packs_are_said(fixed: Path) -> None:
    old = edited(report(fixed, "2026-03-20", "old.json"), '"version":"2026.1"', '"version":"2025.9"')
    code, out, err = run("audit", fixed, "--as-of", "2026-03-20", "--from", "2026-01-01", "--baseline", old)
    assert code == 0 and "规则包 cn-party-branch 由 2025.9 改为 2026.1" in err
    assert "规则包 cn-party-branch 由 2025.9" in out


# Differences.


def test_diff_tells_new_closed_and_open_gaps(ws: Path) -> None:
    old = report(ws, "2026-03-20", "old.json")
    ledger(ws, [*ROWS, "2026-01-20,主题党日,五"])
    new = report(ws, "2026-04-20", "new.json")
    code, out, _ = run("diff", old, new)
    assert code == 1 and "每月开展主题党日  2026年1月  ✗ 无记录 → ✓ 达标" in out and "新增缺口（2）" in out
    code, out, _ = run("diff", old, new, "--format", "json")
    told = json.loads(out)
    assert told["summary"] == {
        "new": 2, "closed": 1, "still": 1, "changed": 0, "appeared": 3, "disappeared": 0, "aside": 0,
    }  # fmt: skip
    assert told["units"] == [{"unit": "B1", **told["summary"]}]
    assert {c["period"]["key"] for c in told["changes"] if c["change"] == "closed"} == {"2026-01"}
    code, out, _ = run("diff", old, new, "--format", "md", "--lang", "en")
    assert code == 1 and "| 一支部 (B1) | 每月开展主题党日 March 2026 | · not yet due | ✗ no record seen |" in out
    code, out, _ = run("diff", new, new)
    assert code == 0 and "新增缺口 0" in out


def test_diff_of_reports_that_list_gaps_only(ws: Path) -> None:
    old = report(ws, "2026-03-20", "old.json", "--findings", "gaps")
    ledger(ws, [*ROWS, "2026-01-20,主题党日,五"])
    new = report(ws, "2026-03-20", "new.json")
    code, out, _ = run("diff", old, new, "--format", "json")
    told = json.loads(out)
    assert code == 0 and told["compared"] == "gaps" and told["notes"]
    assert (told["summary"]["closed"], told["summary"]["still"], told["summary"]["appeared"]) == (1, 1, 0)


def test_what_cannot_be_compared_is_refused(fixed: Path, tmp_path: Path) -> None:
    old, new = report(fixed, "2026-03-20", "old.json"), report(fixed, "2026-04-20", "new.json")
    other = edited(new, '"workspace":"测试支部"', '"workspace":"别处"')
    for args, says in (
        ((new, old), "请把较早的写在前面"),
        ((old, other), "不是同一个工作区"),
        ((old, tmp_path / "none.json"), "没有这个文件或文件夹"),
        ((old, new, "-o", new), "不能覆盖"),
        ((old, fixed / "a.csv"), "不是 JSON"),
    ):
        code, out, err = run("diff", *args)
        assert (code, out) == (2, "") and says in err


# Verification.


@pytest.mark.parametrize(
    "options",
    [(), ("--findings", "gaps"), ("--duty", "theme-day"), ("--unit", "B1", "--lang", "en"), ("--no-waivers",),
     ("--engine", "reference"), ("--period", "2026-Q1")],
    ids=" ".join,
)  # fmt: skip
def test_a_report_holds_however_it_was_asked_for(fixed: Path, tmp_path: Path, options: tuple[str, ...]) -> None:
    path = tmp_path / "out.json"
    assert run("audit", fixed, "--as-of", "2026-04-20", "-o", path, *options)[0] == 1
    code, out, err = run("verify", path, "-w", fixed)
    assert code == 0 and "仍然成立" in out, out + err
    path.write_text(json.dumps(read(path), indent=1), encoding="utf-8")  # laid out by another program
    assert run("verify", path, "-w", fixed)[0] == 0


def test_the_workspace_is_that_of_the_report_else_the_one_here(
    ws: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside, outside = ws / "out.json", report(ws, "2026-04-20", "out.json")
    inside.write_bytes(outside.read_bytes())
    monkeypatch.chdir(tmp_path)
    assert run("verify", inside)[0] == 0
    assert run("verify", outside)[0] == 2
    monkeypatch.chdir(ws)
    assert run("verify", outside)[0] == 0


def test_one_made_with_a_baseline_holds(fixed: Path) -> None:
    old = report(fixed, "2026-03-20", "old.json")
    new = report(fixed, "2026-04-20", "new.json", "--baseline", old)
    assert run("verify", new, "-w", fixed)[0] == 0


def test_a_changed_ledger_is_named_with_the_finding_and_the_row(ws: Path) -> None:
    path = report(ws, "2026-04-20", "out.json")
    ledger(ws, ["日期,类型,标题", "2026-03-12,主题党日,新", *ROWS[1:-1]])
    code, out, _ = run("verify", path, "-w", ws)
    assert code == 1 and "a.csv：内容有改动" in out and "改动过" not in out.split("报告的依据")[0]
    assert "每月召开支部委员会会议  2026年2月  ✓ 达标 → ✗ 无记录" in out and "a.csv!5  2026-02-03  计入" in out
    assert "每月开展主题党日  2026年3月  ✗ 无记录 → ✓ 达标" in out and "a.csv!2  2026-03-12  计入" in out
    assert "行号不同：2" in out  # the two that merely moved down
    code, out, _ = run("verify", path, "-w", ws, "--format", "json")
    told = json.loads(out)
    assert code == 1 and told["counts"]["verdict"] == 2 and told["holds"] is False and told["edited"] == []


def test_rows_that_change_no_verdict_leave_it_standing(ws: Path) -> None:
    path = report(ws, "2026-04-20", "out.json")
    ledger(ws, [*ROWS, "2026-05-12,主题党日,后来的"])
    code, out, _ = run("verify", path, "-w", ws)
    assert code == 0 and "结论仍然成立" in out and "a.csv：内容有改动" in out


@pytest.mark.parametrize(
    ("pattern", "by"),
    [
        ('"status":"missing","required":1,"counted":0', '"status":"met","required":1,"counted":1'),
        ('"severity":"warning","reason":null,"due":null', '"severity":"info","reason":null,"due":null'),
        ('"missing":4', '"missing":0'),
        ("台账中未见记录", "已经开展"),
        ('a\\.csv!2"', 'a.csv!3"'),
        ('\n\\{"id":"[0-9a-f]{16}","duty":"theme-day".*', ""),
        ('"code":"bad_date"', '"code":"bad_dote"'),
        ('"fingerprint":"....', '"fingerprint":"0000'),
        ('"workspace":"测试支部"', '"workspace":"模范支部"'),
        ('"can_make_up_until":"2026-04-30"', '"can_make_up_until":"2026-06-30"'),
    ],
)
def test_a_report_edited_by_hand_does_not_hold(fixed: Path, pattern: str, by: str) -> None:
    path = edited(report(fixed, "2026-04-20", "out.json"), pattern, by)
    code, out, err = run("verify", path, "-w", fixed)
    said = "".join(out.split())
    assert code == 1 and ("被改动过" in said or "被改过" in said), out + err


def test_an_edit_is_found_although_the_ledger_changed_too(ws: Path) -> None:
    path = edited(
        report(ws, "2026-04-20", "out.json"),
        '"status":"missing","required":1,"counted":0',
        '"status":"met","required":1,"counted":1',
    )
    ledger(ws, [*ROWS, "2026-05-12,主题党日,后来的"])
    code, out, _ = run("verify", path, "-w", ws)
    assert code == 1 and "报告被改动过" in out and "没有列出计入的记录" in out


def test_settings_that_changed_are_told_apart_from_ledgers(ws: Path) -> None:
    path = report(ws, "2026-04-20", "out.json")
    text = SETTINGS.replace("full_members: 9", "full_members: 5")
    ws.joinpath("checkbranch.yaml").write_text(text, encoding="utf-8")
    code, out, _ = run("verify", path, "-w", ws)
    assert code == 1 and "设置（checkbranch.yaml）或节假日表有改动" in out


def test_what_cannot_be_verified_is_refused(ws: Path, tmp_path: Path) -> None:
    path = report(ws, "2026-04-20", "out.json")
    other = tmp_path / "other"
    other.mkdir()
    settings = SETTINGS.replace("测试支部", "别处").replace("B1", "B7")
    other.joinpath("checkbranch.yaml").write_text(settings, encoding="utf-8")
    ledger(other, ROWS)
    for args, says in (
        ((path, "-w", other), "不是“别处”的"),
        ((path, "-w", tmp_path / "none"), "none"),
        ((tmp_path / "none.json", "-w", ws), "没有这个文件或文件夹"),
        ((path, "-w", ws, "-o", path), "不能覆盖"),
        ((path, "-w", ws, "-o", ws / "a.csv"), "不能覆盖"),
        ((path, "-w", ws, "--as-of", "2026-04-20"), "请去掉 --as-of、--period、--from 和 --to"),
        ((edited(path, '"span":\\{"from":"2026-01-01"', '"span":{"from":"2026-01-99"'), "-w", ws), "无法核验"),
        ((), "请写出报告文件"),
        (("--code", "47FE-D84B-0FF9", "-w", ws), "请同时写明打印件上的截至日"),
        (("--code", "47FE", "--as-of", "2026-04-20", "-w", ws), "不是核验码"),
        ((path, "--code", "47FE-D84B-0FF9", "--as-of", "2026-04-20"), "请只写一种"),
    ):
        code, out, err = run("verify", *args)
        assert (code, out) == (2, "") and says in err, (args, err)


def test_a_printed_code_is_verified(fixed: Path) -> None:
    _, out, _ = run("audit", fixed, "--as-of", "2026-04-20")
    found = re.search(r"[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}", out)
    assert found
    code, out, _ = run("verify", "--code", found[0].lower(), "--as-of", "2026-04-20", "-w", fixed)
    assert code == 0 and out.startswith("相符")
    assert run("verify", "--code", found[0], "--as-of", "2026-04-21", "-w", fixed)[0] == 1
    aside = read(report(fixed, "2026-04-20", "out.json", "--no-waivers"))["fingerprint"]
    code, out, _ = run(
        "verify",
        "--code",
        short_code(aside),
        "--as-of",
        "2026-04-20",
        "--from",
        "2026-01-01",
        "-w",
        fixed,
        "--lang",
        "en",
    )
    assert code == 0 and "waivers not taken into account" in out
    code, out, _ = run("inspect", fixed, "--as-of", "2026-04-20")
    assert found[0] in out


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("台账.xlsx!2026年!37", Place("台账.xlsx", "2026年", 37)),
        ("a.csv!14", Place("a.csv", None, 14)),
        ("文件夹/a.b.xlsx!表!1!2", Place("文件夹/a.b.xlsx", "表!1", 2)),
        ("a.docx!表2", Place("a.docx", "表2", None)),
        ("a.xlsx!2026", Place("a.xlsx", None, 2026)),
        ("a.csv", Place("a.csv", None, None)),
        ("no ending!3", Place("no ending", None, 3)),
        ("x!0", Place("x", None, 0)),
        ("", Place("", None, None)),
    ],
)
def test_places_are_taken_apart(source: str, parts: Place) -> None:
    assert place(source) == parts


def test_a_masked_baseline_has_the_problems_that_it_names_without_names(ws: Path) -> None:
    ledger(ws, ["日期,类型,记录人", "2026-01-06,支委会,孙一山", "三月,党课,周三木", "2026-02-03,孙一山党课,孙一山"])
    old = report(ws, "2026-03-20", "masked.json", "--redact")
    assert "孙一山" not in old.read_text("utf-8")
    for more in ((), ("--redact",)):
        call = ["audit", ws, "--as-of", "2026-03-20", "--from", "2026-01-01", "--baseline", old, *more]
        code, out, _ = run(*call)
        assert code == 0 and "数据问题：新增 0" in out


def test_a_workspace_under_another_name_is_no_edited_report(ws: Path) -> None:
    old = report(ws, "2026-03-20", "old.json")
    ws.joinpath("checkbranch.yaml").write_text(SETTINGS.replace("测试支部", "另一名称"), encoding="utf-8")
    code, out, _ = run("verify", old, "-w", ws)
    assert code == 1 and "只有工作区名称不同" in out and "报告被改动过" not in out
    assert "规则、设置都没有变" not in out


def test_what_differs_is_told_in_words(ws: Path) -> None:
    old = report(ws, "2026-03-20", "old.json")
    ws.joinpath("checkbranch.yaml").write_text(SETTINGS.replace("through: 2026-12-31", "through: 2026-01-15"), "utf-8")
    _, out, _ = run("verify", old, "-w", ws)
    assert "现在 期限晚于“台账完整至”的日期" in out and "after_complete_through" not in out
    changed = read(old)
    changed["summary"]["missing"] = 0
    old.write_text(json.dumps(changed, ensure_ascii=False), encoding="utf-8")
    _, out, _ = run("verify", old, "-w", ws)
    assert "汇总写明无记录 0 项" in out
