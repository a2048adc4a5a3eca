"""``checkbranch init``: what it makes is clean, reads back as it is written, and never half-made."""

from __future__ import annotations

import csv
import json
import os
import pty
import re
import stat
import subprocess
import sys
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from jsonschema import Draft7Validator
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from checkbranch.cli.init import example_files
from checkbranch.cli.main import main
from checkbranch.cli.shell import shell_word
from checkbranch.engine import Shipped, read_inputs, read_workspace
from checkbranch.engine.ledger import Ledger
from checkbranch.engine.ledger.headers import TABLES, claims
from checkbranch.engine.packs import load_rules
from checkbranch.engine.packs.model import RuleBook
from checkbranch.engine.workspaces.workspace import KEYS
from checkbranch.reports.starter.files import packs_of, workspace_files
from checkbranch.reports.starter.tables import templates
from checkbranch.reports.starter.template import Asked, Value
from checkbranch.rules import names, path_of

NOW = date(2026, 11, 24)
BOOK = "台账.xlsx"
FORMS = pytest.mark.parametrize("form", ["xlsx", "csv"])
ALL = [
    Asked("红旗村党支部", "branch", 12, 3, date(2026, 1, 1)),
    Asked("安居社区党支部", "branch", None, None, date(2026, 1, 1), households=True),
    Asked("示范镇党委", "committee", None, None, date(2026, 1, 1), households=True),
]
EACH = pytest.mark.parametrize("asked", ALL, ids=["branch", "households", "committee"])


@pytest.fixture(autouse=True)
def no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checkbranch.cli.init.today", lambda zone: NOW)


def run(*call: str | Path) -> Result:
    result = CliRunner().invoke(main, [str(part) for part in call])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def init(folder: Path, *options: str) -> Result:
    result = run("init", folder, *options)
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    return result


def refused(*call: str | Path) -> str:
    """Return the one line of a refusal; in English there is one line too."""
    result, english = run("init", *call), run("init", *call, "--lang", "en")
    assert (result.exit_code, result.stdout, english.exit_code, english.stdout) == (2, "", 2, "")
    (said,), (_,) = result.stderr.splitlines(), english.stderr.splitlines()
    assert said.endswith("。")
    return said


def read(folder: Path) -> Ledger:
    return read_inputs(read_workspace(folder), Shipped(path_of, names())).ledger


def rules_of(asked: Asked) -> RuleBook:
    return load_rules(packs_of(asked), Path(), path_of, names())


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@FORMS
@pytest.mark.parametrize(
    "options",
    [[], ["--members", "12", "--committee", "3"], ["--households"], ["--kind", "党委"], ["--kind", "general_branch"]],
    ids=" ".join,
)
def test_a_new_workspace_is_clean_and_has_nothing_on_record(tmp_path: Path, options: list[str], form: str) -> None:
    folder = tmp_path / "红旗村党支部"
    init(folder, "--format", form, *options)
    ledger = read(folder)
    assert {problem.code for problem in ledger.problems} <= {"empty_source"}
    assert {problem.severity for problem in ledger.problems} <= {"info"}
    assert (ledger.activities.id, ledger.waivers) == ([], [])
    assert set(ledger.subjects.family) == {"unit"}
    assert run("check", folder).exit_code == 0
    audit = run("audit", folder, "--as-of", "2026-11-24")
    assert audit.exit_code == 0, audit.output
    assert "缺口 0（" in audit.stdout


@FORMS
@EACH
def test_the_examples_are_data_without_a_problem(tmp_path: Path, asked: Asked, form: str) -> None:
    options = ["--kind", asked.kind, "--format", form, *(["--households"] if asked.households else [])]
    init(tmp_path / "w", *options)
    ledger = read(tmp_path / "w" / "填写示例")
    assert ledger.problems == []
    assert all(source.read == source.taken > 0 for source in ledger.sources)
    assert {"会议活动", "党员名册", "豁免"} <= {
        re.split("[!.]", s.source.replace("台账.xlsx!", ""))[0] for s in ledger.sources
    }
    audit = run("audit", tmp_path / "w" / "填写示例", "--as-of", "2026-11-24")
    # By November the waiver of the example is over, which is said.
    assert re.findall(r"^  \S+ (\w+)：\d+ 条", audit.stdout.split("\n数据问题")[1], re.MULTILINE) == ["waiver_expired"]


