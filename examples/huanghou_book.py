"""The sheets of the Huanghou ledger, and the workbook written so that the same content gives the same bytes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from .huanghou_meetings import Meeting, Talk
from .huanghou_people import BRANCH, BRANCH_NAME, COMMUNITIES, Household, Member
from .huanghou_visits import Visit

Value = str | int | date | datetime | None

STAMP = datetime(2026, 11, 20, 18, 0)
WIDE = {
    "会议主题": 46,
    "走访内容": 40,
    "走访对象": 24,
    "谈话内容": 32,
    "原因": 44,
    "备注": 36,
    "免于参加原因": 40,
    "名称": 34,
}
TIMED = frozenset({"会议时间", "结束时间"})
APPROVER = "皇后乡党委"

# duty, subject, first day, last day, reason, document
WAIVERS = (
    (
        "theme-day",
        BRANCH,
        "2026-02-01",
        "2026-02-28",
        "雨雪冰冻灾害应急，全体党员分组参加道路除冰和困难户保暖值守",
        "〔2026〕3号",
    ),
    (
        "household-visit",
        "H190",
        "2026-01-01",
        "2026-06-30",
        "全家在外省务工，经户主申请暂不入户，改为电话联系",
        "〔2026〕5号",
    ),
    ("household-visit", "H205", "2026-04-15", "2026-06-30", "户主住院治疗，家中无人", "〔2026〕11号"),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its title, the header row, and the rows below it, the first of which is row 2."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def unit_sheet() -> Sheet:
    """Return the sheet 支部: the joint branch and the four communities below it."""
    header = ("编号", "名称", "类别", "上级", "成立日期", "正式党员数", "支委人数")
    branch = (BRANCH, BRANCH_NAME, "联合党支部", None, date(2019, 6, 18), None, 5)
    places = [(key, name, "社区", BRANCH, None, None, None) for key, name in COMMUNITIES]
    return Sheet("支部", header, (branch, *places))


def member_sheet(roster: Sequence[Member]) -> Sheet:
    """Return the sheet 党员名册."""
    header = (
        "党员编号",
        "姓名",
        "所在党支部",
        "党小组",
        "党员类别",
        "转正日期",
        "职务",
        "原村",
        "转入日期",
        "转出日期",
    )
    rows = [
        (
            *(one.id, one.name, BRANCH, one.group, "正式党员" if one.confirmed else "预备党员", one.confirmed),
            *(one.role, one.village, one.joined, one.left, one.exempt, one.note),
        )
        for one in roster
    ]
    return Sheet("党员名册", (*header, "免于参加原因", "备注"), tuple(rows))


def household_sheet(homes: Sequence[Household]) -> Sheet:
    """Return the sheet 住户."""
    header = (
        "户号",
        "户主",
        "所在党支部",
        "居住社区",
        "楼栋",
        "户类别",
        "人口",
        "搬迁年度",
        "原村",
        "入住日期",
        "搬离日期",
    )
    rows = [
        (
            *(home.id, home.head, BRANCH, home.community, home.building, "监测户" if home.monitored else "一般户"),
            *(home.people, home.year, home.village, home.moved_in, home.left, "、".join(home.helpers), home.note),
        )
        for home in homes
    ]
    return Sheet("住户", (*header, "帮扶人", "备注"), tuple(rows))


def meeting_sheet(meetings: Sequence[Meeting]) -> Sheet:
    """Return the sheet 会议活动."""
    header = (
        "会议时间",
        "结束时间",
        "会议类型",
        "会议主题",
        "会议地点",
        "主持人",
        "记录人",
        "主讲人",
        "应到人数",
        "实到人数",
    )
    rows = [
        (
            *(row.start, row.end, row.type, row.title, row.place, row.host, row.recorder, row.lecturer),
            *(row.expected, row.present, row.group, row.for_period, row.evidence),
        )
        for row in meetings
    ]
    return Sheet("会议活动", (*header, "党小组", "对应期间", "材料"), tuple(rows))


def talk_sheet(talks: Sequence[Talk]) -> Sheet:
    """Return the sheet 谈心谈话."""
    header = ("谈话时间", "类型", "谈话人", "谈话对象", "谈话地点", "谈话内容")
    rows = [(row.day, "谈心谈话", row.host, row.subject, row.place, row.content) for row in talks]
    return Sheet("谈心谈话", header, tuple(rows))


def visit_sheet(visits: Sequence[Visit]) -> Sheet:
    """Return the sheet 走访."""
    header = ("走访时间", "走访对象", "走访人员", "走访方式", "走访内容")
    rows = [
        (
            row.written or row.day,
            row.names or "、".join(home.head for home in row.homes),
            "、".join(row.visitors),
            row.mode,
            row.content,
        )
        for row in visits
    ]
    return Sheet("走访", header, tuple(rows))


def waiver_sheet() -> Sheet:
    """Return the sheet 豁免."""
    header = ("豁免事项", "对象", "起始日期", "截止日期", "原因", "批准人", "文号")
    rows = [
        (duty, subject, date.fromisoformat(first), date.fromisoformat(last), why, APPROVER, f"皇组{number}")
        for duty, subject, first, last, why, number in WAIVERS
    ]
    return Sheet("豁免", header, tuple(rows))


def workbook_bytes(sheets: Sequence[Sheet]) -> bytes:
    """Return the workbook; neither the clock nor the machine leaves a trace in it."""
    from openpyxl import Workbook

    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    for sheet in sheets:
        _fill(book.create_sheet(sheet.title), sheet)
    book.properties.creator = "联合党支部"
    raw = BytesIO()
    book.save(raw)
    return _without_clock(raw)


def _fill(page: object, sheet: Sheet) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.worksheet import Worksheet

    if not isinstance(page, Worksheet):
        raise TypeError(page)
    page.append(list(sheet.header))
    for row in sheet.rows:
        page.append(list(row))
    page.freeze_panes = "A2"
    for place, title in enumerate(sheet.header, start=1):
        page.cell(1, place).font = Font(bold=True)
        timed = title in TIMED
        page.column_dimensions[get_column_letter(place)].width = WIDE.get(title, 18 if timed else 13)
        for number in range(2, len(sheet.rows) + 2):
            cell = page.cell(number, place)
            if isinstance(cell.value, date):
                cell.number_format = "yyyy-mm-dd hh:mm" if timed else "yyyy-mm-dd"


def _without_clock(raw: BytesIO) -> bytes:
    """Pack the parts of a workbook again, every time in it the same."""
    fixed = BytesIO()
    stamp = rf"\g<1>{STAMP:%Y-%m-%dT%H:%M:%SZ}<".encode()
    with ZipFile(raw) as old, ZipFile(fixed, "w", ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*<", stamp, part)
            entry = ZipInfo(name, STAMP.timetuple()[:6])
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, part)
    return fixed.getvalue()
