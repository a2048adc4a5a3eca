"""``audit --format xlsx``: what stands on the sheets of the workbook, and what can never happen in it."""

from __future__ import annotations

import gc
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest

from checkbranch.engine.findings import Coverage, Finding, Flag, Subject
from checkbranch.engine.ledger.model import Ledger, Problem
from checkbranch.engine.text import Text
from checkbranch.reports.book import report as book_xlsx
from checkbranch.reports.office.xlsx_cells import MOST_SIGNS

from .books import audit, lines, opened, workspace, written
from .reports_fake import BRANCH, DUTIES, FakeAudit, duty, finding, household, ledger, record, rules
from .visit_workspace import make

ZH = ["总表", "明细", "缺口与整改", "走访", "数据问题", "规则与依据", "说明", "checkbranch"]
EN = ["Summary", "Findings", "Gaps", "Visits", "Data problems", "Rules", "Guide", "checkbranch"]
TREE = (
    ("C", "某乡党委", "committee", None),
    ("G", "某村党总支", "general_branch", "C"),
    ("B1", "一支部", "branch", "G"),
    ("B1/一组", "一组", "group", "B1"),
    ("B2", "二支部", "branch", "G"),
    ("B3", "三支部", "branch", "C"),
)


def one_branch() -> FakeAudit:
    return FakeAudit(
        [
            finding("assembly", "2026-Q1", "met", records=(record(3),)),
            finding("assembly", "2026-Q2", "missing", severity="error", can_make_up_until=date(2026, 12, 5)),
            finding("committee", "2026-01", "invalid", records=(record(9, "rejected", "below_quorum"),)),
            finding("committee", "2026-02", "made_up"),
            finding("committee", "2026-03", "unknown", reason="no_ledger"),
            finding("visit", "2026-Q1", "missing", household(1)),
            finding("visit", "2026-Q1", "met", household(2)),
        ],
        ledger=ledger(),
    )


def many() -> FakeAudit:
    """Return an audit of a tree of units, with a group whose findings are its branch's."""
    found: list[Finding] = []
    for unit, status in (("B1", "met"), ("B1/一组", "missing"), ("B2", "unknown"), ("B3", "short"), ("B3", "open")):
        name, kind = next((name, kind) for id_, name, kind, _ in TREE if id_ == unit)
        key = "2026-02" if status == "open" else "2026-01"
        found.append(finding("committee", key, status, Subject(kind, unit, name), unit=unit))  # type: ignore[arg-type]
    found.append(finding("committee", "2026-01", "not_applicable", Subject("branch", "B3", "三支部"), unit="B3"))
    found.append(finding("appraisal", "2026", "met", Subject("committee", "C", "某乡党委"), unit="C"))
    return FakeAudit(found, TREE, coverage=[Coverage("B1", None, date(2026, 10, 31), False)])


@pytest.mark.parametrize(("language", "names"), [("zh", ZH), ("en", EN)])
def test_sheets_stand_in_their_order_ready_to_print(language: str, names: list[str]) -> None:
    book = opened(written(one_branch(), language=language))
    assert book.sheetnames == names
    assert book["checkbranch"].sheet_state == "veryHidden"
    for name in names[:-1]:
        sheet = book[name]
        high = None if name == names[0] else 0  # the grid of one branch is put on one page
        assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, high)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "皇后乡联合党支部" in sheet.oddHeader.left.text and "ABAB-ABAB-ABAB" in sheet.oddFooter.left.text
        if name != names[6]:
            assert (sheet.freeze_panes, sheet.print_title_rows) == ("A2", "$1:$1")
            assert sheet.page_setup.orientation == "landscape"
        if name not in (names[0], names[6]):
            assert sheet.auto_filter.ref.startswith("A1:")


def test_one_branch_has_its_counts_and_its_grid() -> None:
    sheet = opened(written(one_branch()))["总表"]
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert rows[1] == ["皇后乡联合党支部（B1）", "党支部", 7, 2, 1, 0, 0, 1, 0, 1, 2, 3, 0, 0.5, "2026年1月"]
    grid = {str(row[0]): row[1:] for row in rows[2:] if row}
    assert grid["按期开展assembly"] == ["✓", "✗"]
    assert grid["按期开展committee"] == ["△", "补", "?"]
    assert grid["按期开展visit"] == ["✗1\n1/2"]
    assert grid["2026年每季度"] == ["一季度", "二季度", "三季度", "四季度"]
    assert any(text.startswith("图例：✓ 达标") for text in grid)


