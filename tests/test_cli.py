"""``checkbranch audit`` as it is called: exit codes, one line a fault with its place and its mend, the output file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TextIO

import pytest
from click.testing import CliRunner, Result

from checkbranch.cli.main import main
from checkbranch.engine import Audit

HEAD = "checkbranch: 1\nname: 第一支部\n"
DATA = "data: {activities: a.csv}\n"
LEDGER = "日期,类型\n2026-01-05,主题党日\n"
PACK = """\
pack: p
version: "1"
title: {zh: 包, en: Pack}
sources: {s: {title: {zh: 文, en: Text}, issued: 2020-01-01, issuer: 某委, checked_on: 2026-01-01}}
activities: {theme_day: {zh: 主题党日, en: Theme day}}
duties:
"""
DUTY = """\
  - id: theme-day
    title: {zh: 每月主题党日, en: Theme day every month}
    basis: [{source: s, article: "1", modality: LEVEL}]
    subject: branch
    quota: {do: theme_day, at_least: 1, every: month}
"""
WAIVER = "duty,subject,from,until,reason,approver\n*,*,2026-01-01,2026-12-31,搬迁,某镇党委\n"


def workspace(folder: Path, yaml: str = HEAD + DATA, **files: str) -> Path:
    """Write a workspace; ``a_csv`` stands for the file ``a.csv``."""
    (folder / "checkbranch.yaml").write_text(yaml, encoding="utf-8")
    for name, text in {"a_csv": LEDGER, **files}.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return folder


def own_pack(folder: Path, duties: str, level: str = "shall", **files: str) -> Path:
    """Write a workspace whose rules are only these duties."""
    text = PACK + duties.replace("LEVEL", level)
    data = DATA if "w_csv" not in files else "data: {activities: a.csv, waivers: w.csv}\n"
    return workspace(folder, HEAD + data + "rules: [p.yaml]\n", p_yaml=text, **files)


def audit(folder: Path, *options: str) -> Result:
    result = CliRunner().invoke(main, ["audit", str(folder), "--as-of", "2026-04-10", *options])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def refused(folder: Path, *options: str) -> list[str]:
    """Return the lines on standard error of a call that is refused, in Chinese; in English there are as many."""
    result, english = audit(folder, *options), audit(folder, *options, "--lang", "en")
    assert (result.exit_code, english.exit_code) == (2, 2)
    assert (result.stdout, english.stdout) == ("", "")
    lines = result.stderr.splitlines()
    assert len(english.stderr.splitlines()) == len(lines)
    for line in lines:
        assert ": " in line
        assert line.endswith(("。", "？"))
    return lines


SETTINGS = [
    ("unknown pack", "rules: [cn-party-brnch]\n", "checkbranch.yaml:4:9: ", "是否应为“cn-party-branch”"),
    ("misspelt key", "serverity: {}\n", "checkbranch.yaml:4:1: ", "是否应为“severity”"),
    ("unknown table", "", "checkbranch.yaml:3:8: ", "activities"),
    ("severity of no duty", "severity: {theme-dya: error}\n", "checkbranch.yaml:4:12: ", "theme-day"),
    ("off of no duty", "off: [theme-dya]\n", "checkbranch.yaml:4:7: ", "theme-day"),
    ("no such pack file", "rules: [rules/none.yaml]\n", "checkbranch.yaml:4:9: ", "rules/none.yaml"),
    ("key twice", "name: 乙\n", "checkbranch.yaml:4:1: ", "name"),
]


@pytest.mark.parametrize(("what", "line", "place", "mend"), SETTINGS, ids=[case[0] for case in SETTINGS])
def test_faults_of_the_settings(tmp_path: Path, what: str, line: str, place: str, mend: str) -> None:
    data = DATA if line else "data: {activites: a.csv}\n"
    (said,) = refused(workspace(tmp_path, HEAD + data + line))
    assert said.startswith(place)
    assert mend in said


PACKS = [
    ("duty id twice", DUTY + DUTY, "p.yaml:12:9: ", "p.yaml:7:5"),
    ("no kind", DUTY.replace("    quota: {do: theme_day, at_least: 1, every: month}\n", ""), "p.yaml:7:5: ", "quota"),
    ("two kinds", DUTY + "    record: {of: theme_day, needs: [place]}\n", "p.yaml:12:5: ", "只留一个"),
    ("at least 0", DUTY.replace("at_least: 1", "at_least: 0"), "p.yaml:11:38: ", "大于 0"),
    ("every fortnight", DUTY.replace("every: month", "every: fortnight"), "p.yaml:11:48: ", "month、quarter"),
    ("misspelt key", DUTY.replace("subject:", "subjct:"), "p.yaml:10:5: ", "subject"),
]


@pytest.mark.parametrize(("what", "duties", "place", "mend"), PACKS, ids=[case[0] for case in PACKS])
def test_faults_of_a_pack(tmp_path: Path, what: str, duties: str, place: str, mend: str) -> None:
    lines = refused(own_pack(tmp_path, duties))
    found = [line for line in lines if line.startswith(place)]
    assert found, lines
    assert mend in found[0]


def test_all_faults_of_a_pack_are_said_at_once(tmp_path: Path) -> None:
    duties = DUTY.replace("at_least: 1", "at_least: 0").replace("every: month", "every: fortnight")
    assert [line.split(": ")[0] for line in refused(own_pack(tmp_path, duties))] == ["p.yaml:11:38", "p.yaml:11:48"]


@pytest.mark.parametrize(
    ("file", "mend"),
    [("sub", "glob"), ("none.csv", "核对路径"), ("a.pdf", "CSV"), ("bad.xlsx", "XLSX"), ("no/*.csv", "核对路径")],
)
def test_a_ledger_that_cannot_be_opened(tmp_path: Path, file: str, mend: str) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "bad.xlsx").write_bytes(b"no workbook")
    (said,) = refused(workspace(tmp_path, f'{HEAD}data: {{activities: "{file}"}}\n'))
    assert said.startswith("checkbranch.yaml:3:20: ")
    assert file in said
    assert mend in said


def test_a_ledger_that_the_system_does_not_hand_out(tmp_path: Path) -> None:
    folder = workspace(tmp_path, HEAD + "data: {activities: loop.csv}\n")
    (folder / "loop.csv").symlink_to("loop.csv")
    (said,) = refused(folder)
    assert said.startswith("checkbranch.yaml:3:20: loop.csv：文件无法读取（链接互相指向，没有尽头）。")
    assert "权限" in said
    assert str(tmp_path) not in said


def test_no_workspace(tmp_path: Path) -> None:
    (said,) = refused(tmp_path)
    assert "checkbranch.yaml" in said
    workspace(tmp_path)
    (said,) = refused(tmp_path / "checkbranch.yml")
    assert said.endswith("是否应为“checkbranch.yaml”？请核对路径。")


OPTIONS = [
    (["--unit", "第二支部"], "--unit: ", "第一支部"),
    (["--duty", "theme-dya"], "--duty: ", "theme-day"),
    (["--duty", "每月开展主题党日"], "--duty: ", "theme-day"),
    (["--period", "nonsense"], "--period: ", "2026-Q3"),
    (["--period", "2026-13"], "--period: ", "2026-Q3"),
    (["--period", "2026", "--from", "2026-01-01"], "--period: ", "只写一种"),
    (["--from", "2026-03-01", "--to", "2026-02-01"], "--from: ", "不晚于 --to"),
]


@pytest.mark.parametrize(("options", "place", "mend"), OPTIONS)
def test_options_that_fit_nothing(tmp_path: Path, options: list[str], place: str, mend: str) -> None:
    (said,) = refused(workspace(tmp_path), *options)
    assert said.startswith(place)
    assert mend in said


@pytest.mark.parametrize(
    "options", [["--as-of", "soon"], ["--from", "2026-02-30"], ["--fail-on", "all"], ["--format", "x"], ["--such"]]
)
def test_options_that_cannot_be_read(tmp_path: Path, options: list[str]) -> None:
    result = audit(workspace(tmp_path), *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert options[0] in result.stderr


MISTYPED = [
    (["audit", "--perid", "2026"], "--perid: 没有这个选项。是否应为“--period”？", "no such option"),
    (["aduit"], "aduit: 没有这个命令。是否应为“audit”？", "no such command"),
    (
        ["audit", "--as-of"],
        "--as-of: 后面缺少取值，请补写。可用的写法见 checkbranch audit --help。",
        "requires an argument. See checkbranch audit --help",
    ),
    (["audit", "--quiet=3"], "--quiet: 这个选项后面不写取值，请删去“=”和其后的内容。", "does not take a value"),
    (["rules", "lin"], "lin: 没有这个命令。是否应为“lint”？", "no such command"),
    (["visits", "--due", "9999"], "--due: 应为 0 到 3660 的整数。", "not in the range"),
    (["calendar", "export", "--year", "x"], "--year: 应为整数。", "not a valid integer"),
    (["calendar", "import"], "FILE: 缺少此项，请补写。", "It is missing"),
    (
        ["audit", "--as-of", "soon"],
        "--as-of: “soon” 不是日期，请写成 2026-11-23。",
        "It is not a date; write 2026-11-23",
    ),
    (["audit", "--fail-on", "all"], "--fail-on: 取值不对，可写：error、warning、never。", "error, warning, never"),
    (
        ["audit", "甲", "乙"],
        "checkbranch audit: 多出“乙”，请删去；含空格的名称请加引号。",
        "unexpected extra argument (乙)",
    ),
    (["--such"], "--such: 没有这个选项。", "checkbranch --help"),
]


@pytest.mark.parametrize(("call", "zh", "en"), MISTYPED, ids=[" ".join(case[0]) for case in MISTYPED])
def test_a_call_that_cannot_be_made_out_is_one_line_in_both_languages(call: list[str], zh: str, en: str) -> None:
    result = CliRunner().invoke(main, call, prog_name="checkbranch")
    assert (result.exit_code, result.stdout) == (2, "")
    (said,) = result.stderr.splitlines()
    assert said.startswith(zh)
    assert en in said


@pytest.mark.parametrize(
    ("level", "ledger", "codes"),
    [
        ("shall", LEDGER, {"error": 1, "warning": 1, "never": 0}),
        ("generally", LEDGER, {"error": 0, "warning": 1, "never": 0}),
        ("shall", LEDGER.replace("01-05", "03-05"), {"error": 0, "warning": 0, "never": 0}),
        ("shall", LEDGER.replace("01-05", "03-05") + "26.3.6,主题党日\n", {"error": 0, "warning": 1, "never": 0}),
        ("shall", LEDGER.replace("01-05", "03-05") + "某日,主题党日\n", {"error": 1, "warning": 1, "never": 0}),
    ],
    ids=["error", "warning", "nothing", "doubtful cell", "row not taken"],
)
def test_the_exit_code_is_what_fail_on_says(tmp_path: Path, level: str, ledger: str, codes: dict[str, int]) -> None:
    folder = own_pack(tmp_path, DUTY, level, a_csv=ledger)
    found = {one: audit(folder, "--period", "2026-03", "--fail-on", one).exit_code for one in codes}
    assert found == codes
    assert audit(folder, "--period", "2026-03").exit_code == codes["warning"]


def counts(folder: Path, *options: str) -> dict[str, int]:
    report = json.loads(audit(folder, "--format", "json", "--findings", "all", *options).stdout)
    found: dict[str, int] = {}
    for one in report["findings"]:
        found[one["status"]] = found.get(one["status"], 0) + 1
    return found


def test_waivers_can_be_left_aside(tmp_path: Path) -> None:
    folder = own_pack(tmp_path, DUTY, w_csv=WAIVER)
    span = ("--from", "2026-02-01", "--to", "2026-03-31")
    assert counts(folder, *span) == {"waived": 2}
    assert counts(folder, *span, "--no-waivers") == {"missing": 2}
    assert audit(folder, *span).exit_code == 0
    assert audit(folder, *span, "--no-waivers").exit_code == 1


def test_the_language_is_that_of_the_option_else_of_the_workspace(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    assert "截至 2026-04-10" in audit(folder).stdout
    assert "As of 2026-04-10" in audit(folder, "--lang", "en").stdout
    workspace(tmp_path, HEAD + "language: en\n" + DATA)
    assert "As of 2026-04-10" in audit(folder).stdout
    assert "截至 2026-04-10" in audit(folder, "--lang", "zh").stdout
    (said,) = audit(folder, "--period", "x").stderr.splitlines()
    assert said == "--period: “x” is not a period. Write 2026-09, 2026-Q3, 2026-H2 or 2026."


def test_the_output_file_holds_what_would_be_printed(tmp_path: Path) -> None:
    folder, target = workspace(tmp_path), tmp_path / "out.json"
    printed = audit(folder, "--format", "json")
    written = audit(folder, "--format", "json", "-o", str(target))
    assert (written.exit_code, written.stdout) == (printed.exit_code, "")
    assert target.read_text(encoding="utf-8") == printed.stdout


def test_the_output_file_is_replaced_with_its_permissions(tmp_path: Path) -> None:
    folder, target = workspace(tmp_path), tmp_path / "out.txt"
    target.write_text("old")
    target.chmod(0o640)
    audit(folder, "-o", str(target))
    assert "第一支部" in target.read_text(encoding="utf-8")
    assert target.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "checkbranch.yaml", "out.txt"]


@pytest.mark.parametrize("options", [["--unit", "无"], ["--period", "x"], ["--duty", "x"]])
def test_a_refused_call_leaves_the_old_file(tmp_path: Path, options: list[str]) -> None:
    folder, target = workspace(tmp_path), tmp_path / "out.txt"
    target.write_text("old")
    refused(folder, "-o", str(target), *options)
    assert target.read_text() == "old"


def test_an_error_while_writing_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(done: Audit, out: TextIO, *rest: object, **options: object) -> None:
        out.write("half")
        raise OSError(28, "No space left on device")

    folder, target = workspace(tmp_path), tmp_path / "out.txt"
    target.write_text("old")
    monkeypatch.setattr("checkbranch.reports.text.report.write_text", half)
    result = CliRunner().invoke(main, ["audit", str(folder), "-o", str(target)])
    assert result.exit_code == 2
    assert result.stderr == (
        f"{target}: 无法写入（磁盘空间已满）。请检查磁盘空间和权限，关闭占用它的程序，或换一个位置。\n"
    )
    assert target.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "checkbranch.yaml", "out.txt"]


def test_a_folder_that_takes_no_new_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**options: object) -> tuple[int, str]:
        raise OSError(122, "Disk quota exceeded")

    folder = workspace(tmp_path)
    monkeypatch.setattr("checkbranch.cli.output.tempfile.mkstemp", full)
    (said,) = refused(folder, "-o", str(tmp_path / "out.txt"))
    assert said.startswith(f"{tmp_path / 'out.txt'}: 无法写入（超出分配的磁盘空间）。")


@pytest.mark.parametrize(("target", "mend"), [("none/out.txt", "先建立"), ("", "写出文件名")])
def test_an_output_that_is_no_place_for_a_file(tmp_path: Path, target: str, mend: str) -> None:
    (said,) = refused(workspace(tmp_path), "-o", str(tmp_path / target))
    assert said.startswith(f"{tmp_path / target}: ")
    assert mend in said


def test_a_single_file_prints_its_assumptions(tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    path.write_text(LEDGER, encoding="utf-8")
    result = audit(path)
    assert result.exit_code == 1
    assert "把整个文件当作一个党支部（台账）的台账。" in result.stdout
    assert "没有党员名册" in result.stdout


def test_version_and_help() -> None:
    runner = CliRunner()
    assert runner.invoke(main, ["--version"]).stdout.startswith("checkbranch, version ")
    assert "audit" in runner.invoke(main, ["-h"]).stdout
    assert "--no-waivers" in runner.invoke(main, ["audit", "-h"]).stdout


UNITS = "编号,名称,类型,上级\nT,镇党委,党委,\nB1,一支部,党支部,T\nB2,二支部,党支部,T\nB3,三支部,党支部,\n"
ROWS = {
    "a.csv": "支部,日期,类型\nB1,2026-02-30,党课\nB2,2026-02-03,某某会\nB9,2026-02-03,党课\n,2026-02-03,党课\n",
    "own.csv": "日期,类型\n2026-02-31,主题党日\n2026-02-03,主题党日\n",
    "m.csv": "姓名,支部,转正日期\n甲一,B1,26.3.5\n甲二,B3,26.3.5\n",
}


@pytest.mark.parametrize(
    ("units", "told"),
    [
        ((), ["m.csv!2", "m.csv!3", "a.csv!2", "a.csv!3", "a.csv!4", "a.csv!5", "own.csv!2"]),
        (("B1",), ["m.csv!2", "a.csv!2", "a.csv!4", "a.csv!5"]),
        (("T",), ["m.csv!2", "a.csv!2", "a.csv!3", "a.csv!4", "a.csv!5"]),
        (("三支部",), ["m.csv!3", "a.csv!4", "a.csv!5", "own.csv!2"]),
    ],
)
def test_the_rows_of_other_units_are_not_told_with_those_of_the_units_chosen(
    tmp_path: Path, units: tuple[str, ...], told: list[str]
) -> None:
    yaml = f"{HEAD}data:\n  units: u.csv\n  members: m.csv\n  activities: [a.csv, {{file: own.csv, unit: B3}}]\n"
    folder = workspace(tmp_path, yaml, u_csv=UNITS)
    for name, text in ROWS.items():
        (folder / name).write_text(text, "utf-8")
    asked = [word for unit in units for word in ("--unit", unit)]
    done = json.loads(audit(folder, "--format", "json", "--engine", "reference", *asked).stdout)
    assert [one["source"] for one in done["problems"] if one["severity"] != "info"] == told


def test_records_of_a_unit_that_was_not_there_are_told_once_with_its_successor(tmp_path: Path) -> None:
    units = "编号,名称,类型,成立日期,撤销日期,承接支部\nB1,一支部,党支部,2026-02-01,,\n"
    units += "B2,二支部,党支部,,2026-03-01,一支部\n"
    rows = "支部,日期,类型\nB1,2026-01-31,党课\nB1,2026-02-01,党课\nB2,2026-02-28,党课\n"
    rows += "B2,2026-03-01,党课\nB2,2026-04-02,党课\n"
    yaml = f"{HEAD}data: {{units: u.csv, activities: a.csv}}\n"
    folder = workspace(tmp_path, yaml, u_csv=units, a_csv=rows)
    told = json.loads(audit(folder, "--format", "json", "--engine", "reference").stdout)["problems"]
    assert [(one["source"], one["code"], one["severity"]) for one in told] == [
        ("a.csv!2", "before_founded", "info"),
        ("a.csv!5", "after_dissolved", "info"),
    ]
    assert "2 条" in told[1]["message"] and "承接的是“一支部”" in told[1]["message"]


def test_the_fingerprint_knows_neither_paths_nor_lines(tmp_path: Path) -> None:
    def code(name: str, yaml: str, pack: str, ledger: str, text: str = PACK + DUTY.replace("LEVEL", "shall")) -> str:
        folder = tmp_path / name
        (folder / "own").mkdir(parents=True)
        workspace(folder, yaml)
        (folder / pack).write_text(text, "utf-8")
        (folder / ledger).write_text(LEDGER, "utf-8")
        found: str = json.loads(audit(folder, "--format", "json", "--engine", "reference").stdout)["fingerprint"]
        return found

    plain = f"{HEAD}{DATA}rules: [p.yaml]\nseverity: {{theme-day: error}}\n"
    first = code("一", plain, "p.yaml", "a.csv")
    moved = f"{HEAD}# 说明\n\ndata: {{activities: own/b.csv}}\nrules: [own/q.yaml]\nseverity:\n  theme-day: error\n"
    assert code("二 村", moved, "own/q.yaml", "own/b.csv") == first
    assert code("三", plain, "p.yaml", "a.csv", PACK + DUTY.replace("LEVEL", "must")) != first
    assert code("四", plain.replace("error", "warning"), "p.yaml", "a.csv") != first


NOTHING = """\
pack: p
activities: {theme_day: {zh: 主题党日, en: Theme day}}
duties:
  - {id: visit, title: 走访, subject: member, quota: {do: theme_day, at_least: 1, every: year, by: subject}}
  - {id: whole, title: 全, subject: branch, record: {of: any, must: {place: {filled: true}, lecturer: {filled: true}}}}
  - {id: tier, title: 监测户, subject: household, where: {tier: 监测户}, state: {must: {helpers: {filled: true}}}}
  - {id: lead, title: 楼长, subject: branch, cover: {each: building, of: households, by: posts, match: area}}
