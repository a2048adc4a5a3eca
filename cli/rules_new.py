"""``checkbranch rules new``: a duty to begin with, and two cases of it."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from ..engine import CheckbranchError
from ..engine.cases.files import cases_beside
from ..engine.cases.scaffold import KINDS, SUBJECTS, SUBJECTS_OF, VISIT, Draft, duty_text, pack_text, usual_type
from ..engine.cases.scaffold_cases import cases_text
from ..engine.documents.document import parse_document
from ..engine.documents.form import nearest
from ..engine.documents.insertion import with_items
from ..engine.documents.nodes import MapNode
from ..engine.errors import fail
from ..engine.packs.files import SUFFIXES
from ..engine.packs.inference_model import Inference
from ..engine.packs.model import ActivityType, Duty, RuleBook
from ..engine.packs.targets import is_pack, target
from ..engine.workspaces.settings import TABLES
from ..reports.starter.files import PACK_SCHEMA, schema_line
from ..rules import names, path_of
from .log import current_log, logged
from .output import check_target, opened, say, write_all
from .rules_choice import language_of
from .text_files import text_of_file

_UPWARDS = 3  # folders from a pack up in which its workspace is looked for
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")


@click.command("new")
@click.argument("duty", metavar="DUTY-ID")
@click.option(
    "--in", "pack", type=click.Path(path_type=Path), metavar="PACK-FILE", help="写进这个规则包。 Write it here."
)
@click.option("--kind", type=click.Choice(KINDS), default="quota", show_default=True, help="要求的种类。 Its kind.")
@click.option("--subject", type=click.Choice(SUBJECTS), default="branch", show_default=True, help="对谁。 About whom.")
@click.option("--do", "do", metavar="TYPE", help="活动类型的编号。 The id of the type of activity.")
@click.option("--lang", "language", type=click.Choice(["zh", "en"]), help="说明文字的语言。 Language of the remarks.")
@logged
def new_command(duty: str, pack: Path | None, kind: str, subject: str, do: str | None, language: str | None) -> None:
    """新事项的样稿，连同两个用例；写 --in 时续写进规则包和它的用例文件，原有文字不动。

    A new duty to fill in, with two cases; with --in they are added to the pack and its file of cases, whose text stays.

    退出码：0 完成；2 无法使用。 Exit code: 0 done, 2 the call or the pack cannot be used.
    """
    speak = language_of(None, language)
    try:
        if not _ID.fullmatch(duty):
            raise fail(
                "DUTY-ID",
                f"“{duty}”不能作编号。请以英文字母开头，只用字母、数字、“-”“_”，不超过 64 个字符。",
                f"“{duty}” cannot be an id. Begin with a letter; use letters, digits, - and _ only, at most 64.",
            )
        if pack is not None and pack.exists():
            _add(pack, duty, kind, subject, do, speak)
        else:
            _begin(pack, duty, kind, subject, do, speak)
    except CheckbranchError as error:
        say(error, speak)
        sys.exit(2)


def _add(pack: Path, duty: str, kind: str, subject: str, do: str | None, speak: str) -> None:
    """Add the duty to a pack that is there, and its cases to the pack's."""
    if pack.is_dir() or not is_pack(pack):
        raise fail(
            str(pack),
            "这不是规则包文件。请写 .yaml 规则包文件的路径。",
            "This is not a pack file. Write the path of a pack's .yaml file.",
        )
    book = target(str(pack), path_of, names()).load()
    _unused(duty, book)
    draft = _draft(duty, kind, subject, do, book.activities)
    cases = cases_beside(pack) or pack.with_name(f"{pack.stem}.cases{pack.suffix}")
    text = with_items(text_of_file(pack), pack.as_posix(), "duties", duty_text(draft, speak))
    if cases.exists():
        before = text_of_file(cases)
        told = cases_text(draft, speak, _shared_tables(before))
        tried = with_items(before, cases.as_posix(), "cases", told, 2)
    else:
        tried = _cases_file(draft, speak)
    _write({pack: text, cases: tried}, speak)


