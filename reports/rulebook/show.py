"""One duty or inference in full: in both languages, with where it comes from and the YAML that is in force."""

from __future__ import annotations

from ...engine.packs.inference_model import Inference
from ...engine.packs.model import Duty, RuleBook
from ..explain.duty import write_rule
from ..explain.flag import write_inference
from ..layout import Page, cells, safe
from ..words.inferences import inference_words
from ..words.rules import rule_lines
from .as_yaml import duty_yaml, inference_yaml


def write_duty_shown(page: Page, other: Page, duty: Duty, book: RuleBook) -> None:
    """Write a duty: what it asks, provision, chain, the same in the language of ``other``, and its YAML."""
    write_rule(page, duty, book)
    page.head(other.say("中文", "In English"))
    other.para(duty.title.say(other.language), 2)
    for head, text in rule_lines(duty, book.activities):
        other.para(head.say(other.language) + text.say(other.language), 2, cells(head.say(other.language)))
    _yaml(page, duty_yaml(duty))


def write_inference_shown(page: Page, other: Page, inference: Inference, book: RuleBook) -> None:
    """Write an inference: what it concludes from what, the same in the language of ``other``, and its YAML."""
    write_inference(page, inference, book)
    page.head(other.say("中文", "In English"))
    other.para(
        f"{inference.title.say(other.language)}{other.say('：', ': ')}{inference.message.say(other.language)}", 2, 2
    )
    for text in inference_words(inference, {duty.id: duty for duty in book.duties}):
        other.para("- " + text.say(other.language), 4, 2)
    _yaml(page, inference_yaml(inference))


def _yaml(page: Page, text: str) -> None:
    page.head(page.say("生效的写法（各规则包叠加之后）", "As it is in force (all packs laid over one another)"))
    for line in text.rstrip().splitlines():
        page.line("  " + safe(line))
