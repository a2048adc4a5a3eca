"""What packs mean: values, conditions, dated values, overlays, folders and the workspace's own changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from checkbranch.calendars import Duration
from checkbranch.engine.errors import CheckbranchError
from checkbranch.engine.packs import load_rules
from checkbranch.engine.packs.condition_model import Condition, Nest
from checkbranch.engine.packs.condition_model import Test as Is
from checkbranch.engine.packs.model import ColumnAmount, Duty, Late, RuleBook
from checkbranch.engine.text import Text

Write = Callable[[str, str], None]
SHIPPED = Path(__file__).parent / "faulty_packs" / "shipped"

# the conditions as written, and as read
CONDITIONS: list[tuple[str, Condition]] = [
    ("{mode: phone}", Is("mode", "is", "phone")),
    ("{people: 3}", Is("people", "is", Fraction(3))),
    ("{people: '3'}", Is("people", "is", "3")),
    ("{building: 07}", Is("building", "is", "07")),
    ("{floating: true}", Is("floating", "is", True)),
    ("{floating: yes}", Is("floating", "is", "yes")),
    ("{founded: {over: 2020-01-31}}", Is("founded", "over", date(2020, 1, 31))),
    ("{attendance: {at_least: 0.8}}", Is("attendance", "at_least", Fraction(8, 10))),
    ("{attendance: {over: 1/2, of: committee}}", Is("attendance", "over", Fraction(1, 2), "committee")),
    ("{votes_for: {over: 1/2, of: expected}}", Is("votes_for", "over", Fraction(1, 2), "expected")),
    ("{tier: [监测户, monitored]}", Is("tier", "one_of", ("监测户", "monitored"))),
    ("{tier: {none_of: [a, b]}}", Is("tier", "none_of", ("a", "b"))),
    ("{tier: {is_not: a}}", Is("tier", "is_not", "a")),
    ("{evidence: {has: [minutes, photos]}}", Is("evidence", "has", ("minutes", "photos"))),
    ("{evidence: {has: minutes}}", Is("evidence", "has", ("minutes",))),
    ("{place: {filled: true}}", Is("place", "filled", True)),
    ("{是否低保: 是}", Is("是否低保", "is", "是")),
    (
        "{hours: {at_least: 1, under: 8}, mode: phone}",
        Nest(
            "all",
            (Is("hours", "at_least", Fraction(1)), Is("hours", "under", Fraction(8)), Is("mode", "is", "phone")),
        ),
    ),
    (
        "{any: [{mode: phone}, {hours: 2, mode: video}]}",
        Nest(
            "any",
            (
                Is("mode", "is", "phone"),
                Nest("all", (Is("hours", "is", Fraction(2)), Is("mode", "is", "video"))),
            ),
        ),
    ),
    ("{none: [{mode: phone}]}", Nest("none", (Is("mode", "is", "phone"),))),
]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def to(name: str, text: str) -> None:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    return to


def shipped(name: str) -> Path | None:
    path = SHIPPED / f"{name}.yaml"
    return path if path.is_file() else None


def book(root: Path, *names: str, severity: dict[str, str] | None = None, off: tuple[str, ...] = ()) -> RuleBook:
    places = {"off:monthly": "checkbranch.yaml:8:3"}
    return load_rules(names, root, shipped, ["base", "unfounded"], severity, off, places)


def duty(rules: RuleBook, name: str) -> Duty:
    return next(each for each in rules.duties if each.id == name)


def one(root: Path, write: Write, body: str, subject: str = "branch") -> Duty:
    """Return the duty of a pack that has only this one."""
    write("one.yaml", f"pack: one\nextends: [base]\nduties:\n  - id: one\n    subject: {subject}\n{body}")
    return duty(book(root, "one.yaml"), "one")


QUOTA = "    quota: {do: meeting, at_least: 1, every: month}\n"


@pytest.mark.parametrize(("written", "read"), CONDITIONS, ids=[row[0] for row in CONDITIONS])
def test_conditions(tmp_path: Path, write: Write, written: str, read: Condition) -> None:
    found = one(tmp_path, write, QUOTA + f"    counts_when: {written}\n    where: {written}\n")
    assert found.counts_when.values() == (read,)
    assert found.where.values() == (read,)


def test_a_bare_duty_has_the_defaults(tmp_path: Path, write: Write) -> None:
    found = one(tmp_path, write, QUOTA)
    assert (found.title, found.modality, found.severity) == (Text("one", "one"), "generally", "warning")
    assert (found.partial, found.off, found.kind, found.pack) == ("waive", False, "quota", "one")
    assert found.quota.by == ("subject",)
    assert (found.where.values(), found.late.values()) == ((None,), (None,))
    assert found.where_written == "one.yaml:4:5"


def test_a_full_duty_is_read_to_the_letter(tmp_path: Path, write: Write) -> None:
    found = one(
        tmp_path,
        write,
        """\
    title: {zh: 讲课, en: Lectures}
    basis:
      - {source: law, article: "3", modality: generally, quote: 一般, inferred: true, note: 待核}
      - {source: law, article: "4", modality: shall}
    effective: {from: 2020-01-01, until: 2026-12-31}
    quota: {do: [lecture, meeting], at_least: 1.5, every: half_year, by: [lecturer, host], sum: hours}
    late: {until: 10 workdays, counts_as: met, take: oldest}
    partial: prorate
    remedy: {zh: 请补课。, en: Make it up.}
    note: 说明。
    calendar: {on: first friday, at: 15:00, lasts: 90 minutes, shift: next}
    severity: info
    off: true
