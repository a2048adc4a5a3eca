"""Delimited text as offices keep it: encodings, separators, quotation marks, and nothing lost without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from checkbranch.engine import CheckbranchError
from checkbranch.engine.ledger import Ledger
from checkbranch.engine.ledger.files.delimited import read_delimited
from checkbranch.engine.ledger.files.encodings import decode
from checkbranch.engine.ledger.files.separators import dialect_of

from .test_ledger_reading import days, one_branch, said

HEAD = "日期,类型,应到,主题\n"
GOOD = "2026-03-05,党课,9,学习讨论\n"
TABLE = HEAD + GOOD + "2026-03-06,主题党日,8,参观\n"


def titles(ledger: Ledger) -> object:
    return ledger.activities.fields["title"]


@pytest.mark.parametrize(
    ("encoding", "guess"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("gbk", "GB18030"),
        ("gb18030", "GB18030"),
        ("utf-16", None),
        ("utf-16-le", "UTF-16-LE"),
        ("utf-16-be", "UTF-16-BE"),
        ("utf-32", None),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_ends_of_lines(tmp_path: Path, encoding: str, guess: str | None, end: str) -> None:
    ledger = one_branch(tmp_path, TABLE.replace("\n", end).encode(encoding))
    assert titles(ledger) == ["学习讨论", "参观"]
    assert ledger.activities.row == [2, 3]
    assert [(p.code, str(guess) in p.message.zh) for p in ledger.problems] == [("encoding_guessed", True)] * bool(guess)


@pytest.mark.parametrize("main", ["utf-8", "gbk"])
def test_a_line_in_another_encoding_is_read_and_named(tmp_path: Path, main: str) -> None:
    other = "gbk" if main == "utf-8" else "utf-8"
    lines = [HEAD, GOOD, "2026-03-06,主题党日,8,参观红色教育基地\n", "2026-03-07,党课,9,二\n"]
    data = b"".join(line.encode(other if at == 2 else main) for at, line in enumerate(lines))
    ledger = one_branch(tmp_path, data)
    assert titles(ledger) == ["学习讨论", "参观红色教育基地", "二"]
    (mixed,) = [p for p in ledger.problems if p.code == "mixed_encoding"]
    assert "第 3 行" in mixed.message.zh


def test_characters_that_are_none_are_named(tmp_path: Path) -> None:
    ledger = one_branch(tmp_path, HEAD.encode() + "2026-03-05,党课,9,学\0习\n".encode() + b"2026-03-06,\xff\xfe,1,\n")
    assert said(ledger)[0] == ("a.csv", "control_characters")
    assert "第 2、3 行" in ledger.problems[0].message.zh
    assert days(ledger) == ["2026-03-05"]


@pytest.mark.parametrize("data", [bytes(range(256)) * 5, b"\0" * 3000, b"\xff" * 400])
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(CheckbranchError, match="neither UTF-8 nor GB18030"):
        one_branch(tmp_path, data)


@pytest.mark.parametrize("sign", [",", "\t", ";", "|", "，", "；"])
def test_separators(tmp_path: Path, sign: str) -> None:
    ledger = one_branch(tmp_path, TABLE.replace(",", sign).encode(), "a.txt")
    assert (days(ledger), said(ledger)) == (["2026-03-05", "2026-03-06"], [])


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("2026年台账;;\n\n日期;类型;参会人员\n3月5日;党课;张三,李四,王五,赵六\n", ";"),
        ("日期,类型,参会人员\n2026-03-05,党课,张三;李四;王五\n2026-03-06,党课,张三;李四;王五\n", ","),
        ("日期\t类型\t内容\n2026-03-05\t党课\t一,二,三,四\n", "\t"),
        ("日期,类型,内容\n2026-03-05,党课,学习，讨论，交流，发言\n", ","),
        ("sep=|\n日期|类型\n", "|"),
        ("甲|乙|丙\n1|2|3\n", "|"),
        ("日期\n", ","),
        ("", ","),
    ],
)
def test_the_separator_is_that_of_the_header(text: str, sign: str) -> None:
    assert dialect_of(text).separator == sign


def test_single_quotation_marks(tmp_path: Path) -> None:
    ledger = one_branch(tmp_path, "'日期','类型','主题'\n'2026-03-05','党课','学习,讨论'\n")
    assert (days(ledger), titles(ledger)) == (["2026-03-05"], ["学习,讨论"])


@pytest.mark.parametrize(
    ("lines", "found", "stray"),
    [
        ('2026-03-05,党课,9,会议室"大"\n', ['会议室"大"'], None),
        ('2026-03-05,党课,9,"大"会议室\n', ['"大"会议室'], "2"),
        ('2026-03-05,党课,9,"大会议室\n2026-03-06,党课,9,好\n', ['"大会议室', "好"], "2"),
        ('2026-03-05,党课,9,"大会议室\n2026-03-06,党课,9,大会议室"\n', ['"大会议室', '大会议室"'], "2"),
        ('2026-03-05,党课,9,"第一行\n第二行"\n2026-03-06,党课,9,好\n', ["第一行\n第二行", "好"], None),
        ('2026-03-05,党课,9,"一\n二"\n2026-03-06,党课,9,"三\n', ["一\n二", '"三'], "4"),
        ('2026-03-05,党课,9,"说""好""的"\n', ['说"好"的'], None),
    ],
)
def test_quotation_marks(tmp_path: Path, lines: str, found: list[str], stray: str | None) -> None:
    ledger = one_branch(tmp_path, HEAD + lines)
    assert titles(ledger) == found
    assert [p.code for p in ledger.problems] == ["stray_quote"] * (stray is not None)
    assert stray is None or f"第 {stray} 行" in ledger.problems[0].message.zh


def test_lines_are_numbered_as_they_stand(tmp_path: Path) -> None:
    ledger = one_branch(
        tmp_path, HEAD + '2026-03-05,党课,9,"一\r\n二\n三"\n\n什么时候,党课,9,\n2026-03-07,党课,9,"四\n'
    )
    assert ledger.activities.row == [2, 7]
    assert said(ledger) == [("a.csv", "stray_quote"), ("a.csv!6", "bad_date")]


def test_a_row_with_cells_too_many_is_not_taken(tmp_path: Path) -> None:
    rows = "2026-03-06,党课,9,学习,讨论\n2026-03-07,党课\n2026-03-08,党课,9,好,,,\n"
    ledger = one_branch(tmp_path, HEAD + GOOD + rows)
    assert days(ledger) == ["2026-03-05", "2026-03-07", "2026-03-08"]
    assert said(ledger, "unknown_column") == [("a.csv!3", "extra_cells")]
    assert "讨论" in ledger.problems[-1].message.zh


def test_a_column_without_a_header_is_no_slip(tmp_path: Path) -> None:
    ledger = one_branch(tmp_path, HEAD + GOOD.replace("\n", ",备注\n") * 2)
    assert [code for _, code in said(ledger)] == ["unknown_column", "duplicate_row"]


def test_cells_that_excel_keeps_as_texts(tmp_path: Path) -> None:
    ledger = one_branch(
        tmp_path, '日期,类型,编号,应到\n2026-03-05,党课,="0012","1,200"\n2026-03-06,党课,"=""0013""",9\n'
    )
    assert ledger.activities.id == ["0012", "0013"]
    assert ledger.activities.fields["expected"] == [1200, 9]


