"""The state file beside an export: what was written, how often it changed, and what must still be cancelled."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import TypeVar, get_args

from .entries import Content, Entry, Form, Matter, Role, Status

FORMAT = "checkbranch.calendar/1"

T = TypeVar("T")


class Damaged(ValueError):
    """The state file cannot be read."""


def dump_state(workspace: str, entries: Iterable[Entry], unit: str | None = None) -> str:
    """Return the state file of a workspace, one entry a line, in the order of UIDs.

    ``unit`` is the id of the unit whose own calendar it belongs to, if it is one.
    """
    head = _json({"format": FORMAT, "workspace": workspace} | ({} if unit is None else {"unit": unit}))
    rows = [
        _json(
            {"uid": entry.uid, "sequence": entry.sequence, "modified": entry.modified}
            | {"content": asdict(entry.content), "matter": asdict(entry.matter)}
        )
        for entry in sorted(entries, key=lambda entry: entry.uid)
    ]
    return head[:-1] + ', "entries": [' + ",".join("\n" + row for row in rows) + "\n]}\n"


def unit_of_state(data: bytes) -> str | None:
    """Return the id of the unit whose own calendar a state file belongs to, without reading its entries."""
    try:
        found = json.loads(data.partition(b"\n")[0] + b"]}")
    except (ValueError, RecursionError):
        return None
    unit = found.get("unit") if isinstance(found, dict) else None
    return unit if isinstance(unit, str) else None


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    try:
        text.encode()
    except UnicodeEncodeError:  # half a surrogate pair, out of a JSON file
        return json.dumps(value, default=str)
    return text


def load_state(data: bytes) -> tuple[str, dict[str, Entry]]:
    """Return the workspace that a state file is of and its entries by UID; raise Damaged where it cannot be read."""
    try:
        found = json.loads(data.decode("utf-8"))
        if found["format"] != FORMAT:
            raise Damaged(f"the format is {found['format']!r}")
        entries = [_entry(row) for row in found["entries"]]
        workspace = found["workspace"]
    except Damaged:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Damaged(str(error)) from None
    if not isinstance(workspace, str):
        raise Damaged("the workspace is not named")
    return workspace, {entry.uid: entry for entry in entries}


def _entry(row: Mapping[str, object]) -> Entry:
    content, matter = _map(row["content"]), _map(row["matter"])
    sequence = row["sequence"]
    if not isinstance(sequence, int) or isinstance(sequence, bool) or sequence < 0:
        raise Damaged("a sequence is no number")
    return Entry(
        uid=_text(row["uid"]),
        content=Content(
            form=_one(content["form"], get_args(Form)),
            start=_moment(content["start"]),
            end=_moment(content["end"]),
            status=_one(content["status"], get_args(Status)),
            summary=_text(content["summary"]),
            description=_text(content["description"]),
            categories=tuple(_text(each) for each in _list(content["categories"])),
            alarms=tuple(int(_text(each)) for each in map(str, _list(content["alarms"]))),
        ),
        matter=Matter(
            role=_one(matter["role"], get_args(Role)),
            duty=_text(matter["duty"]),
            subject_kind=_text(matter["subject_kind"]),
            subject=_text(matter["subject"]),
            unit=_text(matter["unit"]),
            period=_text(matter["period"]),
            opens=date.fromisoformat(_text(matter["opens"])),
            closes=date.fromisoformat(_text(matter["closes"])),
            wish=_text(matter["wish"]),
            title=_text(matter["title"]),
            items=tuple(_text(each) for each in _list(matter["items"])),
        ),
        sequence=sequence,
        modified=date.fromisoformat(_text(row["modified"])),
    )


def _moment(value: object) -> date | datetime:
    text = _text(value)
    return datetime.fromisoformat(text) if len(text) > 10 else date.fromisoformat(text)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Damaged(f"{value!r} is no text")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise Damaged(f"{value!r} is no list")
    return value


def _map(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise Damaged(f"{value!r} is no map")
    return value


def _one(value: object, known: tuple[T, ...]) -> T:
    for one in known:
        if one == value:
            return one
    raise Damaged(f"{value!r} is none of {known}")
