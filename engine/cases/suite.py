"""All cases of a pack, run one after the other, and what they leave untried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..documents.form import Form, in_order
from ..documents.nodes import MapNode
from ..errors import CheckbranchError, Fault
from ..ledger.headers import claims
from ..packs.advice import written_in
from ..packs.fields_known import CASES, unknown_fields
from ..packs.gather import gather
from ..text import Text
from .coverage import untried
from .files import Suite
from .model import Case, CaseResult
from .reading import read_cases
from .runs import CaseRunner


@dataclass(frozen=True, slots=True)
class SuiteResult:
    """How the cases of one pack went; ``untried`` holds (rule, what no case shows) of every rule of the pack."""

    name: str
    shown: str | None
    results: tuple[CaseResult, ...]
    untried: tuple[tuple[str, Text], ...]

    @property
    def failed(self) -> int:
        """The number of cases that differ."""
        return sum(bool(result.differences) for result in self.results)


def run_suite(suite: Suite, engine: str | None = None) -> SuiteResult:
    """Run the cases of one pack; raises CheckbranchError with every fault of the pack, or else of its cases."""
    book = suite.rules.load()
    if suite.cases is None:
        return SuiteResult(suite.name, None, (), ())
    form, shown = Form(), _shown(suite.cases)
    file = read_cases(form, suite.cases, shown, book)
    form.check()
    if unknown := unknown_fields(book, _columns(file.cases), CASES):
        raise CheckbranchError(unknown)
    runner = CaseRunner(book, engine)
    results: list[CaseResult] = []
    faults: list[Fault] = []
    for case in file.cases:
        try:
            results.append(runner.run(case))
        except CheckbranchError as error:
            faults += [Fault(case.where, _named(fault, case.name)) for fault in error.faults]
    if faults:
        raise CheckbranchError(in_order(faults))
    packs = gather(
        Form(), suite.rules.names, suite.rules.root, suite.rules.shipped, suite.rules.shipped_names, {}
    ).packs
    meant = {pack.pack.id for pack in (packs[-1:] if suite.rules.only else packs)}
    left = [
        (duty.id, text)
        for duty in book.duties
        if not duty.off and written_in(duty, meant)
        for text in untried(duty, runner.exercised[duty.id])
    ]
    for inference in book.inferences:
        if inference.off or not written_in(inference, meant):
            continue
        if inference.id not in runner.raised:
            left.append((inference.id, Text("没有亮起的用例", "no case in which it is raised")))
        if inference.id not in runner.quiet:
            left.append((inference.id, Text("没有不亮的用例", "no case in which it is not raised")))
    return SuiteResult(suite.name, shown, tuple(results), tuple(left))


def run_suites(found: Sequence[Suite], engine: str | None = None) -> tuple[list[SuiteResult], list[Fault]]:
    """Run every suite; a suite that cannot be used is among the faults and keeps no other from running."""
    results: list[SuiteResult] = []
    faults: list[Fault] = []
    for suite in found:
        try:
            results.append(run_suite(suite, engine))
        except CheckbranchError as error:
            faults += error.faults
    return results, faults


def _columns(cases: Sequence[Case]) -> set[str]:
    """Return the columns of their own that the tables of all cases have, and what is said of their units."""
    found = {
        header
        for case in cases
        for table, rows in case.tables.items()
        for _, cells in rows
        for header in cells
        if not claims(table, header)
    }
    units = (case.settings.get("unit") for case in cases)
    return found | {key for unit in units if isinstance(unit, MapNode) for key in unit.entries}


def _named(fault: Fault, case: str) -> Text:
    """Return what is wrong with a case's settings, without the place in a file that nobody wrote."""
    return Text(f"用例“{case}”：{fault.message.zh}", f"Case “{case}”: {fault.message.en}")


def _shown(path: Path) -> str:
    here = Path.cwd()
    whole = path.resolve()
    return whole.relative_to(here).as_posix() if whole.is_relative_to(here) else path.as_posix()
