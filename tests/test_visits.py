"""The command for visits: counts, filters, formats, and a sheet for every helper."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checkbranch.cli import main
from checkbranch.reports.short_code import short_code

from .once import Once
from .visit_workspace import HOUSEHOLDS, make

HOSTILE = '=HYPERLINK("http://x")<script>alert(1)</script>\u202e😀'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, once: Once) -> Path:
    return make(tmp_path_factory.mktemp("visits"))


def visits(folder: Path, *options: str, day: str = "2026-03-20") -> Result:
    return CliRunner().invoke(main, ["visits", str(folder), "--as-of", day, "--engine", "reference", *options])


def listed(folder: Path, *options: str, day: str = "2026-03-20") -> list[str]:
    done = visits(folder, "--format", "json", *options, day=day)
    return [row["subject"]["id"] for row in json.loads(done.stdout)["visits"]]


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        ("2026-03-20", {"overdue": 0, "soon": 0, "attempted": 1}),
        ("2026-03-24", {"overdue": 0, "soon": 1, "attempted": 1}),
        ("2026-04-10", {"overdue": 1, "soon": 1, "attempted": 1}),
        ("2026-04-11", {"overdue": 2, "soon": 0, "attempted": 1}),
        ("2026-04-22", {"overdue": 3, "soon": 0, "attempted": 1}),
    ],
)
def test_the_counts_come_first(folder: Path, day: str, counts: dict[str, int]) -> None:
    found = json.loads(visits(folder, "--format", "json", day=day).stdout)["counts"]
    assert found == {"rows": 3, "subjects": 3, "unknown": 0, "unhelped": 1} | counts


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), ["H1", "H2", "H3"]),
        (("--due", "10"), []),
        (("--due", "11"), ["H1"]),
        (("--due", "21"), ["H1", "H2"]),
        (("--helper", "毕成林"), ["H2"]),
        (("--helper", "甘露"), ["H1", "H2"]),
        (("--helper", "甘露", "--helper", "毕成林", "--due", "11"), ["H1"]),
        (("--duty", "spaced"), ["H3"]),
        (("--unit", "XY"), ["H1", "H2", "H3"]),
    ],
)
def test_rows_are_chosen(folder: Path, options: tuple[str, ...], expected: list[str]) -> None:
    assert listed(folder, *options) == expected


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--helper", "甘雨"), "--helper: 住户表的“帮扶责任人”一栏没有“甘雨”"),
        (("--duty", "monthy"), "--duty: 没有名为“monthy”的事项"),
        (("--unit", "XX"), "--unit: 没有名为“XX”的单位"),
        (("--due", "-1"), "--due"),
        (("--per-helper", "d", "--format", "csv"), "--format: 走访单没有 csv 格式"),
        (("--format", "xlsx"), "--format xlsx: 这种格式要写入文件"),
    ],
)
def test_what_cannot_be_asked(folder: Path, options: tuple[str, ...], says: str) -> None:
    done = visits(folder, *options)
    assert (done.exit_code, says in done.stderr) == (2, True), done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not any(name in done.stderr for name in ("甘露", "毕成林"))


def test_a_duty_that_asks_for_no_visits_is_refused(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["init", str(tmp_path / "x"), "--example", "huanghou"])
    assert done.exit_code == 0
    done = visits(tmp_path / "x", "--duty", "committee-meeting")
    assert (done.exit_code, "不是走访事项" in done.stderr) == (2, True)


@pytest.mark.parametrize(("day", "code"), [("2026-03-31", 0), ("2026-04-01", 1)])
def test_the_exit_code_is_that_of_the_audit(folder: Path, day: str, code: int) -> None:
    assert visits(folder, day=day).exit_code == code
    assert visits(folder, "--fail-on", "never", day=day).exit_code == 0


def test_the_text_tells_helpers_days_and_attempts(folder: Path) -> None:
    text = visits(folder, day="2026-04-15").stdout
    assert "H3 焦玉兰" in text
    assert "未落实" in text
    assert "✗ 无记录，已逾期 5 天" not in text  # the second last visit is 95 days old, the last one is not
    assert "缺 不足，已逾期 5 天" in text
    assert "2026-03-12 visits.csv!5：开展方式不符合规定（电话）" in text
    assert "此后未见走访" in text
    english = visits(folder, "--lang", "en", day="2026-04-15").stdout
    assert "overdue by 5 days" in english


def test_csv_has_every_row_with_its_source(folder: Path) -> None:
    found = list(csv.DictReader(io.StringIO(visits(folder, "--format", "csv", day="2026-05-22").stdout[1:])))
    assert [row["编号"] for row in found] == ["H1", "H2", "H3"]
    assert [row["剩余天数"] for row in found] == ["9", "-42", "-31"]
    assert [row["出处"] for row in found] == ["visits.csv!3", "visits.csv!4", "visits.csv!4"]


def test_every_helper_has_a_sheet(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "sheets"
    done = visits(folder, "--per-helper", str(target), "--format", "html", "--format", "xlsx")
    assert done.exit_code == 0, done.stderr
    assert sorted(path.name for path in target.iterdir()) == [
        f"{name}.{form}" for name in ("未落实帮扶责任人", "毕成林", "甘露") for form in ("html", "xlsx")
    ]
    page = (target / "甘露.html").read_text("utf-8")
    assert re.findall(r"<tr><td>(H\d)</td>", page) == ["H1", "H2"]
    assert "走访单：甘露" in page
    assert "同访：毕成林" in page
    before = {path.name: path.read_bytes() for path in target.iterdir()}
    visits(folder, "--per-helper", str(target), "--format", "html", "--format", "xlsx")
    assert {path.name: path.read_bytes() for path in target.iterdir()} == before


def test_a_page_of_very_many_rows_lists_the_most_urgent_and_says_what_it_leaves_out(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visits(folder, "-o", str(tmp_path / "all.html"))
    whole = (tmp_path / "all.html").read_text("utf-8")
    monkeypatch.setattr("checkbranch.reports.visits.as_html.MOST", 1)
    visits(folder, "-o", str(tmp_path / "cut.html"))
    page = (tmp_path / "cut.html").read_text("utf-8")
    counts = r'<ul class="counts">.*?</ul>'
    assert re.findall(counts, page, re.DOTALL) == re.findall(counts, whole, re.DOTALL) != []
    rows, every = (re.findall(r'<tr class="(\w+)"><td class="c-', text) for text in (page, whole))
    assert rows == every[:1] and 'class="sheet"' in whole and 'class="sheet"' not in page
    late = every[1:].count("late")
    assert f"其余 {len(every) - 1} 行（其中已逾期 {late} 行）" in page and "--per-helper" in page
    assert "此页只列" not in whole


def test_hostile_names_are_harmless(tmp_path: Path) -> None:
    folder = make(tmp_path / "w", households=HOUSEHOLDS.replace("韩冬青", '"' + HOSTILE.replace('"', '""') + '"'))
    files = [tmp_path / f"v.{form}" for form in ("html", "csv", "xlsx", "txt")]
    done = visits(folder, *(f"-o{path}" for path in files))
    assert done.exit_code in (0, 1), done.stderr
    page, table, book, text = (path.read_bytes() for path in files)
    assert b"<script>" not in page
    assert b"&lt;script&gt;" in page
    assert '" =HYPERLINK' in table.decode() or ", =HYPERLINK" in table.decode()
    assert "\u202e" not in text.decode()
    assert not _formulas(book)


def _formulas(content: bytes) -> list[str]:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/")]
        assert len(sheets) >= 4
        return [name for name in sheets if b"<f>" in book.read(name)]


QUARTERLY = """
checkbranch: 1
name: 青石乡
rules: [huanghou-relocation]
log_starts: 2026-01-01
data:
  units: units.csv
  households: households.csv
  activities: log.csv
