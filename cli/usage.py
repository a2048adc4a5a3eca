"""Calls that click cannot make out, each told in one line, in Chinese and in English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from importlib import import_module
from typing import IO, Any

import click

from .ending import ended

_OURS = "。"  # a message with a Chinese full stop is our own, in both languages already


class OneLine(click.UsageError):
    """A fault of the call that is shown as the one line it is; ends with exit code 2 as every usage error does."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the line on standard error."""
        click.echo(" ".join(self.format_message().split()), file=file, err=True)


class Commands(click.Group):
    """The group of all commands, each imported when it is asked for; what is wrong with a call is told in one line.

    ``modules`` are the names of the commands; the module ``NAME`` of this package holds ``NAME_command``.
    """

    def __init__(self, *args: Any, modules: Sequence[str] = (), **extra: Any) -> None:
        super().__init__(*args, **extra)
        self._modules = tuple(modules)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted({*self._modules, *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name, None where there is none."""
        if cmd_name not in self._modules:
            return super().get_command(ctx, cmd_name)
        module = import_module(f".{cmd_name}", __package__)
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Return the context of the call; raises OneLine."""
        with _told():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was called; raises OneLine where its options cannot be made out."""
        with ended(), _told(ctx):
            return super().invoke(ctx)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is named first; raises OneLine where there is none of that name."""
        if not ctx.resilient_parsing and self.get_command(ctx, args[0]) is None:
            raise OneLine(_no_command(args[0], self.list_commands(ctx)))
        return super().resolve_command(ctx, args)


@contextmanager
def _told(ctx: click.Context | None = None) -> Iterator[None]:
    try:
        yield
    except OneLine:
        raise
    except click.UsageError as error:
        if isinstance(error, click.exceptions.NoArgsIsHelpError):
            raise
        raise OneLine(one_line(error, _path(error, ctx))) from None


def _path(error: click.UsageError, ctx: click.Context | None) -> str:
    """Return the command that was called, which click does not tell of every error."""
    if error.ctx is not None:
        return error.ctx.command_path
    return f"{ctx.command_path} {ctx.invoked_subcommand or ''}".strip() if ctx else "checkbranch"


def one_line(error: click.UsageError, command: str) -> str:
    """Return a usage error of ``command`` as its place, what is wrong and what to do, in Chinese and in English."""
    see_zh, see_en = f"可用的写法见 {command} --help。", f"See {command} --help."
    if isinstance(error, click.NoSuchOption):
        near = f"“{error.possibilities[0]}”" if error.possibilities else ""
        zh, en = (f"是否应为{near}？", f"Did you mean {near}?") if near else ("", "")
        return f"{error.option_name}: 没有这个选项。{zh}{see_zh} There is no such option. {en} {see_en}"
    if isinstance(error, click.BadOptionUsage):
        bare = "does not take a value" in error.message
        zh = "这个选项后面不写取值，请删去“=”和其后的内容。" if bare else "后面缺少取值，请补写。"
        return f"{error.option_name}: {zh}{see_zh} {_sentence(error.message)} {see_en}"
    if isinstance(error, click.MissingParameter):
        name = _name(error.param)
        return f"{name}: 缺少此项，请补写。{see_zh} It is missing. {see_en}"
    if isinstance(error, click.BadParameter):
        return _bad_value(error, see_zh, see_en)
    if _OURS in error.message:
        return error.message
    unknown = re.match(r"No such command '(.*?)'\.", error.message)
    if unknown and error.ctx and isinstance(error.ctx.command, click.Group):
        return _no_command(unknown[1], error.ctx.command.list_commands(error.ctx))
    extra = re.match(r"Got unexpected extra arguments? \((.*)\)$", error.message)
    more = f"多出“{extra[1]}”，请删去；" if extra else "参数的写法不对，"
    return f"{command}: {more}含空格的名称请加引号。{see_zh} {_sentence(error.message)} {see_en}"


def _bad_value(error: click.BadParameter, see_zh: str, see_en: str) -> str:
    name = _name(error.param)
    if _OURS in error.message:
        return f"{name}: {error.message}"
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        words = [str(choice) for choice in kind.choices]
        return f"{name}: 取值不对，可写：{'、'.join(words)}。 No such value; write one of {', '.join(words)}."
    if isinstance(kind, click.IntRange):
        return f"{name}: 应为 {kind.min} 到 {kind.max} 的整数。{see_zh} {_sentence(error.message)} {see_en}"
    if isinstance(kind, click.types.IntParamType):
        return f"{name}: 应为整数。{see_zh} {_sentence(error.message)} {see_en}"
    return f"{name}: 取值不可用。{see_zh} {_sentence(error.message)} {see_en}"


def _no_command(word: str, known: list[str]) -> str:
    near = get_close_matches(word, known, 1)
    zh, en = (f"是否应为“{near[0]}”？", f"Did you mean “{near[0]}”? ") if near else ("", "")
    return (
        f"{word}: 没有这个命令。{zh}可用的命令：{'、'.join(known)}。 "
        f"There is no such command. {en}There are: {', '.join(known)}."
    )


def _name(param: click.Parameter | None) -> str:
    if param is None:
        return "checkbranch"
    return max(param.opts, key=len) if isinstance(param, click.Option) else param.human_readable_name


def _sentence(message: str) -> str:
    text = message.strip()
    return text if text.endswith((".", "?", "!")) else f"{text}."