def test_units_stand_as_their_tree_has_them_and_add_up() -> None:
    found = lines(written(many()), "总表")
    assert [(row["单位"], row["范围"]) for row in found] == [
        ("某乡党委（C）", "含下级"),
        ("某乡党委（C）", "本级"),
        ("某村党总支（G）", "含下级"),
        ("一支部（B1）", "含党小组"),
        ("一支部（B1）", "本级"),
        ("一组（B1/一组）", "本级"),
        ("二支部（B2）", "本级"),
        ("三支部（B3）", "本级"),
        ("合计", None),
    ]
    numbers = [head for head in found[0] if head not in ("单位", "类别", "范围", "可判项达标率", "最早缺口")]
    own = [row for row in found if row["范围"] == "本级"]
    for head in numbers:
        assert found[0][head] == found[-1][head] == sum(row[head] for row in own), head
    for row in found:
        parts = ("按期 ✓", "补开 补", "豁免 免", "未到期 ·", "待核 ?", "不足 缺", "不规范 △", "无记录 ✗")
        assert row["应开"] == sum(row[head] for head in parts)
        assert row["缺口合计"] == sum(row[head] for head in parts[-3:])
    rates = {row["单位"]: row["可判项达标率"] for row in found if row["范围"] != "本级" or row["单位"][:2] != "一支"}
    assert (rates["一支部（B1）"], rates["二支部（B2）"], rates["三支部（B3）"], rates["合计"]) == (0.5, "—", 0, 0.5)
    assert [row["单位"] for row in found if row["最早缺口"] == "2026年1月"] == ["一组（B1/一组）", "三支部（B3）"]


def test_groups_are_folded_where_a_sheet_has_no_room_for_them() -> None:
    content = written(many(), most=8)
    assert "一组（B1/一组）" not in [row["单位"] for row in lines(content, "总表")]
    assert [row["最早缺口"] for row in lines(content, "总表") if row["单位"] == "一支部（B1）"] == ["2026年1月"]
    assert any("党小组不单列" in str(row[1].value) for row in opened(content)["说明"])


def test_units_above_those_that_were_asked_for_have_no_line() -> None:
    class Asked(FakeAudit):
        @property
        def units(self) -> list[Subject]:
            return [Subject("branch", "B3", "三支部")]

    shown = Asked([row for row in many().given if row.unit == "B3"], TREE)
    assert [row["单位"] for row in lines(written(shown), "总表")][0] == "三支部（B3）"  # noqa: RUF015


def test_a_hint_is_no_gap_and_stands_on_a_sheet_of_its_own() -> None:
    hint = duty("look", "month", kind="hint")
    given = [finding("assembly", "2026-Q1", "met"), replace(finding("look", "2026-01", "invalid"), kind="hint")]
    content = written(FakeAudit(given, rules=rules((*DUTIES, hint))))
    assert [row["提示"] for row in lines(content, "核对提示")] == ["按期开展look"]
    assert lines(content, "缺口与整改") == []
    assert lines(content, "总表")[0]["缺口合计"] == 0 and lines(content, "总表")[0]["应开"] == 1


def test_findings_have_their_words_numbers_records_and_deadlines() -> None:
    found = lines(written(one_branch()), "明细")
    marks = [row["状态"].split()[0] for row in found]
    assert marks == ["✓", "✗", "△", "补", "?", "✗", "✓"] and found[2]["状态"] == "△ 不规范"
    missing, invalid = found[1], found[2]
    assert (missing["对象"], missing["时段"], missing["程度"]) == ("本单位", "2026年第二季度", "须整改")
    assert (missing["应有"], missing["按期"], missing["补开"]) == (1, 0, 0)
    assert missing["可补开至"] == datetime(2026, 12, 5) and missing["怎么办"] == "请补开一次并写明所属时段。"
    assert "台账.xlsx!2026年!9" in invalid["记录及未计入的原因"] and "未计入：出勤" in invalid["记录及未计入的原因"]
    assert invalid["依据"] == "《示例条例》第12条，“一般”"
    assert found[5]["对象"] == "住户1（H001）"
    assert all(row["编号"] == row_.id for row, row_ in zip(found, one_branch().given, strict=True))


