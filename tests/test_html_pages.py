"""``audit --format html``, ``--per-unit``, ``--history``: files, their names, links between them, what is refused."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from checkbranch.cli import main, unit_pages
from checkbranch.cli.unit_pages import MANIFEST

from .html_sample import Seen

DAY = "2026-04-20"


def workspace(folder: Path, *units: tuple[str, str]) -> Path:
    """Write a workspace of some branches (id, name) below a committee, each with one meeting."""
    folder.mkdir(exist_ok=True)
    rows = ["编号,支部名称,类型,上级", "W,示例镇党委,党委,", *(f"{id_},{name},党支部,W" for id_, name in units)]
    folder.joinpath("units.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    rows = ["日期,类型,支部名称", *(f"2026-02-0{n % 9 + 1},支部党员大会,{id_}" for n, (id_, _) in enumerate(units))]
    folder.joinpath("a.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    folder.joinpath("checkbranch.yaml").write_text(
        "checkbranch: 1\nname: 示例镇\nrules: [cn-party-branch]\nlog_starts: 2026-01-01\n"
        "data: {units: units.csv, activities: [a.csv]}\n",
        encoding="utf-8",
    )
    return folder


def audit(*args: object, as_of: str = DAY) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["audit", *map(str, args), "--as-of", as_of])
    return result.exit_code, result.stdout, result.stderr


THREE = (("B1", "一支部"), ("B2", "二支部"), ("B3", "三支部"))


def test_the_ending_says_html_and_all_pages_lead_to_each_other(tmp_path: Path) -> None:
    folder, pages, out = workspace(tmp_path / "ws", *THREE), tmp_path / "pages", tmp_path / "a.HTM"
    code, shown, told = audit(folder, "-o", out, "--per-unit", pages)
    assert (code, shown) == (1, ""), told
    assert "3 个单位各一页" in told
    assert out.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert sorted(path.name for path in pages.iterdir()) == [MANIFEST, "B1.html", "B2.html", "B3.html", "index.html"]
    for path in pages.glob("*.html"):
        seen = Seen(path.read_text(encoding="utf-8"))
        links = [link for link in seen.all("href") if not link.startswith("#")]
        assert seen.open == [] and links and all((pages / link).is_file() for link in links)
    assert "二支部（B2）" in pages.joinpath("B2.html").read_text(encoding="utf-8")
    own = Seen(pages.joinpath("B2.html").read_text(encoding="utf-8")).text
    assert "一支部" not in own and "个单位）自" not in own  # the days of its own ledger alone
    assert "个单位）自" in Seen(pages.joinpath("index.html").read_text(encoding="utf-8")).text


def test_nothing_is_shown_where_only_pages_are_asked_for_and_the_same_audit_gives_the_same_bytes(
    tmp_path: Path,
) -> None:
    folder = workspace(tmp_path / "ws", *THREE)
    states = []
    for name in ("one", "two"):
        code, shown, _ = audit(folder, "--per-unit", tmp_path / name)
        assert (code, shown) == (1, "")
        states.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})
    assert states[0] == states[1]


def test_the_page_of_a_unit_says_what_a_report_of_it_alone_says(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "ws", *THREE)
    audit(folder, "--per-unit", tmp_path / "pages", "-o", tmp_path / "b2.html", "--unit", "B2")
    page = tmp_path.joinpath("pages", "B2.html").read_text(encoding="utf-8")
    alone = tmp_path.joinpath("b2.html").read_text(encoding="utf-8")
    parts = [
        re.search(r'<section aria-labelledby="u1-grid">.*<section class="evidence"', text, re.DOTALL)
        for text in (page, alone)
    ]
    assert parts[0] and parts[1] and parts[0][0] == parts[1][0]


def test_pages_of_units_that_are_gone_are_removed_and_said_but_nothing_else_is(tmp_path: Path) -> None:
    folder, pages = workspace(tmp_path / "ws", *THREE), tmp_path / "pages"
    audit(folder, "--per-unit", pages)
    pages.joinpath("我的备注.html").write_text("自己写的", encoding="utf-8")
    workspace(folder, *THREE[:2])
    _, _, told = audit(folder, "--per-unit", pages)
    assert "其以前的页面已删除：B3.html" in told
    assert not pages.joinpath("B3.html").exists() and pages.joinpath("我的备注.html").read_text("utf-8") == "自己写的"
    assert set(json.loads(pages.joinpath(MANIFEST).read_text("utf-8"))["pages"]) == {"B1", "B2"}


def test_ids_make_safe_names_and_none_takes_the_place_of_the_index(tmp_path: Path) -> None:
    hostile = ("index", "../evil", "CON", "b1", "B1", "<b>&", "党支部" * 60)
    units = [(id_, f"支部{n}") for n, id_ in enumerate(hostile)]
    pages = tmp_path / "pages"
    code, _, told = audit(workspace(tmp_path / "ws", *units), "--per-unit", pages)
    assert code == 1, told
    names = json.loads(pages.joinpath(MANIFEST).read_text("utf-8"))["pages"]
    assert set(names) == set(hostile)
    assert len({name.casefold() for name in (*names.values(), "index")}) == len(hostile) + 1
    assert all(re.fullmatch(r"[\w-]+", name) and len(name) <= 80 for name in names.values())
    assert sorted(tmp_path.iterdir()) == [pages, tmp_path / "ws"]
    links = [link for link in Seen(pages.joinpath("index.html").read_text("utf-8")).all("href") if link[0] != "#"]
    assert set(links) == {name + ".html" for name in names.values()}


def test_a_page_that_cannot_be_made_whole_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, pages = workspace(tmp_path / "ws", *THREE), tmp_path / "pages"
    audit(folder, "--per-unit", pages)
    before = {path.name: path.read_bytes() for path in pages.iterdir()}
    replace = os.replace

    def full(source: str, target: Path) -> None:
        if Path(target).name == "B2.html":
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr("checkbranch.cli.output.os.replace", full)
    code, _, told = audit(folder, "--per-unit", pages, as_of="2026-04-21")
    assert code == 2 and "B2.html" in told
    after = {path.name: path.read_bytes() for path in pages.iterdir()}
    assert set(after) == set(before)
    assert [name for name in after if after[name] != before[name]] == ["B1.html"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("index.html", "不是按单位写出的页面"),
        ("B2.html", "不是按单位写出的页面"),
        (f"{MANIFEST}|x", "页面清单已损坏"),
        (MANIFEST + '|{"format": "checkbranch.pages/1", "workspace": "别处", "pages": {}}', "另一个工作区的页面"),
        (MANIFEST + '|{"format": "checkbranch.pages/1", "workspace": "示例镇", "pages": {"B9": "../x"}}', "清单已损坏"),
    ],
)
def test_a_folder_of_others_is_left_as_it_is(tmp_path: Path, content: str, says: str) -> None:
    folder, pages = workspace(tmp_path / "ws", *THREE), tmp_path / "pages"
    pages.mkdir()
    name, _, text = content.partition("|")
    pages.joinpath(name).write_text(text, encoding="utf-8")
    code, _, told = audit(folder, "--per-unit", pages)
    assert code == 2 and says in told
    assert [path.name for path in pages.iterdir()] == [name] and pages.joinpath(name).read_text("utf-8") == text


def test_places_and_calls_that_do_not_go_are_refused(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "ws", *THREE)
    for args, says in (
        (("--per-unit", folder / "a.csv"), "这是文件，不是文件夹"),
        (("--per-unit", tmp_path / "no" / "pages"), "上级文件夹"),
        (("--history", tmp_path, "--format", "json"), "只有网页报告才作比较"),
        (("--history", tmp_path / "none.json", "--format", "html"), "没有这个文件或文件夹"),
    ):
        code, shown, told = audit(folder, *args)
        assert (code, shown) == (2, "") and says in told, told


def test_a_folder_of_dated_audits_is_compared_with(tmp_path: Path) -> None:
    folder, history = workspace(tmp_path / "ws", *THREE), tmp_path / "history"
    history.mkdir()
    for day in ("2026-02-28", "2026-03-31", DAY):
        audit(folder, "-o", history / f"核对-{day}.json", as_of=day)
    code, page, told = audit(folder, "--format", "html", "--history", history)
    assert code == 1 and f"核对-{DAY}.json：截至日 {DAY} 与本次相同" in told
    assert "与 2026-03-31 相比" in page and page.count('<svg class="chart"') == 1


def test_many_units_are_read_a_batch_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = workspace(tmp_path / "ws", *((f"B{n}", f"第{n}支部") for n in range(14)))
    audit(folder, "--per-unit", tmp_path / "one")
    monkeypatch.setattr("checkbranch.reports.html.report._BATCH", 3)
    audit(folder, "--per-unit", tmp_path / "two")
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two and len(one) == 16
    assert unit_pages.INDEX in one
