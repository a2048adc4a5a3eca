"""The inferences of all packs, laid over one another, checked and made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..documents.form import Form
from ..documents.nodes import ListNode, MapNode, Node, Scalar
from ..text import Text
from .basis import GRAVITY
from .condition_model import Severity
from .files import PackFile
from .flags import check_flags
from .inference_model import Inference, When
from .model import Duty
from .overlay import merge, no_nulls, without_nulls
from .whens import UNITS, WhenReader

SUBJECTS = (*sorted(UNITS), "group", "unit", "member", "household")
KEYS = ("id", "title", "subject", "when", "then", "override", "off", "note")
_MOST_CONDITIONS = 12  # durable-rules joins at most 16 facts in one rule


class InferenceLayers:
    """What all packs say of their inferences so far, by id: the sum, where it begins, and the chain of packs."""

    def __init__(self, form: Form, taken: Mapping[str, object], whole: bool) -> None:
        """``taken`` are the ids of the duties, which an inference may not have."""
        self._form, self._taken, self._whole = form, taken, whole
        self.nodes: dict[str, MapNode] = {}
        self.packs: dict[str, str] = {}
        self.chains: dict[str, tuple[str, ...]] = {}

    def lay(self, pack: PackFile) -> None:
        """Lay the inferences of ``pack`` over those of the packs before it."""
        here: set[str] = set()
        for node in pack.inferences:
            name = node.get("id")
            if name is None:
                self._form.fault(node, "推断缺少编号。请补写“id: …”。", "An inference has no id. Add “id: …”.")
                continue
            key = self._form.id(name, "id")
            if key is None:
                continue
            if key in here or key in self._taken:
                self._form.fault(
                    name,
                    f"编号“{key}”重复。请另取编号，或删去一个。",
                    f"The id “{key}” is taken already. Rename or delete one of the two.",
                )
                continue
            here.add(key)
            self._one(pack, key, node)

    def _one(self, pack: PackFile, key: str, node: MapNode) -> None:
        over = node.get("override")
        overrides = isinstance(over, Scalar) and over.text == "true"
        below = self.nodes.get(key)
        if below is None and overrides:
            if self._whole:
                at = node.entries["override"][0]
                self._form.unknown(at, Text("要覆盖的推断", "inference to override"), key, self.nodes)
            return
        if below is not None and not overrides:
            self._form.fault(
                node,
                f"推断“{key}”已由“{self.packs[key]}”定义。请另取编号，或写“override: true”加以覆盖。",
                f"The inference “{key}” is defined by “{self.packs[key]}”. Choose another id, or write "
                "“override: true” to lay this over it.",
            )
            return
        if below is None:
            no_nulls(self._form, node)
            clean = without_nulls(node)
            assert isinstance(clean, MapNode)
            self.nodes[key], self.packs[key] = clean, pack.pack.id
        else:
            self.nodes[key] = merge(self._form, below, node)
        self.chains[key] = (*self.chains.get(key, ()), f"{pack.pack.id} {node.where}")


def read_inferences(
    form: Form,
    packs: Sequence[PackFile],
    duties: Mapping[str, Duty],
    known: Mapping[str, object],
    *,
    whole: bool,
    severity: Mapping[str, str],
    off: Sequence[str],
    at: Mapping[str, str],
) -> tuple[Inference, ...]:
    """Return the inferences of ``packs``, in their order, as the workspace wants them (``severity``, ``off``).

    ``duties`` are those that could be read, ``known`` all that are named. What is wrong is noted in ``form``: an
    unknown duty or flag, a condition that can never hold, flags that go in a circle.
    """
    layers = InferenceLayers(form, known, whole)
    for pack in packs:
        layers.lay(pack)
    reader = WhenReader(form, duties, known, whole)
    read = [_read(form, reader, layers, key, node) for key, node in layers.nodes.items()]
    found = [each for each in read if each is not None]
    if len(found) == len(read):
        check_flags(form, found, layers.nodes)
    return tuple(_changed(form, each, severity, off, at) for each in found)


def _read(form: Form, reader: WhenReader, layers: InferenceLayers, key: str, node: MapNode) -> Inference | None:
    noted = len(form.faults)
    form.map(node, key, KEYS)
    for part in ("subject", "when", "then"):
        if node.get(part) is None:
            form.fault(node, f"推断“{key}”缺少“{part}”。请补写。", f"The inference “{key}” lacks “{part}”. Add it.")
    subject_node, title_node = node.get("subject"), node.get("title")
    subject = form.choice(subject_node, "subject", SUBJECTS) if subject_node else None
    title = (form.human(title_node, "title") if title_node else None) or Text(key, key)
    when = _when(form, reader, node.get("when"), subject)
    flag, level, message = _then(form, node.get("then"))
    off, note = node.get("off"), node.get("note")
    switched_off = form.truth(off, "off") if off else False
    if note:
        form.human(note, "note")
    if len(form.faults) > noted or subject is None or flag is None:
        return None
    return Inference(
        id=key,
        pack=layers.packs[key],
        title=title,
        subject=subject,
        when=when,
        flag=flag,
        severity=level,
        message=message or title,
        off=switched_off,
        chain=layers.chains[key],
        where_written=node.where,
    )


def _when(form: Form, reader: WhenReader, node: Node | None, subject: str | None) -> tuple[When, ...]:
    if node is None:
        return ()
    if not isinstance(node, ListNode) or not node.values:
        form.fault(
            node,
            "“when”应为条件的列表。请以“- duty: …”“- flag: …”逐项书写。",
            "“when” is a list of conditions. Write “- duty: …”, “- flag: …” items.",
        )
        return ()
    if len(node.values) > _MOST_CONDITIONS:
        form.fault(
            node,
            f"一条推断最多 {_MOST_CONDITIONS} 个条件。请拆成几条，以 flag 相连。",
            f"An inference has at most {_MOST_CONDITIONS} conditions. Split it and join the parts by a flag.",
        )
    return tuple(dict.fromkeys(found for each in node.values for found in reader.read(each, subject)))


def _then(form: Form, node: Node | None) -> tuple[str | None, Severity, Text | None]:
    if node is None:
        return None, "warning", None
    fields = form.map(node, "then", ("flag", "severity", "message"))
    flag, severity, message = fields.get("flag"), fields.get("severity"), fields.get("message")
    if isinstance(node, MapNode) and flag is None:
        form.fault(node, "“then”缺少“flag”。请写标记的名称。", "“then” lacks “flag”. Name the flag.")
    word = form.choice(severity, "severity", GRAVITY) if severity else None
    level: Severity = next((each for each in GRAVITY if each == word), "warning")
    return (form.id(flag, "flag") if flag else None), level, (form.human(message, "message") if message else None)


def _changed(
    form: Form, inference: Inference, severity: Mapping[str, str], off: Sequence[str], at: Mapping[str, str]
) -> Inference:
    """Return the inference as the workspace wants it."""
    key = inference.id
    if key in severity:
        level = next((each for each in GRAVITY if each == severity[key]), None)
        if level is None:
            form.unknown(at.get(f"severity:{key}", ""), Text("级别", "severity"), severity[key], GRAVITY)
        else:
            chain = (*inference.chain, f"severity: {level} {at.get(f'severity:{key}', '')}".rstrip())
            inference = replace(inference, severity=level, chain=chain)
    if key in off:
        chain = (*inference.chain, f"off: true {at.get(f'off:{key}', '')}".rstrip())
        inference = replace(inference, off=True, chain=chain)
    return inference
