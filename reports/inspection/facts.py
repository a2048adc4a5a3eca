"""The facts on the cover of a self-check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ...engine.findings import Status
from ..view import AuditView
from .hints import HintPart
from .model import Cover
from .steps import Planning


def cover_of(audit: AuditView, plan: Planning, coming: int, hints: Iterable[HintPart], *, waivers: bool) -> Cover:
    """Return the cover: the days, what the self-check rests on, and the counts, those of ``hints`` apart as well."""
    sources = audit.ledger.sources
    names = ("read", "taken", "problems", "blank", "skipped")
    return Cover(
        workspace=audit.workspace.name,
        as_of=audit.as_of,
        on=plan.on,
        span=audit.span,
        working_days=plan.working_days,
        provisional=plan.provisional,
        coverage=audit.coverage,
        counts=audit.summary,
        coming=coming,
        hints=sum((part.counts for part in hints), Counter[Status]()),
        packs=[(pack.id, pack.version) for pack in audit.rules.packs],
        engine=audit.engine,
        fingerprint=audit.fingerprint,
        rows={name: sum(getattr(source, name) for source in sources) for name in names},
        sources=len(sources),
        problems=Counter(problem.severity for problem in audit.ledger.problems),
        lost=[source.source for source in sources if source.unreadable],
        assumptions=audit.assumptions,
        waivers=waivers,
    )
