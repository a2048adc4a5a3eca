"""How the cases of packs went, as JSON values."""

from __future__ import annotations

from ...engine.cases.model import CaseResult
from ...engine.cases.suite import SuiteResult
from .cases_text import difference_message


def suite_value(suite: SuiteResult, language: str) -> dict[str, object]:
    """Return one pack with its cases; ``file`` is null where it has none."""
    return {
        "pack": suite.name,
        "file": suite.shown,
        "passed": len(suite.results) - suite.failed,
        "failed": suite.failed,
        "cases": [_case_value(result, language) for result in suite.results],
        "untried": [{"rule": rule, "message": text.say(language)} for rule, text in suite.untried],
    }


def _case_value(result: CaseResult, language: str) -> dict[str, object]:
    return {
        "name": result.case.name,
        "where": result.case.where,
        "ok": not result.differences,
        "differences": [
            {
                "where": each.where,
                "about": each.about,
                "expected": each.expected.say(language),
                "found": each.found.say(language),
                "message": difference_message(each, language),
            }
            for each in result.differences
        ],
    }
