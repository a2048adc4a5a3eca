"""What is assumed for a ledger file without a workspace: said first, so that it can be checked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from .ledger import Ledger
from .ledger.table_names import TABLE_NAMES
from .text import Text
from .workspaces.settings import Workspace

_GUESSES = ("header_guessed", "type_guessed", "year_from_")
_SHOWN = 8


def assumptions(workspace: Workspace, as_of: date, ledger: Ledger) -> list[Text]:
    """Return what was assumed, in the order in which it is to be checked."""
    kinds = ledger.subjects.kind
    name = ledger.subjects.name[kinds.index("branch")] if "branch" in kinds else workspace.name
    packs = "、".join(workspace.rules)
    return [
        Text(
            f"把整个文件当作一个党支部（{name}）的台账。",
            f"The whole file is taken as the ledger of one branch ({name}).",
        ),
        *_sheets(ledger),
        *_guesses(ledger),
        Text(f"规则：{packs}（全国通用部分）。", f"Rules: {packs} (what holds nationally)."),
        Text(
            f"假定台账已登记齐全至 {as_of}，起始日不限。",
            f"The ledger is assumed to be complete through {as_of}, and to reach back without limit.",
        ),
        _roster(ledger),
    ]


def _sheets(ledger: Ledger) -> Iterator[Text]:
    """Yield which sheet is which table, and which are not read."""
    read = [(source.table, _sheet(source.source)) for source in ledger.sources if _sheet(source.source)]
    of = {table: [sheet for own, sheet in read if own == table] for table in TABLE_NAMES}
    used = {sheet for _, sheet in read}
    places = [problem.source for problem in ledger.problems if problem.code in ("sheet_skipped", "empty_source")]
    left = [sheet for place in places if (sheet := _sheet(place)) and sheet not in used]
    if not read:
        return
    zh = [f"{'、'.join(sheets)} 作{TABLE_NAMES[table].zh}" for table, sheets in of.items() if sheets]
    en = [f"{', '.join(sheets)} as {TABLE_NAMES[table].en}" for table, sheets in of.items() if sheets]
    if left:
        zh, en = [*zh, "未读取：" + "、".join(left)], [*en, "not read: " + ", ".join(left)]
    yield Text(f"工作表：{'；'.join(zh)}。", f"Sheets: {'; '.join(en)}.")


def _guesses(ledger: Ledger) -> Iterator[Text]:
    """Yield what was guessed of headers, types and years."""
    found = [problem for problem in ledger.problems if problem.code.startswith(_GUESSES)]
    for problem in found[:_SHOWN]:
        where = _sheet(problem.source) or problem.source
        yield Text(f"{where}：{problem.message.zh}", f"{where}: {problem.message.en}")
    if len(found) > _SHOWN:
        rest = len(found) - _SHOWN
        yield Text(f"另有 {rest} 条推定，加 --format json 可全部列出。", f"{rest} more guesses: see --format json.")


def _roster(ledger: Ledger) -> Text:
    if any(source.table == "units" for source in ledger.sources):
        return Text(
            "正式党员数、支委人数取自文件中的单位表和党员名册；其中未填的，需用到该数的事项列为“待核”。",
            "Full members and the size of the committee are what the tables of units and members in the file say; what "
            "needs more than they hold is “unknown”.",
        )
    if "member" in ledger.subjects.family:
        return Text(
            "正式党员数按文件中的党员名册计；文件中没有支委人数，需用到该数的事项列为“待核”；建立工作区后可补充。",
            "Full members are counted from the roster in the file. There is no size of the committee: what needs it is "
            "“unknown”. A workspace can add it.",
        )
    return Text(
        "文件中没有党员名册，也没有支委人数和正式党员数，需用到的事项列为“待核”；建立工作区后可补充。",
        "There is no roster and no size of the committee: what needs them is “unknown”. A workspace can add them.",
    )


def _sheet(place: str) -> str:
    """Return the sheet of a place ``file!sheet``, empty where there is none."""
    return place.partition("!")[2]