def test_gaps_stand_gravest_first_with_columns_to_fill_in() -> None:
    content = written(one_branch())
    found = lines(content, "缺口与整改")
    assert [row["程度"] for row in found] == ["须整改", "应关注", "应关注"]
    assert {row["责任人"] for row in found} == {None}
    sheet = opened(content)["缺口与整改"]
    assert sheet.column_dimensions["A"].hidden and sheet["A2"].value == found[0]["编号"]
    rules_ = {rule.type: rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert rules_["list"] == '"未开始,进行中,已完成"' and "date" in rules_


def test_problems_rules_and_lights_are_told() -> None:
    view = one_branch()
    said = Text("连续两月无记录", "Two months")
    view.flags = [Flag("f" * 16, "red-light", "red", BRANCH, "B1", "error", said, ("a",))]
    content = written(view)
    assert lines(content, "亮灯")[0]["结论"] == "连续两月无记录"
    problem = lines(content, "数据问题")[0]
    assert (problem["出处"], problem["列"], problem["说明和改法"]) == (
        "台账.xlsx!2026年!14", "日期", "日期“三月”无法识别。",
    )  # fmt: skip
    found = lines(content, "规则与依据")
    assert (found[0]["次数、期限"], found[0]["条款"], found[0]["用语"], found[0]["版本"]) == (
        "每月 ≥1", "第12条", "一般", "2026.1",
    )  # fmt: skip
    assert [row["是否启用"] for row in found if row["事项编号"] == "talk"] == ["停用"]
    guide = opened(content)["说明"].iter_rows(values_only=True)
    told = {str(row[0]): str(row[1]) for row in guide}
    assert (told["截至"], told["核验码"]) == ("2026-11-23", "ABAB-ABAB-ABAB") and "只表示未见" in told["✗ 无记录"]


HOSTILE = (
    '=HYPERLINK("http://x","y")', "+1+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "<script>alert(1)</script>", "]]>",
    "\u202e甲\u200b乙", "\ud800", "\x00\x1b\ufffe", "{=1+1}", "http://example.org", "🙂" * 40, "名" * 10_000,
)  # fmt: skip


def test_hostile_names_are_texts_everywhere() -> None:
    given = [
        finding("visit", "2026-Q1", "missing", household(n, name), records=(record(n, "rejected", title=name),))
        for n, name in enumerate(HOSTILE)
    ]
    rows = (("B1", HOSTILE[0], "branch", None), ("B2", HOSTILE[10], "branch", None))
    given.append(finding("committee", "2026-01", "met", Subject("branch", "B2", HOSTILE[10]), unit="B2"))
    data = Ledger(problems=[Problem("a.csv!2", None, "bad_date", Text(HOSTILE[1], HOSTILE[1]), "error")])
    view = FakeAudit(given, rows, ledger=data)
    view.workspace = replace(view.workspace, name=HOSTILE[0])
    content = written(view)
    archive = zipfile.ZipFile(BytesIO(content))
    for part in archive.namelist():
        text = archive.read(part).decode("utf-8")
        if "/worksheets/sheet" in part:
            assert "<f>" not in text and "<hyperlink" not in text, part
    names = {row["对象"] for row in lines(content, "明细")}
    assert '=HYPERLINK("http://x","y")（H000）' in names
    assert "\\u202e甲\\u200b乙（H008）" in names and "\\ud800（H009）" in names


def test_a_text_longer_than_a_cell_is_cut_and_said() -> None:
    given = [finding("visit", "2026-Q1", "missing", household(1, "长" * 40_000))]
    content = written(FakeAudit(given))
    name = lines(content, "明细")[0]["对象"]
    assert len(name) == MOST_SIGNS and name.endswith("…")
    said = [row[1] for row in opened(content)["说明"].iter_rows(values_only=True)]
    assert any("处文字超过一个单元格的容量（32767 个字符）" in str(text) for text in said)


