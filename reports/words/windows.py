"""What a duty without periods found: how long it was between records, or how many there were of late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from ...engine.findings import Finding
from ...engine.text import Text

_SHOWN = 3


def window_message(finding: Finding, language: str) -> str:
    """Return what a ``gap`` or ``rolling`` finding found, without until when it is due."""
    detail = finding.detail or {}
    text = _gap(finding, detail) if finding.kind == "gap" else _rolling(finding, detail)
    return text.say(language)


def _gap(finding: Finding, detail: Mapping[str, object]) -> Text:
    most = detail.get("at_most")
    if finding.status == "met":
        return Text(f"间隔均不超过 {most} 天", f"Never more than {most} days between records")
    if finding.status == "open":
        return Text(f"尚无符合要求的记录，间隔不得超过 {most} 天", f"No record yet; at most {most} days may pass")
    intervals = cast("Sequence[Mapping[str, object]]", detail.get("intervals") or ())
    zh = [_interval(each).zh for each in intervals[:_SHOWN]]
    en = [_interval(each).en for each in intervals[:_SHOWN]]
    if len(intervals) > _SHOWN:
        zh.append(f"等 {len(intervals)} 处")
        en.append(f"{len(intervals)} in all")
    return Text(f"超过 {most} 天未见记录：{'；'.join(zh)}", f"More than {most} days without a record: {'; '.join(en)}")


def _interval(interval: Mapping[str, object]) -> Text:
    first, last, days = cast("date", interval["from"]), cast("date", interval["to"]), interval["days"]
    return Text(f"{first} 至 {last}（{days} 天）", f"{first} to {last} ({days} days)")


def _rolling(finding: Finding, detail: Mapping[str, object]) -> Text:
    days, required, counted = detail.get("in_any"), finding.required, finding.counted
    zh, en = f"最近 {days} 天应有 {required} 次，见 {counted} 次", f"{counted} of {required} in the last {days} days"
    if finding.status in ("short", "missing") and finding.due is not None:
        return Text(f"{zh}，已于 {finding.due} 到期", f"{en}; it was due by {finding.due}")
    return Text(zh, en)
