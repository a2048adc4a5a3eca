"""Makes ledgers of activities as offices keep them, of any length, the same each time, in every kind of file."""

from __future__ import annotations

import csv
import random
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

YEAR = 2025
HEADER = (
    "日期", "活动类型", "党支部", "地点", "主持人", "记录人", "应到", "实到", "缺席人员", "参会人员", "主题", "备注",
)  # fmt: skip
TYPES = ("支委会", "支部党员大会", "党小组会", "党课", "主题党日", "组织生活会", "谈心谈话")
PLACES = ("党员活动室", "村委会会议室", "便民服务中心二楼", "文化广场", "线上会议", "红色教育基地")
SUBJECTS = ("学习上级会议精神", "讨论党员发展", "研究村务公开", "安全生产教育", "通报党费收缴", "部署防汛工作")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "明华强芳丽军英杰敏静波涛玉兰国平建文志春海云秀梅桂德清新红霞"
KEPT = 30  # members of a branch, of whom 10 to 28 are expected at a gathering

Cell = str | int | date | None
Row = tuple[Cell, ...]


def branch(number: int) -> str:
    """Return the name of a branch."""
    return f"第{number + 1}村党支部"


def members(number: int) -> list[str]:
    """Return the members of a branch, each of another name."""
    rng, names = random.Random(number), dict[str, None]()
    while len(names) < KEPT:
        names[rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=rng.choice((1, 2, 2))))] = None
    return list(names)


def records(rows: int, branches: int, seed: int = 1) -> Iterator[Row]:
    """Yield the rows of a ledger: days as dates, with times or as texts, and one row in 250 with a slip."""
    rng, kept = random.Random(seed), [members(number) for number in range(branches)]
    for at in range(rows):
        number = at % branches
        expected = rng.randrange(10, 29)
        invited = rng.sample(kept[number], expected)
        away = invited[: rng.choice((0, 0, 0, 1, 1, 2, 3))]
        came: Cell = expected - len(away)
        kind, day = rng.choice(TYPES), _day(rng)
        slip = rng.random()
        if slip < 0.001:
            kind = "座谈会议"
        elif slip < 0.002:
            day = "待定"
        elif slip < 0.003:
            came = expected + 1
        elif slip < 0.004:
            came = "若干"
        yield (
            day, kind, branch(number), rng.choice(PLACES), invited[-1], invited[-2], expected, came,
            "、".join(away) or rng.choice(("无", None)), "、".join(invited[len(away) :]),
            f"{rng.choice(SUBJECTS)}（第{at // branches + 1}次）", rng.choice((None, None, None, "材料齐全", "补录")),
        )  # fmt: skip


def _day(rng: random.Random) -> Cell:
    day = date(YEAR, 1, 1) + timedelta(days=rng.randrange(365))
    chance = rng.random()
    if chance < 0.6:
        return day
    if chance < 0.8:
        return datetime(day.year, day.month, day.day, rng.choice((9, 10, 14, 15)), rng.choice((0, 30)))
    if chance < 0.9:
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.year}.{day.month}.{day.day}" if chance < 0.95 else f"{day.month}月{day.day}日"


def make(folder: Path, kind: str, rows: int, branches: int, roster: bool = False) -> Path:
    """Write a workspace with one ledger of the ``kind`` (a key of ``KINDS``) into ``folder``; return the ledger."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"台账{YEAR}.{kind.split('-')[0]}"
    KINDS[kind](file, records(rows, branches))
    write_csv(folder / "units.csv", [("支部名称", "类型"), *((branch(n), "党支部") for n in range(branches))])
    if roster:
        people = [(f"M{n}-{at}", who, branch(n)) for n in range(branches) for at, who in enumerate(members(n))]
        write_csv(folder / "members.csv", [("编号", "姓名", "所在党支部"), *people])
    known = "  members: members.csv\n" if roster else ""
    (folder / "checkbranch.yaml").write_text(
        "checkbranch: 1\nname: 台账\nrules: [cn-party-branch]\ndata:\n  units: units.csv\n"
        f"{known}  activities: {file.name}\nlog_starts: {YEAR}-01-01\n",
        "utf-8",
    )
    return file


def write_csv(path: Path, rows: Sequence[Sequence[object]], encoding: str = "utf-8") -> None:
    """Write a table as CSV."""
    with path.open("w", encoding=encoding, newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(rows)


def _xlsx(path: Path, rows: Iterator[Row], inline: bool = False) -> None:
    """Write a workbook; its texts are shared as spreadsheet programs do, or ``inline`` as reporting libraries do."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"constant_memory": inline}) as book:
        book.set_properties({"created": datetime(YEAR, 1, 1)})
        sheet = book.add_worksheet("台账")
        days, times = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for at, row in enumerate((HEADER, *rows)):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(at, column, cell, times if isinstance(cell, datetime) else days)
                elif cell is not None:
                    sheet.write(at, column, cell)


def _ods(path: Path, rows: Iterator[Row]) -> None:
    """Write an OpenDocument spreadsheet with nothing in it but the table."""
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{names}manifest:1.0"/>')
        with archive.open("content.xml", "w") as out:
            out.write(
                f'<office:document-content xmlns:office="{names}office:1.0" xmlns:table="{names}table:1.0" xmlns:text="'
                f'{names}text:1.0"><office:body><office:spreadsheet><table:table table:name="台账">'.encode()
            )
            for row in (HEADER, *rows):
                out.write(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>".encode())
            out.write(b"</table:table></office:spreadsheet></office:body></office:document-content>")


def _ods_cell(cell: Cell) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{cell.isoformat()}"/>'
    if isinstance(cell, int):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'


def _shown(rows: Iterator[Row]) -> list[Row]:
    return [HEADER, *rows]


KINDS: dict[str, Callable[[Path, Iterator[Row]], None]] = {
    "xlsx": _xlsx,
    "xlsx-inline": lambda path, rows: _xlsx(path, rows, inline=True),
    "ods": _ods,
    "csv": lambda path, rows: write_csv(path, _shown(rows)),
    "csv-gb18030": lambda path, rows: write_csv(path, _shown(rows), "gb18030"),
}
