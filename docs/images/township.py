"""Makes a township of some sixty branches with a year of records, all of it invented, the same each time."""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

YEAR, LAST = 2026, date(2026, 11, 20)
_FIRST = "桐柳梧枫槐杏竹荷菱芦苇桑榆松柏兰"
_SECOND = "坪湾塘岭坡溪畈垸墩桥"
_OFFICES = ("党政机关", "综合执法", "卫生院", "中心学校", "供销社", "农技站", "电力所", "税务所", "农商行", "便民中心")
_FIRMS = ("竹编合作社", "茶叶公司", "菌菇基地", "建材厂", "物流站", "服装车间")
# Type of activity, how often a year, and how well it is kept: the share of periods without a record.
_KEPT = (("支部党员大会", 4, 0.06), ("支部委员会会议", 12, 0.08), ("党课", 4, 0.12), ("主题党日", 12, 0.07))
_WORKSPACE = """checkbranch: 1
name: 青梧镇党委（示例）
rules: [cn-party-branch, branch-lights]
log_starts: 2026-01-01
complete_through: {through}
data:
  units: 单位.csv
  activities: 台账.csv
"""


def make(folder: Path, through: date = LAST) -> None:
    """Write the workspace into ``folder``, its ledger complete through a day."""
    folder.mkdir(parents=True, exist_ok=True)
    units = list(_units())
    folder.joinpath("checkbranch.yaml").write_text(_WORKSPACE.format(through=through), "utf-8")
    _write(folder / "单位.csv", ("编号", "支部名称", "类型", "上级", "正式党员数", "支委会人数"), units)
    branches = [unit for unit in units if unit[2] == "党支部"]
    rows = (row for row in _records(branches) if date.fromisoformat(str(row[2])) <= through)
    _write(folder / "台账.csv", ("活动类型", "支部名称", "日期", "应到", "实到", "所属时段"), rows)


def _write(path: Path, head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def _units() -> Iterator[tuple[object, ...]]:
    rng = random.Random(7)
    yield "W", "青梧镇党委", "党委", "", "", ""
    number = 0
    villages = [one + two for one in _FIRST for two in _SECOND]
    rng.shuffle(villages)
    for at, village in enumerate(villages[:27]):
        above = "W"
        parts = [f"{village}村党支部"]
        if at % 3 == 0:
            above = f"Z{at:02}"
            yield above, f"{village}村党总支", "党总支", "W", "", ""
            parts = [f"{village}村第{number_}党支部" for number_ in ("一", "二", "三")[: 2 + at % 2]]
        for name in parts:
            number += 1
            yield f"B{number:02}", name, "党支部", above, rng.choice((5, 9, 14, 22, 31)), rng.choice((3, 5))
    for id_, name, members in (("J", "镇直机关党总支", _OFFICES), ("F", "两新组织党总支", _FIRMS)):
        yield id_, name, "党总支", "W", "", ""
        for one in members:
            number += 1
            yield f"B{number:02}", f"{one}党支部", "党支部", id_, rng.choice((4, 8, 12, 19)), 3


def _records(branches: list[tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
    rng = random.Random(11)
    for at, (unit, _, _, _, members, committee) in enumerate(branches):
        lax = (0.3, 0.6, 1, 0, 1.6, 3.5)[at * 5 % 6] if at % 7 else 0
        for kind, number, missed in _KEPT:
            for period in range(number):
                month = 1 + period * (12 // number)
                if rng.random() < missed * lax:
                    continue
                day = date(YEAR, month, 1) + timedelta(days=4 + int(rng.random() * 22))
                named = ""
                if rng.random() < 0.04 * lax and month < 11:
                    day += timedelta(days=31)
                    named = f"{YEAR}-{month:02}" if number == 12 else f"{YEAR}-Q{1 + period}"
                expected = int(str(committee if kind == "支部委员会会议" else members))
                away = expected // 2 + 1 if rng.random() < 0.03 * lax else rng.randrange(expected // 5 + 1)
                yield kind, unit, day, expected, expected - away, named


if __name__ == "__main__":
    make(Path(sys.argv[1]))
