"""A workspace as its ``checkbranch.yaml`` describes it: which rules, which files, which assumptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ...calendars import Duration

TABLES = ("units", "members", "households", "posts", "requests", "activities", "waivers")


@dataclass(frozen=True, slots=True)
class TableSource:
    """One entry under ``data``: a file, a glob or a database, and how its sheets become rows of ``table``.

    ``columns`` maps headers to canonical names. ``unit`` is an id or name, which may hold ``{stem}``, ``{sheet}``,
    ``{folder}`` and the keys of folders such as ``unit=B1``. Of a database ``relation`` is the table or view that is
    read, or ``query`` what is asked; ``url`` is the address of one on a server, its ``pattern`` the address as it is
    shown. ``where`` is the entry's place in the YAML, for messages. ``header``
    are the first and the last row of the header, as a spreadsheet numbers them; ``types`` maps words of the type cells
    to types.
    """

    table: str
    pattern: str
    glob: bool = False
    sheet: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    unit: str | None = None
    type: str | None = None
    covers: tuple[str, ...] = ()
    log_starts: date | None = None
    complete_through: date | None = None
    relation: str | None = None
    query: str | None = None
    url: str | None = field(default=None, repr=False)
    where: str = ""
    header: tuple[int, int] | None = None
    types: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Workspace:
    """The settings of one audit. ``root`` is the folder that paths are relative to.

    ``unit`` holds the cells of the only unit where there is no units table. ``single`` says that a bare ledger file
    is audited with the built-in assumptions. ``longest_waiver`` is how long a waiver may be before it is told, None a
    year. ``score`` is the scoring table of the self-check: the name of a shipped one, or a path. ``places`` says where
    a name was written, under ``rules:NAME``, ``severity:DUTY``, ``off:DUTY`` and ``score``, for messages.
    """

    root: Path
    name: str
    file: Path | None = None
    timezone: str = "Asia/Shanghai"
    language: str = "zh"
    rules: tuple[str, ...] = ("cn-party-branch",)
    unit: Mapping[str, str] | None = None
    data: Mapping[str, tuple[TableSource, ...]] = field(default_factory=dict)
    log_starts: date | None = None
    complete_through: date | None = None
    entry_grace: Duration = field(default_factory=lambda: Duration(0, "day"))
    holidays: tuple[Path, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    off: tuple[str, ...] = ()
    score: str | None = None
    single: bool = False
    longest_waiver: Duration | None = None
    places: Mapping[str, str] = field(default_factory=dict, compare=False)
