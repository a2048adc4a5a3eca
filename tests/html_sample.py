"""Audits made by hand for tests of the HTML report, and what is read off its pages."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from checkbranch.engine.findings import Doubt, Finding, Flag, NearMiss, Status, Subject, WaiverUse
from checkbranch.engine.text import Text
from checkbranch.engine.workspaces.settings import Workspace
from checkbranch.reports.compared.history import History
from checkbranch.reports.html.report import write_html

from .reports_fake import DUTIES, FakeAudit, duty, finding, household, ledger, record, rules

DAY = date(2026, 12, 31)
OPEN: dict[str, Any] = {"due": DAY, "close_by": DAY, "days_left": 38}
HOSTILE = "<script>alert(1)</script>]]>--><b x='\"&\u202eevil\u2066\ufeff😀" + "长" * 10_000
HINT = duty("look", "month", kind="hint")


def branch_year(subject: Subject | None = None, unit: str = "B1") -> list[Finding]:
    """Return findings of every status, with all that may come with them."""
    one: dict[str, Any] = {"unit": unit} | ({"subject": subject} if subject else {})
    rejected = record(37, "rejected", "below_quorum", "missing_evidence:minutes", present=2, expected=5, title="学习会")
    near = NearMiss("below_quorum", "r37", "台账.xlsx!2026年!37", {"lacking": 1})
    doubt = Doubt("unread_rows", "a.csv!3")
    waiver = WaiverUse("豁免.csv!2", date(2026, 5, 1), date(2026, 5, 31), "防汛", "乡党委", None)
    return [
        finding("committee", "2026-01", "met", records=(record(4, "counted", "untested:attendance"),), **one),
        finding("committee", "2026-02", "missing", **one),
        finding("committee", "2026-03", "invalid", records=(rejected,), near_misses=(near,), **one),
        finding("committee", "2026-04", "made_up", records=(record(9, "made_up"),), **one),
        finding("committee", "2026-05", "waived", waiver=waiver, **one),
        finding("committee", "2026-06", "short", required=2, counted=1, can_make_up_until=DAY, **one),
        finding("committee", "2026-07", "unknown", reason="unread_rows", doubts=(doubt,), **one),
        finding("committee", "2026-08", "not_applicable", reason="where:full_members", **one),
        finding("assembly", "2026-Q4", "open", **OPEN, **one),
        finding("appraisal", "2026", "open", **OPEN, **one),
    ]


def households(number: int) -> list[Finding]:
    """Return four quarters of visits to so many households."""
    rows = []
    for n in range(number):
        for quarter in (1, 2, 3):
            status: Status = "missing" if (n + quarter) % 20 == 0 else "met"
            rows.append(finding("visit", f"2026-Q{quarter}", status, household(n)))
        rows.append(finding("visit", "2026-Q4", "open", household(n), **OPEN))
    return rows


def light(found: Finding, severity: str = "error", unit: str = "B1") -> Flag:
    """Return a light that rests on a finding."""
    text = Text("红灯：连续两月未见记录。", "Red light: two months without a record.")
    return Flag(f"f{found.id}"[:16], "red-light", "red", found.subject, unit, severity, text, (found.id,))  # type: ignore[arg-type]


def branch(**changes: Any) -> FakeAudit:
    """Return the audit of one branch with everything in it."""
    found = [*branch_year(), *households(60), finding("look", "2026-03", "invalid")]
    found = [replace(one, kind="hint") if one.duty == "look" else one for one in found]
    values: dict[str, Any] = {"given": found, "rules": rules((*DUTIES, HINT)), "ledger": ledger()}
    return FakeAudit(**{**values, "flags": [light(found[1])], **changes})


def township(units: int, name: str = "第{}党支部") -> FakeAudit:
    """Return a committee with general branches of ten branches each, the first of which has most gaps."""
    rows: list[tuple[str, str | None, str, str | None]] = [("W", "青梧镇党委", "committee", None)]
    given: list[Finding] = []
    for n in range(units):
        above = f"Z{n // 10}"
        if n % 10 == 0:
            rows.append((above, f"第{n // 10}党总支", "general_branch", "W"))
        unit = f"B{n:04}"
        rows.append((unit, name.format(n), "branch", above))
        rows.append((f"{unit}/1", "一组", "group", unit))
        subject = Subject("branch", unit, name.format(n))
        given += [
            finding("committee", f"2026-{month:02}", "missing" if month > n % 9 else "met", subject, unit=unit)
            for month in range(1, 7)
        ]
        given.append(finding("assembly", "2026-Q4", "open", subject, unit=unit, **OPEN))
        given.append(finding("group", "2026-01", "unknown", Subject("group", f"{unit}/1", "一组"), unit=f"{unit}/1"))
    flags = [light(row, unit=row.unit) for row in given if row.status == "missing" and row.subject.id.endswith("0")]
    return FakeAudit(given, rows, flags=flags[:3], workspace=Workspace(Path("."), "青梧镇党委"))


def written(audit: FakeAudit, language: str = "zh", history: History | None = None) -> str:
    """Return the report as one page."""
    out = io.StringIO()
    write_html(audit, out, language, history)
    return out.getvalue()


@dataclass
class Seen(HTMLParser):
    """What a page holds: its tags, the ids and links in them, and its text without scripts and styles."""

    page: str
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in ("meta", "input", "wbr", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("script", "style"):
            self.texts.append(data)

    @property
    def text(self) -> str:
        """The text, its white space made single."""
        return " ".join("".join(self.texts).split())

    def all(self, attribute: str) -> list[str]:
        """Return the values of an attribute, wherever it stands."""
        return [attrs[attribute] for _, attrs in self.tags if attribute in attrs]


def tiles(page: str) -> Sequence[int]:
    """Return the numbers of the first balance of a page: owed, the six shares, not applicable."""
    balance = page.split('<div class="balance">', 1)[1].split("</dl>", 1)[0]
    return [int(number) for number in re.findall(r"<dd>(\d+)</dd>", balance)]
