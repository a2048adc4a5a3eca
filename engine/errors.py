"""Every fault that a user can cause, each naming the place, what is wrong and the mend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .text import Text


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault of the call, the workspace or a pack.

    ``where`` is ``file:line:column``, ``file:line``, ``file`` or empty; ``message`` says what is wrong and, in a
    second sentence, what to write instead.
    """

    where: str
    message: Text

    def say(self, language: str) -> str:
        """Return the fault as the one line that is printed."""
        text = self.message.say(language)
        return f"{self.where}: {text}" if self.where else text


class CheckbranchError(Exception):
    """What cannot be used, as all its faults at once; the command line shows them and exits with 2."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.say("en") for fault in self.faults))


def fail(where: str, zh: str, en: str) -> CheckbranchError:
    """Return the error of a single fault, ready to be raised."""
    return CheckbranchError([Fault(where, Text(zh, en))])
