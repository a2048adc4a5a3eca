"""A folder of calendar files, one for each unit: whose file is which, and the key of names that nobody can guess."""

from __future__ import annotations

import os
import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..calendars.file_names import KEY_LENGTH, looks_secret, plain_name, plain_names, secret_name
from ..calendars.ics import unit_of_calendar
from ..calendars.state import unit_of_state
from ..engine.errors import CheckbranchError, fail
from ..engine.text import Text
from .calendar_files import STATE, state_path
from .folders import check_folder, make_folder
from .output import not_written

SUFFIX = ".ics"
_EACH = Text("每个单位一个文件", "one of each unit")
_KEYS = "checkbranch-*.key"
_HEAD = 16_000  # bytes in which a file says whose it is
_KEY_TEXT = """\
# 日历文件名的密钥，由 checkbranch 生成。请妥善保管，不要公开，不要改动；丢失后所有文件名都会改变。
# The key of the names of the calendar files. Keep it, keep it to yourself, change nothing.
"""


@dataclass(slots=True)
class Shelf:
    """The calendars in a folder: by unit the name of its file, without ``.ics``, and what to say of the folder.

    ``key`` is that of its file names, None where they are plain.
    """

    folder: Path
    key: bytes | None = None
    owned: dict[str, str] = field(default_factory=dict)
    notes: list[Text] = field(default_factory=list)

    def path(self, name: str) -> Path:
        """Return the calendar file of that name."""
        return self.folder / (name + SUFFIX)

    def names(self, units: Sequence[str]) -> dict[str, str]:
        """Return the name of the file of each unit; one that has a file keeps it."""
        if self.key is not None:
            return {unit: secret_name(self.key, unit) for unit in units}
        return plain_names(units, self.owned)

    def prepare(self, units: Sequence[str], *, secret: bool) -> dict[str, str]:
        """Make the folder, and a key for it where names are to be secret; return the names of the units' files.

        Raises CheckbranchError before anything is made where a name is taken by a file that is no unit's.
        """
        if secret and self.key is None:
            self.key = secrets.token_bytes(KEY_LENGTH)
            found = self.names(units)
            make_folder(self.folder)
            _write_key(self.folder, self.key)
            return found
        found = self.names(units)
        for unit, name in found.items():
            file = self.path(name)
            if unit not in self.owned and (file.exists() or state_path(file).exists()):
                raise _taken(file)
        make_folder(self.folder)
        return found


def open_shelf(folder: Path, *, secret: bool) -> Shelf:
    """Return what is in a folder, which need not exist yet; ``secret`` asks for names that nobody can guess.

    Raises CheckbranchError where nothing can be written there, or its files have names of the other sort.
    """
    check_folder(folder, _EACH)
    shelf = Shelf(folder, _read_key(folder))
    found: dict[str, list[str]] = defaultdict(list)
    for name in _calendars(folder):
        unit = _unit_of(shelf.path(name))
        if unit is not None:
            found[unit].append(name)
    for unit, names in found.items():
        right = plain_name(unit) if shelf.key is None else secret_name(shelf.key, unit)
        chosen = right if right in names else names[0]
        shelf.owned[unit] = chosen
        shelf.notes += [_double(shelf, name, chosen) for name in names if name != chosen]
        _check_name(shelf, unit, chosen, right, secret)
    return shelf


def _check_name(shelf: Shelf, unit: str, name: str, right: str, secret: bool) -> None:
    file = shelf.path(name)
    if shelf.key is None and looks_secret(name) and name != right:
        raise fail(
            str(file),
            "文件名是保密的，但文件夹里没有密钥（checkbranch-….key）。请放回密钥文件；找不回的，请另选一个空文件夹。",
            "The names are secret, but there is no key (checkbranch-….key) in the folder. Put the key back, or where "
            "it is lost choose another, empty folder.",
        )
    if shelf.key is None and secret:
        raise fail(
            "--secret-names",
            f"文件夹里已有普通文件名的日历（{file.name}）。请另选一个空文件夹，再把新地址告诉订阅的人。",
            f"The folder holds calendars with plain names ({file.name}). Choose another, empty folder, and tell those "
            "who subscribe the new addresses.",
        )
    if shelf.key is not None and name != right:
        raise fail(
            str(file),
            "文件名与密钥不符：密钥文件被换过，或文件被改了名。请放回原来的密钥或文件名，或另选一个空文件夹。",
            "Its name does not fit the key: the key was replaced, or the file renamed. Put the former key or name "
            "back, or choose another, empty folder.",
        )


def _calendars(folder: Path) -> list[str]:
    """Return the names of the calendars in a folder, also of one of which only the state file is left."""
    try:
        files = [path.name for path in folder.iterdir()] if folder.exists() else []
    except OSError as error:
        raise not_written(folder, error) from None
    ends = (SUFFIX, SUFFIX + STATE)
    return sorted({name.removesuffix(STATE).removesuffix(SUFFIX) for name in files if name.endswith(ends)})


def _unit_of(calendar: Path) -> str | None:
    """Return the unit whose own a calendar is by its state file, else by itself; None where it is no unit's."""
    unit = unit_of_state(_start(state_path(calendar)))
    return unit if unit is not None else unit_of_calendar(_start(calendar))


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except OSError:
        return b""


def _read_key(folder: Path) -> bytes | None:
    """Return the key of a folder, or None where it has none; raises CheckbranchError."""
    found = sorted(folder.glob(_KEYS))
    if len(found) > 1:
        raise fail(
            str(folder),
            f"有 {len(found)} 个密钥文件（{_listed(found)}）。请只留下原来的那一个。",
            f"There are {len(found)} keys ({_listed(found)}). Leave only the one that was there first.",
        )
    if not found:
        return None
    try:
        lines = found[0].read_text("utf-8").split("\n")
        key = bytes.fromhex("".join(line for line in lines if not line.startswith("#")))
    except (OSError, ValueError):
        key = b""
    if len(key) != KEY_LENGTH:
        raise fail(
            str(found[0]),
            "密钥文件无法读取或已损坏。请用备份恢复；没有备份的，请另选一个空文件夹。",
            "The key cannot be read or is damaged. Put it back from a backup, or choose another, empty folder.",
        )
    return key


def _write_key(folder: Path, key: bytes) -> None:
    """Write the key for its owner's eyes, under a name that cannot be guessed should the folder be published."""
    path = folder / _KEYS.replace("*", secrets.token_hex(8))
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(f"{_KEY_TEXT}{key.hex()}\n")
    except OSError as error:
        raise not_written(path, error) from None


def _listed(paths: Iterable[Path]) -> str:
    return ", ".join(path.name for path in paths)


def _double(shelf: Shelf, name: str, chosen: str) -> Text:
    file, kept = shelf.path(name), shelf.path(chosen).name
    return Text(
        f"{file}: 与 {kept} 是同一个单位的日历，没有更新。请移走其中一个。",
        f"{file}: It is a calendar of the same unit as {kept} and was not brought up to date. Move one of them away.",
    )


def _taken(file: Path) -> CheckbranchError:
    return fail(
        str(file),
        "已有这个文件，但不是按单位导出的。请移走它，或另选一个文件夹。",
        "This file exists, but was not exported for one unit. Move it away, or choose another folder.",
    )
