"""What is to follow a record: the part of a duty that says so."""

from __future__ import annotations

from ..packs.check_model import FollowUp
from ..packs.model import Duty


def follow_up_of(duty: Duty) -> FollowUp | None:
    """Return what a ``follow_up`` asks; None of any other kind of duty."""
    return duty.check if isinstance(duty.check, FollowUp) else None
