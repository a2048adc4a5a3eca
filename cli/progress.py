"""A sign of life on standard error for work that takes longer than a second, on a terminal only."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .log import shows_progress

if TYPE_CHECKING:
    from rich.status import Status

STAGES = {
    "read": {"zh": "正在读取规则和台账…", "en": "Reading rules and ledgers…"},
    "judge": {"zh": "正在核对…", "en": "Judging…"},
    "write": {"zh": "正在写报告…", "en": "Writing the report…"},
}


class Progress:
    """Shows the stage that an audit is in, once the first second is over."""

    def __init__(self, language: str) -> None:
        self._language, self._stage = language, "read"
        self._status: Status | None = None
        self._stopped = False
        self._lock = threading.Lock()
        self._timer = threading.Timer(1.0, self._show)
        self._timer.daemon = True

    def stage(self, name: str) -> None:
        """Say that the stage ``name`` (``read``, ``judge``, ``write``) has begun."""
        with self._lock:
            self._stage = name
            if self._status is not None:
                self._status.update(self._text())

    def start(self) -> None:
        """Begin to count the second."""
        self._timer.start()

    def stop(self) -> None:
        """Take the sign away."""
        self._timer.cancel()
        with self._lock:
            self._stopped = True
            if self._status is not None:
                self._status.stop()

    def _show(self) -> None:
        from rich.console import Console
        from rich.status import Status

        with self._lock:
            if not self._stopped:
                self._status = Status(self._text(), console=Console(stderr=True))
                self._status.start()

    def _text(self) -> str:
        return STAGES[self._stage][self._language]


@contextmanager
def progress(language: str) -> Iterator[Progress]:
    """Show progress while the block runs, if standard error is a terminal."""
    shown = Progress(language)
    if shows_progress():
        shown.start()
    try:
        yield shown
    finally:
        shown.stop()
