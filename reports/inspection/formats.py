"""The formats of a self-check: their names, the endings of their files, and what writes each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO, TextIO

from ..asked import Ask, Format, by_name
from .model import Inspection


def _text(inspection: Inspection, out: TextIO, ask: Ask) -> None:
    from .as_text import write_inspection_text

    write_inspection_text(inspection, out, ask.language)


def _html(inspection: Inspection, out: TextIO, ask: Ask) -> None:
    from .as_html import write_inspection_html

    write_inspection_html(inspection, out, ask.language)


def _json(inspection: Inspection, out: TextIO, ask: Ask) -> None:
    from .as_json import write_inspection_json

    write_inspection_json(inspection, out, ask.language)


def _xlsx(inspection: Inspection, out: BinaryIO, ask: Ask) -> None:
    from .as_xlsx import inspection_workbook

    out.write(inspection_workbook(inspection, ask.language))


def _docx(inspection: Inspection, out: BinaryIO, ask: Ask) -> None:
    from .as_docx import inspection_document

    out.write(inspection_document(inspection, ask.language))


INSPECT: Mapping[str, Format[Inspection]] = by_name(
    Format("text", (".txt",), text=_text),
    Format("html", (".html", ".htm"), text=_html),
    Format("json", (".json",), text=_json),
    Format("xlsx", (".xlsx",), data=_xlsx),
    Format("docx", (".docx",), data=_docx),
)
