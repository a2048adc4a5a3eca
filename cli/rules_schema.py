"""``checkbranch rules schema``: the JSON Schema by which an editor checks packs and settings while one writes."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..engine import CheckbranchError
from ..engine.packs.schema import pack_schema, schema_text, workspace_schema
from ..engine.packs.schema_scores import score_schema
from .originals import check_not_rules
from .output import opened, say


@click.command("schema")
@click.option("--workspace", "settings", is_flag=True, help="checkbranch.yaml 的。 That of checkbranch.yaml.")
@click.option("--score", "scores", is_flag=True, help="评分表的。 That of scoring tables.")
@click.option("--lang", "language", type=click.Choice(["zh", "en"]), help="说明只用一种语言。 One language only.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写入文件。 Write to a file.")
def schema_command(settings: bool, scores: bool, language: str | None, output: Path | None) -> None:
    """规则包（或设置文件、评分表）的 JSON Schema，供编辑器提示和检查。 The JSON Schema of packs, for editors.

    在文件首行写“# yaml-language-server: $schema=文件”，编辑器即可使用。
    Editors use it where the first line of a file is “# yaml-language-server: $schema=FILE”.
    """
    made = score_schema if scores else workspace_schema if settings else pack_schema
    schema = made(language)
    try:
        if output is not None:
            check_not_rules(output)
        with opened(output) as out:
            out.write(schema_text(schema))
    except CheckbranchError as error:
        say(error, language or "zh")
        sys.exit(2)
