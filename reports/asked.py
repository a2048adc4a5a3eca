"""What a report is asked for, and what a format is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Generic, TextIO, TypeVar

from ..engine.text import Text
from .view import Which

if TYPE_CHECKING:
    from .compared.baseline import Comparison
    from .compared.history import History


T = TypeVar("T")


def _unheard(_: Text) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What a report was asked for, besides what it tells of.

    ``which`` are the findings listed, None what the format lists by itself; ``exit_code`` is that of the command.
    ``units`` and ``duties`` are those that were asked for by name, ``waivers`` false where they were left aside.
    ``compared`` is what came of holding the audit against a baseline.
    ``path`` is the file that the report takes the place of, and ``tell`` is called with what is to be said of it. Where
    names are ``redacted``, nothing that people wrote into an earlier report may get into it.
    ``history`` are earlier audits, for the formats that tell of a trend.
    With ``evidence`` the records behind what passed are told too, where a format does not tell them anyway.
    """

    language: str = "zh"
    which: Which | None = None
    exit_code: int | None = None
    units: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    waivers: bool = True
    compared: Comparison | None = None
    path: Path | None = None
    redacted: bool = False
    tell: Callable[[Text], None] = _unheard
    history: History | None = None
    evidence: bool = False


@dataclass(frozen=True, slots=True)
class Format(Generic[T]):
    """One format: ``text`` writes it to a text file or a terminal, or else ``data`` writes it to a binary file.

    ``endings`` are those of its files' names, the usual one first; a file so named is written in it unasked.
    """

    name: str
    endings: tuple[str, ...]
    text: Callable[[T, TextIO, Ask], None] | None = None
    data: Callable[[T, BinaryIO, Ask], None] | None = None


def by_name(*formats: Format[T]) -> Mapping[str, Format[T]]:
    """Return the formats by their names, in the order given; the first is the default."""
    return {one.name: one for one in formats}
