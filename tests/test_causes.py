"""Why a file could not be read or written: told in Chinese in Chinese messages, whoever found it out."""

from __future__ import annotations

import errno
import io
import json
import random
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from checkbranch.calendars import read_holidays
from checkbranch.calendars.system_words import system_words
from checkbranch.cli import main
from checkbranch.engine.causes import cause_of, package_cause, system_cause
from checkbranch.engine.documents.document import read_document
from checkbranch.engine.ledger.files.files import open_file
from checkbranch.engine.ledger.files.postgres_words import not_connected, not_read
from checkbranch.engine.ledger.files.sqlite import open_sqlite
from checkbranch.engine.ledger.values.sheets import Refused
from checkbranch.engine.syntax_causes import json_cause, placed_yaml_cause, yaml_cause
from checkbranch.engine.workspaces.addresses import address_of

SYSTEM = [
    ("EPERM", "系统不允许", "Operation not permitted"),
    ("ENOENT", "没有这个文件或文件夹", "No such file or directory"),
    ("EIO", "磁盘读写出错", "Input/output error"),
    ("ENXIO", "设备不存在，或没有接通", "No such device or address"),
    ("EACCES", "没有权限", "Permission denied"),
    ("EBUSY", "正被占用", "Device or resource busy"),
    ("EEXIST", "已有同名的文件或文件夹", "File exists"),
    ("ENOTDIR", "路径中有一段不是文件夹", "Not a directory"),
    ("EISDIR", "这是文件夹，不是文件", "Is a directory"),
    ("EINVAL", "名称或操作无效", "Invalid argument"),
    ("EMFILE", "打开的文件过多", "Too many open files"),
    ("ETXTBSY", "文件正在运行，被占用", "Text file busy"),
    ("EFBIG", "文件过大，磁盘的格式放不下", "File too large"),
    ("ENOSPC", "磁盘空间已满", "No space left on device"),
    ("EROFS", "磁盘只能读取，不能写入", "Read-only file system"),
    ("EPIPE", "接收的程序已经关闭", "Broken pipe"),
    ("ENAMETOOLONG", "名称或路径过长", "File name too long"),
    ("ENOTEMPTY", "文件夹不是空的", "Directory not empty"),
    ("ELOOP", "链接互相指向，没有尽头", "Too many levels of symbolic links"),
    ("ETIMEDOUT", "等待超时", "Connection timed out"),
    ("ESTALE", "网络文件夹的连接已失效", "Stale file handle"),
    ("EDQUOT", "超出分配的磁盘空间", "Disk quota exceeded"),
]


@pytest.mark.parametrize(("name", "zh", "en"), SYSTEM, ids=[case[0] for case in SYSTEM])
def test_what_the_system_says_is_told_in_both_languages(name: str, zh: str, en: str) -> None:
    number = getattr(errno, name, None)
    if number is None:
        pytest.skip(f"{name} is no error of this system")
    # The system's own word may be in any language; it is not looked at.
    assert system_cause(OSError(number, "whatever it says", "secret.xlsx")) == (zh, en)


@pytest.mark.parametrize(
    ("error", "zh", "en"),
    [
        (OSError(71, "Protocol error"), "系统错误 71，原文“Protocol error”", "system error 71: Protocol error"),
        (OSError("no “good” day"), '原因不明，原文“no "good" day”', 'no "good" day'),
        (OSError(), "原因不明，原文“OSError”", "OSError"),
    ],
)
def test_what_is_not_known_is_quoted(error: OSError, zh: str, en: str) -> None:
    assert system_words(error) == (zh, en)


@pytest.mark.parametrize(
    ("number", "zh"), [(5, "没有权限"), (32, "文件正被其他程序打开"), (112, "磁盘空间已满"), (206, "名称或路径过长")]
)
def test_windows_has_numbers_of_its_own(number: int, zh: str) -> None:
    class OfWindows(OSError):
        winerror = number

    assert system_words(OfWindows(errno.EACCES, "另一个程序正在使用此文件"))[0] == zh
    OfWindows.winerror = 9999
    # A number that the table has not falls back on the one of POSIX.
    assert system_words(OfWindows(errno.EACCES, "?"))[0] == "没有权限"


YAML = [
    ("a: b: c", "第 1 行第 5 列：这里不能再有“键: 值”，文字中有冒号的请加引号"),
    ("a:\n\t- b", "第 2 行第 1 列：这里的字符不能用在开头"),
    ("a: 'x", "第 1 行第 6 列：引号没有配对，到文件末尾还没有结束"),
    ("a: [1, 2", "第 1 行第 9 列：括号没有配对，这里应有“,”或“]”"),
    ("- a\nb: c", None),
    ("a: 1\n- b", None),
    ('a: "\\q"', "第 1 行第 5 列：双引号里的反斜杠“\\”写法有误，可改用单引号"),
    ("a: *b", "第 1 行第 4 列：“*”引用的名称，前面没有用“&”定义"),
    ("a: &x 1\nb: &x 2", None),
    ("--- a\n--- b", None),
    ("a: |5x\n z", None),
    ("a: \x07", None),
    ("[a]]", None),
    ("%FOO x\n--- a\n--- b", None),
    ("a: !x!y z", None),
    ("key\n  x: 1\n", None),
]


