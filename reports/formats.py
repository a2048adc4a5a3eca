"""The formats of a report: their names, the endings of their files, and what writes each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO, TextIO

from .asked import Ask, Format, by_name
from .view import AuditView


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
