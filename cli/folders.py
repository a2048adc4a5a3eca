"""A folder that a command writes several files into."""

from __future__ import annotations

import os
from pathlib import Path

from ..engine.errors import fail
from ..engine.text import Text
from .output import not_written


def check_folder(folder: Path, each: Text) -> None:
    """Raise CheckbranchError where ``folder`` is no place for files; ``each`` says what there is one of for whom."""
    shown = str(folder)
    if folder.exists() and not folder.is_dir():
        raise fail(
            shown,
            f"这是文件，不是文件夹。写成一个文件请用 -o；{each.zh}请另写一个文件夹。",
            f"This is a file, not a folder. For one file use -o; for {each.en} name a folder.",
        )
    if not folder.exists() and not folder.parent.is_dir():
        raise fail(
            shown,
            f"上级文件夹“{folder.parent}”不存在。请先建立，或换一个位置。",
            f"The folder “{folder.parent}” does not exist. Make it first, or choose another place.",
        )
    if not os.access(folder if folder.exists() else folder.parent, os.W_OK | os.X_OK):
        raise fail(shown, "此处不能写入。请换一个位置。", "Nothing can be written here. Choose another place.")


def make_folder(folder: Path) -> None:
    """Make the folder where there is none; raises CheckbranchError."""
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise not_written(folder, error) from None
