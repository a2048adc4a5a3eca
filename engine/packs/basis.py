"""The provisions a duty rests on, and the severity that follows from how strictly they are worded."""

from __future__ import annotations

from ..documents.form import Form
from ..documents.nodes import ListNode, MapNode, Node
from .condition_model import Severity
from .model import Basis, Modality
from .vocabulary import Vocabulary

KEYS = ("source", "article", "modality", "quote", "inferred", "note")
STRICTNESS: tuple[Modality, ...] = ("generally", "shall", "must")
GRAVITY: tuple[Severity, ...] = ("info", "warning", "error")
SEVERITY_OF: dict[Modality, Severity] = {"generally": "warning", "shall": "error", "must": "error"}


def read_basis(form: Form, node: Node, words: Vocabulary) -> tuple[Basis, ...]:
    """Return the provisions in ``node``, one map or a list of them."""
    nodes = node.values if isinstance(node, ListNode) else [node]
    if not nodes:
        form.fault(
            node, "“basis”是空的。请写出依据，或删去该键。", "“basis” is empty. Name a provision, or leave it out."
        )
    return tuple(_provision(form, each, words) for each in nodes)


def strictest(basis: tuple[Basis, ...]) -> Modality:
    """Return the strictest modality of ``basis``; ``generally`` where there is none."""
    return max((each.modality for each in basis), key=STRICTNESS.index, default="generally")


def binds(duty: MapNode) -> bool:
    """Return whether one of the provisions of a duty, as yet unchecked, is worded ``must``."""
    node = duty.get("basis")
    each = node.values if isinstance(node, ListNode) else [node]
    words = [one.get("modality") for one in each if isinstance(one, MapNode)]
    return any(getattr(word, "text", "") == "must" for word in words)


def _provision(form: Form, node: Node, words: Vocabulary) -> Basis:
    fields = form.map(node, "basis", KEYS)
    source, modality = fields.get("source"), fields.get("modality")
    if isinstance(node, MapNode):
        for key in ("source", "modality"):
            if key not in fields.entries:
                form.fault(fields, f"“basis”缺少“{key}”。请补写。", f"“basis” lacks “{key}”. Add it.")
    name = form.text(source, "source") if source else None
    if source and name:
        words.check_source(form, source, name)
    word = form.choice(modality, "modality", STRICTNESS) if modality else None
    article, quote = fields.get("article"), fields.get("quote")
    inferred, note = fields.get("inferred"), fields.get("note")
    return Basis(
        source=name or "",
        article=(form.text(article, "article") if article else None) or "",
        modality=next((each for each in STRICTNESS if each == word), "generally"),
        quote=form.text(quote, "quote") if quote else None,
        inferred=form.truth(inferred, "inferred") if inferred else False,
        note=form.human(note, "note") if note else None,
    )
