"""The account of rows holds for any table: what is read is taken, a problem, blank or skipped, and nothing raises."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from checkbranch.engine.ledger import Ledger, Vocabulary, read_ledger
from checkbranch.engine.packs.model import ActivityType
from checkbranch.engine.text import Text
from checkbranch.engine.workspaces.settings import TableSource, Workspace

VOCABULARY = Vocabulary(
    activities={
        "party_lecture": ActivityType("party_lecture", Text("党课", "Party lecture")),
        "talk": ActivityType("talk", Text("谈话", "Talk")),
    },
    member_by={"talk": frozenset({"subject", "host"}), "party_lecture": frozenset({"attendees"})},
    household_by={"talk": frozenset({"subject"})},
)

Row = tuple[str, ...]
Table = tuple[Row, list[Row]]

NOISE = st.text(st.sampled_from("甲一党课0159-/年月日:,;、，\"'\n\r\t \u3000=√×"), max_size=8)
DAYS = ("2026-03-05", "2026-03-06 15:00", "26.3.5", "2026-02-30", "2026-03-01", "以后", "", "")
NAMES = ("甲一", "乙二", "M1", "M2", "无此人", "", "")
UNIT = ("B1", "B2", "第一支部", "B1、B2", "同名支部", "B9", "", "")


def cells(*usual: str) -> st.SearchStrategy[str]:
    return st.one_of(st.sampled_from(usual), st.sampled_from(usual), NOISE)


def tables(columns: dict[str, st.SearchStrategy[str]], *needed: str) -> st.SearchStrategy[Table]:
    """Return tables with the needed columns, some of the others, and among the rows blank ones, totals and headers."""
    others = [name for name in columns if name not in needed]
    chosen = st.lists(st.sampled_from(others), unique=True).map(lambda some: (*needed, *some))

    def rows(header: Row) -> st.SearchStrategy[Table]:
        row = st.tuples(*(columns[name] for name in header))
        odd = st.sampled_from([tuple("" for _ in header), header, ("合计", *("1" for _ in header[1:]))])
        return st.tuples(st.just(header), st.lists(st.one_of(row, row, row, odd), max_size=8))

    return chosen.flatmap(rows)


UNITS = tables(
    {
        "id": cells("B1", "B2", "B3", ""),
        "name": cells("第一支部", "同名支部", ""),
        "kind": cells("党支部", "党支部", "党小组", "党委", "舞蹈队", ""),
        "parent": cells("B1", "B2", "B9", ""),
        "founded": cells(*DAYS),
        "dissolved": cells(*DAYS),
        "full_members": cells("9", "12人", "许多", ""),
        "since": cells(*DAYS),
    },
    "id",
    "kind",
)
MEMBERS = tables(
    {
        "编号": cells("M1", "M2", "M3", ""),
        "姓名": cells("甲一", "乙二", ""),
        "党支部": cells(*UNIT),
        "党小组": cells("第一小组", "第二小组", ""),
        "政治面貌": cells("正式党员", "预备党员", "群众", ""),
        "joined": cells(*DAYS),
        "left": cells(*DAYS),
        "since": cells(*DAYS),
    },
    "编号",
)
ACTIVITIES = tables(
    {
        "日期": cells(*DAYS),
        "类型": cells("党课", "谈话", "党课+谈话", "跳舞", ""),
        "编号": cells("R1", "R2", "", ""),
        "党支部": cells(*UNIT),
        "党小组": cells("第一小组", "第九小组", ""),
        "谈话对象": cells(*NAMES),
        "主持人": cells(*NAMES),
        "参会人员": cells("甲一、乙二", "12", "全体", ""),
        "应到": cells("8", "应到8实到7", ""),
        "实到": cells("9", "7/8", "很多", ""),
        "结束时间": cells("16:00", "14:00", "2026-03-04", "晚些", ""),
        "所属时段": cells("2026-03", "2026-Q1", "三月", ""),
        "学时": cells("1.5", "-1", ""),
        "照片": cells("√", "×", ""),
        "备注": NOISE,
    },
    "日期",
    "类型",
)
WAIVERS = tables(
    {
        "duty": cells("*", "party-lecture", ""),
        "subject": cells("*", "B1", "甲一", ""),
        "from": cells(*DAYS),
        "until": cells(*DAYS),
        "reason": cells("停电", ""),
        "approver": cells("镇党委", ""),
    },
    "duty",
    "from",
    "until",
    "reason",
    "approver",
)
FIRST_UNIT: Row = ("B1", "党支部")


def source(table: str, name: str) -> tuple[TableSource, ...]:
    return (TableSource(table, name, where=f"checkbranch.yaml:{name}"),)


def write(path: Path, table: Table) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([table[0], *table[1]])
    path.write_bytes(out.getvalue().encode("utf-8"))


def read(tables: dict[str, Table]) -> Ledger:
    with TemporaryDirectory() as name:
        root = Path(name)
        for table, rows in tables.items():
            write(root / f"{table}.csv", rows)
        data = {table: source(table, f"{table}.csv") for table in tables}
        unit = None if "units" in tables else {"id": "B1", "name": "第一支部", "kind": "branch"}
        return read_ledger(Workspace(root, "第一支部", unit=unit, data=data), VOCABULARY)


def check(ledger: Ledger) -> None:
    for one in ledger.sources:
        assert one.read == one.taken + one.problems + one.blank + one.skipped, one
    refused: dict[str, set[str]] = {}
    for problem in ledger.problems:
        if problem.severity == "error":
            refused.setdefault(problem.source.split("!")[0], set()).add(problem.source)
    for one in ledger.sources:
        assert one.problems == len(refused.get(one.source, ())), (one, refused)
    copies = Counter(problem.source.split("!")[0] for problem in ledger.problems if problem.code == "duplicate_row")
    records = Counter(ledger.sources[at].source for at in ledger.activities.source)
    for one in ledger.sources:
        if one.table == "activities":
            assert one.taken == records[one.source] + copies[one.source]
    for columns in (ledger.activities.fields, ledger.activities.people):
        assert {len(column) for column in columns.values()} <= {len(ledger.activities.id)}
    assert len(set(ledger.activities.id)) == len(ledger.activities.id)


@given(ACTIVITIES)
def test_the_ledger_of_one_branch(activities: Table) -> None:
    check(read({"activities": activities}))


@given(UNITS, MEMBERS, ACTIVITIES)
def test_a_ledger_with_its_registers(units: Table, members: Table, activities: Table) -> None:
    header, rows = units
    first = tuple(dict(zip(("id", "kind"), FIRST_UNIT, strict=True)).get(name, "") for name in header)
    check(read({"units": (header, [first, *rows]), "members": members, "activities": activities}))


@given(MEMBERS, WAIVERS)
def test_registers_and_waivers(members: Table, waivers: Table) -> None:
    check(read({"members": members, "waivers": waivers, "activities": (("日期", "类型"), [("2026-03-05", "党课")])}))


@given(st.binary(max_size=60), st.sampled_from([".csv", ".yaml", ".json", ".xlsx", ".xls", ".ods"]))
def test_any_bytes_are_read_or_refused(data: bytes, extension: str) -> None:
    with TemporaryDirectory() as name:
        root = Path(name)
        (root / f"x{extension}").write_bytes(data)
        write(root / "a.csv", (("日期", "类型"), [("2026-03-05", "党课")]))
        both = (*source("activities", f"x{extension}"), *source("activities", "a.csv"))
        ledger = read_ledger(Workspace(root, "第一支部", data={"activities": both}), VOCABULARY)
    assert "a.csv" in {one.source for one in ledger.sources if not one.unreadable}
