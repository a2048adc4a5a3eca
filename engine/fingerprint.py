"""The fingerprint: one hash over all that the findings depend on, and nothing that they do not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from .findings import Span
from .ledger.model import Ledger
from .packs.model import RuleBook
from .workspaces.settings import Workspace

# Which packs are named, and in which lines, is told by the packs themselves: a remark or a new folder changes nothing.
ASIDE = frozenset({"root", "file", "language", "data", "name", "score", "rules", "places"})
# Of a source: where it lies, and what is asked of a database, since the rows that came of it are an input.
ASIDE_OF_SOURCES = frozenset({"pattern", "where", "url", "relation", "query"})
# Keys that are newer: unset they leave older fingerprints alone.
_LATER = frozenset({"header", "types"})  # of a source
_LATER_SETTINGS = frozenset({"longest_waiver"})


def fingerprint(
    workspace: Workspace, rules: RuleBook, ledger: Ledger, as_of: date, span: Span, holidays: bytes, waivers: bool
) -> str:
    """Return the fingerprint (64 hex digits) of an audit.

    It covers the bytes of every input (of a database the rows that were read), the packs, the user's holidays, the
    as-of day, the span and the settings; not the language, the format, the engine, or where files lie.
    """
    settings = {
        key: value
        for key, value in asdict(workspace).items()
        if key not in ASIDE and (value or key not in _LATER_SETTINGS)
    }
    settings["holidays"] = None  # their bytes are told below, and where they lie does not matter
    sources = {
        table: [
            {k: v for k, v in asdict(entry).items() if k not in ASIDE_OF_SOURCES and (v or k not in _LATER)}
            for entry in workspace.data[table]
        ]
        for table in sorted(workspace.data)
    }
    content = {
        "inputs": sorted((source.table, source.sha256) for source in ledger.sources),
        "packs": [(pack.id, pack.version, pack.sha256) for pack in rules.packs],
        "holidays": hashlib.sha256(holidays).hexdigest(),
        "as_of": as_of,
        "span": (span.first, span.last),
        "settings": settings,
        "sources": sources,
        "waivers": waivers,
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    return sorted(map(str, value)) if isinstance(value, (set, frozenset)) else str(value)
