"""A self-check of very many units: what all of them owe duty by duty, and a line for each unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from ...engine.findings import GAPS, Status
from ...engine.packs.model import Duty
from ..words.called import called, clipped
from ..words.wording import STATUS, plain_number
from .labels import SHARE
from .model import SHARES, Inspection, Tally, UnitPart
from .order import box_order
from .sheet import Overview
from .tasks import together

IN_FULL = 60  # units that are told in full; of more than that only the overview is

_COLUMNS: tuple[Status, ...] = ("met", "made_up", "waived", "open", "unknown")


def overview_of(inspection: Inspection, language: str) -> Overview:
    """Return the overview: duties in the order of the box, units with most gaps first, then as in the roster."""
    english = language == "en"
    tasks = Counter(group[0].unit.id for group in together(inspection, inspection.todo, language))
    units = sorted(inspection.units, key=lambda unit: (-_gaps(unit), -unit.counts["missing"], -unit.counts["unknown"]))
    return Overview(
        duty_heads=["owed" if english else "应", *(SHARE[share].say(language) for share in SHARES)],
        duties=[(clipped(duty.title.say(language), 120), _amounts(tally)) for duty, tally in _totals(inspection)],
        unit_heads=[
            "obligations" if english else "应查",
            *(STATUS[status].say(language) for status in _COLUMNS),
            "gaps" if english else "缺口",
            "to do" if english else "检查前要办",
        ],
        units=[(called(unit.unit, language), _line(unit, tasks)) for unit in units],
        note=_note(inspection, english),
    )


def _totals(inspection: Inspection) -> list[tuple[Duty, Tally]]:
    """Return what all units owe of each duty."""
    totals: dict[str, tuple[Duty, Tally]] = {}
    order = {duty.id: number for number, duty in enumerate(box_order(inspection.rules.duties))}
    for unit in inspection.units:
        for part in unit.owed:
            _, tally = totals.setdefault(part.duty.id, (part.duty, Tally()))
            tally.add(part.tally)
    return sorted(totals.values(), key=lambda item: order[item[0].id])


def _amounts(tally: Tally) -> Sequence[str]:
    return [plain_number(tally.owed), *(plain_number(tally.shares[share]) for share in SHARES)]


def _gaps(unit: UnitPart) -> int:
    return sum(unit.counts[status] for status in GAPS)


def _line(unit: UnitPart, tasks: Mapping[str, int]) -> Sequence[str]:
    owed = unit.counts.total() - unit.counts["not_applicable"]
    numbers = [owed, *(unit.counts[status] for status in _COLUMNS), _gaps(unit), tasks.get(unit.unit.id, 0)]
    return [str(number) for number in numbers]


def _note(inspection: Inspection, english: bool) -> str:
    number, on = len(inspection.units), inspection.cover.on
    if english:
        return (
            f"{number} units, more than {IN_FULL}: each has one line here, and --unit UNIT gives it in full, with what "
            f"is to be done until {on} (to do says how many things); --format json has all of them. "
            "obligations = met + made up + waived + not yet due + not known + gaps. "
            "checkbranch explain DUTY UNIT says why."
        )
    return (
        f"共 {number} 个单位，超过 {IN_FULL} 个，每个单位只列一行；用 --unit 单位 查看某一单位的全部自查内容和 {on} 前"
        "要办的事，--format json 含全部单位。应查 = 达标 + 补开 + 豁免 + 未到期 + 待核 + 缺口，按项计；"
        "某项何以如此，见 checkbranch explain 事项 单位。"
    )
