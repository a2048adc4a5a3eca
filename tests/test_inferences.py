"""Inferences: standings told by hand, both engines, and an oracle that reads the report as a person would."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, note, settings
from hypothesis import strategies as st

from checkbranch.cli import main
from checkbranch.engine.inferring.chain import MOST_RULES, Fact, Pattern, ReferenceChain, Rule
from checkbranch.engine.packs.inference_model import Bound

from .often import times
from .oracle.flags import Flags

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "inferences.yaml").read_text("utf-8"))
PACK: dict[str, Any] = {
    "pack": "tried",
    "activities": {"meeting": {"zh": "会议", "en": "Meeting"}, "lecture": {"zh": "党课", "en": "Lecture"}},
    "duties": [
        {"id": "monthly", "subject": "branch", "quota": {"do": "meeting", "at_least": 1, "every": "month"}},
        {
            "id": "quarterly",
            "subject": "branch",
            "severity": "error",
            "quota": {"do": "lecture", "at_least": 2, "every": "quarter"},
        },
        {"id": "town-monthly", "subject": "committee", "quota": {"do": "lecture", "at_least": 1, "every": "month"}},
    ],
}
UNITS = [
    {"id": "T", "kind": "committee"},
    {"id": "G", "kind": "general_branch", "parent": "T"},
    {"id": "A", "kind": "branch", "parent": "T", "founded": "2024-05-01", "full_members": "9"},
    {"id": "B", "kind": "branch", "parent": "G", "full_members": "3"},
    {"id": "C", "kind": "branch", "parent": "G", "founded": "2026-04-01"},
]


def write(folder: Path, inferences: list[dict[str, Any]], rows: list[tuple[str, str, str]], **keys: Any) -> None:
    workspace = {
        "checkbranch": 1,
        "name": "试用镇",
        "rules": ["tried.yaml"],
        "data": {"units": "units.csv", "activities": "activities.csv"},
        "log_starts": "2026-01-01",
        **keys,
    }
    columns = ("id", "kind", "parent", "founded", "full_members")
    units = [",".join(columns), *(",".join(unit.get(c, "") for c in columns) for unit in UNITS)]
    activities = ["type,unit,start", *(",".join(row) for row in rows)]
    _write(folder / "checkbranch.yaml", yaml.safe_dump(workspace, allow_unicode=True))
    _write(folder / "tried.yaml", yaml.safe_dump({**PACK, "inferences": inferences}, allow_unicode=True))
    _write(folder / "units.csv", "\n".join(units) + "\n")
    _write(folder / "activities.csv", "\n".join(activities) + "\n")


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def audit(folder: Path, as_of: str, *options: str) -> tuple[int, dict[str, Any], str]:
    call = ["audit", str(folder), "--as-of", as_of, "--format", "json", "--fail-on", "never", *options]
    done = CliRunner().invoke(main, call)
    return done.exit_code, json.loads(done.stdout) if done.stdout else {}, done.stderr


def flags_of(report: dict[str, Any]) -> dict[tuple[str, str], list[str]]:
    names = {f["id"]: f"{f['duty']} {f['subject']['id']} {f['period']['key']}" for f in report["findings"]}
    names |= {f["id"]: f"flag {f['inference']} {f['subject']['id']}" for f in report["flags"]}
    return {
        (f["inference"], f["subject"]["id"]): [names.get(i, "earlier") for i in f["because"]] for f in report["flags"]
    }


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
@pytest.mark.parametrize("engine", ["durable", "reference"])
def test_cases(case: dict[str, Any], engine: str, tmp_path: Path) -> None:
    if engine == "durable":
        pytest.importorskip("durable.engine", reason="durable-rules is not installed here")
    rows = [tuple(row.split()) for row in case["held"]]
    write(tmp_path, case["inferences"], rows, **case.get("workspace", {}))
    options = case.get("options", "").split()
    code, report, stderr = audit(tmp_path, str(case["as_of"]), "--engine", engine, *options)
    assert code == 0, stderr
    wanted = {tuple(key.split()): because for key, because in case["flags"].items()}
    assert flags_of(report) == wanted


# Any inferences on any ledger

SIGNS = st.sampled_from(["at_least", "at_most", "over", "under", "is_not"])
NUMBERS = st.integers(0, 4)
TESTS = NUMBERS | st.dictionaries(SIGNS, NUMBERS, min_size=1, max_size=2)
STATUSES = ["met", "open", "unknown", "short", "missing", "not_applicable"]
DUTIES = {"branch": ["monthly", "quarterly"], "committee": ["town-monthly"]}


@st.composite
def conditions(draw: st.DrawFn, subject: str, flags: list[str], deep: bool = True) -> dict[str, Any]:
    kinds = ["duty", "duty", "finding", "unit", *(["flag"] * bool(flags))]
    kinds += ["none"] * 2 * deep + ["below"] * 3 * (subject == "committee")
    kind = draw(st.sampled_from(kinds))
    if kind == "none":
        return {"none": draw(conditions(subject, flags, deep=False))}
    if kind == "flag":
        return {"flag": draw(st.sampled_from(flags))}
    if kind == "unit":
        field = draw(st.sampled_from(["full_members", "founded"]))
        bound = "2025-01-01" if field == "founded" else draw(st.integers(1, 9))
        return {"unit": {field: {draw(st.sampled_from(["at_least", "under"])): bound}}}
    if kind == "duty":
        names = st.sampled_from(["failed", "run", "longest_run", "clean_run", "met", "open"])
        return {
            "duty": draw(st.sampled_from(DUTIES[subject])),
            **draw(st.dictionaries(names, TESTS, min_size=1, max_size=2)),
        }
    below = kind == "below"
    if below and flags and draw(st.booleans()):
        return {"below": {"flag": draw(st.sampled_from(flags))}, "count": draw(TESTS)}
    test: dict[str, Any] = {}
    if draw(st.booleans()):
        test["duty"] = draw(st.sampled_from(DUTIES["branch" if below else subject]))
    test["status"] = draw(st.lists(st.sampled_from(STATUSES), min_size=1, max_size=3, unique=True))
    if draw(st.booleans()):
        test["period"] = draw(st.sampled_from(["current", "last"]))
    if draw(st.booleans()):
        test["severity"] = draw(st.sampled_from(["error", "warning"]))
    if draw(st.booleans()) and "open" in test["status"]:
        test["days_left"] = {"at_most": draw(st.sampled_from([0, 8, 40]))}
    return {"below": test, "count": draw(TESTS)} if below else {"finding": test}


@st.composite
def inference_lists(draw: st.DrawFn) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 6))):
        subject = draw(st.sampled_from(["branch", "branch", "committee"]))
        # An inference looks only at flags of a name before its own, so none goes in a circle.
        mine = {one["then"]["flag"] for one in made if one["subject"] == subject or subject == "committee"}
        own = sorted(flag for flag in mine if any(o["subject"] == subject for o in made if o["then"]["flag"] == flag))
        when = draw(st.lists(conditions(subject, own), min_size=1, max_size=3))
        made.append({"id": f"i{number}", "subject": subject, "when": when, "then": {"flag": f"f{number}"}})
    order = draw(st.permutations(made))
    return list(order)


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["meeting", "lecture"]),
        st.sampled_from(["T", "A", "B", "C"]),
        st.dates(date(2025, 11, 1), date(2026, 9, 30)).map(date.isoformat),
    ),
    min_size=1,
    max_size=25,
    unique=True,
)


@given(inferences=inference_lists(), rows=ROWS, as_of=st.sampled_from(["2026-06-30", "2026-07-01", "2026-09-23"]))
@settings(max_examples=times(20))
def test_flags_are_what_a_person_would_conclude(
    inferences: list[dict[str, Any]], rows: list[tuple[str, str, str]], as_of: str
) -> None:
    note(yaml.safe_dump(inferences))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, inferences, rows)
        code, report, stderr = audit(folder, as_of)
        if code == 2:  # a condition that can never hold is refused, and nothing else is
            assert all("never" in line or "永远不会" in line for line in stderr.splitlines()), stderr
            return
        assert code == 0, stderr
        told = Flags(report, UNITS, inferences, date.fromisoformat(as_of)).all()
        assert set(flags_of(report)) == told
        assert all("earlier" not in because for because in flags_of(report).values())
        _, other, _ = audit(folder, as_of, "--engine", "reference")
        assert other["flags"] == report["flags"]


# The engines

KEYS = st.tuples(st.sampled_from(["duty", "finding", "unit", "below"]), st.sampled_from(["0", "1", "2"]))
BOUNDS = st.builds(Bound, st.just("n"), st.sampled_from(["=", "!=", ">=", ">", "<=", "<"]), st.integers(0, 3))


@st.composite
def waves(draw: st.DrawFn) -> tuple[Rule, ...]:
    rules = []
    for i in range(draw(st.integers(1, MOST_RULES))):
        patterns = {
            draw(KEYS): Pattern(("", ""), tuple(draw(st.lists(BOUNDS, max_size=2, unique=True))))
            for _ in range(draw(st.integers(0, 3)))
        }
        made = [Pattern(key, pattern.bounds) for key, pattern in patterns.items()]
        if draw(st.booleans()) or not made:
            made.append(Pattern(("flag", f"f{draw(st.integers(0, max(0, i - 1)))}"), ()))
        if draw(st.booleans()):
            made.append(Pattern(("absent", draw(st.sampled_from("xyz"))), ()))
        rules.append(Rule(i, "branch", f"f{draw(st.integers(i // 2, i))}", tuple(made)))
    return tuple(rules)


@st.composite
def fact_lists(draw: st.DrawFn) -> list[Fact]:
    facts: list[Fact] = [
        ((kind, whose), (("n", draw(st.integers(0, 3))),))
        for kind in ("duty", "finding", "unit", "below")
        for whose in "012"
    ]
    facts += [(("absent", whose), ()) for whose in "xyz" if draw(st.booleans())]
    return facts + [(("flag", f"f{n}"), ()) for n in range(3) if draw(st.booleans())]


@pytest.fixture(scope="module")
def durable() -> Iterator[Any]:
    pytest.importorskip("durable.engine", reason="durable-rules is not installed here")
    from checkbranch.engine.inferring.guarded_chain import DurableChain

    yield DurableChain()


@given(rules=waves(), facts=st.lists(fact_lists(), min_size=1, max_size=4))
@settings(max_examples=times(20))
def test_durable_and_reference_chain_alike(durable: Any, rules: tuple[Rule, ...], facts: list[list[Fact]]) -> None:
    assert [durable.infer(rules, one) for one in facts] == [ReferenceChain().infer(rules, one) for one in facts]


def test_durable_refuses_what_it_would_answer_wrongly(durable: Any) -> None:
    rule = Rule(0, "branch", "f", (Pattern(("duty", "0"), (Bound("n", ">=", 1),)),))
    for bad in (-1, 2**31, True, 1.5, None, "3"):
        with pytest.raises(ValueError, match="whole number"):
            durable.infer((rule,), [(("duty", "0"), (("n", bad),))])
    assert durable.infer((rule,), [(("duty", "0"), (("n", 1),))]) == (0,)


def test_a_wave_too_wide_for_durable_is_refused(durable: Any) -> None:
    rule = Rule(0, "branch", "f", (Pattern(("duty", "0"), ()),))
    with pytest.raises(ValueError, match="at most"):
        durable.infer((rule,) * (MOST_RULES + 1), [])
