"""A calendar file that is taken in, as JSON, as text for people, and as rows of a ledger."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from ...calendars.arrivals import Arrivals
from ...calendars.incoming import Arrival, Moment
from ...engine.ledger.event_words import refused, warned
from ...engine.ledger.events import record_ids
from ...engine.packs.model import ActivityType
from ...engine.text import Text
from ..layout import safe
from ..starter.as_csv import BOM, kept_from_computing

TypesOf = Callable[[str], tuple[str, ...]]
Names = Callable[[str], ActivityType]
HEADS = (Text("日期", "day"), Text("时间", "time"), Text("类型", "type"), Text("状态", "status"), Text("标题", "title"))
COLUMNS = ("编号", "类型", "党支部", "开始时间", "结束时间", "主题", "地点")
_STATUS = {
    "confirmed": Text("", ""),
    "tentative": Text("暂定，不作依据", "tentative: not evidence"),
    "cancelled": Text("已取消，不作依据", "cancelled: not evidence"),
}


def as_json(found: Arrivals, types_of: TypesOf, language: str) -> str:
    """Return everything of the file as one JSON value."""
    value = {
        "records": [
            {
                "uid": one.uid,
                "start": _moment(one.start),
                "end": None if one.end is None else _moment(one.end),
                "all_day": one.all_day,
                "title": one.title,
                "type": "+".join(types_of(one.title)) or None,
                "status": one.status,
            }
            for one in found.records
        ],
        "refused": [{"uid": one.uid, "code": one.code, "message": refused(one).say(language)} for one in found.refused],
        "skipped": dict(sorted(found.skipped.items())),
        "warnings": [{"code": one.code, "message": warned(one).say(language)} for one in found.warnings],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def as_text(found: Arrivals, types_of: TypesOf, names: Names, language: str) -> Iterator[str]:
    """Yield the lines that a person reads: every record, then what was refused, skipped and guessed."""
    yield "  ".join(head.say(language) for head in HEADS)
    for one in found.records:
        types = "、".join(names(each).title.say(language) for each in types_of(one.title))
        marks = [types or Text("（类型无法识别）", "(no type known)").say(language)]
        marks += [said] if (said := _STATUS[one.status].say(language)) else []
        yield f"{one.day}  {_clock(one, language)}  {'  '.join(marks)}  {safe(one.title)}"
    yield ""
    taken, typed = takeable(found, types_of), [one for one in found.records if types_of(one.title)]
    yield Text(
        f"活动 {len(found.records)} 项，其中类型可识别的 {len(typed)} 项，可作记录的 {len(taken)} 项。",
        f"{len(found.records)} events, {len(typed)} of a known type, {len(taken)} that can be records.",
    ).say(language)
    if found.skipped:
        listed = ", ".join(f"{name} {n}" for name, n in sorted(found.skipped.items()))
        yield Text(f"不是活动、未读取的：{listed}。", f"Not events, left aside: {listed}.").say(language)
    for refusal in found.refused:
        head = "" if refusal.uid is None else f"{safe(refusal.uid)}{'：' if language == 'zh' else ': '}"
        yield Text("未读取：", "Refused: ").say(language) + head + safe(refused(refusal).say(language))
    for notice in found.warnings:
        yield Text("注意：", "Note: ").say(language) + safe(warned(notice).say(language))


def takeable(found: Arrivals, types_of: TypesOf) -> list[Arrival]:
    """Return what can be a record: of a known type, neither tentative nor cancelled."""
    return [one for one in found.records if one.status == "confirmed" and types_of(one.title)]


def as_ledger(taken: Sequence[Arrival], types_of: TypesOf, names: Names, unit: str | None) -> str:
    """Return a table of records as CSV with a BOM, as Excel and WPS open it; ``unit`` goes into its own column."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    columns = COLUMNS if unit else tuple(name for name in COLUMNS if name != "党支部")
    writer.writerow(columns)
    for one, id_ in zip(taken, record_ids(taken), strict=True):
        types = "；".join(names(each).title.zh for each in types_of(one.title))
        cells = {
            "编号": id_,
            "类型": types,
            "党支部": unit or "",
            "开始时间": _cell(one.start),
            "结束时间": "" if one.end is None or (one.all_day and one.end == one.start) else _cell(one.end),
            "主题": one.title,
            "地点": one.place,
        }
        writer.writerow([kept_from_computing(cells[name]) for name in columns])
    return BOM + out.getvalue()


def _moment(moment: Moment) -> str:
    return moment.isoformat(timespec="minutes") if isinstance(moment, datetime) else moment.isoformat()


def _cell(moment: date) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if isinstance(moment, datetime) else moment.isoformat()


def _clock(one: Arrival, language: str) -> str:
    if one.all_day:
        whole = Text("全天", "all day").say(language)
        return whole if one.end in (None, one.start) else f"{whole}–{one.end}"
    end = f"–{one.end:%H:%M}" if isinstance(one.end, datetime) else ""
    return f"{one.start:%H:%M}{end}"
