"""Dated documents: from which day on each could be studied, and under which names records speak of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..documents.form import Form
from ..documents.nodes import MapNode, Node, Place, Scalar
from ..text import Text

DOCUMENT_KEYS = ("published", "names", "en", "source", "checked_on")
SHORTEST = 4  # letters of a name; shorter ones stand in many a sentence that means something else


@dataclass(frozen=True, slots=True)
class Document:
    """A document by ``name``; ``published`` is the first day on which its content could be studied.

    ``names`` are the ways in which records speak of it, its name among them. ``source`` says what the day rests on.
    """

    name: str
    title: Text
    published: date
    names: tuple[str, ...]
    source: str | None = None
    checked_on: date | None = None


def read_documents(form: Form, node: Node) -> tuple[Document, ...]:
    """Return the documents that ``node`` lists by name, by day; faults are noted in ``form``."""
    found = [_document(form, key, value) for key, value in form.map(node, "documents").items()]
    return tuple(sorted((each for each in found if each is not None), key=lambda each: (each.published, each.name)))


def _document(form: Form, key: Scalar, node: Node) -> Document | None:
    """Return one document: the day alone (``name: 2024-07-18``), or a map."""
    name = key.text
    _check_name(form, key, name)
    if not isinstance(node, MapNode):
        day = form.day(node, name)
        return Document(name, Text(name, name), day, (name,)) if day else None
    fields = form.map(node, name, DOCUMENT_KEYS)
    published, names, en = fields.get("published"), fields.get("names"), fields.get("en")
    source, checked = fields.get("source"), fields.get("checked_on")
    if published is None:
        form.fault(
            node,
            f"“{name}”没有日期。请写“published: 2024-07-18”，即最早能学到其内容的那一天。",
            f"“{name}” has no day. Write “published: 2024-07-18”, the first day on which it could be studied.",
        )
    day = form.day(published, "published") if published else None
    others = form.texts(names, "names") if names else []
    for other, at in others:
        _check_name(form, at, other)
    if day is None:
        return None
    return Document(
        name=name,
        title=Text(name, (form.text(en, "en") if en else None) or name),
        published=day,
        names=tuple(dict.fromkeys((name, *(other for other, _ in others)))),
        source=form.text(source, "source") if source else None,
        checked_on=form.day(checked, "checked_on") if checked else None,
    )


def _check_name(form: Form, at: Place, name: str) -> None:
    if sum(letter.isalnum() for letter in name) < SHORTEST:
        form.fault(
            at,
            f"文件名称“{name}”太短，容易误认。请写足 {SHORTEST} 个字以上的名称，如“二十届三中全会决定”。",
            f"The name “{name}” is too short to tell a document by. Write one of {SHORTEST} letters or more.",
        )
