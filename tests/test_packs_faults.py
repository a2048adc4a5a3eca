"""Packs with a single fault: each file under ``faulty_packs`` is refused at its line, with words that say the mend."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from checkbranch.engine.errors import CheckbranchError, Fault
from checkbranch.engine.packs import load_rules

FOLDER = Path(__file__).parent / "faulty_packs"
SHIPPED = ["base", "unfounded"]

# file, line of the fault (0: the whole file), words the English message must hold
FAULTS = [
    # the form of the file
    ("a_list", 1, ["must be a map", "key: value"]),
    ("broken", 3, ["not YAML", "begins in line 2"]),
    ("control_character", 2, ["U+0007", "Delete"]),
    ("deep", 2, ["deeper than 60"]),
    ("duplicate_key", 7, ["“subject”", "line 5"]),
    ("empty", 0, ["empty"]),
    ("exploding_alias", 8, ["200000", "fewer aliases"]),
    ("list_as_key", 2, ["key must be text"]),
    ("not_utf8", 2, ["UTF-8", "Save"]),
    ("self_alias", 2, ["*all", "itself"]),
    ("tab", 3, ["not YAML", "spaces, not tabs"]),
    ("tag", 1, ["tags", "Delete"]),
    ("two_documents", 2, ["several YAML documents", "split"]),
    ("undefined_alias", 2, ["nowhere", "&nowhere"]),
    # the pack
    ("duties_as_map", 3, ["must be a list", "- id"]),
    ("extends_itself", 2, ["circle", "extends_itself.yaml -> "]),
    ("extends_unknown", 2, ["“bace”", "Did you mean “base”?"]),
    ("no_pack_name", 1, ["no name", "pack: name"]),
    ("taken_name", 1, ["“base”", "taken"]),
    ("unknown_pack_key", 3, ["“activites”", "Did you mean “activities”?", "may_combine"]),
    # its words
    ("activity_without_name", 4, ["“talk”", "Add zh"]),
    ("alias_twice", 4, ["“例会”", "“meeting”", "“talk”"]),
    ("lone_may_combine", 3, ["two or more"]),
    ("source_without_title", 4, ["“rule”", "Add title"]),
    ("unknown_may_combine", 3, ["“lectures”", "Did you mean “lecture”?"]),
    # duties
    ("bad_id", 4, ["“my duty”", "letters, digits"]),
    ("duplicate_duty", 8, ["“mine”", "duplicate_duty.yaml:4:5"]),
    ("effective_backwards", 7, ["2025-12-31", "before"]),
    ("empty_value", 7, ["“note”", "empty"]),
    ("kind_lacks_key", 6, ["“record” lacks “must”", "Add it"]),
    ("misspelt_key", 7, ["“count_when”", "Did you mean “counts_when”?", "Allowed: id, title"]),
    ("no_id", 4, ["no id"]),
    ("no_kind", 4, ["“mine”", "no kind", "quota"]),
    ("no_modality", 6, ["lacks “modality”"]),
    ("no_subject", 4, ["lacks “subject”"]),
    ("two_kinds", 7, ["more than one kind", "quota, gap"]),
    ("unknown_modality", 6, ["“should”", "generally, shall, must"]),
    ("unknown_partial", 7, ["“half”", "prorate"]),
    ("unknown_severity", 7, ["“fatal”", "warning"]),
    ("unknown_source", 6, ["“laws”", "Did you mean “law”?"]),
    ("unknown_subject", 5, ["“branches”", "Did you mean “branch”?"]),
    # overlays
    ("milder_provision", 6, ["“strict”", "must", "milder"]),
    ("must_off", 6, ["“strict”", "switched off"]),
    ("must_softened", 6, ["“strict”", "softened"]),
    ("override_of_nothing", 5, ["“montly”", "Did you mean “monthly”?"]),
    ("removes_nothing", 6, ["“were”", "Did you mean “where”?"]),
    ("taken_duty", 4, ["“monthly”", "“base”", "override: true"]),
    # quotas
    ("at_least_half", 6, ["whole number"]),
    ("at_least_zero", 6, ["cannot be 0", "over 0"]),
    ("by_of_branch", 6, ["“by”", "members and households"]),
    ("by_unknown", 6, ["“speaker”", "lecturer"]),
    ("count_all", 6, ["“all”", "each"]),
    ("every_fortnight", 6, ["“fortnight”", "month, quarter, half_year, year"]),
    ("misspelt_quota_key", 6, ["“atleast”", "Did you mean “at_least”?"]),
    ("no_every", 6, ["lacks “every”"]),
    ("sum_of_expression", 6, ["“hours*2”", "column"]),
    ("unknown_activity", 6, ["“meetings”", "Did you mean “meeting”?"]),
    # the kinds without periods
    ("cover_lacks_match", 6, ["“cover” lacks “match”", "Add it"]),
    ("cover_of_a_member", 6, ["“cover”", "duties of units", "branch"]),
    ("cover_of_a_person", 6, ["“household”", "Did you mean “households”?"]),
    ("cover_by_expression", 6, ["“area-1”", "column"]),
    ("check_counts_when", 7, ["“counts_when”", "quota, gap, rolling, follow_up, precede"]),
    ("check_late", 7, ["“late”", "belongs to quota"]),
    ("check_calendar", 7, ["“calendar”", "follow_up"]),
    ("follow_up_both", 6, ["either “do”", "“have”"]),
    ("follow_up_neither", 6, ["either “do”", "“have”"]),
    ("follow_up_by_without_do", 6, ["“by” goes with “do”"]),
    ("follow_up_hours", 6, ["“3 hours”", "days, workdays"]),
    ("follow_up_lacks_within", 6, ["“follow_up” lacks “within”"]),
    ("follow_up_lacks_after", 6, ["“follow_up” lacks “after”"]),
    ("follow_up_misspelt", 6, ["“withing”", "Did you mean “within”?"]),
    ("follow_up_of_others", 6, ["“request”", "Did you mean “requests”?"]),
    ("follow_up_request_after", 6, ["“open”", "Did you mean “opened”?"]),
    ("follow_up_same_of_requests", 6, ["“same”", "two records"]),
    ("follow_up_unknown_type", 6, ["“metting”", "Did you mean “meeting”?"]),
    ("follow_up_zero", 6, ["from 1 to 10000"]),
    ("hint_column", 6, ["“on_holiday” takes no “within”", "Leave it out"]),
    ("hint_every", 6, ["“week”", "month, quarter"]),
    ("hint_lacks_sign", 6, ["“hint” lacks “sign”"]),
    ("hint_of_household", 6, ["“hint”", "kind of unit"]),
    ("hint_over", 6, ["above 0 and at most 1", "0.9"]),
    ("hint_unknown_sign", 6, ["“on_holidays”", "Did you mean “on_holiday”?"]),
    ("hint_without_documents", 6, ["needs a list", "documents"]),
    ("hint_short_document", 6, ["“条例”", "too short"]),
    ("hint_undated_document", 6, ["no day", "published"]),
    ("overlap_by_day", 6, ["“day”", "clock"]),
    ("overlap_lacks_of", 6, ["“overlap” lacks “of”"]),
    ("overlap_who", 6, ["“guests”", "attendees"]),
    ("precede_cover_all", 6, ["“all”", "members"]),
    ("precede_cover_household", 6, ["“cover: members”", "households"]),
    ("precede_lacks_do", 6, ["“precede” lacks “do”"]),
    ("precede_long", 6, ["from 1 to 10000"]),
    ("precede_by_of_branch", 6, ["“by”", "members and households"]),
    ("record_empty", 6, ["“must” is empty", "field: value"]),
    ("record_no_type", 6, ["“of”", "names no activity type"]),
    ("state_lacks_must", 6, ["“state” lacks “must”"]),
    ("state_misspelt", 6, ["“when”", "Allowed: must"]),
    ("tally_both", 6, ["either “parts”", "“sum”"]),
    ("tally_lacks_whole", 6, ["“tally” lacks “whole”"]),
    ("tally_of_household", 6, ["“of”", "duties of units"]),
    ("tally_sum_of_nothing", 6, ["either “parts”", "“of”"]),
    # make-up time and dated values
    ("dated_every", 11, ["month to quarter", "where both begin"]),
    ("dated_mixed", 8, ["Dates are mixed"]),
    ("dated_no_day", 8, ["“2018-02-30”", "not a date"]),
    ("late_days_too_long", 7, ["90 days", "not shorter", "quarter"]),
    ("late_in_hours", 7, ["“3 hours”", "15 days"]),
    ("late_too_long", 7, ["1 month", "not shorter", "named"]),
    ("late_without_until", 7, ["lacks “until”"]),
    ("late_zero", 7, ["more than 0"]),
    # conditions
    ("any_without_list", 7, ["“any”", "list of conditions"]),
    ("attendance_equals", 7, ["“attendance”", "at_least"]),
    ("attendance_has", 7, ["“has”", "at_least"]),
    ("bad_date_value", 7, ["“2026-13-01”", "not a date"]),
    ("bad_field", 7, ["“mode; drop”", "field"]),
    ("divided_by_zero", 7, ["“1/0”", "divides by zero", "1/2"]),
    ("filled_maybe", 7, ["“maybe”", "true, false"]),
    ("no_operator", 7, ["“hours”", "tests nothing"]),
    ("of_elsewhere", 7, ["“of”", "“duration”", "computed"]),
    ("of_nest", 7, ["“any”", "column"]),
    ("of_without_bound", 7, ["“of”", "at_most", "bound"]),
    ("of_whom", 7, ["“comittee”", "Did you mean “committee”?"]),
    ("part_by_day", 7, ["2026-01-01", "not a number"]),
    ("percent_as_attendance", 7, ["between 0 and 1", "1/2"]),
    ("text_as_bound", 7, ["“many”", "not a number"]),
    ("today_elsewhere", 7, ["“today”", "“state”"]),
    ("today_misspelt", 6, ["today + 6 workdays", "today + 6 months", "days, weeks, months, years"]),
    ("unknown_operator", 7, ["“at_lest”", "Did you mean “at_least”?"]),
    # the calendar
    ("calendar_at", 7, ["“25:00”", "15:30"]),
    ("calendar_on", 7, ["“fifth monday”", "first friday"]),
    ("calendar_shift", 7, ["“forward”", "nearest"]),
    # inferences
    ("infer_unknown_duty", 7, ["“montly”", "Did you mean “monthly”?"]),
    ("infer_unknown_flag", 4, ["“yelow”", "Did you mean “yellow”?"]),
    ("infer_itself_by_none", 4, ["circle", "red → red"]),
    ("infer_circle", 4, ["circle", "one → two → one"]),
    ("infer_itself_below", 4, ["circle", "red → red"]),
    ("infer_other_subject", 7, ["can never fire", "below"]),
    ("infer_flag_of_others", 4, ["“yellow”", "raised on branch only", "never fire"]),
    ("infer_contradiction", 7, ["can never hold", "contradict"]),
    ("infer_both_ways", 4, ["opposite", "never fire"]),
    ("infer_no_standing", 7, ["longest_run", "run: {at_least: 2}"]),
    ("infer_two_in_one", 7, ["exactly one", "below"]),
    ("infer_no_flag", 7, ["lacks “flag”"]),
    ("infer_no_when", 4, ["lacks “when”"]),
    ("infer_empty_when", 6, ["list of conditions"]),
    ("infer_bad_status", 7, ["“mising”", "Did you mean “missing”?"]),
    ("infer_bad_period", 7, ["“2026-13”", "current"]),
    ("infer_period_of_others", 7, ["2026-Q1", "can never hold"]),
    ("infer_days_left_of_missing", 7, ["only open findings"]),
    ("infer_half", 7, ["whole number"]),
    ("infer_nothing_below", 7, ["nothing below a household"]),
    ("infer_none_in_none", 7, ["none cannot hold another none"]),
    ("infer_id_of_duty", 4, ["“monthly”", "taken already"]),
    ("infer_override_nothing", 5, ["inference to override", "“red”"]),
    ("infer_misspelt", 6, ["“wenn”", "Did you mean “when”?"]),
    ("infer_many_conditions", 7, ["at most 12"]),
    ("infer_not_a_list", 4, ["must be a list", "- id"]),
]


def shipped(name: str) -> Path | None:
    path = FOLDER / "shipped" / f"{name}.yaml"
    return path if path.is_file() else None


def faults_of(names: list[str], **changes: Any) -> tuple[Fault, ...]:
    with pytest.raises(CheckbranchError) as caught:
        load_rules(names, FOLDER, shipped, SHIPPED, **changes)
    return caught.value.faults


@pytest.mark.parametrize(("name", "line", "words"), FAULTS, ids=[row[0] for row in FAULTS])
def test_one_fault_is_named_with_its_line_and_its_mend(name: str, line: int, words: list[str]) -> None:
    (fault,) = faults_of([f"{name}.yaml"])
    file, *place = fault.where.split(":")
    assert file == f"{name}.yaml"
    assert [int(number) for number in place][:1] == ([line] if line else [])
    assert len(place) in (0, 2)
    for word in words:
        assert word in fault.message.en
    assert fault.message.zh.endswith(("。", "？"))
    assert fault.message.en.endswith((".", "?"))


def test_every_faulty_pack_is_in_the_table() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.yaml")) == sorted(row[0] for row in FAULTS)


def test_a_shipped_duty_without_basis_is_refused() -> None:
    (fault,) = faults_of(["unfounded"])
    assert fault.where == "checkbranch/rules/unfounded.yaml:5:5"
    assert "lacks “basis”" in fault.message.en


def test_all_faults_come_at_once_in_the_order_of_files_and_lines() -> None:
    names = ["misspelt_key.yaml", "at_least_zero.yaml", "nowhere.yaml", "bade"]
    places = {"rules:nowhere.yaml": "checkbranch.yaml:10:9", "rules:bade": "checkbranch.yaml:9:9"}
    assert [fault.where for fault in faults_of(names, places=places)] == [
        "at_least_zero.yaml:1:7",
        "at_least_zero.yaml:4:5",
        "checkbranch.yaml:9:9",
        "checkbranch.yaml:10:9",
        "misspelt_key.yaml:7:5",
    ]


# what the workspace asks for, where it stands, words of the message
OWN_CHANGES: list[tuple[dict[str, object], str, str]] = [
    ({"off": ["montly"]}, "off:montly", "Did you mean “monthly”?"),
    ({"severity": {"montly": "error"}}, "severity:montly", "Did you mean “monthly”?"),
    ({"off": ["strict"]}, "off:strict", "cannot be switched off"),
    ({"severity": {"strict": "warning"}}, "severity:strict", "cannot be softened"),
    ({"severity": {"monthly": "grave"}}, "severity:monthly", "Unknown severity “grave”"),
]


@pytest.mark.parametrize(("changes", "key", "words"), OWN_CHANGES, ids=[row[1] for row in OWN_CHANGES])
def test_a_change_of_the_workspace_is_refused_where_it_stands(changes: dict[str, object], key: str, words: str) -> None:
    (fault,) = faults_of(["base"], places={key: "checkbranch.yaml:7:3"}, **changes)
    assert fault.where == "checkbranch.yaml:7:3"
    assert words in fault.message.en


# a name or path that is no pack, words of the message
NO_PACKS = [
    ("basf", "Did you mean “base”?"),
    ("./nowhere.yaml", "no pack file “./nowhere.yaml”"),
    ("../faulty_packs/shipped/", "has no pack.yaml"),
]


@pytest.mark.parametrize(("name", "words"), NO_PACKS)
def test_what_is_no_pack_is_said(name: str, words: str) -> None:
    (fault,) = faults_of([name])
    assert words in fault.message.en
