"""Which table a sheet is: told by how many of its headers each table knows, by its cells, and by its name."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from ...workspaces.settings import TableSource
from ..headers import ROW_NUMBER, claims, plain_header
from ..shape.fitting import kind_of, share
from ..shape.heading import LOOKED_AT, below, row_of
from ..shape.matching import Match
from ..shape.near_headers import near_fields
from ..shape.shaping import lacking_columns, shaped
from ..shape.types import TypeReader
from ..values.cells import Raw, is_blank, text_of
from ..values.sheets import Sheet

Confidence = Literal["high", "medium", "low", "none"]

# Of tables that a sheet may be equally well, the first one is taken.
TABLES = ("activities", "members", "households", "units", "posts", "requests", "waivers")
LOOKED_AT_ROWS = 400  # rows of a sheet that are looked at
_MONTHS = 3.0  # what columns of months are worth
_HINT = 1.5  # what the name of the sheet is worth
_HALF = 0.5

_HINTS: Mapping[str, re.Pattern[str]] = {
    "units": re.compile("党组织|支部一览|支部名单|支部情况|组织设置|单位表"),
    "members": re.compile("(?<!户)名册|党员名单|党员信息|党员基本情况"),
    "households": re.compile("住户|户名册|户名单|花户|搬迁户|帮扶户|农户|家庭情况"),
    "posts": re.compile("片长|楼长|岗位|保洁"),
    "requests": re.compile("诉求|民情|困难问题|问题清单"),
    "activities": re.compile("会议|活动|台账|记录|登记|三会一课|组织生活|党日|党课|谈话|走访"),
    "waivers": re.compile("豁免"),
}
# Columns that say nothing of which table it is, and those of people that no rule needs.
_NEUTRAL = frozenset({"备注", "说明", "附件", "附件说明", "其他", "其它", "材料"})
_PERSONAL = frozenset({
    *("性别", "民族", "出生年月", "出生日期", "出生年月日", "年龄", "籍贯", "学历", "学位", "学历学位", "文化程度"),
    *("联系电话", "联系方式", "电话", "手机", "手机号", "手机号码", "身份证号", "身份证号码", "公民身份号码"),
    *("工作单位", "家庭住址", "入党介绍人", "递交入党申请书时间"),
})  # fmt: skip
_WORTH_PERSONAL = {"members": 0.4, "households": 0.2}


@dataclass(slots=True)
class TableGuess:
    """The table that a sheet may be: its shape, its columns, and what is lacking.

    ``source`` is how the sheet would be named in a workspace, with the header and the misspelt columns (``near``: the
    known header that each was taken for) where these had to be guessed.
    """

    table: str
    sheet: Sheet
    match: Match
    source: TableSource
    value: float = 0
    known: float = 0
    confidence: Confidence = "none"
    near: dict[str, str] = field(default_factory=dict)

    @property
    def lacking(self) -> list[tuple[str, ...]]:
        """The required columns that are not there; of each tuple one is enough."""
        return lacking_columns(self.source, self.match)


def guess_table(
    sheet: Sheet, file: str, types: TypeReader, tables: Collection[str] = TABLES, *, near: bool = False
) -> TableGuess | None:
    """Return the table that a sheet is, None where it is none.

    With ``near``, misspelt headers are taken for what they were meant to be, and a table may be returned of which
    required columns are lacking.
    """
    if sheet.empty:
        return None
    top = first_rows(sheet)
    found = [one for table in TABLES if table in tables and (one := _as_table(top, table, file, types, near))]
    whole = sorted((one for one in found if not one.lacking), key=lambda one: -one.value)
    if whole:
        second = whole[1].value if len(whole) > 1 else 0.0
        firm = _hinted(whole[0], file) or _dated_types(whole[0], types)
        whole[0].confidence = _confidence(whole[0], whole[0].value - second, firm)
    enough = 0.0 if len(tables) == 1 else 2.0
    partly = sorted((one for one in found if one.lacking and near and one.value >= enough), key=lambda one: -one.value)
    # A table of which something is lacking goes before one that is told by a single column only.
    if partly and (not whole or (whole[0].confidence == "low" and partly[0].value > whole[0].value + 1)):
        return replace(partly[0], confidence="low")
    return whole[0] if whole else None


def first_rows(sheet: Sheet) -> Sheet:
    """Return the sheet without the rows that lie far down."""
    if len(sheet.numbers) <= LOOKED_AT_ROWS:
        return sheet
    columns = [column[:LOOKED_AT_ROWS] for column in sheet.columns]
    return replace(sheet, columns=columns, numbers=sheet.numbers[:LOOKED_AT_ROWS], broken={})


def _as_table(top: Sheet, table: str, file: str, types: TypeReader, near: bool) -> TableGuess | None:
    source = TableSource(table, file)
    sheet, match = shaped(top, source, file, types, None, lacking_columns)
    guess = TableGuess(table, sheet, match, source)
    if near:
        guess = _nearer(top, guess, file, types)
    _weigh(guess, file, types)
    return guess if guess.known else None


def _nearer(top: Sheet, guess: TableGuess, file: str, types: TypeReader) -> TableGuess:
    """Return the guess with misspelt headers taken for known ones, where that does no harm to the others."""
    source = guess.source
    if guess.lacking:
        source = replace(source, header=_likely_header(top, guess.table))
        sheet, match = shaped(top, source, file, types, None, lacking_columns)
        guess = TableGuess(guess.table, sheet, match, source)
    columns = misspelt(guess, types)
    if not columns:
        return guess
    source = replace(source, columns={header: name for header, (name, _) in columns.items()})
    sheet, match = shaped(top, source, file, types, None, lacking_columns)
    if not set(guess.match.names) <= set(match.names) | {"clock"} or set(source.columns.values()) - set(match.names):
        return guess
    known = {header: meant for header, (_, meant) in columns.items()}
    return TableGuess(guess.table, sheet, match, source, near=known)


def misspelt(guess: TableGuess, types: TypeReader) -> dict[str, tuple[str, str]]:
    """Return, by header, the field that it was meant for and the known header; none where several are as near."""
    found: dict[str, tuple[str, str]] = {}
    taken = {*guess.match.names, *guess.match.ambiguous}
    for header, at in guess.match.own.items():
        fields = near_fields(guess.table, header, taken)
        fitting = {
            name: meant
            for name, meant in fields.items()
            if _fits(share(kind_of(guess.table, name), guess.sheet.columns[at], types))
        }
        if len(fitting) == 1:
            ((name, meant),) = fitting.items()
            found[header] = (name, meant)
    fields_of = [name for name, _ in found.values()]
    return {header: one for header, one in found.items() if fields_of.count(one[0]) == 1}


def _fits(part: float | None) -> bool:
    return part is None or part >= _HALF


def _likely_header(top: Sheet, table: str) -> tuple[int, int] | None:
    """Return the row that holds most headers of the table, None where it is the first one."""
    known = [_count(row_of(top, at), table) for at in range(min(LOOKED_AT, len(top.numbers)) + 1)]
    best = known.index(max(known))
    row = below(top, best, 1).header_row
    return (row, row) if best else None


def _count(row: Sequence[Raw], table: str) -> float:
    texts = [cell for cell in row if isinstance(cell, str) and not is_blank(cell)]
    return sum(1.0 if claims(table, text) else 0.6 if near_fields(table, text, ()) else 0 for text in texts)


def _weigh(guess: TableGuess, file: str, types: TypeReader) -> None:
    """Set how much speaks for a guess, and for which part of its columns it accounts."""
    match, sheet = guess.match, guess.sheet
    headers = [text_of(cell) or "" for cell in sheet.header]
    good = 0.8 * len(match.ticks) + (_MONTHS if sheet.monthly else 0)
    for name, at in match.names.items():
        part = share(kind_of(guess.table, name), sheet.columns[at], types)
        if name == "kind" and guess.table == "units" and not _fits(part):
            return  # 类型 of something else
        if _fits(part):
            good += _worth(guess, name, headers[at])
    personal = sum(plain_header(header) in _PERSONAL for header in headers)
    good += personal * _WORTH_PERSONAL.get(guess.table, 0.0)
    aside = _NEUTRAL | ROW_NUMBER | (_PERSONAL if guess.table in _WORTH_PERSONAL else frozenset())
    counted = [header for header in headers if header and plain_header(header) not in aside]
    guess.known = good / max(len(counted), 1)
    guess.value = good + (_HINT if _hinted(guess, file) and good else 0)


def _worth(guess: TableGuess, name: str, header: str) -> float:
    if header in guess.near:
        return 0.6
    rank = claims(guess.table, header).get(name, 1)
    return 1.0 if rank <= 1 else 0.8 if rank <= 10 else 0.6


def _hinted(guess: TableGuess, file: str) -> bool:
    """Return whether the name of the sheet, or where it has none its file's, or its titles name the table."""
    names = [guess.sheet.name or file.rpartition("/")[2], *guess.sheet.titles]
    return any(_HINTS[guess.table].search(name) for name in names)


def _dated_types(guess: TableGuess, types: TypeReader) -> bool:
    """Return whether a sheet holds days and known types of activity, whatever else is in it."""
    parts = [
        share(kind_of(guess.table, name), guess.sheet.columns[guess.match.names[name]], types)
        for name in ("start", "type")
        if guess.table == "activities" and name in guess.match.names
    ]
    return len(parts) == 2 and all(part is not None and part >= _HALF for part in parts)


def _confidence(guess: TableGuess, ahead: float, firm: bool) -> Confidence:
    """Return how sure a guess is; ``firm``: its name or its cells speak for it too."""
    columns = len(guess.match.names) + len(guess.match.ticks)
    if columns >= 2 and guess.known >= 0.6 and ahead >= 1:
        return "high"
    enough = guess.known >= (0.25 if guess.table != "activities" else 0) if firm else guess.known >= 0.4
    return "medium" if ahead > 0 and enough and (columns >= 2 or firm) else "low"