def test_the_workbook_audited_as_it_is_gives_no_record_of_the_examples(tmp_path: Path) -> None:
    init(tmp_path / "w")
    ledger = read(tmp_path / "w" / BOOK)
    assert ledger.activities.id == []
    # The roster and the waivers are known by their headers; the page of help and the words of the lists are skipped.
    assert sorted(one.table for one in ledger.sources) == ["activities", "members", "waivers"]
    said = [(problem.code, problem.source.partition("!")[2]) for problem in ledger.problems]
    assert {where for code, where in said if code == "table_guessed"} == {"党员名册", "豁免"}
    assert {where for code, where in said if code == "sheet_skipped"} == {"填写说明", "选项"}
    assert {code for code, _ in said} == {"empty_source", "sheet_skipped", "table_guessed"}


@EACH
def test_every_header_is_known_exactly(asked: Asked) -> None:
    for table in templates(asked, rules_of(asked)):
        found = [claims(table.table, column.header) for column in table.columns]
        # 1: exactly one of the headers people use; 11: exactly one of those that give way to a better one.
        assert all(list(each.values()) in ([1], [11]) for each in found), (table.name, found)
        assert len({name for each in found for name in each}) == len(found)


# What a word of a drop-down is read as, where it has to become something else than itself.
READ_AS: dict[str, set[object]] = {
    "status": {"full", "probationary"},
    "mode": {"in_person", "phone", "online", "not_home"},
    "floating": {True, False},
    "kind": {"committee", "general_branch", "branch"},
}


def filled(asked: Asked) -> dict[str, tuple[list[str], list[list[Value]]]]:
    """Return, by table, headers and rows: the examples, then a row for every word of every drop-down."""
    found = {}
    for table in templates(asked, rules_of(asked)):
        headers = [column.header for column in table.columns]
        rows = [dict(row) for row in table.examples]
        for column in table.columns:
            for word in column.words:
                row = {**table.examples[-1], column.header: word}
                row |= {header: f"甲{len(rows)}" for header in ("姓名", "户主", "名称") if header in headers}
                if table.table == "units":
                    row["上级党组织"] = None
                rows.append(row)
        found[table.name] = headers, [[row.get(header) for header in headers] for row in rows]
    return found


@EACH
def test_every_word_of_every_drop_down_is_read(tmp_path: Path, asked: Asked) -> None:
    asked_files = workspace_files(asked, rules_of(asked), "zh")
    (tmp_path / "checkbranch.yaml").write_bytes(asked_files["checkbranch.yaml"])
    if asked.single:
        text = asked_files["checkbranch.yaml"].decode().replace(asked.name, "示例村党支部")
        (tmp_path / "checkbranch.yaml").write_text(text, "utf-8")
    book = load_workbook(BytesIO(asked_files[BOOK]))
    for name, (headers, rows) in filled(asked).items():
        sheet = book[name]
        assert [cell.value for cell in sheet[1]] == headers
        for number, row in enumerate(rows, 2):
            for at, value in enumerate(row, 1):
                sheet.cell(number, at).value = value
    book.save(tmp_path / BOOK)
    ledger = read(tmp_path)
    assert [p for p in ledger.problems if p.code != "duplicate_row"] == []
    titles = {one.id for one in rules_of(asked).activities.values()}
    assert {one for types in ledger.activities.types for one in types} == titles
    kinds = {kind for cell in ledger.activities.fields["evidence"] for kind in cell or ()}  # type: ignore[attr-defined]
    assert kinds == {"minutes", "sign_in", "photos", "plan", "resolution"}
    assert set(ledger.activities.fields["mode"]) - {None} <= READ_AS["mode"]
    members = ledger.attributes["member"].columns
    assert set(members["status"]) - {None} == READ_AS["status"]
    assert set(members["floating"]) - {None} == READ_AS["floating"]
    roles = {role for cell in members["roles"] for role in cell or ()}  # type: ignore[attr-defined]
    assert roles == {"secretary", "deputy_secretary", "committee_member", "group_leader"}
    rules = rules_of(asked).duties
    duties = {duty.id for duty in rules if duty.modality != "must" and duty.kind not in ("tally", "overlap", "hint")}
    assert {waiver.duty for waiver in ledger.waivers} == duties | {"*"}
    if not asked.single:
        assert READ_AS["kind"] <= set(ledger.subjects.kind)


