"""A folder with a page for each unit and an index of them, ready to be opened or served as it is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..calendars.file_names import plain_names
from ..engine.errors import CheckbranchError, fail
from ..engine.text import Text
from ..engine.workspaces.settings import Workspace
from .folders import check_folder, make_folder
from .originals import check_not_original
from .output import not_written, opened, write_whole

if TYPE_CHECKING:
    from ..reports.html.report import HtmlReport

PER_UNIT = click.option(
    "--per-unit",
    "pages",
    type=click.Path(path_type=Path),
    help="在文件夹中为每个单位各写一页，另有总览 index.html。 Write a page for each unit, and index.html, to a folder.",
)
_EACH = Text("每个单位一页", "a page of each unit")
INDEX, MANIFEST = "index.html", ".checkbranch-pages.json"
_FORMAT = "checkbranch.pages/1"
_SUFFIX = ".html"
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class PageFolder:
    """A folder of pages: by unit the name of its page, without ``.html``, as the list in it says."""

    path: Path
    owned: Mapping[str, str]

    @property
    def manifest(self) -> Path:
        """The list of which page is whose."""
        return self.path / MANIFEST


def open_pages(folder: Path, workspace: Workspace) -> PageFolder:
    """Return what is in a folder, which need not exist yet.

    Raises CheckbranchError where nothing can be written there, its pages are those of another workspace, or it holds
    an index that is not ours.
    """
    check_folder(folder, _EACH)
    for name in (INDEX, MANIFEST):
        check_not_original(folder / name, workspace)
    owned = _read(folder / MANIFEST, workspace.name)
    if owned is None and (folder / INDEX).exists():
        raise _taken(folder / INDEX)
    return PageFolder(folder, owned or {})


def write_pages(folder: PageFolder, report: HtmlReport, workspace: Workspace) -> Iterator[Text]:
    """Write the pages, the index last, and yield what is to be told of it.

    Each page takes its place only once it is whole. Pages of units that are there no longer are removed, as far as
    they are on the list of those that were written here. Raises CheckbranchError.
    """
    units = [unit.id for unit in report.units]
    names = _names(folder, units)
    make_folder(folder.path)
    _write_manifest(folder, workspace, {**folder.owned, **names})  # so that all we may have written is known as ours
    for unit, parts in report.unit_pages(INDEX):
        with opened(folder.path / (names[unit.id] + _SUFFIX)) as out:
            out.writelines(parts)
    with opened(folder.path / INDEX) as out:
        out.writelines(report.index({unit: name + _SUFFIX for unit, name in names.items()}))
    gone = sorted(set(folder.owned.values()) - set(names.values()))
    for name in gone:
        _remove(folder.path / (name + _SUFFIX))
    _write_manifest(folder, workspace, names)
    yield Text(
        f"已写入文件夹 {folder.path}：{len(names)} 个单位各一页，总览 {INDEX}。",
        f"Wrote {len(names)} pages, one for each unit, and {INDEX} to {folder.path}.",
    )
    if gone:
        yield _told(gone)


def _told(gone: Sequence[str]) -> Text:
    listed = [name + _SUFFIX for name in gone[:_SHOWN]]
    zh, en = "、".join(listed), ", ".join(listed)
    more_zh, more_en = (f"等 {len(gone)} 个", f", … {len(gone)} in all") if len(gone) > _SHOWN else ("", "")
    return Text(
        f"本次没有的单位，其以前的页面已删除：{zh}{more_zh}。",
        f"Removed, as their units are not in this report: {en}{more_en}.",
    )


def _names(folder: PageFolder, units: Sequence[str]) -> dict[str, str]:
    """Return the name of the page of each unit; one that has a page keeps it. Raises CheckbranchError."""
    index = INDEX.removesuffix(_SUFFIX)
    kept = {unit: name for unit, name in folder.owned.items() if name.casefold() != index}
    found = plain_names(units, {**kept, "": index})  # no unit may take the place of the index
    for unit, name in found.items():
        path = folder.path / (name + _SUFFIX)
        if unit not in kept and path.exists() and name not in kept.values():
            raise _taken(path)
    return {unit: found[unit] for unit in units}


def _read(path: Path, workspace: str) -> dict[str, str] | None:
    """Return the list in a folder, None where there is none; raises CheckbranchError."""
    try:
        told = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        told = None
    pages = told.get("pages") if isinstance(told, dict) and told.get("format") == _FORMAT else None
    if not isinstance(pages, dict) or not all(isinstance(name, str) and _is_plain(name) for name in pages.values()):
        raise fail(
            str(path),
            "页面清单已损坏。请另选一个空文件夹，或删除此文件夹中的旧页面和清单后再试。",
            "The list of pages is damaged. Choose another, empty folder, or delete the old pages here and the list.",
        )
    if told.get("workspace") != workspace:
        raise fail(
            str(path),
            "文件夹里是另一个工作区的页面。请另选一个文件夹。",
            "The folder holds the pages of another workspace. Choose another folder.",
        )
    return {str(unit): name for unit, name in pages.items()}


def _is_plain(name: str) -> bool:
    """Return whether a name stays in its folder."""
    return bool(name) and not set(name) & set("/\\:\0") and not name.startswith(".")


def _write_manifest(folder: PageFolder, workspace: Workspace, names: Mapping[str, str]) -> None:
    told = {"format": _FORMAT, "workspace": workspace.name, "pages": dict(sorted(names.items()))}
    write_whole(folder.manifest, (json.dumps(told, ensure_ascii=True, indent=1) + "\n").encode())


def _remove(path: Path) -> None:
    with suppress(FileNotFoundError):
        try:
            path.unlink()
        except PermissionError as error:
            raise not_written(path, error) from None


def _taken(file: Path) -> CheckbranchError:
    return fail(
        str(file),
        "已有这个文件，但不是按单位写出的页面。请移走它，或另选一个文件夹。",
        "This file exists, but is not a page that was written for a unit. Move it away, or choose another folder.",
    )
