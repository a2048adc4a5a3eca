"""The files of a workspace: opened by what they are, or refused with what to do instead."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from ..model import Origin
from ..values.sheets import Note, Refused, Sheet

SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb", ".et", ".ett", ".xlt", ".xltx", ".xltm", ".ots")
PAGES = (".html", ".htm", ".mht", ".mhtml", ".xml")
DELIMITED = (".csv", ".tsv", ".txt", ".tab")
WORD = (".docx", ".docm", ".dotx", ".dotm", ".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt")
ARROW = (".parquet", ".arrow", ".feather", ".ipc")
_ZIP = b"PK\x03\x04"
ARROW_MAGIC = (b"PAR1", b"PARE", b"ARROW1\0\0", b"FEA1")  # Parquet, encrypted; Arrow, and its older Feather
LISTINGS = (".json", ".yaml", ".yml")

_SAVE_AS = ("请另存为 XLSX 或 CSV。", "Save it as XLSX or CSV.")
_LATER: Mapping[str, tuple[str, str]] = {
    ".ics": (
        "日历文件只能用作活动（activities）。请改用表格，或写在 activities 之下。",
        "A calendar file can only hold activities. Use a table, or name it under activities.",
    ),
    ".db": (
        "这不是 SQLite 数据库（或已加密），不能读取。请把其中的表导出为 CSV。",
        "This is no SQLite database (or an encrypted one) and cannot be read. Export its table as CSV.",
    ),
    ".pdf": ("不能读取 PDF。" + _SAVE_AS[0], "PDF files cannot be read. " + _SAVE_AS[1]),
}
_SAME = dict.fromkeys((".sqlite", ".sqlite3", ".duckdb", ".mdb", ".accdb"), ".db")


class Content:
    """An open file: the SHA-256 of its bytes, what is to be said of it, and its sheets, read when they are asked for.

    ``origin`` tells a ``form`` (a record in a document of its own) from a ``ledger``.
    """

    def __init__(
        self,
        sha256: str,
        names: Sequence[str | None],
        read: Callable[[str | None], Sheet],
        notes: Sequence[Note] = (),
        origin: Origin = "ledger",
    ) -> None:
        self.sha256, self.names, self.notes, self.origin, self._read = sha256, names, notes, origin, read

    def sheet(self, name: str | None) -> Sheet:
        """Return the sheet ``name`` (None: the only one of a file without named sheets); raise Refused."""
        return self._read(name)


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
        f"不认识的文件类型“{extension or '（无扩展名）'}”。{_SAVE_AS[0]}",
        f"'{extension or '(no extension)'}' is no known kind of file. {_SAVE_AS[1]}",
    )


def file_bytes(path: Path) -> bytes:
    """Return the bytes of a file; raise Refused where there are none to be had."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Refused("没有这个文件。请核对路径。", "There is no such file. Check the path.") from None
    except IsADirectoryError:
        raise Refused(
            "这是文件夹，不是文件。请写文件的路径，或用 glob 写出其中的文件。",
            "This is a folder. Write the path of a file, or a glob for the files in it.",
        ) from None
    except (OSError, ValueError) as error:
        # Without the path that OSError adds: the message is shown after the file's own, relative name.
        reason = (error.strerror or type(error).__name__) if isinstance(error, OSError) else str(error)
        raise Refused(
            f"文件无法读取（{reason}）。请检查权限，或关闭占用它的程序。",
            f"The file cannot be read ({reason}). Check its permissions, or close the program that holds it.",
        ) from None
