"""One duty or inference as an entry of the handbook: provisions with quotes, and lines of a heading and texts."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

from ...engine.packs.basis import SEVERITY_OF
from ...engine.packs.compare import settled
from ...engine.packs.inference_model import Inference, duties_in
from ...engine.packs.model import Basis, Duty, RuleBook
from ...engine.text import Text
from ..explain.parts import chain_lines
from ..layout import Page
from ..words.inferences import inference_words
from ..words.rules import effective_words, rule_lines, subject_words
from ..words.wording import MODALITY, SEVERITY, cite


@dataclass(frozen=True, slots=True)
class Cited:
    """A provision: instrument, article and modality word, and what is quoted from it and noted on it."""

    cite: str
    quote: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A heading and the texts under it; ``on_day`` is what holds on the day of the handbook, where that changes."""

    head: str
    texts: Sequence[str]
    on_day: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One duty or inference; ``state`` says what is special about it, such as that it is not yet in force."""

    anchor: str
    number: str
    title: str
    id: str
    state: str
    basis: Sequence[Cited]
    lines: Sequence[Line]


class RuleWriter:
    """Writes entries as of one day in one language, and numbers duties and inferences through the whole handbook."""

    def __init__(self, day: date, language: str) -> None:
        self._day = day
        self._language = language
        self._page = Page(io.StringIO(), language, 100, color=False)  # for texts that are made for a page only
        self._duties, self._inferences, self._off = count(1), count(1), count(1)

    def say(self, zh: str, en: str) -> str:
        """Return the text of the handbook's language."""
        return Text(zh, en).say(self._language)

    @property
    def own_choice(self) -> str:
        """What is to be said of every inference: no provision says how often is too often."""
        return self.say(
            "推断没有条文依据：何时亮灯、其中的次数为规则包自定，可在自己的规则包中修改。",
            "No provision underlies an inference: when a flag is raised, and the numbers in it, are chosen by the pack "
            "and can be changed in a pack of one's own.",
        )

    def duty(self, duty: Duty, book: RuleBook) -> Entry:
        """Return the entry of a duty that is not switched off."""
        number = next(self._duties)
        lines = [
            *self._rule(duty, book),
            *self._line(Text("施行", "In force"), effective_words(duty)),
            Line(self.say("级别", "Level"), [self._level(duty)]),
            *self._line(Text("怎么办", "What to do"), duty.remedy),
            *self._line(Text("说明", "Note"), duty.note),
            *self._looking(duty, book),
            self._origin(duty.chain),
        ]
        title = duty.title.say(self._language)
        basis = [self._cited(basis, book) for basis in duty.basis]
        none = Cited(self.say("（未注明依据）", "(no provision is named)"), None, None)
        return Entry(f"d{number}", f"{number}", title, duty.id, self._state(duty), basis or [none], lines)

    def inference(self, inference: Inference, book: RuleBook) -> Entry:
        """Return the entry of an inference that is not switched off."""
        number = next(self._inferences)
        words = inference_words(inference, {duty.id: duty for duty in book.duties})
        several = len(words) > 1
        head = Text("条件（须同时成立）", "Conditions (all must hold)") if several else Text("条件", "Condition")
        level = SEVERITY[inference.severity].say(self._language)
        lines = [
            *self._line(Text("对象", "About"), subject_words(inference.subject)),
            Line(head.say(self._language), [text.say(self._language) for text in words]),
            Line(
                self.say("提示", "Flag"),
                [self.say(f"亮“{inference.flag}”，列为“{level}”", f'raises "{inference.flag}", level: {level}')],
            ),
            *self._line(Text("内容", "Says"), inference.message),
            Line(
                self.say("依据", "Basis"),
                [
                    self.say(
                        "次数为规则包自定，不是条文规定", "the numbers are chosen by the pack, no provision fixes them"
                    )
                ],
            ),
            self._origin(inference.chain),
        ]
        title = inference.title.say(self._language)
        return Entry(f"i{number}", self.say(f"推断 {number}", f"I{number}"), title, inference.id, "", [], lines)

    def off(self, rule: Duty | Inference, book: RuleBook) -> Entry:
        """Return the entry of what is switched off: no more than its provision and who switched it off."""
        basis = [self._cited(basis, book) for basis in rule.basis] if isinstance(rule, Duty) else []
        title, number = rule.title.say(self._language), next(self._off)
        number_said = self.say(f"停用 {number}", f"Off {number}")
        state = self.say("已停用，不作核对", "switched off, not judged")
        return Entry(f"o{number}", number_said, title, rule.id, state, basis, [self._origin(rule.chain)])

    def _rule(self, duty: Duty, book: RuleBook) -> list[Line]:
        today = rule_lines(settled(duty, self._day), book.activities)
        lines = []
        for (head, text), (_, own) in zip(rule_lines(duty, book.activities), today, strict=True):
            said, now = text.say(self._language), own.say(self._language)
            lines.append(Line(head.say(self._language).rstrip("： :"), [said], now if now != said else None))
        return lines

    def _line(self, head: Text, text: Text | None) -> list[Line]:
        return [Line(head.say(self._language), [text.say(self._language)])] if text and text.zh else []

    def _level(self, duty: Duty) -> str:
        modality, level = MODALITY[duty.modality].say(self._language), SEVERITY[duty.severity].say(self._language)
        text = self.say(f"用语为“{modality}”，缺口列为“{level}”", f'worded "{modality}", a gap is: {level}')
        if ("info" if duty.kind == "hint" else SEVERITY_OF[duty.modality]) != duty.severity:
            text += self.say("（级别经规则包或工作区改过）", " (the level was changed by a pack or the workspace)")
        if duty.modality == "must":
            text += self.say("；不得豁免、停用或降低级别", "; it cannot be waived, switched off or softened")
        return text

    def _looking(self, duty: Duty, book: RuleBook) -> list[Line]:
        looking = [each for each in book.inferences if not each.off and any(duty.id in duties_in(w) for w in each.when)]
        titles = self.say("；", "; ").join(each.title.say(self._language) for each in looking)
        return [Line(self.say("据此推断", "Inferences"), [titles])] if looking else []

    def _origin(self, chain: Sequence[str]) -> Line:
        head = self.say("出处：", "Written in ")  # which the line is headed with already
        return Line(
            self.say("出处", "Written in"), [text.removeprefix(head) for text in chain_lines(self._page, chain)]
        )

    def _cited(self, basis: Basis, book: RuleBook) -> Cited:
        note = basis.note.say(self._language) if basis.note else None
        return Cited(cite(basis, book, self._language), basis.quote, note)

    def _state(self, duty: Duty) -> str:
        if duty.effective_from and self._day < duty.effective_from:
            return self.say(f"自 {duty.effective_from} 起施行", f"in force from {duty.effective_from}")
        if duty.effective_until and duty.effective_until < self._day:
            return self.say(f"施行至 {duty.effective_until} 止", f"ended on {duty.effective_until}")
        return ""
