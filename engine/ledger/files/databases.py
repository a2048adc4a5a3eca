"""Databases as sheets: the rows of a table or a query, in an order of their own and with a hash of their content."""

from __future__ import annotations

from datetime import tzinfo
from pathlib import Path

from ...workspaces.settings import TableSource
from ..values.content import Content
from .database_rows import (
    QUERY,
    content_of,
)


def of_database(source: TableSource) -> bool:
    """Return whether a source asks a database."""
    return source.url is not None or source.relation is not None or source.query is not None


def label_of(source: TableSource) -> str:
    """Return what stands in places for the sheet of a database."""
    return source.relation or QUERY


def open_database(source: TableSource, path: str, zone: tzinfo) -> Content:
    """Return what a source asks of a server, or of the SQLite file at ``path``; raise Refused."""
    if source.url is not None:
        from ...workspaces.addresses import address_of
        from .postgres import read_server

        return content_of(label_of(source), read_server(address_of(source.url), source.relation, source.query, zone))
    from .sqlite import open_sqlite

    return open_sqlite(Path(path), source.relation, source.query)