def validations(book: Any, sheet: str) -> dict[str, Any]:
    """Return the validations of a sheet by header."""
    own = book[sheet]
    found = {}
    for rule in own.data_validations.dataValidation:
        (cells,) = rule.sqref.ranges
        assert (cells.min_row, cells.max_row, cells.min_col) == (2, 2001, cells.max_col)
        found[own.cell(1, cells.min_col).value] = rule
    return found


@EACH
def test_the_workbook_as_a_spreadsheet_program_sees_it(asked: Asked) -> None:
    book = load_workbook(BytesIO(workspace_files(asked, rules_of(asked), "zh")[BOOK]))
    tables = templates(asked, rules_of(asked))
    assert book.sheetnames == [*(table.name for table in tables), "填写说明", "选项"]
    assert book["选项"].sheet_state == "hidden"
    for table in tables:
        sheet, rules = book[table.name], validations(book, table.name)
        assert sheet.freeze_panes == "A2"
        assert sheet.max_row == 1 + len(table.rows)
        for at, column in enumerate(table.columns, 1):
            rule, head = rules[column.header], sheet.cell(1, at)
            assert head.comment is not None and column.help.zh in str(head.comment.text)
            assert rule.showInputMessage
            assert rule.prompt == column.help.zh
            if column.words:
                place = re.fullmatch(r"'选项'!\$([A-Z])\$2:\$[A-Z]\$(\d+)", rule.formula1)
                assert place, rule.formula1
                cells = book["选项"][f"{place[1]}2:{place[1]}{place[2]}"]
                assert [cell.value for (cell,) in cells] == list(column.words)
                # A list of what may be combined only asks; Excel's own default is to refuse.
                assert rule.errorStyle == (None if column.strict else "information")
            else:
                assert rule.type == {"day": "date", "number": "whole", "text": None}[column.form]
        widths = [sheet.column_dimensions[get_column_letter(at)].width for at in range(1, len(table.columns) + 1)]
        assert all(width >= 8 for width in widths)


def test_a_typed_day_and_a_typed_time_read_back(tmp_path: Path) -> None:
    init(tmp_path / "w", "--members", "3")
    book = load_workbook(tmp_path / "w" / BOOK)
    sheet = book["会议活动"]
    sheet["A2"], sheet["B2"] = datetime(2026, 3, 5, 15, 0), "主题党日"
    sheet["A3"], sheet["B3"] = "2026年3月6日", "主题党日、党课"
    sheet["A4"], sheet["B4"], sheet["P4"] = datetime(2026, 10, 8), "支部党员大会", "2026年第三季度"
    assert (sheet["A1"].value, sheet["B1"].value, sheet["P1"].value) == ("日期", "活动类型", "所属时段")
    book.save(tmp_path / "w" / BOOK)
    acts = read(tmp_path / "w").activities
    assert (acts.date, acts.timed) == ([date(2026, 3, 5), date(2026, 3, 6), date(2026, 10, 8)], [True, False, False])
    assert acts.types[1] == ("theme_day", "party_lecture")
    assert acts.for_period[2] is not None and acts.for_period[2].key == "2026-Q3"


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+86", "-1", "@甲", "甲: [乙] # \"丙\" '丁'", "yes", "12"])
def test_no_name_becomes_a_formula_or_breaks_the_settings(tmp_path: Path, name: str, form: str) -> None:
    init(tmp_path / "w", f"--name={name}", "--kind", "党委", "--format", form)
    ledger = read(tmp_path / "w")
    assert ledger.subjects.name == [name]
    assert read_workspace(tmp_path / "w").name == name
    if form == "xlsx":
        book = load_workbook(tmp_path / "w" / BOOK)
        assert [
            cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
        ] == []
    else:
        with (tmp_path / "w" / "党组织.csv").open(encoding="utf-8-sig", newline="") as file:
            assert not list(csv.reader(file))[1][0].startswith(tuple("=+-@"))


