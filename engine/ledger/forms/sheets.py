"""The sheets of a Word document: each record form a row of its own, each list a sheet like that of a workbook."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ..headers import claims
from ..values.cells import Raw
from ..values.sheets import Note, Sheet, sheet_of
from ..values.years import year_in
from .forms import CORE, Form
from .labels import ATTENDANCE, Label, label_of
from .minutes import is_minutes, minutes_in
from .tables import forms_in
from .text import Line, Table, blocks_of
from .values import attendance, value_of

START = "时间"
BODY = "正文"
SHOWN = ("photos", "sign_in")  # evidence that stands as pictures below a form
# Printed with the form, or the same in all forms of a branch: alone they are no record.
_PRINTED = frozenset({"unit", "group", "type"})
_DAY = re.compile(r"20\d\d\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*[日号]?")
_TITLE = re.compile("记录|纪要|会|党课|党日|活动|谈话|走访")
KEPT_BY = "记录"  # whose record it is, or that there is one
_NAME = re.compile(r"[\u3400-\u9fff·\s]{2,12}")
_CLOCK = re.compile(r"[\s\d:：时点分\-–—~至到上下午]+")


class Document:
    """A Word document as sheets: 表1, 表2, … by their place, and 正文 where the record is text alone."""

    def __init__(self, body: Any) -> None:
        """``body`` is the XML element of the document's body."""
        self._sheets: list[tuple[str, Sheet]] = []
        self._opening: list[str] = []  # what stands at the top of the document
        self._above: list[Line] = []  # the paragraphs since the last table
        self._minutes: list[Form] = []
        self._last: tuple[str, list[Form]] | None = None  # the last table of forms, which more may belong to
        self._place = 0
        self.pictures = 0
        blocks = blocks_of(body)
        self.text = any((block.text.strip() if isinstance(block, Line) else not block.empty) for block in blocks)
        for block in blocks:
            if isinstance(block, Line):
                self._above.append(block)
                self.pictures += block.pictures
            else:
                self._table(block)
        self._end()

    def sheets(self) -> dict[str | None, Sheet]:
        """Return the sheets by name; the only one that is text alone has none."""
        if len(self._sheets) == 1 and self._sheets[0][0].startswith(BODY):
            sheet = self._sheets[0][1]
            sheet.name = None
            return {None: sheet}
        return dict(self._sheets)

    def _table(self, table: Table) -> None:
        self._place += 1
        if table.empty:
            if self._above and self._last is not None:
                self._above.append(Line("", sum(cell.pictures for row in table.rows for cell in row)))
            return
        texts = minutes_in(self._tail())
        self._above = []
        name, forms = f"表{self._place}", _framed(table) or forms_in(table)
        if forms and not (texts[-1].titles or texts[-1].labels) and self._belongs(forms):
            return
        if forms and not forms[0].fields() & CORE:
            forms = []
        apart = bool(forms) and is_minutes(texts[-1]) and "start" in forms[0].fields()
        if forms and not apart:
            forms[0] = _joined(texts[-1], forms[0])
        if forms and forms[0].a_record:
            self._stand_alone(texts if apart else texts[:-1])
            self._close()
            titles = self._titles(texts[-1])
            for form in forms:
                form.titles = list(dict.fromkeys([*titles, *form.titles]))
            self._last = (name, forms)
        else:
            self._stand_alone(texts)
            self._close()
            self._add(name, list_sheet(name, table, self._titles(texts[-1])))

    def _tail(self) -> list[Line]:
        """Return the paragraphs above a table but for those that end the form before: pictures and their label."""
        if self._last is None:
            return self._above
        form, at, name = self._last[1][-1], 0, None
        for line in self._above:
            label = label_of(line.text.strip())
            if label is not None and label.evidence in SHOWN and (label.shown not in form.labels or name):
                name = form.put(label, "")
            elif line.text.strip() and not (line.pictures and name):
                break
            if name is not None:
                form.pictures[name] += line.pictures
            at += 1
        return self._above[at:]

    def _belongs(self, forms: list[Form]) -> bool:
        """Put a table without a time into the form right above it; return whether it was one."""
        if self._last is None or len(forms) > 1 or forms[0].titles or "start" in forms[0].fields():
            return False
        above, labels = self._last[1][-1], forms[0].labels.values()
        known = any(label.fields or label.long or label.evidence for label in labels)
        if not known or "start" not in above.fields() or above.fields() & forms[0].fields():
            return False
        above.take(forms[0])
        return True

    def _titles(self, text: Form) -> list[str]:
        """Return the texts above a table, and those at the top of the document where they name no other year."""
        if not self._opening:
            self._opening = list(text.titles)
        own, first = year_in(" ".join(text.titles)), year_in(" ".join(self._opening))
        return list(dict.fromkeys([*(self._opening if own in (None, first) else []), *text.titles]))

    def _stand_alone(self, texts: Sequence[Form]) -> None:
        """Take lines of text that are records by themselves."""
        for form in texts:
            if is_minutes(form):
                self._close()
                titles = self._titles(form)
                form.titles = titles
                self._minutes.append(form)
                self._add(BODY, form_sheet(BODY, [form]))

    def _close(self) -> None:
        if self._last is not None:
            self._add(self._last[0], form_sheet(*self._last))
            self._last = None

    def _end(self) -> None:
        texts = minutes_in(self._tail())
        if self._last is not None and not is_minutes(texts[0]):
            self._last[1][-1].take(texts.pop(0))
        self._stand_alone(texts)
        self._close()
        named = [at for at, (name, _) in enumerate(self._sheets) if name == BODY]
        for number, at in enumerate(named if len(named) > 1 else [], start=1):
            name, sheet = f"{BODY}{number}", self._sheets[at][1]
            sheet.name = name
            self._sheets[at] = (name, sheet)

    def _add(self, name: str, sheet: Sheet) -> None:
        self._sheets.append((name, sheet))


