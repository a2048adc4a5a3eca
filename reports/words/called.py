"""What somebody is called, in a line that stays short."""

from __future__ import annotations

from ...engine.findings import Subject
from ..layout import safe

_LONGEST = 60


def clipped(text: str, longest: int = _LONGEST) -> str:
    """Return a text of the user's own on one line, harmless to print, shortened with an ellipsis where it is long."""
    shown = safe(text[: longest * 4])
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def called(subject: Subject, language: str) -> str:
    """Return a subject by name, with its id where that differs."""
    if not subject.name or subject.name == subject.id:
        return clipped(subject.id)
    name, code = clipped(subject.name), clipped(subject.id)
    return f"{name} ({code})" if language == "en" else f"{name}（{code}）"
