"""One audit in every format: the same counts everywhere, hints apart, and what was left out on request is said."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from lxml import etree

from checkbranch.cli import main
from checkbranch.engine.findings import GAPS, STATUSES, Status, Subject
from checkbranch.reports import write_text
from checkbranch.reports.html.report import write_html
from checkbranch.reports.view import UnitRow

from .books import written as book_of
from .reports_fake import FakeAudit, finding

PACK = """\
pack: own
version: "1"
title: 本乡
sources: {own: {title: 本乡规定}}
activities: {study: {zh: 学习, en: study}, training: {zh: 培训, en: training}}
duties:
  - id: study
    title: {zh: 每月学习, en: A study every month}
    basis: [{source: own, article: "1", modality: generally}]
    subject: branch
    quota: {do: study, at_least: 1, every: month}
    counts_when: {host: {filled: true}}
    late: {until: 1 month}
  - id: training
    title: {zh: 每半年培训两次, en: Two trainings every half-year}
    basis: [{source: own, article: "2", modality: generally}]
    subject: branch
    quota: {do: training, at_least: 2, every: half_year}
  - id: large
    title: {zh: 大支部每半年培训, en: Trainings of large branches}
    basis: [{source: own, article: "3", modality: generally}]
    subject: branch
    where: {full_members: {at_least: 50}}
    quota: {do: training, at_least: 1, every: half_year}
  - id: hint-holiday
    title: {zh: 法定节假日, en: Statutory holidays}
    basis: [{source: own, article: "4", modality: generally}]
    subject: branch
    severity: info
    hint: {of: any, every: year, sign: on_holiday}