def _framed(table: Table) -> list[Form]:
    """Return minutes that stand in a frame, a table of one cell."""
    if len(table.rows) != 1 or len(table.rows[0]) != 1:
        return []
    forms = minutes_in([Line(table.rows[0][0].text, table.rows[0][0].pictures)])
    return forms if len(forms) == 1 and is_minutes(forms[0]) else []


def _joined(text: Form, form: Form) -> Form:
    """Return the form of a table with the titles and the labels of the lines above it, before its own."""
    both = Form([*text.titles, *form.titles], row=form.row)
    both.take(text)
    both.take(form)
    return both


def form_sheet(name: str, forms: Sequence[Form]) -> Sheet:
    """Return the sheet of a table of forms, a row each; one form alone is told by the place of its sheet."""
    notes: list[Note] = []
    rows = [_cells(form, notes) for form in forms]
    header: list[str] = list(dict.fromkeys(label for row in rows for label in row))
    titles = tuple(dict.fromkeys(title for form in forms for title in form.titles))
    return Sheet(
        name,
        header=list(header),
        header_row=1,
        columns=[[row.get(label) for row in rows] for label in header],
        numbers=[form.row for form in forms] if len(forms) > 1 else [0],
        titles=titles,
        form=True,
        notes=list({note.code: note for note in notes}.values()),
    )


def _cells(form: Form, notes: list[Note]) -> dict[str, Raw]:
    """Return what a form was filled in with, by header."""
    _count(form)
    values = {name: form.value(name) for name in form.labels}
    found = _apart(form, values)
    known = form.fields() & CORE
    if "start" not in known:
        found = {START: None, **found}
    filled = [form.labels.get(name) for name, value in found.items() if value is not None]
    if all(label is not None and label.fields and label.fields <= _PRINTED for label in filled):
        notes.append(Note("blank_form"))
        return dict.fromkeys(found)
    day = None if form.filled("start") is not None else _day_in(form.titles)
    if day is not None:
        found[next(name for name in found if "start" in claims("activities", name))] = day
        notes.append(Note("day_from_title", {"shown": day}))
    return dict(found)


