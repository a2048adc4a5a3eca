"""The self score and the papers for the box as JSON values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal
from fractions import Fraction

from ...engine.findings import STATUSES
from .model import Inspection
from .paper_words import rules_of, wanted_of
from .score_words import basis_lines, points_text, table_facts
from .scored import ItemScore, Scored, UnitScore


def paper_rows(inspection: Inspection) -> Iterator[dict[str, object]]:
    """Yield the papers of every unit, duty and period: how many records count, and how many of them name each kind."""
    rules = rules_of(inspection.rules.duties)
    for unit in inspection.units:
        for wanted in wanted_of(unit, rules):
            for row in wanted.part.rows.values():
                papers = row.papers
                yield {
                    "unit": unit.unit.id,
                    "duty": wanted.part.duty.id,
                    "period": row.period.key if row.period else "-",
                    "counts": {status: row.counts[status] for status in STATUSES if row.counts[status]},
                    "records": papers.records,
                    "told": papers.told,
                    "papers": [{"kind": kind, "why": why, "named": papers.named[kind]} for kind, why in wanted.kinds],
                }


def score_head(scored: Scored, language: str) -> dict[str, object]:
    """Return the table: its id, version, hash, total and where it comes from."""
    table = scored.table
    return {
        "id": table.id,
        "version": table.version,
        "sha256": table.sha256,
        "shipped": table.shipped,
        "title": table.title.say(language),
        "total": _number(table.total),
        "about": [{"label": name, "text": text} for name, text in table_facts(table, language)],
        "ranking": [{"rank": rank, "unit": unit.unit.id} for rank, unit in scored.ranking()],
    }


def score_rows(scored: Scored, language: str) -> Iterator[dict[str, object]]:
    """Yield the scores of every unit."""
    for unit in scored.units:
        plain = scored.plain.get(unit.unit.id)
        others = {one.item.id: one for one in plain.items} if plain else {}
        yield {
            "unit": unit.unit.id,
            **_sums(unit),
            "without_waivers": _sums(plain) if plain else None,
            "items": [_item(one, others.get(one.item.id), language) for one in unit.items],
        }


def _sums(unit: UnitScore) -> dict[str, object]:
    return {
        "low": _number(unit.low),
        "high": _number(unit.high),
        "full": _number(unit.full),
        "by_hand": _number(unit.by_hand),
        "left_out": _number(unit.left_out),
    }


def _item(one: ItemScore, plain: ItemScore | None, language: str) -> dict[str, object]:
    return {
        "item": one.item.id,
        "title": one.item.title.say(language),
        "points": _number(one.item.points),
        "state": one.state,
        "low": _number(one.low),
        "high": _number(one.high),
        "without_waivers": {"low": _number(plain.low), "high": _number(plain.high)} if plain else None,
        "duties": [
            {"duty": each.duty, "standing": each.standing, "pack": each.pack}
            | (asdict(each.lacks) if each.lacks is not None else {})
            for each in one.basis
        ],
        "why": list(basis_lines(one, {}, language)),
    }


def _number(points: Fraction | None) -> object:
    if points is None:
        return None
    text = points_text(points)
    return Decimal(text) if "/" not in text else points
