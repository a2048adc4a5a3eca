"""An open file: its hash, its sheets, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..model import Origin
from .sheets import Note, Sheet


class Content:
    """An open file: the SHA-256 of its bytes, what is to be said of it, and its sheets, read when they are asked for.

    ``origin`` tells a ``form`` (a record in a document of its own) from a ``ledger``.
    """

    def __init__(
        self,
        sha256: str,
        names: Sequence[str | None],
        read: Callable[[str | None], Sheet],
        notes: Sequence[Note] = (),
        origin: Origin = "ledger",
    ) -> None:
        self.sha256, self.names, self.notes, self.origin, self._read = sha256, names, notes, origin, read

    def sheet(self, name: str | None) -> Sheet:
        """Return the sheet ``name`` (None: the only one of a file without named sheets); raise Refused."""
        return self._read(name)