""",
        "member",
    )
    assert (found.modality, found.severity, found.off, found.partial) == ("shall", "info", True, "prorate")
    assert (found.effective_from, found.effective_until) == (date(2020, 1, 1), date(2026, 12, 31))
    assert (found.quota.do, found.quota.by, found.quota.sum) == (("lecture", "meeting"), ("lecturer", "host"), "hours")
    assert found.quota.at_least.values() == (Fraction(3, 2),)
    assert found.quota.count_each
    assert found.late.values() == (Late(Duration(10, "workday"), "met", "oldest"),)
    assert [(each.article, each.inferred) for each in found.basis] == [("3", True), ("4", False)]
    assert found.basis[0].note == Text("待核", "待核")
    assert found.remedy == Text("请补课。", "Make it up.")
    assert found.calendar == {"on": "first friday", "at": "15:00", "lasts": "90 minutes", "shift": "next"}


def test_dated_values_hold_from_their_day(tmp_path: Path, write: Write) -> None:
    found = one(
        tmp_path,
        write,
        """\
    quota:
      do: meeting
      at_least: {2026-07-01: {column: owed, else: 2}, 2018-10-28: 1}
      every: {2018-10-28: month, 2026-07-01: quarter}
    where: {2018-10-28: {full_members: {at_least: 7}}, 2026-01-01: none}
    late: {2018-10-28: none, 2026-01-01: {until: 1 week}}
""",
    )
    before, last, change = date(2000, 1, 1), date(2026, 6, 30), date(2026, 7, 1)
    assert [found.quota.at_least.at(day) for day in (before, last, change)] == [1, 1, ColumnAmount("owed", Fraction(2))]
    assert [found.quota.every.at(day) for day in (last, change)] == ["month", "quarter"]
    assert found.where.values() == (Is("full_members", "at_least", Fraction(7)), None)
    assert found.late.at(date(2025, 12, 31)) is None
    assert found.late.at(date(2026, 1, 1)) == Late(Duration(1, "week"))


# every, make-up time, whether it may be taken by "oldest"
WINDOWS = [
    ("month", "27 days", True),
    ("month", "28 days", False),
    ("month", "4 weeks", False),
    ("month", "10 workdays", True),
    ("month", "15 workdays", False),
    ("quarter", "2 months", True),
    ("quarter", "3 months", False),
    ("half_year", "180 days", True),
    ("half_year", "181 days", False),
    ("year", "11 months", True),
    ("year", "1 year", False),
]


@pytest.mark.parametrize(("every", "until", "allowed"), WINDOWS)
def test_a_window_of_oldest_is_shorter_than_the_period(
    tmp_path: Path, write: Write, every: str, until: str, allowed: bool
) -> None:
    body = f"    quota: {{do: meeting, at_least: 1, every: {every}}}\n    late: {{until: {until}, take: "
    assert one(tmp_path, write, body + "named}\n").late.values()
    if allowed:
        assert one(tmp_path, write, body + "oldest}\n").late.values()
    else:
        with pytest.raises(CheckbranchError, match="not shorter"):
            one(tmp_path, write, body + "oldest}\n")


def test_an_overlay_merges_maps_replaces_lists_and_removes_by_null(tmp_path: Path, write: Write) -> None:
    write(
        "over.yaml",
        """\
pack: over
extends: [base]
activities:
  meeting: {aliases: [月度例会]}
sources:
  law: {url: "https://example.org/law"}
may_combine: [[meeting, walk]]
duties:
  - id: monthly
    override: true
    title: {en: Monthly meeting}
    where: {full_members: {at_least: 5}, setting: village}
    quota: {at_least: {2018-10-28: 1, 2026-01-01: 2}}
    late: null
  - id: more
    subject: unit
    quota: {do: walk, at_least: 1, every: year}
