"""Files that people write and a command adds to, as text."""

from __future__ import annotations

from pathlib import Path

from ..engine.errors import fail


def text_of_file(path: Path) -> str:
    """Return what stands in a UTF-8 file; raises CheckbranchError where it cannot be read as such."""
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        raise fail(
            str(path),
            "文件无法读取，或不是 UTF-8 编码。请检查后另存为 UTF-8。",
            "The file cannot be read, or is not UTF-8. Check it and save it as UTF-8.",
        ) from None
