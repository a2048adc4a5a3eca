"""The contents of the files of a plan, all made before any of them is written."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

from ..calendars.entries import Entry
from ..calendars.ics import write_calendar
from ..calendars.revisions import Revision, revise
from ..calendars.state import dump_state
from ..engine.planning.book import PlanBook
from ..engine.planning.memory import Scope
from ..reports.calendar.words import clean
from ..reports.plan.as_html import Paper, write_plan_html
from ..reports.plan.as_text import write_plan_text
from ..reports.plan.events import Events
from ..reports.plan.notes import plan_title
from ..reports.plan.row import Plan
from .calendar_files import state_path
from .plan_targets import Form, Targets

Files = list[tuple[Path, bytes]]


def written_files(
    plan: Plan,
    targets: Targets,
    scope: Scope,
    book: PlanBook | None,
    before: Mapping[str, Entry],
    paper: Paper,
    *,
    persons: bool,
) -> tuple[Files, Revision | None]:
    """Return every file with its content, in the order in which they are to be replaced, and what is new in the .ics.

    The memory of the .ics comes before it, as in an export. ``book`` is the workbook that is written over.
    """
    files: Files = []
    revision: Revision | None = None
    for form, path in targets.files.items():
        if form == "xlsx":
            from ..reports.plan.as_xlsx import plan_workbook

            others = book.others if book else ()
            files.append((path, plan_workbook(plan, scope, book.layout if book else (), others)))
        elif form == "ics":
            revision = _revised(plan, before, persons)
            files += _calendar(plan, path, revision)
        else:
            files.append((path, text_of(plan, form, paper, persons=persons).encode("utf-8")))
    return files, revision


def text_of(plan: Plan, form: Form, paper: Paper, *, persons: bool) -> str:
    """Return the plan as text or as a page."""
    out = io.StringIO()
    if form == "html":
        write_plan_html(plan, out, paper, persons=persons)
    else:
        write_plan_text(plan, out)
    return out.getvalue()


def _revised(plan: Plan, before: Mapping[str, Entry], persons: bool) -> Revision:
    events = Events(plan, persons=persons)
    return revise(before, events.all(), plan.agenda.wanted.as_of, events.fate, plan.words.cancelled)


def _calendar(plan: Plan, path: Path, revision: Revision) -> Files:
    workspace = plan.agenda.audit.workspace
    name = clean(f"{workspace.name} {plan_title(plan)}")
    data = write_calendar(revision.entries, name, clean(workspace.name), workspace.timezone)
    memory = dump_state(clean(workspace.name), [*revision.entries, *revision.aside])
    return [(state_path(path), memory.encode("utf-8")), (path, data)]
