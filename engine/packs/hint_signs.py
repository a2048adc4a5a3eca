"""The duty kind ``hint``: signs in the records that are worth a second look, read from a pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import get_args

from ..documents.form import Form
from ..documents.nodes import Node
from .check_model import ANY, Hint, Sign
from .condition_model import Every
from .documents import read_documents
from .intervals import needed, read_days, read_number
from .quota import read_types
from .vocabulary import Vocabulary

HINT_KEYS = ("of", "every", "sign", "at_least", "over", "within", "documents")
NUMBERS = ("at_least", "over", "within")
_EVERY: dict[str, Every] = {word: word for word in get_args(Every)}
_SIGNS: dict[str, Sign] = {word: word for word in get_args(Sign)}


@dataclass(frozen=True, slots=True)
class Shape:
    """Which numbers a sign takes, with what holds where they are not written (None: it does not take one).

    ``documents`` tells that it takes, and needs, a list of them.
    """

    at_least: int | None = None
    over: Fraction | None = None
    within: int | None = None
    documents: bool | None = None


SHAPES: Mapping[Sign, Shape] = {
    "above_roster": Shape(),
    "alike": Shape(over=Fraction(9, 10)),
    "before_published": Shape(documents=True),
    "brief": Shape(at_least=20),
    "bunched": Shape(at_least=3, within=15),
    "entered_late": Shape(within=30),
    "entered_together": Shape(at_least=3),
    "last_day": Shape(at_least=3),
    "low_attendance": Shape(over=Fraction(1, 2)),
    "on_holiday": Shape(),
    "unaccounted": Shape(),
}


def read_hint(form: Form, node: Node, subject: str | None, words: Vocabulary) -> Hint:
    """Return the sign that ``node`` of a duty of ``subject`` asks to look for; faults are noted in ``form``."""
    fields = form.map(node, "hint", HINT_KEYS)
    needed(form, node, fields, "hint", ("of", "every", "sign"))
    of, every, sign = fields.get("of"), fields.get("every"), fields.get("sign")
    if subject in ("member", "household"):
        form.fault(
            node,
            "“hint”看的是一个单位的记录，不用于党员和户。请把 subject 改为 branch 等单位类型。",
            "“hint” looks at the records of a unit, not of members or households. Change subject to a kind of unit.",
        )
    found = _SIGNS.get((form.choice(sign, "sign", _SIGNS) if sign else None) or "", "on_holiday")
    shape = SHAPES[found]
    for key in (*NUMBERS, "documents") if sign else ():
        at = fields.get(key)
        if at is not None and getattr(shape, key) is None:
            form.fault(at, f"“{found}”不用“{key}”。请删去。", f"“{found}” takes no “{key}”. Leave it out.")
    documents = fields.get("documents")
    if sign and shape.documents and documents is None:
        form.fault(
            sign,
            "“before_published”要有文件清单。请写“documents: {文件名称: 最早能学到其内容的日期}”。",
            "“before_published” needs a list. Write “documents: {name: first day on which it could be studied}”.",
        )
    least, over, within = fields.get("at_least"), fields.get("over"), fields.get("within")
    return Hint(
        of=_types(form, of, words) if of else (),
        every=_EVERY.get((form.choice(every, "every", _EVERY) if every else None) or "", "year"),
        sign=found,
        at_least=read_number(form, least) if least else shape.at_least or 1,
        over=_share(form, over) if over else shape.over,
        within=read_days(form, within, "within") if within else shape.within,
        documents=read_documents(form, documents) if documents and shape.documents else (),
    )


def _types(form: Form, node: Node, words: Vocabulary) -> tuple[str, ...]:
    if [word for word, _ in form.texts(node, "of")] == ["any"]:
        return ANY
    return read_types(form, node, words, "of")


def _share(form: Form, node: Node) -> Fraction | None:
    share = form.number(node, "over")
    if share is not None and not 0 < share <= 1:
        form.fault(node, "“over”应大于 0、不超过 1，如 0.9。", "“over” is above 0 and at most 1, such as 0.9.")
    return share
