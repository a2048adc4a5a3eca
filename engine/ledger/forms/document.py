"""Word documents as sources: opened with bounds, or refused with what they are and what to do instead."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any
from xml.sax.saxutils import quoteattr

from ...causes import package_cause
from ...syntax_causes import xml_cause
from ...text import Text
from ..model import Origin
from ..values.content import Content
from ..values.sheets import Note, Refused, Sheet
from .sheets import Document

OLD = (".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt")
MOST_BYTES = 64 << 20  # of the text, unpacked
MOST_TAGS = 4_000_000  # of it: a book of a thousand pages has a quarter of that
_FEW_BYTES = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TYPES, _RELATIONS = "[Content_Types].xml", "_rels/.rels"
_MAIN = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
# The namespace of documents saved as "strict": the same elements under another name.
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError),
    *(KeyError, ValueError, AttributeError, SyntaxError, IndexError),
)
_SAVE_AS = ("请用 Word 或 WPS 打开，另存为 .docx。", "Open it in Word or WPS and save it as .docx.")


def is_word(data: bytes) -> bool:
    """Return whether the bytes are a package with a Word document in it, whatever the name of the file says."""
    return "word/document.xml" in _names(data)


def read_word(data: bytes, sha256: str, extension: str) -> Content:
    """Return a Word document as a file of sheets; raise Refused where it cannot be read or holds no record."""
    if extension in OLD and not is_word(data):
        raise _old(data)
    body, notes = open_document(data)
    document = Document(body)
    sheets = document.sheets()
    if sheets:
        origin: Origin = "form" if all(sheet.form for sheet in sheets.values()) else "ledger"
        return Content(sha256, list(sheets), lambda name: sheets[name], notes, origin)
    if document.text:
        raise Refused(
            "文档中没有可读的会议记录：既没有表格，也没有“时间：…”“主持人：…”这样的栏目。是记录的，请补上栏目；"
            "不是的（通知、方案、心得等），请移出台账文件夹。",
            "The document holds no record that can be read: no table, and no lines such as 时间：… and 主持人：…. "
            "Add them if it is a record; move it elsewhere if it is a notice, a plan or the like.",
        )
    if document.pictures:
        raise Refused(
            "文档中只有图片（如扫描件），没有文字。请把时间、地点、主持人等填成文字。",
            "The document holds nothing but pictures, a scan perhaps. Write when, where and who as text.",
        )
    return Content(sha256, [None], lambda name: Sheet(None), notes)


def open_document(data: bytes) -> tuple[Any, list[Note]]:
    """Return the body of a Word document as an XML element, and what is to be said of the document; raise Refused."""
    names = _names(data)
    if not names:
        raise _no_package(data)
    if any(name.startswith("xl/") for name in names):
        raise _really("Excel 工作簿", "an Excel workbook", ".xlsx")
    if any(name.startswith("ppt/") for name in names):
        raise Refused(
            "这其实是演示文稿（PPT），不是 Word 文档。请把其中的记录另存为 .docx。",
            "This is really a presentation, not a Word document. Save the records in it as .docx.",
        )
    if "mimetype" in names and "content.xml" in names:
        raise Refused(
            f"这其实是 ODF 文档（.odt），不是 .docx。{_SAVE_AS[0]}",
            f"This is really an ODF document (.odt), not a .docx. {_SAVE_AS[1]}",
        )
    try:
        root = _root(_text_alone(data))
    except _DAMAGED as error:
        raise _damaged(error) from None
    if root.getroottree().docinfo.doctype:
        raise Refused(
            f"文档的 XML 里有 DTD，Word 和 WPS 都不会这样写，为安全不予读取。{_SAVE_AS[0]}",
            f"The XML of the document has a DTD, which neither Word nor WPS writes; it is not read. {_SAVE_AS[1]}",
        )
    body = next((child for child in root if child.tag == f"{{{_USUAL.decode()}}}body"), None)
    if body is None:
        raise _damaged(None)
    macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    return body, [Note("macros_ignored")] if macros else []


def _old(data: bytes) -> Refused:
    """Return why a file with the name of an older format cannot be read."""
    found = _no_package(data)
    if data.startswith(_OLE) or data.lstrip()[:5] == b"{\\rtf":
        return found
    return Refused(
        f"不能读取这种旧格式的文档。{_SAVE_AS[0]}", f"Documents of this older format cannot be read. {_SAVE_AS[1]}"
    )


def _names(data: bytes) -> list[str]:
    """Return the names in a package, none where it is no package at all."""
    if not data.startswith(b"PK"):
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return []


def _text_alone(data: bytes) -> io.BytesIO:
    """Return the package with nothing but its text.

    The pictures, styles and links of a document are never unpacked: they are large, they may be bombs, and a link to
    a part that is not there, as WPS writes it, costs nothing.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        from docx.oxml.parser import parse_xml

        links = parse_xml(_part(archive, _RELATIONS, _FEW_BYTES))
        target = next(link.get("Target", "") for link in _elements(links) if _is_main(link.get("Type", "")))
        name = target.lstrip("/")
        text = _part(archive, name, MOST_BYTES).replace(_STRICT, _USUAL)
        types = _part(archive, _TYPES, _FEW_BYTES)
    if text.count(b"<") > MOST_TAGS:
        raise _too_large()
    link = f"<Relationship Id='rId1' Type={quoteattr(_MAIN)} Target={quoteattr(name)}/>"
    alone = io.BytesIO()
    with zipfile.ZipFile(alone, "w") as archive:
        archive.writestr(_TYPES, types)
        archive.writestr(_RELATIONS, f"<Relationships xmlns={quoteattr(_PACKAGE)}>{link}</Relationships>")
        archive.writestr(name, text)
    alone.seek(0)
    return alone


