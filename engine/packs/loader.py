"""All packs of a workspace, laid over one another and checked, as the one rule book of an audit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ..documents.form import Form
from ..documents.nodes import MapNode, Node, Scalar
from ..text import Text
from .basis import GRAVITY, binds
from .duties import Layers, read_duty, softened
from .field_places import FieldPlace, fields_of
from .files import PackFile
from .gather import Shipped, gather
from .inferences import read_inferences
from .model import Duty, RuleBook
from .overlay import merge, no_nulls, without_nulls
from .softening import softer
from .vocabulary import Vocabulary, read_vocabulary


def load_rules(
    names: Sequence[str],
    root: Path,
    shipped: Shipped,
    shipped_names: Sequence[str],
    severity: Mapping[str, str] | None = None,
    off: Sequence[str] = (),
    places: Mapping[str, str] | None = None,
) -> RuleBook:
    """Return the rule book of the packs ``names``, each a shipped name or a path from ``root``.

    ``shipped`` gives the path of a shipped pack, ``shipped_names`` all of them, for suggestions. ``severity`` and
    ``off`` are the workspace's own changes, by duty. ``places`` says where the workspace names something, under
    ``rules:NAME``, ``severity:DUTY`` and ``off:DUTY``. Raises CheckbranchError with every fault of every pack.
    """
    form, at = Form(), places or {}
    found = gather(form, names, root, shipped, shipped_names, at)
    words = read_vocabulary(form, found.packs, found.whole)
    layers: dict[str, Layers] = {}
    for pack in found.packs:
        _lay(form, pack, layers, found.whole)
    read = {key: read_duty(form, each, words) for key, each in layers.items()}
    for each in layers.values():
        _check_layers(form, each, words)
    inferences = read_inferences(
        form,
        found.packs,
        {key: duty for key, duty in read.items() if duty is not None},
        layers,
        whole=found.whole,
        severity=severity or {},
        off=off,
        at=at,
    )
    inferred = {key for pack in found.packs for key in _ids(pack.inferences)}
    duties = _own_changes(
        form,
        read,
        {key: level for key, level in (severity or {}).items() if key not in inferred},
        [key for key in off if key not in inferred],
        at,
        found.whole,
    )
    form.check()
    return RuleBook(
        packs=tuple(pack.pack for pack in found.packs),
        duties=tuple(duties),
        activities=words.activities,
        may_combine=frozenset(words.may_combine),
        sources=words.sources,
        inferences=inferences,
        fields=_fields(found.packs, layers),
    )


def _fields(packs: Sequence[PackFile], layers: Mapping[str, Layers]) -> tuple[FieldPlace, ...]:
    """Return the columns that the rules name, each with its place."""
    shipped = [pack.shown for pack in packs if pack.shipped]
    nodes = [(each.id, each.node) for each in layers.values()]
    nodes += [
        (name.text, node) for pack in packs for node in pack.inferences if isinstance(name := node.get("id"), Scalar)
    ]
    return tuple(place for rule, node in nodes for place in fields_of(rule, node, shipped))


def _lay(form: Form, pack: PackFile, layers: dict[str, Layers], whole: bool) -> None:
    """Lay the duties of ``pack`` over those of the packs before it."""
    here: dict[str, MapNode] = {}
    for node in pack.duties:
        name = node.get("id")
        if name is None:
            form.fault(node, "事项缺少编号。请补写“id: …”。", "A duty has no id. Add “id: …”.")
            continue
        duty = form.id(name, "id")
        if duty is None:
            continue
        if duty in here:
            form.fault(
                name,
                f"事项编号“{duty}”重复，{here[duty].where} 已有。请另取编号，或删去一个。",
                f"The duty id “{duty}” is there already, at {here[duty].where}. Rename or delete one of the two.",
            )
            continue
        here[duty] = node
        below = layers.get(duty)
        if below is None:
            _first(form, pack, layers, duty, node, whole)
        else:
            _over(form, pack, below, node)


def _ids(nodes: Sequence[MapNode]) -> set[str]:
    return {value.text for node in nodes if isinstance(value := node.get("id"), Scalar)}


def _overrides(node: MapNode) -> bool:
    value = node.get("override")
    return isinstance(value, Scalar) and value.text == "true"


def _first(form: Form, pack: PackFile, layers: dict[str, Layers], duty: str, node: MapNode, whole: bool) -> None:
    if _overrides(node):
        if whole:
            form.unknown(node.entries["override"][0], Text("要覆盖的事项", "duty to override"), duty, layers)
        return
    no_nulls(form, node)
    clean = without_nulls(node)
    if isinstance(clean, MapNode):
        layers[duty] = Layers(duty, pack.pack.id, pack.shipped, clean, node, (f"{pack.pack.id} {node.where}",))


def _over(form: Form, pack: PackFile, below: Layers, node: MapNode) -> None:
    if not _overrides(node):
        form.fault(
            node,
            f"事项“{below.id}”已由“{below.pack}”定义（{below.first.where}）。请另取编号，或写“override: "
            "true”加以覆盖。",
            f"The duty “{below.id}” is defined by “{below.pack}” ({below.first.where}). "
            "Choose another id, or write “override: true” to lay this over it.",
        )
        return
    before, bound = below.node, binds(below.node)
    below.node = merge(form, before, node)
    below.shipped = below.shipped or pack.shipped
    below.chain = (*below.chain, f"{pack.pack.id} {node.where}")
    if bound and not binds(below.node):
        softened(form, below.id, node.entries.get("basis", (node,))[0], "改为较宽的依据", "given a milder provision")
    elif bound:
        below.laid.append((before, below.node, node))


def _check_layers(form: Form, layers: Layers, words: Vocabulary) -> None:
    """Note what a layer loosens of a duty worded ``must``; what cannot be read has its fault already."""
    for before, after, over in layers.laid:
        old, new = (read_duty(Form(), replace(layers, node=node), words) for node in (before, after))
        for each in softer(old, new) if old and new else ():
            at: Node = over
            for key in each.keys:
                at = (
                    at.entries[key][0 if key == each.keys[-1] else 1]
                    if isinstance(at, MapNode) and key in at.entries
                    else at
                )
            softened(form, layers.id, at, each.done.zh, each.done.en)


def _own_changes(
    form: Form,
    duties: Mapping[str, Duty | None],
    severity: Mapping[str, str],
    off: Sequence[str],
    at: Mapping[str, str],
    whole: bool,
) -> list[Duty]:
    """Return the duties as the workspace wants them: other severities, and some switched off."""
    changed = {key: duty for key, duty in duties.items() if duty is not None}
    for name in [*severity, *off]:
        if whole and name not in duties:
            kind = "severity" if name in severity else "off"
            form.unknown(at.get(f"{kind}:{name}", ""), Text("事项", "duty"), name, duties)
    for name, wanted in severity.items():
        duty = changed.get(name)
        level = next((each for each in GRAVITY if each == wanted), None)
        if level is None:
            form.unknown(at.get(f"severity:{name}", ""), Text("级别", "severity"), wanted, GRAVITY)
        elif duty and duty.modality == "must" and level != "error":
            softened(form, name, at.get(f"severity:{name}", ""), "降低级别", "softened")
        elif duty:
            chain = (*duty.chain, f"severity: {level} {at.get(f'severity:{name}', '')}".rstrip())
            changed[name] = replace(duty, severity=level, chain=chain)
    for name in off:
        duty = changed.get(name)
        if duty and duty.modality == "must":
            softened(form, name, at.get(f"off:{name}", ""), "停用", "switched off")
        elif duty:
            chain = (*duty.chain, f"off: true {at.get(f'off:{name}', '')}".rstrip())
            changed[name] = replace(duty, off=True, chain=chain)
    return list(changed.values())