"""


@pytest.mark.parametrize(("word", "vacant"), [("/", "空缺"), ("无", "待定"), ("", "")])
def test_a_word_for_nothing_is_an_empty_cell(tmp_path: Path, word: str, vacant: str) -> None:
    tables = {
        "u.csv": f"编号,名称,类型,上级,撤销日期\nB1,一支部,党支部,{word},{word}\n",
        "m.csv": f"姓名,支部,党小组,转出日期,免除说明\n甲一,B1,{word},{word},{word}\n乙一,B1,,,年老体弱\n",
        "a.csv": "支部,党小组,日期,结束时间,类型,地点,主讲人,所属时段\n"
        f"B1,{word},2026-01-05,{word},主题党日,{word},{vacant},{word}\n",
        "h.csv": f"户主,支部,楼栋,户类型,帮扶责任人\n丙一,B1,1栋,无,\n丙二,B1,1栋,监测户,{vacant}\n",
        "o.csv": f"岗位,支部,片区,姓名\n楼长,B1,1栋,{vacant}\n",
    }
    data = "data: {units: u.csv, members: m.csv, activities: a.csv, households: h.csv, posts: o.csv}\nrules: [p.yaml]\n"
    folder = workspace(tmp_path, HEAD + data, p_yaml=NOTHING)
    for name, text in tables.items():
        (folder / name).write_text(text, "utf-8")
    done = json.loads(audit(folder, "--format", "json", "--engine", "reference").stdout)
    assert [one["code"] for one in done["problems"] if one["code"] != "missing_value"] == []
    statuses = [(one["duty"], one["subject"]["id"], one["status"], one["reason"]) for one in done["findings"]]
    assert statuses == [
        ("lead", "B1", "missing", None),
        ("tier", "丙一", "not_applicable", "where:tier"),
        ("tier", "丙二", "missing", "missing_field:helpers"),
        ("visit", "乙一", "not_applicable", "exempt"),
        ("visit", "甲一", "open", None),
        ("whole", "B1", "invalid", "missing_field:place"),
    ]
