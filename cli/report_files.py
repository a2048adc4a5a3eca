"""Reports in several formats at once: which goes where, and all of them written before any takes its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Generic, TypeVar

import click

from ..engine.errors import fail
from ..engine.workspaces.settings import Workspace
from ..reports.asked import Ask, Format
from .originals import check_not_original, check_not_rules
from .output import check_target, opened, opened_bytes

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")

_STDOUT = Path("-")
_AS_OF = "{as_of}"
# What other programs open by the ending: a text under such a name would not open.
_NO_TEXT = frozenset(
    f".{end}"
    for end in ("csv", "doc", "docx", "et", "htm", "html", "json", "ods", "odt", "pdf", "ppt", "pptx", "rtf", "sarif")
) | {".wps", ".xls", ".xlsm", ".xlsx", ".xml"}


def report_options(formats: Mapping[str, Format[T]]) -> Callable[[F], F]:
    """Return the options ``--format`` and ``-o``, each of which may be given several times."""
    default = next(iter(formats))

    def options(command: F) -> F:
        command = click.option(
            "-o",
            "--output",
            "outputs",
            multiple=True,
            type=click.Path(path_type=Path),
            help="写入文件；多次时与各 --format 一一对应，“-”为屏幕。 "
            "名中的 {as_of} 换成截至日。 "
            "Write to a file, one for each --format; - is the screen, {as_of} in the name becomes the as-of day.",
        )(command)
        return click.option(
            "--format",
            "forms",
            multiple=True,
            type=click.Choice(list(formats)),
            help=f"格式，可多次；默认按文件名的后缀，否则 {default}。 "
            f"The format, several times if need be; by default that of the file's ending, else {default}.",
        )(command)

    return options


@dataclass(frozen=True, slots=True)
class Target(Generic[T]):
    """One report that was asked for: its format, and its file, or None for standard output."""

    format: Format[T]
    path: Path | None


def targets_of(formats: Mapping[str, Format[T]], forms: Sequence[str], outputs: Sequence[Path]) -> list[Target[T]]:
    """Return what goes where: the first format to the first output and so on; raises CheckbranchError.

    A format without an output goes to standard output, an output without a format is written in that of its ending.
    """
    if not forms:
        forms = [_by_ending(formats, path) for path in outputs] or [next(iter(formats))]
    paths = [None if path == _STDOUT else path for path in outputs]
    if len(paths) > len(forms):
        raise fail(
            "--output",
            f"有 {len(paths)} 个 -o，只有 {len(forms)} 个 --format。请一一对应，或不写 --format（按后缀）。",
            f"There are {len(paths)} -o but {len(forms)} --format. Give one for each, or no --format (by the ending).",
        )
    found = [
        Target(formats[form], path)
        for form, path in zip(forms, [*paths, *[None] * (len(forms) - len(paths))], strict=True)
    ]
    _check(found)
    return found


def dated(targets: Sequence[Target[T]], as_of: date) -> list[Target[T]]:
    """Return the targets with the as-of day in the place of ``{as_of}`` in the names of files."""
    return [
        target
        if target.path is None
        else Target(target.format, target.path.with_name(target.path.name.replace(_AS_OF, as_of.isoformat())))
        for target in targets
    ]


def _by_ending(formats: Mapping[str, Format[T]], path: Path) -> str:
    name, default = path.name.lower(), next(iter(formats))
    fitting = [(len(end), one.name) for one in formats.values() for end in one.endings if name.endswith(end)]
    if not fitting and Path(name).suffix in _NO_TEXT:
        endings = [one.endings[0] for one in formats.values() if one.endings]
        raise fail(
            str(path),
            f"这个命令不写 {Path(name).suffix} 文件。可用的后缀：{'、'.join(endings)}；确要其他后缀，请写明 --format。",
            f"This command writes no {Path(name).suffix}. Endings: {', '.join(endings)}; for others give --format.",
        )
    return max(fitting, key=lambda found: found[0], default=(0, default))[1]  # .sarif.json is no .json


def _check(targets: Iterable[Target[T]]) -> None:
    shown: list[str] = []
    seen: set[Path] = set()
    for target in targets:
        form, path = target.format, target.path
        if path is None:
            shown.append(form.name)
            if form.text is None:
                raise fail(
                    f"--format {form.name}",
                    f"这种格式要写入文件。请用 -o 写出文件名，如 -o 报告{form.endings[0]}。",
                    f"This is written to a file. Name it with -o, such as -o report{form.endings[0]}.",
                )
            continue
        check_target(path)
        if (real := path.resolve()) in seen:
            raise fail(
                str(path), "两份报告写入同一个文件。请换一个文件名。", "Two reports go to this file. Change one name."
            )
        seen.add(real)
    if len(shown) > 1:
        raise fail(
            "--format",
            f"{'、'.join(shown)} 都没有写明文件，屏幕上只能显示一种。请为其余的各写一个 -o。",
            f"{', '.join(shown)}: none has a file, and only one can be shown. Give each of the others an -o.",
        )


def check_originals(targets: Iterable[Target[T]], workspace: Workspace) -> None:
    """Raise CheckbranchError where a report would take the place of the settings, of rules or of a ledger."""
    for target in targets:
        if target.path is not None:
            check_not_original(target.path, workspace)
            check_not_rules(target.path)  # a pack may extend others, which the settings do not name


def write_files(subject: T, targets: Sequence[Target[T]], ask: Ask) -> None:
    """Write every report that has a file; none takes its place before all are whole. Raises CheckbranchError."""
    with ExitStack() as stack:
        for target in reversed(targets):  # the last that is entered is the first to be replaced
            if target.path is None:
                continue
            own = replace(ask, path=target.path)
            if target.format.data is not None:
                target.format.data(subject, stack.enter_context(opened_bytes(target.path)), own)
            elif target.format.text is not None:
                target.format.text(subject, stack.enter_context(opened(target.path)), own)


def write_shown(subject: T, targets: Iterable[Target[T]], ask: Ask) -> None:
    """Write the report that goes to standard output, if there is one."""
    for target in targets:
        if target.path is None and target.format.text is not None:
            with opened(None) as out:
                target.format.text(subject, out, ask)
