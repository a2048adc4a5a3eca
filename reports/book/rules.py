"""The sheet of rules: each duty with what it asks, the provisions it rests on, and the pack it comes from."""

from __future__ import annotations

from ...engine.packs.model import Basis, Duty
from ...engine.text import Text
from ..office.xlsx_cells import Value
from ..words.rules import cadence_words, effective_words, subject_words
from ..words.wording import MODALITY, SEVERITY, article
from .page import Book
from .table import Column

NAME = Text("规则与依据", "Rules")

_COLUMNS = (
    Column(Text("事项", "Duty"), 28),
    Column(Text("对象", "Subject"), 9, "centre"),
    Column(Text("次数、期限", "How often"), 15, "centre"),
    Column(Text("程度", "Severity"), 9, "centre"),
    Column(Text("依据", "Instrument"), 32),
    Column(Text("条款", "Article"), 9, "centre"),
    Column(Text("用语", "Wording"), 7, "centre"),
    Column(Text("原文", "Text"), 36),
    Column(Text("核对日期", "Text checked on"), 11, "day"),
    Column(Text("有效期", "In force"), 15, "centre"),
    Column(Text("规则包", "Pack"), 20),
    Column(Text("版本", "Version"), 9, "centre"),
    Column(Text("是否启用", "In use"), 8, "centre"),
    Column(Text("事项编号", "Duty id"), 22),
)


def write_rules(book: Book) -> None:
    """Write the duties in the order of the packs, a row for each provision; those switched off too."""
    duties = book.audit.rules.duties
    table = book.table(NAME, _COLUMNS, sum(max(1, len(duty.basis)) for duty in duties))
    versions = {pack.id: pack.version for pack in book.audit.rules.packs}
    for duty in duties:
        for basis in duty.basis or (None,):
            table.add(_cells(book, duty, basis, versions.get(duty.pack, "")), "faint" if duty.off else "plain")
    table.close()


def _cells(book: Book, duty: Duty, basis: Basis | None, version: str) -> list[Value]:
    source = book.audit.rules.sources.get(basis.source) if basis else None
    provision: list[Value] = ["", "", "", "", None]
    if basis:
        place = article(basis.article, book.language)
        if basis.inferred:
            place += book.page.say("（条号待核）", " (number to be checked)")
        provision = [
            source.title.say(book.language) if source else basis.source,
            place,
            MODALITY[basis.modality].say(book.language),
            basis.quote or "",
            source.checked_on if source else None,
        ]
    return [
        duty.title.say(book.language),
        subject_words(duty.subject).say(book.language),
        cadence_words(duty).say(book.language),
        SEVERITY[duty.severity].say(book.language),
        *provision,
        effective_words(duty).say(book.language),
        duty.pack,
        version,
        book.page.say("停用", "off") if duty.off else book.page.say("启用", "in use"),
        duty.id,
    ]
