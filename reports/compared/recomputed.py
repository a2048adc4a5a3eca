"""A report held against what the workspace gives now: what differs, finding by finding, and why."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ...engine.findings import GAPS, STATUSES
from ...engine.text import Text
from ..ledger_places import file_of, without_row
from ..words.packs import pack_changes, packs_of
from ..words.wording import STATUS
from .contradictions import contradiction
from .differences import lists_all
from .earlier import Earlier, Value

# verdict: status, numbers or days differ; records: other records, or other uses of them; rows: the same records stand
# in other rows; words: only the wording differs; added: only the ledger now gives it; removed: only the report has it.
DifferenceKind = Literal["verdict", "records", "rows", "words", "added", "removed"]
DIFFERENCES: tuple[DifferenceKind, ...] = ("verdict", "added", "removed", "records", "rows", "words")
KEPT = 500  # differences of which the findings themselves are kept

_VERDICT = (
    "duty", "kind", "subject", "unit", "period", "status", "required", "counted", "made_up", "severity", "reason",
    "due", "close_by", "days_left", "can_make_up_until", "waiver", "doubts",
)  # fmt: skip
_HEAD = (
    "workspace",
    "as_of",
    "span",
    "summary",
    "coverage",
    "units",
    "duties",
    "flags",
    "problems",
    "slack",
    "unannounced",
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One finding that differs: as the report has it, and as it comes out now.

    ``contradicts`` says where the report's own finding does not agree with itself.
    """

    kind: DifferenceKind
    was: Value | None
    now: Value | None
    contradicts: Text | None = None


@dataclass(slots=True)
class Outcome:
    """What came of verifying a report.

    ``files`` are the inputs that changed, in words; ``packs`` the packs. ``same_basis`` tells that the fingerprint of
    the report is that of the workspace now, so that whatever differs does not follow from the inputs. ``head`` names
    the parts of the report other than the findings that differ. ``edited`` says in what the report contradicts itself.
    """

    same_basis: bool
    fingerprint: str
    compared: int
    files: list[Text] = field(default_factory=list)
    changed_files: set[str] = field(default_factory=set)
    packs: list[Text] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    told: list[Difference] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    edited: list[Text] = field(default_factory=list)

    @property
    def only_renamed(self) -> bool:
        """Whether all that differs is the name of the workspace, which is no part of the fingerprint."""
        return self.same_basis and not self.edited and not self.counts.total() and self.head == ["workspace"]

    @property
    def holds(self) -> bool:
        """Whether the report still holds.

        On the same basis all of it must come out the same. Where inputs or rules changed since, what it concludes must:
        verdicts with their numbers and days, counts and flags, whatever was added to the ledgers besides.
        """
        if self.edited or (not self.same_basis and not self.files and not self.packs):
            return False
        if self.same_basis:
            return not (self.counts.total() or self.head)
        concluded = sum(self.counts[kind] for kind in ("verdict", "added", "removed"))
        return not concluded and not set(self.head) & {"workspace", "as_of", "span", "summary", "flags"}


def verify(report: Earlier, now: Earlier) -> Outcome:
    """Hold a report against the same report made anew; raises CheckbranchError where the report is damaged.

    Both list the same kind of findings. Of each finding only a digest is kept, until the two are known to differ.
    """
    outcome = Outcome(report.fingerprint == now.fingerprint, now.fingerprint, 0)
    _inputs(report, now, outcome)
    outcome.packs = list(pack_changes(report.head.get("packs"), packs_of(now.head.get("packs"))))
    outcome.head = [key for key in _HEAD if _plain(report.head.get(key)) != _plain(now.head.get(key))]
    outcome.edited = list(_edited(report))
    known = {str(found["id"]): _digest(found) for found in report.findings()}
    outcome.compared = len(known)
    differing: dict[str, Value | None] = {}
    for found in now.findings():
        digest = known.pop(str(found["id"]), None)
        if digest != _digest(found):
            if digest is None:
                _tell(outcome, Difference("added", None, found))
            else:
                differing[str(found["id"])] = found
    differing |= dict.fromkeys(known)
    if differing:
        for found in report.findings():
            key = str(found["id"])
            if key in differing:
                _tell(outcome, _difference(found, differing[key]))
    return outcome


def _tell(outcome: Outcome, difference: Difference) -> None:
    outcome.counts[difference.kind] += 1
    if len(outcome.told) < KEPT:
        outcome.told.append(difference)