def _begin(pack: Path | None, duty: str, kind: str, subject: str, do: str | None, speak: str) -> None:
    """Print a pack of the duty alone with its cases, or write the two files."""
    for name in names():
        _unused(duty, target(name, path_of, names()).load())
    known = dict(target("cn-party-branch", path_of, names()).load().activities)
    known.setdefault("household_visit", ActivityType("household_visit", VISIT))
    draft = _draft(duty, kind, subject, do, known)
    if pack is None:
        with opened(None) as out:
            out.write(pack_text(draft, "local-rules", speak))
            told = (
                "以下另存为 NAME.cases.yaml，与规则包放在一起"
                if speak == "zh"
                else "what follows goes to NAME.cases.yaml"
            )
            out.write(f"\n# ==== {told} ====\n" + _cases_file(draft, speak))
        return
    if pack.suffix.lower() not in SUFFIXES:
        raise fail(
            str(pack), "规则包的文件名应以 .yaml 结尾。请改名。", "The name of a pack file ends in .yaml. Rename it."
        )
    cases = pack.with_name(f"{pack.stem}.cases{pack.suffix}")
    if cases.exists():
        raise fail(
            str(cases),
            "已有这个用例文件，却没有它的规则包。请换一个规则包文件名。",
            "This file of cases is there without its pack. Choose another name for the pack.",
        )
    own = pack.stem if _ID.fullmatch(pack.stem) and pack.stem not in names() else "local-rules"
    text = _schema(pack) + pack_text(draft, own, speak)
    _write({pack: text, cases: _cases_file(draft, speak)}, speak)


def _schema(pack: Path) -> str:
    """Return the line that tells an editor the schema of packs, where the workspace of ``pack`` has it."""
    folder = pack.resolve().parent
    for up, place in enumerate([folder, *folder.parents][:_UPWARDS]):
        if (place / PACK_SCHEMA).is_file():
            return schema_line("../" * up + PACK_SCHEMA)
    return ""


def _draft(duty: str, kind: str, subject: str, do: str | None, known: Mapping[str, ActivityType]) -> Draft:
    fitting = SUBJECTS_OF.get(kind, SUBJECTS)
    if subject not in fitting:
        raise fail(
            "--subject",
            f"“{kind}”的样稿没有以“{subject}”为对象的。可写：{'、'.join(fitting)}。",
            f"There is no draft of a “{kind}” about a “{subject}”. You can write: {', '.join(fitting)}.",
        )
    wanted = do or usual_type(subject)
    if wanted not in known:
        near = nearest(wanted, known)
        raise fail(
            "--do",
            f"规则包里没有活动类型“{wanted}”。{f'是否应为“{near}”？' if near else ''}"
            f"请用 --do 写一种，或先补在 activities 里；已有：{'、'.join(known) or '（无）'}。",
            f"The pack has no type of activity “{wanted}”.{f' Did you mean “{near}”?' if near else ''} Name one with "
            f"--do, or add it under activities first; there are: {', '.join(known) or '(none)'}.",
        )
    other = next((word for word in known if word != wanted), wanted)
    return Draft(duty, kind, subject, wanted, known[wanted].title.zh, other, known[other].title.zh)


def _unused(duty: str, book: RuleBook) -> None:
    rules: list[Duty | Inference] = [*book.duties, *book.inferences]
    for rule in rules:
        if rule.id == duty:
            where = f" ({rule.where_written})" if rule.where_written else ""
            raise fail(
                "DUTY-ID",
                f"编号“{duty}”已由规则包“{rule.pack}”使用{where}。请换一个；要改动它，请写 override: true。",
                f"The id “{duty}” is taken by the pack “{rule.pack}”{where}. Choose another; to change that rule, "
                "write override: true.",
            )


def _cases_file(draft: Draft, speak: str) -> str:
    head = (
        "# 用例：小份台账和应得的结论。试一试：checkbranch rules test"
        if speak == "zh"
        else ("# Cases: small ledgers and what should come out. Try: checkbranch rules test")
    )
    items = [f"  {line}" if line else line for line in cases_text(draft, speak).rstrip("\n").split("\n")]
    return "\n".join([head, "cases:", *items]) + "\n"


def _shared_tables(text: str) -> list[str]:
    """Return the tables that all cases of a file share, which would be laid under the new ones too."""
    root = parse_document(text.encode(), "").root
    common = root.get("common") if isinstance(root, MapNode) else None
    return [table for table in TABLES if isinstance(common, MapNode) and table in common.entries]


def _write(files: Mapping[Path, str], speak: str) -> None:
    for path in files:
        check_target(path)
    write_all([(path, text.encode()) for path, text in files.items()])
    first, second = (path.as_posix() for path in files)
    told = (
        f"已写入 {first} 和 {second}。请填写名称和依据，再运行 checkbranch rules test {first}。"
        if speak == "zh"
        else f"Written to {first} and {second}. Fill in the title and the provision, then run "
        f"checkbranch rules test {first}."
    )
    current_log().say(told)
