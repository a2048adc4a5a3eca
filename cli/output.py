"""Where a report goes: standard output, or a file that is replaced only once the report is whole."""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TextIO

from ..engine import CheckbranchError, Text
from ..engine.causes import system_cause
from ..engine.errors import fail
from .ending import hush
from .log import current_log
from .usage import OneLine


@contextmanager
def opened(path: Path | None) -> Iterator[TextIO]:
    """Open ``path`` for a report, or standard output for None.

    The report is written beside the file and takes its place at the end; an error on the way leaves the old file as it
    was. Raises CheckbranchError where nothing can be written there, OneLine where standard output takes nothing.
    """
    if path is None:
        if sys.stdout is None:
            raise _not_printed("closed")
        if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.encoding.lower().replace("-", "") != "utf8":
            sys.stdout.reconfigure(encoding="utf-8")
        with _printing():
            yield sys.stdout
        return
    with _replaced(path) as file, io.TextIOWrapper(file, encoding="utf-8", newline="\n") as out:
        yield out


@contextmanager
def _printing() -> Iterator[None]:
    try:
        yield
        sys.stdout.flush()
    except OSError as error:
        if isinstance(error, BrokenPipeError) or error.filename is not None:
            raise
        hush(sys.stdout)
        raise _not_printed(error.strerror or type(error).__name__) from None


def _not_printed(reason: str) -> OneLine:
    return OneLine(
        f"标准输出: 写不下去（{reason}），内容不完整。请检查磁盘空间，或用 -o 写入文件。 "
        f"Standard output takes nothing more ({reason}); what stands there is not whole. Check the free space, or "
        "write to a file with -o."
    )


@contextmanager
def opened_bytes(path: Path) -> Iterator[BinaryIO]:
    """Open ``path`` for a report that is no text, as ``opened`` does."""
    with _replaced(path) as out:
        yield out


def write_whole(path: Path, content: bytes, mode: int | None = None) -> None:
    """Write a file that is no text, as ``opened`` does; ``mode`` are its permissions where they are not the usual."""
    with _replaced(path, mode) as out:
        out.write(content)


def write_all(files: Sequence[tuple[Path, bytes]]) -> None:
    """Write several files: each beside its place first, and none takes it before all are whole.

    They take their places in order. Raises CheckbranchError as ``opened`` does.
    """
    with ExitStack() as stack:
        for path, content in reversed(files):  # the last that is entered is the first to be replaced
            stack.enter_context(_replaced(path)).write(content)


@contextmanager
def _replaced(path: Path, mode: int | None = None) -> Iterator[BinaryIO]:
    check_target(path)
    if _is_stream(path):
        with _poured(path) as out:
            yield out
        return
    try:
        handle, name = tempfile.mkstemp(prefix=".checkbranch-", dir=path.parent)
    except OSError as error:
        raise not_written(path, error) from None
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
        os.chmod(name, _mode(path) if mode is None else mode)
        os.replace(name, path)
    except BaseException as error:
        with suppress(OSError):
            os.unlink(name)
        if isinstance(error, OSError):
            raise not_written(path, error) from None
        raise


def _is_stream(path: Path) -> bool:
    """Return whether ``path`` is a device or a pipe (``/dev/null``, ``>(…)``), which is written to, never replaced."""
    return path.exists() and not path.is_file() and not path.is_dir()


@contextmanager
def _poured(path: Path) -> Iterator[BinaryIO]:
    with tempfile.TemporaryDirectory(prefix="checkbranch-") as folder:
        whole = Path(folder, "report")
        with whole.open("wb") as out:
            yield out
        try:
            with whole.open("rb") as made, path.open("wb") as stream:
                shutil.copyfileobj(made, stream)
        except OSError as error:
            raise not_written(path, error) from None


def not_written(path: Path, error: OSError) -> CheckbranchError:
    """Return the error of a place where the system does not let a file be written, with the system's reason."""
    cause = system_cause(error)
    return fail(
        str(path),
        f"无法写入（{cause.zh}）。请检查磁盘空间和权限，关闭占用它的程序，或换一个位置。",
        f"It cannot be written ({cause.en}). Check the free space and the permissions, close the program that holds "
        "it, or choose another place.",
    )


def check_target(path: Path) -> None:
    """Raise CheckbranchError where ``path`` is no place for a file."""
    if path.is_dir():
        raise fail(str(path), "这是文件夹。请写出文件名。", "This is a folder. Name a file in it.")
    if _is_stream(path):
        return
    if not path.parent.is_dir():
        raise fail(
            str(path),
            f"文件夹“{path.parent}”不存在。请先建立，或换一个位置。",
            f"The folder “{path.parent}” does not exist. Make it first, or choose another place.",
        )
    if not os.access(path.parent, os.W_OK):
        raise fail(str(path), "此处不能写入。请换一个位置。", "Nothing can be written here. Choose another place.")


def _mode(path: Path) -> int:
    """Return the permissions a new file would get, or those of the file that is replaced."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def say(error: CheckbranchError, language: str) -> None:
    """Print every fault on a line of its own."""
    for fault in error.faults:
        current_log().say(fault.say(language), "error")


def say_all(texts: Iterable[Text], where: str, language: str) -> None:
    """Print sentences without a stop on standard error, a line each."""
    for text in texts:
        line = " ".join(text.say(language).split())
        current_log().say(f"{where}: {line[:1].upper()}{line[1:]}." if language == "en" else f"{where}: {line}。")


def say_engine(used: str, asked: str | None, language: str) -> None:
    """Say once, on standard error, that the reference engine ran as durable-rules is not installed."""
    if asked is not None or used != "reference":
        return
    en = "durable-rules is not installed: the verdicts come from the built-in reference engine (same results)."
    current_log().say(en if language == "en" else "未安装 durable-rules：判定由内置参考引擎作出（结果相同）。")
