"""The order in which an inspector leafs through the box: meetings, theme days, yearly items, talks, visits, the rest.

Inspections go through the 三会一课 book first (general meeting, committee, groups, lecture), then the theme days, the
organisational life meeting with the appraisal, the talks, and last what is local. Within a section duties of the unit
come before those of its members and households, then the order of the packs holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...engine.packs.check_model import Cover, FollowUp, State, Tally
from ...engine.packs.model import Duty
from ...engine.text import Text

SECTION: Mapping[str, Text] = {
    "meetings": Text("三会一课", "Three meetings and one lecture"),
    "theme": Text("主题党日", "Theme Party Day"),
    "yearly": Text("组织生活会和民主评议党员", "Organisational life meeting and appraisal"),
    "talks": Text("谈心谈话", "Heart-to-heart talks"),
    "training": Text("党员学习", "Study of members"),
    "visits": Text("走访联系", "Household visits"),
    "requests": Text("诉求办理", "Requests"),
    "registers": Text("名册、岗位和数字", "Rosters, posts and figures"),
    "others": Text("其他事项", "Other duties"),
}

# Type of activity -> section; the order of the types is that of the pages within their section.
_TYPES: Mapping[str, str] = {
    "general_meeting": "meetings",
    "committee_meeting": "meetings",
    "group_meeting": "meetings",
    "party_lecture": "meetings",
    "theme_day": "theme",
    "life_meeting": "yearly",
    "appraisal": "yearly",
    "work_report": "yearly",
    "heart_to_heart_talk": "talks",
    "study": "training",
}
_RANK = {name: number for number, name in enumerate(_TYPES)}
_SECTIONS = {name: number for number, name in enumerate(SECTION)}
_FAMILY = {"member": 1, "household": 2}


def section_of(duty: Duty) -> str:
    """Return the section of the box in which a duty is looked for: a key of ``SECTION``."""
    for name in _types(duty):
        if name in _TYPES:
            return _TYPES[name]
    if isinstance(duty.check, FollowUp) and duty.check.requests:
        return "requests"
    if isinstance(duty.check, State | Cover | Tally):
        return "registers"
    return "visits" if duty.subject == "household" else "others"


def box_order(duties: Sequence[Duty]) -> list[Duty]:
    """Return the duties in the order of the box."""
    place = {duty.id: number for number, duty in enumerate(duties)}
    return sorted(duties, key=lambda duty: (*_page(duty), place[duty.id]))


def _types(duty: Duty) -> tuple[str, ...]:
    """Return the types of activity it is about: what follows or precedes a meeting lies with that meeting."""
    return (*duty.check.triggers, *duty.do) if duty.check else duty.do


def _page(duty: Duty) -> tuple[int, int, int]:
    rank = min((_RANK[name] for name in _types(duty) if name in _RANK), default=len(_RANK))
    return _SECTIONS[section_of(duty)], rank, _FAMILY.get(duty.subject, 0)
