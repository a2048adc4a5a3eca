"""The lists on the first page in words: what to do until the inspection, what falls due after it, what to explain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from ..digest import MANY
from ..words.called import called, clipped
from ..words.periods import period_name
from ..words.wording import listed
from .advice import days_words, step_words, who_words
from .check_words import check_names, missing_of
from .model import Action, Entry, Inspection, Step, Task, UnitPart
from .owner import owner_words
from .sheet import TaskLine
from .words import basis_words, names_words

# Subjects and periods that are named in a list; the others are told with their duty.
_NAMED = 3
_PERIODS = 12
_MENDS: tuple[Action, ...] = ("make_up", "name_period", "complete", "verify")  # what may yet make a gap good


def split_tasks(units: Sequence[UnitPart], on: date) -> tuple[list[Task], list[Task], list[Task]]:
    """Return what to do until the inspection on ``on``, what falls due after it, and what is only to be explained."""
    todo: list[Task] = []
    later: list[Task] = []
    explain: list[Task] = []
    for unit in units:
        for part in unit.parts:
            for entry in part.entries:
                for step in entry.steps:
                    task = Task(unit.unit, part, entry, step)
                    if step.action == "explain":
                        if part.duty.check or not any(other.action in _MENDS for other in entry.steps):
                            explain.append(task)
                    elif step.action == "next" and step.until is not None and step.until > on:
                        continue  # told with the finding
                    elif step.action in ("hold", "settle") and step.until is not None and step.until > on:
                        later.append(task)
                    else:
                        todo.append(task)
    todo.sort(key=lambda task: (task.step.by or on, task.step.until or date.max))
    later.sort(key=lambda task: task.step.until or date.max)
    return todo, later, explain


def task_lines(inspection: Inspection, tasks: Sequence[Task], language: str) -> Iterator[TaskLine]:
    """Yield a line for each task, or for several that are told together."""
    for group in together(inspection, tasks, language):
        yield _line(inspection, group, language)


def together(inspection: Inspection, tasks: Sequence[Task], language: str) -> list[list[Task]]:
    """Return the tasks, those together that are one line.

    What is to be looked up in a unit for the same reason is one, and so are the periods of a duty of which the same is
    to be explained.
    """
    seen: dict[tuple[str, ...], list[Task]] = {}
    for number, task in enumerate(tasks):
        step, duty = task.step, task.part.duty
        key: tuple[str, ...] = (str(number),)
        if step.action == "look_up":
            key = ("look_up", task.unit.id, step.code or "", duty.id if duty.check else "")
        elif step.action == "explain" and task.part.kind not in MANY:
            missing = missing_of(task.entry, duty, inspection.rules.activities, language)
            key = ("explain", task.unit.id, duty.id, missing)
        seen.setdefault(key, []).append(task)
    return list(seen.values())


def _line(inspection: Inspection, group: Sequence[Task], language: str) -> TaskLine:
    task = group[0]
    unit, entry, step = task.unit, task.entry, task.step
    due = step.until if step.action in ("hold", "settle") and step.until else step.by
    return TaskLine(
        by="" if due is None else due.isoformat(),
        days=days_words(step, language),
        unit=called(unit, language) if len(inspection.units) > 1 else "",
        matter=_matter(group, inspection, language),
        basis=listed(_cited(group, inspection, language), language),
        how=_how(group, inspection, language),
        who=who_words(step.who, unit, entry, inspection.people, language),
        owner=owner_words([step], unit, entry, inspection.people, language),
    )


def _how(group: Sequence[Task], inspection: Inspection, language: str) -> str:
    """Return what can be done; of what was too long between records also when the next one is due."""
    entry, duty = group[0].entry, group[0].part.duty
    types, on = inspection.rules.activities, inspection.cover.on
    said = [step_words(_one_step(group), entry, duty, types, on, language)]
    if group[0].step.action == "explain":
        again = (step for step in entry.steps if step.action == "next")
        said += [_lower(step_words(step, entry, duty, types, on, language), language) for step in again]
    return ("; " if language == "en" else "；").join(said)


def _one_step(group: Sequence[Task]) -> Step:
    """Return the step of the group with the places of all."""
    places = (place for task in group for place in task.step.places)
    return replace(group[0].step, places=tuple(dict.fromkeys(places)))


def _cited(group: Sequence[Task], inspection: Inspection, language: str) -> list[str]:
    cited = (
        basis_words(task.part.duty.basis[0], inspection.rules, language, short=True)
        for task in group
        if task.part.duty.basis
    )
    return list(dict.fromkeys(cited))


def _matter(group: Sequence[Task], inspection: Inspection, language: str) -> str:
    """Return what a line is about: duty and period of each task, then what is missing."""
    english, first = language == "en", group[0]
    what = ("; " if english else "；").join(_what(tasks, language) for tasks in _by_duty(group))
    entry, duty, types = first.entry, first.part.duty, inspection.rules.activities
    text = what + (": " if english else "：") + _lower(missing_of(entry, duty, types, language), language)
    if duty.check:
        names = listed(check_names(entry, duty, language), language) if entry.total <= _NAMED else ""
        return text + ((f" ({names})" if english else f"，{names}") if names else "")
    if len(group) == 1 and entry.first.subject.kind in MANY and entry.total <= _NAMED:
        names = names_words(entry, inspection.people, language)
        text += f" ({names})" if english else f"，{names}"
    return text


def _by_duty(group: Sequence[Task]) -> list[list[Task]]:
    found: dict[str, list[Task]] = {}
    for task in group:
        found.setdefault(task.part.duty.id, []).append(task)
    return list(found.values())


def _what(tasks: Sequence[Task], language: str) -> str:
    """Return a duty with its periods, those beyond a few counted."""
    english = language == "en"
    title = clipped(tasks[0].part.duty.title.say(language), 120)
    periods = dict.fromkeys(
        period_name(task.entry.first.period, language) + begins(task.entry, language) for task in tasks
    )
    if tasks[0].entry.stands or tasks[0].part.duty.check:
        return title
    text = title + (", " if english else "，") + listed(list(periods)[:_PERIODS], language)
    if len(periods) > _PERIODS:
        text += f", … ({len(periods)} periods)" if english else f"等 {len(periods)} 期"
    return text


def _lower(text: str, language: str) -> str:
    return text[:1].lower() + text[1:] if language == "en" else text


def begins(entry: Entry, language: str) -> str:
    """Return from when on a period that is still to come counts; nothing for one that has begun."""
    if not entry.coming or entry.first.period is None:
        return ""
    start = entry.first.period.start
    return f" (from {start})" if language == "en" else f"（{start} 起）"
