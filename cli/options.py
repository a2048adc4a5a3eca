"""The options that several commands have, so that they are called and explained alike everywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from .day import DAY

F = TypeVar("F", bound=Callable[..., Any])

WORKSPACE = click.argument("workspace", type=click.Path(path_type=Path), default=".")
AS_OF = click.option("--as-of", type=DAY, help="截至哪一天核对，默认今天。 Judge as of this day; default today.")
PERIOD = click.option("--period", metavar="KEY", help="只查一个期间。 One period: 2026-09, 2026-Q3, 2026-H2, 2026.")
FIRST = click.option("--from", "first", type=DAY, help="审核区间的第一天。 First day of the span.")
LAST = click.option("--to", "last", type=DAY, help="审核区间的最后一天。 Last day of the span.")
UNITS = click.option("--unit", "units", multiple=True, help="只显示此单位及其下级，可多次。 It and all below it.")
DUTIES = click.option("--duty", "duties", multiple=True, help="只显示此事项，可多次。 This duty only.")
OUTPUT = click.option("-o", "--output", type=click.Path(path_type=Path), help="写入文件。 Write to a file.")
FAIL_ON = click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "never"]),
    default="warning",
    show_default=True,
    help="达到此级别时退出码为 1。 Exit with 1 at or above this level.",
)
NO_WAIVERS = click.option("--no-waivers", is_flag=True, help="不计豁免。 Leave all waivers aside.")
LANGUAGE = click.option("--lang", "language", type=click.Choice(["zh", "en"]), help="报告语言。 Language of it.")
ENGINE = click.option("--engine", type=click.Choice(["durable", "reference"]), help="判定引擎。 Engine of verdicts.")


def formats(*words: str) -> Callable[[F], F]:
    """Return the option ``--format`` with the choices ``words``, of which the first is the default."""
    return click.option(
        "--format", "form", type=click.Choice(words), default=words[0], show_default=True, help="格式。 The format."
    )
