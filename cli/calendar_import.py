"""``checkbranch calendar import``: a calendar file as activity, shown or written as a table."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from ..calendars.arrivals import read_arrivals
from ..calendars.lines import Unusable
from ..engine import CheckbranchError
from ..engine.causes import system_cause
from ..engine.documents.form import nearest
from ..engine.errors import fail
from ..engine.ledger.event_words import unusable
from ..engine.ledger.shape.types import TypeReader
from ..engine.ledger.values.cells import Bad
from ..engine.packs import load_rules
from ..engine.packs.model import ActivityType
from ..engine.workspaces.workspace import FILE, read_workspace
from ..reports.calendar.arrivals import as_json, as_ledger, as_text, takeable
from ..rules import names, path_of
from .day import DAY, today
from .output import opened, say

_ZONE = "Asia/Shanghai"


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--type", "kind", metavar="T", help="都算作此类型，不看标题。 All are of this type, whatever the title.")
@click.option("--unit", metavar="U", help="都属于此单位（写入表格）。 All are of this unit (written to the table).")
@click.option("--from", "first", type=DAY, help="从哪一天起。 First day.")
@click.option("--to", "last", type=DAY, help="到哪一天止；重复的活动默认展开到今年底。 Last day.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--workspace", type=click.Path(path_type=Path), help="用此工作区的时区和类型。 Zone and types of this.")
@click.option("--lang", "language", type=click.Choice(["zh", "en"]), help="语言。 Language.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写成台账表格（CSV）。 Write as a table (CSV).")
def import_command(
    file: Path,
    kind: str | None,
    unit: str | None,
    first: date | None,
    last: date | None,
    form: str,
    workspace: Path | None,
    language: str | None,
    output: Path | None,
) -> None:
    """看一个 .ics 日历文件里有哪些活动可作记录。 Show what of a calendar file can be records.

    暂定和已取消的不作依据；只有认得出类型的写入表格。不改动任何已有文件。
    What is tentative or cancelled is no evidence; only what is of a known type goes into the table.
    """
    speak = language or "zh"
    try:
        zone, spoken, words = _setting(workspace)
        speak = language or spoken
        types = TypeReader(words)
        fixed = _fixed(types, words, kind)
        if first and last and last < first:
            raise fail(
                "--to",
                f"{last} 早于起始日 {first}。请核对两个日期。",
                f"{last} is before the first day {first}. Check the two days.",
            )
        end = last or date.max
        until = last or date(today(zone).year, 12, 31)
        found = read_arrivals(_bytes(file), zone, first, end, until)
        types_of = (lambda title: fixed) if fixed else types.named_in
        if output is not None:
            taken = takeable(found, types_of)
            with opened(output) as table:
                table.write(as_ledger(taken, types_of, words.__getitem__, unit))
        with opened(None) as out:
            if form == "json":
                out.write(as_json(found, types_of, speak))
            else:
                for line in as_text(found, types_of, words.__getitem__, speak):
                    click.echo(line, file=out)
    except Unusable as error:
        text = unusable(error)
        say(fail(str(file), text.zh, text.en), speak)
        sys.exit(2)
    except CheckbranchError as error:
        say(error, speak)
        sys.exit(2)


def _setting(folder: Path | None) -> tuple[str, str, Mapping[str, ActivityType]]:
    """Return the zone, the language and the types of a workspace; without one those of all shipped packs."""
    if folder is None and Path(FILE).is_file():
        folder = Path()
    if folder is None:
        return _ZONE, "zh", load_rules(names(), Path(), path_of, names()).activities
    settings = read_workspace(folder)
    rules = load_rules(settings.rules, settings.root, path_of, names())
    return settings.timezone, settings.language, rules.activities


def _fixed(types: TypeReader, words: Mapping[str, ActivityType], kind: str | None) -> tuple[str, ...]:
    if kind is None:
        return ()
    found = types.read(kind)
    if found is not None and not isinstance(found, Bad):
        return found
    near = types.nearest(kind) or nearest(kind, words)
    raise fail(
        "--type",
        f"未能识别活动类型“{kind}”。{f'是否应为“{near}”？' if near else ''}可写：{'、'.join(words)}。",
        f"Unknown activity type “{kind}”. {f'Did you mean “{near}”? ' if near else ''}Write one of {', '.join(words)}.",
    )


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        cause = system_cause(error)
        raise fail(
            str(file),
            f"文件无法读取（{cause.zh}）。请核对路径和权限。",
            f"The file cannot be read ({cause.en}). Check its path and permissions.",
        ) from None
