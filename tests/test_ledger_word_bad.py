"""Word documents that cannot be read: each told what it is and what to do, none costing the others; and fuzzing."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from checkbranch.engine.ledger.files.files import open_file
from checkbranch.engine.ledger.forms import document as word
from checkbranch.engine.ledger.values.sheets import Refused

from .often import times
from .test_ledger_word import FORM, TITLE, read, read_bytes
from .word_documents import data_of, document, fill, repacked, with_body

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
GOOD = data_of(document(TITLE, FORM))


def book() -> bytes:
    stream = io.BytesIO()
    Workbook().save(stream)
    return stream.getvalue()


def odt() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<x/>")
    return stream.getvalue()


def main(xml: bytes) -> bytes:
    return repacked(GOOD, {"word/document.xml": lambda _: xml})


def lying(data: bytes, name: str, size: int) -> bytes:
    """Return a package whose directory claims another size of a part."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        offset = archive.start_dir
        for info in archive.infolist():
            if info.filename == name:
                break
            offset += 46 + len(info.filename.encode()) + len(info.extra) + len(info.comment)
    return data[: offset + 24] + struct.pack("<I", size) + data[offset + 28 :]


def wide() -> bytes:
    return repacked(
        GOOD, {"word/document.xml": lambda old: old.replace(b"<w:body>", b"<w:body>" + b"<w:p/>" * 5_000_000)}
    )


