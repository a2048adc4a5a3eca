"""A folder that is filled with files all at once: into place when they are whole, or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from ..engine.errors import fail
from .output import not_written

_SHOWN = 5


def check_folder(folder: Path) -> None:
    """Raise CheckbranchError where ``folder`` cannot be filled: it is a file, is not empty, or has no parent."""
    shown = str(folder)
    if folder.is_symlink() and not folder.exists():
        raise fail(shown, "这是失效的链接。请换一个名称。", "This is a link that leads nowhere. Choose another name.")
    if folder.exists() and not folder.is_dir():
        raise fail(
            shown,
            "这是文件，不是文件夹。请换一个文件夹名称。",
            "This is a file, not a folder. Name another folder.",
        )
    if not folder.exists() and not folder.parent.is_dir():
        raise fail(
            shown,
            f"上级文件夹“{folder.parent}”不存在。请先建立，或换一个位置。",
            f"The folder “{folder.parent}” does not exist. Make it first, or choose another place.",
        )
    try:
        inside = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    except OSError as error:
        raise not_written(folder, error) from None
    if inside:
        names = inside[:_SHOWN]
        raise fail(
            shown,
            f"文件夹不是空的，已有：{'、'.join(names)}{f' 等 {len(inside)} 项' if len(inside) > _SHOWN else ''}。"
            "没有写入任何文件。请换一个新的文件夹，如"
            f"“{folder.name or '台账'}-新”。",
            f"The folder is not empty; it holds {', '.join(names)}"
            f"{f' and more, {len(inside)} in all' if len(inside) > _SHOWN else ''}. Nothing was written. "
            "Name another folder, one that is new or empty.",
        )
    place = folder if folder.exists() else folder.parent
    if not os.access(place, os.W_OK | os.X_OK):
        raise fail(shown, "此处不能写入。请换一个位置。", "Nothing can be written here. Choose another place.")


def fill_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make ``folder``, or fill it where it is empty, with ``files`` by relative path; raise CheckbranchError.

    Everything is written to a temporary folder first, so that nothing half-written stays.
    """
    check_folder(folder)
    try:
        with _beside(folder) as made:
            for name, content in files.items():
                path = made / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            _move(made, folder)
    except OSError as error:
        raise not_written(folder, error) from None


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """Yield a temporary folder on the same disk; inside ``folder`` where that exists, as it may be the current one."""
    temporary = Path(tempfile.mkdtemp(prefix=".checkbranch-", dir=folder if folder.exists() else folder.parent))
    try:
        made = temporary / "made"
        made.mkdir()  # with the permissions of any new folder; the temporary one is its owner's alone
        yield made
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _move(made: Path, folder: Path) -> None:
    if not folder.exists():
        made.rename(folder)
        return
    moved: list[Path] = []
    try:
        for path in sorted(made.iterdir()):
            target = folder / path.name
            path.rename(target)
            moved.append(target)
    except OSError:
        for target in moved:
            with suppress(OSError):
                shutil.rmtree(target) if target.is_dir() else target.unlink()
        raise
