"""Where a gathering is told of and where it is not: not held as far as seen, not entered, or without its form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...engine.findings import Finding
from ...engine.measuring.told import ORIGINS
from ...engine.text import Text


def told_words(finding: Finding) -> Iterator[Text]:
    """Yield what the sources of several kinds come to, each a sentence without a full stop."""
    detail = finding.detail or {}
    looked_in = [ORIGINS[kind] for kind in ORIGINS if kind in _listed(detail.get("looked_in"))]
    if looked_in:
        zh, en = "、".join(text.zh for text in looked_in), ", ".join(text.en for text in looked_in)
        yield Text(f"{zh}均无记载，列为“没开”", f"Not held as far as seen: nothing in {en}")
    entered, forms = (len(_listed(detail.get(name))) for name in ("not_entered", "no_form"))
    if entered:
        yield Text(f"其中 {entered} 次台账没有登记，列为“没记”", f"Not entered in the ledger: {entered} of them")
    if forms:
        yield Text(f"其中 {forms} 次未见会议记录表，列为“没交表”", f"No record form: {forms} of them")


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()
