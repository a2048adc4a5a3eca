"""One duty of a pack, laid over what earlier packs say of it, checked and made."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from ..documents.form import Form
from ..documents.nodes import MapNode, Node
from ..text import Text
from .basis import GRAVITY, SEVERITY_OF, read_basis, strictest
from .check_model import KEYS as CHECKS
from .check_model import Asks, Check
from .checks import READERS
from .condition_model import Condition, Dated, Severity
from .conditions import read_condition
from .dated import is_none, read_dated
from .hints import read_hints
from .intervals import read_gap, read_rolling
from .model import NO_QUOTA, Duty, Gap, Late, Quota, Rolling
from .quota import check_windows, read_late, read_quota
from .vocabulary import Vocabulary

SUBJECTS = ("committee", "general_branch", "branch", "group", "community", "unit", "member", "household")
KINDS = ("quota", "gap", "rolling", *CHECKS)
ONLY_QUOTA = ("late", "partial")
COUNTING = ("quota", "gap", "rolling", "follow_up", "precede")  # kinds of which records count or not
SCHEDULED = ("quota", "gap", "rolling", "follow_up")  # kinds of which an occurrence can be proposed
KEYS = (
    "id",
    "title",
    "basis",
    "effective",
    "subject",
    "where",
    *KINDS,
    "counts_when",
    "late",
    "partial",
    "remedy",
    "note",
    "calendar",
    "severity",
    "override",
    "off",
)


@dataclass(slots=True)
class Layers:
    """What all packs say of one duty so far: ``node`` is the sum, ``first`` the place that first names it.

    ``laid`` holds, of each layer over a duty worded ``must``, the sum before and after it, and the layer itself.
    """

    id: str
    pack: str
    shipped: bool
    node: MapNode
    first: MapNode
    chain: tuple[str, ...]
    laid: list[tuple[MapNode, MapNode, MapNode]] = field(default_factory=list)


def read_duty(form: Form, layers: Layers, words: Vocabulary) -> Duty | None:
    """Return the duty that ``layers`` add up to; None where a fault was noted."""
    noted, node = len(form.faults), layers.node
    form.map(node, layers.id, KEYS)
    subject_node = node.get("subject")
    if subject_node is None:
        form.fault(
            node,
            f"事项“{layers.id}”缺少“subject”。请补写，如 branch。",
            f"The duty “{layers.id}” lacks “subject”. Add one, such as branch.",
        )
    subject = form.choice(subject_node, "subject", SUBJECTS) if subject_node else None
    kind, asked = _kind(form, layers, subject, words)
    quota = asked if isinstance(asked, Quota) else None
    basis_node = node.get("basis")
    if basis_node is None and layers.shipped:
        form.fault(
            node,
            f"内置规则包的事项“{layers.id}”缺少“basis”。请写明依据。",
            f"“{layers.id}” is a duty of a shipped pack and lacks “basis”. Name its provision.",
        )
    basis = read_basis(form, basis_node, words) if basis_node else ()
    since, until = _effective(form, node.get("effective"))
    late = _late(form, node.get("late"))
    modality = strictest(basis)
    partial = _choice(form, node, "partial", ("waive", "require", "prorate"))
    hints = node.get("calendar")
    duty = Duty(
        id=layers.id,
        pack=layers.pack,
        title=_human(form, node, "title") or Text(layers.id, layers.id),
        basis=basis,
        modality=modality,
        severity=_severity(form, node) or ("info" if kind == "hint" else SEVERITY_OF[modality]),
        subject=subject or "unit",
        quota=quota or NO_QUOTA,
        kind=kind,
        window=asked if isinstance(asked, Gap | Rolling) else None,
        check=asked if isinstance(asked, Asks) else None,
        effective_from=since,
        effective_until=until,
        where=_conditions(form, node, "where"),
        counts_when=_conditions(form, node, "counts_when"),
        late=late,
        partial="require" if partial == "require" else "prorate" if partial == "prorate" else "waive",
        remedy=_human(form, node, "remedy"),
        note=_human(form, node, "note"),
        calendar=read_hints(form, hints) if hints else None,
        off=_truth(form, node, "off"),
        chain=layers.chain,
        where_written=layers.first.where,
    )
    _truth(form, node, "override")
    late_node = node.get("late")
    if quota and late_node and len(form.faults) == noted:
        check_windows(form, late_node, late, quota.every)
    _check_must(form, duty, node)
    return duty if asked and len(form.faults) == noted else None


def softened(form: Form, duty: str, at: object, zh: str, en: str) -> None:
    """Note that a duty worded ``must`` cannot be treated so (``zh``, ``en``: what was tried)."""
    where = at if isinstance(at, str) else getattr(at, "where", "")
    form.fault(
        where,
        f"事项“{duty}”的依据用语为“必须”，不得{zh}。请删去此处。",
        f"The provision behind “{duty}” says “must”; it cannot be {en}. Delete this.",
    )


def _check_must(form: Form, duty: Duty, node: MapNode) -> None:
    if duty.modality != "must":
        return
    off, severity = node.get("off"), node.get("severity")
    if duty.off and off:
        softened(form, duty.id, off, "停用", "switched off")
    if severity and GRAVITY.index(duty.severity) < GRAVITY.index("error"):
        softened(form, duty.id, severity, "降低级别", "softened")


def _kind(
    form: Form, layers: Layers, subject: str | None, words: Vocabulary
) -> tuple[str, Quota | Gap | Rolling | Check | None]:
    kinds = [key for key, _ in layers.node.items() if key.text in KINDS]
    if not kinds:
        form.fault(
            layers.node,
            f"事项“{layers.id}”没有写类别。请写 {'、'.join(KINDS)} 之一，如 quota（每期应有几次）。",
            f"The duty “{layers.id}” has no kind. Write one of {', '.join(KINDS)}, such as quota (how many in each "
            "period).",
        )
        return "quota", None
    if len(kinds) > 1:
        listed = [key.text for key in kinds]
        form.fault(
            kinds[1],
            f"事项“{layers.id}”写了多个类别（{'、'.join(listed)}）。请只留一个，其余另立事项。",
            f"The duty “{layers.id}” has more than one kind ({', '.join(listed)}). Keep one of them.",
        )
        return "quota", None
    kind = kinds[0].text
    _no_stray(form, layers, kind)
    node = layers.node.entries[kind][1]
    if kind == "gap":
        return kind, read_gap(form, node, subject, words)
    if kind == "rolling":
        return kind, read_rolling(form, node, subject, words)
    if kind in READERS:
        return kind, READERS[kind](form, node, subject, words)
    return kind, read_quota(form, node, subject, words)


def _no_stray(form: Form, layers: Layers, kind: str) -> None:
    """Note what is written beside a kind that has no use for it."""
    for key, _ in layers.node.items():
        allowed = {"counts_when": COUNTING, "calendar": SCHEDULED}.get(key.text) or (
            ("quota",) if key.text in ONLY_QUOTA else KINDS
        )
        if kind not in allowed:
            form.fault(
                key,
                f"“{key.text}”只用于 {'、'.join(allowed)}。请从事项“{layers.id}”删去。",
                f"“{key.text}” belongs to {', '.join(allowed)}. Take it out of the duty “{layers.id}”.",
            )


def _conditions(form: Form, node: MapNode, key: str) -> Dated[Condition | None]:
    def read(each: Node) -> Condition | None:
        return None if is_none(each) else read_condition(form, each, key)

    value = node.get(key)
    return read_dated(form, value, key, read) if value else Dated(((None, None),))


def _late(form: Form, node: Node | None) -> Dated[Late | None]:
    def read(each: Node) -> Late | None:
        return None if is_none(each) else read_late(form, each)

    return read_dated(form, node, "late", read) if node else Dated(((None, None),))


def _effective(form: Form, node: Node | None) -> tuple[date | None, date | None]:
    if node is None:
        return None, None
    fields = form.map(node, "effective", ("from", "until"))
    first, last = fields.get("from"), fields.get("until")
    since = form.day(first, "from") if first else None
    until = form.day(last, "until") if last else None
    if last and since and until and until < since:
        form.fault(
            last,
            f"“until”（{until}）早于“from”（{since}）。请核对两个日期。",
            f"“until” ({until}) is before “from” ({since}). Check the two days.",
        )
    return since, until


def _severity(form: Form, node: MapNode) -> Severity | None:
    word = _choice(form, node, "severity", GRAVITY)
    return next((each for each in GRAVITY if each == word), None)


def _choice(form: Form, node: MapNode, key: str, allowed: tuple[str, ...]) -> str | None:
    value = node.get(key)
    return form.choice(value, key, allowed) if value else None


def _human(form: Form, node: MapNode, key: str) -> Text | None:
    value = node.get(key)
    return form.human(value, key) if value else None


def _truth(form: Form, node: MapNode, key: str) -> bool:
    value = node.get(key)
    return form.truth(value, key) if value else False
