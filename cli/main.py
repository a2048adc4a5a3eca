"""The commands, and what all of them share."""

from __future__ import annotations

import click

from .audit import audit_command
from .calendar import calendar_command
from .check import check_command
from .explain import explain_command
from .init import init_command
from .inspect import inspect_command
from .rules import rules_command
from .usage import Commands


def _print_version(ctx: click.Context, param: click.Parameter, asked: bool) -> None:
    """Print the version and end; looked up only when asked for, as the look-up takes longer than all other imports."""
    if not asked:
        return
    from importlib.metadata import PackageNotFoundError, version

    try:
        found = version("checkbranch")
    except PackageNotFoundError:
        found = "not installed"
    click.echo(f"checkbranch, version {found}")
    ctx.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-V",
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="显示版本。 Show the version and exit.",
)
def main() -> None:
    """基层党组织组织生活台账核对工具。 Check the ledgers of Party branches against dated rules."""


main.add_command(audit_command, "audit")
main.add_command(calendar_command, "calendar")
main.add_command(check_command, "check")
main.add_command(init_command, "init")
main.add_command(inspect_command, "inspect")
main.add_command(explain_command, "explain")
main.add_command(rules_command, "rules")
