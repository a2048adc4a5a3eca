"""What may be found, as the rules of a SARIF run: duties with their provisions, inferences, data problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ...engine.packs.condition_model import Severity
from ...engine.packs.inference_model import Inference
from ...engine.packs.model import Duty, RuleBook
from ..layout import safe
from ..words.problems import CODE
from ..words.wording import MODALITY, cite

LEVEL: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
Rule = Mapping[str, object]


def rules_of(rules: RuleBook, problems: Iterable[tuple[str, Severity]], language: str) -> Iterator[Rule]:
    """Yield the rules; ``problems`` are the kinds of data problems that occur, with the gravest severity of each."""
    for duty in rules.duties:
        yield _duty(duty, rules, language)
    for inference in rules.inferences:
        yield _inference(inference, language)
    for code, severity in problems:
        text = CODE.get(code)
        yield {
            "id": problem_rule(code),
            "shortDescription": {"text": text.say(language) if text else code},
            "defaultConfiguration": {"level": LEVEL[severity]},
        }


def inference_rule(name: str) -> str:
    """Return the id of the rule of an inference; duties and inferences may be called alike."""
    return f"inference/{name}"


def problem_rule(code: str) -> str:
    """Return the id of the rule of a kind of data problem."""
    return f"data/{code}"


def _duty(duty: Duty, rules: RuleBook, language: str) -> Rule:
    stop = "; " if language == "en" else "；"
    cited = [cite(basis, rules, language) + (f": {basis.quote}" if basis.quote else "") for basis in duty.basis]
    rule: dict[str, object] = {
        "id": duty.id,
        "shortDescription": {"text": _text(duty.title.say(language), duty.id)},
        "fullDescription": {"text": _text(stop.join(cited), duty.title.say(language))},
        "help": {"text": _text(duty.remedy.say(language) if duty.remedy else "", duty.title.say(language))},
        "defaultConfiguration": {"level": LEVEL[duty.severity], "enabled": not duty.off},
        "properties": {
            "pack": duty.pack,
            "kind": duty.kind,
            "subject": duty.subject,
            "modality": MODALITY[duty.modality].say(language),
        },
    }
    return rule


def _inference(inference: Inference, language: str) -> Rule:
    return {
        "id": inference_rule(inference.id),
        "shortDescription": {"text": _text(inference.title.say(language), inference.id)},
        "fullDescription": {"text": _text(inference.message.say(language), inference.id)},
        "defaultConfiguration": {"level": LEVEL[inference.severity], "enabled": not inference.off},
        "properties": {"pack": inference.pack, "flag": inference.flag, "subject": inference.subject},
    }


def _text(text: str, otherwise: str) -> str:
    return safe(text or otherwise)
