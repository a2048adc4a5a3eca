"""A workspace's files, read in order: units, members and households, then what refers to them."""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ..errors import CheckbranchError, Fault, fail
from ..text import Text
from ..workspaces.settings import Workspace
from .guess.bare import several_units
from .keeping import Keeper
from .model import Engagement, Ledger
from .opening import Opener
from .placeholders import fixed_units
from .problems import Log
from .rows.activities import ActivityReader
from .rows.gone import tell_outside
from .rows.people import PeopleReader
from .rows.places import Fixed, PlaceReader
from .rows.references import References
from .rows.subjects import Registry
from .rows.waivers import EntryReader
from .shape.grids import TAKEN, Grid
from .shape.types import TypeReader
from .values.cells import text_of
from .vocabulary import Vocabulary


def read_ledger(workspace: Workspace, vocabulary: Vocabulary, keeper: Keeper | None = None) -> Ledger:
    """Return everything that the files of ``workspace`` hold, with the problems of the data as values.

    A ``keeper`` is given the sheets as they stand in their files, with what became of each row.

    Raises CheckbranchError, with all faults at once, where the workspace itself cannot be used: a table other than
    the activities cannot be read, none of the activities can, a sheet, a column or a type that an entry names does not
    exist.
    """
    # Millions of small objects are made and all of them are kept: the collector would only walk them again and again.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _read(workspace, vocabulary, keeper)
    finally:
        if collecting:
            gc.enable()


def _read(workspace: Workspace, vocabulary: Vocabulary, keeper: Keeper | None) -> Ledger:
    log, zone = Log(), _zone(workspace)
    types = TypeReader(vocabulary.activities)
    opener = Opener(workspace, types, log, keeper)
    grids = {table: opener.table(table) for table in workspace.data}
    _check_sources(opener, workspace)
    _check_types(opener, workspace, types)
    opener.check()

    registry = Registry(zone, log)
    if workspace.data.get("units"):
        registry.read_units(grids["units"])
        if not registry.subjects.id:
            raise _no_units(workspace, log)
    else:
        registry.only_unit(workspace)
    if workspace.single:
        _adopt_name(grids, registry.references, workspace)
    fixed = fixed_units(opener, registry.references)
    opener.check()
    registry.read_people(grids.get("members", []), grids.get("households", []), fixed)

    ledger = Ledger(opener.accounts, [], registry.subjects, registry.attributes)
    entries = EntryReader(registry.references, fixed, zone, log)
    ledger.posts = entries.entries("posts", grids.get("posts", []))
    ledger.requests = entries.entries("requests", grids.get("requests", []))
    ledger.waivers = entries.waivers(grids.get("waivers", []))
    activities = _activity_reader(registry, vocabulary, types, fixed, workspace, log)
    ledger.activities = activities.read(grids.get("activities", []), opener.accounts, registry.subjects)
    ledger.copies, ledger.unread = activities.copies, activities.unread
    tell_outside(ledger.activities, registry.subjects, registry.attributes.get("unit"), opener.accounts, log)
    ledger.engagements = _engagements(opener, fixed, registry.references)
    for grid in (grid for table in grids.values() for grid in table):
        grid.close()
        if keeper is not None:
            keeper.judge(grid)
    for account, source, _, _ in opener.entries:
        account.covers = frozenset(one for cell in source.covers for one in types.read(cell) or () if cell)
    ledger.problems = log.problems()
    return ledger


def _engagements(opener: Opener, fixed: Mapping[int, Fixed], references: References) -> list[Engagement]:
    """Return the days that calendars take, each of the unit that its source fixes, or of the only unit there is."""
    found = []
    for index, days in opener.engaged:
        unit = fixed[index].unit if index in fixed else references.default_unit
        if unit is not None:
            found += [Engagement(unit, day, types) for day, types in days]
    return found


def _activity_reader(
    registry: Registry,
    vocabulary: Vocabulary,
    types: TypeReader,
    fixed: Mapping[int, Fixed],
    workspace: Workspace,
    log: Log,
) -> ActivityReader:
    tables = [family for family in ("member", "household") if workspace.data.get(f"{family}s")]
    places = PlaceReader(registry.subjects, registry.references, fixed, log)
    people = PeopleReader(registry.references, vocabulary, tables, log)
    asked = frozenset(
        column
        for family, by in (("member", vocabulary.member_by), ("household", vocabulary.household_by))
        if family in tables
        for columns in by.values()
        for column in columns
    )
    return ActivityReader(types, places, people, asked, _zone(workspace), log)


