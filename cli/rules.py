"""``checkbranch rules``: the rule author's bench."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TextIO

import click

from ..engine import CheckbranchError
from ..engine.lint_workspace import workspace_faults
from ..engine.packs.advice import Linted, lint
from ..engine.packs.duties import KINDS
from ..engine.packs.inference_model import Inference
from ..engine.packs.model import Duty
from ..engine.packs.targets import is_workspace, target
from ..engine.workspaces.workspace import FILE
from ..reports.layout import Page, safe
from ..reports.programs.rules_json import duty_value, inference_value, lint_value, section_value, write_rules_json
from ..reports.rule_section import Section
from ..reports.rulebook.as_text import write_list, write_pack
from ..reports.rulebook.as_yaml import duty_yaml, inference_yaml
from ..reports.rulebook.show import write_duty_shown, write_inference_shown
from ..rules import names, path_of
from .day import DAY, today
from .output import opened, say
from .rules_choice import chosen, filtered, language_of, named, one_pack, shipped, unknown
from .rules_diff import diff_command
from .rules_handbook import handbook_command
from .rules_new import new_command
from .rules_schema import schema_command
from .rules_scores import scores_command
from .rules_test import cases_command

LANGUAGE = click.option("--lang", "language", type=click.Choice(["zh", "en"]), help="语言。 Language.")
FORMAT = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
ZONE = "Asia/Shanghai"


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


@rules_command.command("lint")
@click.argument("targets", metavar="[PACK|WORKSPACE]...", nargs=-1)
@click.option("--strict", is_flag=True, help="有改进建议时退出码也为 1。 Exit with 1 where there are hints.")
@click.option("--as-of", type=DAY, help="按哪一天看条文核对是否过久，默认今天。 The day by which checks are old.")
@FORMAT
@LANGUAGE
def lint_command(targets: tuple[str, ...], strict: bool, as_of: date | None, form: str, language: str | None) -> None:
    """检查规则包的写法；不写对象时查当前工作区，没有则查内置规则包。工作区还核对规则用到的栏，台账里是否有。

    Check packs: files, folders, workspaces, shipped names; by default the workspace here, else all shipped packs. Of a
    workspace also whether its tables have the columns that the rules name.

    退出码：0 无误；1 有建议且用了 --strict；2 有错误。 Exit code: 0 no fault, 1 hints and --strict, 2 faults.
    """
    speak = language_of(None, language)
    day = as_of or today(ZONE)
    here = ["."] if Path(FILE).is_file() else names()
    found: list[tuple[str, Linted]] = []
    for name in targets or here:
        try:
            found.append((name, _linted(name, day)))
        except CheckbranchError as error:
            found.append((name, Linted(0, 0, error.faults, ())))
    with opened(None) as out:
        if form == "json":
            write_rules_json(out, "lint", speak, {"targets": [lint_value(name, each, speak) for name, each in found]})
        else:
            for name, linted in found:
                _tell(Page(out, speak), name, linted)
    if any(linted.faults for _, linted in found):
        sys.exit(2)
    sys.exit(int(strict and any(linted.hints for _, linted in found)))


def _linted(name: str, day: date) -> Linted:
    """Check one target; of a workspace also against the columns of its tables."""
    linted = lint(target(name, path_of, names()), day)
    if linted.faults or not is_workspace(Path(name)):
        return linted
    return replace(linted, faults=workspace_faults(Path(name), path_of, names()))


def _tell(page: Page, name: str, linted: Linted) -> None:
    """Write the hints of one target and how it went; faults go to standard error, a line each."""
    if linted.faults:
        say(CheckbranchError(linted.faults), page.language)
        return
    for hint in linted.hints:
        told = page.say(f"{hint.where}: 建议：{hint.message.zh}", f"{hint.where}: hint: {hint.message.en}")
        page.line(safe(told), "doubt")
    told = page.say(
        f"{name}：事项 {linted.duties} 项，推断 {linted.inferences} 条，没有错误",
        f"{name}: {linted.duties} duties, {linted.inferences} inferences, no faults",
    )
    number = len(linted.hints)
    hints = page.say(f"，建议 {number} 条", f", {number} hints") if number else ""
    page.line(safe(told + hints + page.say("。", ".")))


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
rules_command.add_command(handbook_command, "handbook")
rules_command.add_command(cases_command)
rules_command.add_command(schema_command)
rules_command.add_command(scores_command)
rules_command.add_command(new_command)
