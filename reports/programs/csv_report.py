"""The findings as CSV that Excel and WPS open as it is: a finding a row, nothing in it that a spreadsheet computes."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import TextIO

from ...engine.findings import Finding, Number
from ...engine.text import Text
from ..asked import Ask
from ..layout import safe
from ..office.xlsx_cells import cell_text
from ..starter.as_csv import BOM
from ..teller import Teller
from ..view import AuditView
from ..words.wording import listed, plain_number

_COMPUTES = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")

Value = Callable[[Teller, Finding], str]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _number(number: Number | None) -> str:
    return "" if number is None else plain_number(number)


# The columns, in their order, which is never changed; new ones are added at the end.
COLUMNS: Sequence[tuple[Text, Value]] = (
    (Text("单位", "unit_name"), lambda t, f: t.unit_name(f.unit)),
    (Text("事项", "title"), lambda t, f: t.title(f.duty)),
    (Text("对象", "subject_name"), lambda t, f: "" if t.of_unit(f) else t.subject_name(f.subject)),
    (Text("时段", "period"), lambda t, f: t.period(f)),
    (Text("情况", "status_word"), lambda t, f: t.status(f)),
    (Text("程度", "severity_word"), lambda t, f: t.severity(f)),
    (Text("应开", "required"), lambda t, f: _number(f.required)),
    (Text("按期", "counted"), lambda t, f: _number(f.counted)),
    (Text("补开", "made_up"), lambda t, f: _number(f.made_up)),
    (Text("截止", "due"), lambda t, f: _day(f.due)),
    (Text("可补开至", "can_make_up_until"), lambda t, f: _day(f.can_make_up_until)),
    (Text("说明", "message"), lambda t, f: t.message(f)),
    (Text("补救", "remedy"), lambda t, f: t.remedy(f)),
    (Text("依据", "basis"), lambda t, f: t.basis(f.duty)),
    (Text("记录位置", "records"), lambda t, f: t.records(f)),
    (Text("存疑之处", "doubts"), lambda t, f: listed((doubt.source for doubt in f.doubts), "en")),
    (Text("基线", "baseline"), lambda t, f: t.state(f)),
    (Text("单位编号", "unit"), lambda t, f: f.unit),
    (Text("对象类别", "subject_kind"), lambda t, f: f.subject.kind),
    (Text("对象编号", "subject"), lambda t, f: f.subject.id),
    (Text("事项编号", "duty"), lambda t, f: f.duty),
    (Text("时段代码", "period_key"), lambda t, f: f.period.key if f.period else ""),
    (Text("情况代码", "status"), lambda t, f: f.status),
    (Text("程度代码", "severity"), lambda t, f: f.severity),
    (Text("原因代码", "reason"), lambda t, f: f.reason or ""),
    (Text("编号", "id"), lambda t, f: f.id),
)


def write_csv(audit: AuditView, out: TextIO, ask: Ask) -> None:
    """Write the findings asked for, by itself all, as UTF-8 with the mark that spreadsheets know it by.

    Headers are Chinese, or the canonical names in English; the columns and their order are the same in both.
    """
    out.write(BOM)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([name.say(ask.language) for name, _ in COLUMNS])
    teller = Teller(audit, ask)
    values = [value for _, value in COLUMNS]
    for finding in audit.findings(ask.which or "all"):
        writer.writerow([inert(value(teller, finding)) for value in values])


@lru_cache(50_000)
def inert(text: str) -> str:
    """Return a text on one line that no spreadsheet computes, no longer than a cell can be.

    An apostrophe goes before what begins like a formula, as spreadsheets themselves write a text that does.
    """
    shown = cell_text(safe(text))
    return f"'{shown}" if shown.lstrip(" ").startswith(_COMPUTES) else shown
