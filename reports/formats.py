"""The formats of a report: their names, the endings of their files, and what writes each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Generic, TextIO, TypeVar

from .view import AuditView, Which

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ask:
    """What a report was asked for, besides what it tells of.

    ``which`` are the findings listed, None what the format lists by itself; ``exit_code`` is that of the command.
    With ``evidence`` the records behind what passed are told too, where a format does not tell them anyway.
    """

    language: str = "zh"
    which: Which | None = None
    exit_code: int | None = None
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


def _text(audit: AuditView, out: TextIO, ask: Ask) -> None:
    from .text_report import write_text

    write_text(audit, out, ask.language, ask.which or "gaps", exit_code=ask.exit_code, evidence=ask.evidence)


def _json(audit: AuditView, out: TextIO, ask: Ask) -> None:
    from .json_report import write_json

    write_json(audit, out, ask.language, ask.which or "all")


AUDIT: Mapping[str, Format[AuditView]] = by_name(
    Format("text", (".txt",), text=_text),
    Format("json", (".json",), text=_json),
)
