"""``checkbranch completion``: what a shell reads to complete commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

_SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(_SHELLS))
def completion_command(shell: str) -> None:
    """输出命令补全脚本（bash、zsh、fish）。 Print the script that completes commands in a shell.

    例如写入 ~/.bashrc：eval "$(checkbranch completion bash)"
    Such as, in ~/.bashrc: eval "$(checkbranch completion bash)"
    """
    from .main import main

    made = get_completion_class(shell)
    assert made is not None
    click.echo(made(main, {}, "checkbranch", "_CHECKBRANCH_COMPLETE").source())