def test_csv_opens_in_excel_as_utf_8(tmp_path: Path) -> None:
    init(tmp_path / "w", "--format", "csv")
    content = (tmp_path / "w" / "会议活动.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")


@FORMS
def test_the_same_call_gives_the_same_bytes(tmp_path: Path, form: str) -> None:
    for folder in ("甲", "乙"):
        init(tmp_path / folder, "--name", "第一支部", "--format", form)
    one, other = ({name: (tmp_path / f / name).read_bytes() for name in files(tmp_path / f)} for f in ("甲", "乙"))
    assert one == other


@EACH
@FORMS
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_setting_that_is_commented_out_is_right_when_put_into_use(
    tmp_path: Path, asked: Asked, form: Any, language: str
) -> None:
    made = workspace_files(
        Asked(asked.name, asked.kind, 9, 3, asked.log_starts, asked.households, form), rules_of(asked), language
    )
    for name, content in made.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / "holidays.yaml").write_text("", "utf-8")
    path = tmp_path / "checkbranch.yaml"
    lines = path.read_text("utf-8").splitlines()
    off = [at for at, line in enumerate(lines) if re.match(r" *#\w", line)]
    assert len(off) >= 10
    for at in off:
        on = re.sub(r"#(?=\w)", "", lines[at], count=1)
        key = on.partition(":")[0] + ":"
        # What is put into use takes the place of the line that says the same key otherwise.
        used = [on if i == at else line for i, line in enumerate(lines) if i == at or not line.startswith(key)]
        path.write_text("\n".join(used), "utf-8")
        read_workspace(tmp_path)
    keys = set(re.findall(r"^#?(\w+):", "\n".join(lines), re.MULTILINE))
    assert keys == set(KEYS) if asked.single else keys == set(KEYS) - {"unit"}


def test_the_help_names_every_file_and_column(tmp_path: Path) -> None:
    init(tmp_path / "w", "--households", "--format", "csv")
    text = (tmp_path / "w" / "使用说明.md").read_text("utf-8")
    for table in templates(ALL[1], rules_of(ALL[1])):
        assert f"{table.name}.csv" in text
        assert all(f"| {column.header} |" in text for column in table.columns)


def test_what_was_made_and_what_comes_next_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = init(Path("第 一支部"), "--members", "8", "--committee", "0").stdout
    for line in ("  台账.xlsx", '  checkbranch check "第 一支部"', '  checkbranch inspect "第 一支部"'):
        assert line in said
    assert "正式党员 8 人，达到 7 人的党支部应设支部委员会" in said
    english = init(Path("b"), "--lang", "en").stdout
    assert "Made in b:" in english
    assert "  checkbranch audit b    # the rules" in english
    assert shell_word(Path("-x")) == "./-x"


def test_answers_are_written_into_the_settings(tmp_path: Path) -> None:
    init(tmp_path / "w", "--name", "第一支部", "--members", "9人", "--committee", "３", "--log-starts", "2025-07-01")
    settings = read_workspace(tmp_path / "w")
    assert (settings.name, settings.log_starts) == ("第一支部", date(2025, 7, 1))
    assert settings.unit is not None
    assert (settings.unit["full_members"], settings.unit["committee_size"]) == ("9", "3")
    init(tmp_path / "第二支部")
    plain = read_workspace(tmp_path / "第二支部")
    assert (plain.name, plain.log_starts) == ("第二支部", date(2026, 1, 1))
    assert plain.unit == {"id": "第二支部", "name": "第二支部", "kind": "branch"}


