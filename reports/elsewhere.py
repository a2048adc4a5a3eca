"""What is said of problems of the data that are not listed, as they are of units that were not chosen."""

from __future__ import annotations

from ..engine.ledger.model import Ledger
from ..engine.text import Text


def left_out(ledger: Ledger) -> Text | None:
    """Return what is said of problems of units that were not chosen, None where there are none."""
    number = ledger.problems_elsewhere
    if not number:
        return None
    return Text(
        f"另有 {number} 条数据问题属于未选的单位，未列；不带 --unit 即全部列出。",
        f"{number} more problems of the data belong to units that were not chosen; without --unit all are listed.",
    )
