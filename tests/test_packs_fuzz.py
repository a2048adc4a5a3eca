"""Packs and settings of any shape are read or refused with faults; nothing else comes of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkbranch.engine.errors import CheckbranchError
from checkbranch.engine.packs import load_rules
from checkbranch.engine.packs.duties import KEYS as DUTY_KEYS
from checkbranch.engine.packs.files import PACK_KEYS
from checkbranch.engine.packs.inferences import KEYS as INFERENCE_KEYS
from checkbranch.engine.workspaces.sources import KEYS as SOURCE_KEYS
from checkbranch.engine.workspaces.workspace import KEYS as SETTINGS
from checkbranch.engine.workspaces.workspace import read_workspace

WORDS = (
    "meeting",
    "month",
    "year",
    "mine",
    "1/0",
    "2026-01-01",
    "2018-13-45",
    "none",
    "true",
    "1 month",
    "must",
    "",
    "null",
)
INNER = (
    *("do", "at_least", "every", "by", "sum", "count", "until", "take", "from", "source", "modality", "column", "else"),
    *(
        "any",
        "none",
        "has",
        "filled",
        "of",
        "attendance",
        "zh",
        "en",
        "aliases",
        "2026-01-01",
        "2027-01-01",
        "on",
        "at",
    ),
)
LEAF = st.sampled_from(WORDS) | st.integers(-3, 10**20) | st.booleans() | st.none() | st.floats(allow_nan=False)
VALUE = st.recursive(
    LEAF,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(INNER), inner, max_size=4),
    max_leaves=8,
)
WHEN_WORDS = (
    *("duty", "finding", "unit", "flag", "none", "below", "count", "run", "longest_run", "failed", "met", "status"),
    *("period", "severity", "days_left", "at_least", "at_most", "over", "is_not", "founded"),
)
WHEN = st.recursive(
    LEAF | st.sampled_from(["mine", "red", "missing", "current", "2026-Q1"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(WHEN_WORDS), inner, max_size=3),
    max_leaves=8,
)
INFERENCE = st.dictionaries(st.sampled_from(INFERENCE_KEYS), VALUE | st.lists(WHEN, max_size=3), max_size=3).map(
    lambda own: {
        "id": "seen",
        "subject": "member",
        "when": [{"duty": "mine", "run": 1}],
        "then": {"flag": "red"},
        **own,
    }
)
DUTY = st.dictionaries(st.sampled_from(DUTY_KEYS), VALUE, max_size=8)
PACK = st.fixed_dictionaries(
    {"pack": st.just("own"), "activities": st.just({"meeting": {"zh": "会议"}})},
    optional={
        **{key: VALUE for key in PACK_KEYS if key not in ("pack", "activities", "duties", "extends", "inferences")},
        "duties": st.lists(
            DUTY.map(
                lambda duty: {
                    "id": "mine",
                    "subject": "member",
                    "quota": {"do": "meeting", "at_least": 1, "every": "month"},
                    **duty,
                }
            ),
            max_size=3,
        ),
        "inferences": st.lists(INFERENCE, max_size=3),
    },
)
SOURCE = st.dictionaries(st.sampled_from(SOURCE_KEYS), VALUE, max_size=5)
WORKSPACE = st.fixed_dictionaries(
    {"checkbranch": st.just(1)},
    optional={
        **{key: VALUE for key in SETTINGS if key not in ("checkbranch", "data")},
        "data": VALUE | st.dictionaries(st.sampled_from(("units", "activities", "posts")), SOURCE | st.lists(SOURCE)),
    },
)
EACH = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@EACH
@given(pack=PACK)
def test_any_pack_is_read_or_refused(tmp_path: Path, pack: dict[str, Any]) -> None:
    # JSON is YAML, and keeps the fuzz clear of how a dumper quotes.
    (tmp_path / "own.yaml").write_text(json.dumps(pack, ensure_ascii=False), encoding="utf-8")
    try:
        rules = load_rules(["own.yaml"], tmp_path, lambda name: None, [])
    except CheckbranchError as error:
        assert error.faults
        assert all(fault.where.startswith("own.yaml:") for fault in error.faults)
    else:
        assert all(duty.do == ("meeting",) for duty in rules.duties)
        assert all(inference.when for inference in rules.inferences)


@EACH
@given(written=WORKSPACE)
def test_any_settings_are_read_or_refused(tmp_path: Path, written: dict[str, Any]) -> None:
    (tmp_path / "checkbranch.yaml").write_text(json.dumps(written, ensure_ascii=False), encoding="utf-8")
    try:
        found = read_workspace(tmp_path)
    except CheckbranchError as error:
        assert all(fault.where.startswith("checkbranch.yaml:") for fault in error.faults)
    else:
        assert found.rules


@pytest.mark.parametrize("name", ["branch-lights", "cn-party-branch", "huanghou-relocation"])
def test_a_shipped_pack_cut_short_anywhere_is_read_or_refused(tmp_path: Path, name: str) -> None:
    from checkbranch.rules import names, path_of

    path = path_of(name)
    assert path
    text = path.read_text(encoding="utf-8")
    for cut in range(0, len(text), 397):
        (tmp_path / "own.yaml").write_text(text[:cut], encoding="utf-8")
        try:
            load_rules(["own.yaml"], tmp_path, path_of, names())
        except CheckbranchError as error:
            assert error.faults