def _difference(was: Value, now: Value | None) -> Difference:
    if now is None:
        return Difference("removed", was, None, contradiction(was))
    if any(_plain(was.get(key)) != _plain(now.get(key)) for key in _VERDICT):
        return Difference("verdict", was, now, contradiction(was))
    records = [[_record(one) for one in _records(found)] for found in (was, now)]
    if sorted(map(str, records[0])) != sorted(map(str, records[1])):
        return Difference("records", was, now)
    if _plain(was.get("records")) != _plain(now.get("records")):
        return Difference("rows", was, now)
    return Difference("words", was, now)


def _records(found: Value) -> list[Value]:
    listed = found.get("records")
    return [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []


def _record(one: Value) -> tuple[object, ...]:
    return one.get("id"), without_row(str(one.get("source"))), one.get("date"), one.get("use"), str(one.get("reasons"))


def record_changes(difference: Difference) -> tuple[list[Value], list[Value]]:
    """Return the records of a finding that are there no longer, or in another use, and those that are there now."""
    was, now = (_records(found) if found else [] for found in (difference.was, difference.now))
    keys = [Counter(map(_record, listed)) for listed in (was, now)]
    return (
        [one for one in was if not keys[1][_record(one)]],
        [one for one in now if not keys[0][_record(one)]],
    )


def _digest(found: Value) -> bytes:
    plain = {key: value for key, value in found.items() if key != "baseline"}
    return hashlib.blake2b(_plain(plain).encode(errors="surrogatepass"), digest_size=16).digest()


def _plain(value: object) -> str:
    return json.dumps(_without_state(value), sort_keys=True, ensure_ascii=False)


def _without_state(value: object) -> object:
    """Return flags and problems without whether they were new against a baseline, which is no part of the verdicts."""
    if isinstance(value, list):
        return [
            {key: held for key, held in one.items() if key != "baseline"} if isinstance(one, dict) else one
            for one in value
        ]
    return value


def _inputs(report: Earlier, now: Earlier, outcome: Outcome) -> None:
    """Compare what was read, sheet by sheet; the sheets of one file have one hash."""
    was, is_ = (_hashes(one) for one in (report, now))
    for file in dict.fromkeys([*was, *is_]):
        text = _input_words(file, was.get(file), is_.get(file))
        if text is not None:
            outcome.files.append(text)
            outcome.changed_files.add(file)


def _hashes(report: Earlier) -> dict[str, dict[str, tuple[str, int]]]:
    files: dict[str, dict[str, tuple[str, int]]] = {}
    for row in report.rows("inputs", "source", "sha256"):
        taken = row.get("taken")
        held = (str(row["sha256"]), taken if isinstance(taken, int) else 0)
        files.setdefault(file_of(str(row["source"])), {})[f"{row.get('table')} {row['source']}"] = held
    return files


def _input_words(
    file: str, was: Mapping[str, tuple[str, int]] | None, now: Mapping[str, tuple[str, int]] | None
) -> Text | None:
    if was is None:
        return Text(f"{file}：报告之后新加入的台账", f"{file}: added since the report")
    if now is None:
        return Text(f"{file}：现在没有这份台账", f"{file}: is no longer there")
    if sorted(sha for sha, _ in was.values()) == sorted(sha for sha, _ in now.values()):
        return None
    before, after = (sum(taken for _, taken in held.values()) for held in (was, now))
    if before == after:
        return Text(f"{file}：内容有改动（采用的行数相同）", f"{file}: has changed (as many rows are taken)")
    return Text(
        f"{file}：内容有改动（采用的行由 {before} 变为 {after}）",
        f"{file}: has changed (rows taken: {before} then, {after} now)",
    )


def _edited(report: Earlier) -> Iterator[Text]:
    """Yield in what the report contradicts itself, whatever the inputs: its counts are those of what it lists."""
    counts: Counter[str] = Counter(str(found["status"]) for found in report.findings())
    summary = report.head["summary"]
    told = dict(summary) if isinstance(summary, Mapping) else {}
    statuses = STATUSES if lists_all(report) else GAPS
    for status in statuses:
        if counts[status] != told.get(status):
            yield Text(
                f"汇总写明{STATUS[status].zh} {told.get(status)} 项，所列的有 {counts[status]} 项",
                f"its summary says {told.get(status)} {STATUS[status].en}, it lists {counts[status]}",
            )
    if told.get("total") != sum(value for key, value in told.items() if key != "total" and isinstance(value, int)):
        yield Text("汇总各项相加不等于总数", "the numbers of its summary do not add up to its total")
