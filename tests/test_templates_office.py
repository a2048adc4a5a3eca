"""What a template takes in the reader takes out, also after a spreadsheet program has saved it in another format."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from checkbranch.engine import Shipped, read_inputs, read_workspace
from checkbranch.engine.ledger import Ledger
from checkbranch.reports.starter.as_csv import kept_from_computing
from checkbranch.reports.starter.tables import templates
from checkbranch.reports.starter.template import Asked, Template
from checkbranch.rules import names, path_of

from .office import CSV_SHEETS, convert, needs_office
from .templates_filled import ALL, BOOK, FILLED, empty, fill, rows_of, rules_of

KINDS = pytest.mark.parametrize("kind", list(ALL))
LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])
FORMS = ("xlsx", "xls", "ods")


def sheets_of(asked: Asked) -> list[str]:
    return [table.name for table in templates(asked, rules_of(asked))]


def typed(asked: Asked) -> dict[str, list[dict[str, Any]]]:
    return {sheet: rows_of(asked, sheet) for sheet in sheets_of(asked)}


def read(folder: Path) -> Ledger:
    return read_inputs(read_workspace(folder), Shipped(path_of, names())).ledger


def filled(folder: Path, asked: Asked, language: str = "zh", rows: Mapping[str, Any] | None = None) -> Ledger:
    """Fill in the workbook of a new workspace; return what is read of it."""
    files = empty(asked, language)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "checkbranch.yaml").write_bytes(files["checkbranch.yaml"])
    (folder / BOOK).write_bytes(fill(files[BOOK], typed(asked) if rows is None else rows))
    return read(folder)


def facts(ledger: Ledger) -> dict[str, Any]:
    """Return all that was read, but for where it stands."""

    def without(value: Any, *left_out: str) -> dict[str, Any]:
        return {one.name: getattr(value, one.name) for one in fields(value) if one.name not in left_out}

    return {
        "activities": {**without(ledger.activities), "row": [*ledger.activities.row]},
        "subjects": without(ledger.subjects, "source"),
        "attributes": {family: without(one) for family, one in ledger.attributes.items()},
        "waivers": [without(one, "source") for one in ledger.waivers],
        "entries": [{**one, "source": ""} for one in (*ledger.posts, *ledger.requests)],
        "accounts": [
            (one.table, one.read, one.taken, one.problems, one.blank, one.skipped, one.columns)
            for one in ledger.sources
        ],
        "problems": [(one.code, one.column) for one in ledger.problems],
    }


@KINDS
def test_every_column_of_every_table_is_filled_in(kind: str) -> None:
    for table in templates(ALL[kind], rules_of(ALL[kind])):
        rows = rows_of(ALL[kind], table.name)
        lacking = {column.header for column in table.columns if all(row.get(column.header) is None for row in rows)}
        assert lacking == set(), table.name
        known = {column.header for column in table.columns}
        assert {header for row in rows for header in row} <= known, table.name
    assert {sheet for asked in ALL.values() for sheet in sheets_of(asked)} == set(FILLED)


@KINDS
@LANGUAGES
def test_what_is_typed_into_the_workbook_is_read_as_it_was_typed(tmp_path: Path, kind: str, language: str) -> None:
    asked = ALL[kind]
    ledger = filled(tmp_path, asked, language)
    assert ledger.problems == []
    assert all(one.read == one.taken == len(rows_of(asked, one.source.split("!")[1])) for one in ledger.sources)
    check_activities(ledger, asked)
    check_people(ledger, asked)
    check_entries(ledger, asked)


def check_activities(ledger: Ledger, asked: Asked) -> None:
    acts, subjects = ledger.activities, ledger.subjects
    rows = rows_of(asked, "会议活动")
    assert acts.date == [row["日期"].date() if isinstance(row["日期"], datetime) else row["日期"] for row in rows]
    assert acts.timed == [isinstance(row["日期"], datetime) for row in rows]
    assert [moment for moment, timed in zip(acts.start, acts.timed, strict=True) if timed] == [
        *(datetime(2026, 3, 5, 15, 0), datetime(2026, 4, 12, 9, 30)),
    ]
    titles = {one.id: one.title.zh for one in rules_of(asked).activities.values()}
    assert ["、".join(titles[one] for one in types) for types in acts.types] == [row["活动类型"] for row in rows]
    texts = {"title": "主题", "place": "地点", "host": "主持人", "recorder": "记录人", "lecturer": "主讲人"}
    numbers = {"expected": "应到人数", "present": "实到人数", "recorded_on": "登记日期"}
    whom = {"subject": "对象" if asked.households else "谈话对象"}
    visitor = {"visitor": "走访人"} if asked.households else {}
    for name, header in {**texts, **numbers, **whom, **visitor}.items():
        assert acts.fields[name] == [row.get(header) for row in rows], name
    for name, header in (("absent_names", "缺席人员"), ("attendees_names", "参加人员")):
        assert acts.fields[name] == [tuple(row[header].split("、")) if header in row else None for row in rows]
    kinds = {"会议记录": "minutes", "签到表": "sign_in", "照片": "photos"}
    assert acts.fields["evidence"] == [
        tuple(kinds[word] for word in row["归档材料"].split("、")) if "归档材料" in row else None for row in rows
    ]
    assert {period.key for period in acts.for_period if period} == {"2026-03", "2026-Q3"}
    assert [None if group is None else subjects.name[group] for group in acts.group] == [
        row.get("党小组") for row in rows
    ]
    modes = {"当面": "in_person", "上门": "in_person", None: None}
    assert acts.fields["mode"] == [modes[row.get("方式")] for row in rows]
    assert {subjects.name[unit] for units in acts.units for unit in units} == {"示例村党支部"}


def check_people(ledger: Ledger, asked: Asked) -> None:
    subjects, members = ledger.subjects, ledger.attributes["member"].columns
    family = [i for i, one in enumerate(subjects.family) if one == "member"]
    rows = rows_of(asked, "党员名册")
    assert [subjects.id[i] for i in family] == [row["编号"] for row in rows] == ["001", "002", "010"]
    assert [subjects.name[i] for i in family] == [row["姓名"] for row in rows]
    assert [subjects.starts[i] for i in family] == [row.get("转入日期") for row in rows]
    assert members["confirmed"] == [row.get("转正日期") for row in rows]
    assert members["left"] == [row.get("转出日期") for row in rows]
    assert members["floating"] == [row["流动党员"] == "是" for row in rows]
    assert members["status"] == ["full", "full", "probationary"]
    assert members["roles"] == [("secretary",), ("committee_member", "group_leader"), None]
    if not asked.households:
        return
    homes = ledger.attributes["household"].columns
    rows = rows_of(asked, "住户")
    for name, header in {
        "building": "楼栋",
        "area": "片区",
        "zone": "保洁区",
        "people": "家庭人口",
        "tier": "户类型",
        "employed": "就业人数",
        "moved_in": "入住日期",
        "left": "搬离日期",
    }.items():
        assert homes[name] == [row.get(header) for row in rows], name
    assert homes["helpers"] == [("张示例", "李样本"), None]
    assert [subjects.id[i] for i, one in enumerate(subjects.family) if one == "household"] == ["0101", "0102"]


def check_entries(ledger: Ledger, asked: Asked) -> None:
    first, second = ledger.waivers
    assert (first.duty, first.first, first.last) == ("theme-day", date(2026, 1, 1), date(2026, 3, 31))
    assert (first.reason, first.approver, first.document) == ("集中搬迁期间", "示例镇党委", "示组〔2026〕1号")
    assert (second.duty, second.subject, second.document) == ("*", None, None)
    assert first.subject is not None
    assert ledger.subjects.name[first.subject] == "示例村党支部"
    if asked.households:
        (post, vacant), (request,) = ledger.posts, ledger.requests
        assert (post["kind"], post["area"], post["holder"]) == ("area_lead", "示例片", "张示例")
        assert (post["from"], post["until"], vacant["holder"]) == (date(2026, 1, 1), date(2026, 6, 30), None)
        assert (request["id"], request["opened"], request["resolved"]) == (
            *("S001", date(2026, 3, 20), date(2026, 3, 27)),
        )
        assert (request["topic"], request["household"]) == ("照明损坏", ledger.subjects.name.index("赵举例"))
    if not asked.single:
        units = ledger.attributes["unit"].columns
        rows = rows_of(asked, "党组织")
        names_ = [row["名称"] for row in rows]
        assert ledger.subjects.name[: len(rows)] == names_
        for name, header in {
            "founded": "成立日期",
            "dissolved": "撤销日期",
            "full_members": "正式党员数",
            "committee_size": "支委人数",
            "term_ends": "届满日期",
        }.items():
            assert units[name][: len(rows)] == [row.get(header) for row in rows], name
        parents = [None if one is None else names_[one] for one in ledger.subjects.parent[: len(rows)]]
        assert parents == [row.get("上级党组织") for row in rows]


def shown(value: object, slashes: bool) -> str:
    """Return a value as Excel writes it into a CSV file, days as this country's Windows writes them or as we ask."""
    if isinstance(value, date):
        day = f"{value.year}/{value.month}/{value.day}" if slashes else f"{value:%Y-%m-%d}"
        clock = f" {value.hour}:{value.minute:02d}" if isinstance(value, datetime) else ""
        return day + clock
    return kept_from_computing("" if value is None else str(value))


