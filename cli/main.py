"""The commands, and what all of them share."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

import click

from .audit import audit_command


def _version() -> str:
    try:
        return version("checkbranch")
    except PackageNotFoundError:
        return "0+unknown"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(_version(), "-V", "--version", prog_name="checkbranch")
def main() -> None:
    """基层党组织组织生活台账核对工具。 Check the ledgers of Party branches against dated rules."""


main.add_command(audit_command, "audit")
