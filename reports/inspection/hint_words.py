"""The last page of a self-check in words: what is worth a second look, in which rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...engine.findings import Finding
from ..digest import MANY
from ..layout import cells
from ..words.called import called, clipped
from ..words.periods import period_name
from ..words.reasons import record_words
from ..words.wording import listed
from .checks import failed, reasons
from .hints import HintPart
from .sheet import HintLine

_ON_A_PAGE = 46  # printed lines of all hints together, titles and what to do among them
_WIDE = 100  # columns of a printed line; a Chinese character takes two
_ROWS = 4


def hint_lines(parts: Sequence[HintPart], several: bool, language: str) -> Iterator[HintLine]:
    """Yield the hints by duty, one page at most; the last line says how many are not listed."""
    page = _ON_A_PAGE
    left = 0
    duties = list(dict.fromkeys(part.duty.id for part in parts if part.total))
    for number, duty in enumerate(duties):
        own = [part for part in parts if part.duty.id == duty and part.total]
        told = [line for part in own for line in _lines(part, several, language)]
        title, remedy = clipped(own[0].duty.title.say(language), 120), own[0].duty.remedy
        how = clipped(remedy.say(language), 200) if remedy else ""
        used = 1 + _printed(title) + _printed(how)
        # What one does not need is left to the next; where there are very many the first of them have a line each.
        share = min(page, max(page // (len(duties) - number), used + 1))
        shown = []
        for line in told:
            if used + _printed(line[0]) > share:
                break
            used += _printed(line[0])
            shown.append(line)
        left += sum(part.total for part in own) - sum(many for _, many in shown)
        page -= used if shown else 0
        if shown:
            yield HintLine(title, how, [text for text, _ in shown])
    if left:
        yield HintLine(
            f"{left} more are in audit" if language == "en" else f"另有 {left} 条，见 checkbranch audit", "", []
        )


def _lines(part: HintPart, several: bool, language: str) -> Iterator[tuple[str, int]]:
    """Yield a line for the findings that show the same, with how many findings it stands for."""
    english = language == "en"
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in part.shown:
        who = called(finding.subject, language) if finding.subject.kind in MANY else ""
        when = period_name(finding.period, language) if finding.kind == "hint" else ""
        groups.setdefault((who, when, _why(finding, language)), []).append(finding)
    for (who, when, why), findings in groups.items():
        name = who or (called(part.unit, language) if several else "")
        rows = [clipped(use.source, 80) for one in findings for use in one.records if "future" not in use.reasons]
        text = listed(rows[:_ROWS], language)
        if len(rows) > _ROWS:
            text += f", … ({len(rows)} rows)" if english else f"等 {len(rows)} 条"
        shown = " ".join(filter(None, (name, when, text)))
        if why:
            shown = (f"{shown}: {why}" if english else f"{shown}：{why}") if shown else why
        yield shown or called(part.unit, language), len(findings)


def _printed(text: str) -> int:
    """Return how many lines of the page a text takes."""
    return -(-cells(text) // _WIDE)


def _why(finding: Finding, language: str) -> str:
    """Return what is to be looked at, where it is a field of a record or of the subject, or a sum."""
    if finding.kind == "record":
        codes = [code for use in finding.records for code in reasons(use.reasons)]
    elif finding.kind == "state":
        codes = [
            f"condition:{name}" if finding.status == "invalid" else f"missing_field:{name}" for name in failed(finding)
        ]
    else:
        return ""
    return listed((record_words(code, language) for code in dict.fromkeys(codes)), language)