@KINDS
@pytest.mark.parametrize(("encoding", "slashes"), [("utf-8-sig", False), ("gbk", True), ("utf-16", True)])
def test_what_is_typed_into_the_csv_files_is_read_as_it_was_typed(
    tmp_path: Path, kind: str, encoding: str, slashes: bool
) -> None:
    asked = replace(ALL[kind], form="csv")
    files = empty(asked, "zh")
    (tmp_path / "checkbranch.yaml").write_bytes(files["checkbranch.yaml"])
    for sheet, rows in typed(asked).items():
        header = next(csv.reader(io.StringIO(files[f"{sheet}.csv"].decode("utf-8-sig"))))
        out = io.StringIO(newline="")
        cells = [[shown(row.get(name), slashes) for name in header] for row in rows]
        csv.writer(out, delimiter="\t" if encoding == "utf-16" else ",").writerows([header, *cells])
        (tmp_path / f"{sheet}.csv").write_bytes(out.getvalue().encode(encoding))
    ledger = read(tmp_path)
    workbook = facts(filled(tmp_path / "book", ALL[kind]))
    found = facts(ledger)
    said = [one for one in found["problems"] if one[0] != "encoding_guessed"]
    assert {**found, "problems": said} == workbook


def convert_all(folder: Path) -> None:
    """Lay out ``KIND/FORM``: the filled workspaces as LibreOffice saves them, all of one format in one call."""
    books = []
    for kind, asked in ALL.items():
        filled(folder / kind / "typed", asked)
        books.append(folder / f"{kind}.xlsx")
        books[-1].write_bytes((folder / kind / "typed" / BOOK).read_bytes())
    for form in (*FORMS, "csv"):
        convert(books, CSV_SHEETS if form == "csv" else form, folder / form)
    for kind in ALL:
        settings = (folder / kind / "typed" / "checkbranch.yaml").read_text("utf-8")
        for form in FORMS:
            (folder / kind / form).mkdir()
            (folder / form / f"{kind}.{form}").rename(folder / kind / form / f"台账.{form}")
            text = settings.replace(BOOK, f"台账.{form}")
            (folder / kind / form / "checkbranch.yaml").write_text(text, "utf-8")
        (folder / kind / "csv").mkdir()
        for sheet in sheets_of(ALL[kind]):
            (folder / "csv" / f"{kind}-{sheet}.csv").rename(folder / kind / "csv" / f"{sheet}.csv")
        text = re.sub(rf"\{{file: {BOOK}, sheet: (\w+)\}}", r"\1.csv", settings)
        (folder / kind / "csv" / "checkbranch.yaml").write_text(text, "utf-8")


