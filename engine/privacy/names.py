"""Which names a ledger knows: those of its rosters, and those in the cells that name people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from ..ledger.headers import TABLES
from ..ledger.keeping import Kept
from ..ledger.model import Ledger, Problem
from ..ledger.values.cells import fold, people, text_of
from ..packs.model import RuleBook

_PEOPLE = frozenset({"name", "names", "headcount", "absence"})  # kinds of columns whose cells name people
_ALSO = frozenset({"subject", "household", "approver"})
_MOST = 20  # characters of a name
_QUOTED = re.compile("“([^”]+)”")
_LISTED = re.compile("([^、，：。“”（）]+)（[0-9]+）")
_BRACKET = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")
_NAME = re.compile(r"[^\W\d_]+(?:[·•.\-' ][^\W\d_]+)*|[\u3400-\u9fff]+\d{1,3}")
# What stands in such cells and is nobody's name.
_BODIES = re.compile(
    "(?:委|委会|委员会|支部|党委|党总支|总支|小组|党组|政府|机关|部|局|办|办公室|厅|院|所|站|队|工作队|会|中心|社区|学校|公司|单位|街道|乡|镇|县|市|村"
    "|全体|党员|委员|干部|群众|书记|主任|居民|代表|人员|同志|成员|班子|两委|户|家属)$"
)


def is_name(word: str) -> bool:
    """Return whether a word in a cell that names people can be somebody's name, and is not that of a body."""
    return 1 < len(word) <= _MOST and _NAME.fullmatch(word) is not None and not _BODIES.search(word)


def names_in(cell: object) -> Iterator[str]:
    """Yield the names in a cell that names people, each also without what stands in brackets behind it."""
    words = [str(one) for one in cell] if isinstance(cell, tuple | list) else [] if cell is None else [str(cell)]
    for word in words:
        for part in (word, *people(word)):
            for name in (part, _BRACKET.sub("", part)):
                if is_name(name):
                    yield name


@lru_cache(maxsize=1)
def people_columns() -> frozenset[str]:
    """Return the names and headers, folded, of the columns whose cells name people or households."""
    found: set[str] = set()
    for table in TABLES.values():
        for name, column in table.items():
            if column.kind in _PEOPLE or name in _ALSO:
                found |= {fold(word) for word in (name, *column.headers, *column.weak)}
    return frozenset(found)


def cell_names(ledger: Ledger) -> Iterator[str]:
    """Yield the names in the cells of a ledger that name people, in its problems, and in its rosters' columns."""
    columns = people_columns()
    tables: list[Mapping[str, Sequence[object]]] = [versions.columns for versions in ledger.attributes.values()]
    for fields in (*tables, ledger.activities.fields):
        for name, values in fields.items():
            if name.endswith("_names") or fold(name) in columns:
                yield from _of_column(values)
    for row in (*ledger.posts, *ledger.requests):
        yield from _of_column([value for name, value in row.items() if fold(name) in columns])
    for waiver in ledger.waivers:
        yield from names_in(waiver.approver)
    for problem in ledger.problems:
        yield from problem_names(problem)


def problem_names(problem: Problem) -> Iterator[str]:
    """Yield the names that a problem shows: those it quotes of a column that names people, and those it lists."""
    if problem.code == "unmatched_people":
        for word in _LISTED.findall(problem.message.zh):
            yield from names_in(word)
    elif problem.column is not None and fold(problem.column) in people_columns():
        for word in _QUOTED.findall(problem.message.zh):
            yield from names_in(word)


def kept_names(sheets: Iterable[Kept]) -> Iterator[str]:
    """Yield the names in the columns of sheets, as they stand in their files, that name people."""
    columns = people_columns()
    for kept in sheets:
        for at, header in enumerate(kept.sheet.header):
            text = text_of(header)
            if text and fold(text) in columns:
                yield from _of_column([text_of(cell) for cell in kept.sheet.columns[at]])


def words_kept(ledger: Ledger, rules: RuleBook, *, units: bool) -> Iterator[str]:
    """Yield the words that are no names whatever they look like: units, activities, duties, buildings and areas."""
    subjects = ledger.subjects
    for sid, family in enumerate(subjects.family):
        if family == "unit" and units:
            yield subjects.id[sid]
            yield subjects.name[sid] or ""
    for type_ in rules.activities.values():
        yield from (type_.id, *type_.title, *type_.aliases)
    for duty in rules.duties:
        yield from (duty.id, *duty.title)
    households = ledger.attributes.get("household")
    for name in ("building", "area", "zone"):
        for value in set(households.columns.get(name, ())) if households is not None else ():
            if isinstance(value, str):
                yield value


def _of_column(values: Sequence[object]) -> Iterator[str]:
    for value in dict.fromkeys(value for value in values if isinstance(value, str | tuple)):
        yield from names_in(value)
