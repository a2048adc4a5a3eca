"""What gave rise to a finding, where that stands, and between which days something was to be done."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from ...calendars import Duration
from ...engine.findings import Finding
from ...engine.packs.check_model import FollowUp, Precede
from ...engine.packs.condition_model import Dated
from ...engine.packs.model import ActivityType, Duty
from ...engine.text import Text
from .checks import record_types
from .conditions import duration_words

Types = Mapping[str, ActivityType]

_MADE_ID = re.compile(r"[0-9a-f]{12}(-[0-9]+)?")  # of a request that has no id of its own


def trigger_words(finding: Finding, duty: Duty, types: Types) -> Text | None:
    """Return the record or request that gave rise to a finding (``2026-05-10“大会”``); None where there is none."""
    detail, check = finding.detail or {}, duty.check
    request, trigger = detail.get("request"), detail.get("trigger")
    if isinstance(request, Mapping):
        name = str(request["id"])
        name = str(request["source"] or name) if _MADE_ID.fullmatch(name) else name
        day = request["date"]
        return Text(f"诉求 {name}（{day} 提出）", f"request {name} (opened {day})")
    if isinstance(trigger, Mapping) and isinstance(check, FollowUp | Precede):
        what = record_types(check.triggers, types)
        day = trigger["date"]
        if day is None and finding.period:
            month = f"{finding.period.start:%Y-%m}"
            return Text(f"{month}（未写明日期）{what.zh}", f"{what.en} of {month} (no day written)")
        return Text(f"{day} {what.zh}", f"{what.en} of {day}")
    return None


def trigger_source(finding: Finding) -> str | None:
    """Return where the record or request stands that gave rise to a finding."""
    detail = finding.detail or {}
    for name in ("request", "trigger"):
        place = detail.get(name)
        if isinstance(place, Mapping) and place.get("source"):
            return str(place["source"])
    return None


def window_of(finding: Finding) -> tuple[date, date] | None:
    """Return the first and the last good day of what was to follow, or to precede."""
    window = (finding.detail or {}).get("window")
    if not isinstance(window, Mapping):
        return None
    first, last = window["from"], window["to"]
    return (first, last) if isinstance(first, date) and isinstance(last, date) else None


def within_words(within: Dated[Duration], finding: Finding) -> Text:
    """Return the time that is allowed with the value in force on the day of the trigger."""
    day = finding.period.start if finding.period else None
    return duration_words(within.values()[-1] if day is None else within.at(day))
