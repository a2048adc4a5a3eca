"""What is no fault of a pack but could be better: duties without a provision or a name, sources long unchecked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ...calendars.months import add_months
from ..documents.form import Form, in_order
from ..documents.nodes import MapNode
from ..errors import CheckbranchError, Fault
from ..text import Text
from .fields_known import near_misses
from .files import PackFile
from .gather import gather
from .inference_model import Inference, duties_in
from .loader import load_rules
from .model import Duty, RuleBook

STALE_MONTHS = 24  # after which a source should be looked up again


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Packs to be checked together: shipped names or paths from ``root``, and the changes of a workspace.

    ``only`` says that just the last of them is meant; the others are there because it is laid over them.
    """

    names: tuple[str, ...]
    root: Path
    shipped: Callable[[str], Path | None]
    shipped_names: Sequence[str]
    severity: Mapping[str, str] = field(default_factory=dict)
    off: tuple[str, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)
    only: bool = False

    def load(self) -> RuleBook:
        """Return the rule book; raises CheckbranchError with every fault."""
        return load_rules(
            self.names,
            self.root,
            self.shipped,
            self.shipped_names,
            severity=self.severity,
            off=self.off,
            places=self.places,
        )


@dataclass(frozen=True, slots=True)
class Linted:
    """What was found in some packs: how many duties and inferences they have a part in, faults, and advice."""

    duties: int
    inferences: int
    faults: tuple[Fault, ...]
    hints: tuple[Fault, ...]


def lint(rules: RuleSet, as_of: date) -> Linted:
    """Check packs without any ledger; ``as_of`` is the day by which a source may be long unchecked."""
    try:
        book = rules.load()
    except CheckbranchError as error:
        return Linted(0, 0, error.faults, ())
    found = gather(Form(), rules.names, rules.root, rules.shipped, rules.shipped_names, rules.places).packs
    meant = found[-1:] if rules.only else found
    ids = {pack.pack.id for pack in meant}
    duties = [duty for duty in book.duties if written_in(duty, ids)]
    inferences = [each for each in book.inferences if written_in(each, ids)]
    hints = [
        *_of_rules(duties, inferences, book, {p.pack.id for p in found if p.shipped}),
        *_of_words(meant, book, as_of),
    ]
    if rules.only:  # a whole workspace is held against the columns that its tables have
        hints += near_misses(book, {duty.id for duty in duties} | {each.id for each in inferences})
    return Linted(len(duties), len(inferences), (), tuple(in_order(hints)))


def written_in(rule: Duty | Inference, packs: set[str]) -> bool:
    """Return whether one of ``packs`` defines the rule or is laid over it."""
    return rule.pack in packs or any(link.partition(" ")[0] in packs for link in rule.chain)


def _of_rules(
    duties: Sequence[Duty], inferences: Sequence[Inference], book: RuleBook, shipped: set[str]
) -> Iterator[Fault]:
    for duty in duties:
        if not duty.basis:
            yield _hint(
                duty.where_written,
                f"事项“{duty.id}”没有写依据，检查时无从说明出处。请补写 basis（文件、条、用语）。",
                f"The duty “{duty.id}” names no provision, so nobody can look it up. Add basis (source, article, "
                "modality).",
            )
    everything: list[Duty | Inference] = [*duties, *inferences]
    for each in everything:
        if each.pack not in shipped and each.title.zh == each.title.en:
            yield _hint(
                each.where_written,
                f"“{each.id}”的名称只有一种文字。请写 title: {{zh: …, en: …}}。",
                f"“{each.id}” has a title in one language only. Write title: {{zh: …, en: …}}.",
            )
    off = {duty.id for duty in book.duties if duty.off}
    for inference in inferences:
        idle = sorted({duty for when in inference.when for duty in duties_in(when)} & off)
        if idle and not inference.off:
            yield _hint(
                inference.where_written,
                f"推断“{inference.id}”要看的事项 {'、'.join(idle)} 已停用（off），不会有结果。"
                "请启用该事项，或把推断也停用。",
                f"The inference “{inference.id}” looks at {', '.join(idle)}, which is off: nothing can come of it. "
                "Switch the duty on, or the inference off.",
            )


def _of_words(packs: Sequence[PackFile], book: RuleBook, as_of: date) -> Iterator[Fault]:
    limit = add_months(as_of, -STALE_MONTHS)
    for key, place in _entries(packs, "sources"):
        checked = book.sources[key].checked_on
        if checked is None:
            yield _hint(
                place,
                f"依据文件“{key}”没有写 checked_on（何时核对过条文）。请核对后补写。",
                f"The source “{key}” does not say when its text was checked. Look it up and add checked_on.",
            )
        elif checked < limit:
            yield _hint(
                place,
                f"依据文件“{key}”上次核对在 {checked}，已超过两年。请核对现行条文，并改写 checked_on。",
                f"The source “{key}” was last checked on {checked}, more than two years ago. Look it up and update "
                "checked_on.",
            )
    for key, place in _entries(packs, "activities"):
        if not book.activities[key].aliases:
            yield _hint(
                place,
                f"活动类型“{key}”没有别名，台账中的其他写法都无法识别。请补写 aliases。",
                f"The type “{key}” has no aliases: ledgers that call it otherwise are not understood. Add aliases.",
            )


def _entries(packs: Sequence[PackFile], part: str) -> Iterator[tuple[str, str]]:
    """Yield what the packs name under ``part``, each once, at the last place that does."""
    found: dict[str, str] = {}
    for pack in packs:
        node = pack.part(part)
        if isinstance(node, MapNode):
            found |= {key: name.where for key, (name, _) in node.entries.items()}
    yield from found.items()


def _hint(where: str, zh: str, en: str) -> Fault:
    return Fault(where, Text(zh, en))
