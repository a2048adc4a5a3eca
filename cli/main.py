"""The commands, and what all of them share."""

from __future__ import annotations

import click

from .usage import Commands

# Each command lives in a module of its own, which is imported when the command is called.
COMMANDS = (
    "audit", "calendar", "check", "completion", "diff", "explain", "init", "inspect", "map", "rules", "verify", "visits"
)  # fmt: skip


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


@click.group(cls=Commands, modules=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
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
