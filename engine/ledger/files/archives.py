"""The zip archive that a workbook is: whether it is safe to open, where its parts are, and what it carries besides."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections import deque
from collections.abc import Iterator
from xml.etree import ElementTree

from ...causes import package_cause
from ...text import Text
from ..values.sheets import Note, Refused

MOST_BYTES = 4 << 30  # of one part, inflated
SUSPECT_BYTES = 100 << 20  # from here on a part that shrank a hundredfold is taken for a trap
RATIO = 100
_MOST_SHRUNK = 1032  # no deflated stream inflates to more than so many times its size
_CHUNK = 1 << 20
_LOCAL = struct.Struct("<4s22xHH")
_READ = (".xml", ".rels", ".bin")  # the kinds of parts that are read at all
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_XML_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_OTHERS = {"word/document.xml": (" Word 文档", "a Word document"), "ppt/presentation.xml": ("演示文稿", "slides")}


class Archive:
    """An archive whose parts are inflated piece by piece, never past a bound."""

    def __init__(self, data: bytes) -> None:
        """Raise Refused where ``data`` is no whole archive, is locked, or would inflate beyond measure."""
        self._data = data
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                self._parts = {info.filename: info for info in archive.infolist()}
        except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, OSError, EOFError) as error:
            raise _damaged(package_cause(error)) from None
        if any(info.flag_bits & 1 for info in self._parts.values()):
            raise Refused(
                "文件设有密码。请去掉密码后另存。", "The file is locked with a password. Save it without one."
            )
        for name, info in self._parts.items():
            _bounded(info)
            # However a stream is made, so many bytes are what it can come to: what is small needs no trial.
            large = info.compress_size * _MOST_SHRUNK > SUSPECT_BYTES
            if large and name.lower().endswith(_READ) and not self._is_sheet(name):
                deque(self.chunks(name), maxlen=0)
        self._sheets: dict[str, str] | None = None

    @property
    def names(self) -> list[str]:
        """Return the names of all parts."""
        return list(self._parts)

    def notes(self) -> list[Note]:
        """Return what is to be said of what the workbook carries besides its sheets."""
        names = [name.lower() for name in self._parts]
        notes = []
        if any(name.endswith("vbaproject.bin") for name in names):
            notes.append(Note("macros_ignored"))
        if any("/externallinks/" in name for name in names):
            notes.append(Note("external_links"))
        return notes

    def check_kind(self) -> None:
        """Raise Refused where the archive is another kind of document under the name of a workbook."""
        for part, (zh, en) in _OTHERS.items():
            if part in self._parts:
                raise Refused(
                    f"文件的内容是{zh}，不是电子表格。请核对文件，或把表格另存为 XLSX。",
                    f"The file holds {en} and no spreadsheet. Check the file, or save the table as XLSX.",
                )

    def read(self, name: str) -> bytes:
        """Return a part; raise KeyError where there is none, Refused where it is damaged or too large."""
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a part piece by piece; raise KeyError where there is none, Refused where it is damaged or too large."""
        info = self._parts[name]
        start = info.header_offset
        head = self._data[start : start + _LOCAL.size + 4]
        if len(head) < 30 or head[:4] != b"PK\x03\x04":
            raise _damaged(Text(f"其中的“{name}”已损坏", name))
        lengths = struct.unpack("<HH", head[26:30])
        packed = memoryview(self._data)[start + 30 + sum(lengths) :][: info.compress_size]
        if info.compress_type == zipfile.ZIP_STORED:
            yield bytes(packed)
            return
        if info.compress_type != zipfile.ZIP_DEFLATED:
            raise _damaged(package_cause(f"{name}: method {info.compress_type}"))
        stream, total = zlib.decompressobj(-zlib.MAX_WBITS), 0
        try:
            for at in range(0, len(packed), _CHUNK):
                rest: bytes | memoryview = packed[at : at + _CHUNK]
                while len(rest):
                    piece = stream.decompress(rest, _CHUNK)
                    rest = stream.unconsumed_tail
                    total += len(piece)
                    if total > info.file_size:
                        raise _damaged(package_cause(f"{name}: more than {info.file_size} bytes"))
                    yield piece
        except zlib.error as error:
            raise _damaged(package_cause(error)) from None

    def sheet_part(self, name: str) -> str | None:
        """Return where the sheet ``name`` of an XLSX file is, None where it cannot be told."""
        if self._sheets is None:
            try:
                self._sheets = self._places()
            except (KeyError, ValueError, ElementTree.ParseError):
                self._sheets = {}
        return self._sheets.get(name)

    def sheet_parts(self) -> list[str]:
        """Return all parts that are sheets."""
        return [name for name in self._parts if self._is_sheet(name)]

    def date1904(self) -> bool:
        """Return whether days are counted from 1904, as old workbooks of the Macintosh do."""
        root = self._root()
        head = self.read(root)[:1_000_000] if root in self._parts else b""
        return re.search(rb"date1904\s*=\s*[\"'](?:1|true)[\"']", head) is not None

    def without(self, part: str, content: bytes) -> bytes:
        """Return the archive with another ``content`` of a part, and without pictures."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            for name in self._parts:
                if name == part:
                    archive.writestr(name, content)
                elif name.lower().endswith(_READ) and not name.endswith("/"):
                    archive.writestr(name, self.read(name))
        return out.getvalue()

    def _places(self) -> dict[str, str]:
        root = self._root()
        folder, file = posixpath.split(root)
        book = _xml(self.read(root))
        relations = _xml(self.read(f"{folder}/_rels/{file}.rels"))
        targets = {one.get("Id"): one.get("Target", "").replace("\\", "/") for one in relations}
        known = {name.replace("\\", "/").lower(): name for name in self._parts}
        found = {}
        for sheet in book.iter():
            target = targets.get(sheet.get(_RELATION)) if sheet.tag.endswith("}sheet") else None
            if target:
                # A target that begins with a slash counts from the root of the archive.
                path = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/").lower()
                if path in known:
                    found[sheet.get("name", "")] = known[path]
        return found

    def _root(self) -> str:
        return next((name for name in self._parts if name.lower() == "xl/workbook.xml"), "xl/workbook.xml")

    def _is_sheet(self, name: str) -> bool:
        return "worksheets/" in name.replace("\\", "/").lower() and not name.endswith(".rels")


def _bounded(info: zipfile.ZipInfo) -> None:
    size = info.file_size
    if size > MOST_BYTES or (size > SUSPECT_BYTES and size > RATIO * max(info.compress_size, 1)):
        raise Refused(
            f"文件解压后过大（{info.filename} 有 {size >> 20} MB），可能已损坏，未予打开。请新建工作簿，只复制有内容的"
            "单元格后再用。",
            f"Unpacked, the file would be far too large ({info.filename}: {size >> 20} MB); it may be damaged and is "
            "not opened. Copy the cells that hold something into a new workbook.",
        )


def _xml(data: bytes) -> ElementTree.Element:
    if _XML_ENTITY.search(data[:4096]):
        raise ValueError("entities")
    return ElementTree.fromstring(data)


def _damaged(cause: Text) -> Refused:
    return Refused(
        f"不是可读的电子表格，或文件已损坏（{cause.zh}）。请用表格软件打开后另存为 XLSX。",
        f"This is not a readable spreadsheet, or it is damaged ({cause.en}). Open it and save it as XLSX.",
    )
