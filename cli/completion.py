"""``checkbranch completion``: what a shell reads to complete commands and options, and the names it is offered."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import click
from click.shell_completion import CompletionItem, get_completion_class

_SHELLS = ("bash", "zsh", "fish")
_MOST_FILES = 200  # of a folder, that are looked into while somebody waits for the names


def complete_scores(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Return the scoring tables whose name begins so: those shipped, and files of the workspace or of this folder.

    Where there is none, the shell completes the name of a file.
    """
    from ..engine.packs.targets import is_score
    from ..rules import score_names

    # What stands before an option without its value is not parsed yet.
    folder = next((Path(word) for word in context.args if Path(word).is_dir()), Path())
    try:
        files = [path for path in islice(folder.glob("**/*.y*ml"), _MOST_FILES) if is_score(path)]
    except OSError:
        files = []
    known = [*score_names(), *sorted(path.as_posix() for path in files)]
    return [CompletionItem(name) for name in known if name.startswith(begun)] or [CompletionItem(begun, type="file")]


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
