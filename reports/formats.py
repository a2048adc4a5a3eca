"""The formats of a report: their names, the endings of their files, and what writes each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Generic, TextIO, TypeVar

from ..engine.text import Text
from .view import AuditView, Which

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


def _text(audit: AuditView, out: TextIO, ask: Ask) -> None:
    from .text.report import write_text

    write_text(
        audit,
        out,
        ask.language,
        ask.which or "gaps",
        exit_code=ask.exit_code,
        compared=ask.compared,
        evidence=ask.evidence,
    )


def _json(audit: AuditView, out: TextIO, ask: Ask) -> None:
    from .programs.json_report import write_json

    write_json(audit, out, ask.language, ask.which or "all", ask)


def _csv(audit: AuditView, out: TextIO, ask: Ask) -> None:
    from .programs.csv_report import write_csv

    write_csv(audit, out, ask)


def _md(audit: AuditView, out: TextIO, ask: Ask) -> None:
    from .chat.markdown import write_md

    write_md(audit, out, ask)


def _message(audit: AuditView, out: TextIO, ask: Ask) -> None:
    from .chat.message import write_message

    write_message(audit, out, ask)


def _junit(audit: AuditView, out: TextIO, ask: Ask) -> None:
    from .programs.junit_report import write_junit

    write_junit(audit, out, ask)


def _sarif(audit: AuditView, out: TextIO, ask: Ask) -> None:
    from .programs.sarif_report import write_sarif

    write_sarif(audit, out, ask)


def _xlsx(audit: AuditView, out: BinaryIO, ask: Ask) -> None:
    from .book.report import write_book

    write_book(audit, out, ask)


def _html(audit: AuditView, out: TextIO, ask: Ask) -> None:
    from .html.report import write_html

    write_html(audit, out, ask.language, ask.history)


AUDIT: Mapping[str, Format[AuditView]] = by_name(
    Format("text", (".txt",), text=_text),
    Format("json", (".json",), text=_json),
    Format("html", (".html", ".htm"), text=_html),
    Format("csv", (".csv",), text=_csv),
    Format("md", (".md",), text=_md),
    Format("junit", (".xml",), text=_junit),
    Format("sarif", (".sarif", ".sarif.json"), text=_sarif),
    Format("message", (".message.txt",), text=_message),
    Format("xlsx", (".xlsx",), data=_xlsx),
)
