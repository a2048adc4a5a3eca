"""``checkbranch check``: the account of every row, and each kind of problem with its place and its mend."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from checkbranch.cli.main import main
from checkbranch.engine.ledger import event_words, problems
from checkbranch.reports.datacheck.as_text import MEND
from checkbranch.reports.layout import cells
from checkbranch.reports.words.fields import column
from checkbranch.reports.words.problems import CODE

HEAD = "checkbranch: 1\nname: 第一支部\n"
UNITS = "编号,名称,类型,上级,正式党员\nB1,第一支部,党支部,总支,9\nB2,第二支部,党支部,,十二\nB3,第三支部,科室,,3\n"
MEMBERS = """\
编号,姓名,党支部,党小组,流动党员,生效日期
1,张三,第一支部,,是,2026-01-01
1,张三,第一支部,,,2026-01-01
2,李四,第一支部,,也许,
3,李四,第一支部,,,
4,,第九支部,,,
,,第一支部,一组,,
"""
ACTIVITIES = """\
编号,党支部,日期,类型,结束时间,应到,实到,谈话对象,参加人员,所属时段,学时
a,第一支部,某日,主题党日,,,,,,,
b,第一支部,,主题党日,,,,,,,
c,第一支部,2026-03-05,主题党曰,,,,,,,
d,第一支部,2026-03-06,,,,,,,,
e,第九支部,2026-03-07,主题党日,,,,,,,
f,第一支部,2026-03-08,谈心谈话,,,,李四,,,
g,第一支部,26.3.9,主题党日,,,,,,,
h,第一支部,2026-03-10 15:00,主题党日,2026-03-10 14:00,10,12,,赵来宾,,
i,第一支部,2026-03-11,主题党日,,,,,,某季度,两小时多
j,第一支部,2026-03-12,主题党日,,,,,,,
j,第一支部,2026-03-13,党课,,,,,,,
k,第一支部,2026-03-14,主题党日,,,,,,,
k,第一支部,2026-03-14,主题党日,,,,,,,
l,第一支部,2026-03-15,谈心谈话,,,,,赵来宾,,
,,,,,,,,,,
合计,,,,,,,,,,
"""
WAIVERS = """\
事项,起始日期,截止日期,原因,批准人
theme-day,2026-03-01,2026-02-01,搬迁,某镇党委
*,2026-03-01,2026-03-02,,某镇党委
"""
DATA = "data: {units: u.csv, members: m.csv, activities: [a.csv], waivers: w.csv}\n"


def workspace(folder: Path, data: str = DATA, **files: str) -> Path:
    (folder / "checkbranch.yaml").write_text(HEAD + data, encoding="utf-8")
    for name, text in {"u": UNITS, "m": MEMBERS, "a": ACTIVITIES, "w": WAIVERS, **files}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def check(path: Path, *options: str) -> Result:
    result = CliRunner().invoke(main, ["check", str(path), *options])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def report(path: Path, *options: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(check(path, "--format", "json", *options).stdout)
    return found


def told(path: Path, result: Result) -> dict[str, Any]:
    """Return the report as JSON, having seen that the text tells every problem of it under its kind."""
    assert result.exit_code == 1
    found = report(path)
    text = re.sub(r"\s", "", result.stdout)
    kinds = Counter((problem["severity"], problem["code"]) for problem in found["problems"])
    for (_, code), number in kinds.items():
        assert f"{CODE[code].zh}{code}：{number}条" in text
    for problem in found["problems"]:
        where = column(problem["column"], "zh") if problem["column"] else ""
        assert re.sub(r"\s", "", problem["source"] + where) in text
        assert re.sub(r"\s", "", problem["message"]) in text
    return found


def test_a_bad_ledger_is_told_by_kind_with_place_column_and_mend(tmp_path: Path) -> None:
    result = check(workspace(tmp_path))
    found = told(tmp_path, result)
    assert set(found["counts"]) >= {
        *("bad_date", "missing_date", "unknown_type", "missing_type", "unresolved_subject", "ambiguous_name"),
        *("two_digit_year", "end_before_start", "present_over_expected", "bad_period", "bad_number", "duplicate_id"),
        *("duplicate_row", "unknown_kind", "missing_value", "bad_tick", "unknown_parent", "until_before_from"),
        *("since_conflict", "unmatched_people"),
    }
    text = re.sub(r"\s", "", result.stdout)
    assert "a.csv!4“类型”：无法识别的活动类型“主题党曰”。是否应为“主题党日”？请改用" in text
    assert text.index("须改正（") < text.index("请核对（") < text.index("提示（")


def test_a_bad_workbook_is_told_alike(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "2026年"
    head = ["日期", "类型", "结束时间", "党小组", "应到", "现场情况"]
    for row in (
        head,
        ["2019-03-05", "主题党日"],
        ["=TODAY()", "主题党日"],
        ["2026-03-07", "主题党日", "傍晚"],
        ["2026-03-08", "党小组会", None, "第三小组"],
        ["2026-03-09", "主题党日", None, None, "=1+1"],
    ):
        sheet.append(row)
    hidden = book.create_sheet("旧台账")
    hidden.append(head[:2])
    hidden.append(["2026-03-10", "党课"])
    hidden.sheet_state = "hidden"
    book.create_sheet("说明").append(["联系电话"])
    twice = book.create_sheet("两列时间")
    twice.append(["会议时间", "召开时间", "活动日期", "类型", "实到", "出席人数"])
    twice.append(["2026-03-11", "2026-03-11", "2026-03-11", "党课", 3, 4])
    book.create_sheet("空表")
    book.save(tmp_path / "b.xlsx")
    units = "编号,名称,类型,上级\nB1,第一支部,党支部,\nG1,第一小组,党小组,第一支部\n"
    folder = workspace(tmp_path, "data: {units: u.csv, activities: b.xlsx}\n", u=units)
    found = told(folder, check(folder))
    assert set(found["counts"]) >= {
        *("unlikely_year", "uncached_formula", "bad_time", "ambiguous_header", "unknown_column", "hidden_sheet"),
        *("sheet_skipped", "empty_source"),
    }
    assert "b.xlsx!2026年!2" in [one["source"] for one in found["problems"]]


# Where the code of a problem stands among what these are called with.
CODE_AT = {"report": 3, "say": 1, "add": 3, "words": 0, "Note": 0, "Bad": 0, "Problem": 2}
CALENDAR = {f"event_{code}": text for code, text in event_words.REFUSED.items()} | dict(event_words.WARNED)
NOT_TOLD = {"endless_rule"}  # said where a calendar is imported alone


def codes_in_use() -> dict[str, str]:
    """Return every code that the program logs, with the file that does."""
    found = dict.fromkeys(problems._CODES, "problems.py") | dict.fromkeys(CALENDAR, "event_words.py")
    for path in (Path(problems.__file__).parent.parent).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            at = CODE_AT.get(name, len(node.args))
            code = getattr(node.args[at], "value", None) if at < len(node.args) else None
            if isinstance(code, str) and re.fullmatch("[a-z0-9]+(_[a-z0-9]+)+", code):
                found.setdefault(code, path.name)
    return {code: where for code, where in found.items() if code not in NOT_TOLD}


def test_every_kind_of_problem_has_a_title() -> None:
    lacking = {code: where for code, where in codes_in_use().items() if code not in CODE}
    assert lacking == {}, "give them a title in CODE (reports/words/problems.py)"
    assert {"unreadable_source", "waiver_unused", "unmatched_people", "event_bad_date"} <= set(codes_in_use())


VERBS = (
    "Add|Change|Check|Choose|Convert|Copy|Correct|Delete|Divide|Enter|Export|Fill|Give|If|Keep|Leave|Let|Make|Map|Mend"
    "|Move|Name|Narrow|Nothing|Open|Put|Recalculate|Remove|Rename|Save|See|Set|Split|Take|Unlock|Use|Write"
)
SAYS_HOW = re.compile(rf"(?:^|[.;:,}}])\s*(?:{VERBS})\b", re.IGNORECASE)


@pytest.mark.parametrize("code", sorted({**problems._CODES, **CALENDAR}.keys() - NOT_TOLD))
def test_every_kind_of_problem_says_its_mend_in_both_languages(code: str) -> None:
    if code in problems._CODES:
        severity, zh, en = problems._CODES[code]
        assert severity in ("error", "warning", "info")
    else:
        zh, en = CALENDAR[code]
    mend = MEND.get(code)
    assert "请" in zh or mend, f"a mend is lacking: {zh}"
    assert SAYS_HOW.search(f"{en} {mend.en if mend else ''}"), f"a mend is lacking: {en}"


def test_the_account_adds_up_and_stands_in_the_table(tmp_path: Path) -> None:
    inputs = report(workspace(tmp_path))["inputs"]
    assert [one["source"] for one in inputs] == ["u.csv", "m.csv", "a.csv", "w.csv"]
    for one in inputs:
        assert one["read"] == one["taken"] + one["problems"] + one["blank"] + one["skipped"]
    (acts,) = (one for one in inputs if one["table"] == "activities")
    assert (acts["read"], acts["blank"], acts["skipped"]) == (16, 1, 1)
    numbers = [str(acts[key]) for key in ("read", "taken", "problems", "blank", "skipped")]
    lines = [line.split() for line in check(tmp_path).stdout.splitlines()]
    assert ["a.csv", "活动", *numbers] in lines
    whole = [str(sum(one[key] for one in inputs)) for key in ("read", "taken", "problems", "blank", "skipped")]
    assert ["合计", *whole] in lines


def test_the_columns_of_the_table_line_up(tmp_path: Path) -> None:
    lines = check(workspace(tmp_path), "--lang", "zh").stdout.splitlines()
    start = next(at for at, line in enumerate(lines) if line.strip().startswith("来源"))
    assert len({cells(line) for line in lines[start : start + 6]}) == 1


def test_the_json_has_the_shape_and_order_of_an_audit(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    found = report(folder)
    assert list(found) == ["format", "workspace", "language", "inputs", "problems", "counts"]
    assert (found["format"], found["workspace"], found["language"]) == ("checkbranch.check/1", "第一支部", "zh")
    audit = CliRunner().invoke(main, ["audit", str(folder), "--as-of", "2026-04-01", "--format", "json"])
    judged = json.loads(audit.stdout)
    assert found["inputs"] == judged["inputs"]
    assert found["problems"] == [one for one in judged["problems"] if one["code"] != "waiver_unused"]
    assert sum(found["counts"].values()) == len(found["problems"])
    assert list(found["counts"]) == sorted(found["counts"])
    english = report(folder, "--lang", "en")
    assert english["counts"] == found["counts"]
    assert "not a known type" in json.dumps(english["problems"])


GOOD = "日期,类型\n2026-03-05,主题党日\n"
ONE = "data: {activities: a.csv}\n"


@pytest.mark.parametrize(
    ("ledger", "codes"),
    [
        (GOOD, {"error": 0, "warning": 0, "never": 0}),
        (GOOD + "2026-03-05,主题党日\n", {"error": 0, "warning": 0, "never": 0}),
        (GOOD + "26.3.6,主题党日\n", {"error": 0, "warning": 1, "never": 0}),
        (GOOD + "某日,主题党日\n", {"error": 1, "warning": 1, "never": 0}),
    ],
    ids=["nothing", "info", "warning", "error"],
)
def test_the_exit_code_is_what_fail_on_says(tmp_path: Path, ledger: str, codes: dict[str, int]) -> None:
    folder = workspace(tmp_path, ONE, a=ledger)
    assert {one: check(folder, "--fail-on", one).exit_code for one in codes} == codes
    result = check(folder)
    assert result.exit_code == codes["warning"]
    assert f"结论（退出码 {codes['warning']}）" in result.stdout


def test_an_empty_ledger_is_said_and_no_fault(tmp_path: Path) -> None:
    result = check(workspace(tmp_path, ONE, a="日期,类型\n"))
    assert result.exit_code == 0
    assert "没有数据行。只有表头。" in result.stdout


def test_a_source_that_cannot_be_read_is_2_and_the_rest_is_told(tmp_path: Path) -> None:
    data = "data: {activities: [a.csv, none.csv]}\n"
    result = check(workspace(tmp_path, data, a=GOOD), "--fail-on", "never")
    assert result.exit_code == 2
    said, counts = result.stderr.splitlines()
    assert said == "none.csv: 没有这个文件。请核对路径。"
    assert counts.startswith("checkbranch check: sources=2 read=") and counts.endswith(" exit=2")
    assert ["none.csv", "活动", "—", "—", "—", "—", "—"] in [line.split() for line in result.stdout.splitlines()]
    assert "无法读取：none.csv" in result.stdout
    assert "有来源无法使用，结果不完整。" in result.stdout
    assert report(tmp_path)["counts"] == {"unreadable_source": 1}


def test_nothing_that_can_be_read_at_all(tmp_path: Path) -> None:
    result = check(workspace(tmp_path, "data: {activities: none.csv}\n"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("checkbranch.yaml:3:20: none.csv：没有这个文件。")


def test_a_single_file_is_checked_as_one_branch(tmp_path: Path) -> None:
    (tmp_path / "台账.csv").write_text(GOOD, "utf-8")
    result = check(tmp_path / "台账.csv")
    assert result.exit_code == 0
    assert "整个文件作为一个党支部的台账" in result.stdout


def test_the_output_file_holds_what_would_be_printed(tmp_path: Path) -> None:
    folder, target = workspace(tmp_path), tmp_path / "out.txt"
    printed, written = check(folder), check(folder, "-o", str(target))
    assert (written.exit_code, written.stdout) == (printed.exit_code, "")
    assert target.read_text("utf-8") == printed.stdout
    assert check(folder, "-o", str(tmp_path / "none" / "out.txt")).exit_code == 2


def test_very_many_problems_of_a_kind_are_counted_not_all_shown(tmp_path: Path) -> None:
    folder = workspace(tmp_path, ONE, a="日期,类型\n" + "某日,主题党日\n" * 130)
    text = check(folder).stdout
    assert "bad_date：130 条" in text
    assert text.count("a.csv!") == 100
    assert "另有 30 条，见 --format json" in text
    assert len(report(folder)["problems"]) == 130


def test_english_all_through(tmp_path: Path) -> None:
    text = check(workspace(tmp_path), "--lang", "en").stdout
    assert "Rows by source (read = taken + not taken + blank + skipped)" in text
    assert "date not understood bad_date: 1" in text
    assert "In all (exit code 1): There are problems to deal with" in text