@needs_office
def test_libreoffice_saves_the_same_records_in_every_format(tmp_path: Path) -> None:
    # One test, as starting the program takes longer than all that is looked at.
    convert_all(tmp_path)
    for kind, asked in ALL.items():
        typed_in = facts(read(tmp_path / kind / "typed"))
        for form in (*FORMS, "csv"):
            assert facts(read(tmp_path / kind / form)) == typed_in, (kind, form)
        before, after = (load_workbook(tmp_path / kind / form / BOOK) for form in ("typed", "xlsx"))
        assert after.sheetnames == before.sheetnames
        assert after["选项"].sheet_state == "hidden"
        for table in templates(asked, rules_of(asked)):
            check_saved(table, before[table.name], after[table.name])


def check_saved(table: Template, old: Any, new: Any) -> None:
    """See that a sheet still has its headers, comments and drop-downs."""
    for at, column in enumerate(table.columns, 1):
        head, other = old.cell(1, at), new.cell(1, at)
        assert other.value == head.value == column.header
        assert other.comment.text.strip() == head.comment.text
        cell = new.cell(3, at)
        (rule,) = (rule for rule in new.data_validations.dataValidation if cell.coordinate in rule.sqref)
        wanted = "list" if column.words else {"day": "date", "number": "whole", "text": None}[column.form]
        assert rule.type == wanted or (wanted is None and rule.type == "custom")
        assert not rule.hide_drop_down
        if column.words:
            assert rule.formula1.replace("'", "").startswith("选项!$")
            assert rule.errorStyle == ("stop" if column.strict else "information")


