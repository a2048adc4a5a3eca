"""Who normally sees to a duty, and who is known to hold that role on the as-of day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from ...engine.findings import Finding
from ...engine.ledger.model import Ledger, Versions
from ...engine.packs.model import Duty
from .model import People, Role

_ROLES: Mapping[str, Role] = {"secretary": "secretary", "group_leader": "group_leader"}
_OF_TYPE: Mapping[str, Role] = {
    "general_meeting": "secretary",
    "committee_meeting": "secretary",
    "life_meeting": "secretary",
    "appraisal": "secretary",
    "party_lecture": "lecturer",
    "theme_day": "organiser",
}


def role_of(duty: Duty, finding: Finding) -> Role:
    """Return the role that normally sees to a duty: by its subject, then by the type of activity."""
    kind = finding.subject.kind
    if kind == "household":
        return "helper"
    if kind == "group":
        return "group_leader"
    if kind == "member":
        return "talkers" if "heart_to_heart_talk" in duty.do else "self"
    return next((_OF_TYPE[name] for name in duty.do if name in _OF_TYPE), "officer")


def people_of(ledger: Ledger, as_of: date) -> People:
    """Return who holds which role on ``as_of``, by the rosters; a role that no roster names has no holder."""
    subjects = ledger.subjects
    roles: dict[tuple[Role, str], list[str]] = defaultdict(list)
    for sid, values in _current(ledger, "member", as_of):
        name = subjects.name[sid] or subjects.id[sid]
        for word in _words(values.get("roles")):
            role = _ROLES.get(word)
            place = values.get("group" if role == "group_leader" else "unit")
            if role and isinstance(place, int):
                roles[role, subjects.id[place]].append(name)
    helpers = {subjects.id[sid]: _words(values.get("helpers")) for sid, values in _current(ledger, "household", as_of)}
    return People(
        {key: tuple(names) for key, names in roles.items()}, {key: names for key, names in helpers.items() if names}
    )


def _current(ledger: Ledger, family: str, as_of: date) -> Iterator[tuple[int, dict[str, object]]]:
    """Yield the subjects of a family that exist on ``as_of``, with the values that hold then."""
    found: Versions = ledger.attributes.get(family, Versions())
    subjects, latest = ledger.subjects, dict[int, int]()
    for row, (sid, since) in enumerate(zip(found.subject, found.since, strict=True)):
        if since is None or since <= as_of:
            latest[sid] = row
    for sid, row in latest.items():
        starts, ends = subjects.starts[sid], subjects.ends[sid]
        if (starts is None or starts <= as_of) and (ends is None or as_of < ends):
            yield sid, {name: values[row] for name, values in found.columns.items()}


def _words(cell: object) -> tuple[str, ...]:
    if isinstance(cell, str):
        return (cell,)
    return tuple(str(word) for word in cell) if isinstance(cell, tuple | list) else ()
