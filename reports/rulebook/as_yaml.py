"""A rule as it would be written in a pack, after all overlays: what is read from it again is the same rule."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ...engine.packs.inference_model import (
    Below,
    Bound,
    DutyStanding,
    FindingMatch,
    FlagRaised,
    Inference,
    NoneOf,
    When,
)
from ...engine.packs.model import ColumnAmount, Duty, Gap, Late, Rolling
from ...engine.text import Text
from .checks_yaml import check_value
from .yaml_parts import condition_value, dated, filled, one_or_list

_WIDTH = 100
_LONG = 80  # letters in both languages together, above which each has its own line
_OPERATORS = {"!=": "is_not", ">=": "at_least", ">": "over", "<=": "at_most", "<": "under"}


def duty_yaml(duty: Duty) -> str:
    """Return a duty as YAML, one item of ``duties``."""
    return _dump([_duty(duty)])


def inference_yaml(inference: Inference) -> str:
    """Return an inference as YAML, one item of ``inferences``."""
    then = {"flag": inference.flag, "severity": inference.severity, "message": _text(inference.message)}
    whole = {
        "id": inference.id,
        "title": _text(inference.title),
        "subject": inference.subject,
        "when": [_when(when) for when in inference.when],
        "then": then,
        "off": inference.off or None,
    }
    return _dump([filled(whole)])


class _Block(dict[str, object]):
    """A map that is written with a line for each key, as its values are long."""


def _dump(value: object) -> str:
    import yaml

    class Dumper(yaml.SafeDumper):
        pass

    def block(dumper: yaml.SafeDumper, data: _Block) -> yaml.Node:
        return dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=False)

    Dumper.add_representer(_Block, block)
    text: str = yaml.dump(
        value, Dumper=Dumper, allow_unicode=True, sort_keys=False, default_flow_style=None, width=_WIDTH
    )
    return text


def _text(text: Text | None) -> object:
    if text is None:
        return None
    if text.zh == text.en:
        return text.zh
    both: dict[str, object] = {"zh": text.zh, "en": text.en}
    return _Block(both) if len(text.zh) + len(text.en) > _LONG else both


def _duty(duty: Duty) -> dict[str, object]:
    effective = filled({"from": duty.effective_from, "until": duty.effective_until})
    basis = [
        filled(
            {
                "source": basis.source,
                "article": basis.article or None,
                "modality": basis.modality,
                "quote": basis.quote,
                "inferred": basis.inferred or None,
                "note": _text(basis.note),
            }
        )
        for basis in duty.basis
    ]
    people = duty.subject in ("member", "household")
    return filled(
        {
            "id": duty.id,
            "title": _text(duty.title),
            "basis": basis or None,
            "effective": effective or None,
            "subject": duty.subject,
            "where": dated(duty.where, condition_value),
            "quota": _quota(duty) if duty.tiled else None,
            "gap": _gap(duty.window, people) if isinstance(duty.window, Gap) else None,
            "rolling": _rolling(duty.window, people) if isinstance(duty.window, Rolling) else None,
            duty.kind if duty.check else "check": check_value(duty) if duty.check else None,
            "counts_when": dated(duty.counts_when, condition_value),
            "late": dated(duty.late, _late),
            "partial": duty.partial if duty.tiled else None,
            "severity": duty.severity,
            "off": duty.off or None,
            "remedy": _text(duty.remedy),
            "note": _text(duty.note),
            "calendar": dict(duty.calendar) if duty.calendar else None,
        }
    )


def _quota(duty: Duty) -> dict[str, object]:
    quota = duty.quota
    people = duty.subject in ("member", "household")
    return filled(
        {
            "do": one_or_list(quota.do),
            "at_least": dated(quota.at_least, _amount),
            "every": dated(quota.every, str),
            "by": one_or_list(quota.by) if people else None,
            "sum": quota.sum,
            "count": "each" if quota.count_each and not quota.sum else None,
        }
    )


def _gap(gap: Gap, people: bool) -> dict[str, object]:
    said = {"do": one_or_list(gap.do), "at_most": dated(gap.at_most, _days)}
    return said | ({"by": one_or_list(gap.by)} if people else {})


def _rolling(rolling: Rolling, people: bool) -> dict[str, object]:
    said = {
        "do": one_or_list(rolling.do),
        "at_least": dated(rolling.at_least, int),
        "in_any": dated(rolling.in_any, _days),
    }
    return said | ({"by": one_or_list(rolling.by)} if people else {})


def _days(days: int) -> str:
    return f"{days} day{'' if days == 1 else 's'}"


def _amount(value: Fraction | ColumnAmount) -> object:
    if isinstance(value, ColumnAmount):
        other = None if value.otherwise is None else _plain(value.otherwise)
        return filled({"column": value.column, "else": other})
    return _plain(value)


def _plain(number: Fraction) -> object:
    """Return an amount, which has at most three decimals."""
    return int(number) if number.denominator == 1 else float(number)


def _late(late: Late | None) -> object:
    if late is None:
        return None
    return {"until": str(late.until), "counts_as": late.counts_as, "take": late.take}


def _when(when: When) -> dict[str, object]:
    if isinstance(when, DutyStanding):
        return {"duty": when.duty, **_bounds(when.bounds)}
    if isinstance(when, FindingMatch):
        return {"finding": _finding(when)}
    if isinstance(when, FlagRaised):
        return {"flag": when.flag}
    if isinstance(when, NoneOf):
        return {"none": _when(when.inner)}
    if isinstance(when, Below):
        what = {"flag": when.what.flag} if isinstance(when.what, FlagRaised) else _finding(when.what)
        return {"below": what, **_bounds(when.bounds)}
    return {"unit": condition_value(when.condition)}


def _finding(match: FindingMatch) -> dict[str, object]:
    lists = {
        "duty": match.duties,
        "status": match.statuses,
        "period": match.periods,
        "severity": match.severities,
    }
    return {key: one_or_list(words) for key, words in lists.items() if words} | _bounds(match.days_left)


def _bounds(bounds: Sequence[Bound]) -> dict[str, object]:
    found: dict[str, object] = {}
    for bound in bounds:
        if bound.op == "=":
            found[bound.name] = bound.value
        else:
            own = found.setdefault(bound.name, {})
            assert isinstance(own, dict)
            own[_OPERATORS[bound.op]] = bound.value
    return found