def with_one(asked: Asked, sheet: str, **cells: object) -> dict[str, list[dict[str, Any]]]:
    """Return the rows with other cells in the first row of one sheet."""
    rows = typed(asked)
    rows[sheet] = [{**rows[sheet][0], **cells}, *rows[sheet][1:]]
    return rows


OTHERWISE = [
    # sheet, header, what is typed, the field, what it is read as
    ("会议活动", "日期", "2026.3.5", "date", date(2026, 3, 5)),
    ("会议活动", "日期", "2026年3月5日15:00", "date", date(2026, 3, 5)),
    ("会议活动", "日期", "2026/3/5", "date", date(2026, 3, 5)),
    ("会议活动", "日期", 20260305, "date", date(2026, 3, 5)),
    ("会议活动", "应到人数", "15人", "expected", 15),
    ("会议活动", "应到人数", "15", "expected", 15),
    ("会议活动", "应到人数", "１５", "expected", 15),
    ("会议活动", "实到人数", 12.0, "present", 12),
    ("会议活动", "所属时段", "2026-03", "for_period", "2026-03"),
    ("会议活动", "所属时段", date(2026, 3, 1), "for_period", "2026-03"),  # what a spreadsheet makes of 2026-03
    ("会议活动", "所属时段", 2026, "for_period", "2026"),
    ("会议活动", "所属时段", "2026年3月", "for_period", "2026-03"),
    ("会议活动", "主题", 2026, "title", "2026"),
    ("会议活动", "主题", 3.15, "title", "3.15"),
    ("会议活动", "缺席人员", "无", "absent", 0),
    ("会议活动", "归档材料", "会议记录，签到表", "evidence", ("minutes", "sign_in")),
]


@pytest.mark.parametrize(("sheet", "header", "value", "name", "wanted"), OTHERWISE)
def test_what_is_typed_otherwise_is_read_alike(
    tmp_path: Path, sheet: str, header: str, value: object, name: str, wanted: object
) -> None:
    ledger = filled(tmp_path, ALL["branch"], rows=with_one(ALL["branch"], sheet, **{header: value}))
    assert ledger.problems == []
    acts = ledger.activities
    found = acts.date[0] if name == "date" else acts.fields[name][0] if name != "for_period" else acts.for_period[0].key  # type: ignore[union-attr]
    assert found == wanted
    assert type(found) is type(wanted)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [("001", "001"), (1, "1"), (1.0, "1"), ("12345678901234567", "12345678901234567"), (" 7 ", "7")],
)
def test_an_id_stays_what_is_seen(tmp_path: Path, value: object, wanted: str) -> None:
    """The column is one of texts, so that a typed 001 stays 001; a number that was pasted is the number."""
    ledger = filled(tmp_path, ALL["branch"], rows=with_one(ALL["branch"], "党员名册", 编号=value))
    assert ledger.problems == []
    assert wanted in ledger.subjects.id
    sheet = load_workbook(tmp_path / BOOK)["党员名册"]
    assert [cell.number_format for cell in sheet["B"][1:4]] == ["@"] * 3


@pytest.mark.parametrize(("value", "read_as"), [("是", True), ("否", False), (True, True), ("√", True), ("有", True)])
def test_ticks(tmp_path: Path, value: object, read_as: bool) -> None:
    ledger = filled(tmp_path, ALL["branch"], rows=with_one(ALL["branch"], "党员名册", 流动党员=value))
    assert ledger.problems == []
    assert ledger.attributes["member"].columns["floating"][0] is read_as


# --- the package, against what Excel and WPS refuse or repair ---------------------------------------------------------

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# The order in which the parts of a sheet must stand; another one makes Excel offer a repair.
ORDER = [
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetProtection", "autoFilter"),
    *("mergeCells", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins"),
    *("pageSetup", "headerFooter", "ignoredErrors", "legacyDrawing", "tableParts"),
]


@pytest.fixture(scope="module", params=[(kind, language) for kind in ALL for language in ("zh", "en")], ids="-".join)
def package(request: pytest.FixtureRequest) -> dict[str, bytes]:
    """Return the parts of the workbook that a new workspace is given."""
    kind, language = request.param
    with zipfile.ZipFile(io.BytesIO(empty(ALL[kind], language)[BOOK])) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def sheets_in(package: Mapping[str, bytes]) -> dict[str, ElementTree.Element]:
    return {
        name: ElementTree.fromstring(content)
        for name, content in package.items()
        if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)
    }