def _elements(links: Any) -> list[Any]:
    found = [link for link in links if isinstance(link.tag, str)]
    if not any(_is_main(link.get("Type", "")) for link in found):
        raise ValueError("no main document")
    return found


def _is_main(kind: str) -> bool:
    return kind.endswith("/officeDocument")


def _part(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """Return a part of the package, unpacked no further than to ``limit`` bytes, whatever size it claims."""
    if archive.getinfo(name).file_size > limit:
        raise _too_large()
    with archive.open(name) as stream:
        data = stream.read(limit + 1)
    return data


def _root(package: io.BytesIO) -> Any:
    """Return the root element of the main document.

    python-docx knows documents with macros and templates only as parts without a meaning, so their XML is parsed here.
    """
    from docx.opc.package import OpcPackage
    from docx.oxml.parser import parse_xml

    part = OpcPackage.open(package).main_document_part
    root = getattr(part, "element", None)
    return parse_xml(part.blob) if root is None else root


def _too_large() -> Refused:
    return Refused(
        f"文档展开后超过 {MOST_BYTES >> 20} MB，不像会议记录，为安全不予读取。请把记录复制到新文档，分开保存。",
        f"Unpacked, the text has more than {MOST_BYTES >> 20} MB, which no record has; it is not read. "
        "Copy the records into new documents.",
    )


def _damaged(error: Exception | None) -> Refused:
    words = "no w:body" if error is None else str(error)
    if isinstance(error, RuntimeError) and "encrypted" in words:
        return _encrypted()
    if "depth" in words:
        return Refused(
            "文档的表格嵌套过深，无法读取。请把记录复制到新文档。",
            f"The tables of the document are nested too deeply. Copy the records into a new document. ({words})",
        )
    cause = _cause(error)
    return Refused(
        f"不是可读的 Word 文档，或文件已损坏（{cause.zh}）。{_SAVE_AS[0]}",
        f"This is not a readable Word document, or it is damaged ({cause.en}). {_SAVE_AS[1]}",
    )


def _cause(error: Exception | None) -> Text:
    from lxml.etree import XMLSyntaxError

    if isinstance(error, XMLSyntaxError):
        found = xml_cause(error)
        return Text(f"其中的 XML 写法有误，{found.zh}", found.en)
    return package_cause("no w:body" if error is None else error)


def _encrypted() -> Refused:
    return Refused(
        "文档设有打开密码。请去掉密码后另存。", "The document is protected by a password. Save it without one."
    )


def _really(zh: str, en: str, extension: str) -> Refused:
    return Refused(
        f"这其实是 {zh}，不是 Word 文档。请把扩展名改为 {extension}。",
        f"This is really {en}, not a Word document. Change its extension to {extension}.",
    )


def _no_package(data: bytes) -> Refused:
    """Return why bytes that are no package cannot be read, told by what they really are."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return _encrypted()
        if "WordDocument".encode("utf-16-le") not in data and "Workbook".encode("utf-16-le") in data:
            return _really("旧版 Excel 工作簿", "an old Excel workbook", ".xls")
        return Refused(
            f"这是旧格式（.doc 或 .wps）的文档。{_SAVE_AS[0]}",
            f"This is a document of the old format (.doc or .wps). {_SAVE_AS[1]}",
        )
    if head[:5] == b"{\\rtf":
        return Refused(f"这其实是 RTF 文档。{_SAVE_AS[0]}", f"This is really an RTF document. {_SAVE_AS[1]}")
    if head.startswith(b"%PDF"):
        return Refused(
            "这其实是 PDF，不能读取。请找原来的 Word 文档，或把内容填入表格。",
            "This is really a PDF, which cannot be read. Find the Word document it was made from, or enter a table.",
        )
    if head.startswith((b"<", b"MIME-Version")):
        return Refused(
            f"这其实是网页（HTML）或 XML，不是 .docx。{_SAVE_AS[0]}",
            f"This is really a web page (HTML) or XML, not a .docx. {_SAVE_AS[1]}",
        )
    return _damaged(zipfile.BadZipFile("no ZIP package"))
