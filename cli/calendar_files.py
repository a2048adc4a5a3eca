"""The two files of an export: a calendar, and beside it the memory of what was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ..calendars.entries import Entry, Planned
from ..calendars.ics import is_foreign, is_something_else, read_calendar, write_calendar
from ..calendars.revisions import revise
from ..calendars.state import Damaged, dump_state, load_state
from ..engine.causes import system_cause
from ..engine.errors import fail
from ..engine.planning.agenda import Agenda
from ..engine.text import Text
from ..engine.workspaces.settings import Workspace
from ..reports.calendar.summary import export_summary
from ..reports.calendar.words import Words, clean
from .originals import check_not_original
from .output import check_target, opened

STATE = ".state.json"


def state_path(output: Path) -> Path:
    """Return where the memory of the export ``output`` is kept."""
    return output.with_name(output.name + STATE)


def read_before(output: Path, workspace: Workspace) -> tuple[dict[str, Entry], Text | None]:
    """Return what was written to ``output`` before, by UID, and what to say where the memory of it had to be mended.

    Raises CheckbranchError where nothing can be written there, or what is there is a ledger, belongs to another
    workspace or was written by another program.
    """
    check_target(output)
    check_not_original(output, workspace)
    state = state_path(output)
    check_target(state)
    written, remembered = _bytes(output), _bytes(state)
    if written is not None and is_foreign(written):
        raise fail(
            str(output),
            "这是另一个程序写的日历，不能覆盖。请另取一个文件名，或另选文件夹。",
            "Another program wrote this calendar; it is not overwritten. Choose another file name or folder.",
        )
    if written is not None and is_something_else(written):
        raise fail(
            str(output),
            "这个文件已有内容，且不是日历，不能覆盖。请另取一个文件名，如 会议.ics。",
            "This file holds something that is not a calendar; it is not overwritten. Choose another name, such as "
            "meetings.ics.",
        )
    if remembered is not None:
        try:
            name, entries = load_state(remembered)
            _check_workspace(name, workspace, state, output)
            return entries, None
        except Damaged:
            pass
    if remembered is None and written is None:
        return {}, None
    found = read_calendar(written) if written is not None else None
    if found is None:
        zh, en = (
            "，原日历也无法读取，已全部重新生成。",
            "; the calendar cannot be read either, so everything was made anew.",
        )
        entries = {}
    else:
        _check_workspace(found[0], workspace, output, output)
        zh, en = "，已按原日历重建。", "; it was made anew from the calendar."
        entries = found[1]
    lead = (
        Text("状态文件无法读取", "The state file cannot be read")
        if remembered is not None
        else Text("没有状态文件", "No state file")
    )
    return entries, Text(f"{state}: {lead.zh}{zh}", f"{state}: {lead.en}{en}")


def write_both(
    output: Path, workspace: Workspace, written: list[Entry], aside: list[Entry], name: str, unit: str | None = None
) -> None:
    """Write the calendar and its memory, each replaced whole, where they change at all; raises CheckbranchError.

    ``unit`` is the id of the unit whose own calendar it is. The memory is replaced first: if the calendar is not, the
    next export finds the same content remembered and writes it as it should have been.
    """
    data = write_calendar(written, name, clean(workspace.name), workspace.timezone, unit)
    memory = dump_state(clean(workspace.name), [*written, *aside], unit)
    state = state_path(output)
    if _bytes(output) == data and _bytes(state) == memory.encode():
        return  # a web server can say that it has not changed
    with opened(output) as calendar:
        calendar.write(data.decode("utf-8"))
        with opened(state) as remembered:
            remembered.write(memory)


class OneFile:
    """An export into one calendar file. ``notes`` say what of its memory had to be mended."""

    def __init__(self, output: Path, workspace: Workspace) -> None:
        self._output, self._workspace = output, workspace
        self.notes: list[Text] = []
        self._before: dict[str, Entry] = {}

    def read(self) -> dict[str, Entry]:
        """Return what was written before, by UID; raises CheckbranchError as ``read_before`` does."""
        self._before, mended = read_before(self._output, self._workspace)
        self.notes += [mended] if mended else []
        return self._before

    def write(self, agenda: Agenda, words: Words, planned: Iterable[Planned]) -> Iterator[str]:
        """Write the calendar and return the lines that tell of it; raises CheckbranchError."""
        made = revise(self._before, planned, agenda.wanted.as_of, agenda.fate, words.cancelled)
        name = calendar_name(self._workspace.name, words.language)
        write_both(self._output, self._workspace, made.entries, made.aside, name)
        return export_summary(agenda, made, words, str(self._output))


def calendar_name(whose: str, language: str) -> str:
    """Return what clients call the calendar of a workspace or a unit."""
    return clean(f"{whose} – meeting plan" if language == "en" else f"{whose} 组织生活计划")


def _check_workspace(name: str, workspace: Workspace, where: Path, output: Path) -> None:
    if name != clean(workspace.name):
        state = state_path(output).name
        raise fail(
            str(where),
            f"这是工作区“{name}”的导出，不是“{workspace.name}”的。请另取一个文件名，或另选文件夹；"
            f"确要改用此名的，先移走 {output.name} 和 {state}。",
            f"This is an export of the workspace “{name}”, not of “{workspace.name}”. Choose another file name or "
            f"folder, or move {output.name} and {state} away first.",
        )


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        cause = system_cause(error)
        raise fail(
            str(path),
            f"文件无法读取（{cause.zh}）。请检查权限，或另取一个文件名。",
            f"The file cannot be read ({cause.en}). Check the rights, or choose another file name.",
        ) from None