"""
ROWS = """\
支部名称,日期,类型,主持人,对应期间
B1,2026-01-08,学习,甲子,
B1,2026-03-10,学习,甲子,2026-02
B1,2026-05-01,学习,,
B1,2026-06-08,学习,甲子,
B1,2026-06-09,培训,甲子,
B1,2026-07-08,学习,甲子,
B2,2026-01-08,学习,乙丑,
B2,2026-02-08,学习,乙丑,
B2,2026-02-09,培训,乙丑,
B2,2026-02-06,培训,乙丑,
"""
FORMATS = ("text", "json", "html", "csv", "md", "junit", "sarif", "message", "xlsx")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("agree")
    for name, text in {
        "own.yaml": PACK,
        "a.csv": ROWS,
        "units.csv": "编号,支部名称,类型,正式党员数\nB1,东岭村党支部,党支部,9\nB2,西岭村党支部,党支部,7\n",
        "waivers.csv": "duty,subject,from,until,reason,approver\nstudy,B1,2026-03-01,2026-03-31,防汛,乡党委\n",
        "checkbranch.yaml": "checkbranch: 1\nname: 两岭乡\nrules: [own.yaml]\nlog_starts: 2026-01-01\n"
        "complete_through: 2026-10-20\n"
        "data: {units: units.csv, activities: a.csv, waivers: waivers.csv}\n",
    }.items():
        root.joinpath(name).write_text(text, encoding="utf-8")
    return root


def audited(folder: Path, *more: str) -> dict[str, Path]:
    """Audit into every format at once and return the files by format, standard error being one of them."""
    out = folder / f"out{len(list(folder.glob('out*')))}"
    out.mkdir()
    files = {form: out / f"report.{form}" for form in FORMATS}
    words = [word for form, path in files.items() for word in ("--format", form, "-o", str(path))]
    result = CliRunner().invoke(
        main, ["audit", str(folder), "--as-of", "2026-11-20", "--log-format", "json", *words, *more]
    )
    assert result.exit_code == 1, result.output
    files["stderr"] = out / "stderr"
    files["stderr"].write_text(result.stderr, encoding="utf-8")
    return files


def test_every_format_counts_the_same(folder: Path) -> None:
    files = audited(folder)
    report = json.loads(files["json"].read_text("utf-8"))
    counts = {status: report["summary"][status] for status in STATUSES}
    assert all(counts.values()), counts
    assert report["summary"]["total"] == sum(counts.values())
    assert Counter(one["status"] for one in report["findings"]) == counts
    hints = Counter(one["status"] for one in report["findings"] if one["kind"] == "hint")
    assert hints["invalid"] == 1
    owed = {status: counts[status] - hints[status] for status in STATUSES}
    gaps = sum(owed[status] for status in GAPS)

    told = json.loads(files["stderr"].read_text("utf-8").splitlines()[-1])
    assert {status: told[status] for status in STATUSES} == counts

    words = ("达标", "补开", "豁免", "未到期", "待核", "不足", "不规范", "无记录", "不适用")
    text = files["text"].read_text("utf-8")
    assert {word: int(re.search(rf"{word} (\d+)", text.splitlines()[0])[1]) for word in words} == dict(  # type: ignore[index]
        zip(words, counts.values(), strict=True)
    )
    assert f"缺口（{gaps} 项）" in text and "有 1 条只是核对提示" in text

    md = files["md"].read_text("utf-8")
    row = next(line for line in md.splitlines() if re.match(r"\| \d", line))
    assert re.findall(r"\d+", row) == [*map(str, counts.values()), str(sum(counts.values()))]
    before, _, after = md.partition("## 核对提示")
    assert f"缺口（{gaps} 项）" in before and "有 1 条只是核对提示" in before
    assert len(re.findall(r"^\| .岭村.*[缺△✗] (?:不足|不规范|无记录) \|.*\|.*\|$", before, re.MULTILINE)) == gaps
    assert "法定节假日" not in before and "法定节假日" in after

    rows = list(csv.DictReader(io.StringIO(files["csv"].read_text("utf-8-sig"))))
    assert Counter(one["情况代码"] for one in rows) == counts

    suites = [suite for suite in etree.parse(files["junit"]).getroot() if "岭村" in suite.get("name")]
    sums = {key: sum(int(suite.get(key)) for suite in suites) for key in ("tests", "failures", "skipped")}
    assert (sums["tests"], sums["failures"]) == (sum(counts.values()), gaps)
    assert sums["tests"] - sums["failures"] - sums["skipped"] == owed["met"] + owed["made_up"] + hints["met"]

    results = json.loads(files["sarif"].read_text("utf-8"))["runs"][0]["results"]
    found = Counter(one["properties"]["status"] for one in results if "status" in one.get("properties", {}))
    assert found == {status: counts[status] for status in (*GAPS, "waived")}

    book = openpyxl.load_workbook(files["xlsx"])
    last = next(row for row in book["总表"].iter_rows(values_only=True) if row[0] == "合计")
    numbers = list(last[3:14])
    without = [owed[status] for status in STATUSES if status != "not_applicable"]
    assert numbers == [sum(without), *without, gaps, owed["not_applicable"]]
    assert sum(bool(row[0]) for row in book["缺口与整改"].iter_rows(min_row=2, values_only=True)) >= gaps

    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", files["html"].read_text("utf-8")))
    assert f"应开 {sum(without)} ✓ 按期 {owed['met']} 补 补开 {owed['made_up']} 免 豁免 {owed['waived']}" in page
    assert f"· 未到期 {owed['open']} ? 待核 {owed['unknown']} ✗ 缺口 {gaps} – 不适用 {owed['not_applicable']}" in page
    assert f"连同提示共 {sum(counts.values())} 项" in page

    message = files["message"].read_text("utf-8")
    assert sum(int(number) for number in re.findall(r"有 (\d+) 项待核", message)) == owed["unknown"]
    periods = re.findall(r"（(.*?)(?:等 (\d+) 期)?）：(?:不足|不规范|无记录)", message)
    assert sum(int(number or len(names.split("、"))) for names, number in periods) == gaps


@pytest.mark.parametrize(("language", "unit", "duty", "waivers"), [
    ("zh", "东岭村党支部", "每月学习", "未计豁免"),
    ("en", "东岭村党支部", "A study every month", "Waivers were not taken into account"),
])  # fmt: skip
def test_what_was_left_out_on_request_is_said(folder: Path, language: str, unit: str, duty: str, waivers: str) -> None:
    asked = ("--unit", "B1", "--duty", "study", "--no-waivers", "--lang", language)
    files = audited(folder, *asked)
    head = {"zh": "只列所选", "en": "Only what was chosen"}[language]
    for form in ("text", "md", "html", "message"):
        text = files[form].read_text("utf-8")
        if form == "text":  # wrapped: Chinese anywhere, English between words
            text = re.sub(r"\n +", "" if language == "zh" else " ", text)
        said = next(line for line in text.splitlines() if head in line)
        assert unit in said and duty in said, form
        assert waivers in text, form
    guide = openpyxl.load_workbook(files["xlsx"])["说明" if language == "zh" else "Guide"]
    cells = [str(row[1]) for row in guide.iter_rows(values_only=True)]
    assert any(head in cell and duty in cell for cell in cells) and any(waivers in cell for cell in cells)
    run = json.loads(files["sarif"].read_text("utf-8"))["runs"][0]
    assert run["properties"]["selection"] == {"units": ["B1"], "duties": ["study"]}
    assert run["properties"]["waivers"] is False
    assert "A study every month" in files["junit"].read_text("utf-8")


def test_a_report_of_everything_says_nothing_of_a_choice(folder: Path) -> None:
    files = audited(folder)
    for form in ("text", "md", "html", "message", "junit"):
        assert "只列所选" not in files[form].read_text("utf-8") and "chosen" not in files[form].read_text("utf-8")


def test_party_groups_have_the_same_numbers_in_workbook_and_page_and_are_folded_into_their_branch_elsewhere() -> None:
    rows: list[UnitRow] = [("C", "某乡党委", "committee", None)]
    rows += [(f"B{at}", f"{at}支部", "branch", "C") for at in range(13)]
    rows += [("B1/甲", "甲组", "group", "B1"), ("B1/乙", "乙组", "group", "B1")]
    held: tuple[Status, ...] = ("met", "missing", "unknown")
    given = [
        finding("committee", f"2026-0{month}", held[(at + month) % 3], Subject(kind, unit, name), unit=unit)
        for at, (unit, name, kind, _) in enumerate(rows[1:])
        for month in (1, 2)
    ]
    audit = FakeAudit(given, rows)
    page = io.StringIO()
    write_html(audit, page)
    tree = etree.HTML(page.getvalue()).xpath("//div[@class='tree']//*[self::summary or @class='leaf']")
    shown = [
        [
            line.xpath("string(.//bdi)"),
            *(int(cell.split()[-1]) for cell in map(text_of, line.xpath(".//*[@class='cols']/span"))),
        ]
        for line in tree
    ]
    book = openpyxl.load_workbook(io.BytesIO(book_of(audit)))["总表"]
    listed = []
    for row in book.iter_rows(min_row=2, values_only=True):
        if row[0] == "合计":
            break
        listed.append([str(row[0]), *row[3:9], row[12], row[13]])
    assert sorted(listed) == sorted(shown) and [line for line in listed if line[0] == "甲组（B1/甲）"]
    levels = {str(book.cell(at, 1).value)[:2]: book.row_dimensions[at].outlineLevel for at in range(2, 20)}
    assert (levels["1支"], levels["甲组"]) == (2, 2)
    text = io.StringIO()
    write_text(audit, text)
    assert "党小组计入所在支部" in text.getvalue() and "党小组计入所在支部" in page.getvalue()
    branch = next(line for line in text.getvalue().splitlines() if line.strip().startswith("1支部"))
    gaps = next(line[7] for line in listed if line[0] == "1支部（B1）")
    assert branch.split()[1:3] == [str(gaps), "2026年2月"]


def text_of(element: object) -> str:
    return str(element.xpath("string()"))  # type: ignore[attr-defined]
