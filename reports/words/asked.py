"""What a report leaves out as it was asked to (other units, other duties, waivers), so that none is silent about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...engine.text import Text
from ..layout import safe
from ..view import AuditView
from .called import clipped
from .wording import listed

_SHOWN = 5
_LONGEST = 60


def asked_words(audit: AuditView) -> tuple[Text, ...]:
    """Return what was chosen, a sentence each; nothing where the report tells of everything."""
    chosen, told = audit.selection, []
    if chosen.units or chosen.duties:
        units = {id_: Text(name or id_, name or id_) for id_, name, _, _ in audit.unit_rows()} if chosen.units else {}
        duties = {duty.id: duty.title for duty in audit.rules.duties}
        parts = [
            part
            for part in (
                _part(Text("单位（含下级）：", "units, with all below them: "), chosen.units, units),
                _part(Text("事项：", "duties: "), chosen.duties, duties),
            )
            if part
        ]
        zh, en = "；".join(part.zh for part in parts), "; ".join(part.en for part in parts)
        told.append(
            Text(
                f"只列所选范围，其余不列，也不计入各项数字。{zh}。",
                f"Only what was chosen is listed and counted: {en}.",
            )
        )
    if not audit.waivers:
        told.append(Text("本次核对未计豁免。", "Waivers were not taken into account."))
    return tuple(told)


def _part(head: Text, ids: Sequence[str], names: Mapping[str, Text]) -> Text | None:
    if not ids:
        return None
    found = [names.get(id_, Text(id_, id_)) for id_ in dict.fromkeys(ids)]
    zh, en = (
        listed((clipped(safe(one.say(language)), _LONGEST) for one in found[:_SHOWN]), language)
        for language in ("zh", "en")
    )
    left = len(found) > _SHOWN
    return Text(
        f"{head.zh}{zh}{f'等 {len(found)} 个' if left else ''}", f"{head.en}{en}{f', … ({len(found)})' if left else ''}"
    )
