"""Findings as reports: text for people and JSON for programs."""

from .json_report import FORMAT, schema_path, write_json
from .text_report import write_text
from .view import AuditView, Which

__all__ = ["FORMAT", "AuditView", "Which", "schema_path", "write_json", "write_text"]