def long() -> bytes:
    text = b"<w:p><w:r><w:t>" + b"\xe4\xb8\x80" * (word.MOST_BYTES // 3) + b"</w:t></w:r></w:p>"
    return repacked(GOOD, {"word/document.xml": lambda old: old.replace(b"<w:body>", b"<w:body>" + text)})


DTD = (
    b'<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY a "aaaaaaaaaa">]>'
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    b"<w:t>&x;&a;</w:t></w:r></w:p></w:body></w:document>"
)
DEEP = "<w:tbl><w:tr><w:tc>" * 10_000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 10_000

# name of the file, its bytes, a part of the message in both languages
BAD = {
    "an encrypted document": ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "打开密码", "password"),
    "an old document": ("a.doc", OLE + "WordDocument".encode("utf-16-le"), "另存为 .docx", "save it as .docx"),
    "an old document named .docx": ("a.docx", OLE + "WordDocument".encode("utf-16-le"), "旧格式", "old format"),
    "a document of WPS": ("a.wps", OLE + "WordDocument".encode("utf-16-le"), "旧格式", "old format"),
    "an old workbook": ("a.docx", OLE + "Workbook".encode("utf-16-le"), "扩展名改为 .xls", "extension to .xls"),
    "a workbook": ("a.docx", book(), "扩展名改为 .xlsx", "extension to .xlsx"),
    "an ODF document": ("a.docx", odt(), "ODF", "ODF"),
    "an ODF document by its name": ("a.odt", odt(), "另存为 .docx", "save it as .docx"),
    "a web page": ("a.docx", b"\xef\xbb\xbf<html><table></table></html>", "HTML", "HTML"),
    "a web page named .doc": ("a.doc", b"<html><table></table></html>", "另存为 .docx", "save it as .docx"),
    "rich text": ("a.doc", b"{\\rtf1 x}", "RTF", "RTF"),
    "a PDF": ("a.docx", b"%PDF-1.7", "PDF", "PDF"),
    "plain text": ("a.docx", "会议记录".encode(), "已损坏", "damaged"),
    "half a document": ("a.docx", GOOD[: len(GOOD) // 2], "已损坏", "damaged"),
    "a part that is gone": ("a.docx", main(b""), "已损坏", "damaged"),
    "XML that is none": ("a.docx", main(b"<w:document>"), "已损坏", "damaged"),
    "a document without a body": ("a.docx", main(b"<x/>"), "已损坏", "damaged"),
    "a package of something else": ("a.docx", repacked(GOOD, {"_rels/.rels": lambda _: b"<x/>"}), "已损坏", "damaged"),
    "a DTD": ("a.docx", main(DTD), "DTD", "DTD"),
    "tables nested deeply": ("a.docx", with_body(DEEP), "嵌套过深", "nested too deeply"),
    "a bomb of tags": ("a.docx", wide(), "展开后", "Unpacked"),
    "a bomb of text": ("a.docx", long(), "展开后", "Unpacked"),
    "a bomb that lies": ("a.docx", lying(long(), "word/document.xml", 1000), "已损坏", "damaged"),
    "a table that is too wide": (
        "a.docx",
        with_body("<w:tbl><w:tr>" + "<w:tc><w:p/></w:tc>" * 600 + "</w:tr></w:tbl>"),
        "512 列",
        "512 columns",
    ),
    "pictures alone": ("a.docx", None, "只有图片", "nothing but pictures"),
    "an article": ("a.docx", data_of(document("学习心得", "今天的学习……")), "没有可读的会议记录", "no record"),
}


@pytest.mark.parametrize(("name", "data", "zh", "en"), BAD.values(), ids=BAD)
def test_what_cannot_be_read_is_told(name: str, data: bytes | None, zh: str, en: str, tmp_path: Path) -> None:
    if data is None:
        xml = "<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>"
        data = with_body(xml)
    (tmp_path / name).write_bytes(data)
    began = time.process_time()
    with pytest.raises(Refused) as refused:
        open_file(tmp_path / name)
    assert time.process_time() - began < 10
    assert zh in refused.value.message.zh
    assert en in refused.value.message.en


def test_an_encrypted_part_is_told_as_a_password(tmp_path: Path) -> None:
    data = bytearray(GOOD)
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := data.find(sign, place + 1)) >= 0:
            data[place + at] |= 1
    (tmp_path / "a.docx").write_bytes(data)
    with pytest.raises(Refused, match="password"):
        open_file(tmp_path / "a.docx")


def test_one_bad_document_does_not_cost_the_others(tmp_path: Path) -> None:
    (tmp_path / "b.docx").write_bytes(GOOD)
    (tmp_path / "a.docx").write_bytes(GOOD[:-100])
    (tmp_path / "~$b.docx").write_bytes(b"lock")
    ledger = read(tmp_path, '  activities: {glob: "*.docx"}\n')
    assert [ledger.where(i) for i in range(len(ledger.activities.id))] == ["b.docx!表1"]
    assert [(one.code, one.source) for one in ledger.problems if one.severity == "error"] == [
        ("unreadable_source", "a.docx")
    ]


@pytest.mark.parametrize("name", ["a.docx", "a.docm", "a.doc", "a.wps", "a.xlsx"])
def test_a_document_is_known_by_what_it_is(name: str, tmp_path: Path) -> None:
    assert read_bytes(tmp_path, GOOD, name).activities.types == [("committee_meeting",)]


def test_macros_are_ignored_and_said(tmp_path: Path) -> None:
    kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    macros = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    data = repacked(
        GOOD, {"[Content_Types].xml": lambda old: old.replace(kind, macros)}, {"word/vbaProject.bin": b"\x00"}
    )
    ledger = read_bytes(tmp_path, data, "a.docm")
    assert [one.code for one in ledger.problems] == ["macros_ignored", "type_guessed"]
    assert len(ledger.activities.id) == 1


def test_a_document_saved_as_strict_is_read(tmp_path: Path) -> None:
    data = repacked(
        GOOD,
        {
            "_rels/.rels": lambda old: old.replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument",
            ),
            "word/document.xml": lambda old: old.replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            ),
        },
    )
    assert len(read_bytes(tmp_path, data).activities.id) == 1


def test_links_to_parts_that_are_not_there_and_broken_pictures_cost_nothing(tmp_path: Path) -> None:
    link = (
        b'<Relationship Id="rId99" Target="NULL" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/></Relationships>'
    )
    data = repacked(
        GOOD,
        {"word/_rels/document.xml.rels": lambda old: old.replace(b"</Relationships>", link)},
        {"word/media/image1.png": b"no picture"},
    )
    assert len(read_bytes(tmp_path, data).activities.id) == 1


@pytest.mark.parametrize("data", [b"", b"  \n", data_of(Document()), data_of(document("", "  ", [["", ""]]))])
def test_an_empty_document_is_said(data: bytes, tmp_path: Path) -> None:
    ledger = read_bytes(tmp_path, data)
    assert [(one.code, one.source) for one in ledger.problems] == [("empty_source", "a.docx")]


