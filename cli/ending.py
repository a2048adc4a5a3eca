"""How a command ends that is broken off, or whose reader has gone: with a code of its own, never that of a gap."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

import click

STOPPED = 130  # what shells know for a key that breaks off, and for a reader that has gone
GONE = 141


@contextmanager
def ended() -> Iterator[None]:
    """Let a command that is broken off say so and end with 130; where the reader of its output has gone, with 141."""
    try:
        yield
    except KeyboardInterrupt:
        click.echo(
            "\ncheckbranch: 已中断。没有写完的文件不会留下，原有文件不变。 "
            "Broken off. Nothing half-written is left, and files that were there are as they were.",
            err=True,
        )
        sys.exit(STOPPED)
    except BrokenPipeError:
        hush(sys.stdout, sys.stderr)
        sys.exit(GONE)


def hush(*streams: TextIO | None) -> None:
    """Let what is still to be written go nowhere, so that the end of the program does not fail over it once more."""
    for stream in streams:
        with suppress(OSError, ValueError):
            if stream is not None:
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, stream.fileno())
                os.close(nowhere)
