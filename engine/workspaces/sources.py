"""The part ``data`` of a workspace: which files and databases hold which table, and how they are to be read."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..documents.form import Form
from ..documents.nodes import ListNode, MapNode, Node, Scalar
from ..text import Text
from .addresses import BadAddress, address_of
from .settings import TABLES, TableSource

PLACES = ("file", "glob", "url")
ASKED = ("table", "query")
KEYS = (
    *(*PLACES, "sheet", *ASKED, "header", "columns", "unit"),
    *("type", "types", "covers", "log_starts", "complete_through"),
)
ONLY_ACTIVITIES = ("type", "types", "covers", "log_starts", "complete_through")
HEADER = "([1-9][0-9]{0,6})(?:-([1-9][0-9]{0,6}))?"  # the row of the header, or the first and the last of its two rows


class _Place(NamedTuple):
    pattern: str
    url: str | None = None


def read_data(form: Form, node: Node) -> dict[str, tuple[TableSource, ...]]:
    """Return the sources under ``data``, by table, in the order written; faults are noted in ``form``."""
    found: dict[str, tuple[TableSource, ...]] = {}
    for key, value in form.map(node, "data").items():
        if key.text not in TABLES:
            form.unknown(key, Text("数据表", "table"), key.text, TABLES)
            continue
        nodes = value.values if isinstance(value, ListNode) else [value]
        sources = [_source(form, key.text, each) for each in nodes]
        found[key.text] = tuple(source for source in sources if source is not None)
    return found


def _source(form: Form, table: str, node: Node) -> TableSource | None:
    if isinstance(node, Scalar):
        name = form.text(node, table)
        if name and not _is_path(form, node, name):
            return None
        # A star cannot stand in a Windows file name, so whoever writes one means a pattern.
        return TableSource(table, name, glob="*" in name or "?" in name, where=node.where) if name else None
    fields = form.map(node, table, KEYS)
    if not isinstance(node, MapNode):
        return None
    place = _place(form, fields)
    if table != "activities":
        _only_activities(form, table, fields)
    _asked(form, fields, server=place is not None and place.url is not None)
    if place is None:
        return None
    covers, first, last = fields.get("covers"), fields.get("log_starts"), fields.get("complete_through")
    source = TableSource(
        table=table,
        pattern=place.pattern,
        glob="glob" in fields.entries,
        sheet=_text(form, fields, "sheet"),
        columns=_words(form, fields.get("columns"), "columns"),
        unit=_text(form, fields, "unit"),
        type=_text(form, fields, "type"),
        covers=tuple(word for word, _ in form.texts(covers, "covers")) if covers else (),
        log_starts=form.day(first, "log_starts") if first else None,
        complete_through=form.day(last, "complete_through") if last else None,
        relation=_text(form, fields, "table"),
        query=_text(form, fields, "query"),
        url=place.url,
        where=node.where,
        header=_header(form, fields.get("header")),
        types=_words(form, fields.get("types"), "types"),
    )
    if last and source.log_starts and source.complete_through and source.complete_through < source.log_starts:
        form.fault(
            last,
            "“complete_through”早于“log_starts”。请核对两个日期。",
            "“complete_through” is before “log_starts”. Check the two days.",
        )
    return source


def _place(form: Form, fields: MapNode) -> _Place | None:
    named = [key for key in PLACES if key in fields.entries]
    if len(named) != 1:
        form.fault(
            fields,
            "每个数据来源应写“file”“glob”“url”中的一个。请改写。",
            "A source names either “file” or “glob” or “url”. Write one of them.",
        )
        return None
    text = _text(form, fields, named[0])
    if text is None:
        return None
    if named[0] != "url":
        return _Place(text) if _is_path(form, fields.entries[named[0]][1], text) else None
    try:
        address = address_of(text)
    except BadAddress as bad:
        form.fault(fields.entries["url"][1], bad.message.zh, bad.message.en)
        return None
    return _Place(address.shown, text) if address.file is None else _Place(address.file)


def _is_path(form: Form, node: Node, text: str) -> bool:
    """Return whether ``text`` is a path; an address is a fault, and is not quoted: it may hold a password."""
    if "://" not in text:
        return True
    form.fault(
        node,
        "这里应写文件的路径，不是地址。数据库请写“{url: postgresql://…, table: 表名}”。",
        "A path belongs here, not an address. Write a database as “{url: postgresql://…, table: name}”.",
    )
    return False


def _asked(form: Form, fields: MapNode, server: bool) -> None:
    """Note what is wrong with the keys that say what is read of a database."""
    asked = [key for key in ASKED if key in fields.entries]
    if len(asked) > 1:
        form.fault(
            fields,
            "“table”和“query”只能写一个。请删去其一。",
            "A source names either “table” or “query”. Take one of them out.",
        )
    if server and not asked:
        form.fault(
            fields,
            "没有写读取数据库的哪个表。请写“table: 表名”，或“query: SELECT …”。",
            "Nothing says what is to be read of the database. Write “table: name”, or “query: SELECT …”.",
        )
    if "sheet" in fields.entries and (asked or "url" in fields.entries):
        form.fault(
            fields.entries["sheet"][0],
            "“sheet”只用于表格文件，不用于数据库。请改写为“table”。",
            "“sheet” belongs to workbooks, not to databases. Write “table” instead.",
        )


def _only_activities(form: Form, table: str, fields: MapNode) -> None:
    for key, _ in fields.items():
        if key.text in ONLY_ACTIVITIES:
            form.fault(
                key,
                f"“{key.text}”只用于 activities，不用于“{table}”。请删去。",
                f"“{key.text}” belongs to activities, not to “{table}”. Leave it out.",
            )


def _header(form: Form, node: Node | None) -> tuple[int, int] | None:
    """Return the first and the last row of a header."""
    text = form.text(node, "header") if node else None
    if node is None or text is None:
        return None
    written = re.fullmatch(HEADER, text, re.ASCII)
    first = int(written[1]) if written else 0
    last = int(written[2] or first) if written else 0
    if not written or last - first not in (0, 1):
        form.fault(
            node,
            f"“header”的“{text}”不是表头的行号。请写表格软件所示的行号，如 3；表头占两行的写 3-4。",
            f"“{text}” does not say the rows of “header”. Write the number that the spreadsheet shows, such as 3, or "
            "3-4 where the header has two rows.",
        )
        return None
    return first, last


def _words(form: Form, node: Node | None, name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in form.map(node, name).items() if node else ():
        text = form.text(value, key.text)
        if text is not None:
            found[key.text.strip()] = text
    return found


def _text(form: Form, fields: MapNode, key: str) -> str | None:
    value = fields.get(key)
    return form.text(value, key) if value else None
