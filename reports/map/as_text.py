"""A proposal for a workspace as text: of each sheet the table, the columns and the types, then what is unclear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TextIO

from ...engine.ledger.guess.columns import ColumnGuess
from ...engine.ledger.guess.guess import FileGuess, SheetGuess
from ...engine.ledger.guess.proposals import Entry, Plan
from ...engine.ledger.table_names import TABLE_NAMES
from ...engine.packs.model import ActivityType
from ...engine.text import Text
from ..layout import Page, cut, safe
from .fields import field_name
from .unclear import unclear

_COLUMNS, _WORDS, _UNITS, _UNCLEAR = 60, 20, 8, 30
_CELL = 30

SURE: Mapping[str, Text] = {
    "exact": Text("表头一致", "exact"),
    "alias": Text("表头大致一致", "alias"),
    "cells": Text("按单元格内容", "cells"),
    "near": Text("文字相近", "near"),
    "none": Text("未识别", "none"),
}
CONFIDENCE: Mapping[str, Text] = {
    "high": Text("把握大", "sure"),
    "medium": Text("把握较大", "rather sure"),
    "low": Text("把握不大", "not sure"),
    "none": Text("无", "none"),
}
_FROM: Mapping[str, Text] = {
    "sheet": Text("工作表名", "the name of the sheet"),
    "title": Text("标题", "the title"),
    "file": Text("文件名", "the name of the file"),
    "column": Text("单位一栏", "the column of units"),
    "table": Text("单位表", "the table of units"),
    "log_starts": Text("台账起始日", "log_starts"),
    "none": Text("文件夹名", "the name of the folder"),
}


def write_map(
    plan: Plan, types: Mapping[str, ActivityType], out: TextIO, language: str, width: int | None = None
) -> None:
    """Write what was told of every sheet, the units and years, and what is still unclear."""
    page = Page(out, language, width)
    alike = {file: entry.file for entry in plan.entries for file in _files(entry)[1:]}
    shown = [file for file in plan.files if file.file not in alike]
    for number, file in enumerate(shown):
        if number:
            page.line()
        page.line(safe(file.file), "head")
        _write_file(page, file, types)
        others = sum(first == file.file for first in alike.values())
        if others:
            page.para(page.say(f"另有 {others} 个文件与此相同", f"{others} more files are like it"), 2)
    _write_units(page, plan)
    found = unclear(plan)
    if found:
        page.head(page.say(f"请核对（{len(found)} 处）", f"To be checked ({len(found)})"))
        page.entries([_line(page, places, text) for places, text in found], _UNCLEAR, 2)


def _files(entry: Entry) -> list[str]:
    """Return the files that an entry names, each once."""
    return list(dict.fromkeys(sheet.source.pattern for sheet in entry.sheets))


def _line(page: Page, places: Sequence[str], text: Text) -> str:
    if not places:
        return text.say(page.language)
    more = page.say(f" 等 {len(places)} 处", f" and {len(places) - 1} more") if len(places) > 1 else ""
    return f"{places[0]}{more}{page.say('：', ': ')}{text.say(page.language)}"


def _write_file(page: Page, file: FileGuess, types: Mapping[str, ActivityType]) -> None:
    if file.refused is not None:
        page.para(page.say("无法读取：", "Cannot be read: ") + file.refused.say(page.language), 2, 2, "bad")
    left = [one for one in file.sheets if one.table is None]
    for sheet in file.sheets:
        if sheet.table is not None:
            _write_sheet(page, sheet, types)
    if left:
        names = page.join(one.name or page.say("（整个文件）", "(the file)") for one in left)
        page.para(
            page.say(f"未能识别为哪种表，不写入：{names}", f"Not recognised as any table, not written: {names}"),
            2,
            2,
            "faint",
        )


def _write_sheet(page: Page, sheet: SheetGuess, types: Mapping[str, ActivityType]) -> None:
    assert sheet.table is not None
    table, sure = TABLE_NAMES[sheet.table].say(page.language), CONFIDENCE[sheet.confidence].say(page.language)
    first, last = sheet.sheet.header_row, sheet.sheet.header_row + sheet.sheet.depth - 1
    row = str(first) if first == last else f"{first}-{last}"
    what = page.say(
        f"{table}（{sure}），表头第 {row} 行，共 {sheet.rows} 行",
        f"{table} ({sure}), header in row {row}, {sheet.rows} rows",
    )
    hidden = page.say("，隐藏", ", hidden") if sheet.sheet.hidden else ""
    page.para((f"{sheet.name}{page.say('：', ': ')}" if sheet.name else "") + what + hidden, 2, 2)
    months = [one for one in sheet.columns if one.month]
    shown = [one for one in sheet.columns if not one.month]
    for column in shown[:_COLUMNS]:
        page.para(
            _column(page, sheet.table, column),
            4,
            4,
            "doubt" if column.confidence == "near" or column.candidates else None,
        )
    rest = len(shown) - _COLUMNS
    if rest > 0:
        page.para(page.say(f"另有 {rest} 列，见 --format json", f"{rest} more columns: see --format json"), 4)
    if months:
        page.para(page.say(
            f"{months[0].header}…{months[-1].header}（{len(months)} 列）→ 各月的日期或打勾",
            f"{months[0].header}…{months[-1].header} ({len(months)} columns) → a day or a tick of each month",
        ), 4, 4)  # fmt: skip
    _write_words(page, sheet, types)
    if sheet.year:
        where = _FROM[sheet.year.origin].say(page.language)
        page.para(page.say(f"年份：{sheet.year.year}（取自{where}）", f"Year: {sheet.year.year} (from {where})"), 4)


def _column(page: Page, table: str, one: ColumnGuess) -> str:
    header = cut(safe(one.header), 2 * _CELL)
    if one.field is None:
        if one.aside:
            return page.say(f"{header}：行序号，不读取", f"{header}: row numbers, not read")
        if one.candidates:
            names = page.join(field_name(table, name, page.language) for name in one.candidates)
            what = page.say(f"可能是{names}", f"may be {names}")
        else:
            what = page.say("未识别，原样保留", "not recognised, kept as it is")
        return f"{header}{page.say('：', ': ')}{what}" + _counts(page, one)
    sure = SURE[one.confidence].say(page.language)
    if one.meant:
        sure += page.say(f"“{one.meant}”", f" {one.meant}")
    name = field_name(table, one.field, page.language)
    line = f"{header} → {name if name == one.field else f'{name} {one.field}'} [{sure}]"
    if one.samples:
        return line + page.say("，如 ", ", such as ") + page.join(cut(safe(sample), _CELL) for sample in one.samples)
    return line + _counts(page, one)


def _counts(page: Page, one: ColumnGuess) -> str:
    return page.say(f"，{one.filled} 格，{one.distinct} 种", f", {one.filled} cells, {one.distinct} different")


def _write_words(page: Page, sheet: SheetGuess, types: Mapping[str, ActivityType]) -> None:
    def title(id_: str) -> str:
        return types[id_].title.say(page.language) if id_ in types else id_

    if sheet.type is not None:
        where = _FROM[sheet.type.place].say(page.language)
        page.para(page.say(
            f"类型：均为“{title(sheet.type.type)}”（取自{where}中的“{sheet.type.shown}”）",
            f"Type: all are {title(sheet.type.type)} (from '{sheet.type.shown}' in {where})",
        ), 4, 4)  # fmt: skip
    for one in sheet.words[:_WORDS]:
        meant = page.join(map(title, one.types))
        word = cut(safe(one.word), 2 * _CELL)
        if one.confidence == "exact":
            line = page.say(f"类型 {word}（{one.count}）→ {meant}", f"Type {word} ({one.count}) → {meant}")
        elif one.confidence == "near":
            line = page.say(
                f"类型 {word}（{one.count}）→ {meant}？ [相近]", f"Type {word} ({one.count}) → {meant}? [near]"
            )
        else:
            line = page.say(f"类型 {word}（{one.count}）：未识别", f"Type {word} ({one.count}): not known")
        page.para(line, 4, 4, None if one.confidence == "exact" else "doubt")
    rest = len(sheet.words) - _WORDS
    if rest > 0:
        page.para(
            page.say(f"另有 {rest} 种类型，见 --format json", f"{rest} more words of types: see --format json"), 4
        )


def _write_units(page: Page, plan: Plan) -> None:
    units = plan.units
    page.line()
    names = [one.name for one in units.found]
    where = _FROM[units.said].say(page.language)
    if units.listed:
        page.para(page.say("单位：见单位表", "Units: as the table of units lists them"), 0)
    elif names:
        page.para(_several(page, names, where), 0, 2)
    if plan.first_year is not None:
        page.para(page.say(f"最早的记录在 {plan.first_year} 年", f"The first records are of {plan.first_year}"), 0)


def _several(page: Page, names: Sequence[str], where: str) -> str:
    shown = page.join(names[:_UNITS])
    rest = len(names) - _UNITS
    more = page.say(f" 等 {len(names)} 个", f" and {rest} more") if rest > 0 else ""
    return page.say(f"单位：{shown}{more}（取自{where}）", f"Units: {shown}{more} (from {where})")
