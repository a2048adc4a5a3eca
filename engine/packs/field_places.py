"""Where the rules of a pack name a column, so that one which no table has can be told of with its line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..documents.form import DATE
from ..documents.nodes import ListNode, MapNode, Node, Place, Scalar

TABLE_OF = {"member": "members", "household": "households"}
NESTS = ("any", "none")


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """The column ``field`` of ``table``, which the rule ``rule`` names at ``where``, in a shipped pack or not.

    ``spared``: the rule says what holds where the column is not there (``{column: …, else: 1}``).
    """

    rule: str
    field: str
    table: str
    where: str
    shipped: bool
    spared: bool = False


def fields_of(rule: str, node: MapNode, shipped: Sequence[str]) -> tuple[FieldPlace, ...]:
    """Return the columns that a duty or inference names, all layers together.

    ``shipped`` are the files, or folders, of the shipped packs.
    """

    def is_shipped(at: Place) -> bool:
        return any(at.file == name or at.file.startswith(f"{name}/") for name in shipped)

    subject = node.get("subject")
    table = TABLE_OF.get(subject.text if isinstance(subject, Scalar) else "", "units")
    found = [*_of_duty(node, table), *_of_inference(node)]
    amounts = _amounts(node)
    spared = {id(amount.get("column")) for amount in amounts if amount.get("else") is not None}
    found += [(at, table) for amount in amounts for at, _ in _names(amount.get("column"), table)]
    return tuple(FieldPlace(rule, at.text, of, at.where, is_shipped(at), id(at) in spared) for at, of in found)


def _amounts(node: MapNode) -> list[MapNode]:
    """Return the values of ``at_least`` that name a column; what a quota adds up is left out: of what exists nowhere
    the sum is not known.
    """
    return [_map(amount) for amount in _dated(_map(node.get("quota")).get("at_least"))]


def _of_duty(node: MapNode, table: str) -> Iterator[tuple[Scalar, str]]:
    precede = _map(node.get("precede"))
    yield from _tests(node.get("where"), "members" if precede.get("cover") else table)
    yield from _tests(node.get("counts_when"), "activities")
    follow = _map(node.get("follow_up"))
    yield from _names(follow.get("have"), "requests" if follow.get("of") else "activities")
    for kind in (follow, precede):
        yield from _names(kind.get("same"), "activities")
    record = _map(node.get("record"))
    for key in ("when", "must"):
        yield from _tests(record.get(key), "activities")
    yield from _tests(_map(node.get("state")).get("must"), table)
    yield from _of_sums(node, table)


def _of_sums(node: MapNode, table: str) -> Iterator[tuple[Scalar, str]]:
    cover, tally = _map(node.get("cover")), _map(node.get("tally"))
    of, by = _text(cover.get("of")), _text(cover.get("by"))
    yield from _names(cover.get("each"), of)
    yield from _names(cover.get("match"), by)
    yield from _tests(cover.get("where"), by)
    yield from _names(tally.get("whole"), table)
    yield from _names(tally.get("parts"), table)
    yield from _names(tally.get("sum"), _text(tally.get("of")))


def _of_inference(node: MapNode) -> Iterator[tuple[Scalar, str]]:
    """Yield the columns of units that the conditions of an inference look at."""
    when = node.get("when")
    for each in when.values if isinstance(when, ListNode) else ():
        inner = _map(each).get("none") or each
        yield from _tests(_map(inner).get("unit"), "units")


def _tests(node: Node | None, table: str) -> Iterator[tuple[Scalar, str]]:
    """Yield the fields of a condition, of every day's where its values are dated."""
    for each in _dated(node):
        for key, value in _map(each).items():
            if key.text not in NESTS:
                yield key, table
                if key.text != "attendance":
                    yield from _names(_map(value).get("of"), table)
            elif isinstance(value, ListNode):
                for part in value.values:
                    yield from _tests(part, table)


def _names(node: Node | None, table: str) -> Iterator[tuple[Scalar, str]]:
    for each in node.values if isinstance(node, ListNode) else (node,):
        if isinstance(each, Scalar):
            yield each, table


def _dated(node: Node | None) -> Sequence[Node]:
    """Return the values of all days, or the only one."""
    if isinstance(node, MapNode) and any(DATE.fullmatch(key.text) for key, _ in node.items()):
        return [value for _, value in node.items()]
    return [] if node is None else [node]


def _map(node: Node | None) -> MapNode:
    return node if isinstance(node, MapNode) else MapNode("", 1, 1)


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""
