"""The self-check as one HTML file to print on A4: no script, nothing loaded from elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

from .compose import sheet_of
from .model import Inspection

_TEMPLATE = "inspect.html.j2"


def write_inspection_html(inspection: Inspection, out: TextIO, language: str = "zh") -> None:
    """Write the self-check to ``out``: everything from files is escaped, and the same audit gives the same bytes."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = Path(__file__).parents[1] / "html"
    environment = Environment(
        loader=FileSystemLoader(folder, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    sheet = sheet_of(inspection, language)
    english = language == "en"
    # Globals, so that the macros see them too.
    environment.globals.update(sheet=sheet, t=sheet.heads, en=english, colon=": " if english else "：")
    out.writelines(environment.get_template(_TEMPLATE).generate())
