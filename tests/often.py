"""How many examples a property is tried on: few in every run, many when looking for new ones."""

from __future__ import annotations

import os

EXPLORE = os.environ.get("CHECKBRANCH_HYPOTHESIS") == "explore"


def times(number: int) -> int:
    """Return ``number``, and forty times as many where CHECKBRANCH_HYPOTHESIS is ``explore``."""
    return number * 40 if EXPLORE else number
