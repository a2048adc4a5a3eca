"""``rules test`` tells which conditions on a record, or on a subject itself, no case has decided."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from checkbranch.cli import main

PACK = """\
pack: own
title: {zh: 包, en: Pack}
activities: {walk: {zh: 巡查, en: Walk}}
duties:
  - id: walk-noted
    subject: branch
    record: {of: walk, must: {place: {filled: true}, recorder: {filled: true}}}
  - id: branch-known
    subject: branch
    state: {must: {setting: {filled: true}, full_members: {at_least: 3}}}
"""
CASES = """\
common:
  as_of: 2026-03-10
  workspace: {unit: {id: B1, name: 示例支部, full_members: %d}}
cases:
  - name: 一条齐全，一条没有地点
    activities:
      - {编号: A1, 类型: 巡查, 日期: 2026-01-31, 地点: 河边, 记录人: 甲}
      - {编号: A2, 类型: 巡查, 日期: 2026-02-27, 地点: "", 记录人: 甲}
    expect:
      - {duty: walk-noted, status: met, period: A1}
      - {duty: walk-noted, status: invalid, period: A2}
"""


@pytest.mark.parametrize(
    ("members", "told"),
    [
        (5, ["recorder in must never failed", "full_members in must never failed"]),
        (2, ["recorder in must never failed", "must never held"]),
    ],
)
def test_what_no_case_has_decided_is_told(tmp_path: Path, members: int, told: list[str]) -> None:
    (tmp_path / "own.yaml").write_text(PACK, encoding="utf-8")
    (tmp_path / "own.cases.yaml").write_text(CASES % members, encoding="utf-8")
    result = CliRunner().invoke(main, ["rules", "test", str(tmp_path / "own.yaml"), "--lang", "en"])
    assert result.exit_code == 0, result.output
    for line in told:
        assert line in result.output
    assert "place in must" not in result.output