@pytest.mark.parametrize("loader", ["SafeLoader", "CSafeLoader"])
@pytest.mark.parametrize(("text", "zh"), YAML, ids=[case[0] for case in YAML])
def test_what_is_wrong_with_yaml_is_told_by_either_reader(text: str, zh: str | None, loader: str) -> None:
    if not hasattr(yaml, loader):
        pytest.skip("PyYAML is installed without its reader in C")
    with pytest.raises(yaml.YAMLError) as caught:
        yaml.compose(text, Loader=getattr(yaml, loader))
    assert "原文" not in yaml_cause(caught.value).zh
    if zh is not None and loader == "SafeLoader":
        # The two put the end of an open quote or bracket at places of their own.
        assert re.sub(r"\d+", "0", placed_yaml_cause(caught.value).zh) == re.sub(r"\d+", "0", zh)
    assert re.fullmatch(r"第 \d+ 行第 \d+ 列：.+|有不可见的控制字符，请删去", placed_yaml_cause(caught.value).zh)


@pytest.mark.parametrize(
    ("text", "zh"),
    [
        ('{"a": }', "第 1 行第 7 列：这里缺少值，或值没有加英文双引号"),
        ("{a: 1}", "第 1 行第 2 列：这里应为加英文双引号的名称，最后一项之后不要逗号"),
        ('{"a" 1}', "第 1 行第 6 列：这里缺少英文冒号"),
        ("[1\n 2]", "第 2 行第 2 列：这里缺少英文逗号，或括号没有配对"),
        ("[1] 2", "第 1 行第 5 列：内容结束之后还有别的内容"),
        ('["a]', "第 1 行第 2 列：引号没有配对"),
        ('["a\nb"]', "第 1 行第 4 列：引号里有换行或控制字符"),
        ('["\\q"]', "第 1 行第 3 列：引号里的反斜杠“\\”写法有误，路径中请写“/”"),
        ('["\\u12"]', "第 1 行第 5 列：“\\u”之后应为四位十六进制数"),
    ],
)
def test_what_is_wrong_with_json_is_told_with_its_place(text: str, zh: str) -> None:
    with pytest.raises(json.JSONDecodeError) as caught:
        json.loads(text)
    told = json_cause(caught.value).zh
    assert told.partition("：")[2] == zh.partition("：")[2]
    assert re.match(r"第 \d 行第 \d 列", told)


def test_the_words_of_a_library_are_quoted_where_they_are_not_known() -> None:
    assert cause_of("the “flux” is off") == ('原因不明，原文“the "flux" is off”', 'the "flux" is off')
    assert len(cause_of("long " * 100).zh) < 200
    assert package_cause(KeyError("There is no item named 'word/document.xml' in the archive")).zh == (
        "其中缺少“word/document.xml”"
    )


# Two words of English side by side, as no Chinese message has them outside of quotes, commands and names of files.
ENGLISH = re.compile(r"(?<![\w./-])[A-Za-z']{2,} [A-Za-z']{2,}(?![\w./])")
ALLOWED = re.compile(r"“[^”]*”|checkbranch( [a-z]+)+( --?[\w-]+)*|SQLSTATE \w+")


def plain(message: str) -> bool:
    """Return whether a Chinese message is Chinese."""
    return ENGLISH.search(ALLOWED.sub("", message)) is None


@pytest.mark.parametrize(
    ("message", "chinese"),
    [
        ("无法写入（No space left on device）。", False),
        ("YAML 有误：found character that cannot start any token", False),
        ("原因不明，原文“found character that cannot start”。", True),
        ("请用 Word 或 WPS 打开，另存为 .docx。", True),
        ("请用 checkbranch audit --format json 生成。", True),
    ],
)
def test_the_rule_tells_chinese_from_english(message: str, chinese: bool) -> None:
    assert plain(message) is chinese


LISTING = '- {日期: 2026-03-01, 类型: 党课}\n- 日期: "2026"\n  类型: [a, b]\n'
MARKUP = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table><Row><Cell>'
    '<Data ss:Type="String">a&amp;b</Data></Cell></Row></Table></Worksheet></Workbook>'
)


def workbook() -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("台账")
        sheet.write_row(0, 0, ["日期", "会议类型"])
        sheet.write_row(1, 0, ["2026-03-01", "党课"])
    return out.getvalue()


def document() -> bytes:
    import docx

    out = io.BytesIO()
    made = docx.Document()
    made.add_table(1, 2)
    made.save(out)
    return out.getvalue()


def arrow(kind: str) -> bytes:
    import pyarrow as pa
    from pyarrow import feather, parquet

    out = io.BytesIO()
    table = pa.table({"日期": ["2026-03-01"] * 30, "人数": list(range(30))})
    if kind == "parquet":
        parquet.write_table(table, out)
    elif kind == "arrow":
        feather.write_feather(table, out)
    else:
        with pa.ipc.new_stream(out, table.schema) as writer:
            writer.write_table(table)
    return out.getvalue()


