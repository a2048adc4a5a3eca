"""``checkbranch init --from``: a workspace made from the ledgers that are there, which stay where they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ..engine.documents.document import parse_document
from ..engine.errors import CheckbranchError, Fault, fail
from ..engine.ledger.guess.patterns import with_patterns
from ..engine.ledger.guess.proposals import Plan, plan
from ..engine.packs.schema import pack_schema, schema_text, workspace_schema
from ..engine.workspaces.workspace import FILE
from ..reports.map.as_text import write_map
from ..reports.map.workspace import UNITS, settings_text, units_csv
from ..reports.starter.files import PACK_SCHEMA, SCHEMAS, SETTINGS_SCHEMA, schema_line
from .ledger_guesses import Words, guesses, settings_for, shipped_words
from .output import opened
from .placing import fill_folder
from .questions import Given
from .shell import shell_word


def from_ledgers(
    folder: Path, ledgers: Sequence[Path], more: Sequence[Path], given: Given, example: str | None, language: str
) -> None:
    """Make the workspace and print what was guessed; raise CheckbranchError where it cannot be made at all.

    ``more`` are further ledgers, as a shell puts them behind the one that follows ``--from``.
    """
    _check_call(ledgers, more, given, example)
    words = shipped_words()
    told = _told([*ledgers, *more], folder, words)
    made = settings_for(told, folder, given.name)
    text = schema_line(SETTINGS_SCHEMA) + settings_text(told, made, words.rules.activities, language)
    if parse_document(text.encode(), FILE).faults:
        raise fail(
            FILE,
            "由台账推定的内容不能写成设置文件。请用 checkbranch init 新建工作区，再自行填写 checkbranch.yaml。",
            "What was guessed from the ledgers cannot be written as settings. Make a "
            "workspace with checkbranch init and fill in checkbranch.yaml yourself.",
        )
    files = {FILE: text.encode("utf-8")}
    if told.units.several and not told.units.listed:
        files[UNITS] = units_csv(told.units.found)
    files[SETTINGS_SCHEMA] = schema_text(workspace_schema(language)).encode("utf-8")
    files[PACK_SCHEMA] = schema_text(pack_schema(language)).encode("utf-8")
    fill_folder(folder, files)
    _show(folder, list(files), told, words, language)


def _check_call(ledgers: Sequence[Path], more: Sequence[Path], given: Given, example: str | None) -> None:
    if not ledgers:
        raise fail(
            str(more[0]),
            "此处多出一个参数。台账请写在 --from 后面：checkbranch init DIR --from FILE…",
            "There is one argument too many. Name the ledgers after --from: checkbranch init DIR --from FILE…",
        )
    if example is not None or replace(given, name=None) != Given():
        raise fail(
            "--from",
            "由台账新建时，只能同时写 --name 和 --lang，其余从台账中推定。请删去其他选项。",
            "From ledgers, only --name and --lang can be given; all else is guessed. Leave out the other options.",
        )


def _told(files: Sequence[Path], folder: Path, words: Words) -> Plan:
    found = guesses(files, folder, words)
    lost = [Fault(str(file.path), file.refused) for file in found if file.refused is not None]
    if lost:
        raise CheckbranchError(lost)
    told = plan(found)
    told.entries = with_patterns(told.entries, folder)
    if not any(entry.table == "activities" for entry in told.entries):
        raise fail(
            "--from",
            "这些文件中未识别出活动记录（会议、党日、党课等），没有写入任何文件。请用 checkbranch map FILE --dry-run "
            "查看各列识别成了什么。",
            "No table of activities was recognised in these files; nothing was written. See with checkbranch map FILE"
            " --dry-run what each column was taken for.",
        )
    return told


def _show(folder: Path, files: Sequence[str], told: Plan, words: Words, language: str) -> None:
    """Print what was guessed, what was made, and the next commands."""
    zh = language != "en"
    lines = ["", f"已在 {folder} 中新建（台账没有改动，留在原处）：" if zh else
             f"Made in {folder} (the ledgers were not changed and stay where they are):"]  # fmt: skip
    lines += [f"  {name}" for name in files if not name.startswith(f"{SCHEMAS}/")]
    lines.append("下一步：" if zh else "Next:")
    place = shell_word(folder)
    settings = shell_word(folder / FILE)
    for command, said_zh, said_en in (
        (settings, "打开，逐行核对推定的内容", "open it and look through what was guessed"),
        *([(shell_word(folder / UNITS), "补全上级和人数", "complete it")] if UNITS in files else []),
        (f"checkbranch check {place}", "只核对数据", "the data alone"),
        (f"checkbranch audit {place}", "按规则核对", "the rules"),
    ):
        lines.append(f"  {command}    # {said_zh if zh else said_en}")
    with opened(None) as out:
        write_map(told, words.rules.activities, out, language)
        out.write("\n".join(lines) + "\n")