"""


def test_a_missed_quarter_is_told_apart_from_the_one_that_runs(tmp_path: Path) -> None:
    files = {
        "checkbranch.yaml": QUARTERLY,
        "units.csv": "编号,名称,类别\nA,青石村党支部,党支部\n",
        "households.csv": "编号,户主,单位,户类型\nH1,孙一山,A,监测户\n",
        "log.csv": "日期,类型,单位,对象,方式\n2026-06-10,入户走访,A,孙一山,上门\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    text = visits(tmp_path, "--duty", "household-visit", day="2026-10-01").stdout
    assert "· 未到期，还有 91 天；此前漏访的已逾期 1 天" in text
    report = json.loads(
        CliRunner().invoke(main, ["audit", str(tmp_path), "--as-of", "2026-10-01", "--format", "json"]).stdout
    )
    assert f"核验码 {short_code(report['fingerprint'])}" in text
    both = visits(tmp_path, day="2026-10-01").stdout.splitlines()
    rows = [line for line in both if line.startswith("H1 孙一山") and "2026-1" in line]
    assert len(rows) == 2 and all("走访每户" in line for line in rows)  # a row says for which duty its day is


@pytest.mark.parametrize(
    ("within", "zh", "en"),
    [
        ("0", "只列已逾期和今天到期的", "or due today"),
        ("1", "和 1 日内到期的", "due within 1 day"),
        ("9", "和 9 日内", "within 9 days"),
    ],
)
def test_what_is_listed_is_said(folder: Path, within: str, zh: str, en: str) -> None:
    assert zh in visits(folder, "--due", within).stdout.splitlines()[0]
    assert en in visits(folder, "--due", within, "--lang", "en").stdout.splitlines()[0]


@pytest.mark.parametrize(
    ("target", "says"),
    [("log.txt", "这是文件，不是文件夹"), ("no/where", "上级文件夹")],
)
def test_a_place_that_is_no_folder_is_refused_before_anything_is_judged(
    folder: Path, tmp_path: Path, target: str, says: str
) -> None:
    (tmp_path / "log.txt").write_text("kept", encoding="utf-8")
    done = visits(folder, "--per-helper", str(tmp_path / target))
    assert (done.exit_code, done.stdout) == (2, "") and says in done.stderr and len(done.stderr.splitlines()) == 1
    assert (tmp_path / "log.txt").read_text("utf-8") == "kept"
