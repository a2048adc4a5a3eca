"""Lights and hints: what an inference concluded of whom, and what is worth a second look."""

from __future__ import annotations

from ...engine.findings import GAPS, Finding
from ...engine.text import Text
from ..words.periods import finding_period
from ..words.wording import SEVERITY
from .page import Book
from .table import Column, Table

LIGHTS = Text("亮灯", "Lights")
HINTS = Text("核对提示", "Hints")
_GRAVITY = ("error", "warning", "info")

_LIGHT_COLUMNS = (
    Column(Text("程度", "Severity"), 10, "centre"),
    Column(Text("单位", "Unit"), 26),
    Column(Text("对象", "Subject"), 22),
    Column(Text("结论", "Conclusion"), 60),
    Column(Text("由几项推出", "Rests on"), 10, "number"),
    Column(Text("推断", "Inference"), 24),
    Column(
        Text("编号", "ID"), 18,
        help=Text(
            "由哪些结论推出，用 checkbranch explain 加编号查看。",
            "checkbranch explain with this ID lists what it rests on."
        ),
    ),
)  # fmt: skip
_HINT_COLUMNS = (
    Column(Text("单位", "Unit"), 22),
    Column(Text("提示", "Hint"), 26),
    Column(Text("时段", "Period"), 14, "centre"),
    Column(Text("对象", "Subject"), 18),
    Column(Text("再核对的原因", "Why to look again"), 50),
    Column(Text("记录", "Records"), 46),
    Column(Text("怎么办", "What to do"), 40),
    Column(Text("编号", "ID"), 18),
)


def write_lights(book: Book) -> None:
    """Write the lights, the gravest first; no sheet where there are none."""
    flags = sorted(book.audit.flags, key=lambda flag: _GRAVITY.index(flag.severity))
    if not flags:
        return
    table = book.table(LIGHTS, book.fitting(_LIGHT_COLUMNS, 1), len(flags))
    titles = {one.id: one.title.say(book.language) for one in book.audit.rules.inferences}
    for flag in flags:
        home = book.units.home.get(flag.unit, flag.unit)
        table.add(
            [
                book.say(SEVERITY[flag.severity]),
                book.labels.get(home, home),
                book.subject(flag.subject, flag.unit),
                flag.message.say(book.language),
                len(flag.because),
                titles.get(flag.inference, flag.inference),
                flag.id,
            ]
        )
    table.close()


class HintsSheet:
    """Writes what is worth a second look; there is no sheet where nothing is."""

    def __init__(self, book: Book) -> None:
        self._book = book
        known = {duty.id for duty in book.audit.rules.duties if duty.kind == "hint" and not duty.off}
        rows = sum(n for _, duty, status, n in book.audit.unit_duty_counts() if duty in known and status in GAPS)
        self._table: Table | None = book.table(HINTS, book.fitting(_HINT_COLUMNS, 0), rows) if rows else None

    @property
    def rows(self) -> int:
        """How many hints were written."""
        return self._table.rows if self._table else 0

    def add(self, finding: Finding) -> None:
        """Write one finding, if it is a hint that showed something."""
        if finding.kind != "hint" or finding.status not in GAPS or self._table is None:
            return
        book = self._book
        said, remedy = book.words(finding)
        cells = [
            book.unit(finding),
            book.duties[finding.duty].title.say(book.language),
            finding_period(finding, book.language),
            book.subject(finding.subject, finding.unit),
            said,
            book.records(finding),
            remedy,
            finding.id,
        ]
        self._table.add(cells)

    def close(self) -> None:
        """Finish the sheet."""
        if self._table:
            self._table.close()
