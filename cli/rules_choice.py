"""Which packs a command about rules looks at, and the one duty, inference or pack that is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from ..engine import CheckbranchError, read_workspace
from ..engine.documents.form import nearest
from ..engine.errors import fail
from ..engine.packs.advice import RuleSet, written_in
from ..engine.packs.inference_model import Inference
from ..engine.packs.model import Duty
from ..engine.packs.targets import is_pack, rules_of, target
from ..engine.workspaces.workspace import FILE
from ..reports.rule_section import Section
from ..rules import names, path_of


def chosen(workspace: Path | None, language: str | None) -> tuple[list[Section], str, str | None]:
    """Return the packs of a workspace (None: the one here, else all shipped), the language, and what it is called.

    A pack of one's own, or a shipped one by name, may stand in its place.

    Raises CheckbranchError with every fault of the workspace and its packs.
    """
    if workspace is None and not Path(FILE).is_file():
        return shipped(), language or "zh", None
    if workspace is not None and (is_pack(workspace) or (path_of(str(workspace)) and not workspace.exists())):
        return sections(target(str(workspace), path_of, names())), language or "zh", str(workspace)
    settings = read_workspace(workspace or Path())
    rules = rules_of(settings, path_of, names())
    return sections(rules), language or settings.language, settings.name


def language_of(workspace: Path | None, language: str | None) -> str:
    """Return the language in which faults are told: the one asked for, else that of the workspace if it can be read."""
    if language is not None:
        return language
    try:
        return read_workspace(workspace or Path()).language
    except CheckbranchError:
        return "zh"


def shipped() -> list[Section]:
    """Return every shipped pack, each by itself with what it extends."""
    return [section for name in names() for section in sections(target(name, path_of, names()))]


def sections(rules: RuleSet) -> list[Section]:
    """Return the packs of a set, each with what it defines; of a set that means one pack, that one."""
    book = rules.load()
    found = []
    for pack in book.packs[-1:] if rules.only else book.packs:
        rest: list[Duty | Inference] = [*book.duties, *book.inferences]
        found.append(
            Section(
                pack,
                book,
                [duty for duty in book.duties if duty.pack == pack.id],
                [each for each in book.inferences if each.pack == pack.id],
                [each.id for each in rest if each.pack != pack.id and written_in(each, {pack.id})],
            )
        )
    return found


def one_pack(found: Sequence[Section], name: str, *, own: bool) -> list[Section]:
    """Return the pack with the id ``name``, or with ``own`` a shipped one or a file; raises CheckbranchError."""
    known = [section for section in found if section.pack.id == name]
    if known:
        return known
    if own:
        return sections(target(name, path_of, names()))
    ids = [section.pack.id for section in found]
    raise fail(
        "--pack",
        f"工作区没有规则包“{name}”。可写：{'、'.join(ids)}。",
        f"The workspace has no pack “{name}”. You can write: {', '.join(ids)}.",
    )


def filtered(found: Sequence[Section], subject: str | None, kind: str | None, *, off: bool) -> list[Section]:
    """Return the packs with the rules about ``subject``, the duties of ``kind``, with ``off`` only what is off."""
    kinds = {rule.subject for section in found for rule in section.rules}
    if subject is not None and subject not in kinds:
        near = nearest(subject, kinds)
        raise fail(
            "--subject",
            f"没有以“{subject}”为对象的规则。{f'是否应为“{near}”？' if near else ''}可写：{'、'.join(sorted(kinds))}。",
            f"No rule is about “{subject}”.{f' Did you mean “{near}”?' if near else ''} You can write: "
            f"{', '.join(sorted(kinds))}.",
        )

    def wanted(rule: Duty | Inference) -> bool:
        of_kind = kind is None or (isinstance(rule, Duty) and rule.kind == kind)
        return of_kind and (subject is None or rule.subject == subject) and (rule.off or not off)

    left = [
        replace(
            section,
            duties=[duty for duty in section.duties if wanted(duty)],
            inferences=[each for each in section.inferences if wanted(each)],
        )
        for section in found
    ]
    return [section for section in left if section.duties or section.inferences] if subject or kind or off else left


def named(found: Sequence[Section], name: str) -> tuple[Section, Duty | Inference | None]:
    """Return the rule of this id or title with its pack, or the pack of this id alone; LookupError if there is none."""
    for section in found:
        for rule in section.rules:
            if name == rule.id or name in rule.title:
                return section, rule
    for section in found:
        if section.pack.id == name:
            return section, None
    raise LookupError(name)


def unknown(found: Sequence[Section], name: str) -> CheckbranchError:
    """Return that nothing is called ``name``, with what comes near."""
    ids = [rule.id for section in found for rule in section.rules]
    known = list(dict.fromkeys([*ids, *(section.pack.id for section in found)]))
    near = get_close_matches(name, known, 5, 0.5) or known[:5]
    return fail(
        "",
        f"没有名为“{name}”的事项、推断或规则包。可写：{'、'.join(near)}；全部见 checkbranch rules list。",
        f"There is no duty, inference or pack “{name}”. You can write: {', '.join(near)}; checkbranch rules list "
        "shows all.",
    )