""",
    )
    write("words.yaml", "pack: words\nactivities:\n  walk: {zh: 走访}\n")
    rules = book(tmp_path, "words.yaml", "over.yaml")
    found = duty(rules, "monthly")
    assert [pack.id for pack in rules.packs] == ["words", "base", "over"]
    assert [each.id for each in rules.duties] == ["monthly", "strict", "more"]
    assert found.title == Text("每月开会", "Monthly meeting")
    assert found.where.values() == (
        Nest("all", (Is("full_members", "at_least", Fraction(5)), Is("setting", "is", "village"))),
    )
    assert found.quota.at_least.at(date(2026, 1, 1)) == 2
    assert found.quota.do == ("meeting",)
    assert found.late.values() == (None,)
    assert (found.pack, found.where_written) == ("base", "checkbranch/rules/base.yaml:11:5")
    assert found.chain == ("base checkbranch/rules/base.yaml:11:5", "over over.yaml:9:5")
    assert rules.activities["meeting"].aliases == ("例会", "月度例会")
    assert rules.activities["meeting"].title == Text("会议", "Meeting")
    assert rules.activities["walk"].title == Text("走访", "走访")
    assert rules.sources["law"].title == Text("条例", "Regulations")
    assert rules.sources["law"].url == "https://example.org/law"
    assert rules.may_combine == {frozenset({"meeting", "lecture"}), frozenset({"meeting", "walk"})}


def test_later_packs_lie_over_earlier_ones(tmp_path: Path, write: Write) -> None:
    overlay = "pack: {0}\nextends: [base]\nduties:\n  - {{id: monthly, override: true, quota: {{at_least: {1}}}}}\n"
    write("a.yaml", overlay.format("a", 2))
    write("b.yaml", overlay.format("b", 3))
    for names, last in ((("a.yaml", "b.yaml"), 3), (("b.yaml", "a.yaml"), 2), (("a.yaml", "b.yaml", "a.yaml"), 3)):
        assert duty(book(tmp_path, *names), "monthly").quota.at_least.at(date(2026, 1, 1)) == last


def test_packs_that_extend_one_another_are_refused(tmp_path: Path, write: Write) -> None:
    write("a.yaml", "pack: a\nextends: [more/b.yaml]\n")
    write("more/b.yaml", "pack: b\nextends: [../a.yaml]\n")
    with pytest.raises(CheckbranchError) as caught:
        book(tmp_path, "a.yaml")
    (fault,) = caught.value.faults
    assert fault.where == "more/b.yaml:2:11"
    assert "a.yaml -> more/b.yaml -> ../a.yaml" in fault.message.en


def test_a_folder_holds_one_duty_a_file(tmp_path: Path, write: Write) -> None:
    write("own/pack.yaml", "pack: own\nversion: '3'\nextends: [base]\n")
    write("own/duties/b.yml", "id: second\nsubject: branch\nquota: {do: lecture, at_least: 1, every: year}\n")
    write("own/duties/a.yaml", "id: first\nsubject: branch\nquota: {do: lecture, at_least: 1, every: month}\n")
    write("own/.drafts/c.yaml", "not a duty")
    rules = book(tmp_path, "own/")
    assert [each.id for each in rules.duties] == ["monthly", "strict", "first", "second"]
    assert duty(rules, "first").where_written == "own/duties/a.yaml:1:1"
    before = rules.packs[-1]
    assert (before.id, before.version, len(before.sha256)) == ("own", "3", 64)
    write("own/duties/a.yaml", "id: first\nsubject: branch\nquota: {do: lecture, at_least: 2, every: month}\n")
    assert book(tmp_path, "own").packs[-1].sha256 != before.sha256


def test_the_digest_is_of_the_bytes(tmp_path: Path, write: Write) -> None:
    write("a.yaml", "pack: a\n")
    (pack,) = book(tmp_path, "a.yaml").packs
    assert pack.sha256 == "b5a444a5684c3e0dfbf5e42a9e1e4d4fb1b9cf23fda947bb47ef0a720f6cddbb"


def test_the_workspace_changes_severity_and_switches_off(tmp_path: Path) -> None:
    rules = book(tmp_path, "base", severity={"monthly": "info", "strict": "error"}, off=("monthly",))
    found = duty(rules, "monthly")
    assert (found.severity, found.off) == ("info", True)
    assert found.chain[1:] == ("severity: info", "off: true checkbranch.yaml:8:3")
    assert (duty(rules, "strict").severity, duty(rules, "strict").off) == ("error", False)


def test_a_milder_word_may_be_made_stricter_but_not_taken_back(tmp_path: Path, write: Write) -> None:
    overlay = (
        "pack: {0}\nextends: [base]\nduties:\n"
        "  - {{id: monthly, override: true, basis: {{source: law, article: '1', modality: {1}}}}}\n"
    )
    write("a.yaml", overlay.format("a", "must"))
    write("b.yaml", overlay.format("b", "shall"))
    assert duty(book(tmp_path, "a.yaml"), "monthly").modality == "must"
    with pytest.raises(CheckbranchError, match="milder"):
        book(tmp_path, "a.yaml", "b.yaml")


def test_ten_thousand_duties_are_read_and_far_more_are_refused_with_a_line(tmp_path: Path, write: Write) -> None:
    head = "pack: many\nextends: [base]\nduties:\n"
    each = "  - {{id: d{}, subject: branch, quota: {{do: meeting, at_least: 1, every: month}}}}\n"
    write("many.yaml", head + "".join(map(each.format, range(10_000))))
    assert len(book(tmp_path, "many.yaml").duties) == 10_002
    write("more.yaml", head.replace("many", "more") + "".join(map(each.format, range(50_000))))
    with pytest.raises(CheckbranchError) as caught:
        book(tmp_path, "more.yaml")
    (fault,) = caught.value.faults
    assert fault.where.startswith("more.yaml:1") and "split the file" in fault.message.en
