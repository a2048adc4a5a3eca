"""The page of all commands and options, written from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterator

import click

HEAD = """\
# All commands and options

Written from the commands themselves (`pytest tests/test_options_page.py --update`), as
`checkbranch COMMAND --help` prints them. What they are for, with examples: [commands.md](commands.md).
"""


def page(main: click.Group) -> str:
    """Return the page for ``main`` and all commands below it."""
    return "\n".join([HEAD, *(line for command, context in commands(main) for line in section(command, context))])


def commands(group: click.Group, context: click.Context | None = None) -> Iterator[tuple[click.Command, click.Context]]:
    """Yield every command that does something, each in its context, which knows the words that call it."""
    context = context or click.Context(group, info_name="checkbranch", **group.context_settings)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        below = click.Context(command, info_name=name, parent=context)
        if isinstance(command, click.Group):
            yield from commands(command, below)
        else:
            yield command, below


def section(command: click.Command, context: click.Context) -> Iterator[str]:
    """Yield the lines on one command."""
    words = context.command_path
    yield f"## {words.removeprefix('checkbranch ')}\n"
    yield f"```\n{' '.join([words, *command.collect_usage_pieces(context)])}\n```\n"
    yield f"{_plain(command.help or '')}\n"
    yield "| option | what it does |\n|---|---|"
    for param in command.get_params(context):
        record = param.get_help_record(context)
        if isinstance(param, click.Option) and record is not None:
            names, told = record
            yield f"| `{_cell(names)}` | {_cell(told)} |"
    yield ""


def _plain(text: str) -> str:
    return "\n".join(line.strip() for line in text.replace("\b", "").strip().splitlines())


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
