"""The files of a workspace that is made from ledgers: its settings, and a table of units where there are several."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...engine.ledger.guess.proposals import Plan, full_members
from ...engine.ledger.guess.units import Unit
from ...engine.packs.model import ActivityType
from ...engine.text import Text
from ...engine.workspaces.settings import TABLES
from ..starter.as_csv import csv_of
from .as_yaml import EntryYaml, remark, scalar

Say = Callable[[str, str], str]

UNITS = "党组织.csv"
_UNIT_HEADERS = ("编号", "名称", "类别", "上级党组织", "正式党员数", "委员人数", "成立日期", "任期届满日")


@dataclass(frozen=True, slots=True)
class Settings:
    """What stands in the settings besides the sources; ``unit`` and ``kind`` are those of the only unit.

    ``unit`` None: it is called as the workspace.
    """

    name: str
    name_from: Text
    rules: Sequence[str]
    kind: str = "branch"
    unit: str | None = None


def units_csv(units: Sequence[Unit]) -> bytes:
    """Return the table of units, to be completed: who is above whom, and how many members each has."""
    rows = [[one.id or "", one.name, one.kind, one.parent or ""] for one in units]
    return csv_of(_UNIT_HEADERS, rows)


def settings_text(plan: Plan, made: Settings, types: Mapping[str, ActivityType], language: str) -> str:
    """Return the text of ``checkbranch.yaml``, with remarks on everything that was guessed."""
    lines = _lines(plan, made, EntryYaml(types, language), language)
    return "".join(f"{line}\n" for line in lines)


def _lines(plan: Plan, made: Settings, entries: EntryYaml, language: str) -> Iterator[str]:
    def say(zh: str, en: str) -> str:
        return Text(zh, en).say(language)

    yield "# " + say(
        "本文件由台账推定而成，“# ”后面是说明，请逐项核对；改好后用 checkbranch check 核对。",
        "Made from the ledgers by guessing; check it line by line, then run checkbranch check.",
    )
    yield "checkbranch: 1"
    yield f"name: {scalar(made.name)}  # {remark(made.name_from.say(language))}"
    yield f"rules: [{', '.join(made.rules)}]"
    yield ""
    if not plan.units.several:
        yield "unit:"
        yield f"  name: {scalar(made.unit or made.name)}"
        yield f"  kind: {made.kind}"
        yield from _members(plan, say)
        yield "  #committee_size: 3  # " + say("支部委员会的委员人数", "members of the branch committee")
        yield ""
    yield "data:"
    if plan.units.several and not plan.units.listed:
        yield f"  units: {UNITS}  # " + say(
            "台账中出现的单位，请补全上级、人数", "the units that the ledgers name; complete it"
        )
    for table in TABLES:
        own = [entry for entry in plan.entries if entry.table == table]
        if own:
            yield f"  {table}:"
            for entry in own:
                yield from (f"    {line}" for line in entries.block(entry).splitlines())
    yield ""
    if plan.first_year is not None:
        yield f"log_starts: {plan.first_year}-01-01  # " + say(
            "按台账中最早的记录推定；在此之前开始的时段列为待核。请核对",
            "guessed from the first records; periods that began before it are not known. Check it",
        )
    else:
        yield "#log_starts: 2026-01-01  # " + say("台账从这一天记起", "the ledger begins on this day")
    yield "#complete_through: 2026-12-31  # " + say(
        "台账确认已登记齐全到哪一天", "the day through which the ledger is complete"
    )
    if language == "en":
        yield "language: en"


def _members(plan: Plan, say: Say) -> Iterator[str]:
    rosters = [full_members(sheet) for entry in plan.entries if entry.table == "members" for sheet in entry.sheets]
    if rosters and None not in rosters:
        number = sum(count or 0 for count in rosters)
        yield f"  #full_members: {number}  # " + say(
            f"名册中现有正式党员 {number} 人，由名册计数，不必另写",
            f"the roster lists {number} full members; they are counted there, so leave this out",
        )
    else:
        yield "  #full_members: 9  # " + say("正式党员数，不含预备党员", "how many full members there are")
