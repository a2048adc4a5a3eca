"""What the cases of a pack leave untried: duties never passed or never failed, conditions that never decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..findings import Finding
from ..packs.check_model import InOrder, State
from ..packs.condition_model import Condition, Test
from ..packs.model import Duty, RuleBook
from ..tables.conditions import name_of, parts_of
from ..text import Text
from .model import Exercised


def observe(exercised: Mapping[str, Exercised], book: RuleBook, findings: Iterable[Finding]) -> None:
    """Note of every finding which conditions of its duty decided something."""
    owed = {duty.id for duty in book.duties if not duty.off}
    for finding in findings:
        if finding.duty not in owed:
            continue
        seen = exercised[finding.duty]
        by = finding.reason or ""
        if finding.status == "not_applicable" and by.startswith("where:"):
            seen.excluded = True
            seen.excluded_by.add(by.partition(":")[2])
        elif not by.startswith("attribute_unknown:"):
            seen.applied = True
        for use in finding.records:
            seen.counted |= use.use != "rejected"
            seen.rejected_by |= set(use.reasons) if use.use == "rejected" else set()
        if finding.kind == "state":
            failed = (finding.detail or {}).get("failed")
            seen.counted |= finding.status == "met"
            names = failed if isinstance(failed, list | tuple) else ()
            seen.rejected_by |= {f"{code}:{name}" for name in names for code in ("missing_field", "condition")}


def untried(duty: Duty, seen: Exercised) -> Iterator[Text]:
    """Yield what the cases leave open of one duty, a sentence each."""
    if not seen.passing:
        yield Text("没有达标的用例", "no case that is met")
    if not seen.failing:
        yield Text("没有缺口的用例", "no case that is a gap")
    wheres = list(_parts(duty.where.values()))
    if wheres and not seen.applied:
        yield Text("where 从未成立", "where never held")
    for part in wheres:
        name = name_of(part)
        if name not in seen.excluded_by:
            yield Text(f"where 的 {name} 从未排除任何对象", f"{name} in where never left anyone out")
    must = isinstance(duty.check, InOrder | State)
    key = "must" if must else "counts_when"
    counting = list(_parts(duty.check.must.values() if isinstance(duty.check, InOrder | State) else _counting(duty)))
    if counting and not seen.counted:
        yield Text(f"{key} 从未成立", f"{key} never held")
    for part in counting:
        if not seen.rejected_by & _reasons(part):
            name = name_of(part)
            zh, en = ("从未判为不合要求", "never failed") if must else ("从未不计入记录", "never rejected a record")
            yield Text(f"{key} 的 {name} {zh}", f"{name} in {key} {en}")


def _counting(duty: Duty) -> Iterable[Condition | None]:
    return duty.counts_when.values()


def _parts(conditions: Iterable[Condition | None]) -> Iterator[Condition]:
    found: dict[Condition, None] = {}
    for condition in conditions:
        found |= dict.fromkeys(parts_of(condition))
    yield from found


def _reasons(part: Condition) -> set[str]:
    """Return the reasons with which a part of ``counts_when`` rejects."""
    if not isinstance(part, Test):
        return {f"condition:{part.kind}"}
    if part.field == "evidence":
        values = part.value if isinstance(part.value, tuple) else (part.value,)
        return {f"missing_evidence:{value}" for value in values} | {"missing_field:evidence", "condition:evidence"}
    if part.field == "attendance":
        return {"below_quorum", "attendance_unknown"}
    other = {"wrong_mode"} if part.field == "mode" else {f"condition:{part.field}"}
    return {f"missing_field:{part.field}"} | other
