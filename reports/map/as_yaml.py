"""The sources that are proposed for a workspace, as they are written in YAML, with remarks for whoever reviews them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath

from ...engine.ledger.guess.proposals import Entry
from ...engine.packs.model import ActivityType
from ...engine.text import Text
from ..json_text import quoted as in_quotes
from ..layout import safe
from .fields import field_name

_PLAIN = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff0-9A-Za-z（）_]*|[A-Za-z][A-Za-z_]*")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_FILE = re.compile(r"(?:\.\./)*[0-9A-Za-z\u4e00-\u9fff（）_]+[0-9A-Za-z\u4e00-\u9fff（）_./-]*")
_LISTED = 12  # columns that a remark names


def scalar(text: str) -> str:
    """Return a text as YAML reads it back: plain where it is plainly a word or a path, else in double quotes."""
    if text.casefold() not in _WORDS and (_PLAIN.fullmatch(text) or _path(text)):
        return text
    return in_quotes(text)


def _path(text: str) -> bool:
    return _FILE.fullmatch(text) is not None and PurePath(text).suffix[1:].isalpha()


def remark(text: str) -> str:
    """Return a text as it may stand behind ``#``: on one line, all its characters printed."""
    return safe(" ".join(text.split()))


class EntryYaml:
    """Writes entries; ``types`` are the activities that their words may stand for."""

    def __init__(self, types: Mapping[str, ActivityType], language: str) -> None:
        self._types, self._language = types, language

    def _say(self, zh: str, en: str) -> str:
        return Text(zh, en).say(self._language)

    def block(self, entry: Entry) -> str:
        """Return an entry as an item of a list, a key a line."""
        lines = list(self._lines(entry))
        return "".join(f"{'- ' if number == 0 else '  '}{line}\n" for number, line in enumerate(lines))

    def flow(self, entry: Entry) -> str:
        """Return an entry on one line, without remarks."""
        parts = [f"{key}: {value}" for key, value in _keys(entry)]
        for key, words in (("columns", entry.columns), ("types", _known(entry))):
            if words:
                inside = ", ".join(f"{scalar(word)}: {scalar(name)}" for word, name in words.items())
                parts.append(f"{key}: {{{inside}}}")
        return "{" + ", ".join(parts) + "}"

    def _lines(self, entry: Entry) -> Iterator[str]:
        for key, value in _keys(entry):
            note = self._note(entry, key)
            yield f"{key}: {value}" + (f"  # {remark(note)}" if note else "")
        if entry.columns:
            yield "columns:"
            for header, name in entry.columns.items():
                meant = entry.near.get(header, "")
                note = self._say(
                    f"对应“{meant}”，文字相近，请核对", f"taken for {meant}, which is spelt nearly so; check it"
                )
                yield f"  {scalar(header)}: {name}  # {remark(note)}"
        yield from self._words(entry)
        if entry.lost:
            yield "#unit: " + self._say(
                "  # 有几个单位，无法判断这里是哪一个：写上它的编号或名称，并去掉行首的“#”",
                "  # there are several units and nothing says which this is: write it, and take away the #",
            )
        yield from self._read_as(entry)

    def _note(self, entry: Entry, key: str) -> str:
        if key == "header":
            return self._say("表头所在的行，其上是标题", "the row of the header, below titles")
        if key == "type" and entry.type:
            where = _WHERE[entry.type.place].say(self._language)
            return self._say(
                f"取自{where}中的“{entry.type.shown}”，请核对", f"from '{entry.type.shown}' in the {where}; check it"
            )
        if key == "unit":
            return {
                "{sheet}": self._say("每个工作表一个单位，以工作表命名", "a sheet for each unit, named like it"),
                "{stem}": self._say("每个文件一个单位，以文件命名", "a file for each unit, named like it"),
            }.get(entry.unit or "", self._say("取自标题或名称，请核对", "from a title or a name; check it"))
        return ""

    def _words(self, entry: Entry) -> Iterator[str]:
        known = _known(entry)
        if not entry.words:
            return
        yield "types:" if known else "#types:"
        counts = {one.word: one.count for sheet in entry.sheets for one in sheet.words}
        for word, name in entry.words.items():
            if name is not None:
                meant = self._types[name].title.say(self._language) if name in self._types else name
                note = self._say(
                    f"与“{meant}”相近，{counts.get(word, 0)} 处，请核对",
                    f"like '{meant}', {counts.get(word, 0)} times; check it",
                )
                yield f"  {scalar(word)}: {name}  # {remark(note)}"
            else:
                note = self._say(
                    f"未识别，{counts.get(word, 0)} 处：写上活动类型，并去掉行首的“#”",
                    f"not known, {counts.get(word, 0)} times: write the type, and take away the #",
                )
                yield f"#  {remark(scalar(word))}:   # {remark(note)}"

    def _read_as(self, entry: Entry) -> Iterator[str]:
        """Yield what the columns are read as of themselves, and those that are kept as they are."""
        columns = {one.header: one for sheet in entry.sheets for one in sheet.columns}.values()
        read = [
            f"{one.header} → {field_name(entry.table, one.field, self._language)}"
            for one in columns
            if one.field and not one.month and one.confidence != "near"
        ]
        months = [one.header for one in columns if one.month]
        if months:
            read.append(f"{months[0]}…{months[-1]} → " + self._say("各月", "months"))
        if read:
            yield "# " + remark(self._say("读作：", "Read as: ") + self._few(read))
        for one in columns:
            if one.candidates and one.field is None:
                names = self._say("、", ", ").join(one.candidates)
                note = self._say(
                    f"列“{one.header}”无法判断是哪一栏，可能是 {names}；确定后写进 columns",
                    f"the column '{one.header}' may be {names}; once that is known, write it under columns",
                )
                yield "# " + remark(note)
        left = [one.header for one in columns if one.field is None and not one.candidates and not one.aside]
        if left:
            yield "# " + remark(
                self._say("未识别的列，原样保留：", "Not recognised, kept as they are: ") + self._few(left)
            )

    def _few(self, words: list[str]) -> str:
        shown = self._say("，", ", ").join(words[:_LISTED])
        rest = len(words) - _LISTED
        return shown + (self._say(f" 等 {len(words)} 列", f" and {rest} more") if rest > 0 else "")


_WHERE = {
    "sheet": Text("工作表名", "name of the sheet"),
    "title": Text("标题", "title"),
    "file": Text("文件名", "name of the file"),
}


def _keys(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the keys with a single value."""
    glob = entry.pattern is not None
    yield ("glob", scalar(entry.pattern)) if entry.pattern is not None else ("file", scalar(_kept(entry.file)))
    if entry.sheet is not None and not glob:
        yield "sheet", scalar(entry.sheet)
    if entry.header is not None:
        first, last = entry.header
        yield "header", str(first) if first == last else f"{first}-{last}"
    if entry.type is not None:
        yield "type", entry.type.type
    if entry.unit is not None:
        yield "unit", in_quotes(entry.unit) if entry.unit.startswith("{") else scalar(entry.unit)


def _kept(file: str) -> str:
    """Return the path of a file so that no blank at its beginning is lost."""
    return file if file == file.strip() else f"./{file}"


def _known(entry: Entry) -> dict[str, str]:
    return {word: name for word, name in entry.words.items() if name is not None}