WRONG = [
    (["--kind", "小组"], "--kind: ", "党支部（branch）"),
    (["--members", "很多"], "--members: ", "整数"),
    (["--members", "-3"], "--members: ", "整数"),
    (["--members", "3", "--committee", "5"], "--committee: ", "核对两个数字"),
    (["--name", " "], "--name: ", "请填写"),
    (["--name", "a\nb"], "--name: ", "请改写"),
    (["--log-starts", "1066-10-14"], "--log-starts: ", "2026-01-01"),
    (["--example", "huanghou", "--name", "甲"], "--example: ", "删去其他选项"),
]


@pytest.mark.parametrize(("options", "place", "mend"), WRONG, ids=[" ".join(case[0]) for case in WRONG])
def test_wrong_options(tmp_path: Path, options: list[str], place: str, mend: str) -> None:
    said = refused(tmp_path / "w", *options)
    assert said.startswith(place)
    assert mend in said
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_empty_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "w").mkdir()
    for name in ("a", "b", "c", "d", "e", ".git"):
        (tmp_path / "w" / name).write_text("x")
    said = refused(tmp_path / "w")
    assert "不是空的，已有：.git、a、b、c、d 等 6 项。没有写入任何文件。请换一个新的文件夹" in said
    assert files(tmp_path / "w") == sorted(["a", "b", "c", "d", "e", ".git"])
    assert "不是空的" in refused(tmp_path / "w", "--example", "huanghou")


def test_places_where_nothing_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to("nowhere")
    assert "这是文件，不是文件夹" in refused(tmp_path / "file")
    assert "失效的链接" in refused(tmp_path / "link")
    said = refused(tmp_path / "none" / "w")
    assert f"上级文件夹“{tmp_path / 'none'}”不存在。请先建立" in said


def test_a_place_that_may_not_be_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checkbranch.cli.placing.os.access", lambda path, mode: False)
    assert "此处不能写入。请换一个位置。" in refused(tmp_path / "w")


@pytest.mark.parametrize("there", [False, True], ids=["new", "empty"])
def test_nothing_half_made_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool) -> None:
    if there:
        (tmp_path / "w").mkdir()
    before = sorted(tmp_path.rglob("*"))
    rename = Path.rename

    def full(self: Path, target: Path) -> Path:
        if self.name in ("台账.xlsx", "made"):
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", full)
    assert "无法写入（磁盘空间已满）" in refused(tmp_path / "w")
    assert sorted(tmp_path.rglob("*")) == before


def test_an_empty_folder_is_filled_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "支部").mkdir()
    before = (tmp_path / "支部").stat().st_ino
    monkeypatch.chdir(tmp_path / "支部")
    init(Path("."))
    assert (tmp_path / "支部").stat().st_ino == before
    assert read_workspace(tmp_path / "支部").name == "支部"
    assert [path.name for path in (tmp_path / "支部").iterdir() if path.name.startswith(".")] == [".checkbranch"]


@pytest.mark.parametrize("folder", ["", "填写示例"])
def test_an_editor_finds_the_schema_that_the_settings_are_written_by(tmp_path: Path, folder: str) -> None:
    init(tmp_path / "w", "--households")
    settings = tmp_path / "w" / folder / "checkbranch.yaml"
    text = settings.read_text("utf-8")
    head, _, name = text.splitlines()[0].partition("$schema=")
    assert head == "# yaml-language-server: "
    schema = json.loads((settings.parent / name).read_text("utf-8"))
    Draft7Validator.check_schema(schema)
    written = yaml.safe_load(text)
    written["log_starts"] = str(written["log_starts"])
    written["complete_through"] = str(written.get("complete_through", "2026-01-01"))
    assert not list(Draft7Validator(schema).iter_errors(written))
    assert list(Draft7Validator(schema).iter_errors({**written, "rulez": []}))


def test_a_new_pack_of_the_workspace_names_the_schema_too(tmp_path: Path) -> None:
    init(tmp_path / "w")
    (tmp_path / "w" / "rules").mkdir()
    pack = tmp_path / "w" / "rules" / "local.yaml"
    done = CliRunner().invoke(main, ["rules", "new", "walk-monthly", "--in", str(pack)])
    assert done.exit_code == 0, done.output
    head, _, name = pack.read_text("utf-8").splitlines()[0].partition("$schema=")
    assert (head, name) == ("# yaml-language-server: ", "../.checkbranch/pack.schema.json")
    schema = json.loads((pack.parent / name).read_text("utf-8"))
    assert not list(Draft7Validator(schema).iter_errors(yaml.safe_load(pack.read_text("utf-8"))))