def database() -> bytes:
    made = sqlite3.connect(":memory:")
    made.execute("CREATE TABLE t (a, b)")
    made.executemany("INSERT INTO t VALUES (?, ?)", [(number, "x" * 300) for number in range(40)])
    made.commit()
    return made.serialize()


def in_parts(hurt: Callable[[bytes], bytes], data: bytes, chance: random.Random) -> bytes:
    """Return an archive with one part hurt or gone."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        chosen = chance.choice(old.namelist())
        for name in old.namelist():
            if name != chosen:
                new.writestr(name, old.read(name))
            elif chance.random() < 0.7:
                new.writestr(name, hurt(old.read(name)))
    return out.getvalue()


def hurt(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) or 1)
    match chance.randrange(4):
        case 0:
            return data[:at]
        case 1:
            return data[:at] + data[at + chance.randrange(1, 200) :]
        case 2:
            return data[:at] + chance.randbytes(chance.randrange(1, 50)) + data[at:]
        case _:
            broken = bytearray(data)
            for _ in range(chance.randrange(1, 40) if data else 0):
                broken[chance.randrange(len(data))] = chance.randrange(256)
            return bytes(broken)


def damaged() -> Iterator[tuple[str, bytes]]:
    """Yield names and contents of files, each hurt in a way of its own but always the same."""
    chance = random.Random(8)
    texts = {"a.xml": MARKUP, "a.yaml": LISTING, "a.json": json.dumps([{"日期": "甲", "n": [1, None]}] * 2)}
    whole = {name: text.encode() for name, text in texts.items()}
    whole |= {f"a.{kind}": arrow(kind) for kind in ("parquet", "arrow", "ipc")}
    whole |= {"a.xlsx": workbook(), "a.docx": document(), "a.sqlite": database()}
    for _ in range(15):
        for name, data in whole.items():
            yield name, hurt(data, chance)
    for _ in range(12):
        for name in ("a.xlsx", "a.docx"):
            yield name, in_parts(lambda data: hurt(data, chance), whole[name], chance)


def test_no_damaged_file_is_told_in_english(tmp_path: Path) -> None:
    told = set()
    for name, data in damaged():
        path = tmp_path / name
        path.write_bytes(data)
        try:
            opened = open_file(path)
            for sheet in opened.names:
                opened.sheet(sheet)
        except Refused as refused:
            told.add((name, refused.message.zh))
        if name.endswith((".yaml", ".json")):
            told |= {(name, fault.message.zh) for fault in read_document(path, name).faults}
            told |= {(name, zh) for _, zh, _ in read_holidays(path).faults}
    assert len(told) > 50
    assert not [one for one in sorted(told) if not plain(one[1])]


@pytest.mark.parametrize(
    "query", ["SELECT nope FROM t", "SELECT * FROM nope", "SELECT f(1)", "SELECT count(*", 'SELECT "x', "SELECT 1 1"]
)
def test_no_query_is_told_in_english(query: str, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(database())
    with pytest.raises(Refused) as caught:
        open_sqlite(path, None, query)
    assert plain(caught.value.message.zh)
    assert "原因不明" not in caught.value.message.zh


@pytest.mark.parametrize("state", ["42P01", "42883", "22P02", "XX000", ""])
def test_no_server_is_quoted_without_quotes(state: str) -> None:
    class Failure(Exception):
        sqlstate = state

    failure, address = Failure('ERROR:  relation "nope" does not exist at all'), address_of("postgresql://db/x")
    for refused in (not_read(failure, address, "nope"), not_connected(failure, address)):
        assert plain(refused.message.zh), refused.message.zh


@pytest.mark.parametrize(
    "call",
    [
        ["calendar", "import", "none.ics"],
        ["audit", "loop.csv"],
        ["audit", "none"],
        ["audit", "."],
        ["verify", "loop.csv"],
        ["rules", "lint", "bad.yaml"],
        ["audit", "bad.json"],
        ["diff", "none.json", "bad.json"],
        ["calendar", "holidays", "--year", "2026", "bad.yaml"],
    ],
)
def test_no_call_is_answered_in_english(call: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("loop.csv").symlink_to("loop.csv")
    Path("bad.yaml").write_text("pack: a\nduties: [\n", "utf-8")
    Path("bad.json").write_text("[{]", "utf-8")
    result = CliRunner().invoke(main, call)
    assert result.exit_code == 2 and result.stderr
    assert [line for line in result.stderr.splitlines() if not plain(line)] == []


def test_numbers_and_signs_that_no_reader_holds_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    for text, said in (('[{"a": 1e99999999999999999999}]', "太大"), ('[{"a": %s}]' % ("9" * 5000), "位数过多")):
        path.write_text(text)
        with pytest.raises(Refused) as caught:
            open_file(path).sheet(None)
        assert said in caught.value.message.zh
    path = tmp_path / "holidays.yaml"
    path.write_text('holidays: ["\\UFFFFFFFF"]')
    assert read_holidays(path).faults
