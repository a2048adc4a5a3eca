"""Findings as reports: for people to read, print and work in, and for programs."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .programs.json_report import FORMAT, schema_path, write_json
    from .text.report import write_text
    from .view import AuditView, Which

__all__ = ["FORMAT", "AuditView", "Which", "schema_path", "write_json", "write_text"]

_MODULES = {
    "FORMAT": "programs.json_report", "schema_path": "programs.json_report", "write_json": "programs.json_report",
    "write_text": "text.report", "AuditView": "view", "Which": "view",
}  # fmt: skip


def __getattr__(name: str) -> object:
    """Return what is asked for; its module is imported only then, as most commands need one report of many."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_MODULES[name]}", __name__), name)
