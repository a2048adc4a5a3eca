"""``checkbranch init --from``: a workspace made from ledgers alone, which stay where and as they are."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from checkbranch.cli import main
from checkbranch.engine import Shipped, read_inputs, read_workspace
from checkbranch.engine.ledger import Ledger
from checkbranch.engine.ledger.values.unit_names import branch_in, kind_of_unit
from checkbranch.rules import names, path_of

from .sheet_books import Rows, book

EXAMPLE = Path(__file__).parent.parent / "examples" / "huanghou" / "台账2026.xlsx"

MEETINGS: Rows = [["日期", "类型", "主题"], ["2025-11-05", "支委会", "甲"], ["2026-02-05", "党课", "乙"]]
ROSTER: Rows = [["姓名", "党员类别", "职务"], ["张示例", "正式党员", "书记"], ["李样本", "预备党员", None]]


def with_unit(*units: str) -> Rows:
    """Return meetings with a column of units, one of each."""
    return [["党支部", "日期", "类型"], *[[unit, "2026-02-05", "党课"] for unit in units]]


def run(*call: str | Path) -> Result:
    result = CliRunner().invoke(main, ["init", *map(str, call)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def made(folder: Path, *call: str | Path) -> dict[str, Any]:
    """Make a workspace and return its settings."""
    result = run(folder, "--from", *call)
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    text = (folder / "checkbranch.yaml").read_text("utf-8")
    found: dict[str, Any] = yaml.load(text, yaml.BaseLoader)
    return found


def read(path: Path) -> Ledger:
    return read_inputs(read_workspace(path), Shipped(path_of, names())).ledger


def clean(folder: Path) -> Ledger:
    """Return what the workspace reads, none of which may be refused."""
    ledger = read(folder)
    assert [problem for problem in ledger.problems if problem.severity == "error"] == []
    assert all(one.read == one.taken for one in ledger.sources)
    return ledger


def visible(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir() if not one.name.startswith("."))


def test_one_branch_from_its_ledger(tmp_path: Path) -> None:
    titled: Rows = [["示例村党支部2026年组织生活台账"], *MEETINGS]
    path = book(tmp_path / "旧台账" / "台账.xlsx", {"活动": titled, "党员名册": ROSTER})
    before = hashlib.sha256(path.read_bytes()).digest()
    found = made(tmp_path / "w", path)
    assert found["name"] == "示例村党支部"
    assert found["unit"] == {"name": "示例村党支部", "kind": "branch"}
    assert found["rules"] == ["cn-party-branch"]
    assert found["log_starts"] == "2025-01-01"
    assert found["data"] == {
        "members": [{"file": "../旧台账/台账.xlsx", "sheet": "党员名册"}],
        "activities": [{"file": "../旧台账/台账.xlsx", "sheet": "活动", "header": "2"}],
    }
    assert visible(tmp_path / "w") == ["checkbranch.yaml"]
    assert hashlib.sha256(path.read_bytes()).digest() == before and visible(path.parent) == ["台账.xlsx"]
    ledger = clean(tmp_path / "w")
    assert [one.taken for one in ledger.sources] == [2, 2]
    audit = CliRunner().invoke(main, ["audit", str(tmp_path / "w"), "--as-of", "2026-03-01"])
    assert audit.exit_code in (0, 1), audit.output


def test_what_was_guessed_is_printed_with_what_to_do(tmp_path: Path) -> None:
    misspelt: Rows = [["日期", "类型", "应道人数"], ["2026-02-05", "主题党曰", 9]]
    path = book(tmp_path / "a.xlsx", {"示例村党支部": misspelt})
    shown = run(tmp_path / "w", "--from", path).stdout.replace("\n    ", "")
    assert "应道人数 → 应到人数 expected [文字相近“应到人数”]" in shown
    assert "列“应道人数”当作“应到人数”，请核对" in shown and "类型“主题党曰”（1 处）当作 theme_day" in shown
    assert "单位：示例村党支部（取自工作表名）" in shown
    assert "台账没有改动，留在原处" in shown and f"checkbranch check {tmp_path / 'w'}" in shown
    english = run(tmp_path / "e", "--from", path, "--lang", "en").stdout
    assert "Units: 示例村党支部 (from the name of the sheet)" in english
    assert "the ledgers were not changed" in english


# sheets of a file called 旧账.xlsx, then the name of the branch
NAMES: list[tuple[str, dict[str, Rows], str]] = [
    ("a column", {"别村党支部": with_unit("示例村党支部")}, "示例村党支部"),
    ("a title", {"活动": [["中共示例村支部委员会2026年台账"], *MEETINGS]}, "示例村支部"),
    ("a sheet", {"示例村党支部": MEETINGS}, "示例村党支部"),
    ("nothing", {"活动": MEETINGS}, "旧账"),
]


@pytest.mark.parametrize(("sheets", "name"), [c[1:] for c in NAMES], ids=[c[0] for c in NAMES])
def test_the_name_of_the_branch_is_taken_from_what_is_nearest(
    tmp_path: Path, sheets: dict[str, Rows], name: str
) -> None:
    found = made(tmp_path / "w", book(tmp_path / "旧账.xlsx", sheets))
    assert (found["name"], found["unit"]["name"]) == (name, name)
    clean(tmp_path / "w")


def test_a_name_may_be_given_and_rows_still_find_their_branch(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"活动": with_unit("示例村党支部")})
    found = made(tmp_path / "w", path, "--name", "我们的支部")
    assert (found["name"], found["unit"]["name"]) == ("我们的支部", "示例村党支部")
    clean(tmp_path / "w")


def test_several_branches_by_a_column(tmp_path: Path) -> None:
    path = book(tmp_path / "全镇.xlsx", {"活动": with_unit("甲村党支部", "乙村党支部", "丙社区党总支")})
    found = made(tmp_path / "示例镇", path)
    assert found["name"] == "示例镇" and "unit" not in found
    assert found["data"] == {"units": "党组织.csv", "activities": [{"file": "../全镇.xlsx"}]}
    lines = (tmp_path / "示例镇" / "党组织.csv").read_text("utf-8-sig").splitlines()
    assert [line.split(",")[:4] for line in lines] == [
        ["编号", "名称", "类别", "上级党组织"],
        ["", "甲村党支部", "党支部", ""],
        ["", "乙村党支部", "党支部", ""],
        ["", "丙社区党总支", "党总支", ""],
    ]
    ledger = clean(tmp_path / "示例镇")
    assert [ledger.subjects.name[units[0]] for units in ledger.activities.units] == [
        "甲村党支部",
        "乙村党支部",
        "丙社区党总支",
    ]


def test_several_branches_by_sheet(tmp_path: Path) -> None:
    path = book(tmp_path / "全镇.xlsx", {"一支部": MEETINGS, "二支部": MEETINGS, "说明": [["怎样填写"]]})
    assert made(tmp_path / "w", path)["data"]["activities"] == [{"file": "../全镇.xlsx", "unit": "{sheet}"}]
    ledger = clean(tmp_path / "w")
    assert {ledger.subjects.name[units[0]] for units in ledger.activities.units} == {"一支部", "二支部"}


def test_several_branches_by_file_are_one_pattern(tmp_path: Path) -> None:
    files = [book(tmp_path / "各支部" / f"{one}村党支部2026年.xlsx", {"活动": MEETINGS}) for one in "甲乙丙"]
    found = made(tmp_path / "w", *files)
    assert found["data"]["activities"] == [{"glob": "../各支部/*.xlsx", "unit": "{stem}"}]
    ledger = clean(tmp_path / "w")
    assert sorted({str(ledger.subjects.name[units[0]]) for units in ledger.activities.units}) == [
        "丙村党支部",
        "乙村党支部",
        "甲村党支部",
    ]
    assert len(ledger.activities.id) == 6


def test_files_beside_others_are_named_one_by_one(tmp_path: Path) -> None:
    files = [book(tmp_path / "台账" / f"{one}村党支部.xlsx", {"活动": MEETINGS}) for one in "甲乙丙"]
    book(tmp_path / "台账" / "别的.xlsx", {"活动": MEETINGS})
    data = made(tmp_path / "w", *files)["data"]["activities"]
    assert data == [{"file": f"../台账/{one}村党支部.xlsx", "unit": "{stem}"} for one in "甲乙丙"]
    clean(tmp_path / "w")


def test_two_years_of_one_branch_are_one_branch(tmp_path: Path) -> None:
    files = [book(tmp_path / f"甲村党支部{year}年.xlsx", {"活动": MEETINGS}) for year in (2025, 2026)]
    found = made(tmp_path / "w", *files)
    assert found["unit"]["name"] == "甲村党支部"
    assert [one["file"] for one in found["data"]["activities"]] == [
        "../甲村党支部2025年.xlsx",
        "../甲村党支部2026年.xlsx",
    ]


def test_files_by_subject_are_one_branch(tmp_path: Path) -> None:
    rows: Rows = [["日期", "主题"], ["2026-02-05", "乙"]]
    files = [book(tmp_path / f"{one}.xlsx", {"Sheet1": rows}) for one in ("党课", "主题党日")]
    found = made(tmp_path / "w", *files, book(tmp_path / "党员名册.xlsx", {"Sheet1": ROSTER}))
    assert [one["type"] for one in found["data"]["activities"]] == ["party_lecture", "theme_day"]
    assert found["data"]["members"] == [{"file": "../党员名册.xlsx"}]
    assert "units" not in found["data"]
    clean(tmp_path / "w")


def test_communities_of_households_are_units_below_the_branch(tmp_path: Path) -> None:
    houses: Rows = [["户主", "楼栋", "安置社区"], ["赵举例", "1栋", "幸福社区"], ["钱样本", "2栋", "和谐社区"]]
    path = book(tmp_path / "a.xlsx", {"活动": with_unit("示例村党支部"), "住户": houses})
    made(tmp_path / "w", path)
    lines = (tmp_path / "w" / "党组织.csv").read_text("utf-8-sig").splitlines()[1:]
    assert [line.split(",")[1:4] for line in lines] == [
        ["示例村党支部", "党支部", ""],
        ["幸福社区", "社区", "示例村党支部"],
        ["和谐社区", "社区", "示例村党支部"],
    ]
    assert clean(tmp_path / "w").subjects.family.count("household") == 2


def test_the_example_is_made_again_from_its_ledger(tmp_path: Path) -> None:
    found = made(tmp_path / "w", EXAMPLE)
    assert set(found["data"]) == {"units", "members", "households", "posts", "requests", "activities", "waivers"}
    assert found["rules"] == ["cn-party-branch", "huanghou-relocation"]
    counts = {one.source.rpartition("!")[2]: (one.read, one.problems) for one in read(tmp_path / "w").sources}
    own = {one.source.rpartition("!")[2]: (one.read, one.problems) for one in read(EXAMPLE.parent).sources}
    assert {name: counts[name] for name in ("党员名册", "住户", "岗位", "诉求", "谈心谈话", "豁免")} == {
        name: own[name] for name in ("党员名册", "住户", "岗位", "诉求", "谈心谈话", "豁免")
    }


def test_an_early_year_is_the_first_day_of_the_ledger(tmp_path: Path) -> None:
    rows: Rows = [["日期", "类型"], [date(2024, 5, 6), "党课"], [date(2024, 6, 6), "党课"], [date(2026, 5, 6), "党课"]]
    assert made(tmp_path / "w", book(tmp_path / "a.xlsx", {"活动": rows}))["log_starts"] == "2024-01-01"


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (["--example", "huanghou", "--from", "{a}"], "--from: "),
        (["--members", "9", "--from", "{a}"], "--from: "),
        (["--households", "--from", "{a}"], "--from: "),
        (["{a}"], "--from 后面"),
        (["--from", "{none}"], "没有这个文件"),
        (["--from", "{a}", "{photo}"], "无法识别的文件类型“.jpg”"),
        (["--from", "{roster}"], "未识别出活动记录"),
        (["--from", "{empty}"], "未识别出活动记录"),
        (["--from", "{folder}"], "这是文件夹"),
    ],
    ids=str,
)
def test_what_cannot_be_made_is_refused_and_nothing_is_left(tmp_path: Path, call: list[str], said: str) -> None:
    folder = tmp_path / "台账"
    places = {
        "a": book(folder / "a.xlsx", {"活动": MEETINGS}),
        "roster": book(folder / "r.xlsx", {"名册": ROSTER}),
        "none": folder / "none.xlsx",
        "photo": folder / "p.jpg",
        "empty": folder / "e.csv",
        "folder": folder,
    }
    places["photo"].write_bytes(b"\xff\xd8\xff")
    places["empty"].write_bytes(b"")
    result = run(tmp_path / "w", *(part.format(**places) for part in call))
    assert result.exit_code == 2 and said in result.stderr, result.output
    assert "Traceback" not in result.output
    assert visible(tmp_path) == ["台账"]


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"活动": MEETINGS})
    result = run(tmp_path, "--from", path)
    assert result.exit_code == 2 and "文件夹不是空的" in result.stderr
    assert visible(tmp_path) == ["a.xlsx"]


def test_an_empty_folder_may_be_the_current_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path / "a.xlsx", {"活动": MEETINGS})
    (tmp_path / "w").mkdir()
    monkeypatch.chdir(tmp_path / "w")
    assert made(Path(), path)["data"]["activities"] == [{"file": "../a.xlsx"}]
    clean(Path())


BRANCHES: list[tuple[str, str | None]] = [
    ("示例村党支部2026年组织生活台账", "示例村党支部"),
    ("填报单位：示例村党支部", "示例村党支部"),
    ("中共示例村支部委员会2026年台账", "示例村支部"),
    ("皇后乡易地扶贫搬迁联合党支部台账", "皇后乡易地扶贫搬迁联合党支部"),
    ("第一党支部", "第一党支部"),
    ("一支部", "一支部"),
    ("甲村党支部党员大会", "甲村党支部"),
    ("2026年党支部台账", None),
    ("党支部工作台账", None),
    ("支部党员大会记录", None),
    ("支部委员会会议记录", None),
    ("党支部大会", None),
    ("各党支部台账", None),
    ("全镇党支部情况", None),
    ("甲村党支部、乙村党支部", None),
    ("三会一课", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "name"), BRANCHES)
def test_the_branch_that_a_text_names(text: str, name: str | None) -> None:
    assert branch_in(text) == name


KINDS = {
    "甲村党支部": "党支部",
    "甲总支": "党总支",
    "甲镇党委": "党委",
    "中共甲村支部委员会": "党支部",
    "甲社区": "社区",
    "甲": "党支部",
}


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_the_kind_that_a_name_tells(name: str, kind: str) -> None:
    assert kind_of_unit(name) == kind
