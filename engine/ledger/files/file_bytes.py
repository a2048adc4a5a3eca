"""The bytes of a file, or why they cannot be had."""

from __future__ import annotations

from pathlib import Path

from ...causes import system_cause
from ..values.sheets import Refused


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
    except OSError as error:
        cause = system_cause(error)
        raise Refused(
            f"文件无法读取（{cause.zh}）。请检查权限，或关闭占用它的程序。",
            f"The file cannot be read ({cause.en}). Check its permissions, or close the program that holds it.",
        ) from None
    except ValueError:
        raise Refused(
            "路径中有系统不能使用的字符。请改写路径。", "The path has characters that no path can have. Write another."
        ) from None