def para(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


HEAD = row(para("时间"), para("2026年3月5日"), para("主持人"), para("张样本"))
LINE = "一、传达学习：文件。"
# how much of one thing, and the table's rows or what stands behind the table
MUCH = {
    "a cell of a megabyte": (row(para("会议内容"), para(LINE) * 40_000), ""),
    "a cell of a megabyte with its label": (row(para("会议内容：") + para(LINE) * 40_000), ""),
    "names without end": (row(para("参会人员"), para("张样本、") * 20_000), ""),
    "rows without end": (row(para("会议内容")) + row(para(LINE)) * 20_000, ""),
    "labels without end": (row(para("决议：同意")) * 10_000, ""),
    "tables without end": (row(para("会议内容"), para(LINE)), f"<w:tbl>{row('<w:p/>')}</w:tbl>" * 10_000),
    "lines without end": ("", para("会议内容：") + para("时：时：时：时：时") * 20_000),
    "colons without end": ("", para("会议内容：" + "时：" * 500_000)),
}


@pytest.mark.parametrize(("rows", "after"), MUCH.values(), ids=MUCH)
def test_much_of_one_thing_is_read_all_the_same(rows: str, after: str, tmp_path: Path) -> None:
    data = with_body(f"{para(TITLE)}<w:tbl>{HEAD}{rows}</w:tbl>{after}")
    began = time.process_time()
    ledger = read_bytes(tmp_path, data)
    assert time.process_time() - began < 15
    assert len(ledger.activities.id) == 1


WORDS = (
    *("时间", "地点", "主 持 人", "记录人：", "应到", "实到", "缺席", "会议内容", "会议内容：学习", "决议", "照片"),
    *("时间：2026年3月5日", "2026年3月5日", "3月5日", "  年 月 日", "会议室", "张样本", "9人", "无", "√", "□ ☑支委会"),
    *(
        "类型",
        "党课",
        "支委会会议记录",
        "出席情况",
        "应到9人实到8人",
        "合计",
        "1月",
        "2月",
        "3月",
        "",
        "",
        "",
        "<",
        "^",
    ),
)
TEXTS = st.one_of(st.sampled_from(WORDS), st.text(st.sampled_from("时间地点：:，、 \n党课0159年月日\t"), max_size=8))
GRIDS = st.integers(1, 6).flatmap(lambda n: st.lists(st.lists(TEXTS, min_size=n, max_size=n), min_size=1, max_size=7))


def rectangular(grid: list[list[str]]) -> list[list[str]]:
    """Return a grid in which only single cells are merged: Word knows no others."""
    clean = [list(row) for row in grid]
    for row, texts in enumerate(clean):
        for column, text in enumerate(texts):
            left = column and texts[column - 1] not in ("<", "^")
            above = row and clean[row - 1][column] not in ("<", "^")
            if (text == "<" and not left) or (text == "^" and not above):
                texts[column] = ""
            if text == "^" and column + 1 < len(texts) and texts[column + 1] == "<":
                texts[column + 1] = ""
            if text == "^" and column + 1 < len(texts) and row and clean[row - 1][column + 1] == "<":
                texts[column] = ""
    return clean


def blocks() -> st.SearchStrategy[list[object]]:
    return st.lists(st.one_of(TEXTS.map(lambda text: text.strip("<^")), GRIDS.map(rectangular)), max_size=5)


@settings(max_examples=times(15), deadline=None)
@given(blocks())
def test_any_document_is_read_or_refused_and_the_account_adds_up(found: list[object]) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        docx = Document()
        for block in found:
            if isinstance(block, str):
                docx.add_paragraph(block)
            elif isinstance(block, list):
                fill(docx.add_table(len(block), len(block[0])), block)
        docx.save(str(root / "a.docx"))
        (root / "b.csv").write_text("日期,类型\n2026-01-01,党课\n", encoding="utf-8")
        ledger = read(root, "  activities: [a.docx, b.csv]\n", "log_starts: 2026-01-01\n")
    for one in ledger.sources:
        assert one.read == one.taken + one.problems + one.blank + one.skipped
    taken = sum(one.taken for one in ledger.sources)
    repeated = sum(one.code == "duplicate_row" for one in ledger.problems)
    assert len(ledger.activities.id) == taken - repeated
    assert {one.source.split("!")[0] for one in ledger.sources} == {"a.docx", "b.csv"}


def damaged() -> Iterator[bytes]:
    for at in range(0, len(GOOD), max(1, len(GOOD) // 120)):
        yield GOOD[:at] + bytes([GOOD[at] ^ 0xFF]) + GOOD[at + 1 :]
        yield GOOD[:at]


def test_a_damaged_document_is_read_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    for data in damaged():
        path.write_bytes(data)
        try:
            content = open_file(path)
            for name in content.names:
                content.sheet(name)
        except Refused as refused:
            assert refused.message.zh
            assert refused.message.en
