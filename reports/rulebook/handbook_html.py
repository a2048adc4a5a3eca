"""The handbook as one HTML file to print on A4: no script, nothing loaded from elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

from .handbook import Handbook

_TEMPLATE = "handbook.html.j2"


def write_handbook_html(book: Handbook, out: TextIO) -> None:
    """Write the handbook to ``out``: everything from files is escaped, and the same handbook gives the same bytes."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parents[1] / "html", encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    # Globals, so that the macros see them too.
    environment.globals.update(book=book, en=book.language == "en")
    out.writelines(environment.get_template(_TEMPLATE).generate())
