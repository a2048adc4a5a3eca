"""``checkbranch rules``: the rule author's bench."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TextIO

import click

from ..engine import CheckbranchError
from ..engine.packs.duties import KINDS
from ..engine.packs.inference_model import Inference
from ..engine.packs.model import Duty
from ..reports.layout import Page
from ..reports.programs.rules_json import duty_value, inference_value, section_value, write_rules_json
from ..reports.rule_section import Section
from ..reports.rulebook.as_text import write_list, write_pack
from ..reports.rulebook.as_yaml import duty_yaml, inference_yaml
from ..reports.rulebook.show import write_duty_shown, write_inference_shown
from .output import opened, say
from .rules_choice import chosen, filtered, language_of, named, one_pack, shipped, unknown
from .rules_diff import diff_command
from .rules_handbook import handbook_command
from .rules_lint import lint_command
from .rules_new import new_command
from .rules_schema import schema_command
from .rules_scores import scores_command
from .rules_test import cases_command

LANGUAGE = click.option("--lang", "language", type=click.Choice(["zh", "en"]), help="语言。 Language.")
FORMAT = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)


@click.group()
def rules_command() -> None:
    """规则：列出、查看、检查规则包。 The rules: list them, show one, check packs."""


@rules_command.command("list")
@click.argument("workspace", type=click.Path(path_type=Path), required=False)
@click.option("--pack", metavar="PACK", help="只列这个规则包（名称或文件）。 This pack only.")
@click.option(
    "--subject", metavar="KIND", help="只列以此为对象的，如 branch。 Only what is about this kind of subject."
)
@click.option("--kind", type=click.Choice(KINDS), help="只列这一类的事项，如 gap。 Only duties of this kind.")
@click.option("--off", is_flag=True, help="只列已停用的。 Only what is switched off.")
@FORMAT
@LANGUAGE
def list_command(
    workspace: Path | None,
    pack: str | None,
    subject: str | None,
    kind: str | None,
    off: bool,
    form: str,
    language: str | None,
) -> None:
    """列出事项和推断；没有工作区时列内置规则包。 List duties and inferences; without a workspace the shipped packs."""
    speak = language_of(workspace, language)
    try:
        found, speak, name = chosen(workspace, language)
        if pack is not None:
            found = one_pack(found, pack, own=workspace is None)
        found = filtered(found, subject, kind, off=off)
        with opened(None) as out:
            if form == "json":
                packs = [section_value(section, speak) for section in found]
                write_rules_json(out, "list", speak, {"workspace": name, "packs": packs})
            else:
                page = Page(out, speak)
                write_list(page, found, name or page.say("内置规则包", "Shipped packs"))
    except CheckbranchError as error:
        say(error, speak)
        sys.exit(2)


@rules_command.command("show")
@click.argument("name", metavar="DUTY|INFERENCE|PACK")
@click.option(
    "-w", "--workspace", type=click.Path(path_type=Path), help="工作区，默认当前文件夹。 The workspace; default ."
)
@FORMAT
@LANGUAGE
def show_command(name: str, workspace: Path | None, form: str, language: str | None) -> None:
    """说明一个事项、推断或规则包：依据、含义、写法。 Show a duty, an inference or a pack in full."""
    speak = language_of(workspace, language)
    try:
        found, speak, _ = chosen(workspace, language)
        try:
            section, rule = named(found, name)
        except LookupError:
            more = shipped() if workspace is None else []
            try:
                section, rule = named(more, name)
            except LookupError:
                raise unknown([*found, *more], name) from None
        with opened(None) as out:
            if form == "json":
                _show_json(out, section, rule, speak)
            else:
                _show_text(out, section, rule, speak)
    except CheckbranchError as error:
        say(error, speak)
        sys.exit(2)


def _show_text(out: TextIO, section: Section, rule: Duty | Inference | None, language: str) -> None:
    page = Page(out, language)
    other = Page(out, "zh" if language == "en" else "en", page.width)
    if rule is None:
        write_pack(page, section)
    elif isinstance(rule, Duty):
        write_duty_shown(page, other, rule, section.book)
    else:
        write_inference_shown(page, other, rule, section.book)


def _show_json(out: TextIO, section: Section, rule: Duty | Inference | None, language: str) -> None:
    book = section.book
    if rule is None:
        write_rules_json(out, "pack", language, {"pack": section_value(section, language)})
    elif isinstance(rule, Duty):
        write_rules_json(out, "duty", language, {"duty": duty_value(rule, book, language), "yaml": duty_yaml(rule)})
    else:
        inference = inference_value(rule, book, language)
        write_rules_json(out, "inference", language, {"inference": inference, "yaml": inference_yaml(rule)})


rules_command.add_command(diff_command)
rules_command.add_command(lint_command)
rules_command.add_command(handbook_command, "handbook")
rules_command.add_command(cases_command)
rules_command.add_command(schema_command)
rules_command.add_command(scores_command)
rules_command.add_command(new_command)
