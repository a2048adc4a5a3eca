"""An audit's JSON read back: as it was written, laid out anew, cut off, edited."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from checkbranch.engine import CheckbranchError
from checkbranch.engine.findings import STATUSES
from checkbranch.reports import write_json
from checkbranch.reports.compared.earlier import read_earlier

from .test_reports_json import sample


@pytest.fixture
def report(tmp_path: Path) -> Path:
    out = io.StringIO()
    write_json(sample(), out)
    path = tmp_path / "old.json"
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def test_it_is_read_back_whole(report: Path) -> None:
    whole = json.loads(report.read_text(encoding="utf-8"))
    earlier = read_earlier(report)
    assert list(earlier.findings()) == whole.pop("findings") != []
    assert earlier.head == whole
    assert (earlier.as_of.isoformat(), earlier.fingerprint) == (whole["as_of"], whole["fingerprint"])
    counts = earlier.unit_counts()
    assert {status for of in counts.values() for status in of} <= set(STATUSES)
    assert sum(n for of in counts.values() for n in of.values()) == len(list(earlier.findings()))


def test_one_laid_out_by_another_program_says_the_same(report: Path, tmp_path: Path) -> None:
    earlier, other = read_earlier(report), tmp_path / "other.json"
    whole = json.loads(report.read_text(encoding="utf-8"))
    for text in (json.dumps(whole, indent=1), json.dumps(whole)):
        other.write_text(text, encoding="utf-8")
        again = read_earlier(other)
        assert (again.head, list(again.findings())) == (earlier.head, list(earlier.findings()))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not JSON"),
        (b"[]", "incomplete, or was edited"),
        (b'{"format": "checkbranch.check/1"}', "not a report of the format checkbranch.audit/1"),
        (b'{"format": "checkbranch.audit/2", "as_of": "2026-01-01"}', "not a report of the format"),
        (b'{"format": "checkbranch.audit/1", "as_of": "2026-01-32"}', "incomplete, or was edited"),
        (b"\xd5\xd0", "not JSON"),
        (b"PK\x03\x04", "not JSON"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_what_is_no_report_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    with pytest.raises(CheckbranchError, match=says):
        read_earlier(path)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"status":"missing"', '"status":"fine"', r"old\.json:\d+: .*edited"),
        ('"status":"missing"', '"status":"mi', "not JSON"),
    ],
)
def test_a_finding_edited_by_hand_is_named_by_its_line(report: Path, old: str, new: str, says: str) -> None:
    text = report.read_text(encoding="utf-8")
    assert old in text
    report.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CheckbranchError, match=says):
        list(read_earlier(report).findings())


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CheckbranchError, match="no such file"):
        read_earlier(tmp_path / "none.json")
