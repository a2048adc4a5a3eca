"""What a command says on standard error: errors, notices and, at the end, one line of counts, as text or as JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Literal, TypeVar

import click

from ..engine import Audit
from ..engine.findings import GAPS, STATUSES

F = TypeVar("F", bound=Callable[..., Any])
Level = Literal["error", "notice"]
Number = int | float | str

_KEY = "checkbranch.log"


class Log:
    """The messages of one command; ``quiet`` leaves the errors only, ``as_json`` makes each line an object."""

    def __init__(self, command: str = "", *, quiet: bool = False, as_json: bool = False) -> None:
        self._command, self.quiet, self.as_json = command, quiet, as_json
        self._facts: dict[str, Number] = {}
        self._begun = time.perf_counter()

    def say(self, text: str, level: Level = "notice") -> None:
        """Print one message on a line of its own."""
        if self.quiet and level != "error":
            return
        line = " ".join(text.split())
        self._print({"level": level, "message": line} if self.as_json else line)

    def count(self, facts: Mapping[str, Number], *, shown: bool = False) -> None:
        """Keep numbers for the line at the end, in their order.

        Where the report is ``shown`` on a terminal, its own last lines say as much, and the line is left out.
        """
        if not (shown and sys.stdout is not None and sys.stdout.isatty() and not self.as_json):
            self._facts.update(facts)

    def close(self, code: int) -> None:
        """Print the line of counts, with the seconds it took and the exit code; none where nothing was counted."""
        if not self._facts or self.quiet:
            return
        seconds = round(time.perf_counter() - self._begun, 2)
        facts = {**self._facts, "seconds": seconds, "exit": code}
        if self.as_json:
            self._print({"level": "summary", "command": self._command, **facts})
        else:
            self._print(f"checkbranch {self._command}: " + " ".join(f"{key}={value}" for key, value in facts.items()))

    def _print(self, line: str | Mapping[str, object]) -> None:
        click.echo(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False), err=True)


def current_log() -> Log:
    """Return the log of the command that runs; a plain one where it has none of its own."""
    context = click.get_current_context(silent=True)
    found = context.meta.get(_KEY) if context is not None else None
    return found if isinstance(found, Log) else Log()


def logged(command: F) -> F:
    """Give a command the options ``--quiet`` and ``--log-format``, and the line of counts at its end."""

    @click.option("--quiet", "-q", is_flag=True, help="标准错误上只报错误。 Nothing but errors on standard error.")
    @click.option(
        "--log-format",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="标准错误的格式。 The form of what is said on standard error.",
    )
    @wraps(command)
    def run(*args: Any, quiet: bool, log_format: str, **rest: Any) -> Any:
        context = click.get_current_context()
        log = Log(_path(context), quiet=quiet, as_json=log_format == "json")
        context.meta[_KEY] = log
        try:
            result = command(*args, **rest)
        except SystemExit as stop:
            log.close(stop.code if isinstance(stop.code, int) else 1)
            raise
        log.close(0)
        return result

    return run  # type: ignore[return-value]


def _path(context: click.Context) -> str:
    """Return the words of the command without the name of the program: ``calendar export``."""
    words: list[str] = []
    at: click.Context | None = context
    while at is not None and at.parent is not None:
        words.append(at.info_name or "")
        at = at.parent
    return " ".join(reversed(words))


def audit_facts(done: Audit) -> dict[str, Number]:
    """Return the numbers of an audit for the line at the end; the statuses of the contract, and what fails a run."""
    summary = done.summary
    return {
        "as_of": done.as_of.isoformat(),
        "units": len(done.units),
        "total": sum(summary.values()),
        **{status: summary.get(status, 0) for status in STATUSES},
        "gaps": sum(summary.get(status, 0) for status in GAPS),
        "flags": len(done.flags),
        "problems": len(done.ledger.problems),
    }


def shows_progress() -> bool:
    """Return whether a sign of life may be shown: on a terminal, unless it is to be quiet or read by a program."""
    log = current_log()
    return sys.stderr is not None and sys.stderr.isatty() and not log.quiet and not log.as_json