def _zone(workspace: Workspace) -> ZoneInfo:
    try:
        return ZoneInfo(workspace.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        where = workspace.file.name if workspace.file else ""
        raise fail(
            where,
            f"无法识别的时区“{workspace.timezone}”。请写 Asia/Shanghai 这样的名称。",
            f"'{workspace.timezone}' is not a time zone. Write a name such as Asia/Shanghai.",
        ) from None


def _check_sources(opener: Opener, workspace: Workspace) -> None:
    """Without any ledger there is nothing to audit."""
    accounts = [account for account in opener.accounts if account.table == "activities"]
    if any(not account.unreadable for account in accounts) or opener.faults:
        return
    where = workspace.file.name if workspace.file else ""
    if not accounts:
        opener.faults.append(Fault(where, Text(
            "没有任何活动台账。请在 data.activities 下写明台账文件。",
            "There is no ledger of activities. Name its files under data.activities.",
        )))  # fmt: skip
    sources = {id(account): source for account, source, _, _ in opener.entries}
    messages = {problem.source: problem.message for problem in opener.unreadable()}
    for account in accounts:
        said = messages.get(account.source, Text("无法读取。", "It cannot be read."))
        text = Text(f"{account.source}：{said.zh}", f"{account.source}: {said.en}")
        opener.faults.append(Fault(sources[id(account)].where or where, text))


def _check_types(opener: Opener, workspace: Workspace, types: TypeReader) -> None:
    for source in workspace.data.get("activities", ()):
        for word, name in source.types.items():
            if types.name(name) is None:
                near = types.nearest(name)
                opener.fault(
                    source,
                    f"types 把“{word}”对应到“{name}”，但没有这种活动类型。{f'是否应为“{near}”？' if near else ''}请改"
                    "用规则所列活动类型的编号或名称。",
                    f"types maps '{word}' to '{name}', which is not a type of activity. "
                    f"{f'Did you mean {near}? ' if near else ''}Write an id or a name of the vocabulary.",
                )
        for word in (*([source.type] if source.type else []), *source.covers):
            if not types.known(word):
                near = types.nearest(word)
                opener.fault(
                    source,
                    f"无法识别的活动类型“{word}”。{f'是否应为“{near}”？' if near else ''}请改用规则所列活动类型的名称"
                    "。",
                    f"'{word}' is not a known type of activity. {f'Did you mean {near}? ' if near else ''}Write a name"
                    " of the vocabulary.",
                )


def _no_units(workspace: Workspace, log: Log) -> CheckbranchError:
    faults = [Fault(problem.source, problem.message) for problem in log.problems() if problem.severity == "error"]
    where = workspace.data["units"][0].where or workspace.data["units"][0].pattern
    message = Text("单位表中没有一个可用的单位。请核对。", "The units table does not give a single unit. Check it.")
    return CheckbranchError([Fault(where, message), *faults])


def _adopt_name(grids: Mapping[str, Sequence[Grid]], references: References, workspace: Workspace) -> None:
    """A bare file is one branch: the one name that its columns of units hold is that of the branch.

    Households, posts and requests may name the communities in which they are; these are the branch's too. What a table
    of units in the file lists is known by itself.
    """
    named = _unit_names([*grids.get("activities", []), *grids.get("members", [])])
    if len(named) > 1 and not all(map(references.unit, named)):
        raise several_units(grids["activities"][0].file if grids.get("activities") else workspace.name, list(named))
    named |= _unit_names([grid for table in ("households", "posts", "requests") for grid in grids.get(table, [])])
    new = {name for name in named if not references.unit(name)}
    if new and references.default_unit is not None:
        references.add(references.default_unit, (), new)


def _unit_names(grids: Sequence[Grid]) -> dict[str, str]:
    """Return, by name, where each unit is named first."""
    found: dict[str, str] = {}
    for grid in grids:
        for row, cell in enumerate(grid.cells("unit") or ()):
            text = text_of(cell)
            if grid.state[row] == TAKEN and text is not None:
                found.setdefault(text, grid.where(row))
    return found
