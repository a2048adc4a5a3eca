"""The columns of a relocation site and of village affairs, known by the headers people write, also under ``unit:``."""

from __future__ import annotations

from pathlib import Path

import pytest

from checkbranch.engine.ledger import read_ledger
from checkbranch.engine.ledger.headers import TABLES, claims
from checkbranch.engine.packs import load_rules
from checkbranch.engine.prepare import vocabulary_of
from checkbranch.engine.workspaces.workspace import read_workspace
from checkbranch.rules import names, path_of

# table, what stands above the column, the column
HEADERS = [
    ("units", "搬迁户数", "households"),
    ("units", "搬迁人数", "people"),
    ("units", "搬迁人数（人）", "people"),
    ("units", "2016年户数", "households_2016"),
    ("units", "2018年搬迁人数", "people_2018"),
    ("units", "people_2020", "people_2020"),
    ("units", "入住户数", "occupied"),
    ("units", "现住人口", "residents"),
    ("units", "活动室", "activity_rooms"),
    ("units", "服务大厅", "service_halls"),
    ("units", "卫生室", "clinics"),
    ("units", "志愿服务队", "volunteer_teams"),
    ("units", "一肩挑", "one_leader"),
    ("units", "正式党员人数", "full_members"),
    ("households", "片区", "area"),
    ("households", "保洁区", "zone"),
    ("households", "楼 栋", "building"),
    ("posts", "责任区", "area"),
    ("members", "第二责任户数", "second_households"),
    ("activities", "事项：", "matter"),
    ("activities", "会议内容", "content"),
]
WORKSPACE = """\
checkbranch: 1
name: 甲支部
unit: {id: B1, 搬迁户数: 272, 2018年人数: "407人", 一肩挑: 是, people: 1094, 邮编: "474650"}
data: {activities: a.csv, posts: p.csv, requests: r.csv, households: h.csv}
"""


@pytest.mark.parametrize(("table", "header", "column"), HEADERS)
def test_a_header_means_one_column(table: str, header: str, column: str) -> None:
    assert [*claims(table, header)] == [column]


@pytest.mark.parametrize("table", TABLES)
def test_no_header_is_given_to_two_columns(table: str) -> None:
    strong = [header for column in TABLES[table].values() for header in column.headers]
    assert sorted(strong) == sorted(set(strong))


def test_the_only_unit_may_be_told_by_headers_or_canonical_names(tmp_path: Path) -> None:
    (tmp_path / "checkbranch.yaml").write_text(WORKSPACE, encoding="utf-8")
    (tmp_path / "a.csv").write_text("日期,类型\n2026-03-02,党课\n", encoding="utf-8")
    (tmp_path / "h.csv").write_text("户主,楼栋,片区,保洁区\n甲户,1号楼,东片,一区\n", encoding="utf-8")
    (tmp_path / "p.csv").write_text("岗位,责任区,姓名,任职日期\n楼栋长,1号楼,乙一,2026-01-01\n", encoding="utf-8")
    (tmp_path / "r.csv").write_text("提出日期,户主,诉求,办结日期\n2026-03-01,甲户,漏水,2026-03-05\n", encoding="utf-8")
    words = vocabulary_of(load_rules(["cn-party-branch"], tmp_path, path_of, names()))
    ledger = read_ledger(read_workspace(tmp_path), words)
    assert [problem.code for problem in ledger.problems if problem.severity != "info"] == []
    unit = {name: column[0] for name, column in ledger.attributes["unit"].columns.items()}
    assert (unit["households"], unit["people_2018"], unit["one_leader"], unit["people"]) == (272, 407, True, 1094)
    assert unit["邮编"] is not None
    home = {name: column[0] for name, column in ledger.attributes["household"].columns.items()}
    assert (home["building"], home["area"], home["zone"]) == ("1号楼", "东片", "一区")
    assert [(post["kind"], post["area"], post["unit"]) for post in ledger.posts] == [("building_lead", "1号楼", 0)]
    assert [ledger.subjects.name[int(str(row["household"]))] for row in ledger.requests] == ["甲户"]


def test_a_figure_that_is_none_is_refused_where_it_is_written(tmp_path: Path) -> None:
    from checkbranch.engine.errors import CheckbranchError

    unit, _, _ = WORKSPACE.replace("搬迁户数: 272", "搬迁户数: 很多").partition("data:")
    (tmp_path / "checkbranch.yaml").write_text(unit + "data: {activities: a.csv}\n", encoding="utf-8")
    (tmp_path / "a.csv").write_text("日期,类型\n2026-03-02,党课\n", encoding="utf-8")
    words = vocabulary_of(load_rules(["cn-party-branch"], tmp_path, path_of, names()))
    with pytest.raises(CheckbranchError, match=r"checkbranch\.yaml: unit\.搬迁户数"):
        read_ledger(read_workspace(tmp_path), words)