@pytest.mark.parametrize("first", ["sep=;\n", "sep=;\r\n", '"sep=;"\n'])
def test_a_line_that_names_the_separator(tmp_path: Path, first: str) -> None:
    ledger = one_branch(tmp_path, first + TABLE.replace(",", ";"))
    assert ledger.activities.row == [3, 4]


def test_a_very_long_cell(tmp_path: Path) -> None:
    long = "好\n" * 300_000
    ledger = one_branch(tmp_path, f'{HEAD}2026-03-05,党课,9,"{long}"\n2026-03-06,党课,9,完\n')
    assert ledger.activities.row == [2, 300_003]
    assert said(ledger) == []


def test_many_marks_without_their_pair_take_no_ages() -> None:
    sheet = read_delimited((HEAD + '2026-03-05,党课,9,"大"会议室\n' * 20_000).encode())
    assert len(sheet.numbers) == 20_000
    open_ended = read_delimited((HEAD + '2026-03-05,党课,9,"大会议室\n' * 3_001).encode())
    assert len(open_ended.numbers) == 3_001


def test_a_short_chinese_line_is_not_taken_for_the_other_encoding() -> None:
    data = "日期,类型\n党课\n".encode() + "这一行是另一种编码\n".encode("gbk") + "联通\n".encode()
    assert decode(data).text == "日期,类型\n党课\n这一行是另一种编码\n联通\n"
    assert decode("联通公司党支部台账\n联通\n".encode("gbk")).text == "联通公司党支部台账\n联通\n"
