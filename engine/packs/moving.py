"""Bounds that are told from the as-of day on (``today + 6 months``), made into days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from .condition_model import Condition, Test, Today


def fixed(condition: Condition | None, as_of: date) -> Condition | None:
    """Return ``condition`` with every bound that moves with the as-of day as the day it is on ``as_of``."""
    return None if condition is None else _fixed(condition, as_of)


def _fixed(condition: Condition, as_of: date) -> Condition:
    if isinstance(condition, Test):
        moving = condition.value
        return replace(condition, value=moving.on(as_of)) if isinstance(moving, Today) else condition
    return replace(condition, parts=tuple(_fixed(part, as_of) for part in condition.parts))
