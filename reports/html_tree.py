"""The tree of units: committee, general branch, branch, each with the shares of all that is below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..engine.findings import Status, Subject
from .html_shares import Shares, Tallies
from .inspection_words import called
from .layout import Page
from .view import AuditView
from .wording import KIND


@dataclass(slots=True)
class Node:
    """A unit of the tree: its own counts, those of it and all below it, and how many units these are.

    ``units`` counts those that owe something, itself among them; ``with_gaps`` those of them that have gaps.
    """

    subject: Subject
    own: Shares
    below: list[Node] = field(default_factory=list)
    counts: Counter[Status] = field(default_factory=Counter)
    units: int = 0
    with_gaps: int = 0

    @property
    def shares(self) -> Shares:
        """The shares of it and all below it."""
        return Shares(self.counts)


def tree_of(audit: AuditView, tallies: Tallies) -> list[Node]:
    """Return the units without a unit above them, each with what is below it; groups are folded into their unit.

    Units that owe nothing, and have nothing below them that does, are left out.
    """
    nodes: dict[str, Node] = {}
    parents: dict[str, str | None] = {}
    for unit, name, kind, parent in audit.unit_rows():
        if kind != "group":
            nodes[unit] = Node(Subject(kind, unit, name), tallies.of(unit))
            parents[unit] = parent
    tops = []
    for unit, node in nodes.items():
        above = parents[unit]
        if above is None or above not in nodes:
            tops.append(node)
        else:
            nodes[above].below.append(node)
    for node in _deepest_first(tops):
        _add_up(node)
    return [node for node in tops if node.counts]


def _deepest_first(tops: list[Node]) -> list[Node]:
    order = []
    waiting = list(tops)
    while waiting:
        node = waiting.pop()
        order.append(node)
        waiting.extend(node.below)
    return order[::-1]


def _add_up(node: Node) -> None:
    node.below = [one for one in node.below if one.counts]
    node.counts.update(node.own.counts)
    node.units = int(node.own.total > 0)
    node.with_gaps = int(node.own.gap > 0)
    for one in node.below:
        node.counts.update(one.counts)
        node.units += one.units
        node.with_gaps += one.with_gaps


def paths_of(tops: list[Node]) -> Mapping[str, tuple[Subject, ...]]:
    """Return, by id, the units above each unit, the highest first."""
    paths: dict[str, tuple[Subject, ...]] = {}
    waiting: list[tuple[Node, tuple[Subject, ...]]] = [(node, ()) for node in tops]
    while waiting:
        node, above = waiting.pop()
        paths[node.subject.id] = above
        waiting.extend((one, (*above, node.subject)) for one in node.below)
    return paths


@dataclass(frozen=True, slots=True)
class TreeLine:
    """A unit of the tree as it is shown, with all below it; ``own`` where it owes something itself."""

    name: str
    kind: str
    href: str
    shares: Shares
    units: int
    with_gaps: int
    own: Shares
    below: tuple[TreeLine, ...]


def tree_lines(page: Page, nodes: Sequence[Node], links: Mapping[str, str], *, cut: bool) -> tuple[TreeLine, ...]:
    """Return the tree as it is shown, the most gaps first; with ``cut`` without the units that have none below them."""
    lines = []
    for node in sorted(nodes, key=lambda node: -node.shares.gap):
        if cut and not node.below:
            continue  # what is above them counts them
        kind = KIND.get(node.subject.kind)
        lines.append(
            TreeLine(
                called(node.subject, page.language),
                kind.say(page.language) if kind else node.subject.kind,
                links.get(node.subject.id, ""),
                node.shares,
                node.units,
                node.with_gaps,
                node.own,
                tree_lines(page, node.below, links, cut=cut),
            )
        )
    return tuple(lines)


def is_flat(tops: list[Node]) -> bool:
    """Return whether there is nothing to roll up."""
    return not any(node.below for node in tops)