def test_every_part_is_well_formed_and_has_a_type(package: dict[str, bytes]) -> None:
    types = ElementTree.fromstring(package["[Content_Types].xml"])
    known = {one.get("PartName", "").lstrip("/") for one in types} | {one.get("Extension", "") for one in types}
    for name, content in package.items():
        ElementTree.fromstring(content)
        assert name == "[Content_Types].xml" or name in known or name.rpartition(".")[2] in known, name
    for name in (name for name in package if name.endswith(".rels")):
        for relation in ElementTree.fromstring(package[name]):
            assert relation.get("TargetMode") != "External"
            folder = Path(name).parent.parent
            target = relation.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else _joined(folder, target)
            assert path in package, (name, target)


def _joined(folder: Path, target: str) -> str:
    parts: list[str] = list(folder.parts)
    for part in target.split("/"):
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def test_the_parts_of_a_sheet_stand_in_the_order_that_is_asked_for(package: dict[str, bytes]) -> None:
    for name, sheet in sheets_in(package).items():
        places = [ORDER.index(one.tag.removeprefix(MAIN)) for one in sheet]
        assert places == sorted(places), name


def test_nothing_computes_and_no_function_is_newer_than_the_programs(package: dict[str, bytes]) -> None:
    for name, sheet in sheets_in(package).items():
        assert sheet.find(f".//{MAIN}c/{MAIN}f") is None, name
        assert b"_xlfn" not in package[name]
        assert b"x14:" not in package[name]  # drop-downs that only newer programs see
    assert not any("vbaProject" in name or "externalLink" in name or "connections" in name for name in package)


def test_validations_are_within_what_excel_takes(package: dict[str, bytes]) -> None:
    for name, sheet in sheets_in(package).items():
        seen: set[str] = set()
        for rule in sheet.iter(f"{MAIN}dataValidation"):
            first = re.match("[A-Z]+", rule.get("sqref", ""))
            assert first is not None
            assert first[0] not in seen, f"{name}: two validations of column {first[0]}"
            seen.add(first[0])
            for key, most in (("promptTitle", 32), ("errorTitle", 32), ("prompt", 255), ("error", 255)):
                assert len(rule.get(key, "")) <= most
            for part in rule:
                assert len(part.text or "") <= 255
            assert rule.get("showDropDown") in (None, "0")  # 1 would hide the arrow
            assert rule.get("errorStyle") in (None, "warning", "information")
            assert rule.get("allowBlank") == "1"


def test_every_comment_has_its_drawing(package: dict[str, bytes]) -> None:
    for name, sheet in sheets_in(package).items():
        number = re.search(r"\d+", name)
        assert number is not None
        commented = f"xl/comments{number[0]}.xml" in package
        drawing = sheet.find(f"{MAIN}legacyDrawing")
        assert (drawing is not None) == commented
        if commented:
            comments = ElementTree.fromstring(package[f"xl/comments{number[0]}.xml"])
            shapes = package[f"xl/drawings/vmlDrawing{number[0]}.vml"]
            count = len(list(comments.iter(f"{MAIN}comment")))
            assert count == shapes.count(b"<v:shape ") == len(list(sheet.iter(f"{MAIN}dataValidation")))


def test_names_widths_and_formats_are_plain(package: dict[str, bytes]) -> None:
    book = ElementTree.fromstring(package["xl/workbook.xml"])
    titles = [one.get("name", "") for one in book.iter(f"{MAIN}sheet")]
    assert len({title.lower() for title in titles}) == len(titles)
    assert all(re.fullmatch(r"[^\[\]:*?/\\']{1,31}", title) for title in titles)
    assert [one.get("name") for one in book.iter(f"{MAIN}sheet") if one.get("state")] == ["选项"]
    active = book.find(f".//{MAIN}workbookView")
    assert active is not None
    assert active.get("activeTab") in (None, "0")
    assert all(one.get("date1904") != "1" for one in book.iter(f"{MAIN}workbookPr"))
    for sheet in sheets_in(package).values():
        assert all(1 <= float(one.get("width", 0)) <= 80 for one in sheet.iter(f"{MAIN}col"))
    styles = ElementTree.fromstring(package["xl/styles.xml"])
    codes = {one.get("formatCode") for one in styles.iter(f"{MAIN}numFmt")}
    assert {(code or "").replace("\\", "") for code in codes} <= {"@", "yyyy-mm-dd", "yyyy-mm-dd hh:mm"}