def _count(form: Form) -> None:
    """Put the numbers of a cell for everybody's attendance under labels of their own, and a name after 记录： too."""
    name = form.value(KEPT_BY) if KEPT_BY in form.labels else None
    if name is not None and _NAME.fullmatch(name) and form.filled("recorder") is None:
        form.put(Label(f"{KEPT_BY}人", frozenset({"recorder"})), name)
    for name, label in list(form.labels.items()):
        counted = attendance(label, form.text(name))
        if label.shown not in ATTENDANCE:
            counted.pop("应到", None), counted.pop("实到", None)
        for header, value in counted.items():
            one = label_of(header)
            if one is not None and form.filled(next(iter(one.fields))) is None:
                form.put(one, value)


def _apart(form: Form, values: dict[str, str | None]) -> dict[str, str | None]:
    """Return the values by header, where each column of activities has one header.

    Of two labels for one column the first that is filled in is taken; the other is kept under its name with a number,
    and left out where it is blank. A second time may be the clock time of the first.
    """
    taken: dict[str, str] = {}
    order = sorted(values, key=lambda name: values[name] is None)
    found: dict[str, str] = {}
    for name in order:
        fields = {field for field in claims("activities", name) if not _by_clock(field, values[name], taken)}
        rivals = [field for field in fields if field in taken]
        if not rivals:
            found[name] = name
            taken.update((field, name) for field in fields)
        elif values[name] is not None:
            found[name] = f"{name} 2"
    return {found[name]: value for name, value in values.items() if name in found}


def _by_clock(field: str, value: str | None, taken: dict[str, str]) -> bool:
    return field == "start" and field in taken and value is not None and bool(_CLOCK.fullmatch(value))


def _day_in(titles: Sequence[str]) -> str | None:
    """Return the only day that the titles of a record name."""
    found = set()
    for title in titles:
        for match in _DAY.finditer(title):
            alone = not title.replace(match[0], "").strip("（）() 　")
            if alone or (_TITLE.search(title) and not re.search("[:：]", title)):
                found.add("".join(match[0].split()))
    return found.pop() if len(found) == 1 else None


def list_sheet(name: str, table: Table, titles: Sequence[str]) -> Sheet:
    """Return a table as it stands: a cell that is merged over several rows holds for each of them, headers apart."""
    rows: list[list[Raw]] = []
    shown: set[int] = set()
    evidence: dict[int, Label] = {}
    width = table.width
    for at, row in enumerate(table.rows):
        line: list[Raw] = [None] * width
        header = at == 0 or sum(label_of(cell.text) is not None for cell in row) >= 2
        for cell in row:
            if header and (label := label_of(cell.text)) is not None and label.evidence is not None:
                evidence[cell.column] = label
            if id(cell) not in shown or not (header or label_of(cell.text)):
                column = evidence.get(cell.column)
                value = value_of(column, "", cell.pictures) if column is not None and not cell.text else None
                line[cell.column] = value or cell.text or None
            shown.add(id(cell))
        rows.append(line)
    sheet = sheet_of(name, rows, range(1, len(rows) + 1))
    sheet.titles = () if _is_agenda(sheet) else tuple(titles)
    return sheet


def _is_agenda(sheet: Sheet) -> bool:
    """Return whether the times of a list are all clock times: what is said above names no type of its rows then."""
    for header, column in zip(sheet.header, sheet.columns, strict=True):
        cells = [cell for cell in column if cell is not None]
        if "start" in claims("activities", str(header or "")) and cells:
            return all(_CLOCK.fullmatch(str(cell)) for cell in cells)
    return False