def test_the_same_audit_gives_the_same_bytes_with_the_day_as_its_date() -> None:
    first, second = written(one_branch()), written(one_branch())
    assert first == second
    properties = opened(first).properties
    assert (properties.created, properties.modified) == (datetime(2026, 11, 23), datetime(2026, 11, 23))


def test_a_sheet_that_is_full_goes_on_in_the_next() -> None:
    content = written(one_branch(), most=3)
    book = opened(content)
    assert [name for name in book.sheetnames if name.startswith("明细")] == ["明细", "明细2", "明细3"]
    assert [len(lines(content, name)) for name in ("明细", "明细2", "明细3")] == [3, 3, 1]
    said = [str(row[1]) for row in book["说明"].iter_rows(values_only=True)]
    assert "“明细”一张表放不下，接着写在：明细2、明细3。" in said


def test_of_very_many_only_the_gaps_are_listed_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book_xlsx, "ALL_LISTED", 4)
    view = many()
    content = written(view)
    assert [row["状态"] for row in lines(content, "明细")] == ["✗ 无记录", "缺 不足"]
    assert view.passes == ["gaps"]
    said = [str(row[1]) for row in opened(content)["说明"].iter_rows(values_only=True)]
    assert any("“明细”只列 2 项缺口，其余 5 项计入“总表”" in text for text in said)
    assert len(lines(written(many(), which="all"), "明细")) == 7


def test_rows_that_are_streamed_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def values(content: bytes) -> dict[str, list[tuple[object, ...]]]:
        return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in opened(content)}

    held = written(one_branch())
    monkeypatch.setattr(book_xlsx, "STREAMED", 0)
    streamed = written(one_branch())
    assert values(held) == values(streamed) and streamed == written(one_branch())


def test_nothing_chinese_is_left_in_english() -> None:
    view = one_branch()
    content = written(FakeAudit(view.given, (("B1", "Branch One", "branch", None),)), language="en")
    for sheet in opened(content):
        for row in sheet.iter_rows(values_only=True):
            for cell in row:
                left = re.sub(r"[补免缺]|一般每月召开1次|台账\.xlsx!2026年|皇后乡联合党支部|住户", "", str(cell))
                assert not re.search(r"[\u4e00-\u9fff]", left), (sheet.title, cell)


def test_visits_tell_the_last_the_next_and_what_did_not_count(tmp_path: Path) -> None:
    make(tmp_path / "ws")
    audit(tmp_path / "ws", tmp_path / "book.xlsx", as_of="2026-04-01")
    found = lines(tmp_path / "book.xlsx", "走访")
    assert [row["户"] for row in found][0] == "韩冬青（H1）"  # noqa: RUF015
    first = found[0]
    assert (first["最近一次走访"], first["下次不晚于"], first["剩余天数"], first["逾期自"]) == (
        datetime(2026, 2, 10), datetime(2026, 4, 10), 9, datetime(2026, 3, 31),
    )  # fmt: skip
    assert (first["帮扶责任人"], first["走访人"], first["所缺期数"]) == ("甘露", "甘露", 1)
    assert first["未计入的走访"] == "2026-03-12 开展方式不符合规定（电话）〔visits.csv!5〕"
    assert len(found) == 3


def test_a_full_disk_leaves_the_old_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    folder, path = workspace(tmp_path / "ws"), tmp_path / "book.xlsx"
    path.write_bytes(b"old")
    monkeypatch.setattr(zipfile.ZipFile, "write", full)
    assert "无法写入（磁盘空间已满）" in audit(folder, path, code=2).stderr
    gc.collect()
    assert path.read_bytes() == b"old" and sorted(one.name for one in tmp_path.iterdir()) == ["book.xlsx", "ws"]


def test_it_is_written_to_a_file_only(tmp_path: Path) -> None:
    assert "这种格式要写入文件" in audit(workspace(tmp_path / "ws"), Path("-"), "--format", "xlsx", code=2).stderr
