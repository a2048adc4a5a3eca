"""A file that a workbook is written to, which takes nothing more once that has failed."""

from __future__ import annotations

from typing import BinaryIO


class Sink:
    """Passes on what is written until ``dead``; then an archive that is thrown away can end itself in peace."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self.dead = False

    def write(self, data: bytes) -> int:
        """Write some bytes."""
        return len(data) if self.dead else self._out.write(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place."""
        return 0 if self.dead else self._out.seek(offset, whence)

    def tell(self) -> int:
        """Return the place."""
        return 0 if self.dead else self._out.tell()

    def flush(self) -> None:
        """Write out what is held back."""
        if not self.dead:
            self._out.flush()

    def seekable(self) -> bool:
        """Return whether places can be gone back to."""
        return self._out.seekable()
