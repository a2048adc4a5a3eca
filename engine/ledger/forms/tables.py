"""Record forms in tables: labels and values side by side or one above the other, however the cells are merged."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .forms import PEOPLE, STRAY, Form
from .labels import ATTENDANCE, TIME_LEADS, Label, label_of, pairs_in, words
from .text import Cell, Table

_FOOT = words("备注 说明 附件 附件说明 填表人 审核人 审核 检查人 签字 签名 书记签字 支部书记签字")
_MONTH = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?")
_OWN_LABEL = re.compile(r"[\u3400-\u9fff（）()/、\s]{2,14}")


def forms_in(table: Table) -> list[Form]:
    """Return what a table tells as forms, one in all but for several meetings one below the other; none for a list."""
    return [] if _is_list(table) else _Reader(table).run()


def _is_list(table: Table) -> bool:
    """Return whether a table has a row of headers and below it nothing that begins with a label again."""
    labelled = False
    for at, row in enumerate(table.rows):
        if sum(bool(_MONTH.fullmatch(cell.text)) for cell in row) >= 3:
            return True
        found = [(cell, label_of(cell.text)) for cell in row if cell.text]
        labels = [label for _, label in found if label is not None]
        pairs = any(pairs_in(cell.text)[1] for cell in row)
        if len(found) < 2:  # a title, or a form of one column
            labelled = labelled or bool(labels) or pairs
            continue
        values = len(found) - len(labels)
        if len(labels) >= 2 and not (labelled and values) and not _in_turn(found, table.rows[at + 1 :]):
            return not any(_begins_with_label(row, below, at + 1 == n) for n, below in enumerate(table.rows) if n > at)
        if labels or pairs:
            return False
    return not labelled


def _in_turn(found: Sequence[tuple[Cell, Label | None]], below: Sequence[Sequence[Cell]]) -> bool:
    """Return whether labels and other cells follow one another in turn, as they do in a form."""
    if any(label is not None for _, label in found[1::2]):
        return False
    if any(char.isdigit() for cell, _ in found[1::2] for char in cell.text):
        return True
    return not below or any(label_of(cell.text) or pairs_in(cell.text)[1] for row in below for cell in row)


def _begins_with_label(header: Sequence[Cell], row: Sequence[Cell], next_one: bool) -> bool:
    new = [cell for cell in row if cell.text and not any(cell is above for above in header)]
    if not new:
        return False
    if [cell.text for cell in new] == [cell.text for cell in header if cell.text]:
        return False  # the header again, on a new page
    if next_one and len(new) < len(row) and all(label_of(cell.text) for cell in new):
        return not _divides(header, new)
    label = label_of(new[0].text) or next((pair.label for pair in pairs_in(new[0].text)[1]), None)
    return label is not None and label.shown not in _FOOT


def _divides(header: Sequence[Cell], row: Sequence[Cell]) -> bool:
    """Return whether the cells of a row stand below wide cells of the header, as its second line."""
    wide = [(cell.column, cell.column + cell.width) for cell in header if cell.width > 1]
    return all(any(left <= cell.column < right for left, right in wide) for cell in row)


class _Reader:
    """Reads a table row by row."""

    def __init__(self, table: Table) -> None:
        self._rows, self._width = table.rows, table.width
        self._form = Form()
        self._forms = [self._form]
        self._read: set[int] = set()  # cells that have been read, by identity
        self._owner: dict[int, str] = {}  # label cells, with the name of what they introduce
        self._open: str | None = None  # a label whose value goes on, or is yet to come, in the rows below
        self._names: str | None = None  # the label of people that the row above ends with
        self._columns: dict[int, str] = {}  # labels of the row above that have had no value, by column

    def run(self) -> list[Form]:
        for at, row in enumerate(self._rows):
            self._begin(at, row)
            if not self._title(at, row) and not self._below(row):
                self._row(row)
        first, *others = self._forms
        records = [first]
        for form in others:  # a second time alone, such as that of a signature, is no second meeting
            records.append(form) if form.a_record else records[-1].take(form)
        return records

    def _begin(self, at: int, row: Sequence[Cell]) -> None:
        """Begin another form where a row begins like the one that began this form."""
        label = label_of(row[0].text) if row and id(row[0]) not in self._read else None
        if label is None or "start" not in label.fields or label.shown not in self._form.labels or len(row) < 2:
            return
        if self._form.value(label.shown) is not None and any(char.isdigit() for char in row[1].text):
            self._form = Form(row=at + 1)
            self._forms[0].row = self._forms[0].row or 1
            self._forms.append(self._form)
            self._open, self._columns = None, {}

    def _title(self, at: int, row: Sequence[Cell]) -> bool:
        """Take a row above all labels for a title."""
        if self._form.labels or len(row) != 1 or pairs_in(row[0].text)[1]:
            return False
        below = self._rows[at + 1] if at + 1 < len(self._rows) else []
        if label_of(row[0].text) is not None and not any(label_of(c.text) or pairs_in(c.text)[1] for c in below):
            return False
        self._form.titles += [line.strip() for line in row[0].text.split("\n") if line.strip()]
        self._read.add(id(row[0]))
        return True

    def _below(self, row: Sequence[Cell]) -> bool:
        """Read a row without labels of its own as what stands below labels."""
        new = [cell for cell in row if id(cell) not in self._read]
        if any(label_of(cell.text) or self._pairs(cell)[0].labels for cell in new) or not new:
            return False
        if any(id(cell) in self._owner for cell in row):
            return False
        if self._columns and len(new) >= 2 and any(cell.column in self._columns for cell in new):
            for cell in new:
                self._take(cell, self._columns.get(cell.column), " ")
            self._columns = {}
            return True
        if self._open is None or not (self._long(self._open) or (len(new) == 1 and not self._form.text(self._open))):
            return False
        text = " ".join(cell.text for cell in new if cell.text)
        self._form.add(self._open, text, pictures=sum(cell.pictures for cell in new))
        self._read.update(map(id, new))
        return True

    def _long(self, name: str) -> bool:
        return self._form.labels[name].long or self._form.labels[name].evidence is not None

    def _take(self, cell: Cell, name: str | None, between: str) -> None:
        """Take a cell for more of what a label introduces, for a title, or for a text that nothing introduces."""
        self._read.add(id(cell))
        if name is not None:
            self._form.add(name, cell.text, between, cell.pictures)
        elif cell.text and not self._form.labels:
            self._form.titles.append(cell.text)
        elif cell.text:
            self._stray(cell.text)

    def _stray(self, text: str) -> None:
        if STRAY not in self._form.labels:
            self._form.put(Label(STRAY, frozenset()), "")
        self._form.add(STRAY, text)

    def _row(self, row: Sequence[Cell]) -> None:
        columns: dict[int, str] = {}
        last: str | None = None  # the label to the left
        free = False  # whether that label has no value yet
        if row and not row[0].text and id(row[0]) not in self._read:
            last = self._names  # a list of names that goes on below
        alone = len([cell for cell in row if id(cell) not in self._read]) == 1
        for at, cell in enumerate(row):
            if id(cell) in self._owner:  # a label that is merged over several rows
                last, free = self._owner[id(cell)], True
            elif id(cell) in self._read:
                free = False
            elif last is not None and free and self._is_value(cell, last):
                self._value(cell, last)
                columns = {column: name for column, name in columns.items() if name != last}
                free = False
            elif (label := label_of(cell.text)) is not None or self._own_label(row, at, last):
                last, free = self._form.put(label or Label("".join(cell.text.split()), frozenset()), ""), True
                self._owner[id(cell)] = columns[cell.column] = last
                self._read.add(id(cell))
                self._open = last if alone else None
            elif (found := self._pairs(cell))[0].labels:
                last, free = self._inline(cell, *found), False
                self._open = last if alone else None
            else:
                self._take(cell, last, " ")
        self._names = last if last is not None and self._form.labels[last].fields & PEOPLE else None
        self._columns = columns if len(columns) > 1 else {}
        if self._open is None and last is not None and self._long(last):
            self._open = last

    def _is_value(self, cell: Cell, name: str) -> bool:
        """Return whether a cell to the right of a label is its value."""
        label = self._form.labels[name]
        other = label_of(cell.text)
        if other is not None:
            return "evidence" in label.fields and other.evidence is not None
        own = label.long or label.shown in ATTENDANCE or bool(label.fields - TIME_LEADS)
        return own or not self._pairs(cell)[0].labels

    def _value(self, cell: Cell, name: str) -> None:
        label = self._form.labels[name]
        pairs, rest = self._pairs(cell)
        if pairs.labels and not label.long and (label.fields & PEOPLE or label.shown in ATTENDANCE):
            self._inline(cell, pairs, "")
            self._form.add(name, rest)
            return
        self._read.add(id(cell))
        self._form.add(name, cell.text, pictures=cell.pictures)

    def _pairs(self, cell: Cell) -> tuple[Form, str]:
        """Return the labels with values of a cell that holds them both, and the lines that belong to none of them."""
        found, name = Form(), ""
        rest: list[str] = []
        for line in cell.text.split("\n"):
            before, pairs = pairs_in(line)
            if before and not name:
                return Form(), ""
            if name and (found.labels[name].long or (not pairs and found.goes_on(name))):
                found.add(name, line)
            elif name and before:
                rest.append(line)
            else:
                for pair in pairs:
                    name = found.put(*pair)
        return found, "\n".join(rest)

    def _inline(self, cell: Cell, pairs: Form, rest: str) -> str:
        self._read.add(id(cell))
        name = ""
        for one, label in pairs.labels.items():
            name = self._form.put(label, pairs.text(one))
        self._form.pictures[name] += cell.pictures
        if rest:
            self._stray(rest)
        return name

    def _own_label(self, row: Sequence[Cell], at: int, last: str | None) -> bool:
        """Return whether a cell that is no known label stands where one would."""
        cell = row[at]
        if not _OWN_LABEL.fullmatch(cell.text) or at + 1 >= len(row) or self._open is not None:
            return False
        if (at and last is None) or (last is not None and self._form.labels[last].fields & PEOPLE):
            return False  # no place for a label, or one more name
        beside = row[at + 1]
        new = id(beside) not in self._read and beside.text
        return bool(new) and label_of(beside.text) is None and not self._pairs(beside)[0].labels
