"""A proposal for a workspace as JSON for programs: one object for each file, on a line of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TextIO

from ...engine.ledger.guess.guess import FileGuess, SheetGuess
from ...engine.ledger.guess.proposals import Plan
from ..json_text import json_value

MAP_FORMAT = "checkbranch.map/1"


def write_map_json(plan: Plan, written: str | None, out: TextIO, language: str) -> None:
    """Write every file; no value of a cell is in it but the words of types and the names of units."""
    units = {id(sheet): entry.unit for entry in plan.entries for sheet in entry.sheets}
    for file in plan.files:
        out.write(json_value(_file(file, plan, units, written, language)) + "\n")


def _file(
    file: FileGuess, plan: Plan, units: Mapping[int, str | None], written: str | None, language: str
) -> dict[str, object]:
    told: dict[str, object] = {"format": MAP_FORMAT, "file": file.file}
    if file.refused is not None:
        told["refused"] = file.refused.say(language)
    told["sheets"] = [_sheet(one, plan, units.get(id(one))) for one in file.sheets]
    return {**told, "written": written}


def _sheet(sheet: SheetGuess, plan: Plan, unit: str | None) -> dict[str, object]:
    only = plan.units.found[0].name if len(plan.units.found) == 1 and not plan.units.listed else None
    return {
        "sheet": sheet.name,
        "table": sheet.table,
        "confidence": sheet.confidence,
        "header_row": sheet.sheet.header_row or None,
        "header_depth": sheet.sheet.depth,
        "rows": sheet.rows,
        "columns": [
            {
                "header": one.header,
                "field": one.field,
                "confidence": one.confidence,
                "candidates": one.candidates,
            }
            for one in sheet.columns
        ],
        "missing": [list(names) for names in sheet.lacking],
        "types": [
            {
                "word": one.word,
                "type": one.types[0] if len(one.types) == 1 else list(one.types) or None,
                "confidence": one.confidence,
                "count": one.count,
            }
            for one in sheet.words
        ],
        "type": sheet.type.type if sheet.type else None,
        "type_from": sheet.type.place if sheet.type else None,
        "unit": unit or only,
        "units": list(sheet.units),
        "year": sheet.year.year if sheet.year else None,
        "year_from": sheet.year.origin if sheet.year else None,
    }
