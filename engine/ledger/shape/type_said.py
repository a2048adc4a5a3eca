"""The type of all rows of a sheet that has no column for it: its own name says it, its titles, or its file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from ...text import Text
from ..values.sheets import Note, Sheet
from .types import TypeReader

Place = Literal["sheet", "title", "file"]

WHERE: dict[Place, Text] = {
    "sheet": Text("工作表名", "name of the sheet"),
    "title": Text("标题", "title of the sheet"),
    "file": Text("文件名", "name of the file"),
}
# What is planned, or shown how to fill in, was not held: such a sheet is no record of the type that it names.
_NO_RECORD = re.compile("计划|安排|方案|预告|通知|议程|日程|模板|样表|样例|示例表|填写示例|填写说明")
# 组织生活会议 are meetings of all kinds, of which the 组织生活会 is one; 某某支部委员会 is who kept the ledger.
_OTHER_WORDS = re.compile("组织生活会议|支部委员会(?!会)")


_ANY = "other"  # 其他 in a name tells nothing of what was held


@dataclass(frozen=True, slots=True)
class TypeSaid:
    """The id of a type, the place that names it, and the text there."""

    type: str
    place: Place
    shown: str

    def note(self) -> Note:
        """Return what is to be said of the sheet."""
        where = WHERE[self.place]
        return Note("type_guessed", {"where": where.zh, "where_en": where.en, "shown": self.shown})


def type_said(sheet: Sheet, file: str, types: TypeReader) -> TypeSaid | None:
    """Return the type of a sheet; None where the nearest place that names a type names several, or there is none."""
    titles = next((text for text in sheet.titles if _named(text, types)), "")
    places: tuple[tuple[Place, str], ...] = (
        ("sheet", sheet.name or ""),
        ("title", titles),
        ("file", PurePath(file).stem),
    )
    if any(_NO_RECORD.search(text) for text in (*sheet.titles, sheet.name or "", PurePath(file).stem)):
        return None
    for place, text in places:
        found = _named(" ".join(sheet.titles) if place == "title" else text, types)
        if found:
            return TypeSaid(found[0], place, text) if len(found) == 1 else None
    return None


def _named(text: str, types: TypeReader) -> tuple[str, ...]:
    whole = types.name(text)
    named = (whole,) if whole else types.named_in(_OTHER_WORDS.sub(";", text))
    return tuple(one for one in named if one != _ANY)