def test_a_new_folder_has_the_permissions_of_any_other(tmp_path: Path) -> None:
    init(tmp_path / "w")
    (tmp_path / "other").mkdir()
    assert stat.S_IMODE((tmp_path / "w").stat().st_mode) == stat.S_IMODE((tmp_path / "other").stat().st_mode)


def test_the_example_is_copied_whole(tmp_path: Path) -> None:
    said = init(tmp_path / "w", "--example", "huanghou").stdout
    shipped = Path(__file__).parent.parent / "examples" / "huanghou"
    assert files(tmp_path / "w") == files(shipped) == sorted(example_files("huanghou"))
    assert all((tmp_path / "w" / name).read_bytes() == (shipped / name).read_bytes() for name in files(shipped))
    assert "--as-of 2026-11-23" in said
    assert run("audit", tmp_path / "w", "--as-of", "2026-11-23").exit_code == 1


def on_terminal(folder: Path, typed: str, *options: str) -> tuple[int, str]:
    """Run init with a terminal as its input; return the exit code and everything on standard error."""
    master, slave = pty.openpty()
    os.write(master, typed.encode())
    code = "from checkbranch.cli import main; main(prog_name='checkbranch')"
    done = subprocess.run(
        [sys.executable, "-c", code, "init", str(folder), *options],
        stdin=slave, capture_output=True, encoding="utf-8", timeout=60, check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    os.close(master)
    os.close(slave)
    return done.returncode, done.stderr


def test_what_no_option_says_is_asked_for_on_a_terminal(tmp_path: Path) -> None:
    typed = "第一支部\n小组\n1\n很多\n9\n3\n昨天\n2025-07-01\n"
    code, said = on_terminal(tmp_path / "w", typed)
    assert code == 0, said
    settings = read_workspace(tmp_path / "w")
    assert (settings.name, settings.log_starts) == ("第一支部", date(2025, 7, 1))
    assert settings.unit is not None
    assert (settings.unit["full_members"], settings.unit["committee_size"]) == ("9", "3")
    for reason in ("“小组”不是可用的类别", "“很多”不是人数", "“昨天”不是日期"):
        assert reason in said
    assert "7 人以上应设支部委员会" in said


def test_answers_may_be_left_to_the_defaults(tmp_path: Path) -> None:
    code, said = on_terminal(tmp_path / "第三支部", "\n\n\n\n\n")
    assert code == 0, said
    assert read_workspace(tmp_path / "第三支部").unit == {"id": "第三支部", "name": "第三支部", "kind": "branch"}


def test_a_terminal_is_not_asked_what_options_say(tmp_path: Path) -> None:
    code, said = on_terminal(tmp_path / "w", "", "--no-input")
    assert (code, said) == (0, "")
    given = ("--name", "甲", "--kind", "党委", "--log-starts", "2026-01-01")
    assert on_terminal(tmp_path / "v", "", *given) == (0, "")


def test_giving_up_makes_nothing(tmp_path: Path) -> None:
    code, said = on_terminal(tmp_path / "w", "第一支部\n\x04")
    assert code == 2
    assert "已取消，没有写入任何文件。" in said
    assert list(tmp_path.iterdir()) == []


def test_every_table_has_a_template() -> None:
    asked = ALL[2]
    assert {table.table for table in templates(asked, rules_of(asked))} == set(TABLES)


def test_a_waiver_is_not_offered_for_what_cannot_be_waived() -> None:
    (waivers,) = (table for table in templates(ALL[1], rules_of(ALL[1])) if table.table == "waivers")
    offered = set(waivers.columns[0].words)
    assert {"household-visit", "request-answered", "building-lead"} <= offered
    assert not {"tally-people", "tally-residents", "occupancy"} & offered
