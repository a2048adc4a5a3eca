"""The files of a workspace: opened by what they are, or refused with what to do instead."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from ..values.content import Content
from ..values.sheets import Refused, Sheet
from .arrow_tables import ARROW_MAGIC
from .file_bytes import file_bytes

SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb", ".et", ".ett", ".xlt", ".xltx", ".xltm", ".ots")
PAGES = (".html", ".htm", ".mht", ".mhtml", ".xml")
DELIMITED = (".csv", ".tsv", ".txt", ".tab")
WORD = (".docx", ".docm", ".dotx", ".dotm", ".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt")
ARROW = (".parquet", ".arrow", ".feather", ".ipc")
_ZIP = b"PK\x03\x04"
LISTINGS = (".json", ".yaml", ".yml")

_SAVE_AS = ("请另存为 XLSX 或 CSV。", "Save it as XLSX or CSV.")
_LATER: Mapping[str, tuple[str, str]] = {
    ".ics": (
        "日历文件只能用作活动（activities）。请改用表格，或写在 activities 之下。",
        "A calendar file can only hold activities. Use a table, or name it under activities.",
    ),
    ".db": (
        "这不是 SQLite 数据库（或已加密），不能读取。请把其中的表导出为 CSV。",
        "This is not a SQLite database, or it is encrypted, and cannot be read. Export its table as CSV.",
    ),
    ".pdf": ("不能读取 PDF。" + _SAVE_AS[0], "PDF files cannot be read. " + _SAVE_AS[1]),
}
_SAME = dict.fromkeys((".sqlite", ".sqlite3", ".duckdb", ".mdb", ".accdb"), ".db")


def open_file(path: Path, zone: tzinfo | None = None) -> Content:
    """Open a file of tables; raise Refused where it is missing, a folder, unreadable or of no known kind.

    Times with a zone are turned into ``zone``, without one into that of China.
    """
    from .sqlite import is_sqlite, open_sqlite

    if is_sqlite(path):
        return open_sqlite(path, None, None)
    data = file_bytes(path)
    extension = path.suffix.lower()
    sha256 = hashlib.sha256(data).hexdigest()
    if not data.strip():
        return Content(sha256, [None], lambda name: Sheet(None))
    if extension in WORD or data.startswith(_ZIP):
        from ..forms.document import is_word, read_word

        if extension in WORD or is_word(data):
            return read_word(data, sha256, extension)
    if extension in ARROW or data.startswith(ARROW_MAGIC):
        from .arrow_tables import read_arrow

        return Content(sha256, [None], lambda name: read_arrow(data, zone or ZoneInfo("Asia/Shanghai")))
    if extension in (*SPREADSHEETS, *PAGES, *DELIMITED):
        from .sniffing import open_table

        return Content(sha256, *open_table(data, extension not in DELIMITED))
    if extension in LISTINGS:
        from .listings import read_listing

        return Content(sha256, [None], lambda name: read_listing(data, extension))
    raise Refused(*_LATER.get(_SAME.get(extension, extension), _unknown(extension)))


def _unknown(extension: str) -> tuple[str, str]:
    return (
        f"无法识别的文件类型“{extension or '（无扩展名）'}”。{_SAVE_AS[0]}",
        f"'{extension or '(no extension)'}' is not a known kind of file. {_SAVE_AS[1]}",
    )
