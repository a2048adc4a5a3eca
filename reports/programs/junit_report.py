"""The audit as JUnit XML: a suite for each unit, a case for each duty, period and subject; gaps are failures."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, TextIO

from ...engine.findings import GAPS, Finding
from ...engine.text import Text
from ..asked import Ask
from ..compared.baseline_words import STATE
from ..layout import safe
from ..short_code import short_code
from ..spool import Spool
from ..teller import Teller
from ..view import AuditView
from ..words.asked import asked_words
from ..words.problems import CODE

_LONGEST = 2000  # of a name or a message
_FLAGS, _PROBLEMS = "\x00flags", "\x00problems"  # no unit is called so
Case = tuple[str, str, str, str, str, str]  # the class, the name, the outcome, its type, its message, its text


def write_junit(audit: AuditView, out: TextIO, ask: Ask) -> None:
    """Write the findings asked for, by itself all.

    Gaps, flags and problems of the data are failures, but for notes, which are skipped as what is not known, not
    applicable, waived or not yet due is. The cases are kept aside until all of a unit are known.
    """
    from lxml import etree

    with Spool() as spool, etree.xmlfile(_Bytes(out), encoding="utf-8") as file:
        counts = _gather(audit, ask, spool)
        file.write_declaration()
        total = sum(counts.values(), Counter[str]())
        named = {"name": _shown(audit.workspace.name), **_numbers(total, "skipped")}
        with file.element("testsuites", named):
            names = {unit: name for unit, name, _, _ in audit.unit_rows()}
            for key in _ordered(names, spool.keys()):
                file.write("\n")
                suite = {
                    "name": _suite_name(key, names, ask.language),
                    **_numbers(counts[key]),
                    "timestamp": f"{audit.as_of}T00:00:00",
                }
                with file.element("testsuite", suite):
                    file.write(_properties(audit))
                    for row in spool.rows(key):
                        file.write("\n", _case(row))
            file.write("\n")
    out.write("\n")


class _Bytes:
    """A text file that takes what is written in UTF-8, in whatever pieces."""

    def __init__(self, out: TextIO) -> None:
        self._out, self._decoder = out, codecs.getincrementaldecoder("utf-8")()

    def write(self, data: bytes) -> None:
        """Write the characters that are whole."""
        self._out.write(self._decoder.decode(data))


def _gather(audit: AuditView, ask: Ask, spool: Spool) -> dict[str, Counter[str]]:
    """Put every case aside under its suite, and return how many of each suite end how."""
    counts: dict[str, Counter[str]] = {}
    for key, case in _cases(audit, ask):
        spool.add(key, case)
        of = counts.setdefault(key, Counter())
        of["tests"] += 1
        of[case[2]] += 1
    return counts


def _cases(audit: AuditView, ask: Ask) -> Iterator[tuple[str, Case]]:
    teller = Teller(audit, ask)
    for finding in audit.findings(ask.which or "all"):
        yield finding.unit, _of_finding(teller, finding)
    language = ask.language
    for flag in audit.flags:
        state = STATE[ask.compared.of_flag(flag)] if ask.compared else None
        outcome = "skipped" if flag.severity == "info" else "failure"
        text = _stated(state, flag.message.say(language), language)
        yield (
            _FLAGS,
            (flag.inference, f"{teller.subject_name(flag.subject)} ({flag.subject.id})", outcome, flag.flag, text, ""),
        )
    states = ask.compared.problem_states if ask.compared else [None] * len(audit.ledger.problems)
    for problem, new in zip(audit.ledger.problems, states, strict=True):
        kind = CODE.get(problem.code)
        outcome = "skipped" if problem.severity == "info" else "failure"
        text = _stated(STATE[new] if new else None, problem.message.say(language), language)
        name = f"{problem.source} {problem.column or ''}".rstrip()
        yield _PROBLEMS, (kind.say(language) if kind else problem.code, name, outcome, problem.code, text, "")


def _of_finding(teller: Teller, finding: Finding) -> Case:
    status, message = finding.status, teller.message(finding)
    name = teller.period(finding)
    if not teller.of_unit(finding):
        name += f" {teller.subject_name(finding.subject)} ({finding.subject.id})"
    if status in GAPS:
        outcome = "skipped" if finding.severity == "info" else "failure"
    else:
        outcome = "" if status in ("met", "made_up") else "skipped"
    said = f"{teller.status(finding)}: {message}"
    if state := teller.state(finding):
        said = f"[{state}] {said}"
    lines = [teller.basis(finding.duty), teller.remedy(finding), teller.records(finding), finding.id]
    return teller.title(finding.duty), name, outcome, status, said, "\n".join(line for line in lines if line)


def _stated(state: Text | None, message: str, language: str) -> str:
    return f"[{state.say(language)}] {message}" if state else message


def _case(row: tuple[str, ...]) -> Any:
    from lxml import etree

    title, name, outcome, kind, message, text = row
    case = etree.Element("testcase", classname=_shown(title), name=_shown(name), time="0")
    if outcome:
        told = etree.SubElement(case, outcome, type=_shown(kind), message=_shown(message))
        if outcome == "failure" and text:
            told.text = "\n".join(map(_shown, text.split("\n")))
    return case


def _properties(audit: AuditView) -> Any:
    from lxml import etree

    listed = etree.Element("properties")
    packs = ", ".join(f"{pack.id} {pack.version}" for pack in audit.rules.packs)
    for name, value in (
        ("as_of", str(audit.as_of)),
        ("span", f"{audit.span.first} {audit.span.last}"),
        ("packs", packs),
        ("code", short_code(audit.fingerprint)),
        *(("chosen", words.en) for words in asked_words(audit)),
    ):
        etree.SubElement(listed, "property", name=name, value=_shown(value))
    return listed


def _ordered(units: Iterable[str], keys: Sequence[str]) -> list[str]:
    """Return the suites: the units in the order of the roster, then flags and problems."""
    held = set(keys)
    listed = [unit for unit in units if unit in held]
    known = set(listed)
    return [*listed, *(key for key in keys if key not in known)]


def _suite_name(key: str, names: Mapping[str, str | None], language: str) -> str:
    if key == _FLAGS:
        return Text("亮灯与提示", "lights and hints").say(language)
    if key == _PROBLEMS:
        return Text("数据问题", "data problems").say(language)
    name = names.get(key)
    return _shown(f"{name} ({key})" if name and name != key else key)


def _numbers(counts: Counter[str], *aside: str) -> dict[str, str]:
    numbers = {"tests": counts["tests"], "failures": counts["failure"], "errors": 0, "skipped": counts["skipped"]}
    return {name: str(number) for name, number in numbers.items() if name not in aside}


@lru_cache(50_000)
def _shown(text: str) -> str:
    """Return a text on one line with nothing that XML cannot hold."""
    shown = safe(text)
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"
