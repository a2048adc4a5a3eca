"""What came of holding an audit against a baseline, in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from ...engine.text import Text
from ..layout import safe
from .baseline import Comparison, State
from .earlier import Earlier

STATE: dict[State, Text] = {"new": Text("新增", "new"), "old": Text("原有", "old")}


def against(comparison: Comparison) -> Text:
    """Return which baseline it is."""
    earlier = comparison.baseline.earlier
    name = name_of(earlier)
    return Text(f"与基线相比（{name}，截至 {earlier.as_of}）", f"Against the baseline ({name}, as of {earlier.as_of})")


def name_of(earlier: Earlier) -> str:
    """Return the file of an earlier audit without its folders, as it is shown."""
    return safe(PurePath(earlier.path).name)


def counted_lines(comparison: Comparison) -> Iterator[Text]:
    """Yield the counts, a line each without a full stop; what is old is counted too, never hidden."""
    new, old = comparison.new, comparison.old
    yield Text(
        f"缺口：新增 {new['gaps']}，原有 {old['gaps']}；基线中已消除 {comparison.closed}",
        f"Gaps: {new['gaps']} new, {old['gaps']} old; {comparison.closed} of the baseline are closed",
    )
    if comparison.gone:
        yield Text(
            f"基线中有 {comparison.gone} 项已不再要求（人员、住户变动，或规则调整）",
            f"{comparison.gone} gaps of the baseline are no longer asked for (the roster or the rules changed)",
        )
    if comparison.aside:
        yield Text(
            f"基线中有 {comparison.aside} 项仍是缺口，不在本次所列的范围内",
            f"{comparison.aside} gaps of the baseline are still gaps, outside what is shown here",
        )
    yield Text(
        f"亮灯与提示：新增 {new['flags']}，原有 {old['flags']}；"
        f"数据问题：新增 {new['problems']}，原有 {old['problems']}",
        f"Lights and hints: {new['flags']} new, {old['flags']} old; data problems: {new['problems']} new, "
        f"{old['problems']} old",
    )
    for note in comparison.notes:
        yield Text(f"注意：{note.zh}", f"Note: {note.en}")
