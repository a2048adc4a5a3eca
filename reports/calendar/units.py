"""What is said after the calendars of many units were written, and the list of which file is whose."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from ...calendars.revisions import Revision
from ...engine.planning.agenda import Agenda
from ...engine.text import Text
from ..layout import safe
from ..starter.as_csv import BOM, kept_from_computing
from .summary import unfitting, unplaced
from .words import Words, clean

_SHOWN = 40  # units, or duties without a day, that are told in a line each
_HEADS = (Text("单位编号", "unit"), Text("单位名称", "name"), Text("文件", "file"), Text("备注", "note"))
_GONE = Text("已不在单位表中", "no longer among the units")


@dataclass(frozen=True, slots=True)
class Told:
    """What became of the calendar of one unit: how many entries are new, changed, cancelled, unchanged, left out."""

    unit: str
    file: str
    new: int
    changed: int
    cancelled: int
    unchanged: int
    left: int

    @classmethod
    def of(cls, unit: str, file: str, made: Revision) -> Told:
        """Return what to tell of a revision."""
        return cls(unit, file, made.new, made.changed, made.cancelled, made.unchanged, made.left)

    @property
    def is_same(self) -> bool:
        """Whether nothing changed."""
        return not (self.new or self.changed or self.cancelled or self.left)


def units_summary(agenda: Agenda, told: Sequence[Told], words: Words, folder: str, *, secret: bool) -> Iterator[str]:
    """Yield the lines for a person who has just exported one file for each unit into ``folder``.

    Up to some dozens of units have a line each, else they are counted. Names that nobody should guess are not told,
    as what is printed may be kept in a log.
    """
    english, span = words.english, agenda.wanted.span
    if english:
        yield f"As of {agenda.wanted.as_of}, for {span.first} to {span.last}."
        yield f"Wrote one calendar for each unit, {len(told)} in all, to {folder}."
    else:
        yield f"截至 {agenda.wanted.as_of}，{span.first} 至 {span.last}。"
        yield f"已写入文件夹 {folder}：{len(told)} 个单位，每个单位一个日历。"
    for one in told if len(told) <= _SHOWN else ():
        name = safe(clean(words.names.get(one.unit, one.unit)))
        file = "" if secret else f" ({one.file})" if english else f"（{one.file}）"
        yield f"{name}{file}{': ' if english else '：'}{_counts([one], english)}{'.' if english else '。'}"
    yield from _totals(told, words)
    index = "index-….csv" if secret else "index.csv"
    yield (
        f"Which file is whose is in {index}. Publish the .ics files only: that list, the state files"
        f"{' and the key' if secret else ''} stay here."
        if english
        else f"文件与单位的对照见 {index}。对外只发布 .ics 文件；对照表、状态文件{'和密钥' if secret else ''}留在本地。"
    )
    yield from unfitting(agenda, words)
    lines = list(islice(unplaced(agenda, words), _SHOWN + 1))
    yield from lines[:_SHOWN]
    if len(lines) > _SHOWN:
        yield (
            "Others have no free working day either and are not listed."
            if english
            else "还有其他事项没有空闲的工作日，未一一列出。"
        )


def _totals(told: Sequence[Told], words: Words) -> Iterator[str]:
    """Yield what all units come to, where that is not said already, and which are units no longer."""
    english = words.english
    if len(told) > 1:
        changed = sum(not one.is_same for one in told)
        yield (
            f"In all: {_counts(told, True)}; {changed} of the calendars changed."
            if english
            else f"合计：{_counts(told, False)}；有变化的日历 {changed} 个。"
        )
    if left := sum(one.left for one in told):
        yield f"Left out, as their time is over: {left}." if english else f"期限已过、不再列出：{left}。"
    gone = [one for one in told if one.unit not in words.names]
    if gone:
        yield (
            f"No longer among the units: {len(gone)}; what was proposed in their calendars is cancelled."
            if english
            else f"已不在单位表中的 {len(gone)} 个，其日历中的建议已取消。"
        )


def _counts(told: Sequence[Told], english: bool) -> str:
    new, changed = sum(one.new for one in told), sum(one.changed for one in told)
    cancelled, unchanged = sum(one.cancelled for one in told), sum(one.unchanged for one in told)
    if english:
        return f"new {new}, changed {changed}, cancelled {cancelled}, unchanged {unchanged}"
    return f"新增 {new}，变更 {changed}，取消 {cancelled}，未变 {unchanged}"


def unit_index(files: Mapping[str, str], words: Words) -> bytes:
    """Return the list of units and their files, as a CSV that Excel opens as UTF-8 and computes nothing of."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([head.say(words.language) for head in _HEADS])
    for unit, file in sorted(files.items()):
        name, note = words.names.get(unit), "" if unit in words.names else _GONE.say(words.language)
        writer.writerow([kept_from_computing(clean(cell)) for cell in (unit, name or "", file, note)])
    return (BOM + out.getvalue()).encode("utf-8", "replace")
