"""One pack as reports list it: its rules in force, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..engine.packs.inference_model import Inference
from ..engine.packs.model import Duty, Pack, RuleBook


@dataclass(frozen=True, slots=True)
class Section:
    """One pack and what it defines, in the book that holds it; ``over`` are the duties of others it is laid over."""

    pack: Pack
    book: RuleBook
    duties: Sequence[Duty]
    inferences: Sequence[Inference]
    over: Sequence[str] = ()

    @property
    def rules(self) -> list[Duty | Inference]:
        """The duties and the inferences."""
        return [*self.duties, *self.inferences]
