"""Attendance against the share that is asked for, in words: also when it is exactly that share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ...engine.packs.condition_model import Test
from ...engine.text import Text
from .shares import share_words


@dataclass(frozen=True, slots=True)
class Attendance:
    """What was recorded against what is asked; ``exactly`` tells that it is just the share itself."""

    words: Text
    exactly: bool
    good: bool


def attendance_words(facts: Mapping[str, object], test: Test | None) -> Attendance | None:
    """Return the numbers in ``facts`` (``present``, ``expected``) with their verdict; None where they tell none."""
    present, expected = facts.get("present"), facts.get("expected")
    if test is None or not isinstance(test.value, Fraction) or test.op not in ("at_least", "over"):
        return None
    if not isinstance(present, int) or not isinstance(expected, int) or not expected:
        return None
    got, share = Fraction(present, expected), share_words(test.value)
    good = got >= test.value if test.op == "at_least" else got > test.value
    whole = Text(f"支委会共 {expected} 人", f"{expected} on the committee") if test.of else (
        Text(f"应到 {expected} 人", f"{expected} expected")
    )  # fmt: skip
    numbers = Text(f"到会 {present} 人，{whole.zh}", f"{present} present, {whole.en}")
    asked = (
        Text(f"本项要求{share.zh}以上（含{share.zh}）", f"at least {share.en} is required")
        if test.op == "at_least"
        else Text(f"本项要求超过{share.zh}", f"more than {share.en} is required")
    )
    verdict = Text("符合", "enough") if good else Text("不符合", "not enough")
    exactly = got == test.value
    how = (
        Text(f"，正好{'一半' if share.zh == '半数' else share.zh}", f", exactly {share.en}")
        if exactly
        else Text("", "")
    )
    return Attendance(
        Text(f"{numbers.zh}{how.zh}：{asked.zh}，{verdict.zh}", f"{numbers.en}{how.en}: {asked.en}, {verdict.en}"),
        exactly,
        good,
    )
