"""The trend of the HTML report: which earlier audits are taken, what became of their gaps, and the line over time."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from checkbranch.engine import CheckbranchError
from checkbranch.engine.findings import Finding, Span
from checkbranch.reports import write_json
from checkbranch.reports.compared.history import History, read_history
from checkbranch.reports.compared.trend import Change, trend_of
from checkbranch.reports.digest import units_of
from checkbranch.reports.shares import tallies_of

from .html_sample import Seen, light, written
from .reports_fake import BRANCH, FakeAudit, finding

NAME, NOW = BRANCH.name or "", date(2026, 11, 23)


def keep(path: Path, found: list[Finding], day: str, which: str = "all", **changes: object) -> Path:
    """Write an earlier audit of some findings, as of a day."""
    audit = replace(FakeAudit(found), as_of=date.fromisoformat(day), **changes)  # type: ignore[arg-type]
    out = io.StringIO()
    write_json(audit, out, "zh", which)  # type: ignore[arg-type]
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def months(*statuses: str) -> list[Finding]:
    """Return a year of committee meetings: ``x`` missing, ``v`` met, ``w`` waived, ``?`` unknown."""
    words = {"x": "missing", "v": "met", "w": "waived", "?": "unknown", "m": "made_up"}
    return [
        finding("committee", f"2026-{month:02}", words[status])  # type: ignore[arg-type]
        for month, status in enumerate("".join(statuses), 1)
    ]


def change(history: History, now: FakeAudit) -> Change:
    units = units_of(now)
    trend = trend_of(now, history, units, tallies_of(now, units))
    assert trend is not None
    for one in (trend.whole, *trend.units.values()):
        assert one.then is None or one.then == one.kept + one.closed + one.excused + one.gone
        assert one.now == one.kept + one.fresh
    return trend.whole


def test_every_gap_of_the_last_audit_meets_with_one_fate(tmp_path: Path) -> None:
    old = keep(tmp_path / "a.json", months("xxxxxxvv"), "2026-08-31")
    history = read_history(old, NAME, NOW)
    # Closed on time and late, waived, not known, still there, and one that is not looked at now; two new.
    now = FakeAudit(months("vmw?x")[:5] + months("vmw?xvxxx")[6:])
    assert change(history, now) == Change(then=6, now=4, kept=1, closed=2, excused=2, gone=1)
    page = Seen(written(now, history=history)).text
    assert (
        "与 2026-08-31 相比：上次缺口 6 项，其中已补齐 2 项、已豁免或转为其他 2 项、不在本次范围 1 项、仍未补 1 项；"
        "新增 3 项；本次缺口 4 项。"
    ) in page
    assert "Since 2026-08-31: 6 gaps then, of these 2 closed" in Seen(written(now, "en", history)).text


def test_a_gap_of_a_subject_that_moved_is_new_where_it_is_now(tmp_path: Path) -> None:
    rows = (("B1", NAME, "branch", None), ("B2", "二支部", "branch", None))
    there = [replace(one, unit="B2") for one in months("x")]
    stay = [finding("assembly", "2026-Q1", "met"), finding("assembly", "2026-Q2", "met", unit="B2")]
    old = keep(tmp_path / "a.json", [*months("x"), *stay], "2026-08-31", rows=rows)
    now = FakeAudit([*there, *stay], rows)
    assert change(read_history(old, NAME, NOW), now) == Change(then=1, now=1, kept=0, closed=0, excused=0, gone=1)


def test_a_unit_that_was_not_there_is_not_compared(tmp_path: Path) -> None:
    old = keep(tmp_path / "a.json", [replace(one, unit="B0") for one in months("xx")], "2026-08-31")
    now = FakeAudit(months("x"))
    page = Seen(written(now, history=read_history(old, NAME, NOW))).text
    assert "上次另有 2 项缺口属于本次未列出的单位" in page and "有 1 个单位上次没有核对" in page


def test_three_audits_make_a_line_that_says_its_numbers(tmp_path: Path) -> None:
    for day, statuses in (("2026-03-31", "xxx"), ("2026-06-30", "xxvxxx"), ("2026-09-30", "vvvvvvvvv")):
        keep(tmp_path / f"核对-{day}.json", months(statuses), day)
    history = read_history(tmp_path, NAME, NOW)
    assert [past.as_of.isoformat() for past in history.pasts] == ["2026-03-31", "2026-06-30", "2026-09-30"]
    page = written(FakeAudit(months("vvvvvvvvvx")), history=history)
    (words,) = [text for text in Seen(page).all("aria-label") if text.startswith("缺口")]
    assert words == "缺口：2026-03-31 3 项，2026-06-30 5 项，2026-09-30 0 项，2026-11-23 1 项"
    assert page.count("<polyline") == 1
    one = read_history(tmp_path / "核对-2026-09-30.json", NAME, NOW)
    text = Seen(written(FakeAudit(months("vvvvvvvvvx")), history=one)).text
    assert "2026-09-30 缺口 0 → 2026-11-23 缺口 1" in text and "<polyline" not in text


def test_a_light_says_since_when_it_has_been_seen(tmp_path: Path) -> None:
    lit = light(months("x")[0])
    for day, flags in (("2026-03-31", [lit]), ("2026-06-30", []), ("2026-07-31", [lit]), ("2026-09-30", [lit])):
        keep(tmp_path / f"{day}.json", months("xx"), day, flags=flags)
    now = FakeAudit(months("xx"), flags=[lit, replace(lit, id="e" * 16)])
    page = Seen(written(now, history=read_history(tmp_path, NAME, NOW))).text
    assert "2026-07-31 核对时已亮" in page and "2026-09-30 核对时未亮，为新亮" in page


def test_other_rules_and_another_span_are_said(tmp_path: Path) -> None:
    old = keep(tmp_path / "a.json", months("xx"), "2026-08-31", span=Span(date(2025, 1, 1), date(2026, 8, 31)))
    old.write_text(old.read_text("utf-8").replace('"version":"2026.1"', '"version":"2025.1"'), "utf-8")
    page = Seen(written(FakeAudit(months("xx")), history=read_history(old, NAME, NOW))).text
    assert "规则包有增减或改动" in page and "上次的审核区间自 2025-01-01 起，本次自 2026-01-01 起" in page


def test_reports_that_are_not_before_or_twice_are_left_out_and_said(tmp_path: Path) -> None:
    for name, day in (("later", "2026-12-01"), ("today", "2026-11-23"), ("a", "2026-05-01"), ("b", "2026-05-01")):
        keep(tmp_path / f"{name}.json", months("x"), day)
    tmp_path.joinpath("备注.txt").write_text("不是报告", encoding="utf-8")
    history = read_history(tmp_path, NAME, NOW)
    assert [past.name for past in history.pasts] == ["b.json"]
    said = " ".join(note.zh for note in history.notes)
    assert "later.json：截至日 2026-12-01 晚于本次" in said and "today.json：截至日 2026-11-23 与本次相同" in said
    assert "a.json 与 b.json 截至同一天" in said
    only = read_history(tmp_path / "later.json", NAME, NOW)
    assert only.pasts == () and "与以往核对比较" not in written(FakeAudit(months("x")), history=only)


@pytest.mark.parametrize(
    ("which", "workspace", "says"),
    [("gaps", NAME, "--findings gaps"), ("all", "另一个支部", "“另一个支部”")],
)
def test_others_are_refused_by_name(tmp_path: Path, which: str, workspace: str, says: str) -> None:
    bad = keep(tmp_path / "坏.json", months("xv"), "2026-06-30", which)
    bad.write_text(bad.read_text("utf-8").replace(f'"workspace":"{NAME}"', f'"workspace":"{workspace}"'), "utf-8")
    with pytest.raises(CheckbranchError) as caught:
        read_history(bad, NAME, NOW)
    (fault,) = caught.value.faults
    assert "坏.json" in fault.say("zh") and says in fault.say("zh") and "坏.json" in fault.say("en")
    # Of a folder it is left out and said; with nothing else in it the folder is refused too.
    with pytest.raises(CheckbranchError) as caught:
        read_history(tmp_path, NAME, NOW)
    assert ["坏.json" in one.where for one in caught.value.faults] == [True, False]
    assert "没有一份可用的报告" in caught.value.faults[1].say("zh")
    keep(tmp_path / "好.json", months("x"), "2026-03-31")
    history = read_history(tmp_path, NAME, NOW)
    assert [past.name for past in history.pasts] == ["好.json"]
    (note,) = history.notes
    assert note.zh.startswith("坏.json：") and says in note.zh and note.zh.endswith("本次未用它作比较。")
    assert note.en.startswith("坏.json: ") and str(tmp_path) not in note.en


def test_what_is_broken_in_a_folder_leaves_the_others(tmp_path: Path) -> None:
    keep(tmp_path / "a.json", months("xx"), "2026-03-31")
    keep(tmp_path / "b.json", months("x"), "2026-06-30")
    # A later one of the same day that is broken within its findings: the earlier one is taken.
    cut = keep(tmp_path / "c.json", months("xxx"), "2026-06-30")
    cut.write_text(cut.read_text("utf-8").replace('"status":"missing"', '"status":"gone"', 1), "utf-8")
    tmp_path.joinpath("d.json").write_text('{"a":\n1 2}', "utf-8")
    tmp_path.joinpath("e.json").write_bytes(b"\xff\xfe\x00")
    tmp_path.joinpath("f.json").write_text("[" * 100_000, "utf-8")
    history = read_history(tmp_path, NAME, NOW)
    assert [(past.name, len(past.gaps)) for past in history.pasts] == [("a.json", 0), ("b.json", 1)]
    places = sorted(note.zh.partition("：")[0] for note in history.notes)
    assert places[0].startswith("c.json:") and places[1:] == ["d.json:2", "e.json", "f.json"]
    assert "d.json:2：不是 JSON。" in Seen(written(FakeAudit(months("x")), history=history)).text


def test_what_is_no_report_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CheckbranchError, match=r"no \.json report"):
        read_history(tmp_path, NAME, NOW)
    tmp_path.joinpath("x.json").write_text("{}", encoding="utf-8")
    with pytest.raises(CheckbranchError, match=r"x\.json"):
        read_history(tmp_path, NAME, NOW)
    with pytest.raises(CheckbranchError, match="no such file"):
        read_history(tmp_path / "none.json", NAME, NOW)
