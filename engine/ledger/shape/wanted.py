"""What a sheet still needs to be a table of its source, in words."""

from __future__ import annotations

from ...text import Text
from ...workspaces.settings import TableSource
from ..headers import TABLES
from .matching import Match
from .shaping import lacking_columns

_HEADERS = 3  # how many headers are named as examples


def wanted(source: TableSource, match: Match) -> Text:
    """Return which required columns are lacking, or which headers cannot be told apart."""
    lacking = lacking_columns(source, match)
    both = [name for names in lacking for name in names if name in match.ambiguous]
    if not both:
        return missing(source.table, lacking)
    headers = "、".join(f"“{header}”" for header in match.ambiguous[both[0]])
    return Text(
        f"表头 {headers} 都可作“{both[0]}”，请用 columns 指定其一。",
        f"The headers {headers} may all be '{both[0]}'; name one under columns.",
    )


def missing(table: str, lacking: list[tuple[str, ...]]) -> Text:
    """Return the columns of a table that are lacking, each with headers that it may have."""
    columns = TABLES[table]
    zh = "；".join(
        "或".join(f"{name}（{'、'.join(columns[name].headers[:_HEADERS])}）" for name in names) for names in lacking
    )
    en = "; ".join(" or ".join(names) for names in lacking)
    return Text(f"还缺的列：{zh}。", f"Columns still missing: {en}.")
