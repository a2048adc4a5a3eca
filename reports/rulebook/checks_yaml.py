"""What the duties without periods of their own ask, as it is written in YAML."""

from __future__ import annotations

from collections.abc import Sequence

from ...engine.packs.check_model import ANY, Check, Cover, FollowUp, Hint, InOrder, Overlap, Precede, State, Tally
from ...engine.packs.compare import names_people
from ...engine.packs.documents import Document
from ...engine.packs.hint_signs import SHAPES
from ...engine.packs.model import Duty
from .yaml_parts import condition_value, dated, filled, one_or_list


def check_value(duty: Duty) -> dict[str, object] | None:
    """Return the map under the kind of ``duty``, None where it is of a kind with periods or a fixed interval."""
    check = duty.check
    if check is None:
        return None
    by = one_or_list(duty.by) if names_people(duty) else None
    return filled(_written(check, by))


def _written(check: Check, by: object) -> dict[str, object]:
    if isinstance(check, FollowUp):
        return {
            "of": "requests" if check.requests else None,
            "after": "opened" if check.requests else one_or_list(check.after),
            "do": one_or_list(check.do) if check.do else None,
            "have": check.have,
            "within": dated(check.within, str),
            "same": check.same,
            "by": by if check.do else None,
        }
    if isinstance(check, Precede):
        return {
            "before": one_or_list(check.before),
            "do": one_or_list(check.do),
            "within": dated(check.within, str),
            "same": check.same,
            "cover": "members" if check.cover else None,
            "by": by,
        }
    if isinstance(check, InOrder):
        when = dated(check.when, condition_value) if check.when else None
        must = dated(check.must, condition_value) or "none"
        return {"of": _types(check.of), "when": when, "must": must, "by": by}
    if isinstance(check, State):
        return {"must": dated(check.must, condition_value) or "none"}
    return _sums(check)


def _sums(check: Cover | Tally | Overlap | Hint) -> dict[str, object]:
    if isinstance(check, Cover):
        where = condition_value(check.where)
        return {"each": check.each, "of": check.of, "by": check.by, "where": where, "match": check.match}
    if isinstance(check, Tally):
        parts = one_or_list(check.parts) if check.parts else None
        return {"whole": check.whole, "parts": parts, "sum": check.sum, "of": check.of}
    if isinstance(check, Overlap):
        return {"of": _types(check.of), "who": one_or_list(check.who), "within": "clock"}
    shape = SHAPES[check.sign]
    return {
        "of": _types(check.of),
        "every": check.every,
        "sign": check.sign,
        "at_least": check.at_least if shape.at_least else None,
        "over": str(check.over) if shape.over else None,
        "within": f"{check.within} day{'' if check.within == 1 else 's'}" if shape.within else None,
        "documents": {each.name: _document(each) for each in check.documents} or None,
    }


def _document(document: Document) -> object:
    """Return a document: the day alone, where nothing else is said of it."""
    more = filled(
        {
            "names": [name for name in document.names if name != document.name] or None,
            "en": document.title.en if document.title.en != document.name else None,
            "source": document.source,
            "checked_on": document.checked_on,
        }
    )
    return {"published": document.published, **more} if more else document.published


def _types(of: Sequence[str]) -> object:
    return "any" if tuple(of) == ANY else one_or_list(of)
