"""The tree of units: committee, general branch, branch, group, each with the shares of all that is below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ...engine.findings import Status, Subject
from ..layout import Page
from ..shares import Shares, Tallies
from ..view import AuditView
from ..words.called import called
from ..words.wording import KIND


@dataclass(slots=True)
class Node:
    """A unit of the tree: its own counts, those of it and all below it, and how many units these are.

    ``units`` counts those that owe something, itself among them; ``with_gaps`` those of them that have gaps. A branch
    is one unit with its groups, which are counted in ``groups``.
    """

    subject: Subject
    own: Shares
    below: list[Node] = field(default_factory=list)
    counts: Counter[Status] = field(default_factory=Counter)
    units: int = 0
    with_gaps: int = 0
    groups: int = 0

    @property
    def shares(self) -> Shares:
        """The shares of it and all below it."""
        return Shares(self.counts)


def tree_of(audit: AuditView, tallies: Tallies) -> list[Node]:
    """Return the units without a unit above them, each with what is below it, groups among them.

    Units that owe nothing, and have nothing below them that does, are left out. What a group owes is not told as its
    unit's own.
    """
    nodes: dict[str, Node] = {}
    parents: dict[str, str | None] = {}
    for unit, name, kind, parent in audit.unit_rows():
        own = Shares(tallies.by_group.get(unit, Counter())) if kind == "group" else tallies.of(unit)
        nodes[unit] = Node(Subject(kind, unit, name), own)
        parents[unit] = parent
    for unit, counts in tallies.by_group.items():
        home = nodes.get(parents.get(unit) or "")
        if home is not None:
            home.own = Shares(Counter(home.own.counts) - counts)
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
    groups = [one for one in node.below if one.subject.kind == "group"]
    node.groups = len(groups)
    held = [node, *groups]
    if node.subject.kind != "group":
        node.units = int(any(one.own.total for one in held))
        node.with_gaps = int(any(one.own.gap for one in held))
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
    """A unit of the tree as it is shown, with all below it, ``groups`` among them; ``own`` is what it owes itself."""

    name: str
    kind: str
    href: str
    shares: Shares
    units: int
    with_gaps: int
    groups: int
    own: Shares
    below: tuple[TreeLine, ...]


def tree_lines(page: Page, nodes: Sequence[Node], links: Mapping[str, str], *, cut: bool) -> tuple[TreeLine, ...]:
    """Return the tree as it is shown, the most gaps first; with ``cut`` without the units that have none below them."""
    lines = []
    for node in sorted(nodes, key=lambda node: -node.shares.gap):
        if cut and len(node.below) == node.groups:
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
                node.groups,
                node.own,
                tree_lines(page, node.below, links, cut=cut),
            )
        )
    return tuple(lines)


def is_flat(tops: list[Node]) -> bool:
    """Return whether there is nothing to roll up but groups."""
    return not any(len(node.below) > node.groups for node in tops)
